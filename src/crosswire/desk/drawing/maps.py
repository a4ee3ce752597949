"""The map of an incident: the land round it, its scene, the other places its reports name, and how far is far.

No tile server and no picture of anybody's: the outline comes with crosswire, so that nobody learns who looks where.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from crosswire.desk.drawing import outline
from crosswire.desk.drawing.labels import BOLD, SPACED, Label, Sheet
from crosswire.desk.drawing.outline import Country, Outline, Point
from crosswire.desk.drawing.picture import Drawing, Size, cut, framed, lettered
from crosswire.desk.drawing.spots import FAR_REACH, MOST, REACH, Named, Spot, spots, unlocated
from crosswire.desk.drawing.view import FINE, Window, apart, area, fitted, shapes, stretch
from crosswire.model import Account, Incident
from crosswire.report.wording import plain

WIDE = Size("wide", 720, 440, 13)
NARROW = Size("narrow", 336, 330, 13)
#: kilometres from edge to edge that a map shows at the least, by what is known of the scene
_LEAST = {"exact": 520.0, "near": 520.0, "region": 800.0}
#: how wide it is drawn instead where it would hold hardly a town
_WIDER = (900.0, 1500.0, 2200.0)
#: a window wider than this, in kilometres, is drawn after the coarser outline
_COARSE = 5000.0
#: drawings, grounds, and countries with room for a name, that are kept: an account that is new moves no land
_KEPT = 64
_SCALES = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
CREDIT = "Outline: Natural Earth; its borders are those in force on the ground and nobody's position. Towns: GeoNames."


def incident_map(account: Account, incident: Incident, named: Named | None = None) -> Drawing:
    """Where an incident is, or a sentence if no report names a place that can be drawn.

    ``named`` are the places that each of its reports names, by report id (those of its `Reading`); without it the map
    has the incident's own place and those of its claims.
    """
    places = spots(account, incident, named or {})
    shown = tuple(spot for spot in places if spot.precision != "country")
    scene = next((spot for spot in places if spot.scene), shown[0] if shown else None)
    lost = unlocated(account, incident, named or {})
    if scene is None:
        return Drawing("", tuple(_nowhere(lost)), "map")
    reach = FAR_REACH if scene.vague else REACH
    beside = [spot for spot in shown if spot is not scene and apart(scene.at, spot.at) <= reach][:MOST]
    far = [spot for spot in places if spot is not scene and spot not in beside]
    told = tuple(_told(scene, beside, far, lost))
    heading = f"Map: {plain(incident.label)}"
    drawn = [
        framed(f"map-{incident.id}", size, heading, " ".join(told), "\n".join(_body(scene, tuple(beside), size)))
        for size in (WIDE, NARROW)
    ]
    return Drawing("\n".join(drawn), told, "map")


def _nowhere(lost: Sequence[str]) -> Iterator[str]:
    yield "No report names a place that can be put on a map."
    if lost:
        yield f"Named, but in no gazetteer: {', '.join(lost[:MOST])}."


def _told(scene: Spot, beside: Sequence[Spot], far: Sequence[Spot], lost: Sequence[str]) -> Iterator[str]:
    yield scene.told()
    for spot in beside:
        yield f"{spot.told()[:-1]}; {distance(apart(scene.at, spot.at))} from {scene.name}."
    if far:
        yield f"Named, and not marked on the map: {', '.join(spot.name for spot in far[:MOST])}."
    if lost:
        yield f"Named, but in no gazetteer: {', '.join(lost[:MOST])}."
    yield CREDIT


def distance(kilometres: float) -> str:
    """ "about 140 km", to two figures: places are known to a kilometre at best."""
    if kilometres < 10:
        return "less than 10 km"
    unit = 10 if kilometres < 1000 else 100
    return f"about {round(kilometres / unit) * unit:,} km"


# --- one drawing ---------------------------------------------------------------------------------


@lru_cache(_KEPT)
def _body(scene: Spot, beside: tuple[Spot, ...], size: Size) -> tuple[str, ...]:
    return tuple(_drawn(scene, beside, size))


def _drawn(scene: Spot, beside: Sequence[Spot], size: Size) -> Iterator[str]:
    window = _window(scene, beside, size)
    world = outline.far() if window.kilometres(size.width) > _COARSE else outline.near()
    home = world.country(scene.country)
    sheet = Sheet(size.width, size.height)
    inset = list(_inset((scene, *beside), window, size, sheet))
    rule = list(_rule(window, size, sheet))
    yield from ground(world, home, window)
    yield from _markers(scene, beside, window, size, sheet)
    yield from _bearings(world, (scene, *beside), window, size, sheet)
    yield from rule
    yield from inset


def _window(scene: Spot, beside: Sequence[Spot], size: Size) -> Window:
    points: list[Point] = [scene.at, *(spot.at for spot in beside)]
    home = outline.near().country(scene.country) if scene.precision == "country" else None
    if home is not None:
        west, south, east, north = home.mainland()
        points += [(west, south), (east, north)]
    found = fitted(points, (size.width, size.height), _LEAST.get(scene.precision, 520.0), size.width * 0.13)
    for wider in _WIDER:
        if _known(found) >= 3:
            break
        found = fitted(points, (size.width, size.height), wider, size.width * 0.13)
    return found


def _known(window: Window) -> int:
    """How many large towns a reader may know the window by: a desert is shown with what lies round it."""
    return sum(1 for _ in _in_view(window, 20))


def _in_view(window: Window, edge: float) -> Iterator[outline.Town]:
    """Large towns within the window, the weightiest first; most are ruled out by their latitude alone."""
    _, south, _, north = window.degrees()
    for town in outline.towns():
        if south < town.latitude < north and window.holds(town.longitude, town.latitude, edge):
            yield town


@lru_cache(_KEPT)
def ground(world: Outline, home: Country | None, window: Window, fine: float = FINE) -> tuple[str, ...]:
    """Sea, land, the country of the scene, the borders; the outline no finer than so many pixels."""
    return tuple(_ground(world, home, window, fine))


def _ground(world: Outline, home: Country | None, window: Window, fine: float) -> Iterator[str]:
    yield f'<rect class="sea" width="{window.width:g}" height="{window.height:g}"/>'
    land = area(world.land, window, fine)
    if land:
        yield f'<path class="land" fill-rule="evenodd" d="{land}"/>'
    own = area(home.rings, window) if home else ""
    if own:
        yield f'<path class="home" fill-rule="evenodd" d="{own}"/>'
    borders = stretch(world.borders, window, fine)
    if borders:
        yield f'<path class="border" d="{borders}"/>'


def _markers(scene: Spot, beside: Sequence[Spot], window: Window, size: Size, sheet: Sheet) -> Iterator[str]:
    """Rings first, then points, then names: no ring strikes a name through."""
    every = [scene, *beside]
    for spot in every:
        x, y, r = window.x(spot.longitude), window.y(spot.latitude), _radius(spot, spot is scene)
        if spot.precision != "country":
            sheet.take((x - r, y - r, x + r, y + r))
    for spot in reversed(every):
        yield from _marker(spot, spot is scene, window)
    for spot in every:
        x, y = window.x(spot.longitude), window.y(spot.latitude)
        first = spot is scene
        if first and spot.precision == "country":
            continue
        label = sheet.beside(
            cut(spot.label(), 28), x, y, size.type + (3 if first else 0), _radius(spot, first), BOLD if first else 1.0
        )
        if label:
            yield written(label, "scene-name" if first else "place-name")


def _radius(spot: Spot, first: bool) -> float:
    """Of the point and the ring round it: the less is known, the wider."""
    return {"near": 18.0, "region": 30.0}.get(spot.precision, 9.0) * (1 if first else 0.7)


def _marker(spot: Spot, first: bool, window: Window) -> Iterator[str]:
    where = f'cx="{window.x(spot.longitude):.1f}" cy="{window.y(spot.latitude):.1f}"'
    if spot.precision == "country":
        return  # a country is shown by its own shape, not by a point in its middle
    if spot.precision in ("near", "region"):
        yield f'<circle class="about" {where} r="{_radius(spot, first):g}"/>'
    kind = "scene" if first else "place"
    hollow = " middle" if spot.precision == "region" else ""
    yield f'<circle class="{kind}{hollow}" {where} r="{6.5 if first else 4.5:g}"/>'


# --- what helps to find one's way ----------------------------------------------------------------


def _bearings(world: Outline, known: Sequence[Spot], window: Window, size: Size, sheet: Sheet) -> Iterator[str]:
    """Names of countries, then of large towns, wherever they have room."""
    yield from countries(world, window, size, sheet)
    left = 9 if size is WIDE else 5
    names = {spot.name.casefold() for spot in known}
    for town in _in_view(window, 10):
        if not left:
            return
        x, y = window.x(town.longitude), window.y(town.latitude)
        if town.name.casefold() in names:
            continue
        if any(apart((town.longitude, town.latitude), spot.at) < 12 for spot in known):
            continue
        if not sheet.free((x - 3, y - 3, x + 3, y + 3)):
            continue
        label = sheet.beside(town.name, x, y, size.type - 2, 5)
        if label:
            sheet.take((x - 3, y - 3, x + 3, y + 3))
            yield f'<circle class="town" cx="{x:.1f}" cy="{y:.1f}" r="2"/>{written(label, "town-name")}'
            left -= 1


def countries(world: Outline, window: Window, size: Size, sheet: Sheet) -> Iterator[str]:
    """Their names; what has no code of ISO 3166 is drawn, and not named."""
    for country, inside in _by_room(world, window):
        label = sheet.upon(country.name.upper(), inside, size.type - 2, SPACED)
        if label:
            yield written(label, "country-name")


@lru_cache(_KEPT)
def _by_room(world: Outline, window: Window) -> tuple[tuple[Country, list[Point]], ...]:
    """The countries that come into the window, the one with most room there first, and where their names may stand."""
    found = []
    for country in (country for country in world.countries if country.code):
        room = sum(_extent(points) for points in shapes(country.rings, window))
        if room > 900:
            found.append((-room, country.name, country))
    in_order = [country for _, _, country in sorted(found, key=lambda entry: entry[:2])]
    return tuple((country, _inside(country, window)) for country in in_order)


def _extent(points: Sequence[Point]) -> float:
    """Square pixels within a ring (Gauss's area formula)."""
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


def _inside(country: Country, window: Window) -> list[Point]:
    """Points of a grid that lie in the country, the most inland first: there its name stands best."""
    rings = list(shapes(country.rings, window))
    columns, rows = 18, 14
    grid = [
        ((c + 0.5) * window.width / columns, (r + 0.5) * window.height / rows)
        for r in range(rows)
        for c in range(columns)
    ]
    inside = [point for point in grid if _within(point, rings)]
    edges = [point for ring in rings for point in ring]
    return sorted(inside, key=lambda p: (-round(_clear(p, edges, window)), p[1], p[0]))[:24]


def _clear(point: Point, edges: Sequence[Point], window: Window) -> float:
    x, y = point
    frame = min(x, window.width - x, y, window.height - y) ** 2
    return float(min([frame, *((x - u) ** 2 + (y - v) ** 2 for u, v in edges)]))


def _within(point: Point, rings: Sequence[Sequence[Point]]) -> bool:
    """The even-odd rule."""
    x, y = point
    found = False
    for ring in rings:
        (u, v) = ring[-1]
        for s, t in ring:
            if (t > y) != (v > y) and x < (u - s) * (y - t) / (v - t) + s:
                found = not found
            u, v = s, t
    return found


def _rule(window: Window, size: Size, sheet: Sheet) -> Iterator[str]:
    """A scale bar at the lower left, a round number of kilometres long."""
    most = window.kilometres(size.width * 0.28)
    length = max((step for step in _SCALES if step <= most), default=_SCALES[0])
    pixels = length / window.kilometres(1.0)
    x, y = 12.0, size.height - 12.0
    sheet.take((x - 4, y - size.type - 12, x + pixels + 8, size.height))
    yield f'<path class="rule-halo" d="M{x:g} {y - 5:g}v5h{pixels:.1f}v-5"/>'
    yield f'<path class="rule" d="M{x:g} {y - 5:g}v5h{pixels:.1f}v-5"/>'
    yield lettered(f"{length:,} km", x + 4, y - 6, "rule-name", size.type - 1)


def _inset(known: Sequence[Spot], window: Window, size: Size, sheet: Sheet) -> Iterator[str]:
    """Where in the world the map is: a small one in the corner where it covers least."""
    if window.kilometres(size.width) > _COARSE:
        return
    wide, high = (132.0, 92.0) if size is WIDE else (88.0, 62.0)
    x, y = _corner(known, window, wide, high)
    sheet.take((x - 6, y - 6, x + wide + 6, y + high + 6))
    world = Window(window.longitude, max(-38.0, min(48.0, window.latitude)), wide / 110, wide, high)
    land = area(outline.far().land, world, 1.6)
    west, south, east, north = window.degrees()
    left, top = world.x(west), world.y(north)
    box = f'x="{left:.1f}" y="{top:.1f}" width="{max(world.x(east) - left, 3):.1f}"'
    yield f'<svg class="inset" x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" aria-hidden="true">'
    yield f'<rect class="sea" width="{wide:g}" height="{high:g}"/><path class="land" fill-rule="evenodd" d="{land}"/>'
    yield f'<rect class="here" {box} height="{max(world.y(south) - top, 3):.1f}"/>'
    yield f'<rect class="edge" width="{wide:g}" height="{high:g}"/></svg>'


def _corner(known: Sequence[Spot], window: Window, wide: float, high: float) -> Point:
    """Left and top of the inset; the lower left corner belongs to the scale bar."""
    right, low = window.width - wide - 6, window.height - high - 6

    def covered(corner: Point) -> int:
        points = [(window.x(spot.longitude), window.y(spot.latitude)) for spot in known]
        return sum(
            corner[0] - 20 < x < corner[0] + wide + 20 and corner[1] - 20 < y < corner[1] + high + 20 for x, y in points
        )

    return min(((right, 6.0), (6.0, 6.0), (right, low)), key=covered)


def written(label: Label, kind: str) -> str:
    """A label as text."""
    return lettered(label.text, label.x, label.y, kind, label.size, label.anchor)
