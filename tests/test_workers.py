"""Reading in several processes: the same results in the same order, and nobody left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import pytest

from crosswire.errors import UnreadableInput
from crosswire.workers import Workers
from strategies import written_report

DOCUMENTS = [
    written_report(f"{k}.txt", f"A blast killed {k + 2} people in Velm on Monday, police said.", "2031-05-06")
    for k in range(25)
]

#: two processes are asked for readings, and tell who they are before they have any to give
HELD = """
import os, sys, time
from crosswire.workers import Workers
with Workers(2) as workers:
    pool = workers._started(2)
    print(*{pool.submit(os.getpid).result() for _ in range(9)} | {p for p in pool._processes}, flush=True)
    pool.submit(time.sleep, 60)
    time.sleep(60)
"""


def test_two_processes_read_as_one_does() -> None:
    """Whatever the number of processes, the results are the same, in the order of the reports."""
    with Workers(1) as one, Workers(2) as two:
        alone, together = list(one.read(DOCUMENTS)), list(two.read(DOCUMENTS))
    assert alone == together
    assert not any(isinstance(result, UnreadableInput) for result in alone)
    assert [r.figures[0].quantity.low for r in alone if not isinstance(r, UnreadableInput)] == list(range(2, 27))


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system who still runs")
def test_processes_do_not_outlive_a_killed_parent() -> None:
    """Killed without a chance to clean up, a run leaves no process behind."""
    with subprocess.Popen([sys.executable, "-c", HELD], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        children = [int(word) for word in parent.stdout.readline().split()]
        parent.send_signal(signal.SIGKILL)
    assert children
    patience = monotonic() + 20
    while any(_runs(child) for child in children):
        assert monotonic() < patience, "a process is still there"
        sleep(0.05)


def _runs(process: int) -> bool:
    with suppress(OSError):
        os.kill(process, 0)
        with Path(f"/proc/{process}/stat").open() as stat:
            return stat.read().split(") ")[1][0] != "Z"
    return False
