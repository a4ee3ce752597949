"""Acts that were not done: intended, threatened, hypothetical, forecast, negated."""

from __future__ import annotations

from crosswire.model import Sentence
from crosswire.reading.events.lexemes import Lexemes


def unreal(s: Sentence, i: int, lex: Lexemes) -> bool:
    """True if what the word at ``i`` says was not said to have happened.

    "threatened to kill 12", "could kill up to 750", "if 30 had died", "the toll would have been 1,000",
    "demanded the release of 40", "nearly drowned two boys";
    not so "may have died", "managed to free", "are believed to have been killed".
    """
    if _wished(s, i, lex) or (i > 0 and s.tokens[i - 1].lower in {"nearly", "almost"} and s.tokens[i - 1].head == i):
        return True
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
        if token.dep in {"relcl", "acl", "dobj", "nsubjpass", "xcomp", "ccomp"} and _staged(s, k, lex):
            return True
        if token.dep in {"relcl", "advcl", "ccomp", "parataxis"} and not (token.dep == "advcl" and token.tag == "VBG"):
            return False
        k, steps = token.head, steps + 1
    return False


def _staged(s: Sentence, k: int, lex: Lexemes) -> bool:
    """``a drill simulated an attack in which 30 people were killed``, ``rehearsed the rescue of 20``."""
    if s.tokens[k].dep in {"xcomp", "ccomp"} and s.tokens[s.tokens[k].head].lemma in lex.lists["staging"]:
        return True  # "rehearsed how to rescue 14 captives"
    thing = s.tokens[k] if s.tokens[k].dep in {"dobj", "nsubjpass"} else s.tokens[s.tokens[k].head]
    return thing.dep in {"dobj", "nsubjpass"} and s.tokens[thing.head].lemma in lex.lists["staging"]


def _own_clause(s: Sentence, k: int) -> bool:
    """``would restore order but there had been no casualties``: a conjunct with its own subject and auxiliary."""
    parts = [s.tokens[c] for c in s.children[k]]
    finite = s.tokens[k].tag in {"VBD", "VBZ", "VBP"} or any(t.dep in {"aux", "auxpass"} for t in parts)
    return finite and any(t.dep in {"nsubj", "nsubjpass", "expl"} for t in parts)


def _wished(s: Sentence, i: int, lex: Lexemes) -> bool:
    """``demanded the release of 40``, ``talks on the release of 30``, ``want 100 freed``, ``asked that 9 be freed``."""
    token = s.tokens[i]
    if token.tag == "VBN":
        return _wished_done(s, i, lex)
    while token.dep == "conj" and token.tag[:2] == "NN":
        token = s.tokens[token.head]
    if token.tag[:2] != "NN" and token.tag != "VBG":
        return False
    above = s.tokens[token.head]
    if token.dep == "dobj":
        return above.tag[:2] == "VB" and above.lemma in lex.lists["wishes"]
    if token.dep not in {"pobj", "pcomp"} or above.lower not in {"for", "on", "over", "about", "of", "towards"}:
        return False
    asking = s.tokens[above.head]
    return asking.lemma in lex.lists["wishes_for"] and (asking.tag[:2] != "VB" or above.lower != "of")


def _wished_done(s: Sentence, i: int, lex: Lexemes) -> bool:
    """A participle under a verb of demand: bare, "to be freed", or the subjunctive "be freed"."""
    token = s.tokens[i]
    verb = s.tokens[token.head]
    if token.dep not in {"ccomp", "xcomp", "oprd"} or verb.tag[:2] != "VB" or verb.i == i:
        return False
    auxiliaries = [s.tokens[c].lower for c in s.children[i] if s.tokens[c].dep in {"aux", "auxpass"}]
    if not auxiliaries:
        return verb.lemma in {"want", "need", "demand"}
    asked = verb.lemma in lex.lists["wishes"] | lex.lists["wishes_for"]
    return asked and "have" not in auxiliaries and auxiliaries[-1] == "be" and set(auxiliaries) <= {"to", "be"}


#: who "can hear four people under the slabs" hears them
_PERCEIVED = frozenset({"hear", "see", "confirm", "say", "tell"})
#: "a toll of 40 could not be confirmed" is a toll, and in doubt; that it "could" be is not what it says
_CHECKED = frozenset({"confirm", "verify", "corroborate", "substantiate"})


def _already(s: Sentence, k: int, lex: Lexemes) -> bool:
    """``Up to 30 people could be buried under the mud``, ``could be dead``: now, and not if something happens."""
    parts = [s.tokens[c] for c in s.children[k]]
    if any(t.dep == "advcl" for t in parts):
        return False
    states = [s.tokens[k], *(t for t in parts if t.dep == "acomp")]
    return any(t.lower in lex.lists["plights"] for t in states)


def _modal(s: Sentence, k: int, lex: Lexemes) -> bool:
    parts = [s.tokens[c] for c in s.children[k] if s.tokens[c].dep in {"aux", "auxpass"}]
    words = {t.lower for t in parts}
    if words <= {"can", "must"} and words and s.tokens[k].lemma in _PERCEIVED:
        return False
    if words == {"could"} and s.tokens[k].lemma == "remain":
        return False  # "up to five could remain under the slabs"
    if "could" in words and words <= {"could", "be"} and _already(s, k, lex):
        return False
    if words & {"could"} and any(s.tokens[c].lower == "only" for c in s.children[k]) and s.tokens[k].tag == "VBN":
        return False  # "Three could only be pulled out dead"
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
