"""Where a map puts a place: a window on the world in pixels, and what of a line falls into it.

Equirectangular, true at the window's middle parallel: over the width of a country or two the error stays below the
size of a marker, and a scale bar can be drawn honestly.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from crosswire.desk.drawing.outline import Box, Line, Point

#: kilometres in a degree of latitude
DEGREE = 111.2
#: lines run so many pixels past the edge, so that no edge of the window is stroked
_BEYOND = 12.0
#: points nearer to each other than this, in pixels, are one
FINE = 1.0


@dataclass(frozen=True, slots=True)
class Window:
    """What a map shows: its middle in degrees, pixels for a degree of latitude, and its size in pixels."""

    longitude: float
    latitude: float
    scale: float
    width: float
    height: float
    across: float = field(init=False, compare=False)  # pixels for a degree of longitude

    def __post_init__(self) -> None:
        object.__setattr__(self, "across", self.scale * squeeze(self.latitude))

    def x(self, longitude: float) -> float:
        """Pixels from the left, the short way round the world."""
        return self.width / 2 + turned(longitude - self.longitude) * self.across

    def y(self, latitude: float) -> float:
        """Pixels from the top."""
        return self.height / 2 - (latitude - self.latitude) * self.scale

    def holds(self, longitude: float, latitude: float, edge: float = 0.0) -> bool:
        """True if the place lies inside, no nearer than ``edge`` pixels to the frame."""
        x, y = self.x(longitude), self.y(latitude)
        return edge <= x <= self.width - edge and edge <= y <= self.height - edge

    def kilometres(self, pixels: float) -> float:
        """How far so many pixels reach at the window's middle."""
        return pixels / self.scale * DEGREE

    def degrees(self) -> Box:
        """West, south, east, north of the frame; west may lie below -180, east beyond 180."""
        half, up = self.width / 2 / self.across, self.height / 2 / self.scale
        return self.longitude - half, self.latitude - up, self.longitude + half, self.latitude + up


def squeeze(latitude: float) -> float:
    """How much shorter a degree of longitude is than one of latitude; never nothing, for the sake of the poles."""
    return max(0.15, math.cos(math.radians(latitude)))


def turned(longitude: float) -> float:
    """A difference of longitudes as the shorter way round, from -180 to 180."""
    return (longitude + 180.0) % 360.0 - 180.0


def apart(one: Point, other: Point) -> float:
    """Kilometres between two places on the sphere (haversine)."""
    up, across = math.radians(other[1] - one[1]), math.radians(other[0] - one[0])
    inner = math.sin(up / 2) ** 2 + math.cos(math.radians(one[1])) * math.cos(math.radians(other[1])) * (
        math.sin(across / 2) ** 2
    )
    return 2 * DEGREE * math.degrees(math.asin(min(1.0, math.sqrt(inner))))


def fitted(points: Sequence[Point], size: tuple[float, float], least: float, edge: float) -> Window:
    """The window that holds all points, ``edge`` pixels inside, and is no less than ``least`` kilometres wide."""
    first = points[0][0]
    across = [first + turned(x - first) for x, _ in points]
    up = [y for _, y in points]
    west, east, south, north = min(across), max(across), min(up), max(up)
    latitude = (south + north) / 2
    width, height = size
    room = (max(width - 2 * edge, 20.0), max(height - 2 * edge, 20.0))
    scales = [
        width * DEGREE / least,
        room[0] / max((east - west) * squeeze(latitude), 1e-9),
        room[1] / max(north - south, 1e-9),
    ]
    longitude = turned((west + east) / 2)
    return Window(longitude, latitude, min(scales), width, height)


# --- lines in a window ---------------------------------------------------------------------------


def area(rings: Iterable[Line], window: Window, fine: float = FINE) -> str:
    """The path of what the rings enclose, cut at the frame; for the even-odd rule.

    Points nearer to each other than ``fine``, in pixels, are one.
    """
    return "".join(_closed(ring) for ring in shapes(rings, window, fine))


def stretch(lines: Iterable[Line], window: Window, fine: float = FINE) -> str:
    """The path of lines that enclose nothing, cut at the frame."""
    return "".join(_open(_thinned(run, fine)) for line in lines for run in _runs(line, window))


def shapes(rings: Iterable[Line], window: Window, fine: float = FINE) -> Iterator[list[Point]]:
    """The rings in pixels, cut at the frame; those too small to see are left out."""
    for ring in rings:
        for shift in _shifts(ring.box, window):
            points = _cut(_thrifty(_drawn(ring.points, shift, window), window), window)
            points = _thinned(points, fine)
            if len(points) > 2 and _size(points) > 2 * fine:
                yield points


def _shifts(box: Box, window: Window) -> Iterator[float]:
    """By how many degrees a line is turned round the world to come into the frame: not, or a whole turn."""
    west, south, east, north = window.degrees()
    margin = _BEYOND / window.scale * 2
    if box[3] < south - margin or box[1] > north + margin:
        return
    for shift in (-360.0, 0.0, 360.0):
        if box[2] + shift >= west - margin and box[0] + shift <= east + margin:
            yield shift


def _drawn(points: Sequence[Point], shift: float, window: Window) -> list[Point]:
    """In pixels, without going the short way round: a line keeps its shape however far it runs."""
    across = window.across
    left, top = window.width / 2 + (shift - window.longitude) * across, window.height / 2
    low = window.latitude
    return [(left + x * across, top - (y - low) * window.scale) for x, y in points]


def _side(point: Point, window: Window) -> int:
    """Beyond which edges a point lies, as bits (Cohen and Sutherland)."""
    x, y = point
    found = 1 if x < -_BEYOND else 2 if x > window.width + _BEYOND else 0
    return found | (4 if y < -_BEYOND else 8 if y > window.height + _BEYOND else 0)


def _thrifty(points: Sequence[Point], window: Window) -> list[Point]:
    """Without points that lie, like both their neighbours, beyond one edge: what is inside is the same."""
    sides = [_side(point, window) for point in points]
    kept, last = [points[0]], sides[0]
    for place in range(1, len(points) - 1):
        if not last & sides[place] & sides[place + 1]:
            kept.append(points[place])
            last = sides[place]
    kept.append(points[-1])
    return kept


def _cut(points: Sequence[Point], window: Window) -> list[Point]:
    """A ring cut at the four edges (Sutherland and Hodgman 1974)."""
    edges = ((0, -_BEYOND, 1), (0, window.width + _BEYOND, -1), (1, -_BEYOND, 1), (1, window.height + _BEYOND, -1))
    found = list(points)
    for axis, limit, sign in edges:
        if not found:
            break
        found = list(_half(found, axis, limit, sign))
    return found


def _half(points: Sequence[Point], axis: int, limit: float, sign: int) -> Iterator[Point]:
    before = points[-1]
    for point in points:
        inside, was = (point[axis] - limit) * sign >= 0, (before[axis] - limit) * sign >= 0
        if inside != was:
            yield _meeting(before, point, axis, limit)
        if inside:
            yield point
        before = point


def _meeting(one: Point, other: Point, axis: int, limit: float) -> Point:
    share = (limit - one[axis]) / (other[axis] - one[axis])
    return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])


def _runs(line: Line, window: Window) -> Iterator[list[Point]]:
    """The stretches of a line that come near the frame."""
    for shift in _shifts(line.box, window):
        points = _drawn(line.points, shift, window)
        run: list[Point] = []
        for one, other in pairwise(points):
            if _side(one, window) & _side(other, window):
                if run:
                    yield run
                run = []
                continue
            run = [*run, other] if run else [one, other]
        if run:
            yield run


def _thinned(points: Sequence[Point], fine: float = FINE) -> list[Point]:
    """Without points that the eye cannot tell from the one before."""
    found: list[Point] = []
    for point in points:
        if not found or abs(point[0] - found[-1][0]) + abs(point[1] - found[-1][1]) >= fine:
            found.append(point)
    return found


def _size(points: Sequence[Point]) -> float:
    across, up = [x for x, _ in points], [y for _, y in points]
    return max(max(across) - min(across), max(up) - min(up))


def _open(points: Sequence[Point]) -> str:
    """ "M1 2l.3-4": steps in tenths of a pixel, from rounded point to rounded point so that no error adds up."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    parts = [f"M{_tenth(tenths[0][0])}{_after(tenths[0][1])}"]
    before = tenths[0]
    for x, y in tenths[1:]:
        across = _tenth(x - before[0]) if len(parts) == 1 else _after(x - before[0])
        parts.append(f"{'l' if len(parts) == 1 else ''}{across}{_after(y - before[1])}")
        before = (x, y)
    return "".join(parts)


def _closed(points: Sequence[Point]) -> str:
    return _open(points) + "z"


def _tenth(value: int) -> str:
    """Tenths as SVG's path grammar reads them at their shortest: ".3", "-12", "4.5"."""
    text = f"{value / 10:g}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _after(value: int) -> str:
    """A number after another: a minus parts them, too."""
    text = _tenth(value)
    return text if text.startswith("-") else f" {text}"
