"""The date that a file carries: of the account, never of the clock."""

from __future__ import annotations

from datetime import UTC, datetime

from crosswire.handover.values import Situation

#: of an account without any date
UNDATED = datetime(1980, 1, 1, tzinfo=UTC)


def moment_of(situation: Situation) -> datetime:
    """The moment of which the report speaks, in UTC; `UNDATED` where there is none."""
    try:
        found = datetime.fromisoformat(situation.at or "")
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return UNDATED
