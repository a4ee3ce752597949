#!/usr/bin/env python3
"""How long the first answer takes, and how much memory: two reports against loading the parser and doing nothing.

    bench/first_answer.py [--rounds 5]

One round goes first uncounted, so that both commands find their files in the system's cache.  Status 1 above a bar.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from stopwatch import CROSSWIRE, MODEL, CommandError, Timed, settled, timed
from variations import reports, write

#: what the project promises: not twice the wait for the parser itself, and room on the smallest rented machine
TIMES, PEAK_MIB = 2.0, 600.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both times, their ratio and our peak of memory."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each command runs (default 5)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        try:
            loading, answering = measured([str(path) for path in write(reports(2), Path(folder))], options.rounds)
        except CommandError as error:
            print(error, file=sys.stderr)
            return 1
    return _told(settled(loading), settled(answering))


def measured(paths: Sequence[str], rounds: int) -> tuple[list[Timed], list[Timed]]:
    """The runs of both commands, taking turns."""
    load = [sys.executable, "-c", f"import spacy; spacy.load({MODEL!r})"]
    pairs = [(timed(load), timed([CROSSWIRE, "report", *paths])) for _ in range(rounds + 1)]
    return [pair[0] for pair in pairs[1:]], [pair[1] for pair in pairs[1:]]


def _told(loading: Timed, answering: Timed) -> int:
    ratio = answering.seconds / loading.seconds
    print(f"{'loading the parser':<34}{loading.seconds:>7.2f} s{loading.peak_mib:>8.0f} MiB")
    print(f"{'crosswire report on two reports':<34}{answering.seconds:>7.2f} s{answering.peak_mib:>8.0f} MiB")
    print(f"{'ratio':<34}{ratio:>7.2f} x  (bar {TIMES} x){'' if ratio <= TIMES else '  ABOVE'}")
    print(f"{'peak memory':<34}{answering.peak_mib:>7.0f} MiB  (bar {PEAK_MIB:.0f} MiB)"
          f"{'' if answering.peak_mib <= PEAK_MIB else '  ABOVE'}")  # fmt: skip
    return 0 if ratio <= TIMES and answering.peak_mib <= PEAK_MIB else 1


if __name__ == "__main__":
    sys.exit(main())
