"""The pages: each a router of its own, put together here."""

from __future__ import annotations

from fastapi import APIRouter

from crosswire.desk.pages import evidence, incident, incidents, reports, when

__all__ = ["router"]

router = APIRouter()
for _page in (incidents, incident, when, evidence, reports):
    router.include_router(_page.router)
