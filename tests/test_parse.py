"""Sentences and tokens: cut where people would, offsets into the untouched text, repairs that leave no trace."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.errors import MissingModel
from crosswire.lexicon import standard
from crosswire.reading.gate import chosen
from crosswire.reading.parse import DEFAULT_MODEL, load_parser, pieces
from crosswire.reading.parse.products import quicken
from crosswire.reading.parse.wordforms import remember_forms

KERNELS = """
from crosswire.reading.parse import load_parser
import os
load_parser()
print(os.environ["OPENBLAS_CORETYPE"])
"""

CASES = tomllib.loads((Path(__file__).parent / "cases" / "parse.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:50] for case in CASES])
def test_sentences(case: dict[str, Any]) -> None:
    """Each text is cut into these sentences."""
    text = case["text"]
    assert case["sentences"] == [text[piece.start : piece.end] for piece in pieces(text)]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aB1 .,!?\"'“”’()\n-–", max_size=200))
def test_pieces_cover_in_order(text: str) -> None:
    """Pieces stand in text order, never overlap, and hold no blank edges."""
    found = pieces(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[p.start : p.end] == text[p.start : p.end].strip() != "" for p in found)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["12", "people", "died", "“said”", "on", "Saturday", "four", "of", "its", "U.S.", "—", "3,000"]
        ),
        min_size=1,
        max_size=14,
    )
)
def test_tokens_stand_in_the_text(words: list[str]) -> None:
    """Every token's offsets give its own letters back; the word a repair puts in has an empty span."""
    text = " ".join(words) + "."
    for sentence in load_parser().parse(text, pieces(text)):
        for token in sentence.tokens:
            there = text[token.start : token.end]
            assert there == "" or len(there) == len(token.text)


def test_a_day_before_a_number_is_no_four_saturdays() -> None:
    """``said on Saturday four of its 18 workers``: the parser gets a "that", the text keeps its offsets."""
    text = "The firm said on Saturday four of its 18 workers were missing."
    (sentence,) = load_parser().parse(text, pieces(text))
    four = next(token for token in sentence.tokens if token.lower == "four")
    assert (text[four.start : four.end], four.dep) == ("four", "nsubj")


def test_capitals_are_read_in_ordinary_case() -> None:
    """An ALL-CAPS line is parsed in ordinary case; its tokens still point at the capitals."""
    text = "TWELVE PEOPLE DIED IN THE FLOODS"
    (sentence,) = load_parser().parse(text, pieces(text))
    assert (sentence.tokens[0].lower, text[sentence.tokens[0].start : sentence.tokens[0].end]) == ("twelve", "TWELVE")


def test_gate_passes_over_what_cannot_matter() -> None:
    """A sentence without number, people or state is not parsed; one with a figure is."""
    text = "The weather was fine. Twelve people died. The museum opens at nine."
    assert 1 in chosen(text, pieces(text), standard())
    quiet = "Nine died. It rained. The weather was fine and the museum was open all day. Trains ran on time."
    assert frozenset({0, 1}) == chosen(quiet, pieces(quiet), standard())


def test_a_missing_pipeline_is_named() -> None:
    """CROSSWIRE_MODEL may name what is not installed: one line says so."""
    with pytest.raises(MissingModel, match="no_such_pipeline"):
        load_parser("no_such_pipeline")


def test_the_quicker_tokenizer_is_the_pipelines_own() -> None:
    """Made empty and then filled from the pipeline's files, it holds all that the usual loading gives, and no more."""
    import spacy
    import srsly

    loaded = spacy.load(DEFAULT_MODEL, exclude=["ner", "senter", "attribute_ruler"])
    ours, usual = (
        srsly.msgpack_loads(nlp.tokenizer.to_bytes(exclude=["vocab"])) for nlp in (load_parser()._nlp, loaded)
    )
    assert ours == usual
    assert len(usual["exceptions"]) > 1000


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the kernels are those of one kind of processor")
@pytest.mark.parametrize(("before", "after"), [("Haswell", "Sandybridge"), ("", "Sandybridge"), ("Nehalem", "Nehalem")])
def test_steady_kernels_are_asked_for_whatever_the_machine_is_set_to(before: str, after: str) -> None:
    """But not of a processor that has none."""
    told = subprocess.run(
        [sys.executable, "-c", KERNELS],
        env={**os.environ, "OPENBLAS_CORETYPE": before},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == after


def test_what_is_remembered_of_a_form_is_what_would_be_worked_out() -> None:
    """A word's own row is the same to the bit, from memory or anew, alone or among others."""
    import spacy

    load_parser()  # asks for the kernels before the plain pipeline is loaded beside it
    plain, remembering = (spacy.load(DEFAULT_MODEL, enable=["tok2vec"]) for _ in range(2))
    if not quicken(plain) or not quicken(remembering):
        pytest.skip("numpy's products are not steady on this machine")
    remember_forms(remembering)
    assert "remembered_forms" in [layer.name for layer in _embedding(remembering)]
    texts = ["", "Nine people drowned.", "Nine people and nine dogs drowned in Nine Mile.", "drowned", "Nine people."]
    for batch in (texts, texts[::-1], texts[1:2], ["Eleven others drowned.", *texts]):
        anew, known = (_embedded(nlp, batch) for nlp in (plain, remembering))
        assert anew == known


def test_a_pipeline_built_otherwise_is_left_as_it_is() -> None:
    """One without an embedding of its own, or with other layers, gets no memory."""
    import spacy

    blank = spacy.blank("en")
    remember_forms(blank)
    nlp = spacy.load(DEFAULT_MODEL, enable=["tok2vec"])
    del _embedding(nlp)[-1]
    remember_forms(nlp)
    assert "remembered_forms" not in [layer.name for layer in _embedding(nlp)]


def _embedding(nlp: Any) -> list[Any]:
    layers: list[Any] = nlp.get_pipe("tok2vec").model.layers[0].layers
    return layers


def _embedded(nlp: Any, texts: list[str]) -> list[bytes]:
    """The rows of each text's words, before they see their neighbours."""
    found = nlp.get_pipe("tok2vec").model.layers[0].predict([nlp.make_doc(text) for text in texts])
    return [rows.tobytes() for rows in found]
