"""A desk to measure: its ledgers, made for it, and its process.

One ledger is of a crisis as an editor has it on a large day: 500 reports that count, hour after hour, the dead,
injured, missing, trapped and displaced of one earthquake, some 5,000 claims of one incident.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpora import ROOT
from stopwatch import CROSSWIRE

#: reports of the large ledger
MANY = 500
#: seconds until a desk answers, the account of a large ledger included
PATIENCE = 180.0
_SPEAKERS = (
    "the interior ministry", "a hospital spokesman", "the governor", "a Red Crescent official", "police",
    "a military source", "the prime minister", "rescue workers", "the mayor", "the disaster agency",
)  # fmt: skip


def quake(number: int, first: int = 0) -> Iterator[dict[str, str]]:
    """So many reports of one earthquake, each later than the one before; the same numbers give the same reports."""
    for k in range(first, first + number):
        luck = random.Random(k)
        day, hour = divmod(k // 2, 24)
        dead, hurt, gone = 40 + k // 6 + luck.randint(-2, 2), 200 + k // 3, max(3, 120 - k // 6)

        def who(luck: random.Random = luck) -> str:
            return luck.choice(_SPEAKERS)

        lines = [
            f"{gone} people were still missing, according to {who()}.",
            f"Of the dead, {dead // 3} were children and {luck.randint(2, 6)} were German tourists, {who()} said.",
            f"{who().capitalize()} said {hurt // 4} of the injured were in hospital.",
            f"Some {luck.randint(3, 6)},000 people had been displaced, {who()} added.",
            f"{luck.randint(10, 50)} workers of the company Enka were trapped in a plant near the town, {who()} said.",
            f"Rescuers pulled {luck.randint(2, 9)} survivors from a collapsed school, {who()} told reporters.",
            f"{luck.randint(3, 9)} soldiers were injured in an aftershock, {who()} said.",
            f"{luck.randint(1, 4)} firefighters were killed when a wall fell, {who()} said.",
        ]
        luck.shuffle(lines)
        lead = (
            f"At least {dead} people were killed and {hurt} injured when an earthquake struck Duzce in Turkey on "
            f"Tuesday, {who()} said."
        )
        yield {
            "text": "\n\n".join((f"DUZCE, Turkey - {lead}", *lines, f"It was item {k} of the desk's file.")),
            "title": f"Quake in Duzce kills {dead}",
            "published": f"2031-03-{4 + day:02}T{hour:02}:{30 * (k % 2):02}:{k % 60:02}Z",
            "publisher": f"Paper {k % 37}",
        }


def large(folder: Path) -> Path:
    """The ledger of `MANY` reports of one incident."""
    reports = folder / "quake.jsonl"
    reports.write_text("\n".join(map(json.dumps, quake(MANY))), encoding="utf-8")
    return _recorded(folder / "large.db", reports)


def small(folder: Path) -> Path:
    """The ledger of the example."""
    return _recorded(folder / "small.db", ROOT / "examples" / "in-amenas")


def _recorded(ledger: Path, reports: Path) -> Path:
    subprocess.run([CROSSWIRE, "record", str(reports), "--ledger", str(ledger)], check=True, stdout=subprocess.DEVNULL)
    return ledger


@dataclass(frozen=True, slots=True)
class Served:
    """A desk that answers: its address and its process."""

    address: str
    process: subprocess.Popen[str]

    def processor(self) -> float:
        """Seconds of processor time that the process and those behind it have had so far."""
        pids = [self.process.pid, *_children(self.process.pid)]
        ticks = [int(n) for pid in pids for n in _stat(pid)[11:13]]
        return sum(ticks) / os.sysconf("SC_CLK_TCK")

    def own_processor(self) -> float:
        """That of the process that answers, alone."""
        return sum(map(int, _stat(self.process.pid)[11:13])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """MiB that the process which answers holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return ["0"] * 20


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *_children(child)]
    return found


@contextmanager
def served(ledger: Path, *more: str) -> Iterator[Served]:
    """The desk over a ledger, once it has the first account; ended afterwards."""
    command = [CROSSWIRE, "serve", "--ledger", str(ledger), "--port", "0", *more]
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, text=True)
        try:
            address = _address(process, said.fileno())
            _answered(address)
            yield Served(address, process)
        finally:
            process.terminate()
            process.wait(30)


def _address(process: subprocess.Popen[str], said: int) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        told = os.pread(said, 10_000, 0).decode(errors="replace")
        if found := re.search(r"http://[\d.]+:\d+", told):
            return found[0]
        time.sleep(0.05)
    raise SystemExit(f"the desk did not start: {os.pread(said, 2_000, 0).decode(errors='replace')}")


def _answered(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"{address}/", timeout=PATIENCE) as answer:
                answer.read()
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
