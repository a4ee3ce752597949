"""What a ledger asks of either database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Row = tuple[Any, ...]
Value = str | int | None

#: "cwlg": in the header of a file, and as the key of the lock in PostgreSQL
APPLICATION = 0x63776C67
#: seconds that a writer waits for the others before it gives up
PATIENCE = 60


class Database(Protocol):
    """What a ledger asks of the database that holds it; every failure is UnusableLedger, in one line."""

    @property
    def name(self) -> str:
        """How messages call it; never with a password."""

    def all(self, statement: str, values: Sequence[Value] = ()) -> list[Row]:
        """The rows that a statement gives, none for one that only writes."""

    def each(self, statement: str, rows: Iterable[Sequence[Value]]) -> None:
        """The statement once for each row of values."""

    def transaction(self) -> AbstractContextManager[None]:
        """All of what is written within, or nothing; one writer at a time."""

    def snapshot(self) -> AbstractContextManager[None]:
        """What is read within is of one moment, whoever writes meanwhile; nothing is written within."""

    def schema(self) -> int:
        """The schema of the ledger in it, 0 where it holds nothing; raises UnusableLedger for somebody else's."""

    def has(self, table: str) -> bool:
        """True if there is a table of this name beside the ledger's."""

    def columns(self, table: str) -> tuple[str, ...]:
        """The names of its columns."""

    def numbered(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
        """Rows with the numbers that another database gave them; the next is numbered on from the largest."""

    def define(self, statements: str) -> None:
        """Tables, indexes and columns, as SQLite words them, parted by semicolons."""

    def mark(self, schema: int, tables: Sequence[str]) -> None:
        """Note that it holds a ledger of this schema, in these tables."""

    def close(self) -> None:
        """Let go of it."""
