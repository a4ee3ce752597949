"""The page on which published rules code one incident side by side."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace

from fastapi import APIRouter, Request, Response

from crosswire.desk.counter import Desk, TheAccount, TheDesk
from crosswire.desk.pages.codings import SIDE_BY_SIDE, codings
from crosswire.desk.pages.incident import placed
from crosswire.desk.pages.overview import titled
from crosswire.desk.pages.shares import shares_of
from crosswire.desk.pages.shown import passing, shown
from crosswire.desk.pages.studies import study_of
from crosswire.desk.standing import NotYet, Told, View

router = APIRouter(prefix="/incidents/{id}")
#: seconds that a reader waits for all of them before being shown those that are ready
PATIENCE = 4.0


@router.get("/policies")
def policies(request: Request, desk: TheDesk, told: TheAccount, id: str) -> Response:
    """The incident's figures as each policy would code them, each with its trace and the rule's source."""
    found = placed(request, desk, told, id)
    if isinstance(found, Response):
        return found
    told_by = all_of(desk, told.view)

    def values() -> dict[str, object]:
        shares = {name: shares_of(other).get(found.id) for name, other in told_by.items()}
        known = {name: share for name, share in shares.items() if share is not None}
        return {
            "id": found.id,
            "label": titled(found),
            "coded": codings(study_of(told, found), known),
            "pending": [name for name in SIDE_BY_SIDE if name not in told_by],
            "view_of": lambda view, policy: replace(view, policy=policy),
        }

    if len(told_by) < len(SIDE_BY_SIDE):
        return passing(request, desk, told, "incident_policies.html", values(), found.id)
    return shown(request, desk, told, "incident_policies.html", values, incident=found.id)


def all_of(desk: Desk, view: View) -> dict[str, Told]:
    """The account of this view under every policy, as far as they are ready in a moment; the others are being made."""
    end, ready = time.monotonic() + PATIENCE, {}
    wanted = [replace(view, policy=name, histories=False) for name in SIDE_BY_SIDE]
    for patience in (0.0, PATIENCE):  # ask for all of them before waiting for any
        for other in wanted:
            left = max(0.0, min(patience, end - time.monotonic()))
            with suppress(NotYet):
                ready[other.policy] = desk.standing.told(other, left)
    return {name: ready[name] for name in SIDE_BY_SIDE if name in ready}
