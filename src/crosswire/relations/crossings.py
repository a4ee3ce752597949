"""Figures of two groups or two states: what holds what, what may overlap, what only looks alike or opposed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crosswire.algebra import fits
from crosswire.lattice import Cohort, apart, crossing, side, wider, within
from crosswire.lexicon import standard
from crosswire.model import Claim, Relation
from crosswire.relations.assertion import Assertion, said, who
from crosswire.relations.series import Series
from crosswire.relations.surroundings import Texts, cued
from crosswire.relations.wholes import stated_wholes


@dataclass(frozen=True, slots=True)
class Story:
    """One incident's series, the persons its figures count, and its background figures."""

    series: tuple[Series, ...]
    persons: tuple[Relation, ...]
    aside: tuple[Assertion, ...]


def cross(story: Story, texts: Texts) -> list[Relation]:
    """Every relation between two series of one incident."""
    by_status: dict[str, dict[Cohort, Series]] = defaultdict(dict)
    for series in story.series:
        by_status[series.status].setdefault(series.cohort, series)
    found = list(story.persons)
    found += stated_wholes(story.series, texts)
    for status in sorted(by_status):
        found += _nested(by_status[status])
        found += _overlapping(by_status[status])
        found += _look_alike(by_status[status], story.aside)
    found += _universal(story.series, by_status, texts)
    found += _later_states(story.series, by_status)
    found += _more_freed(by_status)
    return found


def _stated(one: Series, other: Series, kind: str, rule: str, reason: str) -> Relation:
    return Relation(one.head(one.whole).id, other.head(other.whole).id, kind, rule, reason)


# --- one status, two groups ----------------------------------------------------------------------


def _nested(groups: Mapping[Cohort, Series]) -> Iterator[Relation]:
    """A group's figure holds a narrower group's: 23 hostages killed, seven of them foreign.

    "107 foreigners freed" need not hold another speaker's "16 foreign hostages freed": who is counted differs unsaid.
    """
    for cohort in sorted(groups):
        part = groups[cohort]
        for other in wider(cohort):
            whole = groups.get(other)
            if whole is None or part.whole.size == 0:
                continue
            if other.role != cohort.role and other.qualified and whole.whole.root != part.whole.root:
                if not (whole.whole.bounds.vague and part.whole.bounds.vague):
                    yield _another_scope(whole, part)
                break
            if fits(part.whole.bounds, whole.whole.bounds) and not _loose(whole.whole):
                reason = f"the {said(part.whole.claim)} are among the {said(whole.whole.claim)}: a narrower group"
                yield _stated(whole, part, "includes", "narrower-group", reason)
                break


def _loose(whole: Assertion) -> bool:
    """Vague figures and bodies nobody has named hold nothing for sure."""
    return whole.bounds.vague or whole.bounds.low is None or whole.cohort.noun == "body"


def _another_scope(whole: Series, part: Series) -> Relation:
    reason = (
        f"{said(whole.whole.claim)} by {who(whole.whole.claim)}, {said(part.whole.claim)} by {who(part.whole.claim)}: "
        "another time or scope; whether the ones are among the others is not said"
    )
    return _stated(whole, part, "differs", "group-of-another-scope", reason)


def _overlapping(groups: Mapping[Cohort, Series]) -> Iterator[Relation]:
    """Groups told by different marks, and bodies of unknown people: some may be counted in both, so never add.

    Fewer than ten Britons missing and four BP workers missing; "numerous bodies" beside 23 dead hostages.
    """
    inner = {cohort for cohort in groups if any(w in groups and not _loose(groups[w].whole) for w in wider(cohort))}
    marked = [cohort for cohort in sorted(groups) if cohort.qualified or cohort.noun == "body"]
    for place, one in enumerate(marked):
        others = groups if one.noun == "body" else marked[place + 1 :]
        for other in sorted(others):
            if one != other and not (one.noun == "body" and other in inner) and _may_overlap(groups, one, other):
                reason = (
                    f"some of the {said(groups[one].whole.claim)} may be among the {said(groups[other].whole.claim)}: "
                    "never added, never merged"
                )
                yield _stated(groups[one], groups[other], "may-overlap", "groups-may-overlap", reason)


def _may_overlap(groups: Mapping[Cohort, Series], one: Cohort, other: Cohort) -> bool:
    if groups[one].whole.size == 0 and groups[one].whole.bounds.high == 0:
        return False
    if one.noun == "body":
        return other.noun != "body"
    reports = [{a.family for a in groups[cohort].folded.assertions} for cohort in (one, other)]
    marks = bool(one.nationality) != bool(other.nationality) or bool(one.employer) != bool(other.employer)
    captive = "hostage" in (one.role, other.role) and one.nationality == other.nationality
    return bool(reports[0] & reports[1]) and crossing(one, other) and (marks or captive)


def _look_alike(groups: Mapping[Cohort, Series], aside: Sequence[Assertion]) -> Iterator[Relation]:
    """Equal numerals of unrelated people that a reader could take for one: 18 officers and 18 gunmen."""
    by_number: dict[object, list[Series]] = defaultdict(list)
    for cohort in sorted(groups):
        if groups[cohort].whole.size >= 3 and not groups[cohort].whole.bounds.vague:
            by_number[groups[cohort].whole.numeral].append(groups[cohort])
    for number in by_number.values():
        first = number[0]
        for other in number[1:]:
            if apart(first.cohort, other.cohort):
                reason = f"the number is the same, the people are not: {_both(first.whole, other.whole)}"
                yield _stated(other, first, "coincides", "equal-number-other-people", reason)
    for one in aside:
        for series in by_number.get(one.numeral, ()):
            if one.claim.status == series.status and within(one.cohort, series.cohort):
                head = series.head(series.whole).id
                reason = f"the number is the same, the event is not: {said(one.claim)} is told as background"
                yield Relation(one.claim.id, head, "coincides", "equal-number-background", reason)


def _both(one: Assertion, other: Assertion) -> str:
    return f"{said(one.claim)}, {said(other.claim)}"


# --- two states ----------------------------------------------------------------------------------


def _universal(
    series: Sequence[Series], by_status: Mapping[str, Mapping[Cohort, Series]], texts: Texts
) -> Iterator[Relation]:
    """ "All 32 gunmen were killed" and "a sixth gunman was captured" cannot both be true if 32 is all there were."""
    alive = standard().table("sides")["status"]["alive"]
    for one in series:
        killed = one.status == "killed"
        if not killed and one.status not in alive:
            continue
        against = alive if killed else ["killed"]
        for claim in _said_of_all(one, texts):
            for status in against:
                for cohort, other in sorted(by_status.get(status, {}).items()):
                    if _same_people(one.cohort, cohort) and other.whole.size > 0:
                        yield _ruled_out(claim, other, killed, by_status)


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


def _ruled_out(claim: Claim, other: Series, killed: bool, by_status: Mapping[str, Mapping[Cohort, Series]]) -> Relation:
    whole = other.whole.claim
    there = by_status.get("present", {})
    present = [there[cohort].whole.claim for cohort in sorted(there) if cohort.role == other.cohort.role]
    counted = f"; {who(present[0])} counts {said(present[0])}" if present else ""
    reason = (
        f"{who(claim)} gives {said(claim)}, all of them, {who(whole)} {said(whole)}: "
        f"both cannot be true if the first is all there were{counted}"
    )
    rule = "all-killed-yet-alive" if killed else "all-alive-yet-killed"
    return Relation(claim.id, other.head(other.whole).id, "contradicts", rule, reason)


def _later_states(series: Iterable[Series], by_status: Mapping[str, Mapping[Cohort, Series]]) -> Iterator[Relation]:
    """Seven held, seven of the same group killed, in one report: perhaps the same seven; a hypothesis, never merged."""
    table = standard().table("sides")["status"]
    for one in series:
        for status in table.get(one.status, ()) if one.status in ("held", "trapped", "missing") else ():
            other = by_status.get(status, {}).get(one.cohort)
            if other and _perhaps_same(one.whole, other.whole):
                reason = f"{_both(one.whole, other.whole)}: perhaps the same people at two moments"
                yield _stated(one, other, "may-overlap", "same-number-later-state", reason)


def _perhaps_same(one: Assertion, other: Assertion) -> bool:
    small = one.size < 3 and not one.cohort.qualified
    return one.family == other.family and one.numeral == other.numeral and one.bounds.exact and not small


def _more_freed(by_status: Mapping[str, Mapping[Cohort, Series]]) -> Iterator[Relation]:
    """More freed than were held: held as hostages, or only on the site and hiding?  The scopes differ."""
    for cohort, held in sorted(by_status.get("held", {}).items()):
        for other, freed in sorted(by_status.get("freed", {}).items()):
            top, low = held.whole.bounds.high, freed.whole.bounds.low
            related = within(cohort, other) or within(other, cohort)
            taken = related and side(cohort.role) == "other" and cued("taken", held.whole.claim.quote)
            if top is not None and low is not None and low > top > 0 and taken:
                reason = f"{_both(held.whole, freed.whole)}: more freed than held, so the two count different people"
                yield _stated(freed, held, "differs", "more-freed-than-held", reason)
