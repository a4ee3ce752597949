"""Open pages: what a new account brings, that nothing of it is missed, and what the desk watches."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from crosswire.desk.access import install
from crosswire.desk.app import application
from crosswire.desk.live import events, outbox, watching
from crosswire.desk.live.events import Hub
from crosswire.desk.live.news import News, as_json, news
from crosswire.desk.live.watching import Watch
from crosswire.desk.settings import Settings
from crosswire.desk.standing import Listener, Standing, Told, View, settled
from crosswire.desk.taking import take
from crosswire.errors import CrosswireError
from crosswire.ledger import Ledger
from crosswire.model import Account

PATIENCE = 30.0
BUS = "Nine people were killed when a bus left the road near Cusco, Peru, on Sunday, police said."
LATER = "Eleven people were killed when a bus left the road near Cusco, Peru, on Sunday, the governor said."
QUAKE = "An earthquake killed at least 40 people in Duzce, Turkey, on Monday, the interior ministry said."


def until(true: Callable[[], object]) -> None:
    """Wait for it, and fail where it does not come."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def recorded(ledger: str, name: str, text: str, published: str) -> None:
    (taken,) = take(ledger, name, text.encode(), published=published)
    assert taken.failure is None


@pytest.fixture(scope="module")
def crisis(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    """The accounts of a ledger as it grows by one report after the other."""
    path = str(tmp_path_factory.mktemp("crisis") / "a.db")
    with Ledger(path):
        pass
    found = []
    for hour, (name, text) in enumerate((("bus", BUS), ("later", LATER), ("quake", QUAKE)), 10):
        recorded(path, f"{name}.txt", text, f"2031-03-09T{hour}:00:00Z")
        revision, account = settled(path, View())
        found.append(Told(View(), revision, account))
    return found


# --- what is new ----------------------------------------------------------------------------------


def test_what_a_report_brings(crisis: list[Told]) -> None:
    """The report, its incident and no other, the figure before and after."""
    found = json.loads(as_json(news(crisis[0], crisis[1])))
    assert found["revision"] == crisis[1].revision and not found["whole"]
    assert found["reports"] == ["later.txt"] and found["reports_added"] == 1
    assert found["incidents"] == [crisis[1].account.incidents[0].id]
    (moved,) = found["figures"]
    assert moved["label"] == "people killed"
    assert moved["before"]["best"] == 9 or moved["before"]["low"] == 9
    assert moved["words"].startswith("9 → ")
    other = json.loads(as_json(news(crisis[1], crisis[2])))
    bus = {incident.id for incident in crisis[1].account.incidents}
    assert other["reports"] == ["quake.txt"] and not bus & set(other["incidents"])


def test_what_is_no_more(crisis: list[Told]) -> None:
    """An incident that is gone is told under its old name, its figures as gone."""
    found = news(crisis[2], crisis[1])
    (gone,) = {one.id for one in crisis[2].account.incidents} - {one.id for one in crisis[1].account.incidents}
    assert gone in found.incidents
    assert any(moved.after is None for moved in found.figures)


def test_nothing_new(crisis: list[Told]) -> None:
    """The same account at another revision: a report in a language that is not read, say."""
    found = news(crisis[2], replace(crisis[2], revision="9.9.9"))
    assert found == News("9.9.9")
    assert news(None, crisis[0]).whole


# --- those that listen ----------------------------------------------------------------------------


class Source(Standing):
    """Accounts that a test gives out."""

    def __init__(self) -> None:
        self.told_to: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        self.told_to.append(listener)

    def give(self, before: Told | None, now: Told) -> None:
        """As the thread that follows the ledger would."""
        for listener in self.told_to:
            listener(before, now)


def empty(revision: str) -> Told:
    return Told(View(), revision, Account(None, "low-best-high"))


async def heard(hub: Hub, since: str | None, most: int) -> list[str]:
    """The revisions that a page hears until it has heard so many."""
    found: list[str] = []
    async for piece in hub.stream(since):
        found += [line.removeprefix("id: ") for line in piece.splitlines() if line.startswith("id: ")]
        if len(found) >= most:
            break
    return found


def test_a_page_hears_each_account() -> None:
    """In order, from the revision that it shows; who was away hears what came meanwhile; a stranger, that all may be
    new."""

    async def scene() -> None:
        source = Source()
        hub = Hub(source)
        hub.start()
        revisions = [empty(f"{n}.0.0") for n in range(1, 5)]
        source.give(None, revisions[0])
        listening = asyncio.create_task(heard(hub, "1.0.0", 3))
        await asyncio.sleep(0.1)
        assert hub.listening == 1
        for before, now in pairwise(revisions):
            source.give(before, now)
        assert await asyncio.wait_for(listening, 10) == ["2.0.0", "3.0.0", "4.0.0"]
        assert [one for one, _ in hub.since("3.0.0")] == ["4.0.0"]
        assert hub.since("4.0.0") == []
        ((newest, told),) = hub.since("77.0.0")
        assert newest == "4.0.0" and json.loads(told)["whole"] is True
        assert await heard(hub, "2.0.0", 2) == ["3.0.0", "4.0.0"]
        hub.close()

    asyncio.run(scene())


def test_a_heartbeat_and_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that is open shows it; when the desk closes it ends at once."""
    monkeypatch.setattr(events, "HEARTBEAT", 0.05)

    async def scene() -> None:
        hub = Hub(Source())
        hub.start()
        found: list[str] = []

        async def listen() -> None:
            async for piece in hub.stream("1.0.0"):
                found.extend([piece])

        listening = asyncio.create_task(listen())
        await asyncio.sleep(0.3)
        assert found[0].startswith("retry: ") and found.count(": still here\n\n") >= 2
        hub.close()
        await asyncio.wait_for(listening, 1)
        assert hub.listening == 0 and hub.full()

    asyncio.run(scene())


def test_hundreds_listen_at_once() -> None:
    """Each hears the same, at no thread for each."""

    async def scene() -> None:
        source = Source()
        hub = Hub(source)
        hub.start()
        source.give(None, empty("1.0.0"))
        await asyncio.sleep(0.1)
        threads = threading.active_count()
        pages = [asyncio.create_task(heard(hub, "1.0.0", 1)) for _ in range(500)]
        await asyncio.sleep(0.2)
        assert hub.listening == 500 and threading.active_count() == threads
        source.give(empty("1.0.0"), empty("2.0.0"))
        assert await asyncio.wait_for(asyncio.gather(*pages), 10) == [["2.0.0"]] * 500
        hub.close()

    asyncio.run(scene())


# --- the pages ------------------------------------------------------------------------------------


@contextmanager
def desk(settings: Settings) -> Iterator[TestClient]:
    """Somebody at the machine itself, before the desk with its door."""
    app: FastAPI = application(settings)
    if not hasattr(app.state, "access"):
        install(app, settings, lambda: Ledger(settings.ledger))
    with TestClient(app, base_url="http://127.0.0.1:8377", client=("127.0.0.1", 5)) as client:
        yield client


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    path = str(tmp_path / "a.db")
    with Ledger(path):
        pass
    recorded(path, "bus.txt", BUS, "2031-03-09T10:00:00Z")
    with desk(Settings(path, outbox=str(tmp_path / "out"))) as client:
        yield client


def token(page: str) -> str:
    return page.split('name="form_token" value="', 1)[1].split('"', 1)[0]


def test_what_is_new_for_who_asks(client: TestClient) -> None:
    """204 where nothing is, else the news."""
    page = client.get("/").text
    revision = page.split('data-revision="', 1)[1].split('"', 1)[0]
    until(lambda: client.get("/events/since").status_code == 200)
    assert client.get("/events/since", params={"since": revision}).status_code == 204
    (told,) = client.get("/events/since", params={"since": "0.0.0"}).json()
    assert told["revision"] == revision and told["whole"]
    assert client.get("/events/since", params={"since": "<script>"}).json()[0]["whole"]


def test_a_rule_from_the_page(client: TestClient, tmp_path: Path) -> None:
    """Set by a form, shown in words, tried, and taken away; what it sent lies in the folder."""
    page = client.get("/alerts").text
    form = {"form_token": token(page), "kind": "figure", "to": "desk@news.example", "status": "killed", "by": "Ada"}
    assert client.post("/alerts/rules", data=form, follow_redirects=False).status_code == 303
    page = client.get("/alerts").text
    assert "a figure moved: killed" in page and "to mailto:desk@news.example" in page and "now about 1 figure" in page
    rule = page.split('action="/alerts/rules/', 1)[1].split("/", 1)[0]
    client.post(f"/alerts/rules/{rule}/try", data={"form_token": token(page)})
    until(lambda: list((tmp_path / "out").glob("*.eml")))
    until(lambda: "arrived" in client.get("/alerts").text)
    assert client.post(f"/alerts/rules/{rule}/remove", data={"form_token": token(page)}).status_code == 200
    assert "There is no rule yet" in client.get("/alerts").text
    assert client.post(f"/alerts/rules/{rule}/remove", data={"form_token": token(page)}).status_code == 404


def test_a_webhook_from_the_page(client: TestClient) -> None:
    """Its key is shown once; an address of the desk's own network is refused."""
    page = client.get("/alerts").text
    form = {"form_token": token(page), "kind": "incident", "to": "https://hooks.example/x", "by": "Ada"}
    assert "whsec_" in client.post("/alerts/rules", data=form).text
    assert "whsec_" not in client.get("/alerts").text
    for inner in ("http://127.0.0.1:9/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/"):
        refused = client.post("/alerts/rules", data={**form, "to": inner})
        assert refused.status_code == 422 and "private network" in refused.text


@pytest.mark.parametrize(
    ("more", "line"),
    [({"to": "x"}, "where to?"), ({"least": "-1"}, "a whole number"), ({"kind": "nationality"}, "whose nationals"),
     ({"incident": "gone"}, "is no more"), ({"by": ""}, "say who you are")],
)  # fmt: skip
def test_a_rule_that_cannot_be(client: TestClient, more: dict[str, str], line: str) -> None:
    """The form comes back as it was typed, with one line."""
    form = {"form_token": token(client.get("/alerts").text), "kind": "figure", "to": "d@e.example", "by": "Ada"}
    answer = client.post("/alerts/rules", data={**form, "name": "<b>mine</b>", **more})
    assert answer.status_code == 422 and line in answer.text
    assert "&lt;b&gt;mine&lt;/b&gt;" in answer.text and "<b>mine" not in answer.text


def test_no_rule_without_the_form_of_the_page(client: TestClient) -> None:
    """Another site's page cannot set one."""
    form = {"kind": "figure", "to": "d@e.example", "by": "Ada"}
    assert client.post("/alerts/rules", data=form).status_code == 403
    assert client.post("/alerts/rules", data={**form, "form_token": "0" * 64}).status_code == 403


def test_a_hostile_report_in_an_alert(client: TestClient, tmp_path: Path) -> None:
    """What reports say is text, whatever it is."""
    page = client.get("/alerts").text
    form = {"form_token": token(page), "kind": "figure", "to": "desk@news.example", "status": "killed", "by": "Ada"}
    client.post("/alerts/rules", data=form)
    path = str(tmp_path / "a.db")
    with Ledger(path) as held:
        until(lambda: outbox.rules(held) and not outbox.untold(held, "1.0.0"))
    text = f"<script>alert(1)</script> {LATER.replace('the governor', '<img src=x onerror=alert(1)> Ruiz')}"
    recorded(path, "<b>.txt", text, "2031-03-09T12:00:00Z")
    until(lambda: "Nothing has fired yet" not in client.get("/alerts").text)
    page = client.get("/alerts").text
    assert "<script>alert" not in page and "<img src=x" not in page and "<b>.txt" not in page


# --- the command line -----------------------------------------------------------------------------


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rules set, listed and removed; a refusal is one line and status 2."""
    from crosswire.cli import run

    path = str(tmp_path / "a.db")
    with Ledger(path):
        pass
    recorded(path, "bus.txt", BUS, "2031-03-09T10:00:00Z")
    add = ["alerts", "add", "figure", "--ledger", path, "--by", "Ada"]
    assert run([*add, "--to", "https://hooks.example/x", "--status", "dead", "--incident", "bus.txt"]) == 0
    told = capsys.readouterr()
    assert told.out.strip().startswith("a") and "whsec_" in told.err
    assert run(["alerts", "list", "--ledger", path]) == 0
    listed = capsys.readouterr().out
    assert "a figure moved: killed, in one incident (reports bus.txt...)" in listed and "whsec_" not in listed
    assert run([*add, "--to", "nowhere"]) == 2 and "where to?" in capsys.readouterr().err
    assert run([*add]) == 2
    assert run(["alerts", "remove", "a0", "--ledger", path]) == 2
    assert run(["alerts", "remove", told.out.strip(), "--ledger", path]) == 0
    assert run(["alerts", "outbox", "--ledger", path, "--state", "lost"]) == 2
    assert run(["alerts", "outbox", "--ledger", path]) == 0
    assert run(["alerts", "list", "--ledger", str(tmp_path / "none.db")]) == 1


# --- watching -------------------------------------------------------------------------------------


def test_a_watched_folder(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What is dropped into it is recorded; a watch that was killed goes on; a folder that is missing is said once."""
    path, folder = str(tmp_path / "a.db"), tmp_path / "in"
    folder.mkdir()
    with Ledger(path) as held:
        watch = Watch(path, [str(folder), str(tmp_path / "missing")], 300.0)
        watch.start()
        try:
            (folder / "bus.txt").write_text(BUS)
            until(lambda: [document.id for document in held.documents()] == ["bus.txt"])
            os.kill(_pid(watch), signal.SIGKILL)
            (folder / "quake.txt").write_text(QUAKE)
            until(lambda: len(held.documents()) == 2)
            time.sleep(2.0)
        finally:
            watch.close()
    said = capfd.readouterr().err
    assert "new bus.txt: 1 claim" in said and "new quake.txt" in said
    assert 1 <= said.count("missing") <= 4  # once each time that it begins, by name in each of its lines


def _pid(watch: Watch) -> int:
    """The process that looks."""
    process = watch._office._process
    assert process is not None and process.pid is not None
    return process.pid


def test_what_cannot_be_watched(tmp_path: Path) -> None:
    """Said before the desk starts."""
    with pytest.raises(CrosswireError, match="only http and https"):
        Watch(str(tmp_path / "a.db"), ["ftp://x.example/feed"], 300.0)


def test_a_look_outlives_a_locked_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be written is not counted as seen."""
    path, folder = tmp_path / "a.db", tmp_path / "in"
    folder.mkdir()
    with Ledger(path):
        pass
    (folder / "bus.txt").write_text(BUS)
    rounds: list[int] = []
    original = watching.follow_once

    def failing(*given: object, **named: object) -> object:
        rounds.append(1)
        if len(rounds) == 1:
            raise CrosswireError("somebody else has been writing")
        if len(rounds) > 20:
            raise SystemExit  # ends the thread
        return original(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(watching, "follow_once", failing)

    def follow() -> None:
        with suppress(SystemExit):
            watching.follow(str(path), [str(folder)], 300.0)

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    with Ledger(path) as held:
        until(lambda: len(held.documents()) == 1)
    thread.join(PATIENCE)
    assert not thread.is_alive()
