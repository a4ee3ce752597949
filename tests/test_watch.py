"""Following folders and feeds: what is new, what has changed, when to ask again.  Servers are on this machine alone."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crosswire import pipeline
from crosswire.cli import run
from crosswire.errors import CrosswireError
from crosswire.ledger import Ledger
from crosswire.model import Document, Published
from crosswire.versions import current, identity, originals
from crosswire.watching import Look, Memory, look, source_of
from crosswire.watching.fetching import fetch
from crosswire.watching.pacing import LONGEST, retry_after, wait

FIRST = "Nine people were killed when a bus left the road near Cusco on Sunday, police said."
LATER = (
    "Eleven people were killed when a bus left the road near Cusco on Sunday, police said, raising an earlier count."
)
NOON = datetime(2031, 3, 9, 12, tzinfo=UTC)

FEED = (
    '<rss version="2.0"><channel><title>Andean Daily</title><item><title>Bus</title>'
    "<link>https://andean.example/bus</link><pubDate>Sun, 09 Mar 2031 08:00:00 GMT</pubDate>"
    "<description>{}</description></item></channel></rss>"
)


@dataclass
class Answers:
    """What the server says to each request in turn, the last for good; and what it was asked."""

    answers: list[tuple[int, dict[str, str], bytes]]
    asked: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    def next(self, fields: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(fields)
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    """A server that answers as it is told."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    told = Answers([])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, fields, body = told.next(dict(self.headers))
            self.send_response(status)
            for name, value in {**fields, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    told.url = f"http://127.0.0.1:{httpd.server_port}/feed.xml"
    yield told
    httpd.shutdown()
    httpd.server_close()


def looked(ledger: Ledger, source: str, at: datetime = NOON, every: float = 300) -> list[Look]:
    """One look, written down as the command does it."""
    memory = Memory(ledger)
    found = []
    for seen in look(source_of(source), memory, at, every=every, hasty=True):
        list(pipeline.record(seen.parts, ledger, jobs=1, recorded_at=at.isoformat()))
        memory.keep(seen.states)
        found.append(seen)
    return found


def reports(found: list[Look]) -> list[Document]:
    """The reports of a look."""
    return [document for seen in found for part in seen.parts for document in part.documents]


def faults(found: list[Look]) -> list[str]:
    """Why, of each failure."""
    return [failure.reason for seen in found for part in seen.parts for failure in part.failures]


def killed(ledger: Ledger, as_of: str | None = None) -> set[int | None]:
    """The figures of the killed in the account."""
    found = pipeline.account(ledger, as_of=as_of)
    return {claim.low for claim in found.claims if claim.status == "killed"}


# --- folders --------------------------------------------------------------------------------------


def test_a_folder_is_followed(tmp_path: Path) -> None:
    """New files once, changed files again, as versions; a watch that starts anew knows what it saw."""
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "bus.txt").write_text(f"March 8, 2031\n\n{FIRST}")
    with Ledger(tmp_path / "a.db") as ledger:
        first = reports(looked(ledger, str(folder)))
        assert [document.id for document in first] == ["deep/bus.txt"]
        assert first[0].url == (folder / "deep" / "bus.txt").as_uri()
        assert not looked(ledger, str(folder))
    with Ledger(tmp_path / "a.db") as ledger:
        assert not looked(ledger, str(folder))
        (folder / "deep" / "bus.txt").write_text(f"March 8, 2031\n\n{LATER}")
        (changed,) = reports(looked(ledger, str(folder), NOON + timedelta(hours=1)))
        assert (changed.published.value, changed.published.basis) == ("2031-03-09T13:00:00Z", "inferred")
        assert "a changed text of the report dated 2031-03-08" in changed.published.reason
        assert killed(ledger) == {11}
        assert killed(ledger, "2031-03-09T12:30:00Z") == {9}
        assert len(ledger.documents()) == 2


def test_what_comes_back_is_the_newest_again(tmp_path: Path) -> None:
    """A text taken back to its first wording is a version like any other."""
    path = tmp_path / "bus.txt"
    with Ledger() as ledger:
        for hour, text in enumerate((FIRST, LATER, FIRST + "\n")):
            path.write_text(text)
            looked(ledger, str(path), NOON + timedelta(hours=hour))
        assert killed(ledger) == {9}


def test_a_file_that_cannot_be_read_is_named_once(tmp_path: Path) -> None:
    """Until it changes."""
    (tmp_path / "a.json").write_text("{")
    with Ledger() as ledger:
        assert faults(looked(ledger, str(tmp_path))) == ["JSON cut off at line 1"]
        assert not looked(ledger, str(tmp_path))
        (tmp_path / "a.json").write_text('{"text": "Nine hurt."}')
        assert [document.text for document in reports(looked(ledger, str(tmp_path)))] == ["Nine hurt."]


def test_a_file_still_being_written_waits(tmp_path: Path) -> None:
    """A look in the very second of a change leaves the file to the next look."""
    path = tmp_path / "a.txt"
    path.write_text(FIRST)
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    with Ledger() as ledger:
        memory = Memory(ledger)
        assert not list(look(source_of(str(path)), memory, written, every=5))
        assert len(list(look(source_of(str(path)), memory, written + timedelta(seconds=2), every=5))) == 1


# --- feeds ----------------------------------------------------------------------------------------


def test_a_feed_is_asked_only_for_what_has_changed(server: Answers) -> None:
    """Its own marks are sent back; an unchanged feed costs a line of HTTP; nothing is asked before it is due."""
    marks = {"ETag": '"v1"', "Last-Modified": "Sun, 09 Mar 2031 08:00:00 GMT"}
    server.answers = [(200, marks, FEED.format(FIRST).encode()), (304, {}, b"")]
    with Ledger() as ledger:
        (document,) = reports(looked(ledger, server.url))
        assert (document.id, document.url) == ("andean.example/bus", "https://andean.example/bus")
        assert (document.publisher, document.published.value) == ("Andean Daily", "2031-03-09T08:00:00Z")
        assert not looked(ledger, server.url, NOON + timedelta(seconds=299))
        assert not reports(looked(ledger, server.url, NOON + timedelta(seconds=400)))
    assert len(server.asked) == 2
    assert "If-None-Match" not in server.asked[0]
    assert server.asked[1]["If-None-Match"] == '"v1"'
    assert server.asked[1]["If-Modified-Since"] == "Sun, 09 Mar 2031 08:00:00 GMT"
    assert server.asked[1]["User-Agent"].startswith("crosswire/")


def test_a_changed_item_is_a_new_version(server: Answers) -> None:
    """Same address, new text, old date: it counts from when it was seen, and the older stays for moments before."""
    server.answers = [(200, {}, FEED.format(text).encode()) for text in (FIRST, FIRST, LATER)]
    with Ledger() as ledger:
        looked(ledger, server.url)
        assert not reports(looked(ledger, server.url, NOON + timedelta(hours=1)))
        (seen,) = looked(ledger, server.url, NOON + timedelta(hours=2))
        (changed,) = reports([seen])
        assert seen.changed == {changed.sha256}
        assert changed.published.value == "2031-03-09T14:00:00Z"
        assert killed(ledger) == {11}
        assert killed(ledger, "2031-03-09T13:59:00Z") == {9}
        assert killed(ledger, "2031-03-09T07:00:00Z") == set()
        assert {document.id.partition("~")[0] for document in ledger.documents()} == {"andean.example/bus"}


def test_items_that_move_are_no_new_reports(server: Answers) -> None:
    """A feed's newest item pushes the others down."""
    item = "<item><link>https://andean.example/{0}</link><description>{0} hurt</description></item>"
    one, two = item.format("one"), item.format("two")
    server.answers = [
        (200, {}, f"<rss><channel>{one}</channel></rss>".encode()),
        (200, {}, f"<rss><channel>{two}{one}</channel></rss>".encode()),
    ]
    with Ledger() as ledger:
        looked(ledger, server.url)
        second = reports(looked(ledger, server.url, NOON + timedelta(hours=1)))
        assert [document.id for document in second] == ["andean.example/two"]


def test_failures_are_waited_out(server: Answers) -> None:
    """Twice as long each time, as long as the server asks; a success begins anew; a feed that is gone is left alone."""
    good = (200, {}, FEED.format(FIRST).encode())
    server.answers = [(503, {}, b""), (500, {}, b""), (429, {"Retry-After": "7200"}, b""), good, (410, {}, b"")]
    dues = []
    with Ledger(":memory:") as ledger:
        at = NOON
        for _ in range(5):
            looked(ledger, server.url, at)
            state = Memory(ledger).feed(server.url)
            dues.append(state.due - at.timestamp())
            at = datetime.fromtimestamp(state.due + 1, UTC)
        assert state.gone and not looked(ledger, server.url, at + timedelta(days=30))
    assert [600 <= dues[0] <= 750, 1200 <= dues[1] <= 1500, dues[2] == 7200, 300 <= dues[3] <= 375] == [True] * 4
    assert len(server.asked) == 5


def test_a_feed_that_is_none_is_named(server: Answers) -> None:
    """By its address, in one line; so is a server that is not there."""
    server.answers = [(200, {}, b"<svg/>")]
    with Ledger() as ledger:
        assert faults(looked(ledger, server.url)) == ["neither a feed nor a page"]
        (reason,) = faults(looked(ledger, "http://127.0.0.1:1/feed"))
        assert "refused" in reason


def test_no_redirect_leads_to_a_file(server: Answers, tmp_path: Path) -> None:
    """Nor does an endless one go on."""
    (tmp_path / "secret.txt").write_text("secret")
    server.answers = [(302, {"Location": (tmp_path / "secret.txt").as_uri()}, b"")]
    answer = fetch(server.url)
    assert answer.fault and not answer.body
    server.answers = [(302, {"Location": server.url}, b"")]
    asked = len(server.asked)
    assert fetch(server.url).fault
    assert len(server.asked) - asked <= 6


def test_an_answer_has_a_size(server: Answers) -> None:
    """Packed, too."""
    import gzip

    server.answers = [(200, {"Content-Encoding": "gzip"}, gzip.compress(b" " * 30_000_000, mtime=0))]
    assert fetch(server.url).fault == "an answer over 20 mb"
    server.answers = [(200, {"Content-Encoding": "gzip"}, gzip.compress(b"hello", mtime=0))]
    assert fetch(server.url).body == b"hello"


@pytest.mark.parametrize("words", ["ftp://x.example/a", "file:///etc/passwd", "http://", "http://[x"])
def test_other_addresses_are_refused(words: str) -> None:
    """In words, before anything is followed."""
    with pytest.raises(CrosswireError, match="cannot be followed"):
        source_of(words)


# --- pacing ---------------------------------------------------------------------------------------


def test_waits_are_spread_by_address_and_the_same_every_time() -> None:
    """No clock and no chance: the address decides."""
    urls = [f"https://andean.example/{n}" for n in range(50)]
    waits = [wait(url, 300) for url in urls]
    assert waits == [wait(url, 300) for url in urls]
    assert all(300 <= seconds <= 375 for seconds in waits) and len(set(waits)) == 50
    assert all(LONGEST <= wait(url, 300, 40) <= LONGEST * 1.25 for url in urls)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("Sun, 09 Mar 2031 12:10:00 GMT", 600.0),
        ("Sun, 09 Mar 2031 11:00:00 GMT", 0.0),
        ("99999999999999", LONGEST),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    """Seconds or a date; nonsense is no wish."""
    assert retry_after(value, NOON) == seconds


# --- versions -------------------------------------------------------------------------------------


def version(id: str, day: str | None, url: str | None = "https://andean.example/bus") -> Document:
    """A report of that day."""
    return Document(id=id, sha256=id, text=id, url=url, published=Published(day))


def test_the_newest_version_stands() -> None:
    """By day; where there is none by when it was recorded; both where nothing tells them apart."""
    old, new = version("a", "2031-03-08"), version("b", "2031-03-09T10:00:00Z")
    assert current([new, old], {}) == (new,)
    assert (
        current([old, version("b", "2031-03-08")], {"a": "2031-03-09T10:00:00Z", "b": "2031-03-09T11:00:00Z"})[0].id
        == "b"
    )
    assert len(current([old, version("b", "2031-03-08")], {})) == 2
    undated = version("c", None)
    assert current([old, undated], {"c": "2031-03-10T00:00:00Z"}) == (undated,)


def test_a_front_page_is_no_report() -> None:
    """Many reports may give it as their address; a fragment names a place in a page."""
    assert identity(version("a", None, "https://andean.example/")) is None
    assert identity(version("a", None, None)) is None
    assert identity(version("a", None, "urn:newsml:x:1")) == "urn:newsml:x:1"
    assert identity(version("a", None, "https://a.example/b#c")) == identity(version("a", None, "https://a.example/b"))


def test_a_version_reprints_nobody() -> None:
    """The newer shares most of its words with the older, and is still no reprint; another outlet's copy is one."""
    documents = [version("a", None), version("b", None), version("c", None, "https://x.example/c")]
    assert originals({"b": "a", "c": "a"}, documents) == {"c": "a"}


def test_versions_that_are_recorded_by_hand(tmp_path: Path) -> None:
    """What `record` is given twice under one address is a version, too."""
    from crosswire.ingest import read_paths

    with Ledger() as ledger:
        for name, text, day in (("a.json", FIRST, "2031-03-08"), ("b.json", LATER, "2031-03-09")):
            import json

            (tmp_path / name).write_text(json.dumps({"text": text, "date": day, "url": "https://andean.example/bus"}))
            list(pipeline.record(read_paths([str(tmp_path / name)]), ledger))
        assert killed(ledger) == {11}
        assert killed(ledger, "2031-03-08") == {9}
        moments = [{c.low for c in past.claims if c.status == "killed"} for _, past in pipeline.past(ledger)]
        assert moments == [{9}, {11}]


# --- the command ----------------------------------------------------------------------------------


def test_the_command_looks_once(tmp_path: Path, server: Answers, capfd: pytest.CaptureFixture[str]) -> None:
    """A line a report, new or changed; a second time there is nothing to say."""
    server.answers = [(200, {}, FEED.format(FIRST).encode())]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "quake.txt").write_text("Two miners were killed, police said.")
    command = ["watch", str(tmp_path / "in"), server.url, "--ledger", str(tmp_path / "a.db"), "--once"]
    assert run(command) == 0
    assert capfd.readouterr() == ("new quake.txt: 1 claim\nnew andean.example/bus: 1 claim\n", "")
    assert run(command) == 0
    assert capfd.readouterr() == ("", "")
    (tmp_path / "in" / "quake.txt").write_text("Three miners were killed, police said.")
    assert run(command) == 0
    out, _ = capfd.readouterr()
    assert out.startswith("changed quake.txt~") and out.endswith(": 1 claim\n")
    assert len(server.asked) == 1


def test_the_command_says_what_it_lacks(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Wrong usage is 2, a folder that is not there 1."""
    assert run(["watch"]) == 2
    assert run(["watch", str(tmp_path)]) == 2
    assert run(["watch", str(tmp_path), "--ledger", str(tmp_path / "a.db"), "--every", "0"]) == 2
    assert run(["watch", str(tmp_path / "gone"), "--ledger", str(tmp_path / "a.db"), "--once"]) == 1
    assert "no such file or folder" in capfd.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_it_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    """Status 0, no traceback, and what was seen is in the ledger."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bus.txt").write_text(FIRST)
    command = [sys.executable, "-m", "crosswire", "watch", str(tmp_path / "in"), "--ledger", str(tmp_path / "a.db")]
    with subprocess.Popen(
        [*command, "--every", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None and process.stderr is not None
            assert process.stdout.readline() == "new bus.txt: 1 claim\n"
            time.sleep(0.3)
            process.send_signal(number)
            assert process.wait(timeout=30) == 0
            assert "Traceback" not in process.stderr.read()
        finally:
            process.kill()  # else a failure would wait for it forever
    with Ledger(tmp_path / "a.db") as ledger:
        assert killed(ledger) == {9}
