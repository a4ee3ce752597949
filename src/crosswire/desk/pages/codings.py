"""The same incident as several published rules code it, figure by figure, with the trace of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crosswire.desk.pages.studies import Study
from crosswire.model import Account, Tally
from crosswire.policies import POLICIES, Policy
from crosswire.report.wording import DASH, number, plain

#: the rules that stand side by side: crosswire's own, then those of the codebooks
SIDE_BY_SIDE = ("low-best-high", "gtd", "ucdp", "acled", "em-dat", "airwars")
#: claims named in one line of a trace
NAMED = 3


@dataclass(frozen=True, slots=True)
class Coded:
    """A figure under one rule: the number, its bounds where there are any, and the rule's own reason."""

    policy: str
    best: str
    bounds: str
    reason: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Weighed:
    """Claims that a rule used, or set aside for one reason: how many, and the first of them."""

    used: bool
    why: str
    count: int
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """How one rule came to a figure."""

    policy: str
    reason: str
    weighed: tuple[Weighed, ...]


@dataclass(frozen=True, slots=True)
class Coding:
    """A figure under every rule; ``traces`` are those of the same rules."""

    tally: str
    label: str
    depth: int
    block: str
    cells: tuple[Coded, ...]
    traces: tuple[Trace, ...]

    @property
    def alike(self) -> bool:
        """True where every rule shows the same number and bounds."""
        return not any(cell.differs for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Codings:
    """All figures of an incident; ``totals`` are those that only a codebook's own sums give."""

    policies: tuple[Policy, ...]
    rows: tuple[Coding, ...]
    totals: tuple[Coding, ...]


def codings(study: Study, accounts: Mapping[str, Account]) -> Codings:
    """``study`` is that of the account shown, whose table orders the rows; ``accounts`` are the shares by policy."""
    names = [name for name in SIDE_BY_SIDE if name in accounts]
    tallies = {name: {tally.id: tally for tally in accounts[name].tallies} for name in names}
    rows, known = [], set()
    for block in study.fates:
        for row in block.rows:
            if row.tally:
                known.add(row.tally)
                rows.append(_coding(row.tally, row.label, row.depth, block.label, names, tallies))
    extra: dict[str, Tally] = {}
    for name in names:
        extra.update((id, tally) for id, tally in tallies[name].items() if id not in known)
    totals = [
        _coding(id, f"{plain(tally.label)}, {tally.status}", 0, "", names, tallies) for id, tally in extra.items()
    ]
    return Codings(tuple(POLICIES[name] for name in names), tuple(rows), tuple(totals))


def _coding(
    id: str, label: str, depth: int, block: str, names: Sequence[str], tallies: Mapping[str, Mapping[str, Tally]]
) -> Coding:
    found = [tallies[name].get(id) for name in names]
    first = found[0]
    cells = tuple(_coded(name, tally, first) for name, tally in zip(names, found, strict=True))
    traces = tuple(
        Trace(name, plain(tally.reason), tuple(_weighed(tally)))
        for name, tally in zip(names, found, strict=True)
        if tally is not None
    )
    return Coding(id, label, depth, block, cells, traces)


def _coded(policy: str, tally: Tally | None, first: Tally | None) -> Coded:
    if tally is None:
        return Coded(policy, DASH, "", "no such figure under this rule", first is not None)
    low, best, high = tally.low, tally.best, tally.high
    same = first is not None and (low, best, high) == (first.low, first.best, first.high)
    return Coded(policy, DASH if best is None else number(best), _bounds(tally), plain(tally.reason), not same)


def _bounds(tally: Tally) -> str:
    low, best, high = tally.low, tally.best, tally.high
    if low == high == best:
        return ""
    if low is None and high is None:
        return ""
    if high is None:
        return "or more" if low == best else f"at least {number(low or 0)}"
    if low is None:
        return "or fewer" if high == best else f"up to {number(high)}"
    return f"{number(low)} to {number(high)}"


def _weighed(tally: Tally) -> Iterator[Weighed]:
    """What was used first, then what was set aside, each reason once."""
    together: dict[tuple[bool, str], list[str]] = {}
    for step in tally.trace:
        together.setdefault((step.used, plain(step.why)), []).append(step.claim)
    for (used, why), claims in sorted(together.items(), key=lambda entry: not entry[0][0]):
        yield Weighed(used, why, len(claims), tuple(claims[:NAMED]))
