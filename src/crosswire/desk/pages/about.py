"""What the figures mean, which crosswire and which ledger this is, and what to know of its reports."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from crosswire.desk.counter import TheAccount, TheDesk
from crosswire.desk.pages.shown import shown
from crosswire.desk.standing import Told
from crosswire.policies import POLICIES
from crosswire.report.json import version
from crosswire.report.sections import actors, warnings
from crosswire.report.wording import day, plain, plural

router = APIRouter()


@router.get("/about")
def about(request: Request, desk: TheDesk, told: TheAccount) -> Response:
    """About this desk."""

    def values() -> dict[str, object]:
        return {
            "version": version(),
            # a name, never a path: who reads the page need not know the server's disk
            "ledger": plain(desk.name.rsplit("@")[-1].rsplit("/")[-1].rsplit("\\")[-1]),
            "counts": counts(told),
            "warnings": warnings(told.account),
            "actors": actors(told.account),
            "rules": tuple(POLICIES.values()),
        }

    return shown(request, desk, told, "about.html", values)


def counts(told: Told) -> tuple[tuple[str, str], ...]:
    """What the account shown holds, in words."""
    account = told.account
    values = sorted(document.published.value for document in account.documents if document.published.value)
    undated = sum(document.published.value is None for document in account.documents)
    copies = sum(document.copy_of is not None for document in account.documents)
    background = sum(claim.background for claim in account.claims)
    rows = [
        ("reports", f"{len(account.documents):,}, {copies:,} of them reprints"),
        (
            "claims",
            f"{len(account.claims):,}, {background:,} of them background",
        ),
        ("figures", f"{len(account.tallies):,}"),
        ("incidents", f"{len(account.incidents):,}"),
        ("judgements", f"{plural(len(account.judgements), 'judgement')} of people in force or withdrawn"),
    ]
    if values:
        rows.append(
            ("published", f"{day(values[0])} – {day(values[-1])}" + (f"; {undated} undated" if undated else ""))
        )
    return tuple(rows)
