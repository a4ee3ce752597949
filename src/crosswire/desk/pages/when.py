"""The slider without JavaScript: from a stop to the page as it was known then."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import RedirectResponse

from crosswire.desk.counter import TheDesk
from crosswire.desk.pages.bar import stops_of
from crosswire.desk.pages.shares import standing_for

router = APIRouter()
#: a page of this desk, and nowhere else: browsers take "//host" and "/\host" for another site
_PAGE = re.compile(r"/(?![/\\])[^\s\\?#]*")


@router.get("/when")
def when(
    request: Request,
    desk: TheDesk,
    stop: Annotated[int, Query(ge=0, le=100_000)],
    to: Annotated[str, Query(max_length=500)] = "/",
) -> RedirectResponse:
    """The page ``to`` as of a stop of its slider; the last stop is now."""
    if not _PAGE.fullmatch(to):
        raise HTTPException(400, "that is no page of the desk")
    newest = desk.standing.newest()
    id = to.split("/")[2] if to.startswith("/incidents/") else ""
    found = standing_for(newest.account, id) if id else None
    stops = stops_of(newest, found.id if found else None)
    asked = [(key, value) for key, value in request.query_params.multi_items() if key not in ("stop", "to", "as_of")]
    if stop < len(stops) - 1:
        asked.insert(0, ("as_of", stops[stop]))
    return RedirectResponse(f"{to}?{urlencode(asked)}" if asked else to, 303)
