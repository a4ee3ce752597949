"""One conditional request, bounded in time and size."""

from __future__ import annotations

import http.client
import time
import zlib
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import PackageNotFoundError, version
from urllib.error import HTTPError, URLError
from urllib.request import (
    BaseHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

#: bytes of one answer; seconds of silence, and of the whole answer
SIZE, SILENCE, PATIENCE = 20_000_000, 20.0, 60.0
_PIECE = 1 << 16
_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: its status and body, or what went wrong in a few words; and what to send it next time."""

    status: int = 0
    body: bytes = b""
    etag: str | None = None
    modified: str | None = None
    retry_after: str | None = None
    fault: str | None = None


def fetch(
    url: str, etag: str | None = None, modified: str | None = None, opener: OpenerDirector | None = None
) -> Answer:
    """The answer to a GET that asks only for what has changed (If-None-Match, If-Modified-Since; RFC 9110, 13).

    ``opener`` is one of `opener_of` that reaches less than all addresses.
    """
    fields = {"User-Agent": f"crosswire/{_version()} (feed reader)", "Accept": _ACCEPT, "Accept-Encoding": "gzip"}
    fields |= {"If-None-Match": etag} if etag else {}
    fields |= {"If-Modified-Since": modified} if modified else {}
    try:
        with (opener or opener_of(ProxyHandler(), HTTPHandler(), HTTPSHandler())).open(
            Request(url, headers=fields), timeout=SILENCE
        ) as response:
            return _answer(response.status, response.headers, _body(response))
    except HTTPError as error:
        with error:
            return _answer(error.code, error.headers, b"")
    except URLError as error:
        return Answer(fault=_words(error.reason))
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
        return Answer(fault=_words(error))


def opener_of(*ways: BaseHandler) -> OpenerDirector:
    """One that opens addresses in these ways alone: with those for HTTP no redirect leads to a file."""
    opener = OpenerDirector()
    for handler in (*ways, _Redirects(), HTTPErrorProcessor(), HTTPDefaultErrorHandler()):
        opener.add_handler(handler)
    return opener


class _Redirects(HTTPRedirectHandler):
    max_redirections = 5
    max_repeats = 2


def _body(response: http.client.HTTPResponse) -> bytes:
    """The body, unpacked; raises ValueError for one too large and TimeoutError for one that drips."""
    packed = response.headers.get("Content-Encoding", "").strip().lower() in ("gzip", "x-gzip")
    unpack = zlib.decompressobj(wbits=31) if packed else None
    found, end = bytearray(), time.monotonic() + PATIENCE
    while piece := response.read1(_PIECE):
        if time.monotonic() > end:
            raise TimeoutError("the answer takes too long")
        while piece:
            found += unpack.decompress(piece, SIZE) if unpack else piece
            piece = unpack.unconsumed_tail if unpack else b""
            if len(found) > SIZE:
                raise ValueError(f"an answer over {SIZE // 1_000_000} MB")
    return bytes(found)


def _answer(status: int, fields: Message, body: bytes) -> Answer:
    etag, modified, later = (fields.get(name) for name in ("ETag", "Last-Modified", "Retry-After"))
    fault = None if status in (200, 304) else f"HTTP status {status}"
    return Answer(status, body, _short(etag), _short(modified), _short(later), fault)


def _short(value: str | None) -> str | None:
    """A field worth sending back: one line, of a length that a server can have meant."""
    return value if value and len(value) <= 500 and value.isprintable() and value.isascii() else None


def _words(reason: object) -> str:
    text = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return " ".join(text.split())[:200].lower()


def _version() -> str:
    try:
        return version("crosswire")
    except PackageNotFoundError:
        return "0"
