"""Figures as sentences state them: each case of ``tests/cases`` is one rule with its example."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from crosswire.lexicon import standard
from crosswire.model import Sentence
from crosswire.reading.background import marked
from crosswire.reading.figures import figures
from crosswire.reading.groups import group_of
from crosswire.reading.parse import load_parser, pieces
from crosswire.reading.persons import named_figures
from crosswire.reading.quantities import quantities
from notation import line, number

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[Any]:
    """The cases of one room, as parameters named by their text."""
    rows = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    marks = [[pytest.mark.xfail(reason=row["skip"], strict=False)] if "skip" in row else [] for row in rows]
    return [pytest.param(row, id=row["text"][:60], marks=mark) for row, mark in zip(rows, marks, strict=True)]


def parsed(text: str) -> tuple[Sentence, ...]:
    return load_parser().parse(text, pieces(text))


@pytest.mark.parametrize("case", [*cases("events"), *cases("coreference")])
def test_figures(case: dict[str, Any]) -> None:
    """Every figure with its status, bounds, role, nationality and employer, and no other."""
    found = figures(case["text"], parsed(case["text"]), standard())
    assert case["figures"] == [line(figure) for figure in found]


@pytest.mark.parametrize("case", cases("quantities"))
def test_quantities(case: dict[str, Any]) -> None:
    """Numbers that may count people, with their bounds; single articles are left to the events room."""
    found = []
    for sentence in parsed(case["text"]):
        for quantity in quantities(sentence, standard()):
            if (
                quantity.form not in {"article", "another", "all"}
                and group_of(sentence, quantity, standard()).kind != "thing"
            ):
                scope = f" /{quantity.scope}" if quantity.scope else ""
                found.append(f"{quantity.text} {number(quantity.low, quantity.high, quantity.approximate)}{scope}")
    assert case["numbers"] == found


@pytest.mark.parametrize("case", cases("groups"))
def test_groups(case: dict[str, Any]) -> None:
    """The group of the sentence's first number."""
    sentence = parsed(case["text"])[0]
    mention = group_of(sentence, quantities(sentence, standard())[0], standard())
    group = mention.group
    parts = [group.role, *group.nationality]
    parts += [f"@{group.employer}"] if group.employer else []
    parts += [f"~{group.allegiance}"] if group.allegiance else []
    parts += [word for word in (group.sex, group.age) if word]
    assert case["group"] == ("none" if mention.kind == "thing" else " ".join(parts))


@pytest.mark.parametrize("case", cases("background"))
def test_background(case: dict[str, Any]) -> None:
    """Figures of other events are marked, those of the report's own are not."""
    text = case["text"]
    sentences = parsed(text)
    found = marked(text, sentences, figures(text, sentences, standard()), standard())
    assert case["background"] == [figure.quantity.text for figure in found if figure.background]


@pytest.mark.parametrize("case", [*cases("events"), *cases("coreference"), *cases("background")])
def test_spans(case: dict[str, Any]) -> None:
    """The words of every number stand in the untouched text, inside the quote."""
    for figure in figures(case["text"], parsed(case["text"]), standard()):
        span = figure.quantity.span
        assert figure.quantity.text == case["text"][span.start : span.end]
        assert figure.clause.holds(span)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Forty guests of seven families were rescued.", None),
        ("Nineteen sailors of five nationalities drowned.", None),
        ("Three nurses of the 12 in the ward died.", 12),
    ],
)
def test_whole_of_people(text: str, whole: int | None) -> None:
    """A part is out of so many people, never out of so many families or nationalities."""
    first = figures(text, parsed(text), standard())[0]
    assert first.quantity.out_of == whole


@pytest.mark.parametrize(
    ("text", "status"),
    [("The driver was found alive in the river.", "safe"), ("The gunman was found alive in a cellar.", "captured")],
)
def test_one_found_alive(text: str, status: str) -> None:
    """Whoever is found alive is safe; a fighter found alive is caught."""
    assert [f.status for f in named_figures(parsed(text), (), standard())] == [status]


def test_a_person_described_beside_is_counted_once() -> None:
    """ "The shooter, a student of 19, was killed": one dead, by the words that describe him."""
    text = "The shooter, a 19-year-old student, was killed by police."
    counted = figures(text, parsed(text), standard())
    assert [f.status for f in counted] == ["killed"]
    assert named_figures(parsed(text), counted, standard()) == ()
