"""The first page's values: which incidents are shown, newest change first, and one entry for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crosswire.desk.countries import country_named, where
from crosswire.desk.pages.clauses import Clause, when
from crosswire.desk.pages.headline import gravest, outlets_of, roots_of
from crosswire.desk.pages.shares import appeared, newest_first
from crosswire.desk.pages.studies import Study
from crosswire.model import Account, Claim, Document, Incident
from crosswire.report.wording import days, figure, plain, who

#: incidents to a page
PAGE = 20
#: stretches of time that may be asked for, back from the newest report
WITHIN = {"day": 1, "week": 7, "month": 31}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: words of label or place, a country's code, a type, a stretch of time; and the page."""

    find: str = ""
    country: str = ""
    type: str = ""
    within: str = ""
    other: bool = False
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """True if something is left out at the reader's wish."""
        return bool(self.find or self.country or self.type or self.within)


@dataclass(frozen=True, slots=True)
class Move:
    """What an incident's newest report changed or added, in words, by which claim, who says so and when."""

    kind: str
    words: str
    claim: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident of the list; ``newest`` is when its last report appeared, where its last move does not say so."""

    id: str
    label: str
    type: str
    where: str
    span: str
    reports: int
    outlets: int
    roots: int
    figures: tuple[Clause, ...]
    moved: Move | None
    open: int
    newest: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter, how it is called, and how many incidents have it."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Selection:
    """The incidents that answer to what is asked, those of this page, and what else could be asked."""

    incidents: tuple[Incident, ...]
    all: int
    pages: int
    page: int
    quiet: int
    countries: tuple[Choice, ...]
    types: tuple[Choice, ...]


def selected(account: Account, shares: Mapping[str, Account], asked: Asked) -> Selection:
    """The incidents that answer, newest change first; those that are no crisis only when they are asked for."""
    latest = {incident.id: _latest(shares[incident.id]) for incident in account.incidents}
    crises = [i for i in account.incidents if not _quiet(i, shares[i.id])]
    open_to = account.incidents if asked.other else crises
    end = max(latest.values(), default=datetime.min.replace(tzinfo=UTC))
    found = [incident for incident in open_to if _answers(incident, latest[incident.id], end, asked)]
    found.sort(key=lambda incident: (latest[incident.id], len(incident.documents), incident.id), reverse=True)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(asked.page, 1), pages)
    shown = tuple(found[(page - 1) * PAGE : page * PAGE])
    quiet = len(account.incidents) - len(crises)
    return Selection(shown, len(found), pages, page, quiet, _countries(open_to), _types(open_to))


def _quiet(incident: Incident, share: Account) -> bool:
    """A story of no known kind without a figure of people: no crisis."""
    return incident.type == "other" and not share.tallies


def _latest(share: Account) -> datetime:
    return max(map(appeared, share.documents), default=datetime.min.replace(tzinfo=UTC))


def _answers(incident: Incident, latest: datetime, end: datetime, asked: Asked) -> bool:
    if asked.country and (incident.place is None or incident.place.country != asked.country):
        return False
    if asked.type and incident.type != asked.type:
        return False
    if asked.within in WITHIN and latest < end - timedelta(days=WITHIN[asked.within]):
        return False
    words = f"{incident.label} {incident.type} {where(incident.place)}".casefold()
    return all(word in words for word in asked.find.casefold().split())


def _countries(incidents: Iterable[Incident]) -> tuple[Choice, ...]:
    codes = Counter(i.place.country for i in incidents if i.place and i.place.country)
    return tuple(sorted((Choice(c, country_named(c), n) for c, n in codes.items()), key=lambda choice: choice.name))


def _types(incidents: Iterable[Incident]) -> tuple[Choice, ...]:
    types = Counter(incident.type for incident in incidents)
    return tuple(Choice(name, plain(name), types[name]) for name in sorted(types))


# --- one entry -----------------------------------------------------------------------------------


def entry(study: Study) -> Entry:
    """All that the list shows of an incident."""
    incident, share = study.incident, study.share
    roles = {tally.id: tally.group.role for tally in share.tallies}
    newest, move = newest_first(share.documents), moved(share)
    last = when(newest[0].published.value or "") if newest else ""
    return Entry(
        id=incident.id,
        label=titled(incident),
        type="" if plain(incident.type).casefold() in incident.label.casefold() else plain(incident.type),
        where=where(incident.place),
        span=days(incident.start, incident.end) or "dates unknown",
        reports=len(share.documents),
        outlets=outlets_of(share),
        roots=roots_of(share),
        figures=gravest(study.clauses, roles),
        moved=move,
        open=study.open,
        newest=last if move is None or move.when != last else "",
    )


def titled(incident: Incident) -> str:
    """What the incident is called, as a title begins."""
    label = plain(incident.label)
    return label[:1].upper() + label[1:]


def moved(share: Account) -> Move | None:
    """The last revision that a report made; without one the first figure of the newest report."""
    claims = {claim.id: claim for claim in share.claims}
    reports = {document.id: document for document in share.documents}
    order = {document.id: n for n, document in enumerate(newest_first(share.documents))}
    revised = [r for r in share.relations if r.type == "revises" and claims[r.a].document in order]
    if revised:
        last = min(revised, key=lambda r: (order[claims[r.a].document], claims[r.a].span.start))
        new, old = claims[last.a], claims[last.b]
        words = f"{figure(old)} → {figure(new)} {_of(new)}"
        return Move(last.change or "revised", words, new.id, who(new.sources), _dated(new, reports))
    return _first_figure(share.claims, order, reports)


def _first_figure(claims: Sequence[Claim], order: Mapping[str, int], reports: Mapping[str, Document]) -> Move | None:
    counts = [c for c in claims if c.kind == "count" and not c.background and c.document in order]
    new = min(counts, key=lambda c: (order[c.document], c.span.start), default=None)
    if new is None:
        return None
    return Move("reported", f"{figure(new)} {_of(new)}", new.id, who(new.sources), _dated(new, reports))


def _of(claim: Claim) -> str:
    """ "hostages killed"."""
    group = plain(claim.group.text) if claim.group else ""
    return " ".join(filter(None, (group or "people", plain(claim.status or ""))))


def _dated(claim: Claim, reports: Mapping[str, Document]) -> str:
    return when(reports[claim.document].published.value or "")
