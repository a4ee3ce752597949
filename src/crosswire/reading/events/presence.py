"""People said to be somewhere: eating in the restaurant, inside the hall, aboard the ferry, "the 18 at the site"."""

from __future__ import annotations

from crosswire.model import GroupMention, Quantity, Sentence
from crosswire.reading.events.lexemes import Lexemes
from crosswire.reading.events.predicate import StatusMention

_AT = frozenset({"in", "at", "inside", "on", "aboard", "near", "outside"})


def presence(s: Sentence, quantity: Quantity, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    """Presence by what people were doing where, or by the definite whole of a partitive.

    "More than 300 people were eating in the restaurant"; "four of its 18 workers at the site".
    """
    if quantity.form in {"article", "another", "zero", "weak", "ordinal"} or quantity.low == 1:
        return None
    return _doing(s, group, lex) or _whole(s, quantity, group)


def _doing(s: Sentence, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    token = s.tokens[group.node]
    verb = s.tokens[token.head]
    if token.dep != "nsubj" or verb.tag != "VBG" or verb.lemma in lex.lists["no_presence"]:
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


def attacker(s: Sentence, node: int, lex: Lexemes) -> StatusMention | None:
    """``Six gunmen stormed the hotel``: the subject of an attack was there."""
    token = s.tokens[node]
    head = s.tokens[token.head]
    if token.dep == "nsubj" and head.tag[:2] == "VB" and head.lemma in lex.lists["attacks"]:
        return StatusMention("present", head.i, head.i, "attacker")
    return None
