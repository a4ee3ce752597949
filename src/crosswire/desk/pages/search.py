"""Full-text search over the reports and the claims of the ledger, within the view."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from crosswire.desk.counter import TheAccount, TheDesk
from crosswire.desk.pages.finds import Finds, finds
from crosswire.desk.pages.shown import shown
from crosswire.errors import NothingToFind
from crosswire.searching import find

router = APIRouter()
#: hits of each kind on the page; more are fetched, as those outside the view are left out
MOST, FETCHED = 30, 400


@router.get("/search")
def search(
    request: Request, desk: TheDesk, told: TheAccount, q: Annotated[str, Query(max_length=400)] = ""
) -> Response:
    """The reports and claims in which the words of ``q`` stand."""

    def values() -> dict[str, object]:
        asked, found, problem = q.strip(), None, ""
        if asked:
            try:
                found = sought()
            except NothingToFind as error:
                problem = str(error)
        return {"q": asked, "found": found, "problem": problem}

    def sought() -> Finds:
        account = told.account
        reports = {document.id for document in account.documents}
        with desk.open() as ledger:
            hits = find(ledger, q, limit=FETCHED)
        return finds(hits, reports, {claim.id for claim in account.claims}, MOST)

    return shown(request, desk, told, "search.html", values)
