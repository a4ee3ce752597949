"""The first page: what is going on, newest change first."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from crosswire.desk.counter import TheAccount, TheDesk
from crosswire.desk.drawn import drawn

router = APIRouter()


@router.get("/")
def incidents(request: Request, desk: TheDesk, told: TheAccount) -> Response:
    """Every incident of the ledger."""
    return desk.shelf.answer(
        request,
        (told.key, "incidents"),
        lambda: drawn("incidents.html", view=told.view, account=told.account, incidents=told.account.incidents),
    )
