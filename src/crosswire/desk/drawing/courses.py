"""A figure over time, for the desk: the drawing of the report with links to the desk's own pages, and a small one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from crosswire.desk.drawing.picture import Drawing, said
from crosswire.model import Extent, History
from crosswire.report.axes import Frame, count_top
from crosswire.report.figure import Figure, described, drawn, title
from crosswire.report.wording import DASH

_WIDTH, _HEIGHT = 120.0, 28.0


def course(history: History, published: Mapping[str, str], where: Callable[[str], str | None]) -> Drawing:
    """Band from low to high, the best figure as steps, a thin line for each origin with its name at its end.

    ``published`` is the date of each claim's report, ``where`` the address of the page that shows a claim, or None.
    The words name what each origin said, then every change with its reason.
    """
    told = {mark.claim for mark in history.marks}
    links = {claim: address for claim in sorted(told) if (address := where(claim))}
    figure = drawn(history, links, published)
    return Drawing(f"{figure.wide}\n{figure.narrow}", tuple(_words(figure)), "course-of")


def _words(figure: Figure) -> Iterator[str]:
    for voice in figure.said:
        yield f"{voice}."
    for row in figure.rows:
        value = row.best if row.low == row.best == row.high else f"{row.best} (low {row.low}, high {row.high})"
        by = "" if row.who == DASH else f", {row.who}"
        yield f"{row.when}, {row.kind}: {value}{by}; {row.reason}."


def spark(history: History) -> Drawing:
    """The best figure and its band in the size of a word; what it shows is told beside it for screen readers."""
    frame = _frame(history)
    if frame is None:
        return Drawing("")
    steps = list(_stretches(history, frame))
    band = "".join(_band(start, end, extent, frame) for start, end, extent in steps)
    line, last = _best(steps, frame)
    dot = f'<circle class="dot" cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="2.5"/>' if last else ""
    words = said(f"{title(history)}. {described(history)}")
    return Drawing(
        f'<svg class="spark" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" width="{_WIDTH:g}" height="{_HEIGHT:g}" role="img"'
        f' aria-label="{words}"><title>{words}</title>{band}<path class="best" d="{line}"/>{dot}</svg>',
        (),
        "spark-line",
        "span",
    )


def _frame(history: History) -> Frame | None:
    """None where there is no figure to draw."""
    values = [n for c in history.changes if c.after for n in (c.after.low, c.after.best, c.after.high) if n is not None]
    if not values:
        return None
    moments = [_at(change.at) for change in history.changes]
    return Frame(2, _WIDTH - 4, 3, _HEIGHT - 3, min(moments), max(moments), count_top(max(values)))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _stretches(history: History, frame: Frame) -> Iterator[tuple[float, float, Extent | None]]:
    starts = [frame.x(_at(change.at)) for change in history.changes]
    for change, start, end in zip(history.changes, starts, [*starts[1:], frame.right], strict=True):
        yield start, end, change.after


def _band(start: float, end: float, extent: Extent | None, frame: Frame) -> str:
    if extent is None or extent.low == extent.high or extent.best is None:
        return ""
    low, high = frame.y(extent.low or 0), frame.y(extent.high) if extent.high is not None else frame.top
    return f'<path class="band" d="M{start:.1f} {high:.1f}H{end:.1f}V{low:.1f}H{start:.1f}Z"/>'


def _best(steps: list[tuple[float, float, Extent | None]], frame: Frame) -> tuple[str, tuple[float, float] | None]:
    path, last, joined = "", None, False
    for start, end, extent in steps:
        if extent is None or extent.best is None:
            joined, last = False, None
            continue
        y = frame.y(extent.best)
        path += f"{'V' if joined else f'M{start:.1f} '}{y:.1f}H{end:.1f}"
        joined, last = True, (end, y)
    return path, last
