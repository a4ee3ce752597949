"""Whom a toll counts besides its victims: "ten dead, including the gunman", "nine, not counting the gunman".

Two such numbers are two counts.  A report that says neither is taken by its number: ten is the ten with the gunman,
nine the nine without; any other number counts victims alone, as tolls do (GTD and Airwars list attackers apart).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from crosswire.algebra import Numeral
from crosswire.lattice import ATTACKERS, Cohort, side
from crosswire.lexicon import standard
from crosswire.relations.assertion import Assertion
from crosswire.relations.surroundings import Texts

#: how far after a number its own "including" may stand
_NEAR = 120


def apart_from_attackers(assertions: Sequence[Assertion], texts: Texts) -> list[Assertion]:
    """The assertions of one story and state; those that count the attackers in are of a cohort of their own."""
    said = [_said(one, texts) for one in assertions]
    if "with" not in said:
        return list(assertions)
    groups: dict[Cohort, dict[str, set[Numeral]]] = defaultdict(lambda: defaultdict(set))
    for one, how in zip(assertions, said, strict=True):
        groups[one.cohort][how].add(one.numeral)
    return [
        replace(one, cohort=replace(one.cohort, along=ATTACKERS)) if _counts_them(one, how, groups[one.cohort]) else one
        for one, how in zip(assertions, said, strict=True)
    ]


def _counts_them(one: Assertion, how: str, told: dict[str, set[Numeral]]) -> bool:
    return how == "with" or (how == "" and one.numeral in told["with"] and one.numeral not in told["without"])


def _said(one: Assertion, texts: Texts) -> str:
    """ "with" or "without" the attackers, by the words after the number; the empty string if they say neither."""
    if side(one.cohort.role) != "other" or one.size < 2:
        return ""
    words = texts.setting(one.claim).after[:_NEAR]
    for how, pattern in _patterns().items():
        if pattern.search(words):
            return how
    return ""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = standard().table("relating")["attackers"]
    heads = "|".join(sorted(table["heads"], key=lambda head: (-len(head), head)))
    them = rf"(?:\s+[a-z0-9-]+){{0,3}}?\s+(?:{heads})\b"
    return {
        how: re.compile("|".join(f"(?:{pattern.format(them=them)})" for pattern in table[how]), re.IGNORECASE)
        for how in ("without", "with")
    }
