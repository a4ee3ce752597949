"""How often: a pause that grows with every wrong token, and a bucket of requests for each caller.

Both remember a bounded number of callers, the latest; times are seconds of a clock that only goes forward.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

#: callers remembered at a time; 10,000 take about 2 MB
MOST = 10_000


@dataclass(slots=True)
class _Wrong:
    count: int
    last: float
    until: float


class Guesses:
    """Wrong tokens by address: some are free, then each doubles a pause in which the address may try none.

    Who was let in from an address before goes on coming in, so that a stranger behind the same address, or a proxy that
    hides addresses, shuts nobody out.
    """

    def __init__(self, free: int = 10, first: float = 1.0, longest: float = 900.0, most: int = MOST) -> None:
        self._free, self._first, self._longest, self._most = free, first, longest, most
        self._wrong: OrderedDict[str, _Wrong] = OrderedDict()
        self._friends: OrderedDict[tuple[str, str], None] = OrderedDict()

    def pause(self, address: str, digest: str, now: float) -> float:
        """Seconds until what has this digest may be tried from there; 0 at once."""
        if self.knows(address, digest):
            return 0.0
        wrong = self._wrong.get(address)
        return 0.0 if wrong is None else max(0.0, wrong.until - now)

    def knows(self, address: str, digest: str) -> bool:
        """True if what has this digest opened the door from there before."""
        return (address, digest) in self._friends

    def failed(self, address: str, now: float) -> None:
        """One more wrong token from there; an hour after the longest pause all is forgotten."""
        wrong = self._wrong.pop(address, None)
        if wrong is None or now > wrong.last + self._longest + 3600:
            wrong = _Wrong(0, now, now)
        wrong.count, wrong.last = wrong.count + 1, now
        over = wrong.count - self._free
        wrong.until = now + (min(self._longest, self._first * 2.0 ** min(over, 40)) if over >= 0 else 0.0)
        self._wrong[address] = wrong
        if len(self._wrong) > self._most:
            self._wrong.popitem(last=False)

    def succeeded(self, address: str, digest: str) -> None:
        """The token was right."""
        self._friends[address, digest] = None
        self._friends.move_to_end((address, digest))
        if len(self._friends) > self._most:
            self._friends.popitem(last=False)

    def __len__(self) -> int:
        return len(self._wrong) + len(self._friends)


class Buckets:
    """A bucket for each caller, filled at a rate (requests a second) up to a burst; a request takes one out."""

    def __init__(self, rate: float, burst: float, most: int = MOST) -> None:
        self._rate, self._burst, self._most = rate, burst, most
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, caller: str, now: float) -> float:
        """Seconds until the caller's next request; 0 when this one may be done, and is counted."""
        held, since = self._held.pop(caller, (self._burst, now))
        held = min(self._burst, held + (now - since) * self._rate)
        allowed = held >= 1
        self._held[caller] = (held - 1 if allowed else held, now)
        if len(self._held) > self._most:
            self._held.popitem(last=False)
        return 0.0 if allowed else (1 - held) / self._rate

    def __len__(self) -> int:
        return len(self._held)
