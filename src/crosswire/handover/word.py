"""The situation report as DOCX: real headings, a real table, bookmarks and links both ways.

The same report gives the same bytes: no date of the clock, no name of a machine or person, members of the archive in a
fixed order with a fixed date.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from crosswire.handover.moment import moment_of
from crosswire.handover.outline import (
    COLUMNS,
    Block,
    Heading,
    Items,
    Notes,
    Paragraph,
    Run,
    Runs,
    Table,
    TableRow,
    directed,
    footer,
    outline,
)
from crosswire.handover.values import Situation

FACE = "Arial"
INK, SOFT, ALARM, LINK = "1A1C20", "555B66", "A3190C", "0B57A4"
_COLOURS = {"soft": SOFT, "alarm": ALARM}
#: widths of the table's columns in millimetres; together the width of the text on A4
WIDTHS = (51, 13, 13, 13, 14, 43, 27)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def as_docx(situation: Situation) -> bytes:
    """The report as an Office Open XML document, A4."""
    blocks = outline(situation)
    document = Document()
    _styled(document)
    _titled(document, situation, next(block.text for block in blocks if isinstance(block, Heading)))
    for block in blocks:
        _block(document, block)
    _footed(document.sections[0], footer(situation))
    made = BytesIO()
    document.save(made)
    return _timeless(made.getvalue())


# --- the file ------------------------------------------------------------------------------------


def _titled(document: Any, situation: Situation, title: str) -> None:
    """What the file says of itself: title and language, and the moment of which it speaks as its only date."""
    properties, at = document.core_properties, moment_of(situation).astimezone(UTC).replace(tzinfo=None)
    properties.title, properties.language = title[:250], "en"
    properties.author, properties.last_modified_by, properties.comments = "crosswire", "crosswire", ""
    properties.created = properties.modified = at if at.year > 1601 else datetime(1980, 1, 1)
    package = document.part.package
    for key in [
        key for key, rel in package.rels.items() if rel.reltype.endswith(("/thumbnail", "/extended-properties"))
    ]:
        del package.rels[key]


def _timeless(made: bytes) -> bytes:
    """The same archive with one fixed date for every member."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(member, old.read(name))
    return out.getvalue()


def _styled(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(16), Mm(18)
    for name, size in (
        ("Normal", 9.5),
        ("List Bullet", 9.5),
        ("Heading 1", 16),
        ("Heading 2", 12),
        ("Heading 3", 10.5),
    ):
        style = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(INK)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for key in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{key}"), FACE)
        style.paragraph_format.space_after = Pt(3)
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "en-GB")


def _footed(section: Any, text: str) -> None:
    paragraph = section.footer.paragraphs[0]
    for part in (f"{text} · page ", "PAGE", " of ", "NUMPAGES"):
        if part.isupper():
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), part)
            field.append(_run(Run("1", "soft"), 8))
            paragraph._p.append(field)
        else:
            paragraph._p.append(_run(Run(part, "soft"), 8))


# --- blocks --------------------------------------------------------------------------------------


def _block(document: Any, block: Block) -> None:
    match block:
        case Heading(level, text):
            _fill(document.add_heading("", level), (Run(text),))
        case Paragraph(runs):
            _fill(document.add_paragraph(), runs)
        case Items(items, start):
            for n, paragraphs in enumerate(items, start or 0):
                _item(document, paragraphs, None if start is None else n)
        case Table():
            _table(document, block)
        case Notes(notes):
            for n, runs in notes:
                paragraph = document.add_paragraph()
                paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(8), Mm(-8)
                _linked(paragraph, f"[{n}]", f"c{n}", f"n{n}", n, 8.5)
                _fill(paragraph, (Run(" "), *runs), 8.5)


def _item(document: Any, paragraphs: Sequence[Runs], n: int | None) -> None:
    first, *rest = paragraphs
    if n is None:
        _fill(document.add_paragraph(style="List Bullet"), first)
    else:
        head = document.add_paragraph()
        head.paragraph_format.keep_with_next = True
        _fill(head, (Run(f"{n}. ", "strong"), *first))
    for runs in rest:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(6)
        _fill(paragraph, runs)


def _table(document: Any, table: Table) -> None:
    _fill(document.add_paragraph(), (Run(table.caption, "soft"),))
    made = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    made.autofit = False
    for column, width in zip(made.columns, WIDTHS, strict=True):  # some programs go by these and not by the cells
        column.width = Mm(width)
    heads = tuple((Run(name or "who", "strong"),) for name in COLUMNS)
    _cells(made.rows[0], heads)
    _flag(made.rows[0]._tr, "w:tblHeader")
    for row in table.rows:
        _row(made.add_row(), row)


def _row(made: Any, row: TableRow) -> None:
    _flag(made._tr, "w:cantSplit")
    if len(row.cells) == 1:
        cells = made.cells
        cells[0].merge(cells[-1])
        _fill(made.cells[0].paragraphs[0], row.cells[0], 8.5)
        made.cells[0].paragraphs[0].paragraph_format.keep_with_next = True
        return
    _cells(made, row.cells)
    made.cells[0].paragraphs[0].paragraph_format.left_indent = Mm(2 + 3 * min(row.depth, 4))


def _cells(made: Any, cells: Sequence[Runs]) -> None:
    for n, (cell, runs) in enumerate(zip(made.cells, cells, strict=True)):
        cell.width = Mm(WIDTHS[n])
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        if 1 <= n <= 4:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _fill(paragraph, runs, 8.5)


def _flag(row: Any, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))


# --- words ---------------------------------------------------------------------------------------


def _fill(paragraph: Any, runs: Iterable[Run], size: float | None = None) -> None:
    for run in runs:
        if run.note is None:
            for part, leftward in directed(run.text):
                paragraph._p.append(_run(Run(part, run.style), size, leftward=leftward))
        else:
            name = f"c{run.note}" if run.first else None
            _linked(paragraph, run.text, f"n{run.note}", name, 100_000 + run.note, size)


def _linked(paragraph: Any, text: str, to: str, name: str | None, ident: int, size: float | None) -> None:
    """A link to the bookmark ``to``; with a ``name`` it is one itself, for the way back."""
    if name:
        start = OxmlElement("w:bookmarkStart")
        start.set(qn("w:id"), str(ident))
        start.set(qn("w:name"), name)
        paragraph._p.append(start)
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), to)
    link.set(qn("w:history"), "1")
    link.append(_run(Run(text), size, LINK))
    paragraph._p.append(link)
    if name:
        end = OxmlElement("w:bookmarkEnd")
        end.set(qn("w:id"), str(ident))
        paragraph._p.append(end)


def _run(run: Run, size: float | None = None, colour: str | None = None, leftward: bool = False) -> Any:
    """A run by hand: half of the time of python-docx's own, and properties in the schema's order."""
    made, properties = OxmlElement("w:r"), OxmlElement("w:rPr")
    if run.style in ("strong", "alarm", "mark"):
        properties.append(OxmlElement("w:b"))
    if colour := colour or _COLOURS.get(run.style):
        _set(properties, "w:color", colour)
    if size is not None:
        _set(properties, "w:sz", str(round(size * 2)))
        _set(properties, "w:szCs", str(round(size * 2)))
    if run.style == "mark":
        _set(properties, "w:highlight", "yellow")
    if leftward:
        properties.append(OxmlElement("w:rtl"))
    if len(properties):
        made.append(properties)
    text = OxmlElement("w:t")
    text.text = run.text
    text.set(qn("xml:space"), "preserve")
    made.append(text)
    return made


def _set(properties: Any, name: str, value: str) -> None:
    element = OxmlElement(name)
    element.set(qn("w:val"), value)
    properties.append(element)
