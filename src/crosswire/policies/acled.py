"""The rule of the Armed Conflict Location & Event Data project.

ACLED, Uses and limitations of ACLED data, "Fatalities", 27 February 2023, last updated 7 May 2024, question "How does
ACLED code fatalities?"; now "How are injuries and fatalities recorded?" of the knowledge base,
https://acleddata.com/conflict-data/knowledge-base: reported fatalities only, no injuries; where reports differ or are
vague the most conservative estimate; 10 for "tens", 12 for "dozens", 100 for "hundreds" and so on; totals are corrected
up or down when better information comes.  Read in a reprint of that page.
"""

from __future__ import annotations

from collections.abc import Sequence

from crosswire.policies.stands import Settlement, Stand
from crosswire.policies.weighing import Record, blank, coded, no_column, settled, weakness

NAME = "acled"


def acled(stands: Sequence[Stand]) -> Settlement:
    """The lowest number of deaths that stands, "dozens" as 12.

    A figure that its own origin has corrected no longer stands, so a toll moves with better information; figures of
    different origins differ, and the most conservative is coded.  A range counts by its lower end.
    """
    record = Record(stands)
    if no_column(NAME, stands):
        return blank(record, NAME, f"ACLED codes reported deaths only, not the {stands[0].status}")
    firm = record.bar(stands, weakness)
    numbered = record.bar(firm, _unnumbered)
    if not numbered:
        return blank(record, NAME, "no reported figure for which the rule names a number")
    best = min(numbered, key=lambda s: (coded(NAME, s) or 0, s.bounds.vague, not s.bounds.exact, s.place))
    number = coded(NAME, best)
    used = record.keep(numbered, lambda s: coded(NAME, s) == number, "not the most conservative figure")
    reason = "the most conservative of the reported figures" if len(numbered) > len(used) else "the reported figure"
    if best.bounds.vague:
        reason += f"; “{best.words}” is coded {number:,}"
    return settled(record, NAME, number, best, used, reason, "the most conservative figure")


def _unnumbered(stand: Stand) -> str | None:
    if coded(NAME, stand) is not None:
        return None
    return "a word for which the rule names no number" if stand.bounds.vague else "only an upper bound"
