"""A ledger moved into another database, row by row as it is: file to PostgreSQL, PostgreSQL to file.

The old ledger is read as of one moment and stays as it is.  Rows keep the numbers by which people know them (``judge
--withdraw 12``).  Each page of rows is there whole or not at all, and what is there already is passed over, so that a
move that was cut short goes on when it is asked for again; a target that holds anything else is refused before a row
of it is touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crosswire.databases import Database, Row
from crosswire.errors import UnusableLedger
from crosswire.ledger import Ledger

#: rows read and written at a time; either database bounds how many values one statement may hold
PAGE = 400


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is moved, and the columns that tell its rows apart; without any it is compared as a whole.

    ``settled`` is false of rows that are replaced as time goes on, where the last state moves.
    """

    name: str
    key: tuple[str, ...] = ("seq",)
    settled: bool = True


#: reports last: until then nobody who opens the new ledger sees a report without its claims
LEDGER = (
    Table("readings", ("key",)),
    Table("claims"),
    Table("warnings", ("document", "text")),
    Table("judgements"),
    Table("recordings", ()),
    Table("documents"),
)


@dataclass(frozen=True, slots=True)
class Moved:
    """How far the move has come: of ``rows`` in this table so many are in the new ledger, ``fresh`` by this move."""

    table: str
    rows: int
    there: int
    fresh: int


def move(source: Ledger, target: Ledger, beside: Sequence[Table] = ()) -> Iterator[Moved]:
    """Bring all that one ledger holds into another; after each page how far it has come.

    ``beside`` are further tables that both hold.  Raises UnusableLedger where the target holds rows that the source
    does not, or where something was written into it meanwhile.
    """
    tables = (*LEDGER, *beside)
    with source.base.snapshot():
        for table in tables:
            if table.settled:
                _refuse_strangers(table, source, target)
        for table in tables:
            yield from _filled(table, source.base, target.base)
        for table in tables:
            if table.settled and _count(table, source.base) != _count(table, target.base):
                raise UnusableLedger(f"{target.name}: somebody else wrote into it meanwhile ({table.name})")


def _filled(table: Table, source: Database, target: Database) -> Iterator[Moved]:
    columns, rows = source.columns(table.name), _count(table, source)
    there = fresh = 0
    pages = _pages(table, columns, source) if table.key else iter([_all(table, columns, source)])
    for page in pages:
        with target.transaction():
            missing = _missing(table, columns, page, target)
            _written(table, columns, missing, target)
        there, fresh = there + len(page), fresh + len(missing)
        yield Moved(table.name, rows, there, fresh)


def _missing(table: Table, columns: Sequence[str], page: Sequence[Row], target: Database) -> list[Row]:
    """The rows of a page that the target lacks, or holds in another state."""
    if not table.key:
        held = Counter(_all(table, columns, target))
        return list((Counter(page) - held).elements())
    known = set(_among(table, columns, page, target))
    return [row for row in page if row not in known]


def _written(table: Table, columns: Sequence[str], rows: Sequence[Row], target: Database) -> None:
    if rows and not table.settled:
        old = f"DELETE FROM {table.name} WHERE {' AND '.join(f'{name} = ?' for name in table.key)}"
        target.each(old, [_key(table, columns, row) for row in rows])
    if rows:
        target.numbered(table.name, columns, rows)


def _refuse_strangers(table: Table, source: Ledger, target: Ledger) -> None:
    """A target may hold what the source does, as it is there, and nothing else."""
    columns = source.base.columns(table.name)
    if set(columns) != set(target.base.columns(table.name)):
        raise UnusableLedger(f"{target.name}: its table {table.name} is another crosswire's")
    strange = f"{target.name}: holds what {source.name} does not ({table.name}); name an empty place"
    if not table.key:
        if Counter(_all(table, columns, target.base)) - Counter(_all(table, columns, source.base)):
            raise UnusableLedger(strange)
        return
    for page in _pages(table, columns, target.base):
        if not set(page) <= set(_among(table, columns, page, source.base)):
            raise UnusableLedger(strange)


# --- rows ----------------------------------------------------------------------------------------


def _count(table: Table, base: Database) -> int:
    return int(base.all(f"SELECT count(*) FROM {table.name}")[0][0])


def _all(table: Table, columns: Sequence[str], base: Database) -> list[Row]:
    return [tuple(row) for row in base.all(f"SELECT {', '.join(columns)} FROM {table.name}")]


def _pages(table: Table, columns: Sequence[str], base: Database) -> Iterator[list[Row]]:
    """All rows in the order of their keys."""
    of_key, marks = ", ".join(table.key), ", ".join("?" * len(table.key))
    wanted = f"SELECT {', '.join(columns)} FROM {table.name}"
    page = base.all(f"{wanted} ORDER BY {of_key} LIMIT {PAGE}")
    while page:
        yield [tuple(row) for row in page]
        after = _key(table, columns, page[-1])
        page = base.all(f"{wanted} WHERE ({of_key}) > ({marks}) ORDER BY {of_key} LIMIT {PAGE}", after)


def _among(table: Table, columns: Sequence[str], page: Sequence[Row], base: Database) -> list[Row]:
    """The rows of this database under the keys of a page."""
    keys = [_key(table, columns, row) for row in page]
    marks = ", ".join([f"({', '.join('?' * len(table.key))})"] * len(keys))
    within = f"({', '.join(table.key)}) IN ({'VALUES ' if len(table.key) > 1 else ''}{marks})"
    query = f"SELECT {', '.join(columns)} FROM {table.name} WHERE {within}"
    return [tuple(row) for row in base.all(query, [value for key in keys for value in key])]


def _key(table: Table, columns: Sequence[str], row: Row) -> Row:
    return tuple(row[columns.index(name)] for name in table.key)
