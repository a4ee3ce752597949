"""Single persons: cases of a larger figure, or, where no larger figure is told, counts of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crosswire.lattice import within
from crosswire.model import Relation
from crosswire.relations.assertion import Assertion, said, the
from crosswire.relations.series import Series, follow
from crosswire.relations.surroundings import Texts


def individuals(
    status: str, persons: Sequence[Assertion], series: Sequence[Series], texts: Texts
) -> tuple[list[Series], list[Relation]]:
    """Tie each person to the figure that counts them; the others make series of their own, by name or by turn.

    "Ten people died. ... Jan Novak, 41, was shot on the stairs." is a case of the ten.  "A man died in the north, a man
    in the south" with no toll beside it are two series of one.
    """
    relations, loose = [], []
    for person in persons:
        whole = _whole(person, series)
        if whole is None:
            loose.append(person)
            continue
        told = whole.beside(person)
        reason = f"{said(person.claim)}: told singly, and counted in {the(told.claim)}"
        relations.append(Relation(whole.head(told).id, person.claim.id, "includes", "one-of-those", reason))
    groups: dict[object, list[Assertion]] = {}
    turns: Counter[object] = Counter()
    for person in loose:
        groups.setdefault(_identity(person, turns), []).append(person)
    return [follow(status, group[0].cohort, group, texts) for group in groups.values()], relations


def _whole(person: Assertion, series: Sequence[Series]) -> Series | None:
    """The nearest figure of the person's group or a wider one that is larger than one; the person's own report first.

    "A teacher died of her wounds, raising the toll to ten" is none of the two teachers of another day's report.
    """
    fitting = [s for s in series if s.whole.size > 1 and within(person.cohort, s.cohort)]

    def near(one: Series) -> tuple[object, ...]:
        own = any(a.size > 1 for a in one.folded.told.get(person.family, ()))
        return (not own, one.cohort != person.cohort, -one.whole.size, one.whole.order)

    return min(fitting, key=near, default=None)


def _identity(person: Assertion, turns: Counter[object]) -> object:
    """A named person is the same in every report; unnamed ones are told apart by their turn in each report."""
    names = tuple(sorted(p.name.split()[-1].casefold() for p in person.claim.people if p.name.split()))
    if names:
        return (person.cohort.role, names)
    key = (person.family, person.cohort)
    if not turns[key] or _another(person):
        turns[key] += 1
    return (person.cohort, turns[key])


def _another(person: Assertion) -> bool:
    """True if the words bring in somebody new: "a man", "another"; "one person" and "the man" were met before."""
    claim = person.claim
    if claim.scope == "increment":
        return True
    return not claim.named and (claim.number_text or "").casefold() in {"a", "an", "another"}
