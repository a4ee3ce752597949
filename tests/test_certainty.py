"""Which hedges hold which figure."""

import tomllib
from pathlib import Path

import pytest

from crosswire.lexicon import standard
from crosswire.model import Hedge, Span
from crosswire.reading.certainty import hedges, of_figure
from crosswire.reading.parse import load_parser, pieces

CASES = tomllib.loads(Path(__file__).with_name("cases").joinpath("certainty.toml").read_text(encoding="utf-8"))["case"]
LABELS = {
    "preliminary", "estimated", "claimed", "alleged", "denied", "expected to rise", "feared", "unverified", "unclear",
    "superseded", "lower bound", "upper bound",
}  # fmt: skip


def read(text: str):
    """The parsed sentences of a text."""
    return load_parser().parse(text, pieces(text))


@pytest.mark.parametrize("case", CASES, ids=[f"{k}-{case['number']}" for k, case in enumerate(CASES)])
def test_a_figure_carries_the_hedges_whose_scope_holds_it(case):
    text = " ".join([case["text"], *([case["after"]] if "after" in case else [])])
    sentence, following = [*read(text), None][:2]
    start = text.index(case["number"])
    number = Span(start, start + len(case["number"]))
    found = of_figure(
        sentence, number, hedges(sentence, standard()), following, case.get("kinds", ["official"]), standard()
    )
    assert sorted(hedge.label for hedge in found) == case["labels"]


def test_every_hedge_is_a_codebook_label_on_the_words_that_say_it():
    text = "Police fear that at least 20 people died, but the toll may be higher and reports are unconfirmed."
    found = hedges(read(text)[0], standard())
    assert {hedge.label for hedge in found} <= LABELS
    words = {(hedge.label, text[hedge.span.start : hedge.span.end]) for hedge in found}
    assert ("feared", "fear") in words
    assert ("lower bound", "at least") in words
    assert ("expected to rise", "may be higher") in words
    assert [hedge.span for hedge in found] == sorted(hedge.span for hedge in found)


def test_a_bound_holds_its_own_number_only():
    text = "At least 12 people died and 30 were hurt."
    sentence = read(text)[0]
    found = hedges(sentence, standard())
    second = Span(text.index("30"), text.index("30") + 2)
    assert [hedge.label for hedge in of_figure(sentence, second, found, None, [], standard())] == []


def test_only_the_hedges_given_are_chosen_from():
    text = "Forty miners are feared dead."
    sentence = read(text)[0]
    assert of_figure(sentence, Span(0, 5), (), None, [], standard()) == ()


def test_a_perpetrator_never_makes_two_claims_of_one():
    text = "The rebels claimed to have killed 20 soldiers."
    sentence = read(text)[0]
    start = text.index("20")
    found = of_figure(sentence, Span(start, start + 2), hedges(sentence, standard()), None, ["perpetrator"], standard())
    assert [hedge.label for hedge in found] == ["claimed"]
    assert isinstance(found[0], Hedge)


def test_an_unparsed_sentence_has_no_hedges():
    text = "Reportedly 12 died."
    bare = load_parser().parse(text, pieces(text), wanted=())[0]
    assert hedges(bare, standard()) == ()
    assert of_figure(bare, Span(11, 13), (), bare, ["official"], standard()) == ()
