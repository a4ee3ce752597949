"""The fate ledger in lines: who of a group of known size is accounted for, and every other sum that a report gives."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from crosswire.model import Account, Balance, Fate
from crosswire.report.page import Line, Section, View
from crosswire.report.wording import plain, unique


def headcounts(view: View, account: Account) -> Section:
    """One line for each group, the most important first, then sums of other kinds; what fails says so."""
    mine = [b for b in account.balances if view.incident is not None and b.incident == view.incident.id]
    rows = {fate.id: frozenset(_claims(fate, view)) for fate in view.fates}
    within = {b: [fate for fate, claims in rows.items() if _whole(b) <= claims] for b in mine}
    broken = {fate for balance in mine if not balance.holds for fate in within[balance]}
    lines = [_line(fate, view, broken) for fate in view.fates]
    lines += [line for balance in mine if not within[balance] for line in _balance(balance, view)]
    return Section("balances", "Accounted for", tuple(lines))


def _whole(balance: Balance) -> frozenset[str]:
    return frozenset((*balance.parts, *filter(None, (balance.total,))))


def _claims(fate: Fate, view: View) -> Iterator[str]:
    """The claims behind the size and the states that are added up."""
    counted = [state for state in fate.states if state.counted]
    ids = {tally for state in (fate.size, *counted) for tally in state.tallies}
    yield from fate.size.claims
    yield from (claim for tally in view.tallies if tally.id in ids for claim in tally.support)


def _line(fate: Fate, view: View, broken: Collection[str]) -> Line:
    refs = unique(claim.id for claim in view.found(_claims(fate, view)))
    words = plain(fate.reason) if fate.holds and fate.id not in broken else f"does not add up: {plain(fate.reason)}"
    return Line(plain(fate.label), f"{words}{_whose(fate, view)}", refs)


def _whose(fate: Fate, view: View) -> str:
    """A warning where the size of a group is its own word alone."""
    voices = view.found(
        (*fate.size.claims, *(c for tally in view.tallies if tally.id in fate.size.tallies for c in tally.support))
    )
    kinds = {claim.sources[0].kind if claim.sources else "" for claim in voices}
    return (
        f" (the {fate.size.high or fate.size.low:,} by the perpetrators' own word)" if kinds == {"perpetrator"} else ""
    )


def _balance(balance: Balance, view: View) -> Iterator[Line]:
    low, high = balance.unexplained
    gap = "" if balance.holds else f"; unexplained: {_stretch(low, high)}"
    refs = tuple(c.id for c in view.found((*balance.parts, *([balance.total] if balance.total else []))))
    yield Line("balances" if balance.holds else "does not add up", plain(balance.reason) + gap, refs)


def _stretch(low: int | None, high: int | None) -> str:
    if low == high:
        return "unknown" if low is None else str(low)
    if low is None or high is None:
        return f"at most {high}" if low is None else f"at least {low}"
    return f"{low} to {high}"
