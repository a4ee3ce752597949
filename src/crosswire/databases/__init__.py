"""The two databases that can hold a ledger, and all in which they differ: SQLite for one desk, PostgreSQL for a team.

Statements are written once, in `ledger`, with ``?`` for a value and the types that SQLite knows.  What differs is
here: how a database is reached and told from any other, what a number that counts up is called, how text is ordered,
how a writer keeps the others waiting, and what the complaints of either are in one line.

A connection string may hold a password.  No message shows one: a database is named by its host and name alone.
"""

from __future__ import annotations

import re

from crosswire.databases.asked import APPLICATION, Database, Row, Value
from crosswire.databases.postgresql import PostgreSQL
from crosswire.databases.sqlite import SQLite
from crosswire.errors import UnusableLedger

__all__ = ["APPLICATION", "Database", "PostgreSQL", "Row", "SQLite", "Value", "opened"]

#: how libpq's other form of a connection string begins
_KEYWORDS = re.compile(
    r"\s*(?:host|hostaddr|port|dbname|user|password|passfile|service|options|sslmode|connect_timeout)\s*="
)


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
