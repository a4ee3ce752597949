"""What a page needs of a new account is looked up before somebody asks, so that the first reader does not wait."""

from __future__ import annotations

import logging
import threading

from crosswire.desk.counter import Desk
from crosswire.desk.drawn import known
from crosswire.desk.pages.incident import dossier_of, map_of
from crosswire.desk.standing import Told

#: incidents that are studied ahead: those of the most reports, whose pages take longest
MOST = 5

_log = logging.getLogger(__name__)


class Warming:
    """Listens to what stands; of accounts that come fast only the last is studied, one at a time."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._next: Told | None = None
        self._busy = False

    def heard(self, before: Told | None, now: Told) -> None:
        """Study this account in a thread of its own, or when that before it is done.

        Where many write, and read, its pages are asked for at once: who makes them studies what they need.
        """
        if self._desk.standing.crowded():
            return
        with self._lock:
            self._next = now
            if self._busy:
                return
            self._busy = True
        threading.Thread(target=self._work, name="warming", daemon=True).start()

    def _work(self) -> None:
        while True:
            with self._lock:
                told, self._next = self._next, None
                if told is None:
                    self._busy = False
                    return
            try:
                study_ahead(told, self._desk)
            except Exception:  # a page that fails says so itself, to who asks for it
                _log.exception("an account could not be studied ahead")


def warm(desk: Desk) -> None:
    """From now on study each new account before somebody asks."""
    desk.standing.listen(Warming(desk).heard)


def study_ahead(told: Told, desk: Desk) -> None:
    """Keep with the account what its largest incidents' pages show."""
    largest = sorted(told.account.incidents, key=lambda incident: -len(incident.documents))[:MOST]
    for incident in largest:
        dossier_of(told, incident)
        map_of(told, incident, desk.open)
    known("incident.html")
