"""The situation report as PDF: page numbers, as-of and rule at the foot, links both ways, text that can be selected.

The same report gives the same bytes: the only date in the file is that of the account.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources

from fpdf import FPDF

from crosswire.handover.letters import shown
from crosswire.handover.moment import moment_of
from crosswire.handover.outline import Block, Heading, Items, Notes, Paragraph, Run, Runs, Table, footer, outline
from crosswire.handover.typeset import FOOT, MARGIN, PAGE, TINY, Item, Mark, Measure, Rule, Word, typeset
from crosswire.handover.values import Situation

FONTS = {"": "DejaVuSansCondensed.ttf", "B": "DejaVuSansCondensed-Bold.ttf"}
_INKS = {"soft": (85, 91, 102), "alarm": (163, 25, 12), "link": (11, 87, 164)}
_INK, _MARKED = (26, 28, 32), (255, 228, 143)
#: said where the font lacks letters
LACKING = (
    "Words in letters that the font of this file lacks stand as their number and script, [2 × Han]; the HTML, "
    "Markdown and DOCX files have them."
)


def as_pdf(situation: Situation) -> bytes:
    """The report as PDF, A4."""
    file = _opened()
    blocks = outline(situation)
    title = next(block.text for block in blocks if isinstance(block, Heading))
    file.set_title(title)
    file.set_creation_date(moment_of(situation))
    glyphs = _glyphs(file)
    letters = _Letters(glyphs)
    drawn = [_in_letters(block, letters) for block in blocks]
    if letters.lacking:
        drawn.append(Paragraph((Run(LACKING, "soft"),)))
    pages = typeset(drawn, _measuring(file))
    foot = letters(footer(situation))
    for n, page in enumerate(pages, 1):
        page.append(Rule(MARGIN, PAGE[1] - FOOT + 16.0, PAGE[0] - 2 * MARGIN, 205))
        words = f"{foot} · page {n} of {len(pages)}"
        page.append(Word(MARGIN, PAGE[1] - FOOT + 28.0, words, TINY, "soft", 0.0))
    _draw(file, pages)
    return bytes(file.output())


class _Letters:
    """Text in letters of the font; remembers whether any were lacking."""

    def __init__(self, glyphs: Collection[int]) -> None:
        self._glyphs = glyphs
        self.lacking = False

    def __call__(self, text: str) -> str:
        found = shown(text, self._glyphs)
        self.lacking = self.lacking or (found != text and " × " in found and " × " not in text)
        return found


def _in_letters(block: Block, letters: _Letters) -> Block:
    def put(runs: Runs) -> Runs:
        return tuple(replace(run, text=letters(run.text)) for run in runs)

    match block:
        case Heading(_, text):
            return replace(block, text=letters(text))
        case Paragraph(runs):
            return Paragraph(put(runs))
        case Items(items):
            return replace(block, items=tuple(tuple(put(runs) for runs in item) for item in items))
        case Table(_, rows):
            return replace(block, rows=tuple(replace(row, cells=tuple(map(put, row.cells))) for row in rows))
        case Notes(notes):
            return Notes(tuple((n, put(runs)) for n, runs in notes))


# --- the file ------------------------------------------------------------------------------------


def _opened() -> FPDF:
    file = FPDF(unit="pt", format="A4")
    file.set_auto_page_break(False)
    file.str_alias_nb_pages = ""  # a report that holds the alias must not be given a number of pages
    for style, name in FONTS.items():
        with resources.as_file(resources.files("crosswire.handover").joinpath("fonts", name)) as path:
            file.add_font("body", style, path)
    file.set_lang("en")
    file.set_creator("crosswire")
    file.set_author("crosswire")
    return file


def _glyphs(file: FPDF) -> frozenset[int]:
    """The letters that both weights of the font have."""
    found = [frozenset(file.fonts[f"body{style}"].cmap) for style in FONTS]  # type: ignore[union-attr]
    return frozenset.intersection(*found)


def _measuring(file: FPDF) -> Measure:
    """The width of words in points."""

    @lru_cache(maxsize=100_000)
    def wide(text: str, bold: bool) -> float:
        file.set_font("body", "B" if bold else "", 100)
        return file.get_string_width(text) / 100

    return lambda text, bold, size: wide(text, bold) * size


def _draw(file: FPDF, pages: Sequence[Iterable[Item]]) -> None:
    jumps = {
        item.anchor: file.add_link(page=n, y=max(0.0, item.y - item.size - 4))
        for n, page in enumerate(pages, 1)
        for item in page
        if isinstance(item, Word) and item.anchor
    }
    for page in pages:
        file.add_page()
        for item in page:
            match item:
                case Rule(x, y, width, grey):
                    file.set_draw_color(grey)
                    file.set_line_width(0.5)
                    file.line(x, y, x + width, y)
                case Mark(text, level, y):
                    file.set_y(y)
                    file.start_section(text, level, strict=False)
                case Word():
                    _word(file, item, jumps)


def _word(file: FPDF, word: Word, jumps: Mapping[str, int]) -> None:
    top = word.y - word.size
    if word.style == "mark":
        file.set_fill_color(*_MARKED)
        file.rect(word.x, top + 0.8, word.width, word.size * 1.2, style="F")
    file.set_font("body", "B" if word.style in ("strong", "alarm", "mark") else "", word.size)
    file.set_text_color(*_INKS.get(word.style, _INK))
    file.text(word.x, word.y, word.text)
    if word.link and word.link in jumps:
        file.link(word.x, top, word.width, word.size * 1.25, jumps[word.link])
