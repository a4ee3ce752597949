"""The page of a request that is not done: one line, and the way on; an account that is being made asks again itself."""

from __future__ import annotations

from contextlib import suppress

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from crosswire.desk.access import Problem
from crosswire.desk.counter import desk_of, view_of
from crosswire.desk.drawn import drawn
from crosswire.desk.pages.bar import Bar, bar_of
from crosswire.desk.standing import View
from crosswire.errors import CrosswireError
from crosswire.policies import DEFAULT


def draw(request: Request, problem: Problem) -> Response:
    """The page of a problem; one that is over in a moment asks again by itself."""
    view, bar = View(), None
    with suppress(CrosswireError):
        asked = request.query_params
        view = view_of(asked.get("as_of"), asked.get("policy") or DEFAULT, asked.get("known_by"))
        bar = _bar(request, view)
    again = problem.headers.get("Retry-After", "") if problem.status == 503 and request.method == "GET" else ""
    # what a person may change by going elsewhere in time is shown with the bar
    values = {"bar": bar} if bar else {}
    page = drawn(
        "error.html",
        view=view,
        title=_TITLES.get(problem.status, problem.title),
        line=problem.line,
        again=again if again.isdecimal() else "",
        newest=view.newest,
        **values,
    )
    return HTMLResponse(page, problem.status, problem.headers)


_TITLES = {400: "Not understood", 404: "Not here", 422: "Not understood", 503: "Not yet"}


def _bar(request: Request, view: View) -> Bar | None:
    desk = desk_of(request)
    if request.method != "GET" or desk.standing.last is None:
        return None
    return bar_of(request, desk, view)
