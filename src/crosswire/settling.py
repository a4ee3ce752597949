"""What would settle a disagreement: the one thing to ask for, by the rule that found it (``data/settling.toml``)."""

from __future__ import annotations

from crosswire.lattice import label
from crosswire.lexicon import standard
from crosswire.model import Claim, Relation

#: relations that leave something to be settled
OPEN = frozenset({"contradicts", "differs", "may-overlap"})


def settling(relation: Relation, a: Claim, b: Claim) -> str | None:
    """The evidence that would decide between two claims; None for relations that leave nothing open."""
    if relation.type not in OPEN:
        return None
    table = standard().table("settling")
    entry = table.get(relation.rule) or table[relation.type]
    words = str(entry.get(a.status or "", entry["default"]))
    return words.format(a=_named(a), b=_named(b), one=_speaker(b), other=_speaker(a))


def settling_tally(status: str) -> str:
    """What would decide a figure that its sources dispute, where no two claims are set against each other."""
    entry = standard().table("settling")["contested"]
    return str(entry.get(status, entry["default"]))


def _named(claim: Claim) -> str:
    return label(claim.group) if claim.group else "people"


def _speaker(claim: Claim) -> str:
    return claim.sources[0].name if claim.sources else "the report"
