"""The commands.  Each is a few calls of `pipeline` and `report`; what is heavy is imported when it is needed.

Exit status: 0 done; 1 some input could not be read, each named on standard error; 2 wrong usage.  Never a traceback.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crosswire.console import Console
from crosswire.errors import CrosswireError, UnknownClaim, UnknownPolicy

if TYPE_CHECKING:
    from crosswire.ledger import Ledger
    from crosswire.model import Warning

DONE, UNREAD, MISUSED, INTERRUPTED = 0, 1, 2, 130
FORMATS = ("text", "html", "md", "json")

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="From reports of a crisis to an attributed account: who says how many, of whom, how sure, since when.",
)

Paths = Annotated[list[str] | None, typer.Argument(metavar="PATH...", help="Files, folders, or - for standard input.")]
LedgerFile = Annotated[str | None, typer.Option("--ledger", metavar="FILE", help="Keep, and reuse, the ledger.")]
PublishedDay = Annotated[str | None, typer.Option(metavar="DATE", help="For reports that carry no date of their own.")]
Jobs = Annotated[
    int | None, typer.Option(metavar="N", help="Worker processes; the cores when there is enough to read.")
]


class Misuse(CrosswireError):
    """The command line asks for something that there is not; the message says what there is."""


# --- report --------------------------------------------------------------------------------------


@app.command()
def report(
    paths: Paths = None,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="text, html, md or json.")] = "text",
    output: Annotated[str | None, typer.Option(metavar="FILE", help="Instead of standard output.")] = None,
    as_of: Annotated[str | None, typer.Option(metavar="TIME", help="Only what had been published by then.")] = None,
    published: PublishedDay = None,
    policy: Annotated[
        str, typer.Option(metavar="NAME", help="The published rule that settles a tally.")
    ] = "low-best-high",
    ledger: LedgerFile = None,
    jobs: Jobs = None,
) -> int:
    """Read these reports and print the account of each incident in them."""
    if not paths and ledger is None:
        raise Misuse("nothing to report: name a PATH, or a --ledger")
    _check(format=format, as_of=as_of, published=published, policy=policy, output=output, jobs=jobs)
    from dataclasses import replace

    from crosswire.pipeline import account

    with _opened(ledger, must_exist=not paths) as held, _console() as console:
        status, loose = _recorded(held, paths or [], published, jobs, console)
        console.progress("settling the account")
        found = account(held, as_of=as_of, policy=policy)
        found = replace(found, warnings=(*found.warnings, *loose))
        for warning in found.warnings:
            console.say(f"{warning.document}: {warning.text}")
        console.clear()
        console.show(found, format, output)
    return status


@app.command()
def record(paths: Paths = None, ledger: LedgerFile = None, published: PublishedDay = None, jobs: Jobs = None) -> int:
    """Read and remember; prints one line a report.  Running it twice changes nothing."""
    if not paths:
        raise Misuse("nothing to record: name a PATH")
    if ledger is None:
        raise Misuse("record needs --ledger FILE")
    _check(published=published, jobs=jobs)
    with _opened(ledger) as held, _console() as console:
        status, loose = _recorded(held, paths, published, jobs, console, listing=True)
        for warning in loose:
            console.say(f"{warning.document}: {warning.text}")
    return status


@app.command()
def show(
    what: Annotated[
        str, typer.Argument(metavar="CLAIM|DOCUMENT", help="A claim's id, or its beginning; or a report's.")
    ],
    ledger: LedgerFile = None,
    text: Annotated[bool, typer.Option("--text", help="The report's text, exactly as stored.")] = False,
) -> int:
    """One claim with its sentence, its source chain and everything related to it; or one report."""
    if ledger is None:
        raise Misuse("show needs --ledger FILE")
    from crosswire.particulars import of_claim, of_document
    from crosswire.pipeline import account

    with _opened(ledger, must_exist=True) as held, _console() as console:
        document = next((d for d in held.documents() if d.id == what), None)
        if document is not None and text:
            console.write(document.text)
            return DONE
        if text:
            raise UnknownClaim(f"{what}: no such report in {ledger}")
        found = account(held)
        console.write(of_document(found, what) if document is not None else of_claim(found, what))
    return DONE


# --- what the commands share ---------------------------------------------------------------------


def _recorded(
    ledger: Ledger,
    paths: Sequence[str],
    published: str | None,
    jobs: int | None,
    console: Console,
    listing: bool = False,
) -> tuple[int, list[Warning]]:
    """Read and write down; the status so far, and the warnings that no report carries."""
    if not paths:
        return DONE, []
    from crosswire.ingest import read_paths
    from crosswire.pipeline import record as record_parts

    status = DONE
    loose: list[Warning] = []
    console.progress("reading")
    for count, done in enumerate(record_parts(read_paths(paths, published=published), ledger, jobs=jobs), 1):
        for failure in done.failures:
            console.say(str(failure))
            status = UNREAD
        if done.document is None:
            loose += done.warnings
        elif listing:
            known = " (known)" if done.known else ""
            console.line(f"{done.document.id}: {done.claims} claim{'' if done.claims == 1 else 's'}{known}")
            for warning in done.warnings:
                console.say(f"{done.document.id}: {warning.text}")
        console.progress(f"read {count}")
    return status, loose


def _check(
    *,
    format: str = "text",
    as_of: str | None = None,
    published: str | None = None,
    policy: str | None = None,
    output: str | None = None,
    jobs: int | None = None,
) -> None:
    """Refuse what cannot be done before anything is read."""
    from crosswire.moments import moment

    if format not in FORMATS:
        raise Misuse(f"no format named {format!r}; there are {', '.join(FORMATS)}")
    if as_of is not None:
        moment(as_of)
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
def _opened(path: str | None, must_exist: bool = False) -> Iterator[Ledger]:
    from crosswire.ledger import Ledger

    with Ledger(path, must_exist=must_exist) as ledger:
        yield ledger


@contextmanager
def _console() -> Iterator[Console]:
    console = Console()
    try:
        yield console
    finally:
        console.clear()


# --- the way in and out --------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its status."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """One command; every failure becomes one line and a status."""
    try:
        status = app(args=list(arguments), prog_name="crosswire", standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        status = INTERRUPTED
    except Exception as error:
        return _refused(error)
    if status == INTERRUPTED:
        return _failed("interrupted", INTERRUPTED)
    return status if isinstance(status, int) else DONE


def _refused(error: Exception) -> int:
    """The status of a failure, once its line is out: 2 for a wrong command, 1 for input that cannot be read."""
    if isinstance(error, CrosswireError):
        return _failed(str(error), MISUSED if isinstance(error, _misuses()) else UNREAD)
    told = getattr(error, "format_message", None)
    if callable(told):  # the parser of the command line; which of its classes depends on typer's version
        return _failed(f"{told()} (crosswire --help lists what there is)", MISUSED)
    if os.environ.get("CROSSWIRE_DEBUG"):
        raise error
    # what nobody foresaw must not reach a duty officer as forty lines
    first = (str(error).splitlines() or [""])[0]
    return _failed(f"internal error ({type(error).__name__}: {first}); CROSSWIRE_DEBUG=1 shows where", UNREAD)


def _misuses() -> tuple[type[CrosswireError], ...]:
    from crosswire.moments import NoMoment

    return Misuse, UnknownPolicy, NoMoment


def _failed(message: str, status: int) -> int:
    line = "crosswire: " + " ".join(message.split())
    with suppress(OSError):
        print(line.encode("utf-8", "backslashreplace").decode("utf-8"), file=sys.stderr)
    return status
