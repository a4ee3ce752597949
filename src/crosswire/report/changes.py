"""Histories of figures as text and as JSON: every change with its date, its source, its sentence and its reason."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crosswire.model import Change, Claim, Clocks, Document, Extent, History, Interval
from crosswire.report.json import version
from crosswire.report.wording import DASH, day, days, number, plain, plural, who

SCHEMA = "crosswire.history/1"
_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, as it stands in the JSON."""

    status: str
    group: str | None
    as_of: str | None
    policy: str


@dataclass(frozen=True, slots=True)
class Told:
    """Histories with all that their rows point to; ``labels`` names the incidents, ``clocks`` are by claim id.

    ``wholes`` names the tallies that others may be part of.
    """

    histories: tuple[History, ...]
    claims: Mapping[str, Claim]
    documents: Mapping[str, Document]
    labels: Mapping[str, str]
    clocks: Mapping[str, Clocks]
    undated: tuple[str, ...] = ()
    wholes: Mapping[str, str] = field(default_factory=dict)


def in_words(extent: Extent | None) -> str:
    """ "34" where all three are one number, else "low 30, best 34, high 34"; a dash where no bound is stated."""
    if extent is None:
        return "none"
    if extent.low == extent.best == extent.high:
        return _number(extent.best)
    return f"low {_number(extent.low)}, best {_number(extent.best)}, high {_number(extent.high)}"


def _number(value: int | None) -> str:
    return DASH if value is None else number(value)


# --- text ----------------------------------------------------------------------------------------


def as_text(told: Told, width: int = 80) -> str:
    """One block for each figure, one entry for each change, oldest first."""
    blocks = ["\n".join(_block(history, told, width)) for history in told.histories]
    return "\n\n".join(blocks) + "\n"


def _block(history: History, told: Told, width: int) -> Iterator[str]:
    last = history.changes[-1]
    now = "no longer counted by itself" if history.ended else f"now {in_words(last.after)}"
    state = f", {last.state}, {plural(last.roots, 'root')}" if last.after else ""
    head = f"{plain(history.label)} {history.status}".upper()
    incident = plain(told.labels.get(history.incident, ""))
    whole = told.wholes.get(history.part_of or "")
    head += f", of {plain(whole)}" if whole else ""
    yield from _wrapped(f"{head} · {incident} · {now}{state}", width, "", "  ")
    for change in history.changes:
        yield ""
        yield from _wrapped(f"{day(change.published)}  {change.kind}: {_step(change)}", width, "", _INDENT)
        yield from _source(change, told, width)
        yield from _wrapped(plain(change.reason), width, _INDENT, _INDENT)


def _step(change: Change) -> str:
    if change.before is None:
        return in_words(change.after)
    if change.before == change.after:
        return f"{in_words(change.after)}, as before"
    return f"{in_words(change.before)} → {in_words(change.after)}"


def _source(change: Change, told: Told, width: int) -> Iterator[str]:
    """Who says it, where, in which words; and the clocks that say more than the date of the report."""
    claim = told.claims.get(change.claim or "")
    if claim is None:
        return
    lead = "" if change.claims else "resting on: "
    others = len(change.claims) - 1
    more = f"; with {plural(others, 'more figure')} of that moment" if others > 0 else ""
    outlet = told.documents[claim.document].publisher
    where = plain(claim.document) + (f" ({plain(outlet)})" if outlet else "")
    yield from _wrapped(f"{lead}{who(claim.sources)}, in {where}{more}", width, _INDENT, _INDENT)
    yield from _wrapped(f"“{plain(claim.quote)}”  [{claim.id}]", width, _INDENT, _INDENT)
    clocks = told.clocks.get(claim.id)
    times = [
        f"{word} {_when(time)}" for word, time in (("happened", clocks.event), ("said", clocks.said)) if time
    ] if clocks else []  # fmt: skip
    if times:
        yield _INDENT + "; ".join(times)


def _when(time: Interval) -> str:
    placed = days(time.start, time.end)
    return f"{placed} (“{plain(time.text)}”)" if placed else f"“{plain(time.text)}”"


def _wrapped(text: str, width: int, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


# --- JSON ----------------------------------------------------------------------------------------


def as_json(told: Told, asked: Asked) -> str:
    """The same rows for a program; docs/history.md describes them."""
    found = {
        "schema": SCHEMA,
        "version": version(),
        "as_of": asked.as_of,
        "policy": asked.policy,
        "status": asked.status,
        "group": asked.group,
        "undated": list(told.undated),
        "histories": [as_entry(history, told) for history in told.histories],
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def as_entry(history: History, told: Told) -> dict[str, Any]:
    """One figure's history as it stands among ``histories``."""
    group = history.group
    return {
        "tally": history.tally,
        "incident": {"id": history.incident, "label": told.labels.get(history.incident)},
        "status": history.status,
        "group": {
            "role": group.role,
            "nationality": list(group.nationality),
            "employer": group.employer,
            "label": history.label,
        },
        "part_of": history.part_of,
        "ended": history.ended,
        "changes": [_change(change, told) for change in history.changes],
    }


def _change(change: Change, told: Told) -> dict[str, Any]:
    claim = told.claims.get(change.claim or "")
    return {
        "at": change.at,
        "published": change.published,
        "kind": change.kind,
        "from": _extent(change.before),
        "to": _extent(change.after),
        "state": change.state or None,
        "roots": change.roots,
        "claim": _claim(claim, told) if claim else None,
        "new_claims": list(change.claims),
        "clocks": _clocks(told.clocks.get(claim.id)) if claim else None,
        "reason": change.reason,
    }


def _extent(extent: Extent | None) -> dict[str, int | None] | None:
    return {"low": extent.low, "best": extent.best, "high": extent.high} if extent else None


def _claim(claim: Claim, told: Told) -> dict[str, Any]:
    return {
        "id": claim.id,
        "document": claim.document,
        "publisher": told.documents[claim.document].publisher,
        "quote": claim.quote,
        "start": claim.span.start,
        "end": claim.span.end,
        "sources": [{"name": s.name, "kind": s.kind, "anonymous": s.anonymous, "cue": s.cue} for s in claim.sources],
    }


def _clocks(clocks: Clocks | None) -> dict[str, Any] | None:
    if clocks is None:
        return None
    return {
        "event": _interval(clocks.event),
        "said": _interval(clocks.said),
        "published": clocks.published,
        "recorded": clocks.recorded,
    }


def _interval(time: Interval | None) -> dict[str, str | None] | None:
    return {"start": time.start, "end": time.end, "text": time.text} if time else None


def listed(histories: Sequence[History]) -> str:
    """What there is, in one line: "held: foreigners, hostages; killed: militants"."""
    found: dict[str, list[str]] = {}
    for history in histories:
        labels = found.setdefault(history.status, [])
        if plain(history.label) not in labels:
            labels.append(plain(history.label))
    return "; ".join(f"{status}: {', '.join(labels)}" for status, labels in found.items())
