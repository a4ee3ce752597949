"""The number lexicon, compiled, and the value that number expressions are read into."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from crosswire.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Words:
    """The number lexicon, compiled."""

    units: dict[str, int]
    scales: dict[str, int]
    ordinals: dict[str, int]
    vague: dict[str, int]
    collective: dict[str, int]
    weak: frozenset[str]
    number_of: frozenset[str]
    number_adjectives: frozenset[str]
    before: tuple[tuple[tuple[str, ...], str], ...]
    after: tuple[tuple[tuple[str, ...], str], ...]
    scopes: dict[str, str]
    not_after: frozenset[str]
    not_before: frozenset[str]

    @property
    def starts(self) -> frozenset[str]:
        """All words a number may begin with."""
        return frozenset({*self.units, *self.scales, *self.vague, *self.collective})


@lru_cache(maxsize=4)
def compiled(lexicon: Lexicon) -> Words:
    table = lexicon.table("numbers")
    bounds = table["bounds"]
    kinds = ("at_least", "more_than", "up_to", "fewer_than", "around", "exactly")
    before = [(tuple(p.split()), kind) for kind in kinds for p in bounds[kind]]
    after = [
        (tuple(p.split()), kind.removeprefix("after_"))
        for kind in bounds
        if kind.startswith("after_")
        for p in bounds[kind]
    ]
    scopes = {word: kind for kind, words in table["scope"].items() for word in words}
    unwanted = table["not_people"]
    return Words(
        dict(table["units"]), dict(table["scales"]), dict(table["ordinals"]), dict(table["vague"]),
        dict(table["collective"]), frozenset(table["weak"]["words"]), frozenset(table["weak"]["number_of"]),
        frozenset(table["weak"]["number_adjectives"]),
        tuple(sorted(before, key=lambda p: -len(p[0]))), tuple(sorted(after, key=lambda p: -len(p[0]))),
        scopes, frozenset(unwanted["units"]), frozenset(unwanted["before"]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number expression: tokens first..last, the bounds it states by itself, and its form."""

    first: int
    last: int
    low: int | None
    high: int | None
    form: str
    approximate: bool = False
