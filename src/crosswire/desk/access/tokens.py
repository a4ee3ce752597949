"""Tokens: what a program or a person shows to be let in.

A token is ``cw_`` and 32 random bytes in URL-safe letters.  The ledger keeps its SHA-256 and never the token.  A slow
hash as for passwords would add nothing: nobody can try out 2^256 tokens, however fast a trial is (NIST SP 800-63B,
5.1.2, asks for a salted slow hash only below 112 bits).
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from crosswire.desk.access import tables
from crosswire.desk.access.refusals import NoSuchToken
from crosswire.desk.access.roles import ROLES, Role
from crosswire.desk.access.wording import one_line
from crosswire.ledger import Ledger

_MADE = "INSERT INTO desk_tokens (name, role, hash, made_at, expires) VALUES (?, ?, ?, ?, ?)"
_REVOKED = "INSERT INTO desk_revocations (token, revoked_at) VALUES (?, ?)"
_EVERY = """
SELECT t.seq, t.name, t.role, t.hash, t.made_at, t.expires,
    (SELECT min(r.revoked_at) FROM desk_revocations AS r WHERE r.token = t.seq)
FROM desk_tokens AS t ORDER BY t.seq
"""


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a token; times are UTC, as `tables.stamp` writes them."""

    seq: int
    name: str
    role: Role
    hash: str
    made_at: str
    expires: str | None = None
    revoked: str | None = None

    def valid(self, at: datetime) -> bool:
        """True if it opens the door at that moment."""
        return self.revoked is None and (self.expires is None or tables.stamp(at) < self.expires)


def hashed(secret: str) -> str:
    """What the ledger keeps of a token or of a session."""
    return hashlib.sha256(secret.encode("utf-8", "backslashreplace")).hexdigest()


def every(ledger: Ledger) -> tuple[Token, ...]:
    """All tokens ever made, the oldest first, those that ended included."""
    return tuple(Token(*row) for row in ledger.base.all(_EVERY)) if tables.made(ledger) else ()


def add(ledger: Ledger, name: str, role: str, expires: datetime | None = None, at: datetime | None = None) -> str:
    """A new token, given back this once.

    Raises NoSuchToken for a role there is not, for a name that is empty, longer than 60 characters, holds what cannot
    be seen or is that of another valid token, and for an end that has passed.
    """
    at = at or tables.now()
    if role not in ROLES:
        raise NoSuchToken(f"no role named {role!r}; there are {', '.join(ROLES)}")
    if not name or one_line(name, 60) != name:
        raise NoSuchToken("a token's name is one line of at most 60 characters, without what cannot be seen")
    if expires is not None and expires <= at:
        raise NoSuchToken(f"a token that ended {tables.stamp(expires)} would open nothing")
    secret = "cw_" + secrets.token_urlsafe(32)
    end = None if expires is None else tables.stamp(expires)
    tables.make(ledger)
    with ledger.base.transaction():
        if any(token.name == name and token.valid(at) for token in every(ledger)):
            raise NoSuchToken(f"there is a token named {name!r}; revoke it first, or choose another name")
        ledger.base.all(_MADE, (name, role, hashed(secret), tables.stamp(at), end))
    return secret


def revoke(ledger: Ledger, name: str, at: datetime | None = None) -> Token:
    """End the token of this name, and with it every session opened with it; raises NoSuchToken where none is valid."""
    at = at or tables.now()
    tables.make(ledger)
    with ledger.base.transaction():
        found = [token for token in every(ledger) if token.name == name and token.valid(at)]
        if not found:
            raise NoSuchToken(f"no valid token named {name!r}; crosswire token list shows what there is")
        ledger.base.all(_REVOKED, (found[0].seq, tables.stamp(at)))
    return found[0]
