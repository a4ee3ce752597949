"""Reading many reports: in this process, or in several, with results in the order given.

`reading.read` is a pure function of a report, so nothing has to be shared; a report that cannot be read is named
and the others go on.  A foreman stands between this process and the readers: it loads the parser while reports are
still being gathered here, and the readers are forked from it, so that the parser is loaded once.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from itertools import zip_longest
from multiprocessing import connection, get_context, parent_process
from typing import TYPE_CHECKING, Any, Self

from crosswire.errors import CrosswireError, UnreadableInput
from crosswire.lexicon import hand_over, standard
from crosswire.model import Document, Reading

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from crosswire.reading.gate import Worth

#: a further process pays a second for loading the parser; below this many reports it saves less than that
ENOUGH = 40
#: reports handed to a process at a time
_CHUNK = 10
#: seconds for the readers to finish what they are at when nobody wants it any more
_PATIENCE = 5
#: PR_SET_PDEATHSIG of Linux's prctl(2)
_END_WITH_PARENT = 1

Result = Reading | UnreadableInput
#: a report, and which of its sentences are worth parsing, if that was found out before
Task = tuple[Document, "Worth | None"]


@dataclass(frozen=True, slots=True)
class _Foreman:
    """The process that leads ``jobs`` readers, and the line to it."""

    jobs: int
    process: BaseProcess
    line: Any


#: one that was sent for before the command line was read; whoever reads with as many takes it
_ahead: list[_Foreman] = []


def send_ahead(jobs: int) -> None:
    """Have a foreman load its parser from now on, for whoever will read with so many processes."""
    _ahead.append(_sent_for(jobs))


def dismiss() -> None:
    """Let go of one who was sent for and whom nobody took."""
    while _ahead:
        foreman = _ahead.pop()
        foreman.line.close()
        foreman.process.terminate()


def _sent_for(jobs: int) -> _Foreman:
    context = get_context(_start_method())
    line, other = context.Pipe()
    # mypy knows of no Process in a context that may be of any kind
    process = context.Process(target=_lead, args=(jobs, other, line))  # type: ignore[attr-defined]
    process.start()
    other.close()
    return _Foreman(jobs, process, line)


class Workers:
    """Reads reports with ``jobs`` processes; None is one process for few reports and one a core for many.

    Entered as early as can be: if several processes were asked for, the foreman loads its parser from then on.
    """

    def __init__(self, jobs: int | None = None) -> None:
        self._jobs = jobs
        self._foreman: _Foreman | None = None
        self._asked = False
        self._owing = False
        self._ready = False

    def __enter__(self) -> Self:
        if self._jobs is not None and self._jobs > 1:
            self._start(self._jobs)
        return self

    def __exit__(self, *_: object) -> None:
        if self._foreman is not None:
            self._foreman.line.close()
            if self._asked:
                self._foreman.process.join(_PATIENCE)
            self._foreman.process.terminate()

    def read(self, documents: Sequence[Document]) -> Iterator[Result]:
        """What each report says, in order."""
        jobs = self._jobs or (cores() if len(documents) >= ENOUGH else 1)
        done = 0
        if jobs > 1 and len(documents) > 1:
            # a process that the system killed takes the others with it; what is left is read here
            with suppress(EOFError, OSError):
                for results in self._told(documents, jobs):
                    yield from results
                    done += len(results)
        for chunk in _chunks(documents[done:]):
            yield from attempt_all([(document, None) for document in chunk])

    def _told(self, documents: Sequence[Document], jobs: int) -> Iterator[list[Result]]:
        """The foreman's results, chunk by chunk; what stops everything is raised here."""
        line = self._start(jobs)
        # who asked before may have stopped listening after the last result, and the word that it was the last is still
        # to come; taken for an answer to this question it would end it, and both sides would wait with full hands
        while self._owing:
            self._answer(line)
        tasks = self._tasks(documents, line)
        line.send((None if self._asked else standard(), tasks))
        self._asked = self._owing = True
        while (answer := self._answer(line)) is not None:
            if isinstance(answer, CrosswireError):
                raise answer
            yield answer

    def _tasks(self, documents: Sequence[Document], line: Any) -> list[Task]:
        """The reports, with what of the readers' work could be done here while the foreman was loading its parser."""
        done: list[Worth | None] = []
        if not self._ready:
            for document in documents:
                if line.poll():
                    break
                done.append(_worth(document))
            self._ready = line.recv()
        return list(zip_longest(documents, done))

    def _answer(self, line: Any) -> Any:
        """The foreman's next words; a failure or None ends what it has to say to one question."""
        answer = line.recv()
        self._owing = isinstance(answer, list)
        return answer

    def _start(self, jobs: int) -> Any:
        """The line to the foreman."""
        if self._foreman is None:
            self._foreman = _ahead.pop() if _ahead and _ahead[-1].jobs == jobs else _sent_for(jobs)
        return self._foreman.line


def _start_method() -> str:
    """Forked where that is safe: alone in its process, as a command is.

    A fork of a process that runs threads (a web server's) may hang; the foreman of such a one starts anew.
    """
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _lead(jobs: int, line: Any, other_end: Any) -> None:
    """The foreman: loads the parser, forks the readers, and passes reports and results on until nobody listens."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    other_end.close()  # held here too, it would hide that the other side is gone
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    from crosswire.reading.parse import load_parser

    with suppress(CrosswireError):  # whoever reads meets it again, and says so
        load_parser()
    import_module("crosswire.reading.read")  # here once, not in every reader
    with suppress(OSError):  # nobody may want it any more
        line.send(True)
    gc.freeze()  # what the readers share is not copied to be searched for garbage
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(jobs, context, initializer=_settle_in)
    with suppress(EOFError, OSError, BrokenProcessPool):
        while True:
            try:
                lists, tasks = line.recv()
                if lists is not None:
                    hand_over(lists)  # before the first reader is forked
                for results in pool.map(_packed, _shares(tasks, jobs)):
                    line.send_bytes(results)
                line.send(None)
            except CrosswireError as error:
                line.send(error)
    pool.shutdown(cancel_futures=True)


def _shares(tasks: Sequence[Task], jobs: int) -> Iterator[Sequence[Task]]:
    """Reports in chunks, smaller towards the end: no process is left with much when the others are done."""
    done = 0
    while done < len(tasks):
        size = max(2, min(_CHUNK, (len(tasks) - done) // (2 * jobs)))
        yield tasks[done : done + size]
        done += size


def _chunks(documents: Sequence[Document]) -> Iterator[Sequence[Document]]:
    return (documents[k : k + _CHUNK] for k in range(0, len(documents), _CHUNK))


def _worth(document: Document) -> Worth | None:
    """Which sentences are worth parsing; what fails here fails again, and is told, where the report is read."""
    from crosswire.reading.gate import worth_parsing

    with suppress(Exception):
        return worth_parsing(document.text, standard())
    return None


def _packed(tasks: Sequence[Task]) -> bytes:
    """What `attempt_all` gives, packed once for the way past the foreman."""
    return pickle.dumps(attempt_all(tasks))


def attempt_all(tasks: Sequence[Task]) -> list[Result]:
    """A few reports read together: parsed in one go, then each read or the reason why it was not."""
    from crosswire.reading.read import prime

    with suppress(Exception):  # whatever fails here fails again, and is told, in the report it belongs to
        prime(tasks)
    return [attempt(document, worth) for document, worth in tasks]


def attempt(document: Document, worth: Worth | None = None) -> Result:
    """One report read, or the reason why it was not; a missing parser stops everything, being nobody report's fault."""
    from crosswire import gazetteer
    from crosswire.reading.read import read

    try:
        return read(document, gazetteer.standard(), worth=worth)
    except CrosswireError:
        raise
    except Exception as error:  # a fault of ours in one report must not cost the others
        return UnreadableInput(document.id, f"reading it failed ({type(error).__name__}: {first_line(error)})")


def first_line(error: BaseException) -> str:
    """The first line of what an exception says."""
    return (str(error).splitlines() or [""])[0]


def cores() -> int:
    """The processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _settle_in() -> None:
    """A reader leaves interrupts to its parents, and does not outlive the foreman.

    Linux ends it with the foreman if asked to.  Elsewhere a thread waits for that end; where there is a second thread
    every allocation takes a lock, which is a twentieth of the time of reading.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux" and ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL) == 0:
        foreman = parent_process()
        if foreman is not None and os.getppid() != foreman.pid:
            os._exit(1)  # it ended before it was asked
        return
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)  # nobody is left to read for
