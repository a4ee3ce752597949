"""A ledger that a team shares: PostgreSQL."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING

from crosswire.databases import asked
from crosswire.databases.asked import APPLICATION, Row, Value
from crosswire.errors import UnusableLedger

if TYPE_CHECKING:
    import psycopg

#: seconds of silence after which a writer counts as gone, so that it does not keep the others out
_SILENCE = 45
#: seconds until a server that does not answer is given up, unless the connection string says otherwise
_ANSWER = 10
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
            self.all(f"SET LOCAL lock_timeout = '{asked.PATIENCE}s'")
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
        return f"somebody else has been writing for {asked.PATIENCE} seconds"
    if error.diag.message_primary:
        return error.diag.message_primary.splitlines()[0]
    first = (str(error).strip() or "the connection was lost").splitlines()[0]
    failed = re.match(r".*failed: (FATAL: +)?(.*)", first)
    if failed is None:
        return first
    return failed[2] if failed[1] else f"no server answers ({failed[2]})"
