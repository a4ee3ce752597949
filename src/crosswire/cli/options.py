"""What the commands share: their options, their refusals, the ledger and the console they open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crosswire.console import Console
from crosswire.errors import CrosswireError

if TYPE_CHECKING:
    from crosswire.ledger import Ledger

DONE, UNREAD, MISUSED, INTERRUPTED = 0, 1, 2, 130
FORMATS = ("text", "html", "md", "json")

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="From reports of a crisis to an attributed account: who says how many, of whom, how sure, since when.",
)


def _version(asked: bool) -> None:
    if asked:
        from crosswire.report.json import version

        print(f"crosswire {version()}")
        raise typer.Exit


@app.callback()
def _before(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """What may stand before a command."""


Paths = Annotated[list[str] | None, typer.Argument(metavar="PATH...", help="Files, folders, or - for standard input.")]
LedgerFile = Annotated[
    str | None, typer.Option("--ledger", metavar="FILE", help="Keep, and reuse, the ledger: a file, or postgresql://…")
]
PublishedDay = Annotated[str | None, typer.Option(metavar="DATE", help="For reports that carry no date of their own.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="TIME", help="Only what had been published by then.")]
KnownBy = Annotated[
    str | None, typer.Option("--known-by", metavar="TIME", help="Only what had been recorded and judged here by then.")
]
Policy = Annotated[str, typer.Option("--policy", metavar="NAME", help="The published rule that settles a tally.")]
Output = Annotated[str | None, typer.Option("--output", metavar="FILE", help="Instead of standard output.")]
Jobs = Annotated[
    int | None, typer.Option(metavar="N", help="Worker processes; the cores when there is enough to read.")
]


class Misuse(CrosswireError):
    """The command line asks for something that there is not; the message says what there is."""


def check(
    *,
    format: str = "text",
    as_of: str | None = None,
    known_by: str | None = None,
    published: str | None = None,
    policy: str | None = None,
    output: str | None = None,
    jobs: int | None = None,
) -> None:
    """Refuse what cannot be done before anything is read."""
    from crosswire.moments import moment

    if format not in FORMATS:
        raise Misuse(f"no format named {format!r}; there are {', '.join(FORMATS)}")
    for named in (as_of, known_by):
        if named is not None:
            moment(named)
    if published is not None:
        from crosswire.ingest.dates import instant

        if instant(published) is None:
            raise Misuse(f"no date: {published!r} (write 2013-01-20 or 2013-01-20T18:30Z)")
    if policy is not None:
        from crosswire.policies import policy_named

        policy_named(policy)
    if output is not None and (Path(output).is_dir() or not Path(output).absolute().parent.is_dir()):
        raise Misuse(f"{output}: cannot be written")
    if jobs is not None and jobs < 1:
        raise Misuse(f"--jobs must be 1 or more, not {jobs}")


@contextmanager
def opened(path: str | None, must_exist: bool = False) -> Iterator[Ledger]:
    from crosswire.ledger import Ledger

    with Ledger(path, must_exist=must_exist) as ledger:
        yield ledger


@contextmanager
def console() -> Iterator[Console]:
    writer = Console()
    try:
        yield writer
    finally:
        writer.clear()
