"""A ledger moved from a file into PostgreSQL and back: nothing lost, nothing doubled, nothing mixed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from crosswire import ledger as ledger_module
from crosswire import moving
from crosswire.cli import run
from crosswire.desk.access import tables as access
from crosswire.desk.live import outbox
from crosswire.errors import UnusableLedger
from crosswire.ingest import Ingested
from crosswire.ledger import Ledger
from crosswire.model import Document, Judgement
from crosswire.moving import LEDGER, Table, move
from crosswire.pipeline import account, record
from crosswire.report import render
from crosswire.watching.memory import FileState, ItemState, Memory
from servers import Server
from strategies import written_report

AT, LATER = "2031-08-01T00:00:00+00:00", "2031-08-03T12:00:00+00:00"
FLOOD = tuple(
    written_report(
        f"{town}.txt",
        f"Floods along the Teya killed {10 + n} people in {town} on Friday, a doctor said. "
        f"Police said {3 + n} villagers were missing.",
        f"2031-07-{12 + n}",
        f"{town} Post",
    )
    for n, town in enumerate(("Arvo", "Bryn", "Ødegård", "Esk", "élan"))
)
EMPTY = written_report("empty.txt", "", "2031-07-14")
WATCHED = Table("watched", ("kind", "name"), settled=False)


def recorded(ledger: Ledger, documents: Sequence[Document], at: str = AT) -> None:
    list(record([Ingested((document,)) for document in documents], ledger, jobs=1, recorded_at=at))


def filled(place: str) -> None:
    """Reports, one given again with a headline and one without a word; judgements, one withdrawn; a watch."""
    with Ledger(place) as ledger:
        recorded(ledger, FLOOD[:3])
        recorded(ledger, (*FLOOD[2:], EMPTY, replace(FLOOD[0], title="Floods")), LATER)
        counts = [claim.id for claim in account(ledger).claims if claim.kind == "count"]
        ledger.judge(Judgement(counts[0], None, "set-aside", "misheard", "Ana", AT))
        ledger.judge(Judgement(counts[0], None, "withdrawn", "heard again", "Ana", AT, withdraws=1))
        ledger.judge(Judgement(counts[1], counts[2], "same", "one release", "Bo", AT))
        Memory(ledger).keep({("item", "https://a.example/1"): ItemState("1", None), ("file", "b"): FileState(1, 2)})


def rows(place: str, *more: str) -> dict[str, list[tuple[object, ...]]]:
    found = {}
    with Ledger(place, must_exist=True) as ledger:
        for table in (*(table.name for table in LEDGER), *more):
            columns = sorted(ledger.base.columns(table))
            found[table] = sorted(map(tuple, ledger.base.all(f"SELECT {', '.join(columns)} FROM {table}")), key=repr)
    return found


def told(place: str) -> tuple[str, str]:
    with Ledger(place, must_exist=True) as ledger:
        return render(account(ledger), "json"), render(account(ledger, memory="2031-08-02"), "json")


def moved(source: str, target: str) -> int:
    """Moved whole; how many rows were new."""
    with Ledger(source, must_exist=True) as old, Ledger(target) as new:
        return sum({step.table: step.fresh for step in move(old, new)}.values())


def test_every_table_of_a_ledger_moves() -> None:
    assert sorted(table.name for table in LEDGER) == sorted(re.findall(r"CREATE TABLE (\w+)", ledger_module._TABLES))


def test_there_and_back(server: Server, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """All rows with their numbers, the watch and the desk's tables; the account of today and that of another day."""
    first, team, last = str(tmp_path / "one.db"), server.address(), str(tmp_path / "two.db")
    filled(first)
    with Ledger(first) as ledger:
        access.make(ledger)
        outbox.make(ledger)
        ledger.base.all(
            "INSERT INTO desk_tokens (seq, name, role, hash, made_at) VALUES (7, 'Ana', 'editor', 'x', ?)", (AT,)
        )
    assert run(["move", first, team]) == 0
    assert "7 documents" in capfd.readouterr().out
    assert run(["move", team, last]) == 0
    more = ("watched", *access.TABLES, "alerts")
    assert rows(first, *more) == rows(team, *more) == rows(last, *more)
    assert len(rows(last)["recordings"]) == 7 and len(rows(last, "watched")["watched"]) == 2
    assert told(first) == told(team) == told(last)


def test_what_is_written_after_the_move_is_numbered_on(address: str, tmp_path: Path) -> None:
    first = str(tmp_path / "one.db")
    filled(first)
    moved(first, address)
    extra = written_report("late.txt", "Floods along the Teya killed 40 people, police said.", "2031-07-20")
    numbers = []
    for place in (first, address):
        with Ledger(place) as ledger:
            recorded(ledger, [extra], LATER)
            numbers.append(ledger.judge(Judgement("Arvo.txt", None, "retracted", "taken back", "Cy", AT)))
    assert numbers == [4, 4]
    assert rows(first) == rows(address) and told(first) == told(address)


def test_a_move_cut_short_goes_on(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped after any page and given again: nothing twice, and what the first moves wrote is not written again."""
    monkeypatch.setattr(moving, "PAGE", 3)
    first = str(tmp_path / "one.db")
    filled(first)
    written: list[int] = []
    while not written or written[-1]:
        with Ledger(first) as old, Ledger(address) as new:
            written.append(next((step.fresh for step in move(old, new) if step.fresh), 0))
    assert len(written) > 10 and sum(written) == sum(map(len, rows(first).values()))
    assert rows(address) == rows(first)
    assert moved(first, address) == 0


def test_what_came_since_is_moved_too(address: str, tmp_path: Path) -> None:
    first = str(tmp_path / "one.db")
    with Ledger(first) as ledger:
        recorded(ledger, FLOOD[:2])
    moved(first, address)
    with Ledger(first) as ledger:
        recorded(ledger, FLOOD[1:], LATER)
    assert moved(first, address) > 0
    assert rows(address) == rows(first)


@pytest.mark.parametrize("strange", ["report", "recording", "judgement"])
def test_a_place_that_holds_anything_else_is_refused(strange: str, address: str, tmp_path: Path) -> None:
    first = str(tmp_path / "one.db")
    filled(first)
    with Ledger(address) as ledger:
        if strange == "report":
            recorded(ledger, [written_report("x.txt", "A bus fell into a gorge and nine people died.", "2031-01-02")])
        elif strange == "recording":
            ledger.base.all("INSERT INTO recordings VALUES ('Arvo.txt', '2001-01-01')")
        else:
            ledger.judge(Judgement("c1", None, "set-aside", "misheard", "Dee", AT))
    before = rows(address)
    with pytest.raises(UnusableLedger, match="name an empty place"):
        moved(first, address)
    assert rows(address) == before


def test_a_later_state_of_what_is_watched_takes_the_place_of_the_earlier(address: str, tmp_path: Path) -> None:
    first = str(tmp_path / "one.db")
    for size in (1, 2):
        with Ledger(first) as old, Ledger(address) as new:
            Memory(old).keep({("file", "b"): FileState(size, 2)})
            Memory(new)
            list(move(old, new, [WATCHED]))
            assert Memory(new).file("b") == FileState(size, 2)


def test_the_command_refuses_in_one_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    first, missing = str(tmp_path / "one.db"), str(tmp_path / "none.db")
    filled(first)
    assert run(["move", first, first]) == 2
    assert run(["move", missing, first]) == 1
    (tmp_path / "two.db").write_text("a letter")
    assert run(["move", first, str(tmp_path / "two.db")]) == 1
    errors = capfd.readouterr().err.splitlines()
    assert len(errors) == 3 and "both are the same ledger" in errors[0] and "no such ledger" in errors[1]
    assert not (tmp_path / "none.db").exists()


def test_the_other_form_of_a_connection_string(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    """libpq's keywords name a database, not a file; what it cannot read is refused without its password."""
    with Ledger(server.address()) as first:
        recorded(first, FLOOD[:1])
        schema = first.base.all("SELECT current_schema()")[0][0]
    place = f"host={server.folder} dbname=team user=owner options='-csearch_path={schema}'"
    with Ledger(place, must_exist=True) as second:
        assert len(second.documents()) == 1
        assert second.name == f"postgresql:///team?host={server.folder}"
    assert run(["report", "--ledger", "dbname=team password=sesame host"]) == 1
    said = capfd.readouterr().err
    assert "no connection string that can be read" in said and "sesame" not in said and len(said.splitlines()) == 1
