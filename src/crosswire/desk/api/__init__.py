"""The JSON API under ``/api/v1``: the objects of the published report, list by list and one by one.

`install` puts it before an application.  Every answer is made from a kept account, carries the revision of the ledger
that it tells, and has an ETag; what is sent to be recorded goes to the clerk.  docs/api.md describes it for callers.

==============  =====================================================================
`asked`         the account, the incident and the page that a request asks for
`paging`        cursors that stay right while reports arrive
`answers`       JSON, its headers, and refusals
`lists`         the lists of a report, a page at a time
`single`        one incident, report, claim, tally; the whole report; searching
`evidence`      a claim's sentence, its chain and all that bears on it
`exports`       claims as NDJSON, CSV and Parquet; other people's schemas
`giving`        reports handed over
`judged`        judgements made, listed, taken back
`state`         whether the desk is well
`published`     the OpenAPI description
`shapes`        the schemas of what is answered
==============  =====================================================================
"""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from crosswire.desk.api.evidence import router as evidence_routes
from crosswire.desk.api.exports import router as exports_routes
from crosswire.desk.api.giving import router as giving_routes
from crosswire.desk.api.judged import router as judged_routes
from crosswire.desk.api.lists import router as lists_routes
from crosswire.desk.api.published import describe
from crosswire.desk.api.single import router as single_routes
from crosswire.desk.api.state import router as state_routes

__all__ = ["install"]

#: where all of it lies; a change that breaks callers gets another number
ROOT = "/api/v1"


def install(app: FastAPI) -> None:
    """The routes of the API, and its description at ``/openapi.json``."""
    whole = APIRouter(prefix=ROOT)
    for part in (
        state_routes,
        single_routes,
        evidence_routes,
        lists_routes,
        exports_routes,
        giving_routes,
        judged_routes,
    ):
        whole.include_router(part)
    app.include_router(whole)
    describe(app)
