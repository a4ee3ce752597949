"""The parser's matrix products on numpy's BLAS, which takes a third of the time that thinc's own takes.

A sentence must be read the same alone and among others, on this machine and on the next.  Fast kernels sum a row's
products in an order that may depend on where the row stands.  OpenBLAS's kernels for Sandy Bridge, which every x86-64
machine of the last twelve years can run, do not (measured for every number of rows from 2 to 700 and every shape of
the pipeline): so those are asked for, and thinc's own stay in use where the answer is not steady.
"""

from __future__ import annotations

import os
import platform
from typing import Any

_X86 = {"x86_64", "AMD64"}
#: kernels for processors that cannot run those of Sandy Bridge
_OLDER = {"prescott", "core2", "penryn", "dunnington", "nehalem", "atom", "nano", "opteron", "barcelona", "bobcat"}


def ask_for_steady_kernels() -> None:
    """Choose OpenBLAS's kernels and one thread; heard only by a numpy that is not imported yet.

    Whatever kernels the machine is set to, such as are not steady will not do; those of an older processor may be all
    it has.  One thread, unless told otherwise, because reading runs in one process a core.
    """
    if platform.machine() in _X86 and os.environ.get("OPENBLAS_CORETYPE", "").lower() not in _OLDER:
        os.environ["OPENBLAS_CORETYPE"] = "Sandybridge"
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def quicken(nlp: Any) -> bool:
    """Let the pipeline's models multiply with numpy, if its products are steady here; else change nothing."""
    if not steady():
        return False
    ops = _ops()
    models = [getattr(component, "model", None) for _, component in nlp.pipeline]
    for model in models:
        for node in model.walk() if model is not None else ():
            if type(node.ops).__name__ == "NumpyOps":
                node.ops = ops
    return True


def steady() -> bool:
    """True if a row's product is the same to the bit wherever the row stands and whatever stands beside it."""
    import numpy

    random = numpy.random.default_rng(0)
    weights = random.standard_normal((288, 288), dtype=numpy.float32)
    rows = random.standard_normal((200, 288), dtype=numpy.float32)
    whole = rows @ weights.T
    parts = (slice(0, 2), slice(3, 70), slice(101, 200))
    return all((rows[part] @ weights.T).tobytes() == whole[part].tobytes() for part in parts)


def _ops() -> Any:
    from thinc.api import NumpyOps

    class SteadyOps(NumpyOps):  # type: ignore[misc]
        """thinc's operations, with products by numpy; a single row goes twice, for one alone takes another road."""

        def gemm(self, x: Any, y: Any, *, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
            if trans1:  # in training alone
                return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
            weights = y.T if trans2 else y
            if len(x) != 1:
                return self.xp.dot(x, weights, out=out)
            found = self.xp.dot(self.xp.repeat(x, 2, axis=0), weights)[:1]
            if out is None:
                return found
            out[...] = found
            return out

    return SteadyOps()
