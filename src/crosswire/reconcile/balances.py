"""Double entry for people: a whole and its parts, as one report gives them, and whether they add up.

Parts are taken together only where the report itself does: "four of its 18 were missing, the remaining 14 safe"; "18
dead: two soldiers and 16 gunmen"; "12 people, seven women and five men".  That 16 freed and 7 killed make 23 is chance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from crosswire.algebra import Bounds, agree, bounds, minus, total
from crosswire.lattice import apart, cohort_of, label, within
from crosswire.lexicon import standard
from crosswire.model import Balance, Claim, Document, Group, Relation
from crosswire.reconcile.cohorts import SortedOut
from crosswire.relations.assertion import amount
from crosswire.relations.surroundings import Texts, cued

#: more parts than this in two sentences is a table of figures, not a sum
MOST_PARTS = 8
#: the words by which a list of parts opens right after its whole: "12 people, seven women ...", "18 dead: two soldiers"
_APPOSED = 40


def balances(
    sorted_out: SortedOut, relations: Sequence[Relation], documents: Sequence[Document]
) -> tuple[Balance, ...]:
    """Every whole with its parts, in text order; a reprint's sums are its original's."""
    texts = Texts(documents)
    found: dict[tuple[str | None, tuple[str, ...]], Balance] = {}
    reports: dict[str, list[Claim]] = defaultdict(list)
    for cohort in sorted_out.cohorts:
        for claim in cohort:
            if sorted_out.original(claim):
                reports[claim.document].append(claim)
    rests = _rests(relations, sorted_out.claims)
    for document in sorted(reports):
        told = sorted(reports[document], key=sorted_out.origins.order)
        for balance in (*_out_of(told, rests, sorted_out), *_sums(told, texts, sorted_out)):
            found.setdefault((balance.total, balance.parts), balance)
    return tuple(found.values())


# --- out of a whole ------------------------------------------------------------------------------


def _rests(relations: Sequence[Relation], claims: Mapping[str, Claim]) -> dict[str, list[str]]:
    """Wholes to the parts tied to them by "of its 18" and "the remaining"."""
    found: dict[str, list[str]] = defaultdict(list)
    for relation in relations:
        if relation.rule in ("out-of", "remainder") and relation.a in claims and relation.b in claims:
            found[relation.a].append(relation.b)
    return found


def _out_of(told: Sequence[Claim], rests: Mapping[str, Sequence[str]], sorted_out: SortedOut) -> Iterator[Balance]:
    """``four of its 18 were missing. The remaining 14 were safe``: 4 missing + 14 safe = 18 present."""
    own = {claim.id for claim in told}
    for first, tied in rests.items():
        parts = sorted((sorted_out.claims[part] for part in tied if part in own), key=sorted_out.origins.order)
        said = any(part.scope == "remainder" for part in parts)
        whole = _its_own(sorted_out.claims[first], told) if len(parts) > 1 and (said or _partition(parts)) else None
        if whole:
            yield _balance(whole, parts, sorted_out)


def _its_own(whole: Claim, told: Sequence[Claim]) -> Claim | None:
    """This report's word for the whole, where relations name the first report's."""
    same = (claim for claim in told if bounds(claim) == bounds(whole) and claim.status == whole.status)
    return whole if whole in told else next(same, None)


def _partition(parts: Sequence[Claim]) -> bool:
    """True if nobody can be in two of the states: dead and missing are apart, dead and present are not."""
    outcomes = standard().table("sides")["status"]["outcomes"]
    statuses = [part.status for part in parts]
    return len(set(statuses)) == len(statuses) and all(status in outcomes for status in statuses)


def _balance(whole: Claim, parts: Sequence[Claim], sorted_out: SortedOut) -> Balance:
    all_of_them, together = bounds(whole), total(bounds(part) for part in parts)
    rest = minus(all_of_them, together)
    holds = agree(all_of_them, together) or (rest.low == rest.high == 0)
    sides = " + ".join(_entry(part, whole) for part in parts)
    sign = "=" if holds else "≠"
    return Balance(
        incident=sorted_out.incident_of.get(sorted_out.origins.master[whole.id], ""),
        group=whole.group or Group(""),
        total=whole.id,
        parts=tuple(part.id for part in parts),
        holds=holds,
        unexplained=(rest.low, rest.high),
        reason=f"{sides} {sign} {_number(all_of_them)} {whole.status}{'' if holds else _gap(rest)}",
    )


def _entry(part: Claim, whole: Claim) -> str:
    """ "4 missing" of those present; "2 soldiers" of the killed."""
    if part.status != whole.status:
        return f"{_number(bounds(part))} {part.status}"
    return f"{_number(bounds(part))} {label(part.group) if part.group else 'people'}"


def _number(b: Bounds) -> str:
    return amount(b)


def _gap(rest: Bounds) -> str:
    if rest.low is not None and rest.low == rest.high:
        return f": {abs(rest.low):,} {'unexplained' if rest.low > 0 else 'too many'}"
    return ": the bounds leave a gap"


# --- sums of groups ------------------------------------------------------------------------------


def _sums(told: Sequence[Claim], texts: Texts, sorted_out: SortedOut) -> Iterator[Balance]:
    """A whole, and parts of its people listed beside it in one sentence."""
    used: set[str] = set()
    for place, whole in enumerate(told):
        for parts, apposed in _lists(place, told, texts) if whole.id not in used else ():
            sums = agree(bounds(whole), total(bounds(part) for part in parts))
            sums = sums and (_share_nobody(parts) or cued("overall", texts.setting(whole).clause))
            apposed = apposed and _share_nobody(parts)
            if sums or (apposed and all(bounds(claim).exact for claim in (whole, *parts))):
                used |= {part.id for part in parts}
                yield _balance(whole, parts, sorted_out)
                break


def _lists(place: int, told: Sequence[Claim], texts: Texts) -> Iterator[tuple[list[Claim], bool]]:
    """Runs of parts after the whole (same or next sentence) or right before it; True if they stand in apposition."""
    whole = told[place]
    after = told[place + 1 : place + 1 + MOST_PARTS]
    run = _run(whole, after, texts)
    while len(run) > 1:
        yield list(run), _apposed(whole, run, texts)
        run = run[:-1]
    before = told[max(0, place - MOST_PARTS) : place][::-1]
    run = _run(whole, before, texts)
    while len(run) > 1:
        yield run[::-1], False
        run = run[:-1]


def _run(whole: Claim, others: Sequence[Claim], texts: Texts) -> list[Claim]:
    """The unbroken run of parts, all in one sentence, that sentence the whole's own or the adjoining one."""
    run: list[Claim] = []
    for other in others:
        near = texts.breaks(whole, other)
        if near is None or near > 1 or not _part_of(whole, other):
            break
        if run and texts.breaks(run[0], other) != 0:
            break
        run.append(other)
    return run


def _part_of(whole: Claim, part: Claim) -> bool:
    """True if the part may be some of the whole: the same state, a number no larger, a group inside it or unsaid."""
    if part.status != whole.status or part.number == whole.number or bounds(part).size == 0:
        return False
    mine, theirs = cohort_of(part.group), cohort_of(whole.group)
    anyone = theirs.role == "person" and not theirs.qualified
    people = mine.role == "person" and bool(mine.nationality) and not theirs.nationality  # "six sailors: two Indians"
    return bounds(part).value is not None and (anyone or people or within(mine, theirs)) and not bounds(whole).vague


def _share_nobody(parts: Sequence[Claim]) -> bool:
    return all(_disjoint(parts[:place], part) for place, part in enumerate(parts))


def _disjoint(run: Sequence[Claim], other: Claim) -> bool:
    """Groups that share nobody, or one group at different places."""
    for part in run:
        mine, theirs = cohort_of(part.group), cohort_of(other.group)
        places = (part.place and part.place.name, other.place and other.place.name)
        elsewhere = places[0] and places[1] and places[0] != places[1]
        other_role = mine.role != theirs.role and "person" not in (mine.role, theirs.role)
        grown = {(mine.role == "child", bool(mine.sex)), (theirs.role == "child", bool(theirs.sex))}
        by_age = grown == {(True, False), (False, True)}  # "13 women, seven men and three children"
        if not (apart(mine, theirs) or elsewhere or other_role or by_age):
            return False
    return True


def _apposed(whole: Claim, run: Sequence[Claim], texts: Texts) -> bool:
    """True if the list follows its whole with a comma, colon, dash or bracket and nothing but the whole's own noun.

    So does one that opens the next sentence: "The dead were two Filipinos, two Indians and a Greek".
    """
    between = texts.between(whole, run[0]) or ""
    if texts.breaks(whole, run[0]) == 1 and cued("roll", texts.setting(run[0]).before):
        return True
    mark = between.rstrip()[-1:]
    included = cued("among", between) or any(cohort_of(part.group) == cohort_of(whole.group) for part in run)
    return texts.breaks(whole, run[0]) == 0 and mark in ",:(–—-" and len(between) <= _APPOSED and not included
