"""Which rows of the ledger an account depends on, as a word that differs wherever the account may.

An account as of a moment takes no notice of what was published later, so it need not be made anew while reports arrive.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from crosswire.errors import UnusableLedger
from crosswire.ledger import Ledger
from crosswire.moments import known_by, moment

_COUNTED = (("max(seq)", "documents"), ("max(seq)", "judgements"), ("count(*)", "warnings"))
_LATER = "SELECT seq, id, published, recorded_at FROM documents WHERE seq > ? ORDER BY seq"


def revision_of(ledger: Ledger) -> str:
    """The last numbers that the ledger gave to a report and a judgement, and how many remarks it holds: "512.3.40"."""
    counts = (ledger.base.all(f"SELECT coalesce({what}, 0) FROM {table}")[0][0] for what, table in _COUNTED)
    return ".".join(map(str, counts))


def is_later(one: str, other: str) -> bool:
    """True if the ledger had more in it at revision ``one`` than at ``other``: nothing in it ever becomes less."""
    ours, theirs = ([int(count) for count in revision.split(".")] for revision in (one, other))
    return ours != theirs and all(mine >= its for mine, its in zip(ours, theirs, strict=True))


def identity_of(ledger: str) -> tuple[int, int] | None:
    """Device and number of a ledger's file, by which a file put in its place is told from it; None for a database.

    Raises UnusableLedger where the file is gone: a process that has it open would go on reading what nobody else has.
    """
    if "://" in ledger:
        return None
    try:
        found = Path(ledger).stat()
    except OSError:
        raise UnusableLedger(f"{ledger}: no such ledger") from None
    return found.st_dev, found.st_ino


@dataclass(slots=True)
class _Upto:
    """How many rows have been looked at for some moments, and the number of the last that matters to them."""

    looked: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    seq: int
    published: str | None
    recorded_at: str | None
    again: bool


@dataclass(slots=True)
class Revisions:
    """The rows seen so far; `look` fetches later ones, `of` may be asked by any thread."""

    _rows: list[_Row] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)
    _counts: str = "0.0.0"
    _upto: dict[tuple[str | None, str | None], _Upto] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self, ledger: Ledger) -> str:
        """The ledger's revision now."""
        seen = revision_of(ledger)
        with self._lock:
            if seen == self._counts:
                return seen
            if not is_later(seen, self._counts):  # another ledger, or an older copy of it, has taken its place
                self._rows, self._ids, self._upto = [], set(), {}
            last = self._rows[-1].seq if self._rows else 0
            for seq, id, published, recorded_at in ledger.base.all(_LATER, (last,)):
                self._rows.append(_Row(seq, published, recorded_at, id in self._ids))
                self._ids.add(id)
            self._counts = seen
        return seen

    def of(self, as_of: str | None, known: str | None) -> str:
        """What the account as of a moment, with what was known here by another, depends on."""
        with self._lock:
            if as_of is None and known is None:
                return self._counts
            upto = self._upto.setdefault((as_of, known), _Upto())
            cuts = (moment(as_of) if as_of else None, moment(known) if known else None)
            for row in self._rows[upto.looked :]:
                if _matters(row, *cuts):
                    upto.last = row.seq
            upto.looked = len(self._rows)
            while len(self._upto) > 1_000:
                del self._upto[next(iter(self._upto))]
            return f"{upto.last}.{self._counts.split('.')[1]}"


def _matters(row: _Row, as_of: datetime | None, known: datetime | None) -> bool:
    """An undated report is named as left out; a further row of a report takes the place of the one before."""
    if known is not None and not known_by(row.recorded_at, known):
        return False
    return as_of is None or row.published is None or row.again or known_by(row.published, as_of)
