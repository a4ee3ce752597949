"""Answers that are made once: a page or an API answer of one account is kept, compressed, under its ETag."""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass

from fastapi import Request, Response

#: bytes of answers that are kept, compressed and not
_KEPT = 64 * 1024 * 1024
#: below this many bytes an answer travels as it is
_SMALL = 600
#: seconds that a reader waits for an answer of the newest account where there is one of the account before, and how
#: many do at a time: others get that before at once, so that no crowd takes all threads
_GRACE, _PATIENT = 0.3, 4
#: threads that make answers for nobody in particular; each takes its share of the time from those who answer
_MAKERS = 1
#: how `Told.key` begins
_REVISION = re.compile(r"^(\d+(?:\.\d+)+)\|")
#: under which a request's state holds what it was shown
SHOWN = "shown"


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


@dataclass(frozen=True, slots=True)
class Shown:
    """What a request was answered with, and the revisions that the answer depends on."""

    made: Made
    revisions: frozenset[str]


def response_of(made: Made, held: str, accepted: str) -> Response:
    """The answer to who ``held`` some tags and ``accepted`` some encodings, as the headers name them."""
    headers = {"ETag": made.etag, "Vary": "Accept-Encoding, Cookie", "Cache-Control": "private, no-cache"}
    if made.etag in {tag.strip().removeprefix("W/") for tag in held.split(",")}:
        return Response(status_code=304, headers=headers)
    if made.packed and "gzip" in accepted:
        return Response(made.packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=made.media)
    return Response(made.body, headers=headers, media_type=made.media)


class Shelf:
    """Answers by what they depend on; the least lately asked for goes first.

    What several ask for at once is made once: an account that is new sends every open page for the same few answers.
    Who asks then, while hundreds do, gets within a moment what was right of the account before; a page says of which
    revision it is, and asks again.  While it is ``crowded``, one account soon following the other, nobody waits.
    """

    def __init__(self, crowded: Callable[[], bool] = bool, most: int = _KEPT) -> None:
        self._crowded, self._most, self._held = crowded, most, 0
        self._made: OrderedDict[tuple[str, ...], Made] = OrderedDict()
        self._latest: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._coming: dict[tuple[str, ...], Future[Made]] = {}
        self._lock = threading.Lock()
        self._queued = self._waiting = 0
        self._maker = ThreadPoolExecutor(_MAKERS, thread_name_prefix="maker")

    def answer(
        self,
        request: Request,
        depends: tuple[str, ...],
        make: Callable[[], str | bytes],
        media: str = "text/html; charset=utf-8",
    ) -> Response:
        """The answer to a request; ``make`` is called where none is kept for what it ``depends`` on, in any thread.

        304 without a body for a browser that holds it already.
        """
        made, fresh = self._of(depends, make, media)
        if fresh:
            revisions = frozenset(found[1] for part in depends if (found := _REVISION.match(part)))
            request.scope.setdefault("state", {})[SHOWN] = Shown(made, revisions)
        return response_of(made, request.headers.get("if-none-match", ""), request.headers.get("accept-encoding", ""))

    def busy(self) -> bool:
        """True while answers are being made for nobody in particular."""
        return self._queued > 0

    def close(self) -> None:
        """Make nothing more."""
        self._maker.shutdown(wait=False, cancel_futures=True)

    def _of(self, depends: tuple[str, ...], make: Callable[[], str | bytes], media: str) -> tuple[Made, bool]:
        """The answer, and whether it is that which was asked for, not the one before."""
        with self._lock:
            if depends in self._made:
                self._made.move_to_end(depends)
                return self._made[depends], True
            before = self._made.get(self._latest.get(_whichever(depends), ()))
            coming = self._coming.get(depends)
            mine = coming is None
            if coming is None:
                coming = self._coming[depends] = Future()
        if mine and (before is None or not self._later(depends, coming, make, media)):
            self._make(depends, coming, make, media)
        if before is None:
            return coming.result(), True
        with self._lock:
            if self._waiting >= _PATIENT or self._crowded():
                return before, False
            self._waiting += 1
        try:
            return coming.result(_GRACE), True
        except Late:
            return before, False
        finally:
            with self._lock:
                self._waiting -= 1

    def _later(
        self, depends: tuple[str, ...], coming: Future[Made], make: Callable[[], str | bytes], media: str
    ) -> bool:
        try:
            with self._lock:
                self._maker.submit(self._made_later, depends, coming, make, media)
                self._queued += 1
        except RuntimeError:  # the desk is closing
            return False
        return True

    def _made_later(
        self, depends: tuple[str, ...], coming: Future[Made], make: Callable[[], str | bytes], media: str
    ) -> None:
        try:
            self._make(depends, coming, make, media)
        finally:
            with self._lock:
                self._queued -= 1

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
                self._latest[_whichever(depends)] = depends
            while self._held > self._most:
                self._drop(next(iter(self._made)))
        coming.set_result(made)

    def _drop(self, depends: tuple[str, ...]) -> None:
        self._held -= self._made.pop(depends).size
        which = _whichever(depends)
        if self._latest.get(which) == depends:
            del self._latest[which]


def _whichever(depends: tuple[str, ...]) -> tuple[str, ...]:
    """What an answer depends on but for the revisions: the same page, of whichever account of that view."""
    return tuple(_REVISION.sub("|", part) for part in depends)


def _made(content: str | bytes, media: str) -> Made:
    # half a surrogate pair, which JSON input can smuggle in, has no UTF-8
    body = content.encode("utf-8", "replace") if isinstance(content, str) else content
    packed = gzip.compress(body, 5, mtime=0) if len(body) > _SMALL else b""
    tag = hashlib.sha256(media.encode("ascii") + body).hexdigest()[:24]
    return Made(body, packed, f'"{tag}"', media)
