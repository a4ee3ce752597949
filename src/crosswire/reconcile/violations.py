"""What cannot hold together, with the fewest claims that show it: no verdict on which of them is wrong."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crosswire import algebra
from crosswire.algebra import Bounds, Sum, bounds, fits
from crosswire.lattice import cohort_of, within
from crosswire.model import Balance, Claim, Document, Fate, Tally, Violation
from crosswire.relations.assertion import amount, said
from crosswire.relations.surroundings import Texts, cued

#: what marks the name of a whole that a claim only names in passing
_WHOLE = "/whole"
#: where a reason names the parts of the smallest set
_PARTS = "{parts}"
#: between the numbers of "20 of its 18 workers", "20 people out of the 18"
_OF = re.compile(r"\s+(?:\w+\s+)?(?:out\s+)?of\s+(?:\w+\s+){0,2}")


@dataclass(frozen=True, slots=True)
class _Tie:
    """A sum that words or the fate ledger make, with what to tell a person if it fails; figures by claim id.

    ``stated`` are the bounds of its figures; a whole named in passing ("20 of its 18") stands under its claim's id and
    ``_WHOLE``, for the claim itself counts the part.
    """

    incident: str
    sum: Sum
    stated: Mapping[str, Bounds]
    reason: str


def violations(
    claims: Sequence[Claim],
    documents: Sequence[Document],
    incident_of: Mapping[str, str],
    tallies: Sequence[Tally],
    balances: Sequence[Balance],
    fates: Sequence[Fate],
) -> tuple[Violation, ...]:
    """More accounted for than there were, parts above their whole, too short lists, too large subsets.

    Each is a smallest set of claims that `crosswire.algebra` finds impossible together; the sums of one report are
    also tried together, those of the fate ledger one by one, for their figures are of several moments.
    """
    known = {claim.id: claim for claim in claims if claim.kind == "count" and not claim.background}
    by_id = {tally.id: tally for tally in tallies}
    told = [_balanced(balance, known) for balance in balances if balance.total in known]
    told += _subsets(tuple(known.values()), documents, incident_of)
    groups = [[tie] for fate in fates if (tie := _accounted(fate, known, by_id)) is not None]
    reports: dict[tuple[str, str], list[_Tie]] = defaultdict(list)
    for tie in told:
        reports[tie.incident, known[tie.sum.whole.removesuffix(_WHOLE)].document].append(tie)
    found = [one for group in (*groups, *reports.values()) for one in _impossible(group, known)]
    unique: dict[frozenset[str], Violation] = {}
    for one in found:
        if one.incident:
            unique.setdefault(frozenset(one.claims), one)
    return tuple(_smallest(list(unique.values())))


def _impossible(ties: Sequence[_Tie], known: Mapping[str, Claim]) -> Iterator[Violation]:
    """What the sums forbid; the claims of each set in the order of the sum that ties them, its whole first."""
    stated = {name: bound for tie in ties for name, bound in tie.stated.items()}
    for clash in algebra.violations(stated, [tie.sum for tie in ties]):
        names = set(clash.figures)
        tie = max(ties, key=lambda t: len(names & {t.sum.whole, *t.sum.parts}))
        ordered = [name for name in (tie.sum.whole, *tie.sum.parts) if name in names]
        ordered += sorted(names - set(ordered))
        ids = tuple(dict.fromkeys(name.removesuffix(_WHOLE) for name in ordered))
        parts = " + ".join(f"{amount(bounds(known[name]))} {known[name].status}" for name in ordered if name in ids[1:])
        yield Violation(tie.incident, clash.rule, ids, tie.reason.replace(_PARTS, parts))


def _smallest(found: Sequence[Violation]) -> Iterator[Violation]:
    """Without those whose claims include another's: the smaller set already cannot hold."""
    sets = [frozenset(one.claims) for one in found]
    for one, mine in zip(found, sets, strict=True):
        if not any(other < mine for other in sets):
            yield one


# --- more accounted for than there were ------------------------------------------------------------


def _accounted(fate: Fate, known: Mapping[str, Claim], by_id: Mapping[str, Tally]) -> _Tie | None:
    """A row that does not hold: its states, each in the words of a claim, and the group's size."""
    whole = _size(fate, known, by_id)
    if fate.holds or whole is None:
        return None
    counted = sorted((s for s in fate.states if s.counted), key=lambda s: (-(s.low or 0), s.status))
    voices = (_voice(by_id[tally], known) for state in counted for tally in state.tallies)
    ids = dict.fromkeys(filter(None, voices))
    reason = f"{_PARTS} are more than the {fate.size.high:,} {fate.label} {fate.size.status}"
    stated = {whole: Bounds(fate.size.low, fate.size.high, fate.size.approximate)}
    stated |= {claim: bounds(known[claim]) for claim in ids if claim != whole}
    return _Tie(fate.incident, Sum(whole, tuple(ids), False, "too-many-accounted"), stated, reason)


def _size(fate: Fate, known: Mapping[str, Claim], by_id: Mapping[str, Tally]) -> str | None:
    """The name under which the group's size stands: a claim that counts it, or one that names it in passing."""
    if fate.size.claims:
        return fate.size.claims[0] + _WHOLE
    voices = (_voice(by_id[tally], known, high=True) for tally in fate.size.tallies)
    return next(filter(None, voices), None)


def _voice(tally: Tally, known: Mapping[str, Claim], high: bool = False) -> str:
    """The claim that states what the tally shows: the first that gives its best figure, else its low, or its high."""
    low = tally.low if tally.best is None else tally.best
    told = [known[claim] for claim in (*tally.support, *tally.dissent) if claim in known]
    exact = [claim for claim in told if (claim.high == tally.high if high else claim.low == low)]
    return next((claim.id for claim in exact or told), "")


# --- parts and wholes ------------------------------------------------------------------------------


def _balanced(balance: Balance, known: Mapping[str, Claim]) -> _Tie:
    """Parts and the whole they stand for; all of it, if the list is of one state or a rest is told.

    "Four of its 18 were missing and 12 safe" leaves two unsaid, which is no error.
    """
    whole, parts = balance.total or "", [part for part in balance.parts if part in known]
    low = balance.unexplained[0]
    rule = "list-too-short" if low is not None and low > 0 else "parts-exceed-whole"
    one_state = all(known[part].status == known[whole].status for part in parts)
    complete = one_state or any(known[part].scope == "remainder" for part in parts)
    stated = {claim: bounds(known[claim]) for claim in (whole, *parts)}
    return _Tie(balance.incident, Sum(whole, tuple(parts), complete, rule), stated, balance.reason)


def _subsets(claims: Sequence[Claim], documents: Sequence[Document], incident_of: Mapping[str, str]) -> Iterator[_Tie]:
    """ "Twenty of its 18 workers", "among the 12 dead were 15 children": a subset larger than its set."""
    texts = Texts(documents)
    ordered = sorted(claims, key=lambda c: (c.document, (c.number or c.span).start, c.id))
    for place, claim in enumerate(ordered):
        incident, near = incident_of.get(claim.id, ""), ordered[max(0, place - 3) : place + 4]
        if claim.out_of is not None and (claim.low or 0) > claim.out_of:
            reason = f"{said(claim)} are more than the {claim.out_of:,} they are said to be some of"
            for other in [other for other in near if _is_whole(other, claim, texts)][:1]:
                yield _subset(incident, other, claim, reason)
        before = ordered[place - 1] if place else claim
        if before is not claim and _among(before, claim, texts):
            reason = f"the {said(claim)} are said to be among the {amount(bounds(before))}"
            yield _subset(incident, before, claim, reason)


def _subset(incident: str, whole: Claim, part: Claim, reason: str) -> _Tie:
    stated = {whole.id: bounds(whole), part.id: bounds(part)}
    return _Tie(incident, Sum(whole.id, (part.id,), False, "part-exceeds-whole"), stated, reason)


def _is_whole(other: Claim, part: Claim, texts: Texts) -> bool:
    """True if ``other`` counts the whole that ``part`` names: "20 of its 18 workers" with 18 workers present."""
    if other is part or bounds(other).value != part.out_of or not other.number or not part.number:
        return False
    between = texts.between(part, other) or ""
    return part.number < other.number and _OF.fullmatch(between) is not None and texts.breaks(other, part) == 0


def _among(whole: Claim, part: Claim, texts: Texts) -> bool:
    """True if one sentence puts a larger number of a narrower group among a smaller one, and both are exact."""
    between = texts.between(whole, part)
    if between is None or whole.status != part.status or texts.breaks(whole, part) != 0:
        return False
    mine, theirs = cohort_of(part.group), cohort_of(whole.group)
    narrower = mine != theirs and within(mine, theirs)
    counted = bounds(whole).exact and bounds(part).exact and whole.number != part.number
    return counted and narrower and cued("among", between) and not fits(bounds(part), bounds(whole))
