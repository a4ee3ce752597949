"""When to ask again: never sooner than asked to, later after each failure, and not all at once."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

#: seconds between two requests to a host, and the least between two to one address of another machine
PAUSE, LEAST = 2.0, 60.0
#: no wait is longer, whatever a server or the doubling asks for
LONGEST = 24 * 3600.0


def wait(url: str, every: float, failures: int = 0, retry_after: float | None = None) -> float:
    """Seconds until the next request: ``every``, doubled with each failure, up to a quarter more by the address's hash.

    The hash spreads the feeds of one newsroom over time and is the same on every run.  A server's Retry-After is a
    least.  RFC 9110, 10.2.3.
    """
    doubled = min(every * 2.0 ** min(failures, 30), LONGEST)
    digest = hashlib.sha256(f"{url} {failures}".encode("utf-8", "replace")).digest()
    spread = int.from_bytes(digest[:4], "big") / 2**32
    return min(max(doubled * (1 + spread / 4), retry_after or 0.0), LONGEST * 1.25)


def retry_after(value: str | None, now: datetime) -> float | None:
    """The seconds that a Retry-After field asks for, given as seconds or as a date; None for what is neither."""
    if not value:
        return None
    plain = value.strip()
    if plain.isascii() and plain.isdecimal():
        return min(float(plain[:12]), LONGEST)
    try:
        at = parsedate_to_datetime(plain)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    seconds = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
    return min(max(seconds, 0.0), LONGEST)
