"""Arithmetic of stated bounds: what two figures allow together, what follows from them, what cannot hold.

A figure is an interval as said: "32" is [32, 32], "at least 32" [32, ...), "up to 41" [0, 41], "nearly 200" is 200
give or take what its rounding hides.  Nothing here knows people or reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
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
    """Stated bounds, None where not stated; ``near`` for "around", ``vague`` for "dozens", "scores"."""

    low: int | None
    high: int | None
    near: bool = False
    vague: bool = False

    @property
    def exact(self) -> bool:
        """True for a plain number."""
        return self.low is not None and self.low == self.high and not self.near

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
            return (_said(self.low, -1), None)
        return (self.low, None if self.low == self.high else self.high)


def bounds(claim: Claim) -> Bounds:
    """The bounds a claim states; crossed ones are put in order, so that no later sum can fail."""
    low, high = claim.low, claim.high
    if low is not None and high is not None and low > high:
        low, high = high, low
    near = claim.approximate and low is not None and low == high
    vague = claim.approximate and high is None and is_vague(claim.number_text or "")
    return Bounds(low, high, near, vague)


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
        return b.low, _ceiling(b.low) if b.vague else _top(b.low)
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


def _top(low: int) -> int:
    """The largest number of which one would still say this: 50 of "more than 40", 32 of "at least 32"."""
    said = _said(low, -1)
    return said + grain(said) - (said == low)


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
