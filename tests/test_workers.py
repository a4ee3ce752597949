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

from crosswire import workers
from crosswire.__main__ import _asked_for
from crosswire.errors import UnreadableInput
from crosswire.model import Reading
from crosswire.workers import Workers, _shares, attempt_all, dismiss, send_ahead
from strategies import written_report

DOCUMENTS = [
    written_report(f"{k}.txt", f"A blast killed {k + 2} people in Velm on Monday, police said.", "2031-05-06")
    for k in range(25)
]

#: two processes have read, and wait for more
HELD = """
import sys, time
sys.path.insert(0, sys.argv[1])
from crosswire.workers import Workers
from test_workers import DOCUMENTS
if __name__ == "__main__":
    with Workers(2) as workers:
        print(len(list(workers.read(DOCUMENTS))), flush=True)
        time.sleep(60)
"""


def test_two_processes_read_as_one_does() -> None:
    """Whatever the number of processes, the results are the same, in the order of the reports."""
    with Workers(1) as one, Workers(2) as two:
        alone, together = list(one.read(DOCUMENTS)), list(two.read(DOCUMENTS))
    assert alone == together
    assert not any(isinstance(result, UnreadableInput) for result in alone)
    assert [r.figures[0].quantity.low for r in alone if not isinstance(r, UnreadableInput)] == list(range(2, 27))


def test_who_stops_listening_leaves_nothing_for_the_next_question() -> None:
    """Asked for no more than there is, `Workers.read` never says that it was all; nor does who gives up half way."""
    with Workers(2) as workers:
        for listened in (len(DOCUMENTS), 3):
            for _ in zip(range(listened), workers.read(DOCUMENTS), strict=False):
                pass
            told = list(workers._told(DOCUMENTS[:4], 2))
            assert [r.document for results in told for r in results if isinstance(r, Reading)] == [
                document.id for document in DOCUMENTS[:4]
            ]


class Loading:
    """The line to a foreman who is at it for as long as it takes to ask him a few times."""

    def __init__(self, asked: int) -> None:
        self.left = asked

    def poll(self) -> bool:
        self.left -= 1
        return self.left < 0

    def recv(self) -> bool:
        return True


@pytest.mark.parametrize("asked", [0, 7, 1000])
def test_sentences_are_chosen_here_while_the_parser_loads(asked: int) -> None:
    """As far as that gets; a reading is the same either way, and only the first question has to wait."""
    workers = Workers(2)
    tasks = workers._tasks(DOCUMENTS, Loading(asked))
    assert [document for document, _ in tasks] == DOCUMENTS
    assert [worth is not None for _, worth in tasks] == [k < asked for k in range(len(DOCUMENTS))]
    assert attempt_all(tasks) == attempt_all([(document, None) for document in DOCUMENTS])
    assert all(worth is None for _, worth in workers._tasks(DOCUMENTS, Loading(1000)))


@pytest.mark.parametrize("jobs", [2, 3, 8])
def test_shares_hold_every_report_in_order_and_grow_no_larger(jobs: int) -> None:
    """The last ones are small, so that no process has much left when the others are done."""
    for number in range(60):
        shares = [list(share) for share in _shares([(DOCUMENTS[0], None)] * number, jobs)]
        sizes = [len(share) for share in shares]
        assert sum(sizes) == number and sizes == sorted(sizes, reverse=True)
        assert all(size <= max(2, number // (2 * jobs)) for size in sizes)


def test_workers_that_are_asked_nothing_end_at_once() -> None:
    """A run that finds all its reports known does not wait until the foreman has its parser."""
    with Workers(2) as workers:
        foreman = workers._foreman
    assert foreman is not None
    foreman.process.join(10)
    assert foreman.process.exitcode == -signal.SIGTERM  # not 0, having loaded it and found nobody there


def test_a_missing_parser_stops_two_processes_as_it_stops_one(tmp_path: Path) -> None:
    """It is nobody report's fault, and is told once."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Nine people died in a fire on Monday, police said.")
    command = [sys.executable, "-m", "crosswire", "record", str(tmp_path), "--ledger", str(tmp_path / "l.sqlite")]
    for jobs in ("1", "2"):
        run = subprocess.run(
            [*command, "--jobs", jobs],
            env={**os.environ, "CROSSWIRE_MODEL": "no_such_pipeline"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 1
        assert "no_such_pipeline" in run.stderr and len(run.stderr.splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system who still runs")
def test_what_a_killed_foreman_leaves_is_read_here() -> None:
    """A system short of memory kills whom it likes; no report is lost."""
    with Workers(2) as workers:
        before = list(workers.read(DOCUMENTS))
        assert workers._foreman is not None and workers._foreman.process.pid is not None
        os.kill(workers._foreman.process.pid, signal.SIGKILL)
        assert list(workers.read(DOCUMENTS)) == before


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system who still runs")
def test_processes_do_not_outlive_a_killed_parent() -> None:
    """Killed without a chance to clean up, a run leaves no process behind."""
    folder = str(Path(__file__).parent)
    with subprocess.Popen([sys.executable, "-c", HELD, folder], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline().strip() == str(len(DOCUMENTS))
        children = _below(parent.pid)
        parent.send_signal(signal.SIGKILL)
    assert len(children) == 3  # a foreman and two readers
    patience = monotonic() + 20
    while any(_runs(child) for child in children):
        assert monotonic() < patience, "a process is still there"
        sleep(0.05)


def _below(process: int) -> list[int]:
    """Its children, and theirs."""
    found: list[int] = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(path.read_text().rsplit(") ", 1)[1].split()[1]) == process:
                child = int(path.parent.name)
                found += [child, *_below(child)]
    return found


def _runs(process: int) -> bool:
    with suppress(OSError):
        os.kill(process, 0)
        with Path(f"/proc/{process}/stat").open() as stat:
            return stat.read().split(") ")[1][0] != "Z"
    return False


# --- sent for before the command line is read ------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "jobs"),
    [
        ("record a --ledger b --jobs 2", 2),
        ("report --jobs=3 a", 3),
        ("record --jobs 2", 2),
        ("record a --ledger b", 0),
        ("record a --jobs two", 0),
        ("record a --jobs -2", 0),
        ("record a --jobs 2x", 0),
        ("record --help --jobs 2", 0),
        ("show --jobs 2", 0),
        ("", 0),
    ],
)
def test_who_asks_for_several_processes(line: str, jobs: int) -> None:
    assert _asked_for(line.split()) == jobs


def test_a_foreman_sent_ahead_is_taken_or_let_go() -> None:
    send_ahead(2)
    (foreman,) = workers._ahead
    with Workers(2) as readers:
        assert readers._foreman is foreman and not workers._ahead
        assert len(list(readers.read(DOCUMENTS))) == len(DOCUMENTS)
    send_ahead(2)
    (foreman,) = workers._ahead
    with Workers(3) as readers:
        assert readers._foreman is not foreman
    dismiss()
    foreman.process.join(10)
    assert not foreman.process.is_alive()
