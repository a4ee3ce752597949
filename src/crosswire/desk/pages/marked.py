"""A report's own words with marks over them: cut wherever a mark begins or ends, nothing cleaned, nothing left out.

The runs of a stretch, joined, are the stretch; a character that shows nothing, or turns its neighbours round, is given
out by its name, so that a reader sees that it is there and a page does not obey it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crosswire.model import Claim, Document, Group, Span
from crosswire.report.passages import Passage, anchor, passage_of, passages

#: characters up to which a report is cut into sentences as a whole; of a longer one the surroundings are
WHOLE = 300_000
#: characters around a figure that are cut, of a longer one
_AROUND = 6_000
#: characters that show nothing: controls but for tab and line end, marks of direction, widthless ones, lone halves
_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]|\r(?!\n)|[\u00ad\u200b-\u200f]"
)
#: those that belong to the writing of some languages; they are shown where they touch a figure
_LETTERS = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f")


@dataclass(frozen=True, slots=True)
class Mark:
    """What some words are: ``kind`` names the look, ``label`` says it in words, ``claim`` where it leads."""

    span: Span
    kind: str
    label: str = ""
    claim: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Words as they stand; or, with ``odd``, one character that shows nothing: its number, and its name."""

    text: str
    odd: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Words under the same marks; ``opens`` and ``closes`` are those that begin and end with it."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...]
    opens: tuple[Mark, ...]
    closes: tuple[Mark, ...]

    @property
    def kinds(self) -> str:
        """The looks, as classes of a style sheet."""
        return " ".join(f"m-{kind}" for kind in dict.fromkeys(mark.kind for mark in self.marks))


def runs(text: str, stretch: Span, marks: Iterable[Mark]) -> tuple[Run, ...]:
    """The stretch, cut wherever one of the marks over it begins or ends."""
    here = [mark for mark in marks if mark.span.overlaps(stretch)]
    edges = {stretch.start, stretch.end}
    edges |= {edge for m in here for edge in (m.span.start, m.span.end) if stretch.start < edge < stretch.end}
    ordered = sorted(edges)
    return tuple(_runs(text, ordered, sorted(here, key=lambda m: (m.span.start, -m.span.end, m.kind, m.claim or ""))))


def _runs(text: str, edges: Sequence[int], marks: Sequence[Mark]) -> Iterator[Run]:
    waiting, open_now = list(reversed(marks)), list[Mark]()
    for start, end in pairwise(edges):
        open_now = [mark for mark in open_now if mark.span.end > start]
        while waiting and waiting[-1].span.start <= start:
            open_now.append(waiting.pop())
        over = tuple(open_now)
        yield Run(
            start,
            end,
            pieces(text, start, end, counted=any(mark.kind == "number" for mark in over)),
            over,
            tuple(mark for mark in over if mark.span.start == start),
            tuple(mark for mark in over if mark.span.end == end),
        )


def pieces(text: str, start: int = 0, end: int | None = None, *, counted: bool = False) -> tuple[Piece, ...]:
    """A stretch with the characters that show nothing named; in ``counted`` words, and beside a digit, all of them."""
    end = len(text) if end is None else end
    found: list[Piece] = []
    at = start
    for match in _ODD.finditer(text, start, end):
        char, place = match[0], match.start()
        beside = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
        if char in _LETTERS and not counted and not any(neighbour.isdigit() for neighbour in beside):
            continue
        if char == "\r" and beside.endswith("\n"):  # a line end that a mark has cut in two
            continue
        if place > at:
            found.append(Piece(text[at:place]))
        found.append(Piece(f"U+{ord(char):04X}", unicodedata.name(char, "control character").lower()))
        at = place + 1
    return (*found, Piece(text[at:end])) if at < end else tuple(found)


# --- where a claim's words are -------------------------------------------------------------------


def home_of(claim: Claim, document: Document) -> Span:
    """The claim's sentence, stretched to the end of its words where these go on."""
    found = passage_of(claim, near(document, anchor(claim)))
    mark = anchor(claim)
    return Span(min(found.start, mark.start), max(found.end, mark.end)) if found else claim.span


def near(document: Document, at: Span) -> tuple[Passage, ...]:
    """The sentences around a place; those of the whole report where it is short enough, with its paragraph numbers."""
    text = document.text
    if len(text) <= WHOLE:
        return passages(document)
    start, end = max(0, at.start - _AROUND), min(len(text), at.end + _AROUND)
    start = text.rfind("\n", 0, start) + 1 if start - text.rfind("\n", 0, start) < _AROUND else start
    found = passages(Document(document.id, "", text[start:end]))
    return tuple(Passage(p.start + start, p.end + start, 0) for p in found)


def marks_of(claim: Claim, document: Document) -> tuple[Mark, ...]:
    """What was read in a claim's words: the figure, of whom, how hedged, who says so, when, where."""
    found = [Mark(claim.number, "number")] if claim.number else []
    found.append(Mark(claim.span, "words"))
    who = _group(claim.group, document.text, claim.span) if claim.group else None
    found += [Mark(who, "who", claim.group.role)] if who and claim.group else []
    found += [Mark(hedge.span, "hedge", hedge.label) for hedge in claim.hedges]
    found += [Mark(source.span, "source", source.kind) for source in claim.sources if source.span]
    found += [Mark(claim.time_mention.span, "when", "when")] if claim.time_mention else []
    found += [Mark(claim.place.span, "where", "where")] if claim.place and claim.place.span else []
    found += [Mark(person.span, "person", "named") for person in claim.people]
    return tuple(dict.fromkeys(found))


def _group(group: Group, text: str, clause: Span) -> Span | None:
    """Where the words for those counted stand in the claim's, if they do."""
    words = group.text.strip()
    at = text.find(words, clause.start, clause.end) if words else -1
    return Span(at, at + len(words)) if at >= 0 else None
