"""People said to be somewhere: eating in the restaurant, inside the hall, aboard the ferry, "the 18 at the site"."""

from __future__ import annotations

from crosswire.model import GroupMention, Quantity, Sentence
from crosswire.reading.events.lexemes import Lexemes
from crosswire.reading.events.predicate import StatusMention

_AT = frozenset({"in", "at", "inside", "on", "aboard", "near", "outside"})


_THERE = frozenset({"underground", "inside", "aboard", "there", "below", "nearby", "ashore"})


def presence(s: Sentence, quantity: Quantity, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    """Presence by what people were doing where, or by the definite whole of a partitive.

    "More than 300 people were eating in the restaurant"; "four of its 18 workers at the site".
    """
    if quantity.form in {"article", "another", "zero", "weak", "ordinal"} or quantity.low == 1:
        return None
    return _doing(s, group, lex) or _whole(s, quantity, group)


def _doing(s: Sentence, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    token = s.tokens[group.node]
    total = s.tokens[s.tokens[token.head].head]
    if token.dep == "pobj" and s.tokens[token.head].lower == "of" and total.lower in lex.lists["measures"]:
        token = total  # "A total of 108 people were working underground"
    verb = s.tokens[token.head]
    if token.dep != "nsubj" or verb.tag != "VBG" or verb.lemma in lex.lists["no_presence"]:
        return None
    past = any(s.tokens[c].lower in {"were", "was"} and s.tokens[c].dep == "aux" for c in s.children[verb.i])
    placed = any(
        (s.tokens[c].dep == "prep" and s.tokens[c].lower in _AT) or s.tokens[c].lower in _THERE
        for c in s.children[verb.i]
    )
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


def spared(s: Sentence, group: GroupMention, lex: Lexemes) -> bool:
    """``no fatalities among the 212 passengers``, ``12 deaths among``: what befell some is not told of all."""
    token = s.tokens[group.node]
    among = s.tokens[token.head]
    if token.dep != "pobj" or among.lower not in {"among", "amongst"}:
        return False
    state = s.tokens[among.head]
    counted = any(s.tokens[c].lower == "no" or s.tokens[c].tag == "CD" for c in s.children[state.i])
    return counted and (state.lemma in lex.nouns or state.lower in lex.nouns)


_BODIES = frozenset({"force", "group", "gang", "band", "mob", "column", "squad", "team", "party", "unit", "convoy"})
_SIDES = frozenset({"militant", "suspect", "soldier"})
_SERVICES = frozenset({"rescuer", "soldier", "police", "guard"})


def attacker(s: Sentence, quantity: Quantity, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    """``Six gunmen stormed the hotel``, ``five men forced their way in``: the subject of an attack was there."""
    verb = _acting(s, group.node)
    if verb is None:
        return None
    lemma = s.tokens[verb].lemma
    single = quantity.form in {"article", "another", "zero"}
    if group.group.role in _SIDES and lemma in lex.lists["attacks"]:
        return StatusMention("present", verb, verb, "attacker")
    if single or group.kind != "people":
        return None
    if group.group.role in {"militant", "suspect"} and lemma in lex.lists["crimes"]:
        return StatusMention("present", verb, verb, "attacker")
    forced = lemma == "force" and any(s.tokens[c].lower == "way" for c in s.children[verb])
    if forced or lemma in lex.lists["assaults"]:
        return StatusMention("present", verb, verb, "attacker")
    return None


def on_duty(s: Sentence, quantity: Quantity, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    """``More than 120 rescuers combed the slope``: whoever works at the scene is there."""
    if group.group.role not in _SERVICES or quantity.form in {"article", "another", "zero", "both", "all", "ordinal"}:
        return None
    verb = _acting(s, group.node)
    if verb is None or quantity.low == 1:
        return None
    sited = s.tokens[verb].lemma == "be" and any(
        s.tokens[c].dep == "prep" and s.tokens[c].lower in {"in", "at", "on"} for c in s.children[verb]
    )  # "A team of 14 officers is already in the capital"
    if s.tokens[verb].lemma not in lex.lists["duties"] and not sited:
        return None
    return StatusMention("present", verb, verb, "on duty")


def _acting(s: Sentence, node: int) -> int | None:
    """The verb whose doer the phrase is, also as the second of two doers; None for the passive."""
    token = s.tokens[node]
    if (
        token.dep == "pobj"
        and s.tokens[token.head].lower == "of"
        and s.tokens[s.tokens[token.head].head].lower in _BODIES
    ):
        token = s.tokens[s.tokens[token.head].head]  # "a force of some 60 rebels raided"
    while token.dep == "conj" and s.tokens[token.head].tag[:2] in {"NN", "CD"}:
        token = s.tokens[token.head]
    head = s.tokens[token.head]
    return head.i if token.dep == "nsubj" and head.tag[:2] == "VB" else None
