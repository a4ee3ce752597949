"""What somebody means to do, or complains of: events "intention" and "complaint".

An intention is told as somebody's, and need not have come true: "they had decided to blow up the plant", "the
authorities' plans to storm the complex".  Only plans that bear on a crisis count, by the verbs of ``stances`` in
``data/happenings.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator

from crosswire.model import Sentence, Span, Token
from crosswire.reading.happenings.told import SUBJECT, Words, happened

_EDGES = frozenset(",.;:!?\"'”’“‘-–")


def stances_of(s: Sentence, words: Words) -> Iterator[tuple[str, Span]]:
    """Event and words of each intention and complaint of a sentence, in text order.

    Not what was not meant, and not the attempt of those who only try to get away.
    """
    openers = words.stances["openers"]
    for t in s.tokens:
        if t.lemma not in openers:
            continue
        if t.tag[:2] == "VB" and (t.lemma in words.stances["meaning"] or t.lemma in words.stances["trying"]):
            if _means(s, t, words):
                yield "intention", _clause(s, t.i)
        elif t.tag[:2] == "NN" and t.lemma in words.stances["designs"]:
            goal = next((c for c in s.children[t.i] if s.tokens[c].dep == "acl" and _goal(s, c, words)), None)
            owned = any(s.tokens[c].dep == "poss" for c in s.children[t.i])
            if goal is not None and owned:
                yield "intention", _trimmed(s, min(s.subtree(t.i)), max(s.subtree(goal)))
        elif t.tag[:2] == "VB" and _complains(s, t, words):
            yield "complaint", _clause(s, t.i)


def _means(s: Sentence, t: Token, words: Words) -> bool:
    """``decided to kill``, ``was planning to storm``, ``were trying to reach a peaceful end``."""
    if not _somebody(s, t.i) or not happened(s, t.i, words):
        return False
    goals = [c for c in s.children[t.i] if s.tokens[c].dep in {"xcomp", "advcl"} and c > t.i]
    goals += [g for c in goals for g in s.children[c] if s.tokens[g].dep == "conj"]
    if t.lemma in words.stances["trying"]:
        return any(_ending(s, c, words) for c in goals)
    return any(_goal(s, c, words) for c in goals)


def _goal(s: Sentence, verb: int, words: Words) -> bool:
    """An infinitive of the deeds a crisis is made of."""
    if s.tokens[verb].tag != "VB" or any(s.tokens[c].dep == "neg" for c in s.children[verb]):
        return False
    return s.tokens[verb].lemma in words.stances["deeds"]


def _ending(s: Sentence, verb: int, words: Words) -> bool:
    """``to end the standoff``, ``to reach a peaceful end to the crisis``, ``to negotiate``."""
    if s.tokens[verb].tag != "VB":
        return False
    objects = {s.tokens[c].lemma for c in s.children[verb] if s.tokens[c].dep == "dobj"}
    if s.tokens[verb].lemma in words.stances["settling"]:
        return s.tokens[verb].lemma == "negotiate" or bool(objects & words.stances["crises"])
    return bool(objects & words.stances["ends"])


def _complains(s: Sentence, t: Token, words: Words) -> bool:
    """``complained that``, ``criticised the delay``, ``expressed frustration at not being told``."""
    if t.dep in {"amod", "acl", "xcomp"} or not _somebody(s, t.i) or not happened(s, t.i, words):
        return False
    objects = {s.tokens[c].lemma for c in s.children[t.i] if s.tokens[c].dep == "dobj"}
    if t.lemma in words.stances["voicing"]:
        at = {s.tokens[c].lower for c in s.children[t.i] if s.tokens[c].dep == "prep"}
        at |= {s.tokens[g].lower for c in s.children[t.i] if s.tokens[c].dep == "dobj" for g in s.children[c]}
        return bool(objects & words.stances["grievances"]) and bool(at & {"at", "over", "about", "with", "that"})
    if t.lemma not in words.stances["complaining"]:
        return False
    about = any(
        s.tokens[c].lower in {"of", "about", "that", "over"} or s.tokens[c].dep == "ccomp" for c in s.children[t.i]
    )
    return bool(objects) or (about and t.lemma in {"complain", "protest"})


def _somebody(s: Sentence, verb: int) -> bool:
    """A subject of its own, or a joined verb's."""
    i = verb
    while s.tokens[i].dep == "conj" and s.tokens[i].head != i:
        if any(s.tokens[c].dep == "nsubj" for c in s.children[i]):
            return True
        i = s.tokens[i].head
    return any(s.tokens[c].dep == "nsubj" for c in s.children[i])


def _clause(s: Sentence, verb: int) -> Span:
    """From the subject to the end of what the verb governs, without asides of saying behind a comma."""
    first = min([verb, *(k for c in s.children[verb] if s.tokens[c].dep in SUBJECT for k in s.subtree(c))])
    last = verb
    for c in s.children[verb]:
        t = s.tokens[c]
        if c < verb or t.dep == "parataxis" or (t.dep in {"conj", "advcl"} and t.tag[:2] != "VB"):
            continue
        if t.dep == "conj" and any(s.tokens[x].dep in SUBJECT for x in s.children[c]):
            continue
        last = max(last, *s.subtree(c))
    return _trimmed(s, first, last)


def _trimmed(s: Sentence, first: int, last: int) -> Span:
    while last > first and (s.tokens[last].text in _EDGES or s.tokens[last].dep == "cc"):
        last -= 1
    while first < last and s.tokens[first].text in _EDGES:
        first += 1
    return s.span(first, last)
