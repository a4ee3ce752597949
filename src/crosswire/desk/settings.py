"""What somebody who runs the desk decides."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """``ledger`` is a file or a connection string; ``watched`` are folders and feeds as ``crosswire watch`` names them.

    ``every`` is the number of seconds between two requests to a feed, ``hosts`` are names besides those of this
    machine's loopback under which browsers may call the desk.
    """

    ledger: str
    host: str = "127.0.0.1"
    port: int = 8377
    watched: tuple[str, ...] = ()
    every: float = 300.0
    hosts: tuple[str, ...] = ()
