"""The nouns of the hand-over: a situation report in plain values, before any markup.

Lines, rows and disagreements are those of `crosswire.report.page`, with the claims they rest on; `Situation.notes`
turns these into the numbers of endnotes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crosswire.model import Document
from crosswire.report.page import Disagreement, Fates, Line, Section


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence; ``marked`` if it is the figure, or the words of a claim that is none."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands: the report's id, publisher and date, and the paragraph, from 1."""

    document: str
    publisher: str | None
    published: str | None
    paragraph: int | None


@dataclass(frozen=True, slots=True)
class Endnote:
    """One sentence as its report has it, with every figure of it that the text above rests on.

    ``start`` and ``end`` are offsets into the report's text, ``offsets`` those of each marked piece.  ``chains`` say
    who speaks and through whom, once for each voice.  ``also`` lists the reports that have the same sentence.
    """

    n: int
    place: Place
    start: int
    end: int
    pieces: tuple[Piece, ...]
    offsets: tuple[tuple[int, int], ...]
    chains: tuple[str, ...]
    claims: tuple[str, ...]
    also: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """One incident; a section without lines is not shown.

    ``bottom_line`` comes up front in sentences.  ``disputes`` are disagreements with both sides, without what only
    looks opposed.  ``remarks`` say what the full report holds beyond this.
    """

    incident: str | None
    title: str
    facts: tuple[str, ...]
    bottom_line: tuple[Line, ...]
    fates: tuple[Fates, ...]
    changed: Section
    disputes: tuple[Disagreement, ...]
    sections: tuple[Section, ...]
    remarks: tuple[str, ...] = ()

    def lines(self) -> Iterator[Line]:
        """Every line of every section, in reading order."""
        for section in self.sections:
            yield from section.lines


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation report: what is handed to the next shift.

    ``as_of`` is the moment that was asked for, ``at`` the one of which it speaks: that, else the date of the newest
    report, else None.  ``reports`` are those of the incidents told; ``numbers`` gives the endnote of a claim.
    """

    title: str
    as_of: str | None
    at: str | None
    policy: str
    facts: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    judgements: Section
    warnings: Section
    reports: tuple[Document, ...]
    endnotes: tuple[Endnote, ...]
    numbers: dict[str, int]

    def notes(self, claims: Iterable[str]) -> tuple[int, ...]:
        """The endnotes of these claims, in order, each once."""
        return tuple(sorted({self.numbers[claim] for claim in claims if claim in self.numbers}))
