"""Acts that were not done: intended, threatened, hypothetical, forecast, negated."""

from __future__ import annotations

from crosswire.model import Sentence
from crosswire.reading.events.lexemes import Lexemes


def unreal(s: Sentence, i: int, lex: Lexemes) -> bool:
    """True if what the word at ``i`` says was not said to have happened.

    "threatened to kill 12", "could kill up to 750", "if 30 had died", "the toll would have been 1,000";
    not so "may have died", "managed to free", "are believed to have been killed".
    """
    k, steps, resulting = i, 0, False
    while steps < 12:
        token = s.tokens[k]
        if token.dep == "acl" and token.tag == "VBN":
            return False
        if token.tag[:2] in {"VB", "MD", "JJ", "NN"} and _modal(s, k, lex):
            return True
        if token.dep in {"advcl", "ccomp"} and any(
            s.tokens[c].lower in lex.conditions and s.tokens[c].dep == "mark" for c in s.children[k]
        ):
            return True
        if token.head == k:
            return False
        if not resulting and _intended(s, k, lex):
            return True
        resulting = resulting or (token.dep == "advcl" and token.tag == "VBG")
        if token.dep == "conj" and _own_clause(s, k):
            return False
        if token.dep in {"relcl", "advcl", "ccomp", "parataxis"} and not (token.dep == "advcl" and token.tag == "VBG"):
            return False
        k, steps = token.head, steps + 1
    return False


def _own_clause(s: Sentence, k: int) -> bool:
    """``would restore order but there had been no casualties``: a conjunct with its own subject and auxiliary."""
    parts = [s.tokens[c] for c in s.children[k]]
    finite = s.tokens[k].tag in {"VBD", "VBZ", "VBP"} or any(t.dep in {"aux", "auxpass"} for t in parts)
    return finite and any(t.dep in {"nsubj", "nsubjpass", "expl"} for t in parts)


#: who "can hear four people under the slabs" hears them
_PERCEIVED = frozenset({"hear", "see", "confirm", "say", "tell"})
#: "a toll of 40 could not be confirmed" is a toll, and in doubt; that it "could" be is not what it says
_CHECKED = frozenset({"confirm", "verify", "corroborate", "substantiate"})


def _modal(s: Sentence, k: int, lex: Lexemes) -> bool:
    parts = [s.tokens[c] for c in s.children[k] if s.tokens[c].dep in {"aux", "auxpass"}]
    words = {t.lower for t in parts}
    if words == {"can"} and s.tokens[k].lemma in _PERCEIVED:
        return False
    if s.tokens[k].lemma in _CHECKED and any(s.tokens[c].dep == "neg" for c in s.children[k]):
        return False
    if words & lex.modals:
        return True
    if words & lex.soft_modals:
        return (
            "have" not in words
            and s.tokens[k].tag == "VB"
            and s.tokens[k].lemma not in {"be", "remain"}
            and "be" not in words
        )
    return False


def _intended(s: Sentence, k: int, lex: Lexemes) -> bool:
    """An infinitive under a verb or noun of intent: "plan to evacuate 300", "an attempt to free 12"."""
    token = s.tokens[k]
    if token.dep not in {"xcomp", "ccomp", "acl", "advcl", "relcl"} or token.tag not in {"VB", "VBG"}:
        return False
    if token.tag == "VB" and not any(s.tokens[c].lower == "to" for c in s.children[k]):
        return False
    head = s.tokens[token.head]
    perfect = any(s.tokens[c].lower == "have" for c in s.children[k])
    if perfect:
        return False
    word = head.lemma if head.tag[:2] == "VB" else head.lower
    return (
        word in lex.intent
        or word.rstrip("s") in lex.intent
        or word in {"effort", "efforts", "intention", "threat", "threats", "ability", "likely", "able", "bid"}
    ) or (
        token.tag == "VB"
        and token.dep in {"advcl", "acl", "relcl"}
        and head.tag[:2] in {"VB", "NN"}
        and token.lemma not in {"find", "leave"}
    )


def negated(s: Sentence, trigger: int, verb: int | None) -> bool:
    """``14 were not hurt``: the predicate is denied of the people counted."""
    for k in {trigger, trigger if verb is None else verb}:
        for c in s.children[k]:
            token = s.tokens[c]
            if token.dep == "neg" and token.lower in {"not", "n't", "never"}:
                following = s.tokens[c + 1].lower if c + 1 < len(s.tokens) else ""
                number = c + 1 < len(s.tokens) and s.tokens[c + 1].tag == "CD" and s.tokens[c - 1].lower == ","
                return following not in {"only", "just"} and not number  # "eighty died, not 90"
    return False
