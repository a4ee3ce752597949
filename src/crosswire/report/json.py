"""The report for programs: ``crosswire.report/1``, key for key as docs/json.md and report.schema.json say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import metadata
from typing import Any

from crosswire.model import Account
from crosswire.report.plain import entries
from crosswire.voices import voices

__all__ = ["SCHEMA", "as_json", "dumped", "entries", "pieces", "version"]

SCHEMA = "crosswire.report/1"
_HALVES = re.compile("[\ud800-\udfff]")
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, indent=1)


def as_json(account: Account) -> dict[str, Any]:
    """The Account as plain values in the published order."""
    return {key: list(value) if isinstance(value, Iterator) else value for key, value in _parts(account)}


def dumped(account: Account) -> str:
    """The bytes to print: one space of indent, text as it is, one line end at the end.

    Half a surrogate pair, which JSON input can smuggle in and UTF-8 cannot carry, leaves as its escape.
    """
    return "".join(pieces(account))


def pieces(account: Account) -> Iterator[str]:
    """What `dumped` gives, entry by entry: of the plain values and of the text no more than one entry is held."""
    separator = "{\n "
    for key, value in _parts(account):
        yield f"{separator}{_encoded(key)}: "
        if isinstance(value, Iterator):
            yield from _listed(value)
        else:
            yield _encoded(value)
        separator = ",\n "
    yield "\n}\n"


def _listed(entries: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A list of the outermost object: its entries stand two deep."""
    separator = "[\n  "
    for entry in entries:
        yield separator + _encoded(entry).replace("\n", "\n  ")  # a line end within a text is escaped
        separator = ",\n  "
    yield "[]" if separator.startswith("[") else "\n ]"


def _encoded(value: object) -> str:
    return _HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", _ENCODER.encode(value))


def _parts(account: Account) -> Iterator[tuple[str, Any]]:
    """The keys of the report in the published order, each with its value; what is a list makes one entry at a time."""
    entry = entries(account)
    yield "schema", SCHEMA
    yield "version", version()
    yield "as_of", account.as_of
    yield "policy", account.policy
    yield "documents", map(entry, account.documents)
    yield "incidents", map(entry, account.incidents)
    yield "claims", map(entry, account.claims)
    yield "relations", map(entry, account.relations)
    yield "tallies", map(entry, account.tallies)
    yield "balances", map(entry, account.balances)
    yield "fates", map(entry, account.fates)
    yield "violations", map(entry, account.violations)
    yield "timeline", map(entry, account.timeline)
    yield "actors", map(entry, account.actors)
    yield "overlaps", map(entry, account.overlaps)
    yield "sources", map(entry, voices(account))
    yield "judgements", map(entry, account.judgements)
    yield "unplaced", map(entry, account.unplaced)
    yield "warnings", map(entry, account.warnings)


@lru_cache(maxsize=1)
def version() -> str:
    """The version of crosswire that is installed."""
    try:
        return metadata.version("crosswire")
    except metadata.PackageNotFoundError:
        return "unknown"
