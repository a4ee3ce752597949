"""Reading many reports: in this process, or in several, with results in the order given.

`reading.read` is a pure function of a report, so nothing has to be shared; a report that cannot be read is named
and the others go on.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing import connection, parent_process
from typing import TYPE_CHECKING, Self

from crosswire.errors import CrosswireError, UnreadableInput
from crosswire.model import Document, Reading

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

#: a further process pays a second for loading the parser; below this many reports it saves less than that
ENOUGH = 40
#: reports handed to a process at a time
_CHUNK = 10

Result = Reading | UnreadableInput


class Workers:
    """Reads reports with ``jobs`` processes; None is one process for few reports and one a core for many."""

    def __init__(self, jobs: int | None = None) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def read(self, documents: Sequence[Document]) -> Iterator[Result]:
        """What each report says, in order."""
        jobs = self._jobs or (cores() if len(documents) >= ENOUGH else 1)
        done = 0
        if jobs > 1 and len(documents) > 1:
            from concurrent.futures.process import BrokenProcessPool

            # a process that the system killed takes the pool with it; what is left is read here
            with suppress(BrokenProcessPool):
                for results in self._started(jobs).map(attempt_all, _chunks(documents)):
                    yield from results
                    done += len(results)
        for chunk in _chunks(documents[done:]):
            yield from attempt_all(chunk)

    def _started(self, jobs: int) -> ProcessPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            context = get_context(_start_method())
            self._pool = ProcessPoolExecutor(jobs, context, initializer=_settle_in)
        return self._pool


def _start_method() -> str:
    """Forked with the parser loaded once, where that is safe: alone in its process, as a command is.

    A fork of a process that runs threads (a web server's) may hang; such a one starts its processes anew, and each
    loads the parser for itself.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return "spawn"
    from crosswire.reading.parse import load_parser

    load_parser()
    return "fork"


def _chunks(documents: Sequence[Document]) -> Iterator[Sequence[Document]]:
    return (documents[k : k + _CHUNK] for k in range(0, len(documents), _CHUNK))


def attempt_all(documents: Sequence[Document]) -> list[Result]:
    """A few reports read together: parsed in one go, then each read or the reason why it was not."""
    from crosswire.reading.read import prime

    with suppress(Exception):  # whatever fails here fails again, and is told, in the report it belongs to
        prime(documents)
    return [attempt(document) for document in documents]


def attempt(document: Document) -> Result:
    """One report read, or the reason why it was not; a missing parser stops everything, being nobody report's fault."""
    from crosswire.gazetteer import standard
    from crosswire.reading.read import read

    try:
        return read(document, standard())
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
    """A process of ours leaves interrupts to its parent, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)  # nobody is left to read for
