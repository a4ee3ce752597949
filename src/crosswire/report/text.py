"""The report for a terminal or a file: plain text, 80 columns unless told otherwise.

Colour is off unless asked for and says nothing that words do not say.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crosswire.report.layout import compressed
from crosswire.report.page import Block, Disagreement, Fates, Page, Reference, Refs, Row, Section
from crosswire.report.wording import plain

WIDTH, NARROWEST, WIDEST = 80, 48, 120
#: below this width the state column moves under its row
SPLIT = 72
#: each of low, best, high; then roots
FIGURE, ROOTS = 8, 6


@dataclass(frozen=True, slots=True)
class Pen:
    """How wide to write, whether to colour, which number each claim has."""

    width: int
    color: bool
    numbers: dict[str, int]

    def strong(self, text: str) -> str:
        """Bold where colour is on."""
        return f"\x1b[1m{text}\x1b[0m" if self.color else text

    def alarm(self, text: str) -> str:
        """Bold red where colour is on: sides that conflict."""
        return f"\x1b[1;31m{text}\x1b[0m" if self.color else text

    def refs(self, claims: Refs) -> str:
        """``[1][2][7]``; three or more neighbours are ``[11]–[14]``."""
        found = []
        for first, last in compressed([self.numbers[claim] for claim in claims if claim in self.numbers]):
            singly = "".join(f"[{n}]" for n in range(first, last + 1))
            found.append(f"[{first}]–[{last}]" if last - first > 1 else singly)
        return "".join(found)


def as_text(page: Page, *, width: int | None = None, color: bool = False) -> str:
    """The page as lines no wider than ``width`` columns (a single long word excepted)."""
    pen = Pen(min(max(width or WIDTH, NARROWEST), WIDEST), color, page.numbers)
    lines = [*_header(page, pen)]
    for block in page.blocks:
        lines += _block(block, pen, alone=len(page.blocks) == 1)
    for section in page.sections:
        lines += _section(section, pen)
    if page.references:
        lines += ["", pen.strong("SENTENCES")]
        for reference in page.references:
            lines += _reference(reference, pen)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _header(page: Page, pen: Pen) -> Iterator[str]:
    for line in wrap(page.title.upper() if len(page.blocks) != 1 else _capital(page.title), pen.width):
        yield pen.strong(line)
    for fact in page.facts:
        yield from wrap(fact, pen.width)
    if len(page.blocks) > 1:
        yield ""
        for n, block in enumerate(page.blocks, 1):
            yield from wrap(block.title, pen.width, f"{n:>3}  ")


def _capital(title: str) -> str:
    """The name in capitals, what follows the first dot as it is."""
    name, dot, rest = title.partition(" · ")
    return name.upper() + dot + rest


def _block(block: Block, pen: Pen, alone: bool) -> Iterator[str]:
    if not alone:
        yield from ("", "=" * pen.width)
        for line in wrap(_capital(block.title), pen.width):
            yield pen.strong(line)
        for fact in block.facts:
            yield from wrap(fact, pen.width)
    yield from _fates(block.fates, pen)
    if block.ledger.lines:
        yield from _section(block.ledger, pen)
    if block.disagreements:
        yield from ("", pen.strong("DISAGREEMENTS"))
        for disagreement in block.disagreements:
            yield from _disagreement(disagreement, pen)
    for section in block.sections:
        yield from _section(section, pen)


# --- the fates table -----------------------------------------------------------------------------


def _fates(groups: Sequence[Fates], pen: Pen) -> Iterator[str]:
    """Group, figures right-aligned, roots, state; what does not fit goes on below, in its column."""
    if not groups:
        return
    label = _label_width(groups, pen)
    yield ""
    heads = pad("FATES", label) + "".join(f"{head:>{FIGURE}}" for head in ("low", "best", "high"))
    yield pen.strong(f"{heads}{'roots':>{ROOTS}}" + ("  state" if pen.width >= SPLIT else ""))
    for group in groups:
        if group.label:
            yield pen.strong(group.label)
        for row in group.rows:
            yield from _row(row, label, pen, row.depth + bool(group.label))


def _label_width(groups: Sequence[Fates], pen: Pen) -> int:
    """As wide as the longest label, leaving the state room; on a narrow page the state stands below."""
    if pen.width < SPLIT:
        return pen.width - 3 * FIGURE - ROOTS
    longest = max((cells(row.label) + 2 * row.depth + 2 for group in groups for row in group.rows), default=10)
    return max(14, min(longest + 2, pen.width - 3 * FIGURE - ROOTS - 24))


def _row(row: Row, label: int, pen: Pen, depth: int) -> Iterator[str]:
    indent = "  " * depth
    names = wrap(row.label, label - 1, indent, indent + "  ")
    figures = "".join(pad(cell, FIGURE, right=True) for cell in (row.low, row.best, row.high))
    figures += pad(row.roots, ROOTS, right=True) + "  " * (pen.width >= SPLIT)
    state = " ".join(filter(None, ("; ".join(map(str, row.state)), pen.refs(row.refs))))
    if pen.width < SPLIT:
        yield from _stacked(names, figures, label, wrap(state, pen.width, indent + "    "))
        return
    states = wrap(state, pen.width - label - cells(figures)) or [""]
    for n in range(max(len(names), len(states))):
        name = pad(names[n] if n < len(names) else "", label)
        state = states[n] if n < len(states) else ""
        state = pen.alarm(state) if row.contested and n == 0 else state
        yield name + (figures if n == 0 else " " * cells(figures)) + state


def _stacked(names: Sequence[str], figures: str, label: int, states: Sequence[str]) -> Iterator[str]:
    """A row for a narrow page: the figures beside the last line of the label, the state below."""
    yield from names[:-1]
    yield pad(names[-1] if names else "", label) + figures
    yield from states


# --- the rest ------------------------------------------------------------------------------------


def _disagreement(item: Disagreement, pen: Pen) -> Iterator[str]:
    head = wrap(item.headline, pen.width, f"{item.number:<3}", "   ")
    yield from (pen.alarm(line) if item.conflict else line for line in head)
    for side in item.sides:
        yield from wrap(f"“{side.quote}” · {side.who} {pen.refs(side.refs)}", pen.width, "   ", "     ")
    if item.reason:
        yield from wrap(item.reason, pen.width, "   ")
    if item.settle:
        yield from wrap(f"would settle it: {item.settle}", pen.width, "   ", "     ")


def _section(section: Section, pen: Pen) -> Iterator[str]:
    """Lead words in a column of their own where they are short, else above their text."""
    yield from ("", pen.strong(section.title.upper()))
    widest = max((cells(line.lead) for line in section.lines), default=0)
    column = min(widest, pen.width // 3) + 2
    for line in section.lines[: section.most]:
        text = " ".join(filter(None, (line.text, pen.refs(line.refs))))
        if cells(line.lead) > column - 2:
            yield from wrap(line.lead, pen.width)
            yield from wrap(text, pen.width, " " * column)
        else:
            yield from wrap(text, pen.width, pad(line.lead, column), " " * column)
    if section.most is not None and len(section.lines) > section.most:
        rest = len(section.lines) - section.most
        yield from wrap(f"and {rest} more, listed in the HTML, Markdown and JSON reports", pen.width, " " * column)


def _reference(reference: Reference, pen: Pen) -> Iterator[str]:
    where = plain(reference.document) + (f" ¶{reference.paragraph}" if reference.paragraph else "")
    sentence = plain(f"{reference.before}«{reference.marked}»{reference.after}")
    lead = f"[{reference.n}] "
    yield from wrap(f"{where}: {sentence}", pen.width, lead, " " * len(lead))


# --- columns -------------------------------------------------------------------------------------


def cells(text: str) -> int:
    """Columns a text takes: two for a wide character, none for a combining mark."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) or unicodedata.category(c) in ("Mn", "Me", "Cf")
        else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )  # fmt: skip


def pad(text: str, width: int, right: bool = False) -> str:
    """``text`` filled with spaces to ``width`` columns."""
    space = " " * max(0, width - cells(text))
    return space + text if right else text + space


def wrap(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Lines of at most ``width`` columns, broken at spaces; a word that is too long is cut."""
    rest = " " * cells(first) if rest is None else rest
    lines: list[str] = []
    line, empty = first, True
    for word in _words(text, max(8, width - max(cells(first), cells(rest)))):
        if not empty and cells(line) + 1 + cells(word) > width:
            lines.append(line)
            line, empty = rest, True
        line += word if empty else f" {word}"
        empty = False
    return [*lines, line] if not empty else lines


def _words(text: str, room: int) -> Iterator[str]:
    for word in text.split():
        if cells(word) <= room:
            yield word
            continue
        yield from _cut(word, room)


def _cut(word: str, room: int) -> Iterable[str]:
    """A word wider than the line, in pieces; references break between their brackets."""
    piece = ""
    for part in word.replace("][", "]\0[").split("\0"):
        for unit in [part] if cells(part) <= room else list(part):
            if piece and cells(piece) + cells(unit) > room:
                yield piece
                piece = ""
            piece += unit
    yield piece
