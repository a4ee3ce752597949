"""What follows from stated tallies and is stated by none: the rest beside a phase, a figure and its increment.

Derived tallies cite tallies, not claims, and carry their formula.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from crosswire.algebra import Bounds, Sum, bounds, propagate, total
from crosswire.lattice import cohort_of, within
from crosswire.model import Claim, Document, Relation, Tally
from crosswire.reconcile.cohorts import SortedOut
from crosswire.relations.surroundings import Texts

#: parts of the same people at another time or place: what is left of the whole is the other times and places
_PHASES = frozenset({"one-phase", "said-to-be-part"})
_AND_REST = Sum("all", ("part", "rest"), True, "remainder")


@dataclass(frozen=True, slots=True)
class _Sum:
    formula: str
    found: Bounds
    like: Tally
    suffix: str
    reason: str
    part_of: str | None


def derive(
    stated: Sequence[Tally], sorted_out: SortedOut, relations: Sequence[Relation], documents: Sequence[Document]
) -> tuple[Tally, ...]:
    """Rests and sums, where the words leave no doubt which figures belong together."""
    found = [*_rests(stated, sorted_out, relations), *_increments(stated, sorted_out, Texts(documents))]
    return tuple({tally.id: tally for tally in map(_derived, found)}.values())


def _derived(one: _Sum) -> Tally:
    like = one.like
    digest = hashlib.sha256(f"{one.formula} {like.status}".encode()).hexdigest()[:10]
    return Tally(
        id=f"t{digest}", incident=like.incident, status=like.status, group=like.group, label=like.label + one.suffix,
        low=one.found.low, best=one.found.low if one.found.exact else None, high=one.found.high, state=like.state,
        roots=like.roots, support=(), dissent=(), rule="derived", reason=one.reason, part_of=one.part_of,
        episode=like.episode, derived=one.formula,
    )  # fmt: skip


def _rests(stated: Sequence[Tally], sorted_out: SortedOut, relations: Sequence[Relation]) -> Iterator[_Sum]:
    """32 gunmen killed in all, 11 of them in the final assault: at least 21 earlier, however the 32 is bounded.

    "Seven more foreign hostages" killed, among 23 hostages, says as much: others came before, at least 16.
    """
    inside: dict[int, set[int]] = defaultdict(set)
    for relation in relations:
        places = sorted_out.cohort_of.get(relation.a), sorted_out.cohort_of.get(relation.b)
        if relation.type != "includes" or places[0] is None or places[1] is None:
            continue
        if relation.a not in stated[places[0]].support:
            continue  # a part of Tuesday's 231 says nothing of what is left of Friday's 247
        part = sorted_out.claims[relation.b]
        body = cohort_of(part.group).noun == "body"  # "three more bodies, bringing the toll to 47" parts nobody off
        more = relation.rule == "narrower-group" and part.scope == "increment" and not body
        if more or relation.rule in _PHASES:
            inside[places[0]].add(places[1])
    for place in sorted(inside):
        whole, parts = stated[place], [stated[p] for p in sorted(inside[place])]
        one = parts[0]
        bare = replace(cohort_of(whole.group), allegiance="")
        same = whole.status == one.status and within(cohort_of(one.group), bare)
        rest = propagate({"all": _of(whole), "part": _of(one)}, (_AND_REST,))["rest"]
        if len(parts) == 1 and same and one.part_of == whole.id and one.high and (rest.low or 0) > 0:
            reason = f"{whole.low:,} less the {one.high:,} said of one part"
            yield _Sum(f"{whole.id} - {one.id}", rest, whole, ", the rest", reason, whole.id)


def _increments(stated: Sequence[Tally], sorted_out: SortedOut, texts: Texts) -> Iterator[_Sum]:
    """ "28 died on Saturday and 35 more on Sunday": 63 in the two days."""
    reports: Mapping[str, list[Claim]] = defaultdict(list)
    for cohort in sorted_out.cohorts:
        for claim in cohort:
            if sorted_out.original(claim):
                reports[claim.document].append(claim)
    for document in sorted(reports):
        told = sorted(reports[document], key=sorted_out.origins.order)
        for base, more in pairwise(told):
            if _added(base, more, sorted_out, texts):
                one, other = (stated[sorted_out.cohort_of[claim.id]] for claim in (base, more))
                if one.id != other.id and one.part_of is None and other.part_of is None:
                    reason = f"{base.number_text} and {more.number_text} more, told together by one speaker"
                    found = total((bounds(base), bounds(more)))
                    yield _Sum(f"{one.id} + {other.id}", found, one, ", together", reason, None)


def _added(base: Claim, more: Claim, sorted_out: SortedOut, texts: Texts) -> bool:
    roots = sorted_out.origins.root
    if more.scope != "increment" or base.scope == "increment" or roots[base.id] != roots[more.id]:
        return False
    near = texts.breaks(base, more)
    mine, theirs = cohort_of(more.group), cohort_of(base.group)
    stated = bounds(base).value is not None and bounds(more).value is not None
    return stated and base.status == more.status and near is not None and near <= 1 and within(mine, theirs)


def _of(tally: Tally) -> Bounds:
    return Bounds(tally.low, tally.high)
