"""The hand-over of an incident as a file: written in a process of its own, for it takes seconds of a big one."""

from __future__ import annotations

from concurrent.futures import TimeoutError as Late
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Request, Response

from crosswire.desk.access import attachment
from crosswire.desk.counter import TheAccount, TheDesk
from crosswire.desk.pages.incident import placed
from crosswire.desk.processes import Ended
from crosswire.desk.standing import NotYet, View
from crosswire.handover import FORMATS, MEDIA, rendered, situation
from crosswire.ledger import Ledger
from crosswire.pipeline import account
from crosswire.report.axes import MOMENTS

router = APIRouter()

#: seconds that somebody waits for the file
_PATIENCE = 100.0


@router.get("/incidents/{id}/handover.{format}")
def handover(
    request: Request,
    desk: TheDesk,
    told: TheAccount,
    id: str,
    format: Annotated[str, Path(description="md, html, docx or pdf.")],
) -> Response:
    """The situation report of an incident in one of four formats, as a download."""
    if format not in FORMATS:
        raise HTTPException(404, f"a hand-over is written as {', '.join(FORMATS)}, not as {format}")
    found = placed(request, desk, told, id)
    if isinstance(found, Response):
        return found

    def made() -> bytes:
        asked = desk.scribe.ask(written, desk.settings.ledger, told.view, found.id, format)
        try:
            return asked.result(_PATIENCE)
        except (Late, Ended) as error:
            raise NotYet("the hand-over is still being written; ask again in a moment") from error

    answer = desk.shelf.answer(request, (told.key, "handover", found.id, format), made, MEDIA[format])
    day = (told.view.as_of or "").replace(":", "").replace("+0000", "Z")
    answer.headers["Content-Disposition"] = attachment(f"{found.label}{' ' if day else ''}{day}.{format}")
    return answer


def written(ledger: str, view: View, incident: str, format: str) -> bytes:
    """The file, from an account that knows how its figures changed."""
    with Ledger(ledger, must_exist=True) as held:
        found = account(held, as_of=view.as_of, policy=view.policy, memory=view.known_by, moments=MOMENTS)
    return rendered(situation(found, incident), format)
