"""One thing of the account by its id, the report as a whole, what was searched for, and how figures changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import RedirectResponse

from crosswire.asking import STATUSES
from crosswire.clocks import clocks
from crosswire.desk.api.answers import JSON, answer, encoded, one_of, part
from crosswire.desk.api.asked import (
    Incidents,
    Reader,
    TheTold,
    claims_of,
    documents_of,
    entries_of,
    heading,
    incident_of,
    narrowed,
    stands,
)
from crosswire.desk.api.paging import DEFAULT, After, Limit, paged
from crosswire.desk.api.published import gives, named, problems, text
from crosswire.desk.counter import Desk, TheDesk, TheView, desk_of
from crosswire.desk.standing import Told
from crosswire.errors import UnknownClaim
from crosswire.model import Claim, Clocks, Document, History
from crosswire.particulars import claim_named
from crosswire.policies import POLICIES
from crosswire.report import changes
from crosswire.report.json import dumped

router = APIRouter(generate_unique_id_function=named)

#: hits that are looked through when only those of an earlier moment are wanted
_DEEP = 2000


@router.get("/incidents/{id}", tags=["Account"], responses={**gives("Incident"), **problems(400, 404), 307: {}})
def get_incident(request: Request, id: str, told: TheTold) -> Response:
    """One incident; an id that it had before, or that of a report in it, is redirected to its id of now."""
    found = incident_of(told, id)
    if found.id != id:
        return _redirected(request, id, found.id)
    return answer(desk_of(request), request, told, lambda: entries_of(told, told.account)(found))


@router.get("/incidents/{id}/report", tags=["Account"], responses={**gives("Report"), **problems(400, 404), 307: {}})
def get_incident_report(request: Request, id: str, told: TheTold) -> Response:
    """The whole `crosswire.report/1` of one incident, narrowed to its reports."""
    found = incident_of(told, id)
    if found.id != id:
        return _redirected(request, id, found.id)
    return answer(desk_of(request), request, told, lambda: dumped(narrowed(told, found.id)))


def _redirected(request: Request, id: str, now: str) -> Response:
    """The same address under the id of now; for a while only, as that may change, too."""
    root, tail = request.url.path.split("/incidents/", 1)[0], "/report" if request.url.path.endswith("/report") else ""
    asked = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{root}/incidents/{quote(now, safe='')}{tail}{asked}", 307)


@router.get("/documents/{id:path}/text", tags=["Reports"], responses={**text("text/plain"), **problems(400, 404)},
            response_class=Response)  # fmt: skip
def get_document_text(request: Request, id: str, told: TheTold) -> Response:
    """A report's text, to the character: what all offsets count in."""
    known = documents_of(told)
    if id not in known and f"{id}/text" in known:  # a report may be called so
        return get_document(request, f"{id}/text", told)
    document = _document(known, id)
    return answer(desk_of(request), request, told, lambda: document.text, "text/plain; charset=utf-8")


@router.get("/documents/{id:path}", tags=["Reports"], responses={**gives("Document"), **problems(400, 404)})
def get_document(request: Request, id: str, told: TheTold) -> Response:
    """One report without its text."""
    document = _document(documents_of(told), id)
    return answer(desk_of(request), request, told, lambda: entries_of(told, told.account)(document))


def _document(known: Mapping[str, Document], id: str) -> Document:
    if id not in known:
        raise UnknownClaim(f"{id}: no such report")
    return known[id]


@router.get("/claims/{id}", tags=["Claims"], responses={**gives("Claim"), **problems(400, 404)})
def get_claim(request: Request, id: str, told: TheTold) -> Response:
    """One claim, by its id or what alone begins so."""
    claim = claim_of(told, id)
    return answer(desk_of(request), request, told, lambda: entries_of(told, told.account)(claim))


def claim_of(told: Told, id: str) -> Claim:
    """The claim of that id, or whose id alone begins so; raises UnknownClaim."""
    return claims_of(told).get(id) or claim_named(told.account, id)


@router.get("/tallies/{id}", tags=["Account"], responses={**gives("Tally"), **problems(400, 404)})
def get_tally(request: Request, id: str, told: TheTold) -> Response:
    """One figure, with the trace by which its policy came to it."""
    found = next((tally for tally in told.account.tallies if tally.id == id), None)
    if found is None:
        raise UnknownClaim(f"{id}: no such figure")
    return answer(desk_of(request), request, told, lambda: entries_of(told, told.account)(found))


@router.get("/report", tags=["Account"], responses={**gives("Report"), **problems(400)})
def get_report(request: Request, told: TheTold) -> Response:
    """The whole report, byte for byte as `crosswire report --format json` prints it."""
    return answer(desk_of(request), request, told, lambda: dumped(told.account))


@router.get("/policies", tags=["Account"], responses={**gives("Policies"), **problems()})
def list_policies(request: Request, desk: TheDesk, caller: Reader) -> Response:
    """The published rules that settle a figure."""
    found = [{"name": p.name, "summary": p.summary, "source": p.source} for p in POLICIES.values()]
    return desk.shelf.answer(request, ("api policies",), lambda: encoded({"policies": found}), JSON)


# --- searching -----------------------------------------------------------------------------------


@router.get("/search", tags=["Reports"], responses={**gives("Found"), **problems(400, 422)})
def search(
    request: Request,
    told: TheTold,
    q: Annotated[str, Query(description='Words: `"a phrase"`, `word*`, `-without`, `this OR that`.', max_length=2000)],
    limit: Annotated[int, Query(ge=1, le=200, description="Reports, and claims, at most.")] = 20,
) -> Response:
    """The reports and claims that hold these words, the best first; of an earlier moment only those of then."""
    desk = desk_of(request)
    return answer(desk, request, told, lambda: _found(desk, told, q, limit))


def _found(desk: Desk, told: Told, q: str, limit: int) -> str:
    from crosswire.cli.find import as_json
    from crosswire.searching import find

    with desk.open() as ledger:
        if told.view.as_of is None and told.view.known_by is None:
            return as_json(find(ledger, q, limit=limit), q)
        found = find(ledger, q, limit=_DEEP)
    known = {document.id: document.sha256 for document in told.account.documents}
    reports = [hit for hit in found.reports if known.get(hit.document.id) == hit.document.sha256]
    claims = [hit for hit in found.claims if hit.claim.id in claims_of(told)]
    some = replace(
        found,
        reports=tuple(reports[:limit]),
        claims=tuple(claims[:limit]),
        all_reports=len(reports),
        all_claims=len(claims),
    )
    return as_json(some, q)


# --- how figures changed -------------------------------------------------------------------------


@router.get("/history", tags=["Account"], responses={**gives("HistoryPage"), **problems(400, 404, 410, 422)})
def list_history(
    request: Request,
    view: TheView,
    told: TheTold,
    incident: Incidents = None,
    status: Annotated[
        str | None, Query(description="Of people in this state.", json_schema_extra={"enum": [*STATUSES]})
    ] = None,
    tally: Annotated[str | None, Query(description="Of this figure: its id.")] = None,
    limit: Limit = DEFAULT,
    after: After = None,
) -> Response:
    """Every figure with its changes, oldest first: when, from what to what, by which claim, what kind, and why."""
    one_of("status", status, STATUSES)
    named = incident_of(told, incident).id if incident is not None else None
    past, desk = stands(request, replace(view, histories=True)), desk_of(request)
    chosen = [
        history
        for history in past.account.history
        if named in (None, history.incident) and status in (None, history.status) and tally in (None, history.tally)
    ]
    page = paged(request, past, "histories", chosen, lambda history: history.tally, limit, after)

    def body() -> dict[str, Any]:
        some = _changes(desk, past, page.entries)
        return {
            **heading(past),
            "total": page.total,
            "changed": page.changed,
            "next": page.next,
            "histories": [changes.as_entry(history, some) for history in page.entries],
        }

    return answer(desk, request, past, body, link=page.next)


def _changes(desk: Desk, past: Told, histories: Sequence[History]) -> changes.Told:
    """The histories with what their rows point to; a claim that only an earlier account had is not told."""
    account = past.account
    labels = part(past.kept, "api labels", lambda: {incident.id: incident.label for incident in account.incidents})
    claims, documents = claims_of(past), documents_of(past)
    made = {claims[c.claim].id: claims[c.claim] for h in histories for c in h.changes if c.claim in claims}
    return changes.Told(tuple(histories), claims, documents, labels, _clocks(desk, made, documents))


def _clocks(desk: Desk, claims: Mapping[str, Claim], documents: Mapping[str, Document]) -> dict[str, Clocks]:
    """When what each claim says happened, was said, published and recorded."""
    homes = {claim.document: documents[claim.document] for claim in claims.values()}
    with desk.open() as ledger:
        held = {document.id: document for document in ledger.documents() if document.id in homes}
        readings, recorded = ledger.readings(list(held.values())), ledger.recorded()
    return {
        id: clocks(
            claim,
            homes[claim.document],
            readings.get(claim.document),
            recorded.get(claim.document),
            documents.get(homes[claim.document].copy_of or ""),
        )
        for id, claim in claims.items()
    }
