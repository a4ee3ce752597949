"""One incident and the pages of its long lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse

from crosswire.desk.counter import Desk, TheAccount, TheDesk
from crosswire.desk.drawing import Drawing, copies_graph, incident_map, named
from crosswire.desk.drawn import segment
from crosswire.desk.pages import dossier
from crosswire.desk.pages.dossier import Dossier
from crosswire.desk.pages.folding import folded, whole
from crosswire.desk.pages.rolls import COLUMNS
from crosswire.desk.pages.shares import shares_of, standing_for
from crosswire.desk.pages.shown import shown
from crosswire.desk.pages.studies import study_of
from crosswire.desk.standing import Told
from crosswire.ledger import Ledger
from crosswire.model import Incident

router = APIRouter(prefix="/incidents/{id}")

#: lines of a long list to a page
PAGE = 100
Page = Annotated[int, Query(ge=1, le=100_000)]


@router.get("")
def incident(request: Request, desk: TheDesk, told: TheAccount, id: str) -> Response:
    """The incident's page."""
    found = placed(request, desk, told, id)
    if isinstance(found, Response):
        return found

    return shown(
        request, desk, told, "incident.html", lambda: sheet(told, found, map_of(told, found, desk.open)),
        incident=found.id,
    )  # fmt: skip


def sheet(told: Told, found: Incident, where: Drawing) -> dict[str, object]:
    """What the incident's template shows; ``where`` is its map."""
    it = dossier_of(told, found)
    here = (*it.conflicts[: dossier.OPEN], *it.differing[: dossier.DIFFERING])
    return {
        "it": it,
        "map": where,
        "copies": copies_graph(shares_of(told)[found.id], found),
        "most": dossier,
        "columns": tuple(COLUMNS),
        "folded": folded(it.fates),
        "shown": {item.number for item in here},
        "per_page": PAGE,
    }


@router.get("/figures")
def figures(request: Request, desk: TheDesk, told: TheAccount, id: str, page: Page = 1) -> Response:
    """The table of fates, every row."""
    return _part(request, desk, told, id, page, "figures", lambda it: whole(it.fates))


@router.get("/disagreements")
def disagreements(request: Request, desk: TheDesk, told: TheAccount, id: str, page: Page = 1) -> Response:
    """All disagreements, those that are open first."""
    return _part(request, desk, told, id, page, "disagreements", lambda it: (*it.conflicts, *it.differing))


@router.get("/timeline")
def timeline(request: Request, desk: TheDesk, told: TheAccount, id: str, page: Page = 1) -> Response:
    """What came when, whole."""
    return _part(request, desk, told, id, page, "timeline", lambda it: it.timeline.lines)


@router.get("/sources")
def sources(request: Request, desk: TheDesk, told: TheAccount, id: str, page: Page = 1) -> Response:
    """Everybody who speaks."""
    return _part(request, desk, told, id, page, "sources", lambda it: it.voices)


@router.get("/reports")
def reports(request: Request, desk: TheDesk, told: TheAccount, id: str, page: Page = 1) -> Response:
    """Every report, newest first."""
    return _part(request, desk, told, id, page, "reports", lambda it: it.reports)


def _part(
    request: Request,
    desk: Desk,
    told: Told,
    id: str,
    page: int,
    part: str,
    rows: Callable[[Dossier], Sequence[object]],
) -> Response:
    """A page of one long list of the incident."""
    found = placed(request, desk, told, id)
    if isinstance(found, Response):
        return found

    def values() -> dict[str, object]:
        it = dossier_of(told, found)
        every = rows(it)
        pages = max(1, -(-len(every) // PAGE))
        at = min(page, pages)
        cut = every[(at - 1) * PAGE : at * PAGE]
        return {"it": it, "part": part, "rows": cut, "page": at, "pages": pages, "count": len(every), "per_page": PAGE}

    return shown(request, desk, told, "incident_part.html", values, incident=found.id)


def placed(request: Request, desk: Desk, told: Told, id: str) -> Incident | Response:
    """The incident of this account; the way to it where its id has changed; 404 where there is none."""
    found = standing_for(told.account, id)
    if found is None:
        known = standing_for(desk.standing.newest().account, id)
        if known is not None:
            raise HTTPException(404, "nothing of this incident was known in this view; go back to now to see it")
        raise HTTPException(404, f"there is no incident {id}")
    if found.id != id:
        rest = request.url.path.removeprefix(f"/incidents/{id}")
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/incidents/{segment(found.id)}{rest}{query}", 307)
    return found


def dossier_of(told: Told, found: Incident) -> Dossier:
    """The dossier of an incident, made at the first question and kept with the account."""
    key = f"dossier {found.id}"
    kept = told.kept.get(key)
    if not isinstance(kept, Dossier):
        kept = told.kept[key] = dossier.dossier(study_of(told, found), told.account)
    return kept


def map_of(told: Told, found: Incident, opened: Callable[[], AbstractContextManager[Ledger]]) -> Drawing:
    """The incident's map, drawn at the first question and kept with the account; the ledger knows the places named."""
    key = f"map {found.id}"
    kept = told.kept.get(key)
    if not isinstance(kept, Drawing):
        share = shares_of(told)[found.id]
        with opened() as ledger:
            places = named(ledger, share.documents)
        kept = told.kept[key] = incident_map(share, found, places)
    return kept
