"""The desk's own tables beside the ledger's: tokens, sessions and the audit log; rows are added, never changed."""

from __future__ import annotations

from datetime import UTC, datetime

from crosswire.databases import SQLite
from crosswire.ledger import SCHEMA, Ledger

_TABLES = """
CREATE TABLE IF NOT EXISTS desk_tokens (
    seq INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,     -- SHA-256 of the token
    made_at TEXT NOT NULL,
    expires TEXT                   -- when it ends, if it does
);
CREATE TABLE IF NOT EXISTS desk_revocations (
    seq INTEGER PRIMARY KEY,
    token INTEGER NOT NULL,        -- seq of desk_tokens
    revoked_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS desk_sessions (
    seq INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,            -- SHA-256 of what the browser keeps
    token INTEGER NOT NULL,
    at TEXT NOT NULL,
    expires TEXT NOT NULL          -- of rows with one hash the last holds, and one that was ended expires then
);
CREATE INDEX IF NOT EXISTS desk_sessions_by_time ON desk_sessions (at);
CREATE TABLE IF NOT EXISTS desk_audit (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    how TEXT NOT NULL,
    what TEXT NOT NULL,
    about TEXT NOT NULL,
    outcome TEXT NOT NULL,
    request TEXT NOT NULL          -- the id under which the server's log knows it
)
"""
TABLES = ("desk_tokens", "desk_revocations", "desk_sessions", "desk_audit")
_GUARD = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'a crosswire ledger is append-only'); END
"""


def made(ledger: Ledger) -> bool:
    """True if the desk's tables are there."""
    return ledger.base.has(TABLES[-1])


def make(ledger: Ledger) -> None:
    """The desk's tables, where they are missing; from then on the database itself refuses to change a row."""
    if made(ledger):  # in a shared database most may not make tables
        return
    base = ledger.base
    with base.transaction():
        base.define(_TABLES)
        if not isinstance(base, SQLite):
            base.mark(SCHEMA, TABLES)
            return
        for table in TABLES:
            for verb in ("UPDATE", "DELETE"):
                base.all(_GUARD.format(table=table, verb=verb))


def stamp(moment: datetime) -> str:
    """An instant as these tables keep it: UTC to the second, so that the order of the words is that of time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def now() -> datetime:
    """The clock for who may come in and when it was; nothing that is shown of a crisis depends on it."""
    return datetime.now(UTC)
