"""Who is let in, as the ledger has it: read once a second, so that no request waits for the database.

A token that is revoked opens nothing a second later, in this process and in any other on the same ledger.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from crosswire.desk.access import sessions, tables, tokens
from crosswire.desk.access.roles import Caller, Role
from crosswire.desk.access.sessions import Session
from crosswire.desk.access.tokens import Token, hashed
from crosswire.errors import UnusableLedger
from crosswire.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

#: seconds for which what was read is taken as it is
_FRESH = 1.0
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
    """Tokens and sessions over a ledger that is opened for each look and each writing; safe between threads."""

    def __init__(self, opener: Callable[[], Ledger]) -> None:
        self._opener, self._page, self._lock = opener, Page(), Lock()

    @property
    def stale(self) -> bool:
        """True if the next look has to read the ledger."""
        return monotonic() - self._page.read > _FRESH

    @property
    def last(self) -> Page:
        """What was read last, however old."""
        return self._page

    def page(self, asked: float | None = None) -> Page:
        """What the ledger holds, no older than a second, or than the moment of ``monotonic`` that is given.

        Raises UnusableLedger where it could not be read for a minute.
        """
        with self._lock:
            since = monotonic() - _FRESH if asked is None else asked
            if self._page.read < since:
                self._page = self._read()
            return self._page

    def session_of(self, secret: str) -> tuple[str, Role] | None:
        """A new session for who shows a valid token, as the browser is to keep it, and how far it goes."""
        at, digest = tables.now(), hashed(secret)
        with self._written() as ledger:
            token = next((one for one in tokens.every(ledger) if one.hash == digest and one.valid(at)), None)
            return None if token is None else (sessions.begin(ledger, token, at), token.role)

    def end(self, secret: str, caller: Caller) -> None:
        """The session is over."""
        with self._written() as ledger:
            sessions.end(ledger, secret, caller.token or 0, tables.now())

    @contextmanager
    def _written(self) -> Iterator[Ledger]:
        try:
            with self._opener() as ledger:
                yield ledger
        finally:
            with self._lock:
                self._page = Page(self._page.tokens, self._page.sessions, self._page.ever)

    def _read(self) -> Page:
        begun, at = monotonic(), tables.now()
        try:
            with self._opener() as ledger:
                known = tokens.every(ledger)
                opened = sessions.open_at(ledger, at)
        except UnusableLedger:
            if begun - self._page.read < _STALE:
                return self._page
            raise
        return Page({token.hash: token for token in known if token.valid(at)}, opened, bool(known), begun)


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
