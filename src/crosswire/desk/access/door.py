"""The door: every request comes through here, and is let in, or is told in one line why not.

Pure ASGI, three layers: `Audited` writes the log and gives the request its id, `Plain` turns any failure into one line,
`Door` decides.  Nothing is buffered but what a form sends, so that events stream through.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from time import monotonic
from typing import Any, TypeVar

import anyio
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crosswire.desk.access import forgery, hosts, tables
from crosswire.desk.access.bodies import bounded
from crosswire.desk.access.bounds import Bounds, Settled
from crosswire.desk.access.faults import Drawn, answer, problem_of
from crosswire.desk.access.forgery import SAFE
from crosswire.desk.access.journal import Flood, Journal, Row
from crosswire.desk.access.pacing import Buckets, Guesses
from crosswire.desk.access.refusals import Refused, later, unknown
from crosswire.desk.access.register import FRESH, Page, Register
from crosswire.desk.access.roles import LOCAL, Caller, Role
from crosswire.desk.access.tokens import hashed
from crosswire.desk.access.wording import one_line
from crosswire.errors import CrosswireError, UnusableLedger
from crosswire.ledger import Ledger

LOG = logging.getLogger("crosswire.desk")
_REFUSALS = {401, 403, 408, 413, 421, 429}
T = TypeVar("T")


class Access:
    """What the layers share: who is known, how often each came, what is written down, and the desk's own settings.

    ``trust_loopback`` lets who sits at this machine in without a token even after a token was made.
    """

    def __init__(
        self, settings: Settled, opener: Callable[[], Ledger], bounds: Bounds, trust_loopback: bool = False
    ) -> None:
        self.settings, self.bounds, self.trust_loopback = settings, bounds, trust_loopback
        self.register, self.journal = Register(opener), Journal(opener)
        self.guesses, self.flood = Guesses(), Flood()
        self.reads = Buckets(bounds.reads, bounds.reads_burst)
        self.writes = Buckets(bounds.writes, bounds.writes_burst)
        self._looking = False
        self._readers, self._writers = anyio.CapacityLimiter(8), anyio.CapacityLimiter(8)
        self._slow = anyio.CapacityLimiter(bounds.at_once)

    async def aside(self, work: Callable[[], T], writes: bool = False) -> T:
        """Do what waits for a disk in a thread; what writes takes none from what reads."""
        return await anyio.to_thread.run_sync(work, limiter=self._writers if writes else self._readers)

    def cookie(self, request: Request, what: str = "session") -> str:
        """The name of a cookie: of this desk alone, and over TLS one that no neighbour of its name can set."""
        prefix = "__Host-" if request.url.scheme == "https" else ""
        return f"{prefix}crosswire-{what}-{self.settings.port}"

    async def caller(self, request: Request) -> Caller | None:
        """Who calls; None for nobody who is known.  Raises Refused for a token that is wrong: 401, or 429 for many."""
        if "authorization" in request.headers:
            return await self._by_token(request)
        secret = forgery.kept(request, self.cookie(request))
        page = await self._page()
        if secret is not None:
            found = page.of_session(secret, tables.now())
            if found is not None:
                return found
        at_home = hosts.from_this_machine(request.scope, self.settings.host)
        return LOCAL if at_home and (self.trust_loopback or not page.ever) else None

    async def tried(self, request: Request, secret: str, work: Callable[[], T | None], writes: bool = False) -> T:
        """What somebody gets for a secret, within the limits to guessing: 401 for nothing, 429 for that too often."""
        address, digest = hosts.address_of(request.scope), hashed(secret)
        pause = self.guesses.pause(address, digest, monotonic())
        if pause:
            raise later(pause, "too many wrong tokens from your address; wait, then try again")
        found = await self.aside(work, writes)
        if found is None:
            self.guesses.failed(address, monotonic())
            raise unknown("no such token, or one that has ended")
        self.guesses.succeeded(address, digest)
        return found

    async def _by_token(self, request: Request) -> Caller:
        scheme, _, secret = request.headers["authorization"].partition(" ")
        if scheme.lower() != "bearer" or len(request.headers.getlist("authorization")) != 1:
            raise unknown("only one token is taken, as Authorization: Bearer ...")
        secret = secret.strip()
        if self.guesses.knows(hosts.address_of(request.scope), hashed(secret)):
            known = (await self._page()).of_token(secret, tables.now())
            if known is not None:
                return known
        return await self.tried(request, secret, lambda: self._holder(secret))

    def _holder(self, secret: str) -> Caller | None:
        """By what was read lately; what is not known there may have been made since."""
        asked = monotonic()
        known = self.register.page().of_token(secret, tables.now())
        return known or self.register.page(asked).of_token(secret, tables.now())

    async def _page(self) -> Page:
        """One request reads the ledger anew, for the others; what they go by meanwhile is a moment older."""
        ready = self.register.ready(2 * FRESH if self._looking else FRESH)
        if ready is not None:
            return ready
        self._looking = True
        try:
            return await self.aside(self.register.page)
        finally:
            self._looking = False

    def close(self) -> None:
        """Let go of the ledger; what waits for the audit log is written first."""
        self.journal.close()
        self.register.close()

    async def still_known(self, caller: Caller, secret: str | None) -> bool:
        """True while the caller's token is valid and, if it came by one, the session is open."""
        if caller is LOCAL:
            return True
        page = await self._page()
        if secret is not None:
            return page.of_session(secret, tables.now()) is not None
        return any(token.seq == caller.token and token.valid(tables.now()) for token in page.tokens.values())

    def within_rate(self, request: Request, caller: Caller | None) -> None:
        """Refuse (429) who comes too often; who sits at this machine may."""
        if caller is LOCAL or (caller is None and hosts.from_this_machine(request.scope, self.settings.host)):
            return
        name = hosts.address_of(request.scope) if caller is None else f"token {caller.token}"
        bucket = self.reads if request.method in SAFE else self.writes
        wait = bucket.wait(name, monotonic())
        if wait:
            raise later(wait, "too many requests; wait, then go on")

    async def slowly(self, request: Request, stack: AsyncExitStack) -> None:
        """Wait for a place among the requests that take long, until the stack is left; 503 when none comes free."""
        path = request.url.path
        if request.method in SAFE and not any(part in path for part in self.bounds.slow):
            return
        with anyio.move_on_after(self.bounds.patience):
            await self._slow.acquire_on_behalf_of(stack)
            stack.callback(self._slow.release_on_behalf_of, stack)
            return
        raise later(5, "the desk is busy with as much as it can do at once; try again", 503)


def set_state(scope: Scope, **values: Any) -> None:
    """What later layers and routes find as ``request.state``."""
    scope.setdefault("state", {}).update(values)


class Door:
    """Decides; what it refuses it raises as Refused."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # the desk has no sockets, so nobody has to guard them
            await send({"type": "websocket.close", "code": 1008})
            return
        request, access = Request(scope), self._access
        self._well_formed(request)
        incoming = bounded(scope, receive, access.bounds.body, access.bounds.body_seconds)
        public = self._is_public(request.url.path)
        # what anybody may read is shown to whoever sends a wrong token too, and while the ledger cannot be read
        caller = None if public and request.url.path != "/logout" else await access.caller(request)
        set_state(scope, caller=caller)
        access.within_rate(request, caller)
        if caller is None and not public:
            raise unknown()
        if caller is not None:
            self._by_method(request, caller)
        incoming = await self._unforged(request, caller, incoming)
        async with AsyncExitStack() as stack:
            await access.slowly(request, stack)
            await self._app(scope, incoming, self._while_known(request, caller, _with_cookie(scope, send)))

    def _while_known(self, request: Request, caller: Caller | None, send: Send) -> Send:
        """Ends a stream of events once who follows it has logged out, or the token was revoked."""
        if caller is None or caller is LOCAL:
            return send
        access, looked = self._access, monotonic()
        secret = form_secret(request, access) if caller.how == "session" else None

        async def sending(message: Message) -> None:
            nonlocal looked
            if message.get("more_body") and monotonic() - looked > access.bounds.recheck:
                looked = monotonic()
                if not await access.still_known(caller, secret):
                    await send({"type": "http.response.body", "body": b"", "more_body": False})
                    raise ClientDisconnect
            await send(message)

        return sending

    def _well_formed(self, request: Request) -> None:
        called = hosts.called_by(request.headers)
        settings = self._access.settings
        if called is None or not hosts.answers_to(called[0], settings.host, settings.hosts):
            raise Refused(421, "the desk is not called by that name; whoever runs it can allow a name")
        if any(sign < " " or sign == "\x7f" for sign in request.scope["path"]) or "%00" in request.url.query:
            raise Refused(400, "an address with signs that no address has")

    def _is_public(self, path: str) -> bool:
        return any(path == one or (one.endswith("/") and path.startswith(one)) for one in self._access.bounds.public)

    def _by_method(self, request: Request, caller: Caller) -> None:
        """The least that a method asks for, should a route forget to say what it asks for."""
        least: Role = "read" if request.method in SAFE or request.url.path == "/logout" else "add"
        if not caller.may(least):
            raise lacking(caller, least)

    async def _unforged(self, request: Request, caller: Caller | None, receive: Receive) -> Receive:
        """A token in a header comes from whoever knows it; a cookie, or this machine, from any page that is open."""
        if request.method in SAFE or (caller is not None and caller.how == "token"):
            return receive
        if caller is None:  # somebody who logs in shows a token, which nobody else's page has
            forgery.from_own_page(request.headers)
            return receive
        return await forgery.proven(request, form_secret(request, self._access), receive)


def lacking(caller: Caller, role: Role) -> Refused:
    """What is said to somebody whose role does not go far enough."""
    return Refused(403, f"this needs the role {role!r}; {caller.name!r} has {caller.role!r}")


def form_secret(request: Request, access: Access) -> str | None:
    """What the browser keeps and forms are bound to: the session's secret, or at this machine one of its own."""
    caller: Caller | None = request.state.caller
    if caller is None or caller.how == "token":
        return None
    return forgery.kept(request, access.cookie(request, "session" if caller.how == "session" else "form"))


def _with_cookie(scope: Scope, send: Send) -> Send:
    """Sends along the cookie that a page's form is bound to, if the page was given one (`form_token`)."""

    async def sending(message: Message) -> None:
        made = scope["state"].get("form_cookie")
        if made is not None and message["type"] == "http.response.start":
            MutableHeaders(scope=message).append("Set-Cookie", made)
        await send(message)

    return sending


class Plain:
    """Any failure is one line to who asked, and all of it in the log; what had begun to be answered is cut off."""

    def __init__(self, app: ASGIApp, drawn: Drawn | None, on_unknown: Callable[[Request, Refused], Any]) -> None:
        self._app, self._drawn, self._on_unknown = app, drawn, on_unknown

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            return
        except Exception as error:
            if scope["type"] != "http":
                raise
            response = self.response(Request(scope), error)
            if begun:
                raise
            await response(scope, receive, send)

    def response(self, request: Request, error: Exception) -> Any:
        """The answer to a failure, noted in the log if the server is to blame."""
        problem = problem_of(error, request.state.id)
        foreseen = isinstance(error, CrosswireError | HTTPException)
        if isinstance(error, UnusableLedger):
            LOG.error("%s: %s: %s", problem.id, _place(request), one_line(str(error), 300))
        elif problem.status >= 500 and not foreseen:
            LOG.error("%s: %s", problem.id, _place(request), exc_info=error)
        elif problem.status >= 500 or isinstance(error, Refused):
            LOG.info("%s: %s: %d %s", problem.id, _place(request), problem.status, problem.line)
        if isinstance(error, Refused) and error.status_code == 401:
            instead = self._on_unknown(request, error)
            if instead is not None:
                request.scope["crosswire.refused"] = 401
                return instead
        return answer(request, problem, self._drawn)


class Audited:
    """Writes down what would change something, before it is answered, and what was refused."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            if scope["type"] == "lifespan":
                self._access.close()
            return
        scope["state"] = dict(scope.get("state", {}))  # of this request alone
        set_state(scope, id=secrets.token_hex(4), caller=None, about=[])

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._note(Request(scope), message["status"])
            await send(message)

        await self._app(scope, receive, noted)

    async def _note(self, request: Request, answered: int) -> None:
        status = request.scope.get("crosswire.refused", answered)
        outcome: str | None = ("refused " if status in _REFUSALS else "failed " if status >= 400 else "") + str(status)
        if status in _REFUSALS:
            outcome = self._access.flood.outcome(hosts.address_of(request.scope), str(outcome))
        elif request.method in SAFE:
            return
        if outcome is not None:
            row = _row(request, outcome)
            await self._access.aside(lambda: self._access.journal.write(row), writes=True)


def _row(request: Request, outcome: str) -> Row:
    caller: Caller | None = request.state.caller
    address = hosts.address_of(request.scope)
    who, how = (caller.name, caller.how) if caller is not None else ("nobody", "unknown")
    ids: Mapping[str, Any] = request.scope.get("path_params", {})
    about = [f"{name}={one_line(str(value), 80)}" for name, value in ids.items()] if "route" in request.scope else []
    what, also = one_line(_place(request), 200), [one_line(one, 120) for one in request.state.about]
    told = one_line(" ".join([*about, *also]), 500)
    return Row(tables.stamp(tables.now()), who, f"{how} from {address}", what, told, outcome, request.state.id)


def _place(request: Request) -> str:
    """Method and route, the ids in it left as names; the path itself where no route was found."""
    route = request.scope.get("route")
    path = getattr(route, "path", None) or request.scope["path"]
    return f"{one_line(request.method, 10)} {one_line(str(path), 180)}"
