"""Server-sent events: an open page hears of each new account (HTML Standard, 9.2), and a page that cannot listen asks.

A page says which revision it shows, so nothing is missed between its drawing and its listening, nor while a connection
was down: the browser sends the last id that it heard.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse, StreamingResponse

from crosswire.desk.live.news import News, as_json, news
from crosswire.desk.standing import Standing, Told

if TYPE_CHECKING:
    from crosswire.desk.counter import Desk

#: seconds between two signs of life, by which a proxy and a browser know that the line is open
HEARTBEAT = 15.0
#: milliseconds after which a browser tries again
_RETRY = 2_000
#: pieces of news kept for who was away, and pages that may listen at a time
_KEPT, _MOST = 200, 2_000
_REVISION = re.compile(r"\d{1,12}(\.\d{1,12}){1,3}")

router = APIRouter()


class Hub:
    """The latest news, and the pages that wait for more; what is public is called in the server's own loop."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._kept: deque[tuple[str, str]] = deque(maxlen=_KEPT)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._bell = asyncio.Event()
        self._closed = False
        self._listening = 0
        # comparing two large accounts takes a while, for which the next account need not wait
        self._compare = ThreadPoolExecutor(1, thread_name_prefix="news")
        standing.listen(self._heard)

    def start(self) -> None:
        """From now on, in the loop that is running."""
        self._loop = asyncio.get_running_loop()

    def close(self) -> None:
        """Every page that listens is let go; it comes back when there is a desk again."""
        self._closed = True
        self._compare.shutdown(wait=False, cancel_futures=True)
        self._bell.set()

    @property
    def listening(self) -> int:
        """Pages that are open now."""
        return self._listening

    def full(self) -> bool:
        """True where one more page would be one too many."""
        return self._closed or self._listening >= _MOST

    def since(self, revision: str) -> list[tuple[str, str]]:
        """What is new since a revision, with the revisions; for one that nobody remembers, that all may be new."""
        kept = list(self._kept)
        places = [place for place, (known, _) in enumerate(kept) if known == revision]
        if places or not kept:
            return kept[places[-1] + 1 :] if places else []
        newest = kept[-1][0]
        return [(newest, as_json(News(newest, whole=True)))]

    async def stream(self, revision: str | None) -> AsyncIterator[str]:
        """The events for one page, for as long as it listens."""
        self._listening += 1
        try:
            yield f"retry: {_RETRY}\n\n"
            last = revision or (self._kept[-1][0] if self._kept else "")
            while not self._closed:
                bell = self._bell
                for known, told in self.since(last):
                    last = known
                    yield f"id: {known}\nevent: account\ndata: {told}\n\n"
                with suppress(TimeoutError):
                    await asyncio.wait_for(bell.wait(), HEARTBEAT)
                if not bell.is_set():
                    yield ": still here\n\n"
        finally:
            self._listening -= 1

    # --- in the thread that follows the ledger ----------------------------------------------------

    def _heard(self, before: Told | None, now: Told) -> None:
        with suppress(RuntimeError):  # the desk is closing
            self._compare.submit(self._tell, before, now)

    def _tell(self, before: Told | None, now: Told) -> None:
        told = as_json(news(before, now))
        if self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._publish, now.revision, told)

    def _publish(self, revision: str, told: str) -> None:
        self._kept.append((revision, told))
        rung, self._bell = self._bell, asyncio.Event()
        rung.set()
        if self._closed:
            self._bell.set()


@router.get("/events")
async def events(request: Request, since: str | None = None) -> Response:
    """What is new since a revision, or since the ``Last-Event-ID``, as it happens."""
    desk: Desk = request.app.state.desk
    hub = desk.hub
    if hub.full():
        return JSONResponse({"error": "too many pages are open; try again later"}, 503, {"Retry-After": "30"})
    return StreamingResponse(
        hub.stream(_asked(request.headers.get("last-event-id")) or _asked(since)),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@router.get("/events/since")
async def news_since(request: Request, since: str | None = None) -> Response:
    """The same for a page that asks now and then: 204 where nothing is new."""
    desk: Desk = request.app.state.desk
    found = desk.hub.since(_asked(since) or "")
    if not found:
        return Response(status_code=204, headers={"Cache-Control": "no-store"})
    body = "[" + ",".join(told for _, told in found) + "]"
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


def _asked(revision: str | None) -> str | None:
    return revision if revision and _REVISION.fullmatch(revision) else None
