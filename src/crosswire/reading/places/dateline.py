"""The place a report was sent from, which need not be the scene: ``GOMA, Congo (AP) -``, ``Lima, June 3 —``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crosswire.model import Gazetteer, Place, Sentence, Span

_NAME = r"[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){0,3}"
_LINE = re.compile(
    rf"^[ \t]*(?P<town>{_NAME})(?:, (?P<more>{_NAME}))?(?:, (?:{_NAME}|\w+\.? \d{{1,2}}(?:, \d{{4}})?))*"
    r"[ ]*(?:\([^()\n]{2,40}\)[ ]*)?(?:[–—]|--?)[ ]",
    re.MULTILINE,
)
#: a date line stands before the text, below a headline and a line of names and dates at most
_WITHIN = 700


def dateline(text: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The place of the first date line, or none; its precision is dateline."""
    for match in _LINE.finditer(text[:_WITHIN]):
        town, more = match.group("town"), match.group("more")
        candidates = gazetteer.named(town)
        if not candidates or (not town.isupper() and not _signed(match.group())):
            continue
        wide = {place.country for place in gazetteer.named(more)} if more else set()
        best = next((place for place in candidates if place.country in wide), _largest(candidates))
        name = town if not town.isupper() or len(town) <= 3 else best.name if best.name.isascii() else town.title()
        return (replace(best, name=name, precision="dateline", span=Span(*match.span("town"))),)
    return ()


def _signed(line: str) -> bool:
    """Mixed case before a dash may be any headline: it takes an agency or a month beside it."""
    return "(" in line or re.search(r", \w+\.? \d", line) is not None


def _largest(candidates: Sequence[Place]) -> Place:
    towns = [place for place in candidates if place.precision == "exact"]
    return max(towns or candidates, key=lambda place: place.population)


def without(sentences: Sequence[Sentence], line: Sequence[Place]) -> tuple[tuple[int, int, bool], ...]:
    """The stretches to look for names in: sentences, less the date line; and whether each is a heading."""
    cut = line[0].span.end if line and line[0].span else -1
    return tuple(
        (max(s.start, cut) if s.start <= cut < s.end else s.start, s.end, s.heading)
        for s in sentences
        if not (s.end <= cut and line) or s.end < (line[0].span.start if line and line[0].span else 0)
    )
