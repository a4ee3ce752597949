"""Folders and feeds followed while the desk is open: by a process of its own, the parser ready before it is needed.

Folders are looked at all the time, feeds when they are due; neither waits for the other.  What is new is recorded as
``crosswire watch`` does it, so several of either may follow the same source.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Sequence

from crosswire.desk.processes import SOON, Ended, Office
from crosswire.errors import CrosswireError
from crosswire.ledger import Ledger
from crosswire.watching import Memory, Source, follow_once, source_of

#: seconds between two looks at folders, at least; a look that took long is followed by a pause as long
_GLANCE = 0.25
#: seconds after which a file that nobody writes to counts as whole; one that was not is read again when it changes
_WHOLE = 0.5
#: seconds between two looks at whether a feed is due
_FEEDS = 2.0
#: seconds until a watch that failed is tried again, doubled each time
_AGAIN, _LONGEST = 1.0, 30.0

_log = logging.getLogger(__name__)


class Watch:
    """What follows the sources; `close` ends it at once, and what was being recorded is whole or not there."""

    def __init__(self, ledger: str, sources: Sequence[str], every: float) -> None:
        self._ledger, self._sources, self._every = ledger, tuple(sources), every
        for words in self._sources:
            source_of(words)  # what cannot be followed is said before anything starts
        self._office = Office(behind=SOON)
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._keep_going, name="watch", daemon=True)

    def start(self) -> None:
        """Follow from now on, if there is anything to follow."""
        if self._sources:
            self._thread.start()

    def close(self) -> None:
        """Follow no longer."""
        self._end.set()
        self._office.close()
        if self._thread.is_alive():
            self._thread.join(5)

    def _keep_going(self) -> None:
        """A watch that the system killed is started again."""
        wait = _AGAIN
        while not self._end.is_set():
            begun = time.monotonic()
            try:
                self._office.ask(follow, self._ledger, self._sources, self._every).result()
            except Ended:
                pass
            except Exception:
                _log.exception("the watch failed")
            wait = _AGAIN if time.monotonic() - begun > 60 else min(2 * wait, _LONGEST)
            self._end.wait(wait)


def ready() -> None:
    """Load what reading needs, so that the first report does not wait for it."""
    from crosswire.gazetteer import standard
    from crosswire.model import Document
    from crosswire.reading.read import read

    text = "Nine people were killed when a bus left the road near the town on Sunday, police said."
    read(Document("ready", "", text), standard())


def follow(ledger: str, sources: Sequence[str], every: float) -> None:
    """Follow them for ever, in a process of its own."""
    try:
        ready()
    except CrosswireError as error:  # a parser that is missing is said of each report
        _say(str(error))
    found = [source_of(words) for words in sources]
    alone = threading.Lock()
    feeds = [source for source in found if source.host is not None]
    if feeds:
        threading.Thread(target=_loop, args=(ledger, feeds, every, alone, _FEEDS), daemon=True).start()
    _loop(ledger, [source for source in found if source.host is None], every, alone, _GLANCE)


def _loop(ledger: str, sources: Sequence[Source], every: float, alone: threading.Lock, pause: float) -> None:
    """Round after round; a ledger that cannot be written to now is tried again, and nothing counts as seen."""
    wait, said = _AGAIN, _Said()
    while True:
        try:
            with Ledger(ledger, must_exist=True) as held:
                memory = Memory(held)
                while True:
                    begun = time.monotonic()
                    said.round(sources, memory, held, every, alone)
                    wait = _AGAIN
                    time.sleep(max(pause, time.monotonic() - begun))
        except CrosswireError as error:
            said.once([str(error)])
        except Exception as error:
            _log.exception("a look failed")
            said.once([f"a look failed ({type(error).__name__}); trying again"])
        time.sleep(wait)
        wait = min(2 * wait, _LONGEST)


class _Said:
    """What was said in the last round: a folder that is not there is not told of every second."""

    def __init__(self) -> None:
        self._last: set[str] = set()

    def round(
        self, sources: Sequence[Source], memory: Memory, held: Ledger, every: float, alone: threading.Lock
    ) -> None:
        """One look at each source."""
        failed: list[str] = []
        for outcome in follow_once(sources, memory, held, every=every, settled=_WHOLE, alone=alone):
            if outcome.failed:
                failed += outcome.remarks
                continue
            for words in (outcome.line, *outcome.remarks):
                if words:
                    _say(words)
        self.once(failed)

    def once(self, lines: Sequence[str]) -> None:
        """Say what was not said the last time."""
        for words in lines:
            if words not in self._last:
                _say(words)
        self._last = set(lines)


def _say(words: str) -> None:
    print(f"crosswire: {' '.join(words.split())}", file=sys.stderr, flush=True)
