"""The gold of our own reports is what their mark-up makes, points at the words it quotes, and keeps to the codebook."""

from __future__ import annotations

import json
import sys
from collections import Counter
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "bench"))

import annotate  # noqa: E402

REPORTS = ROOT / "tests" / "reports"
GOLD = json.loads((REPORTS / "gold.json").read_text("utf-8"))
COUNT = json.loads(resources.files("crosswire.report").joinpath("report.schema.json").read_text("utf-8"))["$defs"]
BY_ID = {figure["id"]: figure for figure in GOLD["figures"]}


def text_of(document: str) -> str:
    return (REPORTS / document).read_text("utf-8")


def test_reports_and_gold_are_made_of_the_marked_reports() -> None:
    """``bench/annotate.py`` has been run since a marked report was last changed, and nobody edited what it makes."""
    made = annotate.build()
    assert {path.name for path in REPORTS.iterdir()} == set(made)
    assert [name for name, text in made.items() if (REPORTS / name).read_text("utf-8") != text] == []


def test_every_quote_and_number_stands_where_the_gold_says() -> None:
    for figure in GOLD["figures"]:
        text, number = text_of(figure["document"]), figure["number"]
        assert text[figure["start"] : figure["end"]] == figure["quote"]
        assert text[number["start"] : number["end"]] == number["text"]
        assert figure["start"] <= number["start"] and number["end"] <= figure["end"], figure["id"]


def test_figures_use_the_codebook_s_words() -> None:
    count, group = COUNT["count"]["properties"], COUNT["group"]["properties"]
    for figure in GOLD["figures"]:
        assert figure["status"] in count["status"]["enum"]
        assert figure["group"]["role"] in group["role"]["enum"]
        assert figure["scope"] in count["scope"]["enum"]
        assert set(figure["certainty"]) <= set(count["certainty"]["items"]["enum"])


def test_bounds_are_in_order_and_a_bound_is_approximate() -> None:
    for figure in GOLD["figures"]:
        low, high, approximate = (figure["number"][key] for key in ("low", "high", "approximate"))
        assert low is not None or high is not None, figure["id"]
        assert None in (low, high) or low <= high, figure["id"]
        assert low == high or approximate, figure["id"]


def test_no_fact_is_marked_twice_on_one_number_by_one_source() -> None:
    marks = Counter(
        (
            figure["document"],
            figure["number"]["start"],
            figure["status"],
            *figure["group"]["nationality"],
            *figure["sources"],
        )
        for figure in GOLD["figures"]
    )
    twice = [mark for mark, times in marks.items() if times > 1]
    assert [mark for mark in twice if text_of(mark[0])[mark[1] :].split()[1] != "each"] == []


def test_wholes_are_in_the_same_report_and_can_hold_their_parts() -> None:
    for figure in GOLD["figures"]:
        if figure["part_of"]:
            whole = BY_ID[figure["part_of"]]
            assert whole["document"] == figure["document"] and whole is not figure
            room = whole["number"]["high"]
            assert room is None or room >= (figure["number"]["low"] or 0), figure["id"]


def test_halves_are_even() -> None:
    """Half of the reports may be looked at while rules are written, the other half not."""
    halves = Counter(document["split"] for document in GOLD["documents"])
    assert halves == {"dev": 30, "held": 30}


@pytest.mark.parametrize(
    ("words", "expected"),
    [("1,200", 1200), ("3.7 million", 3_700_000), ("forty-one", 41), ("a sixth", 6), ("Two hundred and six", 206),
     ("both", 2), ("no one", 0), ("three million", 3_000_000), ("a quarter", None)],
)  # fmt: skip
def test_value(words: str, expected: int | None) -> None:
    assert annotate.value(words) == expected


def test_marks_of_one_sentence() -> None:
    plain = annotate.unmarked("{At least [nine|killed crew >=]} died, said [two|present person bg;safe person].")
    assert plain.text == "At least nine died, said two."
    assert [plain.text[slice(*figure.number)] for figure in plain.figures] == ["nine", "two"]
    fact: dict[str, Any] = annotate.read_spec("nine", "killed crew >= +Greek s:C>radio /18", {"C": "coast guard"})
    assert fact["number"] == {"text": "nine", "low": 9, "high": None, "approximate": True}
    assert (fact["sources"], fact["nationality"], fact["out_of"]) == (["coast guard", "radio"], ["Greek"], "18")


def test_unknown_marks_are_refused() -> None:
    for spec in ("dead person", "killed crew !!", "killed person"):
        with pytest.raises(ValueError):
            annotate.read_spec("umpteen", spec, {})
