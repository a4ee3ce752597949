"""``move``: a ledger from a file into PostgreSQL, or back, with all that is kept beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from crosswire.cli.options import DONE, Misuse, app, console, opened

if TYPE_CHECKING:
    from crosswire.ledger import Ledger
    from crosswire.moving import Table


@app.command()
def move(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The ledger that is: a file, or postgresql://…")],
    target: Annotated[str, typer.Argument(metavar="TO", help="An empty place for it, or one that a move has begun.")],
) -> int:
    """Bring a ledger into another database, every row as it is; the old one stays.  A move cut short goes on."""
    from crosswire.moving import move as moved

    with opened(source, must_exist=True) as old, opened(target) as new, console() as screen:
        if old.name == new.name:
            raise Misuse(f"{old.name}: both are the same ledger")
        counts: dict[str, tuple[int, int]] = {}
        for step in moved(old, new, _beside(old, new)):
            screen.progress(f"{step.table}: {step.there:,} of {step.rows:,} rows")
            counts[step.table] = (step.rows, step.fresh)
        fresh = sum(new for _, new in counts.values())
        told = ", ".join(f"{rows:,} {table}" for table, (rows, _) in counts.items() if rows)
        screen.line(f"{new.name}: {told or 'nothing to move'}; {fresh:,} of these rows are new there")
    return DONE


def _beside(old: Ledger, new: Ledger) -> list[Table]:
    """The tables that others keep beside the ledger's; where the old one has them they are made in the new one, too."""
    from crosswire.desk.access import tables as access
    from crosswire.desk.live import outbox
    from crosswire.moving import Table
    from crosswire.watching.memory import Memory

    kept: tuple[tuple[Callable[[Ledger], object], tuple[Table, ...]], ...] = (
        (Memory, (Table("watched", ("kind", "name"), settled=False),)),
        (access.make, tuple(Table(name) for name in access.TABLES)),
        (
            outbox.make,
            (
                Table("alert_rules", settled=False),
                Table("alert_states", ("rule",), settled=False),
                Table("alerts", settled=False),
            ),
        ),
    )
    found: list[Table] = []
    for make, tables in kept:
        if all(old.base.has(table.name) for table in tables):
            make(new)
            found += tables
    return found
