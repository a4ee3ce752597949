"""What follows from claims: tallies, balances, fates, incidents, and the account that holds them all."""

from __future__ import annotations

from dataclasses import dataclass, field

from crosswire.model.claims import Claim, Judgement, Relation
from crosswire.model.marks import Group, Interval, Place
from crosswire.model.texts import Document, Span


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one claim when its tally was settled: ``used`` if the figure rests on it, else set aside."""

    claim: str
    used: bool
    why: str


@dataclass(frozen=True, slots=True)
class Tally:
    """One figure of the account: a status of a group in an incident, with bounds, roots and dissent.

    ``trace`` has a step for every claim in support or dissent, in the order said; what was set aside is in dissent.
    """

    id: str
    incident: str
    status: str
    group: Group
    label: str
    low: int | None
    best: int | None
    high: int | None
    state: str
    roots: int
    support: tuple[str, ...]
    dissent: tuple[str, ...]
    rule: str
    reason: str
    part_of: str | None = None
    episode: str | None = None
    derived: str | None = None
    trace: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Extent:
    """What a tally showed at some moment: low, best and high, None where no bound was stated."""

    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a figure: when the reports that made it appeared, from what to what, by which claim.

    ``at`` is the moment of publication, an instant in UTC; ``published`` the date of the report that made it, as it
    carries it.  ``kind`` is first, rise, fall, scope, correction, retraction, reclassification, narrowed, bound,
    contested, settled or withdrawn (docs/history.md).  ``before`` or ``after`` is None where there was no figure.
    ``claims`` are all figures that joined the tally at that moment, reprints left out.
    """

    at: str
    published: str
    kind: str
    before: Extent | None
    after: Extent | None
    state: str
    roots: int
    claim: str | None
    claims: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Clocks:
    """When a claim's event was, when its source said so, when its report was published and when it was recorded.

    The first two are days, as far as the report tells them; the last two are ISO, of the report and of the ledger.
    """

    event: Interval | None
    said: Interval | None
    published: str | None
    recorded: str | None


@dataclass(frozen=True, slots=True)
class Mark:
    """What one origin said of a figure at one moment; ``root`` is the origin's key, ``name`` what to call it."""

    claim: str
    root: str
    name: str
    at: str
    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class History:
    """The story of one tally, oldest change first; ``tally`` is its id in the last account that holds it.

    ``ended`` is true of a figure that the last account no longer shows by itself.
    """

    tally: str
    incident: str
    status: str
    group: Group
    label: str
    changes: tuple[Change, ...]
    marks: tuple[Mark, ...]
    part_of: str | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Balance:
    """A whole and its parts: "4 missing + 14 safe = 18 present"."""

    incident: str
    group: Group
    total: str | None
    parts: tuple[str, ...]
    holds: bool
    unexplained: tuple[int | None, int | None]
    reason: str


@dataclass(frozen=True, slots=True)
class State:
    """How many of a group are in one state: what one tally states, or a sum of tallies (``derived``, its formula).

    The size of a group may rest on no tally but on the ``claims`` that name it in passing: "100 of the 132 foreigners".
    ``counted`` is true if it is among those added up: states that nobody is in two of.
    """

    status: str
    low: int | None
    high: int | None
    approximate: bool
    tallies: tuple[str, ...]
    claims: tuple[str, ...] = ()
    derived: str | None = None
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Fate:
    """A group of known size and what became of it; all but the states' own tallies is derived, and is no evidence.

    ``size`` says how many there were; ``accounted`` bounds those whose state is told, ``unexplained`` the others (None
    for both if the figures do not hold together); ``derived`` is the formula of ``unexplained`` over tally ids, or the
    claim id of a size that no tally states.
    """

    id: str
    incident: str
    group: Group
    label: str
    size: State
    states: tuple[State, ...]
    accounted: tuple[int | None, int | None]
    unexplained: tuple[int | None, int | None]
    derived: str
    holds: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Violation:
    """Claims that cannot all be true together: the fewest that show it.

    ``kind`` is too-many-accounted, parts-exceed-whole, list-too-short or part-exceeds-whole.
    """

    incident: str
    kind: str
    claims: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Incident:
    """What the reports are about: type, place, first and last day, and the reports that tell it."""

    id: str
    label: str
    type: str
    place: Place | None
    start: str | None
    end: str | None
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the timeline."""

    start: str | None
    end: str | None
    text: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a report shares word for word with an earlier one of its incident: ``passages``, here and there.

    ``kind`` is copy (it reprints the other) or passage (a quotation of the same words, a shared paragraph);
    ``direction`` tells how it is known which came first: time, credit or unknown.  ``share`` is that of its words.
    """

    document: str
    of: str
    kind: str
    direction: str
    share: float
    passages: tuple[tuple[Span, Span], ...]


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Words of one report that say something which is no claim."""

    document: str
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """A tie between two actors ("leader of"), resting on claims and on the words that say so; never a merge."""

    to: str
    type: str
    claims: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or organisation that acts or speaks in the reports."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A claim that belongs to no tally, and why."""

    claim: str
    reason: str


@dataclass(frozen=True, slots=True)
class Warning:
    """Something a reader of the account must know about one report."""

    document: str
    text: str


@dataclass(frozen=True, slots=True)
class Account:
    """What the ledger says at one moment under one policy; the report only shows it.

    ``known_by`` is the moment up to which the ledger's own memory counts, None for all of it; ``judgements`` are those
    of people that stand and bear on these claims, sources or reports, in the order in which they were made.
    ``earlier`` gives a background claim the incident that it tells, where one is known; ``claim_incident`` keeps that
    in whose report it stands.
    """

    as_of: str | None
    policy: str
    documents: tuple[Document, ...] = ()
    incidents: tuple[Incident, ...] = ()
    claims: tuple[Claim, ...] = ()
    claim_incident: dict[str, str] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    tallies: tuple[Tally, ...] = ()
    balances: tuple[Balance, ...] = ()
    timeline: tuple[Moment, ...] = ()
    actors: tuple[Actor, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    warnings: tuple[Warning, ...] = ()
    history: tuple[History, ...] = ()
    fates: tuple[Fate, ...] = ()
    violations: tuple[Violation, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    known_by: str | None = None
    earlier: dict[str, str] = field(default_factory=dict)
