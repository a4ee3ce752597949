"""Evidence: every figure leads to its sentences, every sentence stands in its untouched report, whatever that holds."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from crosswire.desk.pages.held import Held
from crosswire.desk.pages.marked import Mark, Piece, pieces, runs
from crosswire.desk.pages.reports import PART, parts, sheet_of, web
from crosswire.desk.pages.said import AT_ONCE, evidence, said
from crosswire.desk.taking import take
from crosswire.model import Account, Claim, Document, Group, Overlap, Span, Step, Tally
from desk_api import caught_up, opened, recorded

HOSTILE = (
    "A <script>alert('x')</script> bomb killed 1\u200b4 people in Tulcan on Monday, <b onclick=evil()>police</b> said."
    "\n\n"
    "\u202eAt least 21 people were injured, the hospital said.\u202c The dead were \ufeffnot named.\x07\n\n"
    "Nine men were freed, the \u2066mayor\u2069 said & went home."
)
PAGE = {"accept": "text/html"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    ledger = recorded(tmp_path_factory.mktemp("evidence") / "crisis.ledger")
    take(ledger, "hostile/<b>.txt", HOSTILE.encode(), ".txt", "2031-03-07", "<i>Evil</i> Post", "javascript:alert(1)")
    with opened(ledger) as client:
        caught_up(client)
        yield client


def account_of(desk: TestClient) -> Account:
    found = desk.app.state.desk.standing.newest().account  # type: ignore[attr-defined]
    assert isinstance(found, Account)
    return found


def page(desk: TestClient, path: str, **asked: str | int) -> str:
    answer = desk.get(path + (f"?{urlencode(asked)}" if asked else ""), headers=PAGE)
    assert answer.status_code == 200, answer.text
    return answer.text


def words(markup: str) -> str:
    """What a reader reads of it."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def plainly(found: tuple[Piece, ...]) -> str:
    return "".join(chr(int(piece.text[2:], 16)) if piece.odd else piece.text for piece in found)


# --- marks ---------------------------------------------------------------------------------------

TEXTS = st.text(st.characters() | st.sampled_from("\u202e\u200b\u00ad\r\n\x00 1a"), max_size=60)


@given(st.data(), TEXTS)
@settings(max_examples=200, deadline=None)
def test_runs_joined_are_the_text_and_each_mark_covers_its_own_words(data: st.DataObject, text: str) -> None:
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    spans = [Span(min(pair), max(pair)) for pair in data.draw(st.lists(ends, max_size=6))]
    marks = [Mark(span, "number" if n % 2 else "words", claim=f"c{n}") for n, span in enumerate(spans)]
    found = runs(text, Span(0, len(text)), marks)
    assert "".join(plainly(run.pieces) for run in found) == text
    for mark in marks:
        if mark.span.start < mark.span.end:
            mine = [run for run in found if mark in run.marks]
            assert "".join(plainly(run.pieces) for run in mine) == text[mark.span.start : mark.span.end]
            assert [mark in run.opens for run in mine] == [True] + [False] * (len(mine) - 1)
            assert [mark in run.closes for run in mine] == [False] * (len(mine) - 1) + [True]


@pytest.mark.parametrize(
    ("text", "counted", "named"),
    [
        ("1\u200b4", False, ["zero width space"]),
        ("four\u200bteen", True, ["zero width space"]),
        ("می\u200cخواهم", False, []),
        ("\u202e21", False, ["right-to-left override"]),
        ("a\x00b", False, ["control character"]),
        ("line\r\nline", False, []),
    ],
)
def test_what_shows_nothing_is_named_where_it_could_deceive(text: str, counted: bool, named: list[str]) -> None:
    assert [piece.odd for piece in pieces(text, counted=counted) if piece.odd] == named


# --- a report ------------------------------------------------------------------------------------


@given(st.text(st.sampled_from("ab \n"), max_size=400), st.integers(8, 50))
@settings(max_examples=150, deadline=None)
def test_parts_cover_a_text_and_none_is_too_long(text: str, size: int) -> None:
    found = parts(text, size)
    edges = [*found, len(text)]
    assert found[0] == 0
    assert all(0 < b - a <= size for a, b in pairwise(edges)) or not text


def test_five_megabytes_open_at_any_place() -> None:
    line = "A ferry sank off Pemba on Saturday and 12 people drowned, the coastguard said.\n\n"
    text = line * 65_000
    assert len(text) > 5_000_000
    at = text.index("12", 4_000_000)
    claim = Claim(
        "c1", "count", "big", "12 people drowned", Span(at, at + 17), number=Span(at, at + 2), number_text="12"
    )
    found = Held(Account(None, "low-best-high", documents=(Document("big", "s", text),), claims=(claim,)))
    sheet = sheet_of(found, found.documents["big"], at=at)()
    assert sheet.stretch.start <= at < sheet.stretch.end
    assert [one.claim for one in sheet.claims] == [claim]
    hit = [run for block in sheet.blocks for run in block.runs if any(mark.claim == "c1" for mark in run.marks)]
    assert [(run.start, run.end, plainly(run.pieces)) for run in hit] == [(at, at + 2, "12")]
    assert sheet.stretch.end - sheet.stretch.start <= PART
    assert said(found, claim).runs[-1].end <= at + 400


def test_a_report_is_shown_untouched_with_every_claim_where_it_stands(desk: TestClient) -> None:
    account = account_of(desk)
    for document in account.documents:
        text = page(desk, f"/reports/{quote(document.id, safe='')}")
        sheet = text[text.index('<article class="text"') : text.index("</article>")]
        sheet = re.sub(r'<span class="number".*?</span>|<sup>.*?</sup>', "", sheet)
        odd = re.compile(r'<span class="odd"[^>]*>U\+([0-9A-F]+)</span>')
        shown = words(odd.sub(lambda match: chr(int(match[1], 16)), sheet))
        assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", document.text)
        for claim in account.claims:
            if claim.document == document.id:
                assert f'id="c-{claim.id}"' in text
                assert f'href="/claims/{claim.id}"' in text


def test_hostile_words_are_words(desk: TestClient) -> None:
    hostile = next(d for d in account_of(desk).documents if d.id.startswith("hostile"))
    text = page(desk, f"/reports/{quote(hostile.id, safe='')}")
    assert "<script>alert" not in text
    assert "<b onclick" not in text
    assert "&lt;script&gt;alert(" in text
    for char in "\u202e\u202c\ufeff\u2066\x07":
        assert char not in text
    assert 'title="right-to-left override">U+202E<' in text
    assert 'title="zero width space">U+200B<' in text
    assert "javascript:alert(1)" in text
    assert 'href="javascript' not in text
    assert "style=" not in text
    assert not re.search(r"\son\w+=", re.sub(r">[^<]*<", "><", text))


def test_only_addresses_of_the_web_are_links(desk: TestClient) -> None:
    assert web("https://north.example/bus") == "https://north.example/bus"
    for url in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://x.example/\u202e", "", None):
        assert web(url) is None
    wire = next(d for d in account_of(desk).documents if d.url and d.url.startswith("https"))
    text = page(desk, f"/reports/{quote(wire.id, safe='')}")
    assert 'href="https://north.example/bus" rel="noopener nofollow noreferrer external"' in text


def test_copied_passages_lead_to_where_they_stand() -> None:
    text = "One two three. " * 40
    both = (Document("a", "s", text), Document("b", "s2", "Intro. " + text))
    overlap = Overlap("b", "a", "copy", "time", 0.9, ((Span(7, 20), Span(0, 13)),))
    found = Held(Account(None, "low-best-high", documents=both, overlaps=(overlap,)))
    taken = sheet_of(found, both[1])().copied[0]
    assert (taken.other, taken.here, taken.there, taken.taken) == ("a", Span(7, 20), Span(0, 13), True)
    given_away = sheet_of(found, both[0])().copied[0]
    assert (given_away.other, given_away.here, given_away.taken) == ("b", Span(0, 13), False)


# --- a figure and a claim ------------------------------------------------------------------------


def test_every_figure_shows_each_of_its_claims_and_why(desk: TestClient) -> None:
    account = account_of(desk)
    claims = {claim.id: claim for claim in account.claims}
    assert account.tallies
    for tally in account.tallies:
        text = page(desk, f"/tallies/{tally.id}")
        for step in tally.trace:
            assert f'href="/claims/{step.claim}"' in text
            assert html.escape(claims[step.claim].number_text or "", quote=False) in text
        assert html.escape(tally.reason, quote=False) in html.unescape(text) or tally.derived


def test_every_claim_shows_its_sentence_with_the_figure_marked(desk: TestClient) -> None:
    account = account_of(desk)
    for claim in account.claims:
        text = page(desk, f"/claims/{claim.id}")
        here = text[text.index('<span class="here">') : text.index('<p class="legend')]
        if claim.number:
            assert "m-number" in here
        for label in {hedge.label for hedge in claim.hedges}:
            assert f">{label}</small>" in here
        tallies = [t for t in account.tallies if claim.id in (*t.support, *t.dissent)]
        assert all(f'href="/tallies/{tally.id}"' in text for tally in tallies)
        for relation in account.relations:
            if relation.a == claim.id:
                assert relation.b in text


def test_a_long_figure_is_told_page_by_page_and_repeats_stand_beneath_their_first() -> None:
    text = "Police said 12 died. " * 3
    document = Document("d", "s", text)
    claims = tuple(
        Claim(f"c{n:03}", "count", "d", "12 died", Span(12, 19), number=Span(12, 14), number_text="12", low=12, high=12)
        for n in range(AT_ONCE + 5)
    )
    ids = tuple(claim.id for claim in claims)
    tally = Tally(
        "t1", "i1", "killed", Group("people"), "people", 12, 12, 12, "single", 1, ids, (), "r", "so",
        trace=tuple(Step(id, True, "so") for id in ids),
    )  # fmt: skip
    found = Held(Account(None, "low-best-high", documents=(document,), claims=claims, tallies=(tally,)))
    first, second = evidence(found, tally), evidence(found, tally, 2)
    assert (first.pages, first.firsts) == (2, AT_ONCE + 5)
    assert [one.claim.id for one in (*first.support, *second.support)] == list(ids)
    assert evidence(found, tally, 99).page == 2


def test_a_view_is_an_address(desk: TestClient) -> None:
    account = account_of(desk)
    tally = next(t for t in account.tallies if t.status == "killed" and len(t.trace) > 2)
    text = page(desk, f"/tallies/{tally.id}", as_of="2031-03-05", policy="gtd")
    links = [html.unescape(url) for url in re.findall(r'href="(/(?:claims|incidents|reports)/[^"]*)"', text)]
    assert links
    assert all("as_of=2031-03-05" in url and "policy=gtd" in url for url in links)
    late = [c for c in account.claims if c.id in tally.support and c.id not in text]
    assert late
    answer = desk.get(f"/claims/{late[0].id}?as_of=2031-03-05", headers=PAGE)
    assert answer.status_code == 404
    assert "as of" in answer.text


def test_the_id_of_a_figure_that_is_no_more_leads_to_where_its_claim_counts(desk: TestClient) -> None:
    from crosswire.reconcile.tallies import tally_id

    account = account_of(desk)
    tally = next(t for t in account.tallies if len(t.trace) > 2)
    claims = {claim.id: claim for claim in account.claims}
    other = next(
        claims[s.claim] for s in tally.trace if tally_id(claims[s.claim]) not in {t.id for t in account.tallies}
    )
    answer = desk.get(f"/tallies/{tally_id(other)}?as_of=2032-01-01", headers=PAGE)
    assert answer.status_code == 307
    assert answer.headers["location"].startswith("/tallies/t")
    assert "as_of=2032-01-01" in answer.headers["location"]


def test_a_claim_is_found_by_the_beginning_of_its_id(desk: TestClient) -> None:
    claim = account_of(desk).claims[0]
    answer = desk.get(f"/claims/{claim.id[:10]}", headers=PAGE)
    assert answer.headers["location"] == f"/claims/{claim.id}"


@pytest.mark.parametrize(
    "path", ["/tallies/t0", "/claims/c", "/claims/%00", "/reports/no%2Fsuch", "/reports/..%2F..%2Fx"]
)
def test_what_is_not_there_is_said_in_one_line(desk: TestClient, path: str) -> None:
    answer = desk.get(path, headers=PAGE)
    assert answer.status_code in (400, 404)
    assert "Traceback" not in answer.text


def test_a_report_replaced_by_a_later_version_can_still_be_read(tmp_path: Path) -> None:
    ledger = recorded(tmp_path / "crisis.ledger")
    where = "https://east.example/fire"
    take(ledger, "old.txt", b"Three people died in a fire in Quito, police said.", None, "2031-04-01", None, where)
    take(ledger, "new.txt", b"Five people died in a fire in Quito, police said.", None, "2031-04-02", None, where)
    with opened(ledger) as desk:
        caught_up(desk)
        assert "A later version took the place" in page(desk, "/reports/old.txt")
        assert 'href="/reports/old.txt"' in page(desk, "/reports/new.txt")
        assert desk.get("/reports/old.txt?known_by=2000-01-01", headers=PAGE).status_code == 404
