#!/usr/bin/env python3
"""Strangers' files by the thousand: broken, lying and hostile.  Each is read or refused by a line.

    bench/fuzz.py [--count 10000] [--seed 1] [--only NAME]

Printed: tracebacks, the longest wait, the peak of memory with what it was for.  Status 1 above a bar.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from itertools import chain
from multiprocessing import active_children, get_context
from pathlib import Path

from crosswire.ingest import read_paths
from mutations import attacks, mutants

#: what the project promises of any file
SECONDS, PEAK_MIB = 10.0, 600.0
#: after so long the process is ended
HANGING = 60.0


@dataclass(slots=True)
class Outcome:
    """What so many files came to."""

    files: int = 0
    reports: int = 0
    refusals: int = 0
    noisy: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    busiest: tuple[float, str] = (0.0, "")
    heaviest: tuple[float, str] = (0.0, "")


@dataclass(frozen=True, slots=True)
class Tried:
    """What one file came to; ``peak`` is the most memory, in MiB, that its process or one of that ever held."""

    reports: int
    refusals: int
    noisy: bool
    fault: str | None
    seconds: float
    busy: float
    peak: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the attacks, then the mutants, and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=10_000, help="how many mutants (default 10000)")
    parser.add_argument("--seed", type=int, default=1, help="which mutants (default 1)")
    parser.add_argument("--only", default="", help="only files whose name holds this")
    parser.add_argument("--verbose", action="store_true", help="a line for every file that takes a second")
    options = parser.parse_args(arguments)
    files = (
        (name, raw) for name, raw in chain(attacks(), mutants(options.count, options.seed)) if options.only in name
    )
    return _told(outcome_of(files, options.verbose))


def outcome_of(files: Iterable[tuple[str, bytes]], verbose: bool = False) -> Outcome:
    """All these files read one after the other in a process that makes none of them; a new one where it dies."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as folder:
        reader = _reader()
        for name, content in files:
            path = Path(folder) / name
            path.write_bytes(content)
            try:
                found = reader.submit(tried, str(path)).result(timeout=HANGING)
            except (BrokenExecutor, FutureTimeout) as error:
                _stop(reader)
                reader = _reader()
                found = Tried(0, 0, False, f"{name}: {type(error).__name__}", HANGING, 0.0, 0.0)
            path.unlink()
            _count(outcome, found, f"{name}, {len(content):,} bytes")
            if verbose and found.busy > 1:
                took = f"{outcome.files:6} {found.busy:6.2f} s of {found.seconds:6.2f} s {found.peak:5.0f} MiB"
                print(f"{took}  {name}, {len(content):,} bytes", flush=True)
        reader.shutdown()
    return outcome


def _reader() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, get_context("spawn"))


def _stop(reader: ProcessPoolExecutor) -> None:
    for process in active_children():
        process.kill()
    reader.shutdown(wait=False, cancel_futures=True)


def tried(path: str) -> Tried:
    """One file, read as `crosswire record` reads it."""
    silence = io.StringIO()
    fault, reports, refusals, noisy = None, 0, 0, False
    start, before = time.perf_counter(), _busy()
    try:
        with redirect_stderr(silence), redirect_stdout(silence):
            for part in read_paths([path]):
                reports, refusals = reports + len(part.documents), refusals + len(part.failures)
                noisy = noisy or any("\n" in str(failure) for failure in part.failures)
    except Exception as error:
        fault = f"{Path(path).name}: {traceback.format_exception(error)[-1].strip()[:150]}"
    seconds = time.perf_counter() - start
    return Tried(reports, refusals, noisy or bool(silence.getvalue()), fault, seconds, _busy() - before, peak())


def _busy() -> float:
    """Processor seconds of this process and those it started: the wait on a machine that does nothing else."""
    return sum(os.times()[:4])


def peak() -> float:
    """The most memory that this process, or one it started, ever held, in MiB; Linux counts it in KiB."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


def _count(outcome: Outcome, found: Tried, label: str) -> None:
    outcome.files += 1
    outcome.reports += found.reports
    outcome.refusals += found.refusals
    outcome.noisy += found.noisy
    if found.fault:
        outcome.faults[found.fault] += 1
    outcome.slowest = max(outcome.slowest, (found.seconds, label))
    outcome.busiest = max(outcome.busiest, (found.busy, label))
    outcome.heaviest = max(outcome.heaviest, (found.peak, label), key=lambda pair: pair[0])


def _told(outcome: Outcome) -> int:
    seconds, slow = outcome.slowest
    busy, toil = outcome.busiest
    mib, heavy = outcome.heaviest
    print(f"files {outcome.files:,}: {outcome.reports:,} reports read, {outcome.refusals:,} refused by a line")
    print(f"tracebacks {sum(outcome.faults.values())}  (bar 0)")
    print(f"words beside the lines {outcome.noisy}  (bar 0)")
    print(f"longest {busy:.2f} processor seconds  (bar {SECONDS:.0f}): {toil}")
    print(f"longest wait, with what else the machine did, {seconds:.2f} s: {slow}")
    print(f"peak {mib:.0f} MiB  (bar {PEAK_MIB:.0f} MiB): {heavy}")
    for fault, times in outcome.faults.most_common(20):
        print(f"  {times} x {fault}")
    return int(bool(outcome.faults or outcome.noisy or busy > SECONDS or mib > PEAK_MIB))


if __name__ == "__main__":
    sys.exit(main())
