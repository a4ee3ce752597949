"""One round over what is followed: each source looked at, what is new recorded, then remembered as seen."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime

from crosswire.ledger import Ledger
from crosswire.recording import record
from crosswire.watching.looking import SETTLED, Look, Source, look
from crosswire.watching.memory import Memory
from crosswire.watching.pacing import PAUSE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report or one failure, in a line; ``remarks`` are what a reader must know of it.

    ``failed`` is true of what could not be read.
    """

    line: str | None
    remarks: tuple[str, ...] = ()
    failed: bool = False


def follow_once(
    followed: Sequence[Source],
    memory: Memory,
    held: Ledger,
    *,
    every: float,
    hasty: bool = False,
    settled: float = SETTLED,
    alone: AbstractContextManager[object] | None = None,
) -> Iterator[Outcome]:
    """One look at each source, one after the other, with a pause between two to one host; outcomes as they come.

    ``every``, ``hasty`` and ``settled`` are those of `look`; ``alone`` is held while something is read and written.
    """
    asked: dict[str, float] = {}
    for source in followed:
        if source.host is not None and source.host in asked:
            time.sleep(max(0.0, PAUSE - (time.monotonic() - asked[source.host])))
        for seen in look(source, memory, datetime.now(UTC), every=every, hasty=hasty, settled=settled):
            with alone or nullcontext():
                yield from _recorded(seen, memory, held)
            if source.host is not None:
                asked[source.host] = time.monotonic()


def _recorded(seen: Look, memory: Memory, held: Ledger) -> Iterator[Outcome]:
    """Write it down, then remember that it was seen: what is interrupted between is read again and adds nothing."""
    for done in record(seen.parts, held, jobs=1):
        for failure in done.failures:
            yield Outcome(None, (str(failure),), failed=True)
        line = None
        if done.document is not None:
            kind = "changed" if done.document.sha256 in seen.changed else "known" if done.known else "new"
            line = f"{kind} {done.document.id}: {done.claims} claim{'' if done.claims == 1 else 's'}"
        remarks = tuple(f"{warning.document}: {warning.text}" for warning in done.warnings)
        if line is not None or remarks:
            yield Outcome(line, remarks)
    memory.keep(seen.states)
