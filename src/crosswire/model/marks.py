"""What reading marks in one document: figures and their groups, who says so, how sure, when and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from crosswire.model.texts import Span


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
