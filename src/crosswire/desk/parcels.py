"""An account on its way from the process that made it: in pieces, so that nobody waits for the whole to be unpacked.

Unpacking is one step in which no other thread runs.  Of an account of 6,000 claims in one piece it takes half a second,
in which a server of many readers answers none of them; in pieces it is as long, and the others go in between.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import islice
from typing import Any

from crosswire.model import Account

#: entries of a list to a piece: some ten milliseconds
_PIECE = 150
#: seconds between two pieces, in which those go first who answer somebody
_BETWEEN = 0.002


@dataclass(frozen=True, slots=True)
class Parcel:
    """The fields of an account by name, each in pieces; ``mapped`` are those that are no lists."""

    pieces: tuple[tuple[str, tuple[bytes, ...]], ...]
    mapped: frozenset[str]


def packed(account: Account) -> Parcel:
    """The account in pieces."""
    values = {field.name: getattr(account, field.name) for field in fields(account)}
    mapped = frozenset(name for name, value in values.items() if isinstance(value, Mapping))
    return Parcel(tuple((name, tuple(_pieces(value))) for name, value in values.items()), mapped)


def unpacked(parcel: Parcel) -> Account:
    """The account again; other threads go on between two pieces."""
    return Account(**{name: _whole(pieces, name in parcel.mapped) for name, pieces in parcel.pieces})


def _pieces(value: Any) -> Iterator[bytes]:
    if isinstance(value, (tuple, Mapping)):
        entries = iter(value.items() if isinstance(value, Mapping) else value)
        while piece := tuple(islice(entries, _PIECE)):
            yield _dumped(piece)
        yield _dumped(())  # tells a list, even an empty one, from a single value
    else:
        yield _dumped(value)


def _dumped(value: Any) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def _whole(pieces: tuple[bytes, ...], mapped: bool) -> Any:
    found = []
    for piece in pieces:
        found.append(pickle.loads(piece))
        time.sleep(_BETWEEN)
    if found[-1] != ():
        return found[0]
    entries = [entry for piece in found for entry in piece]
    return dict(entries) if mapped else tuple(entries)
