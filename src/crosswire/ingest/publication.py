"""Deciding a report's date, with the reason a person can check."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crosswire.ingest.agencies import credits
from crosswire.ingest.dateline import Dateline
from crosswire.ingest.dates import CLOCK, WEEKDAY, ZONE, WrittenDay, day_of, instant, written_days
from crosswire.ingest.draft import Metadata
from crosswire.model import Published

_LINES, _REACH, _LONGEST, _MOST_WORDS = 10, 2000, 140, 24
_IN_ADDRESS = re.compile(r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>\d{1,2})[/-](?P<d>\d{1,2})(?=[/_.\-]|$)")
_LABEL = (
    r"(?:(?:article|story|first|last|originally)\s+)?"
    r"(?:published|posted|updated|edited|modified|date|issued|released|created|filed|dated)(?:\s+(?:on|at|date|time|by))?"
)
_LABELLED = re.compile(rf"^\W*{_LABEL}\b", re.IGNORECASE)
# all that may stand beside the day and the time on a date line
_BESIDE = re.compile(rf"\b{_LABEL}\b\s*:?|\b(?:on|at)\b|@|{WEEKDAY}(?=\s*,?\s*$)|\b{ZONE}", re.IGNORECASE)
_SIGNED = re.compile(r"^by\s+(?:[A-Z][\w.'’-]*\s*){1,5},?", re.IGNORECASE)
# "GENEVA, 5 May 2014", "New York / Geneva, 3 June 2015": a place before the day, alone on its line
_PLACE = re.compile(r"^[A-ZÀ-Þ][\w.'’-]*(?:[ /-]+[A-ZÀ-Þ][\w.'’-]*){0,4}(?:,\s*[A-ZÀ-Þ][\w. ]{1,30})?$")


def publication(metadata: Metadata, text: str, opening: Dateline | None, given: str | None) -> Published:
    """Metadata, then a date line or dateline of the text, then the report's address, then the day given; else unknown.

    A day within the prose is never a publication date.  A day without a year takes the year nearest to ``given``.
    """
    own = _from_metadata(metadata) or _from_text(text, opening, given) or _from_address(metadata.url)
    if own:
        return own
    if given:
        return Published(given, "given", "the report carries no date; this one was given with --published")
    return Published(None, "unknown", _why_unknown(metadata, text, opening))


def date_line(text: str) -> WrittenDay | None:
    """The day on a line of its own near the top, or on a labelled line at the very end.

    ``Saturday, September 12, 2015``, ``Published: 12 Jan 2006 09:30 GMT``, ``By Ana Ruiz | March 3, 2011``,
    ``GENEVA, 5 May 2014``.  Not ``On May 5, 2014, a mine collapsed.``
    """
    lines = [line.strip(" \t*_#") for line in text[:_REACH].splitlines() if line.strip()][:_LINES]
    found = [(line, day) for line in lines if (day := _alone(line))]
    days = [day for _, day in found]
    labelled = [day for line, day in found if _LABELLED.match(line)]
    closing = [line.strip(" \t*_#") for line in text[-400:].splitlines() if line.strip()][-3:]
    ending = [day for line in closing if _LABELLED.match(line) and (day := _alone(line))]
    return next(iter([*(day for day in days if day.year), *labelled, *days, *ending]), None)


def _alone(line: str) -> WrittenDay | None:
    """The first day of a line that holds nothing but days and what goes with them."""
    if len(line) > _LONGEST or len(line.split()) > _MOST_WORDS:
        return None
    segments = [segment for segment in re.split(r"\s*[|·•]\s*", line) if segment]
    for segment in segments:
        days = list(written_days(segment))
        if days and _bare(segment, days):
            return days[0]
    return None


def _bare(segment: str, days: list[WrittenDay]) -> bool:
    for day in reversed(days):
        segment = segment[: day.start] + " " + segment[day.end :]
    rest = _SIGNED.sub("", _BESIDE.sub(" ", CLOCK.sub(" ", segment))).strip(" ,.;:-–—/()[]\t")
    placed = len(days) == 1 and _PLACE.match(rest) is not None
    return not rest or placed or bool(credits(rest))


def _from_metadata(metadata: Metadata) -> Published | None:
    value = instant(metadata.published)
    return Published(value, "metadata", f"{metadata.published_field}: {metadata.published}") if value else None


def _from_text(text: str, opening: Dateline | None, given: str | None) -> Published | None:
    for kind, day in _candidates(text, opening):
        if value := day.iso(near=day_of(given)):
            year = "" if day.year else ", the year nearest to the date given"
            return Published(value, "inferred", f'its {kind} reads "{day.text}"{year}')
    return None


def _from_address(url: str | None) -> Published | None:
    match = _IN_ADDRESS.search(url or "")
    value = instant(f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}") if match else None
    return Published(value, "inferred", f'its address reads "{match.group()}"') if match and value else None


def _candidates(text: str, opening: Dateline | None) -> Iterator[tuple[str, WrittenDay]]:
    if day := date_line(text):
        yield "date line", day
    if opening and opening.day:
        yield "dateline", opening.day


def _why_unknown(metadata: Metadata, text: str, opening: Dateline | None) -> str:
    for kind, day in _candidates(text, opening):
        return f'its {kind} reads "{day.text}", without a year'
    if metadata.published is not None:
        return f"{metadata.published_field}: {str(metadata.published)[:60]!r} is no date"
    return "the report carries no date"
