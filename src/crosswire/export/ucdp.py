"""UCDP GED: one row an incident of organised violence that cost a life, with deaths by side.

Columns are those of GED 23.1.  Source of the rules: UCDP GED codebook.  Side A is the state's or defending side, here
soldiers, police and guards; side B those who attack it; civilians everybody else whom a report gives a role.  ``best``
is the sum of the four columns of deaths; ids, conflict, dyad and type of violence are UCDP's own to assign and stay
blank.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from crosswire.export.incidents import (
    Row,
    codebook,
    country_of,
    days,
    explain,
    leftovers,
    number,
    origins,
    reports,
    unfit,
)
from crosswire.export.perpetrators import perpetrators
from crosswire.export.table import Sheet
from crosswire.export.toll import OTHER, PERPETRATOR, SECURITY, Toll, stating, toll
from crosswire.model import Account, Claim, Incident

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office",
    "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description",
    "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob", "crosswire_incident", "crosswire_claims",
)  # fmt: skip
DEATHS = (("deaths_a", SECURITY), ("deaths_b", PERPETRATOR), ("deaths_civilians", OTHER))
_NO_COLUMN = "UCDP GED holds deaths only: no column for"


def ucdp_sheet(account: Account) -> Sheet:
    """One row for each incident that UCDP would record; claims of the others are lost."""
    claims = {claim.id: claim for claim in account.claims}
    rows, reasons = [], {claim.id: "its report belongs to no incident" for claim in account.claims}
    for incident in account.incidents:
        figures = toll(account, incident, "killed")
        row = _row(account, incident, figures, claims)
        reason = unfit(account, incident, "ucdp") or _deathless(figures)
        if reason is None:
            rows.append(row.cells)
        reasons |= {id: reason or why for id, why in row.reasons.items()}
    return Sheet(COLUMNS, tuple(rows), reasons)


def _deathless(figures: Toll) -> str | None:
    if any((figures.total.low, figures.total.best, figures.total.high)):
        return None
    return "UCDP records an event with at least one death; no report gives one as a number"


def _row(account: Account, incident: Incident, figures: Toll, claims: Mapping[str, Claim]) -> Row:
    row = Row({}, {})
    row.put("crosswire_incident", incident.id)
    _deaths(row, figures, claims)
    _when(row, incident)
    _where(row, incident)
    _sources(row, account, incident, figures, claims)
    named = perpetrators(account, incident)
    row.put("side_b", "; ".join(group.name for group in named) or None, (id for group in named for id in group.claims))
    clear = row.cells.get("date_prec") and row.cells["date_prec"].value in (1, 2)
    placed = row.cells.get("where_prec") and row.cells["where_prec"].value in (1, 2)
    row.put("event_clarity", 1 if clear and placed else 2)
    explain(row, account, figures, ("killed",))
    words = {claim.status or "": f"{_NO_COLUMN} the {claim.status}" for claim in claims.values() if claim.status}
    words["event"] = f"{_NO_COLUMN} what happened"
    words["responsibility"] = "UCDP GED names a side, not who claims the act; no armed group is named here"
    leftovers(row, account, incident, words)
    kept = dict.fromkeys(id for cell in row.cells.values() for id in cell.claims)
    row.put("crosswire_claims", " ".join(kept) or None)
    return row


def _deaths(row: Row, figures: Toll, claims: Mapping[str, Claim]) -> None:
    for column, side in DEATHS:
        number(row, column, figures.sides[side], claims)
    row.put("deaths_unknown", figures.rest, stating(figures.unknown, claims, "best"))
    for bound in ("best", "high", "low"):
        row.put(bound, getattr(figures.total, bound), stating(figures, claims, bound))


def _when(row: Row, incident: Incident) -> None:
    """The incident's days; precision is that of the length, for days are all that an account keeps."""
    found = days(incident)
    if found is None:
        return
    start, end = found
    row.put("year", start.year)
    row.put("date_start", start.isoformat())
    row.put("date_end", end.isoformat())
    row.put("date_prec", _precision(start, end))


def _precision(start: date, end: date) -> int:
    """1 one day, 2 two to six days, 3 a week, 4 up to a month, 5 more."""
    length = (end - start).days + 1
    return next(code for code, most in ((1, 1), (2, 6), (3, 7), (4, 31), (5, length)) if length <= most)


def _where(row: Row, incident: Incident) -> None:
    place = incident.place
    if place is None:
        return
    row.put("where_prec", codebook("ucdp")["where"].get(place.precision))
    row.put("where_coordinates", place.name)
    row.put("where_description", incident.label)
    row.put("adm_1", place.name if place.precision == "region" else None)
    row.put("country", country_of(incident))
    if place.latitude is not None and place.longitude is not None:
        row.put("latitude", place.latitude)
        row.put("longitude", place.longitude)
        row.put("geom_wkt", f"POINT ({place.longitude} {place.latitude})")


def _sources(row: Row, account: Account, incident: Incident, figures: Toll, claims: Mapping[str, Claim]) -> None:
    """The reports in UCDP's manner, the number of independent origins, and who the deaths go back to."""
    told = reports(account, incident)
    offices = [document.publisher or ", ".join(document.agencies) for document in told]
    dates = [(document.published.value or "")[:10] for document in told]
    titles = [document.title or "" for document in told]
    articles = [",".join(filter(None, parts)) or d.id for d, *parts in zip(told, offices, dates, titles, strict=True)]
    row.put("source_article", ";".join(f'"{article}"' for article in articles) or None)
    row.put("source_office", "; ".join(dict.fromkeys(filter(None, offices))) or None)
    row.put("source_date", "; ".join(dict.fromkeys(filter(None, dates))) or None)
    row.put("source_headline", "; ".join(filter(None, titles)) or None)
    row.put("number_of_sources", max((tally.roots for tally in figures.tallies), default=None))
    stated = (claims[id] for tally in figures.tallies for id in tally.support if id in claims)
    row.put("source_original", origins(stated))
