#!/usr/bin/env python3
"""What a report costs when the ledger is full: `crosswire record` on 50,000 reports in the ledger against 1,000.

    bench/growth.py [--full 50000] [--small 1000] [--reports 80] [--rounds 3]

The ledgers are filled through `Ledger.add` with made-up reports: a few hundred texts that were really read, each time
under another name and day and with another last line, so that every row and index entry is new.  Then new reports are
recorded into each, by turns.  What one report costs is what a run with all of them takes longer than a run
with one of them, so that start-up counts in neither.  Printed as well: the file's bytes a report, the memory of the
largest process, what it takes to be given them all again, and what `Ledger.add` alone costs at the end of the
filling against its beginning.  Status 1 above the bar.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from crosswire.claims import claims_of
from crosswire.gazetteer import standard
from crosswire.ledger import Entry, Ledger
from crosswire.model import Document, Published, Reading
from crosswire.reading.read import read
from stopwatch import CROSSWIRE, CommandError, Timed, settled, timed
from variations import reports, write

#: what the project promises: a full ledger makes a report at most so much dearer
BAR = 1.5
#: texts that are really read
TEXTS = 200
#: reports to one transaction while filling
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Cost:
    """What recording into one ledger took: a report by the clock and by processor time, all again (s), and memory."""

    seconds: float
    processor: float
    again: float
    peak_mib: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what a report costs in the small ledger and in the full one, and the ratio."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--full", type=int, default=50_000, help="reports in the full ledger (default 50000)")
    parser.add_argument("--small", type=int, default=1_000, help="reports in the small one (default 1000)")
    parser.add_argument("--reports", type=int, default=80, help="new reports to record (default 80)")
    parser.add_argument("--rounds", type=int, default=3, help="how often into each (default 3)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sizes = {size: folder / f"{size}.sqlite" for size in (options.small, options.full)}
        for size, path in sizes.items():
            filled(path, size)
        try:
            costs = measured(sizes, folder, options.reports, options.rounds)
        except CommandError as error:
            print(error, file=sys.stderr)
            return 1
    return _told(costs)


# --- filling -------------------------------------------------------------------------------------


def filled(path: Path, number: int) -> None:
    """A ledger of so many made-up reports; prints its size and what the last reports took against the first."""
    made = _made_up(number)
    times = []
    with Ledger(path) as ledger:
        while some := list(islice(made, _AT_ONCE)):
            began = time.process_time()
            ledger.add(some, "2031-01-01T00:00:00+00:00")
            times.append((time.process_time() - began) / len(some))
    size = path.stat().st_size
    tenth = max(1, len(times) // 10)
    first, last = (1000 * sum(some) / len(some) for some in (times[:tenth], times[-tenth:]))
    print(f"filled with {number}: {size / number / 1024:.1f} KiB a report, {size / 2**20:.0f} MiB; "
          f"Ledger.add {first:.2f} ms of processor a report at first, {last:.2f} ms at last")  # fmt: skip


def _made_up(number: int) -> Iterator[tuple[str, Entry]]:
    originals = [(text, read(_document("original", text, 0), standard())) for text in reports(min(TEXTS, number))]
    for k in range(number):
        text, reading = originals[k % len(originals)]
        yield _entry(_document(f"made-up/{k // 1000:03}/{k:06}.txt", f"{text}\n\nPrinted as number {k}.", k), reading)


def _entry(document: Document, reading: Reading) -> tuple[str, Entry]:
    mine = replace(reading, document=document.id)
    return document.id, Entry(document, mine, claims_of(document, mine))


def _document(name: str, text: str, k: int) -> Document:
    day = date(2030, 1, 1) + timedelta(days=k // 50)
    published = Published(day.isoformat(), "metadata", "its own")
    return Document(name, hashlib.sha256(text.encode()).hexdigest(), text, published=published, language="en")


# --- measuring -----------------------------------------------------------------------------------


def measured(sizes: dict[int, Path], folder: Path, number: int, rounds: int) -> dict[int, Cost]:
    """What new reports cost in each ledger, the same in both, the ledgers taking turns."""
    runs: dict[int, dict[str, list[Timed]]] = {size: {"one": [], "all": [], "again": []} for size in sizes}
    for turn in range(rounds):
        texts = [f"{text}\n\nNot in any ledger before round {turn} of this.\n" for text in reports(number + 1)]
        sources = {"one": _files(folder / f"one-{turn}", texts[:1]), "all": _files(folder / f"all-{turn}", texts[1:])}
        sources["again"] = sources["all"]
        for size, path in sizes.items():
            for name, source in sources.items():
                runs[size][name].append(timed([CROSSWIRE, "record", str(source), "--ledger", str(path), "--jobs", "1"]))
    return {size: _cost({name: settled(times) for name, times in mine.items()}, number) for size, mine in runs.items()}


def _files(folder: Path, texts: Sequence[str]) -> Path:
    folder.mkdir()
    write(texts, folder)
    return folder


def _cost(runs: dict[str, Timed], number: int) -> Cost:
    one, every, again = (runs[name] for name in ("one", "all", "again"))
    return Cost(
        (every.seconds - one.seconds) / (number - 1),
        (every.processor - one.processor) / (number - 1),
        again.processor,
        every.peak_mib,
    )


def _told(costs: dict[int, Cost]) -> int:
    print(f"{'reports in the ledger':<24}{'ms a report':>12}{'processor ms':>14}{'all again, s':>14}{'peak MiB':>10}")
    for size, cost in costs.items():
        print(f"{size:<24}{1000 * cost.seconds:>12.1f}{1000 * cost.processor:>14.1f}"
              f"{cost.again:>14.2f}{cost.peak_mib:>10.0f}")  # fmt: skip
    small, full = costs.values()
    ratio = full.processor / small.processor
    print(f"by the clock {full.seconds / small.seconds:.2f} x")
    print(f"by processor time {ratio:.2f} x  (bar {BAR} x){'' if ratio <= BAR else '  ABOVE'}")
    return 0 if ratio <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
