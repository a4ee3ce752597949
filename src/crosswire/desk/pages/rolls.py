"""Who is accounted for, by employer and by nationality: the figures of each, by what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: its tally, the number, and the state where the column holds several."""

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
    employers = _lines((plain(t.group.employer), t) for t in told if t.group.employer)
    nations = _lines((plain(name), t) for t in told for name in t.group.nationality)
    found = (Roll("By employer", employers), Roll("By nationality", nations))
    return tuple(roll for roll in found if roll.lines)


def _lines(entries: Iterable[tuple[str, Tally]]) -> tuple[Line, ...]:
    found: dict[str, list[Tally]] = {}
    for name, tally in entries:
        found.setdefault(name, []).append(tally)
    lines = [Line(name, tuple(_cells(tallies, states) for states in COLUMNS.values())) for name, tallies in
             found.items()]  # fmt: skip
    return tuple(sorted((line for line in lines if any(line.cells)), key=_order))


def _order(line: Line) -> tuple[int, str]:
    return -sum(map(len, line.cells)), line.name


def _cells(tallies: Sequence[Tally], states: Sequence[str]) -> tuple[Cell, ...]:
    mine = [tally for tally in tallies if tally.status in states]
    mine.sort(key=lambda tally: (states.index(tally.status), -(tally.best or tally.high or tally.low or 0), tally.id))
    return tuple(Cell(t.id, _amount(t), t.status if len(states) > 1 else "", t.state == "contested") for t in mine)


def _amount(tally: Tally) -> str:
    low, best, high = tally.low, tally.best, tally.high
    if best is not None and low == high == best:
        return number(best)
    if low is not None and high is not None:
        return f"{number(low)}–{number(high)}" if low != high else number(low)
    if low is not None:
        return f"≥ {number(low)}"
    return f"≤ {number(high)}" if high is not None else (number(best) if best is not None else DASH)
