"""Who claims, demands, offers, refuses, denies, threatens, warns, explains, forecasts."""

import tomllib
from pathlib import Path

import pytest

from crosswire.lexicon import standard
from crosswire.reading.parse import load_parser, pieces
from crosswire.reading.speech import statements

CASES = tomllib.loads(Path(__file__).with_name("cases").joinpath("speech.toml").read_text(encoding="utf-8"))["case"]
KINDS = {
    "responsibility", "demand", "offer", "refusal", "denial", "threat", "warning", "motive", "forecast", "unverified",
}  # fmt: skip


def acts(text: str):
    """The speech acts of a text."""
    return statements(text, load_parser().parse(text, pieces(text)), standard())


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:50] for case in CASES])
def test_what_is_said_and_by_whom(case):
    text = case["text"]
    found = acts(text)
    assert [(x.kind, text[x.span.start : x.span.end]) for x in found] == [(a["kind"], a["words"]) for a in case["acts"]]
    for statement, wanted in zip(found, case["acts"], strict=True):
        assert statement.speaker == wanted.get("speaker")
        if "addressee" in wanted:
            assert statement.addressee == wanted["addressee"]


def test_a_pronoun_with_two_candidates_is_nobody():
    text = "Maria Lopez said the roads were open, and Jorge Diaz said they were shut. She demanded an inquiry."
    demands = [x for x in acts(text) if x.kind == "demand"]
    assert [x.speaker for x in demands] == [None]


def test_an_act_of_long_ago_is_background():
    text = (
        "A bomb killed four people in the market on Monday. Police sealed the streets. Shops were shut. Buses stopped. "
        "In 1996 the League claimed responsibility for an attack there."
    )
    found = [x for x in acts(text) if x.kind == "responsibility"]
    assert [x.background for x in found] == [True]


def test_kinds_spans_and_order():
    text = (
        "The rebels denied the killings and threatened to burn the town. The mayor warned that the river would rise. "
        "Aid groups urged the UN to act. Their report could not be verified."
    )
    found = acts(text)
    assert {x.kind for x in found} <= KINDS
    assert len(found) >= 5
    assert [x.span for x in found] == sorted(x.span for x in found)
    assert found == acts(text)
    assert all(text[x.span.start : x.span.end].strip() == text[x.span.start : x.span.end] for x in found)


def test_nothing_from_nothing():
    assert acts("") == ()
    assert acts("12.") == ()
