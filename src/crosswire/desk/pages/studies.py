"""One incident studied once: its table, its disagreements and its clauses, which several pages show."""

from __future__ import annotations

from dataclasses import dataclass

from crosswire.desk.pages.clauses import Clause
from crosswire.desk.pages.headline import clauses
from crosswire.desk.pages.shares import shares_of
from crosswire.desk.standing import Told
from crosswire.model import Account, Incident
from crosswire.report.disagreements import disagreements
from crosswire.report.fates import fates
from crosswire.report.page import Disagreement, Fates, View, views


@dataclass(frozen=True, slots=True)
class Study:
    """What is derived of an incident's share for showing it."""

    incident: Incident
    share: Account
    view: View
    opposed: tuple[Disagreement, ...]
    fates: tuple[Fates, ...]
    clauses: tuple[Clause, ...]

    @property
    def open(self) -> int:
        """How many disagreements nobody has settled."""
        return sum(item.conflict for item in self.opposed)


def study_of(told: Told, incident: Incident) -> Study:
    """The study of an incident of this account, made at the first question and kept with the account."""
    key = f"study {incident.id}"
    kept = told.kept.get(key)
    if not isinstance(kept, Study):
        kept = told.kept[key] = study(shares_of(told)[incident.id])
    return kept


def study(share: Account) -> Study:
    """Study a share of one incident."""
    view = next(found for found in views(share) if found.incident is not None)
    opposed = disagreements(view)
    table = fates(view, opposed)
    return Study(share.incidents[0], share, view, opposed, table, clauses(view, table))
