"""The nouns of crosswire: frozen values, compared by value.

A `Document` never changes and everything else points into it by `Span`: Python string offsets into
``Document.text``, end exclusive.  A reading room returns mentions (`Quantity`, `GroupMention`,
`Attribution` ...); `claims` turns them into `Claim`; relating and reconciling turn claims into an
`Account`.  Terms follow the field: trigger, agent and patient (event extraction), source, cue and
content (attribution, PolNeAR), low/best/high (UCDP GED).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one document's text, ``text[start:end]``."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """True if ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True if the two share at least one character."""
        return self.start < other.end and other.start < self.end


# --- documents -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Published:
    """When a report appeared, and how that is known.

    ``value`` is an ISO date ("2013-01-20") or instant with zone, or None; ``basis`` is one of
    metadata, given, inferred, unknown.
    """

    value: str | None = None
    basis: str = "unknown"
    reason: str = "the report carries no date"


@dataclass(frozen=True, slots=True)
class Document:
    """One report as it was given; ``text`` is never cleaned."""

    id: str
    sha256: str
    text: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    agencies: tuple[str, ...] = ()
    dateline: str | None = None
    published: Published = Published()
    language: str | None = "en"
    copy_of: str | None = None


# --- one parsed sentence -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a parsed sentence.

    ``tag`` is the Penn Treebank tag, ``dep`` the ClearNLP dependency label of spaCy's English
    pipelines, ``head`` the index of the governing token in the same sentence (a root points to
    itself), ``start`` and ``end`` offsets into the document's text.
    """

    i: int
    text: str
    lower: str
    lemma: str
    tag: str
    dep: str
    head: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the document, parsed or (``tokens`` empty) passed over as holding nothing to read."""

    index: int
    paragraph: int
    start: int
    end: int
    text: str
    tokens: tuple[Token, ...] = ()
    children: tuple[tuple[int, ...], ...] = ()
    heading: bool = False

    def __hash__(self) -> int:
        """From where it stands and its words; its tokens follow from these."""
        return hash((self.start, self.end, self.text))

    def subtree(self, i: int) -> tuple[int, ...]:
        """Indices of token ``i`` and all it governs, in text order."""
        found, queue = [i], [i]
        while queue:
            for child in self.children[queue.pop()]:
                found.append(child)
                queue.append(child)
        return tuple(sorted(found))

    def span(self, first: int, last: int) -> Span:
        """The span from token ``first`` to token ``last``, both included."""
        return Span(self.tokens[first].start, self.tokens[last].end)


# --- what reading marks --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hedge:
    """A word that makes a figure less than certain; ``label`` is one of the codebook's certainty labels."""

    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of something, as said: ``low``/``high`` are stated bounds, None where not stated.

    ``first`` and ``last`` are token indices in the sentence; ``counted`` is the token whose
    referents are counted (the number itself when its noun is elided).
    """

    span: Span
    text: str
    low: int | None
    high: int | None
    approximate: bool
    sentence: int
    first: int
    last: int
    counted: int
    form: str = "digits"
    scope: str | None = None
    out_of: int | None = None
    hedges: tuple[Hedge, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Who is counted: a codebook ``role`` and what the words add.  Sex is female/male, age child/elderly/adult."""

    text: str
    role: str = "person"
    nationality: tuple[str, ...] = ()
    employer: str | None = None
    sex: str | None = None
    age: str | None = None
    allegiance: str | None = None


@dataclass(frozen=True, slots=True)
class GroupMention:
    """Whom a quantity counts, as tokens of its sentence.

    ``kind`` is people, state (a noun that is itself a status: "deaths"), elided (no noun, or a
    pronoun), thing or unknown.  ``head`` is the noun's token, ``node`` the token whose place in the
    tree decides the status ("four" in "four of its 18 workers were missing"), ``last`` the
    last token of the phrase.
    """

    kind: str
    head: int
    node: int
    last: int
    lemma: str
    group: Group
    pronoun: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A person named among those counted."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Source:
    """One hop of a source chain: who says it, the verb or phrase that says so (``cue``), and where."""

    name: str
    kind: str = "other"
    anonymous: bool = False
    span: Span | None = None
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words of the report that are somebody's: origin first, then each relay.

    ``content`` holds the spans of what is said; ``carried`` is true when the source is continued
    from an earlier sentence.
    """

    content: tuple[Span, ...]
    sources: tuple[Source, ...]
    rule: str
    quoted: bool = False
    carried: bool = False


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time as the report words it, unanchored: ``form`` names the rule, ``values`` its parts.

    Forms and their values are defined in `crosswire.reading.times`.
    """

    span: Span
    text: str
    form: str
    values: tuple[int | str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Interval:
    """A time anchored to days (ISO dates, both inclusive), or to nothing (None) with its words kept."""

    start: str | None
    end: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the map; ``precision`` is exact, near, region or country; offsets None when inferred."""

    name: str
    country: str | None
    latitude: float | None
    longitude: float | None
    precision: str
    span: Span | None = None
    population: int = 0


class Gazetteer(Protocol):
    """Where names are: the look-up that the places room asks."""

    def named(self, name: str) -> Sequence[Place]:
        """Every place of that name, any spelling, largest first; empty if none."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One statement that some number of people is in some state, before it has sources or an incident."""

    quantity: Quantity
    status: str
    group: Group
    clause: Span
    trigger: Span
    named: bool = False
    background: bool = False
    people: tuple[Person, ...] = ()
    certainty: tuple[str, ...] = ()
    hedges: tuple[Hedge, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim that is no count: what happened (``kind`` event, with ``event``) or a speech act.

    Speech acts are responsibility, demand, offer, refusal, denial, threat, warning, motive,
    forecast, unverified.
    """

    kind: str
    span: Span
    event: str | None = None
    speaker: str | None = None
    addressee: str | None = None
    background: bool = False
    hedges: tuple[Hedge, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one document says, knowing nothing of the others."""

    document: str
    figures: tuple[Figure, ...] = ()
    statements: tuple[Statement, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    times: tuple[TimeMention, ...] = ()
    places: tuple[Place, ...] = ()
    sentences: tuple[Span, ...] = ()
    paragraphs: tuple[int, ...] = ()


# --- claims and the account ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Claim:
    """One assertion by one claimer, with the words that make it.  Field meanings: docs/codebook.md.

    ``number`` is the span of the number's words alone.  Count claims use the fields up to
    ``place``; events and speech acts use ``event``, ``speaker``, ``addressee`` and ``about``.
    """

    id: str
    kind: str
    document: str
    quote: str
    span: Span
    background: bool = False
    number: Span | None = None
    number_text: str | None = None
    low: int | None = None
    high: int | None = None
    approximate: bool = False
    status: str | None = None
    group: Group | None = None
    people: tuple[Person, ...] = ()
    scope: str | None = None
    part_of: str | None = None
    out_of: int | None = None
    named: bool = False
    sources: tuple[Source, ...] = ()
    certainty: tuple[str, ...] = ()
    hedges: tuple[Hedge, ...] = ()
    time: Interval | None = None
    time_mention: TimeMention | None = None
    place: Place | None = None
    event: str | None = None
    speaker: str | None = None
    addressee: str | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """How claim ``a`` stands to claim ``b``; ``reason`` is one sentence for a person."""

    a: str
    b: str
    type: str
    rule: str
    reason: str
    change: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person holds of a claim, of two, of two source names or of a report: ``a`` and ``b``, by its ``type``.

    Always by somebody and for a reason.  ``since`` is the moment of publication from which a report no longer stands,
    ``traits`` what a group is judged to be (``("role", "militant")``; an empty value takes the trait away).
    ``withdraws`` names the judgement that this one takes back; ``seq`` is the number that the ledger gave it.
    """

    a: str
    b: str | None
    type: str
    reason: str
    made_by: str
    made_at: str
    withdraws: int | None = None
    seq: int | None = None
    since: str | None = None
    traits: tuple[tuple[str, str], ...] = ()


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
