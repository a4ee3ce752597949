"""Verbs of speech with an infinitive, which state nothing: "told restaurants to close", "is expected to rise"."""

from __future__ import annotations

from crosswire.reading.attribution.trees import Tree

#: with a bare infinitive these are orders and plans
_WITH_INFINITIVE = frozenset(
    "tell expect anticipate fear continue promise vow pledge agree hope advise threaten warn decline put report".split()
)


def mere_infinitive(t: Tree, verb: int, clauses: tuple[int, ...]) -> bool:
    """ "told restaurants to close", "is expected to rise": no statement; "claimed to have killed" is one."""
    tokens = t.sentence.tokens
    if any(tokens[c].dep == "ccomp" for c in clauses):
        return tokens[verb].lemma in {"tell", "advise", "warn", "caution"} and all(
            tokens[c].tag == "VB" and _infinitive(t, c) for c in clauses
        )
    return (
        all(tokens[c].dep == "xcomp" and tokens[c].tag != "VBG" and not _perfect(t, c) for c in clauses)
        and tokens[verb].lemma in _WITH_INFINITIVE
    )


def _perfect(t: Tree, verb: int) -> bool:
    """ "reported having collected six bodies"."""
    return any(t.sentence.tokens[c].lower == "having" for c in t.sentence.children[verb])


def _infinitive(t: Tree, verb: int) -> bool:
    return any(t.sentence.tokens[c].tag == "TO" for c in t.sentence.children[verb])
