"""What is answered to a request that is not done: a status and one line; and why a desk may not open at all."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException

from crosswire.errors import CrosswireError


class Refused(HTTPException):
    """The request is not done; ``detail`` is the line that says why, fit to be read by anybody."""

    def __init__(self, status: int, line: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, line, dict(headers or {}))


class OpenDoor(CrosswireError):
    """The desk would answer to strangers: an address beyond this machine, and no token to tell who calls."""


class NoSuchToken(CrosswireError):
    """A token that the ledger does not hold, or one that cannot be made as asked."""


def unknown(line: str = "who are you? send a token, or log in") -> Refused:
    """Nobody was named, or nobody who is known here."""
    return Refused(401, line, {"WWW-Authenticate": 'Bearer realm="crosswire"'})


def later(seconds: float, line: str, status: int = 429) -> Refused:
    """The same request may be made again in so many seconds."""
    return Refused(status, line, {"Retry-After": str(max(1, round(seconds + 0.5)))})
