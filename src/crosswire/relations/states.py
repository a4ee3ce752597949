"""Figures of one people in two states: what cannot both be, what may be the same later, what only looks opposed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from crosswire.algebra import Bounds, agree, apart, bounds, total
from crosswire.lattice import Cohort, side, within
from crosswire.lexicon import standard
from crosswire.model import Claim, Relation
from crosswire.relations.assertion import Assertion, amount, said, voiced
from crosswire.relations.series import Series
from crosswire.relations.surroundings import Texts, cued

ByStatus = Mapping[str, Mapping[Cohort, Series]]
#: a figure of those held and one of those present are set beside each other if the smaller is this share of the larger
_COMPARABLE = 0.5


def between_states(series: Sequence[Series], by_status: ByStatus, texts: Texts) -> list[Relation]:
    """Every relation between two series of different states, and of a toll of all groups with the groups' own."""
    found = [*_universal(series, by_status, texts), *_later_states(series, by_status)]
    found += [*_more_freed(by_status, texts), *_held_or_present(by_status, texts)]
    return [*found, *_of_all_groups(by_status.get("killed", {}))]


def stated(one: Series, other: Series, kind: str, rule: str, reason: str) -> Relation:
    """The relation between the figures that two series hold in the end."""
    return Relation(one.head(one.whole).id, other.head(other.whole).id, kind, rule, reason)


def both(one: Assertion, other: Assertion) -> str:
    """Both figures for a person."""
    return f"{said(one.claim)}, {said(other.claim)}"


def _universal(series: Sequence[Series], by_status: ByStatus, texts: Texts) -> Iterator[Relation]:
    """ "All 32 gunmen were killed" and "a sixth gunman was captured" cannot both be true if 32 is all there were."""
    alive = standard().table("sides")["status"]["alive"]
    for one in series:
        killed = one.status == "killed"
        if not killed and one.status not in alive:
            continue
        against = alive if killed else ["killed"]
        for claim in _said_of_all(one, texts):
            yield from _how_many(claim, one, by_status)
            for status in against:
                for cohort, other in sorted(by_status.get(status, {}).items()):
                    if _same_people(one.cohort, cohort) and other.whole.size > 0:
                        yield _ruled_out(claim, other, killed, by_status)


def _how_many(claim: Claim, one: Series, by_status: ByStatus) -> Iterator[Relation]:
    """ "All 32 were killed" says that there were 32; another counts about 40: with six captured, 38 are told of."""
    outcomes = standard().table("sides")["status"]["outcomes"]
    for cohort, there in sorted(by_status.get("present", {}).items()):
        if _same_people(one.cohort, cohort) and apart(bounds(claim), there.whole.bounds):
            fates = [s for o in outcomes for c, s in sorted(by_status.get(o, {}).items()) if c == one.cohort]
            told = total(_plain(s.whole.bounds) for s in fates)
            fate = " and ".join(f"{amount(_plain(s.whole.bounds))} {s.status}" for s in fates)
            theirs = voiced(there.whole.claim)
            reason = f"{voiced(claim)}, all of them; {theirs}; {fate} make {amount(told)}"
            yield Relation(claim.id, there.head(there.whole).id, "differs", "all-of-how-many", reason)


def _said_of_all(series: Series, texts: Texts) -> list[Claim]:
    """The claims of a series that say "all", one for each number."""
    found: dict[object, Claim] = {}
    for one in series.folded.everything:
        words = f"{texts.setting(one.claim).before.rstrip()}"
        number = (one.claim.number_text or "").casefold()
        if one.size > 1 and (cued("universal", words) or number.startswith(("all ", "every "))):
            found.setdefault(one.numeral, one.claim)
    return list(found.values())


def _same_people(one: Cohort, other: Cohort) -> bool:
    """Attackers, hostages, crew by role; "people" are too many kinds of people to be the same."""
    return one.role == other.role != "person" and (within(one, other) or within(other, one))


def _ruled_out(claim: Claim, other: Series, killed: bool, by_status: ByStatus) -> Relation:
    whole = other.whole.claim
    there = by_status.get("present", {})
    present = [there[cohort].whole.claim for cohort in sorted(there) if cohort.role == other.cohort.role]
    counted = f"; {voiced(present[0])}" if present else ""
    reason = (
        f"{voiced(claim)}, all of them; {voiced(whole)}: both cannot be true if the first is all there were{counted}"
    )
    rule = "all-killed-yet-alive" if killed else "all-alive-yet-killed"
    return Relation(claim.id, other.head(other.whole).id, "contradicts", rule, reason)


def _later_states(series: Iterable[Series], by_status: ByStatus) -> Iterator[Relation]:
    """Seven held, seven of the same group killed, in one report: perhaps the same seven; a hypothesis, never merged."""
    table = standard().table("sides")["status"]
    for one in series:
        for status in table.get(one.status, ()) if one.status in ("held", "trapped", "missing") else ():
            other = by_status.get(status, {}).get(one.cohort)
            if other and _perhaps_same(one.whole, other.whole):
                reason = f"{both(one.whole, other.whole)}: perhaps the same people at two moments"
                yield stated(one, other, "may-overlap", "same-number-later-state", reason)


def _perhaps_same(one: Assertion, other: Assertion) -> bool:
    small = one.size < 3 and not one.cohort.qualified
    return one.family == other.family and one.numeral == other.numeral and one.bounds.exact and not small


def _taken(held: Series, texts: Texts) -> bool:
    words = f"{texts.setting(held.whole.claim).clause} {held.whole.claim.quote}"
    return side(held.cohort.role) == "other" and cued("taken", words)


def _related(one: Cohort, other: Cohort) -> bool:
    return within(one, other) or within(other, one)


def _more_freed(by_status: ByStatus, texts: Texts) -> Iterator[Relation]:
    """More freed than were held: held as hostages, or only on the site and hiding?  The scopes differ."""
    for cohort, held in sorted(by_status.get("held", {}).items()):
        top = held.whole.bounds.high
        for other, freed in sorted(by_status.get("freed", {}).items()) if top and _taken(held, texts) else ():
            low = freed.whole.bounds.low
            if low is not None and top is not None and low > top and _related(cohort, other):
                reason = (
                    f"{both(held.whole, freed.whole)}: more freed than held, so the two count different people "
                    "(those taken hostage against all who were on the site), or one of them is wrong"
                )
                yield stated(freed, held, "differs", "more-freed-than-held", reason)


def _held_or_present(by_status: ByStatus, texts: Texts) -> Iterator[Relation]:
    """ "Hundreds of workers taken hostage" and "hundreds of workers inside": held and present are two definitions."""
    there = by_status.get("present", {})
    for cohort, held in sorted(by_status.get("held", {}).items()):
        for other, present in sorted(there.items()) if _taken(held, texts) else ():
            small, big = sorted((held.whole.size, present.whole.size))
            if held.whole.root != present.whole.root and small >= max(3, big * _COMPARABLE) and _related(cohort, other):
                reason = f"{both(held.whole, present.whole)}: not all who were there need have been held"
                yield stated(held, present, "differs", "held-or-present", reason)


def _of_all_groups(groups: Mapping[Cohort, Series]) -> Iterator[Relation]:
    """ "Several dozen people" counts attackers and victims together; what the groups' own tolls make fits it or not."""
    mixed = groups.get(Cohort())
    if mixed is None or not mixed.whole.bounds.vague:
        return
    named = [c for c in sorted(groups) if c.role != "person" and not groups[c].whole.bounds.vague]
    top = [c for c in named if not any(c != other and within(c, other) for other in named)]
    sides = {side(cohort.role) for cohort in top}
    together = total(_plain(groups[cohort].whole.bounds) for cohort in top)
    if len(sides) > 1 and agree(together, mixed.whole.bounds):
        sums = " + ".join(said(groups[cohort].whole.claim) for cohort in top)
        reason = f"{said(mixed.whole.claim)} counts all groups together: {sums} are {amount(together)}, which fits"
        yield stated(mixed, groups[top[0]], "differs", "toll-of-all-groups", reason)


def _plain(b: Bounds) -> Bounds:
    """A bound as the number in its words: "at least 23" adds as 23."""
    return Bounds(b.value, b.value) if b.value is not None else b
