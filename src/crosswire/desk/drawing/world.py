"""Where in the world the incidents are: one numbered mark for each, leading to its page."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import quote

from crosswire.desk.drawing import outline
from crosswire.desk.drawing.labels import BOLD, Sheet
from crosswire.desk.drawing.maps import CREDIT, countries, ground, written
from crosswire.desk.drawing.outline import Point
from crosswire.desk.drawing.picture import Drawing, Size, cut, framed, lettered, said
from crosswire.desk.drawing.view import Window, fitted, squeeze, turned
from crosswire.model import Incident
from crosswire.report.wording import days, place, plain

WIDE = Size("wide", 720, 420, 13)
NARROW = Size("narrow", 336, 300, 13)
#: marks drawn at the most; the first incidents are drawn
MOST = 60
#: kilometres that the map shows at the least, and from which breadth in degrees on it shows the whole world
_LEAST, _WHOLE = 4500.0, 150.0
#: the middle of the whole world and its height as a share of its width: without Antarctica and the northernmost ice
_MIDDLE: Point = (11.0, 11.0)
_FLAT = 0.39
_R = 9.0
_COARSE = 5000.0
#: points of the outline nearer than this, in pixels, are one: the map is a background
_FINE = 2.0


@dataclass(frozen=True, slots=True)
class Marked:
    """An incident with its number in the list and its place in degrees."""

    number: int
    incident: Incident
    at: Point


def address(incident: Incident) -> str:
    """Where an incident's page is."""
    return f"/incidents/{quote(incident.id, safe='')}"


def world_map(incidents: Sequence[Incident], where: Callable[[Incident], str] = address) -> Drawing:
    """A mark for each incident that has a place, numbered as they are given; ``where`` is the address of its page."""
    marked = list(_marked(incidents))
    words = tuple(_told(incidents, marked))
    if not marked:
        return Drawing("", words, "map")
    shown = marked[:MOST]
    short = "; ".join(_line(one) for one in shown[:12])
    drawn = []
    for size in (WIDE, NARROW):
        window = _window([one.at for one in shown], size)
        real = replace(size, height=window.height)
        body = "\n".join(_body(shown, where, real, window))
        drawn.append(framed("map-world", real, "Where the incidents are", short, body, linked=True))
    return Drawing("\n".join(drawn), words, "map")


def _marked(incidents: Sequence[Incident]) -> Iterator[Marked]:
    for number, incident in enumerate(incidents, 1):
        found = incident.place
        if found is not None and found.latitude is not None and found.longitude is not None:
            yield Marked(number, incident, (found.longitude, found.latitude))


def _line(one: Marked) -> str:
    """ "2. In Amenas hostage-taking, In Amenas, Algeria, Wed 16 – Sat 19 Jan 2013"."""
    incident = one.incident
    when = days(incident.start, incident.end)
    found = incident.place
    if found is not None and found.country:
        found = replace(found, country=outline.country_name(found.country))
    parts = (f"{one.number}. {plain(incident.label)}", place(found), when)
    return ", ".join(part for part in parts if part)


def _told(incidents: Sequence[Incident], marked: Sequence[Marked]) -> Iterator[str]:
    for one in marked[:MOST]:
        yield f"{_line(one)}."
    if len(marked) > MOST:
        yield f"And {len(marked) - MOST} more that are not drawn."
    placed = {one.number for one in marked}
    lost = [f"{n}. {plain(i.label)}" for n, i in enumerate(incidents, 1) if n not in placed]
    if lost:
        more = f" and {len(lost) - MOST} more" if len(lost) > MOST else ""
        yield f"Not on the map, for no report says where: {', '.join(lost[:MOST])}{more}."
    if marked:
        yield CREDIT


def _body(shown: Sequence[Marked], where: Callable[[Incident], str], size: Size, window: Window) -> Iterator[str]:
    world = outline.far() if window.kilometres(size.width) > _COARSE else outline.near()
    yield from ground(world, None, window, _FINE)
    sheet = Sheet(size.width, size.height)
    spots = [(window.x(one.at[0]), window.y(one.at[1])) for one in shown]
    marks = apart(spots, size)
    for x, y in marks:
        sheet.take((x - _R, y - _R, x + _R, y + _R))
    for (x, y), (u, v) in zip(spots, marks, strict=True):
        if math.hypot(x - u, y - v) > 1:
            yield f'<path class="lead" d="M{x:.1f} {y:.1f}L{u:.1f} {v:.1f}"/>'
            yield f'<circle class="town" cx="{x:.1f}" cy="{y:.1f}" r="2"/>'
    for one, (x, y) in zip(shown, marks, strict=True):
        yield from _mark(one, x, y, where, size, sheet)
    if window.height != size.width * _FLAT:
        yield from countries(world, window, size, sheet)


def _mark(one: Marked, x: float, y: float, where: Callable[[Incident], str], size: Size, sheet: Sheet) -> Iterator[str]:
    vague = one.incident.place is not None and one.incident.place.precision in ("region", "country")
    kind = "scene middle" if vague else "scene"
    label = (
        sheet.beside(cut(one.incident.label, 26), x, y, size.type, _R, BOLD)
        if size.key == "wide" or one.number <= 8
        else None
    )
    yield f'<a href="{escape(where(one.incident))}" aria-label="{said(_line(one))}">'
    yield f'<circle class="touch" cx="{x:.1f}" cy="{y:.1f}" r="14"/>'
    yield f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{_R:g}"/>'
    yield lettered(str(one.number), x, y + 4, "count open" if vague else "count", 11, "middle")
    yield (written(label, "scene-name") if label else "") + "</a>"


def _window(points: Sequence[Point], size: Size) -> Window:
    """Round all incidents; the whole world where they are all over it."""
    across = [turned(x - points[0][0]) for x, _ in points]
    if max(across) - min(across) <= _WHOLE:
        found = fitted(points, (size.width, size.height), _LEAST, size.width * 0.1)
        west, _, east, _ = found.degrees()
        if east - west < 2 * _WHOLE:
            return found
    return Window(*_MIDDLE, size.width / 360 / squeeze(_MIDDLE[1]), size.width, size.width * _FLAT)


def apart(spots: Sequence[Point], size: Size) -> list[Point]:
    """The marks moved off each other: each to the first free place on a spiral round its own."""
    found: list[Point] = []
    for spot in spots:
        found.append(next((p for p in _spiral(spot) if _free(p, found, size)), spot))
    return found


def _spiral(spot: Point) -> Iterator[Point]:
    yield spot
    for step in range(1, 240):  # the golden angle: no two of the places lie in a line
        reach, turn = _R * 0.9 * math.sqrt(step), step * 2.399963
        yield spot[0] + reach * math.cos(turn), spot[1] + reach * math.sin(turn)


def _free(point: Point, taken: Sequence[Point], size: Size) -> bool:
    x, y = point
    if not (_R + 2 <= x <= size.width - _R - 2 and _R + 2 <= y <= size.height - _R - 2):
        return False
    return all(math.hypot(x - u, y - v) >= 2 * _R + 2 for u, v in taken)
