"""Which figures are about the same group in the same state: the classes inside which they are compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from crosswire.algebra import Numeral
from crosswire.lattice import Cohort, apart, wider
from crosswire.relations.assertion import Assertion, growing

#: what sets some of a group apart, where a calling ("passengers") may only be another word for all
_MARKS = ("nationality", "employer", "sex", "age")


@dataclass(frozen=True, slots=True)
class Sorted:
    """The figures of one incident and status: classes by group, and single persons told apart from a larger figure."""

    classes: Mapping[Cohort, Sequence[Assertion]]
    persons: Sequence[Assertion]


def classed(assertions: Sequence[Assertion]) -> Sorted:
    """Group assertions of one incident and status by cohort, and two cohorts that are plainly one people together.

    "Twelve people died" and another report's "12 passengers were killed" are one class: passengers are people, and the
    numbers are equal.  Not if any report gives the two groups different numbers.
    """
    assertions = _one_allegiance(assertions)
    persons = _persons(assertions)
    alone = {id(person) for person in persons}
    groups: dict[Cohort, list[Assertion]] = defaultdict(list)
    for one in assertions:
        if id(one) not in alone:
            groups[one.cohort].append(one)
    merged: dict[Cohort, list[Assertion]] = {}
    into = _merges(groups)
    for cohort in sorted(groups):
        merged.setdefault(_target(cohort, into), []).extend(groups[cohort])
    return Sorted(merged, persons)


def _one_allegiance(assertions: Sequence[Assertion]) -> list[Assertion]:
    """Allegiance tells groups apart only where two are named: "al Qaeda-linked gunmen" are else just the gunmen."""
    named: dict[Cohort, set[str]] = defaultdict(set)
    for one in assertions:
        named[replace(one.cohort, allegiance="")] |= {one.cohort.allegiance} - {""}
    found = []
    for one in assertions:
        bare = replace(one.cohort, allegiance="")
        found.append(replace(one, cohort=bare) if one.cohort.allegiance and len(named[bare]) == 1 else one)
    return found


def one_calling(assertions: Sequence[Assertion]) -> list[Assertion]:
    """ "Twelve miners were rescued and 17 are missing": who bears no noun is what the report calls the others.

    The assertions are all of one story, whatever their state.  Only where the report (where it names none, the story)
    has one calling for the role; "17 workers" beside miners stays workers.
    """
    callings: dict[tuple[str, str], set[str]] = defaultdict(set)
    anywhere: dict[str, set[str]] = defaultdict(set)
    for one in assertions:
        if one.cohort.noun:
            callings[one.family, one.cohort.role].add(one.cohort.noun)
            anywhere[one.cohort.role].add(one.cohort.noun)
    found = []
    for one in assertions:
        bare = one.cohort.role != "person" and not one.cohort.noun and not (one.claim.group and one.claim.group.text)
        nouns = callings.get((one.family, one.cohort.role)) or anywhere[one.cohort.role] if bare else set()
        found.append(replace(one, cohort=replace(one.cohort, noun=min(nouns))) if len(nouns) == 1 else one)
    return found


def _target(cohort: Cohort, into: Mapping[Cohort, Cohort]) -> Cohort:
    while cohort in into:
        cohort = into[cohort]
    return cohort


def _merges(groups: Mapping[Cohort, Sequence[Assertion]]) -> dict[Cohort, Cohort]:
    """Narrow cohorts to the nearest wider one that must be the same people.

    Not two that share nobody to one: seven Japanese and seven Filipinos are neither of them all of a story's civilians.
    Nor one of several peoples that a report lists: three Americans, beside six Filipinos, are not its "three dead".
    """
    found: dict[Cohort, Cohort] = {}
    for cohort in sorted(groups):
        for other in wider(cohort) if not _one_of_a_list(cohort, groups) else ():
            if other in groups and other.noun != "body" and _one_people(cohort, groups[cohort], other, groups[other]):
                found[cohort] = other
                break
    rivals = {a for a in found for b in found if found[a] == found[b] and apart(a, b)}
    return {cohort: other for cohort, other in found.items() if cohort not in rivals}


def _one_of_a_list(cohort: Cohort, groups: Mapping[Cohort, Sequence[Assertion]]) -> bool:
    """True for a people beside another people in one report."""
    if not cohort.nationality:
        return False
    told = {one.family for one in groups[cohort]}
    others = (other for other in groups if other.nationality and apart(cohort, other))
    return any(one.family in told for other in others for one in groups[other])


def _one_people(cohort: Cohort, narrow: Sequence[Assertion], other: Cohort, wide: Sequence[Assertion]) -> bool:
    """Equal numbers somewhere, and no report that gives both groups without giving them one number.

    A people, an employer or a sex is all of the wider group only if its number is the largest told of that, or the one
    number that a report tells of both: three Britons here and three dead there meet by chance.
    """
    mine, theirs = _numbers(narrow), _numbers(wide)
    marked = any(getattr(cohort, name) != getattr(other, name) for name in _MARKS)
    equal = False
    for family, numbers in mine.items():
        shared = theirs.get(family)
        if shared is not None and not (numbers & shared and max(n[0] for n in numbers & shared) >= 3):
            return False
        if shared is not None and (max(numbers)[0] != max(shared)[0] or (marked and len(shared) > 1)):
            return False
        equal |= shared is not None
    everywhere = set().union(*theirs.values()) if theirs else set()
    if marked:
        top = max((one.size for one in wide), default=0)
        everywhere = {number for number in everywhere if number[0] == top}
    if not equal and not marked and _interleaved(narrow, wide):
        return True
    return equal or any(numbers & everywhere for numbers in mine.values())


def _interleaved(narrow: Sequence[Assertion], wide: Sequence[Assertion]) -> bool:
    """ "Four miners dead", then a toll of 11, then "16 miners dead": one count, which no report tells twice.

    Only of what can only grow, if the callings' figures enclose the toll in time and the whole row rises.
    """
    told = [one for one in (*narrow, *wide) if not one.part and not one.bounds.vague and one.size > 0]
    if not told or any(one.when is None for one in told) or not growing(told[0].claim.status or ""):
        return False
    mine = sorted(one.when for one in told if one in narrow and one.when)
    theirs = sorted(one.when for one in told if one in wide and one.when)
    if not mine or not theirs or not (mine[0] < theirs[0] and theirs[-1] < mine[-1]) or set(mine) & set(theirs):
        return False
    row = sorted(told, key=lambda one: (one.when.isoformat() if one.when else "", one.size))
    return all(earlier.size < later.size or earlier.numeral == later.numeral for earlier, later in pairwise(row))


def _numbers(assertions: Iterable[Assertion]) -> dict[str, set[Numeral]]:
    """The numbers each report gives, parts and vague words left out."""
    found: dict[str, set[Numeral]] = defaultdict(set)
    for one in assertions:
        if not one.part and not one.bounds.vague and one.size > 0:
            found[one.family].add(one.numeral)
    return found


def _persons(assertions: Sequence[Assertion]) -> list[Assertion]:
    """Single persons told one by one ("a man died in hospital", "John Smith, 34, was killed").

    One person is a total only if it is all that a report tells of the group: a second single, a name, or a larger
    figure beside it makes it a case.  "A Briton" is a case of any report's larger figure: who counts says "one".
    """
    sizes: dict[tuple[str, Cohort], int] = defaultdict(int)
    anywhere: dict[Cohort, int] = defaultdict(int)
    singles: dict[tuple[str, Cohort], int] = defaultdict(int)
    for one in assertions:
        key = (one.family, one.cohort)
        sizes[key] = max(sizes[key], one.size)
        anywhere[one.cohort] = max(anywhere[one.cohort], one.size)
        singles[key] += _single(one)
    found = []
    for one in assertions:
        if not _single(one):
            continue
        groups = (one.cohort, *wider(one.cohort))
        larger = any(sizes.get((one.family, c), 0) > 1 for c in groups)
        larger |= _described(one) and any(anywhere.get(c, 0) > 1 for c in groups)
        if one.claim.named or larger or singles[(one.family, one.cohort)] > 1:
            found.append(one)
    return found


def _described(one: Assertion) -> bool:
    """True for "a Briton", "an Algerian", "the driver", "one of the wounded": told of as a person, not counted."""
    words = (one.claim.number_text or "").casefold().split()
    if words == ["one"] and one.claim.number is not None:
        return one.claim.quote[one.claim.number.end - one.claim.span.start :].startswith(" of ")
    return bool(words) and words[0] in {"a", "an", "the", "another", "his", "her", "their"}


def _single(one: Assertion) -> bool:
    return one.bounds.exact and one.bounds.high == 1 and one.claim.scope != "cumulative"
