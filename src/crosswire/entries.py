"""What a ledger is given of a report, and the report's name where several writers meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crosswire.claims import claims_of
from crosswire.ledger import Entry, Ledger
from crosswire.model import Document, Reading, Warning


def entry_of(document: Document, reading: Reading | None, warnings: Sequence[Warning]) -> Entry:
    """A report with its claims, its reading and its warnings under its own name; None is what was not read at all."""
    own = replace(reading or Reading(document.id), document=document.id)
    remarks = tuple(replace(warning, document=document.id) for warning in warnings)
    return Entry(document, own, claims_of(document, own), remarks)


def write(entries: Sequence[tuple[str, Entry]], ledger: Ledger, recorded_at: str) -> dict[str, Document]:
    """Record reports, each with the name under which it was given.

    A name that another writer has meanwhile given to another text is not shared with it: such a report is written
    under the name that `Ledger.name_for` has for it now.  Those are given back, by the names under which they came.
    """
    renamed: dict[str, Document] = {}
    late = ledger.add(entries, recorded_at)
    while late:
        anew = [(name, _named(name, entry, ledger)) for name, entry in late]
        renamed.update((name, entry.document) for name, entry in anew)
        late = ledger.add(anew, recorded_at)
    return renamed


def _named(name: str, entry: Entry, ledger: Ledger) -> Entry:
    given = replace(entry.document, id=name)
    return entry_of(replace(given, id=ledger.name_for(given)), entry.reading, entry.warnings)
