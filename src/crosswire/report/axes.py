"""Where a drawing puts counts and moments, and the round values it marks on its two axes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crosswire.report.wording import MONTHS

#: the account is rebuilt at no more moments than this for a drawing: more steps could not be told apart
MOMENTS = 24
_HOUR, _DAY = 3600, 86400
#: distances between marks of time, in seconds
_STEPS = (
    _HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR, _DAY, 2 * _DAY, 5 * _DAY, 10 * _DAY, 30 * _DAY, 91 * _DAY, 365 * _DAY,
    1826 * _DAY, 3652 * _DAY,
)  # fmt: skip
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Frame:
    """The drawing's inner edges in pixels, the moments at its left and right, the count at its top (0 is below)."""

    left: float
    right: float
    top: float
    bottom: float
    first: datetime
    last: datetime
    most: float

    def x(self, at: datetime) -> float:
        """Across: the first moment a little inside the left edge, the last inside the right."""
        whole = (self.last - self.first).total_seconds() or 1.0
        share = (at - self.first).total_seconds() / whole
        inner = (self.right - self.left) * 0.94
        return self.left + (self.right - self.left) * 0.03 + inner * share

    def y(self, value: float) -> float:
        """Down: the count at its height."""
        return self.bottom - (self.bottom - self.top) * min(value / self.most, 1.0)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the axis of time; the text stands at ``centre``: a day's name in the middle of the day."""

    at: datetime
    centre: datetime
    text: str


def count_top(value: float) -> float:
    """The smallest round number with room above the value."""
    step = _round(max(value, 1) * 1.06 / 4)
    top = step
    while top < value * 1.06:
        top += step
    return top


def count_ticks(top: float) -> list[int]:
    """Round counts from 0 to the top, at most six."""
    step = max(_round(top / 4.01), 1)
    return [step * k for k in range(int(top // step) + 1)]


def _round(value: float) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 ... that is no less."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if factor * size >= value:
                return factor * size
        size *= 10


def time_ticks(first: datetime, last: datetime, most: int) -> list[Tick]:
    """Hours, days, months or years between two moments, no more than ``most``."""
    whole = (last - first).total_seconds()
    step = next((s for s in _STEPS if whole / s <= most), _STEPS[-1])
    start = int((first - _EPOCH).total_seconds() // step) * step
    found = []
    for second in range(start, int((last - _EPOCH).total_seconds()) + step, step):
        at = _EPOCH + timedelta(seconds=second)
        centre = at + timedelta(hours=12) if step == _DAY else at
        found.append(Tick(at, centre, _text(at, step)))
    return found


def _text(at: datetime, step: int) -> str:
    if step < _DAY and at.hour:
        return f"{at:%H:%M}"
    if step < 30 * _DAY:
        return f"{at.day} {MONTHS[at.month - 1]}"
    return f"{MONTHS[at.month - 1]} {at.year}" if step < 365 * _DAY else str(at.year)
