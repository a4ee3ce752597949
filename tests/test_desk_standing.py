"""What stands: accounts made by other processes, followed, kept, and never older than they say."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from starlette.requests import Request

from crosswire.desk.processes import Ended, Office
from crosswire.desk.revisions import Revisions, is_later
from crosswire.desk.shown import Shelf
from crosswire.desk.standing import NotYet, Standing, View
from crosswire.desk.taking import take
from crosswire.errors import CrosswireError, UnusableLedger
from crosswire.ledger import Ledger
from crosswire.model import Judgement

PATIENCE = 30.0
FIRST = "Nine people were killed when a bus left the road near Cusco on Sunday, police said."
SECOND = "Eleven people were killed when a bus left the road near Cusco on Sunday, the governor said."


def until(true: Callable[[], object]) -> None:
    """Wait for it, and fail where it does not come."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def added(ledger: str, name: str, text: str, published: str | None) -> None:
    (taken,) = take(ledger, name, text.encode(), published=published)
    assert taken.id == name and taken.failure is None


@pytest.fixture
def ledger(address: str) -> str:
    """A ledger of one report, in either database."""
    with Ledger(address):
        pass
    added(address, "bus.txt", FIRST, "2031-03-09T10:00:00Z")
    return address


@pytest.fixture
def standing(ledger: str) -> Iterator[Standing]:
    found = Standing(ledger)
    found.start()
    yield found
    found.close()


# --- the newest account ---------------------------------------------------------------------------


def test_it_follows_whoever_writes(standing: Standing) -> None:
    """Each account is told once, in the order of the ledger, with the one before it."""
    heard: list[tuple[str, str]] = []
    standing.listen(lambda before, now: heard.append((before.revision if before else "", now.revision)))
    first = standing.newest()
    assert [claim.low for claim in first.account.claims if claim.status == "killed"] == [9]
    added(standing.ledger, "later.txt", SECOND, "2031-03-09T12:00:00Z")
    until(lambda: standing.newest() is not first)
    second = standing.newest()
    assert len(second.account.documents) == 2
    assert heard[-1] == (first.revision, second.revision)
    assert is_later(second.revision, first.revision) and not is_later(first.revision, second.revision)
    assert second.kept == {}


def test_a_judgement_is_a_new_account(standing: Standing) -> None:
    """People's judgements move the account as reports do."""
    first = standing.newest()
    with Ledger(standing.ledger) as held:
        claim = first.account.claims[0].id
        held.judge(Judgement(claim, None, "set-aside", "a test", "Ada", "2031-03-09T12:00:00Z"))
    until(lambda: standing.newest() is not first)
    assert len(standing.newest().account.judgements) == 1


def test_a_moved_ledger_is_said_and_its_last_account_shown(tmp_path: Path) -> None:
    """A file that is gone is gone, though this process still has it open; once back, it is followed again."""
    path = tmp_path / "a.db"
    with Ledger(path):
        pass
    added(str(path), "bus.txt", FIRST, "2031-03-09")
    standing = Standing(str(path))
    standing.start()
    try:
        first = standing.newest()
        path.rename(tmp_path / "b.db")
        until(lambda: isinstance(standing.failure, UnusableLedger))
        assert standing.newest() is first
        with Ledger(path):  # another ledger in its place
            pass
        until(lambda: standing.newest().account.documents == ())
        assert standing.failure is None
    finally:
        standing.close()


def test_no_ledger_is_one_line(tmp_path: Path) -> None:
    """Nobody waits for an account that cannot come."""
    standing = Standing(str(tmp_path / "none.db"))
    standing.start()
    try:
        with pytest.raises(UnusableLedger, match="no such ledger"):
            standing.newest()
    finally:
        standing.close()


# --- other accounts -------------------------------------------------------------------------------


def test_the_past_stays_while_the_present_moves(standing: Standing) -> None:
    """An account as of a moment is made again only for what had appeared by then, a judgement or a further row."""
    view = View(as_of="2031-03-09T11:00:00Z")
    then = standing.told(view)
    assert len(then.account.documents) == 1
    first = standing.newest()
    added(standing.ledger, "later.txt", SECOND, "2031-03-09T12:00:00Z")
    until(lambda: standing.newest() is not first)
    assert standing.told(view) is then
    second = standing.newest()
    added(standing.ledger, "early.txt", SECOND.replace("Eleven", "Ten"), "2031-03-09T09:00:00Z")
    until(lambda: standing.newest() is not second)
    until(lambda: standing.told(view).key != then.key)
    assert len(standing.told(view).account.documents) == 2


def test_policies_are_accounts_of_their_own(standing: Standing) -> None:
    """Two readers of one view share it; a refusal is the view's alone."""
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(standing.told(View(policy="gtd")))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert len(found) == 4 and all(one is found[0] for one in found)
    assert standing.told(View(policy="gtd")).account.policy == "gtd"
    with pytest.raises(CrosswireError, match="no policy named"):
        standing.told(View(policy="none such"))


def test_what_a_past_account_depends_on(ledger: str) -> None:
    """A later report does not matter to it; an undated one, an earlier one and a further row of a report do."""
    revisions, cut = Revisions(), "2031-03-09"
    with Ledger(ledger) as held:
        whole, past = revisions.look(held), revisions.of(cut, None)
        steps = (
            ("next.txt", SECOND, "2031-03-11", False),
            ("undated.txt", SECOND + " More.", None, True),
            ("early.txt", SECOND + " Early.", "2031-03-08", True),
            ("bus.txt", FIRST, "2031-03-12", True),
        )
        for name, text, published, matters in steps:
            added(ledger, name, text, published)
            again, then = revisions.look(held), revisions.of(cut, None)
            assert is_later(again, whole), name
            assert (then != past) == matters, name
            whole, past = again, then
        assert revisions.of(None, "2020-01-01") == "0.0"
        assert revisions.of(None, None) == whole


# --- processes ------------------------------------------------------------------------------------


def _begun(mark: str) -> None:
    Path(mark).touch()
    time.sleep(60)


def test_a_killed_process_is_replaced(tmp_path: Path) -> None:
    """What it was at has failed; the next is done by another."""
    mark = tmp_path / "begun"
    with Office() as office:
        first = office.ask(os.getpid).result(PATIENCE)
        doomed = office.ask(_begun, str(mark))
        until(mark.exists)  # before that it would be done by the next
        os.kill(first, signal.SIGKILL)
        with pytest.raises(Ended):
            doomed.result(PATIENCE)
        second = office.ask(os.getpid).result(PATIENCE)
        assert second != first
        os.kill(second, signal.SIGKILL)
        until(lambda: not _alive(second))
        assert office.ask(os.getpid).result(PATIENCE) not in (first, second)


def _alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def test_failures_travel() -> None:
    """As what they are where they can, and as one line where they cannot."""
    with Office() as office:
        with pytest.raises(ZeroDivisionError):
            office.ask(divmod, 1, 0).result(PATIENCE)
        with pytest.raises(UnusableLedger, match="no such ledger"):
            office.ask(_opened, "/nonexistent/ledger.db").result(PATIENCE)
        with pytest.raises((RuntimeError, TypeError)):
            office.ask(threading.Lock).result(PATIENCE)


def _opened(path: str) -> None:
    with Ledger(path, must_exist=True):
        pass


def test_an_office_closes_at_once() -> None:
    """What it is at is cut short, what waits is told so, and nothing is left running."""
    office = Office()
    process = office.ask(os.getpid).result(PATIENCE)
    doomed, waiting = office.ask(time.sleep, 60), office.ask(os.getpid)
    begun = time.monotonic()
    office.close()
    assert time.monotonic() - begun < 5
    for future in (doomed, waiting):
        with pytest.raises(Ended):
            future.result(PATIENCE)
    assert not _alive(process)
    with pytest.raises(Ended):
        office.ask(os.getpid)


def test_a_patient_office_finishes() -> None:
    """What records is not cut off where it needs a moment more."""
    office = Office(patient=True)
    office.ask(os.getpid).result(PATIENCE)
    doing: Future[None] = office.ask(time.sleep, 0.5)
    time.sleep(0.1)
    office.close()
    assert doing.result(0) is None


def test_readers_are_told_when_the_desk_closes(tmp_path: Path) -> None:
    """Who waits for an account when everything ends is not left waiting."""
    path = tmp_path / "a.db"
    with Ledger(path):
        pass
    standing = Standing(str(path))
    told: list[str] = []

    def ask() -> None:
        try:
            standing.newest()
        except NotYet as error:
            told.append(str(error))

    thread = threading.Thread(target=ask)
    thread.start()
    standing.close()
    thread.join(PATIENCE)
    assert len(told) == 1 and "try again" in told[0]


# --- answers --------------------------------------------------------------------------------------


def asking(**headers: str) -> Request:
    """A request with these headers."""
    fields = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": fields, "query_string": b""})


def test_what_many_ask_for_is_made_once() -> None:
    """While it is being made the others wait, and get the same."""
    shelf, made, gate = Shelf(), [], threading.Event()

    def make() -> str:
        made.append(1)
        gate.wait(PATIENCE)
        return "page " * 500

    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(bytes(shelf.answer(asking(), ("k", "page"), make).body)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    gate.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert len(made) == 1 and len(found) == 8 and len(set(found)) == 1


def test_a_failure_is_not_kept() -> None:
    """The next one tries again."""
    shelf, tries = Shelf(), []

    def make() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise NotYet("not yet")
        return "here"

    with pytest.raises(NotYet):
        shelf.answer(asking(), ("k",), make)
    assert shelf.answer(asking(), ("k",), make).body == b"here"


def test_a_browser_that_has_it_gets_nothing_more() -> None:
    """By its tag, however a proxy weakened it; compressed where that is understood and worth it."""
    shelf = Shelf()
    whole = shelf.answer(asking(), ("k",), lambda: "page " * 500)
    tag = whole.headers["etag"]
    assert shelf.answer(asking(if_none_match=f'"other", W/{tag}'), ("k",), lambda: "").status_code == 304
    packed = shelf.answer(asking(accept_encoding="br, gzip"), ("k",), lambda: "")
    assert packed.headers["content-encoding"] == "gzip" and len(packed.body) < len(whole.body) / 10


def test_the_shelf_is_bounded() -> None:
    """The least lately asked for goes first; what is too large for it is not kept."""
    shelf, made = Shelf(most=10_000), []

    def make(name: str, size: int) -> bytes:
        made.append(name)
        return os.urandom(size)

    for name in ("a", "b", "a", "c", "d", "a", "b"):
        shelf.answer(asking(), (name,), lambda name=name: make(name, 1_400))
    assert made == ["a", "b", "c", "d", "b"]
    shelf.answer(asking(), ("huge",), lambda: make("huge", 9_000))
    shelf.answer(asking(), ("a",), lambda: make("a again", 1_400))
    assert made[-1] == "huge"
