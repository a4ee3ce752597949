"""The words about places, compiled once from the word lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from crosswire.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words before, after and inside names; countries of adjectives and people words (lower case)."""

    located: frozenset[str]
    moving: frozenset[str]
    inside_of: frozenset[str]
    short: frozenset[str]
    not_nouns: frozenset[str]
    near: frozenset[str]
    particle_verbs: frozenset[str]
    near_of: frozenset[str]
    near_to: frozenset[str]
    near_from: frozenset[str]
    sites: frozenset[str]
    regions: frozenset[str]
    towns: frozenset[str]
    plurals: frozenset[str]
    name_after: frozenset[str]
    name_before: frozenset[str]
    modifiers: frozenset[str]
    plain: frozenset[str]
    doubtful: frozenset[str]
    wide: frozenset[str]
    particles: frozenset[str]
    titles: frozenset[str]
    adjectives: Mapping[str, str]
    states: Mapping[str, str]

    def aside(self, word: str) -> bool:
        """True for a capital word that is no part of the name beside it: "In", "Southern", "Syrian", "Monday"."""
        return word in self.plain or word in self.modifiers or word in self.adjectives

    def part_of_name(self, word: str) -> bool:
        """True for the last word of a name that is no person's: "Times", "Province", "City"."""
        return word in self.name_after or word in self.regions or word in self.towns

    def singular(self, word: str) -> str:
        """``cities`` to ``city``, ``towns`` to ``town``."""
        return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


@lru_cache(maxsize=4)
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The lists of ``places.toml``, ``names.toml`` and ``demonyms.toml`` as sets."""
    table, near, kinds = lexicon.table("places"), lexicon.table("places")["near"], lexicon.table("places")["kinds"]
    capitals = table["capital_words"]
    names = table["parts_of_names"]
    titles = {*lexicon.table("names")["titles"], *table["persons"]["before"]}
    return Vocabulary(
        frozenset(table["located"]),
        frozenset(table["moving"]),
        frozenset(table["inside_of"]["words"]),
        frozenset(table["written_short"]["words"]),
        frozenset(table["written_short"]["not_nouns"]),
        frozenset(near["words"]),
        frozenset(near["particle_verbs"]),
        frozenset(near["before_of"]),
        frozenset(near["before_to"]),
        frozenset(near["before_from"]),
        frozenset(near["sites"]),
        frozenset(kinds["region"]),
        frozenset(kinds["town"]),
        frozenset(kinds["plural"]),
        frozenset(names["after"]),
        frozenset(names["before"]),
        frozenset(table["modifiers"]["words"]),
        frozenset(capitals["plain"]),
        frozenset(capitals["doubtful"]),
        frozenset(table["wide"]),
        frozenset(table["particles"]),
        frozenset(titles),
        _adjectives(lexicon),
        {short: name for short, name in table["states"].items() if short != "source"},
    )


def _adjectives(lexicon: Lexicon) -> dict[str, str]:
    """Adjectives and people words to country codes, without those that are a country's name too ("New Zealand")."""
    found: dict[str, str] = {}
    rows = lexicon.table("demonyms")["country"]
    named = {
        name.lower() for row in rows if row.get("kind") != "people" for name in (row["name"], *row.get("names", ()))
    }
    for row in rows:
        for word in (*row["adjectives"], *row["people"]):
            if row["code"] and word.lower() not in named:
                found.setdefault(word.lower(), row["code"])
    return found
