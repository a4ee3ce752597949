"""The rule of EM-DAT, the international disaster database.

CRED, EM-DAT Documentation (2023.09 and later), "Impact Variables", section Human Impact Variables,
https://doc.emdat.be/docs/data-structure-and-content/impact-variables/: 200 for "hundreds of injured", 2,000 for
"thousands", the average of a minimum and a maximum, Total Deaths with the missing who are presumed dead.  CRED, EM-DAT
Data Entry Procedures, "Source Entry", http://www.emdat.be/source-entry: sources are ranked, and the final figure is
usually that of the priority source.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from crosswire.lattice import label
from crosswire.model import Tally
from crosswire.policies.stands import Settlement, Stand
from crosswire.policies.weighing import (
    Record,
    blank,
    coded,
    day,
    extremes,
    highest,
    no_column,
    outdone,
    rank,
    settled,
    weakness,
    worded,
)

NAME = "em-dat"
_DEAD, _MISSING = "killed", "missing"


def em_dat(stands: Sequence[Stand]) -> Settlement:
    """What the source of the highest rank said last; the average where its figures range from a minimum to a maximum.

    An average is rounded down, for the database's own numbers for vague words are called underestimates.  The merely
    feared are kept aside: those presumed dead are counted among the missing, see `total_deaths`.
    """
    record = Record(stands)
    if no_column(NAME, stands):
        return blank(record, NAME, f"EM-DAT has no column for the {stands[0].status}")
    firm = record.bar(stands, weakness)
    numbered = record.bar(firm, _unnumbered)
    if not numbered:
        return _unwritten(record, firm)
    top = highest(s for s in numbered if not s.bounds.vague)
    grown = [s for s in numbered if not outdone(s, top)]
    if grown:
        numbered = record.keep(numbered, lambda s: not outdone(s, top), "a lower bound that another figure passes")
    first = min(rank(NAME, stand.kind) for stand in numbered)
    ranked = record.keep(numbered, lambda s: rank(NAME, s.kind) == first, "a source of lower priority")
    latest = max(day(stand) for stand in ranked)
    return _written(record, record.keep(ranked, lambda s: day(s) == latest, "older than the source's last figure"))


def _unnumbered(stand: Stand) -> str | None:
    if stand.bounds.vague:
        return None if worded(NAME, stand.words) is not None else "a word for which the rule names no number"
    return "only an upper bound" if coded(NAME, stand) is None else None


def _unwritten(record: Record, firm: Sequence[Stand]) -> Settlement:
    return blank(
        record, NAME, "no figure for which the rule names a number" if firm else "no figure but denied or feared"
    )


def _written(record: Record, last: Sequence[Stand]) -> Settlement:
    """One number, or the average of the smallest and the largest."""
    ends = {number for s in last for number in (coded(NAME, s), None if s.bounds.vague else s.bounds.high)}
    numbers = sorted(number for number in ends if number is not None)
    low, high = numbers[0], numbers[-1]
    if low != high:
        return _average(record, last, low, high)
    best = min(last, key=lambda s: (s.bounds.vague, not s.bounds.exact, s.place))
    reason = "the figure of the source of highest priority"
    if best.bounds.vague:
        reason += f"; “{best.words}” is entered as {low:,}"
    return settled(record, NAME, low, best, last, reason, "the latest figure of the source of highest priority")


def _average(record: Record, last: Sequence[Stand], low: int, high: int) -> Settlement:
    middle = (low + high) / 2
    best = (low + high) // 2
    shown = f"{middle:,.1f}, entered as {best:,}" if middle != best else f"{best:,}"
    reason = f"the average of the smallest and the largest figure: ({low:,} + {high:,}) / 2 = {shown}"
    used = {stand.claim: "within the range that is averaged" for stand in last}
    top = None if extremes(last)[1] is None else high
    return Settlement(low, best, top, None, NAME, reason, record.steps(used))


def total_deaths(tallies: Sequence[Tally]) -> tuple[Tally, ...]:
    """Total Deaths: the dead and the missing of one group, added, for each group of an incident that has both.

    EM-DAT adds the missing only as far as official figures presume them dead; here they are all added, and the reason
    says so.  The sum is derived and evidence of nothing.
    """
    missing = {_of(tally): tally for tally in reversed(tallies) if _adds(tally, _MISSING)}
    dead = {_of(tally): tally for tally in reversed(tallies) if _adds(tally, _DEAD)}
    return tuple(_total(dead[key], missing[key]) for key in reversed(dead) if key in missing)


def _adds(tally: Tally, status: str) -> bool:
    return tally.status == status and tally.best is not None and tally.derived is None and tally.part_of is None


def _of(tally: Tally) -> tuple[object, ...]:
    return tally.incident, replace(tally.group, text="")


def _total(dead: Tally, missing: Tally) -> Tally:
    formula = f"{dead.id} + {missing.id}"
    best = (dead.best or 0) + (missing.best or 0)
    low = (dead.low or 0) + (missing.low or 0)
    high = None if dead.high is None or missing.high is None else dead.high + missing.high
    return Tally(
        id="t" + hashlib.sha256(f"total deaths {formula}".encode()).hexdigest()[:10], incident=dead.incident,
        status=_DEAD, group=dead.group, label=f"{label(dead.group)}, dead and missing", low=low, best=best, high=high,
        state="contested" if "contested" in (dead.state, missing.state) else "single",
        roots=min(dead.roots, missing.roots), support=(), dissent=(), rule=NAME,
        reason=f"Total Deaths: {dead.best:,} dead + {missing.best:,} missing, as far as presumed dead",
        derived=formula,
    )  # fmt: skip
