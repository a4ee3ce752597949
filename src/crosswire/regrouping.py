"""What people hold of the grouping itself: two incidents are one, or a report does not belong where a rule put it.

An incident is named by some reports that it had when it was judged, as its own id may change while reports come in: it
is the one in which most of them stand, of equals the one with the first named.  What is set apart is left out while the
rules group the rest, so that nothing joins through it, and may then stand with anything but what it was set apart from.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from crosswire.judgements import INCIDENT_MERGE, INCIDENT_SPLIT, INCIDENTS, in_force, named_reports, of
from crosswire.linkage import ALIKE, linked
from crosswire.model import Document, Judgement
from crosswire.versions import identity

Likeness = Mapping[tuple[int, int], float]
#: the place of what a judgement names among the things that are grouped; None for what is not at hand
Place = Callable[[str], int | None]


def grouped(size: int, likeness: Likeness, judged: Iterable[Judgement], place: Place) -> list[list[int]]:
    """The things from 0 to ``size`` in groups as `linkage.linked` makes them, where nobody judged otherwise.

    Of two judgements that cannot both hold the later does; else their order does not matter.
    """
    about = of(in_force(judged), *sorted(INCIDENTS))
    if not about:
        return linked(size, likeness)
    sides = [(j.type, *_sides(j, place)) for j in about]
    apart = {one[0] for kind, one, other in sides if kind == INCIDENT_SPLIT and one and other}
    groups = _Groups(linked(size, {pair: score for pair, score in likeness.items() if apart.isdisjoint(pair)}))
    first = groups.home.copy()
    for kind, one, other in reversed(sides):
        if one and other:
            groups.judge(kind, _most(one, first), _most(other, first))
    _settle(apart, likeness, groups)
    return sorted((sorted(members) for members in groups.members.values()), key=min)


def followed(
    judged: Sequence[Judgement], every: Sequence[Document], current: Sequence[Document]
) -> Callable[[str], str]:
    """From a report's id to that of its newest version, for reports that a later version at their address replaced."""
    if not of(judged, *INCIDENTS):
        return str
    held = {document.id for document in current}
    newest = {address: document.id for document in reversed(current) if (address := identity(document))}
    replaced = {document.id: newest.get(identity(document) or "") for document in every if document.id not in held}
    return lambda id: replaced.get(id) or id


def _sides(j: Judgement, place: Place) -> tuple[list[int], list[int]]:
    """Where the reports of either side are, without those that are not at hand."""
    one, other = ([at for name in names if (at := place(name)) is not None] for names in named_reports(j))
    return one, [at for at in other if j.type == INCIDENT_MERGE or at not in one]


def _most(places: Sequence[int], home: Mapping[int, int]) -> int:
    """One of those that stand in the group with most of them, of equal groups in that with the first."""
    group, _ = Counter(home[at] for at in places).most_common(1)[0]
    return next(at for at in places if home[at] == group)


class _Groups:
    """Groups by name, each thing's group, and who may not stand with whom."""

    __slots__ = ("forbidden", "home", "members")

    def __init__(self, groups: Sequence[Sequence[int]]) -> None:
        self.members = {name: list(members) for name, members in enumerate(groups)}
        self.home = {place: name for name, members in self.members.items() for place in members}
        self.forbidden: list[tuple[int, int]] = []

    def judge(self, kind: str, one: int, other: int) -> None:
        """Let a judgement hold, unless one that holds already speaks against it."""
        a, b = self.home[one], self.home[other]
        if a == b:
            return
        if kind == INCIDENT_SPLIT:
            self.forbidden.append((one, other))
        elif self.may_join(a, b):
            self.join(a, b)

    def may_join(self, a: int, b: int) -> bool:
        """True unless it would bring back together what somebody set apart."""
        both = {a, b}
        return not any(self.home[one] in both and self.home[other] in both for one, other in self.forbidden)

    def join(self, a: int, b: int) -> None:
        """Two groups become one under the first's name."""
        moved = self.members.pop(b)
        self.members[a] += moved
        self.home.update(dict.fromkeys(moved, a))


def _settle(apart: set[int], likeness: Likeness, groups: _Groups) -> None:
    """Let what was set apart, and stands with nothing else, join the group most like it, one after the other."""
    near = {pair: score for pair, score in likeness.items() if not apart.isdisjoint(pair)}
    while True:
        loose = {name for name, members in groups.members.items() if apart.issuperset(members)}
        found = max(_means(loose, near, groups), default=None)
        if found is None or found[0] < ALIKE:
            return
        groups.join(*found[-1])


def _means(loose: set[int], near: Likeness, groups: _Groups) -> Iterator[tuple[float, int, int, tuple[int, int]]]:
    """The mean likeness of every two groups that may join, one of them loose; of equals the earliest is the most."""
    shared: dict[tuple[int, int], list[float]] = {}
    for (one, other), score in near.items():
        a, b = sorted((groups.home[one], groups.home[other]))
        if a != b and (a in loose or b in loose):
            shared.setdefault((a, b), []).append(score)
    for (a, b), scores in shared.items():
        if groups.may_join(a, b):
            mean = math.fsum(scores) / (len(groups.members[a]) * len(groups.members[b]))
            yield mean, -min(groups.members[a]), -min(groups.members[b]), (a, b)
