"""Texts that never change: a document, what is known of it, and one parsed sentence of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one document's text, ``text[start:end]``."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """True if ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True if the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Published:
    """When a report appeared, and how that is known.

    ``value`` is an ISO date ("2013-01-20") or instant with zone, or None; ``basis`` is one of
    metadata, given, inferred, unknown.
    """

    value: str | None = None
    basis: str = "unknown"
    reason: str = "the report carries no date"


@dataclass(frozen=True, slots=True)
class Document:
    """One report as it was given; ``text`` is never cleaned."""

    id: str
    sha256: str
    text: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    agencies: tuple[str, ...] = ()
    dateline: str | None = None
    published: Published = Published()
    language: str | None = "en"
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a parsed sentence.

    ``tag`` is the Penn Treebank tag, ``dep`` the ClearNLP dependency label of spaCy's English
    pipelines, ``head`` the index of the governing token in the same sentence (a root points to
    itself), ``start`` and ``end`` offsets into the document's text.
    """

    i: int
    text: str
    lower: str
    lemma: str
    tag: str
    dep: str
    head: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the document, parsed or (``tokens`` empty) passed over as holding nothing to read."""

    index: int
    paragraph: int
    start: int
    end: int
    text: str
    tokens: tuple[Token, ...] = ()
    children: tuple[tuple[int, ...], ...] = ()
    heading: bool = False

    def __hash__(self) -> int:
        """From where it stands and its words; its tokens follow from these."""
        return hash((self.start, self.end, self.text))

    def subtree(self, i: int) -> tuple[int, ...]:
        """Indices of token ``i`` and all it governs, in text order."""
        found, queue = [i], [i]
        while queue:
            for child in self.children[queue.pop()]:
                found.append(child)
                queue.append(child)
        return tuple(sorted(found))

    def span(self, first: int, last: int) -> Span:
        """The span from token ``first`` to token ``last``, both included."""
        return Span(self.tokens[first].start, self.tokens[last].end)
