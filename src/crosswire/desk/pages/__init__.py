"""The pages: each a router of its own, put together here."""

from __future__ import annotations

from fastapi import APIRouter

from crosswire.desk.pages import about, change, evidence, handing, incident, incidents, policies, reports, search, when
from crosswire.desk.pages.warming import warm

__all__ = ["router", "warm"]

router = APIRouter()
for _page in (incidents, incident, change, policies, search, about, when, evidence, reports, handing):
    router.include_router(_page.router)
