"""Noun phrases that may speak, cut out of the tree: where they stand, how they are called, what words they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crosswire.model import Sentence, Span, Token
from crosswire.reading.attribution.appositions import named_beside, parted
from crosswire.reading.attribution.mandates import mandate
from crosswire.reading.attribution.trees import Tree, slice_of, tree
from crosswire.reading.attribution.vocabulary import Vocabulary

_PARENTHESIS = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]")
#: "Salma Begum, 23, from her bed", "Carol Wynn, of West Dale Police"
_AGE = re.compile(r",\s(?:\d{1,3}\b|of\s).*$")
_ARTICLE = re.compile(r"(?:the|an?|both|even)\s+", re.I)
_NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "CD", "DT", "JJ", "FW", "ADD"})
_LEFT = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet", "npadvmod", "advmod"})
#: names of times, never of somebody
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow week month year morning evening "
    "afternoon night january february march april may june july august september october november december "
    "day hour weekend nightfall dawn dusk noon midnight midday".split()
)
_NEARBY = frozenset({"neighbouring", "neighboring", "nearby", "claim"})
_NOT_PART = frozenset("on after before during as by according following since via through despite like until".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase as a possible source.

    ``name`` is how the source is called (no article, no parenthesis), ``words`` all lower-case words
    that describe it, apposition included, ``head`` the lemma of its noun, ``text`` the whole.
    """

    name: str
    span: Span
    words: tuple[str, ...]
    head: str
    proper: bool = False
    plural: bool = False
    definite: bool = False
    indefinite: bool = False
    bare: bool = False
    pronoun: str | None = None
    text: str = ""
    tokens: tuple[int, int] = (0, 0)


def phrase_at(t: Tree, head: int, words: Vocabulary) -> Phrase:
    """The phrase headed by token ``head``, without what merely follows it.

    "SK Sharif, director of health services, " is "SK Sharif"; "the mayor, Ana Ruiz," is "Ana Ruiz"
    with the words of both; "police in Lagos on Monday" is "police in Lagos".
    """
    named = named_beside(t, head, words)
    first, last = _reach(t, head, words)
    if named is None:
        found = _build(t, head, first, last, _described(t, head, first, last, words))
        end = mandate(t.sentence, t.right, head, last)
        if end is not None:
            whole = Span(found.span.start, t.sentence.tokens[end].end)
            return replace(found, name=tidy(slice_of(t, whole)), text=slice_of(t, whole), span=whole)
        return replace(found, proper=True) if _untagged_name(t, head, first, words) else found
    start, end = _reach(t, named, words)
    found = _build(t, named, start, end, _described(t, head, first, last, words))
    whole = Span(t.sentence.tokens[first].start, t.sentence.tokens[max(last, end)].end)
    return replace(
        found, definite=False, indefinite=False, bare=False, text=slice_of(t, whole), tokens=(first, max(last, end))
    )


def phrases_at(sentence: Sentence, heads: Sequence[int], words: Vocabulary) -> list[Phrase]:
    """The phrases of several heads of one sentence; no tree is built for none."""
    if not heads:
        return []
    t = tree(sentence)
    return [phrase_at(t, head, words) for head in heads]


def _untagged_name(t: Tree, head: int, first: int, words: Vocabulary) -> bool:
    """ "Ruiz said", where the tagger takes Ruiz for a common noun: a lone capitalised singular without a determiner."""
    token = t.sentence.tokens[head]
    plain = token.tag == "NN" or (token.tag == "NNS" and token.lemma == token.lower and not token.lower.endswith("s"))
    return first == head and plain and token.text[0].isupper() and token.lower not in words.heads


def _reach(t: Tree, head: int, words: Vocabulary) -> tuple[int, int]:
    """First and last token of the phrase: determiners, modifiers, prepositions that define it, conjoined phrases."""
    tokens = t.sentence.tokens
    first = last = head
    for child in t.sentence.children[head]:
        token = tokens[child]
        if child < head:
            if token.dep in _LEFT and not token.tag.startswith("R"):
                first = min(first, t.left[child])
        elif (
            token.dep in {"prep", "agent"}
            and tokens[child - 1].text != ","
            and (_defining(t, child) or (token.lower == "by" and tokens[head].lemma in words.tally))
        ):
            last = max(last, _end_of(t, child))
        elif token.dep == "amod" or (token.dep == "compound" and token.tag.startswith("N")):
            last = max(last, t.right[child])
        elif token.dep == "conj" and token.tag in _NOMINAL and not parted(t, head, child):
            last = max(last, _reach(t, child, words)[1])
        elif token.dep == "relcl" and (_hides(t, child, words) or _purpose(t, head, child)):
            last = max(last, t.right[child])
    return first, last


def _purpose(t: Tree, head: int, child: int) -> bool:
    """ "the Committee to Protect Journalists": written with capitals, the purpose is part of the name."""
    tokens = t.sentence.tokens
    return tokens[head + 1].lower == "to" and child == head + 2 and tokens[child].text[0].isupper()


def _hides(t: Tree, child: int, words: Vocabulary) -> bool:
    """ "an official who asked not to be named": the clause is part of the name, there is no other.

    Set off by a comma it is not: "a hospital official, who did not want to be named, said".
    """
    if t.sentence.tokens[t.left[child] - 1].text == ",":
        return False
    stretch = slice_of(t, t.sentence.span(t.left[child], t.right[child])).lower()
    return any(phrase in stretch for phrase in words.anonymous_phrases)


def _defining(t: Tree, prep: int) -> bool:
    """ "officials in Mexico" yes; "police on Monday", "the minister in a statement" no."""
    tokens = t.sentence.tokens
    if tokens[prep].lower in _NOT_PART:
        return (
            tokens[prep].lower == "on"
            and bool(t.sentence.children[prep])
            and tokens[t.sentence.children[prep][0]].tag == "NNP"
            and (tokens[t.sentence.children[prep][0]].lower not in DAYS)
        )
    for child in t.sentence.children[prep]:
        if tokens[child].dep == "pobj" and any(
            tokens[c].tag == "CD" and tokens[child].tag[:3] != "NNP" for c in t.sentence.children[child]
        ):
            return False  # "a report from the mayor's office of 20 dead"
        if tokens[child].dep == "pobj":
            if tokens[child].tag == "NNP" and t.left[child] < child and tokens[child - 1].tag == "NNP":
                return True  # "a spokesman for Red Dawn"
            return tokens[child].lower not in DAYS and tokens[child].lemma not in {
                "statement",
                "interview",
                "report",
                "remark",
            }
    return False


def _end_of(t: Tree, prep: int) -> int:
    """Last token of a defining preposition's object, without the clauses that hang on it."""
    tokens = t.sentence.tokens
    last = prep
    queue = [prep]
    while queue:
        for child in t.sentence.children[queue.pop()]:
            token = tokens[child]
            if token.dep in {"relcl", "acl", "advcl", "appos", "parataxis", "punct", "advmod", "cc", "npadvmod"}:
                if token.dep in {"punct", "cc", "appos"}:
                    continue
                continue
            if token.dep == "conj" and token.tag not in _NOMINAL:
                continue
            if token.dep == "prep" and not _defining(t, child):
                continue
            last = max(last, child)
            queue.append(child)
    return last


def _apposed(t: Tree, head: int, words: Vocabulary) -> list[int]:
    """The tokens of an apposition that tell what its noun is: "spokesman for the airline", "a hotline (for migrants)",
    "Ruiz (, quoted by the Daily Trust)".
    """
    tokens = t.sentence.tokens
    found = [head]
    for child in t.sentence.children[head]:
        clause = tokens[child].dep in {"acl", "relcl", "advcl", "parataxis", "punct", "appos"}
        whose = tokens[child].dep != "prep" or tokens[head].lemma in words.deferring
        if not clause and whose:
            found += range(t.left[child], t.right[child] + 1)
    return sorted(found)


def _described(t: Tree, head: int, first: int, last: int, words: Vocabulary) -> tuple[str, ...]:
    """Lower-case forms and lemmas of the phrase and of what stands in apposition to it."""
    tokens = t.sentence.tokens
    places = list(range(first, last + 1))
    for child in t.sentence.children[head]:
        if tokens[child].dep == "appos" and child > head and not parted(t, head, child):
            places += [i for i in _apposed(t, child, words) if i not in places]
    found = [i for i in places if tokens[i].tag[0].isalpha()]
    forms = [
        (tokens[i].lower,) if tokens[i].lemma == tokens[i].lower else (tokens[i].lower, tokens[i].lemma) for i in found
    ]
    return tuple(word for pair in forms for word in pair)


def _build(t: Tree, head: int, first: int, last: int, described: tuple[str, ...]) -> Phrase:
    tokens = t.sentence.tokens
    while first < head and (tokens[first].tag in {"DT", "PDT", "CC", "RB", "IN"} or tokens[first].text in {",", '"'}):
        first += 1
    while first < head and tokens[first].tag == "CD" and ":" in tokens[first].text:
        first += 1  # "15:33 Witness Carl Dube told": the entry of a live page
    if first and first < head and tokens[first].tag == "VBN" and tokens[first - 1].tag == "RB":
        first += 1  # "the privately owned Tolo News channel"
    while first < head and (_of_time(tokens[first], first) or tokens[first].lower in _NEARBY):
        first += 1  # "By nightfall parents had counted", "neighbouring Sava"
    determiner = tokens[first - 1].lower if first and tokens[first - 1].tag == "DT" else ""
    span = t.sentence.span(first, last)
    raw = slice_of(t, span)
    token = tokens[head]
    return Phrase(
        name=tidy(raw),
        span=span,
        words=described,
        head=token.lower if token.tag.startswith("NNP") else token.lemma,
        proper=token.tag.startswith("NNP") or token.text == "WHO",
        plural=token.tag in {"NNS", "NNPS"}
        or any(tokens[c].dep == "conj" for c in t.sentence.children[head])
        or token.lower == "police",
        definite=determiner in {"the", "this", "that", "these"},
        indefinite=determiner in {"a", "an", "another", "one"},
        bare=_alone(t, head, first, last) and determiner in {"the", "this", "that", "these"},
        pronoun=token.lower if _is_pronoun(token) and first == last else None,
        text=raw,
        tokens=(first, last),
    )


def _of_time(token: Token, place: int) -> bool:
    """ "nightfall", "Monday"; inside of a name "Dawn" is none: "the Dawn Front group"."""
    named = token.tag == "NNP" and place > 0 and token.lower in {"dawn", "dusk", "noon", "night", "morning", "evening"}
    return token.lower in DAYS and not named


def _alone(t: Tree, head: int, first: int, last: int) -> bool:
    """A noun by itself, or with the clause by which it hides: "the source, who declined to be named"."""
    return first == head and (last == head or t.sentence.tokens[head + 1].text == ",")


def _is_pronoun(token: Token) -> bool:
    """Pronouns by tag, except capitals that a tagger takes for one: "the WHO", "US"."""
    return token.tag in {"PRP", "WP", "WDT", "DT"} and not (token.text.isupper() and len(token.text) > 1)


def phrase_of(t: Tree, first: int, last: int) -> Phrase:
    """The phrase that fills the tokens from ``first`` to ``last``."""
    words = [w for k in t.sentence.tokens[first : last + 1] if k.tag[0].isalpha() for w in (k.lower, k.lemma)]
    return _build(t, last, first, last, tuple(dict.fromkeys(words)))


def tidy(raw: str) -> str:
    """A name as one calls it: no parenthesis, no leading article, single spaces."""
    plain = _AGE.sub("", " ".join(_PARENTHESIS.sub("", raw).split()).strip(' ,;:"“”'))
    return _ARTICLE.sub("", plain, count=1) if _ARTICLE.match(plain) and len(plain.split()) > 1 else plain


def phrase_after(t: Tree, place: int, words: Vocabulary) -> Phrase | None:
    """The phrase that a preposition at ``place`` governs, cut before anything that cannot be part of a name.

    "According to the Interior Ministry over 345 pilgrims": "Interior Ministry".
    """
    tokens = t.sentence.tokens
    objects = [
        c
        for c in t.sentence.children[place]
        if tokens[c].dep in {"pobj", "pcomp"} and tokens[c].tag in _NOMINAL and c > place
    ]
    if objects:
        found = phrase_at(t, objects[0], words)
        begins = t.left[objects[0]] == place + 1 or found.tokens[0] - place <= 2
        # "according to two officials", "according to one of the girls"
        some = objects[0] == found.tokens[0] and found.tokens[1] > objects[0] + 1
        numbered = tokens[found.tokens[0]].tag == "CD" and (tokens[objects[0]].tag == "NNS" or some)
        if begins and not _broken(t, range(found.tokens[0] + numbered, found.tokens[1] + 1)):
            return found
    return linear(t, place + 1)


def _broken(t: Tree, places: Iterable[int]) -> bool:
    """A verb, or a number that opens a new phrase, inside a name: the parser ran two phrases together."""
    return any(t.sentence.tokens[i].tag.startswith("VB") or t.sentence.tokens[i].tag == "CD" for i in places)


def linear(t: Tree, place: int) -> Phrase | None:
    """Words from ``place`` on that can be one name: determiner, adjectives, nouns, "of" and more of them."""
    tokens = t.sentence.tokens
    last = head = None
    for i in range(place, len(tokens)):
        tag = tokens[i].tag
        if tag.startswith("NN") and (last is None or tokens[i].lower not in DAYS):
            last = head = i
        elif tag == "CD" and i == place and tokens[i].text[:1].isalpha():  # "two officials who spoke ..."
            continue
        elif tag in {"DT", "PRP$", "POS", "JJ", "JJS", "VBN", "PRP"} and (
            last is None or tag in {"POS", "JJ"} or tokens[i - 1].lower in {"of", "for"}
        ):
            if tag in {"POS", "PRP"} and last is not None:
                last = i
            if tag == "PRP":
                return _build(t, i, i, i, (tokens[i].lower,))
        elif tokens[i].lower in {"of", "for"} and last is not None:
            continue
        elif tokens[i].lower in {"'s", "’s"} and last is not None:
            last = i
        else:
            break
    if head is None or last is None:
        return None
    return _build(t, head, place, head, tuple(tok.lower for tok in tokens[place : head + 1] if tok.tag[0].isalpha()))
