"""What "be" says of people: "among the dead were two children", "there were 300 aboard", "on board were 56"."""

from __future__ import annotations

from crosswire.model import Sentence
from crosswire.reading.events.lexemes import Lexemes
from crosswire.reading.events.modifiers import modified, phrase
from crosswire.reading.events.predicate import StatusMention

#: who is aboard by what they are called
ABOARD = frozenset({"passengers", "occupants", "crew"})
_AT = frozenset({"in", "at", "on", "aboard", "inside"})


def set_told(s: Sentence, i: int, lex: Lexemes) -> StatusMention | None:
    """The status a noun phrase carries by itself: "the dead", "those killed", "the wounded", "the hostages"."""
    token = s.tokens[i]
    lemma = token.lemma if token.tag in {"NNS", "NNPS"} else token.lower
    status = lex.nouns.get(lemma) or lex.adjectives.get(token.lower)
    if status in {"safe", "held", "displaced"} or status is None or lemma in {"case", "loss"}:
        own = modified(s, i, lex)
        if own is not None:
            return own
    return StatusMention(status, i, None, "set") if status else None


def attribute(s: Sentence, i: int, verb: int, lex: Lexemes) -> StatusMention | None:
    """``among the dead were two children``; ``the victims killed were three women``; ``there were 300 aboard``."""
    for child in s.children[verb]:
        part = s.tokens[child]
        if part.dep == "prep" and child < verb:
            found = _fronted(s, child, lex)
            if found:
                return found
        if part.lower in {"we", "they"} and part.dep == "nsubj" and s.tokens[i].tag == "CD" and _placed(s, i, verb):
            return StatusMention("present", verb, verb, "existential")
        if part.dep in {"nsubj", "expl"} and child != i:
            found = set_told(s, child, lex)
            if found is None and part.tag == "NNS" and s.tokens[i].tag[:2] in {"NN", "CD"}:
                found = modified(s, child, lex)  # "The liberated men are nine Ukrainians and four Indians"
            if found:
                return found
            if s.tokens[child].lower in ABOARD and s.tokens[i].dep in {"attr", "conj"}:
                return StatusMention("present", child, None, "set")  # "the passengers were 29 Kenyans and six Germans"
            if part.tag == "EX":
                own = modified(s, i, lex)
                if own:
                    return own
                if _placed(s, i, verb):
                    return StatusMention("present", verb, verb, "existential")
        if part.dep in {"acomp", "advmod", "prep", "oprd", "xcomp", "ccomp", "acl", "advcl"} and child > i:
            status = _complement(s, child, lex)
            if status:
                return StatusMention(status, child, verb, "existential")
    return None


def _fronted(s: Sentence, prep: int, lex: Lexemes) -> StatusMention | None:
    """``Among the passengers were 30 Egyptians``, ``On board were 56 passengers``, ``In custody are five men``."""
    if s.tokens[prep].lower in {"among", "amongst", "of"}:
        for noun in s.children[prep]:
            aboard = s.tokens[noun].lower in ABOARD
            found = set_told(s, noun, lex) or (StatusMention("present", noun, None, "set") if aboard else None)
            if found:
                return found
        return None
    status = phrase(s, prep, lex)
    return StatusMention(status, prep, None, "fronted") if status else None


def _placed(s: Sentence, i: int, verb: int) -> bool:
    """``We were 32 in the room``: a place is said with the number."""
    return any(s.tokens[c].dep == "prep" and s.tokens[c].lower in _AT for c in (*s.children[i], *s.children[verb]))


def _complement(s: Sentence, i: int, lex: Lexemes) -> str | None:
    token = s.tokens[i]
    if token.dep == "prep":
        return phrase(s, i, lex)
    if token.tag in {"VBN", "JJ", "RB", "IN", "VBG"}:
        return lex.adjectives.get(token.lower) or (lex.patient.get(token.lemma) if token.tag == "VBN" else None)
    return None
