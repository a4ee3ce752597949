"""Answers that are made once: a page or an API answer of one account is kept, compressed, under its ETag."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from fastapi import Request, Response

#: bytes of answers that are kept, compressed and not
_KEPT = 64 * 1024 * 1024
#: below this many bytes an answer travels as it is
_SMALL = 600


@dataclass(frozen=True, slots=True)
class Made:
    """A body, the same compressed, and the tag that differs wherever the body does."""

    body: bytes
    packed: bytes
    etag: str
    media: str

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return len(self.body) + len(self.packed)


class Shelf:
    """Answers by what they depend on; the least lately asked for goes first.

    What several ask for at once is made once: an account that is new sends every open page for the same few answers.
    """

    def __init__(self, most: int = _KEPT) -> None:
        self._most, self._held = most, 0
        self._made: OrderedDict[tuple[str, ...], Made] = OrderedDict()
        self._coming: dict[tuple[str, ...], Future[Made]] = {}
        self._lock = threading.Lock()

    def answer(
        self,
        request: Request,
        depends: tuple[str, ...],
        make: Callable[[], str | bytes],
        media: str = "text/html; charset=utf-8",
    ) -> Response:
        """The answer to a request; ``make`` is called where none is kept for what it ``depends`` on.

        304 without a body for a browser that holds it already.
        """
        made = self._of(depends, make, media)
        headers = {"ETag": made.etag, "Vary": "Accept-Encoding, Cookie", "Cache-Control": "private, no-cache"}
        if made.etag in {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}:
            return Response(status_code=304, headers=headers)
        if made.packed and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(made.packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=made.media)
        return Response(made.body, headers=headers, media_type=made.media)

    def _of(self, depends: tuple[str, ...], make: Callable[[], str | bytes], media: str) -> Made:
        with self._lock:
            if depends in self._made:
                self._made.move_to_end(depends)
                return self._made[depends]
            coming = self._coming.get(depends)
            mine = coming is None
            if coming is None:
                coming = self._coming[depends] = Future()
        if mine:
            self._make(depends, coming, make, media)
        return coming.result()

    def _make(
        self, depends: tuple[str, ...], coming: Future[Made], make: Callable[[], str | bytes], media: str
    ) -> None:
        """Whoever waits for it gets what is made, or the reason why it could not be."""
        try:
            made = _made(make(), media)
        except BaseException as error:
            with self._lock:
                del self._coming[depends]
            coming.set_exception(error)
            return
        with self._lock:
            del self._coming[depends]
            if made.size <= self._most // 2:  # what fills half the shelf is not worth what it would push out
                self._held += made.size
                self._made[depends] = made
            while self._held > self._most:
                self._held -= self._made.popitem(last=False)[1].size
        coming.set_result(made)


def _made(content: str | bytes, media: str) -> Made:
    # half a surrogate pair, which JSON input can smuggle in, has no UTF-8
    body = content.encode("utf-8", "replace") if isinstance(content, str) else content
    packed = gzip.compress(body, 5, mtime=0) if len(body) > _SMALL else b""
    tag = hashlib.sha256(media.encode("ascii") + body).hexdigest()[:24]
    return Made(body, packed, f'"{tag}"', media)
