"""The view bar: as of which moment and under which rule everything on a page is told, and the way back to now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fastapi import Request

from crosswire.desk.access.faults import shown
from crosswire.desk.counter import Desk
from crosswire.desk.pages.shares import shares_of
from crosswire.desk.standing import Told, View
from crosswire.model import Document
from crosswire.moments import moment, moments_of, thinned
from crosswire.policies import DEFAULT, POLICIES, Policy
from crosswire.report.wording import day

#: stops of the slider; where more reports appeared, some moments between are left out
STOPS = 300
#: what a page's address holds besides the view is kept when the view changes, but for these
_OWN = frozenset({"as_of", "policy", "known_by", "page", "stop", "to"})


@dataclass(frozen=True, slots=True)
class Bar:
    """What the bar shows; ``path`` is the page that it leads to, ``kept`` what else that page is asked with.

    ``stops`` are the moments as the address has them, ``at`` that of the view (the last of them is now).
    """

    path: str
    kept: tuple[tuple[str, str], ...]
    stops: tuple[str, ...]
    at: int
    said: str
    policies: tuple[Policy, ...]
    policy: Policy
    banner: tuple[str, ...]
    failure: str | None

    @property
    def last(self) -> int:
        """The stop that is now."""
        return max(len(self.stops) - 1, 0)


def bar_of(request: Request, desk: Desk, view: View, incident: str | None = None) -> Bar:
    """The bar of a page; that of an ``incident`` stops where its own reports appeared."""
    newest = desk.standing.newest()
    stops = stops_of(newest, incident)
    failure = desk.standing.failure
    return bar(
        request.url.path,
        [(key, value) for key, value in request.query_params.multi_items() if key not in _OWN],
        stops,
        view,
        shown(failure) if failure else None,
    )


def bar(
    path: str, kept: Iterable[tuple[str, str]], stops: Sequence[str], view: View, failure: str | None = None
) -> Bar:
    """The bar's values from what it depends on."""
    at = position(stops, view.as_of)
    return Bar(
        path=path,
        kept=tuple(kept),
        stops=tuple(stops),
        at=at,
        said=day(view.as_of) if view.as_of else "now",
        policies=tuple(POLICIES.values()),
        policy=POLICIES[view.policy],
        banner=tuple(_banner(view)),
        failure=failure,
    )


def _banner(view: View) -> Iterable[str]:
    """Every way in which the view is not the newest account."""
    if view.as_of:
        yield f"as known at {day(view.as_of)}{_by_its_end(view.as_of)}: reports that appeared later are left out"
    if view.known_by:
        yield f"as recorded and judged here by {day(view.known_by)}{_by_its_end(view.known_by)}"
    if view.policy != DEFAULT:
        yield f"figures as {POLICIES[view.policy].name} codes them: {POLICIES[view.policy].summary}"


def _by_its_end(value: str) -> str:
    return " (the day’s end)" if len(value) == 10 else ""


def stops_of(newest: Told, incident: str | None = None) -> tuple[str, ...]:
    """The moments at which reports appeared, as addresses have them, earliest first; all reports' or an incident's."""
    key = f"stops {incident}"
    kept = newest.kept.get(key)
    if not isinstance(kept, tuple):
        share = shares_of(newest).get(incident or "")
        kept = newest.kept[key] = stops((share or newest.account).documents)
    return kept


def stops(documents: Iterable[Document]) -> tuple[str, ...]:
    """Each moment once and no more than `STOPS`; the end of a day is written as the day."""
    found = thinned(moments_of(document.published.value for document in documents), STOPS)
    return tuple(dict.fromkeys(map(_written, found)))


def _written(at: datetime) -> str:
    """ "2013-01-20" for its end, else the minute, rounded up so that the report is in: "2013-01-20T14:31Z"."""
    if at.hour == at.minute == at.second == at.microsecond == 0 and at > datetime.min.replace(tzinfo=UTC):
        return (at - timedelta(days=1)).date().isoformat()
    if at.second or at.microsecond:
        at = at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return f"{at:%Y-%m-%dT%H:%M}Z"


def position(stops: Sequence[str], as_of: str | None) -> int:
    """The last stop that had come by then; the last of all for now."""
    if as_of is None:
        return max(len(stops) - 1, 0)
    cut = moment(as_of)
    return max(sum(moment(stop) <= cut for stop in stops) - 1, 0)
