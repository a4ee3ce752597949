"""The page of what changed in an incident; the incident's own page takes its middle when it comes into sight."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from crosswire.desk.counter import TheDesk, TheView
from crosswire.desk.drawing import Drawing, course
from crosswire.desk.drawn import link, segment
from crosswire.desk.pages.changes import MOST, Changes, changes, published
from crosswire.desk.pages.incident import placed
from crosswire.desk.pages.overview import titled
from crosswire.desk.pages.shares import shares_of
from crosswire.desk.pages.shown import shown
from crosswire.desk.standing import View
from crosswire.model import Account
from crosswire.report.axes import MOMENTS
from crosswire.report.figure import title

router = APIRouter(prefix="/incidents/{id}")
#: seconds that a reader waits for histories, which take longer than an account, before being told so
PATIENCE = 20.0


@router.get("/changes")
def change(request: Request, desk: TheDesk, view: TheView, id: str) -> Response:
    """What changed in the last hour and day, and every figure over time."""
    told = desk.standing.told(replace(view, histories=True), PATIENCE)
    found = placed(request, desk, told, id)
    if isinstance(found, Response):
        return found

    def values() -> dict[str, object]:
        share = shares_of(told)[found.id]
        what = changes(share)
        moments = {document.published.value for document in share.documents} - {None}
        return {
            "id": found.id,
            "label": titled(found),
            "what": what,
            "courses": drawings(share, what, view),
            "thinned": MOMENTS if len(moments) > MOMENTS else None,
            "most": MOST,
        }

    return shown(request, desk, told, "incident_changes.html", values, incident=found.id)


def drawings(share: Account, what: Changes, view: View) -> list[tuple[str, str, Drawing]]:
    """Each figure worth a drawing: its title, its tally and the drawing, whose marks lead to their claims."""
    dates, known = published(share.documents, share.claims), {claim.id for claim in share.claims}

    def where(claim: str) -> str | None:
        return link(f"/claims/{segment(claim)}", view) if claim in known else None

    return [(title(history), history.tally, course(history, dates, where)) for history in what.courses]
