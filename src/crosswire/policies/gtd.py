"""The rule of the Global Terrorism Database.

START (National Consortium for the Study of Terrorism and Responses to Terrorism), Global Terrorism Database codebook,
2021 edition, entries Total Number of Fatalities (nkill) and Total Number of Injured (nwound),
https://www.start.umd.edu/gtd: the most recent source; not one of questionable validity, nor one that rests on claims
of a perpetrator group; if several are about equally recent, or the recent one is doubtful, the majority figure of
independent sources; without a majority the lowest; blank if no figure is given or it is too vague to be of use.  Read
as Our World in Data prints the two entries (Terrorism dataset, 2023, descriptions of its variables).
"""

from __future__ import annotations

from collections.abc import Sequence

from crosswire.policies.stands import Settlement, Stand
from crosswire.policies.weighing import (
    ATTACKERS,
    Record,
    blank,
    coded,
    confirmed,
    day,
    doubt,
    highest,
    no_column,
    outdone,
    settled,
    weakness,
)

NAME = "gtd"


def gtd(stands: Sequence[Stand]) -> Settlement:
    """The most recent confirmed figure; of equally recent ones the majority's, else the lowest; blank if too vague.

    "Around the same time" is read as the same day (UTC), a majority as more than half of the independent origins; a
    range counts by its lower end, "at least 32" as 32.  Figures of hostages are settled as those of the killed are.
    """
    record = Record(stands)
    if no_column(NAME, stands):
        return blank(record, NAME, f"GTD has no column for the {stands[0].status}")
    counted = _counted(record, stands)
    if not counted:
        return blank(record, NAME, "no confirmed figure but the attackers' own, or too vague to be of use: left blank")
    latest = max(day(stand) for stand in counted)
    recent = record.keep(counted, lambda s: day(s) == latest, "older than the most recent figure")
    return _chosen(record, recent)


def _counted(record: Record, stands: Sequence[Stand]) -> list[Stand]:
    """The figures that may be recorded at all."""
    heard = record.bar(stands, lambda s: "the attackers' own figure" if s.kind in ATTACKERS else None)
    firm = record.bar(heard, weakness)
    plain = record.bar(firm, _too_vague)
    valid = record.bar_if_others(plain, doubt)
    top = highest(valid)
    standing = [stand for stand in valid if not outdone(stand, top)]
    if not standing:
        return valid
    return record.keep(valid, lambda s: not outdone(s, top), "a lower bound that another figure passes")


def _too_vague(stand: Stand) -> str | None:
    return "too vague to be of use" if coded(NAME, stand) is None else None


def _chosen(record: Record, recent: Sequence[Stand]) -> Settlement:
    """Among figures about equally recent: the only one, the majority's, or the lowest."""
    lowest = min(recent, key=lambda s: (coded(NAME, s) or 0, not s.bounds.exact, s.place))
    given = confirmed(recent)
    origins = len({stand.root for stand in recent})
    top = min(recent, key=lambda s: (-given[s.bounds], not s.bounds.exact, coded(NAME, s) or 0, s.place))
    if given[top.bounds] == origins:
        reason, why, best = "the most recent figure", "the most recent", top
    elif 2 * given[top.bounds] > origins:
        reason = "several figures are equally recent: the one that most origins give"
        why, best = "the majority figure of the most recent", top
    else:
        reason = "several figures are equally recent and no majority gives one: the lowest"
        why, best = "the lowest of the most recent", lowest
    number = coded(NAME, best)
    used = record.keep(recent, lambda s: coded(NAME, s) == number, "as recent, but not the figure recorded")
    return settled(record, NAME, number, best, used, reason, why)
