"""How frozen values travel between processes: as their class and what it is called with.

What a dataclass with slots does by itself looks up its fields for every value; this takes less than half of the time,
for readings on their way from those who read and for accounts on their way to those who show them.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

Reduced = tuple[type, tuple[Any, ...]]


def travel_light(classes: Iterable[object]) -> None:
    """Tell pickle how to take apart those of these that are dataclasses; every field has to be given to the class."""
    for kind in classes:
        if isinstance(kind, type) and is_dataclass(kind):
            copyreg.pickle(kind, _reducer(kind, [field.name for field in fields(kind)]))


def _reducer(kind: type, names: list[str]) -> Callable[[Any], Reduced]:
    take = attrgetter(*names)
    if len(names) == 1:
        return lambda value: (kind, (take(value),))
    return lambda value: (kind, take(value))
