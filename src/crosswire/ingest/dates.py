"""When a report was published: by its metadata, its date line, its dateline, or by the person who gives it in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?"

#: a written day, with or without its year
WRITTEN = re.compile(
    rf"""\b(?:{WEEKDAY},?\s+)?(?:
      (?P<iso>\d{{4}}\s?[-/.]\s?\d{{1,2}}\s?[-/.]\s?\d{{1,2}})                         # 2015-01-07, and its time:
        (?:[T ]\d\d:\d\d[\d:.]*(?:\s?(?:Z|[+-]\d\d:?\d\d))?)?
    | (?P<m1>{MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y1>\d{{4}}))?    # Jan. 7, 2015
    | (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m2>{MONTH})(?:,?\s+(?P<y2>\d{{4}}))?  # 7 January 2015
    | (?P<n1>\d{{1,2}})\s?(?P<sep>[/.])\s?(?P<n2>\d{{1,2}})\s?(?P=sep)\s?(?P<y3>\d{{4}})  # 07/01/2015
    )(?![\w/])""",
    re.IGNORECASE | re.VERBOSE,
)
#: a time of day beside a date, with its zone: ``3:39 PM EST``, ``13.59 GMT``, ``10:00 (GMT+05:00)``
ZONE = r"\(?(?:GMT|UTC)\s?[+-]\s?\d+(?::\s?\d\d)?\)?|\(?(?:[A-Z]{1,4}T|UTC|UK|Z)\b\)?"
CLOCK = re.compile(
    rf"(?<![\d.:])\d{{1,2}}(?:\s?[:.h]\s?\d\d(?:\s?[:.]\s?\d\d)?\s*(?:[ap]\.?\s?m?\b\.?)?|\s*[ap]\.?m\b\.?)"
    rf"(?:\s*(?:{ZONE}|(?:local|eastern|pacific|central) time\b))?,?",
    re.IGNORECASE,
)
# zones of the country that puts the month first: only they decide what 08/02/2013 means
_MONTH_FIRST = re.compile(r"\b(?:[ECMP][SD]?T)\b")
_DIGIT = re.compile(r"\d")
_MAIL = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d")
_ISO = re.compile(r"\d{4}-?\d\d-?\d\d(?:$|[T ])")
_FIRST_YEAR, _LAST_YEAR = 1700, 2199


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day as written: month and day for certain, the year if it is there; the words and where they stand."""

    year: int | None
    month: int
    day: int
    text: str
    start: int
    end: int

    def iso(self, near: date | None = None) -> str | None:
        """The ISO date; a missing year is the one that brings the day nearest to ``near``."""
        if self.year is not None:
            return date(self.year, self.month, self.day).isoformat()
        if near is None:
            return None
        found = [day for year in range(near.year - 1, near.year + 2) if (day := _day(year, self.month, self.day))]
        return min(found, key=lambda day: (abs(day - near), day)).isoformat() if found else None


def written_days(text: str) -> Iterator[WrittenDay]:
    """The written days of a line, in order.

    ``"Saturday, September 12, 2015"``, ``"12 Jan 2006"``, ``"2013-01-20"``, ``"Jan. 7"`` (no year).
    ``"07/01/2015"`` could be two days and is none, unless an American zone stands beside it;
    ``"20/01/2015"`` is one, and so is ``"07.01.2015"``.
    """
    if not _DIGIT.search(text):  # most lines: the pattern below is dear
        return
    for match in WRITTEN.finditer(text):
        parts = _parts(match)
        if parts and _day(parts[0] or 2000, parts[1], parts[2]):
            yield WrittenDay(*parts, match.group().strip(), match.start(), match.end())


def instant(value: str | int | float | None) -> str | None:
    """A date or instant as programs write it, in ISO form with its zone, or None for what is no date.

    ``"2013-01-20"``, ``"2013-01-20T18:30:00Z"``, ``"2013-01-20 18:30:00"`` (taken as UTC), ``"Sun, 20 Jan 2013
    18:30:00 GMT"``, ``"January 20, 2013"``, ``1358706600``.  Midnight to the second is a day whose time nobody
    knows: it stays a day, which counts from its end and so reveals nothing early.
    """
    if value is None or isinstance(value, bool):
        return None
    found = _epoch(value) if isinstance(value, (int, float)) else _stamp(" ".join(value.split()))
    if found is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        return None
    if not isinstance(found, datetime):
        return found.isoformat()
    if (found.hour, found.minute, found.second) == (0, 0, 0):
        return found.date().isoformat()
    zoned = found if found.tzinfo else found.replace(tzinfo=UTC)
    return zoned.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def day_of(iso: str | None) -> date | None:
    """The calendar day of an ISO date or instant."""
    return date.fromisoformat(iso[:10]) if iso else None


def _stamp(text: str) -> date | datetime | None:
    if _MAIL.search(text):
        return _read(parsedate_to_datetime, text)
    if _ISO.match(text):
        plain = re.sub(r"\s?(?:UTC|GMT)$", "+00:00", re.sub(r"\s(?=Z$|[+-]\d\d:?\d\d$)", "", text))
        if found := _read(date.fromisoformat, plain) or _read(datetime.fromisoformat, plain):
            return found
    days = [found for found in written_days(text) if found.year and found.start < 12]
    return date.fromisoformat(str(days[0].iso())) if days else None


def _read(reader: Callable[[str], date | datetime], text: str) -> date | datetime | None:
    try:
        return reader(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _epoch(value: int | float) -> datetime | None:
    """Seconds or milliseconds since 1970; small numbers are years or noise."""
    try:
        seconds = float(value) / 1000 if abs(value) > 1e11 else float(value)
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds) if seconds > 1e8 else None
    except (OverflowError, ValueError):
        return None


def _parts(match: re.Match[str]) -> tuple[int | None, int, int] | None:
    if match["iso"]:
        year, month, day = (int(part) for part in re.split(r"[-/.]", match["iso"]))
        return year, month, day
    if match["y3"]:
        american = _MONTH_FIRST.search(match.string) is not None
        return _numeric(int(match["n1"]), int(match["n2"]), int(match["y3"]), match["sep"], american)
    form = "1" if match["m1"] else "2"
    month, spelled_year = _MONTHS.index(match["m" + form][:3].lower()) + 1, match["y" + form]
    return (int(spelled_year) if spelled_year else None), month, int(match["d" + form])


def _numeric(first: int, second: int, year: int, mark: str, american: bool) -> tuple[int, int, int] | None:
    """Dots put the day first; slashes tell only if one number is no month, both are equal, or the zone is American."""
    if mark == "." or first > 12 or first == second:
        return year, second, first
    return (year, first, second) if second > 12 or american else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None
