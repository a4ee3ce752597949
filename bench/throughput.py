#!/usr/bin/env python3
"""Reports a second, whole command, start-up included, beside the bare parser on the same files.

    bench/throughput.py [--reports 150] [--rounds 3]

The parser alone loads its pipeline and parses every word of every report; ``crosswire record`` does all it does,
writes its ledger, and parses only the sentences that can say something.  The three commands take turns, so that what
else the machine is doing falls on all of them.  Status 1 below a bar.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from stopwatch import CROSSWIRE, MODEL, CommandError, Timed, settled, timed
from variations import recurring, reports, write

#: what the project promises: as fast as a parser alone twice over, and most of a second core put to use
ONE_PROCESS, TWO_PROCESSES = 2.0, 1.6

BARE = """
import pathlib, sys, spacy
texts = [path.read_text("utf-8") for path in sorted(pathlib.Path(sys.argv[1]).glob("*.txt"))]
nlp = spacy.load(sys.argv[2])
list(nlp.pipe(texts))
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print reports a second for each command, and the two ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=int, default=150, help="how many (default 150)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each command runs (default 3)")
    options = parser.parse_args(arguments)
    texts = reports(options.reports)
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} reports, {words} words; {100 * recurring(texts):.1f} % of the sentences recur")
    with tempfile.TemporaryDirectory() as folder:
        try:
            runs = measured(texts, Path(folder), options.rounds)
        except CommandError as error:
            print(error, file=sys.stderr)
            return 1
    return _told(runs, len(texts))


def measured(texts: Sequence[str], folder: Path, rounds: int) -> dict[str, list[Timed]]:
    """Each command's runs, the commands taking turns; every run of ours starts from an empty ledger."""
    files = folder / "reports"
    files.mkdir()
    write(texts, files)
    runs: dict[str, list[Timed]] = {"parser alone": [], "crosswire, 1 process": [], "crosswire, 2 processes": []}
    for turn in range(rounds):
        runs["parser alone"].append(timed([sys.executable, "-c", BARE, str(files), MODEL]))
        for jobs, name in ((1, "crosswire, 1 process"), (2, "crosswire, 2 processes")):
            ledger = folder / f"{turn}-{jobs}.sqlite"
            runs[name].append(timed([CROSSWIRE, "record", str(files), "--ledger", str(ledger), "--jobs", str(jobs)]))
    return runs


def _told(runs: dict[str, list[Timed]], number: int) -> int:
    print(f"{'':<24}{'reports/s':>10}{'seconds':>10}{'of':>4}{'':<16}{'processor s':>12}{'peak MiB':>10}")
    for name, times in runs.items():
        one = settled(times)
        spread = f"{min(t.seconds for t in times):.1f} to {max(t.seconds for t in times):.1f}"
        print(f"{name:<24}{number / one.seconds:>10.1f}{one.seconds:>10.2f}{'':>4}{spread:<16}"
              f"{one.processor:>12.1f}{one.peak_mib:>10.0f}")  # fmt: skip
    bare, single, double = (settled(times) for times in runs.values())
    print(f"by processor time one process against the parser alone: {bare.processor / single.processor:.2f} x")
    passed = [
        _bar("one process against the parser alone", bare.seconds / single.seconds, ONE_PROCESS),
        _bar("two processes against one", single.seconds / double.seconds, TWO_PROCESSES),
    ]
    return 0 if all(passed) else 1


def _bar(what: str, reached: float, bar: float) -> bool:
    print(f"{what:<40}{reached:>6.2f} x  (bar {bar} x){'' if reached >= bar else '  BELOW'}")
    return reached >= bar


if __name__ == "__main__":
    sys.exit(main())
