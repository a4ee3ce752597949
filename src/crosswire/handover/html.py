"""The situation report as one HTML file: its own style, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib import resources

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

_CLASSES = {"soft": "soft", "alarm": "alarm"}
_CONTESTED = ' class="contested"'
_TAGS = {"strong": "b", "alarm": "strong", "mark": "mark"}


def as_html(situation: Situation) -> str:
    """The report as a page that stands alone, on screen and on paper."""
    blocks = outline(situation)
    style = resources.files("crosswire.handover").joinpath("handover.css").read_text("utf-8")
    title = next(block.text for block in blocks if isinstance(block, Heading))
    body = "\n".join(line for block in blocks for line in _block(block))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
        f"<footer>{_words(footer(situation))}</footer>\n</body>\n</html>\n"
    )


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text):
            yield f"<h{level}>{_words(text)}</h{level}>"
        case Paragraph(runs):
            yield f"<p>{_runs(runs)}</p>"
        case Items(items, start):
            tag = "ul" if start is None else "ol"
            yield f"<{tag}>" if start in (None, 1) else f'<ol start="{start}">'
            for first, *rest in items:
                yield f"<li>{_runs(first)}{''.join(f'<p>{_runs(runs)}</p>' for runs in rest)}</li>"
            yield f"</{tag}>"
        case Table():
            yield from _table(block)
        case Notes(notes):
            yield '<ul class="notes">'
            for n, runs in notes:
                back = f'<a href="#c{n}" aria-label="endnote {n}, back to the text">[{n}]</a>'
                yield f'<li id="n{n}">{back} {_runs(runs)}</li>'
            yield "</ul>"


def _table(table: Table) -> Iterator[str]:
    yield '<div class="wide" tabindex="0" role="region" aria-label="Fates">'
    yield f"<table>\n<caption>{escape(table.caption)}</caption>"
    heads = "".join(f'<th scope="col"{_number(n)}>{name or "who"}</th>' for n, name in enumerate(COLUMNS))
    yield f"<thead><tr>{heads}</tr></thead>\n<tbody>"
    yield from (_row(row) for row in table.rows)
    yield "</tbody>\n</table></div>"


def _row(row: TableRow) -> str:
    if len(row.cells) == 1:
        return f'<tr class="group"><th scope="colgroup" colspan="{len(COLUMNS)}">{_runs(row.cells[0])}</th></tr>'
    head = f'<th scope="row" class="depth{min(row.depth, 3)}">{_runs(row.cells[0])}</th>'
    cells = "".join(f"<td{_number(n)}>{_runs(cell)}</td>" for n, cell in enumerate(row.cells[1:], 1))
    return f"<tr{_CONTESTED if row.contested else ''}>{head}{cells}</tr>"


def _number(column: int) -> str:
    return ' class="num"' if 1 <= column <= 4 else ""


def _runs(runs: Runs) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    if run.note is not None:
        anchor = f' id="c{run.note}"' if run.first else ""
        return f'<a class="ref" href="#n{run.note}"{anchor}>[{run.note}]</a>'
    tag = _TAGS.get(run.style, "span" if run.style else "")
    named = f' class="{_CLASSES[run.style]}"' if run.style in _CLASSES else ""
    return f"<{tag}{named}>{_words(run.text)}</{tag}>" if tag else _words(run.text)


def _words(text: str) -> str:
    """Escaped; words written from right to left keep to themselves."""
    return "".join(f"<bdi>{escape(part)}</bdi>" if leftward else escape(part) for part, leftward in directed(text))
