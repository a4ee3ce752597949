"""Which words two reports share: the passages a reprint took over, and what two reports both quote.

Each report is compared with the earlier ones of its incident through the shingles of these, so that a hundred reports
of one siege are read once each.  Offsets are those of the reports' own texts, never of a cleaned form.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crosswire.copies import seniority
from crosswire.model import Document, Overlap, Span

#: words in a row from which a passage is looked up, and how many it must have: a sentence, not a turn of phrase
_SHINGLE, LEAST = 6, 12
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Words:
    """A report's words in lower case, with where each begins and ends."""

    document: Document
    words: tuple[str, ...]
    starts: array[int]
    ends: array[int]

    def span(self, at: int, length: int) -> Span:
        """From the word at this place on, so many words."""
        return Span(self.starts[at], self.ends[at + length - 1])


def overlaps(documents: Sequence[Document], stories: Sequence[Sequence[str]]) -> tuple[Overlap, ...]:
    """What each report shares with earlier ones of its story, of whose documents ``stories`` holds the ids.

    A passage that three reports have is told of the second and of the third, each with the first.  Of a reprint all
    that it shares with its original comes first.  The order of the reports does not matter.
    """
    by_id = {document.id: document for document in documents}
    found: dict[tuple[str, str], Overlap] = {}
    for story in stories:
        told = [_words(d) for d in sorted((by_id[id] for id in story if id in by_id), key=seniority)]
        for overlap in _of_story(told, {one.document.id: one for one in told}):
            found.setdefault((overlap.document, overlap.of), overlap)
    return tuple(found[key] for key in sorted(found))


def shared(one: Document, other: Document) -> tuple[tuple[Span, Span], ...]:
    """The passages of ``one`` that ``other`` has word for word, each with its place there, in text order."""
    return _both(_words(one), _words(other))


def _both(mine: _Words, theirs: _Words) -> tuple[tuple[Span, Span], ...]:
    return tuple((span, there) for _, span, there in _passages(mine, _entered({}, theirs, 0), [theirs]))


def _of_story(told: Sequence[_Words], by_id: Mapping[str, _Words]) -> Iterator[Overlap]:
    index: dict[tuple[str, ...], tuple[int, int]] = {}
    for place, mine in enumerate(told):
        original = by_id.get(mine.document.copy_of or "")
        if original is not None:
            yield _overlap(mine, original, _both(mine, original))
        by_other: dict[int, list[tuple[Span, Span]]] = {}
        for other, span, there in _passages(mine, index, told):
            by_other.setdefault(other, []).append((span, there))
        for other, passages in by_other.items():
            if original is None or told[other].document.id != original.document.id:
                yield _overlap(mine, told[other], tuple(passages))
        _entered(index, mine, place)


def _overlap(mine: _Words, other: _Words, passages: tuple[tuple[Span, Span], ...]) -> Overlap:
    """How much of the later report's words the passages are, and how it is known that it is the later."""
    words = sum(len(_WORD.findall(mine.document.text, span.start, span.end)) for span, _ in passages)
    a, b = seniority(other.document), seniority(mine.document)
    direction = "time" if a[:2] != b[:2] else "credit" if a[2] != b[2] else "unknown"
    kind = "copy" if mine.document.copy_of == other.document.id else "passage"
    share = round(words / max(1, len(mine.words)), 2)
    return Overlap(mine.document.id, other.document.id, kind, direction, share, passages)


def _words(document: Document) -> _Words:
    places = [match.span() for match in _WORD.finditer(document.text)]
    words = tuple(document.text[start:end].casefold() for start, end in places)
    starts, ends = (array("l", column) for column in zip(*places, strict=True)) if places else (array("l"), array("l"))
    return _Words(document, words, starts, ends)


def _entered(
    index: dict[tuple[str, ...], tuple[int, int]], words: _Words, place: int
) -> dict[tuple[str, ...], tuple[int, int]]:
    """The index with this report's shingles: the first to have one keeps it."""
    for at in range(len(words.words) - _SHINGLE + 1):
        index.setdefault(words.words[at : at + _SHINGLE], (place, at))
    return index


def _passages(
    mine: _Words, index: Mapping[tuple[str, ...], tuple[int, int]], told: Sequence[_Words]
) -> Iterator[tuple[int, Span, Span]]:
    """The longest runs that begin with a known shingle: whose they are, where here, where there."""
    at = 0
    while at <= len(mine.words) - _SHINGLE:
        known = index.get(mine.words[at : at + _SHINGLE])
        length = 0 if known is None else _run(mine.words, at, told[known[0]].words, known[1])
        if known is not None and length >= LEAST:
            other, there = known
            yield other, mine.span(at, length), told[other].span(there, length)
        at += length if length >= LEAST else 1


def _run(mine: Sequence[str], at: int, theirs: Sequence[str], there: int) -> int:
    length = 0
    while at + length < len(mine) and there + length < len(theirs) and mine[at + length] == theirs[there + length]:
        length += 1
    return length
