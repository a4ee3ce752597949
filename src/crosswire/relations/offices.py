"""Offices of one state that a report sets against each other: then they are two origins after all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from crosswire.algebra import apart, bounds
from crosswire.lattice import cohort_of
from crosswire.model import Claim
from crosswire.relations.names import Names
from crosswire.relations.surroundings import Texts, cued

#: bodies whose offices read from one sheet as long as no report says otherwise
_BODIES = ("state ", "military ", "police ")


def quarrelling(told: Sequence[Claim], root: Mapping[str, str], texts: Texts) -> dict[str, str]:
    """The claims of offices set apart, each with the root that is then its own; the others keep theirs.

    "The government said 14 had died, but the interior ministry put it at 11": the two names are apart in the whole
    story.  A figure that its own report calls replaced sets nobody apart.
    """
    spoken: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in told:
        if claim.sources and root[claim.id].startswith(_BODIES):
            key = (claim.document, claim.status, cohort_of(claim.group), root[claim.id])
            spoken[key].append(claim)
    names = {
        name
        for claims in spoken.values()
        for one, other in pairwise(claims)
        if _against(one, other, texts)
        for name in (_name(one), _name(other))
    }
    mine = [claim for claims in spoken.values() for claim in claims if _name(claim) in names]
    return {claim.id: f"{root[claim.id]}: {_name(claim)}" for claim in mine}


def _name(claim: Claim) -> str:
    return Names.plain(claim.sources[0].name)


def _against(one: Claim, other: Claim, texts: Texts) -> bool:
    """Two offices, two numbers that rule each other out, and a "but" between them."""
    if _name(one) == _name(other) or not apart(bounds(one), bounds(other)):
        return False
    between = texts.between(one, other) or ""
    near = texts.breaks(one, other) in (0, 1)
    replaced = any("superseded" in claim.certainty for claim in (one, other))
    earlier = cued("replaced", between) or cued("earlier", between) or replaced
    return near and cued("against", between) and not earlier
