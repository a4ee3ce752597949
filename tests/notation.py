"""The mini-notation of tests/cases: one figure as one readable line.

``killed 30+ civilian Syrian @UNICEF``: status, number, role, nationalities, employer.  Numbers:
``12``; ``12+`` no upper bound; ``..12`` no lower bound; ``10-12``; ``~12`` about 12.
"""

from __future__ import annotations

from crosswire.model import Figure


def number(low: int | None, high: int | None, approximate: bool) -> str:
    """The bounds of a figure as the notation writes them."""
    if low is None and high is None:
        return "?"
    if high is None:
        return f"{low}+"
    if low is None:
        return f"..{high}"
    if low != high:
        return f"{low}-{high}"
    return f"~{low}" if approximate else str(low)


def line(figure: Figure) -> str:
    """One figure in the notation."""
    quantity, group = figure.quantity, figure.group
    parts = [figure.status, number(quantity.low, quantity.high, quantity.approximate), group.role, *group.nationality]
    if group.employer:
        parts.append(f"@{group.employer}")
    return " ".join(parts)
