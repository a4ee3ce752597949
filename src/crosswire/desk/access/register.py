"""Who is let in, as the ledger has it: read once a second, so that no request waits for the database.

A token that is revoked opens nothing a second later, in this process and in any other on the same ledger.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from time import monotonic
from typing import TypeVar

from crosswire.desk.access import sessions, tables, tokens
from crosswire.desk.access.held import Held
from crosswire.desk.access.roles import Caller, Role
from crosswire.desk.access.sessions import Session
from crosswire.desk.access.tokens import Token, hashed
from crosswire.errors import UnusableLedger
from crosswire.ledger import Ledger

T = TypeVar("T")
#: seconds for which what was read is taken as it is
FRESH = 1.0
#: seconds for which it is still taken while the ledger cannot be read: nobody can revoke a token meanwhile either
_STALE = 60.0


@dataclass(frozen=True, slots=True)
class Page:
    """What was read at one moment; ``ever`` is true if a token was ever made, valid or not."""

    tokens: Mapping[str, Token] = field(default_factory=dict)
    sessions: Mapping[str, Session] = field(default_factory=dict)
    ever: bool = False
    read: float = float("-inf")

    def of_token(self, secret: str, at: datetime) -> Caller | None:
        """Whose valid token it is."""
        digest = hashed(secret)
        token = self.tokens.get(digest)
        if token is None or not hmac.compare_digest(token.hash, digest) or not token.valid(at):
            return None
        return Caller(token.name, token.role, "token", token.seq)

    def of_session(self, secret: str, at: datetime) -> Caller | None:
        """Whose open session it is: the token with which it was opened has to be valid still."""
        session = self.sessions.get(hashed(secret))
        if session is None or session.expires <= tables.stamp(at):
            return None
        token = next((token for token in self.tokens.values() if token.seq == session.token), None)
        if token is None or not token.valid(at):
            return None
        return Caller(token.name, token.role, "session", token.seq)


class Register:
    """Tokens and sessions over a ledger that a thread of its own keeps open; safe between threads."""

    def __init__(self, opener: Callable[[], Ledger]) -> None:
        # a login that waits for other writers keeps no reader waiting
        self._held, self._writing, self._lock = Held(opener), Held(opener), Lock()
        self._page = Page()
        self._failure: UnusableLedger | None = None
        self._looked = float("-inf")

    def ready(self, within: float = FRESH) -> Page | None:
        """What was read last, if a look was taken within so many seconds and this still goes; waits for nothing."""
        page, looked = self._page, self._looked
        return page if monotonic() - looked <= within and looked - page.read <= _STALE else None

    def page(self, asked: float | None = None) -> Page:
        """What the ledger holds, no older than a second, or than the moment of ``monotonic`` that is given.

        Raises UnusableLedger where it could not be read for a minute.
        """
        with self._lock:
            if self._looked < (monotonic() - FRESH if asked is None else asked):
                self._look()
            if self._failure is not None and not self._looked - self._page.read <= _STALE:
                raise self._failure
            return self._page

    def session_of(self, secret: str) -> tuple[str, Role] | None:
        """A new session for who shows a valid token, as the browser is to keep it, and how far it goes."""
        at, digest = tables.now(), hashed(secret)

        def begun(ledger: Ledger) -> tuple[str, Role] | None:
            token = next((one for one in tokens.every(ledger) if one.hash == digest and one.valid(at)), None)
            return None if token is None else (sessions.begin(ledger, token, at), token.role)

        return self._written(begun)

    def end(self, secret: str, caller: Caller) -> None:
        """The session is over."""
        self._written(lambda ledger: sessions.end(ledger, secret, caller.token or 0, tables.now()))

    def close(self) -> None:
        """Let go of the ledger."""
        self._held.close()
        self._writing.close()

    def _written(self, work: Callable[[Ledger], T]) -> T:
        """What is written is seen by the next look."""
        try:
            return self._writing.do(work)
        finally:
            with self._lock:
                self._looked = float("-inf")

    def _look(self) -> None:
        begun = monotonic()
        try:
            self._page, self._failure = self._held.do(lambda ledger: _read(ledger, begun)), None
        except UnusableLedger as error:
            self._failure = error
        self._looked = begun  # last: until then nobody may go by what was never read


def _read(ledger: Ledger, begun: float) -> Page:
    at = tables.now()
    known = tokens.every(ledger)
    return Page(
        {token.hash: token for token in known if token.valid(at)}, sessions.open_at(ledger, at), bool(known), begun
    )


def refuse_open_door(host: str, ledger: Ledger) -> None:
    """Raise OpenDoor, one line that says what to do, where strangers could reach a desk that cannot tell who calls."""
    from crosswire.desk.access.hosts import is_loopback
    from crosswire.desk.access.refusals import OpenDoor

    if is_loopback(host) or any(token.valid(tables.now()) for token in tokens.every(ledger)):
        return
    raise OpenDoor(
        f"{host} can be reached by others, and no token says who may come in; make one first"
        " (crosswire token add NAME --role admin --ledger ...), or serve on 127.0.0.1"
    )
