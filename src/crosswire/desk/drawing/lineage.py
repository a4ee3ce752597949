"""Who takes from whom in an incident: reprints, credits, citations and shared passages, counted by outlet.

Nothing is guessed: a line is a report that reprints another (`Document.copy_of`), credits an agency, names a medium
as its source, or has passages of another word for word (`Overlap`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from crosswire.model import Account, Claim, Document, Incident
from crosswire.report.wording import plain, plural

REPRINT, CREDIT, CITE, SHARE = "reprint", "credit", "cite", "share"
#: what makes a tie of each manner go without saying
_PLAINER = {REPRINT: set[str](), CREDIT: {REPRINT}, CITE: {REPRINT, CREDIT}, SHARE: {REPRINT, CREDIT, CITE}}
#: kinds of sources that are themselves media, from which a report may have its words
_MEDIA = frozenset({"agency", "outlet", "state media"})
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes: ``key`` tells outlets apart, ``reports`` are those of the incident that it published itself."""

    key: str
    name: str
    reports: int


@dataclass(frozen=True, slots=True)
class Taking:
    """One outlet takes from another in one manner, in so many reports; ``known`` if it is known who came first."""

    taker: str
    origin: str
    manner: str
    reports: int
    known: bool = True


@dataclass(frozen=True, slots=True)
class Lineage:
    """All outlets of an incident and what they take from each other, in an order that never varies."""

    outlets: tuple[Outlet, ...]
    takings: tuple[Taking, ...]

    def alone(self) -> tuple[Outlet, ...]:
        """Outlets that neither take nor are taken from."""
        tied = {key for taking in self.takings for key in (taking.taker, taking.origin)}
        return tuple(outlet for outlet in self.outlets if outlet.key not in tied)

    def names(self) -> Mapping[str, str]:
        """What to call each outlet."""
        return {outlet.key: outlet.name for outlet in self.outlets}


def lineage(account: Account, incident: Incident) -> Lineage:
    """Who takes from whom in the reports of one incident."""
    reports = {document.id: document for document in account.documents}
    own = [reports[id] for id in incident.documents if id in reports]
    names: dict[str, str] = {}
    published: dict[str, int] = {}
    for document in own:
        key = _named(names, publisher(document))
        published[key] = published.get(key, 0) + 1
    found: dict[tuple[str, str, str], set[str]] = {}
    unsure: set[tuple[str, str, str]] = set()
    for taker, origin, manner, report, known in _ties(account, incident, own, reports):
        edge = (_named(names, taker), _named(names, origin), manner)
        if edge[0] != edge[1]:
            found.setdefault(edge, set()).add(report)
            if not known:
                unsure.add(edge)
    takings = [Taking(*edge, len(told), edge not in unsure) for edge, told in found.items()]
    outlets = tuple(Outlet(key, name, published.get(key, 0)) for key, name in sorted(names.items()))
    return Lineage(outlets, tuple(sorted(_plainer(takings), key=lambda t: (t.taker, t.origin, t.manner))))


def publisher(document: Document) -> str:
    """Who published the report; the report's own name where it does not say."""
    return document.publisher or document.id


def _named(names: dict[str, str], name: str) -> str:
    shown = plain(name)
    key = " ".join(_ARTICLE.sub("", shown).casefold().split()) or shown
    names.setdefault(key, shown)
    return key


def _ties(
    account: Account, incident: Incident, own: list[Document], reports: Mapping[str, Document]
) -> Iterator[tuple[str, str, str, str, bool]]:
    """Taker, origin, manner, the report that shows it, and whether it is known who came first."""
    for document in own:
        original = reports.get(document.copy_of or "")
        if original is not None:
            yield publisher(document), publisher(original), REPRINT, document.id, True
        for agency in document.agencies:
            if original is None or agency not in original.agencies:
                yield publisher(document), agency, CREDIT, document.id, True
    mine = {document.id for document in own}
    for claim in account.claims:
        if claim.document in mine and account.claim_incident.get(claim.id) == incident.id and not claim.background:
            yield from _cited(claim, reports[claim.document])
    for overlap in account.overlaps:
        if overlap.kind != "copy" and overlap.document in mine and overlap.of in mine:
            one, other = reports[overlap.document], reports[overlap.of]
            if one.copy_of is None and other.copy_of is None:
                yield publisher(one), publisher(other), SHARE, one.id, overlap.direction != "unknown"


def _cited(claim: Claim, report: Document) -> Iterator[tuple[str, str, str, str, bool]]:
    """ "Gunmen told ANI, the radio reported": the radio takes from ANI, the report from the radio."""
    media = [source.name for source in claim.sources if source.kind in _MEDIA and not source.anonymous]
    if media and report.copy_of is None:
        for origin, taker in pairwise([*media, publisher(report)]):
            yield taker, origin, CITE, report.id, True


def _plainer(takings: list[Taking]) -> Iterator[Taking]:
    """Of two outlets the plainer tie: who reprints need not be said to credit, who credits not to cite.

    Shared passages are not told of two who are tied anyhow.
    """
    manners: dict[tuple[str, str], set[str]] = {}
    for taking in takings:
        manners.setdefault((taking.taker, taking.origin), set()).add(taking.manner)
    for taking in takings:
        pair = (taking.taker, taking.origin)
        known = manners[pair] | (manners.get(pair[::-1], set()) if taking.manner == SHARE else set())
        if not known & _PLAINER[taking.manner]:
            yield taking


# --- in words ------------------------------------------------------------------------------------

_VERBS = {REPRINT: "reprints", CREDIT: "credits", CITE: "cites"}
#: no more sentences than these; the rest is counted
_MOST = 60


def told(found: Lineage) -> Iterator[str]:
    """ "The Courier reprints Halyard (2 reports)": one sentence for each tie, then who stands alone."""
    names = found.names()
    for taking in found.takings[:_MOST]:
        yield _sentence(taking, names)
    if len(found.takings) > _MOST:
        yield f"And {plural(len(found.takings) - _MOST, 'tie')} more."
    alone = [outlet.name for outlet in found.alone()]
    if alone:
        more = f" and {len(alone) - _MOST} more" if len(alone) > _MOST else ""
        lead = (
            "Not seen to take from anybody, nor to be taken from" if found.takings else "Nobody is seen to copy anybody"
        )
        yield f"{lead}: {', '.join(alone[:_MOST])}{more}."


def _sentence(taking: Taking, names: Mapping[str, str]) -> str:
    taker, origin = names[taking.taker], names[taking.origin]
    count = plural(taking.reports, "report")
    if taking.manner in _VERBS:
        return f"{taker} {_VERBS[taking.manner]} {origin} ({count})."
    if taking.known:
        return f"{taker} has passages that {origin} had before, word for word ({count})."
    return f"{taker} and {origin} share passages word for word; which came first is not known ({count})."
