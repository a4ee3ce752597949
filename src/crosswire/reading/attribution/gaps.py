"""Speakers whose verb is left out: "The senator said at least 100, and the emergency agency, NEMA, 11"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crosswire.model import Span
from crosswire.reading.attribution.kinds import kind_of
from crosswire.reading.attribution.phrases import Phrase, linear
from crosswire.reading.attribution.sayings import Saying, spans, stretch
from crosswire.reading.attribution.trees import Tree
from crosswire.reading.attribution.vocabulary import Vocabulary

_BEFORE_NUMBER = frozenset(
    "at least most up to more less fewer than over about around some only just nearly of".split()
)


def with_gapped(t: Tree, sayings: Sequence[Saying], words: Vocabulary) -> list[Saying]:
    """The sayings, and after one that gives a figure the further speakers with a figure and no verb.

    "Amnesty spoke of 2,000, the army of 150"; "police said 12 and the union 40".
    """
    found: list[Saying] = []
    for one in sayings:
        cut = next(_gapped(t, one, words), None)
        if cut is None:
            found.append(one)
            continue
        who, first, number = cut
        found.append(replace(one, content=_ending(one.content, t.sentence.tokens[first - 1].end)))
        content = spans([stretch(t.sentence, number, _last(t, number))])
        group = t.sentence.span(who.tokens[0], who.tokens[1])
        found.append(
            replace(one, speaker=who, content=content, rule="verb left out", group=group, cue=group, relays=())
        )
    return found


def _gapped(t: Tree, one: Saying, words: Vocabulary) -> Iterator[tuple[Phrase, int, int]]:
    """Speaker, first token of the joint, and number of each gapped saying inside the content of ``one``."""
    tokens = t.sentence.tokens
    for i in range(1, len(tokens) - 2):
        if tokens[i].lower not in {",", "and", ";", "but"} or not _inside(one, tokens[i].start):
            continue
        if one.cue.start > tokens[i].start or not any(k.tag == "CD" and k.start > one.cue.end for k in tokens[:i]):
            continue
        who = linear(t, i + 1)
        if who is None or who.tokens[0] > i + 2 or kind_of(who, words) in {"other", "witness", "perpetrator"}:
            continue
        if who.name.lower() in words.places or who.pronoun is not None:
            continue
        who, last = _apposed(t, who)
        number = _figure(t, last + 1)
        if number is not None and number > last + (tokens[last + 1].text == ","):
            yield who, i + 1, number


def _inside(one: Saying, place: int) -> bool:
    return any(s.start < place < s.end for s in one.content)


def _apposed(t: Tree, who: Phrase) -> tuple[Phrase, int]:
    """ "the state agency, NEMA, 11": NEMA."""
    tokens, last = t.sentence.tokens, who.tokens[1]
    if last + 3 < len(tokens) and tokens[last + 1].text == "," and tokens[last + 3].text == ",":
        named = linear(t, last + 2)
        if named is not None and named.proper and named.tokens[1] == last + 2:
            return replace(named, words=(*who.words, *named.words)), last + 3
    return who, last


def _figure(t: Tree, place: int) -> int | None:
    """The number that stands at ``place`` and ends its clause: no noun that could be a subject, no verb behind it."""
    tokens = t.sentence.tokens
    i = place
    while i < len(tokens) and tokens[i].lower in _BEFORE_NUMBER:
        i += 1
    if i >= len(tokens) or tokens[i].tag != "CD":
        return None
    behind = tokens[i + 1] if i + 1 < len(tokens) else None
    return i if behind is None or behind.text in {",", ".", ";", '"'} or behind.lower in {"and", "dead"} else None


def _last(t: Tree, number: int) -> int:
    tokens = t.sentence.tokens
    return next((i - 1 for i in range(number, len(tokens)) if tokens[i].text in {";", "."}), len(tokens) - 1)


def _ending(content: tuple[Span, ...], end: int) -> tuple[Span, ...]:
    return tuple(Span(s.start, min(s.end, end)) for s in content if s.start < end)
