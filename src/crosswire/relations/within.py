"""Figures of one group inside one report: which the report holds, which it calls replaced, which are parts."""

from __future__ import annotations

from collections.abc import Sequence

from crosswire.algebra import agree, apart, fits
from crosswire.model import Claim, Relation
from crosswire.relations.assertion import Assertion, pairs, said, the, voiced, who
from crosswire.relations.change import change, stamped
from crosswire.relations.locales import spot
from crosswire.relations.surroundings import Texts, cued

#: a figure of which no speaker is named rivals another if it is more than half of it; a smaller one, two districts'
#: dead beside a country's, is of another scope more often than a dispute
RIVAL = 0.5


def settle(stands: Sequence[Assertion], texts: Texts) -> tuple[Assertion, list[Relation]]:
    """The figure a report holds in the end, and how its other figures of the group stand to it.

    "Officials first said that nobody was found alive, but five had been caught, and a sixth was caught today": 6
    revises 5 and 5 revises 0.  What a report itself calls replaced is contradicted by nobody: it no longer stands.
    """
    relations: list[Relation] = []
    principals = []
    for stage in sorted({stand.stage for stand in stands}):
        principal, found = _level([stand for stand in stands if stand.stage == stage], texts)
        principals.append(principal)
        relations += found
    whole = [p for p in principals if not p.part or all(q.part for q in principals)]
    for later, earlier in pairs(whole):
        relations.append(_replaced(later, earlier, texts))
    return whole[-1], relations


def _level(stands: Sequence[Assertion], texts: Texts) -> tuple[Assertion, list[Relation]]:
    """Figures of one stage: the leading one, and each other one against it."""
    relations = []
    counted = _counted(stands)
    for later, earlier in pairs(counted):
        relations.append(_counted_on(later, earlier))
    if not counted:
        counted = _revised_in_turn(stands, texts)
        relations += [_replaced(later, earlier, texts) for later, earlier in pairs(counted)]
    leading = counted[-1] if counted else _leading(stands)
    before = {later.claim.id: earlier for later, earlier in pairs(sorted(stands, key=lambda s: s.order))}
    others = [stand for stand in stands if stand is not leading and stand not in counted]
    for other in sorted(others, key=lambda s: (-s.size, s.order)):
        added = other.claim.scope == "increment" and before.get(other.claim.id) is leading
        relation = against(leading, other, texts, added)
        relations.append(relation)
        if relation.type == "includes" and relation.b == leading.claim.id:
            leading = other
    return leading, relations


def _counted(stands: Sequence[Assertion]) -> list[Assertion]:
    """Figures counted on ("a fifth", "a sixth"), rising; none if they count no whole ("Spain has a first case")."""
    by_size = {s.size: s for s in sorted(stands, key=lambda s: s.order, reverse=True) if s.claim.scope == "cumulative"}
    counted = [by_size[size] for size in sorted(by_size)]
    return [] if any(not counted or s.size > counted[-1].size for s in stands) else counted


def _revised_in_turn(stands: Sequence[Assertion], texts: Texts) -> list[Assertion]:
    """Figures that one sentence lists as revised: "the toll was lowered, from 350 to 210, and now to under 200"."""
    ordered = sorted(stands, key=lambda s: s.order)
    for first in ordered:
        if cued("revised", texts.setting(first.claim).before):
            mine = [s for s in ordered if s.root == first.root]
            run = [s for s in mine if s is first or _in_turn(first, s, texts)]
            if len(run) > 1 and not any(s.part for s in run):
                return run
    return []


def _in_turn(first: Assertion, later: Assertion, texts: Texts) -> bool:
    """True in one sentence and one clause: in "rose to 26 after six died of their wounds" the six replace nothing."""
    between = texts.between(first.claim, later.claim) or ""
    return texts.breaks(first.claim, later.claim) == 0 and not cued("aside", between)


def _leading(stands: Sequence[Assertion]) -> Assertion:
    """The figure of a report for a group: a whole before parts and phases, plain before vague, then as told first.

    Of one speaker's several the largest, for the smaller ones are inside it.
    """
    first = min(stands, key=lambda s: (s.part, s.phase, s.bounds.vague, s.claim.scope != "total", s.order))
    same = [s for s in stands if s.root == first.root and s.part == first.part and s.phase == first.phase]
    plain = [s for s in same if not s.bounds.vague and s.bounds.low is not None] or same
    return max(plain, key=lambda s: (s.size, s is first, [-1 * (s.claim.number or s.claim.span).start]))


def against(held: Assertion, other: Assertion, texts: Texts, added: bool = False) -> Relation:
    """How a second figure of one report and stage stands to the one that leads; ``added`` for "seven more" after it."""
    first, second = sorted((held, other), key=lambda s: s.order)
    if added and second is other:
        reason = f"{said(other.claim)} more, on top of {the(held.claim)} told right before"
        return stamped(other, held, "differs", "added-to", reason)
    if other.part and not held.part and fits(other.bounds, held.bounds):
        return stamped(held, other, "includes", "said-to-be-part", f"{_in(other, held)}, as the report says")
    if other.numeral == held.numeral or agree(held.bounds, other.bounds):
        return _agreeing(second, first)
    small, big = sorted((held, other), key=lambda s: (s.size, s.order))
    if small.size > 0 and fits(small.bounds, big.bounds):
        apart_said = held.part or _other_office(small, big, texts)
        if small.root == big.root and not apart_said:
            reason = f"{_in(small, big)}: one speaker gives both and sets neither against the other"
            return stamped(big, small, "includes", "one-speaker-larger-count", reason)
        if small.own and not apart_said and not cued("against", texts.setting(small.claim).sentence):
            reason = f"{_in(small, big)}: the report tells the smaller in its own voice and disputes neither"
            return stamped(big, small, "includes", "undisputed-larger-count", reason)
        if cued("handled", texts.setting(small.claim).clause):
            reason = f"{_in(small, big)}: so many have been found, named or buried so far"
            return stamped(big, small, "includes", "handled-so-far", reason)
        narrower = small.phase or _shorter(small.claim, big.claim) or _elsewhere(small, big, texts)
        if narrower and not _hospital(small.claim, texts):
            rule, what = ("one-phase", "phase") if small.phase else ("one-day-or-place", "day or place")
            reason = f"{_in(small, big)}: the smaller figure tells one {what} of the same happening"
            return stamped(big, small, "includes", rule, reason)
    return unlike(second, first, texts)


def unlike(later: Assertion, earlier: Assertion, texts: Texts) -> Relation:
    """Two figures of one moment that do not agree: a contradiction only if two speakers rule each other out.

    A hospital counts those it saw; its smaller figure does not dispute a larger one.
    """
    both = f"{voiced(earlier.claim)}, {voiced(later.claim)}"
    if not apart(later.bounds, earlier.bounds):
        reason = f"{both}: a bound against another number; both can be true"
        return stamped(later, earlier, "differs", "bound-against-count", reason)
    small = min(later, earlier, key=lambda s: (s.size, s.order))
    if _hospital(small.claim, texts):
        reason = f"{both}: the smaller is a hospital's count of those it saw"
        return stamped(later, earlier, "differs", "hospital-counts-its-own", reason)
    if later.part != earlier.part:
        return stamped(later, earlier, "differs", "part-beside-count", f"{both}: one of them is said of a part")
    if later.own or earlier.own or later.root == earlier.root:
        big = max(later.size, earlier.size)
        rule = "scope-unsaid" if small.size > big * RIVAL else "scope-unlike"
        return stamped(later, earlier, "differs", rule, f"{both}: scope or time may differ, unsaid")
    return stamped(later, earlier, "contradicts", "two-origins-two-counts", f"{both}: both cannot be true")


def _agreeing(second: Assertion, first: Assertion) -> Relation:
    """Figures that agree: two origins support each other, one origin (or the report's own summary) repeats itself."""
    if second.root == first.root or second.own or first.own:
        kind = "same" if second.family == first.family else "echoes"
        kind = kind if second.claim.document == first.claim.document else "echoes"
        reason = f"{said(second.claim)} is {said(first.claim)} in other words; one origin"
        return stamped(second, first, kind, "rounded-repeat", reason)
    reason = f"{who(second.claim)} and {who(first.claim)} agree on {said(first.claim)}"
    return stamped(second, first, "supports", "independent-origins-agree", reason)


def _replaced(later: Assertion, earlier: Assertion, texts: Texts) -> Relation:
    if later.numeral == earlier.numeral or agree(later.bounds, earlier.bounds):
        return _agreeing(later, earlier)
    voices = f", which {who(earlier.claim)} gave" if later.root != earlier.root else ""
    reason = f"the report itself puts {said(later.claim)} in the place of the earlier {said(earlier.claim)}{voices}"
    kind = change(later, earlier, texts)
    return stamped(later, earlier, "revises", "replaced-in-report", reason, kind)


def _counted_on(later: Assertion, earlier: Assertion) -> Relation:
    reason = f"the count went on: {said(earlier.claim)}, then {said(later.claim)}"
    return stamped(later, earlier, "revises", "counted-on", reason, "rise")


def _other_office(small: Assertion, big: Assertion, texts: Texts) -> bool:
    """True if the report, in its own voice, calls one of the two official: two speakers then, neither of them named."""
    marks = [cued("official", texts.setting(s.claim).clause) for s in (small, big)]
    return small.own and big.own and marks[0] != marks[1]


def _hospital(claim: Claim, texts: Texts) -> bool:
    kinds = {source.kind for source in claim.sources[:1]}
    return "hospital" in kinds or cued("hospital", texts.setting(claim).clause)


def _shorter(small: Claim, big: Claim) -> bool:
    """True if the smaller figure is of fewer days."""
    mine, theirs = small.time, big.time
    if mine and theirs and mine.start and mine.end and theirs.start and theirs.end:
        inside = theirs.start <= mine.start and mine.end <= theirs.end
        return inside and (mine.start, mine.end) != (theirs.start, theirs.end)
    return False


def _elsewhere(small: Assertion, big: Assertion, texts: Texts) -> bool:
    """True if the smaller figure is of a place that the other does not name.

    Not of two speakers: in "the authorities put the toll in Zelin at nine, hospitals counted 15" the place is the same.
    """
    if small.claim.sources and big.claim.sources and small.root != big.root:
        return False
    place = spot(small.claim, texts)
    return place is not None and place != spot(big.claim, texts)


def _in(small: Assertion, big: Assertion) -> str:
    return f"{the(small.claim)} are among {the(big.claim)}"
