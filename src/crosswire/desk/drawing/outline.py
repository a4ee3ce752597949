"""The outline of the world: coasts, borders and large towns, from one file that comes with crosswire.

The file is made by ``bench/build_outline.py`` from Natural Earth (public domain) and GeoNames (CC BY 4.0).  Borders are
those that Natural Earth draws, who holds the ground de facto; they are nobody's position.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import accumulate
from typing import Any

FILE = "world.outline"

#: longitude and latitude in degrees
Point = tuple[float, float]
#: west, south, east, north in degrees
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A ring or a stretch of border: its points and the box that holds them."""

    points: tuple[Point, ...]
    box: Box


@dataclass(frozen=True, slots=True, eq=False)
class Country:
    """A country's rings, holes among them; ``code`` is ISO 3166-1 alpha-2, None where it has none."""

    code: str | None
    name: str
    rings: tuple[Line, ...]

    def mainland(self) -> Box:
        """The box of its largest ring: France without Guiana."""
        return max((ring.box for ring in self.rings), key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The world at one scale: land, countries, and the borders between them, each once.

    There is one of each scale, the same as itself alone: what is drawn of it can be kept by it.
    """

    land: tuple[Line, ...]
    countries: tuple[Country, ...]
    borders: tuple[Line, ...]

    def country(self, code: str | None) -> Country | None:
        """The country of a code; None if it is not drawn."""
        return next((country for country in self.countries if code and country.code == code), None)


@dataclass(frozen=True, slots=True)
class Town:
    """A large town or a capital, named so that a reader finds his way; ``rank`` orders by weight, heaviest first."""

    name: str
    country: str
    longitude: float
    latitude: float
    rank: int


@lru_cache(maxsize=1)
def near() -> Outline:
    """1:50 million: for views of a country or less."""
    return _outline("near")


@lru_cache(maxsize=1)
def far() -> Outline:
    """1:110 million: for continents and the world."""
    return _outline("far")


def country_name(code: str) -> str:
    """ "Algeria" for "DZ"; the code itself where nothing of it is drawn."""
    found = near().country(code)
    return found.name if found else code


@lru_cache(maxsize=1)
def towns() -> tuple[Town, ...]:
    """Capitals and towns of 150,000 people or more, the weightiest first."""
    body = _body()
    units = body["units"]
    return tuple(
        Town(name, country, x / units, y / units, order)
        for order, (name, country, x, y, _) in enumerate(body["towns"])
    )  # fmt: skip


@lru_cache(maxsize=1)
def _body() -> Any:
    raw = resources.files("crosswire.desk.drawing").joinpath(FILE).read_bytes()
    return json.loads(zlib.decompress(raw))


def _outline(scale: str) -> Outline:
    body = _body()
    part, units = body[scale], body["units"]
    arcs = [_arc(differences, units) for differences in part["arcs"]]
    countries = tuple(
        Country(code, name, tuple(_line(_ring(ring, arcs)) for ring in rings))
        for code, name, rings in part["countries"]
    )
    uses: dict[int, int] = {}
    for _, _, rings in part["countries"]:
        for ring in rings:
            for arc in ring:
                uses[_at(arc)] = uses.get(_at(arc), 0) + 1
    borders = tuple(_line(arcs[arc]) for arc, times in sorted(uses.items()) if times > 1)
    return Outline(tuple(_line(_ring(ring, arcs)) for ring in part["land"]), countries, borders)


def _arc(differences: Sequence[int], units: int) -> tuple[Point, ...]:
    across, up = accumulate(differences[0::2]), accumulate(differences[1::2])
    return tuple((x / units, y / units) for x, y in zip(across, up, strict=True))


def _at(arc: int) -> int:
    """TopoJSON writes an arc that is walked backwards as its ones' complement."""
    return arc if arc >= 0 else ~arc


def _ring(ring: Sequence[int], arcs: Sequence[tuple[Point, ...]]) -> tuple[Point, ...]:
    return tuple(_walked(ring, arcs))


def _walked(ring: Sequence[int], arcs: Sequence[tuple[Point, ...]]) -> Iterator[Point]:
    """Each arc begins where the one before ends: that point is told once."""
    for place, arc in enumerate(ring):
        points = arcs[_at(arc)] if arc >= 0 else arcs[_at(arc)][::-1]
        yield from points[1:] if place else points


def _line(points: tuple[Point, ...]) -> Line:
    across = [x for x, _ in points]
    if max(across) - min(across) > 180:
        points = tuple(_unbroken(points))
        across = [x for x, _ in points]
    up = [y for _, y in points]
    return Line(points, (min(across), min(up), max(across), max(up)))


def _unbroken(points: Sequence[Point]) -> Iterator[Point]:
    """A line over the antimeridian goes on beyond 180 degrees; one round a pole is closed there: Antarctica."""
    turn, before = 0.0, points[0][0]
    for x, y in points:
        turn += 360.0 if x - before < -180 else -360.0 if x - before > 180 else 0.0
        before = x
        yield x + turn, y
    if turn and points[0] == points[-1]:
        pole = -90.0 if points[0][1] < 0 else 90.0
        yield from ((points[-1][0] + turn, pole), (points[0][0], pole))
