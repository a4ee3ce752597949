"""Figures of two groups in one state: what holds what, what may overlap, what only looks alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from crosswire.algebra import apart as apart_bounds
from crosswire.algebra import fits
from crosswire.lattice import Cohort, apart, crossing, wider, within
from crosswire.model import Relation
from crosswire.relations.assertion import Assertion, growing, said, some, the, voiced
from crosswire.relations.series import Series
from crosswire.relations.states import between_states, both, stated
from crosswire.relations.surroundings import Texts
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
        found += _attackers_too(by_status[status])
        found += _overlapping(by_status[status])
        found += _look_alike(by_status[status], story.aside)
    return found + between_states(story.series, by_status, texts)


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
            if _found_since(part.whole, whole.whole):
                break
            if _left_since(part.whole, whole.whole):
                reason = (
                    f"{voiced(whole.whole.claim)}, {voiced(part.whole.claim)}: a later count, and no part of the first"
                )
                yield stated(whole, part, "differs", "counted-later", reason)
                break
            if fits(part.whole.bounds, whole.whole.bounds) and not _loose(whole.whole):
                told = whole.beside(part.whole)
                reason = f"{the(part.whole.claim)} are among {the(told.claim)}: a narrower group"
                yield Relation(whole.head(told).id, part.head(part.whole).id, "includes", "narrower-group", reason)
                break
            if _too_many(part.whole, whole.whole):
                reason = (
                    f"{voiced(part.whole.claim)}, {voiced(whole.whole.claim)}: "
                    "the first are a narrower group, so both cannot be true"
                )
                yield stated(part, whole, "contradicts", "narrower-above-wider", reason)
                break


def _attackers_too(groups: Mapping[Cohort, Series]) -> Iterator[Relation]:
    """Ten dead with the gunman hold nine without; ten without are another count, whatever its number."""
    for cohort in sorted(c for c in groups if c.along):
        victims = groups.get(replace(cohort, along=""))
        if victims is None or victims.whole.bounds.vague:
            continue
        whole, part = groups[cohort].whole, victims.whole
        if whole.size > part.size:
            reason = f"{the(part.claim)} are among {the(whole.claim)}, which count the attackers, too"
            yield stated(groups[cohort], victims, "includes", "attackers-counted-too", reason)
        else:
            reason = f"{voiced(whole.claim)}, which counts the attackers; {voiced(part.claim)}, which does not"
            yield stated(groups[cohort], victims, "differs", "attackers-counted", reason)


def _too_many(part: Assertion, whole: Assertion) -> bool:
    """True of 24 protesters dead by one speaker and nine people dead by another who did not speak earlier.

    An earlier smaller toll of all may only be behind the times, and a report's own words may mean another scope.
    """
    named = bool(part.claim.sources and whole.claim.sources) and part.root != whole.root
    dated = part.when is not None and whole.when is not None and whole.when >= part.when
    plain = not (part.part or whole.part or part.bounds.vague or whole.bounds.vague) and "body" not in (
        part.cohort.noun,
        whole.cohort.noun,
    )
    return named and dated and plain and growing(part.claim.status or "") and apart_bounds(part.bounds, whole.bounds)


def _loose(whole: Assertion) -> bool:
    """Vague figures and bodies nobody has named hold nothing for sure."""
    return whole.bounds.vague or whole.bounds.low is None or whole.cohort.noun == "body"


def _found_since(bodies: Assertion, toll: Assertion) -> bool:
    """True of bodies told of later than a toll: whether that counted them is not known."""
    dated = bodies.when is not None and toll.when is not None
    return bodies.cohort.noun == "body" and dated and str(bodies.when) > str(toll.when)


def _left_since(part: Assertion, whole: Assertion) -> bool:
    """True of "five foreigners are still missing" days after "32 foreigners": a later count, and no part of that.

    Both say the same words; only the country, or what the report calls people elsewhere, makes the one group narrower.
    """
    later = part.when is not None and whole.when is not None and str(part.when) > str(whole.when)
    same = part.claim.group is not None and part.claim.group == whole.claim.group
    return later and same and not growing(part.claim.status or "")


def _another_scope(whole: Series, part: Series) -> Relation:
    reason = (
        f"{voiced(whole.whole.claim)}, {voiced(part.whole.claim)}: "
        "another time or scope; whether the ones are among the others is not said"
    )
    return stated(whole, part, "differs", "group-of-another-scope", reason)


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
                    f"{some(groups[one].whole.claim)} may be among {the(groups[other].whole.claim)}: "
                    "never added, never merged"
                )
                yield stated(groups[one], groups[other], "may-overlap", "groups-may-overlap", reason)


def _may_overlap(groups: Mapping[Cohort, Series], one: Cohort, other: Cohort) -> bool:
    if groups[one].whole.size == 0 and groups[one].whole.bounds.high == 0:
        return False
    if one.noun == "body":
        held = within(one, other) and not _loose(groups[other].whole) and not groups[one].whole.bounds.vague
        held = held and not _found_since(groups[one].whole, groups[other].whole)
        return other.noun != "body" and not (held and fits(groups[one].whole.bounds, groups[other].whole.bounds))
    reports = [{a.family for a in groups[cohort].folded.assertions} for cohort in (one, other)]
    marks = bool(one.nationality) != bool(other.nationality) or bool(one.employer) != bool(other.employer)
    captive = "hostage" in (one.role, other.role) and one.nationality == other.nationality
    return bool(reports[0] & reports[1]) and crossing(one, other) and (marks or captive)


def _look_alike(groups: Mapping[Cohort, Series], aside: Sequence[Assertion]) -> Iterator[Relation]:
    """Equal numerals of unrelated people that a reader could take for one: 18 officers and 18 gunmen."""
    yield from _one_breath(groups)
    by_number: dict[object, list[Series]] = defaultdict(list)
    for cohort in sorted(groups):
        if groups[cohort].whole.size >= 3 and not groups[cohort].whole.bounds.vague:
            by_number[groups[cohort].whole.numeral].append(groups[cohort])
    for number in by_number.values():
        first = number[0]
        for other in number[1:]:
            if apart(first.cohort, other.cohort):
                yield _coincide(other, other.whole, first, first.whole)
    for one in aside:
        for series in by_number.get(one.numeral, ()):
            if one.claim.status == series.status and within(one.cohort, series.cohort):
                head = series.head(series.whole).id
                reason = f"the number is the same, the event is not: {said(one.claim)} is told as background"
                yield Relation(one.claim.id, head, "coincides", "equal-number-background", reason)


def _coincide(other: Series, told: Assertion, first: Series, before: Assertion) -> Relation:
    reason = f"the number is the same, the people are not: {both(before, told)}"
    return Relation(other.head(told).id, first.head(before).id, "coincides", "equal-number-other-people", reason)


def _one_breath(groups: Mapping[Cohort, Series]) -> Iterator[Relation]:
    """One report's equal numerals of two peoples, even if later figures differ: 14 civilians by one, 14 militants."""
    seen: dict[object, tuple[Series, Assertion]] = {}
    for cohort in sorted(groups):
        for one in groups[cohort].folded.assertions:
            if one.size < 3 or one.bounds.vague or one.part:
                continue
            first, before = seen.setdefault((one.family, one.numeral), (groups[cohort], one))
            if first is not groups[cohort] and apart(first.cohort, cohort):
                yield _coincide(groups[cohort], one, first, before)
