"""Which of the places of one name is meant: by the wider place said with it, the countries spoken of, and size."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from crosswire.model import Place, Span
from crosswire.reading.places.names import Name, initial

#: a town of fewer people in a country that the report does not speak of is another place of that name
_SMALL = 200_000


def resolved(names: Sequence[Name], votes: Mapping[str, float]) -> Iterable[Place]:
    """The place meant by each name; names that fit nothing the report speaks of are left out."""
    total = sum(votes.values())
    share = {country: count / total for country, count in votes.items()} if total else {}
    for name in names:
        if not name.candidates:
            yield _unknown(name, share)
            continue
        best = max(name.candidates, key=lambda place: _score(place, name, share))
        if _fits(best, name, share):
            precision = best.precision if best.precision != "exact" or not name.near else "near"
            yield replace(best, name=_shown(name, best), precision=precision, span=Span(name.start, name.end))


def _unknown(name: Name, share: Mapping[str, float]) -> Place:
    """A town that no gazetteer holds: its country is the one said with it, else the one most spoken of."""
    country = min(name.within) if name.within else max(sorted(share), key=lambda code: share[code], default=None)
    shown = " ".join(name.text.split())
    return Place(shown, country, None, None, "near" if name.near else "exact", Span(name.start, name.end))


def _shown(name: Name, best: Place) -> str:
    """The name as written; in capitals, as the gazetteer spells it."""
    return best.name if name.text.isupper() and len(name.text) > 3 else " ".join(name.text.split())


def _score(place: Place, name: Name, share: Mapping[str, float]) -> float:
    """People by powers of ten, two for being all that the report speaks of, and what the words around say."""
    score = math.log10(place.population + 1000) + 2 * share.get(place.country or "", 0.0)
    if place.country in name.within:
        score += 3 + _close(place, name.wider)
    if place.precision == "country":
        score += 0.8
    if place.precision == "region":
        score += 2.5 if name.kind == "region" else 0
    else:
        score += 1 if name.kind != "region" else 0
    if share and place.country not in share and place.country not in name.within and place.population < _SMALL:
        score -= 2
    return score - (1.5 if _foreign(place, name) else 0)


def _close(place: Place, wider: Sequence[Place]) -> float:
    """``Arlington, Virginia``: of several in one country, the one near the middle of the region said."""
    regions = [w for w in wider if w.precision == "region" and w.country == place.country]
    if not regions or place.precision == "region" or place.latitude is None or place.longitude is None:
        return 0.0
    apart = min(abs(place.latitude - (w.latitude or 0)) + abs(place.longitude - (w.longitude or 0)) for w in regions)
    return max(0.0, 3 - apart / 3)


def _foreign(place: Place, name: Name) -> bool:
    """True if the place is mostly called otherwise: its own name begins with other letters."""
    return initial(place.name) != initial(name.text)


def _fits(best: Place, name: Name, share: Mapping[str, float]) -> bool:
    """False for a small namesake in a country that the report has nothing to do with."""
    if best.precision == "country" or not share or best.country in share or best.country in name.within:
        return True
    return best.population >= _SMALL and not _foreign(best, name) and max(share.values()) < 0.7
