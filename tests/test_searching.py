"""Full text: what is found, what is marked, what is never syntax, and an index that keeps up."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire import cli
from crosswire.errors import NothingToFind
from crosswire.ingest import Ingested
from crosswire.ledger import Entry, Ledger
from crosswire.model import Document, Published, Reading
from crosswire.pipeline import record
from crosswire.searching import catch_up, find
from strategies import written_report

FERRY = (
    "The ferry Oriol sank off Tamarel on Monday, killing nine people, the coast guard said. "
    "Hôpital Saint-André took in 1,200 survivors, a nurse said."
)
MINE = (
    "A blast killed 14 miners at the Lubin pit, the union said. "
    "The company said that no ferry had been running when the “night shift” began."
)


def shelf(path: Path | None = None, *documents: Document) -> Ledger:
    """A ledger of the two reports, or of those given."""
    ledger = Ledger(path)
    given = documents or (written_report("ferry.txt", FERRY, "2031-05-06"), written_report("mine.txt", MINE, None))
    list(record([Ingested((document,)) for document in given], ledger, jobs=1))
    return ledger


@pytest.fixture(scope="module")
def two() -> Ledger:
    return shelf()


def reports(ledger: Ledger, query: str) -> list[str]:
    return [hit.document.id for hit in find(ledger, query).reports]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ferry", ["ferry.txt", "mine.txt"]),
        ("FERRY sank", ["ferry.txt"]),
        ("ferry OR miners", ["ferry.txt", "mine.txt"]),
        ("ferry -miners", ["ferry.txt"]),
        ("-sank ferry OR blast", ["mine.txt"]),
        ('"coast guard"', ["ferry.txt"]),
        ('"guard coast"', []),
        ("“night shift”", ["mine.txt"]),
        ("hopital saint-andre", ["ferry.txt"]),
        ("Hôpital", ["ferry.txt"]),
        ("surviv*", ["ferry.txt"]),
        ("survivor", ["ferry.txt"]),
        ('"1,200"', ["ferry.txt"]),
        ("nothing-of-the-kind", []),
    ],
)
def test_what_is_found(two: Ledger, query: str, expected: list[str]) -> None:
    """All words of one side of OR, phrases, stems, without capitals and diacritics."""
    assert sorted(reports(two, query)) == expected


def test_hits_are_offsets_into_the_report(two: Ledger) -> None:
    """The words that are marked are those of the query, whatever their case, in the text as it is stored."""
    (hit,) = find(two, "HOPITAL survivor").reports
    assert [hit.document.text[s.start : s.end] for s in hit.passage.hits] == ["Hôpital", "survivors"]
    assert hit.passage.span.start <= hit.passage.hits[0].start and hit.passage.hits[-1].end <= hit.passage.span.end


def test_claims_are_found_by_sentence_and_by_particulars(two: Ledger) -> None:
    """By a word of the sentence outside its quote, by the status that the report words otherwise, by the number."""
    for query in ("Lubin", "miner 14", "killed union"):
        found = [hit for hit in find(two, query).claims if hit.claim.kind == "count"]
        assert [(hit.claim.low, hit.claim.status) for hit in found] == [(14, "killed")], query
        span = found[0].passage.span
        assert (
            found[0].document.text[span.start : span.end]
            == "A blast killed 14 miners at the Lubin pit, the union said."
        )
    assert 1200 in {hit.claim.low for hit in find(two, "1200").claims}


@pytest.mark.parametrize("query", ["", " ", '"', '""', "-", "*", "OR", "-ferry", "((", "\x00", "—"])
def test_a_search_without_a_word_is_refused(two: Ledger, query: str) -> None:
    """One line, whatever the signs."""
    with pytest.raises(NothingToFind):
        find(two, query)


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters() | st.sampled_from('"*-^:(){}+ORANDNOTNEAR \x00\ud800'), max_size=40))
def test_no_query_is_syntax(query: str) -> None:
    """Whatever is typed finds something, or nothing, or is refused for want of a word."""
    with Ledger() as ledger:
        try:
            find(ledger, query)
        except NothingToFind:
            return


@pytest.mark.parametrize(
    "query", ["AND", "ferry AND", "NOT x", "title:ferry", "NEAR(a b)", "a^b", "{x}", "o'brien", "a" * 5000]
)
def test_what_fts5_would_take_for_syntax(two: Ledger, query: str) -> None:
    """Its operators are words here."""
    assert isinstance(reports(two, query), list)


def test_more_words_than_any_question_has(two: Ledger) -> None:
    """Sixty-five words are one too many."""
    find(two, "ferry " * 64)
    with pytest.raises(NothingToFind, match="64"):
        find(two, "ferry " * 65)


def test_the_index_keeps_up(tmp_path: Path) -> None:
    """Made at the first search, for whatever was there; what is recorded later is found; nothing is indexed twice."""
    path = tmp_path / "a.sqlite"
    with shelf(path, written_report("one.txt", FERRY, None)) as ledger:
        assert reports(ledger, "ferry") == ["one.txt"]
    with shelf(path, written_report("two.txt", MINE, None)) as ledger:
        assert sorted(reports(ledger, "ferry")) == ["one.txt", "two.txt"]
        before = ledger.base.rows.total_changes
        catch_up(ledger)
        assert ledger.base.rows.total_changes == before
    with sqlite3.connect(path) as rows:
        assert rows.execute("SELECT count(*) FROM search_progress").fetchone() == (2,)


def test_a_row_that_was_replaced_is_not_given_out() -> None:
    """A date given later makes another row of the report, and other rows of its claims; each is found once."""
    first = written_report("ferry.txt", FERRY, None)
    with shelf(None, first) as ledger:
        find(ledger, "ferry")
        dated = replace(first, published=Published("2031-05-06", "given", "by hand"))
        list(record([Ingested((dated,))], ledger, jobs=1))
        found = find(ledger, "ferry")
        assert [hit.document.published.value for hit in found.reports] == ["2031-05-06"]
        assert len({hit.claim.id for hit in found.claims}) == len(found.claims) == found.all_claims > 0


def test_a_text_that_sqlite_cannot_hold_as_it_is() -> None:
    """Half a surrogate pair, a NUL and the marks themselves cost no offset."""
    text = "\ud800\x00\ue000 The ferry sank \ue001 and nine people drowned."
    document = written_report("odd.txt", text, None)
    with Ledger() as ledger:
        ledger.add([("odd.txt", Entry(document, Reading("odd.txt"), ()))], "now")
        (hit,) = find(ledger, "ferry drowned").reports
        assert [text[s.start : s.end] for s in hit.passage.hits] == ["ferry", "drowned"]


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("find") / "two.sqlite"
    shelf(path).close()
    return str(path)


def run(capsysbinary: pytest.CaptureFixture[bytes], *words: str) -> tuple[int, str, str]:
    status = cli.run(["find", *words])
    out, err = capsysbinary.readouterr()
    return status, out.decode(), err.decode()


def test_the_command_for_people(file: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """The hit marked in its words, the claim with its id, status, number, group and sentence."""
    status, out, _ = run(capsysbinary, "killed", "Lubin", "--ledger", file)
    assert status == 0
    assert "1 report for killed Lubin" in out and "«Lubin»" in out
    assert "killed: 14 miners  (union)" in out and "in mine.txt" in out
    status, out, _ = run(capsysbinary, "zeppelin", "--ledger", file)
    assert (status, out) == (0, "nothing found for zeppelin\n")


def test_the_command_for_programs(file: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Offsets into the stored text, and the same bytes each time."""
    status, out, _ = run(capsysbinary, "ferry", "--ledger", file, "--format", "json", "--limit", "1")
    told = json.loads(out)
    assert (status, told["schema"], told["total"]["reports"], len(told["reports"])) == (0, "crosswire.find/1", 2, 1)
    texts = {"ferry.txt": FERRY, "mine.txt": MINE}
    for hit in (*told["reports"], *told["claims"]):
        text = texts[hit["document"]]
        assert [text[s["start"] : s["end"]].lower() for s in hit["hits"]] == ["ferry"] * len(hit["hits"])
        shown = hit.get("snippet") or hit["sentence"]
        assert text[shown["start"] : shown["end"]] == shown["text"]
    assert run(capsysbinary, "ferry", "--ledger", file, "--format", "json", "--limit", "1")[1] == out


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["ferry"], 2),
        (["ferry", "--ledger", "FILE", "--format", "xml"], 2),
        (["ferry", "--ledger", "FILE", "--limit", "0"], 2),
        (["\"", "--ledger", "FILE"], 2),
        (["--ledger", "FILE"], 2),
        (["ferry", "--ledger", "/nowhere/at/all.sqlite"], 1),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line(
    file: str, words: list[str], status: int, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """2 for a wrong question, 1 for a ledger that is not there."""
    found, out, err = run(capsysbinary, *[file if word == "FILE" else word for word in words])
    assert (found, out, err.count("\n")) == (status, "", 1)
