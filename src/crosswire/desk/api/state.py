"""Whether the desk is well: what it tells, how far it has come, and what keeps it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from crosswire.desk.access import needs
from crosswire.desk.access.faults import shown
from crosswire.desk.api.answers import JSON, REVISION, encoded
from crosswire.desk.api.published import gives, named, problems
from crosswire.desk.counter import Desk, TheDesk
from crosswire.desk.revisions import is_later, revision_of
from crosswire.report.json import version

router = APIRouter(generate_unique_id_function=named, tags=["State"])


@router.get("/status", responses={**gives("Status"), **problems(503)}, dependencies=[Depends(needs("read"))])
def get_status(request: Request, desk: TheDesk) -> Response:
    """The revision of the ledger and of the account that is shown, counts, and whether a newer one is being made."""
    state = _state(desk)
    response = desk.shelf.answer(request, ("api status", encoded(state)), lambda: encoded(state), JSON)
    response.headers[REVISION] = state["revision"] or "0.0.0"
    return response


def _state(desk: Desk) -> dict[str, Any]:
    with desk.open() as ledger:
        held = revision_of(ledger)
    told, failure = desk.standing.last, desk.standing.failure
    account = told.account if told else None
    return {
        "version": version(),
        "revision": told.revision if told else None,
        "ledger_revision": held,
        "settling": told is None or is_later(held, told.revision),
        "failure": shown(failure) if failure else None,
        "documents": len(account.documents) if account else 0,
        "incidents": len(account.incidents) if account else 0,
        "claims": len(account.claims) if account else 0,
        "tallies": len(account.tallies) if account else 0,
        "judgements": len(account.judgements) if account else 0,
    }
