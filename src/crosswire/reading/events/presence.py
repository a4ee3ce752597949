"""People said to be somewhere: eating in the restaurant, inside the hall, aboard the ferry, "the 18 at the site"."""

from __future__ import annotations

from crosswire.model import GroupMention, Quantity, Sentence
from crosswire.reading.events.lexemes import Lexemes
from crosswire.reading.events.nouns import ANYONE
from crosswire.reading.events.predicate import StatusMention

_AT = frozenset({"in", "at", "inside", "on", "aboard", "near", "outside"})


_THERE = frozenset({"underground", "inside", "aboard", "there", "below", "nearby", "ashore"})


def presence(s: Sentence, quantity: Quantity, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    """Presence by what people were doing where, or by the definite whole of a partitive.

    "More than 300 people were eating in the restaurant"; "four of its 18 workers at the site".
    """
    if quantity.form in {"article", "another", "zero", "weak", "ordinal"} or quantity.low == 1:
        return None
    found = _doing(s, group, lex) or _whole(s, quantity, group) or _sheltered(s, group)
    return found or _listed(s, group) or _left(s, group)


def _listed(s: Sentence, group: GroupMention) -> StatusMention | None:
    """``The aircraft had 62 people on its manifest``."""
    for k in range(group.last + 2, min(len(s.tokens), group.last + 6)):
        if s.tokens[k].lower in {"manifest", "manifests"} and s.tokens[group.last + 1].lower in {"on", "in"}:
            return StatusMention("present", k, None, "listed")
    return None


_MOVED = {
    "move": "evacuated",
    "take": "evacuated",
    "relocate": "evacuated",
    "put": "displaced",
    "arrive": "displaced",
    "stream": "displaced",
}
_REFUGES = {
    "evacuated": frozenset(
        "school schools evacuation shelter shelters gym gymnasium church hall mosque stadium".split()
    ),
    "displaced": frozenset("hotel hotels hostel hostels tents camp camps shelter shelters".split()),
}


def _sheltered(s: Sentence, group: GroupMention) -> StatusMention | None:
    """``130 residents have been moved to the school``, ``residents put up in hotels``, ``people arrived at the camp``.

    Told of people, not of clerks, pupils or delegates: those are moved, put up and arrive on ordinary days, too.
    """
    token = s.tokens[group.node]
    while token.dep == "conj" and s.tokens[token.head].tag[:2] == "NN":
        token = s.tokens[token.head]
    verb = s.tokens[token.head]
    status = _MOVED.get(verb.lemma)
    passive = token.dep == "nsubjpass" or (verb.lemma in {"arrive", "stream"} and token.dep == "nsubj")
    if status is None or not passive or (group.kind != "elided" and group.lemma not in ANYONE):
        return None
    place = next((t.i for t in s.tokens[verb.i + 1 : verb.i + 7] if t.lower in _REFUGES[status]), None)
    return None if place is None else StatusMention(status, place, verb.i, "sheltered")


def _left(s: Sentence, group: GroupMention) -> StatusMention | None:
    """``Nine women were let go, leaving 18 people inside the embassy``."""
    verb, k = s.tokens[s.tokens[group.node].head], group.last + 1
    still = [t.lower for t in s.tokens[k : k + 2]]
    if still[:1] == ["still"] and still[1:] in (["inside"], ["aboard"], ["underground"]):  # "the nine still inside"
        return StatusMention("trapped" if still[1] == "underground" else "present", k + 1, None, "left inside")
    inside = k < len(s.tokens) and s.tokens[k].lower in {"inside", "aboard", "underground"}
    if s.tokens[group.node].dep in {"dobj", "nsubj"} and verb.lemma == "leave" and inside:
        return StatusMention("present", k, verb.i, "left inside")
    return None


def _doing(s: Sentence, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    token = s.tokens[group.node]
    total = s.tokens[s.tokens[token.head].head]
    if token.dep == "pobj" and s.tokens[token.head].lower == "of" and total.lower in lex.lists["measures"]:
        token = total  # "A total of 108 people were working underground"
    verb = s.tokens[token.head]
    if token.dep == "nsubj" and verb.lemma in lex.lists["lingering"]:
        return _lingering(s, verb.i)
    if token.dep != "nsubj" or verb.tag != "VBG" or verb.lemma in lex.lists["no_presence"]:
        return None
    past = any(s.tokens[c].lower in {"were", "was", "been"} and s.tokens[c].dep == "aux" for c in s.children[verb.i])
    placed = any(
        (s.tokens[c].dep == "prep" and s.tokens[c].lower in _AT) or s.tokens[c].lower in _THERE
        for c in s.children[verb.i]
    )
    return StatusMention("present", verb.i, verb.i, "doing") if past and placed else None


def _lingering(s: Sentence, verb: int) -> StatusMention | None:
    """``about 300 relatives waited outside``, ``some 2,000 people filled the square``, ``watched the executions``."""
    told = s.tokens[verb].tag in {"VBD", "VBG", "VBN"}
    placed = any(
        s.tokens[c].dep in {"dobj", "npadvmod"}
        or (s.tokens[c].dep in {"prep", "advmod"} and s.tokens[c].lower in _AT | _THERE | {"outside", "behind"})
        for c in s.children[verb]
    )
    return StatusMention("present", verb, verb, "doing") if told and placed else None


def _whole(s: Sentence, quantity: Quantity, group: GroupMention) -> StatusMention | None:
    """The whole of ``four of its 18 workers at the site``."""
    token = s.tokens[group.node]
    if token.dep != "pobj" or s.tokens[token.head].lower != "of" or group.kind != "people":
        return None
    part = s.tokens[s.tokens[token.head].head]
    owned = any(s.tokens[c].tag in {"PRP$", "DT"} or s.tokens[c].dep == "poss" for c in s.children[group.head])
    placed = any(s.tokens[c].dep == "prep" and s.tokens[c].lower in _AT for c in s.children[group.head])
    possessive = any(s.tokens[c].dep == "poss" and s.tokens[c].tag in {"PRP$", "NNP"} for c in s.children[group.head])
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
    if state.tag[:2] == "VB":  # "No survivors were found among the 23 passengers"
        subjects = [c for c in s.children[state.i] if s.tokens[c].dep in {"nsubj", "nsubjpass"}]
        state = s.tokens[subjects[0]] if subjects else state
    counted = any(s.tokens[c].lower == "no" or s.tokens[c].tag == "CD" for c in s.children[state.i])
    return counted and (state.lemma in lex.nouns or state.lower in lex.nouns)


_BODIES = frozenset({"force", "group", "gang", "band", "mob", "column", "squad", "team", "party", "unit", "convoy"})
#: bodies that are somewhere because they were sent or went there
_SENT = frozenset(
    {"team", "squad", "unit", "patrol", "platoon", "garrison", "detachment", "contingent", "delegation", "convoy"}
)
_SIDES = frozenset({"militant", "suspect", "soldier"})
_SERVICES = frozenset({"rescuer", "soldier", "police", "guard"})
_NO_COUNT = frozenset({"article", "another", "zero", "both", "all", "ordinal", "weak"})


def attacker(s: Sentence, quantity: Quantity, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    """``Six gunmen stormed the hotel``, ``was seized by five men``: who made an attack was there."""
    verb, single = _acting(s, group.node, lex), quantity.form in {"article", "another", "zero"}
    if verb is None:
        return None if single else _by_whom(s, group, lex)
    lemma = s.tokens[verb].lemma
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


#: who may be an attacker though no word says so: "by five men", "by four members of the column"
_ANYONE = frozenset({"man", "men", "member", "people", "person", "youth", "fighter"})


def _by_whom(s: Sentence, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    """``The tanker was seized by seven men``: the doers of what was done in an attack."""
    by = s.tokens[s.tokens[group.node].head]
    verb = s.tokens[by.head]
    if s.tokens[group.node].dep != "pobj" or by.lower != "by" or verb.tag != "VBN" or group.kind != "people":
        return None
    if verb.lemma in {"flank", "escort", "accompany"} and group.group.role in _SERVICES | {"official"}:
        return StatusMention("present", verb.i, verb.i, "on duty")  # "flanked by a dozen officers"
    hostile = verb.lemma in lex.lists["attacks"] | lex.lists["crimes"] | lex.lists["assaults"]
    if not hostile or not (group.group.role in _SIDES or group.lemma in _ANYONE):
        return None
    return StatusMention("present", verb.i, verb.i, "attacker")


def on_duty(s: Sentence, quantity: Quantity, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    """``More than 120 rescuers combed the slope``, ``a team of 12 officers``: whoever works at the scene is there."""
    if quantity.form in _NO_COUNT or quantity.low == 1:
        return None
    verb = _acting(s, group.node, lex)
    if verb is not None and _at_work(s, verb):
        return StatusMention("present", verb, verb, "on duty")
    if group.group.role not in _SERVICES | {"militant"}:
        return None
    if verb is None:
        return _sent(s, group)
    acts = s.tokens[verb].lemma not in lex.lists["off_duty"] and s.tokens[verb].lemma != "be"
    return StatusMention("present", verb, verb, "on duty") if acts or _sited(s, verb) else None


def _sited(s: Sentence, verb: int) -> bool:
    """``A team of 14 officers is already in the capital``."""
    return s.tokens[verb].lemma == "be" and any(
        s.tokens[c].dep == "prep" and s.tokens[c].lower in {"in", "at", "on"} for c in s.children[verb]
    )


#: "are at work", "is on the ground": there, whatever their calling
_PLACES_OF_WORK = frozenset({"work", "ground", "scene", "duty", "site", "shift"})


def _at_work(s: Sentence, verb: int) -> bool:
    return s.tokens[verb].lemma == "be" and any(
        s.tokens[noun].lower in _PLACES_OF_WORK
        for c in s.children[verb]
        if s.tokens[c].dep == "prep" and s.tokens[c].lower in {"at", "on"}
        for noun in s.children[c]
    )


def _sent(s: Sentence, group: GroupMention) -> StatusMention | None:
    """``a platoon of 21 recalled reservists``, ``sent a patrol of 40 peacekeepers``: a body that is out."""
    of = s.tokens[s.tokens[group.node].head]
    body = s.tokens[of.head]
    if s.tokens[group.node].dep != "pobj" or of.lower != "of" or body.lower not in _SENT:
        return None
    return StatusMention("present", body.i, None, "on duty")


def _acting(s: Sentence, node: int, lex: Lexemes) -> int | None:
    """The verb whose doer the phrase is, also as the second of two doers; None for the passive."""
    token = s.tokens[node]
    above = s.tokens[s.tokens[token.head].head].lower
    counted = above in _BODIES | _SENT or above in lex.lists["measures"]
    if token.dep == "pobj" and s.tokens[token.head].lower == "of" and counted:
        token = s.tokens[s.tokens[token.head].head]  # "a force of some 60 rebels raided"
    while token.dep == "conj" and s.tokens[token.head].tag[:2] in {"NN", "CD"}:
        token = s.tokens[token.head]
    head = s.tokens[token.head]
    return head.i if token.dep == "nsubj" and head.tag[:2] == "VB" else None
