"""The first page: what is going on, newest change first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from crosswire.desk.counter import TheAccount, TheDesk
from crosswire.desk.drawing import world_map
from crosswire.desk.drawn import link, segment
from crosswire.desk.pages.overview import WITHIN, Asked, entry, selected
from crosswire.desk.pages.shares import shares_of
from crosswire.desk.pages.shown import shown
from crosswire.desk.pages.studies import study_of

router = APIRouter()


@router.get("/")
def incidents(
    request: Request,
    desk: TheDesk,
    told: TheAccount,
    find: Annotated[str, Query(max_length=200)] = "",
    country: Annotated[str, Query(max_length=40)] = "",
    type: Annotated[str, Query(max_length=80)] = "",
    within: Annotated[str, Query(max_length=10)] = "",
    other: Annotated[str, Query(max_length=5)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """The incidents of the ledger that answer to what is asked."""
    asked = Asked(find.strip(), country, type, within, bool(other), page)

    def values() -> dict[str, object]:
        chosen = selected(told.account, shares_of(told), asked)
        entries = [entry(study_of(told, incident)) for incident in chosen.incidents]
        return {
            "chosen": chosen,
            "entries": entries,
            "asked": asked,
            "spans": WITHIN,
            "account": told.account,
            "map": world_map(chosen.incidents, lambda incident: link(f"/incidents/{segment(incident.id)}", told.view)),
        }

    return shown(request, desk, told, "incidents.html", values)
