"""``report``, ``record`` and ``show``: from reports to the account, and from a figure to its sentence.

Each is a few calls of `pipeline` and `report`; what is heavy is imported when it is needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from crosswire.cli.options import (
    DONE,
    UNREAD,
    AsOf,
    Jobs,
    KnownBy,
    LedgerFile,
    Misuse,
    Output,
    Paths,
    Policy,
    PublishedDay,
    app,
    check,
    console,
    opened,
)
from crosswire.console import Pace
from crosswire.errors import UnknownClaim

if TYPE_CHECKING:
    from crosswire.console import Console
    from crosswire.ledger import Ledger
    from crosswire.model import Warning
    from crosswire.workers import Workers


@app.command()
def report(
    paths: Paths = None,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="text, html, md or json.")] = "text",
    output: Output = None,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    published: PublishedDay = None,
    policy: Policy = "low-best-high",
    ledger: LedgerFile = None,
    jobs: Jobs = None,
) -> int:
    """Read these reports and print the account of each incident in them."""
    if not paths and ledger is None:
        raise Misuse("nothing to report: name a PATH, or a --ledger")
    check(format=format, as_of=as_of, known_by=known_by, published=published, policy=policy, output=output, jobs=jobs)
    from dataclasses import replace

    from crosswire.workers import Workers

    with Workers(jobs if paths else None) as workers, opened(ledger, must_exist=not paths) as held, console() as screen:
        # not before: readers are on their way meanwhile
        from crosswire.pipeline import account
        from crosswire.report.axes import MOMENTS

        status, loose = _recorded(held, paths or [], published, workers, screen)
        screen.progress("settling the account")
        moments = MOMENTS if format == "html" else 0
        found = account(held, as_of=as_of, policy=policy, moments=moments, memory=known_by)
        found = replace(found, warnings=(*found.warnings, *loose))
        _warn(screen, found.warnings)
        screen.clear()
        screen.show(found, format, output)
    return status


@app.command()
def record(paths: Paths = None, ledger: LedgerFile = None, published: PublishedDay = None, jobs: Jobs = None) -> int:
    """Read and remember; prints one line a report.  Running it twice changes nothing."""
    if not paths:
        raise Misuse("nothing to record: name a PATH")
    if ledger is None:
        raise Misuse("record needs --ledger FILE")
    check(published=published, jobs=jobs)
    from crosswire.workers import Workers

    with Workers(jobs) as workers, opened(ledger) as held, console() as screen:
        status, loose = _recorded(held, paths, published, workers, screen, listing=True)
        _warn(screen, loose)
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

    with opened(ledger, must_exist=True) as held, console() as screen:
        document = next((d for d in held.documents() if d.id == what), None)
        if document is not None and text:
            screen.write(document.text)
            return DONE
        if text:
            raise UnknownClaim(f"{what}: no such report in {held.name}")
        found = account(held)
        screen.write(of_document(found, what) if document is not None else of_claim(found, what))
    return DONE


# --- reading what is new ---------------------------------------------------------------------------


def _recorded(
    ledger: Ledger,
    paths: Sequence[str],
    published: str | None,
    workers: Workers,
    screen: Console,
    listing: bool = False,
) -> tuple[int, list[Warning]]:
    """Read and write down; the status so far, and the warnings that no report carries."""
    if not paths:
        return DONE, []
    from crosswire.ingest import read_paths
    from crosswire.recording import record as record_parts

    status = DONE
    loose: list[Warning] = []
    screen.progress("reading")
    pace = Pace(_number_of_files(paths) if screen.live else None)
    files: set[str] = set()
    for count, done in enumerate(record_parts(read_paths(paths, published=published), ledger, workers=workers), 1):
        for failure in done.failures:
            screen.say(str(failure))
            status = UNREAD
        if done.document is None:
            loose += done.warnings
        elif listing:
            known = " (known)" if done.known else ""
            screen.line(f"{done.document.id}: {done.claims} claim{'' if done.claims == 1 else 's'}{known}")
            for warning in done.warnings:
                screen.say(f"{done.document.id}: {warning.text}")
        if screen.live:
            files.add(done.document.id.split("#")[0] if done.document else f"{count}")
            screen.progress(pace.told(count, len(files)))
    return status, loose


#: of more warnings that are the same word for word than this, the rest is counted
_SHOWN = 5


def _warn(screen: Console, warnings: Sequence[Warning]) -> None:
    """A line for each; a folder of reports without dates is not told so two hundred times."""
    same = Counter(warning.text for warning in warnings)
    said: Counter[str] = Counter()
    for warning in warnings:
        said[warning.text] += 1
        if said[warning.text] <= _SHOWN or same[warning.text] == _SHOWN + 1:
            screen.say(f"{warning.document}: {warning.text}")
        elif said[warning.text] == same[warning.text]:
            screen.say(f"and {same[warning.text] - _SHOWN} more reports: {warning.text}")


def _number_of_files(paths: Sequence[str]) -> int:
    """How many files the paths come to, for an estimate of the time left."""
    from crosswire.ingest import READERS
    from crosswire.ingest.paths import listing

    return len(listing(paths, READERS).files)
