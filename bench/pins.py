"""What a corpus has to reach, and what it reached last time: floors.json and right.json as values.

A pin holds, for one corpus, the floor under each of its five numbers, and the fingerprint and size of the corpus they
were measured on.  A memory holds, figure by figure, what was right when the pins were last renewed.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from corpora import Corpus
from scoring import RATES, Entry, Outcome, Rates

#: how far under the measurement a floor is laid.  One figure of the smallest half weighs about as much (measured: one
#: claim of 200 moves its F1 by .003 to .006), so a change that trades one sentence for another passes
SLACK = 0.005


class FloorError(Exception):
    """A new floor would lie under the old one."""


@dataclass(frozen=True, slots=True)
class Pin:
    """The floors of one corpus, and which corpus that was."""

    digest: str
    reports: int
    figures: int
    floors: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Memory:
    """Names of figures that were right, at each of three grades, or wrong, and of claims that met no figure."""

    wrong: frozenset[str] = field(default_factory=frozenset)
    exact: frozenset[str] = field(default_factory=frozenset)
    whole: frozenset[str] = field(default_factory=frozenset)
    attributed: frozenset[str] = field(default_factory=frozenset)
    extra: frozenset[str] = field(default_factory=frozenset)


GRADES = ("exact", "whole", "attributed")


# --- floors --------------------------------------------------------------------------------------


def complaints(pin: Pin, corpus: Corpus, rates: Rates) -> Iterator[str]:
    """Why this run does not pass: a number under its floor, or a corpus with fewer reports or figures than it had."""
    if len(corpus.texts) < pin.reports or len(corpus.figures) < pin.figures:
        yield (
            f"{corpus.name}: the corpus shrank from {pin.reports} reports and {pin.figures} figures "
            f"to {len(corpus.texts)} and {len(corpus.figures)}"
        )
    for name in RATES:
        reached = getattr(rates, name)
        if reached < pin.floors.get(name, 0.0):
            yield f"{corpus.name}: {name.replace('_', ' ')} {reached:.3f} is under its floor {pin.floors[name]:.3f}"


def renewed(before: Pin | None, corpus: Corpus, rates: Rates, *, lower: bool = False) -> Pin:
    """The pin after this run: floors rise with what was reached and stay where less was reached.

    Raises FloorError where that is less than a floor, or the corpus shrank, unless ``lower`` allows it: then the floors
    follow the measurement down.
    """
    floors = {name: floor_under(getattr(rates, name)) for name in RATES}
    if before is not None and not lower:
        reasons = list(complaints(before, corpus, rates))
        if reasons:
            raise FloorError("; ".join(reasons))
        floors = {name: max(floors[name], before.floors.get(name, 0.0)) for name in RATES}
    return Pin(corpus.digest, len(corpus.texts), len(corpus.figures), floors)


def floor_under(reached: float) -> float:
    """Half a point under what was reached, cut to three decimals, never under nothing."""
    return max(0.0, math.floor((reached - SLACK) * 1000 + 1e-9) / 1000)


def load_pins(path: Path) -> dict[str, Pin]:
    """Every pin by the name of its corpus; none where there is no file yet."""
    return {name: Pin(**entry) for name, entry in _loaded(path).items()}


def save_pins(path: Path, pins: Mapping[str, Pin]) -> None:
    _save(path, {name: asdict(pin) for name, pin in pins.items()})


# --- what was right ------------------------------------------------------------------------------


def remembered(corpus: Corpus, outcome: Outcome) -> Memory:
    """What of this run to compare the next one with."""
    names = dict(zip(map(id, corpus.figures), figure_names(corpus.figures), strict=True))
    reached = {
        grade: frozenset(names[id(match.figure)] for match in outcome.matches if getattr(match, grade))
        for grade in GRADES
    }
    wrong = frozenset(names.values()) - reached["exact"]
    return Memory(wrong=wrong, **reached, extra=frozenset(figure_names(outcome.extra)))


def figure_names(entries: Sequence[Entry]) -> tuple[str, ...]:
    """``ferry.txt:118:killed``; a second fact of that status on that number is ``ferry.txt:118:killed+1``."""
    seen: Counter[str] = Counter()
    names = []
    for entry in entries:
        name = f"{entry['document']}:{entry['number']['start']}:{entry['status']}"
        names.append(f"{name}+{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return tuple(names)


def changes(before: Memory, after: Memory) -> tuple[dict[str, str], dict[str, str]]:
    """Newly right and newly wrong figures, each with the lowest grade at which that happened.

    A figure that either run did not know, because its report was added, edited or taken away, is neither.
    """
    known = (before.exact | before.wrong) & (after.exact | after.wrong)
    won: dict[str, str] = {}
    lost: dict[str, str] = {}
    for grade in GRADES:
        old, new = getattr(before, grade) & known, getattr(after, grade) & known
        for name in sorted(new - old):
            won.setdefault(name, grade)
        for name in sorted(old - new):
            lost.setdefault(name, grade)
    return won, lost


def load_memories(path: Path) -> dict[str, Memory]:
    """Every memory by the name of its corpus; none where there is no file yet."""
    return {
        name: Memory(**{grade: frozenset(names) for grade, names in entry.items()})
        for name, entry in _loaded(path).items()
    }


def save_memories(path: Path, memories: Mapping[str, Memory]) -> None:
    _save(path, {name: {g: sorted(names) for g, names in asdict(m).items()} for name, m in memories.items()})


def _loaded(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return loaded


def _save(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
