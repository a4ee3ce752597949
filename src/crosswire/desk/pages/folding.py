"""A long table of fates cut for the incident's page: of many parts of one whole the first, and the number of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crosswire.report.page import Fates, Row

#: tables of no more rows are shown whole; of longer ones so many parts of each figure
WHOLE, PARTS = 60, 6


@dataclass(frozen=True, slots=True)
class Line:
    """A row, or (``row`` None) how many parts were left out at this depth."""

    depth: int
    row: Row | None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the table as it is shown."""

    label: str
    lines: tuple[Line, ...]


def whole(blocks: Sequence[Fates]) -> tuple[Block, ...]:
    """Every row."""
    return tuple(Block(block.label, tuple(Line(row.depth, row) for row in block.rows)) for block in blocks)


def folded(blocks: Sequence[Fates]) -> tuple[Block, ...]:
    """The table for a page that holds more than it."""
    if sum(len(block.rows) for block in blocks) <= WHOLE:
        return whole(blocks)
    return tuple(Block(block.label, tuple(_lines(block.rows))) for block in blocks)


def _lines(rows: Sequence[Row]) -> Iterator[Line]:
    """Rows at the depth of the first stay; of the rows beneath one of them, so many at each depth."""
    top = min((row.depth for row in rows), default=0)
    shown: dict[int, int] = {}
    left: dict[int, int] = {}
    hidden: int | None = None
    for row in rows:
        yield from _told(left, row.depth)
        for deeper in [depth for depth in shown if depth > row.depth]:
            del shown[deeper]
        if hidden is not None and row.depth > hidden:
            continue
        hidden = None
        shown[row.depth] = shown.get(row.depth, 0) + 1
        if row.depth > top and shown[row.depth] > PARTS and not row.contested:
            left[row.depth] = left.get(row.depth, 0) + 1
            hidden = row.depth
        else:
            yield Line(row.depth, row)
    yield from _told(left, -1)


def _told(left: dict[int, int], depth: int) -> Iterator[Line]:
    """What was left out deeper than here."""
    for deeper in sorted((d for d in left if d > depth), reverse=True):
        yield Line(deeper, None, left.pop(deeper))
