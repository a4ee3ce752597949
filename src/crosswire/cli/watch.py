"""``watch``: follow folders and feeds, and record what is new or changed."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Annotated

import typer

from crosswire.cli.options import DONE, UNREAD, LedgerFile, Misuse, app, console, opened

if TYPE_CHECKING:
    from types import FrameType

    from crosswire.console import Console
    from crosswire.ledger import Ledger
    from crosswire.watching import Memory, Source

#: seconds between two looks at folders, or at whether a feed is due
_GLANCE = 5.0


@app.command()
def watch(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCE...", help="Folders, files, addresses of feeds.")
    ] = None,
    ledger: LedgerFile = None,
    every: Annotated[float, typer.Option(metavar="SECONDS", help="Between two requests to a feed.")] = 300.0,
    once: Annotated[bool, typer.Option("--once", help="Look once at each, then end.")] = False,
) -> int:
    """Follow folders and feeds; a changed report is a new version, the older stays for its time.  Ctrl-C ends it."""
    if not sources:
        raise Misuse("nothing to watch: name a folder or the address of a feed")
    if ledger is None:
        raise Misuse("watch needs --ledger FILE")
    if not 1 <= every <= 86_400:
        raise Misuse(f"--every must be between 1 and 86400 seconds, not {every:g}")
    from crosswire.watching import Memory, source_of

    followed = [source_of(words) for words in dict.fromkeys(sources)]
    status = DONE
    with opened(ledger) as held, console() as screen, suppress(KeyboardInterrupt), _ended_politely():
        memory = Memory(held)
        while True:
            failed = _round(followed, memory, held, screen, every, once)
            if once:
                status = UNREAD if failed else DONE
                break
            screen.progress("watching")
            time.sleep(min(_GLANCE, every))
    return status


def _round(followed: Sequence[Source], memory: Memory, held: Ledger, screen: Console, every: float, once: bool) -> bool:
    """One look at each source, one after the other; True if something could not be read."""
    from crosswire.watching import follow_once

    failed = False
    for outcome in follow_once(followed, memory, held, every=every, hasty=once):
        if outcome.line is not None:
            screen.line(outcome.line)
        for remark in outcome.remarks:
            screen.say(remark)
        failed = failed or outcome.failed
    return failed


@contextmanager
def _ended_politely() -> Iterator[None]:
    """A request to terminate ends a watch as Ctrl-C does: after what is being written is written."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not the main thread: whoever runs it ends it
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
