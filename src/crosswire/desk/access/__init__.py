"""Who may do what at the desk, and what protects it.

One call puts everything before an application, after its own routes are known or before::

    access = install(app, settings, lambda: Ledger(settings.ledger), draw_problem)

``settings`` has ``host``, ``port`` and ``hosts``; the opener gives a ledger, which threads of the door's own keep open
until the application's lifespan ends; ``draw_problem(request, problem)`` gives the page of a `Problem` and may be None.
Before that, ``refuse_open_door(settings.host, ledger)`` raises one line where strangers could come in.

From then on every route but ``/static/`` and ``/login`` is for known callers, what changes something for those who may
``add``, and cross-site requests, strange hosts, large bodies and too many requests are refused.  A route that asks for
more says so, and gets who calls::

    @router.post("/judgements")
    async def judge(request: Request, form: ..., caller: Annotated[Caller, Depends(needs("judge"))]): ...
        concerning(request, claim_id)               # goes to the audit log
        made_by = caller.signature(form.name)

A page with a form has ``<input type="hidden" name="form_token" value="{{ form_token(request) }}">``; what htmx or a
script sends with ``HX-Request`` or as JSON needs none.  A download's name goes through `attachment`.  Failures are
raised: CrosswireError, HTTPException or `Refused`; nobody needs to catch them.

In tests: ``TestClient(app, base_url="http://127.0.0.1:8377", client=("127.0.0.1", 5))`` is somebody at this machine.

==============  =====================================================================
`tokens`        made, listed, revoked; kept as hashes
`sessions`      of browsers that showed a token once
`register`      who is let in, read from the ledger once a second
`held`          a ledger kept open by a thread of its own
`hosts`         by what name the desk was called, by whose page, from which machine
`forgery`       that a person's own page sends what comes with that person's cookie
`pacing`        guesses and rates
`bodies`        how much a request may bring
`headers`       what every answer tells the browser
`faults`        failures as one line
`journal`       the audit log
`door`          the layers, in order
`signing`       logging in and out
==============  =====================================================================
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException
from starlette.responses import Response

from crosswire.desk.access import forgery, signing
from crosswire.desk.access.bounds import Bounds, Settled
from crosswire.desk.access.door import Access, Audited, Door, Plain, form_secret, lacking, set_state
from crosswire.desk.access.faults import Drawn, Problem
from crosswire.desk.access.headers import Guarded
from crosswire.desk.access.refusals import NoSuchToken, OpenDoor, Refused, unknown
from crosswire.desk.access.register import refuse_open_door
from crosswire.desk.access.roles import LOCAL, ROLES, Caller, Role
from crosswire.desk.access.wording import attachment
from crosswire.errors import CrosswireError
from crosswire.ledger import Ledger

__all__ = [
    "LOCAL",
    "ROLES",
    "Access",
    "Bounds",
    "Caller",
    "NoSuchToken",
    "OpenDoor",
    "Problem",
    "Refused",
    "Role",
    "attachment",
    "concerning",
    "form_token",
    "install",
    "needs",
    "refuse_open_door",
]

_BEARER = HTTPBearer(auto_error=False, description="A token of this desk; at the machine itself none is needed.")


def install(
    app: FastAPI,
    settings: Settled,
    ledger_opener: Callable[[], Ledger],
    render_error: Drawn | None = None,
    *,
    render_login: Callable[[Request, str], Response] | None = None,
    bounds: Bounds | None = None,
    trust_loopback: bool = False,
) -> Access:
    """Put the door before the application; what it keeps is ``app.state.access`` too.

    ``render_login(request, next)`` draws the page that asks for a token, with ``next`` for the form's hidden field.
    """
    access = Access(settings, ledger_opener, bounds or Bounds(), trust_loopback)
    app.state.access, app.state.access_login = access, render_login
    app.include_router(signing.router)
    plain = Plain(app, render_error, signing.to_the_login)

    async def told(request: Request, error: Exception) -> Response:
        response: Response = plain.response(request, error)
        return response

    for kind in (HTTPException, RequestValidationError, CrosswireError):
        app.add_exception_handler(kind, told)
    # the last added is the outermost
    app.add_middleware(Door, access=access)
    app.add_middleware(Plain, drawn=render_error, on_unknown=signing.to_the_login)
    app.add_middleware(Audited, access=access)
    app.add_middleware(Guarded)
    return access


def needs(role: Role) -> Callable[..., Awaitable[Caller]]:
    """A dependency that gives who calls: 401 for nobody who is known, 403 for a role that does not go that far."""

    async def caller_of(
        request: Request, token: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
    ) -> Caller:
        caller: Any = getattr(request.state, "caller", None)
        if not isinstance(caller, Caller):
            raise unknown()
        if not caller.may(role):
            raise lacking(caller, role)
        return caller

    return caller_of


def form_token(request: Request) -> str:
    """What a page's form carries in its hidden field ``form_token``: bound to the browser that is shown the page."""
    caller: Caller | None = getattr(request.state, "caller", None)
    if caller is None or caller.how == "token":
        return ""
    access: Access = request.app.state.access
    secret = getattr(request.state, "form_secret", None) or form_secret(request, access)
    if secret is None:
        secret, name = forgery.fresh(), access.cookie(request, "form")
        set_state(request.scope, form_secret=secret, form_cookie=signing.form_cookie(request, name, secret))
    return forgery.word_for(secret)


def concerning(request: Request, *ids: str) -> None:
    """Note in the audit log what else a request is about, by id; never words of a report."""
    request.state.about.extend(ids)
