"""Which figures moved from one account to the next: by their ids, else by the claims that they rest on.

A figure's id comes from its first claim and may change when an earlier report arrives, as an incident's may.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crosswire.model import Account, Tally

#: claims by which a figure is known again
_ANCHORS = 8


@dataclass(frozen=True, slots=True)
class Figure:
    """What is needed of a tally to tell a change of it, and to find it again in a later account."""

    id: str
    incident: str
    status: str
    label: str
    low: int | None
    best: int | None
    high: int | None
    claims: tuple[str, ...] = ()


def figure_of(tally: Tally) -> Figure:
    """The figure that a tally shows."""
    claims = (*tally.support, *tally.dissent)[:_ANCHORS]
    return Figure(tally.id, tally.incident, tally.status, tally.label, tally.low, tally.best, tally.high, tuple(claims))


def figures(account: Account) -> list[Figure]:
    """The figures of an account that rest on claims, in its order."""
    return [figure_of(tally) for tally in account.tallies if tally.derived is None]


def value(figure: Figure) -> tuple[int | None, int | None, int | None]:
    """Low, best and high."""
    return figure.low, figure.best, figure.high


def paired(before: Sequence[Figure], after: Sequence[Figure]) -> Iterator[tuple[Figure | None, Figure | None]]:
    """Each figure with what it was: those that are, in their order, then those that are no more.

    First by id, then by most claims in common, if they are in the same state.
    """
    by_id = {figure.id: figure for figure in before}
    found = {figure.id: by_id.pop(figure.id) for figure in after if figure.id in by_id}
    found |= _by_claims(list(by_id.values()), [figure for figure in after if figure.id not in found])
    for figure in after:
        yield found.get(figure.id), figure
    gone = {figure.id for figure in found.values()}
    yield from ((figure, None) for figure in before if figure.id not in gone)


def _by_claims(before: Iterable[Figure], after: Sequence[Figure]) -> dict[str, Figure]:
    owner = {(claim, figure.status): figure for figure in before for claim in figure.claims}
    shares = []
    for place, figure in enumerate(after):
        shared = Counter(owner[c, figure.status].id for c in figure.claims if (c, figure.status) in owner)
        shares += [(-count, place, id) for id, count in shared.items()]
    known = {figure.id: figure for figure in owner.values()}
    found: dict[str, Figure] = {}
    for _, place, id in sorted(shares):
        if after[place].id not in found and id in known:
            found[after[place].id] = known.pop(id)
    return found


def words(figure: Figure | None) -> str:
    """ "34", "30 to 40", "at least 12", "none"."""
    if figure is None:
        return "none"
    low, best, high = value(figure)
    if best is not None and low in (None, best) and high in (None, best):
        return f"{best:,}"
    if low is not None and high is not None:
        span = f"{low:,}" if low == high else f"{low:,} to {high:,}"
        return span if best is None or low == high else f"{span}, best {best:,}"
    if best is not None:
        return f"{best:,} ({'at least' if low is not None else 'at most'} {low if low is not None else high:,})"
    if low is not None:
        return f"at least {low:,}"
    return f"at most {high:,}" if high is not None else "an unknown number"
