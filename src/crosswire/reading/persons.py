"""Single persons named or pointed to: "John Doe, 34, was killed", "the driver was arrested", "his wife died".

Each is a figure of one, marked ``named``; a tally never adds it to a count that may contain it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from crosswire.lexicon import Lexicon
from crosswire.model import Figure, Group, GroupMention, Person, Quantity, Sentence, Span, Token
from crosswire.reading.events import StatusMention, found_alive, statuses
from crosswire.reading.groups import group_of

_STATES = frozenset("killed injured hospitalised held freed rescued escaped captured missing".split())
_PLACES = frozenset({"nsubj", "nsubjpass", "dobj"})


def named_figures(sentences: Sequence[Sentence], counted: Sequence[Figure], lexicon: Lexicon) -> tuple[Figure, ...]:
    """Named or definite single persons in a state, except where a counted figure already stands on the words."""
    taken = [f.quantity.span for f in counted]
    singles = frozenset((f.quantity.sentence, f.quantity.counted, f.status) for f in counted if f.quantity.high == 1)
    found = [figure for sentence in sentences for figure in _in_sentence(sentence, lexicon, singles)]
    return tuple(f for f in found if not any(f.quantity.span.overlaps(span) for span in taken))


def _in_sentence(s: Sentence, lexicon: Lexicon, singles: Collection[tuple[int, int, str]]) -> Iterator[Figure]:
    for token in s.tokens:
        if token.dep not in _PLACES or token.tag not in {"NNP", "NN"}:
            continue
        first, last = _phrase(s, token)
        name = token.tag == "NNP"
        if (name and not _personal(s, first, last, token, lexicon)) or (not name and not _definite(s, first)):
            continue
        quantity = _one(s, first, last, token.i)
        article = replace(quantity, last=first) if first < last else quantity
        mention = group_of(s, article, lexicon)
        if not name and mention.kind != "people":
            continue
        mention = GroupMention("people", token.i, token.i, last, mention.lemma, mention.group)
        for status in statuses(s, quantity, mention, lexicon)[:1]:
            if (
                status.status in _STATES
                and status.rule not in {"default", "state", "modifier", "attacker"}
                and _fits(s, name, status, lexicon)
            ):
                told = replace(status, status=found_alive(s, status, mention.group.role, lexicon))
                if any((s.index, c, told.status) in singles for c in s.children[token.i] if s.tokens[c].dep == "appos"):
                    continue  # "The shooter, a student of 19, was killed" is counted by the words that describe him
                yield _figure(s, quantity, mention, told, name)


def _phrase(s: Sentence, token: Token) -> tuple[int, int]:
    first = token.i
    while first > 0 and s.tokens[first - 1].head in range(first, token.i + 1) and s.tokens[first - 1].dep in {
        "compound", "det", "poss", "amod", "nmod", "case", "punct", "nummod", "npadvmod", "advmod",
    } and s.tokens[first - 1].lower not in {",", "(", '"'}:  # fmt: skip
        first -= 1
    return first, token.i


def _personal(s: Sentence, first: int, last: int, token: Token, lexicon: Lexicon) -> bool:
    """A personal name: two capitalised words, a title before, or an age after; never a body or a place."""
    titles, bodies = lexicon.words("names", "titles"), lexicon.words("names", "not_persons")
    words = [s.tokens[i] for i in range(first, last + 1)]
    if (
        token.lower in bodies
        or any(t.lower in bodies for t in words[-2:])
        or any(t.dep == "det" for t in words)
        or token.text.isupper()
    ):
        return False
    if any(t.lower in titles for t in words[:-1]):
        return True
    following = s.tokens[last + 1 : last + 4]
    if (
        len(following) > 2
        and following[0].lower == ","
        and following[1].lower.isdigit()
        and int(following[1].lower) < 110
    ):
        return True
    names = [t for t in words if t.tag == "NNP"]
    return len(names) >= 2 and all(t.text[:1].isupper() and t.lower.isalpha() for t in names) and len(names) <= 4


def _definite(s: Sentence, first: int) -> bool:
    return s.tokens[first].lower in {"the", "his", "her", "their"}


def _fits(s: Sentence, name: bool, status: StatusMention, lexicon: Lexicon) -> bool:
    verb = s.tokens[status.trigger if status.verb is None else status.verb]
    return (
        not name
        or verb.lemma in lexicon.words("names", "human_verbs")
        or s.tokens[status.trigger].lower in {"dead", "killed"}
    )


def _one(s: Sentence, first: int, last: int, counted: int) -> Quantity:
    span = s.span(first, last)
    text = s.text[span.start - s.start : span.end - s.start]
    return Quantity(span, text, 1, 1, False, s.index, first, last, counted, "named")


def _figure(s: Sentence, quantity: Quantity, mention: GroupMention, status: StatusMention, name: bool) -> Figure:
    trigger = s.tokens[status.trigger]
    clause = Span(min(quantity.span.start, trigger.start), max(quantity.span.end, trigger.end))
    people = (Person(quantity.text, quantity.span),) if name else ()
    group = mention.group if not name else Group(quantity.text, mention.group.role)
    return Figure(quantity, status.status, group, clause, Span(trigger.start, trigger.end), named=True, people=people)
