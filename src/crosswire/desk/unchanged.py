"""What an open page asks again and again is answered before anything is looked up, while it is what it was."""

from __future__ import annotations

import time
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from crosswire.desk.shown import SHOWN, Made, Shown, response_of
from crosswire.desk.standing import Standing

#: addresses that are remembered of one account
_MOST = 2_000
#: seconds between two looks for an answer that is being made
_LOOK = 0.3

#: a path, what is asked of it, and the role of who asks
_Address = tuple[str, bytes, str]


class Unchanged:
    """Stands behind the door: who calls is known by then.

    An answer off the shelf that depends on the newest account alone is the same for one address and one role until
    there is a newer account; it is not asked for again.  Where one account soon follows the other, that of the one
    before is given until the new one is made, which is looked for now and then.
    """

    def __init__(self, app: ASGIApp, standing: Standing) -> None:
        self._app, self._standing = app, standing
        self._of: tuple[object, str] = (None, "")
        self._made: dict[_Address, Made] = {}
        self._before: dict[_Address, Made] = {}
        self._looked: dict[_Address, float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with what is known, or hand it on and remember what came."""
        newest = self._standing.last
        # what the API adds to an answer off the shelf is its own
        if scope["type"] != "http" or scope["method"] != "GET" or newest is None or scope["path"].startswith("/api/"):
            await self._app(scope, receive, send)
            return
        now = (newest, str(self._standing.failure or ""))
        if self._of != now or len(self._made) > _MOST:
            self._before = {**self._before, **self._made} if len(self._before) < _MOST else self._made
            self._of, self._made, self._looked = now, {}, {}
        state: dict[str, Any] = scope.setdefault("state", {})
        address = (scope["path"], scope["query_string"], str(getattr(state.get("caller"), "role", "")))
        made = self._made.get(address) or self._meanwhile(address)
        if made is not None:
            given = Headers(scope=scope)
            response = response_of(made, given.get("if-none-match", ""), given.get("accept-encoding", ""))
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)
        shown = state.get(SHOWN)
        if isinstance(shown, Shown) and shown.revisions <= {newest.revision} and self._of == now:
            self._made[address] = shown.made

    def _meanwhile(self, address: _Address) -> Made | None:
        """What was right of the account before, where many ask while the new one is being made."""
        made = self._before.get(address)
        if made is None or not self._standing.crowded():
            return None
        now = time.monotonic()
        if now - self._looked.get(address, -_LOOK) < _LOOK:
            return made
        self._looked[address] = now
        return None
