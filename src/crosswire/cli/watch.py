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
    from crosswire.watching import Look, Memory, Source

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
    from crosswire.ledger import now as written_now
    from crosswire.moments import moment
    from crosswire.watching import look
    from crosswire.watching.pacing import PAUSE

    failed = False
    asked: dict[str, float] = {}
    for source in followed:
        if source.host is not None and source.host in asked:
            time.sleep(max(0.0, PAUSE - (time.monotonic() - asked[source.host])))
        for seen in look(source, memory, moment(written_now()), every=every, hasty=once):
            failed = _recorded(seen, memory, held, screen) or failed
            if source.host is not None:
                asked[source.host] = time.monotonic()
    return failed


def _recorded(seen: Look, memory: Memory, held: Ledger, screen: Console) -> bool:
    """Write it down, then remember that it was seen: what is interrupted between is read again and adds nothing."""
    from crosswire.recording import record

    failed = False
    for done in record(seen.parts, held, jobs=1):
        for failure in done.failures:
            screen.say(str(failure))
            failed = True
        if done.document is not None:
            kind = "changed" if done.document.sha256 in seen.changed else "known" if done.known else "new"
            screen.line(f"{kind} {done.document.id}: {done.claims} claim{'' if done.claims == 1 else 's'}")
        for warning in done.warnings:
            screen.say(f"{warning.document}: {warning.text}")
    memory.keep(seen.states)
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
