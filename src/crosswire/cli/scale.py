"""``scale``: a corpus read by many workers, here or on a cluster, written as Parquet and loaded into a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from crosswire.cli.options import DONE, UNREAD, LedgerFile, Misuse, PublishedDay, app, check, console, opened
from crosswire.console import Pace

if TYPE_CHECKING:
    from crosswire.console import Console
    from crosswire.scale import Done


@app.command()
def scale(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE...", help="Files, folders; paths, s3://, gs:// ..."),
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", metavar="FOLDER", help="Where the Parquet goes; a path or an address.")
    ] = None,
    ledger: LedgerFile = None,
    cluster: Annotated[
        str | None, typer.Option("--cluster", metavar="ADDRESS", help="A Dask scheduler, as tcp://10.0.0.5:8786.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", help="Without --cluster: processes on this machine.")
    ] = None,
    published: PublishedDay = None,
) -> int:
    """Read a corpus on a cluster; started again, it goes on where it was."""
    if not sources:
        raise Misuse("nothing to read: name a SOURCE")
    if output is None:
        raise Misuse("scale needs --output FOLDER")
    if cluster is not None and workers is not None:
        raise Misuse("--workers are for this machine; those of --cluster are started with it")
    if workers is not None and workers < 1:
        raise Misuse(f"--workers must be 1 or more, not {workers}")
    check(published=published)
    from crosswire.corpus import address, corpus, shares
    from crosswire.scale import cluster as workers_at
    from crosswire.scale import load, read_corpus

    with console() as screen:
        work = shares(corpus(sources), published)
        if not work:
            raise Misuse("nothing to read: no file of a kind that crosswire reads")
        screen.progress("starting the workers")
        with workers_at(cluster, workers) as client:
            done = read_corpus(work, address(output), client, _Watching(screen, len(work)))
        status = _told(done, screen)
        if ledger is not None:
            screen.progress("loading the ledger")
            with opened(ledger) as held:
                added = load(done, address(output), held)
            screen.line(f"{held.name}: {added:,} report{'' if added == 1 else 's'} added")
    return status


class _Watching:
    """Draws the progress line as shares come back."""

    def __init__(self, screen: Console, number: int) -> None:
        self._screen, self._pace = screen, Pace(number)
        self._shares = self._reports = 0

    def __call__(self, done: Done) -> None:
        self._shares, self._reports = self._shares + 1, self._reports + done.reports
        self._screen.progress(self._pace.told(self._reports, self._shares))


def _told(done: Sequence[Done], screen: Console) -> int:
    """What was read, and a line for each failure; the status."""
    failures = [pair for one in done for pair in one.failures]
    for path, reason in failures:
        screen.say(f"{path}: {reason}")
    for document, text in (pair for one in done for pair in one.warnings):
        screen.say(f"{document}: {text}")
    reports, claims = sum(one.reports for one in done), sum(one.claims for one in done)
    screen.line(f"{reports:,} reports, {claims:,} claims, {len(failures):,} failure{'' if len(failures) == 1 else 's'}")
    return UNREAD if failures else DONE
