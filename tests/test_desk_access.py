"""Tokens, sessions, rates, names and failures, each by itself; tokens and the audit log in both databases."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswire import cli
from crosswire.databases import SQLite
from crosswire.desk.access import (
    NoSuchToken,
    OpenDoor,
    Refused,
    attachment,
    journal,
    refuse_open_door,
    sessions,
    tables,
    tokens,
)
from crosswire.desk.access import register as registers
from crosswire.desk.access.faults import problem_of
from crosswire.desk.access.held import Held
from crosswire.desk.access.hosts import answers_to, is_loopback, name_and_port
from crosswire.desk.access.journal import Flood, Journal, Row
from crosswire.desk.access.pacing import Buckets, Guesses
from crosswire.desk.access.register import Register
from crosswire.desk.access.roles import LOCAL, ROLES, Caller, covers
from crosswire.desk.access.signing import safe_next
from crosswire.errors import CrosswireError, MissingModel, UnknownClaim, UnreadableInput, UnusableLedger
from crosswire.ledger import Ledger

NOON = datetime(2031, 3, 12, 12, tzinfo=UTC)
ROW = Row("2031-03-12T12:00:00Z", "Ana", "token from 192.0.2.7", "POST /x/{id}", "id=c1", "200", "00ff00ff")


# --- tokens ----------------------------------------------------------------------------------------


def test_a_token_is_shown_once_and_kept_as_its_hash(address: str) -> None:
    with Ledger(address) as ledger:
        secret = tokens.add(ledger, "Ana", "judge", at=NOON)
        (kept,) = tokens.every(ledger)
        dump = repr(ledger.base.all("SELECT * FROM desk_tokens"))
    assert re.fullmatch(r"cw_[A-Za-z0-9_-]{43}", secret)
    assert secret not in dump and secret[3:] not in dump
    assert kept.hash == hashlib.sha256(secret.encode()).hexdigest()
    assert (kept.name, kept.role, kept.made_at) == ("Ana", "judge", "2031-03-12T12:00:00Z")


def test_no_two_tokens_are_alike(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l") as ledger:
        assert len({tokens.add(ledger, f"t{n}", "read") for n in range(20)}) == 20


def test_a_token_ends_when_it_was_said_to(address: str) -> None:
    with Ledger(address) as ledger:
        tokens.add(ledger, "wall", "read", NOON + timedelta(hours=1), at=NOON)
        (kept,) = tokens.every(ledger)
    assert kept.valid(NOON + timedelta(minutes=59))
    assert not kept.valid(NOON + timedelta(hours=1))


def test_a_token_revoked_is_a_row_more_and_its_name_is_free_again(address: str) -> None:
    with Ledger(address) as ledger:
        tokens.add(ledger, "Ana", "judge", at=NOON)
        tokens.revoke(ledger, "Ana", at=NOON + timedelta(hours=1))
        assert [token.valid(NOON + timedelta(hours=2)) for token in tokens.every(ledger)] == [False]
        assert ledger.base.all("SELECT count(*) FROM desk_tokens") == [(1,)]
        tokens.add(ledger, "Ana", "read", at=NOON + timedelta(hours=2))
        assert [token.role for token in tokens.every(ledger) if token.valid(NOON + timedelta(hours=3))] == ["read"]


@pytest.mark.parametrize(
    ("name", "role", "reason"),
    [
        ("Ana", "boss", "no role named"),
        ("", "read", "one line"),
        ("Ana\r\nSet-Cookie: a=b", "read", "one line"),
        ("Ana\u202eenimdA", "read", "one line"),
        (" Ana", "read", "one line"),
        ("x" * 61, "read", "one line"),
    ],
)
def test_a_token_that_cannot_be_made_is_refused(tmp_path: Path, name: str, role: str, reason: str) -> None:
    with Ledger(tmp_path / "l") as ledger:
        with pytest.raises(NoSuchToken, match=reason):
            tokens.add(ledger, name, role)
        assert tokens.every(ledger) == ()


def test_one_name_has_one_valid_token(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l") as ledger:
        tokens.add(ledger, "Ana", "read")
        with pytest.raises(NoSuchToken, match="there is a token named 'Ana'"):
            tokens.add(ledger, "Ana", "admin")
        with pytest.raises(NoSuchToken, match="no valid token named 'Bo'"):
            tokens.revoke(ledger, "Bo")
        with pytest.raises(NoSuchToken, match="would open nothing"):
            tokens.add(ledger, "Bo", "read", NOON, at=NOON)


@pytest.mark.parametrize(
    ("table", "column"), list(zip(tables.TABLES, ("role", "revoked_at", "expires", "who"), strict=True))
)
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = '9'", "DELETE FROM {} WHERE {} <> ''"])
def test_the_database_itself_refuses_to_change_a_row(address: str, table: str, column: str, change: str) -> None:
    with Ledger(address) as ledger:
        tokens.add(ledger, "Ana", "read")
        sessions.begin(ledger, tokens.every(ledger)[0], tables.now())
        journal.note(ledger, ROW)
        tokens.revoke(ledger, "Ana")
        before = ledger.base.all(f"SELECT * FROM {table}")
        with pytest.raises(UnusableLedger, match="append-only"):
            ledger.base.all(change.format(table, column))
        assert ledger.base.all(f"SELECT * FROM {table}") == before != []


def test_the_ledger_stays_a_ledger(address: str) -> None:
    """The desk's tables are beside the ledger's, and change nothing of what it holds or how it is opened."""
    with Ledger(address) as ledger:
        tokens.add(ledger, "Ana", "read")
    with Ledger(address, must_exist=True) as ledger:
        tables.make(ledger)
        assert ledger.documents() == () and len(tokens.every(ledger)) == 1


# --- who is let in ---------------------------------------------------------------------------------


def test_the_register_knows_a_token_made_and_revoked_by_others(address: str) -> None:
    register = Register(lambda: Ledger(address))
    assert not register.page().ever
    with Ledger(address) as ledger:
        secret = tokens.add(ledger, "Ana", "judge")
        now, late = tables.now(), float("inf")
        assert register.page(late).of_token(secret, now) == Caller("Ana", "judge", "token", 1)
        assert register.page(late).of_token(secret + "x", now) is None
        assert register.page(late).of_token("", now) is None
        tokens.revoke(ledger, "Ana")
        assert register.page(late).of_token(secret, now) is None
        assert register.page(late).ever  # so that no door opens because the last token ended


def test_a_session_ends_by_itself_when_logged_out_and_with_its_token(address: str) -> None:
    with Ledger(address) as ledger:
        secret = tokens.add(ledger, "Ana", "judge")
        register = Register(lambda: Ledger(address))
        now, late = tables.now(), float("inf")
        assert register.session_of("cw_" + "A" * 43) is None
        (one, role), (two, _) = register.session_of(secret) or ("", ""), register.session_of(secret) or ("", "")
        assert one != two and role == "judge"
        assert one not in repr(ledger.base.all("SELECT * FROM desk_sessions"))
        caller = register.page().of_session(one, now)
        assert caller == Caller("Ana", "judge", "session", 1)
        assert register.page().of_session(one, now + sessions.LASTS["judge"] + timedelta(seconds=1)) is None
        register.end(one, caller)
        assert register.page().of_session(one, now) is None
        assert register.page().of_session(two, now) == caller
        tokens.revoke(ledger, "Ana")
        assert register.page(late).of_session(two, now) is None


def test_a_session_is_no_longer_than_its_token(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l") as ledger:
        tokens.add(ledger, "Ana", "judge", NOON + timedelta(hours=1), at=NOON)
        secret = sessions.begin(ledger, tokens.every(ledger)[0], NOON)
        hash = tokens.hashed(secret)
        assert hash in sessions.open_at(ledger, NOON + timedelta(minutes=59))
        assert hash not in sessions.open_at(ledger, NOON + timedelta(hours=1))


def test_while_the_ledger_cannot_be_read_those_known_are_let_in_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "l"

    def gone(ledger: Ledger) -> tuple[tokens.Token, ...]:
        raise UnusableLedger("gone")

    with Ledger(path) as ledger:
        secret = tokens.add(ledger, "Ana", "read")
    register = Register(lambda: Ledger(path))
    assert register.page().of_token(secret, tables.now())
    every = tokens.every
    monkeypatch.setattr(tokens, "every", gone)
    assert register.page(float("inf")).of_token(secret, tables.now())
    monkeypatch.setattr(registers, "_STALE", 0.0)
    with pytest.raises(UnusableLedger):
        register.page(float("inf"))
    with pytest.raises(UnusableLedger):
        Register(lambda: Ledger(path)).page()
    monkeypatch.setattr(tokens, "every", every)
    assert register.page(float("inf")).of_token(secret, tables.now())


def test_a_ledger_that_failed_is_opened_anew_and_one_that_was_let_go_too(tmp_path: Path) -> None:
    opened: list[Ledger] = []

    def opener() -> Ledger:
        opened.append(Ledger(tmp_path / "l"))
        return opened[-1]

    def failing(ledger: Ledger) -> None:
        raise UnusableLedger("gone")

    kept = Held(opener)
    assert kept.do(tokens.every) == kept.do(tokens.every) == () and len(opened) == 1
    with pytest.raises(UnusableLedger):
        kept.do(failing)
    assert kept.do(tokens.every) == () and len(opened) == 2
    kept.close()
    assert kept.do(tokens.every) == () and len(opened) == 3
    kept.close()


def test_nobody_goes_by_what_was_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is empty because nobody has looked yet does not say that no token was ever made."""
    with Ledger(tmp_path / "l") as ledger:
        tokens.add(ledger, "Ana", "read")
    register, seen = Register(lambda: Ledger(tmp_path / "l")), []
    every = tokens.every

    def slow(ledger: Ledger) -> tuple[tokens.Token, ...]:
        seen.append(register.ready(100.0))
        return every(ledger)

    monkeypatch.setattr(tokens, "every", slow)
    assert register.ready(100.0) is None
    assert register.page().ever and seen == [None]
    found = register.ready(100.0)
    assert found is not None and found.ever


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "desk.example.org"])
def test_no_desk_opens_to_strangers_without_a_token(tmp_path: Path, host: str) -> None:
    with Ledger(tmp_path / "l") as ledger:
        with pytest.raises(OpenDoor) as refusal:
            refuse_open_door(host, ledger)
        assert host in str(refusal.value) and "\n" not in str(refusal.value)
        assert isinstance(refusal.value, CrosswireError)
        tokens.add(ledger, "Ana", "read")
        refuse_open_door(host, ledger)
        tokens.revoke(ledger, "Ana")
        with pytest.raises(OpenDoor):
            refuse_open_door(host, ledger)


def test_loopback_opens_without_one(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l") as ledger:
        for host in ("127.0.0.1", "::1", "localhost", "127.8.9.1"):
            refuse_open_door(host, ledger)


def test_each_role_may_what_those_before_it_may() -> None:
    assert [[covers(held, needed) for needed in ROLES] for held in ROLES] == [
        [True, False, False, False],
        [True, True, False, False],
        [True, True, True, False],
        [True, True, True, True],
    ]


def test_nobody_signs_as_somebody_else() -> None:
    ana = Caller("Ana", "judge", "session", 1)
    assert ana.signature() == ana.signature("Ana") == "Ana"
    assert ana.signature("Bo") == "Bo (Ana)"
    assert LOCAL.signature(" Bo\u202e\r\nX ") == "Bo X"
    with pytest.raises(Refused):
        LOCAL.signature(" \u200b ")


# --- names of hosts and files ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["localhost", "LOCALHOST.", "127.0.0.1", "127.1.2.3", "[::1]", "::1", "[::ffff:127.0.0.1]"]
)
def test_what_is_loopback(name: str) -> None:
    assert is_loopback(name)


@pytest.mark.parametrize(
    "name",
    ["", "0.0.0.0", "127.0.0.1.evil.example", "localhost.evil.example", "2130706433", "0x7f.1", "::", "10.0.0.1"],
)
def test_what_is_not(name: str) -> None:
    assert not is_loopback(name)


@pytest.mark.parametrize(
    "host", ["", "a b", "a/b", "a@b", "127.0.0.1:x", "[::1", "a,b", "127.0.0.1:80:80", "x" * 300, "127.0.0.1\r\n"]
)
def test_what_is_no_host(host: str) -> None:
    assert name_and_port(host) is None


def test_by_which_names_a_desk_is_called() -> None:
    assert answers_to("localhost", "127.0.0.1", ())
    assert not answers_to("evil.example", "127.0.0.1", ())
    assert answers_to("desk.example.org", "127.0.0.1", ("Desk.example.org",))
    assert answers_to("anything.example", "0.0.0.0", ())
    assert not answers_to("anything.example", "0.0.0.0", ("desk.example.org",))
    assert answers_to("192.0.2.7", "192.0.2.7", ("desk.example.org",))


@given(st.text(max_size=200))
def test_a_downloads_name_is_one_header_and_no_path(name: str) -> None:
    header = attachment(name)
    assert header.isascii() and header.isprintable()
    quoted = re.fullmatch(r"attachment; filename=\"([^\"\\/]+)\"; filename\*=UTF-8''([A-Za-z0-9_.~%-]+)", header)
    assert quoted is not None and not quoted[1].startswith(".")


def test_a_downloads_name_is_still_its_name() -> None:
    assert attachment("Erdbeben Türkei.docx") == (
        "attachment; filename=\"Erdbeben T_rkei.docx\"; filename*=UTF-8''Erdbeben%20T%C3%BCrkei.docx"
    )
    assert 'filename="etc-passwd"' in attachment("../../etc/passwd").replace("..-..-", "")
    assert "\r" not in attachment("a\r\nSet-Cookie: b=c") and "cod.exe" in attachment("gpj\u202e.cod.exe")


@pytest.mark.parametrize(
    "where",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb: c", "javascript:x", "", "/login", "/ü"],
)
def test_after_logging_in_nobody_is_sent_elsewhere(where: str) -> None:
    assert safe_next(where) == "/"


def test_after_logging_in_one_is_where_one_was() -> None:
    assert safe_next("/incidents/i1?as_of=2031-03-12&policy=gtd") == "/incidents/i1?as_of=2031-03-12&policy=gtd"


# --- how often ---------------------------------------------------------------------------------------


def test_wrong_tokens_make_a_pause_that_doubles_and_ends() -> None:
    guesses, now = Guesses(free=3, first=1.0, longest=60.0), 100.0
    pauses = []
    for _ in range(12):
        guesses.failed("a", now)
        pauses.append(guesses.pause("a", "x", now))
    assert pauses[:6] == [0.0, 0.0, 1.0, 2.0, 4.0, 8.0] and pauses[-1] == 60.0
    assert guesses.pause("b", "x", now) == 0.0
    assert guesses.pause("a", "x", now + 61) == 0.0
    guesses.failed("a", now + 61)
    assert guesses.pause("a", "x", now + 61) == 60.0  # not forgotten so soon
    guesses.failed("a", now + 10_000)
    assert guesses.pause("a", "x", now + 10_000) == 0.0


def test_who_was_let_in_stays_in_whatever_a_neighbour_guesses() -> None:
    guesses = Guesses(free=1)
    guesses.succeeded("a", "good")
    for _ in range(50):
        guesses.failed("a", 1.0)
    assert guesses.pause("a", "good", 1.0) == 0.0 < guesses.pause("a", "other", 1.0)


def test_a_bucket_gives_its_burst_then_its_rate() -> None:
    bucket = Buckets(rate=10.0, burst=5)
    assert [bucket.wait("a", 0.0) for _ in range(5)] == [0.0] * 5
    assert bucket.wait("a", 0.0) == pytest.approx(0.1)
    assert bucket.wait("b", 0.0) == 0.0
    assert bucket.wait("a", 0.1) == 0.0
    assert bucket.wait("a", 0.1) > 0


def test_what_is_remembered_of_callers_is_bounded() -> None:
    bucket, guesses = Buckets(1.0, 1.0, most=100), Guesses(most=100)
    for number in range(1_000):
        bucket.wait(str(number), 0.0)
        guesses.failed(str(number), 0.0)
        guesses.succeeded(str(number), "x")
    assert len(bucket) == 100 and len(guesses) == 200


def test_a_flood_of_refusals_is_counted_and_not_listed() -> None:
    flood = Flood()
    told = [flood.outcome("192.0.2.7", "refused 401") for _ in range(500)]
    assert len([one for one in told if one]) == 20
    assert flood.outcome("192.0.2.8", "refused 401") == "refused 401 (and 480 more refused, not listed)"


# --- failures ----------------------------------------------------------------------------------------


def _unusable(cause: Exception | None = None, said: str = "") -> UnusableLedger:
    error = UnusableLedger(f"/srv/secret/crisis.ledger: {said or cause}")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (UnknownClaim("no claim c9"), 404, "no claim c9"),
        (UnreadableInput("/srv/inbox/a.pdf", "cut short"), 422, "a.pdf: cut short"),
        (MissingModel("the parser is not installed"), 501, "not installed"),
        (CrosswireError("not that"), 400, "not that"),
        (_unusable(sqlite3.OperationalError("database is locked")), 503, "writing"),
        (_unusable(said="somebody else has been writing for 60 seconds"), 503, "writing"),
        (_unusable(sqlite3.OperationalError("database or disk is full")), 507, "disk is full"),
        (_unusable(said='could not extend file "base/1": No space left on device'), 507, "disk is full"),
        (OSError(28, "No space left on device", "/srv/secret"), 507, "disk is full"),
        (_unusable(said="file is not a database"), 503, "server's log"),
        (PermissionError(13, "Permission denied", "/srv/secret/x"), 500, "server's log"),
        (sqlite3.OperationalError("no such table: claims"), 503, "server's log"),
        (ZeroDivisionError("/srv/secret/code.py"), 500, "server's log"),
        (Refused(418, "a\r\nb: \u202ec"), 418, "a b: c"),
    ],
)
def test_a_failure_is_one_line_without_paths_or_sql(error: Exception, status: int, words: str) -> None:
    problem = problem_of(error, "00ff")
    assert problem.status == status and words in problem.line
    assert not {"srv", "secret", "table", "\n"} & set(re.findall(r"\w+|\n", problem.line))
    assert ("Retry-After" in problem.headers) == (status == 503)


# --- the audit log -----------------------------------------------------------------------------------


def test_rows_are_read_as_written(address: str) -> None:
    Journal(lambda: Ledger(address)).write(ROW)
    with Ledger(address) as ledger:
        assert journal.rows(ledger) == [ROW]
        assert journal.rows(ledger, "2031-03-12T12:00:01Z") == []


def test_a_row_that_could_not_be_written_is_written_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "l"
    monkeypatch.setattr(journal, "_WAITS", 20)
    diary = Journal(lambda: Ledger(path))
    assert diary.write(ROW)
    with Ledger(path) as other:
        assert isinstance(other.base, SQLite)
        other.base.all("BEGIN IMMEDIATE")
        assert not diary.write(ROW)
        other.base.all("ROLLBACK")
    diary.close()
    with Ledger(path) as ledger:
        assert journal.rows(ledger) == [ROW, ROW]


# --- the command line ----------------------------------------------------------------------------------


def run(*words: object) -> int:
    return cli.run([str(word) for word in words])


def test_tokens_at_the_command_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "l"
    assert run("token", "add", "Ana", "--role", "judge", "--ledger", path) == 0
    secret = capfd.readouterr().out.strip()
    assert re.fullmatch(r"cw_[A-Za-z0-9_-]{43}", secret)
    assert run("token", "add", "wall", "--role", "read", "--expires", "2999-01-01", "--ledger", path) == 0
    assert run("token", "revoke", "Ana", "--ledger", path) == 0
    capfd.readouterr()
    assert run("token", "list", "--ledger", path) == 0
    ana, wall = capfd.readouterr().out.splitlines()
    assert ana.startswith("Ana   judge") and "[revoked " in ana
    assert wall.startswith("wall  read ") and "until 2999-01-02T00:00:00Z  [valid]" in wall
    assert run("audit", "--ledger", path) == 0
    told = capfd.readouterr().out
    assert [line.split("  ")[2:4] for line in told.splitlines()] == [
        ["token add", "Ana: judge"],
        ["token add", "wall: read"],
        ["token revoke", "Ana"],
    ]
    assert secret not in told


@pytest.mark.parametrize(
    "words",
    [
        ("token", "add", "Ana"),
        ("token", "add", "Ana", "--role", "boss", "--ledger", "{}"),
        ("token", "add", "Ana", "--role", "read", "--expires", "soon", "--ledger", "{}"),
        ("token", "add", "Ana", "--role", "read", "--expires", "2001-01-01", "--ledger", "{}"),
        ("token", "list"),
        ("audit",),
        ("audit", "--format", "xml", "--ledger", "{}"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    path = tmp_path / "l"
    assert run(*(word.format(path) for word in words)) == 2
    told = capfd.readouterr()
    assert told.out == "" and len(told.err.splitlines()) == 1


def test_there_is_no_list_of_a_ledger_that_is_not_there(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("token", "list", "--ledger", tmp_path / "none") == 1
    assert run("audit", "--ledger", tmp_path / "none") == 1
    assert not (tmp_path / "none").exists() and "no such ledger" in capfd.readouterr().err
