"""What every request finds: the ledger, what stands, the answers made before, and the clerk who records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Query, Request

from crosswire.desk.live.alerting import Alarm
from crosswire.desk.live.delivering import Courier
from crosswire.desk.live.events import Hub
from crosswire.desk.live.mailing import mail_of
from crosswire.desk.live.watching import Watch, ready
from crosswire.desk.processes import SOON, Office
from crosswire.desk.settings import Settings
from crosswire.desk.shown import Shelf
from crosswire.desk.standing import Standing, Told, View
from crosswire.ledger import Ledger
from crosswire.moments import moment
from crosswire.policies import DEFAULT, policy_named

#: seconds for which a page without an account keeps its reader waiting
_AT_SIGHT = 8.0

#: readers who may wait at a time for accounts that are being made; they cost a thread each, and nothing else
_WAITING = 200


class Desk:
    """One desk over one ledger."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        with Ledger(settings.ledger) as ledger:  # made where there is none, refused where it is something else
            self.name = ledger.name
        self.standing = Standing(settings.ledger)
        self.shelf = Shelf(self.standing.crowded)
        self.standing.wait_while(self.shelf.busy)
        self.waiting = CapacityLimiter(_WAITING)
        self.clerk = Office(patient=True, behind=SOON)
        self.scribe = Office()
        self.hub = Hub(self.standing)
        self.watch = Watch(settings.ledger, settings.watched, settings.every)
        self.courier = Courier(settings.ledger, mail_of(settings.outbox), private=settings.inward)
        self.alarm = Alarm(settings.ledger, self.standing, settings.address, self.courier.wake)

    def start(self) -> None:
        """Follow the ledger, and what is watched; called in the server's loop."""
        self.hub.start()
        self.standing.start()
        self.watch.start()
        self.alarm.start()
        self.courier.start()

    def make_ready(self) -> None:
        """Have the clerk load the parser, so that the first report handed over does not wait for it."""
        self.clerk.ask(ready)

    def part(self) -> None:
        """Let the pages go that listen, so that the server can end; called in its loop."""
        self.hub.close()

    def close(self) -> None:
        """Let go of everything."""
        self.hub.close()
        self.watch.close()
        self.alarm.close()
        self.courier.close()
        self.standing.close()
        self.scribe.close()
        self.clerk.close()
        self.shelf.close()

    @contextmanager
    def open(self) -> Iterator[Ledger]:
        """The ledger, for one request: a connection belongs to the thread that opened it."""
        with Ledger(self.settings.ledger, must_exist=True) as ledger:
            yield ledger


def desk_of(request: Request) -> Desk:
    """The desk of this request."""
    desk = request.app.state.desk
    assert isinstance(desk, Desk)
    return desk


AsOf = Annotated[str | None, Query(description="Only what had been published by then: an ISO date or time.")]
Policy = Annotated[str, Query(description="The published rule that settles a tally.")]
KnownBy = Annotated[str | None, Query(description="Only what had been recorded and judged here by then.")]


def view_of(as_of: AsOf = None, policy: Policy = DEFAULT, known_by: KnownBy = None) -> View:
    """The view that a URL names; raises NoMoment and UnknownPolicy for what is none."""
    for named in (as_of, known_by):
        if named:
            moment(named)
    policy_named(policy)
    return View(as_of or None, policy, known_by or None)


def told_of(request: Request, view: View) -> Told:
    """The account that a URL names; who reads a page is soon told that it is still being made, a program waits."""
    standing = desk_of(request).standing
    return standing.told(view, _AT_SIGHT) if "text/html" in request.headers.get("accept", "") else standing.told(view)


# FastAPI hands each plain function to a thread, and back: what need not wait is done in the loop


async def _desk(request: Request) -> Desk:
    return desk_of(request)


async def _view(as_of: AsOf = None, policy: Policy = DEFAULT, known_by: KnownBy = None) -> View:
    return view_of(as_of, policy, known_by)


async def _told(request: Request, view: Annotated[View, Depends(_view)]) -> Told:
    """Who waits for an account waits in a thread of its own kind, of which there are enough."""
    ready = desk_of(request).standing.ready(view)
    if ready is not None:
        return ready
    return await to_thread.run_sync(told_of, request, view, limiter=desk_of(request).waiting)


#: what a route asks for
TheDesk = Annotated[Desk, Depends(_desk)]
TheView = Annotated[View, Depends(_view)]
TheAccount = Annotated[Told, Depends(_told)]
