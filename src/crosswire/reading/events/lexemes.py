"""The status lexicon compiled for look-up: which verb, noun, adjective or frame puts whom in which state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from crosswire.lexicon import Lexicon

STATUSES = (
    "killed", "injured", "hospitalised", "infected", "missing", "trapped", "held", "freed", "rescued", "escaped",
    "safe", "captured", "present", "displaced", "evacuated",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """A verb with a word it governs ("lost their lives"); ``who`` is subject, of, or affected (patient)."""

    status: str
    words: frozenset[str]
    who: str


@dataclass(frozen=True, slots=True)
class Lexemes:
    """Look-up tables by lemma or form."""

    patient: Mapping[str, str]
    subject: Mapping[str, str]
    nouns: Mapping[str, str]
    adjectives: Mapping[str, str]
    frames: Mapping[str, tuple[Frame, ...]]
    toll: tuple[tuple[tuple[str, ...], str], ...]
    intent: frozenset[str]
    modals: frozenset[str]
    soft_modals: frozenset[str]
    conditions: frozenset[str]
    disease: frozenset[str]
    lists: Mapping[str, frozenset[str]]
    phrases: Mapping[tuple[str, str], str]
    defaults: Mapping[str, str]

    def participle(self, lemma: str, lower: str) -> str | None:
        """The status of a participle or adjective before or after a noun: "wounded", "missing"."""
        return self.adjectives.get(lower) or self.patient.get(lemma) or self.patient.get(lower)


@lru_cache(maxsize=4)
def lexemes(lexicon: Lexicon) -> Lexemes:
    """Compile ``data/statuses.toml``; a word given under two statuses keeps the first in codebook order."""
    table = lexicon.table("statuses")
    tables: dict[str, dict[str, str]] = {"patient": {}, "subject": {}, "nouns": {}, "adjectives": {}}
    tolls: list[tuple[tuple[str, ...], str]] = []
    for status in STATUSES:
        for kind, found in tables.items():
            for word in table[status][kind]:
                found.setdefault(word, status)
        tolls.extend((tuple(phrase.split()), status) for phrase in table[status]["toll"])
    frames: dict[str, list[Frame]] = {}
    for row in table["frame"]:
        for verb in row["verbs"]:
            frames.setdefault(verb, []).append(Frame(row["status"], frozenset(row["words"]), row["who"]))
    intent = table["intent"]
    grammar = lexicon.table("grammar")
    lists = {key: frozenset(words) for key, words in grammar.items() if isinstance(words, list)}
    pairs = {(p.split()[0], p.split()[1]): status for status, found in grammar["phrases"].items() for p in found}
    return Lexemes(
        tables["patient"], tables["subject"], tables["nouns"], tables["adjectives"],
        {verb: tuple(rows) for verb, rows in frames.items()}, tuple(sorted(tolls, key=lambda t: -len(t[0]))),
        frozenset(intent["verbs"]), frozenset(intent["modals"]), frozenset(intent["soft_modals"]),
        frozenset(intent["conditions"]), frozenset(table["disease"]["words"]),
        lists, pairs, dict(grammar["defaults"]),
    )  # fmt: skip
