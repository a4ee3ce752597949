"""Evidence: what a figure rests on, and where a claim stands in its untouched report."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from crosswire.clocks import clocks
from crosswire.desk.counter import Desk, TheAccount, TheDesk
from crosswire.desk.drawn import link, segment
from crosswire.desk.pages.held import Held, held
from crosswire.desk.pages.marked import WHOLE, Mark, Run, home_of, marks_of, near, runs
from crosswire.desk.pages.said import dated, evidence, one_root, said, ties
from crosswire.desk.pages.shown import shown
from crosswire.errors import UnknownClaim
from crosswire.model import Claim, Document, Published, Reading, Span
from crosswire.reconcile.tallies import tally_id

router = APIRouter()
#: characters of a report shown before and after a claim's sentence
_CONTEXT = 400
Part = Annotated[int, Query(ge=1, le=100_000, description="Which page of it.")]


@router.get("/tallies/{id}")
def tally_page(request: Request, desk: TheDesk, told: TheAccount, id: str, page: Part = 1) -> Response:
    """A figure with its bounds, its rule, its trace and all that speaks for and against it."""
    found = held(told)
    tally = found.tallies.get(id)
    if tally is None:
        # the figure's first claim made its id: where that counts elsewhere now, there the figure is
        return RedirectResponse(link(_moved(found, id), told.view), 307)

    return shown(
        request,
        desk,
        told,
        "evidence.html",
        lambda: {"held": found, "seen": evidence(found, tally, page), "dated": dated},
        incident=tally.incident,
    )


@router.get("/claims/{id}")
def claim_page(request: Request, desk: TheDesk, told: TheAccount, id: str) -> Response:
    """A claim in its report, with its chain, where it counts, what stands beside it and what was judged of it."""
    found = held(told)
    claim = found.claim(id)
    if claim.id != id:
        return RedirectResponse(link(f"/claims/{segment(claim.id)}", told.view), 307)
    home = found.incident_of(claim)
    return shown(
        request, desk, told, "claim.html", lambda: _claim(desk, found, claim), incident=home.id if home else None
    )


def _claim(desk: Desk, found: Held, claim: Claim) -> dict[str, object]:
    document = found.documents[claim.document]
    reading, recorded = _read(desk, document)
    marks = marks_of(claim, document)
    home = home_of(claim, document)
    related, all_related = ties(found, claim)
    figures = found.figures.get(claim.id, [])
    first = found.claims.get(found.head.get(claim.id, ""))
    original = found.documents.get(document.copy_of or "")
    return {
        "held": found,
        "dated": dated,
        "claim": claim,
        "seen": said(found, claim),
        "first": said(found, first) if first else None,
        "before": _stretch(document, home.start - _CONTEXT, home.start),
        "sentence": runs(document.text, home, (*marks, *_trigger(claim, reading, marks))),
        "after": _stretch(document, home.end, home.end + _CONTEXT),
        "paragraph": _paragraph(claim, document),
        "clocks": clocks(claim, document, reading, recorded, original),
        "incident": found.incident_of(claim),
        "earlier": found.incidents.get(found.account.earlier.get(claim.id, "")),
        "figures": figures,
        "one_root": [(other, why) for tally, _ in figures for other, why in one_root(found, claim, tally)],
        "sizes": [fate for fate in found.account.fates if claim.id in fate.size.claims],
        "related": related,
        "all_related": all_related,
        "repeats": [found.claims[id] for id in found.repeats.get(claim.id, [])],
        "unplaced": found.unplaced.get(claim.id),
        "judged": [j for j in found.account.judgements if {claim.id, claim.document} & {j.a, j.b}],
    }


def _moved(found: Held, id: str) -> str:
    """Where the figure of that id is told now; raises UnknownClaim."""
    for claim in found.account.claims:
        if claim.kind == "count" and tally_id(claim) == id:
            told = found.figures.get(claim.id)
            return f"/tallies/{segment(told[0][0].id)}" if told else f"/claims/{segment(claim.id)}"
    raise UnknownClaim(f"{id}: no such figure{found.then}")


def _read(desk: Desk, document: Document) -> tuple[Reading | None, str | None]:
    """What was read of a report and when it was recorded; nothing of a report too long to be looked through again."""
    with desk.open() as ledger:
        rows = ledger.base.all("SELECT MIN(recorded_at) FROM recordings WHERE document = ?", (document.id,))
        at = str(rows[0][0]) if rows and rows[0][0] else None
        if len(document.text) > WHOLE:
            return None, at
        # a reprint may have its date from its original, while the ledger knows it without one
        for known in (document, replace(document, published=Published())):
            found = ledger.readings([known]).get(document.id)
            if found is not None:
                return found, at
    return None, at


def _trigger(claim: Claim, reading: Reading | None, known: tuple[Mark, ...]) -> list[Mark]:
    """The word that tells the state, as the reading has it."""
    if reading is None or claim.number is None or claim.status is None:
        return []
    hits = [f for f in reading.figures if f.quantity.span == claim.number and f.status == claim.status]
    return [mark for f in hits[:1] if (mark := Mark(f.trigger, "state", claim.status)) not in known]


def _stretch(document: Document, start: int, end: int) -> tuple[Run, ...]:
    """A report's words up to or from a sentence, cut at a space where they are cut."""
    text = document.text
    start, end = max(0, start), min(len(text), end)
    return runs(text, Span(start, end), ()) if start < end else ()


def _paragraph(claim: Claim, document: Document) -> int | None:
    """Which paragraph of the report, from 1; None in one too long to be counted through."""
    cut = near(document, claim.number or claim.span)
    at = (claim.number or claim.span).start
    return next((passage.paragraph or None for passage in cut if passage.start <= at < passage.end), None)
