"""Figures that a later one replaced, named beside it: the report's own recollection, not what the source says now.

"has risen to 61, up from 48 on Friday, the agency said": the agency says 61.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crosswire.model import Span
from crosswire.reading.attribution.phrases import Tree
from crosswire.reading.attribution.sayings import Saying
from crosswire.reading.attribution.vocabulary import Vocabulary

#: spares most sentences the walk over their words
_MAY_RECALL = re.compile(r"\b(?:from|double|twice|triple)\b")
_MULTIPLES = frozenset({"double", "twice", "triple"})


def without_former(t: Tree, sayings: Sequence[Saying], words: Vocabulary) -> list[Saying]:
    """The sayings with former figures cut out of what they say; words in quotation marks stay whole."""
    former = list(_former(t, words)) if sayings and _MAY_RECALL.search(t.sentence.text) else []
    if not former:
        return list(sayings)
    return [replace(one, content=_cut(one.content, former)) for one in sayings]


def _former(t: Tree, words: Vocabulary) -> Iterator[Span]:
    tokens = t.sentence.tokens
    quoted = False
    for token in tokens[:-1]:
        quoted = quoted != (token.text == '"')
        number = None if quoted else _replaced(t, token.i, words)
        if number is not None:
            yield t.sentence.span(token.i, number)


def _replaced(t: Tree, i: int, words: Vocabulary) -> int | None:
    """The number after "up from", "to 69 from" or "double the first count of"."""
    tokens = t.sentence.tokens
    if tokens[i].lower == "from" and i:
        moved = tokens[i - 1].lower in {"up", "down"}
        rose = any(tokens[k].tag == "CD" and tokens[k - 1].lower == "to" for k in range(max(1, i - 2), i))
        return _number(t, i + 1, i + 4) if moved or rose else None
    if tokens[i].lower in _MULTIPLES and tokens[i + 1].tag in {"DT", "PRP$", "JJ"}:
        number = _number(t, i + 1, i + 9)
        counted = number is not None and any(k.lemma in words.reckoning for k in tokens[i + 1 : number])
        return number if counted else None
    return None


def _number(t: Tree, first: int, last: int) -> int | None:
    tokens = t.sentence.tokens
    return next((i for i in range(first, min(last, len(tokens) - 1) + 1) if tokens[i].tag == "CD"), None)


def _cut(content: tuple[Span, ...], former: Sequence[Span]) -> tuple[Span, ...]:
    parts = list(content)
    for hole in former:
        parts = [
            part
            for span in parts
            for part in ((Span(span.start, hole.start), Span(hole.end, span.end)) if span.holds(hole) else (span,))
            if part.start < part.end
        ]
    return tuple(parts)
