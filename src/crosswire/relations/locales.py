"""Where a figure lies: the country, when a story spans several, and the spot within it.

A figure of another country than the story's own is another group ("three deaths in South Africa" beside 500 in
Zimbabwe); one of a named spot may be inside one that names none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crosswire.model import Claim
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
    ministry abroad that confirms one dead moves no scene.
    """
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
