"""The parts of an account as plain values, key for key as docs/json.md and report.schema.json say."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from crosswire.model import (
    Account,
    Actor,
    Balance,
    Claim,
    Document,
    Fate,
    Group,
    Hedge,
    Incident,
    Interval,
    Judgement,
    Moment,
    Overlap,
    Place,
    Relation,
    Source,
    Span,
    State,
    Tally,
    Unplaced,
    Violation,
    Warning,
)
from crosswire.settling import settling
from crosswire.voices import Voice


def entries(account: Account) -> Callable[[Any], dict[str, Any]]:
    """What makes of one document, claim, tally ... of the account the entry that the report has for it."""
    claims = {claim.id: claim for claim in account.claims}
    homes = account.claim_incident | account.earlier

    def entry(value: Any) -> dict[str, Any]:
        if isinstance(value, Claim):
            return _claim(value, homes.get(value.id))
        if isinstance(value, Relation):
            return _relation(value, claims)
        return _ENTRIES[type(value)](value)

    return entry


def _document(document: Document) -> dict[str, Any]:
    published = document.published
    return {
        "id": document.id,
        "sha256": document.sha256,
        "url": document.url,
        "title": document.title,
        "publisher": document.publisher,
        "agencies": list(document.agencies),
        "dateline": document.dateline,
        "published": {"value": published.value, "basis": published.basis, "reason": published.reason},
        "language": document.language,
        "copy_of": document.copy_of,
    }


def _overlap(overlap: Overlap) -> dict[str, Any]:
    return {
        "document": overlap.document,
        "of": overlap.of,
        "kind": overlap.kind,
        "direction": overlap.direction,
        "share": overlap.share,
        "passages": [
            {"start": here.start, "end": here.end, "of_start": there.start, "of_end": there.end}
            for here, there in overlap.passages
        ],
    }


def _incident(incident: Incident) -> dict[str, Any]:
    return {
        "id": incident.id,
        "label": incident.label,
        "type": incident.type,
        "place": _place(incident.place),
        "start": incident.start,
        "end": incident.end,
        "documents": list(incident.documents),
    }


def _claim(claim: Claim, incident: str | None) -> dict[str, Any]:
    return {
        "id": claim.id,
        "kind": claim.kind,
        "document": claim.document,
        "incident": incident,
        "background": claim.background,
        "quote": claim.quote,
        "start": claim.span.start,
        "end": claim.span.end,
        **(_count(claim) if claim.kind == "count" else _statement(claim)),
        "sources": [_source(source) for source in claim.sources],
        "certainty": list(claim.certainty),
        "hedges": [_hedge(hedge) for hedge in claim.hedges],
        "time": _interval(claim.time),
        "place": _place(claim.place),
    }


def _count(claim: Claim) -> dict[str, Any]:
    return {
        "number": {"text": claim.number_text or "", **_span(claim.number)} if claim.number else None,
        "low": claim.low,
        "high": claim.high,
        "approximate": claim.approximate,
        "status": claim.status,
        "group": _group(claim.group or Group("")),
        "people": [{"name": person.name, **_span(person.span)} for person in claim.people],
        "scope": claim.scope,
        "part_of": claim.part_of,
        "out_of": claim.out_of,
        "named": claim.named,
    }


def _statement(claim: Claim) -> dict[str, Any]:
    return {
        "event": claim.event,
        "speaker": claim.speaker,
        "addressee": claim.addressee,
        "about": list(claim.about),
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "text": group.text,
        "role": group.role,
        "nationality": list(group.nationality),
        "employer": group.employer,
        "sex": group.sex,
        "age": group.age,
        "allegiance": group.allegiance,
    }


def _class(group: Group, label: str) -> dict[str, Any]:
    """A group of the account, not of one sentence: what its members share, and what to call them."""
    return {"role": group.role, "nationality": list(group.nationality), "employer": group.employer, "label": label}


def _source(source: Source) -> dict[str, Any]:
    return {
        "name": source.name,
        "kind": source.kind,
        "anonymous": source.anonymous,
        **_span(source.span),
        "cue": source.cue,
    }


def _hedge(hedge: Hedge) -> dict[str, Any]:
    return {"label": hedge.label, **_span(hedge.span)}


def _span(span: Span | None) -> dict[str, int | None]:
    return {"start": span.start if span else None, "end": span.end if span else None}


def _interval(time: Interval | None) -> dict[str, Any] | None:
    return {"start": time.start, "end": time.end, "text": time.text} if time else None


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "name": place.name,
        "country": place.country,
        "latitude": _finite(place.latitude),
        "longitude": _finite(place.longitude),
        "precision": place.precision,
    }


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _relation(relation: Relation, claims: Mapping[str, Claim]) -> dict[str, Any]:
    a, b = claims.get(relation.a), claims.get(relation.b)
    return {
        "a": relation.a,
        "b": relation.b,
        "type": relation.type,
        "change": relation.change,
        "rule": relation.rule,
        "reason": relation.reason,
        "settle": settling(relation, a, b) if a and b else None,
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "id": tally.id,
        "incident": tally.incident,
        "episode": tally.episode,
        "part_of": tally.part_of,
        "derived": tally.derived,
        "status": tally.status,
        "group": _class(tally.group, tally.label),
        "low": tally.low,
        "best": tally.best,
        "high": tally.high,
        "state": tally.state,
        "roots": tally.roots,
        "support": list(tally.support),
        "dissent": list(tally.dissent),
        "rule": tally.rule,
        "reason": tally.reason,
        "trace": [{"claim": step.claim, "used": step.used, "why": step.why} for step in tally.trace],
    }


def _balance(balance: Balance) -> dict[str, Any]:
    return {
        "incident": balance.incident,
        "group": _class(balance.group, balance.group.text),
        "total": balance.total,
        "parts": list(balance.parts),
        "holds": balance.holds,
        "unexplained": list(balance.unexplained),
        "reason": balance.reason,
    }


def _fate(fate: Fate) -> dict[str, Any]:
    return {
        "id": fate.id,
        "incident": fate.incident,
        "group": _class(fate.group, fate.label),
        "size": _state(fate.size),
        "states": [_state(state) for state in fate.states],
        "accounted": list(fate.accounted),
        "unexplained": list(fate.unexplained),
        "derived": fate.derived,
        "holds": fate.holds,
        "reason": fate.reason,
    }


def _state(state: State) -> dict[str, Any]:
    return {
        "status": state.status,
        "low": state.low,
        "high": state.high,
        "approximate": state.approximate,
        "tallies": list(state.tallies),
        "claims": list(state.claims),
        "derived": state.derived,
        "counted": state.counted,
    }


def _violation(violation: Violation) -> dict[str, Any]:
    return {
        "incident": violation.incident,
        "kind": violation.kind,
        "claims": list(violation.claims),
        "reason": violation.reason,
    }


def _moment(moment: Moment) -> dict[str, Any]:
    return {"start": moment.start, "end": moment.end, "text": moment.text, "claims": list(moment.claims)}


def _actor(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.id,
        "name": actor.name,
        "aliases": list(actor.aliases),
        "kind": actor.kind,
        "links": [
            {
                "to": link.to,
                "type": link.type,
                "claims": list(link.claims),
                "evidence": [{"document": found.document, **_span(found.span)} for found in link.evidence],
            }
            for link in actor.links
        ],
    }


def _voice(voice: Voice) -> dict[str, Any]:
    return {
        "name": voice.name,
        "kind": voice.kind,
        "anonymous": voice.anonymous,
        "interest": voice.interest,
        "claims": list(voice.claims),
        "relayed": list(voice.relayed),
        "figures": voice.figures,
        "revised": voice.revised,
        "contradicted": voice.contradicted,
    }


def _judgement(judgement: Judgement) -> dict[str, Any]:
    return {
        "n": judgement.seq,
        "type": judgement.type,
        "a": judgement.a,
        "b": judgement.b,
        "traits": [list(pair) for pair in judgement.traits],
        "since": judgement.since,
        "made_by": judgement.made_by,
        "made_at": judgement.made_at,
        "reason": judgement.reason,
    }


def _unplaced(unplaced: Unplaced) -> dict[str, Any]:
    return {"claim": unplaced.claim, "reason": unplaced.reason}


def _warning(warning: Warning) -> dict[str, Any]:
    return {"document": warning.document, "text": warning.text}


_ENTRIES: Mapping[type, Callable[[Any], dict[str, Any]]] = {
    Document: _document,
    Incident: _incident,
    Tally: _tally,
    Balance: _balance,
    Fate: _fate,
    Violation: _violation,
    Moment: _moment,
    Actor: _actor,
    Overlap: _overlap,
    Voice: _voice,
    Judgement: _judgement,
    Unplaced: _unplaced,
    Warning: _warning,
}
