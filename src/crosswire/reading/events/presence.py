"""People said to be somewhere: eating in the restaurant, inside the hall, aboard the ferry, "the 18 at the site"."""

from __future__ import annotations

from crosswire.model import GroupMention, Quantity, Sentence
from crosswire.reading.events.predicate import StatusMention

_AT = frozenset({"in", "at", "inside", "on", "aboard", "near", "outside"})
#: a progressive of these tells no presence: "12 people were being treated", "were planning"
_MENTAL = frozenset(
    [
        "be",
        "plan",
        "hope",
        "wait",
        "expect",
        "try",
        "seek",
        "look",
        "think",
        "ask",
        "call",
        "demand",
        "suffer",
        "die",
        "struggle",
        "face",
        "need",
        "want",
        "say",
        "go",
    ]
)


def presence(s: Sentence, quantity: Quantity, group: GroupMention) -> StatusMention | None:
    """Presence by what people were doing where, or by the definite whole of a partitive.

    "More than 300 people were eating in the restaurant"; "four of its 18 workers at the site".
    """
    if quantity.form in {"article", "another", "zero", "weak", "ordinal"} or quantity.low == 1:
        return None
    return _doing(s, group) or _whole(s, quantity, group)


def _doing(s: Sentence, group: GroupMention) -> StatusMention | None:
    token = s.tokens[group.node]
    verb = s.tokens[token.head]
    if token.dep != "nsubj" or verb.tag != "VBG" or verb.lemma in _MENTAL:
        return None
    past = any(s.tokens[c].lower in {"were", "was"} and s.tokens[c].dep == "aux" for c in s.children[verb.i])
    placed = any(s.tokens[c].dep == "prep" and s.tokens[c].lower in _AT for c in s.children[verb.i])
    return StatusMention("present", verb.i, verb.i, "doing") if past and placed else None


def _whole(s: Sentence, quantity: Quantity, group: GroupMention) -> StatusMention | None:
    """The whole of ``four of its 18 workers at the site``."""
    token = s.tokens[group.node]
    if token.dep != "pobj" or s.tokens[token.head].lower != "of" or group.kind != "people":
        return None
    part = s.tokens[s.tokens[token.head].head]
    owned = any(s.tokens[c].tag in {"PRP$", "DT"} or s.tokens[c].dep == "poss" for c in s.children[group.head])
    placed = any(s.tokens[c].dep == "prep" and s.tokens[c].lower in _AT for c in s.children[group.head])
    possessive = any(s.tokens[c].tag == "PRP$" for c in s.children[group.head])
    if part.tag == "CD" and owned and (placed or possessive):
        return StatusMention("present", group.head, None, "whole")
    return None
