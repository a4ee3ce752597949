"""The fate ledger: of each group of known size, how many are killed, freed, missing ... and how many nobody explains.

Bounds are added and taken away as intervals.  Only states that nobody is in two of are added up: the dead beside the
living always, the missing beside the rescued only where one report sets them side by side.  What is left may then be
smaller than shown, never larger.  All of it is derived and stands as evidence for nothing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from crosswire.algebra import Bounds, bounds
from crosswire.lattice import Cohort, apart, cohort_of, label, side, within
from crosswire.lexicon import standard
from crosswire.model import Balance, Claim, Document, Fate, Group, Relation, State, Tally
from crosswire.reconcile.together import Tables
from crosswire.relations.assertion import amount

#: groups of one state that are tried against each other; a table of more is no headcount
MOST_GROUPS = 12
#: of a crowd of 400,000 of whom fewer than one in this many are accounted for, nobody keeps a list
LEAST_SHARE = 20
#: which group leads: those taken, those travelling, those at work or school, anyone, those who guard, those who did it
_FIRST = ("hostage", "passenger", "crew", "student", "child", "patient", "worker")


@dataclass(frozen=True, slots=True)
class _Size:
    """A group and what says how many they were: a tally, or the claims that name the whole in passing."""

    state: State
    group: Group
    cohort: Cohort
    label: str
    voices: tuple[str, ...]

    @property
    def loose(self) -> bool:
        """True for a bare "people" or "workers": figures of more people than these bear the same name."""
        return not self.cohort.qualified and self.cohort.role not in standard().table("fates")["whole"]


def fate_ledger(
    claims: Sequence[Claim],
    documents: Sequence[Document],
    relations: Sequence[Relation],
    tallies: Sequence[Tally],
    balances: Sequence[Balance],
) -> tuple[Fate, ...]:
    """A row for each group of known size of which at least one state is told; the most important group first."""
    tables = Tables(claims, documents, relations, balances)
    incidents: dict[str, list[Tally]] = defaultdict(list)
    for tally in tallies:
        if tally.derived is None:
            incidents[tally.incident].append(tally)
    found = []
    for incident, told in incidents.items():
        found += [fate for size in _sizes(told, tables) if (fate := _fate(incident, size, told, tables)) is not None]
    return tuple(sorted(found, key=_weight))


def _weight(fate: Fate) -> tuple[object, ...]:
    role = fate.group.role
    rank = _FIRST.index(role) if role in _FIRST else len(_FIRST)
    sides = ("other", "security", "perpetrator").index(side(role))
    return fate.incident, sides, rank, -(fate.size.high or fate.size.low or 0), fate.label, fate.id


# --- how many there were -------------------------------------------------------------------------


def _sizes(told: Sequence[Tally], tables: Tables) -> list[_Size]:
    """For each group the first of present, named in passing, taken and trapped that is more than a vague word."""
    found: dict[Cohort, _Size] = {}
    first, *others = standard().table("fates")["sizes"]
    for size in _stated(first, told, tables):
        found.setdefault(size.cohort, size)
    for size in _in_passing(told, tables):
        found.setdefault(size.cohort, size)
    for status in others:
        for size in _stated(status, told, tables):
            found.setdefault(size.cohort, size)
    return list(found.values())


def _stated(status: str, told: Sequence[Tally], tables: Tables) -> Iterator[_Size]:
    fitting = [t for t in told if t.status == status and _known(t, tables)]
    for tally in sorted(fitting, key=lambda t: (-t.roots, -(t.low or t.high or 0), t.id)):
        voices = (*tally.support, *tally.dissent)
        yield _Size(_entry(tally, tables), tally.group, cohort_of(tally.group), tally.label, voices)


def _in_passing(told: Sequence[Tally], tables: Tables) -> Iterator[_Size]:
    """``nearly 100 of the 132 foreigners were freed``: there were 132.

    "Two of the 12 killed" names no other group, and "23 of the 44 inmates who escaped" were not all there were.
    """
    gone = {(c.document, c.low) for t in told if t.status != "present" for c in tables.said(t) if c.low == c.high}
    wholes: dict[tuple[Cohort, int], list[Claim]] = defaultdict(list)
    for tally in told:
        for claim in tables.said(tally):
            whole = claim.out_of
            if whole is None or whole < max(2, claim.low or 0) or (claim.document, whole) in gone:
                continue
            if claim.group:
                wholes[cohort_of(claim.group), whole].append(claim)
    for (cohort, number), voices in sorted(wholes.items(), key=lambda entry: (-entry[0][1], entry[0][0])):
        ids = tuple(claim.id for claim in voices)
        group = voices[0].group or Group("people")
        yield _Size(State("present", number, number, False, (), ids), group, cohort, label(group), ids)


def _known(tally: Tally, tables: Tables) -> bool:
    """True for a stated number of two or more; not if it says how many are held or inside still."""
    if max(tally.low or 0, tally.high or 0) < 2 or all(bounds(c).vague for c in tables.said(tally)):
        return False
    if tally.status == "present":
        return not all(tables.still(claim) for claim in tables.said(tally))
    return tally.status != "held" or any(tables.taken(claim) for claim in tables.said(tally))


# --- what became of them -------------------------------------------------------------------------


def _fate(incident: str, size: _Size, told: Sequence[Tally], tables: Tables) -> Fate | None:
    members = [t for t in told if t.id not in size.state.tallies and _belongs(t, size, tables)]
    found = [_state(s, [t for t in members if t.status == s], size, tables) for s in standard().table("fates")["order"]]
    states = [state for state in found if state is not None]
    if not states or (size.state.status != "present" and all(s.status in _open() for s in states)):
        return None
    counted = _disjoint(states, told, tables)
    if size.state.claims and all((state.low, state.high) == (size.state.low, size.state.high) for state in counted):
        return None  # "one of the nine rescued" says nothing of the nine but that they are nine
    fate = _row(incident, size, [replace(state, counted=state in counted) for state in states])
    return fate if _tells(fate, size, {tally.id: tally for tally in told}, tables) else None


def _tells(fate: Fate, size: _Size, by_id: Mapping[str, Tally], tables: Tables) -> bool:
    """False for a row that only seems to be one: figures that no report sets beside the number of those present.

    Too many can be accounted for only of a whole that was named as one; a single state says little of the others.
    """
    counted = [state for state in fate.states if state.counted]
    pairs = [(state, by_id[tally]) for state in counted for tally in state.tallies]
    parts = all(tables.partition(size.voices, tally) for _, tally in pairs)
    if not fate.holds:
        near = all(_tied(tally, size, tables) and state.status not in _open() for state, tally in pairs)
        named = bool(size.state.claims) and not size.loose
        return size.state.status == "present" and (parts or near or named)
    if parts:
        return True
    if size.loose and (fate.accounted[0] or 0) * LEAST_SHARE < (size.state.low or 0):
        return False
    if len(counted) > 1:
        return True
    return size.cohort.role in standard().table("fates")["whole"] and _kind(counted[0].status) != "hurt"


def _open() -> Sequence[str]:
    found: Sequence[str] = standard().table("fates")["open"]
    return found


def _belongs(tally: Tally, size: _Size, tables: Tables) -> bool:
    """True if the people of a tally are surely some of the group: the words say so, or its name is narrower.

    "People" killed need not be of the "people" who were present, nor "workers" of the 18 workers of one company: only a
    report that sets one beside the other says so.
    """
    if size.state.tallies and tables.one_number(size.voices, tally):
        return False
    if _again(tally, size):
        return False
    if tables.partition(size.voices, tally):
        return True
    cohort = cohort_of(tally.group)
    if not within(cohort, size.cohort) or cohort.noun == "body":
        return False
    if size.loose and size.cohort.role != "person" and not tables.beside(size.voices, tally.support):
        return False
    if size.state.status == "present":
        near = tables.shared_report(size.voices, tally.support) and _no_larger(tally, size.state)
        return not size.loose or near
    later = standard().table("sides")["status"][size.state.status]
    if tally.status not in later and tally.status not in _open():
        return False
    named = cohort.role == "hostage" or not size.loose
    return tally.status != "killed" or named or tables.beside(size.voices, tally.support)


def _again(tally: Tally, size: _Size) -> bool:
    """True of "33 miners trapped" beside "twelve of the 33 trapped miners": the whole once more, not a fate of some."""
    same = (tally.low, tally.high) == (size.state.low, size.state.high)
    return same and tally.status in standard().table("fates")["sizes"] and cohort_of(tally.group) == size.cohort


def _tied(tally: Tally, size: _Size, tables: Tables) -> bool:
    return tables.partition(size.voices, tally) or tables.beside(size.voices, tally.support)


def _no_larger(part: Tally, whole: State) -> bool:
    top = whole.high if whole.high is not None else whole.low
    return top is None or (part.low or 0) <= top


def _entry(tally: Tally, tables: Tables) -> State:
    near = any(claim.approximate and claim.low == claim.high for claim in tables.said(tally))
    return State(tally.status, tally.low, tally.high, near, (tally.id,))


def _state(status: str, members: Sequence[Tally], size: _Size, tables: Tables) -> State | None:
    """The group's own figure; else the sum of those of its parts that share nobody, which is a lower bound."""
    firm = [t for t in members if (t.low or t.high) and not all(bounds(c).vague for c in tables.said(t))]
    own = [t for t in firm if cohort_of(t.group) == size.cohort or tables.partition(size.voices, t)]
    if own:
        return _entry(max(own, key=lambda t: (t.low or 0, t.high or 0, t.id)), tables)
    inside = {t.id for t in firm}
    parts = sorted((t for t in firm if t.part_of not in inside), key=lambda t: (-(t.low or 0), t.id))[:MOST_GROUPS]
    chosen: list[Tally] = []
    for part in parts:
        if part.low and all(strangers(part, other) for other in chosen):
            chosen.append(part)
    if not chosen:
        return None
    ids = tuple(t.id for t in chosen)
    formula = " + ".join(ids) if len(ids) > 1 else f"at least {ids[0]}"
    return State(status, sum(t.low or 0 for t in chosen), None, False, ids, derived=formula)


def strangers(one: Tally, other: Tally) -> bool:
    """True if nobody is in both groups, whatever their callings: a grandmother may be a hiker, a soldier no gunman."""
    return apart(replace(cohort_of(one.group), noun=""), replace(cohort_of(other.group), noun=""))


def _disjoint(states: Sequence[State], told: Sequence[Tally], tables: Tables) -> tuple[State, ...]:
    """The states that nobody is in two of and that together account for the most people."""
    by_id = {tally.id: tally for tally in told}
    best = tuple(states[:1])
    for count in range(1, len(states) + 1):
        for some in combinations(states, count):
            if all(_exclude(a, b, by_id, tables) for a, b in combinations(some, 2)):
                best = max(best, some, key=lambda s: sum(x.low or 0 for x in s))
    return best


def _exclude(one: State, other: State, by_id: Mapping[str, Tally], tables: Tables) -> bool:
    """True if nobody can be in both states; for what may change, only if one report sets them beside each other."""
    words = standard().table("fates")
    pairs = [(by_id[a], by_id[b]) for a in one.tallies for b in other.tallies]
    if all(tables.same_whole(a, b) for a, b in pairs):
        return True
    kinds = {_kind(one.status), _kind(other.status)}
    if kinds == {"final", "out"}:
        return True
    if kinds == {"final", "hurt"}:
        return all(tables.shared_report(a.support, b.support) for a, b in pairs)
    if "hurt" in kinds or set(words["restating"]) & {one.status, other.status}:
        return False
    return all(tables.beside(a.support, b.support) for a, b in pairs)


def _kind(status: str) -> str:
    words = standard().table("fates")
    return next(kind for kind in ("final", "out", "open", "hurt") if status in words[kind])


# --- the row -------------------------------------------------------------------------------------


def _row(incident: str, size: _Size, states: Sequence[State]) -> Fate:
    whole, counted = size.state, [state for state in states if state.counted]
    at_least = sum(state.low or 0 for state in counted)
    highs = [state.high for state in states]
    at_most = None if None in highs else sum(high or 0 for high in highs)
    holds = whole.high is None or at_least <= whole.high + slack(whole)
    most_left = None if whole.high is None else max(0, whole.high - at_least)
    least_left = 0 if at_most is None or whole.low is None else max(0, whole.low - at_most)
    left = (least_left, most_left) if holds else (None, None)
    ids = [tally for state in counted for tally in state.tallies]
    first = (*whole.tallies, *whole.claims)[0]
    digest = hashlib.sha256(f"fate {first}".encode("utf-8", "backslashreplace")).hexdigest()[:10]
    formula = f"{first} - ({' + '.join(ids)})" if len(ids) > 1 else f"{first} - {ids[0]}"
    return Fate(
        f"f{digest}", incident, size.group, size.label, whole, tuple(states), (at_least, at_most), left, formula, holds,
        _reason(whole, counted, left, holds),
    )  # fmt: skip


def slack(state: State) -> int:
    """What rounding may hide in "around 40": 4."""
    return (state.high or 0) // 10 if state.approximate else 0


def _reason(whole: State, counted: Sequence[State], left: tuple[int | None, int | None], holds: bool) -> str:
    """ "4 missing + 14 safe = 18 present"; "32 killed + 6 captured of about 40 present: up to 2 unexplained"."""
    exact = left == (0, 0) and not whole.approximate
    parts = " + ".join(f"{f'{state.low or 0:,}' if exact else _worded(state)} {state.status}" for state in counted)
    total = f"{_worded(whole)} {whole.status}"
    if not holds:
        return f"{parts} are more than the {total}"
    if left == (0, 0):
        return f"{parts} = {total}" if exact else f"{parts} of {total}: nobody unexplained"
    if left[1] is None:
        return f"{parts} of {total}"
    return f"{parts} of {total}: {amount(Bounds(left[0] or None, left[1]))} unexplained"


def _worded(state: State) -> str:
    return amount(Bounds(state.low, state.high, state.approximate))
