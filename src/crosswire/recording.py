"""Reports are recorded in a ledger: what is new is read, and written down as the readings arrive.

What makes an account of a ledger is not imported here, so that a command that records need not load it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace

from crosswire.entries import entry_of, write
from crosswire.errors import UnreadableInput
from crosswire.ingest import Ingested
from crosswire.ledger import Entry, Ledger, content_of, now
from crosswire.model import Document, Warning
from crosswire.workers import Result, Workers

#: reports handed out at a time: enough to keep several processes busy, few enough to hold in memory
BATCH = 256
#: reports written down at a time: what a run that is killed has read in vain, besides what its processes are reading
COMMIT = 10


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of one part of the input; ``known`` if this very report had been recorded before."""

    document: Document | None = None
    claims: int = 0
    known: bool = False
    failures: tuple[UnreadableInput, ...] = ()
    warnings: tuple[Warning, ...] = ()


def record(
    parts: Iterable[Ingested],
    ledger: Ledger,
    *,
    jobs: int | None = None,
    recorded_at: str | None = None,
    workers: Workers | None = None,
) -> Iterator[Recorded]:
    """Read every report that the ledger does not hold yet and write it down; results come in input order.

    Recording the same report twice changes nothing.  ``recorded_at`` is the clock, for the ledger's own log alone.
    ``workers`` are some that were entered before, in place of ``jobs`` new ones.
    """
    with Workers(jobs) if workers is None else nullcontext(workers) as readers:
        for batch in _batches(parts):
            yield from _record(batch, ledger, readers, recorded_at or now())


def _record(batch: Sequence[Ingested], ledger: Ledger, workers: Workers, recorded_at: str) -> Iterator[Recorded]:
    """Write down as the readings arrive; a result is given out once it is safe in the ledger."""
    given = [document for part in batch for document in part.documents]
    known = {document.id for document in given if ledger.holds(document)}
    named = {document.id: replace(document, id=ledger.name_for(document)) for document in given}
    result_of = _readings([named[document.id] for document in given if document.id not in known], ledger, workers)
    done: list[Recorded] = []
    entries: list[tuple[str, Entry]] = []
    for part in batch:
        done += _loose(part)
        for document in part.documents:
            mine = named[document.id]
            if document.id in known:
                done.append(Recorded(mine, len(ledger.claims([mine])), known=True, warnings=part.warnings))
                continue
            result = result_of(mine)
            if isinstance(result, UnreadableInput):
                done.append(Recorded(failures=(UnreadableInput(document.id, result.reason),)))
            else:
                entry = entry_of(mine, result, part.warnings)
                entries.append((document.id, entry))
                done.append(Recorded(mine, len(entry.claims), warnings=part.warnings))
        if len(entries) >= COMMIT:
            yield from _written(done, entries, ledger, recorded_at)
            done, entries = [], []
    yield from _written(done, entries, ledger, recorded_at)


def _written(
    done: Sequence[Recorded], entries: Sequence[tuple[str, Entry]], ledger: Ledger, recorded_at: str
) -> Iterator[Recorded]:
    """The results, once all is written down; a report whose name another writer took meanwhile under its new name."""
    renamed = write(entries, ledger, recorded_at)
    for result in done:
        mine = result.document
        yield replace(result, document=renamed.get(mine.id, mine)) if mine and not result.known else result


def _loose(part: Ingested) -> Iterator[Recorded]:
    """Failures, and the warnings that no report of this part carries."""
    warnings = () if part.documents else part.warnings
    if part.failures or warnings:
        yield Recorded(failures=part.failures, warnings=warnings)


def _readings(documents: Sequence[Document], ledger: Ledger, workers: Workers) -> Callable[[Document], Result | None]:
    """By content, so that a text printed by ten outlets is read once; None for what is not read at all.

    What is asked for in the order given is read no further ahead than the processes are.
    """
    found: dict[str, Result] = {}
    wanted: dict[str, Document] = {}
    for document in documents:
        content = content_of(document)
        if not _legible(document) or content in found or content in wanted:
            continue
        before = ledger.reading_of(document)
        if before is None:
            wanted[content] = document
        else:
            found[content] = before
    arriving = zip(wanted, workers.read(list(wanted.values())), strict=True)

    def result_of(document: Document) -> Result | None:
        content = content_of(document)
        while content in wanted and content not in found:
            found.update([next(arriving)])
        return found.get(content)

    return result_of


def _legible(document: Document) -> bool:
    """False for another language, of which no claim is made, and for an empty text."""
    return document.language in (None, "en") and bool(document.text.strip())


def _batches(parts: Iterable[Ingested]) -> Iterator[list[Ingested]]:
    """A few hundred parts at a time; a name met again starts a new batch, so that the ledger knows the first."""
    batch: list[Ingested] = []
    names: set[str] = set()
    for part in parts:
        mine = {document.id for document in part.documents}
        if batch and (len(batch) >= BATCH or mine & names):
            yield batch
            batch, names = [], set()
        batch.append(part)
        names |= mine
    if batch:
        yield batch
