"""Weights that several policies use: age, agreement, vague words, and the record of what was set aside and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from crosswire.algebra import Bounds, agree, apart
from crosswire.lexicon import standard
from crosswire.model import Step
from crosswire.policies.stands import Settlement, Stand

#: between two numbers that agree in rounding no report has as many as this
NEIGHBOURS = 12
_NEVER = datetime.min.replace(tzinfo=UTC)
_WEAKNESS = (("denied", "denied"), ("superseded", "replaced by its own report"), ("feared", "only feared"))
_DUBIOUS = ("alleged", "unverified", "unclear")
ATTACKERS = frozenset({"perpetrator"})
#: those who fight, and speak of the fight
PARTIES = frozenset({"perpetrator", "belligerent"})
AGREES = "agrees with the figure shown"


class Record:
    """Which stands a policy lets pass, and why it set the others aside.

    ``barred`` are those whose word does not count, even if their number is the one shown; ``passed`` those that only
    came second, and may yet agree with it.
    """

    def __init__(self, stands: Sequence[Stand]) -> None:
        self.stands = stands
        self.barred: dict[str, str] = {}
        self.passed: dict[str, str] = {}

    def bar(self, stands: Sequence[Stand], why: Callable[[Stand], str | None]) -> list[Stand]:
        """The stands to which no reason applies; the others' word does not count."""
        return self._sift(stands, why, self.barred)

    def bar_if_others(self, stands: Sequence[Stand], why: Callable[[Stand], str | None]) -> list[Stand]:
        """As `bar`, but nobody is barred where nobody would be left."""
        return self.bar(stands, why) if any(why(s) is None for s in stands) else list(stands)

    def keep(self, stands: Sequence[Stand], test: Callable[[Stand], bool], why: str) -> list[Stand]:
        """The stands that pass the test; the others came second for the reason given."""
        return self._sift(stands, lambda s: None if test(s) else why, self.passed)

    @staticmethod
    def _sift(stands: Sequence[Stand], why: Callable[[Stand], str | None], into: dict[str, str]) -> list[Stand]:
        kept = []
        for stand in stands:
            reason = why(stand)
            if reason is None:
                kept.append(stand)
            else:
                into.setdefault(stand.claim, reason)
        return kept

    def steps(self, used: Mapping[str, str], shown: Bounds | None = None) -> tuple[Step, ...]:
        """One step for every stand, in their order.  ``used`` gives the reasons of those the figure rests on.

        Those that came second are used too if the figure ``shown`` makes what they say true: 15 that of "at least 12".
        """
        return tuple(self._step(stand, used, shown) for stand in self.stands)

    def _step(self, stand: Stand, used: Mapping[str, str], shown: Bounds | None) -> Step:
        if stand.claim in used:
            return Step(stand.claim, True, used[stand.claim])
        if stand.claim in self.barred:
            return Step(stand.claim, False, self.barred[stand.claim])
        if shown is not None and (agree(stand.bounds, shown) or not apart(stand.bounds, shown)):
            return Step(stand.claim, True, AGREES)
        return Step(stand.claim, False, self.passed.get(stand.claim, "another figure was chosen"))


def settled(
    record: Record, rule: str, best: int | None, chosen: Stand, used: Sequence[Stand], reason: str, why: str
) -> Settlement:
    """The settlement of a policy that records one number: the bounds are those that the claims it rests on state.

    ``why`` is the step's reason of the claims used.
    """
    low, high = extremes(used)
    if best is not None:
        low = best if low is None else min(low, best)
        high = None if high is None else max(high, best)
    shown = None if best is None else Bounds(best, best, near=chosen.bounds.near)
    steps = record.steps({stand.claim: why for stand in used}, shown)
    return Settlement(low, best, high, chosen.claim if best is not None else None, rule, reason, steps)


def blank(record: Record, rule: str, reason: str) -> Settlement:
    """Nothing is shown: every claim is set aside, for its own reason or for this one."""
    steps = tuple(
        Step(s.claim, False, record.barred.get(s.claim) or record.passed.get(s.claim) or reason) for s in record.stands
    )
    return Settlement(None, None, None, None, rule, reason, steps)


def no_column(rule: str, stands: Sequence[Stand]) -> bool:
    """True if the codebook has no column for this status."""
    columns = standard().table("policies")["columns"][rule]
    return any(stand.status not in columns for stand in stands)


def extremes(stands: Sequence[Stand]) -> tuple[int | None, int | None]:
    """The smallest low and the largest high stated; no high if one is open above, no low if none states one."""
    counted = [s for s in stands if not s.bounds.vague] or stands  # "many" does not lower 4,001
    lows = [s.bounds.low for s in counted if s.bounds.low is not None]
    highs = [s.bounds.high for s in counted if s.bounds.high is not None]
    return min(lows, default=None), None if len(highs) < len(counted) else max(highs, default=None)


def coded(rule: str, stand: Stand) -> int | None:
    """The one number the codebook would write: its own number for a vague word, the lower end of a range.

    None for a word it has no number for, and for a bare upper bound.
    """
    if stand.bounds.vague:
        return worded(rule, stand.words)
    return stand.bounds.value if stand.bounds.value is not None else stand.bounds.low


def worded(rule: str, words: str) -> int | None:
    """The number that the codebook writes for a vague word, by the longest phrase of its table; None if it has none."""
    table: Mapping[str, int] = standard().table("policies")["words"].get(rule, {})
    said = f" {' '.join(words.casefold().split())} "
    found = [phrase for phrase in table if f" {phrase} " in said]
    return table[max(found, key=len)] if found else None


def rank(rule: str, kind: str) -> int:
    """The line of a kind of source in the codebook's order; the first is heard first."""
    rows: Sequence[Sequence[str]] = standard().table("policies")["ranks"][rule]
    return next((place for place, kinds in enumerate(rows) if kind in kinds), len(rows) - 1)


def weakness(stand: Stand) -> str | None:
    """Why the stand bounds nothing by its own words: denied, replaced by its own report, only feared; else None."""
    if not stand.weak:
        return None
    return next((why for label, why in _WEAKNESS if label in stand.certainty), "denied or only feared")


def doubt(stand: Stand) -> str | None:
    """Why the stand is of questionable validity by its own words: alleged, unverified, unclear; else None."""
    label = next((label for label in _DUBIOUS if label in stand.certainty), None)
    return f"its own words call it {label}" if label else None


def age(stand: Stand) -> float:
    """Seconds before the end of time: the latest first, the undated last."""
    return -((stand.when or _NEVER) - _NEVER).total_seconds()


def day(stand: Stand) -> str:
    """The day on which it was published, in UTC; the empty string for an undated one, before all days."""
    return stand.when.astimezone(UTC).date().isoformat() if stand.when else ""


def outdone(stand: Stand, top: int) -> bool:
    """True of "at least 13" beside "more than 90": true, and no one's best figure."""
    return stand.growing and stand.bounds.high is None and (stand.bounds.low or 0) < top


def highest(stands: Iterable[Stand]) -> int:
    """The largest low that any of them states."""
    return max((s.bounds.low or 0 for s in stands), default=0)


def confirmed(stands: Sequence[Stand]) -> dict[Bounds, int]:
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
