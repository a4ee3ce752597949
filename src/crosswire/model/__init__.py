"""The nouns of crosswire: frozen values, compared by value.

A `Document` never changes and everything else points into it by `Span`: Python string offsets into
``Document.text``, end exclusive.  A reading room returns mentions (`Quantity`, `GroupMention`,
`Attribution` ...); `claims` turns them into `Claim`; relating and reconciling turn claims into an
`Account`.  Terms follow the field: trigger, agent and patient (event extraction), source, cue and
content (attribution, PolNeAR), low/best/high (UCDP GED).
"""

from __future__ import annotations

from crosswire.model.accounts import (
    Account,
    Actor,
    Balance,
    Change,
    Clocks,
    Evidence,
    Extent,
    Fate,
    History,
    Incident,
    Link,
    Mark,
    Moment,
    Overlap,
    State,
    Step,
    Tally,
    Unplaced,
    Violation,
    Warning,
)
from crosswire.model.claims import Claim, Judgement, Relation
from crosswire.model.marks import (
    Attribution,
    Figure,
    Gazetteer,
    Group,
    GroupMention,
    Hedge,
    Interval,
    Person,
    Place,
    Quantity,
    Reading,
    Source,
    Statement,
    TimeMention,
)
from crosswire.model.texts import Document, Published, Sentence, Span, Token
from crosswire.model.travelling import travel_light

__all__ = [
    "Account",
    "Actor",
    "Attribution",
    "Balance",
    "Change",
    "Claim",
    "Clocks",
    "Document",
    "Evidence",
    "Extent",
    "Fate",
    "Figure",
    "Gazetteer",
    "Group",
    "GroupMention",
    "Hedge",
    "History",
    "Incident",
    "Interval",
    "Judgement",
    "Link",
    "Mark",
    "Moment",
    "Overlap",
    "Person",
    "Place",
    "Published",
    "Quantity",
    "Reading",
    "Relation",
    "Sentence",
    "Source",
    "Span",
    "State",
    "Statement",
    "Step",
    "Tally",
    "TimeMention",
    "Token",
    "Unplaced",
    "Violation",
    "Warning",
]

travel_light(vars().copy().values())
