"""Crosswire's own three rules: low-best-high, majority, latest-official.

They bound a figure by what every credible origin said last and take as best one that some claim states.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crosswire.algebra import agree, apart
from crosswire.model import Step
from crosswire.policies.stands import Settlement, Stand
from crosswire.policies.weighing import AGREES, age, confirmed, extremes, highest, outdone, weakness

#: who is believed at an equal date; a perpetrator's number is context, the report's own voice names nobody
_AUTHORITY = {
    "official": 0, "military": 1, "hospital": 1, "rights monitor": 2, "aid group": 2, "company": 2, "state media": 3,
    "agency": 3, "tally": 3, "outlet": 4, "expert": 4, "witness": 5, "other": 4, "own voice": 5, "belligerent": 7,
    "perpetrator": 8,
}  # fmt: skip
_OFFICIAL = frozenset({"official", "military"})


def low_best_high(stands: Sequence[Stand]) -> Settlement:
    """The smallest low and largest high any credible origin states; best is the latest, then the most confirmed.

    At an equal date a figure that nobody doubts comes before one told as unverified, and an official one before the
    attackers' own, which bound nothing when others speak.
    """
    credible = _credible(stands)
    given = confirmed(credible)
    best = _first(credible, lambda s: (age(s), _doubted(s), -given[s.bounds], not s.bounds.exact, _authority(s)))
    why = "the latest figure, then the one most origins give"
    return _settled("low-best-high", stands, credible, best, why)


def majority(stands: Sequence[Stand]) -> Settlement:
    """Best is the figure that most independent origins give; of equally many the latest."""
    credible = _credible(stands)
    given = confirmed(credible)
    best = _first(credible, lambda s: (-given[s.bounds], age(s), not s.bounds.exact, _authority(s)))
    return _settled("majority", stands, credible, best, "the figure that most origins give")


def latest_official(stands: Sequence[Stand]) -> Settlement:
    """Only what officials said last; every origin's figures where no official gives one."""
    official = [s for s in stands if s.kind in _OFFICIAL and not s.weak]
    credible = official or _credible(stands)
    best = _first(credible, lambda s: (age(s), not s.bounds.exact, _authority(s)))
    why = "the latest official figure" if official else "no official gives a figure: the latest of all"
    return _settled("latest-official", stands, credible, best, why)


def _credible(stands: Sequence[Stand]) -> Sequence[Stand]:
    """Without the denied and merely feared, and without the attackers' word, as long as anything is left."""
    firm = [s for s in stands if not s.weak] or stands
    return [s for s in firm if s.kind != "perpetrator"] or firm


def _settled(rule: str, stands: Sequence[Stand], credible: Sequence[Stand], best: Stand | None, why: str) -> Settlement:
    low, high = extremes(credible)
    reason = why if best is not None else "no figure that stands is a plain number: only its bounds are shown"
    heard = {stand.claim for stand in credible}
    steps = tuple(_step(rule, stand, stand.claim in heard, best, (low, high)) for stand in stands)
    return Settlement(low, best.bounds.value if best else None, high, best.claim if best else None, rule, reason, steps)


def _step(rule: str, stand: Stand, heard: bool, best: Stand | None, shown: tuple[int | None, int | None]) -> Step:
    """Used: the figure shown, what agrees with it, and what gives a bound."""
    if best is not None and stand.claim == best.claim:
        return Step(stand.claim, True, "gives the figure shown")
    if best is not None and (agree(stand.bounds, best.bounds) or not apart(stand.bounds, best.bounds)):
        return Step(stand.claim, True, AGREES if heard else f"{AGREES}; bounds nothing")
    if not heard:
        return Step(stand.claim, False, _unheard(rule, stand))
    bounds = [word for word, n, own in _ends(stand, shown) if n is not None and n == own]
    if best is None or bounds:
        return Step(stand.claim, True, f"gives the {' and the '.join(bounds)}" if bounds else "within the bounds shown")
    return Step(stand.claim, False, "neither the figure shown nor a bound of it")


def _ends(stand: Stand, shown: tuple[int | None, int | None]) -> tuple[tuple[str, int | None, int | None], ...]:
    return ("low", shown[0], stand.bounds.low), ("high", shown[1], stand.bounds.high)


def _unheard(rule: str, stand: Stand) -> str:
    why = weakness(stand)
    if why is None and stand.kind == "perpetrator":
        why = "the attackers' own word, which is context where others speak"
    return why or ("no official figure" if rule == "latest-official" else "others are more credible")


def _first(stands: Sequence[Stand], key: Callable[[Stand], tuple[object, ...]]) -> Stand | None:
    """The stand that comes first by the key; a tie goes to the larger of a figure that can only grow."""
    top = highest(stands)
    plain = [s for s in stands if s.bounds.value is not None and not outdone(s, top)]
    plain = plain or [s for s in stands if s.bounds.value is not None]
    return min(plain, key=lambda s: (*key(s), -(s.bounds.value or 0) if s.growing else 0, s.place), default=None)


def _doubted(stand: Stand) -> bool:
    return "unverified" in stand.certainty


def _authority(stand: Stand) -> int:
    """A source without a name has the authority of a witness at most."""
    return max(_AUTHORITY.get(stand.kind, 4), _AUTHORITY["witness"] if stand.unnamed else 0)
