"""The page /alerts: what has fired and whether it has arrived, the rules, and the form for a new one."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from starlette.responses import HTMLResponse, RedirectResponse

from crosswire.asking import STATUSES
from crosswire.desk.access import Caller, Refused, concerning, form_token, needs
from crosswire.desk.counter import Desk, TheDesk
from crosswire.desk.drawn import drawn
from crosswire.desk.live import outbox
from crosswire.desk.live.firing import subjects
from crosswire.desk.live.outbox import Alert
from crosswire.desk.live.rules import KINDS, BadRule, Rule, host_of, in_words, is_literal_private, made
from crosswire.desk.standing import View
from crosswire.ledger import now
from crosswire.model import Account
from crosswire.report.wording import plain

router = APIRouter()
Reader = Annotated[Caller, Depends(needs("read"))]
Admin = Annotated[Caller, Depends(needs("admin"))]
#: alerts that the page shows
_SHOWN = 60
_FIELDS = ("kind", "to", "name", "status", "group", "nationality", "type", "incident", "place", "least", "by")


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule as the page shows it: in words, where it goes, and how many things it is about now."""

    rule: Rule
    says: str
    to: str
    about: int
    incident: str


@dataclass(frozen=True, slots=True)
class Fired:
    """An alert as the page shows it; ``next`` is when it is tried again."""

    alert: Alert
    content: Mapping[str, object]
    rule: str
    next: str | None


@router.get("/alerts")
def alerts(request: Request, desk: TheDesk, caller: Reader) -> Response:
    """What has fired, the rules, and the form."""
    return _page(request, desk, caller)


@router.post("/alerts/rules")
def add(
    request: Request,
    desk: TheDesk,
    caller: Admin,
    kind: Annotated[str, Form(max_length=40)] = "",
    to: Annotated[str, Form(max_length=2_500)] = "",
    name: Annotated[str, Form(max_length=300)] = "",
    status: Annotated[str, Form(max_length=40)] = "",
    group: Annotated[str, Form(max_length=300)] = "",
    nationality: Annotated[str, Form(max_length=300)] = "",
    type: Annotated[str, Form(max_length=300)] = "",
    incident: Annotated[str, Form(max_length=80)] = "",
    place: Annotated[str, Form(max_length=300)] = "",
    least: Annotated[str, Form(max_length=20)] = "1",
    by: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """A new rule; the key with which a webhook's messages are signed is shown this once."""
    typed = dict(
        zip(_FIELDS, (kind, to, name, status, group, nationality, type, incident, place, least, by), strict=True)
    )
    try:
        rule = _made(desk, caller, typed)
    except (BadRule, Refused) as error:
        return _page(request, desk, caller, typed=typed, error=str(getattr(error, "detail", error)), status=422)
    with desk.open() as ledger:
        outbox.add(ledger, rule)
    concerning(request, rule.id)
    if rule.secret:
        return _page(request, desk, caller, secret=rule)
    return RedirectResponse("/alerts", 303)


@router.post("/alerts/rules/{id}/remove")
def remove(request: Request, desk: TheDesk, caller: Admin, id: str) -> Response:
    """It fires no more."""
    concerning(request, id)
    with desk.open() as ledger:
        try:
            outbox.remove(ledger, id, now())
        except BadRule as error:
            raise Refused(404, str(error)) from None
    return RedirectResponse("/alerts", 303)


@router.post("/alerts/rules/{id}/try")
def trial(request: Request, desk: TheDesk, caller: Admin, id: str) -> Response:
    """Send something now, to see that it arrives."""
    concerning(request, id)
    with desk.open() as ledger:
        rule = next((rule for rule in outbox.rules(ledger) if rule.id == id), None)
        if rule is None:
            raise Refused(404, f"{id[:40]}: no such rule")
        outbox.trial(ledger, rule, now(), int(time.time()), desk.settings.address)
    desk.courier.wake()
    return RedirectResponse("/alerts", 303)


@router.post("/alerts/{id}/again")
def again(request: Request, desk: TheDesk, caller: Admin, id: str) -> Response:
    """Try what failed, or waits, once more now."""
    concerning(request, id)
    with desk.open() as ledger:
        if not outbox.again(ledger, id, int(time.time())):
            raise Refused(404, "no such alert that has not arrived")
    desk.courier.wake()
    return RedirectResponse("/alerts", 303)


def _made(desk: Desk, caller: Caller, typed: Mapping[str, str]) -> Rule:
    account = desk.standing.newest().account
    anchors: tuple[str, ...] = ()
    if typed["incident"]:
        found = next((one for one in account.incidents if one.id == typed["incident"]), None)
        if found is None:
            raise BadRule("that incident is no more; choose another")
        anchors = found.documents[:5]
    if not typed["least"].strip().isdecimal():
        raise BadRule("by how many? a whole number, 1 or more")
    rule = made(
        typed["kind"],
        typed["to"],
        made_by=caller.signature(typed["by"]),
        made_at=now(),
        incident=anchors,
        least=int(typed["least"].strip()[:12]),
        **{key: typed[key] for key in ("name", "status", "group", "nationality", "type", "place")},
    )
    if not desk.settings.inward and not rule.to.startswith("mailto:") and is_literal_private(rule.to):
        raise BadRule("that address is on a private network; whoever runs the desk can allow such (serve --inward)")
    return rule


def _page(
    request: Request,
    desk: Desk,
    caller: Caller,
    *,
    typed: Mapping[str, str] | None = None,
    error: str = "",
    secret: Rule | None = None,
    status: int = 200,
) -> Response:
    told = desk.standing.newest()
    with desk.open() as ledger:
        rules, fired, counts = outbox.rules(ledger), outbox.alerts(ledger, _SHOWN), outbox.counts(ledger)
        failed = outbox.alerts(ledger, _SHOWN, "failed")
        names = {rule.id: rule.name or in_words(rule) for rule in rules}
        for alert in fired:
            if alert.rule not in names and (old := outbox.rule_of(ledger, alert.rule)):
                names[alert.rule] = old.name or in_words(old)
    ids = {alert.id for alert in fired}
    text = drawn(
        "alerts.html",
        request=request,
        view=View(),
        revision=told.revision,
        rules=[_shown(rule, told.account, caller) for rule in rules],
        fired=[_fired(alert, names) for alert in (*fired, *(alert for alert in failed if alert.id not in ids))],
        counts=counts,
        kinds=KINDS,
        statuses=STATUSES,
        types=sorted({incident.type for incident in told.account.incidents}),
        incidents=told.account.incidents[:400],
        typed=typed or dict.fromkeys(_FIELDS, "") | {"kind": "figure", "least": "1"},
        error=error,
        secret=secret,
        may_set=caller.may("admin"),
        signed=caller.name if caller.how != "loopback" else "",
        token=form_token(request) if caller.may("admin") else "",
    )
    return HTMLResponse(text, status, {"Cache-Control": "no-store"})


def _shown(rule: Rule, account: Account, caller: Caller) -> Shown:
    """Who may not set rules sees only to which host they go: an address may hold a key."""
    to = rule.to if caller.may("admin") else host_of(rule)
    held = (
        next((i for i in account.incidents if set(rule.incident) & set(i.documents)), None) if rule.incident else None
    )
    about = sum(1 for _ in subjects(rule, account))
    return Shown(rule, in_words(rule), to, about, plain(held.label) if held else "")


def _fired(alert: Alert, names: Mapping[str, str]) -> Fired:
    later = alert.state == "pending" and alert.attempts > 0
    due = datetime.fromtimestamp(alert.due, UTC).isoformat(timespec="seconds") if later else None
    return Fired(alert, alert.content, names.get(alert.rule, "a rule that is no more"), due)
