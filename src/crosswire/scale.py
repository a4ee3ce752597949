"""Reading a corpus on a cluster: shares of it go to workers, what they read comes back as Parquet, a ledger is loaded.

`reading.read` is a pure function of one report, so a share can be read anywhere, and again if its worker is lost.  A
worker records its share in a ledger in memory, by the very code that a single machine runs; what that ledger holds is
written as two Parquet files and a note that the share is done.  Started again, a job reads only shares without a note.
The cluster engine is Dask distributed; files are reached through fsspec (extra ``cluster``).
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from crosswire.corpus import Share, halves, library
from crosswire.encoding import dumps, loads
from crosswire.entries import write
from crosswire.errors import CrosswireError, MissingExtra, UnreadableInput
from crosswire.ingest import READERS, Ingested
from crosswire.ingest.dates import instant
from crosswire.ingest.document import finish
from crosswire.ingest.draft import Draft, Part, Refusal
from crosswire.ingest.paths import ending
from crosswire.ingest.records import read_json_lines
from crosswire.ledger import Entry, Ledger, now
from crosswire.model import Claim, Document, Reading, Warning
from crosswire.pipeline import record
from crosswire.workers import first_line

if TYPE_CHECKING:
    from distributed import Client

#: spaCy's pipeline is no place for two threads, and a worker may have been started with several
_ALONE = threading.Lock()


@dataclass(frozen=True, slots=True)
class Done:
    """What a share came to; ``failures`` names what could not be read, as path and reason."""

    name: str
    reports: int
    claims: int
    failures: tuple[tuple[str, str], ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()


# --- on a worker ---------------------------------------------------------------------------------


def read_share(share: Share, output: str) -> Done:
    """Read a share and write what was read into the folder ``output``; runs on a worker, and twice does no harm."""
    before = done_before(share, output)
    if before is not None:
        return before
    with _ALONE, Ledger() as ledger:
        failures: list[tuple[str, str]] = []
        loose: list[tuple[str, str]] = []
        for one in record(_ingested(share), ledger, jobs=1):
            failures += [(failure.path, failure.reason) for failure in one.failures]
            loose += [(warning.document, warning.text) for warning in one.warnings if one.document is None]
        reports, claims = _written(share, ledger, output)
    done = Done(share.name, reports, claims, tuple(failures), tuple(loose))
    _put(f"{output}/done/{share.name}.json", json.dumps(asdict(done)).encode())
    return done


def done_before(share: Share, output: str) -> Done | None:
    """What a share came to when it was read before, or None."""
    system, path = library("fsspec").core.url_to_fs(f"{output}/done/{share.name}.json")
    if not system.isfile(path):
        return None
    told = json.loads(system.cat_file(path))
    pairs = {name: tuple((path, words) for path, words in told[name]) for name in ("failures", "warnings")}
    return Done(told["name"], told["reports"], told["claims"], **pairs)


def _ingested(share: Share) -> Iterator[Ingested]:
    """The reports of a share; a file that cannot be opened or goes wrong is a failure of its own."""
    given = instant(share.published)
    for file in share.files:
        try:
            with library("fsspec").open(file.url, "rb") as stream:
                reader = _rows if ending(file.name) == ".parquet" else READERS[ending(file.name)]
                for number, part in enumerate(reader(file.name, stream)):
                    if number % share.of == share.part:
                        yield _came_to(part, file.name, given)
        except MissingExtra:
            raise
        except Exception as error:  # whatever a broken file makes a library say; the other files go on
            yield Ingested(failures=(UnreadableInput(file.name, f"{type(error).__name__}: {first_line(error)}"),))


def _came_to(part: Part, name: str, given: str | None) -> Ingested:
    if isinstance(part, Draft):
        document, warnings = finish(part, given)
        return Ingested(documents=(document,), warnings=warnings)
    if isinstance(part, Refusal):
        return Ingested(failures=(UnreadableInput(name, part.reason),))
    return Ingested(warnings=(Warning(name, part.text),))


def _rows(name: str, stream: Any) -> Iterator[Part]:
    """Each row of a Parquet file as the JSON report that it is: the same columns, the same names as in JSON Lines."""
    import io

    parquet = library("pyarrow.parquet")
    index = 0
    for batch in parquet.ParquetFile(stream).iter_batches(batch_size=256):
        for row in batch.to_pylist():
            line = json.dumps(row, default=str).encode()
            for part in read_json_lines(name, io.BytesIO(line)):
                yield replace(part, id=f"{name}#{index}") if isinstance(part, Draft) else part
            index += 1


def _written(share: Share, ledger: Ledger, output: str) -> tuple[int, int]:
    """The ledger's reports and claims as two Parquet files; how many of each."""
    documents = ledger.documents()
    readings, remarks = ledger.readings(documents), ledger.warnings(documents)
    claims = ledger.claims(documents)
    told = [
        {"id": d.id, "sha256": d.sha256, "published": d.published.value, "publisher": d.publisher, "title": d.title,
         "language": d.language, "url": d.url, "text": d.text, "body": dumps(d), "reading": dumps(readings[d.id]),
         "warnings": [w.text for w in remarks if w.document == d.id]}
        for d in documents
    ]  # fmt: skip
    _put(f"{output}/reports/{share.name}.parquet", _parquet(told, REPORT_COLUMNS))
    _put(f"{output}/claims/{share.name}.parquet", _parquet([_claim_row(claim) for claim in claims], CLAIM_COLUMNS))
    return len(documents), len(claims)


def _claim_row(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id, "document": claim.document, "kind": claim.kind, "event": claim.event, "status": claim.status,
        "low": _held(claim.low), "high": _held(claim.high), "approximate": claim.approximate,
        "background": claim.background, "number": claim.number_text, "start": claim.span.start, "end": claim.span.end,
        "group": claim.group.text if claim.group else None, "role": claim.group.role if claim.group else None,
        "sources": [source.name for source in claim.sources], "certainty": list(claim.certainty),
        "quote": claim.quote, "body": dumps(claim),
    }  # fmt: skip


#: the columns of the two tables, in order, by Arrow's names of types; ``body`` and ``reading`` are what a ledger holds
REPORT_COLUMNS = {
    **dict.fromkeys("id sha256 published publisher title language url text body reading".split(), "string"),
    "warnings": "list",
}
CLAIM_COLUMNS = {
    **dict.fromkeys("id document kind event status".split(), "string"), "low": "int64", "high": "int64",
    "approximate": "bool", "background": "bool", "number": "string", "start": "int64", "end": "int64",
    "group": "string", "role": "string", "sources": "list", "certainty": "list", "quote": "string", "body": "string",
}  # fmt: skip


def _held(number: int | None) -> int | None:
    """A number that fits a column; ``body`` has the others."""
    return number if number is None or abs(number) < 2**63 else None


def _utf8(value: Any) -> Any:
    """Words as UTF-8 can carry them; ``body`` and ``reading``, being ASCII, lose nothing."""
    if isinstance(value, list):
        return [_utf8(item) for item in value]
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def _parquet(rows: Sequence[dict[str, Any]], columns: dict[str, str]) -> bytes:
    import io

    arrow, parquet = library("pyarrow"), library("pyarrow.parquet")
    kinds = {
        "string": arrow.string(),
        "int64": arrow.int64(),
        "bool": arrow.bool_(),
        "list": arrow.list_(arrow.string()),
    }
    schema = arrow.schema([(name, kinds[kind]) for name, kind in columns.items()])
    held = [{name: _utf8(value) for name, value in row.items()} for row in rows]
    out = io.BytesIO()
    parquet.write_table(arrow.Table.from_pylist(held, schema=schema), out, compression="zstd")
    return out.getvalue()


def _put(url: str, content: bytes) -> None:
    """Whole or not at all: under another name first, where a name can be changed."""
    system, path = library("fsspec").core.url_to_fs(url)
    system.makedirs(system._parent(path), exist_ok=True)
    if "file" not in (system.protocol if isinstance(system.protocol, tuple) else (system.protocol,)):
        system.pipe_file(path, content)  # an object store shows nothing before all is there
        return
    beside = f"{path}.{hashlib.sha256(content).hexdigest()[:8]}.part"
    system.pipe_file(beside, content)
    system.mv(beside, path)


# --- on the machine that asks --------------------------------------------------------------------


def read_corpus(
    work: Sequence[Share], output: str, client: Client, progress: Callable[[Done], None] = lambda done: None
) -> list[Done]:
    """Every share read, by whatever workers the client has; in the order of the shares.

    A share whose worker is lost goes to another.  One that ends worker after worker is halved until the report that
    does it stands alone, and that one is a failure like any other.
    """
    distributed = library("distributed")
    done: dict[str, Done] = {}
    order: dict[str, list[str]] = {share.name: [] for share in work}
    given = {_submitted(client, share, output): share for share in work}
    waiting = distributed.as_completed(list(given))
    for future in waiting:
        share = given.pop(future)
        parts: tuple[Share, ...] = ()
        if future.status == "finished":
            done[share.name] = future.result()
        else:
            error = future.exception()
            parts = halves(share) if isinstance(error, distributed.scheduler.KilledWorker) else ()
            if not parts:
                done[share.name] = _failed(share, error)
        for part in parts:
            again = _submitted(client, part, output)
            given[again] = part
            waiting.add(again)
        order[share.name] = [part.name for part in parts]
        if not parts:
            progress(done[share.name])
    return [done[name] for share in work for name in _leaves(share.name, order)]


def _submitted(client: Client, share: Share, output: str) -> Any:
    return client.submit(read_share, share, output, key=f"crosswire-{share.name}-{share.halved}", retries=2)


def _leaves(name: str, order: dict[str, list[str]]) -> Iterator[str]:
    if not order[name]:
        yield name
    for part in order[name]:
        yield from _leaves(part, order)


def _failed(share: Share, error: BaseException) -> Done:
    """A share that nobody could read: each of its files is named."""
    if type(error).__name__ == "KilledWorker":
        reason = "reading it ended one worker after another"
    else:
        reason = f"reading it failed on the cluster ({type(error).__name__}: {first_line(error)})"
    return Done(share.name, 0, 0, tuple((file.name, reason) for file in share.files))


@contextmanager
def cluster(address: str | None = None, workers: int | None = None) -> Iterator[Client]:
    """A client of the scheduler at ``address``; without one, of so many worker processes on this machine."""
    distributed = library("distributed")
    if address is not None:
        try:
            client = distributed.Client(address, timeout=20)
        except (OSError, ValueError) as error:
            raise CrosswireError(f"{address}: no scheduler answers ({first_line(error)})") from error
        with client:
            yield client
        return
    with (
        distributed.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as own,
        distributed.Client(own) as client,
    ):
        yield client


def load(done: Iterable[Done], output: str, ledger: Ledger, recorded_at: str | None = None) -> int:
    """Into the ledger what shares came to, in their order; what it holds already stays as it is.  The number added."""
    added = 0
    for one in done:
        entries = [entry for entry in _entries(one, output) if not ledger.holds(entry[1].document)]
        write(entries, ledger, recorded_at or now())
        added += len(entries)
    return added


def _entries(done: Done, output: str) -> Iterator[tuple[str, Entry]]:
    """A share's reports with their readings and claims, as they were in the ledger of its worker."""
    claims: dict[str, list[Claim]] = {}
    for row in _table(f"{output}/claims/{done.name}.parquet", ["body"]) if done.reports else ():
        claim = loads(Claim, row["body"])
        claims.setdefault(claim.document, []).append(claim)
    for row in _table(f"{output}/reports/{done.name}.parquet", ["body", "reading", "warnings"]) if done.reports else ():
        document, remarks = loads(Document, row["body"]), row["warnings"]
        own = tuple(Warning(document.id, text) for text in remarks)
        reading = loads(Reading, row["reading"])
        yield document.id, Entry(document, reading, tuple(claims.get(document.id, ())), own)


def _table(url: str, columns: list[str]) -> list[dict[str, Any]]:
    with library("fsspec").open(url, "rb") as stream:
        found: list[dict[str, Any]] = library("pyarrow.parquet").read_table(stream, columns=columns).to_pylist()
    return found
