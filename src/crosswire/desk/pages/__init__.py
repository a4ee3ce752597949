"""The pages: each a router of its own, put together here."""

from __future__ import annotations

from fastapi import APIRouter

from crosswire.desk.pages import about, change, evidence, incident, incidents, policies, reports, search, when

__all__ = ["router"]

router = APIRouter()
for _page in (incidents, incident, change, policies, search, about, when, evidence, reports):
    router.include_router(_page.router)
