"""Global Terrorism Database: one row an incident of violence by people who are no state.

Columns and codes are those of the GTD codebook (START, University of Maryland).  What it codes as unknown is -9 for a
yes or no and -99 for a number; ``nkill`` and ``nwound`` it leaves blank.  The criteria of inclusion, targets and the
event number are a coder's to decide and stay blank.
"""

from __future__ import annotations

from collections.abc import Mapping

from crosswire.export.gtd_hostages import HOSTAGE_COLUMNS, americans, hostages
from crosswire.export.gtd_notes import cited, conflicts, quoted, summary
from crosswire.export.incidents import (
    Row,
    codebook,
    country_of,
    days,
    explain,
    homelands,
    leftovers,
    number,
    own_claims,
    reports,
    unfit,
)
from crosswire.export.perpetrators import perpetrators
from crosswire.export.table import Sheet
from crosswire.export.toll import PERPETRATOR, stating, toll
from crosswire.model import Account, Claim, Incident

COLUMNS = (
    "eventid", "iyear", "imonth", "iday", "approxdate", "extended", "resolution", "country_txt", "provstate", "city",
    "latitude", "longitude", "specificity", "vicinity", "location", "summary", "crit1", "crit2", "crit3", "doubtterr",
    "alternative", "multiple", "related", "attacktype1", "attacktype1_txt", "attacktype2", "attacktype3", "success",
    "suicide", "weaptype1", "weaptype1_txt", "weapdetail", "targtype1", "targsubtype1", "corp1", "target1",
    "natlty1", "natlty1_txt", "natlty2", "natlty2_txt", "natlty3", "natlty3_txt", "gname", "gsubname", "gname2",
    "gname3", "motive", "guncertain1", "guncertain2", "guncertain3", "individual", "nperps", "nperpcap", "claimed",
    "claimmode", "claim2", "claim3", "compclaim", "nkill", "nkillus", "nkillter", "nwound", "nwoundus", "nwoundte",
    "property", "propextent", "propvalue", "propcomment", *HOSTAGE_COLUMNS, "addnotes", "scite1", "scite2", "scite3",
    "dbsource", "INT_LOG", "INT_IDEO", "INT_MISC", "INT_ANY", "crosswire_incident", "crosswire_claims",
)  # fmt: skip
#: the codebook's own codes for what is not known: of a yes or no, and of a number
UNKNOWN, UNCOUNTED = -9, -99
#: columns that the codebook fills with its code for unknown, and that no claim of ours answers
_UNASKED = ("property", "INT_LOG", "INT_IDEO", "INT_MISC", "INT_ANY")
_KILLED, _WOUNDED = ("killed",), ("injured", "hospitalised")


def gtd_sheet(account: Account) -> Sheet:
    """One row for each incident that GTD would consider; claims of the others are lost."""
    rows, reasons = [], {claim.id: "its report belongs to no incident" for claim in account.claims}
    for incident in account.incidents:
        row = _row(account, incident)
        reason = unfit(account, incident, "gtd")
        if reason is None:
            rows.append(row.cells)
        reasons |= {id: reason or why for id, why in row.reasons.items()}
    return Sheet(COLUMNS, tuple(rows), reasons)


def _row(account: Account, incident: Incident) -> Row:
    claims = {claim.id: claim for claim in own_claims(account, incident)}
    row = Row({}, {})
    row.put("crosswire_incident", incident.id)
    row.put("dbsource", "crosswire")
    _when(row, incident)
    _where(row, incident)
    _attack(row, incident, claims)
    _victims(row, account, incident)
    _perpetrators(row, account, incident, claims)
    _casualties(row, account, incident, claims)
    hostages(row, account, incident, claims)
    row.put("motive", *quoted(claims, "motive"))
    row.put("summary", *summary(row, claims))
    row.put("addnotes", *conflicts(row, account, incident, claims))
    for place, document in enumerate(reports(account, incident)[:3], 1):
        row.put(f"scite{place}", cited(document))
    for column in _UNASKED:
        row.put(column, UNKNOWN)
    leftovers(row, account, incident, {claim.status or "": f"GTD has no column for the {claim.status}"
                                       for claim in claims.values() if claim.status})  # fmt: skip
    kept = dict.fromkeys(id for cell in row.cells.values() for id in cell.claims)
    row.put("crosswire_claims", " ".join(kept) or None)
    return row


def _when(row: Row, incident: Incident) -> None:
    """Unknown months and days are 0; ``extended`` only where the days say that it was more or less than 24 hours."""
    found = days(incident)
    if found is None:
        row.put("imonth", 0)
        row.put("iday", 0)
        return
    start, end = found
    row.put("iyear", start.year)
    row.put("imonth", start.month)
    row.put("iday", start.day)
    if (end - start).days > 1:
        row.put("extended", 1)
        row.put("resolution", end.isoformat())
    elif start == end:
        row.put("extended", 0)


def _where(row: Row, incident: Incident) -> None:
    place = incident.place
    if place is None:
        row.put("specificity", 5)
        row.put("vicinity", UNKNOWN)
        return
    town = place.precision in ("exact", "near")
    row.put("country_txt", country_of(incident))
    row.put("provstate", place.name if place.precision == "region" else None)
    row.put("city", place.name if town else "Unknown")
    if place.precision != "country":
        row.put("latitude", place.latitude)
        row.put("longitude", place.longitude)
    row.put("specificity", codebook("gtd")["specificity"].get(place.precision))
    row.put("vicinity", {"exact": 0, "near": 1}.get(place.precision, UNKNOWN))
    row.put("location", incident.label)


def _attack(row: Row, incident: Incident, claims: Mapping[str, Claim]) -> None:
    book = codebook("gtd")
    for stem, table in (("attacktype1", book["attack"]), ("weaptype1", book["weapon"])):
        code, words = table.get(incident.type, (None, None))
        row.put(stem, code)
        row.put(f"{stem}_txt", words)
    suicides = [claim.id for claim in claims.values() if claim.event == "suicide-attack"]
    row.put("suicide", 1 if suicides else None, suicides)


def _victims(row: Row, account: Account, incident: Incident) -> None:
    """Employers and nationalities of those to whom it happened, the larger groups first."""
    groups = [
        (-(tally.best or tally.low or 0), tally.group)
        for tally in account.tallies
        if tally.incident == incident.id and tally.group.role not in ("militant", "suspect")
    ]
    ordered = [group for _, group in sorted(groups, key=lambda pair: pair[0])]
    employers = dict.fromkeys(group.employer for group in ordered if group.employer)
    row.put("corp1", "; ".join(employers) or None)
    lands = dict.fromkeys(homelands()[word] for group in ordered for word in group.nationality if word in homelands())
    for place, land in enumerate(list(lands)[:3], 1):
        row.put(f"natlty{place}_txt", land)


def _perpetrators(row: Row, account: Account, incident: Incident, claims: Mapping[str, Claim]) -> None:
    """Named only by a claim of responsibility or a report; uncertain unless the group itself claims it."""
    found = perpetrators(account, incident)
    claiming = [claim for claim in claims.values() if claim.kind == "responsibility"]
    doubtful = any(claim.kind == "unverified" for claim in claims.values())
    row.put("gname", "Unknown")
    for place, group in enumerate(found[:3], 1):
        row.put("gname" if place == 1 else f"gname{place}", group.name, group.claims)
        row.put(f"guncertain{place}", 0 if group.own and not doubtful else 1)
    row.put("claimed", 1 if claiming else UNKNOWN, (claim.id for claim in claiming))
    rivals = [group for group in found if group.own]
    row.put("claim2", 1 if len(rivals) > 1 else None)
    row.put("compclaim", UNKNOWN if len(rivals) > 1 else None)
    _numbers_of_perpetrators(row, account, incident, claims)


def _numbers_of_perpetrators(row: Row, account: Account, incident: Incident, claims: Mapping[str, Claim]) -> None:
    """Those who took part, as GTD has it by the lowest number that is valid, and those caught."""
    took_part, caught = toll(account, incident, "present"), toll(account, incident, "captured")
    part = took_part.sides[PERPETRATOR]
    row.put("nperps", UNCOUNTED if part.low is None else part.low, stating(part, claims, "low"))
    number(row, "nperpcap", caught.sides[PERPETRATOR], claims, UNCOUNTED)
    explain(row, account, took_part, ("present",), PERPETRATOR)
    explain(row, account, caught, ("captured",), PERPETRATOR)


def _casualties(row: Row, account: Account, incident: Incident, claims: Mapping[str, Claim]) -> None:
    """All killed and all wounded, attackers among them; attackers and Americans also by themselves."""
    for stem, ours, statuses in (("nkill", "ter", _KILLED), ("nwound", "te", _WOUNDED)):
        figures = toll(account, incident, *statuses)
        row.put(stem, figures.total.best, stating(figures, claims, "best"))
        number(row, f"{stem}{ours}", figures.sides[PERPETRATOR], claims)
        number(row, f"{stem}us", americans(account, incident, statuses), claims)
        explain(row, account, figures, statuses)
