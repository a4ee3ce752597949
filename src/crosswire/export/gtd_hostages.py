"""GTD's columns for hostages and kidnapping victims, filled only from what claims state."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from crosswire.export.gtd_notes import quoted
from crosswire.export.incidents import Row, codebook, country_of, explain, number
from crosswire.export.toll import PERPETRATOR, Part, stating, toll
from crosswire.lattice import side
from crosswire.lexicon import standard
from crosswire.model import Account, Claim, Incident, Tally

HOSTAGE_COLUMNS = (
    "ishostkid", "nhostkid", "nhostkidus", "nhours", "ndays", "divert", "kidhijcountry", "ransom", "ransomamt",
    "ransompaid", "ransomnote", "hostkidoutcome", "hostkidoutcome_txt", "nreleased",
)  # fmt: skip
UNKNOWN, UNCOUNTED = -9, -99
#: in GTD's order of the ways out; the first that has a number is the number of those who came out
_WAYS_OUT = ("freed", "rescued", "escaped")
_LASTED = re.compile(
    r"\b([\w-]+?)[- ]days?[- ](?:long )?(?:hostage|siege|stand-?off|captivity|ordeal|kidnapping|hijack)", re.IGNORECASE
)


def hostages(row: Row, account: Account, incident: Incident, claims: Mapping[str, Claim]) -> None:
    """Fill the hostage columns; without hostages only ``ishostkid``, as unknown."""
    held = toll(account, incident, "held")
    taken = [claim.id for claim in claims.values() if claim.status == "held" or claim.event == "hostage-taking"]
    explain(row, account, held, ("held",))
    if not taken and incident.type not in codebook("gtd")["holding"]["types"]:
        row.put("ishostkid", UNKNOWN)
        return
    row.put("ishostkid", 1, (id for id in taken if claims[id].kind == "event"))
    row.put("nhostkid", UNCOUNTED if held.total.best is None else held.total.best, stating(held, claims, "best"))
    number(row, "nhostkidus", americans(account, incident, ("held",)), claims)
    length, said = _length(claims)
    row.put("nhours", UNCOUNTED)
    row.put("ndays", UNCOUNTED if length is None else length, said)
    row.put("ransom", UNKNOWN)
    row.put("ransomnote", *quoted(claims, "demand"))
    row.put("kidhijcountry", country_of(incident))
    _outcome(row, account, incident, claims)


def americans(account: Account, incident: Incident, statuses: Sequence[str]) -> Part:
    """The largest figure of citizens of the United States alone, which GTD counts by themselves."""
    mine = [t for status in statuses for t in _of(account, incident, status) if t.group.nationality == ("American",)]
    widest = max(mine, key=lambda tally: (tally.best or 0, tally.id), default=None)
    return Part((widest,), widest.low, widest.best, widest.high) if widest else Part()


def _of(account: Account, incident: Incident, status: str) -> list[Tally]:
    """The incident's stated tallies of those to whom it happened."""
    return [
        tally
        for tally in account.tallies
        if tally.incident == incident.id
        and tally.status == status
        and tally.derived is None
        and side(tally.group.role) != PERPETRATOR
    ]


def _length(claims: Mapping[str, Claim]) -> tuple[int | None, tuple[str, ...]]:
    """The days that a claim's own words give, as in "a four-day siege"; never a difference of dates."""
    values = {str(word): int(value) for word, value in standard().table("numbers")["units"].items()}
    for claim in claims.values():
        found = _LASTED.search(claim.quote)
        if found and (found[1].isdigit() or found[1].lower() in values):
            return int(found[1]) if found[1].isdigit() else values[found[1].lower()], (claim.id,)
    return None, ()


def _outcome(row: Row, account: Account, incident: Incident, claims: Mapping[str, Claim]) -> None:
    """Who came out, and how it ended: several fates are a combination, one way out alone is that.

    "Freed" does not say by whom, and GTD asks; so it is unknown unless others died or escaped too.
    """
    ends = codebook("gtd")["outcome"]
    out = {way: toll(account, incident, way) for way in _WAYS_OUT}
    fates = {way for way in _WAYS_OUT if _of(account, incident, way)}
    if any(tally.group.role == "hostage" for tally in _of(account, incident, "killed")):
        fates.add("killed")
    code, words = ends["several"] if len(fates) > 1 else ends["escaped"] if fates == {"escaped"} else ends["unknown"]
    row.put("hostkidoutcome", code)
    row.put("hostkidoutcome_txt", words)
    way = next((way for way in _WAYS_OUT if out[way].total.best is not None), None)
    came_out = out[way].total.best if way else None
    row.put("nreleased", UNCOUNTED if came_out is None else came_out, stating(out[way], claims, "best") if way else ())
    for other in _WAYS_OUT:
        if way not in (None, other):
            ids = (id for tally in _of(account, incident, other) for id in (*tally.support, *tally.dissent))
            row.left(ids, f"nreleased counts everyone who came out once: these may be among the {way}")
        explain(row, account, out[other], (other,))
