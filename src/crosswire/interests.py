"""What a source gains by a figure: which way its numbers lean, by its kind and by whom it counts.

The table is ``data/interests.toml``.  A leaning is a reason to look twice, never a correction: it changes no number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crosswire.lexicon import standard

FEW, MANY = "few", "many"
#: in a list of roles, every role that neither list of the source names
_OTHERS = "others"


def interest(kind: str) -> str:
    """In words, what a source of this kind gains by a figure: "few of its own losses, many of the enemy's"."""
    return str(_of(kind)["interest"])


def leaning(kind: str, role: str) -> str | None:
    """``few`` or ``many`` if a source of this kind has reason to understate or overstate people of this role.

    None if no stake is known.  An army leans to few soldiers and to many militants, a hospital to nothing.
    """
    row = _of(kind)
    few, many = row.get(FEW, ()), row.get(MANY, ())
    if role in few:
        return FEW
    if role in many:
        return MANY
    if _OTHERS in few:
        return FEW
    return MANY if _OTHERS in many else None


def _of(kind: str) -> Mapping[str, Any]:
    """The row of a kind; that of ``other`` for one not listed."""
    table = standard().table("interests")
    row: Mapping[str, Any] = table[kind] if kind in table and kind != "source" else table["other"]
    return row
