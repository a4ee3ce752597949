"""Claims as files, written while they are read; and the account in other people's schemas."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from itertools import islice
from typing import Any

from fastapi import APIRouter, Request, Response

from crosswire.desk.access import Refused
from crosswire.desk.api.answers import answer, encoded, streamed
from crosswire.desk.api.asked import Reader, TheTold, entries_of, stands
from crosswire.desk.api.lists import TheWanted, claims_wanted
from crosswire.desk.api.published import named, problems, text
from crosswire.desk.counter import TheView, desk_of
from crosswire.desk.standing import View
from crosswire.errors import MissingExtra
from crosswire.export import FORMATS, OWN_RULE, exported, losses_csv
from crosswire.export.flat import CLAIM_COLUMNS, claim_rows
from crosswire.export.table import csv_lines
from crosswire.policies import DEFAULT, POLICIES

router = APIRouter(generate_unique_id_function=named, tags=["Exports"])

NDJSON, CSV, PARQUET = "application/x-ndjson", "text/csv; charset=utf-8", "application/vnd.apache.parquet"
#: rows to a group of a Parquet file: as many are held at a time
_GROUP = 2000
_WHOLE = frozenset("days loss_count minimum maximum start end number_start number_end out_of".split())
_REAL, _EITHER = frozenset({"latitude", "longitude"}), frozenset({"background", "approximate", "named", "anonymous"})
_WIDEST = 2**63


@router.get("/export/claims.ndjson", responses={**text(NDJSON), **problems(400, 404, 422)}, response_class=Response)
def export_claims_ndjson(request: Request, told: TheTold, asked: TheWanted) -> Response:
    """The claims as the report has them, one to a line."""
    account, chosen = claims_wanted(told, asked)
    entry = entries_of(told, account)
    lines = (encoded(entry(claim)) + "\n" for claim in chosen)
    return streamed(request, told, lambda: lines, NDJSON, "claims.ndjson")


@router.get("/export/claims.csv", responses={**text("text/csv"), **problems(400, 404, 422)}, response_class=Response)
def export_claims_csv(request: Request, told: TheTold, asked: TheWanted) -> Response:
    """The claims as a flat table (RFC 4180); a text that a spreadsheet would run has an apostrophe before it."""
    account, chosen = claims_wanted(told, asked)
    rows = claim_rows(account, chosen)
    return streamed(request, told, lambda: csv_lines(CLAIM_COLUMNS, rows), CSV, "claims.csv")


@router.get("/export/claims.parquet", responses={**text(PARQUET), **problems(400, 404, 422, 501)},
            response_class=Response)  # fmt: skip
def export_claims_parquet(request: Request, told: TheTold, asked: TheWanted) -> Response:
    """The same table as Apache Parquet; 501 where the library that writes it is not installed."""
    try:
        import_module("pyarrow.parquet")
    except ImportError:
        raise MissingExtra("this desk cannot write Parquet: pip install 'crosswire[cluster]'") from None
    account, chosen = claims_wanted(told, asked)
    return streamed(request, told, lambda: _parquet(claim_rows(account, chosen)), PARQUET, "claims.parquet")


@router.get("/export/{format}", responses={**text("text/csv"), **problems(400, 404)}, response_class=Response)
def export_account(request: Request, format: str, view: TheView, caller: Reader) -> Response:
    """The account as `tallies.csv`, `ucdp` or `gtd`; a codebook's own policy settles it unless another is named."""
    return _schema(request, format, view, losses=False)


@router.get("/export/{format}/losses", responses={**text("text/csv"), **problems(400, 404)}, response_class=Response)
def export_losses(request: Request, format: str, view: TheView, caller: Reader) -> Response:
    """The claims that such an export cannot hold, each with the reason."""
    return _schema(request, format, view, losses=True)


def _schema(request: Request, format: str, view: View, *, losses: bool) -> Response:
    if format not in FORMATS:
        known = ", ".join(["claims.ndjson", "claims.parquet", *FORMATS])
        raise Refused(404, f"no export named {format[:60]!r}; there are: {known}")
    if "policy" not in request.query_params:
        own = OWN_RULE.get(format, DEFAULT)
        view = replace(view, policy=own if own in POLICIES else DEFAULT)
    told = stands(request, view)

    def made() -> str:
        found = exported(told.account, format)
        return losses_csv(found.losses, told.account) if losses else found.text

    response = answer(desk_of(request), request, told, made, CSV)
    name = f"{format.removesuffix('.csv')}{'.losses' if losses else ''}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# --- Parquet -------------------------------------------------------------------------------------


def _parquet(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The file as it grows, a group of rows at a time."""
    pa: Any = import_module("pyarrow")
    schema, sink = _schema_of_claims(pa), _Sink()
    with import_module("pyarrow.parquet").ParquetWriter(sink, schema) as writer:
        rest = iter(rows)
        while some := list(islice(rest, _GROUP)):
            columns = [pa.array([_cell(row.get(f.name), f.name) for row in some], f.type) for f in schema]
            writer.write_table(pa.table(columns, schema=schema))
            yield sink.taken()
    yield sink.taken()


def _schema_of_claims(pa: Any) -> Any:
    def kind(name: str) -> Any:
        if name in _WHOLE:
            return pa.int64()
        return pa.float64() if name in _REAL else pa.bool_() if name in _EITHER else pa.string()

    return pa.schema([pa.field(name, kind(name)) for name in CLAIM_COLUMNS])


def _cell(value: Any, name: str) -> Any:
    """A number that 64 bits cannot hold is left out; its words are in ``number``."""
    if value is None:
        return None
    if name in _WHOLE:
        return value if -_WIDEST <= value < _WIDEST else None
    return str(value).encode("utf-8", "replace").decode("utf-8") if name not in _REAL | _EITHER else value


class _Sink(io.RawIOBase):
    """A file that is given away as it is written."""

    def __init__(self) -> None:
        super().__init__()
        self._held, self._at = bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        taken = bytes(piece)
        self._held += taken
        self._at += len(taken)
        return len(taken)

    def tell(self) -> int:
        return self._at

    def taken(self) -> bytes:
        """What was written since it was last asked."""
        found = bytes(self._held)
        self._held.clear()
        return found
