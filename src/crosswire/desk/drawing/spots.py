"""The places of an incident: its scene, and what else its reports name that can be put on a map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crosswire.desk.drawing.outline import country_name
from crosswire.model import Account, Incident, Place
from crosswire.report.wording import plain, plural

#: places farther from the scene than this, in kilometres, are told and not drawn: the map would show nothing else;
#: the second where the scene itself is a region or a country
REACH, FAR_REACH = 800.0, 1500.0
#: no more places than these besides the scene
MOST = 14

Named = Mapping[str, Sequence[Place]]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map: ``scene`` if the incident is there; ``claims`` that name it, and how many reports do."""

    name: str
    country: str | None
    longitude: float
    latitude: float
    precision: str
    scene: bool
    claims: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()

    @property
    def at(self) -> tuple[float, float]:
        """Longitude and latitude."""
        return self.longitude, self.latitude

    @property
    def vague(self) -> bool:
        """True of a region or a country: its coordinates are those of its middle."""
        return self.precision in ("region", "country")

    def label(self) -> str:
        """ "near Tabor"; a name alone where the place is exact."""
        return f"near {self.name}" if self.precision == "near" else self.name

    def told(self) -> str:
        """The place in a sentence: how precisely it is known, and who names it."""
        named = [plural(len(self.claims), "claim")] if self.claims else []
        named += [plural(len(self.reports), "report")] if self.reports else []
        what = "the scene" if self.scene else ""
        known = {"near": "somewhere near it", "region": "a region, marked at its middle", "country": "a country"}
        parts = [what, known.get(self.precision, ""), f"named in {' of '.join(named)}" if named else ""]
        country = f", {plain(country_name(self.country))}" if self.country and self.precision != "country" else ""
        return f"{self.name}{country}: {'; '.join(part for part in parts if part) or 'named'}."


def spots(account: Account, incident: Incident, named: Named) -> tuple[Spot, ...]:
    """The scene first, then the other places by how many claims and reports name them.

    ``named`` adds to the places of claims what each report names, by its id; background and the places where reporters
    wrote are left out, and places of which nobody knows where they are (see `unlocated`).
    """
    first: dict[tuple[float, float], Place] = {}
    claims: dict[tuple[float, float], dict[str, None]] = {}
    reports: dict[tuple[float, float], dict[str, None]] = {}
    for place, claim, report in _mentions(account, incident, named):
        if place.latitude is None or place.longitude is None or place.precision == "dateline":
            continue
        key = (round(place.longitude, 1), round(place.latitude, 1))
        first.setdefault(key, place)
        if claim is not None:
            claims.setdefault(key, {})[claim] = None
        if report is not None:
            reports.setdefault(key, {})[report] = None
    found = (
        _spot(place, incident.place, tuple(claims.get(key, ())), tuple(reports.get(key, ())))
        for key, place in first.items()
    )
    return tuple(sorted(found, key=_weight))


def unlocated(account: Account, incident: Incident, named: Named) -> tuple[str, ...]:
    """Names of places that no gazetteer holds, in the order in which they are met, each once."""
    names = [plain(p.name) for p, _, _ in _mentions(account, incident, named) if p.latitude is None]
    return tuple(dict.fromkeys(names))


def _weight(spot: Spot) -> tuple[bool, int, int, str]:
    return not spot.scene, -len(spot.claims), -len(spot.reports), spot.name


def _mentions(account: Account, incident: Incident, named: Named) -> Iterator[tuple[Place, str | None, str | None]]:
    if incident.place is not None:
        yield incident.place, None, None
    for claim in account.claims:
        told_here = account.claim_incident.get(claim.id) == incident.id and not claim.background
        if claim.place is not None and told_here:
            yield claim.place, claim.id, claim.document
    for report in incident.documents:
        for place in named.get(report, ()):
            yield place, None, report


def _spot(place: Place, scene: Place | None, claims: tuple[str, ...], reports: tuple[str, ...]) -> Spot:
    """Of a place met first; the scene is met before all others."""
    assert place.longitude is not None and place.latitude is not None
    at = (place.longitude, place.latitude)
    return Spot(plain(place.name), place.country, *at, place.precision, place is scene, claims, reports)
