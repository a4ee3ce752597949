"""The report as Markdown: tables and footnote-like numbers, every word of a report escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crosswire.report.page import Block, Disagreement, Fates, Page, Refs, Section

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~#])")
_LEADING = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s)")


def escaped(text: str) -> str:
    """A report's words as Markdown that shows them as they are: ``<b>`` and ``*`` stay visible."""
    return _LEADING.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", _SPECIAL.sub(r"\\\1", text.replace("&", "&amp;")))


def as_markdown(page: Page) -> str:
    """The page as GitHub-flavoured Markdown."""
    lines = [f"# {escaped(page.title)}", ""]
    lines += [f"{escaped(fact)}  " for fact in page.facts]
    if len(page.blocks) > 1:
        lines += ["", *(f"{n}. {escaped(block.title)}" for n, block in enumerate(page.blocks, 1))]
    for block in page.blocks:
        lines += _block(block, page)
    for section in page.sections:
        lines += _section(section, page)
    if page.references:
        lines += ["", "## Sentences", ""]
    for ref in page.references:
        where = escaped(ref.document) + (f" ¶{ref.paragraph}" if ref.paragraph else "")
        marked = f"«**{escaped(ref.marked)}**»" if ref.marked else "«»"
        lines.append(f'- <a id="q{ref.n}"></a>[{ref.n}] {where}: {escaped(ref.before)}{marked}{escaped(ref.after)}')
    return "\n".join(lines) + "\n"


def _refs(claims: Refs, page: Page) -> str:
    numbers = sorted({page.numbers[claim] for claim in claims if claim in page.numbers})
    return " ".join(f"[[{n}]](#q{n})" for n in numbers)


def _block(block: Block, page: Page) -> Iterator[str]:
    if len(page.blocks) > 1:
        yield from ("", f"## {escaped(block.title)}", "")
        yield from (f"{escaped(fact)}  " for fact in block.facts)
    if block.fates:
        yield from ("", "| Fates | low | best | high | roots | state | sentences |")
        yield "|---|---:|---:|---:|---:|---|---|"
        for group in block.fates:
            yield from _group(group, page)
    if block.ledger.lines:
        yield from _section(block.ledger, page)
    if block.disagreements:
        yield from ("", "### Disagreements", "")
        for item in block.disagreements:
            yield from _disagreement(item, page)
    for section in block.sections:
        yield from _section(section, page)


def _group(group: Fates, page: Page) -> Iterator[str]:
    if group.label:
        yield f"| **{escaped(group.label)}** | | | | | | |"
    for row in group.rows:
        words = escaped(row.label) if group.label or row.depth else f"**{escaped(row.label)}**"
        label = "&nbsp;" * 4 * row.depth + words
        state = escaped("; ".join(map(str, row.state)))
        state = f"**{state}**" if row.contested else state
        yield f"| {label} | {row.low} | {row.best} | {row.high} | {row.roots} | {state} | {_refs(row.refs, page)} |"


def _disagreement(item: Disagreement, page: Page) -> Iterator[str]:
    yield f"{item.number}. **{escaped(item.headline)}**"
    for side in item.sides:
        yield f"   - “{escaped(side.quote)}” · {escaped(side.who)} {_refs(side.refs, page)}"
    if item.reason:
        yield from ("", f"   {escaped(item.reason)}")
    if item.settle:
        yield from ("", f"   *Would settle it:* {escaped(item.settle)}")


def _section(section: Section, page: Page) -> Iterator[str]:
    yield from ("", f"### {escaped(section.title)}", "")
    for line in section.lines:
        yield f"- **{escaped(line.lead)}**: {escaped(line.text)} {_refs(line.refs, page)}".rstrip()
