"""The audit log: who asked for what, by which way in, and what came of it; one row each, never changed.

Written of every request that would change something and of every one refused.  It holds the route and the ids in it,
never a token, a cookie, a query or a word of a report.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import astuple, dataclass
from threading import Lock
from time import monotonic

from crosswire.databases import SQLite
from crosswire.desk.access import tables
from crosswire.desk.access.held import Held
from crosswire.desk.access.pacing import Buckets
from crosswire.errors import UnusableLedger
from crosswire.ledger import Ledger

LOG = logging.getLogger("crosswire.desk")
_ADD = "INSERT INTO desk_audit (at, who, how, what, about, outcome, request) VALUES (?, ?, ?, ?, ?, ?, ?)"
_READ = "SELECT at, who, how, what, about, outcome, request FROM desk_audit WHERE at >= ? ORDER BY seq"
#: milliseconds that a row waits for a writer; who asked waits as long
_WAITS = 2_000
#: rows kept until the ledger can be written again
_BACKLOG = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """``at`` in UTC; ``who`` and ``how`` as a Caller's, ``what`` method and route, ``about`` its ids."""

    at: str
    who: str
    how: str
    what: str
    about: str
    outcome: str
    request: str


class Journal:
    """Adds rows; safe between threads.  A row that the ledger would not take is in the log, and waits for the next."""

    def __init__(self, opener: Callable[[], Ledger]) -> None:
        self._held = Held(opener)
        self._waiting: deque[Row] = deque(maxlen=_BACKLOG)
        self._lock = Lock()

    def write(self, row: Row) -> bool:
        """On disk when this returns True."""
        with self._lock:
            rows = [*self._waiting, row]
            try:
                self._held.do(lambda ledger: _hasty(ledger, rows))
            except UnusableLedger as error:
                self._waiting.append(row)
                LOG.error("not yet in the audit log (%s): %s", error, " | ".join(astuple(row)))
                return False
            self._waiting.clear()
            return True

    def close(self) -> None:
        """Try once more to write what waits."""
        with self._lock:
            last = self._waiting.pop() if self._waiting else None
        if last is not None:
            self.write(last)
        self._held.close()


class Flood:
    """How many refusals are worth a row: from one address at first 20, then one in ten seconds, and 100 from all.

    Without it a stranger could fill the disk by being refused.  What gets no row is counted in the next that does.
    """

    def __init__(self) -> None:
        self._each, self._all = Buckets(0.1, 20), Buckets(1.0, 100)
        self._passed_over = 0

    def outcome(self, address: str, outcome: str) -> str | None:
        """The outcome as it is written, or None for a refusal that is only counted."""
        now = monotonic()
        if self._each.wait(address, now) or self._all.wait("", now):
            self._passed_over += 1
            return None
        passed, self._passed_over = self._passed_over, 0
        return f"{outcome} (and {passed} more refused, not listed)" if passed else outcome


def _hasty(ledger: Ledger, added: list[Row]) -> None:
    """Give up soon while somebody else writes."""
    if isinstance(ledger.base, SQLite):
        ledger.base.all(f"PRAGMA busy_timeout = {_WAITS}")
    note(ledger, *added)


def note(ledger: Ledger, *added: Row) -> None:
    """Write rows, all of them or none; raises UnusableLedger."""
    tables.make(ledger)
    with ledger.base.transaction():
        ledger.base.each(_ADD, [astuple(one) for one in added])


def rows(ledger: Ledger, since: str = "") -> list[Row]:
    """The log from a moment on (as `tables.stamp` writes it), the oldest first."""
    return [Row(*row) for row in ledger.base.all(_READ, (since,))] if tables.made(ledger) else []
