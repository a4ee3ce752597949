"""The desk's drawings: well-formed, escaped, the same every time, and true to the places and ties they show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, permutations
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crosswire.desk.drawing import Drawing, chain, copies_graph, course, incident_map, named, outline, spark, world_map
from crosswire.desk.drawing.copying import ALIKE, MOST, graphed
from crosswire.desk.drawing.labels import Sheet
from crosswire.desk.drawing.lineage import lineage
from crosswire.desk.drawing.outline import Line
from crosswire.desk.drawing.view import Window, apart, area, fitted, shapes, turned
from crosswire.desk.drawing.world import MOST as MARKS
from crosswire.desk.drawing.world import apart as moved
from crosswire.ingest import Ingested
from crosswire.ledger import Ledger
from crosswire.lexicon import standard
from crosswire.model import (
    Account,
    Change,
    Claim,
    Document,
    Extent,
    Group,
    History,
    Incident,
    Mark,
    Overlap,
    Place,
    Published,
    Source,
    Span,
)
from crosswire.pipeline import record

TABOR = Place("Tabor", "KE", 0.5, 35.3, "exact")
HOSTILE = '"><script>alert(1)</script><b onload=x style="x">\u202e\x07&amp;'


def told(place: Place | None = TABOR, claims: Sequence[Claim] = (), **more: Any) -> tuple[Account, Incident]:
    """An account of one incident of these claims."""
    documents = more.pop("documents", (Document("a.txt", "0" * 64, "x" * 60, publisher="The Post"),))
    incident = Incident("i1", more.pop("label", "Tabor attack"), "attack", place, "2031-03-03", None, tuple(
        document.id for document in documents
    ))  # fmt: skip
    homes = {claim.id: incident.id for claim in claims}
    return Account(None, "low-best-high", documents, (incident,), tuple(claims), homes, **more), incident


def claim(ident: str, place: Place | None = None, document: str = "a.txt", **more: Any) -> Claim:
    return Claim(ident, "count", document, "x", Span(0, 1), place=place, **more)


def parts(drawing: Drawing) -> list[ElementTree.Element]:
    """Every SVG of a drawing, parsed: malformed markup fails here."""
    whole = ElementTree.fromstring(f"<div>{drawing.markup}</div>")
    return [child for child in whole if child.tag == "svg"]


def of_class(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [element for element in root.iter() if name in (element.get("class") or "").split()]


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter("text")]


def history(*steps: tuple[str, int | None, int | None, int | None]) -> History:
    changes = tuple(
        Change(at, at, "rise", None, Extent(low, best, high), "single", 1, "c1", ("c1",), "said so")
        for at, low, best, high in steps
    )
    marks = tuple(Mark("c1", "police", "police", at, best, best, best) for at, _, best, _ in steps)
    return History("t1", "i1", "killed", Group("guests"), "guests", changes, marks)


RISE = history(("2031-03-03T10:00:00Z", 4, 4, 4), ("2031-03-04T10:00:00Z", 7, 9, 12))


def every(name: str) -> list[Drawing]:
    """One of each drawing in which everything that a report may choose is called ``name``."""
    place = replace(TABOR, name=name, country=name)
    documents = (
        Document("a.txt", "0" * 64, "x" * 60, publisher=name, agencies=("Tarn News",)),
        Document(name, "1" * 64, "x" * 60, publisher="Echo", copy_of="a.txt"),
    )
    one = claim("c1", replace(place, latitude=1.5), sources=(Source(name, "agency", cue=name),))
    account, incident = told(place, [one], documents=documents, label=name)
    other = replace(incident, id="i2", place=replace(TABOR, latitude=40.0))
    figure = replace(RISE, label=name, marks=tuple(replace(mark, name=name) for mark in RISE.marks))
    return [
        incident_map(account, incident, {"a.txt": [replace(TABOR, name=name, longitude=36.0, precision="near")]}),
        world_map([incident, other], lambda found: f"/i?x={quote(name, errors='replace')}&y=1"),
        copies_graph(account, incident),
        chain(one, documents[0]),
        chain(one, documents[1], documents[0]),
        course(figure, {"c1": "2031-03-03"}, lambda found: f"/c?x={quote(name, errors='replace')}&y=1"),
        spark(figure),
    ]


# --- what holds of all ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Tabor", HOSTILE, "طبور", "大阪市中央区" * 9, "", "\ud800"])
def test_what_a_report_says_is_text(name: str) -> None:
    """No element, attribute or style of a report's making; nothing that a content security policy would stop."""
    for drawing in every(name):
        html = str(drawing)
        root = ElementTree.fromstring(html)
        assert not {element.tag for element in root.iter()} & {"script", "style", "b", "foreignObject", "image", "use"}
        for element in root.iter():
            assert not [key for key in element.attrib if key.startswith("on") or key == "style"]
            assert not (element.get("href") or "/").lower().startswith(("javascript", "data", "http"))
        assert "\u202e" not in html and "\x07" not in html
        html.encode("utf-8")


def test_each_picture_says_what_it_is() -> None:
    """Every drawing with links is a group, every other an image; both are named, and no id is given twice."""
    ids: list[str] = []
    for drawing in every("Tabor"):
        for picture in parts(drawing):
            inside = {element.get("id"): element.text for element in picture.iter() if element.get("id")}
            ids += [ident for ident in inside if ident]
            links = list(picture.iter("a"))
            assert picture.get("role") == ("group" if links else "img")
            names = (picture.get("aria-labelledby") or "").split()
            assert picture.get("aria-label") or (all(inside[name] for name in names) and len(names) == 2)
            assert all(link.get("aria-label") for link in links)
    assert len(ids) == len(set(ids)) > 8


def test_the_same_account_is_drawn_the_same() -> None:
    assert [str(drawing) for drawing in every("Tabor")] == [str(drawing) for drawing in every("Tabor")]


def test_a_template_takes_a_drawing_as_it_is() -> None:
    """Autoescaping asks for ``__html__``."""
    from jinja2 import Environment

    drawing = every(HOSTILE)[0]
    shown = Environment(autoescape=True).from_string("{{ drawing }}").render(drawing=drawing)
    assert shown == str(drawing) and shown.startswith('<figure class="drawing map">')
    assert "In words" in shown and "the scene" in shown


# --- the outline ---------------------------------------------------------------------------------


def inside(point: tuple[float, float], rings: Sequence[Line]) -> bool:
    """The even-odd rule, in degrees."""
    x, y = point
    found = False
    for ring in rings:
        for (u, v), (s, t) in zip(ring.points, (*ring.points[1:], ring.points[0]), strict=True):
            if (t > y) != (v > y) and x < (u - s) * (y - t) / (v - t) + s:
                found = not found
    return found


@pytest.mark.parametrize("scale", [outline.near, outline.far])
def test_capitals_lie_in_their_countries(scale: Any) -> None:
    """Rings that were put together wrongly would leave them outside."""
    world = scale()
    for code, point in {
        "FR": (2.35, 47.5), "DZ": (2.0, 30.0), "TR": (33.0, 39.5), "RU": (100.0, 62.0), "US": (-98.0, 39.0),
        "BR": (-52.0, -10.0), "AU": (134.0, -25.0), "CD": (23.0, -3.0), "IN": (79.0, 22.0), "JP": (138.4, 36.2),
    }.items():  # fmt: skip
        holders = {country.code for country in world.countries if inside(point, country.rings)}
        assert holders == {code}, code
        assert inside(point, world.land)
    for sea in ((-30.0, 30.0), (-140.0, 0.0), (80.0, -20.0), (51.0, 42.0)):  # the last is the Caspian, a hole
        assert not inside(sea, world.land)


def test_all_countries_that_reports_may_name_are_drawn_but_atolls() -> None:
    drawn = {country.code for country in outline.near().countries}
    known = {r["code"] for r in standard().table("demonyms")["country"] if r.get("kind", "country") == "country"}
    parts_of_others = set(
        "BQ CC CX GF GI GP MQ RE SJ YT".split()
    )  # their land is there, in their country's shape or none
    no_more, too_small = {"AN", "CS"}, {"TK", "TV"}
    assert known - drawn == parts_of_others | no_more | too_small
    short = [
        country.name
        for country in outline.near().countries
        if country.code and re.search(r"\b[A-Z]\.|Is\.", country.name)
    ]
    assert not [name for name in short if name != "U.S. Virgin Islands"]


def test_no_ring_jumps_over_the_antimeridian() -> None:
    """Russia and Fiji go on beyond 180 degrees; Antarctica is closed at the pole."""
    for country in outline.near().countries:
        for ring in country.rings:
            steps = zip(ring.points, ring.points[1:], strict=False)
            assert all(abs(a[0] - b[0]) < 60 for a, b in steps if min(a[1], b[1]) > -89), country.name


# --- windows -------------------------------------------------------------------------------------

degrees = st.tuples(st.floats(-180, 180), st.floats(-60, 75))


@given(st.lists(st.tuples(st.floats(-20, 20), st.floats(-15, 15)), min_size=1, max_size=8), degrees)
def test_a_window_holds_what_it_is_fitted_to(offsets: list[tuple[float, float]], middle: tuple[float, float]) -> None:
    """Across the antimeridian, too."""
    points = [(turned(middle[0] + x), max(-75.0, min(80.0, middle[1] + y))) for x, y in offsets]
    window = fitted(points, (720, 440), 500, 60)
    assert all(window.holds(x, y, 59.9) for x, y in points)
    assert window.kilometres(720) >= 499.9


@given(st.floats(-175, 175), st.floats(-55, 65))
def test_the_scale_is_that_of_the_ground(longitude: float, latitude: float) -> None:
    """A hundred pixels at the middle of a map are as many kilometres as between the places they lie on."""
    window = fitted([(longitude, latitude)], (720, 440), 520, 60)
    east = 100 / (window.x(longitude + 1) - window.x(longitude))
    true = apart((longitude, latitude), (longitude + east, latitude))
    assert window.kilometres(100) == pytest.approx(true, rel=0.01)


coordinates = st.tuples(st.integers(-900, 1600), st.integers(-900, 1400))


@settings(max_examples=150)
@given(st.lists(coordinates, min_size=3, max_size=14, unique=True), st.tuples(st.integers(5, 715), st.integers(5, 435)))
def test_cutting_at_the_frame_keeps_what_is_inside(ring: list[tuple[int, int]], at: tuple[int, int]) -> None:
    """Whether a point of the map is land does not change when the land is cut at the frame."""
    window = Window(0.0, 0.0, 10.0, 720.0, 440.0)
    points = tuple(((x - 360) / 10, (220 - y) / 10) for x, y in ring)
    line = Line(
        points,
        (min(p[0] for p in points), min(p[1] for p in points), max(p[0] for p in points), max(p[1] for p in points)),
    )
    whole = Line(tuple((float(x), float(y)) for x, y in ring), line.box)
    spot = (at[0] + 0.31, at[1] + 0.17)
    edges = zip(ring, [*ring[1:], ring[0]], strict=True)
    assume(all(_off(spot, one, other) > 3 for one, other in edges))  # a coast may move by less than a pixel
    cut = [Line(tuple(found), line.box) for found in shapes([line], window, 0.01)]
    assert inside(spot, cut) == inside(spot, [whole])


def _off(point: tuple[float, float], one: tuple[int, int], other: tuple[int, int]) -> float:
    """How far a point is from a line through two others."""
    (x, y), (u, v), (s, t) = point, one, other
    long = ((s - u) ** 2 + (t - v) ** 2) ** 0.5
    return abs((s - u) * (v - y) - (u - x) * (t - v)) / long


def test_a_path_is_read_back_to_the_points_it_was_made_of() -> None:
    """Steps of tenths, a minus or a point in the place of a space: the errors do not add up."""
    window = Window(0.0, 0.0, 10.0, 720.0, 440.0)
    points = tuple((-30 + 0.37 * n, 10 + 5.5 * (n % 3) - 0.013 * n) for n in range(160))
    line = Line(points, (-30.0, 0.0, 30.0, 25.0))
    path = area([line], window)
    assert path.startswith("M") and path.endswith("z") and path.count("M") == 1
    values = [float(n) for n in re.findall(r"-?(?:\d+\.\d+|\.\d+|\d+)", path)]
    assert len(values) == 2 * len(points)
    x, y = values[0], values[1]
    for place in range(1, len(points)):
        x, y = x + values[2 * place], y + values[2 * place + 1]
        assert (x, y) == pytest.approx((window.x(points[place][0]), window.y(points[place][1])), abs=0.06)


# --- names and marks -----------------------------------------------------------------------------

places = st.lists(
    st.tuples(st.floats(0, 700), st.floats(0, 420), st.text("abcmWÀ大 ", min_size=1, max_size=18)), max_size=25
)


@given(places)
def test_no_name_lies_over_another(found: list[tuple[float, float, str]]) -> None:
    sheet = Sheet(720, 440)
    for x, y, text in found:
        sheet.beside(text, x, y, 13, 8)
    for (left, top, right, bottom), (x, y, r, b) in combinations(sheet.taken, 2):
        assert left >= r or right <= x or top >= b or bottom <= y
    assert all(left >= 0 and right <= 720 and top >= 0 and bottom <= 440 for left, top, right, bottom in sheet.taken)


def test_many_incidents_of_one_town_are_marks_beside_each_other() -> None:
    """Each can be hit: none covers another."""
    from crosswire.desk.drawing.world import WIDE

    marks = moved([(300.0, 200.0)] * MARKS, WIDE)
    assert min(((x - u) ** 2 + (y - v) ** 2) ** 0.5 for (x, y), (u, v) in combinations(marks, 2)) >= 19.9
    assert marks[0] == (300.0, 200.0)


# --- the map of an incident ----------------------------------------------------------------------


def test_the_scene_is_marked_and_named() -> None:
    drawing = incident_map(*told())
    assert [picture.get("class") for picture in parts(drawing)] == ["wide", "narrow"]
    for picture in parts(drawing):
        (scene,) = of_class(picture, "scene")
        assert "Tabor" in texts(picture) and not of_class(picture, "about")
        width, height = map(float, (picture.get("width") or "", picture.get("height") or ""))
        assert (float(scene.get("cx") or 0), float(scene.get("cy") or 0)) == (width / 2, height / 2)
        assert any(text.endswith(" km") for text in texts(picture))
        assert "KENYA" in texts(picture) and of_class(picture, "here")
    assert drawing.told[0] == "Tabor, Kenya: the scene."


@pytest.mark.parametrize(
    ("precision", "rings", "points", "words"),
    [
        ("exact", 0, 1, "the scene."),
        ("near", 1, 1, "somewhere near it"),
        ("region", 1, 1, "marked at its middle"),
        ("country", 0, 0, "a country"),
    ],
)
def test_how_well_a_place_is_known_is_seen_and_told(precision: str, rings: int, points: int, words: str) -> None:
    drawing = incident_map(*told(replace(TABOR, name="Kenya", precision=precision)))
    for picture in parts(drawing):
        assert (len(of_class(picture, "about")), len(of_class(picture, "scene"))) == (rings, points)
        assert bool(of_class(picture, "middle")) == (precision == "region")
        assert of_class(picture, "home")
    assert words in drawing.told[0]


def test_other_places_are_those_of_claims_and_of_reports() -> None:
    """Background, datelines and far countries are no part of the crisis."""
    near = replace(TABOR, name="Iten", latitude=0.7, longitude=35.5)
    region = replace(TABOR, name="Rift", latitude=1.5, precision="region")
    long_ago = claim("c9", replace(TABOR, name="Elsewhere", latitude=1.0), background=True)
    account, incident = told(claims=[claim("c1", near), claim("c2", near), long_ago])
    line = replace(TABOR, name="Nairobi", latitude=-1.3, longitude=36.8, precision="dateline")
    far = replace(TABOR, name="Osaka", country="JP", latitude=34.7, longitude=135.5)
    lost = Place("Vel Mora", "KE", None, None, "exact")
    drawing = incident_map(
        account, incident, {"a.txt": [region, line, far, lost], "of another": [replace(TABOR, name="No", latitude=2.0)]}
    )
    wide, _ = parts(drawing)
    names = {"".join(element.itertext()) for element in of_class(wide, "place-name")}
    assert names == {"Iten", "Rift"}
    words = " ".join(drawing.told)
    assert "Iten, Kenya: named in 2 claims of 1 report; about 30 km from Tabor." in drawing.told
    assert "not marked on the map: Osaka" in words and "in no gazetteer: Vel Mora" in words
    assert "Elsewhere" not in words and "No," not in words


def test_the_ledger_tells_what_places_reports_name() -> None:
    """Those of its readings, the dateline among them; a reprint is not asked for."""
    text = "KISUMU (TW) - Gunmen killed four people near Iten on Monday, police in Eldoret said."
    original = Document("a.txt", "0" * 64, text, published=Published("2031-03-03", "metadata", ""))
    copy = Document("b.txt", "1" * 64, text + "\n", published=Published("2031-03-04", "metadata", ""), copy_of="a.txt")
    with Ledger() as ledger:
        list(record([Ingested(documents=(original, copy))], ledger, jobs=1))
        held = [
            replace(document, copy_of="a.txt" if document.id == "b.txt" else None) for document in ledger.documents()
        ]
        found = named(ledger, held)
        assert ledger.places(held) == {id: reading.places for id, reading in ledger.readings(held).items()}
    assert set(found) == {"a.txt"}
    assert {(place.name, place.precision) for place in found["a.txt"]} >= {("Iten", "near"), ("Eldoret", "exact")}


def test_an_incident_without_a_place_says_so() -> None:
    drawing = incident_map(*told(None))
    assert not drawing.markup and drawing.told == ("No report names a place that can be put on a map.",)
    assert "<svg" not in str(drawing) and "No report names" in str(drawing)
    assert incident_map(*told(Place("Vel Mora", None, None, None, "exact"))).told[1:] == (
        "Named, but in no gazetteer: Vel Mora.",
    )


@pytest.mark.parametrize(
    "at", [(-17.7, 178.0), (-16.5, -179.9), (66.9, -179.0), (-89.0, 0.0), (83.0, 30.0), (0.0, 0.0)]
)
def test_a_map_can_be_drawn_anywhere(at: tuple[float, float]) -> None:
    """At the date line, the poles and in the middle of the sea."""
    drawing = incident_map(*told(Place("There", None, at[0], at[1], "exact")))
    for picture in parts(drawing):
        assert "There" in texts(picture)
        (scene,) = of_class(picture, "scene")
        assert 0 < float(scene.get("cx") or 0) < 720 and 0 < float(scene.get("cy") or 0) < 440
    assert len(drawing.markup) < 90_000


def test_land_goes_on_over_the_date_line() -> None:
    """Both halves of Fiji's Vanua Levu and Taveuni are on a map from either side."""
    for longitude in (179.5, -179.8):
        wide, _ = parts(incident_map(*told(Place("There", "FJ", -16.8, longitude, "exact"))))
        (land,) = [path for path in of_class(wide, "land") if path.get("stroke") is None][:1]
        assert (land.get("d") or "").count("M") >= 3
        assert of_class(wide, "home")


def test_a_map_is_small_enough_for_a_page() -> None:
    """Of a page's 300 kB a tenth, even among fjords."""
    assert len(incident_map(*told(Place("Bergen", "NO", 60.4, 5.3, "exact"))).markup) < 31_000


# --- the map of the world ------------------------------------------------------------------------


def incidents(*at: tuple[float, float]) -> list[Incident]:
    return [
        Incident(f"i/{n}", f"Crisis {n}", "flood", replace(TABOR, latitude=y, longitude=x), "2031-03-03", None, ())
        for n, (x, y) in enumerate(at, 1)
    ]


def test_each_mark_leads_to_its_incident() -> None:
    found = [
        *incidents((35.0, 1.0), (-77.0, -12.0), (140.0, 36.0)),
        Incident("i9", "Shipwreck", "x", None, None, None, ()),
    ]
    drawing = world_map(found)
    for picture in parts(drawing):
        links = list(picture.iter("a"))
        assert [link.get("href") for link in links] == ["/incidents/i%2F1", "/incidents/i%2F2", "/incidents/i%2F3"]
        assert links[1].get("aria-label") == "2. Crisis 2, Tabor, Kenya, Mon 3 Mar 2031"
        assert {"1", "2", "3"} <= set(texts(picture))
    assert "Not on the map, for no report says where: 4. Shipwreck." in drawing.told


def test_incidents_of_one_region_are_shown_close_up() -> None:
    """The map is drawn round them; those all over the world are drawn on all of it."""
    near, wide = (
        world_map(incidents((35.0, 1.0), (30.0, 4.0))),
        world_map(incidents((35.0, 1.0), (-120.0, 40.0), (170.0, -40.0))),
    )
    assert "UGANDA" in texts(parts(near)[0]) and "UGANDA" not in texts(parts(wide)[0])


def test_more_incidents_than_can_be_drawn_are_counted() -> None:
    drawing = world_map(incidents(*((n % 50, n // 50) for n in range(MARKS + 7))))
    assert len(list(parts(drawing)[0].iter("a"))) == MARKS
    assert "And 7 more that are not drawn." in drawing.told
    assert world_map([]).told == () and str(world_map([])) == ""


# --- who copies whom -----------------------------------------------------------------------------


def report(ident: str, publisher: str | None, copy_of: str | None = None, agencies: tuple[str, ...] = ()) -> Document:
    return Document(ident, "0" * 64, "x" * 60, publisher=publisher, copy_of=copy_of, agencies=agencies)


def graph(*documents: Document, claims: Sequence[Claim] = (), overlaps: Sequence[Overlap] = ()) -> Drawing:
    account, incident = told(documents=documents, claims=claims, overlaps=tuple(overlaps))
    return copies_graph(account, incident)


WIRE, POST, ECHO = report("w", "The Tarn Wire"), report("p", "Post", "w", ("Tarn Wire",)), report("e", "Echo", "p")


def test_reprints_are_drawn_from_the_origin_on() -> None:
    """A reprint's credit to the agency that it reprints is no second tie."""
    drawing = graph(WIRE, POST, ECHO)
    assert drawing.told == ("Echo reprints Post (1 report).", "Post reprints The Tarn Wire (1 report).")
    wide, narrow = parts(drawing)
    boxes = {"".join(t.text or "" for t in g.iter("title")): g.find("rect") for g in wide.iter("g")}
    across = [float(boxes[name].get("x") or 0) for name in ("The Tarn Wire", "Post", "Echo")]  # type: ignore[union-attr]
    assert across == sorted(across) and len(set(across)) == 3
    assert len(of_class(wide, "reprint")) == 3  # two ties and the legend
    assert [name for name in texts(narrow) if name in boxes] == ["The Tarn Wire", "Post", "Echo"]


def test_credits_citations_and_shared_words_are_told_apart() -> None:
    cited = claim(
        "c1",
        document="p",
        sources=(Source("gunmen", "perpetrator"), Source("ANI", "agency"), Source("radio", "outlet")),
    )
    quiet = claim("c2", document="p", sources=(Source("a channel", "outlet", anonymous=True),))
    old = claim("c3", document="p", background=True, sources=(Source("Old Times", "outlet"),))
    drawing = graph(
        report("p", "Post"), report("q", "Quill", None, ("Tarn Wire",)), report("r", None),
        claims=[cited, quiet, old],
        overlaps=[Overlap("q", "p", "passage", "unknown", 0.2, ()), Overlap("r", "p", "passage", "time", 0.2, ())],
    )  # fmt: skip
    assert set(drawing.told) == {
        "Post cites radio (1 report).",
        "radio cites ANI (1 report).",
        "Quill credits Tarn Wire (1 report).",
        "Quill and Post share passages word for word; which came first is not known (1 report).",
        "r has passages that Post had before, word for word (1 report).",
    }
    assert len(of_class(parts(drawing)[0], "head")) == 4  # no arrow where nobody knows who was first


def test_nobody_copying_is_said() -> None:
    drawing = graph(report("a", "Post"), report("b", "Echo"))
    assert not drawing.markup and drawing.told == ("Nobody is seen to copy anybody: Echo, Post.",)


def test_a_wire_printed_everywhere_is_folded() -> None:
    """As many as can be read, and how many more; every tie is still told up to a page's measure."""
    papers = [report(f"n{n:03}", f"Gazette {n:03}", "w") for n in range(220)]
    account, incident = told(documents=(WIRE, *papers))
    drawn = graphed(lineage(account, incident))
    assert len(drawn.nodes) == ALIKE + 2 <= MOST
    assert [node.name for node in drawn.nodes if node.name.startswith("and")] == ["and 214 more"]
    drawing = copies_graph(account, incident)
    assert "and 214 more" in texts(parts(drawing)[0]) and "and 214 more" in texts(parts(drawing)[1])
    assert drawing.told[-1] == "And 160 ties more."


def test_no_graph_is_larger_than_can_be_seen() -> None:
    chains = [report(f"{n}-{k}", f"Paper {n} {k}", f"{n}-{k - 1}" if k else None) for n in range(30) for k in range(3)]
    account, incident = told(documents=tuple(chains))
    drawn = graphed(lineage(account, incident))
    assert len(drawn.nodes) <= MOST and drawn.left_out == 90 - len(drawn.nodes)
    assert f"{drawn.left_out} more are not drawn" in texts(parts(copies_graph(account, incident))[0])


ties = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=16)


@given(ties)
def test_any_ties_can_be_drawn(found: list[tuple[int, int]]) -> None:
    """Circles, too: two papers that reprint each other on two days."""
    documents = [report(f"o{n}", f"Paper {n}") for n in range(8)]
    documents += [report(f"d{n}", f"Paper {a}", f"o{b}") for n, (a, b) in enumerate(found)]
    drawing = graph(*documents)
    pairs = {(a, b) for a, b in found if a != b}
    assert len([sentence for sentence in drawing.told if "reprints" in sentence]) == len(pairs)
    for picture in parts(drawing):
        assert len(of_class(picture, "head")) == len(pairs)
        for box in of_class(picture, "outlet"):
            x = float(box.get("x") or box.get("cx") or 0)
            assert x > 0 and x + float(box.get("width") or 0) <= float(picture.get("width") or 0)


def test_the_order_of_the_reports_does_not_matter() -> None:
    other = report("x", "Echo", "w")
    drawn = {str(graph(*order)) for order in permutations((WIRE, POST, ECHO, other))}
    assert len(drawn) == 1


# --- one claim's chain ---------------------------------------------------------------------------


def hops(drawing: Drawing) -> list[str]:
    root = ElementTree.fromstring(drawing.markup)
    return [" ".join("".join(item.itertext()).split()) for item in root.iter("li")]


def test_a_chain_goes_from_the_speaker_to_the_page() -> None:
    said = claim("c1", sources=(Source("gunmen", "perpetrator", cue="told"), Source("ANI", "agency", cue="reported")))
    page = report("p", "Post", None, ("Tarn Wire",))
    assert hops(chain(said, page)) == [
        "gunmen perpetratortold",
        "ANI agencyreported",
        "Tarn Wire agency",
        "Post outlet",
    ]
    assert hops(chain(claim("c2"), report("q", "Echo"))) == ["Echo outlet, in its own voice"]


def test_a_reprint_comes_after_what_it_reprints() -> None:
    shown = hops(chain(claim("c1", sources=(Source("police", "official", cue="said"),)), POST, WIRE))
    assert shown == ["police officialsaid", "The Tarn Wire outletreprinted by", "Post outlet"]


# --- figures over time ---------------------------------------------------------------------------


def test_a_course_leads_to_the_desks_own_pages() -> None:
    drawing = course(RISE, {"c1": "2031-03-03"}, lambda ident: f"/claims/{ident}?a=1&b=2")
    for picture in parts(drawing):
        assert {link.get("href") for link in picture.iter("a")} == {"/claims/c1?a=1&b=2"}
    assert drawing.told[0] == "police: 4, 9." and "9 (low 7, high 12), police; said so." in drawing.told[-1]
    assert "<a " not in course(RISE, {}, lambda ident: None).markup


def test_a_spark_ends_at_the_last_figure() -> None:
    (picture,) = parts(spark(RISE))
    (dot,) = of_class(picture, "dot")
    (line,) = of_class(picture, "best")
    assert (line.get("d") or "").endswith(f"H{float(dot.get('cx') or 0):.1f}")
    assert len(of_class(picture, "band")) == 1 and "4 → 9" in (picture.get("aria-label") or "")
    assert str(spark(history(("2031-03-03T10:00:00Z", None, None, None)))) == ""


def test_a_figure_that_was_withdrawn_ends_before_the_edge() -> None:
    gone = replace(RISE, changes=(*RISE.changes, replace(RISE.changes[-1], at="2031-03-06T10:00:00Z", after=None)))
    (picture,) = parts(spark(gone))
    assert not of_class(picture, "dot")
