"""The desk put together: what stands, the pages, and how they are drawn."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from crosswire.desk import access, api, judging, pages
from crosswire.desk.counter import Desk
from crosswire.desk.live import events
from crosswire.desk.live import pages as alerts
from crosswire.desk.pages import problems
from crosswire.desk.settings import Settings
from crosswire.desk.unchanged import Unchanged
from crosswire.ledger import Ledger
from crosswire.report.json import version

#: requests that are answered at a time; most of them wait, for a report to be read or an account to be made, and cost
#: nothing but their thread
_THREADS = 160


def application(settings: Settings) -> FastAPI:
    """The desk over a ledger, which is made where there is none.

    It follows the ledger while it runs, from the lifespan's start to its end.  Raises UnusableLedger for what is no
    ledger, and OpenDoor for an address that strangers reach while nobody has a token.
    """
    with Ledger(settings.ledger) as ledger:  # made where there is none
        access.refuse_open_door(settings.host, ledger)
    desk = Desk(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = _THREADS
        desk.start()
        try:
            yield
        finally:
            desk.close()

    app = FastAPI(
        title="crosswire",
        version=version(),
        summary="Who says how many, of whom, how sure, since when",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.desk = desk
    app.mount("/static", StaticFiles(directory=_folder("static")), name="static")
    app.include_router(pages.router, include_in_schema=False)
    pages.warm(desk)
    judging.install(app, desk)
    api.install(app)
    app.include_router(events.router, include_in_schema=False)
    app.include_router(alerts.router, include_in_schema=False)
    app.add_middleware(Unchanged, standing=desk.standing)
    access.install(app, settings, lambda: Ledger(settings.ledger, must_exist=True), problems.draw)
    return app


def _folder(name: str) -> Path:
    return Path(str(resources.files("crosswire.desk").joinpath(name)))
