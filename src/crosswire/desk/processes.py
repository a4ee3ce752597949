"""The processes behind the desk: the one that answers browsers neither reads reports nor settles accounts.

A clerk records (it has the parser), a teller keeps the newest account, an archivist rebuilds past ones.  Each does one
thing at a time, is started when it is first asked, and again if the system killed it; all end with the process that
answers, however that ends.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import connection, get_context, parent_process
from typing import ParamSpec, Self, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Office:
    """One process that does what it is given, in order; use it in a ``with``."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """The answer, when it is there; ``work`` and all it takes and gives can be pickled.

        A process that was killed is replaced; what it was at has then failed, with BrokenProcessPool.
        """
        with self._lock:
            try:
                return self._running().submit(work, *args, **kwargs)
            except (BrokenProcessPool, RuntimeError):
                self._drop()
                return self._running().submit(work, *args, **kwargs)

    def close(self) -> None:
        """Wait for nothing that has not begun."""
        with self._lock:
            self._drop()

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin)
        return self._pool

    def _drop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None


def _begin() -> None:
    """Ctrl-C is for the process that answers; when that is gone, however it went, so is this one."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
