"""A corpus read on a cluster: what one machine makes of it, byte for byte, whatever happens to the workers."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crosswire import cli
from crosswire.corpus import File, Share, corpus, halves, shares

try:
    import distributed
    import pyarrow.parquet
except ImportError:
    pytest.skip("the extra `cluster` is not installed", allow_module_level=True)

from crosswire import scale
from crosswire.ledger import Ledger

PLACES = "Velm Orsa Tamar Lubin Kestrel Dovin Arga Pell Sarn Imber Holt Ness".split()


def text(k: int) -> str:
    return (
        f"A blast killed {k + 2} miners at the pit of {PLACES[k % 12]} on Monday, the union said. "
        f"Police said {k + 5} others were hurt. Number {k}."
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of several kinds, among them a line that is no report and a file that is no JSON."""
    made = tmp_path_factory.mktemp("corpus")
    (made / "deeper").mkdir()
    for k in range(6):
        (made / "deeper" / f"{k}.txt").write_text(text(k))
    facts = {"published": "2031-05-06", "publisher": "The Paper"}
    lines = [json.dumps({"text": text(k), **facts}) for k in range(6, 24)]
    (made / "many.jsonl").write_text("\n".join([*lines[:5], "{ cut", *lines[5:]]))
    (made / "broken.json").write_text('{"text": "Nine')
    return made


@pytest.fixture(scope="module")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rows") / "rows.parquet"
    rows = [{"text": text(k), "date": "2031-05-07", "publisher": "Rows"} for k in range(24, 30)]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    return path


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of a ledger but for their order and when they were written."""
    columns = {
        "documents": "key, id, name, sha256, published, body",
        "readings": "key, content, body",
        "claims": "id, reading, body",
        "warnings": "document, text",
    }
    with closing(sqlite3.connect(path)) as rows:
        return {table: sorted(rows.execute(f"SELECT {names} FROM {table}")) for table, names in columns.items()}


@pytest.fixture(scope="module")
def alone(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, ...]]]:
    """What `record` makes of the folder on one machine."""
    path = tmp_path_factory.mktemp("alone") / "alone.sqlite"
    assert cli.run(["record", str(folder), "--ledger", str(path), "--jobs", "1"]) == 1
    return content(path)


# --- dividing the work ---------------------------------------------------------------------------


def test_files_are_named_as_record_names_them(folder: Path) -> None:
    """By their path below the folder."""
    names = [file.name for file in corpus([str(folder)])]
    assert names == ["broken.json", *(f"deeper/{k}.txt" for k in range(6)), "many.jsonl"]


def test_shares() -> None:
    """Large files of many reports are divided, small ones put together; every record is in one share, once."""
    small = [File(f"/c/{k}.txt", f"{k}.txt", 300) for k in range(5)]
    large = File("/c/x.jsonl", "x.jsonl", 2500)
    made = shares([*small, large], size=1000)
    told = [(len(share.files), share.part, share.of) for share in made]
    assert told == [(3, 0, 1), (1, 0, 3), (1, 1, 3), (1, 2, 3), (2, 0, 1)]
    assert len({share.name for share in made}) == len(made)


def test_a_small_corpus_is_shared_out_too() -> None:
    """A third of a megabyte is work for six."""
    assert len(shares([File("/c/x.jsonl", "x.jsonl", 300_000)])) == 6


def test_halves_cover_the_whole() -> None:
    """Down to the single record, none left out and none twice; one report cannot be divided."""
    one, other = halves(Share((File("/x.jsonl", "x.jsonl", 9),), 1, 3))
    numbers = [n for share in (one, other) for n in range(60) if n % share.of == share.part]
    assert sorted(numbers) == [n for n in range(60) if n % 3 == 1]
    assert halves(Share((File("/x.txt", "x.txt", 9),))) == ()


# --- on workers ----------------------------------------------------------------------------------


def test_lost_workers_cost_nothing(folder: Path, alone: dict[str, list[tuple[object, ...]]], tmp_path: Path) -> None:
    """Two workers, one of them killed in mid-run: the ledger of the cluster is that of one machine, byte for byte."""
    work = shares(corpus([str(folder)]), size=800)
    killed: list[int] = []
    with scale.cluster(workers=2) as client:
        processes = list(client.run(os.getpid).values())

        def kill_one(done: scale.Done) -> None:
            if not killed:
                killed.append(processes[0])
                os.kill(processes[0], signal.SIGKILL)

        done = scale.read_corpus(work, str(tmp_path / "out"), client, kill_one)
    assert killed and len(work) > 4
    assert sorted(path for one in done for path, _ in one.failures) == ["broken.json", "many.jsonl"]
    with Ledger(tmp_path / "a.sqlite") as ledger:
        assert scale.load(done, str(tmp_path / "out"), ledger) == 24
        assert scale.load(done, str(tmp_path / "out"), ledger) == 0
    assert content(tmp_path / "a.sqlite") == alone


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A cluster of one worker in this process: quick, and enough where no worker is lost."""
    from contextlib import contextmanager

    @contextmanager
    def one(address: str | None = None, workers: int | None = None) -> Iterator[object]:
        with distributed.Client(processes=False, n_workers=1, threads_per_worker=2, dashboard_address=None) as client:
            yield client

    monkeypatch.setattr(scale, "cluster", one)
    yield


@pytest.mark.usefixtures("here")
def test_the_command(folder: Path, parquet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Reads, writes, loads, names what failed; again, it reads nothing; the tables hold what the ledger holds."""
    out, ledger = tmp_path / "out", tmp_path / "a.sqlite"
    command = ["scale", str(folder), str(parquet), "--output", str(out), "--ledger", str(ledger)]
    assert cli.run(command) == 1
    told = capsys.readouterr()
    assert "30 reports" in told.out and "30 reports added" in told.out and "2 failures" in told.out
    assert "broken.json: " in told.err and "many.jsonl: line 6: " in told.err
    stamps = {path: path.stat().st_mtime_ns for path in out.rglob("*.*")}
    assert cli.run(command) == 1
    assert "0 reports added" in capsys.readouterr().out
    assert stamps == {path: path.stat().st_mtime_ns for path in out.rglob("*.*")}
    rows = [
        row for path in sorted(out.glob("claims/*.parquet")) for row in pyarrow.parquet.read_table(path).to_pylist()
    ]
    bodies = sorted(str(row[-1]) for row in content(ledger)["claims"])
    assert sorted(row["body"] for row in rows) == bodies
    assert {"rows.parquet#0", "rows.parquet#5"} <= {row["document"] for row in rows}


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["x"], 2),
        (["--output", "o"], 2),
        (["x", "--output", "o", "--workers", "0"], 2),
        (["x", "--output", "o", "--workers", "2", "--cluster", "tcp://127.0.0.1:1"], 2),
        (["/nowhere/at/all", "--output", "o"], 1),
        (["nosuch://bucket/x", "--output", "o"], 1),
    ],
)
def test_what_cannot_be_done_is_one_line(
    words: list[str], status: int, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """2 for a wrong command, 1 for a corpus that is not there."""
    monkeypatch.chdir(tmp_path)
    assert cli.run(["scale", *words]) == status
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process")
def test_a_report_that_ends_its_worker_ends_no_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The share is halved until the report stands alone, and only that one is a failure."""
    for k in range(4):
        (tmp_path / f"{k}.txt").write_text(text(k))
    work = shares(corpus([str(tmp_path)]))

    class Lost:
        status = "error"

        def exception(self) -> BaseException:
            from distributed.scheduler import KilledWorker

            return KilledWorker("task", None, 3)

    class Kept:
        status = "finished"

        def __init__(self, share: Share) -> None:
            self._share = share

        def result(self) -> scale.Done:
            return scale.Done(self._share.name, len(self._share.files), 0)

    class Waiting(list[object]):
        def __iter__(self) -> Iterator[object]:
            while self:
                yield self.pop(0)

        add = list.append

    def submitted(client: object, share: Share, output: str) -> object:
        return Lost() if any(file.name == "2.txt" for file in share.files) else Kept(share)

    monkeypatch.setattr(scale, "_submitted", submitted)
    monkeypatch.setattr(distributed, "as_completed", Waiting)
    done = scale.read_corpus(work, "out", None)  # type: ignore[arg-type]
    assert sum(one.reports for one in done) == 3
    assert [path for one in done for path, _ in one.failures] == ["2.txt"]
