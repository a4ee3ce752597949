"""In which block of the fates table a figure stands, and in which order: what a duty officer asks first comes first.

In an account of people taken, the hostages lead, then all others killed or hurt, the freed, those unaccounted for, and
those who did it; in any other crisis the killed lead, then the missing, the injured and the displaced.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crosswire.model import Incident, Tally
from crosswire.report.wording import STATUSES, heading, side

#: kinds of incident in which people are in other people's hands
CAPTIVITY = frozenset({"hostage-taking", "kidnapping", "hijacking", "seizure"})
#: titles of the blocks of a disaster, by status, in order
BY_STATUS = {
    "killed": "Killed", "missing": "Missing", "trapped": "Trapped", "injured": "Injured", "hospitalised": "In hospital",
    "infected": "Infected", "displaced": "Displaced", "evacuated": "Evacuated", "held": "Held", "freed": "Freed",
    "rescued": "Rescued", "escaped": "Escaped", "safe": "Safe", "captured": "In custody", "present": "Present",
}  # fmt: skip
_HURT = frozenset({"killed", "injured", "hospitalised", "infected"})
_OUT = frozenset({"freed", "rescued", "escaped"})


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A block of the table: ``rank`` orders the blocks, ``status`` is given where the title alone names the state."""

    rank: int
    title: str
    status: str | None = None


def captivity(incident: Incident | None, tallies: Sequence[Tally]) -> bool:
    """True for an account of people taken: by the kind of incident, or because its figures are of hostages."""
    if incident is not None and incident.type in CAPTIVITY:
        return True
    return any(tally.group.role == "hostage" and tally.status == "held" for tally in tallies)


def place_of(tally: Tally, taken: bool) -> Place:
    """The block of a figure, in an account of people taken or of any other crisis."""
    role = tally.group.role
    if side(role) == 2:
        return Place(60, heading(role))
    if not taken:
        status = tally.status
        known = list(BY_STATUS)
        rank = known.index(status) if status in known else len(known)
        return Place(rank, BY_STATUS.get(status, status.capitalize()), status)
    if tally.label.endswith("bodies") and tally.status == "killed":
        return Place(70, "Bodies, not identified")
    if side(role) == 1:
        return Place(50, heading(role))
    return _of_those_taken(tally)


def _of_those_taken(tally: Tally) -> Place:
    if (tally.group.role == "hostage" and tally.status in _HURT) or tally.status == "held":
        return Place(0, "Hostages")
    if tally.status in _HURT:
        return Place(10, "Killed or hurt")
    if tally.status in _OUT:
        return Place(20, "Freed")
    if tally.status in ("missing", "trapped"):
        return Place(30, "Unaccounted for")
    if tally.status in ("safe", "evacuated", "displaced"):
        return Place(40, "Safe")
    return Place(80, "At the scene")


def rank(status: str) -> int:
    """Where a status stands in the codebook's order."""
    return STATUSES.index(status) if status in STATUSES else len(STATUSES)


def size(tally: Tally) -> int:
    """The number by which rows are ordered."""
    return max(tally.low or 0, tally.best or 0, tally.high or 0)
