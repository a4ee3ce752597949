"""Which of the places of one name is meant: by the wider place said with it, the countries spoken of, and size."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from crosswire.model import Place, Span
from crosswire.reading.places.findings import Name
from crosswire.reading.places.vocabulary import Vocabulary

#: a town of fewer people in a country that the report does not speak of is another place of that name
_SMALL = 200_000


def resolved(text: str, names: Sequence[Name], votes: Mapping[str, float], words: Vocabulary) -> Iterable[Place]:
    """The place meant by each name; names that fit nothing the report speaks of are left out."""
    wide = {name.text: name.candidates for name in names}
    total = sum(votes.values())
    share = {country: count / total for country, count in votes.items()} if total else {}
    for name in names:
        countries = _countries(name, wide, words)
        # the doubt of "Clinton, Iowa" is over when Iowa is a place, not when it is a person
        if name.after and not countries and name.relation == "bare" and name.candidates[0].population < _SMALL:
            continue
        best = max(name.candidates, key=lambda place: _score(place, name, countries, share))
        if not _fits(best, name, countries, share):
            continue
        precision = best.precision if best.precision != "exact" or not name.near else "near"
        yield replace(best, name=_shown(name, best), precision=precision, span=Span(name.start, name.end))


def _shown(name: Name, best: Place) -> str:
    """The name as written; in capitals, as the gazetteer spells it."""
    return best.name if name.text.isupper() and len(name.text) > 3 else " ".join(name.text.split())


def _countries(name: Name, wide: Mapping[str, Sequence[Place]], words: Vocabulary) -> frozenset[str]:
    """The countries of the wider place said after the name, if it is one."""
    if name.after is None:
        return frozenset()
    candidates = wide.get(name.after, ())
    return frozenset(p.country for p in candidates if p.country and p.precision in {"country", "region"})


def _score(place: Place, name: Name, countries: frozenset[str], share: Mapping[str, float]) -> float:
    """People by powers of ten, two for being all that the report speaks of, and what the words around say."""
    score = math.log10(place.population + 1000) + 2 * share.get(place.country or "", 0.0)
    if place.country in countries:
        score += 3
    if place.precision == "region":
        score += 2.5 if name.kind == "region" else 0
    else:
        score += 1 if name.kind != "region" else 0
    return score - (1.5 if _foreign(place, name) else 0)


def _foreign(place: Place, name: Name) -> bool:
    """True if the place is mostly called otherwise: its own name begins with other letters."""
    return place.name[:1].lower() != name.text[:1].lower() and name.text[:1].isascii() and place.name[:1].isascii()


def _fits(best: Place, name: Name, countries: frozenset[str], share: Mapping[str, float]) -> bool:
    """False for a small namesake in a country that the report has nothing to do with."""
    if best.precision == "country" or not share or best.country in share or best.country in countries:
        return True
    return best.population >= _SMALL and not _foreign(best, name)
