"""``export``: the account in other people's schemas, and the loss report that goes with it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crosswire.cli.options import DONE, AsOf, LedgerFile, Misuse, Output, app, check, console, opened

if TYPE_CHECKING:
    from crosswire.console import Console
    from crosswire.export import Exported
    from crosswire.model import Account

#: lines of the loss report that standard error shows before it only counts
SHOWN = 20


@app.command()
def export(
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help="claims.csv, tallies.csv, ucdp or gtd.")] = "",
    ledger: LedgerFile = None,
    output: Output = None,
    as_of: AsOf = None,
    policy: Annotated[
        str | None, typer.Option("--policy", metavar="NAME", help="Instead of the codebook's own rule.")
    ] = None,
    losses: Annotated[str | None, typer.Option("--losses", metavar="FILE", help="Where the loss report goes.")] = None,
) -> int:
    """Write the account in another schema, and say of every claim that it cannot hold why."""
    from crosswire.export import FORMATS, exported

    if to not in FORMATS:
        raise Misuse(f"export --to {to or 'FORMAT'}: there are {', '.join(FORMATS)}")
    if ledger is None:
        raise Misuse("export needs --ledger FILE")
    check(as_of=as_of, policy=policy, output=output)
    check(output=losses)
    from crosswire.pipeline import account

    with opened(ledger, must_exist=True) as held, console() as screen:
        screen.progress("settling the account")
        found = account(held, as_of=as_of, policy=policy or own_rule(to))
        made = exported(found, to)
        screen.clear()
        if output is None:
            screen.write(made.text)
        else:
            _save(output, made.text)
        _report(found, made, screen, losses or (_beside(output) if output else None))
    return DONE


def own_rule(format: str) -> str:
    """The codebook's own policy, or the default where crosswire has none of that name."""
    from crosswire.export import OWN_RULE
    from crosswire.policies import DEFAULT, POLICIES

    name = OWN_RULE.get(format, DEFAULT)
    return name if name in POLICIES else DEFAULT


def _beside(output: str) -> str:
    """``siege.csv`` has its losses in ``siege.losses.csv``."""
    path = Path(output)
    return str(path.with_name(f"{path.name.removesuffix('.csv')}.losses.csv"))


def _report(found: Account, made: Exported, screen: Console, losses: str | None) -> None:
    """The loss report as a table where a file is named; else its first lines, and how many there are."""
    total = len(found.claims)
    if losses is not None:
        from crosswire.export import losses_csv

        _save(losses, losses_csv(made.losses, found))
        screen.say(f"{len(made.losses)} of {total} claims are not in it; {losses} says why")
        return
    for loss in made.losses[:SHOWN]:
        screen.say(f"lost {loss.claim}: {loss.reason}")
    if len(made.losses) > SHOWN:
        rest = Counter(loss.reason for loss in made.losses[SHOWN:])
        screen.say(f"lost {len(made.losses) - SHOWN} more, for {len(rest)} reasons; --losses FILE lists them all")
    screen.say(f"{len(made.losses)} of {total} claims are not in it")


def _save(path: str, text: str) -> None:
    Path(path).write_bytes(text.encode("utf-8", "backslashreplace"))
