#!/usr/bin/env python3
"""The quality gate: read the marked corpora, set the figures beside floors.json, show what became right and wrong.

    bench/gate.py                       status 1 below a floor
    bench/gate.py --only dev --errors   everything missed, in excess, inexact or given to the wrong source
    bench/gate.py --update              pin the floors half a point under what was reached; remember what is right
    bench/gate.py --update --allow-regression      the same, though a floor falls; --only names the corpus meant

The sentences of the half kept blind (``held``) are never shown: what is looked at is soon written for.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora import HELD, Absent, Corpus, corpora
from pins import (
    GRADES,
    FloorError,
    Memory,
    Pin,
    changes,
    complaints,
    figure_names,
    load_memories,
    load_pins,
    remembered,
    renewed,
    save_memories,
    save_pins,
)
from scoring import RATES, Entry, Outcome, Rates, precision_recall, rates, score, stands_in

HERE = Path(__file__).resolve().parent
FLOORS, RIGHT = HERE / "floors.json", HERE / "right.json"
#: sentences are cut for the eye at so many characters each side of their number
SHOWN = 110


@dataclass(frozen=True, slots=True)
class Told:
    """The claims of some reports, and what failed on the way to them."""

    claims: Sequence[Mapping[str, Any]]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One corpus as read just now."""

    corpus: Corpus
    outcome: Outcome
    faults: tuple[str, ...] = ()

    @property
    def rates(self) -> Rates:
        return rates(self.outcome)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and the changes; 1 below a floor, after a fault, or where a pinned corpus of ours is gone."""
    options = _options(arguments)
    began = time.perf_counter()
    pins, memories = load_pins(FLOORS), load_memories(RIGHT)
    runs, absent = _runs(options.only)
    print(*_table(runs, absent, pins), sep="\n")
    print(f"read in {time.perf_counter() - began:.0f} s")
    for run in runs:
        print(*changed(run, memories.get(run.corpus.name)), sep="", end="")
        if options.errors and run.corpus.name != HELD:
            print(*_errors(run), sep="\n")
    faults = [f"{run.corpus.name}: {fault}" for run in runs for fault in run.faults]
    if options.update and not faults:
        return _update(runs, pins, memories, lower=options.allow_regression)
    reasons = [*faults, *(reason for run in runs for reason in _reasons(run, pins)), *_gone(absent, pins)]
    for reason in reasons:
        print(f"not passed: {reason}", file=sys.stderr)
    return 1 if reasons else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", metavar="CORPUS", help="this corpus alone (may be repeated)")
    parser.add_argument("--errors", action="store_true", help="print everything that is wrong")
    parser.add_argument("--update", action="store_true", help="pin the floors and remember what is right")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: let a floor fall")
    return parser.parse_args(arguments)


# --- reading -------------------------------------------------------------------------------------


def _runs(only: Sequence[str] | None) -> tuple[list[Run], list[Absent]]:
    found = [one for one in corpora() if not only or one.name in only]
    return [read(one) for one in found if isinstance(one, Corpus)], [one for one in found if isinstance(one, Absent)]


def read(corpus: Corpus) -> Run:
    """The corpus as ``crosswire report --format json`` gives it, in this process."""
    heard = told(corpus.paths)
    return Run(corpus, score(corpus.figures, heard.claims, corpus.texts), heard.faults)


def told(paths: Sequence[str]) -> Told:
    """The claims of the public JSON report on these files.

    Where no account can be given the claims of the ledger are scored all the same, and the fault is told: whoever
    mends a reading rule sees what it does while somebody else mends the account.
    """
    from crosswire.ingest import read_paths
    from crosswire.ledger import Ledger
    from crosswire.model import Account
    from crosswire.pipeline import account, record
    from crosswire.policies import DEFAULT
    from crosswire.report.json import as_json

    with Ledger() as ledger:
        faults = [str(fault) for done in record(read_paths(paths), ledger, jobs=1) for fault in done.failures]
        try:
            found = account(ledger)
        except Exception as error:  # any fault at all: it is told, and the gate does not pass
            faults.append(f"no account: {type(error).__name__}: {error}")
            documents = ledger.documents()
            found = Account(None, DEFAULT, documents=tuple(documents), claims=tuple(ledger.claims(documents)))
    return Told(as_json(found)["claims"], tuple(faults))


# --- the table -----------------------------------------------------------------------------------


def _table(runs: Sequence[Run], absent: Sequence[Absent], pins: Mapping[str, Pin]) -> Iterator[str]:
    yield f"{'corpus':<12}{'reports':>8}{'figures':>8}" + "".join(f"{name.replace('_', ' '):>14}" for name in RATES)
    for run in runs:
        corpus, pin = run.corpus, pins.get(run.corpus.name)
        cells = (f"{getattr(run.rates, name):.3f}{_against(getattr(run.rates, name), name, pin):>6}" for name in RATES)
        yield f"{corpus.name:<12}{len(corpus.texts):>8}{len(corpus.figures):>8}" + "".join(f"{c:>14}" for c in cells)
        precision, recall = precision_recall(run.outcome)
        yield f"{'':<12}precision {precision:.3f}, recall {recall:.3f}{_note(corpus, pin)}"
    for one in absent:
        yield f"{one.name:<12}skipped: {one.reason}"


def _against(reached: float, name: str, pin: Pin | None) -> str:
    """How far over the floor, in points; "new" where there is none."""
    return f"{100 * (reached - pin.floors[name]):+.1f}" if pin and name in pin.floors else "new"


def _note(corpus: Corpus, pin: Pin | None) -> str:
    if pin is None:
        return "; no floor yet: --update"
    return "" if pin.digest == corpus.digest else "; not the corpus the floors were measured on: --update"


def _reasons(run: Run, pins: Mapping[str, Pin]) -> list[str]:
    pin = pins.get(run.corpus.name)
    return list(complaints(pin, run.corpus, run.rates)) if pin else []


def _gone(absent: Sequence[Absent], pins: Mapping[str, Pin]) -> list[str]:
    """Our own reports come with the checkout: they may not be missing."""
    return [f"{one.name}: {one.reason}" for one in absent if one.ours and one.name in pins]


def _update(runs: Sequence[Run], pins: dict[str, Pin], memories: dict[str, Memory], *, lower: bool) -> int:
    before = dict(pins)
    try:
        for run in runs:
            name = run.corpus.name
            pins[name] = renewed(before.get(name), run.corpus, run.rates, lower=lower)
            memories[name] = remembered(run.corpus, run.outcome)
    except FloorError as reason:
        print(f"not pinned: {reason} (--allow-regression lowers it)", file=sys.stderr)
        return 1
    save_pins(FLOORS, pins)
    save_memories(RIGHT, memories)
    print("pinned: " + ", ".join(run.corpus.name for run in runs))
    print(*_lowered(before, pins), sep="", end="")
    return 0


def _lowered(before: Mapping[str, Pin], after: Mapping[str, Pin]) -> Iterator[str]:
    """What the commit has to give a reason for."""
    for name in sorted(before.keys() & after.keys()):
        for rate in RATES:
            old, new = before[name].floors.get(rate, 0.0), after[name].floors[rate]
            if new < old:
                yield f"lowered: {name}: {rate.replace('_', ' ')} from {old:.3f} to {new:.3f}\n"


# --- what changed --------------------------------------------------------------------------------


def changed(run: Run, before: Memory | None) -> Iterator[str]:
    """Gains and losses since the last ``--update``, sentence by sentence; of the blind half their number alone."""
    if before is None:
        return
    corpus, after = run.corpus, remembered(run.corpus, run.outcome)
    figures = dict(zip(figure_names(corpus.figures), corpus.figures, strict=True))
    excess = dict(zip(figure_names(run.outcome.extra), run.outcome.extra, strict=True))
    got = {id(match.figure): match.claim for match in run.outcome.matches}
    won, lost = changes(before, after)
    more, fewer = sorted(after.extra - before.extra), len(before.extra - after.extra)
    new = len(figures.keys() - before.exact - before.wrong)
    if won or lost or more or fewer or new:
        yield (
            f"\n{corpus.name}: {len(won)} newly right, {len(lost)} newly wrong, {len(more)} newly in excess, "
            f"{fewer} no longer in excess; {new} figures not known before\n"
        )
    if corpus.name == HELD:
        return
    for name, grade in won.items():
        yield f"  + {grade:<11}{shown(corpus, figures[name])}\n"
    for name, grade in lost.items():
        yield f"  - {grade:<11}{shown(corpus, figures[name])}{_instead(grade, got.get(id(figures[name])))}\n"
    for name in more:
        yield f"  - {'in excess':<11}{shown(corpus, excess[name])}{_instead('exact', excess[name])}\n"


def _errors(run: Run) -> Iterator[str]:
    """Everything wrong with one corpus, missed figures first."""
    for figure in run.outcome.missed:
        yield f"  missed     {shown(run.corpus, figure)}  [{_bounds(figure['number'])} {figure['status']}]"
    for claim in run.outcome.extra:
        yield f"  in excess  {shown(run.corpus, claim)}{_instead('exact', claim)}"
    for match in run.outcome.matches:
        for grade in GRADES if match.counted else ():
            if not getattr(match, grade) and (grade != "attributed" or match.sourced):
                marked = _said(grade, match.figure, match.figure["number"])
                yield f"  not {grade:<11}{shown(run.corpus, match.figure)}  [{marked}]{_instead(grade, match.claim)}"
                break


def _instead(grade: str, claim: Entry | None) -> str:
    return f"  now {_said(grade, claim, claim)}" if claim else "  now missed"


def _said(grade: str, entry: Entry, bounds: Entry) -> str:
    """What a figure or a claim says, as far as the grade asks."""
    if grade == "exact":
        return f"{_bounds(bounds)} {entry['status']}"
    if grade == "whole":
        group = entry["group"]
        return " ".join(filter(None, (group["role"], *group["nationality"], group["employer"])))
    sources = [source if isinstance(source, str) else source["name"] for source in entry["sources"]]
    return "according to " + (" > ".join(sources) or "the report itself")


def _bounds(bounds: Entry) -> str:
    low, high = bounds.get("low"), bounds.get("high")
    return str(low) if low == high else f"{'' if low is None else low}..{'' if high is None else high}"


def shown(corpus: Corpus, entry: Entry) -> str:
    """``ferry.txt: At least «nine» people drowned``: the sentence on one line, its number marked."""
    from crosswire.reading.parse import pieces

    document = next(name for name in corpus.texts if stands_in(entry, name))
    text, start, end = corpus.texts[document], entry["number"]["start"], entry["number"]["end"]
    home = next(((p.start, p.end) for p in pieces(text) if p.start <= start < p.end), (start, end))
    left, right = text[home[0] : start], text[end : home[1]]
    left = left if len(left) <= SHOWN else "…" + left[-SHOWN:]
    right = right if len(right) <= SHOWN else right[:SHOWN] + "…"
    return f"{document}: " + " ".join(f"{left}«{text[start:end]}»{right}".split())


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `gate.py | head` ends quietly
    sys.exit(main())
