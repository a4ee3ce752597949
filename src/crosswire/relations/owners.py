"""Whose people "its 78 workers" are: the company that speaks, where the words name none."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from crosswire.model import Claim, Group

#: roles that one has with an employer
_HIRED = frozenset({"worker", "crew", "guard", "journalist"})
_OWN = re.compile(r"^(?:its|his|her|their|our)\b", re.IGNORECASE)
_CHIEF = re.compile(
    r"^(?:the\s+)?(.+?)(?:['’]s?)?\s+(?:chief|head|boss|chairman|chairwoman|ceo|director|manager|president|spokes\w+)\b.*$",
    re.IGNORECASE,
)


def group_of(claim: Claim) -> Group | None:
    """The claim's group, with the speaking company as employer of what it calls its own: "its 78 workers".

    "BP's chief executive said 14 of his 18 employees were safe" counts workers of BP, not of anybody.
    """
    group = claim.group
    if group is None or group.employer or group.role not in _HIRED or not _OWN.match(group.text) or not claim.sources:
        return group
    owner = _company(claim.sources[0].name, claim.sources[0].kind)
    return replace(group, employer=owner) if owner else group


@lru_cache(maxsize=10_000)
def _company(name: str, kind: str) -> str | None:
    """ "BP" of "BP's chief executive"; a company by itself; None of anybody else and of what bears no name."""
    chief = _CHIEF.match(name)
    owner = chief.group(1) if chief and kind in ("company", "other", "expert") else name if kind == "company" else ""
    return owner if any(word[:1].isupper() for word in owner.split()) else None
