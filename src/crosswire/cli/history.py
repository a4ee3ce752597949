"""``history``: what a figure was at every moment, when it changed, by whom and why."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from crosswire.cli.options import DONE, AsOf, KnownBy, LedgerFile, Misuse, Policy, app, check, console, opened

if TYPE_CHECKING:
    from crosswire.history import Chronicle
    from crosswire.ledger import Ledger
    from crosswire.model import Clocks, History

FORMATS = ("text", "json")


@app.command()
def history(
    status: Annotated[
        str | None, typer.Argument(metavar="STATUS", help="killed, injured, held ...; or dead, wounded, hostages.")
    ] = None,
    group: Annotated[
        list[str] | None, typer.Argument(metavar="GROUP", help="Whose: hostages, Algerian workers, BP.")
    ] = None,
    ledger: LedgerFile = None,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    policy: Policy = "low-best-high",
    format: Annotated[str, typer.Option(metavar="FORMAT", help="text or json.")] = "text",
    incident: Annotated[str | None, typer.Option(metavar="ID", help="Only this incident; or its beginning.")] = None,
) -> int:
    """Print each change of a figure: when, from what to what, by whom, what kind of change, and why."""
    from crosswire.asking import STATUSES, status_named

    if ledger is None:
        raise Misuse("history needs --ledger FILE")
    if format not in FORMATS:
        raise Misuse(f"no format named {format!r}; there are {', '.join(FORMATS)}")
    named = status_named(status or "")
    if named is None:
        raise Misuse(f"{'no status given' if not status else f'no status {status!r}'}; there are {', '.join(STATUSES)}")
    check(as_of=as_of, known_by=known_by, policy=policy)
    from crosswire.pipeline import history as chronicle

    with opened(ledger, must_exist=True) as held, console() as screen:
        screen.progress("rebuilding the past")
        found = chronicle(held, as_of=as_of, policy=policy, memory=known_by)
        words = [word for part in group or () for word in part.split()]
        chosen = _chosen(found, named, words, incident)
        undated = tuple(document.id for document in held.documents() if document.published.value is None)
        if undated:
            screen.say(f"undated, left out: {', '.join(undated)} (use --published)")
        screen.write(_shown(chosen, found, held, undated, (named, " ".join(words) or None, as_of, policy), format))
    return DONE


def _chosen(found: Chronicle, status: str, words: Sequence[str], incident: str | None) -> tuple[History, ...]:
    """The figures asked for, the largest first; raises Misuse, listing what there is, where there are none."""
    from crosswire.asking import fits
    from crosswire.report.changes import listed

    here = [h for h in found.histories if incident is None or h.incident.startswith(incident)]
    if incident is not None and not here:
        known = "; ".join(f"{id} {label}" for id, label in sorted(found.incidents.items()))
        raise Misuse(f"no incident {incident!r}; there are: {known or 'none'}")
    chosen = [h for h in here if h.status == status and fits(words, h.group, h.label)]
    if not chosen:
        asked = " ".join((*words, status))
        same = [h for h in here if h.status == status]
        there = listed(same or here)
        raise Misuse(f"no figures of {asked}; there are: {there}" if there else f"no figures of {asked}: none at all")
    return tuple(sorted(chosen, key=lambda h: (h.ended, -_largest(h))))


def _largest(history: History) -> int:
    return max(
        (n for c in history.changes if c.after for n in (c.after.low, c.after.best, c.after.high) if n), default=0
    )


def _shown(
    chosen: tuple[History, ...],
    found: Chronicle,
    held: Ledger,
    undated: tuple[str, ...],
    asked: tuple[str, str | None, str | None, str],
    format: str,
) -> str:
    from crosswire.moments import written
    from crosswire.report.changes import Asked, Told, as_json, as_text

    clocks = _clocks(chosen, found, held)
    wholes = {h.tally: f"{h.label} {h.status}" for h in found.histories if not h.ended}
    told = Told(chosen, found.claims, found.documents, found.incidents, clocks, undated, wholes)
    if format == "json":
        status, group, as_of, policy = asked
        return as_json(told, Asked(status, group, written(as_of) if as_of else None, policy))
    width = shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80
    return as_text(told, max(40, min(width, 110)))


def _clocks(chosen: Sequence[History], found: Chronicle, held: Ledger) -> Mapping[str, Clocks]:
    """The four clocks of every claim that made a change."""
    from crosswire.clocks import clocks

    claims = [found.claims[c.claim] for history in chosen for c in history.changes if c.claim]
    documents = {claim.document: found.documents[claim.document] for claim in claims}
    readings, recorded = held.readings(list(documents.values())), held.recorded()
    return {
        claim.id: clocks(
            claim,
            documents[claim.document],
            readings.get(claim.document),
            recorded.get(claim.document),
            found.documents.get(documents[claim.document].copy_of or ""),
        )
        for claim in claims
    }
