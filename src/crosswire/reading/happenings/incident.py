"""What a report is about, as one type of incident."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from crosswire.lexicon import Lexicon
from crosswire.model import Statement

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


def incident_type(statements: Sequence[Statement], text: str, lexicon: Lexicon) -> tuple[str, dict[str, int]]:
    """The type of the incident a report is about, and the weight of every type that has any.

    Events weigh by kind and by nearness to the lead, the report's head words once a sentence, three times in the
    lead; a narrower type beats a general one that has up to three times its weight ("bombing" over "attack").
    "other" when nothing tells, or when the text is rather about a match, a film, a product or the like, whose words
    ("attack", "release", "battle") are those of crises, too.
    """
    table = lexicon.table("happenings")
    weights: Counter[str] = Counter()
    lead = min(len(text), 500)
    for statement in statements:
        entry = table["types"].get(statement.event or "")
        if statement.kind == "event" and entry is not None and not statement.background:
            weights[entry[0]] += entry[1] * (3 if statement.span.start < lead else 1)
    weights.update(_head_words(text, lead, lexicon))
    if not weights or _about_else(text, lead, max(weights.values()), lexicon):
        return "other", {}
    ranked = sorted(weights, key=lambda name: (-weights[name], name))
    best, seen = ranked[0], {ranked[0]}
    while narrower := _narrower(best, ranked, weights, table["gives_way"], seen):
        best = narrower
        seen.add(best)
    return best, {name: weights[name] for name in ranked}


def _narrower(
    best: str, ranked: Sequence[str], weights: Mapping[str, int], gives_way: Mapping[str, Sequence[str]], seen: set[str]
) -> str | None:
    """The heaviest type that ``best`` gives way to, if it has a third of its weight."""
    rivals = (name for name in ranked if name in gives_way.get(best, ()) and name not in seen)
    return next((name for name in rivals if weights[name] * 3 >= weights[best]), None)


def _head_words(text: str, lead: int, lexicon: Lexicon) -> Counter[str]:
    """Weights from the words alone: each type once a line or sentence."""
    types = _types(lexicon)
    weights: Counter[str] = Counter()
    place = 0
    for stretch in re.split(r"(?<=[.!?])\s|\n", text):
        found = {types[word] for word in _WORD.findall(stretch.lower()) if word in types}
        for name in sorted(found):
            weights[name] += 3 if place < lead else 1
        place += len(stretch) + 1
    return weights


#: the share of a text's sentences that speak of another subject, from which on it is no crisis
_MOSTLY = 0.3


def _about_else(text: str, lead: int, weight: int, lexicon: Lexicon) -> bool:
    """True if sentences on sport, entertainment, products or trade outweigh what tells of the heaviest crisis.

    Of 130 texts that are no crisis, and had the type of one by such words, 80 are told by it; of 410 on crises none.
    """
    words = frozenset(lexicon.table("happenings")["other_subjects"]["words"])
    place = told = whole = 0
    for stretch in re.split(r"(?<=[.!?])\s|\n", text):
        share = 3 if place < lead else 1
        whole += share
        told += share * (not words.isdisjoint(_WORD.findall(stretch.lower())))
        place += len(stretch) + 1
    return told >= weight and told >= _MOSTLY * whole


@lru_cache(maxsize=4)
def _types(lexicon: Lexicon) -> Mapping[str, str]:
    return {word: name for name, words in lexicon.table("happenings")["head_words"].items() for word in words}
