"""Pages of lists that change while they are read.

A cursor names the last entry of the page before by a digest of what identifies it, so that what arrives meanwhile
neither repeats nor hides what was there; and the revision, so that the reader is told that something did arrive.
Entries leave a list seldom, as when a report is replaced by a later version: then the reading begins anew (410).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Query, Request

from crosswire.desk.access import Refused
from crosswire.desk.standing import Told

T = TypeVar("T")
Key = Callable[[T], str]

DEFAULT, MOST = 100, 1000
#: characters of a cursor: ours are shorter
_LONGEST = 400
_DIGITS = 16

Limit = Annotated[int, Query(ge=1, le=MOST, description="Entries to a page.")]
After = Annotated[
    str | None,
    Query(description="The cursor in `next` of the page before: the page begins after its last entry."),
]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some entries of a list, how many there are, and the address of the next ones.

    ``changed`` is true if the ledger was written to since the page before.
    """

    entries: Sequence[T]
    total: int
    changed: bool
    next: str | None


@dataclass(frozen=True, slots=True)
class _Cursor:
    """The last entry of a page: which list, which digest, which of several with that digest, at which revision."""

    list: str
    digest: str
    nth: int
    revision: str


def paged(
    request: Request, told: Told, name: str, entries: Sequence[T], key: Key[T], limit: int, after: str | None
) -> Page[T]:
    """The page that a request asks for; raises Refused: 422 for what is no cursor of this list, 410 for a lost one."""
    start, changed = 0, False
    if after is not None:
        cursor = _read(after, name)
        start, changed = _place(cursor, entries, key), cursor.revision != told.revision
    some = entries[start : start + limit]
    end = start + len(some)
    following = None
    if end < len(entries):
        following = _address(request, _written(_cursor(name, entries, key, end - 1, told.revision)))
    return Page(some, len(entries), changed, following)


def _address(request: Request, cursor: str) -> str:
    given = [(name, value) for name, value in request.query_params.multi_items() if name != "after"]
    return f"{request.url.path}?{urlencode([*given, ('after', cursor)])}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:_DIGITS]


def _cursor(name: str, entries: Sequence[T], key: Key[T], place: int, revision: str) -> _Cursor:
    wanted = key(entries[place])
    return _Cursor(name, _digest(wanted), sum(key(entry) == wanted for entry in entries[:place]), revision)


def _place(cursor: _Cursor, entries: Sequence[T], key: Key[T]) -> int:
    """Where the list goes on."""
    met = 0
    for place, entry in enumerate(entries):
        if _digest(key(entry)) == cursor.digest:
            if met == cursor.nth:
                return place + 1
            met += 1
    raise Refused(410, "the entry after which to go on is no longer in the list; begin again without `after`")


def _written(cursor: _Cursor) -> str:
    plain = json.dumps([cursor.list, cursor.digest, cursor.nth, cursor.revision], separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode("ascii")).decode("ascii").rstrip("=")


def _read(text: str, name: str) -> _Cursor:
    try:
        if len(text) > _LONGEST:
            raise ValueError
        raw = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        found: Any = json.loads(raw)
        given, digest, nth, revision = found
    except (ValueError, TypeError, RecursionError):
        raise _none() from None
    fit = isinstance(digest, str) and isinstance(revision, str) and type(nth) is int and nth >= 0
    if given != name or not fit:
        raise _none()
    return _Cursor(name, digest, nth, revision)


def _none() -> Refused:
    return Refused(422, "no cursor of this list: take `after` from `next` as it is, or leave it out")
