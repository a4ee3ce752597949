"""What a request asks for: an account, and within it an incident."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Depends, Query, Request

from crosswire.desk.access import Caller, needs
from crosswire.desk.access.refusals import later
from crosswire.desk.api.answers import part
from crosswire.desk.counter import TheView, desk_of
from crosswire.desk.pages.shares import standing_for
from crosswire.desk.processes import Ended
from crosswire.desk.standing import NotYet, Told, View
from crosswire.errors import UnknownClaim
from crosswire.handover.focus import focused
from crosswire.members import incident_named
from crosswire.model import Account, Claim, Document, Incident
from crosswire.report.json import entries

#: seconds after which an account that was not there may be
_SOON = 2.0

Reader = Annotated[Caller, Depends(needs("read"))]
Incidents = Annotated[
    str | None,
    Query(
        alias="incident",
        description="Only what belongs to this incident: its id, the id's beginning, or the id of a report in it.",
    ),
]


def told_of(request: Request, view: TheView, caller: Reader) -> Told:
    """The account that an address names; 503 with a time to wait while it is being made."""
    return stands(request, view)


def stands(request: Request, view: View) -> Told:
    """The account of a view, in this request."""
    try:
        return desk_of(request).standing.told(view)
    except (NotYet, Ended) as error:
        raise later(_SOON, str(error), 503) from None


TheTold = Annotated[Told, Depends(told_of)]


def narrowed(told: Told, incident: str | None) -> Account:
    """The account, or what it holds of one incident, kept; raises UnknownClaim where there is none of that name."""
    if incident is None:
        return told.account
    found = incident_of(told, incident)
    account: Account = part(told.kept, f"api incident {found.id}", lambda: _share(told.account, found))
    return account


def _share(account: Account, incident: Incident) -> Account:
    """One incident with its actors: who speaks or is addressed in it, and those to whom they are tied."""
    share = focused(account, incident)
    told = {claim.id for claim in share.claims}
    called = {name.casefold() for claim in share.claims for name in (claim.speaker, claim.addressee) if name}
    called |= {source.name.casefold() for claim in share.claims for source in claim.sources}
    tied: set[str] = set()
    own: set[str] = set()
    for actor in account.actors:
        links = [link for link in actor.links if told.intersection(link.claims)]
        if links or called.intersection(name.casefold() for name in (actor.name, *actor.aliases)):
            own.add(actor.id)
            tied.update(link.to for link in actor.links)
    return replace(share, actors=tuple(actor for actor in account.actors if actor.id in own | tied))


def incident_of(told: Told, name: str) -> Incident:
    """The incident of that id, of an id that begins so, in which that report stands, or which once had that id."""
    try:
        return incident_named(told.account, name)
    except UnknownClaim:
        found = standing_for(told.account, name)
        if found is None:
            raise
        return found


def entries_of(told: Told, account: Account) -> Callable[[Any], dict[str, Any]]:
    """What makes the report's entry of a claim, a tally ... of this account."""
    if account is not told.account:
        return entries(account)
    made: Callable[[Any], dict[str, Any]] = part(told.kept, "api entries", lambda: entries(account))
    return made


def claims_of(told: Told) -> dict[str, Claim]:
    """The claims by their ids."""
    found: dict[str, Claim] = part(told.kept, "api claims", lambda: {claim.id: claim for claim in told.account.claims})
    return found


def documents_of(told: Told) -> dict[str, Document]:
    """The reports by their ids."""
    found: dict[str, Document] = part(
        told.kept, "api documents", lambda: {document.id: document for document in told.account.documents}
    )
    return found


def heading(told: Told) -> dict[str, Any]:
    """What every answer about an account begins with."""
    account = told.account
    return {
        "revision": told.revision,
        "as_of": account.as_of,
        "known_by": account.known_by,
        "policy": account.policy,
    }


def written(told: Told, account: Account, values: Sequence[Any]) -> list[dict[str, Any]]:
    """The report's entries of these values."""
    return list(map(entries_of(told, account), values))
