"""Publication days and moments: what had been published by when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

from crosswire.errors import NoMoment


def moment(text: str) -> datetime:
    """The instant an ISO date or time names: a date is its end, UTC; a time without a zone is UTC.

    ``2013-01-20`` is 2013-01-21T00:00Z, the first instant after that day; ``2013-01-20T18:30`` is itself.
    """
    plain = text.strip()
    try:
        day = date.fromisoformat(plain)
    except ValueError:
        return _instant(plain)
    try:
        return datetime.combine(day + timedelta(days=1), time(), UTC)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def _instant(plain: str) -> datetime:
    try:
        found = datetime.fromisoformat(plain)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise NoMoment(f"no date or time: {plain!r} (write 2013-01-20 or 2013-01-20T18:30Z)") from None


def written(text: str) -> str:
    """The moment as it is shown: a date as a date, a time in UTC with ``Z``."""
    plain = text.strip()
    try:
        return date.fromisoformat(plain).isoformat()
    except ValueError:
        return _instant(plain).isoformat().replace("+00:00", "Z")


def known_by(published: str | None, as_of: datetime) -> bool:
    """True if a report of this date had appeared; one dated by its day counts from the day's end."""
    if published is None:
        return False
    try:
        return moment(published) <= as_of
    except NoMoment:
        return False


def moments_of(published: Iterable[str | None]) -> list[datetime]:
    """The distinct moments at which reports of these dates had appeared, the earliest first; the undated have none."""
    found = set()
    for value in published:
        with suppress(NoMoment):
            found.add(moment(value or ""))
    return sorted(found)


def thinned(found: Sequence[datetime], most: int | None) -> list[datetime]:
    """The first, the last and others between them at even distance in rank: no more than ``most``, at least two."""
    if most is None or len(found) <= max(most, 2):
        return list(found)
    last = max(most, 2) - 1
    return [found[round(place * (len(found) - 1) / last)] for place in range(last + 1)]


def day_of(published: str | None) -> date | None:
    """The calendar day of a report's date, as its dateline would have it."""
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None
