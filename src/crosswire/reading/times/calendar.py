"""Mentions placed on the calendar, against the day the report appeared; never against today."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence

from crosswire.model import Interval, TimeMention

Values = Sequence[int | str | None]
Days = tuple[dt.date | None, dt.date | None]

#: a time that ended this many days before the report is not its news
LONG = 60
_NOTHING: Days = (None, None)
_SPAN = {"week": 7, "fortnight": 14, "day": 1, "weekend": 7, "hour": 0, "minute": 0, "second": 0}
_YEARS = {"year": 1, "decade": 10, "century": 100}


def anchor(mention: TimeMention, published: dt.date | None) -> Interval:
    """The days a mention names.

    "on Saturday" is the last one up to and with the report's day, "15 January" the last such day; "in
    October 2005" needs no report's day; a duration, a clock time and "the next day" are anchored to nothing.
    """
    try:
        start, end = _days(mention.form, mention.values, published)
    except (OverflowError, ValueError):  # year 0, or years beyond what dates hold
        start, end = _NOTHING
    return Interval(start.isoformat() if start else None, end.isoformat() if end else None, mention.text)


def _days(form: str, values: Values, published: dt.date | None) -> Days:
    absolute = _absolute(form, values, published)
    if absolute is not None:
        return absolute
    if published is None:
        return _NOTHING
    number = values[0] if values and isinstance(values[0], int) else None
    unit = str(values[-1]) if values else ""
    match form:
        case "weekday":
            return _weekday(int(values[0] or 0), str(values[1] or ""), published)
        case "relative":
            return _same(published + dt.timedelta(int(values[0] or 0)))
        case "ago":
            return _ago(number or 1, unit, published)
        case "period":
            return _period(number or 0, unit, published)
        case "past":
            return _NOTHING if number is None else (_back(published, number, unit), published)
        case "coming":
            return _NOTHING if number is None else (published, _back(published, -number, unit))
    return _NOTHING


def _absolute(form: str, values: Values, published: dt.date | None) -> Days | None:
    """Forms that stand without the report's day, or hold others; None for those that need it."""
    match form:
        case "day":
            return _day(values, published)
        case "month":
            return _month(values, published)
        case "year":
            return _years(int(values[0] or 0), int(values[0] or 0), values[1])
        case "years":
            return _years(int(values[0] or 0), int(values[1] or 0), values[2])
        case "range":
            return _range(values, published)
        case "since":
            start = _days(str(values[0]), values[1:], published)[0]
            return start, (published if start and published and start <= published else None)
        case "until":
            return None, _days(str(values[0]), values[1:], published)[1]
        case "within":
            return _within(values, published)
    return None


def _same(day: dt.date) -> Days:
    return day, day


def _day(values: Values, published: dt.date | None) -> Days:
    """A year left out: that of the passage if told (the fourth value), else the last such day up to the report's."""
    year, month, day = (value if isinstance(value, int) else None for value in values[:3])
    told = values[3] if len(values) > 3 and isinstance(values[3], int) else None
    if month is None or day is None:
        return _NOTHING
    if year is not None or told is not None:
        return _same(dt.date(year or told or 1, month, day))
    if published is None:
        return _NOTHING
    # five years hold a 29 February
    years = (
        range(published.year, published.year + 5)
        if values[0] == "next"
        else range(published.year, published.year - 5, -1)
    )
    days = (dt.date(y, month, day) for y in years if day <= calendar.monthrange(y, month)[1])
    return next((_same(d) for d in days if (d >= published if values[0] == "next" else d <= published)), _NOTHING)


def _month(values: Values, published: dt.date | None) -> Days:
    """``in October`` is the last one begun by the report's day, ``last October`` the last one over by then."""
    year, month, part = values[0], int(values[1] or 1), values[2]
    told = values[3] if len(values) > 3 and isinstance(values[3], int) else None
    if isinstance(year, int):
        return _part_of_month(year, month, part)
    if told is not None and year is None:
        return _part_of_month(told, month, part)
    if published is None:
        return _NOTHING
    if year == "next":
        return _part_of_month(published.year + (month <= published.month), month, part)
    over = month > published.month or (year == "last" and month == published.month)
    return _part_of_month(published.year - over, month, part)


def _part_of_month(year: int, month: int, part: int | str | None) -> Days:
    last = calendar.monthrange(year, month)[1]
    first, final = {"early": (1, 10), "mid": (11, 20), "late": (21, last)}.get(str(part), (1, last))
    return dt.date(year, month, first), dt.date(year, month, final)


def _years(first: int, last: int, part: int | str | None) -> Days:
    start, end = dt.date(first, 1, 1), dt.date(last, 12, 31)
    third = (end - start) // 3
    if part == "early":
        return start, start + third
    if part == "late":
        return end - third, end
    return (start + third, end - third) if part == "mid" else (start, end)


def _range(values: Values, published: dt.date | None) -> Days:
    """The first end lies before the second: "Wednesday to Saturday" is the Wednesday before that Saturday."""
    cut = 1 + int(values[0] or 0)
    a, b = values[1:cut], values[cut:]
    start, end = _days(str(a[0]), a[1:], published)[0], _days(str(b[0]), b[1:], published)[1]
    if start and end and start > end:
        if a[0] == "weekday":
            return start - dt.timedelta(7), end
        return (start.replace(year=start.year - 1), end) if (start.month, start.day) != (2, 29) else _NOTHING
    if start and end and a[0] == b[0] == "weekday" and (end - start).days >= 7:
        start += dt.timedelta(7)
    return start, end


def _within(values: Values, published: dt.date | None) -> Days:
    side, number, unit = str(values[0]), int(values[1] or 1), str(values[2])
    start, end = _days(str(values[3]), values[4:], published)
    if start is None or end is None:
        return _NOTHING
    if side == "first":
        return start, min(end, _back(start, -number, unit) - dt.timedelta(1))
    return max(start, _back(end, number, unit) + dt.timedelta(1)), end


def _weekday(day: int, direction: str, published: dt.date) -> Days:
    """``next Friday`` and a Friday that is yet to come lie after the report; ``last Friday`` before it."""
    behind = (published.weekday() - day) % 7
    if direction == "next":
        return _same(published + dt.timedelta(7 - behind))
    if direction == "coming":
        return _same(published + dt.timedelta((-behind) % 7))
    if direction == "last" and behind == 0:
        behind = 7
    return _same(published - dt.timedelta(behind))


def _back(day: dt.date, number: int, unit: str) -> dt.date:
    """``number`` units before ``day`` (after it if negative), months and years by the calendar."""
    if unit in _SPAN:
        return day - dt.timedelta(_SPAN[unit] * number)
    months = number * (12 * _YEARS[unit] if unit in _YEARS else 1)
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _ago(number: int, unit: str, published: dt.date) -> Days:
    """Days ago is one day; weeks ago a week about it, months ago that month, years ago that year."""
    day = _back(published, number, unit)
    if unit in {"week", "fortnight"}:
        return day - dt.timedelta(3), min(day + dt.timedelta(3), published)
    if unit == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return _years(day.year, day.year, None) if unit in _YEARS else _same(day)


def _period(number: int, unit: str, published: dt.date) -> Days:
    """``last week`` Monday to Sunday, ``this month``, ``next year``; a running one ends with the report's day."""
    if unit == "weekend":
        return _weekend(number, published)
    if unit in {"week", "fortnight"}:
        start = published - dt.timedelta(published.weekday()) + dt.timedelta(7 * number)
        end = start + dt.timedelta(6)
    elif unit == "month":
        start = _back(published.replace(day=1), -number, "month")
        end = start.replace(day=calendar.monthrange(start.year, start.month)[1])
    elif unit in _YEARS:
        size = _YEARS[unit]
        first = published.year - published.year % size + number * size
        start, end = dt.date(first, 1, 1), dt.date(first + size - 1, 12, 31)
    else:
        start = end = published + dt.timedelta(number)
    return start, (published if number == 0 and end > published else end)


def _weekend(number: int, published: dt.date) -> Days:
    """The weekend just past, or running; "next weekend" the one after the report."""
    saturday = published - dt.timedelta((published.weekday() - 5) % 7)
    if number < 0 and published.weekday() >= 5:
        saturday -= dt.timedelta(7)
    if number > 0:
        saturday += dt.timedelta(7)
    return saturday, saturday + dt.timedelta(1)


# --- what follows from places on the calendar ----------------------------------------------------


def background_before(mention: TimeMention, interval: Interval, published: dt.date | None) -> bool:
    """True if a time lies clearly long before the report: another year by name, decades, over 60 days.

    "in the 1990s", "in 2008" in a report of 2013, "last year"; not "in December" in a report of January.
    Without the report's day only what can be of no other report's day is long before: "the 1990s", "ten years ago".
    """
    form, values = mention.form, mention.values
    if form == "since":
        return False
    if published is None:
        return form == "years" or _years_back(form, values)
    end = dt.date.fromisoformat(interval.end) if interval.end else None
    if end is None or end >= published:
        return False
    named = form == "year" or _years_back(form, values)
    return (named and end.year < published.year) or (published - end).days > LONG


def _years_back(form: str, values: Values) -> bool:
    if form in {"ago", "period"} and len(values) == 2 and values[1] in _YEARS:
        number = values[0] if isinstance(values[0], int) else 1
        return number < 0 if form == "period" else number >= 1
    return False
