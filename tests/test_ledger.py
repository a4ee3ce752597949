"""The ledger: append-only, the same report once, as of a moment, and refusals in one line."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.encoding import dumps, loads
from crosswire.errors import NoMoment, UnusableLedger
from crosswire.ledger import Entry, Judgement, Ledger
from crosswire.model import (
    Claim,
    Document,
    Group,
    Hedge,
    Interval,
    Person,
    Place,
    Published,
    Reading,
    Source,
    Span,
    TimeMention,
    Warning,
)
from crosswire.moments import moment, written

words = st.text(max_size=12)
maybe = st.none() | words
spans = st.builds(Span, st.integers(0, 999), st.integers(0, 999))
published = st.builds(Published, st.none() | st.sampled_from(["2013-01-20", "2013-01-20T18:30:00Z"]), words, words)
documents = st.builds(
    Document, words, words, words, maybe, maybe, maybe, st.tuples(words, words), maybe, published, maybe, maybe
)
places = st.builds(Place, words, maybe, st.none() | st.floats(-90, 90), st.none() | st.floats(-180, 180), words, spans)
claims = st.builds(
    Claim,
    id=words,
    kind=words,
    document=words,
    quote=words,
    span=spans,
    number=st.none() | spans,
    low=st.none() | st.integers(),
    high=st.none() | st.integers(),
    approximate=st.booleans(),
    group=st.none() | st.builds(Group, words, words, st.lists(words).map(tuple), maybe),
    people=st.lists(st.builds(Person, words, spans)).map(tuple),
    sources=st.lists(st.builds(Source, words, words, st.booleans(), st.none() | spans, maybe)).map(tuple),
    certainty=st.lists(words).map(tuple),
    hedges=st.lists(st.builds(Hedge, words, spans)).map(tuple),
    time=st.none() | st.builds(Interval, maybe, maybe, words),
    time_mention=st.none() | st.builds(TimeMention, spans, words, words, st.tuples(st.integers(), maybe)),
    place=st.none() | places,
    about=st.lists(words).map(tuple),
)


@given(documents)
def test_a_document_comes_back_as_it_was(document: Document) -> None:
    """decode(encode(x)) == x, half surrogate pairs and all."""
    assert loads(Document, dumps(document)) == document


@settings(max_examples=60)
@given(claims)
def test_a_claim_comes_back_as_it_was(claim: Claim) -> None:
    """decode(encode(x)) == x, and equal values are equal bytes."""
    assert loads(Claim, dumps(claim)) == claim
    assert dumps(loads(Claim, dumps(claim))) == dumps(claim)


def test_what_is_no_encoded_value_is_refused() -> None:
    """A broken row is a ValueError, never a half-filled claim."""
    for broken in ("[]", "3", '{"id": "c1", "colour": 2}', '{"id": "c1"}'):
        with pytest.raises(ValueError):
            loads(Claim, broken)


def report(name: str, text: str = "Nine died.", date: str | None = None) -> Document:
    when = Published(date, "metadata", "its own") if date else Published()
    return Document(name, hashlib.sha256(text.encode()).hexdigest(), text, published=when)


def entry(document: Document, *found: Claim) -> tuple[str, Entry]:
    return document.id, Entry(document, Reading(document.id), found)


def rows(ledger: Ledger, table: str) -> int:
    return int(ledger.base.all(f"SELECT count(*) FROM {table}")[0][0])


def test_the_same_report_twice_is_one(address: str) -> None:
    """Recording again changes nothing but the log of recordings."""
    claim = Claim("c1", "count", "a.txt", "Nine died", Span(0, 9))
    with Ledger(address) as ledger:
        for day in ("2013-01-20T00:00:00+00:00", "2013-01-21T00:00:00+00:00"):
            ledger.add([entry(report("a.txt"), claim)], day)
        assert [rows(ledger, table) for table in ("documents", "readings", "claims", "recordings")] == [1, 1, 1, 2]
        assert ledger.holds(report("a.txt"))
        assert ledger.claims(ledger.documents()) == (claim,)


def test_better_metadata_is_a_further_row(address: str) -> None:
    """A date given later counts; one taken away does not; nothing is overwritten."""
    with Ledger(address) as ledger:
        for date in (None, "2013-01-20", None):
            ledger.add([entry(report("a.txt", date=date))], "now")
        assert rows(ledger, "documents") == 2
        (found,) = ledger.documents()
        assert found.published.value == "2013-01-20"


def test_another_text_under_the_same_name_stays_apart(address: str) -> None:
    """The later one is told by its fingerprint, and is found under that name again."""
    first, second = report("a.txt", "Nine died."), report("a.txt", "Ten died.")
    with Ledger(address) as ledger:
        ledger.add([entry(first)], "now")
        name = ledger.name_for(second)
        assert name == f"a.txt~{second.sha256[:6]}"
        ledger.add([("a.txt", Entry(replace(second, id=name), Reading(name), ()))], "now")
        assert ledger.name_for(second) == name and ledger.name_for(first) == "a.txt"
        assert ledger.holds(second) and [d.id for d in ledger.documents()] == ["a.txt", name]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2013-01-19", ["noon"]),
        ("2013-01-19T11:59:59Z", []),
        ("2013-01-19T12:00:00Z", ["noon"]),
        ("2013-01-19T14:00:00+02:00", ["noon"]),
        ("2013-01-20T23:59:59", ["noon"]),
        ("2013-01-20", ["day", "noon"]),
        ("2013-01-21T00:00:00Z", ["day", "noon"]),
    ],
)
def test_as_of(as_of: str, expected: list[str], address: str) -> None:
    """A date is its end in UTC; a report dated by its day counts from the day's end; an undated one never."""
    with Ledger(address) as ledger:
        for name, date in (("day", "2013-01-20"), ("noon", "2013-01-19T12:00:00Z"), ("undated", None)):
            ledger.add([entry(report(name, date=date))], "now")
        assert [document.id for document in ledger.documents(moment(as_of))] == expected


def test_moments_in_words() -> None:
    """A date stays a date; a time is shown in UTC; the last day of all does not overflow."""
    assert written(" 2013-01-20 ") == "2013-01-20"
    assert written("2013-01-20T18:30+01:00") == "2013-01-20T17:30:00Z"
    assert moment("9999-12-31") > moment("9999-12-30")
    for nonsense in ("yesterday", "2013-13-01", "", "2013-01-20T25:00", "0001-01-01T00:00+10:00"):
        with pytest.raises(NoMoment):
            moment(nonsense)


def test_a_ledger_is_found_again(address: str) -> None:
    """What one process wrote the next one reads."""
    with Ledger(address) as ledger:
        ledger.add(
            [("a.txt", Entry(report("a.txt"), Reading("a.txt"), (), (Warning("a.txt", "decoded by guess"),)))], "now"
        )
    with Ledger(address, must_exist=True) as ledger:
        assert [d.id for d in ledger.documents()] == ["a.txt"]
        assert ledger.warnings(ledger.documents()) == (Warning("a.txt", "decoded by guess"),)


def test_no_ledger_of_ours(tmp_path: Path) -> None:
    """A missing file, a text, a folder, another database, a later schema: one line each, and nothing is changed."""
    text, other, later = tmp_path / "notes.txt", tmp_path / "other.db", tmp_path / "later.db"
    text.write_text("these are no rows, and there are enough of them to look like a page of something" * 20)
    with sqlite3.connect(other) as table:
        table.execute("CREATE TABLE t (a)")
    Ledger(later).close()
    with sqlite3.connect(later) as table:
        table.execute("PRAGMA user_version = 99")
    before = text.read_bytes()
    for path in (text, tmp_path, other, later, tmp_path / "none" / "x.db"):
        with pytest.raises(UnusableLedger) as refused:
            Ledger(path)
        assert str(path) in str(refused.value) and "\n" not in str(refused.value)
    with pytest.raises(UnusableLedger, match="no such ledger"):
        Ledger(tmp_path / "missing.db", must_exist=True)
    assert not (tmp_path / "missing.db").exists()
    assert text.read_bytes() == before


def test_withdrawing_a_judgement_leaves_what_held_before(address: str) -> None:
    """A withdrawal is a row of its own; both stay readable."""
    with Ledger(address) as ledger:
        made = ledger.judge(Judgement("c1", "c2", "same", "one press release", "ana", "2013-01-20"))
        assert [judgement.a for judgement in ledger.judgements()] == ["c1"]
        ledger.judge(Judgement("c1", "c2", "same", "it was not", "ana", "2013-01-21", withdraws=made))
        assert ledger.judgements() == ()
        assert len(ledger.judgements(standing=False)) == 2
