"""The desk's pages as a browser without JavaScript gets them: whole, linked, small, clear about what is not there."""

from __future__ import annotations

import gzip
import html
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from crosswire.desk.pages import problems
from crosswire.desk.pages.bar import stops_of
from crosswire.desk.standing import NotYet, Told, View
from crosswire.model import Account, Incident
from desk_api import caught_up, opened, recorded

PAGE = {"accept": "text/html"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with opened(recorded(tmp_path_factory.mktemp("pages") / "crisis.ledger")) as client:
        caught_up(client)
        yield client


@pytest.fixture(scope="module")
def account(desk: TestClient) -> Account:
    found: Account = desk.app.state.desk.standing.newest().account  # type: ignore[attr-defined]
    return found


@pytest.fixture(scope="module")
def crash(account: Account) -> Incident:
    return next(i for i in account.incidents if len(i.documents) >= 3)


def page(desk: TestClient, path: str, status: int = 200) -> str:
    answer = desk.get(path, headers=PAGE)
    assert answer.status_code == status, (path, answer.text[:500])
    return answer.text


def finished(desk: TestClient, path: str) -> str:
    """The page once nothing on it is still being made."""
    until = time.monotonic() + 60
    while "Still being made" in (found := page(desk, path)):
        assert time.monotonic() < until
    return found


def main_of(markup: str) -> str:
    """What a reader reads of the page's own part."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", markup.partition("<main")[2])))


def paths(crash: Incident) -> list[str]:
    base = f"/incidents/{crash.id}"
    parts = ("", "/figures", "/changes", "/disagreements", "/timeline", "/sources", "/reports", "/policies")
    return ["/", "/search", "/search?q=killed", "/about", *(base + part for part in parts)]


# --- the pages -----------------------------------------------------------------------------------


def test_every_page_has_a_title_a_bar_and_no_script_or_style_of_its_own(desk: TestClient, crash: Incident) -> None:
    for path in paths(crash):
        found = page(desk, path)
        assert re.search(r"<title>.+crosswire</title>", found), path
        assert found.count("<h1") == 1, path
        assert 'type="range"' in found, path
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script>(?!</script>)|javascript:", found), path
        ids = re.findall(r'\sid="([^"]+)"', found)
        assert len(ids) == len(set(ids)), path


def test_every_link_of_the_pages_leads_somewhere(desk: TestClient, crash: Incident) -> None:
    seen: set[str] = set()
    for path in paths(crash):
        found = page(desk, path)
        anchors = set(re.findall(r'\sid="([^"]+)"', found))
        for link in re.findall(r'href="([^"]+)"', found):
            where = html.unescape(link)
            if where.startswith("#"):
                assert where[1:] in anchors, (path, where)
            elif where.startswith("/"):
                seen.add(where.partition("#")[0])
    for where in sorted(seen):
        assert desk.get(where, headers=PAGE).status_code == 200, where
    kinds = {where.split("/")[1] for where in seen}
    assert {"incidents", "claims", "tallies", "reports"} <= kinds


def test_hostile_titles_are_text(desk: TestClient, crash: Incident) -> None:
    found = page(desk, f"/incidents/{crash.id}/reports")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in found
    assert "<script>alert" not in found
    assert "\u202e" not in page(desk, "/search?q=warehouse")


def test_the_account_stands_first_and_each_figure_leads_to_its_tally(
    desk: TestClient, account: Account, crash: Incident
) -> None:
    found = page(desk, f"/incidents/{crash.id}")
    assert "16 people were killed" in main_of(found)
    linked = set(re.findall(r"/tallies/(\w+)", found))
    assert linked == {t.id for t in account.tallies if t.incident == crash.id}
    assert "Would settle it:" in found
    assert main_of(found).index("Account") < main_of(found).index("Fates") < main_of(found).index("Disagreements")


def test_the_list_is_filtered_by_plain_addresses(desk: TestClient, crash: Incident) -> None:
    assert crash.id in page(desk, "/?country=EC")
    assert crash.id not in page(desk, "/?country=NO")
    assert crash.id in page(desk, "/?find=tulcan")
    assert "No incident answers to this" in page(desk, "/?find=nothing+of+the+kind")
    assert crash.id not in page(desk, "/?within=day")
    assert page(desk, "/?page=99") and desk.get("/?page=0", headers=PAGE).status_code == 422


# --- the view ------------------------------------------------------------------------------------


def test_a_page_of_the_past_says_so_and_keeps_it_in_every_link(desk: TestClient, crash: Incident) -> None:
    path = f"/incidents/{crash.id}?as_of=2031-03-05"
    found = page(desk, path)
    assert "Not the newest view:" in found
    assert "as known at Wed 5 Mar 2031" in found
    assert "16 people were killed" not in main_of(found)
    assert f'href="/incidents/{crash.id}"' in found.partition('id="to-now"')[2][:200]
    body = found.partition("<main")[2]
    for link in re.findall(r'href="(/(?!judge/)[^"]+)"', body):  # what is judged is judged of now
        assert "as_of=2031-03-05" in html.unescape(link), link
    assert "Not the newest view" not in page(desk, f"/incidents/{crash.id}")


def test_the_slider_leads_to_its_stop_without_javascript(desk: TestClient, crash: Incident) -> None:
    newest = desk.app.state.desk.standing.newest()  # type: ignore[attr-defined]
    stops = stops_of(newest, crash.id)
    assert len(stops) == 4
    to = f"/incidents/{crash.id}"
    for n, stop in enumerate(stops):
        answer = desk.get("/when", params={"stop": n, "to": to, "policy": "gtd"})
        where = urlsplit(answer.headers["location"])
        assert (answer.status_code, where.path) == (303, to)
        asked = parse_qs(where.query)
        assert asked.get("as_of", [None])[0] == (stop if n < len(stops) - 1 else None)
        assert asked["policy"] == ["gtd"]


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_the_slider_leads_to_no_other_site(desk: TestClient, to: str) -> None:
    assert desk.get("/when", params={"stop": 0, "to": to}).status_code == 400


def test_an_incident_goes_by_the_id_that_it_had(desk: TestClient, crash: Incident) -> None:
    known = desk.get(f"/incidents/{crash.id}?as_of=2031-03-05", headers=PAGE)
    assert known.status_code == 200
    later = desk.get(f"/incidents/{crash.id}?as_of=2031-03-01", headers=PAGE)
    assert later.status_code == 404
    assert "Nothing of this incident was known in this view" in later.text
    assert desk.get("/incidents/i00000000", headers=PAGE).status_code == 404


def test_codings_name_their_sources_and_their_traces(desk: TestClient, crash: Incident) -> None:
    found = finished(desk, f"/incidents/{crash.id}/policies")
    for name in ("low-best-high", "gtd", "ucdp", "acled", "em-dat", "airwars"):
        assert f'id="rule-{name}"' in found
    assert "Airwars, Methodology" in found
    assert "used 1:" in main_of(found)
    assert "set aside" in main_of(found)


def test_codings_that_are_still_being_made_are_named(
    desk: TestClient, crash: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/incidents/{crash.id}/policies?as_of=2031-03-05"  # of a view that no other test asks for
    standing = desk.app.state.desk.standing  # type: ignore[attr-defined]
    real = standing.told

    def slow(view: View, patience: float = 60.0) -> Told:
        if view.policy in ("acled", "airwars"):
            raise NotYet("still being made")
        found: Told = real(view, 60.0)
        return found

    monkeypatch.setattr(standing, "told", slow)
    some = page(desk, path)
    assert "Still being made: acled, airwars" in main_of(some)
    assert 'http-equiv="refresh"' in some
    assert 'id="rule-gtd"' in some
    assert 'id="rule-acled"' not in some
    monkeypatch.setattr(standing, "told", lambda view, patience=60.0: real(view, 60.0))
    whole = page(desk, path)
    assert "http-equiv" not in whole
    assert 'id="rule-airwars"' in whole


def test_what_changed_is_told_with_its_reason(desk: TestClient, crash: Incident) -> None:
    said = main_of(page(desk, f"/incidents/{crash.id}/changes"))
    assert "Counted back from Thu 6 Mar 2031" in said
    assert "In the last hour" in said
    assert "Figures over time" in said


def test_a_search_finds_reports_and_claims_of_the_view(desk: TestClient) -> None:
    found = page(desk, "/search?q=firefighters")
    assert "<mark>firefighters</mark>" in found
    assert "<mark>" not in page(desk, "/search?q=firefighters&as_of=2031-03-06")
    assert "more than 64 words" in page(desk, "/search?q=" + "+".join(f"w{n}" for n in range(70)))
    assert "nothing to look for" in page(desk, "/search?q=-")


def test_the_desk_names_its_ledger_but_not_where_it_lies(desk: TestClient) -> None:
    found = page(desk, "/about")
    assert "crisis.ledger" in found
    assert "/tmp" not in found
    assert str(Path.home()) not in found


def test_an_answer_is_small_and_is_not_sent_twice(desk: TestClient, crash: Incident) -> None:
    answer = desk.get(f"/incidents/{crash.id}", headers=PAGE)
    assert answer.headers["content-encoding"] == "gzip"
    assert len(gzip.compress(answer.content)) < 30_000
    again = desk.get(f"/incidents/{crash.id}", headers={**PAGE, "if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


# --- what is not done ----------------------------------------------------------------------------


class Failed:
    """A problem as the door tells it."""

    def __init__(self, status: int, line: str, **headers: str) -> None:
        self.status, self.line, self.headers = status, line, headers
        self.title = "Refused"


def asked(desk: TestClient, path: str) -> Request:
    where = urlsplit(path)
    scope = {"type": "http", "method": "GET", "path": where.path, "query_string": where.query.encode(), "headers": []}
    return Request({**scope, "app": desk.app})


def test_a_problem_is_one_line_on_a_page_of_the_desk(desk: TestClient) -> None:
    answer = problems.draw(asked(desk, "/incidents/x?as_of=2031-03-05"), Failed(404, "there is no <b>incident</b> x"))
    text = bytes(answer.body).decode()
    assert answer.status_code == 404
    assert "There is no &lt;b&gt;incident&lt;/b&gt; x." in text
    assert "http-equiv" not in text
    assert "as_of=2031-03-05" in text
    broken = problems.draw(asked(desk, "/?as_of=garbage"), Failed(400, "no date or time"))
    assert "No date or time." in bytes(broken.body).decode()


def test_an_account_that_is_being_made_is_asked_for_again(desk: TestClient) -> None:
    failed = Failed(503, "this account is still being made", **{"Retry-After": "2"})
    text = bytes(problems.draw(asked(desk, "/?as_of=2031-03-05"), failed).body).decode()
    assert '<meta http-equiv="refresh" content="2">' in text
    assert "asks again by itself in 2 seconds" in text
