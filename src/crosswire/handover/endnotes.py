"""Endnotes: every claim that the text rests on, by the sentence that makes it, each sentence once.

A sentence holds several figures, and reprints hold the same sentence; for a reader who checks it, it is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from crosswire.handover.values import Endnote, Piece, Place
from crosswire.model import Claim, Document, Span
from crosswire.report.page import Hop
from crosswire.report.passages import REACH, Passage, anchor, chain, passage_of, passages
from crosswire.report.wording import plain, unique


@dataclass(slots=True)
class _Sentence:
    """A sentence while its claims are gathered; ``spans`` are offsets from its start, the same in every reprint."""

    document: Document
    passage: Passage
    paragraph: int | None
    spans: list[tuple[bool, Span]] = field(default_factory=list)
    chains: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)


def endnotes(
    cited: Iterable[str], claims: Mapping[str, Claim], documents: Mapping[str, Document]
) -> tuple[tuple[Endnote, ...], dict[str, int]]:
    """The endnotes in the order of first mention, and the number of each claim's."""
    cut: dict[str, tuple[Passage, ...]] = {}
    found: dict[str | tuple[str, int], _Sentence] = {}
    for id in unique(cited):
        claim = claims.get(id)
        if claim is None or claim.document not in documents:
            continue
        document = documents[claim.document]
        if document.id not in cut:
            cut[document.id] = passages(document)
        _gather(claim, document, passage_of(claim, cut[document.id]), found)
    notes = tuple(_endnote(n, sentence) for n, sentence in enumerate(found.values(), 1))
    return notes, {claim: note.n for note in notes for claim in note.claims}


def _gather(
    claim: Claim, document: Document, passage: Passage | None, found: dict[str | tuple[str, int], _Sentence]
) -> None:
    mark = anchor(claim)
    window = passage or Passage(claim.span.start, max(claim.span.end, mark.end), 0)
    key: str | tuple[str, int] = document.text[window.start : window.end]
    if window.end - window.start > 4 * REACH:  # no sentence: the text of a table, or of a hostile report
        start = max(window.start, mark.start - mark.start % REACH - REACH)
        window = Passage(start, min(window.end, start + 3 * REACH), window.paragraph)
        key = (document.id, start)
    sentence = found.setdefault(key, _Sentence(document, window, passage.paragraph if passage else None))
    if sentence.document.copy_of and not document.copy_of:  # the original leads its reprints
        sentence.document, sentence.passage = document, window
        sentence.paragraph = passage.paragraph if passage else None
    start, end = _trimmed(document.text, mark.start, min(mark.end, window.end))
    sentence.spans.append((claim.kind == "count", Span(start - window.start, end - window.start)))
    sentence.claims.append(claim.id)
    sentence.chains.append(in_words(chain(claim, document)[:-1]))
    sentence.places[document.id] = _place(document, passage.paragraph if passage else None)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without spaces at its ends."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _endnote(n: int, sentence: _Sentence) -> Endnote:
    document, window = sentence.document, sentence.passage
    marks = tuple((window.start + mark.start, window.start + mark.end) for mark in _marks(sentence.spans))
    also = tuple(place for id, place in sorted(sentence.places.items()) if id != document.id)
    chains = unique(words for words in sentence.chains if words)
    place = _place(document, sentence.paragraph)
    pieces = tuple(_pieces(document.text, window, marks))
    return Endnote(n, place, window.start, window.end, pieces, marks, chains, tuple(sentence.claims), also)


def _marks(spans: Iterable[tuple[bool, Span]]) -> Iterator[Span]:
    """Figures, and the words of other claims where these hold no figure, in the order of the text."""
    kept: list[Span] = []
    for _, span in sorted(spans, key=lambda found: (not found[0], found[1].end - found[1].start, found[1])):
        if span.start < span.end and not any(span.overlaps(other) for other in kept):
            kept.append(span)
    yield from sorted(kept)


def _pieces(text: str, window: Passage, marks: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    at = window.start
    for start, end in marks:
        yield from (Piece(words) for words in [_tight(text[at:start])] if words)
        yield Piece(_tight(text[start:end]), True)
        at = end
    yield from (Piece(words) for words in [_tight(text[at : window.end])] if words)


def _tight(text: str) -> str:
    """One line, with a space at either end kept as one."""
    words = plain(text)
    return " " * text[:1].isspace() + words + " " * (text[-1:].isspace() and bool(words))


def _place(document: Document, paragraph: int | None) -> Place:
    publisher = plain(document.publisher) if document.publisher else None
    return Place(plain(document.id), publisher, document.published.value, paragraph)


def in_words(hops: Iterable[Hop]) -> str:
    """ "interior ministry (official) said → Tarn News Agency (agency)"."""
    return " → ".join(f"{hop.name} ({hop.kind}){f' {hop.cue}' if hop.cue else ''}" for hop in hops)
