"""The forms of judgements, what becomes of them, and taking them back: plain forms that need no script."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from crosswire.desk.access import Caller, Refused, concerning, form_token, needs
from crosswire.desk.access.faults import problem_of
from crosswire.desk.counter import Desk, TheDesk
from crosswire.desk.drawn import drawn, link
from crosswire.desk.judging.effects import Effect, Effects, foreseen
from crosswire.desk.judging.forms import Asked, form_of, traits_given
from crosswire.desk.judging.history import Entry, entries, entry, quoted
from crosswire.desk.judging.kinds import KINDS, Kind
from crosswire.desk.judging.signing import remember, remembered
from crosswire.desk.live.moving import Figure, words
from crosswire.desk.pages.held import Held, held
from crosswire.desk.standing import View
from crosswire.errors import CrosswireError, UnknownClaim
from crosswire.judgements import GROUP
from crosswire.judging import LONGEST, judgement_of, withdrawal_of
from crosswire.ledger import now
from crosswire.model import Judgement

router = APIRouter()
#: why a judgement is taken back, where nobody says more
_AT_ONCE = "taken back at once"

Judge = Annotated[Caller, Depends(needs("judge"))]
Reader = Annotated[Caller, Depends(needs("read"))]
Text = Annotated[str, Form(max_length=4000)]
Number = Annotated[int, Path(ge=1, le=2**53)]


def effects_of(request: Request) -> Effects:
    """What the judgements of this desk moved."""
    found = request.app.state.effects
    assert isinstance(found, Effects)
    return found


def back_from(request: Request, given: str = "") -> str:
    """Where to go on: the page that was told, else that from which the reader came; only ever one of the desk's."""
    said = given or _came_from(request)
    parts = urlsplit(said)
    fit = said.startswith("/") and not said.startswith(("//", "/judge/", "/judged/")) and not parts.netloc
    plain = len(said) <= 2_000 and all("!" <= sign <= "~" and sign != "\\" for sign in said)
    return said if fit and plain else "/"


def _came_from(request: Request) -> str:
    try:
        parts = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return ""
    if parts.netloc != request.headers.get("host"):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


# --- forms ---------------------------------------------------------------------------------------


@router.get("/judge/{kind}")
def ask(
    request: Request,
    desk: TheDesk,
    caller: Judge,
    kind: str,
    a: Annotated[str, Query(max_length=600)] = "",
    b: Annotated[str, Query(max_length=600)] = "",
    back: Annotated[str, Query(max_length=2000)] = "",
) -> Response:
    """The form of one kind of judgement."""
    asked = Asked(a=a, b=b, by=remembered(request), back=back_from(request, back))
    return _form(request, desk, caller, _kind(kind), asked)


@router.post("/judge/withdraw")
def withdraw(
    request: Request,
    desk: TheDesk,
    caller: Judge,
    number: Text = "",
    by: Text = "",
    why: Text = "",
    back: Text = "",
) -> Response:
    """Take a judgement back: a row of its own, and the account is again what it was without it."""
    concerning(request, f"judgement {number[:20]}")
    with desk.open() as ledger:
        every = ledger.judgements(standing=False)
        signature = caller.signature(by or remembered(request))
        said = withdrawal_of(every, number, by=signature, why=why.strip() or _AT_ONCE, at=now())
        seq = ledger.judge(said)
    return _done(seq, by, back_from(request, back))


def asked_of(
    request: Request,
    a: Text = "",
    b: Text = "",
    other: Text = "",
    since: Text = "",
    by: Text = "",
    why: Text = "",
    back: Text = "",
    role: Annotated[str | None, Form(max_length=400)] = None,
    nationality: Annotated[str | None, Form(max_length=400)] = None,
    employer: Annotated[str | None, Form(max_length=400)] = None,
    sex: Annotated[str | None, Form(max_length=400)] = None,
    age: Annotated[str | None, Form(max_length=400)] = None,
    allegiance: Annotated[str | None, Form(max_length=400)] = None,
    emptied: Annotated[str, Form(max_length=100)] = "",
) -> Asked:
    """What was typed into a form.

    A field that is sent empty cannot be told from one that is not sent; ``emptied`` names those that are shown.
    """
    given = {"role": role, "nationality": nationality, "employer": employer}
    given |= {"sex": sex, "age": age, "allegiance": allegiance}
    seen = emptied.split()
    traits = {key: value or "" for key, value in given.items() if value is not None or key in seen}
    return Asked(a.strip(), b, other, since, by, why, back_from(request, back), traits)


Typed = Annotated[Asked, Depends(asked_of)]


@router.post("/judge/{kind}")
def judge(request: Request, desk: TheDesk, caller: Judge, kind: str, asked: Typed) -> Response:
    """Write a judgement down, or say in one line on the same form why it is none."""
    known = _kind(kind)
    try:
        said = _said(desk, caller, known, asked)
        concerning(request, *(id for id in (said.a, said.b) if id))
        with desk.open() as ledger:
            seq = ledger.judge(said)
    except (CrosswireError, Refused) as error:
        return _refusal(request, desk, caller, known, asked, error)
    return _done(seq, asked.by, asked.back)


@router.post("/judge/{kind}/look")
def look(request: Request, desk: TheDesk, caller: Judge, kind: str, asked: Typed) -> Response:
    """The form again, with what the judgement would move; nothing is written down, so no reason is needed yet."""
    known = _kind(kind)
    try:
        said = _said(desk, caller, known, replace(asked, by=asked.by or "-", why=asked.why or "-"))
        effect = foreseen(desk.standing, said)
    except (CrosswireError, Refused) as error:
        return _refusal(request, desk, caller, known, asked, error)
    return _form(request, desk, caller, known, asked, effect=effect)


def _refusal(
    request: Request, desk: Desk, caller: Caller, kind: Kind, asked: Asked, error: CrosswireError | Refused
) -> Response:
    """The form with what was typed and the line that says why nothing came of it."""
    problem = problem_of(error, request.state.id)
    return _form(request, desk, caller, kind, asked, problem.line, problem.status if problem.status >= 500 else 422)


def _said(desk: Desk, caller: Caller, kind: Kind, asked: Asked) -> Judgement:
    """The judgement that the form makes of the newest account."""
    found = held(desk.standing.newest())
    by = caller.signature(asked.by)
    traits = traits_given(found, asked) if kind.name == GROUP else ()
    if kind.name == GROUP and not traits:
        raise Refused(422, "nothing is said of the group that it was not read as already")
    second = asked.second if kind.b else None
    since = asked.since.strip() or None if kind.dated else None
    return judgement_of(
        found.account, kind.name, asked.a, second, by=by, why=asked.why, at=now(), since=since, traits=traits
    )


def _form(
    request: Request,
    desk: Desk,
    caller: Caller,
    kind: Kind,
    asked: Asked,
    error: str = "",
    status: int = 200,
    effect: Effect | None = None,
) -> Response:
    found = held(desk.standing.newest())
    signed = caller.name if caller.how != "loopback" else ""
    page = drawn(
        "judge.html",
        request=request,
        view=View(),
        form=replace(form_of(found, kind, asked, error), effect=effect),
        moved=_moves(effect, made=False) if effect else [],
        token=form_token(request),
        signed=signed,
        longest=LONGEST,
    )
    return HTMLResponse(page, status, {"Cache-Control": "no-store"})


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise UnknownClaim(f"no judgement named so; there are: {', '.join(KINDS)}")
    return KINDS[name]


def _done(seq: int, by: str, back: str) -> Response:
    """Off to what the judgement moved, the name remembered for the next one."""
    answer = RedirectResponse(link(f"/judged/{seq}", None, back=back), 303)
    remember(answer, by)
    return answer


# --- what became of one --------------------------------------------------------------------------


@router.get("/judged/{seq}")
def judged(
    request: Request,
    desk: TheDesk,
    caller: Reader,
    seq: Number,
    back: Annotated[str, Query(max_length=2000)] = "",
) -> Response:
    """A judgement: what it says, what it moved, whether it stands, and the way to take it back."""
    effects = effects_of(request)
    with desk.open() as ledger:
        every = ledger.judgements(standing=False)
    if not any(j.seq == seq for j in every):
        raise UnknownClaim(f"no judgement {seq}")
    settled = effects.awaited(seq)
    found = held(desk.standing.newest())
    told = _entry_of(every, seq, found)
    effect = effects.of(seq)
    page = drawn(
        "judged.html",
        request=request,
        view=View(),
        entry=told,
        quoted_claims=quoted(found, [told]),
        number=seq,
        settled=settled,
        effect=effect,
        moved=_moves(effect, made=True) if effect else [],
        failure=desk.standing.failure,
        back=back_from(request, back),
        may_judge=caller.may("judge"),
        by=remembered(request),
        signed=caller.name if caller.how != "loopback" else "",
        token=form_token(request) if caller.may("judge") else "",
    )
    return HTMLResponse(page, headers={"Cache-Control": "no-store"})


def _moves(effect: Effect, *, made: bool) -> list[tuple[Figure, str, str, str]]:
    """Each figure that moves, its amounts before and after in words, and its id where it has a page by now.

    A figure that a judgement not yet ``made`` would bring has none.
    """
    found = []
    for one in effect.moved:
        figure = one.after or one.before
        assert figure is not None
        there = figure if made else one.before
        found.append((figure, words(one.before), words(one.after), there.id if there else ""))
    return found


def _entry_of(every: tuple[Judgement, ...], seq: int, found: Held) -> Entry:
    """The judgement of that number; of a withdrawal with what it took back."""
    j = next(j for j in every if j.seq == seq)
    if j.withdraws is None:
        return next(one for one in entries(found, every) if one.judgement.seq == seq)
    return entry(found, j, of=next((other for other in every if other.seq == j.withdraws), None))
