"""What has fired is sent until it has arrived, for three days at most; what never did is kept, and shown."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Sequence

from crosswire.desk.live import mailing, outbox, webhook
from crosswire.desk.live.mailing import Mail
from crosswire.desk.live.outbox import Alert
from crosswire.desk.live.rules import Rule
from crosswire.errors import CrosswireError
from crosswire.ledger import Ledger, now

#: seconds between two looks at what is due
_GLANCE = 1.0
#: sent at a time, so that one that does not answer keeps few waiting
_AT_ONCE = 4
#: seconds until the second attempt, doubled with each, and the most
_FIRST, _LONGEST = 10.0, 3600.0

_log = logging.getLogger(__name__)


def wait(id: str, attempts: int, later: float | None = None) -> float:
    """Seconds until the next attempt: doubled with each, up to a quarter more by the alert's id, at most an hour.

    A receiver's Retry-After is a least, up to that hour.
    """
    doubled = min(_FIRST * 2.0 ** min(max(attempts - 1, 0), 30), _LONGEST)
    digest = hashlib.sha256(f"{id} {attempts}".encode()).digest()
    spread = int.from_bytes(digest[:4], "big") / 2**32
    return min(max(doubled * (1 + spread / 4), later or 0.0), _LONGEST * 1.25)


class Courier:
    """Delivers; `start` begins, `wake` has it look at once."""

    def __init__(self, ledger: str, mail: Mail, *, private: bool = False) -> None:
        self._ledger, self._mail, self._private = ledger, mail, private
        self._wake, self._end = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="courier", daemon=True)

    def start(self) -> None:
        """From now on."""
        self._thread.start()

    def wake(self) -> None:
        """Something has fired."""
        self._wake.set()

    def close(self) -> None:
        """What is on its way is noted if it arrives within seconds, else sent once more when there is a desk again."""
        self._end.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(3)

    def _go_on(self) -> None:
        said = ""
        while not self._end.is_set():
            try:
                found = self._due()
                self._send(found)
                said = ""
                if found:
                    continue
            except CrosswireError as error:
                if str(error) != said:
                    _log.warning("alerts wait: %s", error)
                said = str(error)
            except Exception:
                _log.exception("an alert could not be sent")
            self._wake.wait(_GLANCE)
            self._wake.clear()

    def _send(self, found: Sequence[tuple[Alert, Rule | None]]) -> None:
        """All at once, in threads that a desk which closes does not wait for."""
        threads = [threading.Thread(target=self._tried, args=pair, daemon=True) for pair in found]
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive() and not self._end.is_set():
                thread.join(0.5)

    def _tried(self, alert: Alert, rule: Rule | None) -> None:
        try:
            self.deliver(alert, rule)
        except CrosswireError as error:
            _log.warning("alert %s: what came of it could not be noted: %s", alert.id, error)
        except Exception:
            _log.exception("alert %s could not be sent", alert.id)

    def _due(self) -> list[tuple[Alert, Rule | None]]:
        with Ledger(self._ledger, must_exist=True) as ledger:
            found = outbox.taken(ledger, int(time.time()), _AT_ONCE)
            return [(alert, outbox.rule_of(ledger, alert.rule)) for alert in found]

    def deliver(self, alert: Alert, rule: Rule | None) -> None:
        """Try once, and note what came of it; where that cannot be noted it is tried again when its lease ends."""
        if rule is None:
            outcome = webhook.Outcome("its rule is not there", final=True)
        elif rule.to.startswith("mailto:"):
            outcome = mailing.send(self._mail, alert.content, rule.to.removeprefix("mailto:"))
        else:
            body, at = alert.body.encode(), int(time.time())
            outcome = webhook.post(rule.to, body, alert.id, rule.secret, at, private=self._private)
        with Ledger(self._ledger, must_exist=True) as ledger:
            if outcome.fault is None:
                outbox.delivered(ledger, alert, now())
                return
            due = int(time.time() + wait(alert.id, alert.attempts, outcome.later))
            outbox.postponed(ledger, alert, outcome.fault, due, now(), final=outcome.final)
