"""Alerts: what a rule tells, that nothing of it is lost, and that it arrives, signed, where it may go."""

from __future__ import annotations

import base64
import email
import hashlib
import hmac
import json
import shutil
import socket
import socketserver
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crosswire.desk.live import outbox, webhook
from crosswire.desk.live.alerting import Alarm
from crosswire.desk.live.delivering import Courier, wait
from crosswire.desk.live.firing import Item, State, compared
from crosswire.desk.live.mailing import NOWHERE, BadMailServer, Mail, mail_of, send
from crosswire.desk.live.moving import Figure, paired, words
from crosswire.desk.live.rules import BadRule, Rule, host_of, in_words, made
from crosswire.desk.standing import Standing, Told, View, settled
from crosswire.desk.taking import take
from crosswire.ledger import Ledger
from crosswire.model import Account, Group, Incident, Relation, Tally

PATIENCE = 30.0
AT = "2031-03-09T12:00:00+00:00"
BUS = "Nine people were killed when a bus left the road near Cusco, Peru, on Sunday, police said."
LATER = "Eleven people were killed when a bus left the road near Cusco, Peru, on Sunday, police said, raising the toll."
DISPUTE = "Thirty people were killed when a bus left the road near Cusco, Peru, on Sunday, the company said."
GERMANS = "Two German tourists were injured when a bus left the road near Cusco, Peru, on Sunday, police said."
QUAKE = "An earthquake killed at least 40 people in Duzce, Turkey, on Monday, the interior ministry said."


def until(true: Callable[[], object]) -> None:
    """Wait for it, and fail where it does not come."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def rule(kind: str = "figure", to: str = "mailto:desk@news.example", **more: object) -> Rule:
    return made(kind, to, made_by="Ada", made_at=AT, **more)  # type: ignore[arg-type]


def told(ledger: str) -> Told:
    revision, account = settled(ledger, View())
    return Told(View(), revision, account)


def recorded(ledger: str, name: str, text: str, published: str) -> None:
    (taken,) = take(ledger, name, text.encode(), published=published)
    assert taken.failure is None and taken.id is not None


@pytest.fixture(scope="module")
def crisis(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    """The accounts of a ledger as it grows by one report after the other; the first is of none."""
    path = str(tmp_path_factory.mktemp("crisis") / "a.db")
    with Ledger(path):
        pass
    found = [told(path)]
    for hour, (name, text) in enumerate(
        (("bus", BUS), ("later", LATER), ("german", GERMANS), ("quake", QUAKE), ("dispute", DISPUTE)), 10
    ):
        recorded(path, f"{name}.txt", text, f"2031-03-09T{hour}:00:00Z")
        found.append(told(path))
    return found


def fired(wanted: Rule, accounts: list[Told]) -> list[list[str]]:
    """What a rule tells of one account after the other."""
    state: State | None = None
    found = []
    for one in accounts:
        state, items = compared(wanted, state, one.account)
        found.append([item.text for item in items])
    return found


# --- rules ----------------------------------------------------------------------------------------


def test_the_first_account_tells_nothing(crisis: list[Told]) -> None:
    """It is what the rule compares with."""
    for kind in ("figure", "contradiction", "incident"):
        assert fired(rule(kind), crisis[4:5]) == [[]]


def test_a_figure_moved(crisis: list[Told]) -> None:
    """A new one, and each move of it, with the sentence that says so; nothing where nothing moved."""
    first, second, third, fourth = fired(rule(status="killed", place="Cusco"), crisis)[:4]
    assert first == []
    assert len(second) == 1 and second[0].startswith("people killed: 9 (")
    assert len(third) == 1 and "9 → 11" in third[0]
    assert fourth == []
    state, _ = compared(rule(status="killed"), None, crisis[1].account)
    _, items = compared(rule(status="killed"), state, crisis[2].account)
    assert items[0].quote is not None and "Eleven people were killed" in items[0].quote
    assert items[0].report == "later.txt" and items[0].path.startswith("/tallies/")


def test_a_figure_that_creeps_is_told_when_it_has_moved_enough() -> None:
    """By what it was when it was last told, not when it was last seen."""

    def account(n: int) -> Account:
        tally = Tally("t1", "i1", "killed", Group("people"), "people", n, n, n, "single", 1, ("c1",), (), "r", "")
        return Account(None, "p", incidents=(Incident("i1", "A", "other", None, None, None, ()),), tallies=(tally,))

    state, told_of = None, []
    for n in (10, 13, 16, 20, 22, 31):
        state, items = compared(rule(least=10), state, account(n))
        told_of.append([(item.before, item.after) for item in items])
    assert told_of == [[], [], [], [("10", "20")], [], [("20", "31")]]
    _, gone = compared(rule(least=10), state, replace(account(1), tallies=()))
    assert [(item.before, item.after) for item in gone] == [("31", "none")]


def test_nationals(crisis: list[Told]) -> None:
    """Counted anywhere, whatever becomes of them; of no other people."""
    found = fired(rule("nationality", nationality="Germany"), crisis)
    assert [len(items) for items in found] == [0, 0, 0, 1, 0, 0]
    assert "German" in found[3][0] and "injured: 2" in found[3][0]
    assert fired(rule("nationality", nationality="Germans"), crisis) == found
    assert not any(fired(rule("nationality", nationality="France"), crisis))


def test_a_national_is_named(tmp_path: Path) -> None:
    """By name, once in an incident, however often it is told."""
    path = str(tmp_path / "a.db")
    with Ledger(path):
        pass
    recorded(path, "a.txt", BUS, "2031-03-09T10:00:00Z")
    accounts = [told(path)]
    text = (
        "Three German tourists, Anna Weber, Karl Lang and Uta Brandt, were killed when a bus left the road near "
        "Cusco, Peru, on Sunday, police said."
    )
    recorded(path, "b.txt", text, "2031-03-09T11:00:00Z")
    accounts.append(told(path))
    recorded(path, "c.txt", text.replace("police", "the governor"), "2031-03-09T12:00:00Z")
    accounts.append(told(path))
    people = {person.name for claim in accounts[1].account.claims for person in claim.people}
    found = fired(rule("nationality", nationality="Germany"), accounts)
    named = [text for text in found[1] if text.startswith("named: ")]
    assert {name for name in people if any(name in text for text in named)} == people
    assert not [text for text in found[2] if text.startswith("named: ")]


def test_a_new_incident(crisis: list[Told]) -> None:
    """Of a type, in a country by its name or its code; one that grows is not new."""
    everything = fired(rule("incident"), crisis)
    assert [len(items) for items in everything[:5]] == [0, 1, 0, 0, 1]
    for country in ("Turkey", "TR", "turkey", "Duzce"):
        assert [len(items) for items in fired(rule("incident", place=country), crisis)][:5] == [0, 0, 0, 0, 1]
    assert not any(fired(rule("incident", type="earthquake", place="Peru"), crisis))
    assert any(fired(rule("incident", type="earthquake"), crisis))


def test_a_contradiction_opened(crisis: list[Told]) -> None:
    """Once, whoever repeats it in a reprint; a figure in dispute is one, however many say either."""
    account = crisis[5].account
    first, second, *_ = [claim.id for claim in account.claims if claim.status == "killed"]
    opposed = replace(account, relations=(Relation(second, first, "contradicts", "rule", "both cannot be true"),))
    calm = replace(account, relations=())
    state, items = compared(rule("contradiction"), State(), calm)
    assert items == ()
    state, items = compared(rule("contradiction"), state, opposed)
    assert len(items) == 1 and "both cannot be true" in items[0].text and items[0].quote
    assert compared(rule("contradiction"), state, opposed) == (state, ())
    assert compared(rule("contradiction", status="injured"), State(), opposed)[1] == ()
    copy = replace(account.documents[0], id=next(c.document for c in account.claims if c.id == second), copy_of="x")
    reprinted = [copy if document.id == copy.id else document for document in account.documents]
    assert compared(rule("contradiction"), State(), replace(opposed, documents=tuple(reprinted)))[1] == ()
    closed, _ = compared(rule("contradiction"), state, calm)
    assert len(compared(rule("contradiction"), closed, opposed)[1]) == 1


def test_an_incident_is_known_by_its_reports(crisis: list[Told]) -> None:
    """Its id may change while the rule stands."""
    (bus,) = (one for one in crisis[1].account.incidents)
    assert [len(items) for items in fired(rule(incident=bus.documents), crisis[1:])][1] == 1
    assert not any(fired(rule(incident=("quake.txt",)), crisis[1:4]))


def test_figures_are_followed_by_their_claims() -> None:
    """A figure whose id changed with its first claim is the same; another state is another figure."""
    old = [Figure("t1", "i", "killed", "people", 9, 9, 9, ("c1", "c2"))]
    new = [
        Figure("t9", "i", "killed", "people", 9, 9, 9, ("c0", "c1", "c2")),
        Figure("t2", "i", "injured", "people", 3, 3, 3, ("c1",)),
    ]
    assert [(a and a.id, b and b.id) for a, b in paired(old, new)] == [("t1", "t9"), (None, "t2")]
    assert [(a and a.id, b and b.id) for a, b in paired(old, [])] == [("t1", None)]


def test_numbers_in_words() -> None:
    """As an editor would put them."""

    def worded(low: int | None, best: int | None, high: int | None) -> str:
        return words(Figure("t", "i", "killed", "people", low, best, high))

    assert worded(9, 9, 9) == "9"
    assert worded(30, 34, 40) == "30 to 40, best 34"
    assert worded(12, None, None) == "at least 12"
    assert worded(None, None, 1200) == "at most 1,200"
    assert worded(3, None, 7) == "3 to 7"
    assert words(None) == "none"


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({"kind": "quake"}, "no rule of kind"),
        ({"kind": "nationality"}, "whose nationals"),
        ({"status": "upset"}, "no status"),
        ({"least": 0}, "by 1 or more"),
        ({"to": "ftp://x.example/"}, "where to"),
        ({"to": "https://"}, "where to"),
        ({"to": "https://user:word@x.example/"}, "no name and password"),
        ({"to": "mailto:a@b@c"}, "no e-mail address"),
        ({"to": "mailto:a@b.example\r\nBcc: c@d.example"}, "where to"),
        ({"to": "javascript:alert(1)"}, "where to"),
        ({"to": "https://x.example/", "secret": "whsec_short"}, "a secret is"),
        ({"name": "x" * 300}, "one line of at most"),
    ],
)
def test_what_is_no_rule(more: dict[str, object], line: str) -> None:
    """One line says why."""
    with pytest.raises(BadRule, match=line):
        rule(**more)  # type: ignore[arg-type]


def test_rules_in_words() -> None:
    """As the page and the command line say them; where they go without what may be secret."""
    wanted = rule(status="dead", group="BP workers", place="Algeria", least=5)
    assert in_words(wanted) == "a figure moved by 5 or more: killed, of BP workers, in Algeria"
    assert host_of(wanted) == "mail to d…@news.example"
    assert host_of(rule(to="https://hooks.example/services/T0/secret")) == "https://hooks.example"


# --- kept -----------------------------------------------------------------------------------------


@pytest.fixture
def ledger(address: str) -> str:
    """An empty ledger in either database."""
    with Ledger(address):
        pass
    return address


def test_what_fires_is_written_with_the_state(ledger: str, crisis: list[Told]) -> None:
    """The same account twice, or an older one, as another desk may hold it, fires nothing."""
    wanted = rule(status="killed")
    with Ledger(ledger) as held:
        outbox.add(held, wanted)
        assert outbox.untold(held, crisis[1].revision) == (wanted,)
        assert outbox.hold(held, wanted, crisis[1], AT, 100) is None
        alert = outbox.hold(held, wanted, crisis[2], AT, 100, "http://desk.example")
        assert alert is not None and alert.state == "pending" and alert.content["id"] == alert.id
        assert alert.content["items"][0]["url"].startswith("http://desk.example/tallies/")
        assert outbox.untold(held, crisis[2].revision) == ()
        assert outbox.hold(held, wanted, crisis[2], AT, 100) is None
        assert outbox.hold(held, wanted, crisis[1], AT, 100) is None
        assert outbox.counts(held) == {"pending": 1, "delivered": 0, "failed": 0}


def test_nothing_is_lost_between_firing_and_state(
    ledger: str, crisis: list[Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is cut off in the middle is as if it had not begun, and fires the next time."""
    wanted = rule(status="killed")
    with Ledger(ledger) as held:
        outbox.add(held, wanted)
        outbox.hold(held, wanted, crisis[1], AT, 100)
        with monkeypatch.context() as patched:
            patched.setattr(outbox, "_fire", lambda *a: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                outbox.hold(held, wanted, crisis[2], AT, 100)
        assert outbox.counts(held)["pending"] == 0
        assert outbox.hold(held, wanted, crisis[2], AT, 100) is not None


def test_two_desks_fire_once(ledger: str, crisis: list[Told]) -> None:
    """Whichever is first."""
    wanted = rule(status="killed")
    with Ledger(ledger) as held:
        outbox.add(held, wanted)
        outbox.hold(held, wanted, crisis[1], AT, 100)

    def desk() -> None:
        with Ledger(ledger) as mine:
            outbox.hold(mine, wanted, crisis[2], AT, 100)

    threads = [threading.Thread(target=desk) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    with Ledger(ledger) as held:
        assert outbox.counts(held)["pending"] == 1


def test_a_lease(ledger: str) -> None:
    """What one has taken no other takes until the lease ends; then it is sent again, under the same id."""
    with Ledger(ledger) as held:
        outbox.add(held, rule())
        alert = outbox.trial(held, outbox.rules(held)[0], AT, 100)
        (first,) = outbox.taken(held, 100, 5)
        assert outbox.taken(held, 100, 5) == [] and first.attempts == 1
        (second,) = outbox.taken(held, 1_000, 5)
        assert second.id == first.id == alert.id and second.attempts == 2
        outbox.postponed(held, second, "no answer in time", 1_100, AT)
        assert outbox.taken(held, 1_050, 5) == []
        (third,) = outbox.taken(held, 1_100, 5)
        outbox.postponed(held, third, "no answer in time", third.until + 1, AT)
        (failed,) = outbox.alerts(held, state="failed")
        assert failed.fault == "no answer in time" and failed.attempts == 3
        assert outbox.again(held, failed.id, 5_000)
        (fourth,) = outbox.taken(held, 5_000, 5)
        outbox.delivered(held, fourth, AT)
        assert outbox.counts(held) == {"pending": 0, "delivered": 1, "failed": 0}
        assert not outbox.again(held, failed.id, 6_000)


def test_a_removed_rule_fires_no_more(ledger: str, crisis: list[Told]) -> None:
    """What it fired before is still sent."""
    wanted = rule(status="killed")
    with Ledger(ledger) as held:
        outbox.add(held, wanted)
        outbox.hold(held, wanted, crisis[1], AT, 100)
        outbox.hold(held, wanted, crisis[2], AT, 100)
        assert outbox.remove(held, wanted.id, AT) == wanted
        assert outbox.rules(held) == () and outbox.rule_of(held, wanted.id) == wanted
        assert outbox.hold(held, wanted, crisis[3], AT, 100) is None
        assert len(outbox.taken(held, 100, 5)) == 1
        with pytest.raises(BadRule, match="no such rule"):
            outbox.remove(held, wanted.id, AT)


def test_a_ledger_without_rules_is_left_alone(ledger: str) -> None:
    """In a shared database most may not make tables."""
    with Ledger(ledger) as held:
        assert outbox.rules(held) == () and outbox.alerts(held) == [] and outbox.taken(held, 1, 1) == []
        assert not outbox.has_rules(held)


# --- sent -----------------------------------------------------------------------------------------


@dataclass
class Receiver:
    """What a server on this machine was sent; it answers as it is told, 200 once that is used up."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status = found.answers.pop(0) if found.answers else 200
            self.send_response(status)
            if status in (301, 302, 307):
                self.send_header("Location", found.url)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found.url = f"http://127.0.0.1:{server.server_port}/hook?of=desk"
    yield found
    server.shutdown()
    server.server_close()


def verified(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """As a receiver checks it, by the words of the specification."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.split("_", 1)[1])
    return headers["webhook-signature"] == "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def test_a_webhook_is_signed(receiver: Receiver) -> None:
    """With the key of its rule; a changed body would not pass."""
    wanted = rule(to=receiver.url)
    outcome = webhook.post(receiver.url, b'{"a": 1}', "msg_1", wanted.secret, 1_700_000_000, private=True)
    assert outcome.fault is None
    ((headers, body),) = receiver.got
    assert body == b'{"a": 1}' and headers["content-type"] == "application/json"
    assert headers["webhook-id"] == "msg_1" and headers["webhook-timestamp"] == "1700000000"
    assert verified(wanted.secret, headers, body) and not verified(wanted.secret, headers, body + b" ")


def test_the_signature_is_that_of_the_specification() -> None:
    """The example that Standard Webhooks gives."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    assert webhook.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body) == (
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_no_private_address_is_called(receiver: Receiver) -> None:
    """Not by its number, by no name that leads there, in no notation; and no redirect is followed."""
    for url in (receiver.url, receiver.url.replace("127.0.0.1", "localhost"), "http://169.254.169.254/latest"):
        assert "private network" in (webhook.post(url, b"{}", "m", rule(to=url).secret, 1).fault or "")
    assert receiver.got == []
    receiver.answers = [302]
    outcome = webhook.post(receiver.url, b"{}", "m", rule(to=receiver.url).secret, 1, private=True)
    assert outcome.fault == "answered 302" and len(receiver.got) == 1


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("100.64.0.1", False), ("169.254.169.254", False), ("0.0.0.0", False), ("224.0.0.1", False),
        ("::1", False), ("fe80::1%eth0", False), ("fc00::1", False), ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False), ("64:ff9b::808:808", True), ("2002:7f00:1::", False), ("ff02::1", False),
    ],
)  # fmt: skip
def test_what_is_public(number: str, public: bool) -> None:
    """An address within an address counts as the inner one."""
    assert webhook.is_public(number) is public


def test_a_receiver_that_drips_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """However alive it looks."""
    monkeypatch.setattr(webhook, "PATIENCE", 1.0)

    class Drip(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                self.request.sendall(b"HTTP/1.1 200 OK\r\n")
                for n in range(200):
                    self.request.sendall(b"X-%d: 1\r\n" % n)
                    time.sleep(0.1)
            except OSError:
                pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Drip) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/"
        begun = time.monotonic()
        webhook.post(url, b"{}", "m", rule(to=url).secret, 1, private=True)
        assert time.monotonic() - begun < 10
        server.shutdown()


def test_the_wait_doubles() -> None:
    """Up to an hour, the same on every run, no sooner than the receiver asks."""
    waits = [wait("msg_1", n) for n in range(1, 20)]
    assert waits == [wait("msg_1", n) for n in range(1, 20)]
    assert 10 <= waits[0] <= 12.5 and 20 <= waits[1] <= 25 and all(w <= 4_500 for w in waits)
    assert wait("msg_1", 1, 300) == 300 and wait("msg_1", 1, 1e9) == 4_500


def test_from_the_account_to_the_receiver(ledger: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report arrives, the rule fires, a first refusal is tried again, and the same alert arrives."""
    monkeypatch.setattr("crosswire.desk.live.delivering._FIRST", 0.5)
    receiver.answers = [500]
    recorded(ledger, "bus.txt", BUS, "2031-03-09T10:00:00Z")
    wanted = rule(to=receiver.url, status="killed")
    with Ledger(ledger) as held:
        outbox.add(held, wanted)
    standing = Standing(ledger)
    courier = Courier(ledger, Mail(), private=True)
    alarm = Alarm(ledger, standing, "http://desk.example", courier.wake)
    for part in (standing, courier, alarm):
        part.start()
    try:
        with Ledger(ledger) as held:
            until(lambda: outbox.untold(held, standing.newest().revision) == ())
            recorded(ledger, "later.txt", LATER, "2031-03-09T11:00:00Z")
            until(lambda: outbox.counts(held)["delivered"] == 1)
            (alert,) = outbox.alerts(held)
    finally:
        for part in (alarm, courier, standing):
            part.close()
    (first, body), (second, again) = receiver.got
    assert first["webhook-id"] == second["webhook-id"] == alert.id and body == again
    assert verified(wanted.secret, second, again)
    content = json.loads(again)
    assert content["schema"] == "crosswire.alert/1" and "9 → 11" in content["headline"]
    assert alert.attempts == 2 and alert.fault is None


# --- mail -----------------------------------------------------------------------------------------

CONTENT = {
    "id": "msg_abc",
    "fired_at": AT,
    "headline": "people killed: 9 → 11\r\nBcc: everybody@news.example",
    "items": [
        {
            "text": "people killed: 9 → 11",
            "url": "http://d/t",
            "quote": "Eleven\u202e",
            "source": "police",
            "report": "a",
        }
    ],
    "more": 3,
    "rule": {"id": "a1", "name": "", "says": "a figure moved"},
}


def test_mail_into_a_folder(tmp_path: Path) -> None:
    """A whole file under the alert's id; sent twice it is one; a headline is one header."""
    mail = Mail(folder=str(tmp_path / "out"))
    for _ in range(2):
        assert send(mail, CONTENT, "desk@news.example").fault is None
    (path,) = (tmp_path / "out").iterdir()
    assert path.name == "msg_abc.eml"
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    assert message["Bcc"] is None and message["To"] == "desk@news.example"
    assert message["Message-ID"] == "<msg_abc@crosswire.invalid>"
    text = message.get_content()
    assert "9 → 11" in text and "and 3 more" in text and "\u202e" not in text


def test_mail_without_a_server_waits() -> None:
    """It is said what is missing, and nothing is lost."""
    assert send(Mail(), CONTENT, "desk@news.example").fault == NOWHERE


def test_mail_settings() -> None:
    """From the environment; what cannot be read is told without its password."""
    found = mail_of(None, {"CROSSWIRE_SMTP": "smtps://ada:s%40crt@mail.example", "CROSSWIRE_MAIL_FROM": "a@b.example"})
    assert (found.host, found.port, found.secure, found.user, found.password) == (
        "mail.example",
        465,
        True,
        "ada",
        "s@crt",
    )
    assert found.sender == "a@b.example" and "s@crt" not in repr(found)
    for bad in ("http://ada:secret@mail.example", "smtp://ada:secret@", "smtp://ada:secret@x:y"):
        with pytest.raises(BadMailServer) as caught:
            mail_of(None, {"CROSSWIRE_SMTP": bad})
        assert "secret" not in str(caught.value)


def test_mail_to_a_server() -> None:
    """The message itself arrives at a server that speaks SMTP; a refusal is told in a line."""
    lines: list[bytes] = []

    class Server(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            data = False
            while line := self.rfile.readline():
                lines.append(line)
                if data:
                    if line == b".\r\n":
                        data = False
                        self.wfile.write(b"250 taken\r\n")
                elif line.upper().startswith(b"DATA"):
                    data = True
                    self.wfile.write(b"354 go on\r\n")
                elif line.upper().startswith(b"QUIT"):
                    self.wfile.write(b"221 bye\r\n")
                    return
                elif line.upper().startswith(b"RCPT") and b"nobody" in line:
                    self.wfile.write(b"550 no such box\r\n")
                else:
                    self.wfile.write(b"250 ok\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Server) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        mail = Mail(host="127.0.0.1", port=server.server_address[1])
        assert send(mail, CONTENT, "desk@news.example").fault is None
        assert any(b"Message-ID: <msg_abc@crosswire.invalid>" in line for line in lines)
        refused = send(mail, CONTENT, "nobody@news.example").fault
        assert refused is not None and "no such box" in refused
        server.shutdown()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that nobody has signed, with its key, in one file."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not here to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    key, signed, both = (folder / name for name in ("key.pem", "signed.pem", "both.pem"))
    command = [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(signed)]
    subprocess.run(command, check=True, capture_output=True)
    both.write_text(key.read_text() + signed.read_text())
    return both


@dataclass
class MailServer:
    """A server that speaks SMTP with TLS from the first byte, when asked for it, or not at all."""

    context: ssl.SSLContext | None
    at_once: bool = False
    heard: list[tuple[bool, bytes]] = field(default_factory=list)
    port: int = 0

    def answer(self, line: socket.socket) -> None:
        secure = self.at_once
        if secure:
            assert self.context is not None
            line = self.context.wrap_socket(line, server_side=True)
        stream, data = line.makefile("rwb", buffering=0), False
        stream.write(b"220 here\r\n")
        while said := stream.readline():
            self.heard.append((secure, said))
            word = said.strip().upper().split(b" ")[0]
            if data:
                data = said != b".\r\n"
                stream.write(b"" if data else b"250 taken\r\n")
            elif word == b"EHLO":
                offers = b"250-STARTTLS\r\n" if self.context and not secure else b""
                stream.write(b"250-here\r\n" + offers + b"250 AUTH PLAIN\r\n")
            elif word == b"STARTTLS" and self.context is not None:
                stream.write(b"220 go on\r\n")
                line = self.context.wrap_socket(line, server_side=True)
                stream, secure = line.makefile("rwb", buffering=0), True
            else:
                answers = {b"AUTH": b"235 welcome\r\n", b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}
                stream.write(answers.get(word, b"250 ok\r\n"))
                data = word == b"DATA"


@contextmanager
def mail_server(certificate: Path | None, *, at_once: bool = False) -> Iterator[MailServer]:
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    found = MailServer(context, at_once)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):  # who does not trust the certificate hangs up
                found.answer(self.request)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found.port = server.server_address[1]
        yield found
        server.shutdown()


@pytest.mark.parametrize("at_once", [True, False])
def test_mail_over_tls(certificate: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool) -> None:
    """From the first byte, or once the server offers it; who sends and what is sent travel under TLS alone."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(certificate, at_once=at_once) as server:
        mail = Mail(host="localhost", port=server.port, secure=at_once, user="ada", password="open sesame")
        assert send(mail, CONTENT, "desk@news.example").fault is None
    assert any(b"Message-ID: <msg_abc@crosswire.invalid>" in said for _, said in server.heard)
    assert {said[:4] for secure, said in server.heard if not secure} <= {b"ehlo", b"EHLO", b"STAR"}
    assert any(said.upper().startswith(b"AUTH") and secure for secure, said in server.heard)


@pytest.mark.parametrize("at_once", [True, False])
def test_no_mail_to_a_server_that_nobody_vouches_for(certificate: Path, at_once: bool) -> None:
    """It could be anybody's: nothing is said to it, the password least of all, and one line tells why."""
    with mail_server(certificate, at_once=at_once) as server:
        mail = Mail(host="localhost", port=server.port, secure=at_once, user="ada", password="open sesame")
        fault = send(mail, CONTENT, "desk@news.example").fault
    assert fault is not None and "certificate" in fault and "sesame" not in fault
    assert not any(said.upper().startswith((b"AUTH", b"MAIL", b"DATA")) for _, said in server.heard)


def test_no_password_in_the_open() -> None:
    """A server that offers no TLS gets none, and no mail."""
    with mail_server(None) as server:
        mail = Mail(host="localhost", port=server.port, user="ada", password="open sesame")
        fault = send(mail, CONTENT, "desk@news.example").fault
    assert fault is not None and "starttls" in fault
    assert not any(said.upper().startswith((b"AUTH", b"MAIL", b"DATA")) for _, said in server.heard)


def test_what_is_told_is_bounded() -> None:
    """A flood of figures is one alert that says how many more there are."""
    items = tuple(Item(f"figure {n}", "i", "/") for n in range(120))
    with Ledger() as held:
        outbox.make(held)
        outbox.add(held, rule())
        alert = outbox._fire(held, outbox.rules(held)[0], "1.0.0", items, AT, 1, "")
        assert len(alert.content["items"]) == 50 and alert.content["more"] == 70
        assert alert.content["headline"] == "120 times: a figure moved"
