"""The rule of the Uppsala Conflict Data Program's Georeferenced Event Dataset.

Stina Högbladh, UCDP GED Codebook version 19.1, Department of Peace and Conflict Research, Uppsala University, 2019,
variables best, low and high, https://ucdp.uu.se/downloads/; Ralph Sundberg and Erik Melander, Introducing the UCDP
Georeferenced Event Dataset, Journal of Peace Research 50(4), 2013, pages 523-532: ``best`` is the most likely estimate
of the deaths, ``low`` the lowest and ``high`` the highest reliable estimate; deaths only.  How UCDP weighs a side's
own claims could not be confirmed in print (docs/policies.md); what is done here is said at `ucdp`.
"""

from __future__ import annotations

from collections.abc import Sequence

from crosswire.interests import FEW, MANY, leaning
from crosswire.policies.stands import Settlement, Stand
from crosswire.policies.weighing import (
    PARTIES,
    Record,
    age,
    blank,
    extremes,
    highest,
    no_column,
    outdone,
    rank,
    weakness,
)

NAME = "ucdp"


def ucdp(stands: Sequence[Stand]) -> Settlement:
    """Low and high are the extremes of the reliable origins; best is what the most reliable of them said last.

    A side's count of its enemy's losses is not reliable: alone it gives a high and no more, beside others nothing.  A
    side's count of its own losses alone is a low, for it has reason to admit few.  Among equally reliable origins the
    latest is taken, then the lowest.  A word such as "dozens" bounds and is no best.
    """
    record = Record(stands)
    if no_column(NAME, stands):
        return blank(record, NAME, f"UCDP GED codes deaths only, not the {stands[0].status}")
    firm = record.bar(stands, weakness)
    reliable = [stand for stand in firm if stand.kind not in PARTIES]
    if not firm:
        return blank(record, NAME, "no figure that is more than feared or denied")
    if not reliable:
        return _parties_only(record, firm)
    record.bar(firm, lambda s: "a side's own count" if s.kind in PARTIES else None)
    return _ranged(record, reliable)


def _ranged(record: Record, reliable: Sequence[Stand]) -> Settlement:
    low, high = extremes(reliable)
    top = highest(reliable)
    plain = [s for s in reliable if s.bounds.value is not None]
    best = min([s for s in plain if not outdone(s, top)] or plain, key=_reliability, default=None)
    used = {stand.claim: "one of the reliable figures between low and high" for stand in reliable}
    if best is None:
        reason = "the range of the reliable figures; none is a plain number, so there is no best"
        return Settlement(low, None, high, None, NAME, reason, record.steps(used))
    used[best.claim] = "the most reliable origin's latest figure"
    reason = "best by the most reliable origin, low and high by all reliable ones"
    if leaning(best.kind, best.role) == MANY:
        reason += "; only a side that gains by it gives a plain number"
    return Settlement(low, best.bounds.value, high, best.claim, NAME, reason, record.steps(used))


def _parties_only(record: Record, parties: Sequence[Stand]) -> Settlement:
    """Only the sides of the fight speak: what they admit is a low, what they boast of a high."""
    admitted = record.keep(parties, lambda s: leaning(s.kind, s.role) == FEW, "a side's count of the other's losses")
    if admitted:
        low, _ = extremes(admitted)
        used = {stand.claim: "a side's count of its own losses: at least so many" for stand in admitted}
        best = min((s for s in admitted if s.bounds.value is not None), key=_reliability, default=None)
        best_value = best.bounds.value if best else None
        reason = "only a side of the fight counts its own losses: a low, and the best there is"
        steps = record.steps(used)
        return Settlement(low, best_value, None, best.claim if best else None, NAME, reason, steps)
    _, high = extremes(parties)
    used = {stand.claim: "a side's count of the other's losses: at most so many" for stand in parties}
    reason = "only a side of the fight counts the other's losses: a high, and no best"
    return Settlement(None, None, high, None, NAME, reason, record.steps(used))


def _reliability(stand: Stand) -> tuple[object, ...]:
    leans = leaning(stand.kind, stand.role) is not None
    return leans, rank(NAME, stand.kind), age(stand), stand.bounds.value or 0, not stand.bounds.exact, stand.place
