"""Figures that are somebody's by a noun: "the ministry's toll of 12", "a register kept by the hospital shows 88"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crosswire.model import Span
from crosswire.reading.attribution.authors import OWNERS, owner, who_gave
from crosswire.reading.attribution.kinds import MEDIA, kind_of, known
from crosswire.reading.attribution.phrases import Phrase, phrase_at, phrase_of
from crosswire.reading.attribution.sayings import Saying, spans, stretch
from crosswire.reading.attribution.trees import Tree
from crosswire.reading.attribution.vocabulary import Vocabulary


def reckoning_saying(t: Tree, noun: int, words: Vocabulary) -> Saying | None:
    """A figure or a text that is somebody's: "the Health Ministry's toll of 12", "the toll by rescuers stood at 9",
    "its evening bulletin had 29", "the coroner's list holds 26", "a figure of 71 came from the ministry".
    """
    tokens = t.sentence.tokens
    reckons = tokens[noun].lemma in words.reckoning
    if not reckons and not _holds(t, noun, words):
        return None
    who = _whose(t, noun, words)
    if who is None or who.name.lower() in words.places:
        return None
    content = _reckoned(t, noun)
    if not content or not any(k.tag == "CD" and any(s.start <= k.start < s.end for s in content) for k in tokens):
        return None
    span = t.sentence.span(noun, noun)
    return Saying(t.sentence.index, span, tokens[noun].text, who, content, "reckoning of a body", span)


def _holds(t: Tree, noun: int, words: Vocabulary) -> bool:
    """A text that is the subject of a verb of containing: "the list runs to 40 names"."""
    token = t.sentence.tokens[noun]
    verb = t.sentence.tokens[token.head]
    if (
        token.dep not in {"nsubj", "nsubjpass"}
        or verb.lemma not in words.holding
        or token.lemma not in words.document | words.carriers
    ):
        return False
    return not any(t.sentence.tokens[c].dep == "neg" for c in t.sentence.children[verb.i])


def _whose(t: Tree, noun: int, words: Vocabulary) -> Phrase | None:
    """The owner of a reckoning: possessive, attributive, "by", "from" or "of" somebody, a pronoun."""
    tokens = t.sentence.tokens
    found = phrase_at(t, noun, words)
    who = _keeper(t, noun, words) if tokens[noun].lemma in words.carriers else owner(t, noun, found, words)
    if who is None:
        return None
    if who is not found and who.span != found.span:
        return who if (who.proper or known(who, words)) and _tied(t, noun, who, words) else None
    if found.head in words.tally and any(words.names.get(w) in MEDIA for w in found.words):
        return found  # "an AFP tally has 31 dead"
    for child in t.sentence.children[noun]:
        if tokens[child].dep == "poss" and tokens[child].lower in OWNERS:
            mine = phrase_of(t, child, child)
            return replace(mine, pronoun=OWNERS[tokens[child].lower])
        if tokens[child].dep == "poss" and tokens[child].tag == "WP$":
            verb = tokens[tokens[noun].head]
            return phrase_at(t, verb.head, words) if verb.dep == "relcl" else None
    return _of_whom(t, noun, words) or _from_whom(t, noun, words)


def _keeper(t: Tree, noun: int, words: Vocabulary) -> Phrase | None:
    """ "the ministry's website": the ministry."""
    poss = [c for c in t.sentence.children[noun] if t.sentence.tokens[c].dep == "poss"]
    return phrase_at(t, poss[0], words) if poss and t.sentence.tokens[poss[0]].tag[0] == "N" else None


def _tied(t: Tree, noun: int, who: Phrase, words: Vocabulary) -> bool:
    tokens = t.sentence.tokens
    owners = [c for c in t.sentence.children[noun] if t.left[c] <= who.tokens[0] <= t.right[c]]
    if any(tokens[c].dep in {"poss", "acl"} or tokens[c].lower in {"by", "from"} for c in owners):
        return True
    if who_gave(t, noun, words) is not None:
        return True
    return kind_of(who, words) not in {"witness", "perpetrator"} and any(
        c < noun and known(phrase_at(t, c, words), words) for c in owners
    )


def _of_whom(t: Tree, noun: int, words: Vocabulary) -> Phrase | None:
    """ "the estimate of the relief agency Medair"; not "a toll of 12", "the number of officials"."""
    tokens = t.sentence.tokens
    if tokens[noun].lemma not in words.personal and tokens[noun].lower not in words.personal:
        return None
    for prep in t.sentence.children[noun]:
        for child in t.sentence.children[prep] if tokens[prep].lower == "of" else ():
            numbered = any(tokens[c].tag == "CD" for c in (child, *t.sentence.children[child]))
            found = phrase_at(t, child, words)
            if tokens[child].dep == "pobj" and not numbered and known(found, words):
                behind = found.tokens[1] + 1
                apposed = [c for c in t.sentence.children[noun] if tokens[c].dep == "appos" and c == behind]
                return phrase_of(t, found.tokens[0], apposed[0]) if apposed else found
    return None


def _from_whom(t: Tree, noun: int, words: Vocabulary) -> Phrase | None:
    """ "a figure of 71 dead came from the health ministry"."""
    tokens = t.sentence.tokens
    verb = tokens[noun].head
    if tokens[noun].dep != "nsubj" or tokens[verb].lemma != "come":
        return None
    for prep in t.sentence.children[verb]:
        for child in t.sentence.children[prep] if tokens[prep].lower == "from" else ():
            found = phrase_at(t, child, words)
            return found if known(found, words) else None
    return None


def _reckoned(t: Tree, noun: int) -> tuple[Span, ...]:
    """What the toll counts: what follows the noun in its phrase, or the predicate of which it is the subject.

    Not what another does with it: "the ministry's toll of 81 was disputed by doctors, who spoke of 120".
    """
    tokens = t.sentence.tokens
    end = t.right[noun]
    if tokens[noun].dep in {"nsubj", "nsubjpass"}:
        verb = tokens[noun].head
        agent = next((c for c in t.sentence.children[verb] if tokens[c].dep == "agent" and c > noun), None)
        end = max(end, t.right[verb] if agent is None else agent - 1)
    return spans([stretch(t.sentence, noun + 1, end)])


def counted_by(t: Tree, noun: int, words: Vocabulary) -> tuple[Phrase, int] | None:
    """Who counts in "on the police count", "on UNHCR figures", "in the telling of survivors", and the preposition.

    The noun stands behind "on", "by" or "in"; its owner is the body before it or behind "of".
    """
    tokens = t.sentence.tokens
    first = t.left[noun]
    prep = tokens[noun].head
    if tokens[noun].dep != "pobj" or tokens[prep].lower not in {"on", "by", "in"} or prep >= first:
        return None
    before = [c for c in t.sentence.children[noun] if c < noun and tokens[c].dep in {"compound", "nmod", "amod"}]
    for child in before:
        found = phrase_of(t, t.left[child], child)
        if tokens[child].tag[:2] == "NN" and (known(found, words) or tokens[child].tag == "NNP"):
            return (found, prep) if tokens[prep].lower != "in" and found.name.lower() not in words.places else None
    whose = _of_whom(t, noun, words)
    return (whose, prep) if whose is not None else None


def settled_by(t: Tree, verb: int, words: Vocabulary) -> Iterator[Saying]:
    """ "The number of dead was put at 23 by the governor and at 30 by the union": each by whom it stands."""
    tokens = t.sentence.tokens
    if tokens[verb].lemma not in words.settle or not any(k.lower == "at" for k in tokens[verb + 1 :]):
        return
    agents = [
        (i, c)
        for i in range(verb + 1, t.right[verb] + 1)
        if tokens[i].lower == "by"
        for c in t.sentence.children[i]
        if tokens[c].dep == "pobj" and tokens[c].tag[0] == "N"
    ]
    start = verb + 1
    for k, (by, noun) in enumerate(agents):
        who = phrase_at(t, noun, words)
        last = t.right[verb] if k + 1 == len(agents) else _joint(t, who.tokens[1] + 1, agents[k + 1][0])
        content = spans([stretch(t.sentence, start, by - 1), stretch(t.sentence, who.tokens[1] + 1, last)])
        start = last + 1
        if known(who, words) or who.proper:
            cue, group = t.sentence.span(verb, verb), t.sentence.span(by, who.tokens[1])
            yield Saying(t.sentence.index, cue, tokens[verb].text, who, content, "agent of a passive", group)


def _joint(t: Tree, first: int, last: int) -> int:
    """Where the part of one agent ends: before "and", a comma or a semicolon."""
    tokens = t.sentence.tokens
    return next((i - 1 for i in range(first, last) if tokens[i].lower in {"and", ",", ";", "but"}), last - 1)
