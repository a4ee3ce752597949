"""Sessions: a browser that showed a token once keeps a secret of its own for a shift, and the ledger its hash."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from crosswire.desk.access import tables
from crosswire.desk.access.roles import Role
from crosswire.desk.access.tokens import Token, hashed
from crosswire.ledger import Ledger

#: how long a browser stays let in, however busy it is: a long shift; a week where nothing can be changed, as by a wall
LASTS: Mapping[Role, timedelta] = {
    "read": timedelta(days=7),
    "add": timedelta(hours=12),
    "judge": timedelta(hours=12),
    "admin": timedelta(hours=12),
}
_ADDED = "INSERT INTO desk_sessions (hash, token, at, expires) VALUES (?, ?, ?, ?)"
_LATELY = "SELECT hash, token, expires FROM desk_sessions WHERE at > ? ORDER BY seq"


@dataclass(frozen=True, slots=True)
class Session:
    """Until when which token's holder is let in."""

    token: int
    expires: str


def begin(ledger: Ledger, token: Token, at: datetime) -> str:
    """A session of this token's holder; given back is the secret for the browser.  It ends no later than the token."""
    secret = secrets.token_urlsafe(32)
    end = min(tables.stamp(at + LASTS[token.role]), token.expires or "9")
    tables.make(ledger)
    with ledger.base.transaction():
        ledger.base.all(_ADDED, (hashed(secret), token.seq, tables.stamp(at), end))
    return secret


def end(ledger: Ledger, secret: str, token: int, at: datetime) -> None:
    """The session is over, whatever the browser still keeps."""
    with ledger.base.transaction():
        ledger.base.all(_ADDED, (hashed(secret), token, tables.stamp(at), tables.stamp(at)))


def open_at(ledger: Ledger, at: datetime) -> dict[str, Session]:
    """The sessions that are open, by the hash of their secret."""
    if not tables.made(ledger):
        return {}
    rows = ledger.base.all(_LATELY, (tables.stamp(at - max(LASTS.values()) - timedelta(minutes=1)),))
    last = {hash: Session(token, expires) for hash, token, expires in rows}
    return {hash: session for hash, session in last.items() if session.expires > tables.stamp(at)}
