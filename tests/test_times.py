"""Times: every form found, none invented, each on the right days and never against today's date."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswire.lexicon import standard
from crosswire.model import Sentence, TimeMention
from crosswire.reading.parse import load_parser, pieces
from crosswire.reading.times import anchor, background_before, times
from effort import lines_run

CASES = tomllib.loads((Path(__file__).parent / "cases" / "times.toml").read_text("utf-8"))["case"]
WORDS = (
    "on in at since from between until to the a of last next this past two 3 9 14 31 2004 1990s May March Monday "
    "Friday Sun. today ago days week years later early mid - , . ( ) : 6:30 p.m. GMT dawn noon 2024-02-30 "
    "99/99/2024 weekend Sept. 19th century"
).split()


def cut(text: str) -> tuple[Sentence, ...]:
    """Sentences without a parse: times are found in words alone."""
    return tuple(
        Sentence(i, p.paragraph, p.start, p.end, text[p.start : p.end], heading=p.heading)
        for i, p in enumerate(pieces(text))
    )


def found(text: str) -> tuple[TimeMention, ...]:
    return times(text, cut(text), standard())


def parsed(text: str) -> tuple[Sentence, ...]:
    return load_parser().parse(text, pieces(text))


def written(mention: TimeMention, published: dt.date | None) -> str:
    """A mention in the notation of cases/times.toml."""
    interval = anchor(mention, published)
    start, end = interval.start or "", interval.end or ""
    days = start if start == end else f"{start}..{end}"
    return f"{mention.text} = {days or '-'}{' !' if background_before(mention, interval, published) else ''}"


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_case(case: dict[str, object]) -> None:
    published = dt.date.fromisoformat(str(case.get("published", "2024-06-12"))) if case.get("published", "x") else None
    assert [written(mention, published) for mention in found(str(case["text"]))] == case["times"]


def test_spans_point_into_the_text() -> None:
    text = "“Two died”, he said.\n\nOn the night of 12 May – a Sunday – four more did."
    for mention in found(text):
        assert text[mention.span.start : mention.span.end] == mention.text
    assert [m.text for m in found(text)] == ["On the night of 12 May", "Sunday"]


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join), st.dates())
def test_no_words_break_it(text: str, published: dt.date) -> None:
    ends = [0]
    for mention in found(text):
        interval = anchor(mention, published)
        assert text[mention.span.start : mention.span.end] == mention.text
        assert mention.span.start >= ends[-1]
        assert not (interval.start and interval.end) or interval.start <= interval.end
        background_before(mention, interval, published)
        ends.append(mention.span.end)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1)), st.sampled_from(["Monday", "Thursday", "Sunday"]))
def test_a_weekday_is_the_last_one(published: dt.date, name: str) -> None:
    interval = anchor(found(f"It fell on {name}.")[0], published)
    day = dt.date.fromisoformat(interval.start or "")
    assert 0 <= (published - day).days < 7
    assert day.strftime("%A") == name


@pytest.mark.parametrize("phrase", ["on a ", "in May 3 ", "1 ", "A ", "Al Al-", "Kabul, ", "12N ", "of the "])
def test_repetition_does_not_run_away(phrase: str) -> None:
    def work(count: int) -> int:
        return lines_run(lambda: found(phrase * count))

    few, many = work(100), work(800)
    assert many < 12 * few, "eight times the text is eight times the work, and 64 times where the work is quadratic"
