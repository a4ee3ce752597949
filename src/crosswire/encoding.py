"""Frozen values to plain JSON values and back: ``decode(type(x), encode(x)) == x``.

A field that holds its default is left out, so that a later version can add fields and still read what an
earlier one wrote.  Decoders are built from the type hints once for each class.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Hashable
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Decoder = Callable[[Any], Any]

_MISSING = object()
#: most values are one of these: telling them from the rest by a look at their class halves the time of writing down
_PLAIN = frozenset({str, int, float, bool, type(None)})
_JSON = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))


def encode(value: Any) -> Any:
    """``Span(3, 7)`` is ``{"start": 3, "end": 7}``; a tuple is a list; None, words and numbers are themselves."""
    if type(value) in _PLAIN or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, tuple):
        return [item if type(item) in _PLAIN else encode(item) for item in value]
    found = {}
    for name, default in _fields(cast(Hashable, type(value))):
        item = getattr(value, name)
        if item is not default and (type(item) is not type(default) or item != default):
            found[name] = item if type(item) in _PLAIN else encode(item)
    return found


def decode(kind: type[T], raw: Any) -> T:
    """The value of class ``kind`` that `encode` made ``raw`` of; raises ValueError where it made no such thing."""
    try:
        value: T = _decoder(cast(Hashable, kind))(raw)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not an encoded {kind.__name__}: {error}") from error
    return value


def dumps(value: Any) -> str:
    """The encoded value as one line of ASCII, keys in the order of the class: equal values are equal bytes."""
    return _JSON.encode(encode(value))


def loads(kind: type[T], line: str) -> T:
    """What `dumps` wrote."""
    return decode(kind, json.loads(line))


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, _default(field)) for field in dataclasses.fields(cast(Any, kind)))


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default is not dataclasses.MISSING:
        return field.default
    return _MISSING


@cache
def _decoder(kind: Any) -> Decoder:
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return _of_class(kind, {field.name: _decoder(hints[field.name]) for field in dataclasses.fields(kind)})
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        item = _decoder(arguments[0])
        return tuple if item is _itself else lambda raw: tuple(map(item, raw))
    if origin in (Union, types.UnionType):
        return _of_union([_decoder(cast(Hashable, one)) for one in arguments if dataclasses.is_dataclass(one)])
    return _itself


def _of_class(kind: Any, decoders: dict[str, Decoder]) -> Decoder:
    made = [(name, decoder) for name, decoder in decoders.items() if decoder is not _itself]  # the others are as told

    def decoded(raw: Any) -> Any:
        told = dict(raw)
        for name, decoder in made:
            if name in told:
                told[name] = decoder(told[name])
        return kind(**told)

    return decoded


def _of_union(classes: list[Decoder]) -> Decoder:
    """A class or None, or plain values only: the model has no other unions."""
    return (lambda raw: None if raw is None else classes[0](raw)) if classes else _itself


def _itself(raw: Any) -> Any:
    return raw
