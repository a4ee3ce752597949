"""A ledger in one file, or in memory: SQLite."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from crosswire.databases import asked
from crosswire.databases.asked import APPLICATION, Row, Value
from crosswire.errors import UnusableLedger

#: how many tables there are, whose file it says to be, and by which schema
_SCHEMA = """
    SELECT (SELECT count(*) FROM sqlite_master), application_id, user_version
    FROM pragma_application_id, pragma_user_version
"""


class SQLite:
    """One file in write-ahead mode, so that readers and a writer do not wait for each other; or memory."""

    def __init__(self, path: str | None, *, must_exist: bool = False) -> None:
        self._path = path
        if path is not None and must_exist and not Path(path).exists():
            raise UnusableLedger(f"{path}: no such ledger")
        with self.usable():
            self.rows = sqlite3.connect(":memory:" if path is None else path, timeout=asked.PATIENCE)
            self.rows.isolation_level = None  # transactions are written out below
            if path is not None and self.schema() == 0:
                self._write_ahead()
            if path is not None:
                self.rows.execute("PRAGMA synchronous = NORMAL")

    @property
    def name(self) -> str:
        return self._path or "the ledger in memory"

    def all(self, statement: str, values: Sequence[Value] = ()) -> list[Row]:
        with self.usable():
            return self.rows.execute(statement, values).fetchall()

    def each(self, statement: str, rows: Iterable[Sequence[Value]]) -> None:
        with self.usable():
            self.rows.executemany(statement, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self.usable():
            self.rows.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.rows.execute("ROLLBACK")
                raise
            self.rows.execute("COMMIT")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        with self.usable():
            self.rows.execute("BEGIN")
            self.rows.execute("SELECT count(*) FROM sqlite_master").fetchone()  # it begins with the first look
            try:
                yield
            finally:
                self.rows.execute("ROLLBACK")

    def schema(self) -> int:
        # in one look: another process makes the tables and signs the header at once, and might do so between two
        ((tables, owner, version),) = self.all(_SCHEMA)
        if owner == APPLICATION:
            return int(version)
        if tables or (owner, version) != (0, 0):
            raise UnusableLedger(f"{self.name}: a database, but no crosswire ledger")
        return 0

    def has(self, table: str) -> bool:
        return bool(self.all("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)))

    def columns(self, table: str) -> tuple[str, ...]:
        return tuple(str(name) for (name,) in self.all("SELECT name FROM pragma_table_info(?) ORDER BY cid", (table,)))

    def numbered(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
        self.each(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", rows)

    def define(self, statements: str) -> None:
        for statement in statements.split(";"):
            self.all(statement)

    def mark(self, schema: int, tables: Sequence[str]) -> None:
        self.all(f"PRAGMA application_id = {APPLICATION}")
        self.all(f"PRAGMA user_version = {schema}")

    def close(self) -> None:
        self.rows.close()

    def _write_ahead(self) -> None:
        """The mode stays with the file; SQLite refuses at once, and does not wait, while another process opens it."""
        until = time.monotonic() + asked.PATIENCE
        while True:
            try:
                self.rows.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(0.02)

    @contextmanager
    def usable(self) -> Iterator[None]:
        """SQLite's complaints as one line about the file."""
        try:
            yield
        except sqlite3.Error as error:
            reason = "no crosswire ledger" if "not a database" in str(error) else str(error)
            if getattr(error, "sqlite_errorname", "") == "SQLITE_IOERR_WRITE":  # a quota, most often
                reason = "it cannot be written (quota exceeded, or disk I/O error)"
            raise UnusableLedger(f"{self.name}: {reason}") from error
