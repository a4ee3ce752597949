"""Arithmetic of stated bounds: what two figures allow together, what follows from them, what cannot hold.

A figure is an interval as said: "32" is [32, 32], "at least 32" [32, ...), "up to 41" [0, 41], "nearly 200" is 200
give or take what its rounding hides.  Nothing here knows people or reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import ceil, floor
from typing import Any

from crosswire.lexicon import standard
from crosswire.model import Claim

#: "around 40" is meant within half its rounding, and within a tenth: "around 100" would else reach from 50 to 150
NEAR = 0.1
_WORD = re.compile(r"[a-z]+")

#: the number in the words and what kind of bound it is; equal ones are one number said twice
Numeral = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Stated bounds, None where not stated; ``near`` for "around", ``vague`` for "dozens", "scores".

    ``said`` is the number in the words of an open bound where it is known: 10 of "more than 10", 11 of "at least 11".
    """

    low: int | None
    high: int | None
    near: bool = False
    vague: bool = False
    said: int | None = field(default=None, compare=False)

    @property
    def exact(self) -> bool:
        """True for a plain number."""
        return self.low is not None and self.low == self.high and not self.near

    @property
    def at_least(self) -> bool:
        """True for "at least 20": a count that may be behind the times, no rounding of a known one as "over 40" is."""
        return self.low is not None and self.high is None and not self.vague and _floor(self) == self.low

    @property
    def value(self) -> int | None:
        """The one number a person would repeat: 32 of "32", "around 32" or "at least 32"; none of "dozens"."""
        if self.vague:
            return None
        if self.low is not None and self.high in (None, self.low):
            return self.low
        return None

    @property
    def size(self) -> int:
        """The number by which figures of one group are ranked: the stated low, else the high."""
        return self.low if self.low is not None else self.high or 0

    @property
    def numeral(self) -> Numeral:
        """What makes two figures the same number: 32 and 32, "at least 40" and "more than 40"; never "up to 40"."""
        if self.low is None:
            return (_said(self.high or 0, 1), -1)
        if self.high is None:
            return (_floor(self), None)
        return (self.low, None if self.low == self.high else self.high)


def bounds(claim: Claim) -> Bounds:
    """The bounds a claim states; crossed ones are put in order, so that no later sum can fail."""
    low, high = claim.low, claim.high
    if low is not None and high is not None and low > high:
        low, high = high, low
    near = claim.approximate and low is not None and low == high
    vague = claim.approximate and high is None and is_vague(claim.number_text or "")
    return Bounds(low, high, near, vague, _worded(claim.number_text or "") if (low is None) != (high is None) else None)


@cache
def _worded(text: str) -> int | None:
    """The number that plain words or digits spell: 1200 of "1,200", 25 of "twenty-five"; None of anything longer."""
    digits = text.replace(",", "")
    if digits.isascii() and digits.isdigit() and len(digits) < 20:
        return int(digits)
    units: Mapping[str, int] = standard().table("numbers")["units"]
    words = text.casefold().split("-")
    known = all(word in units for word in words) and len(words) in (1, 2)
    return sum(units[word] for word in words) if known else None


@cache
def is_vague(text: str) -> bool:
    """True for words that only name an order of magnitude: "dozens", "several hundred", "numerous"."""
    words = set(_WORD.findall(text.casefold()))
    table: Mapping[str, Any] = standard().table("numbers")
    return bool(words & (set(table["vague"]) | set(table["weak"]["words"]) | set(table["weak"]["number_of"])))


def grain(number: int) -> int:
    """The power of ten to which a number is rounded: 2600 to 100, 32 to 1."""
    step = 1
    while number and number % (step * 10) == 0:
        step *= 10
    return step


def agree(one: Bounds, other: Bounds) -> bool:
    """True if two people who know the same number could say these: 194 and "nearly 200", 42 and "over 40".

    "At least 32" agrees with 32 and not with 45: whoever knows 45 does not say so.  "Approximately 2,600" does not
    agree with 2,364.
    """
    (a, b), (c, d) = _reach(one), _reach(other)
    return a <= d and c <= b


def apart(one: Bounds, other: Bounds) -> bool:
    """True if no number fits both: 12 and 15, "at least 100" and 71; never "at least 12" and 15."""
    (a, b), (c, d) = _outer(one), _outer(other)
    return (b is not None and c > b) or (d is not None and a > d)


def fits(part: Bounds, whole: Bounds) -> bool:
    """True if the part can lie in the whole: 11 in 32, 11 in "at least 32"; not 40 in 32.

    Nor 40 in "at least 12": whoever knew of the 40 would not have said 12.
    """
    top = _reach(whole)[1] if whole.high is None else _outer(whole)[1]
    return _outer(part)[0] <= (float("inf") if top is None else top)


def total(parts: Iterable[Bounds]) -> Bounds:
    """The sum: 4 + 14 is 18; 28 and "at least 35" make at least 63."""
    low, high, near = 0, 0, False
    open_above = False
    for part in parts:
        low += part.low or 0
        high += part.high or 0
        open_above |= part.high is None
        near |= part.near
    return Bounds(low, None if open_above else high, near and low == high)


def minus(whole: Bounds, part: Bounds) -> Bounds:
    """What the whole leaves beside the part: 32 less 11 is 21, "at least 32" less 11 at least 21.

    A negative bound says that the part is larger than the whole.
    """
    low = None if whole.low is None or part.high is None else whole.low - part.high
    high = None if whole.high is None else whole.high - (part.low or 0)
    return Bounds(low, high)


def _reach(b: Bounds) -> tuple[float, float]:
    """The numbers that somebody who says this may well have in mind."""
    if b.low is not None and b.high is not None:
        slack = _slack(b.low) if b.near else 0
        return b.low - slack, b.high + slack
    if b.low is not None:
        return b.low, _ceiling(b.low) if b.vague else _top(b)
    if b.high is not None:
        said = _said(b.high, 1)
        return said - grain(said) // 2, b.high
    return 0, float("inf")


def _outer(b: Bounds) -> tuple[float, float | None]:
    """The numbers that would not make this false."""
    slack = _slack(b.low) if b.near and b.low is not None else 0
    return (b.low or 0) - slack, None if b.high is None else b.high + slack


def _slack(number: int) -> float:
    return min(grain(number) / 2, max(number * NEAR, 0))


def _top(b: Bounds) -> int:
    """The largest number of which one would still say this: 50 of "more than 40", 32 of "at least 32"."""
    said = _floor(b)
    return said + grain(said) - (said == b.low)


def _floor(b: Bounds) -> int:
    """The number in the words of a lower bound: as said where that is known, else the rounder of the two it may be."""
    low = b.low or 0
    return b.said if b.said in (low, low - 1) and b.said else _said(low, -1)


def _said(bound: int, step: int) -> int:
    """The number in the words: 41 was said "more than 40", 9 "fewer than 10"."""
    other = bound + step
    return other if other > 0 and grain(other) > grain(bound) else bound


def _ceiling(low: int) -> float:
    """Dozens are under a hundred, hundreds under a thousand; "numerous" has no ceiling."""
    if low <= 2:
        return float("inf")
    top = 10
    while top <= low:
        top *= 10
    return top - 1


# --- sums and parts ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sum:
    """Figures of which ``parts`` share nobody and lie inside ``whole``; all are names of figures.

    ``complete`` says that the parts are all of it: a remainder is told, a list is opened with a colon, "seven women
    and five men"; "including", "of them" and outcomes of those present leave others unsaid.  ``rule`` names the
    reading, for the reason of a violation.
    """

    whole: str
    parts: tuple[str, ...]
    complete: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Violation:
    """Figures that cannot all hold: an irreducible set, and by how many people they miss each other."""

    figures: tuple[str, ...]
    rule: str
    gap: int


@dataclass(frozen=True, slots=True)
class _Known:
    """A bound that follows, and the stated figures from which it does."""

    value: float
    because: frozenset[str]


#: bounds settle in a tree of wholes and parts after as many rounds as it is deep; no report nests deeper
ROUNDS = 12


def propagate(stated: Mapping[str, Bounds], sums: Iterable[Sum]) -> Mapping[str, Bounds]:
    """What the sums make of each figure's bounds, by interval propagation; a figure not stated may be in a sum.

    Part-of: a part is at most its whole, a whole at least its parts together.  Complement and remainder: where the
    parts are all of it, one of them is the whole less the others.  Cumulative and increment ("a sixth", "seven more")
    are a complete sum of what was before and what came.  Crossed bounds (low over high) mean a violation.
    """
    sums = tuple(sums)
    lows, highs = _closure(stated, sums)
    found = {}
    for name in sorted(set(stated) | _named(sums)):
        low, high = lows[name].value, highs[name].value
        found[name] = Bounds(ceil(max(low, 0)), None if high == float("inf") else floor(high))
    return found


def violations(stated: Mapping[str, Bounds], sums: Iterable[Sum]) -> tuple[Violation, ...]:
    """Every smallest set of stated figures that the sums forbid together, smallest first.

    Call it with the figures of one report (or one root) by claim id and the sums that its words make: parts that
    exceed their whole, more accounted for than present, a list shorter or longer than its number, a subset larger than
    its set, a total that is not its sum all come out the same way.  "About 40" gives way by its rounding and "at
    least" is open above, so only what no reading saves is reported.  The rule is that of a sum that ties the set.
    """
    sums = tuple(sums)
    found: dict[frozenset[str], Violation] = {}
    for group in (*((one,) for one in sums), sums):
        clash = _clash(stated, group, sorted(_named(group)))
        if clash:
            names = _irreducible(stated, group, clash)
            rule = next(one.rule for one in group if names & {one.whole, *one.parts})
            found.setdefault(names, Violation(tuple(sorted(names)), rule, _gap(stated, group, names)))
    smallest = [v for names, v in found.items() if not any(other < names for other in found)]
    return tuple(sorted(smallest, key=lambda v: (len(v.figures), v.figures)))


def before(cumulative: Bounds, increment: Bounds) -> Bounds:
    """What a running count was before its last step: "a sixth" leaves 5, "23 dead, seven more today" 16."""
    return minus(cumulative, increment)


def _named(sums: Iterable[Sum]) -> set[str]:
    return {name for one in sums for name in (one.whole, *one.parts)}


Known = dict[str, _Known]


def _closure(stated: Mapping[str, Bounds], sums: Iterable[Sum]) -> tuple[Known, Known]:
    """The tightest lows and highs that follow, each with the figures it rests on; ends at the first crossing."""
    lows: Known = {}
    highs: Known = {}
    for name in sorted(set(stated) | _named(sums)):
        low, high = _outer(stated[name]) if name in stated else (0, None)
        because = frozenset({name}) if name in stated else frozenset()
        lows[name] = _Known(max(low, 0), because if low > 0 else frozenset())
        highs[name] = _Known(float("inf") if high is None else high, because if high is not None else frozenset())
    for _ in range(ROUNDS):
        moved = [_tighten(one, lows, highs) for one in sums]
        if not any(moved) or any(lows[name].value > highs[name].value for name in lows):
            break
    return lows, highs


def _tighten(one: Sum, lows: Known, highs: Known) -> bool:
    """One pass over one sum; True if a bound moved."""
    moved = _raise(lows, one.whole, _together([lows[p] for p in one.parts]))
    if one.complete:
        moved |= _lower(highs, one.whole, _together([highs[p] for p in one.parts]))
    for part in one.parts:
        others = [p for p in one.parts if p != part]
        moved |= _lower(highs, part, _less(highs[one.whole], _together([lows[p] for p in others])))
        if one.complete:
            moved |= _raise(lows, part, _less(lows[one.whole], _together([highs[p] for p in others])))
    return moved


def _together(known: Iterable[_Known]) -> _Known:
    value, because = 0.0, frozenset[str]()
    for one in known:
        value += one.value
        because |= one.because
    return _Known(value, because)


def _less(whole: _Known, part: _Known) -> _Known:
    return _Known(whole.value - part.value, whole.because | part.because)


def _raise(lows: Known, name: str, new: _Known) -> bool:
    if new.value > lows[name].value:
        lows[name] = new
        return True
    return False


def _lower(highs: Known, name: str, new: _Known) -> bool:
    if new.value < highs[name].value:
        highs[name] = new
        return True
    return False


def _clash(stated: Mapping[str, Bounds], sums: tuple[Sum, ...], names: Iterable[str]) -> frozenset[str] | None:
    """The figures behind the first pair of crossed bounds."""
    lows, highs = _closure(stated, sums)
    for name in names:
        if lows[name].value > highs[name].value:
            return lows[name].because | highs[name].because
    return None


def _irreducible(stated: Mapping[str, Bounds], sums: tuple[Sum, ...], names: frozenset[str]) -> frozenset[str]:
    """The set without every figure that the clash can do without."""
    kept = set(names)
    for name in sorted(names):
        rest = {other: stated[other] for other in kept - {name}}
        if _clash(rest, sums, sorted(_named(sums) | set(rest))):
            kept.discard(name)
    return frozenset(kept)


def _gap(stated: Mapping[str, Bounds], sums: tuple[Sum, ...], names: frozenset[str]) -> int:
    """By how many the bounds cross where they cross least."""
    lows, highs = _closure({name: stated[name] for name in names}, sums)
    crossed = [low.value - highs[name].value for name, low in lows.items() if low.value > highs[name].value]
    return int(min(crossed, default=0))
