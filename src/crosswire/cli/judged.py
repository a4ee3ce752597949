"""What ``judge list`` prints of the judgements in a ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crosswire.judgements import INCIDENTS, described, in_force, overruled, standing_of
from crosswire.members import homes_of
from crosswire.model import Account, Judgement

_STANDS, _IDLE = "stands", "bears on nothing here yet"


def lines(every: Sequence[Judgement], found: Account) -> Iterator[str]:
    """Each judgement with its state, who, when and why, and the figures or incidents on which it bears."""
    gone = {j.withdraws: j for j in every if j.withdraws is not None}
    states = _states(every, found)
    for j in every:
        if j.withdraws is not None:
            continue
        back, state = gone.get(j.seq or 0), states.get(j.seq or 0, "withdrawn")
        yield f"{j.seq:>4}  {described(j)}  [{state}]"
        yield f"      by {j.made_by}, {j.made_at}: {j.reason}"
        if back:
            yield f"      withdrawn by {back.made_by}, {back.made_at}: {back.reason}"
        elif state.startswith(_STANDS) and not state.endswith(_IDLE):
            yield from _borne(j, found)


def _states(every: Sequence[Judgement], found: Account) -> dict[int, str]:
    """Of those that nobody took back: whether it stands, or which later one has the last word.

    What bears on nothing here overrules nothing that does: a correction that is not at hand leaves the one that is.
    """
    standing = standing_of(every)
    here = {j.seq for j in found.judgements}
    idle = tuple(j for j in standing if j.seq not in here)
    states = {}
    for some, rivals, words in ((found.judgements, found.judgements, _STANDS), (idle, standing, f"{_STANDS}, {_IDLE}")):
        later, holding = overruled(rivals), {j.seq for j in in_force(rivals)}
        for j in some:
            by = ", ".join(str(other.seq) for other in later.get(j.seq or 0, ()))
            part = f"{words}, in part overruled by {by}" if by else words
            states[j.seq or 0] = part if j.seq in holding else f"overruled by {by}"
    return states


def _borne(judgement: Judgement, found: Account) -> Iterator[str]:
    """The figures that hold a claim that was judged, or the incidents in which the reports now stand."""
    for incident in homes_of(found, judgement) if judgement.type in INCIDENTS else ():
        yield f"      bears on {incident.label} ({incident.id})"
    for tally in found.tallies:
        if {judgement.a, judgement.b} & {*tally.support, *tally.dissent}:
            yield f"      bears on {tally.label} {tally.status} ({tally.id})"
