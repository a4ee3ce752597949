"""Published rules that settle what a tally shows: low, best and high of what every origin said last.

No policy invents a number: each bound is one that some claim states.  Every rule keeps the claims it sets aside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from crosswire.algebra import Bounds, agree
from crosswire.errors import UnknownPolicy

DEFAULT = "low-best-high"

#: who is believed at an equal date; a perpetrator's number is context, the report's own voice names nobody
_AUTHORITY = {
    "official": 0, "military": 1, "hospital": 1, "rights monitor": 2, "aid group": 2, "company": 2, "state media": 3,
    "agency": 3, "tally": 3, "outlet": 4, "expert": 4, "witness": 5, "other": 4, "own voice": 5, "belligerent": 7,
    "perpetrator": 8,
}  # fmt: skip
_OFFICIAL = frozenset({"official", "military"})
#: between two numbers that agree in rounding no report has as many as this
NEIGHBOURS = 12
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stand:
    """What one origin said last.

    ``kind`` is that of its source ("own voice" without one), ``place`` its turn in the order said, ``weak`` true
    of what is denied or only feared, ``growing`` of a state that nobody leaves.
    """

    claim: str
    bounds: Bounds
    root: str
    kind: str
    when: datetime | None
    place: int
    weak: bool = False
    growing: bool = True


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a policy makes of the stands; ``chosen`` is the claim that gives ``best``."""

    low: int | None
    best: int | None
    high: int | None
    chosen: str | None
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Policy:
    """A named rule; ``summary`` is one sentence for a person."""

    name: str
    summary: str
    settle: Callable[[Sequence[Stand]], Settlement]


def policy_named(name: str) -> Policy:
    """The policy of that name; raises UnknownPolicy, naming those there are."""
    try:
        return POLICIES[name]
    except KeyError:
        raise UnknownPolicy(f"no policy named {name!r}; there are: {', '.join(sorted(POLICIES))}") from None


def low_best_high(stands: Sequence[Stand]) -> Settlement:
    """The smallest low and largest high any credible origin states; best is the latest, then the most confirmed.

    At an equal date an official figure comes before the attackers' own, which bound nothing when others speak.
    """
    credible = _credible(stands)
    confirmed = _confirmed(credible)
    best = _first(credible, lambda s: (_age(s), -confirmed[s.bounds], not s.bounds.exact, _authority(s)))
    return _settled("low-best-high", credible, best, "the latest figure, then the one most origins give")


def majority(stands: Sequence[Stand]) -> Settlement:
    """Best is the figure that most independent origins give; of equally many the latest."""
    credible = _credible(stands)
    confirmed = _confirmed(credible)
    best = _first(credible, lambda s: (-confirmed[s.bounds], _age(s), not s.bounds.exact, _authority(s)))
    return _settled("majority", credible, best, "the figure that most origins give")


def latest_official(stands: Sequence[Stand]) -> Settlement:
    """Only what officials said last; every origin's figures where no official gives one."""
    official = [s for s in stands if s.kind in _OFFICIAL and not s.weak]
    credible = official or _credible(stands)
    best = _first(credible, lambda s: (_age(s), not s.bounds.exact, _authority(s)))
    why = "the latest official figure" if official else "no official gives a figure: the latest of all"
    return _settled("latest-official", credible, best, why)


POLICIES: Mapping[str, Policy] = {
    policy.name: policy
    for policy in (
        Policy("low-best-high", "range of all credible origins; best is the latest figure", low_best_high),
        Policy("majority", "best is what most independent origins give", majority),
        Policy("latest-official", "what officials said last", latest_official),
    )
}


def _credible(stands: Sequence[Stand]) -> Sequence[Stand]:
    """Without the denied and merely feared, and without the attackers' word, as long as anything is left."""
    firm = [s for s in stands if not s.weak] or stands
    return [s for s in firm if s.kind != "perpetrator"] or firm


def _settled(rule: str, stands: Sequence[Stand], best: Stand | None, why: str) -> Settlement:
    counted = [s for s in stands if not s.bounds.vague] or stands  # "many" does not lower 4,001
    lows = [s.bounds.low for s in counted if s.bounds.low is not None]
    highs = [s.bounds.high for s in counted if s.bounds.high is not None]
    low = min(lows, default=None)
    high = None if len(highs) < len(counted) else max(highs, default=None)
    reason = why if best is not None else "no figure that stands is a plain number: only its bounds are shown"
    return Settlement(low, best.bounds.value if best else None, high, best.claim if best else None, rule, reason)


def _first(stands: Sequence[Stand], key: Callable[[Stand], tuple[object, ...]]) -> Stand | None:
    """The stand that comes first by the key; a tie goes to the larger of a figure that can only grow."""
    top = max((s.bounds.low or 0 for s in stands), default=0)
    plain = [s for s in stands if s.bounds.value is not None and not _outdone(s, top)]
    plain = plain or [s for s in stands if s.bounds.value is not None]
    return min(plain, key=lambda s: (*key(s), -(s.bounds.value or 0) if s.growing else 0, s.place), default=None)


def _outdone(stand: Stand, top: int) -> bool:
    """True of "at least 13" beside "more than 90": true, and no one's best figure."""
    return stand.growing and stand.bounds.high is None and (stand.bounds.low or 0) < top


def _age(stand: Stand) -> float:
    """Seconds before the end of time: the latest first, the undated last."""
    return -((stand.when or _NEVER) - _NEVER).total_seconds()


def _confirmed(stands: Sequence[Stand]) -> dict[Bounds, int]:
    """How many origins give each figure or one that agrees with it; figures are compared with their neighbours only."""
    roots: dict[Bounds, set[str]] = defaultdict(set)
    for stand in stands:
        roots[stand.bounds].add(stand.root)
    ordered = sorted(roots, key=lambda b: (b.size, b.low is None, b.high or 0, b.near, b.vague))
    found = {}
    for place, one in enumerate(ordered):
        near = ordered[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1]
        found[one] = len(set().union(*(roots[other] for other in near if agree(one, other))))
    return found


def _authority(stand: Stand) -> int:
    return _AUTHORITY.get(stand.kind, 4)
