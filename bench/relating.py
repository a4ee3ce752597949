"""How long relating and reconciling one incident takes: 2,000 claims in 5 s, growing at most 1.5 times linearly.

The claims are made here: about a hundred reports of one long crisis, twenty figures each, of a few dozen groups and
seven states, from twenty speakers, with totals that grow, parts, repeats, reprints, bounds and vague words.

    python bench/relating.py            # prints the times for 500, 1,000 and 2,000 claims; exit 1 if a bar is missed
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from crosswire.model import Claim, Document, Group, Published, Source, Span
from crosswire.policies import DEFAULT, policy_named
from crosswire.reconcile import reconcile
from crosswire.relations import relate

#: seconds for 2,000 claims, and how much steeper than linear the step from 500 to 2,000 may be
MOST_SECONDS, MOST_GROWTH = 5.0, 1.5
FIGURES = 20
STATUSES = ("killed", "injured", "missing", "held", "freed", "captured", "displaced")
GROUPS = (
    Group("people"), Group("hostages", "hostage"), Group("foreign hostages", "hostage", ("foreign",)),
    Group("workers", "worker"), Group("miners", "worker"), Group("nurses", "worker"), Group("gunmen", "militant"),
    Group("soldiers", "soldier"), Group("officers", "police"), Group("women", sex="female"),
    Group("children", "child"), Group("pupils", "student"), Group("passengers", "passenger"), Group("crew", "crew"),
    Group("Britons", nationality=("British",)), Group("Germans", nationality=("German",)), Group("bodies"),
    Group("Norex employees", "worker", employer="Norex"), Group("civilians", "civilian"), Group("tourists"),
)  # fmt: skip
SPEAKERS = (
    ("police", "official"), ("interior ministry", "official"), ("officials", "official"), ("army", "military"),
    ("Red Cross", "aid group"), ("St Anne hospital", "hospital"), ("rebels", "perpetrator"), ("Norex", "company"),
    ("witnesses", "witness"), ("governor", "official"), ("health ministry", "official"), ("Wire One", "agency"),
)  # fmt: skip
OPENINGS = ("Police said that", "Later", "In all", "Among them", "At least", "By nightfall", "In the raid", "On Monday")


def story(claims: int, seed: int = 7) -> tuple[list[Claim], list[Document]]:
    """So many claims of one incident, in reports of twenty figures each; the same for the same seed."""
    chance = random.Random(seed)
    reports = max(1, claims // FIGURES)
    documents: list[Document] = []
    made: list[Claim] = []
    for turn in range(reports):
        day = (date(2031, 3, 1) + timedelta(days=turn * 30 // reports)).isoformat()
        found, text = _report(chance, turn, turn / reports)
        agencies = ("Wire One",) if chance.random() < 0.2 else ()
        document = Document(f"{turn:04}.txt", f"{turn:064x}", text, agencies=agencies)
        documents.append(replace(document, published=Published(day, "metadata", "its date field")))
        made += found
    for turn in range(5, reports, 10):
        documents[turn] = replace(documents[turn], copy_of=documents[turn - 1].id)
    return made, documents


def _report(chance: random.Random, turn: int, progress: float) -> tuple[list[Claim], str]:
    text, found = "", list[Claim]()
    for place in range(FIGURES):
        claim, text = _figure(chance, f"c{turn:04}{place:02}", f"{turn:04}.txt", text, progress)
        found.append(claim)
    return found, text


def _figure(chance: random.Random, ident: str, document: str, text: str, progress: float) -> tuple[Claim, str]:
    group, status = chance.choice(GROUPS), chance.choice(STATUSES)
    whole = 5 + 13 * GROUPS.index(group) + 7 * STATUSES.index(status)
    number = max(1, int(whole * (0.3 + 0.7 * progress)) + chance.choice((0, 0, 0, 1, -1, 4)))
    start = len(text) + len(opening := chance.choice(OPENINGS)) + 1
    span = Span(start, start + len(str(number)))
    bound = chance.random() < 0.2
    name, kind = chance.choice(SPEAKERS)
    claim = Claim(
        ident, "count", document, f"{number} {group.text}", Span(start, span.end + 1 + len(group.text)), number=span,
        number_text=str(number), low=number, high=None if bound else number, approximate=bound, status=status,
        group=group, sources=(Source(name, kind),) if chance.random() < 0.7 else (),
        scope=chance.choice((None, None, None, "total", "part", "increment")),
    )  # fmt: skip
    return claim, f"{text}{opening} {number} {group.text} were {status}. "


def seconds(claims: Sequence[Claim], documents: Sequence[Document], runs: int) -> float:
    """The fastest of some runs: other work on the machine only adds."""
    incident = {claim.id: "i1" for claim in claims}
    policy = policy_named(DEFAULT)
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        reconcile(claims, documents, relate(claims, documents, incident), incident, policy)
        best = min(best, time.perf_counter() - start)
    return best


def measured(sizes: Sequence[int], runs: int) -> Iterator[tuple[int, float]]:
    """Size and seconds, smallest first; the first, unmeasured run loads the word lists."""
    seconds(*story(FIGURES * 5), 1)
    for size in sizes:
        yield size, seconds(*story(size), runs)


def main() -> int:
    """Print the times and how they grow; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="runs per size, of which the fastest counts")
    times = dict(measured((500, 1000, 2000), parser.parse_args().runs))
    for size, took in times.items():
        print(f"{size:5} claims  {took:6.3f} s  {took / size * 1000:6.3f} ms a claim")
    growth = times[2000] / (times[500] * 4)
    print(f"growth from 500 to 2,000: {growth:.2f} times linear (bar {MOST_GROWTH})")
    return int(times[2000] > MOST_SECONDS or growth > MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
