"""How much of everything: the numbers that keep one caller from taking the desk from the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bytes, seconds and requests a second; who sits at this machine has no rate.

    ``slow`` are parts of paths whose answers take long, besides all that is sent to change something: ``at_once`` of
    them are worked on, others wait ``patience`` seconds.
    """

    body: int = 12_000_000
    body_seconds: float = 60.0
    reads: float = 300.0
    reads_burst: float = 600.0
    writes: float = 50.0
    writes_burst: float = 100.0
    at_once: int = 16
    patience: float = 10.0
    #: between two looks whether who follows a stream of events may still read it
    recheck: float = 5.0
    slow: tuple[str, ...] = ("/export", "/handover", "/hand-over")
    #: beginnings of paths that anybody may read: what a page needs to ask who you are
    public: tuple[str, ...] = ("/static/", "/login", "/logout", "/favicon.ico", "/robots.txt")


class Settled(Protocol):
    """What of the desk's settings is asked here: where it is bound, and under what other names it may be called."""

    @property
    def host(self) -> str:
        """A name or an address."""

    @property
    def port(self) -> int:
        """A number that is in the name of the cookie, so that two desks of one machine do not share it."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Names besides loopback's, as a proxy passes them on."""
