"""Logging in and out: a browser shows a token once, and keeps a secret of its own instead."""

from __future__ import annotations

import re
from html import escape
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from crosswire.desk.access import forgery
from crosswire.desk.access.door import Access
from crosswire.desk.access.faults import for_a_program, page
from crosswire.desk.access.refusals import Refused
from crosswire.desk.access.roles import Caller
from crosswire.desk.access.sessions import LASTS

router = APIRouter(include_in_schema=False)
_FORM = (
    '<form method="post" action="/login"><input type="hidden" name="next" value="{next}">'
    '<p><label>Token <input type="password" name="token" required autocomplete="current-password" autofocus></label>'
    " <button>Log in</button></p></form><p>Whoever runs this desk makes tokens: <code>crosswire token add</code>.</p>"
)
#: an address with its host, and what follows the host
_WHOLE = re.compile(r"https?://[^/?#]*(/[^#]*)")
#: bytes that a form for a token may have
_SMALL = 8_192


@router.get("/login")
async def ask(request: Request) -> Response:
    """The page that asks who you are."""
    form = _FORM.format(next=escape(safe_next(request.query_params.get("next", "/"))))
    drawn = request.app.state.access_login
    return (
        drawn(request, safe_next(request.query_params.get("next", "/")))
        if drawn
        else HTMLResponse(page("Log in", form))
    )


@router.post("/login")
async def log_in(request: Request) -> Response:
    """Take a token and let its holder's browser in; 401 or 429 for a wrong one."""
    access: Access = request.app.state.access
    form = await _small_form(request)
    token = form.get("token", "").strip()
    if not token:
        raise Refused(422, "no token was given")
    secret, role = await access.tried(request, token, lambda: access.register.session_of(token), writes=True)
    answer = RedirectResponse(safe_next(form.get("next", "/")), 303)
    _set(answer, request, access.cookie(request), secret, int(LASTS[role].total_seconds()))
    return answer


@router.post("/logout")
async def log_out(request: Request) -> Response:
    """End the session here and in the ledger."""
    access: Access = request.app.state.access
    caller: Caller | None = request.state.caller
    secret = forgery.kept(request, access.cookie(request))
    if caller is not None and caller.how == "session" and secret is not None:
        gone = secret
        await access.aside(lambda: access.register.end(gone, caller), writes=True)
    answer = RedirectResponse("/login", 303)
    _set(answer, request, access.cookie(request), "", 0)
    return answer


def to_the_login(request: Request, error: Refused) -> Response | None:
    """Where a person's browser goes that nobody knows; None for whom a status says it better.

    A link in somebody else's page or mail comes without the cookie, which is for the desk's own pages (SameSite).  So
    the page asks for itself once more, and that request is the desk's own.
    """
    if "hx-request" in request.headers:  # a part of a page; the whole page has to go
        shown = _WHOLE.match(request.headers.get("hx-current-url", ""))
        return Response(status_code=401, headers={"HX-Redirect": _login(shown[1] if shown else "/")})
    if request.method != "GET" or "html" not in request.headers.get("accept", "") or for_a_program(request):
        return None
    if "authorization" in request.headers:
        return None
    here = safe_next(f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path)
    if request.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        again = page("One moment", f'<p><a href="{escape(here)}">Go on</a></p>')
        refresh = f'<meta http-equiv="refresh" content="0; url={escape(here)}">'
        return HTMLResponse(again.replace("<title>", refresh + "<title>", 1))
    return RedirectResponse(_login(here), 303)


def _login(then: str) -> str:
    return "/login?next=" + quote(safe_next(then), safe="/")


def safe_next(where: str) -> str:
    """An address of this desk; its first page for any other, or for one that is no plain path."""
    plain = where.startswith("/") and not where.startswith("//") and len(where) <= 2_000
    fit = all("!" <= sign <= "~" and sign != "\\" for sign in where)
    return where if plain and fit and not where.startswith("/login") else "/"


def form_cookie(request: Request, name: str, secret: str) -> str:
    """The Set-Cookie of the secret to which forms at this machine are bound."""
    answer = Response()
    _set(answer, request, name, secret, None)
    return answer.headers["set-cookie"]


async def _small_form(request: Request) -> dict[str, str]:
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > _SMALL:
        raise Refused(413, "a token is shorter than that")
    form = await request.form(max_files=0, max_fields=4)
    return {name: value for name, value in form.multi_items() if isinstance(value, str)}


def _set(answer: Response, request: Request, name: str, value: str, seconds: Any) -> None:
    https = request.url.scheme == "https"
    answer.set_cookie(name, value, max_age=seconds, path="/", secure=https, httponly=True, samesite="strict")
