"""The dateline that opens wire copy: place, sometimes the day, sometimes the agency, then a dash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crosswire.ingest.agencies import agency, listed
from crosswire.ingest.dates import MONTH, WEEKDAY, WrittenDay, written_days
from crosswire.lexicon import standard
from crosswire.model import Span

_LINES, _REACH = 8, 2000

_CAPS = r"[A-ZÀ-ÞŠŽ][A-ZÀ-ÞŠŽ.'’\-]*[A-ZÀ-ÞŠŽ.]"
_NAME = r"[A-ZÀ-ÞŠŽ][\w.'’\-]*[\w.]"
_REGION = rf"(?:,[ ]?{_NAME}(?:[ ](?:{_NAME}|of|and|the|du|de|la))*)"
_DAY = rf"(?:{WEEKDAY},?\s+)?(?:{MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{MONTH})(?:,?\s+\d{{4}})?"
_CREDIT = r"[(\[](?P<credit>[^()\[\]\n]{2,40})[)\]]"
_DASH = r"(?:\s*[—–―]+\s*|\s+[-_]\s+|\s*--+\s*)"

# in capitals, the dash alone is enough: ``BAGHDAD, Iraq —``  ``CAIRO/BEIRUT, Jan 7 (Reuters) -``  ``ISLAMABAD: ``
_IN_CAPITALS = re.compile(
    rf"(?P<place>{_CAPS}(?:[ /](?:{_CAPS}|de|al))*(?:(?!,\s*(?:(?i:{WEEKDAY}|{MONTH})\b|\d)){_REGION}){{0,2}})"
    rf"(?:(?:,?\s+|\s+-\s+)(?P<day>(?i:{_DAY})))?,?\s*(?:{_CREDIT}|(?<=[\s,])(?P<bare>[A-Z][\w-]{{1,12}})(?=\s+[-–—]))?"
    rf"(?P<end>{_DASH}|:\s+|(?<=[)\]])\s+)"
)
# in ordinary letters, a day or an agency must follow: ``Paris (AFP) -``  ``Geneva, 5 May 2014 –``
_IN_LETTERS = re.compile(
    rf"(?P<place>{_NAME}(?:[ /\-]{_NAME}){{0,3}}(?:(?!,\s*(?:(?i:{WEEKDAY}|{MONTH})\b|\d)){_REGION}){{0,2}})"
    rf"(?:,?\s+(?P<day>(?i:{_DAY})))?,?\s*(?:{_CREDIT})?(?P<end>{_DASH}|(?<=[)\]])\s+)"
)
# an agency alone: ``(CNN) --``
_CREDIT_ALONE = re.compile(rf"{_CREDIT}(?P<end>{_DASH}|\s+)")
# a name in brackets that is an agency's by its form
_HOUSE = re.compile(r"(?:[A-Z][\w.&'’-]*\s+){1,4}(?:News|Press|Agency|Wire|Newswire|Service|Media|Radio)|[A-Z]{3,6}")
# what must follow: a sentence, so that ``FIVE DEAD - POLICE`` is a headline
_SENTENCE = re.compile(r"[\"'“‘(\[]?\w[^\n]*[a-z]")


@dataclass(frozen=True, slots=True)
class Dateline:
    """An opening such as ``PARIS, Jan. 7 (Reuters) -``; ``span`` runs to the first word of the prose."""

    span: Span
    place: str | None
    day: WrittenDay | None = None
    agencies: tuple[str, ...] = ()


def dateline(text: str) -> Dateline | None:
    """The first line near the top that opens as wire copy does, or None.

    ``ALGIERS – The army ...``, ``BAGHDAD, Iraq —``, ``LONDON (AP) —``, ``PARIS, Jan. 7 (Reuters) -``,
    ``Kathmandu, 12 May 2015 –``, ``(CNN) --``.  Not ``UPDATE: ...``, not ``The siege – now over – ...``.
    """
    for start, line in _top_lines(text):
        for form in (_IN_CAPITALS, _IN_LETTERS, _CREDIT_ALONE):
            match = form.match(line)
            if match and _SENTENCE.match(line, match.end()) and (found := _read(match, start)):
                return found
    return None


def _read(match: re.Match[str], start: int) -> Dateline | None:
    parts = match.groupdict()
    place, credit = parts.get("place"), parts.get("credit") or parts.get("bare") or ""
    days = list(written_days(parts.get("day") or ""))
    agencies = listed(credit) or _unlisted(parts.get("credit") or "")
    if place and (house := agency(place)):
        place, agencies = None, (house, *agencies)
    if place is None and not agencies:
        return None
    if place and not _stands(place, match, bool(days), agencies):
        return None
    return Dateline(Span(start, start + match.end()), place, days[0] if days else None, agencies)


def _unlisted(credit: str) -> tuple[str, ...]:
    """An agency of no list, by its form alone: ``(XYZ News)``, ``(GNNS)``; not ``(Monday)``, ``(DC)``."""
    return (credit.strip(),) if _HOUSE.fullmatch(credit.strip()) else ()


def _stands(place: str, match: re.Match[str], dated: bool, agencies: tuple[str, ...]) -> bool:
    """True unless the words before the dash are a label, a number word or an ordinary phrase."""
    if place.upper() in standard().words("agencies", "not_places") or len(place.strip(".")) < 3:
        return False
    if match.re is _IN_LETTERS:
        return bool(agencies) or (dated and bool(match["end"].strip()))
    if match["end"].strip() == ":":  # a headline's "LIKELY FOE: ..." does not end as a sentence does
        return len(place.split()) <= 3 and re.search(r"[.!?\"”')]\s*$", match.string) is not None
    if not match["end"].strip():  # no dash: ``PARIS (AP) Gunmen ...``
        return bool(agencies)
    return True


def _top_lines(text: str) -> Iterator[tuple[int, str]]:
    """The first lines that hold anything, each with its offset (past its own indent)."""
    found, start = 0, 0
    for line in text[:_REACH].splitlines(keepends=True):
        if line.strip():
            indent = len(line) - len(line.lstrip(" \t*_"))
            yield start + indent, line[indent:]
            found += 1
        if found == _LINES:
            return
        start += len(line)
