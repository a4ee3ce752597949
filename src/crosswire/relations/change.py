"""What kind of change a revision is, and relations written down."""

from __future__ import annotations

from crosswire.model import Relation
from crosswire.relations.assertion import Assertion
from crosswire.relations.surroundings import Texts, cued

#: looked for in this order: a correction is also a fall, a retraction also a correction
KINDS = ("retraction", "reclassification", "scope", "correction")


def change(later: Assertion, earlier: Assertion, texts: Texts) -> str:
    """rise, fall, scope, correction, retraction or reclassification, by the words of the later figure's sentence.

    Where one report gives both, the sentence that takes the earlier back counts too ("an earlier version said 19").

    "The toll was revised to 12 from 15" is a correction; "the 40 no longer include rescuers" a change of scope.
    """
    words = texts.setting(later.claim).sentence
    if later.claim.document == earlier.claim.document:
        words = f"{words} {texts.setting(earlier.claim).sentence}"
    for kind in KINDS:
        if cued(kind, words) and (kind != "retraction" or later.size < earlier.size):
            return kind
    return "rise" if later.size >= earlier.size else "fall"


def stamped(one: Assertion, other: Assertion, kind: str, rule: str, reason: str, change: str | None = None) -> Relation:
    """The relation between the claims of two assertions."""
    return Relation(one.claim.id, other.claim.id, kind, rule, reason, change)
