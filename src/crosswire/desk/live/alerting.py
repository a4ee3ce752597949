"""Each new account held against every rule, in a thread of its own: whoever follows the ledger does not wait for it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from crosswire.desk.live import outbox
from crosswire.desk.standing import Standing, Told
from crosswire.errors import CrosswireError
from crosswire.ledger import Ledger, now

#: seconds between two looks at whether there is a rule that has not been held against the newest account
_GLANCE = 2.0

_log = logging.getLogger(__name__)


class Alarm:
    """Holds accounts against rules; ``fired`` is called when something has been written down to be sent."""

    def __init__(self, ledger: str, standing: Standing, base: str, fired: Callable[[], None]) -> None:
        self._ledger, self._base, self._fired = ledger, base, fired
        self._newest: Told | None = None
        self._wake, self._end = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="alarm", daemon=True)
        standing.listen(self._heard)

    def start(self) -> None:
        """From now on."""
        self._thread.start()

    def close(self) -> None:
        """No longer; what was not held against a rule is so when there is a desk again."""
        self._end.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(5)

    def _heard(self, before: Told | None, told: Told) -> None:
        self._newest = told
        self._wake.set()

    def _go_on(self) -> None:
        said = ""
        while not self._end.is_set():
            self._wake.wait(_GLANCE)
            self._wake.clear()
            try:
                self._look()
                said = ""
            except CrosswireError as error:  # a ledger that cannot be written to now: tried again at the next look
                if str(error) != said:
                    _log.warning("alerts wait: %s", error)
                said = str(error)
            except Exception:
                _log.exception("a rule could not be held against the account")

    def _look(self) -> None:
        told = self._newest
        if told is None or self._end.is_set():
            return
        with Ledger(self._ledger, must_exist=True) as ledger:
            for rule in outbox.untold(ledger, told.revision):
                if outbox.hold(ledger, rule, told, now(), int(time.time()), self._base) is not None:
                    self._fired()
