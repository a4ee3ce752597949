"""A figure over time as inline SVG: the band from low to high, the best figure as steps, a thin line for each origin.

No script, no network, no colour of its own: everything is drawn in the page's variables, so that it follows light, dark
and paper.  It is drawn twice, for a wide page and for a telephone, and the page shows the one that fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from crosswire.model import Extent, History, Mark
from crosswire.report.axes import Frame, count_ticks, count_top, time_ticks
from crosswire.report.wording import DASH, STATUSES, day, number, plain, unique

#: at most so many figures for an incident, so many origins named in one drawing
MOST, NAMED = 6, 7
_GAP = 15.0
#: for each claim the number of its sentence on this page, or the address of a page that shows it
Links = Mapping[str, int | str]
_SHAPES = ("circle", "square", "diamond", "triangle")


@dataclass(frozen=True, slots=True)
class Voice:
    """One origin's marks in time, with its name and the shape that tells it from the others without colour."""

    name: str
    marks: tuple[Mark, ...]
    shape: str


@dataclass(frozen=True, slots=True)
class Size:
    """The measures of one drawing in CSS pixels; names longer than ``letters`` are cut."""

    key: str
    width: float
    height: float
    right: float
    letters: int
    ticks: int


WIDE = Size("wide", 560, 240, 182, 26, 5)
NARROW = Size("narrow", 336, 230, 116, 16, 3)


def drawable(histories: Sequence[History]) -> tuple[History, ...]:
    """The figures worth a drawing: whole ones that changed, or that several origins gave at several moments.

    Those that cannot be undone come first, then the larger; never more than `MOST`.
    """
    chosen = [h for h in histories if h.part_of is None and not h.ended and _moves(h)]
    return tuple(sorted(chosen, key=_weight)[:MOST])


def _moves(history: History) -> bool:
    moments = {mark.at for mark in history.marks} | {change.at for change in history.changes}
    roots = {mark.root for mark in history.marks}
    return len(moments) > 1 and (len(history.changes) > 1 or len(roots) > 1)


def _weight(history: History) -> tuple[int, int, str]:
    rank = STATUSES.index(history.status) if history.status in STATUSES else len(STATUSES)
    return rank, -_top(history), history.tally


def _top(history: History) -> int:
    values = [n for c in history.changes if c.after for n in (c.after.low, c.after.best, c.after.high)]
    values += [n for mark in history.marks for n in (mark.low, mark.best, mark.high)]
    return max((n for n in values if n is not None), default=0)


def title(history: History) -> str:
    """ "Hostages killed"."""
    words = f"{plain(history.label)} {history.status}"
    return words[:1].upper() + words[1:]


def described(history: History) -> str:
    """The drawing in a sentence or two, for who cannot see it."""
    last = next((change.after for change in reversed(history.changes) if change.after), None)
    steps = " → ".join(_value(c.after.best) for c in history.changes if c.after and c.after.best is not None)
    now = f"Now low {_value(last.low)}, best {_value(last.best)}, high {_value(last.high)}. " if last else ""
    names = ", ".join(voice.name for voice in voices(history))
    return f"Best figure over time: {steps or 'none stated'}. {now}Origins: {names}."


def _value(value: int | None) -> str:
    return DASH if value is None else number(value)


def voices(history: History) -> tuple[Voice, ...]:
    """The origins, earliest first; one that repeats a number at one moment is marked once."""
    found: dict[str, dict[tuple[object, ...], Mark]] = {}
    for mark in history.marks:
        found.setdefault(mark.root, {}).setdefault((mark.at, mark.low, mark.high), mark)
    told = []
    for place, marks in enumerate(found.values()):
        own = sorted(marks.values(), key=lambda mark: mark.at)
        names = [plain(mark.name) for mark in own]
        name = max(names, key=lambda n: (names.count(n), -names.index(n)))
        told.append(Voice(name, tuple(own), _SHAPES[place % len(_SHAPES)]))
    return tuple(told)


def svg(history: History, numbers: Links, published: Mapping[str, str], size: Size) -> str:
    """One drawing; ``numbers`` lead to the claims' sentences, ``published`` are the dates of their reports."""
    frame = _frame(history, size)
    body = "\n".join(
        part
        for parts in (
            _grid(frame, size),
            _band(history, frame),
            _best(history, frame),
            _voices(history, frame, numbers, published, size),
        )
        for part in parts
    )
    name = f"h-{history.tally}-{size.key}"
    role = "group" if any(mark.claim in numbers for mark in history.marks) else "img"  # an image has no links inside
    return (
        f'<svg class="course {size.key}" viewBox="0 0 {size.width:g} {size.height:g}" width="{size.width:g}"'
        f' height="{size.height:g}" role="{role}" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(title(history))} over time</title>'
        f'<desc id="{name}-d">{escape(described(history))}</desc>\n{body}\n</svg>'
    )


# --- axes ----------------------------------------------------------------------------------------


def _frame(history: History, size: Size) -> Frame:
    moments = [_at(mark.at) for mark in history.marks] + [_at(change.at) for change in history.changes]
    top = count_top(_top(history))
    left = 14 + 7 * len(number(int(top)))
    return Frame(left, size.width - size.right, 14, size.height - 26, min(moments), max(moments), top)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _grid(frame: Frame, size: Size) -> Iterator[str]:
    for value in count_ticks(frame.most):
        y = frame.y(value)
        yield f'<path class="grid" d="M{frame.left:.1f} {y:.1f}H{frame.right:.1f}"/>'
        yield f'<text class="tick" x="{frame.left - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{number(value)}</text>'
    for tick in time_ticks(frame.first, frame.last, size.ticks):
        x = frame.x(tick.at)
        if frame.left <= x <= frame.right:
            yield f'<path class="grid" d="M{x:.1f} {frame.bottom:.1f}v4"/>'
        centre = frame.x(tick.centre)
        if frame.left + 8 <= centre <= frame.right - 8:
            where = f'x="{centre:.1f}" y="{frame.bottom + 18:.1f}"'
            yield f'<text class="tick" {where} text-anchor="middle">{tick.text}</text>'


# --- the tally -----------------------------------------------------------------------------------


def _band(history: History, frame: Frame) -> Iterator[str]:
    """From low to high; where no bound is stated the band reaches the edge of the drawing."""
    for start, end, extent in _stretches(history, frame):
        if extent is None or (extent.low is None and extent.high is None and extent.best is None):
            continue
        low = frame.y(extent.low or 0)
        high = frame.y(extent.high) if extent.high is not None else frame.top
        if low - high < 3:  # one number: a hair of band, so that it does not vanish
            low, high = low + 1.5, high - 1.5
        shape = f"M{start:.1f} {high:.1f}H{end:.1f}V{low:.1f}H{start:.1f}Z"
        yield f'<path class="band{" open" if extent.high is None else ""}" d="{shape}"/>'


def _best(history: History, frame: Frame) -> Iterator[str]:
    path, before = "", False
    for start, end, extent in _stretches(history, frame):
        if extent is None or extent.best is None:
            before = False
            continue
        y = frame.y(extent.best)
        path += f"{'V' if before else f'M{start:.1f} '}{y:.1f}H{end:.1f}"
        before = True
    if path:
        yield f'<path class="best" d="{path}"/>'


def _stretches(history: History, frame: Frame) -> Iterator[tuple[float, float, Extent | None]]:
    starts = [frame.x(_at(change.at)) for change in history.changes]
    for change, start, end in zip(history.changes, starts, [*starts[1:], frame.right], strict=True):
        yield start, end, change.after


# --- the origins ---------------------------------------------------------------------------------


def _voices(history: History, frame: Frame, numbers: Links, published: Mapping[str, str], size: Size) -> Iterator[str]:
    told = voices(history)
    ends = []
    for voice in told:
        points = [(frame.x(_at(mark.at)), frame.y(_height(mark)), mark) for mark in voice.marks]
        if len(points) > 1:
            yield '<path class="voice" d="M' + "L".join(f"{x:.1f} {y:.1f}" for x, y, _ in points) + '"/>'
        for x, y, mark in points:
            yield _marker(x, y, mark, voice, numbers, published)
        ends.append((points[-1][0], points[-1][1], voice))
    yield from _labels(ends, frame, size)


def _height(mark: Mark) -> int:
    return next((n for n in (mark.best, mark.low, mark.high) if n is not None), 0)


def _marker(x: float, y: float, mark: Mark, voice: Voice, numbers: Links, published: Mapping[str, str]) -> str:
    when = published.get(mark.claim)
    words = f"{plain(mark.name)}: {said(mark)}" + (f", {day(when)}" if when else "")
    drawn = f'<g class="mark"><title>{escape(words)}</title>{_shape(voice.shape, x, y)}</g>'
    n = numbers.get(mark.claim)
    if not n:
        return drawn
    where, more = (f"#q{n}", f", sentence {n}") if isinstance(n, int) else (escape(n), "")
    return f'<a href="{where}" aria-label="{escape(words)}{more}">{drawn}</a>'


def said(mark: Mark) -> str:
    """The number as said: "34", "at least 11", "up to 41", "25 to 30"."""
    if mark.low is not None and mark.high is not None:
        return number(mark.low) if mark.low == mark.high else f"{number(mark.low)} to {number(mark.high)}"
    if mark.low is not None:
        return f"at least {number(mark.low)}"
    return f"up to {number(mark.high)}" if mark.high is not None else DASH


def _shape(kind: str, x: float, y: float) -> str:
    if kind == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>'
    corners = {
        "square": ((-4, -4), (4, -4), (4, 4), (-4, 4)),
        "diamond": ((0, -5.6), (5.6, 0), (0, 5.6), (-5.6, 0)),
        "triangle": ((0, -5.2), (5, 4), (-5, 4)),
    }[kind]
    return f'<path d="M{"L".join(f"{x + dx:.1f} {y + dy:.1f}" for dx, dy in corners)}Z"/>'


def _labels(ends: Sequence[tuple[float, float, Voice]], frame: Frame, size: Size) -> Iterator[str]:
    """Names at the right, each beside its origin's last mark, moved apart where they would overlap.

    Where more origins speak than there is room for, those who spoke last are named; the table names all.
    """
    latest = sorted(ends, key=lambda end: (-end[0], end[2].name))[:NAMED]
    latest.sort(key=lambda end: (end[1], -end[0], end[2].name))
    heights = _apart([y for _, y, _ in latest], frame.top + 4, frame.bottom)
    for (x, y, voice), at in zip(latest, heights, strict=True):
        left = frame.right + 9
        if x < frame.right - 1 or abs(at - y) > 1:
            yield f'<path class="lead" d="M{x + 6:.1f} {y:.1f}L{left - 3:.1f} {at:.1f}"/>'
        value = said(voice.marks[-1])
        room = size.letters - len(value) - 1
        name = voice.name if len(voice.name) <= room else voice.name[: room - 1].rstrip() + "…"
        yield (
            f'<text class="name" x="{left:.1f}" y="{at + 4:.1f}"><tspan class="value">{escape(value)}</tspan>'
            f" {escape(name)}</text>"
        )
    if len(ends) > NAMED:
        where = f'x="{frame.right + 9:.1f}" y="{frame.bottom + 18:.1f}"'
        yield f'<text class="tick" {where}>and {len(ends) - NAMED} more</text>'


def _apart(heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Heights in order, none nearer than a line to the one before, all within the drawing."""
    found: list[float] = []
    for height in heights:
        found.append(max(height, found[-1] + _GAP if found else top))
    over = (found[-1] - bottom) if found else 0
    if over > 0:
        floor = bottom
        for place in range(len(found) - 1, -1, -1):
            found[place] = min(found[place], floor)
            floor = found[place] - _GAP
    return found


# --- the whole, for the page ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A change as a row of the table beneath a drawing."""

    when: str
    kind: str
    low: str
    best: str
    high: str
    who: str
    n: int | str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure over time: two drawings of it, its changes as rows, and what each origin said."""

    title: str
    now: str
    wide: str
    narrow: str
    rows: tuple[Row, ...]
    said: tuple[str, ...]


def drawn(history: History, numbers: Links, published: Mapping[str, str]) -> Figure:
    """All that the page shows of a figure's history; see `svg`."""
    return Figure(
        title(history),
        _now(history),
        svg(history, numbers, published, WIDE),
        svg(history, numbers, published, NARROW),
        tuple(_rows(history, numbers)),
        tuple(_told(history)),
    )


def _now(history: History) -> str:
    """ "now 23, low 23, high 34; contested"."""
    last = history.changes[-1]
    extent = last.after or Extent(None, None, None)
    words = f"now {_value(extent.best)}"
    if not extent.low == extent.best == extent.high:
        words += f", low {_value(extent.low)}, high {_value(extent.high)}"
    return f"{words}; {last.state}" if last.state in ("contested", "revised") else words


def _rows(history: History, numbers: Links) -> Iterator[Row]:
    names = {mark.claim: plain(mark.name) for mark in history.marks}
    for change in history.changes:
        extent = change.after or Extent(None, None, None)
        yield Row(
            when=day(change.published),
            kind=change.kind,
            low=_value(extent.low),
            best=_value(extent.best),
            high=_value(extent.high),
            who=names.get(change.claim or "", DASH),
            n=numbers.get(change.claim or ""),
            reason=plain(change.reason),
        )


def _told(history: History) -> Iterator[str]:
    """ "police: 12, at least 15": what each origin said, in order."""
    for voice in voices(history):
        yield f"{voice.name}: {', '.join(unique(said(mark) for mark in voice.marks))}"
