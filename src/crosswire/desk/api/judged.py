"""What people judged: listed, added, taken back; checked as the command line checks it."""

from __future__ import annotations

import time
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from crosswire.desk.access import Caller, Refused, concerning, needs
from crosswire.desk.api.answers import JSON, REVISION, answer, encoded, one_of, plain
from crosswire.desk.api.asked import Incidents, TheTold, heading, narrowed, stands, written
from crosswire.desk.api.paging import DEFAULT, After, Limit, paged
from crosswire.desk.api.published import JUDGEMENT_EXAMPLES, gives, named, problems
from crosswire.desk.counter import Desk, TheDesk, desk_of
from crosswire.desk.revisions import is_later, revision_of
from crosswire.desk.standing import Told, View
from crosswire.errors import NoJudgement, NoMoment, UnknownClaim
from crosswire.judgements import described, standing_of
from crosswire.judging import KINDS, judgement_of, withdrawal_of
from crosswire.ledger import now
from crosswire.model import Judgement
from crosswire.moments import moment

router = APIRouter(generate_unique_id_function=named, tags=["Judgements"])

#: seconds to wait for an account that holds what was recorded a moment ago
_PATIENCE = 30.0
Judge = Annotated[Caller, Depends(needs("judge"))]


class NewJudgement(BaseModel):
    """What somebody judges, in the words in which judgements are listed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": JUDGEMENT_EXAMPLES})

    type: str = Field(description="What is judged.", json_schema_extra={"enum": [*sorted(KINDS)]})
    a: str = Field(max_length=1000, description="The claim, source, report or incident that is judged.")
    b: str | None = Field(None, max_length=1000, description="The other one; null where there is none.")
    reason: str = Field(min_length=1, max_length=2000, description="Why.")
    made_by: str = Field("", max_length=120, description="Who judges; a token's name is always in it.")
    since: str | None = Field(None, max_length=60, description="From which moment a report no longer stands.")
    traits: list[tuple[str, str]] = Field(
        default=[], max_length=50, description="What a group is, as pairs; an empty value takes a trait away."
    )


# --- listing -------------------------------------------------------------------------------------


@router.get("/judgements", responses={**gives("JudgementsPage"), **problems(400, 404, 410, 422)})
def list_judgements(
    request: Request,
    told: TheTold,
    incident: Incidents = None,
    which: Annotated[
        str,
        Query(
            description="Those that stand and bear on the account; or every one ever made, of whatever incident.",
            json_schema_extra={"enum": ["bearing", "every"]},
        ),
    ] = "bearing",
    limit: Limit = DEFAULT,
    after: After = None,
) -> Response:
    """What people judged, in the order in which they did."""
    one_of("choice", which, ("bearing", "every"))
    account, desk = narrowed(told, incident), desk_of(request)
    chosen = account.judgements if which == "bearing" else _every(desk, told)
    page = paged(request, told, f"judgements {which}", chosen, lambda j: str(j.seq), limit, after)

    def body() -> dict[str, Any]:
        entries = written(told, account, page.entries)
        if which == "every":
            gone = _gone(desk, told)
            entries = [{**entry, "withdrawn": gone.get(entry["n"])} for entry in entries]
        return {
            **heading(told),
            "total": page.total,
            "changed": page.changed,
            "next": page.next,
            "judgements": entries,
        }

    if which == "every":  # as the ledger has it now: the account may be a moment behind
        return _kept(desk, request, told, body(), page.next)
    return answer(desk, request, told, body, link=page.next)


def _kept(desk: Desk, request: Request, told: Told, body: dict[str, Any], next: str | None) -> Response:
    """An answer that is kept under what it says."""
    text = encoded(body)
    response = desk.shelf.answer(request, ("api judgements", text), lambda: text, JSON)
    response.headers[REVISION] = told.revision
    if next is not None:
        response.headers["Link"] = f'<{next}>; rel="next"'
    return response


def _rows(desk: Desk, told: Told) -> tuple[Judgement, ...]:
    known_by = told.view.known_by
    with desk.open() as ledger:
        return ledger.judgements(standing=False, made_by=moment(known_by) if known_by else None)


def _every(desk: Desk, told: Told) -> list[Judgement]:
    return [judgement for judgement in _rows(desk, told) if judgement.withdraws is None]


def _gone(desk: Desk, told: Told) -> dict[int, dict[str, Any]]:
    """The withdrawals by the number of what each took back, the first of each."""
    found: dict[int, dict[str, Any]] = {}
    for j in _rows(desk, told):
        if j.withdraws is not None:
            entry = {"n": j.seq, "made_by": j.made_by, "made_at": j.made_at, "reason": j.reason}
            found.setdefault(j.withdraws, entry)
    return found


# --- judging -------------------------------------------------------------------------------------


@router.post(
    "/judgements",
    status_code=201,
    responses={
        201: {"description": "Added."} | gives("Judged")[200],
        200: {"description": "The same stands already; nothing was added."} | gives("Judged")[200],
        **problems(404, 408, 413, 507),
    },
)
def judge(request: Request, desk: TheDesk, caller: Judge, given: NewJudgement) -> Response:
    """Add a judgement: of claims, sources, reports or incidents, by somebody and for a reason."""
    made_by = caller.signature(given.made_by)
    judgement = _checked(request, desk, given, made_by)
    with desk.open() as ledger:
        before = {j.seq for j in ledger.judgements(standing=False)}
        number = ledger.judge(judgement)
        revision = revision_of(ledger)
    concerning(request, f"judgement {number}", judgement.a, judgement.b or "")
    body = {"n": number, "already": number in before, "says": described(judgement), "revision": revision}
    return plain(body, revision, 200 if number in before else 201)


def _checked(request: Request, desk: Desk, given: NewJudgement, made_by: str) -> Judgement:
    """The judgement as the newest account allows it; what was recorded a moment ago is waited for."""
    until = time.monotonic() + _PATIENCE
    while True:
        told = stands(request, View())
        try:
            return judgement_of(
                told.account,
                given.type,
                given.a,
                given.b,
                by=made_by,
                why=given.reason,
                at=now(),
                since=given.since,
                traits=tuple(given.traits),
            )
        except UnknownClaim:
            if not _behind(desk, told) or time.monotonic() > until:
                raise
            time.sleep(0.1)
        except (NoJudgement, NoMoment) as error:
            raise Refused(422, str(error)) from None


def _behind(desk: Desk, told: Told) -> bool:
    with desk.open() as ledger:
        return is_later(revision_of(ledger), told.revision)


@router.delete("/judgements/{n}", responses={**gives("Judged"), **problems(404, 409, 507)})
def withdraw(
    request: Request,
    desk: TheDesk,
    caller: Judge,
    n: int,
    reason: Annotated[str, Query(min_length=1, max_length=2000, description="Why it is taken back.")],
    made_by: Annotated[str, Query(max_length=120, description="Who takes it back.")] = "",
) -> Response:
    """Take a judgement back: the account is then what it was without it, and both stay in the ledger."""
    by = caller.signature(made_by)
    with desk.open() as ledger:
        every = ledger.judgements(standing=False)
        target = next((j for j in every if j.seq == n and j.withdraws is None), None)
        if target is None:
            raise Refused(404, f"no judgement {n}")
        if target not in standing_of(every):
            raise Refused(409, f"judgement {n} was withdrawn before")
        try:
            number = ledger.judge(withdrawal_of(every, str(n), by=by, why=reason, at=now()))
        except NoJudgement as error:
            raise Refused(422, str(error)) from None
        if any(j.seq == number for j in every):
            raise Refused(409, f"judgement {n} was withdrawn before")
        revision = revision_of(ledger)
    concerning(request, f"judgement {n}")
    return plain(
        {"n": number, "already": False, "says": f"withdraw: {described(target)}", "revision": revision}, revision
    )
