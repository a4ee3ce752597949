"""How much a request may bring, and how long it may take over it; counted as it comes, whatever length it gave."""

from __future__ import annotations

import anyio
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope

from crosswire.desk.access.refusals import Refused


def checked_length(headers: Headers, most: int) -> None:
    """Refuse a body by the length it gives, before any of it is read: 413, or 400 for what is no length."""
    given = headers.get("content-length")
    if given is None:
        return
    if not (given.isascii() and given.isdigit()):
        raise Refused(400, "a length that is no number")
    if len(given) > 18 or int(given) > most:
        raise _too_large(most)


def bounded(scope: Scope, receive: Receive, most: int, seconds: float) -> Receive:
    """The request's own ``receive``, which raises Refused: 413 past so many bytes, 408 when they take too long."""
    checked_length(Headers(scope=scope), most)
    read, ended = 0, False
    until: float | None = None  # counted from when somebody begins to read

    async def counted() -> Message:
        nonlocal read, ended, until
        if ended:  # what comes now is the browser leaving, however late
            return await receive()
        try:
            until = until or anyio.current_time() + seconds
            with anyio.fail_after(max(0.0, until - anyio.current_time())):
                message = await receive()
        except TimeoutError:
            raise Refused(408, f"the request did not come within {seconds:g} seconds") from None
        read += len(message.get("body", b""))
        if read > most:
            raise _too_large(most)
        ended = not message.get("more_body", False)
        return message

    return counted


async def whole(receive: Receive) -> tuple[bytes, Receive]:
    """The body, read to its end, and a ``receive`` that gives it once more."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Refused(400, "the request broke off")
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            break
    body, given = b"".join(parts), False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return body, again


def _too_large(most: int) -> Refused:
    return Refused(413, f"more than {most // 1_000_000 or most / 1_000_000} MB at once is not read")
