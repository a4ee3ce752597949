"""Places given by their coordinates: ``28.05N 9.64E``, ``35.0°S, 71.2°W``, ``4°12′N 73°31′E``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crosswire.model import Place, Span

_ANGLE = (
    r"(\d{1,3}(?:\.\d+)?)\s*(?:°|º|degrees)?\s*(?:(\d{1,2}(?:\.\d+)?)\s*['′’]\s*)?(?:(\d{1,2}(?:\.\d+)?)\s*[\"″”]\s*)?"
)
_PAIR = re.compile(rf"(?<![\d.]){_ANGLE}([NS])(?:orth)?\b\s*[,;/]?\s*(?:and\s+)?{_ANGLE}([EW])(?:ast|est)?\b")
#: cheap to look for first: a number with a side of the equator
_SIDE = re.compile(r"\d[°º′'’\"″ a-z]{0,9}[NS]")


def coordinates(text: str) -> Iterator[Place]:
    """Each pair of a latitude and a longitude that a globe has."""
    if _SIDE.search(text) is None:
        return
    for match in _PAIR.finditer(text):
        latitude = _degrees(*match.group(1, 2, 3, 4))
        longitude = _degrees(*match.group(5, 6, 7, 8))
        if abs(latitude) <= 90 and abs(longitude) <= 180:
            yield Place(match.group(), None, latitude, longitude, "exact", Span(*match.span()))


def _degrees(degrees: str, minutes: str | None, seconds: str | None, side: str) -> float:
    value = float(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    return round(-value if side in "SW" else value, 4)
