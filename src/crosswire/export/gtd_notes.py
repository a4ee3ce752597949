"""GTD's columns of prose: what happened, in the reports' words, and where reports differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crosswire.export.flat import chain
from crosswire.export.incidents import Row
from crosswire.model import Account, Claim, Document, Incident, Tally

_DOUBTS = {"denial": "denied", "unverified": "not verified", "refusal": "refused"}


def quoted(claims: Mapping[str, Claim], kind: str) -> tuple[str | None, tuple[str, ...]]:
    """All claims of a kind in their own words, each wording once, with who speaks."""
    found: dict[str, list[Claim]] = {}
    for claim in claims.values():
        if claim.kind == kind:
            found.setdefault(_line(claim.quote).casefold(), []).append(claim)
    text = "; ".join(_speech(same[0]) for same in found.values())
    return text or None, tuple(claim.id for same in found.values() for claim in same)


def _speech(claim: Claim) -> str:
    who = claim.speaker or chain(claim.sources)
    return f"“{_line(claim.quote)}”" + (f" ({_line(who)})" if who else "")


def summary(row: Row, claims: Mapping[str, Claim]) -> tuple[str | None, tuple[str, ...]]:
    """What happened, by day: of each kind of event on a day the first telling; the others say the same again."""
    events = [claim for claim in claims.values() if claim.kind == "event"]
    events.sort(key=lambda claim: (claim.time.start or "~") if claim.time else "~")
    told: dict[tuple[str, str], Claim] = {}
    for claim in events:
        day = (claim.time.start or "") if claim.time else ""
        first = told.setdefault((day, claim.event or ""), claim)
        if first is not claim:
            same = _line(first.quote).casefold() == _line(claim.quote).casefold()
            row.left([claim.id], f"tells {'in the same words ' if same else ''}what {first.id} tells: one is quoted")
    lines = [f"{day + ': ' if day else ''}{_line(claim.quote)}." for (day, _), claim in told.items()]
    return " ".join(lines) or None, tuple(claim.id for claim in told.values())


def conflicts(
    row: Row, account: Account, incident: Incident, claims: Mapping[str, Claim]
) -> tuple[str | None, tuple[str, ...]]:
    """Where figures differ from the one in its column, and what is denied or unverified, as sentences."""
    kept = {id for cell in row.cells.values() for id in cell.claims}
    notes, cited = [], []
    for tally in account.tallies:
        if tally.incident == incident.id and kept.intersection((*tally.support, *tally.dissent)):
            others = [claims[id] for id in (*tally.support, *tally.dissent) if id in claims and id not in kept]
            if others:
                notes.append(_differing(tally, others))
                cited += [claim.id for claim in others]
    for kind, word in _DOUBTS.items():
        text, ids = quoted(claims, kind)
        if text:
            notes.append(f"{word.capitalize()}: {text}.")
            cited += ids
    return " ".join(notes) or None, tuple(cited)


def _differing(tally: Tally, others: list[Claim]) -> str:
    said = "; ".join(dict.fromkeys(_figure(claim) for claim in others))
    best = "no one figure" if tally.best is None else f"{tally.best:,}"
    return f"{tally.label[:1].upper()}{tally.label[1:]} {tally.status}: {best} ({tally.rule}); also reported: {said}."


def _figure(claim: Claim) -> str:
    parts = [chain(claim.sources) or "no source named", claim.document]
    return f"“{_line(claim.number_text or claim.quote)}” ({', '.join(parts)})"


def cited(document: Document) -> str:
    """A report as GTD cites its sources: title, publisher, date."""
    parts = _parts(document)
    return ", ".join(parts) or document.id


def _parts(document: Document) -> Iterator[str]:
    if document.title:
        yield f"“{_line(document.title)}”"
    if document.publisher or document.agencies:
        yield document.publisher or ", ".join(document.agencies)
    if document.published.value:
        yield document.published.value[:10]
    if document.url:
        yield document.url


def _line(text: str) -> str:
    return " ".join(text.split())
