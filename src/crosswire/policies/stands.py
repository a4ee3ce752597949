"""What a policy is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from crosswire.algebra import Bounds
from crosswire.model import Step, Tally


@dataclass(frozen=True, slots=True)
class Stand:
    """What one origin said last.

    ``kind`` is that of its source ("own voice" without one), ``place`` its turn in the order said, ``weak`` true
    of what is denied or only feared, ``growing`` of a state that nobody leaves.  ``status`` and ``role`` are those of
    the figure, ``words`` the number as printed, ``certainty`` the codebook's labels,
    ``unnamed`` true of a source that would not give its name.
    """

    claim: str
    bounds: Bounds
    root: str
    kind: str
    when: datetime | None
    place: int
    weak: bool = False
    growing: bool = True
    status: str = "killed"
    role: str = "person"
    words: str = ""
    certainty: tuple[str, ...] = ()
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a policy makes of the stands; ``chosen`` is the claim that gives ``best``.

    ``steps`` has one entry for every stand: whether the figure shown rests on it, and why or why not.  A ``best``
    that is an average has no ``chosen``; its formula is in the ``reason``.
    """

    low: int | None
    best: int | None
    high: int | None
    chosen: str | None
    rule: str
    reason: str
    steps: tuple[Step, ...] = ()


def no_sums(tallies: Sequence[Tally]) -> tuple[Tally, ...]:
    """No sums over tallies: what most codebooks ask for."""
    return ()


@dataclass(frozen=True, slots=True)
class Policy:
    """A named rule; ``summary`` is one sentence for a person, ``source`` where the rule is published.

    ``sums`` gives the totals over tallies that the codebook defines itself; ``adds`` is false if it keeps groups apart
    that others add up.
    """

    name: str
    summary: str
    settle: Callable[[Sequence[Stand]], Settlement]
    source: str = "crosswire's own rule, docs/policies.md"
    sums: Callable[[Sequence[Tally]], tuple[Tally, ...]] = no_sums
    adds: bool = True
