"""What a new account brings, as an open page hears it: reports, incidents that changed, figures that moved."""

from __future__ import annotations

import json
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from crosswire.desk.live.moving import Figure, figures, paired, value, words
from crosswire.desk.standing import Told
from crosswire.model import Account
from crosswire.report.wording import plain

#: what one piece of news lists by itself; beyond that it counts
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure before and after; None where there was, or is, none."""

    incident: str
    before: Figure | None
    after: Figure | None


@dataclass(frozen=True, slots=True)
class News:
    """What is new at a revision.  ``whole`` is true where nobody can say what: everything may be another."""

    revision: str
    incidents: tuple[str, ...] = ()
    figures: tuple[Moved, ...] = ()
    reports: tuple[str, ...] = ()
    whole: bool = False


def news(before: Told | None, now: Told) -> News:
    """What the new account says that the one before did not."""
    if before is None:
        return News(now.revision, whole=True)
    known = {document.id for document in before.account.documents}
    added = tuple(document.id for document in now.account.documents if document.id not in known)
    return News(now.revision, _changed(before.account, now.account), _moved(before.account, now.account), added)


def _moved(before: Account, now: Account) -> tuple[Moved, ...]:
    found = []
    for was, figure in paired(figures(before), figures(now)):
        if was is None or figure is None or value(was) != value(figure):
            one = figure or was
            assert one is not None
            found.append(Moved(one.incident, was, figure))
    return tuple(found)


def _changed(before: Account, now: Account) -> tuple[str, ...]:
    """The incidents of which anything is another, as they are called now, and as those were that are no more."""
    was, told = _contents(before), _contents(now)
    return tuple(id for id in (*told, *(id for id in was if id not in told)) if was.get(id) != told.get(id))


def _contents(account: Account) -> dict[str, list[Hashable]]:
    """What of the account is each incident's, as far as a page of it depends on it."""
    found: dict[str, list[Hashable]] = {incident.id: [incident] for incident in account.incidents}
    nowhere: list[Hashable] = []
    for tally in account.tallies:
        found.get(tally.incident, nowhere).append(tally)
    for claim in account.claims:
        found.get(account.claim_incident.get(claim.id, ""), nowhere).append(claim)
    for fate in account.fates:
        found.get(fate.incident, nowhere).append(fate)
    for violation in account.violations:
        found.get(violation.incident, nowhere).append(violation)
    for incident in account.incidents:  # a judgement that changes no figure is shown all the same
        found[incident.id].append(len(account.judgements))
    return found


def as_json(told: News) -> str:
    """One line: what `docs/alerts.md` describes."""
    return json.dumps(_plainly(told), ensure_ascii=True, separators=(",", ":"))


def _plainly(told: News) -> dict[str, Any]:
    return {
        "revision": told.revision,
        "whole": told.whole,
        "incidents": list(told.incidents),
        "reports": list(told.reports[:_SHOWN]),
        "reports_added": len(told.reports),
        "figures": [_figure(moved) for moved in told.figures[:_SHOWN]],
        "figures_moved": len(told.figures),
    }


def _figure(moved: Moved) -> dict[str, Any]:
    one = moved.after or moved.before
    assert one is not None
    return {
        "incident": moved.incident,
        "tally": one.id,
        "label": plain(f"{one.label} {one.status}"),
        "before": _bounds(moved.before),
        "after": _bounds(moved.after),
        "words": f"{words(moved.before)} → {words(moved.after)}" if moved.before else words(moved.after),
    }


def _bounds(figure: Figure | None) -> dict[str, int | None] | None:
    return None if figure is None else {"low": figure.low, "best": figure.best, "high": figure.high}
