"""What each kind of judgement is called at the desk, what it means and what its form asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crosswire import judgements as of

#: what ``a`` and ``b`` are
Thing = Literal["claim", "report", "source", "incident"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of judgement: its title, what it does to the account, what it is about, and whether it names two.

    ``first`` and ``second`` word the two things; ``dated`` if it holds from a moment on.
    """

    name: str
    title: str
    does: str
    a: Thing
    b: Thing | None = None
    first: str = ""
    second: str = ""
    dated: bool = False


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            of.TRUST,
            "Accept this claim",
            "It counts, though what repeats it was set aside or its report withdrawn.",
            "claim",
        ),
        Kind(
            of.SET_ASIDE,
            "Set this claim aside",
            "It and what repeats it no longer count. They stay in sight, with your reason.",
            "claim",
        ),
        Kind(
            of.SAME,
            "Same figure",
            "Both claims speak of the same people in the same state.",
            "claim",
            "claim",
            "This claim",
            "is the same figure as",
        ),
        Kind(
            of.NOT_SAME,
            "Not the same figure",
            "The two claims speak of different people, whatever a rule finds.",
            "claim",
            "claim",
            "This claim",
            "is not the same figure as",
        ),
        Kind(
            of.INCLUDES,
            "Contains",
            "The people of the second claim are among those of the first.",
            "claim",
            "claim",
            "This claim’s people",
            "include those of",
        ),
        Kind(
            of.BACKGROUND,
            "Background",
            "The claim tells another event. It counts in no figure of this one.",
            "claim",
        ),
        Kind(of.MAIN, "Main event", "The claim is of the event itself, and no background.", "claim"),
        Kind(of.GROUP, "Other group", "The claim counts people of these traits.", "claim"),
        Kind(
            of.MERGE,
            "One source",
            "Two names are one source: what both say has one origin.",
            "source",
            "source",
            "This name",
            "is the same source as",
        ),
        Kind(
            of.SPLIT,
            "Two sources",
            "Two names are two sources: what the second says has an origin of its own.",
            "source",
            "source",
            "This name",
            "is another source than",
        ),
        Kind(
            of.WITHDRAWN,
            "Report withdrawn",
            "The report no longer stands from that moment on, and what reprints it falls with it.",
            "report",
            dated=True,
        ),
        Kind(
            of.CORRECTED,
            "Report corrected",
            "The second report corrects the first, and its figures take the place of the first one’s.",
            "report",
            "report",
            "This report",
            "is corrected by",
            dated=True,
        ),
        Kind(
            of.INCIDENT_MERGE,
            "One incident",
            "Two incidents are one, and so are all reports that tell either.",
            "incident",
            "incident",
            "This incident",
            "is the same as",
        ),
        Kind(
            of.INCIDENT_SPLIT,
            "Report of another incident",
            "The report does not belong to the incident in which it stands; what reprints it goes with it.",
            "report",
            "incident",
            "This report",
            "does not belong to",
        ),
    )
}


def titled(type: str) -> str:
    """What a kind is called; a withdrawal is one, too."""
    return "Taken back" if type == of.WITHDRAW else KINDS[type].title if type in KINDS else type
