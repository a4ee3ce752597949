"""The desk and what may befall it, with real processes: killed, crowded out, locked out, doubled; nothing is lost."""

from __future__ import annotations

import http.client
import json
import os
import re
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from crosswire.desk.live import outbox
from crosswire.desk.live.rules import made
from crosswire.ledger import Ledger

PATIENCE = 60.0
CROSSWIRE = str(Path(sys.executable).parent / "crosswire")
BUS = "{} people were killed when a bus left the road near Cusco, Peru, on Sunday, police said."


def until(true: Callable[[], object]) -> Any:
    """What it gives once it gives anything; fails where it does not."""
    end = time.monotonic() + PATIENCE
    while not (found := true()):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)
    return found


@dataclass
class Served:
    """A desk in a process of its own."""

    process: subprocess.Popen[str]
    said: Path
    port: int

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with_type = {"Content-Type": "application/json"} if body else {}
        try:
            line.request(method, path, body or None, with_type | headers)
            answer = line.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            line.close()

    def give(self, name: str, text: str) -> tuple[int, dict[str, str], bytes]:
        """Hand over one report."""
        report = {"text": text, "published": "2031-03-09T10:00:00Z"}
        return self.ask("POST", f"/api/v1/reports?name={name}", json.dumps(report).encode())

    def family(self) -> list[int]:
        """The process and all behind it."""
        return [self.process.pid, *children(self.process.pid)]


def children(pid: int) -> list[int]:
    found = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in map(int, task.read_text().split()):
                found += [child, *children(child)]
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


@contextmanager
def serving(ledger: str, said: Path, *more: str, limit: Callable[[], None] | None = None) -> Iterator[Served]:
    """A desk at a port of its own, ended afterwards; never shot at by name."""
    with said.open("w") as out:
        process = subprocess.Popen(
            [CROSSWIRE, "serve", "--ledger", ledger, "--port", "0", *more],
            stdout=out, stderr=subprocess.STDOUT, text=True, preexec_fn=limit,
        )  # fmt: skip
    try:
        found = until(lambda: re.search(r"http://127\.0\.0\.1:(\d+)", said.read_text()) or process.poll() is not None)
        assert not isinstance(found, bool), said.read_text()
        desk = Served(process, said, int(found[1]))
        until(lambda: _answers(desk))
        yield desk
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        if process.poll() is None:
            process.kill()


def _answers(desk: Served) -> bool:
    try:
        return desk.ask("GET", "/")[0] == 200
    except OSError:
        return False


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    path = str(tmp_path / "a.db")
    with Ledger(path):
        pass
    return path


def failed(*arguments: str) -> str:
    """The one line with which a command ends that cannot be done."""
    done = subprocess.run([CROSSWIRE, *arguments], capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode in (1, 2), done.stderr
    (line,) = done.stderr.strip().splitlines()
    assert "Traceback" not in line
    return line


# --- killed ---------------------------------------------------------------------------------------


def test_a_server_killed_while_it_writes(ledger: str, tmp_path: Path) -> None:
    """What was answered as recorded is there, nothing is half there, no process is left, and the next desk goes on."""
    kept: list[str] = []
    with serving(ledger, tmp_path / "said") as desk:
        family = desk.family()
        assert desk.give("first", BUS.format("Nine"))[0] == 201

        def write(which: int) -> None:
            for number in range(200):
                name = f"r{which}-{number}"
                try:
                    if desk.give(name, BUS.format(number + 10) + f" Item {name}.")[0] == 201:
                        kept.append(name)
                except (OSError, http.client.HTTPException):
                    return

        writers = [threading.Thread(target=write, args=(which,)) for which in range(3)]
        for writer in writers:
            writer.start()
        until(lambda: len(kept) >= 5)
        family = list(dict.fromkeys([*family, *desk.family()]))
        os.kill(desk.process.pid, signal.SIGKILL)
        for writer in writers:
            writer.join(PATIENCE)
        until(lambda: not any(map(alive, family)))
    with Ledger(ledger, must_exist=True) as held:
        found = {document.id: document for document in held.documents()}
        assert set(kept) <= set(found)
        readings = held.readings(list(found.values()))
        assert set(readings) == set(found)
        assert held.base.all("PRAGMA integrity_check") == [("ok",)]
    with serving(ledger, tmp_path / "again") as desk:
        status = json.loads(desk.ask("GET", "/api/v1/reports?limit=1")[2])
        assert status
        assert desk.give("after", BUS.format("Ninety"))[0] == 201


class _Stalling(BaseHTTPRequestHandler):
    """Takes an alert and says nothing, until it is let go; then each is answered at once."""

    got: ClassVar[list[tuple[str, bytes]]] = []
    free: ClassVar[threading.Event] = threading.Event()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((self.headers["webhook-id"], body))
        self.free.wait(PATIENCE)
        with suppress(OSError):  # who sent it may be gone
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing."""


def test_a_server_killed_while_it_delivers(ledger: str, tmp_path: Path) -> None:
    """The alert that was on its way goes out again under the same id, once whoever held it has had his time."""
    _Stalling.got, _Stalling.free = [], threading.Event()
    receiver = ThreadingHTTPServer(("127.0.0.1", 0), _Stalling)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    try:
        url = f"http://127.0.0.1:{receiver.server_port}/hook"
        with Ledger(ledger) as held:
            outbox.add(held, made("incident", url, made_by="Ada", made_at="2031-03-09T09:00:00+00:00"))
        with serving(ledger, tmp_path / "said", "--inward") as desk:
            _heard(ledger)
            assert desk.give("first", BUS.format("Nine"))[0] == 201
            until(lambda: _Stalling.got)
            os.kill(desk.process.pid, signal.SIGKILL)
            desk.process.wait(PATIENCE)
        _Stalling.free.set()
        with Ledger(ledger) as held:
            assert outbox.counts(held)["pending"] == 1
            with held.base.transaction():
                held.base.all("UPDATE alerts SET due = 0")  # as after the two minutes
        with serving(ledger, tmp_path / "again", "--inward"), Ledger(ledger) as held:
            until(lambda: outbox.counts(held)["delivered"] == 1)
        assert len(set(_Stalling.got)) == 1 < len(_Stalling.got)
    finally:
        _Stalling.free.set()
        receiver.shutdown()
        receiver.server_close()


def _heard(ledger: str) -> None:
    """Wait until the rule has the account that it compares the next with."""
    with Ledger(ledger) as held:
        until(lambda: held.base.all("SELECT 1 FROM alert_states"))


def test_a_server_ends_when_asked(ledger: str, tmp_path: Path) -> None:
    """Within seconds, though pages listen, with status 0 and no word of trouble; nothing of it is left running."""
    with serving(ledger, tmp_path / "said") as desk:
        line = socket.create_connection(("127.0.0.1", desk.port))
        line.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{desk.port}\r\n\r\n".encode())
        assert b"text/event-stream" in line.recv(4_000)
        family, begun = desk.family(), time.monotonic()
        desk.process.send_signal(signal.SIGINT)
        assert desk.process.wait(PATIENCE) in (0, 130)
        assert time.monotonic() - begun < 15
        line.close()
        until(lambda: not any(map(alive, family)))
    said = (tmp_path / "said").read_text()
    assert "Traceback" not in said and "Cancel" not in said and "ERROR" not in said


# --- crowded and locked ---------------------------------------------------------------------------


def test_a_full_disk(ledger: str, tmp_path: Path) -> None:
    """One line and 507; what is there is shown on; once there is room the same report is taken."""
    with Ledger(ledger) as held:
        held.base.all("PRAGMA wal_checkpoint(TRUNCATE)")
    size = Path(ledger).stat().st_size

    def crowded() -> None:
        # a file may grow by little more: writing beyond is refused as by a full disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 60_000, resource.RLIM_INFINITY))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    text = " ".join(BUS.format(number) for number in range(20, 60))
    with serving(ledger, tmp_path / "said", limit=crowded) as desk:
        until(lambda: any(desk.give(f"r{n}", f"{text} Item {n}.")[0] == 507 for n in range(12)))
        status, _, body = desk.give("last", f"{text} Last.")
        assert status == 507
        assert "full" in json.loads(body)["detail"] and str(tmp_path) not in body.decode()
        assert desk.ask("GET", "/")[0] == 200
        log = desk.said.read_text()
        assert "POST /reports: " in log and "cannot be written" in log and "Traceback" not in log
    with serving(ledger, tmp_path / "again") as desk:
        assert desk.give("last", f"{text} Last.")[0] == 201


def test_a_locked_ledger(ledger: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading goes on; who writes is told to come again, and when; then it is taken."""
    with serving(ledger, tmp_path / "said") as desk:
        assert desk.give("first", BUS.format("Nine"))[0] == 201
        holder = sqlite3.connect(ledger, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        answers: list[tuple[int, dict[str, str], bytes]] = []
        writer = threading.Thread(target=lambda: answers.append(desk.give("second", BUS.format("Ten"))))
        writer.start()
        for path in ("/", "/api/v1/incidents", "/alerts"):
            begun = time.monotonic()
            assert desk.ask("GET", path)[0] == 200
            assert time.monotonic() - begun < 10
        writer.join(PATIENCE + 20)
        ((status, headers, body),) = answers
        assert status == 503 and int(headers["retry-after"]) > 0, body
        assert str(tmp_path) not in body.decode()
        holder.execute("ROLLBACK")
        holder.close()
        assert until(lambda: desk.give("second", BUS.format("Ten"))[0] == 201)


def test_a_ledger_that_goes_away(ledger: str, tmp_path: Path) -> None:
    """What was known is shown on, with a line that says so; who writes is refused; back again, all goes on."""
    with serving(ledger, tmp_path / "said") as desk:
        assert desk.give("first", BUS.format("Nine"))[0] == 201
        until(lambda: b"Cusco" in desk.ask("GET", "/")[2])
        away = tmp_path / "away"
        away.mkdir()
        for part in tmp_path.glob("a.db*"):
            part.rename(away / part.name)
        status, _, body = desk.give("second", BUS.format("Ten"))
        assert status in (500, 503) and str(tmp_path) not in body.decode()
        assert not Path(ledger).exists(), "a ledger was begun in its place"
        assert desk.ask("GET", "/")[0] in (200, 503)
        for part in away.iterdir():
            part.rename(tmp_path / part.name)
        assert until(lambda: desk.give("second", BUS.format("Ten"))[0] in (200, 201))
        assert until(lambda: b"Cusco" in desk.ask("GET", "/")[2])


def test_two_servers_on_one_ledger(ledger: str, tmp_path: Path) -> None:
    """Each shows what the other took; what both take is there once."""
    with serving(ledger, tmp_path / "one") as one, serving(ledger, tmp_path / "other") as other:
        writers = [
            threading.Thread(target=lambda d=d: [d.give(f"r{n}", BUS.format(n + 10)) for n in range(4)])
            for d in (one, other)
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join(PATIENCE)
        for desk in (one, other):
            until(lambda desk=desk: json.loads(desk.ask("GET", "/api/v1/status")[2])["revision"].startswith("4."))
    with Ledger(ledger) as held:
        assert sorted(document.id for document in held.documents()) == ["r0", "r1", "r2", "r3"]


# --- what does not start --------------------------------------------------------------------------


def test_a_port_that_is_taken(ledger: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        line = failed("serve", "--ledger", ledger, "--port", str(taken.getsockname()[1]))
    assert "cannot be answered at (address already in use)" in line


def test_what_is_no_ledger(tmp_path: Path) -> None:
    """A file of something else, another database, a folder, one that may not be read."""
    (tmp_path / "text").write_text("not a ledger, " * 500)
    assert "no crosswire ledger" in failed("serve", "--ledger", str(tmp_path / "text"))
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE things (id INTEGER)")
    other.close()
    assert "no crosswire ledger" in failed("serve", "--ledger", str(tmp_path / "other.db"))
    assert "unable to open" in failed("serve", "--ledger", str(tmp_path))
    assert failed("serve") and failed("serve", "--ledger", "mysql://x/y")


def test_what_cannot_be_watched(ledger: str) -> None:
    assert "only http and https" in failed("serve", "--ledger", ledger, "--port", "0", "--watch", "ftp://x.example/")


def test_no_address_for_strangers_without_a_token(ledger: str) -> None:
    assert "token" in failed("serve", "--ledger", ledger, "--port", "0", "--host", "0.0.0.0")
