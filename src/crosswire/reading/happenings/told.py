"""Whether a clause is told as fact: not negated, future, conditional, wished, ordered, feared or denied."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from crosswire.lexicon import Lexicon
from crosswire.model import Sentence, Token

SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})


@dataclass(frozen=True, slots=True)
class Words:
    """``happenings.toml``, turned round: word to event."""

    verbs: Mapping[str, str]
    nouns: Mapping[str, str]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    pairs: Mapping[str, Mapping[str, str]]
    patients: Mapping[str, frozenset[str]]
    never: Mapping[str, frozenset[str]]
    sets: Mapping[str, frozenset[str]]
    stances: Mapping[str, frozenset[str]]


@lru_cache(maxsize=4)
def words_of(lexicon: Lexicon) -> Words:
    table = lexicon.table("happenings")
    verbs = {word: event for event, entry in table["events"].items() for word in entry["verbs"]}
    names = {word: event for event, entry in table["events"].items() for word in entry["nouns"]}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, event in names.items():
        parts = tuple(re.findall(r"\w+|-", name))
        if len(parts) > 1:
            phrases.setdefault(parts[-1], []).append((parts, event))
    pairs: dict[str, dict[str, str]] = {}
    for pair, event in table["pairs"].items():
        verb, rest = pair.split(" ", 1)
        pairs.setdefault(verb, {})[rest] = event
    sets = {key: frozenset(words) for key, words in table["lists"].items()}
    return Words(
        verbs,
        {name: event for name, event in names.items() if name.isalpha()},
        {last: tuple(sorted(items, key=lambda item: -len(item[0]))) for last, items in phrases.items()},
        pairs,
        {verb: sets[key] for verb, key in table["patients"].items()},
        {verb: frozenset(words) for verb, words in table["never"].items()},
        sets,
        _stances(table["stances"]),
    )


def _stances(table: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    """The lists, and under "openers" the words at which a stance may stand."""
    sets = {key: frozenset(words) for key, words in table.items()}
    opening = ("meaning", "trying", "designs", "complaining", "voicing")
    return {**sets, "openers": frozenset().union(*(sets[key] for key in opening))}


def happened(s: Sentence, verb: int, words: Words) -> bool:
    """False for what is negated, future, conditional, wished, ordered, feared or denied."""
    t = s.tokens[verb]
    helpers = {s.tokens[c].lower for c in s.children[verb] if s.tokens[c].dep in {"aux", "auxpass", "neg"}}
    if "never" in helpers or helpers & {"not", "n't"} or _by_nobody(s, verb):
        return False
    if helpers & words.sets["modals"] and not (helpers & {"may", "might"} and "have" in helpers):
        return False
    base = t.tag == "VB" and not helpers & {"did", "do", "does"}
    if base and "have" not in helpers and not _realised(s, verb, words):
        return False
    return _unreal_above(s, verb, words) is False


def _by_nobody(s: Sentence, verb: int) -> bool:
    nobody = {"no", "none", "nobody", "neither", "nothing", "any"}
    return any(
        s.tokens[c].lower in nobody
        or any(s.tokens[x].lower in nobody and s.tokens[x].dep in {"det", "neg"} for x in s.children[c])
        for c in s.children[verb]
        if s.tokens[c].dep in SUBJECT | {"dobj", "attr"}
    )


def _realised(s: Sentence, verb: int, words: Words) -> bool:
    """``managed to free``, ``forced villagers to flee``, ``began searching``, ``helped evacuate``."""
    t, head = s.tokens[verb], s.tokens[s.tokens[verb].head]
    if t.dep == "conj":
        return _realised(s, t.head, words) if head.tag == "VB" and head.i != verb else False
    return t.dep in {"xcomp", "ccomp"} and (
        head.lemma in words.sets["realised"] or head.lemma in {"help", "see", "let", "watch"}
    )


def _unreal_above(s: Sentence, verb: int, words: Words) -> bool:
    """A condition on the clause, or a governor that unmakes it, up to the clause that is told as fact."""
    i = verb
    for _ in range(10):
        t = s.tokens[i]
        if any(
            s.tokens[c].lower in words.sets["conditions"] and s.tokens[c].dep in {"mark", "advmod"}
            for c in s.children[i]
        ):
            return True
        head = s.tokens[t.head]
        if t.head == i or t.dep in {"relcl", "parataxis"}:
            return False
        if t.dep in {"xcomp", "ccomp", "pcomp", "acl", "csubj"} and _voids(head, t, words):
            return True
        if t.dep == "advcl" and t.tag != "VBG":
            return False
        if t.dep == "conj" and t.tag != "VB" and any(s.tokens[c].dep in SUBJECT for c in s.children[i]):
            return False
        if t.dep == "prep" and t.lower in {"of", "from", "against"} and head.lemma in words.sets["accusing"]:
            return True
        i = t.head
    return False


def _voids(head: Token, t: Token, words: Words) -> bool:
    if head.tag[:2] == "NN":
        return head.lemma in words.sets["possible"] and t.dep == "acl"
    if head.lemma == "tell":
        return t.tag == "VB"  # "told them to leave"; "told Reuters the assault is over" is told as fact
    return head.lemma in words.sets["intent"] and not (
        head.lemma in {"help", "know", "expect", "agree"} and t.tag in {"VBD", "VBN"}
    )
