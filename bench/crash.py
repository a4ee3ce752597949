#!/usr/bin/env python3
"""Kill recordings in mid-run, resume them, and look for what was lost or doubled.

    bench/crash.py [--kills 50] [--reports 60] [--seed 7] [--postgresql]

With ``--postgresql`` the ledgers are in a server of the bench's own, started for it and gone afterwards (it needs the
programs of PostgreSQL), which notices by itself that its client is gone.

Each time `crosswire record` starts with an empty ledger, with one process or two by turns, and its whole process group
is killed (SIGKILL) at a seeded random moment: as many in each stretch of the time that an uninterrupted run takes from
shortly before its first report is recorded to its end.  Then:

* every report that it had said to be recorded is in the ledger, and the file is sound;
* nothing of the group is left running;
* the same command, run again, ends well, and the ledger holds what an uninterrupted run's holds: the same rows of
  reports, readings, claims and warnings, each once, each report logged once, and the same account in JSON, byte for
  byte.

A run that ended before its kill does not count, and is tried again with an earlier one.  Status 1 if anything differs.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from crosswire.databases import SQLite
from crosswire.errors import UnusableLedger
from crosswire.ledger import Ledger
from stopwatch import CROSSWIRE
from variations import reports, write

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from servers import NoServer, Server, running

#: a run that says nothing for so long hangs
PATIENCE = 120.0
#: the first moment, as a share of the time in which an uninterrupted run has something recorded
EARLY = 0.8
#: complaints that are printed
SHOWN = 12
#: what must be the same however often a recording was killed; the rest (seq, recorded_at) tells when rows were written
CONTENT = {
    "documents": "key, id, name, sha256, published, body",
    "readings": "key, content, body",
    "claims": "id, reading, body",
    "warnings": "document, text",
}


@dataclass(frozen=True, slots=True)
class Kill:
    """One recording that was killed: when, how far it had come, and what was wrong afterwards."""

    jobs: int
    after: float
    recorded: int
    complaints: tuple[str, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how far the killed runs had come, and whatever was lost or doubled."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=50, help="how many (default 50)")
    parser.add_argument("--reports", type=int, default=60, help="reports in the folder (default 60)")
    parser.add_argument("--seed", type=int, default=7, help="of the moments (default 7)")
    parser.add_argument("--postgresql", action="store_true", help="ledgers in a server of the bench's own")
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as folder, running() if options.postgresql else nullcontext() as server:
            kills = list(killed(Path(folder), options.kills, options.reports, options.seed, server))
    except NoServer as reason:
        print(f"no PostgreSQL server: {reason}", file=sys.stderr)
        return 1
    return _told(kills, options.reports)


def killed(folder: Path, kills: int, number: int, seed: int, server: Server | None = None) -> Iterator[Kill]:
    """So many recordings of so many short reports, killed, resumed and compared with one that ran through."""
    files = folder / "reports"
    files.mkdir()
    write(shortened(number), files)
    whole = {jobs: _place(folder / f"whole-{jobs}.sqlite", server) for jobs in (1, 2)}
    spans = {jobs: _through(files, whole[jobs], jobs) for jobs in (1, 2)}
    expected = content(whole[1])
    account = account_of(whole[1])
    if content(whole[2]) != expected:
        raise SystemExit("one process and two do not record the same")
    for turn, share in enumerate(_moments(kills, random.Random(seed))):
        jobs = 1 + turn % 2
        first, last = spans[jobs]
        after, said, ledger = _interrupted(
            files, folder / f"{turn}.sqlite", server, jobs, first + share * (last - first)
        )
        recorded, complaints = _left_by(ledger, said)
        resumed = _run(files, ledger, jobs)
        if resumed.returncode:
            complaints.append(f"resuming ended with status {resumed.returncode}: {resumed.stderr[-300:]}")
        complaints += differences(content(ledger), expected)
        if not complaints and account_of(ledger) != account:
            complaints.append("the account is another")
        yield Kill(jobs, after, recorded, tuple(complaints))


def _place(file: Path, server: Server | None) -> str:
    """Where a ledger can be kept that nobody has used."""
    for path in file.parent.glob(f"{file.name}*"):
        path.unlink()
    return str(file) if server is None else server.address()


def _moments(number: int, chance: random.Random) -> list[float]:
    """Shares of a run's time: one in each of so many equal stretches, in any order."""
    moments = [(k + chance.random()) / number for k in range(number)]
    chance.shuffle(moments)
    return moments


def shortened(number: int) -> list[str]:
    """Reports of a few sentences, no two alike."""
    return [text[: text.find("\n", 400) if "\n" in text[400:] else None] for text in reports(number)]


def _through(files: Path, ledger: str, jobs: int) -> tuple[float, float]:
    """The seconds until shortly before the first line, and until the end, of a run that nobody disturbs."""
    began = time.perf_counter()
    with subprocess.Popen(_command(files, ledger, jobs), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = time.perf_counter() - began if process.stdout.readline() else 0.0
        process.stdout.read()
    if process.returncode:
        raise SystemExit(f"recording ended with status {process.returncode}")
    return first * EARLY, time.perf_counter() - began


def _command(files: Path, ledger: str, jobs: int) -> list[str]:
    return [CROSSWIRE, "record", str(files), "--ledger", ledger, "--jobs", str(jobs)]


def _run(files: Path, ledger: str, jobs: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(_command(files, ledger, jobs), capture_output=True, text=True, timeout=PATIENCE, check=False)


def _interrupted(
    files: Path, file: Path, server: Server | None, jobs: int, after: float
) -> tuple[float, list[str], str]:
    """When the run was killed, the reports that it had said were recorded, and its ledger."""
    while True:
        ledger = _place(file, server)
        with tempfile.TemporaryFile("w+") as said:
            process = subprocess.Popen(
                _command(files, ledger, jobs), stdout=said, stderr=subprocess.DEVNULL, start_new_session=True
            )
            with suppress(subprocess.TimeoutExpired):
                process.wait(after)
            ended = process.poll() is not None
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(PATIENCE)
            _gone(process.pid)
            said.seek(0)
            names = [line.rsplit(": ", 1)[0] for line in said.read().split("\n")[:-1]]
        if not ended:
            return after, names, ledger
        after *= 0.95


def _gone(group: int) -> None:
    """Wait until no process of the group is left; a killed one is, until its parent or the system has taken note."""
    patience = time.monotonic() + 10
    while time.monotonic() < patience:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, 0)
            time.sleep(0.01)
            continue
        return
    raise SystemExit("a process outlived the kill of its group")


def _left_by(ledger: str, said: Sequence[str]) -> tuple[int, list[str]]:
    """How many reports the killed run left recorded, and what of its word it did not keep."""
    try:
        with Ledger(ledger, must_exist=True) as opened:
            base = opened.base
            # a writer that was killed in mid-turn is undone before anybody gets the next one
            with base.transaction():
                held = {name for (name,) in base.all("SELECT name FROM documents")}
            sound = base.all("PRAGMA integrity_check")[0][0] if isinstance(base, SQLite) else "ok"
    except UnusableLedger as error:
        if "no such ledger" in str(error):
            return 0, [f"said to be recorded, and no ledger: {name}" for name in said]
        return 0, [str(error)]
    complaints = [] if sound == "ok" else [f"the file is broken: {sound}"]
    return len(held), [*complaints, *(f"said to be recorded, and lost: {name}" for name in said if name not in held)]


def content(ledger: str) -> dict[str, list[tuple[object, ...]]]:
    """The rows of each table, whatever their order, and how often each report was logged."""
    with Ledger(ledger, must_exist=True) as held:
        found = {
            table: sorted(held.base.all(f"SELECT {columns} FROM {table}"), key=repr)
            for table, columns in CONTENT.items()
        }
        found["recordings"] = sorted(held.base.all("SELECT document, count(*) FROM recordings GROUP BY document"))
    return found


def differences(found: dict[str, list[tuple[object, ...]]], expected: dict[str, list[tuple[object, ...]]]) -> list[str]:
    """What one ledger lacks, has besides, or has twice."""
    complaints = []
    for table, rows in expected.items():
        have, want = set(found[table]), set(rows)
        for what, some in (("lost", want - have), ("changed or doubled", have - want)):
            if some:
                complaints.append(f"{table}: {len(some)} {what}, as {min(map(repr, some))[:120]}")
        if len(found[table]) != len(have):
            complaints.append(f"{table}: {len(found[table]) - len(have)} doubled")
    return complaints


def account_of(ledger: str) -> str:
    """The account as `crosswire report --format json` prints it."""
    from crosswire.pipeline import account
    from crosswire.report import render

    with Ledger(ledger, must_exist=True) as held:
        return render(account(held), "json")


def _told(kills: Sequence[Kill], number: int) -> int:
    for jobs in (1, 2):
        mine = [kill for kill in kills if kill.jobs == jobs]
        some = sum(0 < kill.recorded < number for kill in mine)
        none = sum(kill.recorded == 0 for kill in mine)
        print(f"--jobs {jobs}: {len(mine)} kills, {none} with nothing recorded yet, {some} in the middle, "
              f"{len(mine) - none - some} with all {number} recorded")  # fmt: skip
    wrong = [(kill, complaint) for kill in kills for complaint in kill.complaints]
    for kill, complaint in wrong[:SHOWN]:
        print(f"killed after {kill.after:.2f} s, --jobs {kill.jobs}: {complaint}")
    print(f"{len(kills)} kills, {len(wrong)} losses, doublings or differences{'' if kills else ': nothing was tried'}")
    return 1 if wrong or not kills else 0


if __name__ == "__main__":
    sys.exit(main())
