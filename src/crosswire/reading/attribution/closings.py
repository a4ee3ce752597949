"""Speakers that the tree misses, read from the order of the words: "S, the agency announced"."""

from __future__ import annotations

from dataclasses import replace

from crosswire.model import Span
from crosswire.reading.attribution.kinds import is_person, known
from crosswire.reading.attribution.phrases import Phrase, phrase_of
from crosswire.reading.attribution.sayings import Saying, spans, stretch
from crosswire.reading.attribution.subjects import is_nobody
from crosswire.reading.attribution.trees import Tree
from crosswire.reading.attribution.vocabulary import Vocabulary

_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})
_INSIDE = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "DT", "CC", "POS", "CD", "PRP$", "HYPH", "FW", "-LRB-", "-RRB-"})
_JOINS = frozenset({"of", "for", "in", "at"})
_BESIDE = frozenset({"also", "later", "earlier", "has", "have", "had", "then", "previously", "separately", "meanwhile"})
#: a tree that hangs these on the verb knows who says it, or that nobody does
_GOVERNED = frozenset({"neg", "auxpass", "mark"})
_LONGEST = 12


def closing_saying(t: Tree, verb: int, words: Vocabulary) -> Saying | None:
    """The saying of a verb right behind a phrase that a comma opens, where the tree gives the verb another place.

    "A quake killed 18 people and injured 211 others, the Disaster Agency (DA) announced on Monday": the parser took
    the agency for one of those injured.  Only for phrases of a known kind and names of persons.
    """
    tokens = t.sentence.tokens
    mistagged = tokens[verb].lower in words.said_forms and tokens[verb].tag[:2] in {"NN", "JJ"}
    if not (mistagged or tokens[verb].lemma in words.say or tokens[verb].lemma in words.show):
        return None
    if (tokens[verb].tag not in _FINITE and not mistagged) or _governed(t, verb):
        return None
    found = _described_before(t, verb, words) if tokens[verb - 1].text == "," and verb > 3 else _named_before(t, verb)
    if found is None:
        return None
    first, last, who = found
    if tokens[verb].lemma not in words.say and not mistagged:
        holder = _holder(t, first, last)
        who = holder or who
        if holder is None or not _text(t, last, words):
            return None
    definite = mistagged and tokens[first].lower == "the" and who.name.split()[0].lower() not in words.things
    if not _may_close(who, words) and not definite:
        return None
    content = _said(t, first, verb)
    if not content:
        return None
    cue, group = t.sentence.span(verb, verb), t.sentence.span(first, verb)
    return Saying(t.sentence.index, cue, tokens[verb].text, who, content, "closing speaker", group)


def _named_before(t: Tree, verb: int) -> tuple[int, int, Phrase] | None:
    """First and last token and phrase of the noun right before the verb."""
    last = _noun_before(t, verb)
    first = None if last is None else _opened(t, last)
    return None if last is None or first is None else (first, last, phrase_of(t, first, last))


def _described_before(t: Tree, verb: int, words: Vocabulary) -> tuple[int, int, Phrase] | None:
    """ ", the airline's chief executive, Jan Voss, said", ", Jan Voss, the chief executive, said": Jan Voss."""
    second = _opened(t, verb - 2)
    if second is None or second < 3 or t.sentence.tokens[second - 1].text != ",":
        return None
    first = _opened(t, second - 2)
    if first is None or t.sentence.tokens[second - 2].tag[:2] != "NN":
        return None
    one, other = phrase_of(t, first, second - 2), phrase_of(t, second, verb - 2)
    named, told = (other, one) if other.proper else (one, other)
    if not named.proper or told.proper or " and " in named.name or not known(told, words):
        return None
    return first, verb - 2, replace(named, words=(*told.words, *named.words), text=f"{one.text}, {other.text}")


def _governed(t: Tree, verb: int) -> bool:
    return any(t.sentence.tokens[c].dep in _GOVERNED and c > verb - 3 for c in t.sentence.children[verb] if c < verb)


def _noun_before(t: Tree, verb: int) -> int | None:
    """The noun right before the verb, past "also" and "has", and past a name in brackets."""
    tokens = t.sentence.tokens
    i = verb - 1
    while i >= 0 and tokens[i].lower in _BESIDE:
        i -= 1
    if i >= 0 and tokens[i].text == ")":
        i = next((k - 1 for k in range(i - 1, -1, -1) if tokens[k].text == "("), -1)
    named = tokens[i].tag[:2] == "NN" or (tokens[i].tag in {"RBR", "JJ"} and tokens[i - 1].tag in {"DT", "POS"})
    return i if i >= 1 and named else None


def _opened(t: Tree, last: int) -> int | None:
    """First token of the phrase that ends at ``last``: it stands behind a comma or a closing quotation mark."""
    tokens = t.sentence.tokens
    for i in range(last, max(-1, last - _LONGEST), -1):
        if tokens[i].text in {",", '"'}:
            return i + 1 if i < last else None
        if tokens[i].tag not in _INSIDE and tokens[i].lower not in _JOINS and i != last:
            return None
    return None


def _holder(t: Tree, first: int, last: int) -> Phrase | None:
    """ "the Health Ministry's website": the ministry."""
    marks = [i for i in range(first + 1, last) if t.sentence.tokens[i].tag == "POS"]
    return phrase_of(t, first, marks[-1] - 1) if marks else None


def _text(t: Tree, noun: int, words: Vocabulary) -> bool:
    lemma = t.sentence.tokens[noun].lemma
    return lemma in words.document or lemma in {"website", "site", "page"}


def _may_close(who: Phrase, words: Vocabulary) -> bool:
    if who.name.lower() in words.places or who.name[:1].isdigit() or is_nobody(who, words):
        return False
    return known(who, words) or (who.proper and is_person(who, words) and len(who.name.split()) > 1)


def _said(t: Tree, first: int, verb: int) -> tuple[Span, ...]:
    """What stands before the comma, if nothing but adjuncts follows the verb and something is told there; both sides of
    a speaker set between commas: "The rebels, the army claims, lost 70 men".
    """
    tokens = t.sentence.tokens
    behind = tokens[verb + 1 :]
    if len(behind) > 2 and behind[0].text == "," and any(k.tag in {"VBD", "VBZ", "VBP", "MD"} for k in behind):
        end = next((k.i - 1 for k in behind if k.text == ";"), len(tokens) - 1)
        return spans([stretch(t.sentence, 0, first - 2), stretch(t.sentence, verb + 2, end)])
    if any(k.tag in {"VBD", "VBZ", "VBP", "MD", "CD"} for k in behind if k.lower not in {"told"}):
        return ()
    told = any(k.tag in {"VBD", "VBZ", "VBP", "VBN"} for k in tokens[: first - 1])
    start = next((i + 1 for i in range(first - 2, -1, -1) if tokens[i].text == ";"), 0)
    return spans([stretch(t.sentence, start, first - 2)]) if told else ()
