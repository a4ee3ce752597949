"""Sentences that do not fit together, side by side, with what would settle them; no verdict."""

from __future__ import annotations

from collections.abc import Iterator

from crosswire.model import Claim, Relation, Tally
from crosswire.report.page import Disagreement, Side, View
from crosswire.report.wording import plain, side, unique, who

#: conflicts first, then what only looks like one
HEADLINES = {
    "contradicts": "both cannot be true",
    "contested": "not settled",
    "differs": "they only look opposed",
    "may-overlap": "may be some of the same people",
    "coincides": "the same number, different things",
}


def disagreements(view: View) -> tuple[Disagreement, ...]:
    """Contradictions, contested figures, then differences, overlaps and coincidences, numbered."""
    found = [*_related(view, "contradicts")]
    opposed = {claim for item in found for claim in item.claims}
    found += _contested(view, opposed)
    for kind in ("differs", "may-overlap", "coincides"):
        found += _related(view, kind)
    return tuple(
        Disagreement(n, item.type, item.headline, item.sides, item.reason, item.claims)
        for n, item in enumerate(found, 1)
    )


def _related(view: View, kind: str) -> Iterator[Disagreement]:
    seen: set[frozenset[str]] = set()
    for relation in view.relations:
        if relation.type != kind:
            continue
        sides = _sides(view, relation)
        claims = frozenset(claim for voice in sides for claim in voice.refs)
        if claims not in seen:
            seen.add(claims)
            yield Disagreement(0, kind, HEADLINES[kind], sides, plain(relation.reason), claims)


def _sides(view: View, relation: Relation) -> tuple[Side, ...]:
    """The earlier claim (b) first, the one that acts on it (a) second."""
    return tuple(_side(view, view.claims[claim]) for claim in (relation.b, relation.a))


def _side(view: View, claim: Claim) -> Side:
    said = f"{who(claim.sources)}{_when(claim)}"
    return Side(plain(claim.quote), said, unique((claim.id, *view.repeats(claim))))


def _when(claim: Claim) -> str:
    return f" ({plain(claim.time.text)})" if claim.time and plain(claim.time.text) else ""


def _contested(view: View, opposed: set[str]) -> Iterator[Disagreement]:
    """Tallies in dispute whose two sides no contradiction has shown yet."""
    for tally in sorted(view.tallies, key=lambda tally: side(tally.group.role)):
        if tally.state == "contested" and not _shown(tally, opposed):
            claims = _heads(view, tally)
            sides = tuple(_side(view, claim) for claim in claims)
            if len(sides) > 1:
                refs = frozenset(claim for voice in sides for claim in voice.refs)
                yield Disagreement(0, "contested", HEADLINES["contested"], sides, plain(tally.reason), refs)


def _shown(tally: Tally, opposed: set[str]) -> bool:
    return bool(opposed & {*tally.support}) and bool(opposed & {*tally.dissent})


def _heads(view: View, tally: Tally) -> list[Claim]:
    """One claim for each class of repeats, the supported side first."""
    claims = view.found((*tally.support, *tally.dissent))
    heads: dict[str, Claim] = {}
    for claim in claims:
        heads.setdefault(view.folded.get(claim.id, claim.id), claim)
    return list(heads.values())
