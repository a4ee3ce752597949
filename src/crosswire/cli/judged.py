"""What ``judge list`` prints of the judgements in a ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crosswire.judgements import INCIDENTS, described
from crosswire.members import homes_of
from crosswire.model import Account, Judgement


def lines(every: Sequence[Judgement], found: Account) -> Iterator[str]:
    """Each judgement with its state, who, when and why, and the figures or incidents on which it bears."""
    gone = {j.withdraws: j for j in every if j.withdraws is not None}
    bearing = {j.seq for j in found.judgements}
    for j in every:
        if j.withdraws is not None:
            continue
        back = gone.get(j.seq or 0)
        state = "withdrawn" if back else "stands" if j.seq in bearing else "stands, bears on nothing here yet"
        yield f"{j.seq:>4}  {described(j)}  [{state}]"
        yield f"      by {j.made_by}, {j.made_at}: {j.reason}"
        if back:
            yield f"      withdrawn by {back.made_by}, {back.made_at}: {back.reason}"
        elif j.seq in bearing:
            yield from _borne(j, found)


def _borne(judgement: Judgement, found: Account) -> Iterator[str]:
    """The figures that hold a claim that was judged, or the incidents in which the reports now stand."""
    for incident in homes_of(found, judgement) if judgement.type in INCIDENTS else ():
        yield f"      bears on {incident.label} ({incident.id})"
    for tally in found.tallies:
        if {judgement.a, judgement.b} & {*tally.support, *tally.dissent}:
            yield f"      bears on {tally.label} {tally.status} ({tally.id})"
