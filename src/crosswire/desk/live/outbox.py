"""Rules, what has fired and what became of it: tables beside the ledger's, in whichever database holds it.

What a rule compares with and what has fired are written together, so that neither is lost whenever the desk ends; a
delivery that was begun and not noted is made again under the same id.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from crosswire.desk.live.firing import MOST, Item, State, compared
from crosswire.desk.live.rules import KINDS, BadRule, Rule, in_words
from crosswire.desk.revisions import is_later
from crosswire.desk.standing import Told
from crosswire.encoding import dumps, loads
from crosswire.ledger import Ledger

_TABLES = """
CREATE TABLE IF NOT EXISTS alert_rules (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    removed_at TEXT
);
CREATE TABLE IF NOT EXISTS alert_states (
    rule TEXT PRIMARY KEY,
    revision TEXT NOT NULL,        -- of the ledger, up to which the rule has told
    body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS alerts (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,       -- the same at every attempt
    rule TEXT NOT NULL,
    fired_at TEXT NOT NULL,
    body TEXT NOT NULL,            -- what is sent
    state TEXT NOT NULL,           -- pending, delivered or failed
    attempts INTEGER NOT NULL,
    due BIGINT NOT NULL,           -- seconds since 1970
    until BIGINT NOT NULL,         -- when trying ends
    fault TEXT,
    done_at TEXT
);
CREATE INDEX IF NOT EXISTS alerts_by_state ON alerts (state, due)
"""
_COLUMNS = "seq, id, rule, fired_at, body, state, attempts, due, until, fault, done_at"
#: seconds for which an alert that has fired is tried
LIMIT = 3 * 24 * 3600
#: seconds after which a delivery that nobody noted the end of is made again
_LEASE = 120
SCHEMA = "crosswire.alert/1"


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that has fired; ``state`` is pending, delivered or failed."""

    seq: int
    id: str
    rule: str
    fired_at: str
    body: str
    state: str
    attempts: int
    due: int
    until: int
    fault: str | None
    done_at: str | None

    @property
    def content(self) -> dict[str, Any]:
        """What is sent, as a value."""
        found: dict[str, Any] = json.loads(self.body)
        return found


def has_rules(ledger: Ledger) -> bool:
    """True if there have ever been rules here."""
    return ledger.base.has("alerts")


def make(ledger: Ledger) -> None:
    """The tables, where they are missing."""
    if not has_rules(ledger):  # in a shared database most may not make tables
        with ledger.base.transaction():
            ledger.base.define(_TABLES)


# --- rules ----------------------------------------------------------------------------------------


def rules(ledger: Ledger) -> tuple[Rule, ...]:
    """The rules that hold, oldest first."""
    if not has_rules(ledger):
        return ()
    rows = ledger.base.all("SELECT body FROM alert_rules WHERE removed_at IS NULL ORDER BY seq")
    return tuple(loads(Rule, body) for (body,) in rows)


def rule_of(ledger: Ledger, id: str) -> Rule | None:
    """The rule of this id, one that was removed too."""
    rows = ledger.base.all("SELECT body FROM alert_rules WHERE id = ?", (id,)) if has_rules(ledger) else []
    return loads(Rule, rows[0][0]) if rows else None


def add(ledger: Ledger, rule: Rule) -> None:
    """From the next account on it holds: that one is what it compares with."""
    make(ledger)
    with ledger.base.transaction():
        ledger.base.all("INSERT INTO alert_rules (id, body) VALUES (?, ?)", (rule.id, dumps(rule)))


def remove(ledger: Ledger, id: str, at: str) -> Rule:
    """It fires no more; what has fired is still sent.  Raises BadRule where there is none of this id."""
    found = next((rule for rule in rules(ledger) if rule.id == id), None)
    if found is None:
        raise BadRule(f"{id}: no such rule")
    with ledger.base.transaction():
        ledger.base.all("UPDATE alert_rules SET removed_at = ? WHERE id = ?", (at, id))
        ledger.base.all("DELETE FROM alert_states WHERE rule = ?", (id,))
    return found


def untold(ledger: Ledger, revision: str) -> tuple[Rule, ...]:
    """The rules that have not been held against an account as new as this."""
    if not has_rules(ledger):
        return ()
    at: dict[str, str] = dict(ledger.base.all("SELECT rule, revision FROM alert_states"))
    return tuple(rule for rule in rules(ledger) if rule.id not in at or is_later(revision, at[rule.id]))


# --- firing ---------------------------------------------------------------------------------------


def hold(ledger: Ledger, rule: Rule, told: Told, at: str, now: int, base: str = "") -> Alert | None:
    """Hold an account against a rule: what it has to tell is written down with what it compares with from now on.

    An account older than the last is passed over, as two desks of one ledger may be.  ``base`` is the desk's address,
    for links.
    """
    kept = _state(ledger, rule.id)
    if kept is not None and not is_later(told.revision, kept[0]):
        return None
    state, items = compared(rule, kept[1] if kept else None, told.account)  # takes a while: nobody waits for it
    with ledger.base.transaction():
        if _state(ledger, rule.id) != kept:  # another desk was quicker
            return None
        if not ledger.base.all("SELECT 1 FROM alert_rules WHERE id = ? AND removed_at IS NULL", (rule.id,)):
            return None
        _keep(ledger, rule.id, told.revision, state, kept)
        return _fire(ledger, rule, told.revision, items, at, now, base) if items else None


def trial(ledger: Ledger, rule: Rule, at: str, now: int, base: str = "") -> Alert:
    """Something to send that tells nothing, to see that it arrives."""
    item = Item("a trial: this rule can be heard", "", "/alerts")
    with ledger.base.transaction():
        # several in one second are several
        count = ledger.base.all("SELECT count(*) FROM alerts")[0][0]
        return _fire(ledger, rule, f"trial {count}", (item,), at, now, base)


def _state(ledger: Ledger, rule: str) -> tuple[str, State] | None:
    rows = ledger.base.all("SELECT revision, body FROM alert_states WHERE rule = ?", (rule,))
    return (rows[0][0], loads(State, rows[0][1])) if rows else None


def _keep(ledger: Ledger, rule: str, revision: str, state: State, before: tuple[str, State] | None) -> None:
    if before is None:
        ledger.base.all("INSERT INTO alert_states VALUES (?, ?, ?)", (rule, revision, dumps(state)))
    elif before[1] == state:
        ledger.base.all("UPDATE alert_states SET revision = ? WHERE rule = ?", (revision, rule))
    else:
        values = (revision, dumps(state), rule)
        ledger.base.all("UPDATE alert_states SET revision = ?, body = ? WHERE rule = ?", values)


def _fire(ledger: Ledger, rule: Rule, revision: str, items: Sequence[Item], at: str, now: int, base: str) -> Alert:
    digest = hashlib.sha256(f"{rule.id} {revision} {at}".encode()).hexdigest()[:16]
    id = f"msg_{digest}"
    body = _body(id, rule, revision, items, at, base)
    ledger.base.all(
        "INSERT INTO alerts (id, rule, fired_at, body, state, attempts, due, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (id, rule.id, at, body, "pending", 0, now, now + LIMIT),
    )
    (row,) = ledger.base.all(f"SELECT {_COLUMNS} FROM alerts WHERE id = ?", (id,))
    return Alert(*row)


def _body(id: str, rule: Rule, revision: str, items: Sequence[Item], at: str, base: str) -> str:
    told = {
        "schema": SCHEMA,
        "id": id,
        "type": f"crosswire.{rule.kind}",
        "rule": {"id": rule.id, "name": rule.name, "kind": rule.kind, "says": in_words(rule)},
        "fired_at": at,
        "revision": revision,
        "headline": items[0].text if len(items) == 1 else f"{len(items)} times: {KINDS[rule.kind]}",
        "items": [{**asdict(item), "url": base + item.path} for item in items[:MOST]],
        "more": max(0, len(items) - MOST),
    }
    return json.dumps(told, ensure_ascii=True)


# --- delivery -------------------------------------------------------------------------------------


def taken(ledger: Ledger, now: int, most: int) -> list[Alert]:
    """Alerts that are due, each for its taker alone until the lease ends; their attempts counted."""
    if not has_rules(ledger):
        return []
    query = f"SELECT {_COLUMNS} FROM alerts WHERE state = 'pending' AND due <= ? ORDER BY due, seq LIMIT {most}"
    if not ledger.base.all(query, (now,)):  # a look that writes nothing keeps nobody waiting
        return []
    with ledger.base.transaction():
        found = [Alert(*row) for row in ledger.base.all(query, (now,))]
        for alert in found:
            ledger.base.all("UPDATE alerts SET due = ?, attempts = attempts + 1 WHERE id = ?", (now + _LEASE, alert.id))
    return [replace(alert, attempts=alert.attempts + 1) for alert in found]


def delivered(ledger: Ledger, alert: Alert, at: str) -> None:
    """It has arrived."""
    with ledger.base.transaction():
        values = ("delivered", at, alert.id)
        ledger.base.all("UPDATE alerts SET state = ?, done_at = ?, fault = NULL WHERE id = ?", values)


def postponed(ledger: Ledger, alert: Alert, fault: str, due: int, at: str, *, final: bool = False) -> None:
    """It has not: tried again when it is due, or, past its limit or ``final``, kept as failed."""
    state = "failed" if final or due > alert.until else "pending"
    with ledger.base.transaction():
        values = (state, fault[:300], due, at if state == "failed" else None, alert.id)
        ledger.base.all(
            "UPDATE alerts SET state = ?, fault = ?, due = ?, done_at = ? WHERE id = ? AND state = 'pending'", values
        )


def again(ledger: Ledger, id: str, now: int) -> bool:
    """Try one that failed, or waits, now and for as long as a new one; False where there is none such."""
    if not has_rules(ledger):
        return False
    with ledger.base.transaction():
        open_ones = ledger.base.all("SELECT 1 FROM alerts WHERE id = ? AND state <> 'delivered'", (id,))
        ledger.base.all(
            "UPDATE alerts SET state = 'pending', due = ?, until = ?, done_at = NULL"
            " WHERE id = ? AND state <> 'delivered'",
            (now, now + LIMIT, id),
        )
    return bool(open_ones)


def alerts(ledger: Ledger, most: int = 100, state: str | None = None) -> list[Alert]:
    """What has fired, the newest first."""
    if not has_rules(ledger):
        return []
    where, values = ("WHERE state = ?", (state,)) if state else ("", ())
    rows = ledger.base.all(f"SELECT {_COLUMNS} FROM alerts {where} ORDER BY seq DESC LIMIT {int(most)}", values)
    return [Alert(*row) for row in rows]


def counts(ledger: Ledger) -> dict[str, int]:
    """How many are pending, delivered and failed."""
    found = {"pending": 0, "delivered": 0, "failed": 0}
    if has_rules(ledger):
        found.update(
            (state, int(n)) for state, n in ledger.base.all("SELECT state, count(*) FROM alerts GROUP BY state")
        )
    return found
