"""The rule of Airwars.

Airwars, Methodology, https://airwars.org/about/methodology, and its Methodology note on Gaza, October 2023; Patterns
of Death, Counting Militant Deaths, annex 1 of the report on civilian harm in Gaza in October 2023, published October
2024, https://airwars.org/research/civilian-harm-patterns-gaza-october-2023/: a minimum and a maximum, civilians and
belligerents apart, everybody a civilian unless local sources say otherwise; the striking side's word is context.
Grading as printed on its incident pages: Weak is a single source's claim, Fair two or more credible ones, Contested
competing claims; see docs/policies.md for what could not be confirmed.
"""

from __future__ import annotations

from collections.abc import Sequence

from crosswire.interests import FEW, MANY, leaning
from crosswire.policies.stands import Settlement, Stand
from crosswire.policies.weighing import PARTIES, Record, blank, extremes, no_column, weakness

NAME = "airwars"
#: who takes part in hostilities; all others are presumed civilians
BELLIGERENTS = frozenset({"militant", "soldier"})
_APART = "belligerents, kept apart from civilians (as civilian harm: Discounted)"


def airwars(stands: Sequence[Stand]) -> Settlement:
    """From the smallest to the largest number that anybody but the sides themselves states; no best in between.

    Best is given only where minimum and maximum are one number.  The grade of the civilians' figure is in the reason.
    """
    record = Record(stands)
    if no_column(NAME, stands):
        return blank(record, NAME, f"Airwars records killed and injured, not the {stands[0].status}")
    firm = record.bar(stands, weakness)
    heard = record.bar(firm, _context)
    belligerents = stands[0].role in BELLIGERENTS
    if not heard:
        return blank(record, NAME, "only the sides themselves, or nobody firmly, give a figure: context, no range")
    low, high = extremes(heard)
    best = low if low is not None and low == high and not any(s.bounds.near for s in heard) else None
    chosen = next((s for s in heard if best is not None and s.bounds.exact), None)
    used = {stand.claim: "within the range" for stand in heard}
    grade = _APART if belligerents else _graded(stands, heard)
    steps = record.steps(used, chosen.bounds if chosen else None)
    return Settlement(low, best, high, chosen.claim if chosen else None, NAME, f"minimum to maximum; {grade}", steps)


def _context(stand: Stand) -> str | None:
    """The word of a side is context, but for its own losses."""
    lean = leaning(stand.kind, stand.role)
    if stand.kind in PARTIES and not (stand.role in BELLIGERENTS and lean == FEW):
        return "the word of a side that fights: context only"
    if stand.role in BELLIGERENTS and lean == MANY:
        return "only the side that strikes calls them belligerents: context only"
    return None


def _graded(stands: Sequence[Stand], heard: Sequence[Stand]) -> str:
    """Confirmed if a side owns to harm it has reason to hide, Contested if anybody denies it, else by origins."""
    owned = [s for s in stands if s.kind in PARTIES and leaning(s.kind, s.role) == FEW and not s.weak]
    roots = len({stand.root for stand in heard})
    if any((s.bounds.low or 0) > 0 for s in owned):
        return "graded Confirmed: a side owns to it"
    if any("denied" in stand.certainty for stand in stands):
        return "graded Contested: denied by some"
    return f"graded Fair: {roots} credible origins" if roots > 1 else "graded Weak: a single source"
