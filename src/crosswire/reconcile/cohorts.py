"""Which claims make one tally: those that relations tie to the same people in the same state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crosswire.model import Claim, Document, Judgement, Relation, Unplaced
from crosswire.relations import BETWEEN_GROUPS, Origins, comparable, trace

#: relations between figures of the same people; ``contradicts`` and ``differs`` too, unless they cross groups
_TYING = frozenset({"same", "echoes", "supports", "revises", "contradicts", "differs"})
_CASE = "one-of-those"


@dataclass(frozen=True, slots=True)
class SortedOut:
    """The claims of each tally in the order they were said (reprints last), and those that have none."""

    origins: Origins
    claims: Mapping[str, Claim]
    cohorts: tuple[tuple[Claim, ...], ...]
    cohort_of: Mapping[str, int]
    unplaced: tuple[Unplaced, ...]
    incident_of: Mapping[str, str]

    def original(self, claim: Claim) -> bool:
        """True unless the claim is a reprint's."""
        return self.origins.master[claim.id] == claim.id


def sort_out(
    claims: Sequence[Claim],
    documents: Sequence[Document],
    relations: Sequence[Relation],
    incident_of: Mapping[str, str],
    judged: Sequence[Judgement] = (),
    origins: Origins | None = None,
) -> SortedOut:
    """Split the count claims into cohorts, background and unplaced."""
    origins = origins or trace(claims, documents, incident_of, judged)
    known = {claim.id: claim for claim in claims if claim.kind == "count" and not claim.background}
    ordered = sorted(known.values(), key=lambda claim: _order(claim, origins))
    unplaced = dict(_left_over(ordered, relations, known, origins, incident_of))
    placed = [claim for claim in ordered if claim.id not in unplaced]
    groups = _tied(placed, relations, origins, incident_of)
    return SortedOut(
        origins,
        {claim.id: claim for claim in claims},
        tuple(groups),
        {claim.id: place for place, group in enumerate(groups) for claim in group},
        tuple(Unplaced(claim.id, unplaced[claim.id]) for claim in ordered if claim.id in unplaced),
        incident_of,
    )


def _order(claim: Claim, origins: Origins) -> tuple[object, ...]:
    return (origins.master[claim.id] != claim.id, origins.order(claim))


def _left_over(
    claims: Sequence[Claim],
    relations: Sequence[Relation],
    known: Mapping[str, Claim],
    origins: Origins,
    incident_of: Mapping[str, str],
) -> Iterator[tuple[str, str]]:
    """Claims of no tally, and why; a reprint's claim goes where its original goes."""
    cases = {r.b: r for r in relations if r.type == "includes" and r.rule == _CASE and r.b in known}
    for claim in claims:
        master = known.get(origins.master[claim.id], claim)
        if master.id not in incident_of:
            yield claim.id, "its report tells no incident of this account"
        elif not comparable(master):
            yield claim.id, "it states no number of people in a known state"
        elif master.id in cases:
            yield claim.id, cases[master.id].reason


def _tied(
    claims: Sequence[Claim], relations: Sequence[Relation], origins: Origins, incident_of: Mapping[str, str]
) -> list[tuple[Claim, ...]]:
    by_id = {claim.id: claim for claim in claims}
    parent = {claim.id: claim.id for claim in claims}

    def top(claim: str) -> str:
        while parent[claim] != claim:
            parent[claim] = parent[parent[claim]]
            claim = parent[claim]
        return claim

    rank = {claim.id: place for place, claim in enumerate(claims)}
    ties = [(claim.id, origins.master[claim.id]) for claim in claims]
    ties += [(r.a, r.b) for r in relations if _tying(r, by_id, incident_of)]
    for one, other in ties:
        if one in parent and other in parent:
            first, second = top(one), top(other)
            if rank[first] > rank[second]:
                first, second = second, first
            parent[second] = first
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[top(claim.id)].append(claim)
    return [tuple(group) for group in groups.values()]


def _tying(relation: Relation, by_id: Mapping[str, Claim], incident_of: Mapping[str, str]) -> bool:
    one, other = by_id.get(relation.a), by_id.get(relation.b)
    if one is None or other is None or relation.type not in _TYING or relation.rule in BETWEEN_GROUPS:
        return False
    return one.status == other.status and incident_of.get(one.id) == incident_of.get(other.id)
