"""What cannot hold together, with the fewest claims that show it: no verdict on which of them is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from crosswire.algebra import bounds, fits
from crosswire.lattice import cohort_of, within
from crosswire.model import Balance, Claim, Document, Fate, State, Tally, Violation
from crosswire.reconcile.fates import slack
from crosswire.relations.assertion import amount, said
from crosswire.relations.surroundings import Texts, cued

#: between the numbers of "20 of its 18 workers", "20 people out of the 18"
_OF = re.compile(r"\s+(?:\w+\s+)?(?:out\s+)?of\s+(?:\w+\s+){0,2}")


def violations(
    claims: Sequence[Claim],
    documents: Sequence[Document],
    incident_of: Mapping[str, str],
    tallies: Sequence[Tally],
    balances: Sequence[Balance],
    fates: Sequence[Fate],
) -> tuple[Violation, ...]:
    """More accounted for than there were, parts above their whole, too short lists, too large subsets."""
    known = {claim.id: claim for claim in claims if claim.kind == "count" and not claim.background}
    by_id = {tally.id: tally for tally in tallies}
    found = [_over_accounted(fate, known, by_id) for fate in fates if not fate.holds]
    found += [one for balance in balances if (one := _unbalanced(balance)) is not None]
    found += _too_large(tuple(known.values()), documents, incident_of)
    unique: dict[frozenset[str], Violation] = {}
    for one in found:
        if len(one.claims) and one.incident:
            unique.setdefault(frozenset(one.claims), one)
    return tuple(_smallest(list(unique.values())))


def _smallest(found: Sequence[Violation]) -> Iterator[Violation]:
    """Without those whose claims include another's: the smaller set already cannot hold."""
    sets = [frozenset(one.claims) for one in found]
    for one, mine in zip(found, sets, strict=True):
        if not any(other < mine for other in sets):
            yield one


# --- more accounted for than there were ------------------------------------------------------------


def _over_accounted(fate: Fate, known: Mapping[str, Claim], by_id: Mapping[str, Tally]) -> Violation:
    """The largest states that together exceed the group: fewer of them would still fit."""
    limit = (fate.size.high or 0) + slack(fate.size)
    used: list[State] = []
    for state in sorted((s for s in fate.states if s.counted), key=lambda s: (-(s.low or 0), s.status)):
        used.append(state)
        if sum(s.low or 0 for s in used) > limit:
            break
    ids = [*fate.size.claims[:1], *(_voice(by_id[tally], known, high=True) for tally in fate.size.tallies)]
    ids += [_voice(by_id[tally], known) for state in used for tally in state.tallies]
    parts = " + ".join(f"{state.low:,} {state.status}" for state in used)
    reason = f"{parts} are more than the {fate.size.high:,} {fate.label} {fate.size.status}"
    return Violation(fate.incident, "too-many-accounted", tuple(dict.fromkeys(filter(None, ids))), reason)


def _voice(tally: Tally, known: Mapping[str, Claim], high: bool = False) -> str:
    """The claim that states the bound in question: the first that gives the tally's own low, or its high."""
    wanted = tally.high if high else tally.low
    told = [known[claim] for claim in (*tally.support, *tally.dissent) if claim in known]
    exact = [claim for claim in told if (claim.high if high else claim.low) == wanted]
    return next((claim.id for claim in exact or told), "")


# --- parts and wholes ------------------------------------------------------------------------------


def _unbalanced(balance: Balance) -> Violation | None:
    """Parts that exceed their whole, or a list that falls short of the number it stands for."""
    low, high = balance.unexplained
    if balance.holds or balance.total is None:
        return None
    claims = (balance.total, *balance.parts)
    if high is not None and high < 0:
        return Violation(balance.incident, "parts-exceed-whole", claims, balance.reason)
    if low is not None and low > 0:
        return Violation(balance.incident, "list-too-short", claims, balance.reason)
    return None


def _too_large(
    claims: Sequence[Claim], documents: Sequence[Document], incident_of: Mapping[str, str]
) -> Iterator[Violation]:
    """ "Twenty of its 18 workers", "among the 12 dead were 15 children": a subset larger than its set."""
    texts = Texts(documents)
    ordered = sorted(claims, key=lambda c: (c.document, (c.number or c.span).start, c.id))
    for place, claim in enumerate(ordered):
        incident, near = incident_of.get(claim.id, ""), ordered[max(0, place - 3) : place + 4]
        if claim.out_of is not None and (claim.low or 0) > claim.out_of:
            wholes = [other.id for other in near if _is_whole(other, claim, texts)]
            reason = f"{said(claim)} are more than the {claim.out_of:,} they are said to be some of"
            if wholes:
                yield Violation(incident, "part-exceeds-whole", (wholes[0], claim.id), reason)
        before = ordered[place - 1] if place else claim
        if before is not claim and _among(before, claim, texts):
            reason = f"the {said(claim)} are said to be among the {amount(bounds(before))}"
            yield Violation(incident, "part-exceeds-whole", (before.id, claim.id), reason)


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
