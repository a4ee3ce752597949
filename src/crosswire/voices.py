"""Who speaks in an account: each source with what it gains by a figure and what became of the figures it gave.

A track record is of this account alone and is no verdict: an early figure is revised because it was early.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crosswire.interests import interest
from crosswire.model import Account, Claim, Relation, Source

_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Voice:
    """One source by name, kind and whether its name is withheld; two names are never merged.

    ``claims`` are those it is the origin of, ``relayed`` those it passed on.  ``figures`` counts the counts it gave,
    repeats and reprints once; of these ``revised`` were later replaced, by whomever, ``contradicted`` cannot be
    true together with another source's, and ``confirmed`` were given by an independent origin, too.
    """

    name: str
    kind: str
    anonymous: bool
    interest: str
    claims: tuple[str, ...]
    relayed: tuple[str, ...]
    figures: int
    revised: int
    contradicted: int
    confirmed: int = 0


def voices(account: Account) -> tuple[Voice, ...]:
    """Every source that the reports name, in the order in which they are first heard; background is left out."""
    said: dict[tuple[str, str, bool], list[tuple[Source, Claim, bool]]] = defaultdict(list)
    for claim in account.claims:
        if not claim.background:
            for place, source in enumerate(claim.sources):
                said[_key(source)].append((source, claim, place == 0))
    heads = _heads(account.relations)
    revised = _touched(account.relations, heads, "revises")
    contradicted = _touched(account.relations, heads, "contradicts")
    confirmed = _touched(account.relations, heads, "supports")
    return tuple(_voice(heard, heads, revised, contradicted, confirmed) for heard in said.values())


def _key(source: Source) -> tuple[str, str, bool]:
    name = " ".join(_ARTICLE.sub("", source.name.strip()).casefold().split())
    return name, source.kind, source.anonymous


def _voice(
    heard: Iterable[tuple[Source, Claim, bool]],
    heads: Mapping[str, str],
    revised: set[str],
    contradicted: set[str],
    confirmed: set[str],
) -> Voice:
    heard = tuple(heard)
    first = heard[0][0]
    own = [claim for _, claim, origin in heard if origin]
    figures = {heads.get(claim.id, claim.id) for claim in own if claim.kind == "count"}
    return Voice(
        name=first.name,
        kind=first.kind,
        anonymous=first.anonymous,
        interest=interest(first.kind),
        claims=tuple(dict.fromkeys(claim.id for claim in own)),
        relayed=tuple(dict.fromkeys(claim.id for _, claim, origin in heard if not origin)),
        figures=len(figures),
        revised=len(figures & revised),
        contradicted=len(figures & contradicted),
        confirmed=len(figures & confirmed),
    )


def _heads(relations: Iterable[Relation]) -> Mapping[str, str]:
    """The claim that each repeat repeats: ``same`` and ``echoes`` tie it to the earliest of its class."""
    return {r.a: r.b for r in relations if r.type in ("same", "echoes")}


def _touched(relations: Iterable[Relation], heads: Mapping[str, str], type_: str) -> set[str]:
    """The figures that a relation of this type touches: what is revised, or both sides where neither comes first."""
    found: set[str] = set()
    for relation in relations:
        if relation.type == type_:
            found.add(heads.get(relation.b, relation.b))
            if type_ != "revises":
                found.add(heads.get(relation.a, relation.a))
    return found
