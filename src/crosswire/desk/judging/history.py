"""The history of judgements: all that were ever made, whether they stand, and what took their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from crosswire.desk.access import Caller, form_token, needs
from crosswire.desk.counter import TheDesk
from crosswire.desk.drawn import drawn
from crosswire.desk.judging.kinds import KINDS, titled
from crosswire.desk.judging.signing import remembered
from crosswire.desk.pages.held import Held, held
from crosswire.desk.pages.said import Said, said
from crosswire.desk.standing import View
from crosswire.judgements import INCIDENTS, NAMES, PAIRS, REPORTS, SINGLES, in_force, name_of, report_in, standing_of
from crosswire.members import homes_of
from crosswire.model import Claim, Incident, Judgement, Tally

router = APIRouter()
#: judgements to a page
AT_ONCE = 50
#: what a judgement may be: in the order in which a filter names them
STATES = ("stands", "bears on nothing yet", "overruled", "taken back")


@dataclass(frozen=True, slots=True)
class Entry:
    """A judgement with what it is about, and its state; ``by_later`` overruled it, ``back`` took it back.

    ``things`` are the names of what is no claim, each with where it is shown.
    """

    judgement: Judgement
    title: str
    claims: tuple[Claim, ...]
    things: tuple[tuple[str, str], ...]
    state: str
    by_later: Judgement | None
    back: Judgement | None
    incidents: tuple[Incident, ...]
    tallies: tuple[Tally, ...]
    of: Judgement | None = None


def entries(found: Held, every: Sequence[Judgement]) -> Iterator[Entry]:
    """Every judgement that is no withdrawal, the last first."""
    standing = standing_of(every)
    holding = {j.seq for j in in_force(standing)}
    bearing = {j.seq for j in found.account.judgements}
    gone: dict[int | None, Judgement] = {j.withdraws: j for j in every if j.withdraws is not None}
    for j in reversed(every):
        if j.withdraws is None:
            later = _overruler(j, standing) if j.seq not in holding and j.seq not in gone else None
            state = STATES[3] if j.seq in gone else STATES[2] if later else STATES[0]
            if state == STATES[0] and j.seq not in bearing:
                state = STATES[1]
            yield entry(found, j, state, later, gone.get(j.seq))


def entry(
    found: Held,
    j: Judgement,
    state: str = "",
    by_later: Judgement | None = None,
    back: Judgement | None = None,
    of: Judgement | None = None,
) -> Entry:
    """A judgement with what the account holds of it."""
    told = of or j
    claims = [found.claims[id] for id in (told.a, told.b) if told.type in PAIRS | SINGLES and id in found.claims]
    ids = {claim.id for claim in claims}
    return Entry(
        judgement=j,
        title=titled(told.type),
        claims=tuple(claims),
        things=tuple(_things(found, told)),
        state=state,
        by_later=by_later,
        back=back,
        incidents=tuple(_incidents(found, told)),
        tallies=tuple({t.id: t for id in sorted(ids) for t, _ in found.figures.get(id, ())}.values()),
        of=of,
    )


def quoted(found: Held, told: Iterable[Entry]) -> dict[str, Said]:
    """The claims of judgements in their sentences, by id."""
    return {claim.id: said(found, claim, reach=90) for one in told for claim in one.claims}


def _overruler(j: Judgement, standing: Sequence[Judgement]) -> Judgement | None:
    """The later judgement on the same thing."""
    later = [other for other in standing if (other.seq or 0) > (j.seq or 0)]
    return next((other for other in later if j.seq not in {one.seq for one in in_force((j, other))}), None)


def _things(found: Held, j: Judgement) -> Iterator[tuple[str, str]]:
    """The names of what is judged, where it is no claim at hand, and the page of each, if it has one."""
    for name in (j.a, j.b):
        if not name or name in found.claims:
            continue
        if j.type in REPORTS | INCIDENTS:
            id = report_in(name, found.documents)[0]
            yield id, "report" if id in found.documents else ""
        else:
            yield name, ""


def _incidents(found: Held, j: Judgement) -> Iterator[Incident]:
    """The incidents on which a judgement bears."""
    ids: dict[str, None] = {}
    if j.type in INCIDENTS:
        ids.update((incident.id, None) for incident in homes_of(found.account, j))
    elif j.type in REPORTS:
        ids.update((i.id, None) for i in found.account.incidents if {j.a, j.b} & set(i.documents))
    elif j.type in NAMES:
        names = {name_of(j.a), name_of(j.b or "")}
        told = found.account.claim_incident
        for claim in found.account.claims:
            if claim.id in told and any(name_of(source.name) in names for source in claim.sources):
                ids[told[claim.id]] = None
    else:
        ids.update((found.account.claim_incident[id], None) for id in (j.a, j.b) if id in found.account.claim_incident)
    yield from (found.incidents[id] for id in ids if id in found.incidents)


# --- the page ------------------------------------------------------------------------------------


@router.get("/judgements")
def judgements(
    request: Request,
    desk: TheDesk,
    caller: Annotated[Caller, Depends(needs("read"))],
    incident: Annotated[str, Query(max_length=100)] = "",
    kind: Annotated[str, Query(max_length=40)] = "",
    state: Annotated[str, Query(max_length=40)] = "",
    by: Annotated[str, Query(max_length=120)] = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    """All that was ever judged, the last first."""
    found = held(desk.standing.newest())
    with desk.open() as ledger:
        every = ledger.judgements(standing=False)
    told = [
        one
        for one in entries(found, every)
        if (not incident or any(i.id == incident for i in one.incidents))
        and (not kind or one.judgement.type == kind)
        and (not state or one.state == state)
        and (not by or by.casefold() in one.judgement.made_by.casefold())
    ]
    pages = max(1, -(-len(told) // AT_ONCE))
    page = min(page, pages)
    shown = told[(page - 1) * AT_ONCE : page * AT_ONCE]
    text = drawn(
        "judgements.html",
        request=request,
        view=View(),
        told=shown,
        quoted_claims=quoted(found, shown),
        found=len(told),
        all=sum(j.withdraws is None for j in every),
        page=page,
        pages=pages,
        asked={"incident": incident, "kind": kind, "state": state, "by": by},
        incidents=found.account.incidents,
        kinds=KINDS,
        states=STATES,
        token=form_token(request) if caller.may("judge") else "",
        may_judge=caller.may("judge"),
        signed=caller.name if caller.how != "loopback" else "",
        by=remembered(request),
    )
    return HTMLResponse(text, headers={"Cache-Control": "no-store"})
