"""A person's words for a state or a group, matched to the codebook's: "wounded" is injured, "gunmen" are militants."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from crosswire.lattice import singular
from crosswire.lexicon import standard
from crosswire.model import Group

#: the codebook's order
STATUSES = (
    "killed", "injured", "hospitalised", "infected", "missing", "trapped", "held", "freed", "rescued",
    "escaped", "safe", "captured", "present", "displaced", "evacuated",
)  # fmt: skip
_LISTS = ("nouns", "adjectives", "toll", "subject", "patient")
_SMALL = frozenset({"the", "a", "an", "of", "and", "all", "number", "who", "were", "are"})
#: words for nobody in particular
_ANYBODY = frozenset({"people", "person", "persons", "victim", "victims", "casualties"})


def status_named(words: str) -> str | None:
    """The status that a word means: its own name, or a noun, adjective or verb that the word lists give for it.

    "dead" and "deaths" are killed, "wounded" injured, "hostages" held; None for a word of no status.
    """
    asked = " ".join(words.casefold().split())
    if asked in STATUSES:
        return asked
    return next((_statuses()[form] for form in _forms(asked) if form in _statuses()), None)


def _forms(word: str) -> Iterable[str]:
    yield word
    yield singular(word) if " " not in word else word
    for ending in ("ed", "d", "ing"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            yield word.removesuffix(ending)
    if word.endswith("ied"):
        yield word.removesuffix("ied") + "y"
    if len(word) > 5 and word.endswith("ped"):  # kidnapped
        yield word.removesuffix("ped")


@cache
def _statuses() -> dict[str, str]:
    """Each listed word's status: nouns before adjectives before verbs, and the codebook's order among equals."""
    table = standard().table("statuses")
    found: dict[str, str] = {}
    for kind in _LISTS:
        for status in STATUSES:
            for word in table.get(status, {}).get(kind, ()):
                found.setdefault(str(word).casefold(), status)
    return found


def fits(words: Iterable[str], group: Group, label: str) -> bool:
    """True if every word says something of the group: of its label, role, nationality or employer.

    "Algerian workers" fits Algerian oil workers, "BP" BP employees, "gunmen" militants; "people" fits only those of
    whom no more is said.
    """
    asked = [word for word in (raw.strip(",.;:'\"").casefold() for raw in words) if word and word not in _SMALL]
    own = {singular(word) for part in (label, group.text, group.employer or "", group.allegiance or "") for word in
           part.casefold().replace("-", " ").split()}  # fmt: skip
    own |= {group.role, *(name.casefold() for name in group.nationality)}
    return all(_said(word, own, group) for word in asked)


def _said(word: str, own: set[str], group: Group) -> bool:
    if word in _ANYBODY:
        return group.role == "person"
    one = singular(word)
    if word in own or one in own or _roles().get(one) == group.role or _roles().get(word) == group.role:
        return True
    return bool((_peoples().get(word) or _peoples().get(one) or frozenset()) & own)


@cache
def _roles() -> dict[str, str]:
    table = standard().table("roles")
    return {str(word): role for role, words in table.items() if isinstance(words, list) for word in words}


@cache
def _peoples() -> dict[str, frozenset[str]]:
    """Every word for a country or its people, with the adjectives of it: "Algeria", "Algerians", "algerian"."""
    found: dict[str, frozenset[str]] = {}
    for key in ("country", "region", "people", "area"):
        for row in standard().table("demonyms").get(key, ()):
            names = {str(row.get("name", "")).casefold(), *(str(n).casefold() for n in row.get("names", ()))}
            adjectives = frozenset(str(word).casefold() for word in row.get("adjectives", ()))
            people = {singular(str(word)) for word in row.get("people", ())}
            for word in (*names, *adjectives, *people):
                found.setdefault(word, adjectives | people | names)
    return found
