"""What is denied, undone or still to come, and the state it leaves people in: "did not survive", "tried to free 12"."""

from __future__ import annotations

from crosswire.model import GroupMention, Quantity, Sentence
from crosswire.reading.events.lexemes import Lexemes
from crosswire.reading.events.modality import negated, unreal
from crosswire.reading.events.modifiers import modified
from crosswire.reading.events.predicate import StatusMention

#: "did not survive", "did not make it": denied, they tell a death
DEADLY_IF_DENIED = frozenset({"survive", "make", "recover"})
#: "could not be saved": denied of those it was done to
LOST_IF_DENIED = frozenset({"save", "revive", "resuscitate"})
_MISSED_IF_DENIED = frozenset({"see", "find", "hear", "locate", "trace"})


#: what has not been done yet to whoever is missing
_YET = frozenset("found located traced reached accounted recovered identified seen".split())


def denied(s: Sentence, quantity: Quantity, group: GroupMention) -> StatusMention | None:
    """``seven children did not make it to the hospital``: killed; ``nine have yet to be found``: missing."""
    token = s.tokens[group.node]
    verb = s.tokens[token.head]
    whole = token.dep == "pobj" and s.tokens[token.head].i < quantity.first  # "Eight of the plant's 240 workers"
    if not whole and _yet_to_be(s, group):
        return StatusMention("missing", group.last, None, "denied")
    if token.dep == "nsubjpass" and negated(s, verb.i, verb.i):
        if verb.lemma in LOST_IF_DENIED:
            return StatusMention("killed", verb.i, None, "denied")
        return StatusMention("missing", verb.i, None, "denied") if _lost_sight_of(s, verb.i) else None
    if token.dep == "nsubj" and verb.lemma in DEADLY_IF_DENIED and negated(s, verb.i, verb.i):
        object_is_it = any(s.tokens[c].lower == "it" for c in s.children[verb.i]) or verb.lemma == "survive"
        return StatusMention("killed", verb.i, None, "denied") if object_is_it else None
    return None


def outstanding(s: Sentence, found: StatusMention) -> bool:
    """``Eight have yet to be accounted for``: what has not been done so far."""
    above = s.tokens[s.tokens[found.trigger if found.verb is None else found.verb].head]
    return above.lemma in {"have", "be"} and any(s.tokens[c].lower == "yet" for c in s.children[above.i])


def _lost_sight_of(s: Sentence, verb: int) -> bool:
    """``were not seen again``, ``were never found``, ``have not been traced``; but ``were not found guilty``."""
    token = s.tokens[verb]
    if token.lemma not in _MISSED_IF_DENIED | {"reach"}:
        return False
    below = {s.tokens[c].lower for c in s.children[verb]}
    if token.lemma in {"find", "reach", "locate"} and below & {"can", "could"} and "not" in below:
        return True  # "34 others cannot be found"
    if token.lemma in {"find", "locate", "see"} and {"have", "been"} <= below | {"have" if "has" in below else ""}:
        return not below & {"guilty", "to"}  # "seven others have not been found"
    return bool((below | {token.lemma}) & {"again", "since", "yet", "from", "locate", "trace"}) or (
        "never" in below and not below & {"guilty", "to"}
    )


def _yet_to_be(s: Sentence, group: GroupMention) -> bool:
    """``Two children, both girls, have yet to be located``."""
    token = s.tokens[group.node]
    for k in range(group.last + 1, min(len(s.tokens) - 4, group.last + 9)):
        words = [t.lower for t in s.tokens[k : k + 4]]
        if words[0] in {"has", "have", "had", "was", "were", "is", "are"}:
            own = token.head == k or s.tokens[token.head].dep == "xcomp" or k == group.last + 1
            ahead = {t.lower for t in s.tokens[k + 4 : k + 7]}
            return own and words[1:] == ["yet", "to", "be"] and bool(ahead & _YET)
        if s.tokens[k].tag in {"VBD", "VBZ", "VBP", "MD"} or s.tokens[k].lower in {";", "and", "while"}:
            return False
    return False


def still(
    s: Sentence, quantity: Quantity, group: GroupMention, undone: StatusMention, lex: Lexemes
) -> StatusMention | None:
    """``Eleven remain missing and will be declared dead``: what they are, where what will be is not yet so."""
    kept = _thwarted(s, group, undone, lex) if quantity.form != "vague" else None  # "in a bid to free scores"
    if kept is not None:
        return kept
    token = s.tokens[group.node]
    verb = s.tokens[token.head]
    if token.dep != "nsubj" or verb.lemma not in {"be", "remain"} or unreal(s, verb.i, lex) or negated(s, verb.i, None):
        return None
    for child in s.children[verb.i]:
        status = lex.adjectives.get(s.tokens[child].lower)
        if s.tokens[child].dep == "acomp" and status and status != undone.status:
            return StatusMention(status, child, verb.i, "predicate")
    return None


#: what ends a plight; while it is only meant to be done, the plight goes on
_ENDING = frozenset({"freed", "rescued", "evacuated", "safe"})
_PLIGHTS = frozenset({"held", "trapped", "missing", "captured"})


def _thwarted(s: Sentence, group: GroupMention, undone: StatusMention, lex: Lexemes) -> StatusMention | None:
    """``tried to free 12 hostages``, ``talks on the release of 30 captives``: they are still in it."""
    played = any(t.lemma in lex.lists["staging"] for t in s.tokens)
    if undone.status not in _ENDING or group.kind != "people" or played:
        return None
    own = modified(s, group.head, lex)
    if own is not None:
        return own if own.status in _PLIGHTS and own.trigger < group.head else None
    implied = lex.defaults.get(group.lemma)
    return StatusMention(implied, group.head, None, "default") if implied in _PLIGHTS else None
