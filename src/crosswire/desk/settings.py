"""What somebody who runs the desk decides."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """``ledger`` is a file or a connection string; ``watched`` are folders and feeds as ``crosswire watch`` names them.

    ``every`` is the number of seconds between two requests to a feed, ``hosts`` are names besides those of this
    machine's loopback under which browsers may call the desk.  With ``inward`` reports may be fetched from, and alerts
    sent to, addresses of this machine and its own network, too.  ``outbox`` is a folder into which alerts by e-mail are
    laid instead of being sent.
    """

    ledger: str
    host: str = "127.0.0.1"
    port: int = 8377
    watched: tuple[str, ...] = ()
    every: float = 300.0
    hosts: tuple[str, ...] = ()
    inward: bool = False
    outbox: str | None = None

    @property
    def address(self) -> str:
        """Where the desk is, for links from outside: by the first name that a proxy passes on, if any."""
        host = self.hosts[0] if self.hosts else f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}" if self.hosts else f"http://{host}:{self.port}"
