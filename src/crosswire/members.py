"""Incidents by what a person calls them, and the reports by which a judgement names one.

An incident's id may change while reports come in, so a judgement holds some of its reports instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from crosswire.errors import UnknownClaim
from crosswire.judgements import named_reports, report_in
from crosswire.model import Account, Incident, Judgement

#: reports by which an incident is named: several, as one of them may be set apart, or replaced by a later version
ANCHORS = 5


def incident_named(account: Account, name: str) -> Incident:
    """The incident whose id is ``name`` or alone begins with it, or in which alone the report of that id stands."""
    if any(document.id == name for document in account.documents):
        return standing_in(account, name)
    found = [incident for incident in account.incidents if name and incident.id.startswith(name)]
    if len(found) != 1:
        raise UnknownClaim(f"{name}: {'several incidents begin so' if found else 'no such incident or report'}")
    return found[0]


def standing_in(account: Account, document: str) -> Incident:
    """The one incident in which the report stands; raises UnknownClaim, with their ids, where there are several."""
    found = [incident for incident in account.incidents if document in incident.documents]
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(f"{incident.id} ({incident.label})" for incident in found)
        raise UnknownClaim(f"{document}: stands in several incidents; name one of them: {several}")
    known = any(other.id == document for other in account.documents)
    raise UnknownClaim(f"{document}: {'stands in no incident' if known else 'no such incident or report'}")


def anchors(account: Account, incident: Incident, *, of: str | None = None, but: str | None = None) -> list[str]:
    """The names of the earliest reports that tell this incident, those that tell no other first.

    A report that tells several is named with a place in it: ``day.txt@412``.  ``of`` asks for the name of one report,
    ``but`` leaves out one and all that have its text.  Raises UnknownClaim where nothing of it can be named.
    """
    original = {document.id: document.copy_of or document.id for document in account.documents}
    told = [id for id in incident.documents if original[id] == id or original[id] not in incident.documents]
    wanted = [of] if of else [id for id in told if but is None or original[id] != original[but]]
    alone = [id for id in wanted if sum(id in other.documents for other in account.incidents) == 1]
    parts = [name for id in wanted if id not in alone and (name := _part(account, incident, id)) is not None]
    if not alone and not parts and but is None:
        raise UnknownClaim(f"{incident.id}: nothing is counted there by which it could be named; name another report")
    return [*alone, *parts][:ANCHORS]


def _part(account: Account, incident: Incident, document: str) -> str | None:
    """The report's name with a place at which it tells this incident."""
    told = account.claim_incident
    places = [
        (claim.number or claim.span).start
        for claim in account.claims
        if claim.document == document and told.get(claim.id) == incident.id
    ]
    return f"{document}@{min(places)}" if places else None


def homes_of(account: Account, judgement: Judgement) -> Iterator[Incident]:
    """The incidents in which stand the reports that come first on either side, each once."""
    known = {document.id for document in account.documents}
    one, other = named_reports(judgement)
    first = {report_in(side[0], known)[0] for side in (one, other)}
    for incident in account.incidents:
        if first & set(incident.documents):
            yield incident
