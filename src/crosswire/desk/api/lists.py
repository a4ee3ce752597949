"""The lists of a report, a page at a time: each under the name that it has there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from crosswire.asking import STATUSES
from crosswire.desk.api.answers import answer, one_of
from crosswire.desk.api.asked import Incidents, TheTold, heading, narrowed, written
from crosswire.desk.api.paging import DEFAULT, After, Limit, paged
from crosswire.desk.api.published import gives, named, problems
from crosswire.desk.counter import desk_of
from crosswire.desk.standing import Told
from crosswire.model import Account, Claim, Tally
from crosswire.voices import voices

router = APIRouter(generate_unique_id_function=named)

KINDS = (
    "count", "event", "responsibility", "demand", "offer", "refusal", "denial", "threat", "warning", "motive",
    "forecast", "unverified",
)  # fmt: skip
STATES = ("single", "agreed", "revised", "contested")
TYPES = (
    "same", "echoes", "supports", "revises", "includes", "contradicts", "differs", "coincides", "may-overlap",
)  # fmt: skip
_PROBLEMS = problems(400, 404, 410, 422)


@dataclass(frozen=True, slots=True)
class _List:
    """One list of the report: its name, what it holds, and what identifies an entry from revision to revision."""

    name: str
    of: Callable[[Account], Sequence[Any]]
    key: Callable[[Any], str]
    says: str
    tag: str = "Account"


def _id(entry: Any) -> str:
    return str(entry.id)


_LISTS = (
    _List("balances", lambda a: a.balances, lambda b: f"{b.incident} {b.total} {b.parts} {b.group}",
          "Wholes and their parts, and whether they add up."),
    _List("fates", lambda a: a.fates, _id, "The fate ledger: each group of known size and what became of it."),
    _List("violations", lambda a: a.violations, lambda v: f"{v.incident} {v.kind} {v.claims}",
          "What cannot hold together, each with the fewest claims that show it."),
    _List("timeline", lambda a: a.timeline, lambda m: f"{m.start} {m.claims[:1]}", "What happened, in order."),
    _List("actors", lambda a: a.actors, _id, "Persons and organisations that act or speak."),
    _List("overlaps", lambda a: a.overlaps, lambda o: f"{o.document}\x1f{o.of}\x1f{o.kind}",
          "What reports share word for word with earlier ones.", "Reports"),
    _List("sources", voices, lambda v: f"{v.anonymous} {v.kind} {v.name.casefold()}",
          "Who speaks: each source with its kind, its interest and its track record in this account.", "Reports"),
    _List("unplaced", lambda a: a.unplaced, lambda u: str(u.claim), "Counts that belong to no tally, and why."),
    _List("warnings", lambda a: a.warnings, lambda w: f"{w.document}\x1f{w.text}",
          "What a reader must know about single reports.", "Reports"),
)  # fmt: skip


def _page(
    request: Request,
    told: Told,
    account: Account,
    name: str,
    chosen: Sequence[Any],
    key: Callable[[Any], str],
    limit: int,
    after: str | None,
) -> Response:
    """A page of a list as the report words it, with what there is in all and the address of the next."""
    page = paged(request, told, name, chosen, key, limit, after)

    def body() -> dict[str, Any]:
        return {
            **heading(told),
            "total": page.total,
            "changed": page.changed,
            "next": page.next,
            name: written(told, account, page.entries),
        }

    return answer(desk_of(request), request, told, body, link=page.next)


def _route(listed: _List) -> None:
    """The route of a list that knows no other choice than the incident."""

    def route(
        request: Request, told: TheTold, incident: Incidents = None, limit: Limit = DEFAULT, after: After = None
    ) -> Response:
        account = narrowed(told, incident)
        return _page(request, told, account, listed.name, listed.of(account), listed.key, limit, after)

    route.__name__ = f"list_{listed.name}"
    router.get(
        f"/{listed.name}",
        tags=[listed.tag],
        summary=listed.says,
        responses={**gives(f"{listed.name.capitalize()}Page"), **_PROBLEMS},
    )(route)


for _listed in _LISTS:
    _route(_listed)


# --- lists that are asked more of ----------------------------------------------------------------


@router.get("/incidents", tags=["Account"], responses={**gives("IncidentsPage"), **_PROBLEMS})
def list_incidents(
    request: Request,
    told: TheTold,
    type: Annotated[str | None, Query(description="Of this type: hostage-taking, earthquake ...")] = None,
    country: Annotated[str | None, Query(description="In this country: its ISO 3166 code of two letters.")] = None,
    limit: Limit = DEFAULT,
    after: After = None,
) -> Response:
    """What the reports are about, the earliest first."""
    chosen = [
        incident
        for incident in told.account.incidents
        if type in (None, incident.type)
        and (country is None or (incident.place is not None and incident.place.country == country.upper()))
    ]
    return _page(request, told, told.account, "incidents", chosen, _id, limit, after)


@router.get("/documents", tags=["Reports"], responses={**gives("DocumentsPage"), **_PROBLEMS})
def list_documents(
    request: Request,
    told: TheTold,
    incident: Incidents = None,
    publisher: Annotated[str | None, Query(description="Of this outlet, in any case.")] = None,
    limit: Limit = DEFAULT,
    after: After = None,
) -> Response:
    """The reports, without their texts."""
    account = narrowed(told, incident)
    wanted = publisher.casefold() if publisher is not None else None
    chosen = [d for d in account.documents if wanted is None or (d.publisher or "").casefold() == wanted]
    return _page(request, told, account, "documents", chosen, _id, limit, after)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims; what is None is not asked."""

    incident: str | None
    status: str | None
    kind: str | None
    role: str | None
    nationality: str | None
    source_kind: str | None
    document: str | None
    background: bool | None

    def fits(self, claim: Claim) -> bool:
        """True of a claim that is all that is asked; who says it is the first of its sources."""
        group = claim.group
        return (
            self.status in (None, claim.status)
            and self.kind in (None, claim.kind)
            and (self.role is None or (group is not None and group.role == self.role))
            and (self.nationality is None or (group is not None and self.nationality in _folded(group.nationality)))
            and (self.source_kind is None or self.source_kind in [source.kind for source in claim.sources[:1]])
            and self.document in (None, claim.document)
            and self.background in (None, claim.background)
        )


def _folded(names: Sequence[str]) -> list[str]:
    return [name.casefold() for name in names]


def wanted(
    incident: Incidents = None,
    status: Annotated[
        str | None, Query(description="Of people in this state.", json_schema_extra={"enum": [*STATUSES]})
    ] = None,
    kind: Annotated[str | None, Query(description="Of this kind.", json_schema_extra={"enum": [*KINDS]})] = None,
    role: Annotated[str | None, Query(description="Of people of this role: hostage, militant, civilian ...")] = None,
    nationality: Annotated[str | None, Query(description="Of people of this nationality, in any case.")] = None,
    source_kind: Annotated[
        str | None, Query(description="Whose origin is a source of this kind: official, military, witness ...")
    ] = None,
    document: Annotated[str | None, Query(description="Read in this report: its id.")] = None,
    background: Annotated[bool | None, Query(description="Told as background, or not.")] = None,
) -> Wanted:
    """The claims that an address asks for; 422 for a state or a kind that there is not."""
    one_of("status", status, STATUSES)
    one_of("kind", kind, KINDS)
    nation = nationality.casefold() if nationality is not None else None
    return Wanted(incident, status, kind, role, nation, source_kind, document, background)


TheWanted = Annotated[Wanted, Depends(wanted)]


def claims_wanted(told: Told, asked: Wanted) -> tuple[Account, list[Claim]]:
    """The account, narrowed to the incident asked for, and its claims that fit."""
    account = narrowed(told, asked.incident)
    return account, [claim for claim in account.claims if asked.fits(claim)]


@router.get("/claims", tags=["Claims"], responses={**gives("ClaimsPage"), **_PROBLEMS})
def list_claims(
    request: Request, told: TheTold, asked: TheWanted, limit: Limit = DEFAULT, after: After = None
) -> Response:
    """Every assertion found, by report and position."""
    account, chosen = claims_wanted(told, asked)
    return _page(request, told, account, "claims", chosen, _id, limit, after)


@router.get("/tallies", tags=["Account"], responses={**gives("TalliesPage"), **_PROBLEMS})
def list_tallies(
    request: Request,
    told: TheTold,
    incident: Incidents = None,
    status: Annotated[
        str | None, Query(description="Of people in this state.", json_schema_extra={"enum": [*STATUSES]})
    ] = None,
    role: Annotated[str | None, Query(description="Of people of this role.")] = None,
    state: Annotated[str | None, Query(description="Standing so.", json_schema_extra={"enum": [*STATES]})] = None,
    limit: Limit = DEFAULT,
    after: After = None,
) -> Response:
    """The figures of the account, each with its bounds, roots, dissent and trace."""
    one_of("status", status, STATUSES)
    one_of("state", state, STATES)
    account = narrowed(told, incident)

    def fits(tally: Tally) -> bool:
        return status in (None, tally.status) and role in (None, tally.group.role) and state in (None, tally.state)

    return _page(request, told, account, "tallies", [*filter(fits, account.tallies)], _id, limit, after)


@router.get("/relations", tags=["Claims"], responses={**gives("RelationsPage"), **_PROBLEMS})
def list_relations(
    request: Request,
    told: TheTold,
    incident: Incidents = None,
    type: Annotated[str | None, Query(description="Of this type.", json_schema_extra={"enum": [*TYPES]})] = None,
    claim: Annotated[str | None, Query(description="In which this claim stands: its id.")] = None,
    limit: Limit = DEFAULT,
    after: After = None,
) -> Response:
    """How claims stand to each other; `a` acts on `b`."""
    one_of("type", type, TYPES)
    account = narrowed(told, incident)
    chosen = [r for r in account.relations if type in (None, r.type) and (claim is None or claim in (r.a, r.b))]
    return _page(request, told, account, "relations", chosen, lambda r: f"{r.a} {r.b} {r.type} {r.rule}", limit, after)
