"""The situation report as GitHub-flavoured Markdown, every stranger's word escaped."""

from __future__ import annotations

from collections.abc import Iterator

from crosswire.handover.outline import COLUMNS, Block, Heading, Items, Notes, Paragraph, Run, Runs, Table, outline
from crosswire.handover.values import Situation
from crosswire.report.markdown import escaped


def as_markdown(situation: Situation) -> str:
    """The report as Markdown text; references and endnotes are linked both ways by named anchors."""
    lines = [line for block in outline(situation) for line in _block(block)]
    return "\n".join(lines).strip("\n") + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text):
            yield from ("", f"{'#' * level} {escaped(text)}", "")
        case Paragraph(runs):
            yield from (_runs(runs), "")
        case Items(items, start):
            for n, (first, *rest) in enumerate(items, start or 0):
                mark = f"{n}. " if start is not None else "- "
                yield mark + _runs(first)
                for runs in rest:
                    yield from ("", " " * len(mark) + _runs(runs))
            yield ""
        case Table():
            yield from _table(block)
        case Notes(notes):
            for n, runs in notes:
                yield f'- <a id="n{n}"></a>[\\[{n}\\]](#c{n}) {_runs(runs)}'


def _table(table: Table) -> Iterator[str]:
    yield from (escaped(table.caption), "", f"| {' | '.join(COLUMNS)} |", "|---|---:|---:|---:|---:|---|---|")
    for row in table.rows:
        cells = [_runs(cell) for cell in row.cells] + [""] * (len(COLUMNS) - len(row.cells))
        cells[0] = "&nbsp;" * 4 * row.depth + cells[0]
        yield f"| {' | '.join(cells)} |"
    yield ""


def _runs(runs: Runs) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    if run.note is not None:
        anchor = f'<a id="c{run.note}"></a>' if run.first else ""
        return f"{anchor}[\\[{run.note}\\]](#n{run.note})"
    words = escaped(run.text)
    if run.style in ("strong", "alarm") and words.strip():
        return words.replace(words.strip(), f"**{words.strip()}**", 1)  # ** beside a space is two stars, not bold
    return f"«**{words}**»" if run.style == "mark" else words
