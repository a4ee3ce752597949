"""Who is accounted for, by employer and by nationality: the figures of each, by what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crosswire.model import Account, Tally
from crosswire.report.wording import DASH, number, plain

#: columns of the roll and the states that stand in them
COLUMNS = {
    "killed": ("killed",),
    "hurt": ("injured", "hospitalised", "infected"),
    "held": ("held", "captured"),
    "missing": ("missing", "trapped"),
    "out": ("freed", "rescued", "escaped", "evacuated", "safe"),
    "there": ("present",),
}

#: what keeps a figure from being known
_DOUBTS = frozenset({"claimed", "alleged", "denied", "feared", "unverified"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: its tally, the number, and the state where the column holds several, with what makes it uncertain."""

    tally: str
    amount: str
    state: str
    contested: bool


@dataclass(frozen=True, slots=True)
class Line:
    """All figures of one employer or nationality, a tuple for each column."""

    name: str
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Roll:
    """The lines of one kind, most figures first."""

    title: str
    lines: tuple[Line, ...]


def rolls(share: Account) -> tuple[Roll, ...]:
    """The rolls that have a line; figures are those of the tallies, never added up."""
    told = [tally for tally in share.tallies if tally.derived is None and _amount(tally) != DASH]
    doubts = _doubts(share, told)
    employers = _lines(((plain(t.group.employer), t) for t in told if t.group.employer), doubts)
    nations = _lines(((plain(name), t) for t in told for name in t.group.nationality), doubts)
    found = (Roll("By employer", employers), Roll("By nationality", nations))
    return tuple(roll for roll in found if roll.lines)


def _doubts(share: Account, told: Iterable[Tally]) -> Mapping[str, tuple[str, ...]]:
    """Of each tally the certainties that all claims share on which it rests: "three more are believed dead"."""
    certainty = {claim.id: claim.certainty for claim in share.claims}
    found = {}
    for tally in told:
        said = [certainty.get(id, ()) for id in tally.support]
        found[tally.id] = (
            tuple(word for word in said[0] if word in _DOUBTS and all(word in s for s in said)) if said else ()
        )
    return found


def _lines(entries: Iterable[tuple[str, Tally]], doubts: Mapping[str, tuple[str, ...]]) -> tuple[Line, ...]:
    found: dict[str, list[Tally]] = {}
    for name, tally in entries:
        found.setdefault(name, []).append(tally)
    lines = [Line(name, tuple(_cells(tallies, states, doubts) for states in COLUMNS.values())) for name, tallies in
             found.items()]  # fmt: skip
    return tuple(sorted((line for line in lines if any(line.cells)), key=_order))


def _order(line: Line) -> tuple[int, str]:
    return -sum(map(len, line.cells)), line.name


def _cells(tallies: Sequence[Tally], states: Sequence[str], doubts: Mapping[str, tuple[str, ...]]) -> tuple[Cell, ...]:
    """The figures of one field; those that are a part of another one in it are left out."""
    field = {tally.id: tally for tally in tallies if tally.status in states}
    mine = [tally for tally in field.values() if tally.part_of not in field]
    mine.sort(key=lambda tally: (states.index(tally.status), -(tally.best or tally.high or tally.low or 0), tally.id))
    return tuple(
        Cell(t.id, _amount(t), ", ".join((*((t.status,) * (len(states) > 1)), *doubts[t.id])), t.state == "contested")
        for t in mine
    )


def _amount(tally: Tally) -> str:
    low, best, high = tally.low, tally.best, tally.high
    if best is not None and low == high == best:
        return number(best)
    if low is not None and high is not None:
        return f"{number(low)}–{number(high)}" if low != high else number(low)
    if low is not None:
        return f"≥ {number(low)}"
    return f"≤ {number(high)}" if high is not None else (number(best) if best is not None else DASH)
