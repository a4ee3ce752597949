"""One tally for each cohort of claims: what still stands, what the policy makes of it, and how contested it is."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from crosswire.algebra import Numeral, agree, apart, bounds
from crosswire.lattice import label
from crosswire.model import Claim, Group, Relation, Step, Tally
from crosswire.policies import Policy, Settlement, Stand
from crosswire.reconcile.cohorts import SortedOut
from crosswire.relations import BETWEEN_GROUPS
from crosswire.relations.assertion import growing

#: what is denied, or said to be replaced, or only feared, bounds nothing while something firmer is said
_WEAK = frozenset({"denied", "feared", "superseded"})
#: rules of ``differs`` after which two numbers remain beside each other
_OPEN = frozenset({"time-unknown", "scope-unsaid", "one-day-count-rising"})
#: a dispute between two groups' figures that leaves both in doubt, not only the one that says "all"
_EITHER = "narrower-above-wider"
#: relations of a toll that counts those who did it to one that does not, and what its tally is called
_ATTACKERS_TOO = frozenset({"attackers-counted-too", "attackers-counted"})
_COUNTED_IN = ", attackers counted"
#: why a claim that does not stand for its origin any more is used or not
_SAID_BEFORE, _REPLACED = "said before, and still so", "replaced by what was said later"


@dataclass(frozen=True, slots=True)
class Ties:
    """The relations of an account by the claims they touch: what revises a claim, what disputes it, what holds it."""

    revised_by: Mapping[str, Sequence[str]]
    disputes: Sequence[Relation]
    holders: Mapping[str, Sequence[str]]
    revisers: frozenset[str]
    with_attackers: frozenset[str]


def settle(sorted_out: SortedOut, relations: Sequence[Relation], policy: Policy) -> tuple[Tally, ...]:
    """A tally for each cohort, with the tally it is part of, in the order in which the figures were first said."""
    ties = _ties(relations)
    stands = [_standing(cohort, sorted_out, ties) for cohort in sorted_out.cohorts]
    standing = frozenset(_voice(claim, sorted_out) for group in stands for claim in group)
    disputed = _disputed(ties, standing, sorted_out)
    tallies = [
        _tally(cohort, stand, sorted_out, ties, policy, disputed)
        for cohort, stand in zip(sorted_out.cohorts, stands, strict=True)
    ]
    return _nested(tallies, sorted_out, ties)


def _ties(relations: Sequence[Relation]) -> Ties:
    revised: dict[str, list[str]] = defaultdict(list)
    holders: dict[str, list[str]] = defaultdict(list)
    for relation in relations:
        if relation.type == "revises":
            revised[relation.b].append(relation.a)
        elif relation.type == "includes":
            holders[relation.b].append(relation.a)
    disputes = [r for r in relations if r.type == "contradicts" or (r.type == "differs" and r.rule in _OPEN)]
    revisers = frozenset(a for found in revised.values() for a in found)
    along = frozenset(r.a for r in relations if r.rule in _ATTACKERS_TOO)
    return Ties(revised, disputes, holders, revisers, along)


# --- what still stands ---------------------------------------------------------------------------


def _standing(cohort: Sequence[Claim], sorted_out: SortedOut, ties: Ties) -> list[Claim]:
    """What every origin said last, less what has been replaced; reprints say nothing of their own."""
    origins = sorted_out.origins
    own = [claim for claim in cohort if sorted_out.original(claim)]
    replaced = _replaced(own, sorted_out, ties)
    alive = [claim for claim in own if claim.id not in replaced] or own
    last: dict[str, Claim] = {}
    for claim in alive:
        before = last.get(origins.root[claim.id])
        if before is None or _moment(claim, sorted_out) >= _moment(before, sorted_out):
            last[origins.root[claim.id]] = claim
    return [c for c in alive if _moment(c, sorted_out) == _moment(last[origins.root[c.id]], sorted_out)]


def _replaced(own: Sequence[Claim], sorted_out: SortedOut, ties: Ties) -> set[str]:
    """Claims that say a number which their own report, or a later one, has replaced."""
    origins = sorted_out.origins
    dead: dict[tuple[str, Numeral], list[Claim]] = defaultdict(list)
    for claim in own:
        key = (origins.root[claim.id], bounds(claim).numeral)
        dead[key] += [sorted_out.claims[a] for a in ties.revised_by.get(claim.id, ()) if a in sorted_out.claims]
    found = set()
    for claim in own:
        for other in dead[(origins.root[claim.id], bounds(claim).numeral)]:
            same = _family(claim, sorted_out) == _family(other, sorted_out)
            if same or _moment(other, sorted_out) >= _moment(claim, sorted_out):
                found.add(claim.id)
    return found.union(_outgrown(own, sorted_out, ties))


def _outgrown(own: Sequence[Claim], sorted_out: SortedOut, ties: Ties) -> Iterator[str]:
    """Smaller figures of earlier reports, once a later one has revised a figure that can only grow.

    484 by a ministry and "almost 500" by another on one day are both outgrown by the next week's 978.
    """
    revisers = [claim for claim in own if claim.id in ties.revisers and growing(claim.status or "")]
    largest: dict[str, int] = {}
    for claim in revisers:
        when = _moment(claim, sorted_out)
        largest[when] = max(bounds(claim).size, largest.get(when, 0))
    tops = sorted(largest.items())
    for claim in own:
        when, size = _moment(claim, sorted_out), bounds(claim).size
        if when and any(later > when and top > size for later, top in tops):
            yield claim.id


def _family(claim: Claim, sorted_out: SortedOut) -> str:
    return sorted_out.origins.family.get(claim.document, claim.document)


def _moment(claim: Claim, sorted_out: SortedOut) -> str:
    when = sorted_out.origins.when.get(_family(claim, sorted_out))
    return when.isoformat() if when else ""


def _voice(claim: Claim, sorted_out: SortedOut) -> tuple[int, str, Numeral]:
    """A figure by its tally, origin and number: what was said first and is said still stands, too."""
    return (sorted_out.cohort_of[claim.id], sorted_out.origins.root[claim.id], bounds(claim).numeral)


def _disputed(ties: Ties, standing: frozenset[tuple[int, str, Numeral]], sorted_out: SortedOut) -> frozenset[str]:
    """Claims that stand and are ruled out by another that stands; of two states in conflict the one that says "all"."""
    found = set()
    for relation in ties.disputes:
        if relation.a not in sorted_out.cohort_of or relation.b not in sorted_out.cohort_of:
            continue
        one, other = sorted_out.claims[relation.a], sorted_out.claims[relation.b]
        if _voice(one, sorted_out) not in standing or _voice(other, sorted_out) not in standing:
            continue
        if relation.type == "differs" and not apart(bounds(one), bounds(other)):
            continue
        found.add(relation.a)
        if relation.rule not in BETWEEN_GROUPS or relation.rule == _EITHER:
            found.add(relation.b)
    return frozenset(found)


# --- one tally -----------------------------------------------------------------------------------


def _tally(
    cohort: Sequence[Claim],
    stands: Sequence[Claim],
    sorted_out: SortedOut,
    ties: Ties,
    policy: Policy,
    disputed: frozenset[str],
) -> Tally:
    first = cohort[0]
    settlement = policy.settle([_stand(claim, place, sorted_out) for place, claim in enumerate(stands)])
    support = _support(cohort, stands, settlement, sorted_out)
    trace = _trace(cohort, settlement, support, sorted_out)
    dissent = tuple(claim.id for claim in cohort if claim.id not in support)
    roots = len({sorted_out.origins.root[claim.id] for claim in cohort if claim.id in support})
    chosen = sorted_out.claims[settlement.chosen or first.id]
    group = _named(chosen, cohort)
    state = _state(cohort, roots, ties, disputed)
    return Tally(
        id=tally_id(first),
        incident=sorted_out.incident_of[sorted_out.origins.master[first.id]],
        status=first.status or "",
        group=group,
        label=label(group) + (_COUNTED_IN if any(claim.id in ties.with_attackers for claim in cohort) else ""),
        low=settlement.low,
        best=settlement.best,
        high=settlement.high,
        state=state,
        roots=roots,
        support=tuple(claim.id for claim in cohort if claim.id in support),
        dissent=dissent,
        rule=settlement.rule,
        reason=settlement.reason,
        trace=trace,
    )


def _named(chosen: Claim, cohort: Sequence[Claim]) -> Group:
    """The group as the chosen claim words it; where it says "17 were rescued", as the others call them."""
    group = chosen.group or Group("")
    if group.text or group.role == "person":
        return group
    return next((c.group for c in cohort if c.group and c.group.text and c.group.role == group.role), group)


def tally_id(first: Claim) -> str:
    """``t`` and ten hexadecimal digits of the first claim's id: later reports and reprints never renumber a tally."""
    return "t" + hashlib.sha256(first.id.encode("utf-8", "backslashreplace")).hexdigest()[:10]


def _stand(claim: Claim, place: int, sorted_out: SortedOut) -> Stand:
    origins = sorted_out.origins
    return Stand(
        claim=claim.id,
        bounds=bounds(claim),
        root=origins.root[claim.id],
        kind=claim.sources[0].kind if claim.sources else "own voice",
        when=origins.when.get(_family(claim, sorted_out)),
        place=place,
        weak=bool(_WEAK & set(claim.certainty)),
        growing=growing(claim.status or ""),
        status=claim.status or "",
        role=claim.group.role if claim.group else "person",
        words=claim.number_text or "",
        certainty=claim.certainty,
        unnamed=bool(claim.sources) and claim.sources[0].anonymous,
    )


def _support(
    cohort: Sequence[Claim], stands: Sequence[Claim], settlement: Settlement, sorted_out: SortedOut
) -> frozenset[str]:
    """The claims that say what the tally shows, or something that its best figure makes true.

    A replaced figure dissents even if its bound still holds: "at least 12" does not speak for today's 15.  So does
    what the policy sets aside, and whatever else an origin said of which nothing is used.
    """
    alive = {claim.id for claim in stands}
    aside = {step.claim for step in settlement.steps if not step.used}
    unheard = _unheard(stands, aside, sorted_out)
    chosen = bounds(sorted_out.claims[settlement.chosen]) if settlement.chosen else None
    found = set()
    for claim in cohort:
        said = bounds(claim)
        master = sorted_out.origins.master[claim.id]
        if chosen is None:
            agrees = master in alive
        else:
            agrees = agree(said, chosen) or (master in alive and not apart(said, chosen))
        if agrees and master not in aside and sorted_out.origins.root[claim.id] not in unheard:
            found.add(claim.id)
    return frozenset(found)


def _unheard(stands: Sequence[Claim], aside: Set[str], sorted_out: SortedOut) -> frozenset[str]:
    """Origins that say something which stands, none of which the policy uses."""
    root = sorted_out.origins.root
    return frozenset(root[claim.id] for claim in stands) - {root[c.id] for c in stands if c.id not in aside}


def _trace(
    cohort: Sequence[Claim], settlement: Settlement, support: frozenset[str], sorted_out: SortedOut
) -> tuple[Step, ...]:
    """What the policy says of the claims that stand, and why the others do not."""
    steps = {step.claim: step for step in settlement.steps}
    return tuple(_step(claim.id, steps, support, sorted_out.origins.master[claim.id]) for claim in cohort)


def _step(claim: str, steps: Mapping[str, Step], support: frozenset[str], master: str) -> Step:
    if master != claim:
        original = steps.get(master)
        why = original.why if original else _SAID_BEFORE if claim in support else _REPLACED
        return Step(claim, claim in support, f"a reprint: {why}")
    if claim in steps:
        return steps[claim]
    return Step(claim, claim in support, _SAID_BEFORE if claim in support else _REPLACED)


def _state(cohort: Sequence[Claim], roots: int, ties: Ties, disputed: frozenset[str]) -> str:
    """contested, else revised, else agreed by independent origins, else single."""
    ids = {claim.id for claim in cohort}
    if ids & disputed:
        return "contested"
    if ids & ties.revisers and any(set(ties.revised_by.get(claim, ())) & ids for claim in ids):
        return "revised"
    return "agreed" if roots > 1 else "single"


# --- parts ---------------------------------------------------------------------------------------


def _nested(tallies: Sequence[Tally], sorted_out: SortedOut, ties: Ties) -> tuple[Tally, ...]:
    """Each tally with the smallest one that holds it; circles of judgements are cut, not followed."""
    holders: dict[int, int] = {}
    for place, cohort in enumerate(sorted_out.cohorts):
        above = [a for claim in cohort for a in ties.holders.get(claim.id, ())]
        found = {sorted_out.cohort_of[a] for a in above if a in sorted_out.cohort_of}
        fitting = [other for other in found if _may_hold(tallies[other], tallies[place], other != place)]
        for other in sorted(fitting, key=lambda o: (_size(tallies[o]), o)):
            if place not in _above(other, holders):
                holders[place] = other
                break
    return tuple(
        replace(tally, part_of=tallies[holders[place]].id) if place in holders else tally
        for place, tally in enumerate(tallies)
    )


def _may_hold(whole: Tally, part: Tally, distinct: bool) -> bool:
    return distinct and whole.status == part.status and whole.incident == part.incident


def _above(place: int, holders: Mapping[int, int]) -> Iterable[int]:
    yield place
    while place in holders:
        place = holders[place]
        yield place


def _size(tally: Tally) -> int:
    return next((n for n in (tally.best, tally.low, tally.high) if n is not None), 0)
