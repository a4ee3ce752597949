"""The role, nationality and thing lexicons, compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from crosswire.lexicon import Lexicon
from crosswire.model import Token

_ROLES = (
    "hostage", "worker", "civilian", "passenger", "crew", "student", "child", "patient", "official", "journalist",
    "rescuer", "soldier", "police", "guard", "militant", "suspect",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    role_of: Mapping[str, str]
    person: frozenset[str]
    modifier_role: Mapping[str, str]
    open_heads: Mapping[str, frozenset[str] | None]
    things: frozenset[str]
    containers: frozenset[str]
    states: frozenset[str]
    endings: tuple[tuple[str, ...], frozenset[str]]
    demonyms: Mapping[str, str]
    demonym_people: frozenset[str]
    outside: frozenset[str]
    sex: Mapping[str, str]
    age: Mapping[str, str]
    deeds: frozenset[str]


@lru_cache(maxsize=4)
def compiled(lexicon: Lexicon) -> Words:
    roles = lexicon.table("roles")
    open_heads: dict[str, frozenset[str] | None] = dict.fromkeys(roles["open_heads"]["words"])
    open_heads.update({k: frozenset(v) for k, v in roles["open_heads"].items() if k != "words"})
    demonyms, people = _demonyms(lexicon)
    statuses = lexicon.table("statuses")
    states = {n for t in statuses.values() if isinstance(t, Mapping) for n in t.get("nouns", ())}
    return Words(
        {head: role for role in _ROLES for head in roles[role]},
        frozenset(roles["person"]), dict(roles["modifier_role"]), open_heads, frozenset(roles["things"]["words"]),
        frozenset(roles["containers"]["words"]), frozenset(states),
        (tuple(roles["endings"]["people"]), frozenset(roles["endings"]["not_people"])),
        demonyms, people, frozenset(roles["side_nationality"]["words"]),
        {word: sex for sex, words in roles["sex"].items() for word in words},
        {word: age for age, words in roles["age"].items() for word in words},
        frozenset(n for t in statuses.values() if isinstance(t, Mapping) for n in t.get("subject", ())),
    )  # fmt: skip


def _demonyms(lexicon: Lexicon) -> tuple[dict[str, str], frozenset[str]]:
    """Every adjective, people word and country name, lower case, to the country's first adjective."""
    demonyms: dict[str, str] = {}
    people: set[str] = set()
    for row in lexicon.table("demonyms")["country"]:
        adjectives = row.get("adjectives") or [row["name"]]
        for word in [*adjectives, *row.get("people", ()), row["name"], *row.get("names", ())]:
            demonyms.setdefault(word.lower(), adjectives[0])
        people.update(word.lower() for word in row.get("people", ()))
        people.update(word.lower() + "s" for word in adjectives if word[-3:] in {"ian", "can", "ean", "qis", "ani"})
    for word in list(people):
        demonyms.setdefault(word, demonyms.get(word.rstrip("s"), word.title()))
    return demonyms, frozenset(people)


_NO_MEN = frozenset({"specimen", "catechumen"})


def singular(token: Token) -> str:
    lemma = token.lemma if token.tag in {"NNS", "NNPS"} else token.lower
    if token.tag in {"NN", "NNS"} and len(lemma) > 7 and lemma.endswith("men") and lemma not in _NO_MEN:
        return lemma[:-2] + "an"  # "servicemen", which no list of irregular forms may hold
    if token.tag == "NNP" and token.lower.endswith("s") and len(token.lower) > 4 and not token.lower.endswith("ss"):
        return token.lower[:-1] if not token.lower.endswith("ies") else token.lower[:-3] + "y"
    return {"people": "people", "men": "man", "women": "woman", "children": "child", "works": "worker"}.get(
        lemma, lemma
    )
