"""What the codebooks ask of one incident beside its figures: when, where, told by whom, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from crosswire.export.table import Cell, Value
from crosswire.export.toll import Part, Toll, stating, unsaid
from crosswire.lattice import side
from crosswire.lexicon import standard
from crosswire.model import Account, Claim, Document, Incident


@dataclass(slots=True)
class Row:
    """One row as it is filled: the cells, and for claims that find none the reason why."""

    cells: dict[str, Cell]
    reasons: dict[str, str]

    def put(self, column: str, value: Value, claims: Iterable[str] = ()) -> None:
        """Fill a cell; a value of None leaves it blank and carries nothing."""
        if value is not None:
            self.cells[column] = Cell(value, tuple(dict.fromkeys(claims)))

    def left(self, claims: Iterable[str], reason: str) -> None:
        """Say of claims why they are in no cell; the first reason given stays."""
        for claim in claims:
            self.reasons.setdefault(claim, reason)


def codebook(name: str) -> Mapping[str, Any]:
    """The table of that codebook in ``data/codebooks.toml``."""
    found: Mapping[str, Any] = standard().table("codebooks")[name]
    return found


def own_claims(account: Account, incident: Incident) -> list[Claim]:
    """The incident's claims that are not background, in the account's order."""
    mine = account.claim_incident
    return [claim for claim in account.claims if mine.get(claim.id) == incident.id and not claim.background]


def unfit(account: Account, incident: Incident, name: str) -> str | None:
    """Why an incident is none of the codebook's events, or None."""
    book = codebook(name)
    if incident.type in book["types"]:
        return None
    told = "no kind of event" if incident.type == "other" else f"a case of {incident.type}"
    return f"{name.upper()} records {book['records']}; the reports tell of {told}"


def days(incident: Incident) -> tuple[date, date] | None:
    """First and last day, if both are known."""
    try:
        return date.fromisoformat(incident.start or ""), date.fromisoformat(incident.end or incident.start or "")
    except ValueError:
        return None


@cache
def countries() -> Mapping[str, str]:
    """Names of countries by ISO 3166 code."""
    return {row["code"]: row["name"] for row in reversed(_states())}


@cache
def homelands() -> Mapping[str, str]:
    """Names of countries by the adjectives of their peoples: Algerian, Algeria."""
    return {word: row["name"] for row in reversed(_states()) for word in row.get("adjectives", ())}


def _states() -> list[Mapping[str, Any]]:
    """Countries alone: the list also holds regions, and peoples that have no country."""
    return [row for row in standard().table("demonyms")["country"] if "kind" not in row]


def country_of(incident: Incident) -> str | None:
    """The country's English name."""
    code = incident.place.country if incident.place else None
    return countries().get(code or "", code)


def reports(account: Account, incident: Incident) -> list[Document]:
    """The incident's reports without reprints, in its order."""
    by_id = {document.id: document for document in account.documents}
    found = [by_id[id] for id in incident.documents if id in by_id]
    return [document for document in found if document.copy_of not in incident.documents] or found


def origins(claims: Iterable[Claim]) -> str | None:
    """Who the claims go back to, each once: the first of every source chain."""
    names = (" ".join(claim.sources[0].name.split()) for claim in claims if claim.sources)
    return "; ".join(dict.fromkeys(names)) or None


def number(row: Row, column: str, part: Part, claims: Mapping[str, Claim], unknown: int | None = None) -> None:
    """A best figure in its column, carrying the claims that state it; the codebook's code where there is none."""
    row.put(column, unknown if part.best is None else part.best, stating(part, claims, "best"))


def explain(row: Row, account: Account, figures: Toll, statuses: Sequence[str], only: str | None = None) -> None:
    """Why claims of these statuses are in no number: their tally is left out, or settled as another figure.

    ``only`` is the one side that the column counts.
    """
    incident = row.cells["crosswire_incident"].value
    for tally in account.tallies:
        if tally.incident == incident and tally.status in statuses and only in (None, side(tally.group.role)):
            reason = figures.left.get(tally.id) or unsaid(tally)
            row.left((*tally.support, *tally.dissent), reason)


def leftovers(row: Row, account: Account, incident: Incident, words: Mapping[str, str]) -> None:
    """A reason for every claim of the incident that has none yet, by its status or kind."""
    unplaced = {entry.claim: entry.reason for entry in account.unplaced}
    for claim in account.claims:
        if account.claim_incident.get(claim.id) != incident.id:
            continue
        what = (claim.status if claim.kind == "count" else claim.kind) or "this"
        if claim.background:
            row.left([claim.id], "told as background: it belongs to another event")
        elif claim.id in unplaced:
            row.left([claim.id], f"in no tally: {unplaced[claim.id]}")
        row.left([claim.id], words.get(what, f"no column holds this kind of claim ({what})"))
