"""What a ledger keeps: claims, how two of them stand to each other, and what people judge of them."""

from __future__ import annotations

from dataclasses import dataclass

from crosswire.model.marks import Group, Hedge, Interval, Person, Place, Source, TimeMention
from crosswire.model.texts import Span


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
