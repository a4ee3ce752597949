"""Reports handed over: read and recorded by the clerk, each with what became of it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from concurrent.futures import TimeoutError as Late
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response

from crosswire.desk.access import Caller, Refused, concerning, needs
from crosswire.desk.access.refusals import later
from crosswire.desk.api.answers import encoded, plain
from crosswire.desk.api.published import GIVEN, gives, named, problems
from crosswire.desk.counter import Desk, TheDesk
from crosswire.desk.processes import Ended
from crosswire.desk.revisions import revision_of
from crosswire.desk.taking import Taken, take
from crosswire.ingest.dates import instant

router = APIRouter(generate_unique_id_function=named)

#: seconds after which who hands over much is told that it is still being read
_PATIENCE = 60.0
#: by which reader each kind of content is read; None goes by the name, else by the content
KINDS: dict[str, str | None] = {
    "application/json": ".json", "application/x-ndjson": ".jsonl", "application/jsonl": ".jsonl",
    "application/ndjson": ".jsonl", "application/json-seq": ".jsonl", "text/plain": ".txt", "text/markdown": ".md",
    "text/html": ".html", "application/xhtml+xml": ".html", "application/xml": ".xml", "text/xml": ".xml",
    "application/rss+xml": ".xml", "application/atom+xml": ".xml", "message/rfc822": ".eml",
    "application/pdf": ".pdf", "application/zip": ".zip", "application/octet-stream": None, "": None,
}  # fmt: skip
#: encodings of written language, as Python calls them; there are others, of which some run away with a long text
_ENCODING = re.compile(r"ascii|utf-(8|16|32)|(cp|iso8859|iso2022|koi8|mac|big5|gb|euc|shift_jis|johab|tis|kz)[\w-]*$")
_WORDS = frozenset({".txt", ".md", ".html", ".json", ".jsonl"})


async def content_of(request: Request) -> bytes:
    """What was sent, whole; the door bounds it."""
    return await request.body()


@router.post(
    "/reports",
    tags=["Reports"],
    status_code=201,
    responses={
        201: {"description": "Recorded."} | gives("Taken")[200],
        200: {"description": "Known: all of it had been recorded before."} | gives("Taken")[200],
        202: {"description": "Still being read, not yet recorded; sent again later it changes nothing."}
        | gives("Pending")[200],
        **problems(408, 413, 415, 507),
    },
    openapi_extra={"requestBody": GIVEN},
)
def give_reports(
    request: Request,
    desk: TheDesk,
    caller: Annotated[Caller, Depends(needs("add"))],
    content: Annotated[bytes, Depends(content_of)],
    name: Annotated[str, Query(max_length=500, description="What to call it; else by its text's fingerprint.")] = "",
    published: Annotated[str | None, Query(description="When it appeared, where it does not say so itself.")] = None,
    publisher: Annotated[str | None, Query(max_length=300, description="Who prints it, where it does not say.")] = None,
    url: Annotated[str | None, Query(max_length=4000, description="Where it appeared, where it does not say.")] = None,
) -> Response:
    """Record one report, a list of them, or one to a line; what was recorded before changes nothing.

    JSON reports are objects with the text under `text` (docs/formats.md); a plain text or a page is one report.
    """
    kind, content = _as_sent(request, content)
    if not content.strip():
        raise Refused(422, "nothing to read: the request has no body")
    if published and instant(published) is None:
        raise Refused(422, f"no date: {published[:60]!r} (write 2013-01-20 or 2013-01-20T18:30:00Z)")
    asked = desk.clerk.ask(take, desk.settings.ledger, name, content, kind, published, publisher, url)
    try:
        taken = asked.result(_PATIENCE)
    except Late:
        return plain({"pending": True, "revision": _revision(desk)}, _revision(desk), 202)
    except Ended as error:
        raise later(2.0, str(error), 503) from None
    concerning(request, *(one.id for one in taken[:20] if one.id))
    return _answer(request, desk, taken)


def _as_sent(request: Request, content: bytes) -> tuple[str | None, bytes]:
    """The reader's kind, and the content in UTF-8 where the request names another encoding."""
    plain_kind, _, parameters = request.headers.get("content-type", "").partition(";")
    kind = KINDS.get(plain_kind.strip().lower(), "?")
    if kind == "?":
        raise Refused(415, f"{plain_kind.strip()[:60]!r} is not read; send {', '.join(filter(None, KINDS))}")
    charset = next(
        (value.strip("\"' ") for key, _, value in (part.partition("=") for part in parameters.split(";"))
         if key.strip().lower() == "charset"), ""
    )  # fmt: skip
    if not charset or kind not in _WORDS:
        return kind, content
    try:
        codec = codecs.lookup(charset).name
        if not _ENCODING.match(codec):
            raise LookupError
        return kind, content.decode(codec).encode("utf-8")
    except LookupError:
        raise Refused(415, f"no encoding named {charset[:60]!r}") from None
    except ValueError:
        raise Refused(422, f"this is not in {charset[:60]}, as the request says") from None


def _answer(request: Request, desk: Desk, taken: Sequence[Taken]) -> Response:
    read = [one for one in taken if one.id is not None]
    refused = [one for one in taken if one.id is None]
    if not read:
        return _none_read(request, refused)
    new = [one for one in read if not one.known]
    revision = _revision(desk)
    body = {
        "revision": revision,
        "recorded": len(new),
        "known": len(read) - len(new),
        "refused": sum(one.failure is not None for one in refused),
        "reports": list(map(_told, taken)),
    }
    headers = {}
    if len(read) == 1:
        headers["Location"] = f"{request.url.path.removesuffix('/reports')}/documents/{quote(str(read[0].id), safe='')}"
    return plain(body, revision, 201 if new else 200, **headers)


def _none_read(request: Request, refused: Sequence[Taken]) -> Response:
    """One line where one report was sent; of several how many, and each with its reason."""
    reasons = [one.failure or "; ".join(one.warnings) for one in refused] or ["empty: nothing to read"]
    line = reasons[0] if len(reasons) == 1 else f"none of {len(reasons)} reports can be read; the first: {reasons[0]}"
    body = {
        "type": "about:blank",
        "title": "Unprocessable Entity",
        "status": 422,
        "detail": line,
        "id": request.state.id,
        "reports": list(map(_told, refused)),
    }
    return Response(encoded(body), 422, media_type="application/problem+json")


def _told(one: Taken) -> dict[str, Any]:
    failure = one.failure if one.failure or one.id else "; ".join(one.warnings)
    return {
        "id": one.id,
        "claims": one.claims,
        "known": one.known,
        "published": one.published,
        "warnings": list(one.warnings) if one.id else [],
        "error": failure,
    }


def _revision(desk: Desk) -> str:
    with desk.open() as ledger:
        return revision_of(ledger)
