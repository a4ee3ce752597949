"""Tables as CSV: RFC 4180, UTF-8, and nothing in them that a spreadsheet would run.

A cell knows which claims it carries; what no cell carries is a loss, and is named.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crosswire.model import Account, Claim

Value = str | int | float | bool | None

#: what makes a spreadsheet take a text for a formula (OWASP, CSV injection), after any marks already put before it
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_MARKED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")
_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and the ids of the claims it carries; a blank cell carries none."""

    value: Value = None
    claims: tuple[str, ...] = ()


Row = Mapping[str, Cell]

BLANK = Cell()


@dataclass(frozen=True, slots=True)
class Loss:
    """A claim that a format cannot hold, and why, in one sentence for a person."""

    claim: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its columns in order, its rows, and why claims are in none of them."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    reasons: Mapping[str, str]


def carried(sheet: Sheet) -> frozenset[str]:
    """Ids of the claims that some cell with a value carries."""
    return frozenset(
        claim for row in sheet.rows for cell in row.values() if cell.value not in (None, "") for claim in cell.claims
    )


def losses(sheet: Sheet, claims: Iterable[Claim]) -> tuple[Loss, ...]:
    """Every claim that no cell carries, in the account's order."""
    kept = carried(sheet)
    return tuple(
        Loss(claim.id, sheet.reasons.get(claim.id, "the format has no place for it"))
        for claim in claims
        if claim.id not in kept
    )


def as_csv(sheet: Sheet) -> str:
    """The table with a header line; lines end in CR LF, as RFC 4180 has it."""
    rows = [[_written(row.get(column, BLANK).value) for column in sheet.columns] for row in sheet.rows]
    return _csv([list(sheet.columns), *rows])


def csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, Value]]) -> Iterator[str]:
    """The same bytes row by row, of a table that need not be held at once."""
    yield _csv([list(columns)])
    for row in rows:
        yield _csv([[_written(row.get(column)) for column in columns]])


LOSS_COLUMNS = ("claim", "incident", "document", "start", "end", "kind", "status", "quote", "reason")


def losses_csv(found: Sequence[Loss], account: Account) -> str:
    """The loss report as a table: each claim with its words, and why it was left."""
    claims = {claim.id: claim for claim in account.claims}
    rows = []
    for loss in found:
        claim = claims[loss.claim]
        cells: tuple[Value, ...] = (
            loss.claim, account.claim_incident.get(loss.claim), claim.document, claim.span.start, claim.span.end,
            claim.kind, claim.status, claim.quote, loss.reason,
        )  # fmt: skip
        rows.append([_written(cell) for cell in cells])
    return _csv([list(LOSS_COLUMNS), *rows])


def read_csv(text: str) -> list[dict[str, str]]:
    """Rows of a table written here, every cell the text that went in; blanks are empty strings."""
    return [
        {name: unguarded(cell or "") for name, cell in row.items()}
        for row in csv.DictReader(io.StringIO(text, newline=""), strict=True)
    ]


def guarded(text: str) -> str:
    """A text that a spreadsheet shows and does not run: an apostrophe before one that begins like a formula.

    Numbers are cells of their own and are never touched, so -99 stays a number.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` was given."""
    return cell[1:] if _MARKED.match(cell) else cell


def _written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return guarded(value) if isinstance(value, str) else str(value)


def _csv(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return _HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", out.getvalue())
