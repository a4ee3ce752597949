"""Where a figure lies: the country, when a story spans several, and the spot within it.

A figure of another country than the story's own is another group ("three deaths in South Africa" beside 500 in
Zimbabwe); one of a named spot may be inside one that names none.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from crosswire.model import Claim, Place
from crosswire.relations.assertion import Assertion
from crosswire.relations.names import country_named, country_of
from crosswire.relations.surroundings import Texts

_IN = re.compile(
    r"\b(?i:in|at|near|across|throughout|inside|around|outside)\s+(?:the\s+)?((?:[A-Z][\w.’'-]*)(?:\s+(?:of\s+)?[A-Z][\w.’'-]*){0,3})"
)
#: capitalised words after "in" and "at" that are no places
_TIMES = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday"
    r"|Thursday|Friday|Saturday|Sunday|All|Total|GMT)\b"
)


def located(assertions: Sequence[Assertion], texts: Texts) -> list[Assertion]:
    """The assertions of one story with ``where`` set on those of another country than most.

    Nothing is set in a story of one country, nor on a figure whose country is not said: it may count them all.  A
    ministry abroad that confirms one dead moves no scene.  Where a report counts by towns ("71 in Adiyaman, 98 in
    Antakya"), each town's people are a group of their own, and some of the whole.
    """
    return _broken_down(_abroad(assertions, texts))


def _abroad(assertions: Sequence[Assertion], texts: Texts) -> list[Assertion]:
    codes = [_country(one, texts) for one in assertions]
    counts = Counter(code for one, code in zip(assertions, codes, strict=True) if code and one.size != 1)
    if len(counts) < 2:
        return list(assertions)
    first = max(sorted(counts), key=lambda code: counts[code])
    home = first if 2 * counts[first] > counts.total() else None
    return [
        replace(one, cohort=replace(one.cohort, where=code)) if code and code != home else one
        for one, code in zip(assertions, codes, strict=True)
    ]


#: kilometres within which two names may stand for one scene: the town, and the plant outside it
_NEAR = 12.0


def _broken_down(assertions: Sequence[Assertion]) -> list[Assertion]:
    """With ``where`` set on figures of the towns that some report sets side by side in one state."""
    told: dict[tuple[str, str | None], dict[str, Place]] = defaultdict(dict)
    for one in assertions:
        place = _town(one)
        if place and one.size > 1 and not one.cohort.where:
            told[one.claim.document, one.claim.status].setdefault(place.name.casefold(), place)
    towns: dict[str, Place] = {}
    for places in told.values():
        if any(_far(a, b) for a, b in combinations(places.values(), 2)):
            towns.update(places)
    return [_in_town(one, towns) for one in assertions] if towns else list(assertions)


def _in_town(one: Assertion, towns: Mapping[str, Place]) -> Assertion:
    place = _town(one)
    if place is None or one.cohort.where or place.name.casefold() not in towns:
        return one
    return replace(one, cohort=replace(one.cohort, where=place.name.casefold()))


def _town(one: Assertion) -> Place | None:
    place = one.claim.place
    return place if place and place.precision in ("exact", "near") else None


def _far(one: Place, other: Place) -> bool:
    """True of two towns; where one of them is on no map their names alone part them."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return one.name.casefold() != other.name.casefold()
    north = 111.2 * (float(one.latitude or 0) - float(other.latitude or 0))
    east = 111.2 * (float(one.longitude or 0) - float(other.longitude or 0))
    east *= math.cos(math.radians(float(one.latitude or 0)))
    return math.hypot(north, east) > _NEAR


def _country(one: Assertion, texts: Texts) -> str | None:
    """The country said of the figure, else that of the state whose officials count; not where they count their own.

    "Japan said seven of its citizens were dead" tells of Japanese abroad.
    """
    said = _said(one, texts)
    if said:
        return said
    state = country_of(one.claim.sources[0]) if one.claim.sources else None
    return None if state and state in {country_named(people) for people in one.cohort.nationality} else state


def _said(one: Assertion, texts: Texts) -> str | None:
    """The country of the place that the figure's own words name."""
    place = one.claim.place
    if place and place.country:
        return place.country
    return next((code for name in _names(one.claim, texts) if (code := country_named(name))), None)


def spot(claim: Claim, texts: Texts) -> str | None:
    """The place within a country that the figure's own clause names, folded for comparing."""
    if claim.place:
        return None if claim.place.precision == "country" else claim.place.name.casefold()
    return next((name.casefold() for name in _names(claim, texts) if not country_named(name)), None)


def _names(claim: Claim, texts: Texts) -> Iterator[str]:
    """Names after "in" and "at" in the number's own clause, those after the number first."""
    setting = texts.setting(claim)
    for words in (setting.clause_after.split(",")[0], setting.clause_before):
        for match in _IN.finditer(words):
            if not _TIMES.match(match.group(1)):
                yield match.group(1).rstrip(".’'")
