"""Numbers that are added: to one counted before ("seven more died"), or only set beside another state's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crosswire.relations.assertion import Assertion
from crosswire.relations.surroundings import Texts, cued


def set_apart(assertions: Sequence[Assertion], texts: Texts) -> list[Assertion]:
    """The assertions of one story; "another 30 are missing" after "19 have died" is no addition to missing people.

    "Another" then sets the figure beside the one told right before, of another state; an addition goes on with its own.
    """
    told: dict[str, list[Assertion]] = {}
    found = []
    for one in sorted(assertions, key=lambda a: a.order):
        before = told.setdefault(one.claim.document, [])
        first = all(other.claim.status != one.claim.status for other in before)
        if before and first and one.claim.scope == "increment" and _beside(before[-1], one, texts):
            one = replace(one, part=False, claim=replace(one.claim, scope=None))
        before.append(one)
        found.append(one)
    return found


def _beside(before: Assertion, one: Assertion, texts: Texts) -> bool:
    breaks = texts.breaks(before.claim, one.claim)
    near = breaks is not None and breaks <= 1
    words = f"{texts.setting(one.claim).before[-12:]} {one.claim.number_text or ''}"
    return near and cued("another", words)
