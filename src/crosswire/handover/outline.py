"""A situation report as a row of blocks: headings, paragraphs, lists, one kind of table, endnotes.

The writers draw blocks and know nothing of figures; what a block says is worded here, once for all of them.  Every
stranger's word passes `clean` on its way in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from crosswire.handover.values import Chapter, Endnote, Place, Situation
from crosswire.model import Document
from crosswire.report.page import Disagreement, Fates, Line, Row, Section
from crosswire.report.wording import DASH, day, plain, plural

#: reports listed one by one, those cited first; the others are counted
REPORTS = 120
#: the longest stretch of words printed as one; nothing that a person wrote is longer
LONGEST = 4000
COLUMNS = ("", "low", "best", "high", "roots", "state", "notes")


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style: "", strong, soft, mark, alarm; with ``note`` a reference to that endnote.

    ``first`` is true of the earliest reference, to which the endnote leads back.
    """

    text: str
    style: str = ""
    note: int | None = None
    first: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title of the report."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words on their own."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Items:
    """A list; ``start`` is its first number, None for a list without numbers; an item has paragraphs."""

    items: tuple[tuple[Runs, ...], ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the table of fates, or, with a single cell, the heading of those below it."""

    cells: tuple[Runs, ...]
    depth: int = 0
    contested: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The table of fates, in `COLUMNS`."""

    caption: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """The endnotes: number and words."""

    notes: tuple[tuple[int, Runs], ...]


Block = Heading | Paragraph | Items | Table | Notes


def outline(situation: Situation) -> tuple[Block, ...]:
    """The whole report in reading order."""
    return tuple(_first_marked(_blocks(situation)))


def clean(text: str) -> str:
    """Words fit for every format: one line, no control or direction codes, nothing that XML refuses, not endless."""
    words = plain(text[: LONGEST * 2])
    if not words.isascii():
        words = "".join(
            "\ufffd" if ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF else char for char in words
        )
    return words if len(words) <= LONGEST else words[:LONGEST] + " …"


def directed(text: str) -> Iterator[tuple[str, bool]]:
    """The text in parts, each with whether it is written from right to left; every part keeps to itself."""
    at = 0
    for found in () if text.isascii() else _LEFTWARD.finditer(text):
        words, after = found.group(), text[found.end() : found.end() + 1]
        end = found.end() + (after in _CLOSING and words.count(_CLOSING[after]) > words.count(after))
        if found.start() > at:
            yield text[at : found.start()], False
        yield text[found.start() : end], True
        at = end
    if at < len(text):
        yield text[at:], False


#: closing brackets that belong to the words before them, with what opens them
_CLOSING = {")": "(", "]": "[", "}": "{", "»": "«"}
#: letters of scripts written from right to left (Hebrew to Arabic Extended, presentation forms, the second plane's)
_LETTER = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001eeff]"
_LEFTWARD = re.compile(rf"{_LETTER}+(?:[\W\d_]*{_LETTER}+)*")


def _spaced(text: str) -> str:
    """Clean, with a space at either end kept as one: a piece of a sentence."""
    words = clean(text)
    return " " * text[:1].isspace() + words + " " * (text[-1:].isspace() and bool(words))


def footer(situation: Situation) -> str:
    """What stands at the foot of every page: of which moment the report speaks, and by which rule."""
    if situation.as_of:
        when = f"as of {day(situation.as_of)}"
    else:
        when = f"all reports held, to {day(situation.at)}" if situation.at else "all reports held; none is dated"
    return clean(
        f"crosswire situation report · {when} · {plural(len(situation.reports), 'report')} · rule {situation.policy}"
    )


# --- the parts -----------------------------------------------------------------------------------


def _blocks(situation: Situation) -> Iterator[Block]:
    yield Heading(1, clean(f"Situation report: {situation.title}"))
    for fact in situation.facts:
        yield Paragraph((Run(clean(fact), "soft"),))
    several = len(situation.chapters) > 1
    if several:
        yield Items(tuple(((Run(clean(chapter.title)),),) for chapter in situation.chapters), 1)
    for chapter in situation.chapters:
        if several:
            yield Heading(2, clean(chapter.title))
        yield from _chapter(chapter, situation, 3 if several else 2)
    for section in (situation.judgements, situation.warnings):
        yield from _section(section, situation, 2)
    yield from _reports(situation)
    if situation.endnotes:
        yield Heading(2, "Endnotes")
        yield Notes(tuple((note.n, tuple(_endnote(note))) for note in situation.endnotes))


def _chapter(chapter: Chapter, situation: Situation, level: int) -> Iterator[Block]:
    for fact in chapter.facts:
        yield Paragraph((Run(clean(fact), "soft"),))
    if chapter.bottom_line:
        yield Heading(level, "Bottom line")
        yield Items(tuple((_line(line, situation),) for line in chapter.bottom_line))
    yield from _section(chapter.changed, situation, level)
    if chapter.fates:
        yield Heading(level, "Fates")
        yield Table("What became of whom; a bound that no sentence states is a dash.", tuple(_rows(chapter, situation)))
    if chapter.disputes:
        yield Heading(level, "Disagreements")
        for item in chapter.disputes:
            yield Items((tuple(_dispute(item, situation)),), item.number)
    for section in chapter.sections:
        yield from _section(section, situation, level)
    for remark in chapter.remarks:
        yield Paragraph((Run(clean(remark), "soft"),))


def _section(section: Section, situation: Situation, level: int) -> Iterator[Block]:
    if section.lines:
        yield Heading(level, clean(section.title))
        yield Items(tuple((_line(line, situation),) for line in section.lines))


def _line(line: Line, situation: Situation) -> Runs:
    lead = (Run(clean(line.lead), "strong"), Run(": ")) if line.lead else ()
    return (*lead, Run(clean(line.text)), *_refs(line.refs, situation))


def _refs(claims: Iterable[str], situation: Situation) -> Iterator[Run]:
    for note in situation.notes(claims):
        yield Run(" ")
        yield Run(f"[{note}]", note=note)


def _rows(chapter: Chapter, situation: Situation) -> Iterator[TableRow]:
    for group in chapter.fates:
        if group.label:
            yield TableRow(((Run(clean(group.label), "strong"),),))
        for row in group.rows:
            yield _row(row, group, situation)


def _row(row: Row, group: Fates, situation: Situation) -> TableRow:
    label = Run(clean(row.label), "" if group.label or row.depth else "strong")
    state = Run(clean("; ".join(map(str, row.state))), "alarm" if row.contested else "")
    numbers = tuple(
        (Run(value, style),) for value, style in zip((row.low, row.best, row.high, row.roots), _STYLES, strict=True)
    )
    refs = tuple(_refs(row.refs, situation))[1:]
    return TableRow(((label,), *numbers, (state,), refs), row.depth, row.contested)


_STYLES = ("", "strong", "", "")


def _dispute(item: Disagreement, situation: Situation) -> Iterator[Runs]:
    yield (Run(clean(item.headline), "alarm"),)
    for side in item.sides:
        words = (Run(f"“{clean(side.quote)}”"), Run(f" · {clean(side.who)}", "soft"))
        yield (*words, *_refs(side.refs, situation))
    if item.reason:
        yield (Run(clean(item.reason)),)
    if item.settle:
        yield (Run("Would settle it:", "strong"), Run(" "), Run(clean(item.settle)))


# --- reports and sentences -----------------------------------------------------------------------


def _reports(situation: Situation) -> Iterator[Block]:
    if not situation.reports:
        return
    cited = {note.place.document for note in situation.endnotes}
    ranked = sorted(situation.reports, key=lambda d: (plain(d.id) not in cited, d.published.value or "9", d.id))
    shown = sorted(ranked[:REPORTS], key=lambda d: (d.published.value or "9", d.id))
    yield Heading(2, "Reports")
    items = [(tuple(_report(document)),) for document in shown]
    if len(ranked) > REPORTS:
        items.append(((Run(f"{len(ranked) - REPORTS} more, none of which is cited first."),),))
    yield Items(tuple(items))


def _report(document: Document) -> Iterator[Run]:
    yield Run(clean(document.id), "strong")
    date = day(document.published.value) if document.published.value else "no date"
    basis = "" if document.published.basis in ("metadata", "unknown") else f" ({document.published.basis})"
    parts = [document.publisher, f"{date}{basis}", *(f"credits {agency}" for agency in document.agencies)]
    parts += [f"reprints {document.copy_of}" if document.copy_of else None, document.title, document.url]
    yield Run(": " + " · ".join(clean(part) for part in parts if part))


def _endnote(note: Endnote) -> Iterator[Run]:
    yield Run(clean(_where(note.place)), "strong")
    yield Run(" ")
    for piece in note.pieces:
        yield Run(_spaced(piece.text), "mark" if piece.marked else "")
    chain = "; ".join(note.chains) or "in the report’s own words"
    marks = ", ".join(f"{start}{DASH}{end}" for start, end in note.offsets)
    also = "".join(f"; also {_where(place)}" for place in note.also)
    yield Run(" · ", "soft")
    yield Run(clean(f"{chain} · characters {marks}{also}"), "soft")


def _where(place: Place) -> str:
    """ "second-day.txt ¶2, The Lowland Post, Tue 4 Mar 2031"."""
    paragraph = f" ¶{place.paragraph}" if place.paragraph else ""
    date = day(place.published) if place.published else "no date"
    return f"{place.document}{paragraph}, {f'{place.publisher}, ' if place.publisher else ''}{date}"


# --- the way back --------------------------------------------------------------------------------


def _first_marked(blocks: Iterable[Block]) -> Iterator[Block]:
    """Mark the first reference to each endnote, so that the endnote can lead back to it."""
    seen: set[int] = set()
    for block in blocks:
        if isinstance(block, Paragraph):
            yield Paragraph(_marked(block.runs, seen))
        elif isinstance(block, Items):
            yield replace(block, items=tuple(tuple(_marked(runs, seen) for runs in item) for item in block.items))
        elif isinstance(block, Table):
            rows = (replace(row, cells=tuple(_marked(cell, seen) for cell in row.cells)) for row in block.rows)
            yield replace(block, rows=tuple(rows))
        else:
            yield block


def _marked(runs: Sequence[Run], seen: set[int]) -> Runs:
    marked = []
    for run in runs:
        marked.append(replace(run, first=True) if run.note is not None and run.note not in seen else run)
        seen.update(() if run.note is None else (run.note,))
    return tuple(marked)
