"""Where many write and many read: who asks gets at once what was right a moment ago, and soon what is right now."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from crosswire.desk import standing as at_standing
from crosswire.desk import unchanged
from crosswire.desk.serving import _bound
from crosswire.desk.settings import Settings
from crosswire.desk.shown import SHOWN, Made, Shelf, Shown
from crosswire.desk.standing import Standing, View
from crosswire.desk.taking import take
from crosswire.desk.unchanged import Unchanged
from crosswire.ledger import Ledger

BUS = "{} people were killed when a bus left the road near Cusco on Sunday, police said."
PATIENCE = 30.0


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def test_no_line_waits_for_a_full_packet() -> None:
    """asyncio knows by its protocol that a line carries TCP, and sends at once what there is to send."""
    with _bound(Settings("any.db", port=0)) as door:
        assert door.proto == socket.IPPROTO_TCP


# --- the shelf ------------------------------------------------------------------------------------


def answered(shelf: Shelf, revision: str, make: Callable[[], str]) -> bytes:
    request = Request({"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""})
    return bytes(shelf.answer(request, (f"{revision}|rest", "page"), make).body)


@pytest.mark.parametrize("crowded", [True, False])
def test_nobody_in_a_crowd_waits_for_the_next_page(crowded: bool) -> None:
    """Who is alone waits a moment, and has the newest page if it is there by then."""
    shelf, gate = Shelf(lambda: crowded), threading.Event()
    assert answered(shelf, "1.0", lambda: "first") == b"first"

    def slow() -> str:
        gate.wait(0.1 if not crowded else PATIENCE)
        return "second"

    assert answered(shelf, "2.0", slow) == (b"first" if crowded else b"second")
    gate.set()
    until(lambda: answered(shelf, "2.0", lambda: "") == b"second")
    shelf.close()


# --- before anything is looked up ---------------------------------------------------------------


@dataclass
class Stands:
    """What `Unchanged` asks of a `Standing`."""

    last: Any
    failure: None = None
    many: bool = False

    def crowded(self) -> bool:
        return self.many


@dataclass(eq=False)
class Newest:
    revision: str


@dataclass
class Behind:
    """What lies behind: counts who comes that far, and has the page of one revision, or of none."""

    made: dict[str, str] = field(default_factory=dict)
    asked: int = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked += 1
        for revision, body in self.made.items():
            made = Made(body.encode(), b"", f'"{body}"', "text/html")
            scope["state"][SHOWN] = Shown(made, frozenset([revision]))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"behind"})


def got(app: Unchanged) -> bytes:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
    asyncio.run(app(scope, None, send))  # type: ignore[arg-type]
    return b"".join(message.get("body", b"") for message in sent)


def test_an_open_page_is_answered_from_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a crowd with what was right of the account before, until a look finds the new page made."""
    stands, behind = Stands(Newest("1.0")), Behind({"1.0": "one"})
    app = Unchanged(behind, stands)  # type: ignore[arg-type]
    assert (got(app), got(app), behind.asked) == (b"behind", b"one", 1)
    stands.last, stands.many, behind.made = Newest("2.0"), True, {}
    assert got(app) == b"behind"  # looks whether there is a new one, which has it made
    assert (got(app), got(app), behind.asked) == (b"one", b"one", 2)
    behind.made = {"2.0": "two"}
    monkeypatch.setattr(unchanged, "_LOOK", 0.0)
    assert (got(app), got(app), behind.asked) == (b"behind", b"two", 3)


def test_without_a_crowd_nothing_old_is_given() -> None:
    stands, behind = Stands(Newest("1.0")), Behind({"1.0": "one"})
    app = Unchanged(behind, stands)  # type: ignore[arg-type]
    assert (got(app), got(app)) == (b"behind", b"one")
    stands.last, behind.made = Newest("2.0"), {}
    assert (got(app), got(app), behind.asked) == (b"behind", b"behind", 3)


# --- what stands --------------------------------------------------------------------------------


def test_the_first_account_is_no_crowd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it took to make: it follows no other, and nothing was written meanwhile."""
    monkeypatch.setattr(at_standing, "_AT_ONCE", 1)  # one that follows another is then a crowd already
    ledger = str(tmp_path / "a.db")
    Ledger(ledger).close()
    standing = Standing(ledger)
    standing.start()
    try:
        standing.newest()
        assert not standing.crowded()
    finally:
        standing.close()


def test_a_crowd_is_known_and_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three accounts in a row that are out of date when they are there; other views then come less often."""
    monkeypatch.setattr(at_standing, "_LEAST", 0.3)
    ledger = str(tmp_path / "a.db")
    Ledger(ledger).close()
    take(ledger, "0.txt", BUS.format("Nine").encode(), published="2031-03-09T10:00:00Z")
    standing, stop = Standing(ledger), threading.Event()
    standing.start()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            take(
                ledger,
                f"{number}.txt",
                BUS.format(number + 9).encode(),
                published=f"2031-03-09T11:{number % 60:02}:00Z",
            )

    writer = threading.Thread(target=write)
    try:
        standing.newest()
        assert not standing.crowded()
        other = standing.told(View(policy="gtd"))
        writer.start()
        until(standing.crowded)
        begun = time.monotonic()
        assert standing.told(View(policy="gtd")).account.policy == other.account.policy
        assert time.monotonic() - begun < 5  # it is shown as it was, or is there: nobody waits for it to be made
        stop.set()
        writer.join(PATIENCE)
        until(lambda: not standing.crowded())
        with Ledger(ledger) as held:
            number = len(held.documents())
        until(lambda: len(standing.newest().account.documents) == number)
        until(lambda: len(standing.told(View(policy="gtd")).account.documents) == number)
    finally:
        stop.set()
        standing.close()
