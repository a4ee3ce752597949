"""JSON as the API answers it: compact, in UTF-8 whatever a report holds, with the revision that it tells."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from fastapi import Request, Response
from starlette.responses import StreamingResponse

from crosswire.desk.access import Refused
from crosswire.desk.counter import Desk
from crosswire.desk.standing import Told

JSON = "application/json"
REVISION = "X-Crosswire-Revision"
#: bytes of a download that are sent at a time
_SENT = 1 << 16
_HALVES = re.compile("[\ud800-\udfff]")
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def encoded(value: object) -> str:
    """A value as JSON; half a surrogate pair, which UTF-8 cannot carry, leaves as its escape."""
    return _HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", _ENCODER.encode(value))


def answer(
    desk: Desk, request: Request, told: Told, make: Callable[[], object], media: str = JSON, link: str | None = None
) -> Response:
    """What ``make`` gives, as JSON where it is no text already; made once for one account and one address.

    304 for who holds it.  ``link`` is the address of what comes next.
    """

    def body() -> str:
        made = make()
        return made if isinstance(made, str) else encoded(made)

    response = desk.shelf.answer(request, depends_on(request, told), body, media)
    response.headers[REVISION] = told.revision
    if link is not None:
        response.headers["Link"] = f'<{link}>; rel="next"'
    return response


def plain(value: object, revision: str, status: int = 200, **headers: str) -> Response:
    """An answer to what was sent, which nobody keeps."""
    return Response(
        encoded(value), status, {REVISION: revision, "Cache-Control": "no-store", **headers}, media_type=JSON
    )


def streamed(
    request: Request, told: Told, pieces: Callable[[], Iterable[str | bytes]], media: str, name: str
) -> Response:
    """A download, piece by piece and never held; 304 for who holds it.

    Its tag is weak: it is made from the ledger's revision before a byte is.
    """
    tag = hashlib.sha256("\n".join(depends_on(request, told)).encode("utf-8", "replace")).hexdigest()[:24]
    headers = {
        "ETag": f'W/"{tag}"',
        "Cache-Control": "private, no-cache",
        "Vary": "Cookie",
        REVISION: told.revision,
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    held = {one.strip().removeprefix("W/").strip('"') for one in request.headers.get("if-none-match", "").split(",")}
    if tag in held:
        return Response(status_code=304, headers=headers)
    return StreamingResponse(_bytes(pieces()), headers=headers, media_type=media)


def _bytes(pieces: Iterable[str | bytes]) -> Iterator[bytes]:
    """The pieces gathered: each that is sent costs a change of threads."""
    held = bytearray()
    for piece in pieces:
        held += piece.encode("utf-8", "replace") if isinstance(piece, str) else piece
        if len(held) >= _SENT:
            yield bytes(held)
            held.clear()
    yield bytes(held)


def depends_on(request: Request, told: Told) -> tuple[str, ...]:
    """What an answer is kept under: the account, and all of the address."""
    return ("api", told.key, request.url.path, request.url.query)


def one_of(what: str, given: str | None, known: Collection[str]) -> None:
    """Refuse (422) a word that is none of those there are; None asks for nothing."""
    if given is not None and given not in known:
        raise Refused(422, f"no {what} {given[:60]!r}; there are: {', '.join(known)}")


def part(held: Any, key: str, make: Callable[[], Any]) -> Any:
    """What is derived from an account once and kept with it."""
    if key not in held:
        held[key] = make()
    return held[key]
