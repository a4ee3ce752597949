"""The number lexicon, compiled, and the value that number expressions are read into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crosswire.lexicon import Lexicon

#: the words of a bound and its kind: (("at", "least"), "at_least")
Phrase = tuple[tuple[str, ...], str]


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
    before: Mapping[str, tuple[Phrase, ...]]
    after: Mapping[str, tuple[Phrase, ...]]
    scopes: dict[str, str]
    not_after: frozenset[str]
    not_before: frozenset[str]
    starts: frozenset[str]
    not_wholes: frozenset[str]


def _indexed(phrases: Sequence[Phrase], place: int) -> dict[str, tuple[Phrase, ...]]:
    """Bound phrases by their last (-1) or first (0) word, the longest first."""
    found: dict[str, list[Phrase]] = {}
    for phrase in sorted(phrases, key=lambda p: -len(p[0])):
        found.setdefault(phrase[0][place], []).append(phrase)
    return {word: tuple(rows) for word, rows in found.items()}


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
        _indexed(before, -1), _indexed(after, 0), scopes, frozenset(unwanted["units"]), frozenset(unwanted["before"]),
        frozenset({*table["units"], *table["scales"], *table["vague"], *table["collective"]}),
        frozenset(table["not_wholes"]["words"]),
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
