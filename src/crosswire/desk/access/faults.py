"""What went wrong as one line for anybody: no trace, no path of the server, no words of a database.

The whole of it is in the server's log under the id that the answer carries.
"""

from __future__ import annotations

import errno
import logging
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from crosswire.desk.access.wording import one_line
from crosswire.desk.standing import NotYet
from crosswire.errors import (
    CrosswireError,
    MissingExtra,
    MissingModel,
    UnknownClaim,
    UnreadableInput,
    UnusableLedger,
)

LOG = logging.getLogger("crosswire.desk")
_PATH = re.compile(r"(?<![\w:/.])(?:[A-Za-z]:)?(?:[/\\][^\s/\\:'\"]+)+[/\\]([^\s/\\:'\"]+)")
_FULL = (
    "disk is full",
    "no space left",
    "could not extend file",
    "quota exceeded",
    "sqlite_full",
    "sqlite_ioerr_write",
)
_BUSY = ("locked", "busy", "somebody else has been writing", "too many clients", "lock timeout")
#: seconds after which a writer may well have ended, and an account may well be made
_AGAIN, _SOON = "5", "2"


@dataclass(frozen=True, slots=True)
class Problem:
    """What to answer: an HTTP status, one line, the id under which the log has more, and headers."""

    status: int
    line: str
    id: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The status in words, as HTTP has them."""
        try:
            return _TITLES.get(self.status) or HTTPStatus(self.status).phrase
        except ValueError:
            return "Not done"


_TITLES = {413: "Too large", 421: "Another name", 422: "Not valid", 507: "No room left"}
#: what a router says in one word, in a line
_TOLD = {"Not Found": "there is nothing at this address", "Method Not Allowed": "this address takes no such request"}

#: how the desk draws a problem as a page
Drawn = Callable[[Request, Problem], Response]


def problem_of(error: BaseException, id: str) -> Problem:
    """What to answer to a failure; what nobody foresaw is 500 and says no more than that."""
    cause = error.__cause__
    if isinstance(cause, HTTPException) and isinstance(error, HTTPException):
        error = cause  # raised while the body was read, and wrapped by who read it
    if isinstance(error, HTTPException):
        said = one_line(str(error.detail), 300) or "not done"
        line = _TOLD.get(said, said)
        return Problem(error.status_code, line, id, dict(error.headers or {}))
    if isinstance(error, RequestValidationError):
        return Problem(422, _invalid(error), id)
    if isinstance(error, UnusableLedger | sqlite3.Error | OSError):
        return _of_storage(error, id)
    if isinstance(error, NotYet):
        return Problem(503, shown(error), id, {"Retry-After": _SOON})
    if isinstance(error, CrosswireError):
        return Problem(_status(error), shown(error), id)
    return Problem(500, f"something went wrong here; the server's log has it as {id}", id)


def shown(error: CrosswireError) -> str:
    """The line of a foreseen failure, with the names of files in place of their paths on the server."""
    return one_line(_PATH.sub(r"\1", str(error)), 300) or "not done"


def answer(request: Request, problem: Problem, drawn: Drawn | None) -> Response:
    """The problem as JSON (RFC 9457) for a program, else as a page; ``drawn`` may fail, then a plain one."""
    if problem.status in (204, 304):
        return Response(status_code=problem.status, headers=problem.headers)
    if for_a_program(request):
        body = {"type": "about:blank", "title": problem.title, "status": problem.status}
        return JSONResponse(
            {**body, "detail": problem.line, "id": problem.id},
            problem.status,
            problem.headers,
            media_type="application/problem+json",
        )
    if drawn is not None:
        try:
            response = drawn(request, problem)
        except Exception:
            LOG.exception("%s: the page of a problem could not be drawn", problem.id)
        else:
            response.status_code = problem.status
            response.headers.update(problem.headers)
            return response
    return HTMLResponse(page(problem.title, f"<p>{escape(problem.line)}</p>"), problem.status, problem.headers)


def page(title: str, body: str) -> str:
    """A page that needs nothing: ``title`` is text, ``body`` is HTML."""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)} - crosswire</title>'
        '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/static/desk.css"></head>'
        f'<body><main><h1>{escape(title)}</h1>{body}<p><a href="/">The desk</a></p></main></body></html>\n'
    )


def for_a_program(request: Request) -> bool:
    """True if JSON is the answer that is understood."""
    accepted = request.headers.get("accept", "")
    path = request.url.path
    return path == "/api" or path.startswith("/api/") or ("json" in accepted and "html" not in accepted)


def _status(error: CrosswireError) -> int:
    if isinstance(error, UnknownClaim):
        return 404
    if isinstance(error, UnreadableInput):
        return 422
    return 501 if isinstance(error, MissingExtra | MissingModel) else 400


def _of_storage(error: BaseException, id: str) -> Problem:
    """A full disk and a ledger that others hold are told apart, for what to do is not the same."""
    said = _said(error)
    if isinstance(error, FileNotFoundError | IsADirectoryError | PermissionError | NotADirectoryError):
        return Problem(500, f"something went wrong here; the server's log has it as {id}", id)
    if any(words in said for words in _FULL):
        return Problem(507, "the server's disk is full: nothing was kept of this; make room, then send it again", id)
    again = {"Retry-After": _AGAIN}
    if any(words in said for words in _BUSY):
        return Problem(503, "somebody else has been writing for long; nothing was kept of this, try again", id, again)
    return Problem(503, f"this cannot be answered now; the server's log has why as {id}", id, again)


def _said(error: BaseException) -> str:
    """All that is known of it, in small letters: its words, its cause's, and the names of their codes."""
    chain: list[BaseException] = [error, *([error.__cause__] if error.__cause__ else [])]
    full = any(isinstance(one, OSError) and one.errno in (errno.ENOSPC, errno.EDQUOT) for one in chain)
    names = [str(getattr(one, "sqlite_errorname", "")) for one in chain]
    return " ".join([*map(str, chain), *names, "disk is full" if full else ""]).lower()


def _invalid(error: RequestValidationError) -> str:
    """Which fields, and what is wrong with them; never what they held."""
    told = []
    for one in error.errors()[:3]:
        where = ".".join(str(part) for part in one.get("loc", ()))
        told.append(f"{where}: {one.get('msg', 'not valid')}")
    more = len(error.errors()) - len(told)
    return one_line("; ".join(told) + (f"; and {more} more" if more > 0 else ""), 300) or "not valid"
