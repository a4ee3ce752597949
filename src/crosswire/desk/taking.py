"""Reports that people hand over become part of the ledger: what the clerk does for the API, for a form and for a watch.

`take` is called in another process, so all it takes and gives can be pickled.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from crosswire.errors import CrosswireError, UnreadableInput
from crosswire.ingest import Ingested, read_bytes
from crosswire.ingest.paths import shown
from crosswire.ledger import Ledger
from crosswire.model import Document, Warning
from crosswire.recording import Recorded, record

#: what a report that nobody named is called, before twelve digits of its text's fingerprint
UNNAMED = "report-"
#: characters of a name; ingesting cuts it at five hundred
_LONGEST_NAME = 400


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one report that was handed over, or of what was none.

    ``id`` is the report's in the ledger, None where nothing could be read: ``failure`` then says why.  ``known`` is
    true of a report that the ledger held already.  ``claims`` counts what was read of it.
    """

    name: str
    id: str | None = None
    claims: int = 0
    known: bool = False
    published: str | None = None
    warnings: tuple[str, ...] = ()
    failure: str | None = None


def take(
    ledger: str,
    name: str,
    content: bytes,
    kind: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
) -> tuple[Taken, ...]:
    """Read what was handed over, as a file called ``name``, and record every report in it; results in its order.

    Without a name each report is called by its text's fingerprint, so that the same text handed over twice is one
    report.  ``kind`` is the ending that such files have (``.txt``, ``.html``, ``.json``, ``.jsonl`` ...); None goes by
    the name, else by the content.  The date, publisher and address hold for reports that do not say them.
    Raises CrosswireError for a date that is none, an unknown kind and an unusable ledger; what cannot be read is in
    the results.
    """
    called = _called(name)
    given = {"published": published or None, "publisher": publisher or None, "url": url or None}
    parts = read_bytes(called or "report", content, kind=kind, **given)
    with Ledger(ledger, must_exist=True) as held:
        return record_parts(held, parts if called else map(_named, parts))


def record_parts(ledger: Ledger, parts: Iterable[Ingested]) -> tuple[Taken, ...]:
    """Record what was ingested, in this process; raises CrosswireError where that cannot go on."""
    try:
        return tuple(taken for done in record(parts, ledger, jobs=1) for taken in _taken(done))
    except UnreadableInput as error:  # its two arguments do not pass from process to process
        raise CrosswireError(str(error)) from None


def _taken(done: Recorded) -> Iterator[Taken]:
    warnings = tuple(warning.text for warning in done.warnings)
    for failure in done.failures:
        yield Taken(failure.path, failure=failure.reason)
    if done.document is not None:
        document = done.document
        yield Taken(document.id, document.id, done.claims, done.known, document.published.value, warnings)
    elif warnings:
        yield Taken(done.warnings[0].document, warnings=warnings)


def _called(name: str) -> str:
    """The name on one line that a database and an address can hold: no step up, no character that shows nothing."""
    plain = shown("".join(char for char in name if char != "\0")[:_LONGEST_NAME])
    return "/".join(part for part in plain.replace("\\", "/").split("/") if part.strip(" ."))


def _named(part: Ingested) -> Ingested:
    """The reports of a part under names made from their texts, their warnings with them."""
    names = {document.id: _by_text(document) for document in part.documents}
    return Ingested(
        tuple(replace(document, id=names[document.id]) for document in part.documents),
        part.failures,
        tuple(Warning(names.get(warning.document, warning.document), warning.text) for warning in part.warnings),
    )


def _by_text(document: Document) -> str:
    return f"{UNNAMED}{hashlib.sha256(document.text.encode('utf-8', 'replace')).hexdigest()[:12]}"
