"""A ledger kept open by a thread of its own, for as long as the desk runs.

A connection of SQLite belongs to the thread that opened it.  Opening one for each request would cost more than what is
asked of it, and the last to close writes all of the write-ahead log back into the file.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Lock
from typing import TypeVar

from crosswire.errors import UnusableLedger
from crosswire.ledger import Ledger

T = TypeVar("T")


class Held:
    """Opened when it is first asked for, and anew after it failed; one thing is done at a time."""

    def __init__(self, opener: Callable[[], Ledger]) -> None:
        self._opener = opener
        self._ledger: Ledger | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._lock = Lock()

    def do(self, work: Callable[[Ledger], T]) -> T:
        """What the work gives; raises what it raises.  Called from any thread, and waits."""
        with self._lock:
            thread = self._thread = self._thread or ThreadPoolExecutor(1, "crosswire-access")
            waiting = thread.submit(self._done, work)
        return waiting.result()

    def close(self) -> None:
        """Let go of the ledger once all that was asked is done; what is asked later opens it anew."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            thread.submit(self._let_go)
            thread.shutdown(wait=True)

    def _done(self, work: Callable[[Ledger], T]) -> T:
        try:
            if self._ledger is None:
                self._ledger = self._opener()
            return work(self._ledger)
        except UnusableLedger:
            self._let_go()  # a server that was gone may be back
            raise

    def _let_go(self) -> None:
        ledger, self._ledger = self._ledger, None
        if ledger is not None:
            with suppress(UnusableLedger):
                ledger.close()
