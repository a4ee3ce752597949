"""Places: names that are places and no others, where they are, and the scene."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswire import gazetteer
from crosswire.errors import BrokenLexicon
from crosswire.lexicon import standard
from crosswire.model import Place, Sentence, Span
from crosswire.reading.parse import pieces
from crosswire.reading.places import places, scene
from crosswire.reading.places.homes import home_of_people
from effort import lines_run

CASES = tomllib.loads((Path(__file__).parent / "cases" / "places.toml").read_text("utf-8"))["case"]
WORDS = (
    "in near the town of province Paris London Korea South North New York Mr John U.S. Georgia , . ( ) - “ ” "
    "al-Shabaab Ain Amenas Saint St. DR Congo (AP) – KABUL, -- 12.5N 9E 95N 200E 's and or Lake Rio de Janeiro"
).split()


def cut(text: str) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(i, p.paragraph, p.start, p.end, text[p.start : p.end], heading=p.heading)
        for i, p in enumerate(pieces(text))
    )


def found(text: str) -> tuple[Place, ...]:
    return places(text, cut(text), gazetteer.standard(), standard())


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_case(case: dict[str, object]) -> None:
    text = str(case["text"])
    marked = found(text)
    assert [f"{p.name} {p.country or '?'} {p.precision}" for p in marked] == case["places"]
    best = scene(marked, text)
    assert (f"{best.name} {best.country or '?'}" if best else "") == case["scene"]


@given(st.lists(st.sampled_from(WORDS), max_size=16).map(" ".join))
def test_no_words_break_it(text: str) -> None:
    marked = found(text)
    for place in marked:
        assert place.span is not None
        assert 0 <= place.span.start < place.span.end <= len(text)
        assert place.latitude is None or abs(place.latitude) <= 90
    assert scene(marked, text) is None or scene(marked, text) in marked


@given(st.text(max_size=60))
def test_no_characters_break_it(text: str) -> None:
    scene(found(text), text)


def test_coordinates_of_degrees_and_minutes() -> None:
    place = found("The wreck lies at 4°12′S 73°30′W.")[0]
    assert (place.latitude, place.longitude) == (-4.2, -73.5)
    assert found("Item 95N 200E is sold out.") == ()


def test_where_things_are() -> None:
    places_ = {p.name: p for p in found("They went to In Amenas in Algeria, to Mosul in Iraq and to Lima in Peru.")}
    near = {"In Amenas": (28.0, 9.6), "Mosul": (36.3, 43.1), "Lima": (-12.0, -77.0)}
    for name, (latitude, longitude) in near.items():
        assert abs((places_[name].latitude or 0) - latitude) < 0.5
        assert abs((places_[name].longitude or 0) - longitude) < 0.5


def test_the_gazetteer_folds_spellings() -> None:
    table = gazetteer.standard()
    assert table.named("Ain Amenas")[0].name == "In Amenas"
    assert table.named("São Paulo")[0] == table.named("Sao Paulo")[0]
    assert table.named("El Fasher")[0].country == table.named("Al Fashir")[0].country == "SD"
    assert table.named("no such place anywhere") == table.named("") == table.named("'") == ()
    populations = [place.population for place in table.named("Springfield")]
    assert len(populations) > 1 and populations == sorted(populations, reverse=True)


def test_a_gazetteer_file_comes_back_as_it_was(tmp_path: Path) -> None:
    listed = [
        Place("Tel Qarnasib", "SY", 34.5, 40.25, "exact", None, 1200),
        Place("Tel qarnasib", "IQ", -34.5, -40.25, "region", None, 5),
    ]
    gazetteer.written(tmp_path / "own", {"tel qarnasib": listed})
    first = (tmp_path / "own").read_bytes()
    gazetteer.written(tmp_path / "own", {"tel qarnasib": listed})
    assert (tmp_path / "own").read_bytes() == first
    assert list(gazetteer.StoredGazetteer(tmp_path / "own").named("Tel Qârnasîb")) == listed


def test_a_missing_or_broken_gazetteer_says_so(tmp_path: Path) -> None:
    with pytest.raises(BrokenLexicon):
        gazetteer.StoredGazetteer(tmp_path / "nothing")
    (tmp_path / "junk").write_bytes(b"no table" * 500)
    with pytest.raises(BrokenLexicon):
        gazetteer.StoredGazetteer(tmp_path / "junk").named("Paris")


def test_adjectives_and_countries_agree() -> None:
    rows = standard().table("demonyms")["country"]
    assert len(rows) > 250
    named: dict[str, str] = {}
    for row in rows:
        for name in (row["name"], *row.get("names", ())):
            assert named.setdefault(name.lower(), row["name"]) == row["name"], f"{name} names two rows"
        assert row.get("kind") in {None, "region", "people", "area"}
        assert row["code"] == "" or (len(row["code"]) == 2 and row["code"].isupper())
        assert ("latitude" in row) == (row.get("kind") in {None, "region"})


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("two from Britain", True),
        ("an engineer from Belfast", True),
        ("a Colombian who lived in Britain", True),
        ("three residents of Mosul", True),
        ("freed from Mosul", False),
        ("nine died in Mosul", False),
        ("hostages were driven away from Mosul", False),
    ],
)
def test_where_people_come_from_is_no_scene(text: str, home: bool) -> None:
    name = text.split()[-1]
    assert home_of_people(text, Span(text.index(name), len(text))) is home


@pytest.mark.parametrize("phrase", ["on a ", "in May 3 ", "1 ", "A ", "Al Al-", "Kabul, ", "12N ", "of the "])
def test_repetition_does_not_run_away(phrase: str) -> None:
    def work(count: int) -> int:
        return lines_run(lambda: scene(found(phrase * count), phrase * count))

    few, many = work(100), work(800)
    assert many < 12 * few, "eight times the text is eight times the work, and 64 times where the work is quadratic"
