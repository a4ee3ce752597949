"""What a verb does to its object by way of another word: "forced 3,000 to flee", "took 450 people out of villages"."""

from __future__ import annotations

from crosswire.model import Sentence
from crosswire.reading.events.lexemes import Lexemes
from crosswire.reading.events.predicate import StatusMention, predicate


def lives(s: Sentence, i: int, lex: Lexemes) -> bool:
    """``claimed six lives``, ``claimed thousands of lives``."""
    token = s.tokens[i]
    below = [s.tokens[n] for c in s.children[i] if s.tokens[c].lower == "of" for n in s.children[c]]
    counted = token.lower in lex.lists["measures"] and any(noun.lower == "lives" for noun in below)
    return token.lower in {"lives", "life"} or counted


#: what they do to people is that these do something
_CAUSING = frozenset(
    {"force", "compel", "drive", "cause", "oblige", "prompt", "enable", "help", "make", "push", "allow"}
)
#: who takes people out of a place by these evacuates them
_CARRYING = frozenset({"take", "bring", "fly", "bus", "ferry", "fetch", "drive", "truck", "airlift"})


def made_to(s: Sentence, i: int, verb: int, lex: Lexemes) -> StatusMention | None:
    """``forced more than 3,000 people, mostly women, to flee``: the object is the subject of what it was made to do."""
    if s.tokens[verb].lemma in _CARRYING:
        return _taken_out(s, verb)
    if s.tokens[verb].lemma not in _CAUSING:
        return None
    for child in s.children[verb]:
        part = s.tokens[child]
        if child > i and part.tag == "VB" and part.dep in {"xcomp", "ccomp", "advcl"}:
            return predicate(s, child, "subj", lex)
    return None


def _taken_out(s: Sentence, verb: int) -> StatusMention | None:
    """``Buses took 450 people out of villages near the fence``; not ``took three fighters out``."""
    for child in s.children[verb]:
        if s.tokens[child].lower == "out" and any(s.tokens[c].lower == "of" for c in s.children[child]):
            return StatusMention("evacuated", child, verb, "taken out")
    return None


GATHERINGS = frozenset(
    {"demonstration", "rally", "march", "protest", "procession", "gathering", "vigil", "congregation"}
)


def drawn(s: Sentence, verb: int) -> bool:
    """``The march, which organisers said had drawn 20,000 people``: they were there."""
    subjects = {s.tokens[c].lemma for c in s.children[verb] if s.tokens[c].dep == "nsubj"}
    before = {t.lemma for t in s.tokens[:verb]}
    return bool(subjects & GATHERINGS) or ("which" in before and bool(before & GATHERINGS))
