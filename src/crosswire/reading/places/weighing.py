"""The scene: the place a report is most about, weighed from where and how its places are named.

A place counts more early in the report and after "in", "at", "near"; a country gathers what its places have; the
scene is the most telling place of the first country.  The date line's place counts only where the body names it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from crosswire.lexicon import Lexicon, standard
from crosswire.model import Place
from crosswire.reading.places.vocabulary import Vocabulary, vocabulary

_BEFORE = re.compile(
    r"(?:(\w+)\s+)?([\w'’-]+)(?:\s+(?:the|both|[a-z-]+ern|[a-z]*(?:north|south|east|west)|central|downtown))*\s*$"
)
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])|\n+")
_CAPITAL = re.compile(r"(?:South |North |East |Sri |Saudi |Sierra |New |Burkina |Costa |Puerto )?[A-Z][\w-]+")
#: where somebody who speaks sits: "the Australian embassy in Jakarta said"
_SEATED = re.compile(
    r"\b(?:embassy|consulate|commission|mission|headquarters|bureau|newsroom|correspondents?|spokes\w+|diplomats?|"
    r"lawmakers?|analysts?|experts?) in\s*$"
)
_HOW = {"located": 2.0, "of": 1.2, "moving": 0.8, "bare": 0.8, "beside": 0.3}
_WIDTH = {"exact": 1.3, "near": 1.3, "region": 1.1, "country": 0.6}


def scene(places: Sequence[Place], text: str, lexicon: Lexicon | None = None) -> Place | None:
    """The report's most likely scene, or None if it names no place of its own.

    "BERLIN (AP) - A ferry sank off Zanzibar, Tanzania, on Monday, the German foreign ministry said": Zanzibar.
    """
    words = vocabulary(lexicon or standard())
    body = [place for place in places if place.precision != "dateline" and place.span is not None]
    weights = _weights(body, text, words)
    countries = _countries(body, weights, text, words)
    if not countries:
        return _first(body) or next((place for place in places if place.precision == "dateline"), None)
    country = max(sorted(countries), key=lambda code: countries[code])
    inside = [place for place in body if place.country == country]
    return _most_telling(inside, weights) or _unnamed(country, places)


def _first(body: Sequence[Place]) -> Place | None:
    """A place at sea, given by coordinates alone."""
    return next(iter(body), None)


def _unnamed(country: str, places: Sequence[Place]) -> Place | None:
    """A country spoken of only by its adjective has no place; the date line stands in if it lies there."""
    return next((p for p in places if p.precision == "dateline" and p.country == country), None) or next(
        (p for p in places if p.precision != "dateline"), None
    )


def _weights(body: Sequence[Place], text: str, words: Vocabulary) -> dict[tuple[int, int], float]:
    cuts = [match.start() for match in _SENTENCE.finditer(text)]
    found: dict[tuple[int, int], float] = {}
    for place in body:
        if place.span is not None:
            sentence = bisect_right(cuts, place.span.start)
            relation = _relation(text, place.span.start, words)
            # a country that does or says something is named as a state: "the United States condemns"
            state = 0.5 if place.precision == "country" and relation == "bare" else 1.0
            found[place.span.start, place.span.end] = _early(sentence) * _HOW[relation] * state
    return found


def _early(sentence: int) -> float:
    return 3.0 if sentence < 2 else 1.5 if sentence < 5 else 0.7 if sentence < 15 else 0.4


def _relation(text: str, start: int, words: Vocabulary) -> str:
    if _SEATED.search(text, max(0, start - 60), start):
        return "beside"
    match = _BEFORE.search(text, max(0, start - 60), start)
    second, before = (str(match.group(1)).lower(), match.group(2).lower()) if match else ("", "")
    kind = second if before == "of" else before
    if (
        before in words.located
        or (before == "of" and second in words.inside_of)
        or kind in words.towns
        or kind in words.regions
        or kind in words.plurals
    ):
        return "located"
    if re.search(r"\b[Nn]eighbou?r", text[max(0, start - 60) : start]):
        return "beside"
    return "of" if before == "of" else "moving" if before in words.moving else "bare"


def _countries(
    body: Iterable[Place], weights: Mapping[tuple[int, int], float], text: str, words: Vocabulary
) -> dict[str, float]:
    """What each country's places weigh; an adjective early on adds a little, unless of who speaks ("officials")."""
    found: dict[str, float] = defaultdict(float)
    for place in body:
        if place.country and place.span:
            found[place.country] += weights[place.span.start, place.span.end]
    for match in _CAPITAL.finditer(text, 0, 400):
        country = words.adjectives.get(match.group().lower()) or words.adjectives.get(match.group().split()[-1].lower())
        following = re.match(r"\s+([a-z-]+)", text[match.end() :])
        if country and country in found and not (following and following.group(1) in _SPEAKERS):
            found[country] += 1.5
    return dict(found)


_SPEAKERS = frozenset(
    "official officials minister ministry government police officer officers spokesman spokeswoman authorities "
    "president media agency military army diplomat diplomats embassy news state television foreign "
    "defence defense prime".split()
)


def _most_telling(inside: Sequence[Place], weights: Mapping[tuple[int, int], float]) -> Place | None:
    """Of one country's places: the name that weighs most, a town before its region, a region before the country."""
    sums: dict[str, float] = defaultdict(float)
    first: dict[str, Place] = {}
    for place in inside:
        if place.span:
            sums[place.name] += weights[place.span.start, place.span.end] * _WIDTH[place.precision]
            first.setdefault(place.name, place)
    if not sums:
        return None
    best = max(sums, key=lambda name: sums[name])
    finer = {"country": ("exact", "near", "region"), "region": ("exact", "near")}.get(first[best].precision, ())
    rivals = [name for name in sums if first[name].precision in finer and sums[name] >= 0.33 * sums[best]]
    return first[max(rivals, key=lambda name: sums[name])] if rivals else first[best]
