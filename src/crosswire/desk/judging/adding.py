"""Reports added at the desk: pasted, as files, or from an address; and what was read of them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData, UploadFile

from crosswire.desk.access import Caller, Refused, concerning, form_token, needs
from crosswire.desk.access.faults import problem_of
from crosswire.desk.counter import Desk, TheDesk
from crosswire.desk.drawn import drawn
from crosswire.desk.judging.fetching import checked, fetched
from crosswire.desk.pages.held import Held, held
from crosswire.desk.pages.said import Said, dated, said
from crosswire.desk.processes import Ended
from crosswire.desk.standing import NotYet, View
from crosswire.desk.taking import Taken, take
from crosswire.errors import CrosswireError
from crosswire.ingest.kinds import READERS
from crosswire.model import Document, Incident

router = APIRouter()
#: seconds that somebody waits for reports to be read, and for the account that tells them
_READ, _SETTLED, _GLANCE = 120.0, 2.0, 0.05
#: files at once, reports shown afterwards, claims of each
_FILES, _SHOWN, _CLAIMS = 50, 40, 60
_NAMES = ("url", "name", "published", "publisher")

Add = Annotated[Caller, Depends(needs("add"))]
#: bytes of pasted words, which a form's parser would else hold to a megabyte; and characters of any other field
_PASTED, _SHORT = 12_000_000, 2_000


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form."""

    text: str = ""
    url: str = ""
    name: str = ""
    published: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """A report that was added, with what was read of it; ``document`` is None until the account tells it."""

    id: str
    document: Document | None
    claims: tuple[Said, ...] = ()
    all_claims: int = 0
    incidents: tuple[Incident, ...] = ()
    warnings: tuple[str, ...] = ()


@router.get("/add")
def ask(request: Request, caller: Add) -> Response:
    """The form for new reports."""
    return _form(request, Typed(), ())


async def sent(request: Request) -> FormData:
    """The form as it came, files and all."""
    return await request.form(max_files=_FILES + 1, max_fields=20, max_part_size=_PASTED)


@router.post("/add")
def add(request: Request, desk: TheDesk, caller: Add, form: Annotated[FormData, Depends(sent)]) -> Response:
    """Record what was pasted, uploaded or named, or say in one line on the same form why not."""
    typed = Typed(text=_field(form, "text", _PASTED), **{name: _field(form, name) for name in _NAMES})
    files = [file for file in form.getlist("files") if isinstance(file, UploadFile)]
    try:
        taken = tuple(_taken(desk, typed, files))
        if not taken:
            raise Refused(422, "nothing to add: paste a report, choose a file or name an address")
    except (CrosswireError, Refused) as error:
        problem = problem_of(error, request.state.id)
        return _form(request, typed, (problem.line,), status=problem.status if problem.status >= 500 else 422)
    ids = [one.id for one in taken if one.id]
    concerning(request, *ids)
    failures = [f"{one.name}: {one.failure}" for one in taken if one.failure]
    if failures or not ids:
        remarks = failures or [word for one in taken for word in one.warnings] or ["nothing in it could be read"]
        return _form(request, typed, remarks, ids, 422)
    return RedirectResponse("/added?" + urlencode([("report", id) for id in ids[:_SHOWN]]), 303)


def _field(form: FormData, name: str, most: int = _SHORT) -> str:
    value = form.get(name, "")
    return value[:most] if isinstance(value, str) else ""


@router.get("/added")
def added(
    request: Request,
    desk: TheDesk,
    caller: Annotated[Caller, Depends(needs("read"))],
    report: Annotated[list[str], Query(max_length=_SHOWN)],
) -> Response:
    """What was read of reports that were added, and which incident each joined."""
    until = time.monotonic() + _SETTLED
    while True:
        newest = desk.standing.newest()
        found = held(newest)
        missing = [id for id in report if id not in found.documents]
        if not missing or time.monotonic() > until:
            break
        time.sleep(_GLANCE)
    told = [_added(found, id) for id in report if id not in missing]
    waiting = [id for id in missing if _recorded(desk, id)]
    page = drawn(
        "added.html",
        request=request,
        view=View(),
        added=told,
        waiting=waiting,
        dated=dated,
        claims_shown=_CLAIMS,
        may_judge=caller.may("judge"),
    )
    return HTMLResponse(page, 200 if told or waiting else 404, {"Cache-Control": "no-store"})


def _form(
    request: Request, typed: Typed, errors: Sequence[str], ids: Sequence[str] = (), status: int = 200
) -> Response:
    page = drawn(
        "add.html",
        request=request,
        view=View(),
        typed=typed,
        errors=list(errors)[:20],
        ids=ids,
        token=form_token(request),
        kinds=sorted(READERS),
    )
    return HTMLResponse(page, status, {"Cache-Control": "no-store"})


def _taken(desk: Desk, typed: Typed, files: Sequence[UploadFile]) -> Iterator[Taken]:
    """What became of each report; raises CrosswireError for what nothing can be made of."""
    given = [file for file in files if file.filename]
    if len(given) > _FILES:
        raise Refused(422, f"more than {_FILES} files at once")
    if typed.text.strip():
        yield from _recording(desk, typed.name, typed.text.encode("utf-8", "replace"), typed, typed.url)
    elif typed.url.strip():
        address = checked(typed.url)
        yield from _recording(desk, typed.name, fetched(address, inward=desk.settings.inward), typed, address)
    for file in given:
        yield from _recording(desk, file.filename or "", file.file.read(), typed, "")


def _recording(desk: Desk, name: str, content: bytes, typed: Typed, url: str) -> tuple[Taken, ...]:
    asked = desk.clerk.ask(
        take,
        desk.settings.ledger,
        name.strip(),
        content,
        None,
        typed.published.strip() or None,
        " ".join(typed.publisher.split()) or None,
        url.strip() or None,
    )
    try:
        return asked.result(_READ)
    except (Late, Ended):
        raise NotYet("it takes long to read; it will be recorded, or has to be sent once more") from None


def _added(found: Held, id: str) -> Added:
    document = found.documents[id]
    claims = found.told_in.get(id, [])
    return Added(
        id=id,
        document=document,
        claims=tuple(said(found, claim) for claim in claims[:_CLAIMS]),
        all_claims=len(claims),
        incidents=tuple(i for i in found.account.incidents if id in i.documents),
        warnings=tuple(w.text for w in found.account.warnings if w.document == id),
    )


def _recorded(desk: Desk, id: str) -> bool:
    with desk.open() as ledger:
        return bool(ledger.base.all("SELECT 1 FROM documents WHERE id = ? LIMIT 1", (id,)))
