"""The two databases that can hold a ledger, and all in which they differ: SQLite for one desk, PostgreSQL for a team.

Statements are written once, in `ledger`, with ``?`` for a value and the types that SQLite knows.  What differs is
here: how a database is reached and told from any other, what a number that counts up is called, how text is ordered,
how a writer keeps the others waiting, and what the complaints of either are in one line.

A connection string may hold a password.  No message shows one: a database is named by its host and name alone.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from crosswire.errors import UnusableLedger

if TYPE_CHECKING:
    import psycopg

Row = tuple[Any, ...]
Value = str | int | None

#: "cwlg": in the header of a file, and as the key of the lock in PostgreSQL
APPLICATION = 0x63776C67
#: seconds that a writer waits for the others before it gives up
PATIENCE = 60
#: seconds of silence after which a writer counts as gone, so that it does not keep the others out
_SILENCE = 45
#: seconds until a server that does not answer is given up, unless the connection string says otherwise
_ANSWER = 10


#: how libpq's other form of a connection string begins
_KEYWORDS = re.compile(
    r"\s*(?:host|hostaddr|port|dbname|user|password|passfile|service|options|sslmode|connect_timeout)\s*="
)


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


def opened(address: str | None, *, must_exist: bool = False) -> Database:
    """The database at an address: a file, a connection string of PostgreSQL, or memory where there is none.

    ``host=db.example dbname=siege`` is such a string, too; a file of that name is ``./host=db.example dbname=siege``.
    Raises UnusableLedger for an address of any other kind, for a server that cannot be reached, and, with
    ``must_exist``, where there is no ledger yet.
    """
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*)://", address or "")
    if address is not None and _KEYWORDS.match(address):
        return PostgreSQL(address, must_exist=must_exist)
    if address is None or scheme is None:
        return SQLite(address, must_exist=must_exist)
    if scheme[1] not in ("postgresql", "postgres"):
        raise UnusableLedger(f"no ledger is kept at {scheme[0]}...; name a file, or postgresql://HOST/DATABASE")
    return PostgreSQL(address, must_exist=must_exist)


# --- SQLite --------------------------------------------------------------------------------------


class SQLite:
    """One file in write-ahead mode, so that readers and a writer do not wait for each other; or memory."""

    def __init__(self, path: str | None, *, must_exist: bool = False) -> None:
        self._path = path
        if path is not None and must_exist and not Path(path).exists():
            raise UnusableLedger(f"{path}: no such ledger")
        with self.usable():
            self.rows = sqlite3.connect(":memory:" if path is None else path, timeout=PATIENCE)
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
        # tables first: another process makes them and signs the header at once, and might do so between two looks
        tables = self.all("SELECT 1 FROM sqlite_master LIMIT 1")
        owner, version = self._pragma("application_id"), self._pragma("user_version")
        if owner == APPLICATION:
            return version
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
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self.rows.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(0.02)

    def _pragma(self, name: str) -> int:
        return int(self.all(f"PRAGMA {name}")[0][0])

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


# --- PostgreSQL ----------------------------------------------------------------------------------

_MARK = "crosswire_ledger"
_UNREADABLE = (
    "postgresql://...: no connection string that can be read; it is postgresql://USER@HOST:PORT/DATABASE, with"
    " / @ : % ? written %2F %40 %3A %25 %3F in a password, or host=HOST dbname=DATABASE"
)
# tables here that no extension brought, and whether ours is among them
_TABLES_HERE = f"""
SELECT count(*), count(*) FILTER (WHERE c.relname = '{_MARK}') FROM pg_class AS c
WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND c.relkind IN ('r', 'p')
AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
"""
# a writer at a time, as in SQLite: rows are then numbered in the order in which others come to see them
_LOCK = f"SELECT pg_advisory_xact_lock({APPLICATION}, hashtext(current_schema()))"
_REFUSING = """
CREATE OR REPLACE FUNCTION crosswire_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a crosswire ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME; END $$
"""
_GUARDED = """
SELECT c.relname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND t.tgname = 'append_only'
"""


class PostgreSQL:
    """A schema of a database, the first of the connection's search path; psycopg 3 speaks to the server."""

    def __init__(self, address: str, *, must_exist: bool = False) -> None:
        self._name, self._secrets = _named(address)
        self._connection = self._connected(address)
        try:
            if must_exist and self.schema() == 0:
                raise UnusableLedger(f"{self.name}: no such ledger")
        except UnusableLedger:
            self.close()
            raise

    @property
    def name(self) -> str:
        return self._name

    def all(self, statement: str, values: Sequence[Value] = ()) -> list[Row]:
        with self._usable():
            found = self._connection.execute(_translated(statement), values or None)
            return found.fetchall() if found.description else []

    def each(self, statement: str, rows: Iterable[Sequence[Value]]) -> None:
        with self._usable(), self._connection.cursor() as cursor:
            cursor.executemany(_translated(statement), rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.all("BEGIN")
        try:
            self.all(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
            self.all(f"SET LOCAL idle_in_transaction_session_timeout = '{_SILENCE}s'")
            self.all(_LOCK)
            yield
        except BaseException:
            with suppress(UnusableLedger):  # a server that is gone has rolled back by itself
                self.all("ROLLBACK")
            raise
        self.all("COMMIT")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        self.all("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            with suppress(UnusableLedger):
                self.all("ROLLBACK")

    def schema(self) -> int:
        tables, marked = self.all(_TABLES_HERE)[0]
        if marked:
            return int(self.all(f"SELECT max(schema) FROM {_MARK}")[0][0])
        if tables:
            raise UnusableLedger(f"{self.name}: a database, but no crosswire ledger")
        return 0

    def has(self, table: str) -> bool:
        return bool(self.all("SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = ?", (table,)))

    def columns(self, table: str) -> tuple[str, ...]:
        query = "SELECT attname FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped"
        return tuple(str(name) for (name,) in self.all(f"{query} ORDER BY attnum", (table,)))

    def numbered(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
        """The numbers go on from the largest only for who may set them: the tables' owner."""
        marks = ", ".join("?" * len(columns))
        self.each(f"INSERT INTO {table} ({', '.join(columns)}) OVERRIDING SYSTEM VALUE VALUES ({marks})", rows)
        if "seq" in columns:
            self.all(f"SELECT setval(pg_get_serial_sequence(?, 'seq'), max(seq)) FROM {table}", (table,))

    def define(self, statements: str) -> None:
        """Text is ordered by its characters' numbers, as SQLite does it, whatever the language of the server."""
        (encoding,) = self.all("SHOW server_encoding")[0]
        if encoding != "UTF8":
            raise UnusableLedger(f"{self.name}: the database's encoding is {encoding}; a ledger needs UTF8")
        worded = re.sub(r"--.*", "", statements)
        worded = worded.replace("seq INTEGER PRIMARY KEY", "seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY")
        worded = re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', worded)
        for statement in filter(str.strip, worded.split(";")):
            self.all(statement)

    def mark(self, schema: int, tables: Sequence[str]) -> None:
        """A further row of its own; and a table without a guard refuses from now on to change or lose a row."""
        self.all(f"CREATE TABLE IF NOT EXISTS {_MARK} (schema INTEGER NOT NULL)")
        self.all(f"INSERT INTO {_MARK} VALUES (?)", (schema,))
        self.all(_REFUSING)
        guarded = {table for (table,) in self.all(_GUARDED)}
        for table in (table for table in (_MARK, *tables) if table not in guarded):
            self.all(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION crosswire_append_only()"
            )

    def close(self) -> None:
        self._connection.close()

    def _connected(self, address: str) -> psycopg.Connection[Row]:
        import psycopg

        waiting = "connect_timeout" in address or "PGCONNECT_TIMEOUT" in os.environ
        with self._usable():
            # nothing is prepared on the server, so that a pool of connections may stand between
            return psycopg.connect(
                address,
                autocommit=True,
                prepare_threshold=None,
                client_encoding="utf8",
                fallback_application_name="crosswire",
                connect_timeout=None if waiting else _ANSWER,
            )

    @contextmanager
    def _usable(self) -> Iterator[None]:
        """PostgreSQL's complaints as one line about the database, without any secret."""
        import psycopg

        try:
            yield
        except psycopg.Error as error:
            reason = _reason(error)
            for secret in self._secrets:
                reason = reason.replace(secret, "***")
            raise UnusableLedger(f"{self.name}: {reason}") from None


@cache
def _translated(statement: str) -> bytes:
    """psycopg's mark for a value is %s."""
    return statement.replace("%", "%%").replace("?", "%s").encode() if "?" in statement else statement.encode()


def _named(address: str) -> tuple[str, tuple[str, ...]]:
    """What to call a database in messages, and what never to show; an address that libpq would misread is refused.

    A password with a / or @ in it, not escaped, is read as part of a host or of a database's name.
    """
    try:
        from psycopg import ProgrammingError
        from psycopg.conninfo import conninfo_to_dict
    except ImportError:
        raise UnusableLedger("a PostgreSQL ledger needs psycopg: pip install 'crosswire[postgresql]'") from None
    try:
        given = {key: str(value) for key, value in conninfo_to_dict(address).items() if value is not None}
    except (ProgrammingError, ValueError):  # the latter for bytes that are no text
        raise UnusableLedger(_UNREADABLE) from None
    host, port, database = given.get("host", ""), given.get("port", ""), given.get("dbname", "")
    if "@" in host or "@" in database or not re.fullmatch(r"[\d,]*", port):
        raise UnusableLedger(_UNREADABLE)
    secrets = tuple(given[key] for key in ("password", "sslpassword") if given.get(key))
    where = f"/{database}?host={host}" if host.startswith("/") else f"{host}{':' if port else ''}{port}/{database}"
    return f"postgresql://{where}", secrets


def _reason(error: psycopg.Error) -> str:
    """The complaint itself: its first line, without what libpq puts before it."""
    if error.sqlstate == "55P03":
        return f"somebody else has been writing for {PATIENCE} seconds"
    if error.diag.message_primary:
        return error.diag.message_primary.splitlines()[0]
    first = (str(error).strip() or "the connection was lost").splitlines()[0]
    failed = re.match(r".*failed: (FATAL: +)?(.*)", first)
    if failed is None:
        return first
    return failed[2] if failed[1] else f"no server answers ({failed[2]})"
