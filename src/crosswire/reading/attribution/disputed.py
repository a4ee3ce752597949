"""What somebody else is said to claim: "the army rejected rebel claims that 30 of its men had died"."""

from __future__ import annotations

from dataclasses import replace

from crosswire.reading.attribution.authors import OWNERS
from crosswire.reading.attribution.kinds import known
from crosswire.reading.attribution.phrases import Phrase, phrase_at, phrase_of
from crosswire.reading.attribution.sayings import Saying, spans, stretch
from crosswire.reading.attribution.trees import Tree
from crosswire.reading.attribution.vocabulary import Vocabulary

#: how far behind its noun the "that" of a claim may stand
_REACH = 8
_BY = frozenset({"by", "from", "of", "on", "in"})


def disputed_claim(t: Tree, noun: int, words: Vocabulary) -> Saying | None:
    """The claim is theirs who make it, not theirs who deny it: "denied a claim by the rebels that 30 had died".

    A claim that is nobody's ("denied reports that 30 had died") stays with who speaks of it.
    """
    tokens = t.sentence.tokens
    if tokens[noun].lemma not in words.contested or tokens[noun].tag not in {"NN", "NNS"}:
        return None
    that = next((k.i for k in tokens[noun + 1 : noun + _REACH] if k.lower == "that" and k.tag in {"IN", "WDT"}), None)
    who = None if that is None else _claimer(t, noun, words)
    if that is None or who is None or any(k.tag[:2] == "VB" for k in tokens[noun + 1 : that]):
        return None
    clause = tokens[that].head
    if clause <= that:
        return None
    content = spans([stretch(t.sentence, that + 1, t.right[clause])])
    cue, group = t.sentence.span(noun, noun), t.sentence.span(noun, that)
    return Saying(t.sentence.index, cue, tokens[noun].text, who, content, "claim of others", group)


def _claimer(t: Tree, noun: int, words: Vocabulary) -> Phrase | None:
    """ "rebel claims", "the union's claim", "its claim", "claims by the rebels", "claims on social media"."""
    tokens, children = t.sentence.tokens, t.sentence.children
    for child in children[noun]:
        token = tokens[child]
        if token.lower in OWNERS and token.tag == "PRP$":
            return replace(phrase_of(t, child, child), pronoun=OWNERS[token.lower])
        if child < noun and token.dep in {"poss", "compound", "nmod"} and token.tag[:2] == "NN":
            found = phrase_of(t, t.left[child], child)
            return found if known(found, words) or (token.tag[:3] == "NNP" and not _place(found, words)) else None
        for item in children[child] if child > noun and token.lower in _BY else ():
            found = phrase_at(t, item, words)
            if tokens[item].dep == "pobj" and (known(found, words) or (found.proper and token.lower == "by")):
                return None if _place(found, words) else found
    return None


def _place(found: Phrase, words: Vocabulary) -> bool:
    return found.name.lower() in words.places
