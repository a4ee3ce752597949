"""The evidence of one claim: its sentence in the report, the chain by which it came, and all that bears on it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from crosswire.desk.api.answers import answer
from crosswire.desk.api.asked import TheTold, claims_of, documents_of, entries_of, heading
from crosswire.desk.api.published import gives, named, problems
from crosswire.desk.api.single import claim_of
from crosswire.desk.counter import desk_of
from crosswire.desk.standing import Told
from crosswire.model import Account, Claim, Document
from crosswire.searching import sentence_of

router = APIRouter(generate_unique_id_function=named)


@router.get("/claims/{id}/evidence", tags=["Claims"], responses={**gives("Evidence"), **problems(400, 404)})
def get_evidence(request: Request, id: str, told: TheTold) -> Response:
    """A claim's sentence, its chain from origin to outlet, the figures it bears on, and every related claim."""
    claim = claim_of(told, id)
    return answer(desk_of(request), request, told, lambda: _evidence(told, claim))


def _evidence(told: Told, claim: Claim) -> dict[str, Any]:
    account, entry = told.account, entries_of(told, told.account)
    document = documents_of(told)[claim.document]
    span = sentence_of(document.text, claim.span)
    unplaced = next((u.reason for u in account.unplaced if u.claim == claim.id), None)
    return {
        **heading(told),
        "claim": entry(claim),
        "document": entry(document),
        "sentence": {"text": document.text[span.start : span.end], "start": span.start, "end": span.end},
        "chain": chain(claim, document),
        "tallies": _tallies(account, claim),
        "related": _related(told, claim),
        "judgements": [entry(j) for j in account.judgements if {claim.id, claim.document} & {j.a, j.b}],
        "unplaced": unplaced,
    }


def chain(claim: Claim, document: Document) -> list[dict[str, Any]]:
    """The hops, origin first: who says it, who passed it on, the agencies credited, the outlet that prints it."""
    hops: list[dict[str, Any]] = [
        {
            "place": "source",
            "name": source.name,
            "kind": source.kind,
            "anonymous": source.anonymous,
            "cue": source.cue,
            "start": source.span.start if source.span else None,
            "end": source.span.end if source.span else None,
        }
        for source in claim.sources
    ]
    met = {source.name.casefold() for source in claim.sources}
    printed = [("agency", "agency", name) for name in document.agencies]
    printed += [("outlet", "outlet", document.publisher)] if document.publisher else []
    for place, kind, name in printed:
        if name.casefold() not in met:
            met.add(name.casefold())
            hops.append({"place": place, "name": name, "kind": kind, "anonymous": False, "cue": None, "start": None,
                         "end": None})  # fmt: skip
    return hops


def _tallies(account: Account, claim: Claim) -> list[dict[str, Any]]:
    """The figures that rest on the claim or that it opposes, and what became of it when they were settled."""
    found = []
    for tally in account.tallies:
        side = "support" if claim.id in tally.support else "dissent" if claim.id in tally.dissent else None
        if side is not None:
            step = next((step for step in tally.trace if step.claim == claim.id), None)
            used, why = (step.used, step.why) if step else (None, None)
            found.append({"id": tally.id, "side": side, "used": used, "why": why})
    return found


def _related(told: Told, claim: Claim) -> list[dict[str, Any]]:
    """Each relation in which the claim stands, with the other claim."""
    entry, claims = entries_of(told, told.account), claims_of(told)
    found = []
    for relation in told.account.relations:
        if claim.id in (relation.a, relation.b):
            other = claims.get(relation.b if relation.a == claim.id else relation.a)
            found.append({"relation": entry(relation), "claim": entry(other) if other else None})
    return found
