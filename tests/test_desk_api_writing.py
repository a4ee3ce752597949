"""What is sent to the API: reports handed over, judgements made and taken back, and by whom."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from crosswire.desk.access import tokens
from crosswire.desk.api import giving
from crosswire.desk.taking import take
from crosswire.errors import CrosswireError
from crosswire.ledger import Ledger
from crosswire.pipeline import account
from crosswire.report.json import dumped
from desk_api import REPORTS, ROOT, caught_up, get, opened, recorded

SENT = f"{ROOT}/reports"
JUDGED = f"{ROOT}/judgements"
TEXT = "Nineteen people drowned when a ferry sank off Batangas on Thursday, the coast guard said."


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    return recorded(tmp_path_factory.mktemp("api") / "crisis.ledger")


@pytest.fixture(scope="module")
def desk(ledger: str) -> Iterator[TestClient]:
    with opened(ledger, **{"X-Requested-With": "test"}) as client:
        caught_up(client)
        yield client


def send(desk: TestClient, content: bytes | str, kind: str, query: str = "") -> Any:
    body = content.encode() if isinstance(content, str) else content
    return desk.post(f"{SENT}{query}", content=body, headers={"Content-Type": kind})


# --- reports ---------------------------------------------------------------------------------------


def test_a_report_is_recorded_once(desk: TestClient, ledger: str) -> None:
    report = {"text": TEXT, "published": "2031-04-10T09:00:00Z", "publisher": "Straits Daily"}
    first = desk.post(SENT, json=report)
    assert first.status_code == 201
    told = first.json()
    (one,) = told["reports"]
    assert (told["recorded"], told["known"], told["refused"]) == (1, 0, 0)
    assert one["claims"] >= 1 and not one["known"] and one["error"] is None
    assert first.headers["location"] == f"{ROOT}/documents/{one['id']}"
    again = desk.post(SENT, json=report)
    assert again.status_code == 200 and again.json()["reports"] == [{**one, "known": True}]
    assert again.json()["revision"] == told["revision"] == first.headers["x-crosswire-revision"]
    caught_up(desk)
    document = get(desk, f"/documents/{one['id']}")
    assert document["publisher"] == "Straits Daily" and document["published"]["value"] == "2031-04-10T09:00:00Z"
    with Ledger(ledger) as held:
        assert len(held.claims([d for d in held.documents() if d.id == one["id"]])) == one["claims"]


def test_several_reports_each_with_what_became_of_it(desk: TestClient) -> None:
    """Those that can be read are recorded; those that cannot say why; nothing is lost."""
    sent = [{"text": "Two people died in a fire in Lima, police said."}, {"x": 1}, None, 4, REPORTS[0], {"text": ""}]
    answer = desk.post(SENT, json=sent)
    told = answer.json()
    assert answer.status_code == 201 and len(told["reports"]) == len(sent)
    assert [r["error"] is None for r in told["reports"]] == [True, False, False, False, True, True]
    assert [r["id"] is None for r in told["reports"]] == [False, True, True, True, False, False]
    assert told["reports"][4]["known"] and told["reports"][5]["warnings"] == ["empty: nothing to read"]
    assert (told["recorded"], told["known"], told["refused"]) == (2, 1, 3)
    assert all("\n" not in (r["error"] or "") for r in told["reports"])


def test_one_report_to_a_line(desk: TestClient) -> None:
    lines = "\n".join([json.dumps({"text": f"{n} people died in a flood in Cali, the mayor said."}) for n in (3, 4)])
    answer = send(desk, lines + "\n{broken\n", "application/x-ndjson", "?name=feed.jsonl")
    assert answer.status_code == 201
    assert [r["id"] for r in answer.json()["reports"]] == ["feed.jsonl#0", "feed.jsonl#1", None]
    assert "line 3" in answer.json()["reports"][2]["error"]


def test_texts_and_pages(desk: TestClient) -> None:
    query = "?name=notes/siege.txt&published=2031-05-01&publisher=Desk&url=https://a.example/x"
    plain = send(desk, "Six hostages were freed in Mosul, an officer said.", "text/plain", query).json()["reports"][0]
    assert (plain["id"], plain["published"]) == ("notes/siege.txt", "2031-05-01") and plain["claims"] >= 1
    page = (
        "<html><body><article><h1>Fire</h1><p>Five people died in a hotel fire in Baku, officials said.</p></article>"
    )
    marked = send(desk, page, "text/html; charset=utf-8")
    assert marked.status_code == 201 and marked.json()["reports"][0]["claims"] >= 1
    latin = send(desk, "Drei Verletzte: three people were injured in Zürich, police said.".encode("latin-1"),
                 "text/plain; charset=iso-8859-1", "?name=latin.txt")  # fmt: skip
    assert latin.status_code == 201
    caught_up(desk)
    assert "Zürich" in desk.get(f"{ROOT}/documents/latin.txt/text").text
    document = get(desk, "/documents/notes%2Fsiege.txt")
    assert (document["publisher"], document["url"]) == ("Desk", "https://a.example/x")


def test_a_name_that_another_text_holds(desk: TestClient) -> None:
    ids = [
        send(desk, f"{n} people were killed in Quito, police said.", "text/plain", "?name=wire.txt").json()["reports"][
            0
        ]["id"]
        for n in ("Eight", "Nine", "Eight")
    ]
    assert ids[0] == ids[2] == "wire.txt" and ids[1].startswith("wire.txt~")


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"", "text/plain", 422),
        (b"", "application/json", 422),
        (b"{", "application/json", 422),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b'{"a": 1}', "application/json", 422),
        (b'{"text": 4}', "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
        (b'{"text": "x", "n": ' + b"9" * 10_000 + b"}", "application/json", 422),
        (b"\x89PNG\r\n\x1a\n\0\0", "text/plain", 422),
        (b"\x89PNG\r\n\x1a\n\0\0", "image/png", 415),
        (b"%PDF-1.4 nothing", "application/pdf", 422),
        (b"PK\x03\x04 nothing", "application/zip", 422),
        (b"<html><body><form></form></body></html>", "text/html", 422),
        (b"<rss", "application/rss+xml", 422),
        (b"abc\xff", "text/plain; charset=utf-8", 422),
        (b"abc", "text/plain; charset=punycode", 415),
        (b"abc", "text/plain; charset=nothing", 415),
        (b"abc", "text/plain; charset", 201),
        (b"Two people died.\x00\xe2\x80\xae", "text/plain", None),
        (b'{"text": "Two people died.\\u0000\\ud800", "title": "\\udfff", "url": "\\u0000"}', "application/json", 201),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(desk: TestClient, content: bytes, kind: str, status: int | None) -> None:
    answer = send(desk, content, kind)
    assert answer.status_code < 500 and status in (None, answer.status_code), answer.text
    if answer.status_code >= 400:
        problem = answer.json()
        assert answer.headers["content-type"] == "application/problem+json"
        assert problem["detail"] and "\n" not in problem["detail"] and problem["status"] == answer.status_code


@pytest.mark.parametrize(
    "query",
    ["?published=yesterday", "?published=%00", "?name=" + "a" * 501, "?url=" + "a" * 5000, "?published=" + "9" * 5000],
)
def test_what_is_said_of_a_report_has_to_be_possible(desk: TestClient, query: str) -> None:
    assert send(desk, TEXT, "text/plain", query).status_code in (400, 422)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "a\u202eb", "💥", "..", " . ", "a//b", "x" * 500, "a?b#c"]
)
def test_odd_names_of_reports(desk: TestClient, name: str) -> None:
    """Whatever a report is called, it can be asked for again."""
    answer = send(desk, f"Two people died in {name}.", "text/plain", f"?name={quote(name, safe='')}")
    assert answer.status_code == 201, answer.text
    id = answer.json()["reports"][0]["id"]
    assert not {".", "..", ""} & {*id.split("/")} and id.isprintable()
    caught_up(desk)
    assert desk.get(answer.headers["location"]).json()["id"] == id


def test_pages_hold_while_reports_arrive(desk: TestClient) -> None:
    """What was there is told once, though what arrives stands before it; and the reader is told of the change."""
    before = [c["id"] for c in get(desk, "/claims?limit=1000")["claims"]]
    first = get(desk, "/claims?limit=3")
    assert (
        send(desk, "Forty people fled a flood in Ulm, police said. Ten died.", "text/plain", "?name=0.txt").status_code
        == 201
    )
    caught_up(desk)
    told, page = [*first["claims"]], first
    while page["next"]:
        page = desk.get(page["next"]).json()
        told += page["claims"]
        if page["next"] and len(told) <= 6:
            assert page["changed"] is True
    ids = [claim["id"] for claim in told]
    assert len(ids) == len({*ids}) and {*before} <= {*ids}


def test_what_takes_long_is_still_recorded(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is not willing to wait is told so, and finds the report a moment later."""
    monkeypatch.setattr(giving, "_PATIENCE", 0.0)
    answer = send(desk, "Nine people died in a stampede in Pune, police said.", "text/plain", "?name=late.txt")
    assert answer.status_code == 202 and answer.json()["pending"] is True
    monkeypatch.undo()
    again = send(desk, "Nine people died in a stampede in Pune, police said.", "text/plain", "?name=late.txt")
    assert again.status_code == 200 and again.json()["reports"][0]["known"]


def test_a_ledger_for_a_team(address: str) -> None:
    """The same over either database: hand over, read, judge, take back."""
    Ledger(address).close()
    with opened(address, **{"X-Requested-With": "test"}) as desk:
        assert desk.post(SENT, json=REPORTS[:2]).status_code == 201
        caught_up(desk)
        claim = get(desk, "/claims?status=killed&limit=1")["claims"][0]
        assert get(desk, "/search?q=ravine")["total"]["reports"] == 2
        given = {"type": "set-aside", "a": claim["id"], "reason": "as seen", "made_by": "Ana"}
        number = desk.post(JUDGED, json=given).json()["n"]
        assert desk.delete(f"{JUDGED}/{number}?reason=x&made_by=Ana").status_code == 200
        assert get(desk, "/judgements?which=every")["judgements"][0]["withdrawn"]["made_by"] == "Ana"
        assert desk.get(f"{ROOT}/history").status_code == desk.get(f"{ROOT}/export/claims.csv").status_code == 200


# --- judgements ------------------------------------------------------------------------------------


def test_a_judgement_is_made_and_taken_back(desk: TestClient, ledger: str) -> None:
    """The account is afterwards what it was; and both stay in sight."""
    caught_up(desk)
    before = desk.get(f"{ROOT}/report").content
    claim = next(c for c in get(desk, "/claims?status=killed&background=false")["claims"] if "15" in c["quote"])
    given = {"type": "set-aside", "a": claim["id"], "reason": "the agency withdrew it", "made_by": "Ana Ruiz"}
    made = desk.post(JUDGED, json=given)
    assert made.status_code == 201 and made.json()["already"] is False
    number = made.json()["n"]
    again = desk.post(JUDGED, json=given)
    assert again.status_code == 200 and again.json() == {**made.json(), "already": True}
    caught_up(desk)
    assert get(desk, "/status")["revision"] == made.json()["revision"]
    (listed,) = get(desk, "/judgements")["judgements"]
    assert (listed["n"], listed["made_by"], listed["a"]) == (number, "Ana Ruiz", claim["id"])
    assert get(desk, f"/claims/{claim['id']}/evidence")["judgements"] == [listed]
    assert desk.get(f"{ROOT}/report").content != before
    gone = desk.delete(f"{JUDGED}/{number}?made_by=Bo&reason=it%20stands%20after%20all")
    assert gone.status_code == 200
    assert desk.delete(f"{JUDGED}/{number}?made_by=Bo&reason=again").status_code == 409
    caught_up(desk)
    assert desk.get(f"{ROOT}/report").content == before
    assert get(desk, "/judgements")["judgements"] == []
    (ever,) = get(desk, "/judgements?which=every")["judgements"]
    assert ever["withdrawn"]["made_by"] == "Bo" and ever["withdrawn"]["n"] == gone.json()["n"]
    with Ledger(ledger) as held:
        assert dumped(account(held)).encode() == before


def test_all_kinds_of_judgement(desk: TestClient) -> None:
    caught_up(desk)
    incidents = sorted(get(desk, "/incidents")["incidents"], key=lambda i: -len(i["documents"]))
    counts = get(desk, f"/claims?kind=count&status=killed&background=false&incident={incidents[0]['id']}")["claims"]
    one, other = counts[0], next(c for c in counts if c["document"] != counts[0]["document"])
    sources = [s["name"] for s in get(desk, "/sources")["sources"]][:2]
    document = incidents[0]["documents"]
    asked: list[dict[str, Any]] = [
        {"type": "not-same", "a": one["id"], "b": other["id"]},
        {"type": "same", "a": one["id"], "b": other["id"]},
        {"type": "includes", "a": one["id"], "b": other["id"]},
        {"type": "group", "a": one["id"], "traits": [["role", "driver"], ["nationality", "Peruvian"]]},
        {"type": "group", "a": one["id"], "traits": [["role", "civilian"]]},
        {"type": "background", "a": one["id"]},
        {"type": "main", "a": one["id"]},
        {"type": "trust", "a": one["id"]},
        {"type": "source-merge", "a": sources[0], "b": sources[1]},
        {"type": "source-split", "a": sources[0], "b": sources[1]},
        {"type": "report-withdrawn", "a": document[0], "since": "2031-03-10"},
        {"type": "report-corrected", "a": document[0], "b": document[1]},
        {"type": "incident-merge", "a": incidents[0]["id"], "b": incidents[1]["id"]},
        {"type": "incident-split", "a": document[1]},
    ]
    numbers = []
    for given in asked:
        answer = desk.post(JUDGED, json={"reason": "as seen", "made_by": "Ana", **given})
        if given["type"] == "group" and answer.status_code == 422:  # not every word is a role
            assert "no role" in answer.json()["detail"]
            continue
        assert answer.status_code == 201, (given, answer.text)
        numbers.append(answer.json()["n"])
        assert desk.delete(f"{JUDGED}/{numbers[-1]}?made_by=Ana&reason=tried").status_code == 200
    assert len(numbers) >= len(asked) - 1
    caught_up(desk)


def test_a_judgement_of_what_was_just_recorded(desk: TestClient) -> None:
    """Whoever records and judges at once need not wait: the account is waited for."""
    answer = send(desk, "Seven people died in a landslide in Manila, the mayor said.", "text/plain", "?name=slide.txt")
    assert answer.status_code == 201
    given = {"type": "report-withdrawn", "a": "slide.txt", "reason": "a hoax", "made_by": "Ana"}
    assert desk.post(JUDGED, json=given).status_code == 201


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 422),
        ([], 422),
        (None, 422),
        ({"type": "same", "a": "c1", "reason": "x", "made_by": "A"}, None),
        ({"type": "nothing", "a": "c1", "reason": "x", "made_by": "A"}, 422),
        ({"type": "withdraw", "a": "c1", "reason": "x", "made_by": "A"}, 422),
        ({"type": "trust", "a": "nothing", "reason": "x", "made_by": "A"}, 404),
        ({"type": "trust", "a": "", "reason": "x", "made_by": "A"}, 404),
        ({"type": "trust", "a": "\0", "reason": "x", "made_by": "A"}, 404),
        ({"type": "trust", "a": "c", "reason": " ", "made_by": "A"}, 422),
        ({"type": "trust", "a": "c", "reason": "x", "made_by": ""}, 422),
        ({"type": "trust", "a": "c", "reason": "x", "made_by": "\u202e"}, 422),
        ({"type": "trust", "a": "c", "reason": "x" * 3000, "made_by": "A"}, 422),
        ({"type": "trust", "a": "c", "reason": "x", "made_by": "A", "more": 1}, 422),
        ({"type": "group", "a": "c", "reason": "x", "made_by": "A", "traits": [["role"]]}, 422),
        ({"type": "report-withdrawn", "a": "0", "since": "soon", "reason": "x", "made_by": "A"}, 422),
        ({"type": ["same"], "a": {}, "reason": 4, "made_by": None}, 422),
        ({"type": "source-merge", "a": "police", "b": "The Police", "reason": "x", "made_by": "A"}, 422),
        ({"type": "incident-merge", "a": "i", "b": "zz", "reason": "x", "made_by": "A"}, 404),
    ],
)
def test_what_cannot_be_judged_is_refused(desk: TestClient, given: object, status: int | None) -> None:
    answer = desk.post(JUDGED, json=given)
    assert 400 <= answer.status_code < 500 and status in (None, answer.status_code), answer.text
    assert answer.json()["detail"] and "\n" not in answer.json()["detail"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b'{"type": "same", "a": "\\ud800"}', b"9" * 10_000, b"[" * 10_000]
)
def test_a_broken_judgement_is_refused(desk: TestClient, body: bytes) -> None:
    answer = desk.post(JUDGED, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422), answer.text


@pytest.mark.parametrize("n", ["0", "-1", "999999", "x", "9" * 5000, "1.5", "%00"])
def test_no_such_judgement(desk: TestClient, n: str) -> None:
    assert desk.delete(f"{JUDGED}/{n}?made_by=A&reason=x").status_code in (400, 404, 422)


def test_a_withdrawal_needs_a_reason_and_a_name(desk: TestClient) -> None:
    for query in ("", "?reason=", "?reason=x", "?made_by=A", "?reason=%20&made_by=A"):
        assert desk.delete(f"{JUDGED}/1{query}").status_code in (404, 409, 422), query


# --- who may -----------------------------------------------------------------------------------------


def test_roles(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Read < add < judge; nobody without a token once there is one; a token's name is in what it judges."""
    path = recorded(tmp_path_factory.mktemp("roles") / "crisis.ledger")
    with Ledger(path) as held:
        keys = {role: tokens.add(held, f"{role}er", role) for role in ("read", "add", "judge")}
    with opened(path, host="192.0.2.1") as desk:
        assert desk.get(f"{ROOT}/claims").status_code == 401
        assert desk.get("/openapi.json").status_code in (200, 401)
        holds = {role: {"Authorization": f"Bearer {key}"} for role, key in keys.items()}
        claim = desk.get(f"{ROOT}/claims?kind=count", headers=holds["read"]).json()["claims"][0]["id"]
        report, given = {"text": TEXT}, {"type": "trust", "a": claim, "reason": "seen"}
        for role, sent, judged in (("read", 403, 403), ("add", 201, 403), ("judge", 200, 201)):
            assert desk.post(SENT, json=report, headers=holds[role]).status_code == sent, role
            answer = desk.post(JUDGED, json=given, headers=holds[role])
            assert answer.status_code == judged, role
        number = answer.json()["n"]
        assert desk.delete(f"{JUDGED}/{number}?reason=x", headers=holds["add"]).status_code == 403
        every = desk.get(f"{JUDGED}?which=every", headers=holds["read"]).json()["judgements"]
        assert [j["made_by"] for j in every] == ["judgeer"]


# --- taking ------------------------------------------------------------------------------------------


def test_taking_in_this_process(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the clerk does, for whoever hands over: named by its text, or as told; refusals beside it."""
    path = str(tmp_path_factory.mktemp("taking") / "l.ledger")
    Ledger(path).close()
    (one,) = take(path, "", TEXT.encode())
    (same,) = take(path, "", TEXT.encode(), ".txt")
    assert one.id == same.id and one.id.startswith("report-") and (one.known, same.known) == (False, True)
    (refused,) = take(path, "x.bin", b"\0\1\2\3")
    assert refused.id is None and refused.failure
    with pytest.raises(CrosswireError, match="no date"):
        take(path, "", b"x", published="soon")
    with pytest.raises(CrosswireError, match="not read"):
        take(path, "", b"x", ".exe")
    with pytest.raises(CrosswireError, match="no such ledger"):
        take(path + "x", "", b"x")
