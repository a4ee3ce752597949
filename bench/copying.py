"""Are copies told from independent reports?  300 pairs, 60 of each kind: precision 0.98 and recall 0.90, or exit 1.

The pairs are made here, the same ones every time, out of our own reports: verbatim (another headline, other quotation
marks), cut, re-led (a local lead for the wire's own), rewritten (a sub-editor's other words and order, lightly, more
and heavily), and independent.  Of the independent, most are hard: two outlets on one event with the same official's
quotation, the same figures and the same agency paragraph of background.

    python bench/copying.py             # prints found and missed by kind; exit 1 under a bar
    python bench/copying.py --errors    # and names the pairs that were told wrong
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from corpora import ROOT
from crosswire.copies import alike
from events import EVENTS, VOICES, account_of
from subediting import rewritten
from variations import originals

PRECISION, RECALL, EACH = 0.98, 0.90, 60
KINDS = ("verbatim", "cut", "re-led", "rewritten", "independent")
#: shorter ones, of which a cut leaves a few lines, are no test
LEAST_WORDS = 90
TOWNS = "Averley Brixholt Carden Dunmoor Eastmere Farrow Glenside Harwick Inverlea Jarrold Kestrel Lowmoor".split()
LEADS = (
    "Families in {town} waited by the telephone on {day} as news came in from abroad, and prayers were said at noon.",
    "A councillor from {town} who knows the region well said on {day} that she was horrified by what she had read.",
    "{town} has its own memories of such a day, and the mayor ordered the flags on the town hall lowered on {day}.",
    "For the {town} branch of the relief fund the telephones began ringing early on {day}, its secretary said.",
)
TAILS = (
    "The {town} relief fund is collecting blankets and tinned food at the old cinema until Sunday evening.",
    "Readers in {town} who have relatives in the area may ring this newspaper, which will publish their messages.",
)
HEADLINES = ("World in brief", "Shock and grief", "What we know", "From our wires", "Anxious hours")
#: who tells an event of the example in words of their own; the others there repeat one of these
REPORTERS = ("03-desert-agency.json", "04-halyard-convoy.json", "06-casbah-daily.json", "07-halyard-assault.json")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, and of which kind the second is."""

    kind: str
    name: str
    one: str
    other: str


def pairs() -> list[Pair]:
    """All 300, kind by kind; every run makes the same."""
    made = [Pair(*entry) for kind, change in CHANGES for entry in _changed(kind, change)]
    return made + list(islice(_independent(), EACH))


def _changed(kind: str, change: Callable[[str, random.Random], str]) -> Iterator[tuple[str, str, str, str]]:
    texts = [text for text in originals() if len(text.split()) >= LEAST_WORDS]
    for turn in range(EACH):
        text = texts[turn % len(texts)]
        yield kind, f"{kind} {turn}: {text[:40]!r}", text, change(text, random.Random(f"{kind} {turn}"))


# --- copies --------------------------------------------------------------------------------------


def _verbatim(text: str, chance: random.Random) -> str:
    """The same words under another headline, in other type, with or without the agency's credit."""
    for here, there in (("“", '"'), ("”", '"'), ("’", "'"), (" — ", " - ")):
        text = text.replace(here, there)
    text = re.sub(r"\n{2,}", "\n" if chance.random() < 0.5 else "\n\n", text)
    return f"{chance.choice(HEADLINES)}\n\n{text}" if chance.random() < 0.7 else text.upper()


def _cut(text: str, chance: random.Random) -> str:
    """To between 40 and 75 in a hundred of its sentences: from the end, or here and there."""
    sentences = _sentences(text)
    keep = max(4, round(len(sentences) * chance.uniform(0.4, 0.75)))
    if chance.random() < 0.5:
        return f"{chance.choice(HEADLINES)}\n\n" + " ".join(sentences[:keep])
    kept = sorted(chance.sample(range(len(sentences)), min(keep, len(sentences))))
    return " ".join(sentences[place] for place in kept)


def _reled(text: str, chance: random.Random) -> str:
    """A lead and an end of the paper's own round a wire story that lost its first sentence and its last ones."""
    town, day = chance.choice(TOWNS), chance.choice(("Monday", "Thursday", "Saturday"))
    sentences = _sentences(text)
    middle = " ".join(sentences[1 : max(5, round(len(sentences) * chance.uniform(0.7, 1.0)))])
    lead = " ".join(chance.sample(LEADS, chance.choice((1, 2)))).format(town=town, day=day)
    return f"{lead}\n\n{middle}\n\n{chance.choice(TAILS).format(town=town)}"


def _rewritten(text: str, chance: random.Random) -> str:
    """By strength: other words; other words and order; both, cut and merged."""
    return rewritten(text, chance, chance.choice((1, 2, 3)))


CHANGES = (("verbatim", _verbatim), ("cut", _cut), ("re-led", _reled), ("rewritten", _rewritten))


def _sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.!?][\"”])\s+|(?<=[.!?])\s+|\n+", text) if s.strip()]


# --- independent ---------------------------------------------------------------------------------


def _independent() -> Iterator[Pair]:
    """Outlets on one event with what both were given; the example's reporters; reports of like events."""
    hard = [(event, pair) for event in EVENTS for pair in combinations(range(len(VOICES)), 2)]
    random.Random("independent").shuffle(hard)
    for event, (a, b) in hard[:44]:
        one, other = account_of(event, a), account_of(event, b)
        yield Pair("independent", f"{event.place}, voices {a} and {b}", one, other)
    for a, b in combinations(REPORTERS, 2):
        yield Pair("independent", f"{a} and {b}", _example(a), _example(b))
    texts = [text for text in originals() if len(text.split()) >= LEAST_WORDS]
    for turn in range(EACH):
        one, other = texts[turn], texts[(turn * 7 + 11) % len(texts)]
        if one != other:
            yield Pair("independent", f"two events {turn}", one, other)


def _example(name: str) -> str:
    loaded = json.loads((ROOT / "examples" / "in-amenas" / name).read_text("utf-8"))
    return str(loaded["text"])


# --- the verdict ---------------------------------------------------------------------------------


def told(made: Sequence[Pair]) -> dict[str, list[Pair]]:
    """The pairs told wrong, by kind: copies taken for independent, independent taken for copies."""
    wrong: dict[str, list[Pair]] = {kind: [] for kind in KINDS}
    for pair in made:
        if alike(pair.one, pair.other) == (pair.kind == "independent"):
            wrong[pair.kind].append(pair)
    return wrong


def main() -> int:
    """Print what was found; 1 under a bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="name the pairs that were told wrong")
    chosen = parser.parse_args()
    made = pairs()
    wrong, number = told(made), Counter(pair.kind for pair in made)
    for kind in KINDS:
        print(f"{kind:12} {number[kind] - len(wrong[kind]):3} of {number[kind]:3} right")
        for pair in wrong[kind] if chosen.errors else ():
            print(f"    {pair.name}")
    false = len(wrong["independent"])
    copies = len(made) - number["independent"]
    found = copies - sum(len(wrong[kind]) for kind in KINDS[:-1])
    precision, recall = found / max(1, found + false), found / copies
    print(f"{len(made)} pairs: precision {precision:.3f} (bar {PRECISION}), recall {recall:.3f} (bar {RECALL})")
    return int(len(made) < EACH * len(KINDS) or precision < PRECISION or recall < RECALL)


if __name__ == "__main__":
    sys.exit(main())
