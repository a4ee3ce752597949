"""A page answered: drawn from a template with the view bar, and kept until what it depends on changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from crosswire.desk.access import Caller
from crosswire.desk.counter import Desk
from crosswire.desk.drawn import drawn
from crosswire.desk.pages.bar import bar_of
from crosswire.desk.standing import Told


def shown(
    request: Request,
    desk: Desk,
    told: Told,
    template: str,
    values: Callable[[], Mapping[str, object]],
    *,
    incident: str | None = None,
) -> Response:
    """The page of this request; ``values`` are asked for where none is kept of this account and address."""
    failure, newest = str(desk.standing.failure or ""), desk.standing.newest()
    address = f"{request.url.path}?{request.url.query}"

    def page() -> str:
        return _page(request, desk, told, template, values(), incident)

    return desk.shelf.answer(request, (told.key, newest.key, address, failure, str(_may_judge(request))), page)


def passing(
    request: Request, desk: Desk, told: Told, template: str, values: Mapping[str, object], incident: str | None = None
) -> Response:
    """A page that will be another in a moment, of the same account: nobody keeps it."""
    body = _page(request, desk, told, template, values, incident)
    return HTMLResponse(body, headers={"Cache-Control": "no-store"})


def _page(
    request: Request, desk: Desk, told: Told, template: str, values: Mapping[str, object], incident: str | None
) -> str:
    # from which revision on the page listens for news: what stands of another view has a revision of its own
    revision = told.revision if told.view.newest else desk.standing.newest().revision
    bar = bar_of(request, desk, told.view, incident)
    return drawn(template, view=told.view, revision=revision, bar=bar, may_judge=_may_judge(request), **values)


def _may_judge(request: Request) -> bool:
    """False of who only reads: what would be refused is not offered."""
    caller = getattr(request.state, "caller", None)
    return isinstance(caller, Caller) and caller.may("judge")
