"""``token`` and ``audit``: who may use the desk over a ledger, and what was asked of it."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from crosswire.cli.options import DONE, LedgerFile, Misuse, app, console, opened

if TYPE_CHECKING:
    from crosswire.desk.access.journal import Row
    from crosswire.desk.access.tokens import Token
    from crosswire.ledger import Ledger

FORMATS = ("text", "json")
#: raised when a field of the JSON changes its meaning; fields may be added
SCHEMA = "crosswire.audit/1"

verbs = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=False,
    help="Say who may use the desk from elsewhere, and how far: read, add, judge or admin.",
)
app.add_typer(verbs, name="token")

Name = Annotated[str, typer.Argument(metavar="NAME", help="Whose it is: it signs what is added and judged with it.")]


@verbs.command()
def add(
    name: Name,
    role: Annotated[str | None, typer.Option(metavar="ROLE", help="read, add, judge or admin.")] = None,
    expires: Annotated[str | None, typer.Option(metavar="TIME", help="When it ends; a date is its end.")] = None,
    ledger: LedgerFile = None,
) -> int:
    """Make a token and print it, this once: the ledger keeps only its fingerprint."""
    if role is None:
        raise Misuse("token add needs --role read, add, judge or admin")
    from crosswire.desk.access import tokens
    from crosswire.moments import moment

    end = None if expires is None else moment(expires)
    with _held(ledger, "token add", must_exist=False) as held, console() as screen:
        secret = tokens.add(held, name, role, end)
        _note(held, "token add", f"{name}: {role}")
        screen.line(secret)
        screen.say("keep it as you would a password: it is shown this once")
    return DONE


@verbs.command("list")
def listed(ledger: LedgerFile = None) -> int:
    """Every token ever made: whose, how far it goes, since and until when; never the token."""
    from crosswire.desk.access import tokens

    with _held(ledger, "token list") as held, console() as screen:
        for line in _lines(tokens.every(held)):
            screen.line(line)
    return DONE


@verbs.command()
def revoke(name: Name, ledger: LedgerFile = None) -> int:
    """End the token of this name, and every session opened with it, within a second."""
    from crosswire.desk.access import tokens

    with _held(ledger, "token revoke") as held, console() as screen:
        tokens.revoke(held, name)
        _note(held, "token revoke", name)
        screen.line(f"revoked {name}")
    return DONE


@app.command()
def audit(
    ledger: LedgerFile = None,
    since: Annotated[str | None, typer.Option(metavar="TIME", help="From this moment on; a date from its end.")] = None,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="text or json.")] = "text",
) -> int:
    """Print what was asked of the desk to change something, by whom, and what was refused; the oldest first."""
    if format not in FORMATS:
        raise Misuse(f"no format named {format!r}; there are {', '.join(FORMATS)}")
    from crosswire.desk.access import journal, tables
    from crosswire.moments import moment

    start = "" if since is None else tables.stamp(moment(since))
    with _held(ledger, "audit") as held, console() as screen:
        rows = journal.rows(held, start)
        if format == "json":
            whole = {"schema": SCHEMA, "rows": [asdict(row) for row in rows]}
            screen.write(json.dumps(whole, indent=2, ensure_ascii=False) + "\n")
            return DONE
        for row in rows:
            screen.line(_told(row))
        if not rows:
            screen.line("nothing was asked of this desk yet")
    return DONE


def _lines(every: tuple[Token, ...]) -> Iterator[str]:
    from crosswire.desk.access.tables import now

    at = now()
    if not every:
        yield "no token was made yet"
    width = max((len(token.name) for token in every), default=0)
    for token in every:
        state = "valid" if token.valid(at) else f"revoked {token.revoked}" if token.revoked else "ended"
        end = f", until {token.expires}" if token.expires else ""
        yield f"{token.name:<{width}}  {token.role:<5}  made {token.made_at}{end}  [{state}]"


def _told(row: Row) -> str:
    about = f"  {row.about}" if row.about else ""
    return f"{row.at}  {row.who} ({row.how})  {row.what}{about}  {row.outcome}  [{row.request}]"


def _note(held: Ledger, what: str, about: str) -> None:
    """Who makes and revokes tokens at the command line stands in the log with what is done at the desk."""
    from crosswire.desk.access import journal, tables

    row = journal.Row(tables.stamp(tables.now()), _account(), "command line", what, about, "done", "-")
    journal.note(held, row)


def _account() -> str:
    """The account of the system that runs the command."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container without accounts
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "unknown"


@contextmanager
def _held(ledger: str | None, command: str, must_exist: bool = True) -> Iterator[Ledger]:
    """The ledger; what cannot be done with its tokens is misuse."""
    from crosswire.desk.access.refusals import NoSuchToken

    if ledger is None:
        raise Misuse(f"{command} needs --ledger FILE")
    with opened(ledger, must_exist=must_exist) as held:
        try:
            yield held
        except NoSuchToken as error:
            raise Misuse(str(error)) from None
