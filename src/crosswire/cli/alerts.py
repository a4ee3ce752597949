"""``alerts``: rules that tell a webhook or an e-mail address what has changed, and what became of what they told."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from crosswire.cli.options import DONE, LedgerFile, Misuse, app, console, opened

if TYPE_CHECKING:
    from crosswire.ledger import Ledger

STATES = ("pending", "delivered", "failed")

verbs = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=False,
    help="Tell a webhook or an e-mail address what has changed; a desk that is open (serve) sends it.",
)
app.add_typer(verbs, name="alerts")


@verbs.command("list")
def listed(ledger: LedgerFile = None) -> int:
    """Every rule: its id, what it tells, where to, by whom."""
    from crosswire.desk.live import outbox
    from crosswire.desk.live.rules import in_words

    with _held(ledger, "list") as held, console() as screen:
        for rule in outbox.rules(held):
            called = f"{rule.name}: " if rule.name else ""
            within = f" (reports {', '.join(rule.incident[:2])}...)" if rule.incident else ""
            screen.line(f"{rule.id}  {called}{in_words(rule)}{within}; to {rule.to}; by {rule.made_by}")
    return DONE


@verbs.command()
def add(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="figure, contradiction, nationality or incident.")],
    to: Annotated[str | None, typer.Option(metavar="ADDRESS", help="https://... or an e-mail address.")] = None,
    status: Annotated[str, typer.Option(metavar="STATUS", help="killed, injured, held ...")] = "",
    group: Annotated[str, typer.Option(metavar="WORDS", help="Whose: hostages, Algerian workers, BP.")] = "",
    least: Annotated[int, typer.Option(metavar="N", help="By how many a figure has to move.")] = 1,
    nationality: Annotated[str, typer.Option(metavar="NAME", help="A country or a people.")] = "",
    incident: Annotated[str, typer.Option(metavar="ID", help="One incident, or a report of it.")] = "",
    place: Annotated[str, typer.Option(metavar="NAME", help="A place or country.")] = "",
    type: Annotated[str, typer.Option(metavar="TYPE", help="Of incident: earthquake, attack ...")] = "",
    name: Annotated[str, typer.Option(metavar="NAME", help="What to call the rule.")] = "",
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who sets it.")] = None,
    secret: Annotated[str, typer.Option(metavar="KEY", help="whsec_...; one is made otherwise.")] = "",
    ledger: LedgerFile = None,
) -> int:
    """Set a rule and print its id; a webhook's key is shown this once.  It tells what changes from now on."""
    if to is None:
        raise Misuse("alerts add needs --to ADDRESS: https://... of a webhook, or an e-mail address")
    from crosswire.desk.live import outbox
    from crosswire.desk.live.rules import BadRule, in_words, made
    from crosswire.ledger import now

    with _held(ledger, "add") as held, console() as screen:
        try:
            rule = made(
                kind,
                to,
                made_by=by or getpass.getuser(),
                made_at=now(),
                name=name,
                incident=_reports(held, incident) if incident else (),
                place=place,
                status=status,
                group=group,
                nationality=nationality,
                type=type,
                least=least,
                secret=secret,
            )
        except BadRule as error:
            raise Misuse(str(error)) from None
        outbox.add(held, rule)
        screen.line(rule.id)
        screen.say(in_words(rule))
        if rule.secret:
            screen.say(f"what it sends is signed (Standard Webhooks) with {rule.secret}, which is shown this once")
    return DONE


@verbs.command()
def remove(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Its id, as alerts list has it.")],
    ledger: LedgerFile = None,
) -> int:
    """A rule fires no more; what has fired is still sent."""
    from crosswire.desk.live import outbox
    from crosswire.desk.live.rules import BadRule
    from crosswire.ledger import now

    with _held(ledger, "remove") as held, console() as screen:
        try:
            outbox.remove(held, rule, now())
        except BadRule as error:
            raise Misuse(str(error)) from None
        screen.line(f"removed {rule}")
    return DONE


@verbs.command("outbox")
def sent(
    state: Annotated[str | None, typer.Option(metavar="STATE", help="pending, delivered or failed.")] = None,
    last: Annotated[int, typer.Option(metavar="N", help="How many, the newest first.")] = 50,
    retry: Annotated[bool, typer.Option("--retry", help="Try those that failed again, for three more days.")] = False,
    ledger: LedgerFile = None,
) -> int:
    """What has fired, the newest first, and what became of it."""
    if state is not None and state not in STATES:
        raise Misuse(f"no state {state!r}; there are {', '.join(STATES)}")
    if not 1 <= last <= 100_000:
        raise Misuse(f"--last must be between 1 and 100000, not {last}")
    import time

    from crosswire.desk.live import outbox

    with _held(ledger, "outbox") as held, console() as screen:
        if retry:
            for alert in outbox.alerts(held, last, "failed"):
                outbox.again(held, alert.id, int(time.time()))
        for alert in outbox.alerts(held, last, state):
            tries = f"{alert.attempts} attempt{'' if alert.attempts == 1 else 's'}"
            fault = f" ({alert.fault})" if alert.fault else ""
            screen.line(f"{alert.fired_at}  {alert.state}, {tries}{fault}  {alert.id}  {alert.content['headline']}")
    return DONE


def _reports(held: Ledger, incident: str) -> tuple[str, ...]:
    """The reports by which the incident is known whatever its id becomes."""
    from crosswire.members import incident_named
    from crosswire.pipeline import account

    return incident_named(account(held), incident).documents[:5]


@contextmanager
def _held(ledger: str | None, verb: str) -> Iterator[Ledger]:
    if ledger is None:
        raise Misuse(f"alerts {verb} needs --ledger FILE")
    with opened(ledger, must_exist=True) as held:
        yield held
