"""Typesetting: blocks of the outline → pages of positioned words.  Pure: widths come from a function.

All lengths are points, positions are from the top left of the page; ``y`` of words is their baseline.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from crosswire.handover.letters import visual
from crosswire.handover.outline import COLUMNS, Block, Heading, Items, Notes, Paragraph, Run, Runs, Table, TableRow

#: A4, its margins and the foot that pages keep free
PAGE, MARGIN, TOP, FOOT = (595.28, 841.89), 46.0, 38.0, 52.0
BODY, SMALL, TINY = 8.6, 7.6, 6.9
HEADS = {1: 15.0, 2: 11.0, 3: 9.8}
LEADING = 1.27
#: the columns of the table
WIDTHS = (136.0, 32.0, 32.0, 32.0, 30.0, 150.0, 91.28)

#: a row of the table no higher than this is not parted
KEPT = 200.0

Measure = Callable[[str, bool, float], float]
_WORDS = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Word:
    """Words in one style at one place of a page; ``link`` and ``anchor`` name a jump's start and end."""

    x: float
    y: float
    text: str
    size: float
    style: str
    width: float
    link: str | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across, from ``x`` to ``x + width``; ``grey`` is 0 to 255."""

    x: float
    y: float
    width: float
    grey: int


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry of the file's outline."""

    text: str
    level: int
    y: float


Item = Word | Rule | Mark


@dataclass(frozen=True, slots=True)
class Bit:
    """Part of a line before it is placed."""

    text: str
    run: Run
    width: float


Line = tuple[Bit, ...]


@dataclass(slots=True)
class Setter:
    """The pages so far and where the next line goes."""

    measure: Measure
    pages: list[list[Item]] = field(default_factory=lambda: [[]])
    y: float = TOP

    def need(self, height: float) -> bool:
        """Turn the page if so much does not fit on it any more; true if it was turned."""
        if self.y + height <= PAGE[1] - FOOT or self.y == TOP:
            return False
        self.pages.append([])
        self.y = TOP
        return True

    def put(self, item: Item) -> None:
        """Onto the current page."""
        self.pages[-1].append(item)


def typeset(blocks: Iterable[Block], measure: Measure) -> list[list[Item]]:
    """The pages of a document; ``measure`` gives the width of words, bold or not, at a size."""
    setter = Setter(measure)
    for block in blocks:
        _block(block, setter)
    return setter.pages


def _block(block: Block, setter: Setter) -> None:
    match block:
        case Heading(level, text):
            _heading(text, level, setter)
        case Paragraph(runs):
            _paragraph(runs, setter)
        case Items(items, start):
            for n, (first, *rest) in enumerate(items, start or 0):
                lead = "•" if start is None else f"{n}."
                _paragraph(first, setter, hang=(lead, 11.0 if start is None else 16.0), keep=bool(rest))
                for runs in rest:
                    _paragraph(runs, setter, indent=16.0)
        case Table():
            _table(block, setter)
        case Notes(notes):
            for n, runs in notes:
                _paragraph(runs, setter, size=TINY, hang=(f"[{n}]", 24.0), anchor=n)


def _heading(text: str, level: int, setter: Setter) -> None:
    size = HEADS[level]
    lines = broken((Run(text, "strong"),), PAGE[0] - 2 * MARGIN, size, setter.measure)
    above = 0.0 if setter.y == TOP else size * 0.9
    setter.need(above + len(lines) * size * LEADING + 4 * BODY * LEADING)
    setter.y += above if setter.y > TOP else 0.0
    setter.put(Mark(text, level - 1, setter.y))
    if level == 2 and setter.y > TOP:
        setter.put(Rule(MARGIN, setter.y - 1.0, PAGE[0] - 2 * MARGIN, 90))
    for line in lines:
        setter.y += size * LEADING
        _place(line, MARGIN, setter, size)
    setter.y += 3.0


def _paragraph(
    runs: Runs,
    setter: Setter,
    *,
    size: float = BODY,
    indent: float = 0.0,
    hang: tuple[str, float] | None = None,
    anchor: int | None = None,
    keep: bool = False,
) -> None:
    """Words below each other; ``hang`` is a number or bullet that stands out, ``anchor`` makes it an endnote's."""
    left = MARGIN + indent + (hang[1] if hang else 0.0)
    lines = broken(runs, PAGE[0] - MARGIN - left, size, setter.measure)
    height = size * LEADING
    setter.need(height * min(len(lines) + (3 if keep else 0), 3))
    for n, line in enumerate(lines):
        setter.need(height)
        setter.y += height
        if n == 0 and hang:
            width = setter.measure(hang[0], False, size)
            jump = {} if anchor is None else {"link": f"c{anchor}", "anchor": f"n{anchor}"}
            setter.put(Word(left - hang[1], setter.y, hang[0], size, "link" if jump else "", width, **jump))
        _place(line, left, setter, size)
    setter.y += size * 0.22


# --- the table -----------------------------------------------------------------------------------


def _table(table: Table, setter: Setter) -> None:
    _paragraph((Run(table.caption, "soft"),), setter, size=SMALL)
    _head(setter)
    for n, row in enumerate(table.rows):
        group = len(row.cells) == 1
        height = SMALL * LEADING
        columns = _columns(row, setter)
        lines = max(map(len, columns))
        following = 2.5 * height if group and n + 1 < len(table.rows) else 0.0
        if setter.need(min((lines * height) + 3.0 + following, KEPT)):
            _head(setter)
        _cells(row, columns, setter)
        setter.y += 2.2
        setter.put(Rule(MARGIN, setter.y, sum(WIDTHS), 90 if group else 205))


def _head(setter: Setter) -> None:
    cells = tuple((Run(name or "who", "strong"),) for name in COLUMNS)
    row = TableRow(cells)
    _cells(row, _columns(row, setter), setter)
    setter.y += 2.2
    setter.put(Rule(MARGIN, setter.y, sum(WIDTHS), 30))


def _columns(row: TableRow, setter: Setter) -> list[list[Line]]:
    if len(row.cells) == 1:
        return [broken(row.cells[0], sum(WIDTHS), SMALL, setter.measure)]
    return [
        broken(cell, width - 5.0 - (_indent(row) if n == 0 else 0.0), SMALL, setter.measure)
        for n, (cell, width) in enumerate(zip(row.cells, WIDTHS, strict=True))
    ]


def _indent(row: TableRow) -> float:
    return 6.0 + 9.0 * min(row.depth, 4)


def _cells(row: TableRow, columns: Sequence[Sequence[Line]], setter: Setter) -> None:
    """The lines of a row side by side; one that is higher than a page goes on on the next."""
    for n in range(max(map(len, columns))):
        if setter.need(SMALL * LEADING):
            _head(setter)
        setter.y += SMALL * LEADING
        left = MARGIN
        for at, lines in enumerate(columns):
            line = lines[n] if n < len(lines) else ()
            right = 1 <= at <= 4
            inset = WIDTHS[at] - 5.0 - sum(bit.width for bit in line) if right else 0.0
            own = _indent(row) if at == 0 and len(columns) > 1 else 0.0
            _place(line, left + max(0.0, inset) + own, setter, SMALL)
            left += WIDTHS[at]


# --- lines ---------------------------------------------------------------------------------------


def broken(runs: Runs, width: float, size: float, measure: Measure) -> list[Line]:
    """Words in lines no wider than ``width``; a word that is wider is cut between letters.  At least one line."""
    lines: list[list[Bit]] = [[]]
    room = width
    for atom in _atoms(runs, size, measure):
        space = not atom[0].text.strip()
        needed = sum(bit.width for bit in atom)
        if needed > room and not space and lines[-1]:
            lines.append([])
            room = width
        if space and (not lines[-1] or needed > room):
            continue
        for bit in atom if needed <= room else _cut(atom, width, size, measure):
            if bit.width > room and lines[-1]:
                lines.append([])
                room = width
            lines[-1].append(bit)
            room -= bit.width
    return [tuple(line) for line in lines]


def _atoms(runs: Runs, size: float, measure: Measure) -> Iterator[list[Bit]]:
    """What no line end may part: words with what touches them, and single spaces."""
    atom: list[Bit] = []
    for run in runs:
        for text in _WORDS.findall(run.text):
            if text.isspace():
                if atom:
                    yield atom
                    atom = []
                yield [Bit(" ", run, measure(" ", _bold(run.style), size))]
            else:
                atom.append(Bit(text, run, measure(text, _bold(run.style), size)))
    if atom:
        yield atom


def _cut(atom: Iterable[Bit], width: float, size: float, measure: Measure) -> Iterator[Bit]:
    """A word too wide for any line in parts that are not, at least a letter each."""
    for bit in atom:
        part, used = "", 0.0
        for char in bit.text:
            more = measure(char, _bold(bit.run.style), size)
            if part and used + more > width:
                yield Bit(part, bit.run, used)
                part, used = "", 0.0
            part, used = part + char, used + more
        yield Bit(part, bit.run, used)


def _bold(style: str) -> bool:
    return style in ("strong", "alarm", "mark")


def _place(line: Line, left: float, setter: Setter, size: float) -> None:
    """The letters of a line from left to right, neighbours of one run together."""
    chars = [(char, n) for n, bit in enumerate(line) for char in bit.text]
    together: list[tuple[str, Run]] = []
    for char, n in visual(chars):
        run = line[n].run
        if together and together[-1][1] is run:
            together[-1] = (together[-1][0] + char, run)
        else:
            together.append((char, run))
    x = left
    for text, run in together:
        style = "link" if run.note is not None else run.style
        width = setter.measure(text, _bold(style), size)
        link = None if run.note is None else f"n{run.note}"
        setter.put(Word(x, setter.y, text, size, style, width, link, f"c{run.note}" if run.first else None))
        x += width
