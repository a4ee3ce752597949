"""What changed in the last hour and day of an incident, and why; and every figure over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crosswire.desk.pages.shares import appeared
from crosswire.model import Account, Change, Claim, Document, History
from crosswire.moments import moment
from crosswire.report.arranging import rank
from crosswire.report.changes import in_words
from crosswire.report.figure import drawable, title
from crosswire.report.wording import day, plain, who

#: rows to one stretch of time
MOST = 40


@dataclass(frozen=True, slots=True)
class Turn:
    """One change of one figure, in words; ``why`` is the sentence of the history."""

    tally: str
    figure: str
    kind: str
    before: str
    after: str
    when: str
    claim: str | None
    quote: str
    who: str
    report: str
    why: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """The changes between two moments, newest first; ``more`` are those left out.

    Of one moment, what was changed stands before what is new, and what cannot be undone before the rest.
    """

    key: str
    title: str
    turns: tuple[Turn, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes up to ``until``, in stretches, and the figures worth a drawing."""

    until: str
    stretches: tuple[Stretch, ...]
    courses: tuple[History, ...]


def changes(share: Account) -> Changes:
    """What changed, counted back from the moment of the view or from the newest report; ``share`` has its histories."""
    until = _until(share)
    claims = {claim.id: claim for claim in share.claims}
    reports = {document.id: document for document in share.documents}
    turns = sorted(
        ((moment(change.at), history, change) for history in share.history for change in history.changes),
        key=lambda turn: (turn[0], turn[2].kind != "first", -rank(turn[1].status), turn[1].tally),
        reverse=True,
    )
    hour, daily = timedelta(hours=1), timedelta(days=1)
    said = [(at, _turn(history, change, claims, reports)) for at, history, change in turns]
    last = [turn for at, turn in said if at > until - hour]
    today = [turn for at, turn in said if until - daily < at <= until - hour]
    before = [turn for at, turn in said if at <= until - daily]
    stretches = (
        _stretch("hour", "In the last hour", last),
        _stretch("day", "In the day before that", today),
        _stretch("before", "Earlier", before),
    )
    return Changes(day(_written(until, share)), stretches, drawable(share.history))


def _until(share: Account) -> datetime:
    newest = max(map(appeared, share.documents))
    return min(newest, moment(share.as_of)) if share.as_of else newest


def _written(until: datetime, share: Account) -> str:
    """The day where the newest report carries no more than its day."""
    newest = max(share.documents, key=appeared)
    value = newest.published.value or ""
    return value if len(value) == 10 and moment(value) == until else f"{until:%Y-%m-%dT%H:%M:%SZ}"


def _stretch(key: str, title: str, turns: Sequence[Turn]) -> Stretch:
    return Stretch(key, title, tuple(turns[:MOST]), max(0, len(turns) - MOST))


def _turn(history: History, change: Change, claims: Mapping[str, Claim], reports: Mapping[str, Document]) -> Turn:
    claim = claims.get(change.claim or "")
    report = reports.get(claim.document) if claim else None
    return Turn(
        tally=history.tally if not history.ended else "",
        figure=title(history),
        kind=change.kind,
        before=in_words(change.before) if change.before else "",
        after=in_words(change.after),
        when=day(change.published),
        claim=claim.id if claim else None,
        quote=plain(claim.quote) if claim else "",
        who=who(claim.sources) if claim else "",
        report=plain((report.publisher or report.id) if report else ""),
        why=plain(change.reason),
    )


def published(documents: Iterable[Document], claims: Iterable[Claim]) -> dict[str, str]:
    """The date of each claim's report, where it carries one."""
    dates = {document.id: document.published.value for document in documents}
    return {claim.id: value for claim in claims if (value := dates.get(claim.document))}
