"""``claims.csv`` and ``tallies.csv``: the account itself as two flat tables.

The first columns of ``claims.csv`` are those of the flat table of loss claims of Radford, Dai, Stoehr, Schein,
Fernandez and Sajid, "Estimating conflict losses and reporting biases" (PNAS 2023); the rest are ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from crosswire.export.table import Cell, Row, Sheet, Value
from crosswire.model import Account, Claim, Document, Group, Incident, Place, Source, Tally

#: Radford's nine, then what a claim is here: its words, what it counts, who says so, when, where
CLAIM_COLUMNS = (
    "days", "loss_count", "loss_type", "claim_source", "time_frame", "loss_country", "minimum", "maximum", "category",
    "id", "incident", "background", "kind", "document", "url", "publisher", "published", "quote", "start", "end",
    "number", "number_start", "number_end", "approximate", "event", "group", "nationality", "employer", "sex", "age",
    "allegiance", "people", "named", "scope", "part_of", "out_of", "sources", "source_kinds", "anonymous", "cues",
    "certainty", "time_start", "time_end", "time_text", "place", "country", "latitude", "longitude",
    "place_precision", "speaker", "addressee", "about",
)  # fmt: skip
TALLY_COLUMNS = (
    "id", "incident", "incident_label", "episode", "status", "label", "role", "nationality", "employer", "low", "best",
    "high", "state", "roots", "support", "dissent", "rule", "reason", "derived", "part_of",
)  # fmt: skip

#: Radford's time_frame is "day" or "cumulative"; words say the second, and nothing that a claim keeps says the first
_FRAMES = {"total": "cumulative", "cumulative": "cumulative"}


def claims_sheet(account: Account) -> Sheet:
    """One row a claim, in the account's order; nothing is lost but the relations, which are no claims."""
    rows = [
        {name: Cell(value, (str(row["id"]),) if name == "id" else ()) for name, value in row.items()}
        for row in claim_rows(account, account.claims)
    ]
    return Sheet(CLAIM_COLUMNS, tuple(rows), {})


def claim_rows(account: Account, claims: Iterable[Claim]) -> Iterator[dict[str, Value]]:
    """The cells of some claims of the account, row by row; a column that is not there is blank."""
    documents = {document.id: document for document in account.documents}
    incidents = {incident.id: incident for incident in account.incidents}
    for claim in claims:
        incident = account.claim_incident.get(claim.id)
        yield {
            **_radford(claim, incidents.get(incident or "")),
            **_where_it_stands(claim, documents.get(claim.document), incident),
            **_counted(claim),
            **_said(claim),
            **_when_and_where(claim),
        }


def tallies_sheet(account: Account) -> Sheet:
    """One row a tally; claims that no tally rests on are lost, each with its reason."""
    labels = {incident.id: incident.label for incident in account.incidents}
    reasons = {entry.claim: entry.reason for entry in account.unplaced}
    for claim in account.claims:
        if claim.kind != "count":
            reasons[claim.id] = "a tally counts people; this claim counts nobody"
        elif claim.background:
            reasons[claim.id] = "told as background: it belongs to another event"
    return Sheet(TALLY_COLUMNS, tuple(_tally(tally, labels) for tally in account.tallies), reasons)


def _tally(tally: Tally, labels: Mapping[str, str]) -> Row:
    group = tally.group
    values: dict[str, Value] = {
        "id": tally.id, "incident": tally.incident, "incident_label": labels.get(tally.incident),
        "episode": tally.episode, "status": tally.status, "label": tally.label, "role": group.role,
        "nationality": _joined(group.nationality), "employer": group.employer, "low": tally.low, "best": tally.best,
        "high": tally.high, "state": tally.state, "roots": tally.roots, "rule": tally.rule, "reason": tally.reason,
        "derived": tally.derived, "part_of": tally.part_of,
    }  # fmt: skip
    row = {name: Cell(value) for name, value in values.items()}
    row["support"] = Cell(_joined(tally.support, " "), tally.support)
    row["dissent"] = Cell(_joined(tally.dissent, " "), tally.dissent)
    return row


# --- the columns of a claim ----------------------------------------------------------------------


def _radford(claim: Claim, incident: Incident | None) -> dict[str, Value]:
    group = claim.group or Group("")
    plain = claim.low is not None and claim.low == claim.high
    return {
        "days": _days(claim, incident),
        "loss_count": claim.low if plain else None,
        "loss_type": claim.status,
        "claim_source": claim.sources[0].name if claim.sources else None,
        "time_frame": _FRAMES.get(claim.scope or ""),
        "loss_country": _joined(group.nationality),
        "minimum": claim.low,
        "maximum": claim.high,
        "category": group.role if claim.kind == "count" else None,
    }


def _days(claim: Claim, incident: Incident | None) -> int | None:
    """Days from the first day of the incident to the claim's own; blank where either is not known."""
    if claim.background or incident is None or not incident.start or claim.time is None or not claim.time.start:
        return None
    try:
        return (date.fromisoformat(claim.time.start) - date.fromisoformat(incident.start)).days
    except ValueError:
        return None


def _where_it_stands(claim: Claim, document: Document | None, incident: str | None) -> dict[str, Value]:
    return {
        "id": claim.id,
        "incident": incident,
        "background": claim.background,
        "kind": claim.kind,
        "document": claim.document,
        "url": document.url if document else None,
        "publisher": document.publisher if document else None,
        "published": document.published.value if document else None,
        "quote": claim.quote,
        "start": claim.span.start,
        "end": claim.span.end,
    }


def _counted(claim: Claim) -> dict[str, Value]:
    if claim.kind != "count":
        return {"event": claim.event}
    group = claim.group or Group("")
    return {
        "number": claim.number_text,
        "number_start": claim.number.start if claim.number else None,
        "number_end": claim.number.end if claim.number else None,
        "approximate": claim.approximate,
        "group": group.text,
        "nationality": _joined(group.nationality),
        "employer": group.employer,
        "sex": group.sex,
        "age": group.age,
        "allegiance": group.allegiance,
        "people": _joined(tuple(person.name for person in claim.people)),
        "named": claim.named,
        "scope": claim.scope,
        "part_of": claim.part_of,
        "out_of": claim.out_of,
    }


def _said(claim: Claim) -> dict[str, Value]:
    return {
        "sources": chain(claim.sources),
        "source_kinds": " ← ".join(source.kind for source in claim.sources) or None,
        "anonymous": claim.sources[0].anonymous if claim.sources else None,
        "cues": " ← ".join(source.cue or "–" for source in claim.sources) or None,
        "certainty": _joined(claim.certainty),
        "speaker": claim.speaker,
        "addressee": claim.addressee,
        "about": _joined(claim.about, " "),
    }


def _when_and_where(claim: Claim) -> dict[str, Value]:
    time, place = claim.time, claim.place
    return {
        "time_start": time.start if time else None,
        "time_end": time.end if time else None,
        "time_text": time.text if time else None,
        **_place(place),
    }


def _place(place: Place | None) -> dict[str, Value]:
    if place is None:
        return {}
    return {
        "place": place.name,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "place_precision": place.precision,
    }


def chain(sources: tuple[Source, ...]) -> str | None:
    """The chain as ``crosswire show`` draws it, origin first: ``gunmen ← ANI``; None for the report's own voice."""
    return " ← ".join(" ".join(source.name.split()) for source in sources) or None


def _joined(words: tuple[str, ...], mark: str = "; ") -> str | None:
    return mark.join(words) or None
