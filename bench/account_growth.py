#!/usr/bin/env python3
"""What the account of a growing ledger takes: seconds and peak memory at 500, 1,500 and 3,000 reports.

    bench/account_growth.py [--sizes 500 1500 3000]

Reports are the variations of `variations.py`, no two alike, 50 to a day, each really read (3,000 take about two
minutes).  Measured in processes of their own: `crosswire report --format json` as a user meets it, `pipeline.account`,
which holds the whole account, and `pipeline.by_incident`, which holds one incident of it.  Status 1 if a report takes
longer in the largest ledger than in the smallest by more than the bar.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from stopwatch import CROSSWIRE, CommandError, Timed, timed
from variations import reports

#: a report of the largest ledger may take so much longer than one of the smallest
BAR = 1.5
_DAILY = 50
_SETTLE = "import sys; from crosswire.ledger import Ledger; from crosswire.pipeline import account, by_incident; "
_WHOLE = _SETTLE + "account(Ledger(sys.argv[1]))"
_PARTS = _SETTLE + "sum(len(part.claims) for part in by_incident(Ledger(sys.argv[1])))"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what each way takes at each size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 1500, 3000], help="reports in the ledger")
    sizes = sorted(parser.parse_args(arguments).sizes)
    print(f"{'reports':<9}{'way':<22}{'seconds':>9}{'processor s':>13}{'ms a report':>13}{'peak MiB':>10}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            measured = {size: _measured(size, folder) for size in grown(folder, sizes)}
        except CommandError as error:
            print(error, file=sys.stderr)
            return 1
    return _judged(measured)


def grown(folder: Path, sizes: Sequence[int]) -> Iterator[int]:
    """Each size, when the ledger has come to it; by a process of its own, or its memory would count as theirs."""
    texts, before = reports(sizes[-1]), 0
    for size in sizes:
        fresh = folder / f"to-{size}"
        fresh.mkdir()
        for k in range(before, size):
            (fresh / f"report-{k:05}.json").write_text(json.dumps(_entry(texts[k], k)), "utf-8")
        timed([CROSSWIRE, "record", str(fresh), "--ledger", str(folder / "ledger.db")])
        before = size
        yield size


def _entry(text: str, k: int) -> dict[str, str]:
    day = date(2030, 1, 1) + timedelta(days=k // _DAILY)
    return {"text": text, "published": day.isoformat(), "publisher": f"Paper {k % 37}"}


def _measured(size: int, folder: Path) -> dict[str, Timed]:
    ledger, output = str(folder / "ledger.db"), str(folder / "report.json")
    ways = {
        "crosswire report": [CROSSWIRE, "report", "--ledger", ledger, "--format", "json", "--output", output],
        "account": [sys.executable, "-c", _WHOLE, ledger],
        "by_incident": [sys.executable, "-c", _PARTS, ledger],
    }
    found = {}
    for way, command in ways.items():
        took = found[way] = timed(command)
        print(f"{size:<9}{way:<22}{took.seconds:>9.1f}{took.processor:>13.1f}"
              f"{1000 * took.processor / size:>13.1f}{took.peak_mib:>10.0f}", flush=True)  # fmt: skip
    return found


def _judged(measured: Mapping[int, Mapping[str, Timed]]) -> int:
    small, large = min(measured), max(measured)
    worst = max(measured[large][way].processor / large / (measured[small][way].processor / small)
                for way in measured[small])  # fmt: skip
    print(f"a report of {large} against one of {small}: {worst:.2f} x  (bar {BAR} x){'  ABOVE' if worst > BAR else ''}")
    return 1 if worst > BAR else 0


if __name__ == "__main__":
    sys.exit(main())
