"""Parts and wholes that the words of one report tie together, whatever their groups and states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from crosswire.algebra import fits
from crosswire.lattice import Cohort, apart, within
from crosswire.model import Relation
from crosswire.relations.assertion import Assertion, the
from crosswire.relations.series import Series
from crosswire.relations.surroundings import Texts, cued

Placed = tuple[Assertion, Series]


def of_other_wholes(assertions: Sequence[Assertion]) -> list[Assertion]:
    """The assertions of one story; "twelve of the 33 trapped miners were rescued" is no part of the rescued.

    Some of a whole of another state or a wider group ("42 taken, 27 of them students") are all that are told of theirs.
    """
    kinds = {one.claim.id: _kind(one) for one in assertions}
    wholes: dict[tuple[str, int | None], set[tuple[str | None, Cohort]]] = defaultdict(set)
    for one in assertions:
        wholes[one.claim.document, one.bounds.value].add(_kind(one))
    found = []
    for one, before in _with_the_one_before(assertions):
        claim = one.claim
        held = {kinds[claim.part_of]} if claim.part_of in kinds else set()
        held = held or (wholes[claim.document, claim.out_of] if claim.out_of else set())
        if not held and claim.scope is None and before is not None and before.size > one.size:
            held = {_kind(before)}  # "44 escaped and 17 of them have been caught"
        other = one.part and claim.scope in ("part", None) and bool(held) and _kind(one) not in held
        found.append(replace(one, part=False) if other else one)
    return found


#: characters between a figure and "them" that may stand for it
_REACH = 200


def _with_the_one_before(assertions: Sequence[Assertion]) -> Iterator[tuple[Assertion, Assertion | None]]:
    """Each with the figure that its report tells right before it."""
    ordered = sorted(assertions, key=lambda one: (one.claim.document, (one.claim.number or one.claim.span).start))
    before = {
        second.claim.id: first
        for first, second in pairwise(ordered)
        if first.claim.document == second.claim.document
        and 0 < (second.claim.number or second.claim.span).start - (first.claim.number or first.claim.span).end < _REACH
    }
    return ((one, before.get(one.claim.id)) for one in assertions)


def _kind(one: Assertion) -> tuple[str | None, Cohort]:
    return one.claim.status, one.cohort


def stated_wholes(series: Sequence[Series], texts: Texts) -> list[Relation]:
    """Parts said to be parts: by the reading, by "four of its 18", by "the remaining 14", by "they included"."""
    reports: dict[str, list[Placed]] = defaultdict(list)
    by_id: dict[str, Placed] = {}
    for one in series:
        for assertion in one.folded.everything:
            reports[assertion.claim.document].append((assertion, one))
            by_id[assertion.claim.id] = (assertion, one)
    found = list(_said_parts(by_id))
    for document in sorted(reports):
        told = sorted(reports[document], key=lambda placed: placed[0].order)
        found += _out_of(told, texts)
        found += _among(told, texts)
    return found


def _said_parts(by_id: dict[str, Placed]) -> Iterator[Relation]:
    for part, home in by_id.values():
        whole = by_id.get(part.claim.part_of or "")
        if whole and whole[1] is not home:
            yield _includes(whole, (part, home), "said-to-be-part", "as the report says")


def _out_of(told: Sequence[Placed], texts: Texts) -> Iterator[Relation]:
    """``four of its 18 workers were missing and nine safe``: the 18 hold both, and ``the remaining five``."""
    last: Placed | None = None
    before: Assertion | None = None
    for place, (part, home) in enumerate(told):
        whole = None
        if part.claim.out_of is not None:
            whole = last = _numbered(told, place, part.claim.out_of, texts)
            rule, how = "out-of", "the whole is named beside it"
            before = part
        elif last and before and _goes_on(before, part, texts):
            whole, rule, how = last, "out-of", "the sentence goes on about the same people"
        elif part.claim.scope == "remainder" and last and _near(last[0], part, texts, 2):
            whole, rule, how = last, "remainder", "they are the rest of it"
        if whole and whole[0] is not part and fits(part.bounds, whole[0].bounds):
            yield _includes(whole, (part, home), rule, how)


def _goes_on(part: Assertion, other: Assertion, texts: Texts) -> bool:
    """``14 of his 18 employees were safe and four were missing``: the same noun, unsaid, in another state."""
    noun = part.claim.group.text if part.claim.group else ""
    unsaid = bool(noun) and other.claim.group is not None and other.claim.group.text == noun
    apart_states = other.claim.status not in (part.claim.status, "present")
    return unsaid and apart_states and other.claim.scope is None and texts.breaks(part.claim, other.claim) == 0


def _numbered(told: Sequence[Placed], place: int, number: int, texts: Texts) -> Placed | None:
    """The nearest figure of that size, said in the same sentence or the one before."""
    part = told[place][0]
    fitting = [
        other
        for other in told[max(0, place - 6) : place + 7]
        if other[0] is not part
        and other[0].bounds.value == number
        and not apart(part.cohort, other[0].cohort)
        and _near(part, other[0], texts, 1)
    ]
    return min(fitting, key=lambda o: (o[0].claim.status != "present", abs(_start(o[0]) - _start(part))), default=None)


def _among(told: Sequence[Placed], texts: Texts) -> Iterator[Relation]:
    """``16 were freed. They included two Americans``, ``40 dead, among them nine children``."""
    for place, (part, home) in enumerate(told):
        if part.claim.part_of is not None or not cued("among", texts.setting(part.claim).clause_before):
            continue
        for whole in reversed(told[max(0, place - 4) : place]):
            if _holds(whole[0], part, texts) and whole[1] is not home:
                yield _includes(whole, (part, home), "among-them", "the report names them among the others")
                break


def _holds(whole: Assertion, part: Assertion, texts: Texts) -> bool:
    between = texts.between(whole.claim, part.claim)
    if between is None or whole.claim.status != part.claim.status or whole.size <= part.size:
        return False
    same_side = within(part.cohort, whole.cohort) or not apart(whole.cohort, part.cohort)
    near = (texts.breaks(whole.claim, part.claim) or 0) <= 1
    own = cued("of-them", between)  # "212 aboard, 200 of them passengers and 12 crew": said of the 200
    return same_side and near and not own and cued("among", between) and fits(part.bounds, whole.bounds)


def _near(one: Assertion, other: Assertion, texts: Texts, most: int) -> bool:
    breaks = texts.breaks(one.claim, other.claim)
    return breaks is None or breaks <= most


def _start(one: Assertion) -> int:
    return (one.claim.number or one.claim.span).start


def _includes(whole: Placed, part: Placed, rule: str, how: str) -> Relation:
    (big, home), (small, inner) = whole, part
    reason = f"{the(small.claim)} are among {the(big.claim)}: {how}"
    return Relation(home.head(big).id, inner.head(small).id, "includes", rule, reason)
