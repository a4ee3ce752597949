"""One act of saying as the sentence shows it, before pronouns are resolved and chains built; token ranges as spans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crosswire.model import Sentence, Span
from crosswire.reading.attribution.phrases import Phrase

_EDGE = frozenset({",", ";", ":", "-", "--", "(", ")", "."})


@dataclass(frozen=True, slots=True)
class Saying:
    """Who (``speaker``) says what (``content``) by which words (``cue``).

    ``group`` covers speaker and cue; ``relays`` are the media that carried it; ``origin`` is the one
    whom the speaker cites; ``opens`` marks "X said:" with nothing after it; ``loose`` a saying whose
    content the tree does not show (quotes beside it may be).
    """

    sentence: int
    cue: Span
    word: str
    speaker: Phrase
    content: tuple[Span, ...]
    rule: str
    group: Span
    relays: tuple[Phrase, ...] = ()
    origin: Phrase | None = None
    opens: bool = False


def stretch(sentence: Sentence, first: int, last: int) -> Span | None:
    """Tokens ``first`` to ``last`` as a span, without commas and "that" at the edges; None if nothing is left."""
    tokens = sentence.tokens
    while first <= last and (
        tokens[first].text in _EDGE or (tokens[first].lower == "that" and tokens[first].dep == "mark")
    ):
        first += 1
    while last >= first and tokens[last].text in _EDGE:
        last -= 1
    return sentence.span(first, last) if first <= last else None


def spans(found: Iterable[Span | None]) -> tuple[Span, ...]:
    """Those that are spans, in text order, each once."""
    return tuple(sorted({s for s in found if s is not None and s.start < s.end}))


def merged(found: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in text order, with those that touch or overlap made one."""
    result: list[Span] = []
    for span in sorted(found):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)
