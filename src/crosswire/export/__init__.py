"""The account in other people's schemas, each with a report of what it could not hold.

Nothing is computed here but sums that a codebook defines, and no cell is guessed: what the codebook cannot hold, or
nobody states, is blank or the codebook's own code for unknown.  ``docs/export.md`` says what goes where.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from crosswire.export.flat import claims_sheet, tallies_sheet
from crosswire.export.gtd import gtd_sheet
from crosswire.export.table import Loss, Sheet, as_csv, carried, losses, losses_csv, read_csv
from crosswire.export.ucdp import ucdp_sheet
from crosswire.model import Account

__all__ = ["FORMATS", "OWN_RULE", "Exported", "Loss", "Sheet", "carried", "exported", "losses_csv", "read_csv"]

_SHEETS: Mapping[str, Callable[[Account], Sheet]] = {
    "claims.csv": claims_sheet,
    "tallies.csv": tallies_sheet,
    "ucdp": ucdp_sheet,
    "gtd": gtd_sheet,
}
FORMATS = tuple(_SHEETS)
#: the policy that is the codebook's own way to settle a figure
OWN_RULE: Mapping[str, str] = {"ucdp": "ucdp", "gtd": "gtd"}


@dataclass(frozen=True, slots=True)
class Exported:
    """The bytes to be and what they lack: ``text`` is CSV, ``sheet`` the same as cells, ``losses`` the rest."""

    text: str
    sheet: Sheet
    losses: tuple[Loss, ...]


def exported(account: Account, format: str) -> Exported:
    """The account in one of `FORMATS`: every claim is carried by a cell of it or among its losses."""
    sheet = _SHEETS[format](account)
    return Exported(as_csv(sheet), sheet, losses(sheet, account.claims))
