"""What people judged, in relating: origins made one or two, classes joined or parted, relations given and overruled.

Every function takes the judgements that hold (`crosswire.judgements.in_force`) and passes over those about claims that
are not there.  A judgement of two claims bears on what repeats them, too: nothing that a rule finds later revives it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from crosswire.algebra import bounds
from crosswire.judgements import INCLUDES, MERGE, NOT_SAME, PAIRS, RULE, SAME, SPLIT, name_of, of, voiced
from crosswire.lattice import Cohort, cohort_of
from crosswire.model import Claim, Document, Judgement, Relation
from crosswire.relations.assertion import Assertion, Fold
from crosswire.relations.classes import Sorted
from crosswire.relations.origins import Origins

#: what a rule may not say of two figures that a person holds to be two
_OF_ONE_FIGURE = frozenset({"same", "echoes", "supports", "revises", "contradicts", "differs"})
#: the rule that holds two figures apart; `reconcile` ties nothing by it
APART = "judged-not-same"
#: what a rule may not say of two figures that a person holds to be one
_OF_TWO_FIGURES = frozenset({"includes", "may-overlap", "coincides"})


# --- who is who ----------------------------------------------------------------------------------


def rerooted(
    origins: Origins,
    claims: Sequence[Claim],
    documents: Sequence[Document],
    incident_of: Mapping[str, str],
    judged: Sequence[Judgement],
) -> Origins:
    """The origins with two source names made one, or one made two: then what the second says is an origin of its own.

    Names are parted first, so that the order of the judgements does not matter; each story by itself.
    """
    splits, merges = of(judged, SPLIT), of(judged, MERGE)
    if not splits and not merges:
        return origins
    printed = {d.id: {name_of(name) for name in (d.publisher, *d.agencies) if name} for d in documents}
    stories: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        names = {name_of(claim.sources[0].name)} if claim.sources else printed.get(claim.document, set())
        for name in names:
            stories[incident_of.get(claim.id, "")][name].append(claim.id)
    root = dict(origins.root)
    for spoken in stories.values():
        told = {claim for ids in spoken.values() for claim in ids}
        _part(root, spoken, splits)
        _merge(root, spoken, merges, told)
    return replace(origins, root=root)


def _part(root: dict[str, str], spoken: Mapping[str, Sequence[str]], splits: Sequence[Judgement]) -> None:
    before = dict(root)
    for j in splits:
        one, other = name_of(j.a), name_of(j.b or "")
        shared = {before[claim] for claim in spoken.get(one, ())} if one != other else set()
        for claim in spoken.get(other, ()):
            if before[claim] in shared:
                root[claim] = f"{before[claim]} / {other}"


def _merge(
    root: dict[str, str], spoken: Mapping[str, Sequence[str]], merges: Sequence[Judgement], told: Iterable[str]
) -> None:
    parent: dict[str, str] = {}

    def top(key: str) -> str:
        while parent.get(key, key) != key:
            key = parent[key]
        return key

    for j in merges:
        sides = [spoken.get(name_of(name), ()) for name in (j.a, j.b or "")]
        if all(sides):
            found = sorted({top(root[claim]) for side in sides for claim in side})
            parent.update(dict.fromkeys(found, found[0]))
    for claim in told:
        root[claim] = top(root[claim])


def repeats(claims: Sequence[Claim], origins: Origins, incident_of: Mapping[str, str]) -> dict[str, str]:
    """For every claim the first of its story that says as much by the same origin: status, number, group."""
    first: dict[tuple[object, ...], str] = {}
    found: dict[str, str] = {}
    for claim in sorted(claims, key=origins.order):
        master = origins.master.get(claim.id, claim.id)
        if claim.kind != "count" or master != claim.id:
            found[claim.id] = found.get(master, master)
            continue
        key = (
            incident_of.get(claim.id), origins.root[claim.id], claim.status, bounds(claim).numeral,
            cohort_of(claim.group), claim.scope == "increment",
        )  # fmt: skip
        found[claim.id] = first.setdefault(key, claim.id)
    return found


# --- classes -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pairs:
    """The judgements about two claims that are both at hand, reprints led to what they repeat, said in order."""

    same: tuple[tuple[str, str, Judgement], ...] = ()
    apart: tuple[tuple[str, str, Judgement], ...] = ()
    holding: tuple[tuple[str, str, Judgement], ...] = ()

    @property
    def two(self) -> tuple[tuple[str, str, Judgement], ...]:
        """Those by which the second is no figure of the first's people."""
        return (*self.apart, *self.holding)


def pairs_of(judged: Iterable[Judgement], claims: Sequence[Claim], origins: Origins) -> Pairs:
    """Sort out the judgements of two claims; of all but ``includes`` the earlier said comes first."""
    rank = {claim.id: place for place, claim in enumerate(sorted(claims, key=origins.order))}
    found: dict[str, list[tuple[str, str, Judgement]]] = {kind: [] for kind in PAIRS}
    for j in of(judged, *sorted(PAIRS)):
        a, b = (origins.master.get(id, id) for id in (j.a, j.b or ""))
        if a in rank and b in rank and a != b:
            swapped = j.type != INCLUDES and rank[a] > rank[b]
            found[j.type].append((b, a, j) if swapped else (a, b, j))
    order = {kind: sorted(told, key=lambda t: (rank[t[0]], rank[t[1]])) for kind, told in found.items()}
    return Pairs(tuple(order[SAME]), tuple(order[NOT_SAME]), tuple(order[INCLUDES]))


def resorted(kinds: Sorted, pairs: Pairs) -> tuple[Sorted, list[list[Assertion]]]:
    """The classes of one status, joined and parted as people judged, and those that share a group with another."""
    if not (pairs.same or pairs.two):
        return kinds, []
    kinds, alone = _joined(kinds, pairs)
    classes: dict[Cohort, Sequence[Assertion]] = {}
    for cohort, members in kinds.classes.items():
        classes[cohort], *others = _parted(members, pairs)
        alone += others
    return Sorted(classes, kinds.persons), alone


def _joined(kinds: Sorted, pairs: Pairs) -> tuple[Sorted, list[list[Assertion]]]:
    """Classes of which a person holds two claims to be one figure; persons told singly join what they are."""
    classes = {cohort: list(members) for cohort, members in kinds.classes.items()}
    persons = {one.claim.id: one for one in kinds.persons}
    alone: list[list[Assertion]] = []
    for a, b, _ in pairs.same:
        homes = [_home(id, classes, alone, persons) for id in (a, b)]
        one, other = homes
        if one is None or other is None or one is other:
            continue
        keep, gone = (one, other) if _weight(one, classes) <= _weight(other, classes) else (other, one)
        keep += gone
        classes = {cohort: members for cohort, members in classes.items() if members is not gone}
        alone = [members for members in alone if members is not gone]
        if not any(keep is members for members in (*classes.values(), *alone)):
            alone.append(keep)
        for member in keep:
            persons.pop(member.claim.id, None)
    return Sorted(classes, list(persons.values())), alone


def _home(
    id: str,
    classes: Mapping[Cohort, list[Assertion]],
    alone: Sequence[list[Assertion]],
    persons: Mapping[str, Assertion],
) -> list[Assertion] | None:
    found = next((m for m in (*classes.values(), *alone) if any(one.claim.id == id for one in m)), None)
    return [persons[id]] if found is None and id in persons else found


def _weight(members: list[Assertion], classes: Mapping[Cohort, list[Assertion]]) -> tuple[object, ...]:
    """The class of the wider group keeps its place; what has none joins it."""
    cohort = next((cohort for cohort, known in classes.items() if known is members), None)
    return (cohort is None, bool(cohort and cohort.qualified), min(one.order for one in members))


def _parted(members: Sequence[Assertion], pairs: Pairs) -> list[list[Assertion]]:
    """The class less the figures that are another's, and each of those with what repeats it."""
    known = {one.claim.id: one for one in members}
    rifts = [(a, b) for a, b, _ in pairs.two if a in known and b in known]
    if not rifts:
        return [list(members)]
    leaving: dict[str, frozenset[str]] = {}
    for a, b in rifts:
        leaving[b] = _unit(known[b], known[a], members, pairs) | leaving.get(b, frozenset())
    groups: list[set[str]] = []
    for b in sorted(leaving, key=lambda id: known[id].order):
        room = next((g for g in groups if not _quarrel(g, leaving[b], rifts)), None)
        if room is None:
            groups.append(set(leaving[b]))
        else:
            room |= leaving[b]
    out = set().union(*groups)
    rest = [one for one in members if one.claim.id not in out]
    found = [rest] if rest else []
    taken: set[str] = set()
    for group in groups:
        found.append([one for one in members if one.claim.id in group - taken])
        taken |= group
    return [group for group in found if group]


def _unit(one: Assertion, against: Assertion, members: Sequence[Assertion], pairs: Pairs) -> frozenset[str]:
    """A figure with all that repeats it, and with what people hold to be the same as it."""
    if one.numeral != against.numeral:
        found = {m.claim.id for m in members if m.numeral == one.numeral}
    elif one.root != against.root:
        found = {m.claim.id for m in members if m.numeral == one.numeral and m.root == one.root}
    else:
        found = {one.claim.id}
    size = 0
    while size != len(found):
        size = len(found)
        found |= {id for a, b, _ in pairs.same if {a, b} & found for id in (a, b)}
    return frozenset(found & {m.claim.id for m in members}) - {against.claim.id}


def _quarrel(group: set[str], joining: frozenset[str], rifts: Sequence[tuple[str, str]]) -> bool:
    return any((a in group and b in joining) or (b in group and a in joining) for a, b in rifts)


# --- relations -----------------------------------------------------------------------------------


def ruled(
    found: Sequence[Relation], pairs: Pairs, folds: Sequence[Fold], claims: Mapping[str, Claim], between: frozenset[str]
) -> list[Relation]:
    """The relations less those that people overruled, and with those that they gave.

    ``between`` has the rules that set two groups beside each other and make no tally of them.
    """
    if not (pairs.same or pairs.two):
        return list(found)
    head = {id: claim.id for fold in folds for id, claim in fold.head.items()}
    homes = {one.claim.id: (place, one.numeral) for place, fold in enumerate(folds) for one in fold.everything}
    kept = [r for r in found if not _overruled(r, pairs, homes, between)]
    return [*kept, *_given(kept, pairs, head, claims, between)]


def _overruled(r: Relation, pairs: Pairs, homes: Mapping[str, tuple[int, object]], between: frozenset[str]) -> bool:
    ends = (homes.get(r.a, (-1, r.a)), homes.get(r.b, (-1, r.b)))
    for a, b, j in pairs.two:
        mine, theirs = homes.get(a, (-1, a)), homes.get(b, (-1, b))
        across = ends in ((mine, theirs), (theirs, mine))
        parted = mine[0] != theirs[0] and {ends[0][0], ends[1][0]} == {mine[0], theirs[0]}
        if across and (r.type in _OF_ONE_FIGURE or (r.type == "includes" and j.type == INCLUDES and ends[0] == theirs)):
            return True
        if parted and r.type in _OF_ONE_FIGURE and r.rule not in between:
            return True
    same = [(homes.get(a, (-1, a)), homes.get(b, (-1, b))) for a, b, _ in pairs.same]
    return r.type in _OF_TWO_FIGURES and any(ends in (pair, pair[::-1]) for pair in same)


def _given(
    kept: Sequence[Relation],
    pairs: Pairs,
    head: Mapping[str, str],
    claims: Mapping[str, Claim],
    between: frozenset[str],
) -> Iterator[Relation]:
    """Each judgement as a relation of the earliest claims that say the same."""
    tied = {frozenset((r.a, r.b)) for r in kept if r.type in _OF_ONE_FIGURE and r.rule not in between}
    for a, b, j in (*pairs.apart, *pairs.holding, *pairs.same):
        a, b = head.get(a, a), head.get(b, b)
        if a == b:
            continue
        if j.type == INCLUDES:
            yield Relation(a, b, "includes", RULE, voiced(j))
        elif j.type == NOT_SAME:
            yield Relation(b, a, "differs", APART, voiced(j))
        elif frozenset((a, b)) not in tied:
            agreed = bounds(claims[a]).numeral == bounds(claims[b]).numeral
            yield Relation(b, a, "supports" if agreed else "differs", RULE, voiced(j))
