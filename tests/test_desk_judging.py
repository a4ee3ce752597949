"""Judging by form: each kind, its refusals with what was typed, what it moved, its undoing and its history."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from crosswire.desk.access import tokens
from crosswire.desk.judging.kinds import KINDS
from crosswire.errors import CrosswireError, NoJudgement, UnknownClaim
from crosswire.judgements import described
from crosswire.judging import judgement_of, traits_of, withdrawal_of
from crosswire.ledger import Ledger
from crosswire.model import Account, Claim, Judgement
from crosswire.pipeline import account
from crosswire.report import render
from desk_api import caught_up, opened, recorded

PAGE = {"accept": "text/html"}
SIGNED = {"by": "Ana Ruiz", "why": "heard twice"}


@pytest.fixture
def book(tmp_path: Path) -> str:
    return recorded(tmp_path / "crisis.ledger")


@pytest.fixture
def desk(book: str) -> Iterator[TestClient]:
    with opened(book) as client:
        caught_up(client)
        yield client


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> str:
    return recorded(tmp_path_factory.mktemp("kept") / "crisis.ledger")


@pytest.fixture(scope="module")
def shared(kept: str) -> Iterator[TestClient]:
    """A desk for tests that leave it as they found it."""
    with opened(kept) as client:
        caught_up(client)
        yield client


def newest(desk: TestClient) -> Account:
    found = desk.app.state.desk.standing.newest().account  # type: ignore[attr-defined]
    assert isinstance(found, Account)
    return found


def token(desk: TestClient) -> str:
    found = re.search(r'name="form_token" value="(\w+)"', desk.get("/judge/trust", headers=PAGE).text)
    assert found
    return found[1]


def send(desk: TestClient, kind: str, **fields: str) -> Any:
    return desk.post(f"/judge/{kind}", data={"form_token": token(desk), **SIGNED, **fields}, headers=PAGE)


def judged(desk: TestClient, kind: str, **fields: str) -> str:
    """The page to which a judgement leads."""
    answer = send(desk, kind, **fields)
    assert answer.status_code == 303, answer.text
    caught_up(desk)
    page = desk.get(answer.headers["location"], headers=PAGE)
    assert page.status_code == 200
    return html.unescape(page.text)


def rows(book: str) -> tuple[Judgement, ...]:
    with Ledger(book) as ledger:
        return ledger.judgements(standing=False)


def told(book: str) -> str:
    with Ledger(book) as ledger:
        return render(account(ledger), "json")


def count(found: Account, document: int, status: str = "killed") -> Claim:
    """A figure of the nth report by date."""
    dated = sorted(found.documents, key=lambda d: (d.published.value or "9", d.id))
    return next(c for c in found.claims if c.document == dated[document].id and c.status == status)


def moves(page: str) -> list[str]:
    """What a page says moved, or would."""
    (moved,) = re.findall(r'<ul class="moved">.*?</ul>', page, re.DOTALL) or [""]
    return [html.unescape(re.sub(r"<[^>]+>", "", line)) for line in re.findall(r"<li>.*?</li>", moved)]


# --- each kind -----------------------------------------------------------------------------------


def things(found: Account) -> dict[str, tuple[str, str, str]]:
    """What each kind can be said of here."""
    first, second, third = (count(found, n) for n in range(3))
    homes = {incident.label: incident for incident in found.incidents}
    bus = next(i for i in homes.values() if first.document in i.documents)
    fire = next(i for i in homes.values() if i.id != bus.id)
    return {
        "trust": (first.id, "", ""),
        "set-aside": (third.id, "", ""),
        "same": (first.id, second.id, ""),
        "not-same": (first.id, second.id, ""),
        "includes": (second.id, first.id, ""),
        "background": (second.id, "", ""),
        "main": (first.id, "", ""),
        "group": (first.id, "", ""),
        "source-merge": ("police", "", "fire service"),
        "source-split": ("police", "", "fire service"),
        "report-withdrawn": (third.document, "", ""),
        "report-corrected": (first.document, second.document, ""),
        "incident-merge": (bus.id, fire.id, ""),
        "incident-split": (third.document, bus.id, ""),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_judgement_is_made_and_taken_back_without_a_script(shared: TestClient, kept: str, kind: str) -> None:
    desk, before, known = shared, told(kept), rows(kept)
    a, b, other = things(newest(desk))[kind]
    form = desk.get(f"/judge/{kind}", params={"a": a, "b": b}, headers=PAGE)
    assert form.status_code == 200
    assert KINDS[kind].title in form.text
    assert re.search(r'<textarea[^>]* name="why"[^>]* required', form.text)
    more = {"role": "passenger", "nationality": "Colombian, Peruvian"} if kind == "group" else {}
    look = send(desk, f"{kind}/look", a=a, b=b, other=other, by="", why="", **more)
    assert look.status_code == 200
    assert "What it would move" in look.text
    assert rows(kept) == known  # nobody has judged yet
    page = judged(desk, kind, a=a, b=b, other=other, **more)
    assert moves(page) == moves(look.text)
    row = rows(kept)[len(known)]
    assert (row.type, row.made_by, row.reason) == (kind, "Ana Ruiz", "heard twice")
    assert "heard twice" in page
    assert "What moved" in page
    if kind == "group":
        assert row.traits == (("role", "passenger"), ("nationality", "Colombian"), ("nationality", "Peruvian"))
    undone = judged(desk, "withdraw", number=str(row.seq), why="", by="")
    assert "Taken back" in undone
    assert rows(kept)[-1].withdraws == row.seq
    assert told(kept) == before


def test_what_a_judgement_moved_is_shown_with_both_figures(desk: TestClient) -> None:
    found = newest(desk)
    third = count(found, 2)
    tally = next(t for t in found.tallies if third.id in t.support and t.best == 16)
    page = judged(desk, "set-aside", a=third.id, back=f"/tallies/{tally.id}")
    moved = re.sub(r"<[^>]+>", "", page[page.index("What moved") :])
    assert re.search(r"people killed: 16 → 1\d", moved)
    assert f'href="/tallies/{tally.id}" data-close' in page
    again = desk.get(f"/tallies/{tally.id}", headers=PAGE).text
    assert "not counted, by the word of Ana Ruiz: heard twice" in again


def test_a_look_is_refused_as_the_judgement_would_be(shared: TestClient, kept: str) -> None:
    known, a = rows(kept), count(newest(shared), 0).id
    answer = send(shared, "same/look", a=a, other="czzz", why="half a reas")
    assert answer.status_code == 422
    assert "no such claim" in html.unescape(answer.text)
    assert "half a reas</textarea>" in answer.text
    assert "What it would move" not in answer.text
    assert rows(kept) == known


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("set-aside", {"by": ""}, "say who you are"),
        ("set-aside", {"why": "  "}, "needs a name and a reason"),
        ("same", {"other": "{a}"}, "not one twice"),
        ("same", {"other": "czzz"}, "no such claim"),
        ("same", {}, "name another one"),
        ("group", {"role": "dragon"}, "no role"),
        ("group", {}, "nothing is said of the group"),
        ("report-withdrawn", {"a": "one.txt", "since": "soon"}, "no date or time"),
        ("report-withdrawn", {"a": "<script>"}, "no such report"),
        ("source-merge", {"a": "police", "other": "nobody at all"}, "no source or outlet"),
        ("incident-merge", {"a": "i", "b": "i"}, "incident"),
    ],
)
def test_a_refusal_is_one_line_on_the_same_form_and_nothing_typed_is_lost(
    shared: TestClient, kept: str, kind: str, fields: dict[str, str], said: str
) -> None:
    desk, known = shared, rows(kept)
    a = count(newest(desk), 0).id
    given = {"a": a, "why": 'because "so" & <b>', **{key: value.format(a=a) for key, value in fields.items()}}
    answer = send(desk, kind, **given)
    assert answer.status_code == 422
    (line,) = re.findall(r'role="alert">([^<]*)<', answer.text)
    assert said in html.unescape(line)
    if "why" not in fields:
        assert "because &#34;so&#34; &amp; &lt;b&gt;</textarea>" in answer.text
    if fields.get("other"):
        assert f'value="{given["other"]}"' in answer.text
    assert rows(kept) == known


def test_a_form_of_another_site_judges_nothing(shared: TestClient, kept: str) -> None:
    desk, known = shared, rows(kept)
    a = count(newest(desk), 0).id
    assert desk.post("/judge/set-aside", data={"a": a, **SIGNED}, headers=PAGE).status_code == 403
    theirs = {**PAGE, "origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    fields = {"a": a, "form_token": token(desk), **SIGNED}
    assert desk.post("/judge/set-aside", data=fields, headers=theirs).status_code == 403
    assert rows(kept) == known


def test_roles_decide_who_judges_and_a_token_is_in_the_signature(book: str) -> None:
    with Ledger(book) as ledger:
        keys = {role: tokens.add(ledger, f"the {role}", role) for role in ("read", "add", "judge")}
        a = count(account(ledger), 0).id
    fields = {"a": a, "why": "heard twice", "by": "Ana Ruiz"}
    with opened(book, host="192.0.2.1") as desk:
        for role, status in (("read", 403), ("add", 403), ("judge", 303)):
            signed = {**PAGE, "authorization": f"Bearer {keys[role]}"}
            assert desk.get("/judge/set-aside", headers=signed).status_code == (200 if status == 303 else 403)
            assert desk.post("/judge/set-aside", data=fields, headers=signed).status_code == status
            assert desk.get("/judgements", headers=signed).status_code == 200
            assert desk.get("/add", headers=signed).status_code == (403 if role == "read" else 200)
        assert desk.get("/judge/set-aside", headers={"accept": "application/json"}).status_code == 401
    assert [row.made_by for row in rows(book)] == ["Ana Ruiz (the judge)"]


def test_what_would_be_refused_is_not_offered(book: str) -> None:
    """Who only reads sees no links to judge by, whoever had the page made first."""
    with Ledger(book) as ledger:
        keys = {role: tokens.add(ledger, f"the {role}", role) for role in ("judge", "read")}
        found = account(ledger)
    claim = count(found, 0)
    incident, report = quote(found.claim_incident[claim.id], safe=""), quote(claim.document, safe="")
    with opened(book, host="192.0.2.1") as desk:
        for path in (f"/claims/{claim.id}", f"/reports/{report}", f"/incidents/{incident}"):
            shown = {}
            for role in ("judge", "read", "judge"):
                signed = {**PAGE, "authorization": f"Bearer {keys[role]}"}
                shown[role] = desk.get(path, headers=signed).text
            assert "data-judge" in shown["judge"] and "data-judge" not in shown["read"], path


def test_no_kind_but_ours(shared: TestClient) -> None:
    desk = shared
    assert desk.get("/judge/burn", headers=PAGE).status_code == 404
    assert send(desk, "burn", a="x").status_code == 404
    assert desk.get("/judged/700", headers=PAGE).status_code == 404


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "/\\evil", "javascript:alert(1)", "/a b"])
def test_the_way_back_stays_at_the_desk(shared: TestClient, back: str) -> None:
    page = shared.get("/judge/trust", params={"back": back}, headers=PAGE).text
    assert '<a href="/" data-close' in page
    assert "evil" not in page
    came = shared.get("/judge/trust", headers={**PAGE, "referer": "http://127.0.0.1:8377/tallies/t1?as_of=2031-03-05"})
    assert 'name="back" value="/tallies/t1?as_of=2031-03-05"' in came.text
    strange = shared.get("/judge/trust", headers={**PAGE, "referer": "http://evil.example/tallies/t1"})
    assert 'name="back" value="/"' in strange.text


# --- the form ------------------------------------------------------------------------------------


def test_a_form_offers_claims_that_may_be_meant_and_says_why(shared: TestClient) -> None:
    desk, found = shared, newest(shared)
    first = count(found, 0)
    page = desk.get("/judge/not-same", params={"a": first.id[:10]}, headers=PAGE).text
    offered = re.findall(r'type="radio" name="b" value="(\w+)"', page)
    assert count(found, 1).id in offered
    assert first.id not in offered
    assert len(set(offered)) == len(offered)
    claims = {claim.id: claim for claim in found.claims}
    assert all(claims[id].kind == "count" for id in offered)
    assert "which it" in page or "of the same figure" in page


def test_the_name_is_remembered_and_hostile_words_stay_words(desk: TestClient, book: str) -> None:
    a = count(newest(desk), 0).id
    name, why = 'Zoë "<script>" O’Hara', "<img src=x onerror=alert(1)>\x00\u202e twice"
    answer = send(desk, "set-aside", a=a, by=name, why=why)
    assert answer.status_code == 303
    desk.cookies.set("crosswire-by", answer.cookies["crosswire-by"].strip('"'))
    assert rows(book)[0].made_by == name
    form = desk.get("/judge/trust", params={"a": a}, headers=PAGE).text
    assert "Zoë &#34;&lt;script&gt;&#34; O’Hara" in form
    for path in ("/judged/1", "/judgements", f"/claims/{a}"):
        page = desk.get(path, headers=PAGE).text
        assert "<img src=x" not in page
        assert '<script>"' not in page
        assert "\u202e" not in page
        assert "\x00" not in page


def test_a_trait_emptied_is_taken_away_and_one_untouched_is_not_judged(desk: TestClient, book: str) -> None:
    found = newest(desk)
    colombians = next(c for c in found.claims if c.group and c.group.nationality)
    page = desk.get("/judge/group", params={"a": colombians.id}, headers=PAGE).text
    nation = re.search(r'name="nationality" value="([^"]+)"', page)
    assert nation
    shown = re.search(r'name="emptied" value="([^"]+)"', page)
    assert shown
    judged(desk, "group", a=colombians.id, nationality="", role="passenger", employer="", emptied=shown[1])
    assert rows(book)[0].traits == (("role", "passenger"), ("nationality", ""))


# --- the history ---------------------------------------------------------------------------------


def test_the_history_tells_who_when_why_and_whether_it_stands(desk: TestClient) -> None:
    found = newest(desk)
    one, other = count(found, 0), count(found, 2)
    judged(desk, "set-aside", a=one.id, why="first word")
    judged(desk, "trust", a=one.id, why="second word", by="Ben Oso")
    judged(desk, "set-aside", a=other.id, why="third word")
    judged(desk, "withdraw", number="3", why="heard well", by="Ben Oso")
    page = html.unescape(desk.get("/judgements", headers=PAGE).text)
    cards = re.split(r'<li class="card', page)[1:]
    assert [re.search(r"judged/(\d+)", card)[1] for card in cards] == ["3", "2", "1"]  # type: ignore[index]
    assert "taken back" in cards[0]
    assert "Ben Oso" in cards[0]
    assert "heard well" in cards[0]
    assert ">stands<" in cards[1]
    assert ">overruled<" in cards[2]
    assert "/judged/2" in cards[2]
    bus = found.claim_incident[one.id]
    assert "3 judgements" in desk.get("/judgements", params={"incident": bus}, headers=PAGE).text
    elsewhere = next(i.id for i in found.incidents if i.id != bus)
    assert "0 of 3" in desk.get("/judgements", params={"incident": elsewhere}, headers=PAGE).text
    assert "1 of 3" in desk.get("/judgements", params={"state": "overruled"}, headers=PAGE).text
    assert "1 of 3" in desk.get("/judgements", params={"by": "ben"}, headers=PAGE).text
    assert "2 of 3" in desk.get("/judgements", params={"kind": "set-aside"}, headers=PAGE).text


def test_judging_twice_is_judging_once(desk: TestClient, book: str) -> None:
    a = count(newest(desk), 0).id
    judged(desk, "set-aside", a=a)
    page = judged(desk, "set-aside", a=a, by="Ben Oso")
    assert len(rows(book)) == 1
    assert "Ana Ruiz" in page


# --- what is checked, without a desk -------------------------------------------------------------


def made(found: Account, kind: str, a: str, b: str | None = None, **more: Any) -> Judgement:
    return judgement_of(found, kind, a, b, **{"by": "Ana", "why": "so", "at": "2031-03-09", **more})


def test_a_judgement_names_whole_ids_however_they_were_begun(book: str) -> None:
    with Ledger(book) as ledger:
        found = account(ledger)
    one, other = count(found, 0), count(found, 1)
    assert described(made(found, "same", one.id[:9], other.id[:9])) == f"same: {one.id} {other.id}"


@pytest.mark.parametrize(
    ("kind", "more", "raised"),
    [
        ("burn", {}, NoJudgement),
        ("set-aside", {"since": "2031-03-01"}, NoJudgement),
        ("set-aside", {"traits": (("role", "worker"),)}, NoJudgement),
        ("set-aside", {"why": "x" * 3000}, NoJudgement),
        ("set-aside", {"by": "\x00"}, NoJudgement),
        ("report-corrected", {"a": "nowhere"}, NoJudgement),
        ("report-withdrawn", {"a": "nowhere"}, UnknownClaim),
        ("group", {"traits": ()}, NoJudgement),
    ],
)
def test_what_could_never_bear_on_anything_is_refused(
    book: str, kind: str, more: dict[str, Any], raised: type[CrosswireError]
) -> None:
    with Ledger(book) as ledger:
        found = account(ledger)
    given = {"a": count(found, 0).id, **more}
    with pytest.raises(raised):
        made(found, kind, given.pop("a"), **given)


def test_traits_and_withdrawals() -> None:
    assert traits_of(["role=worker", "employer="]) == (("role", "worker"), ("employer", ""))
    standing = Judgement("c1", None, "trust", "so", "Ana", "2031-03-09", seq=4)
    gone = withdrawal_of([standing], " #4 ", by="Ben", why="not so", at="2031-03-10")
    assert (gone.a, gone.type, gone.withdraws) == ("c1", "withdraw", 4)
    with pytest.raises(NoJudgement):
        withdrawal_of([standing], "5", by="Ben", why="not so", at="2031-03-10")
