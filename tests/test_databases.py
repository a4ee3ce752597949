"""The databases under a ledger: the same account from either, many writers at once, growth, secrets kept."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswire import ledger as ledger_module
from crosswire.cli import run
from crosswire.databases import PostgreSQL, SQLite, asked, opened
from crosswire.errors import UnusableLedger
from crosswire.ingest import Ingested, read_paths
from crosswire.ledger import SCHEMA, Entry, Ledger
from crosswire.model import Document, Judgement, Reading
from crosswire.pipeline import account, record
from crosswire.report import render
from crosswire.searching import find
from crosswire.watching.memory import FileState, ItemState, Memory
from servers import Server
from strategies import written_report

TOWNS = ("Arvo", "Bryn", "Ødegård", "Esk", "élan", "Zand")
QUAKE = tuple(
    written_report(
        f"{town}.txt",
        f"The earthquake near Lake Mura on Friday killed {10 + n} people in {town}, a doctor said. "
        f"Police said {3 + n} villagers were missing.",
        f"2031-07-{12 + n}",
        f"{town} Post",
    )
    for n, town in enumerate(TOWNS)
)
AT = "2031-08-01T00:00:00+00:00"
TABLES = ("documents", "readings", "claims", "warnings", "recordings", "judgements")


def recorded(ledger: Ledger, documents: Sequence[Document], at: str = AT) -> None:
    for document in documents:  # each in a transaction of its own, so that writers meet often
        list(record([Ingested((document,))], ledger, jobs=1, recorded_at=at))


def counted(ledger: Ledger) -> dict[str, int]:
    return {table: ledger.base.all(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}


# --- the same from either ------------------------------------------------------------------------


def test_the_same_rows_give_the_same_bytes(address: str) -> None:
    """Reports, judgements and the ledger's memory, whatever order the server's language has for names."""
    shown = []
    for place in (None, address):
        with Ledger(place) as ledger:
            recorded(ledger, QUAKE[:4])
            recorded(ledger, QUAKE[4:], "2031-08-03T12:00:00+00:00")
            killed = [claim.id for claim in account(ledger).claims if claim.kind == "count"]
            number = ledger.judge(Judgement(killed[0], None, "set-aside", "misheard", "Ana", AT))
            ledger.judge(Judgement(killed[1], killed[2], "same", "one release", "Bo", AT))
            assert ledger.judge(Judgement(killed[0], None, "set-aside", "misheard", "Ana", AT)) == number
            told = [render(account(ledger, memory=by), "json") for by in (None, "2031-08-02")]
            shown.append((told, ledger.recorded(), [document.id for document in ledger.documents()]))
    assert shown[0] == shown[1]
    assert '"Ødegård.txt"' in shown[1][0][0] and '"élan.txt"' not in shown[1][0][1]


def test_a_name_may_be_a_novel(address: str, tmp_path: Path) -> None:
    """A member of a zip whose name is longer than a database can look up is told by its beginning, and kept apart."""
    letters = "".join(hashlib.sha256(bytes([n])).hexdigest() for n in range(100))
    with zipfile.ZipFile(tmp_path / "wire.zip", "w") as packed:
        for end in "ab":
            packed.writestr(f"{letters}{end}.txt", f"A blast killed {4 + ord(end)} miners, the union said.")
    with Ledger(address) as ledger:
        done = list(record(read_paths([str(tmp_path / "wire.zip")]), ledger, jobs=1))
        assert len({document.id for document in ledger.documents()}) == 2 and all(one.claims for one in done)
        url = f"https://wire.example/{letters}"
        Memory(ledger).keep({("item", url): ItemState("1", None), ("item", url + "b"): ItemState("2", None)})
        assert Memory(ledger).item(url) == ItemState("1", None)


# --- many writers --------------------------------------------------------------------------------


def _write(address: str, barrier: Barrier, documents: Sequence[Document]) -> None:
    barrier.wait(30)
    with Ledger(address) as ledger:
        recorded(ledger, documents)


def _open(address: str, barrier: Barrier, share: object) -> None:
    barrier.wait(30)
    Ledger(address).close()


def at_once(act: Callable[..., None], address: str, *shares: object) -> None:
    """One process for each share, all let go together; each has to end well."""
    context = get_context("fork")  # the parser is loaded once
    barrier = context.Barrier(len(shares))
    processes = [context.Process(target=act, args=(address, barrier, share)) for share in shares]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * len(shares)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked")
def test_writers_at_once_lose_nothing_and_double_nothing(address: str) -> None:
    """Four processes make one ledger and record overlapping reports, each in another order."""
    with Ledger() as alone:
        recorded(alone, QUAKE)
        expected, rows = render(account(alone), "json"), counted(alone)
    at_once(_write, address, QUAKE, QUAKE[::-1], QUAKE[3:] + QUAKE[:3], QUAKE[1:5])
    with Ledger(address, must_exist=True) as ledger:
        assert render(account(ledger), "json") == expected
        assert {**counted(ledger), "recordings": 0} == {**rows, "recordings": 0}


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked")
@pytest.mark.parametrize("turn", range(3))
def test_one_ledger_is_made_once(address: str, turn: int) -> None:
    """Eight processes that all find nothing and want a ledger: one makes it, none is refused."""
    at_once(_open, address, *range(8))
    with Ledger(address, must_exist=True) as ledger:
        assert set(counted(ledger).values()) == {0}


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked")
def test_one_name_for_many_texts_at_once(address: str) -> None:
    """The first writer has the name, each other text gets one of its own, and nobody's claims are lost."""
    told = "A blast killed {} miners, the union said."
    texts = [[written_report("wire.txt", told.format(n), "2031-07-12")] for n in (4, 5, 6, 7)]
    at_once(_write, address, *texts)
    with Ledger(address) as ledger:
        held = ledger.documents()
        assert {d.sha256 for d in held} == {d.sha256 for (d,) in texts}
        assert sorted(c.low for c in ledger.claims(held) if c.low) == [4, 5, 6, 7]
        assert sum(d.id == "wire.txt" for d in held) == 1
        assert all(claim.quote in d.text for d in held for claim in ledger.claims([d]))


def test_a_name_that_is_taken_meanwhile_is_given_back(address: str) -> None:
    """What `name_for` promised holds until somebody else has written; then nothing of the report is written."""
    first, second = (written_report("wire.txt", text, None) for text in ("Four died.", "Five died."))
    with Ledger(address) as one, Ledger(address) as other:
        entries = [("wire.txt", Entry(told, Reading("wire.txt"), ())) for told in (first, second)]
        assert one.name_for(first) == other.name_for(second) == "wire.txt"
        assert one.add(entries[:1], AT) == ()
        assert other.add(entries[1:], AT) == (entries[1],)
        assert [d.sha256 for d in other.documents()] == [first.sha256]


@pytest.mark.parametrize("broken", ["claims", "recordings"])
def test_half_a_report_is_never_written(address: str, broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that fails in mid-report leaves no row of it, and keeps nobody else waiting."""
    with Ledger(address) as ledger:
        with monkeypatch.context() as patch, pytest.raises(UnusableLedger):
            patch.setattr(ledger_module, "_ADD_CLAIM", "INSERT INTO nowhere VALUES (?, ?, ?)")
            if broken == "recordings":
                patch.setattr(ledger, "_add", lambda *_: ledger.base.all("INSERT INTO nowhere VALUES (1)"))
            recorded(ledger, QUAKE[:1])
        assert set(counted(ledger).values()) == {0}
        with Ledger(address) as other:
            recorded(other, QUAKE[:1])
        assert counted(ledger)["documents"] == 1


def test_whoever_waits_too_long_gives_up(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, nothing written; when the other has ended the same call goes through."""
    monkeypatch.setattr(asked, "PATIENCE", 0.2)
    with Ledger(address) as one, Ledger(address) as other:
        with (
            one.base.transaction(),
            pytest.raises(UnusableLedger, match=r"database is locked|has been writing for 0.2"),
        ):
            recorded(other, QUAKE[:1])
        assert counted(one)["documents"] == 0
        recorded(other, QUAKE[:1])
        assert counted(one)["documents"] == 1


# --- growth --------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked")
def test_an_older_ledger_grows_once(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next schema's columns come to what is there, whoever opens it first; this crosswire then refuses it."""
    with Ledger(address) as ledger:
        recorded(ledger, QUAKE[:2])
        before = ledger.documents(), ledger.claims(ledger.documents())
    with monkeypatch.context() as patch:
        patch.setattr(ledger_module, "SCHEMA", SCHEMA + 1)
        patch.setitem(ledger_module._GROWTH, SCHEMA, "ALTER TABLE documents ADD COLUMN wire TEXT")
        at_once(_open, address, 1, 2, 3)
        with Ledger(address) as ledger:
            assert (ledger.documents(), ledger.claims(ledger.documents())) == before
            assert ledger.base.all("SELECT wire FROM documents") == [(None,)] * 2
            assert ledger.base.schema() == SCHEMA + 1
    with pytest.raises(UnusableLedger, match=f"later crosswire .ledger schema {SCHEMA + 1}, not {SCHEMA}"):
        Ledger(address)


# --- PostgreSQL alone ----------------------------------------------------------------------------


def test_the_server_refuses_to_change_a_row(server: Server) -> None:
    with Ledger(server.address()) as ledger:
        recorded(ledger, QUAKE[:1])
        for change in ("UPDATE claims SET body = ''", "DELETE FROM judgements", "TRUNCATE documents"):
            with pytest.raises(UnusableLedger, match="append-only"):
                ledger.base.all(change)
        assert counted(ledger)["documents"] == 1


def test_whoever_may_only_read_reads(server: Server) -> None:
    """A role that may select is enough for an account; its attempt to write is one line."""
    address = server.address()
    with Ledger(address) as ledger:
        recorded(ledger, QUAKE[:1])
    schema = address.rpartition("%3D")[2]
    server.tell(f"GRANT USAGE ON SCHEMA {schema} TO guest", f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO guest")
    with Ledger(address.replace("//owner@", "//guest:open%20sesame@")) as ledger:
        assert len(account(ledger).documents) == 1
        with pytest.raises(UnusableLedger, match="permission denied for table documents"):
            recorded(ledger, QUAKE[1:2])


def test_whoever_may_add_records_and_judges(server: Server) -> None:
    """The rights that docs/ledger.md lists are enough, for watching, too, and no more than they let through."""
    address = server.address()
    with Ledger(address) as ledger:
        Memory(ledger)
    schema = address.rpartition("%3D")[2]
    server.tell(
        f"SET search_path = {schema}",
        f"GRANT USAGE ON SCHEMA {schema} TO guest",
        "GRANT SELECT, INSERT ON documents, readings, claims, warnings, recordings, judgements TO guest",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO guest",
        "GRANT INSERT, UPDATE ON watched TO guest",
    )
    with Ledger(address.replace("//owner@", "//guest:open%20sesame@")) as ledger:
        recorded(ledger, QUAKE[:2])
        killed = account(ledger).claims[0].id
        assert ledger.judge(Judgement(killed, None, "set-aside", "misheard", "Ana", AT)) == 1
        seen = {("file", "a.txt"): FileState(1, 2)}
        for _ in range(2):
            Memory(ledger).keep(seen)
        assert Memory(ledger).file("a.txt") == FileState(1, 2)
        with pytest.raises(UnusableLedger, match="permission denied"):
            ledger.base.all("DELETE FROM documents")


def refused(capfd: pytest.CaptureFixture[str], *command: str) -> str:
    """The one line that a refused command prints, after its status was looked at."""
    assert run(command) == 1
    out, err = capfd.readouterr()
    assert out == "" and err.count("\n") == 1 and "Traceback" not in err
    return err


def test_what_is_no_ledger_is_one_line(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    """A wrong password, no such database, one of somebody else, an empty one, Latin-1, a server that is not there."""
    server.tell(
        "CREATE DATABASE elsewhere", "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"
    )  # fmt: skip
    server.tell("CREATE TABLE orders (a INTEGER)", database="elsewhere")
    lines = {
        server.at("team", user="guest:hunter2"): 'password authentication failed for user "guest"',
        server.at("nowhere"): 'database "nowhere" does not exist',
        server.at("elsewhere"): "a database, but no crosswire ledger",
        server.address(): "no such ledger",
        server.at("team").replace(server.folder.name, "gone"): "no server answers (No such file or directory)",
        "postgresql://u:hunter2@127.0.0.1:1/x": "no server answers (Connection refused)",
    }
    for place, reason in lines.items():
        line = refused(capfd, "report", "--ledger", place)
        assert line.startswith("crosswire: postgresql://") and line.rstrip().endswith(reason), line
        assert "hunter2" not in line
    with pytest.raises(UnusableLedger, match="encoding is LATIN1"):
        Ledger(server.at("latin"))


def test_a_server_that_goes_away_is_one_line(server: Server) -> None:
    with Ledger(server.address()) as ledger:
        (number,) = ledger.base.all("SELECT pg_backend_pid()")[0]
        server.tell(f"SELECT pg_terminate_backend({number})")
        with pytest.raises(UnusableLedger) as gone:
            recorded(ledger, QUAKE[:1])
        assert "\n" not in str(gone.value)


@pytest.mark.parametrize(
    "query", ["killed", "élan OR esk", "police -bryn", '"Lake Mura"', "villager*", "nothing like it"]
)
def test_a_search_finds_the_same(shelves: tuple[Ledger, Ledger], query: str) -> None:
    """The same hits in the same order, with the same words marked."""
    file, team = shelves
    assert find(team, query) == find(file, query)


@pytest.fixture(scope="module")
def shelves(started: Server | str) -> Iterator[tuple[Ledger, Ledger]]:
    """One in memory, one in PostgreSQL that was searched before its last reports came from somebody else."""
    if isinstance(started, str):
        pytest.skip(f"no PostgreSQL server: {started}")
    place = started.address()
    with Ledger() as file, Ledger(place) as team, Ledger(place) as other:
        recorded(file, QUAKE)
        recorded(team, QUAKE[:4])
        assert find(team, "killed").all_reports == 4
        recorded(other, QUAKE[4:])
        yield file, team


# --- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ana:hun/ter2@db/team",
        "postgresql://ana:12/ter2@db/team",
        "postgresql://ana:hunter%zz2@db/team",
        "postgresql://ana:hun@ter2@db/team",
        "postgresql://[ana:hunter2@db/team",
        "mysql://ana:hunter2@db/team",
        "postgresql+psycopg://ana:hunter2@db/team",
        "https://ana:hunter2@db/team",
    ],
)
def test_an_address_that_is_none_shows_no_password(address: str) -> None:
    with pytest.raises(UnusableLedger) as refusal:
        Ledger(address)
    assert not any(part in str(refusal.value) for part in ("hun", "ter2", "12")) and "\n" not in str(refusal.value)


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=6, max_size=12))
def test_no_password_is_ever_shown(password: str) -> None:
    """Whatever somebody pastes between the colon and the at sign, not escaped, at a host that does not answer."""
    pytest.importorskip("psycopg")
    with pytest.raises(UnusableLedger) as refusal:
        PostgreSQL(f"postgresql://ana:{password}@127.0.0.1:1/team")
    assert password not in str(refusal.value)


def test_without_psycopg_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UnusableLedger, match=r"pip install 'crosswire\[postgresql\]'"):
        opened("postgresql://db/team")


def test_a_file_may_bear_any_other_name(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has no scheme is a file, colons or not."""
    monkeypatch.chdir(os.fspath(str(tmp_path)))
    Ledger("postgresql:siege.db").close()
    with sqlite3.connect("postgresql:siege.db") as rows:
        assert Counter(name for (name,) in rows.execute("SELECT tbl_name FROM sqlite_master"))["claims"] >= 1


@pytest.mark.parametrize("looks", [1, 2, 3])
def test_a_ledger_made_between_two_looks_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, looks: int) -> None:
    """Another process makes it just after so many looks at an empty file: it is no stranger's database."""
    path, done = str(tmp_path / "crisis.ledger"), []
    base = SQLite(path)

    def looked(statement: str, values: Any = ()) -> Any:
        rows = SQLite.all(base, statement, values)
        done.append(statement)
        if len(done) == looks:
            with Ledger(path):
                pass
        return rows

    monkeypatch.setattr(base, "all", looked)
    assert base.schema() in (0, SCHEMA)
    base.close()
