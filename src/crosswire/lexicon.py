"""The word lists of ``data/*.toml``, loaded once, and a user's own lists merged over them.

Each file is one table, named as the file is.  Every list says where it came from in its ``source``
key.  A reading room compiles what it needs from a `Lexicon` once (``functools.lru_cache`` keyed by
the lexicon, which compares by identity).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from crosswire.errors import BrokenLexicon


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All word lists by file name: ``lexicon.table("statuses")["killed"]``."""

    tables: Mapping[str, Mapping[str, Any]]
    _sets: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict, init=False, repr=False)

    def table(self, name: str) -> Mapping[str, Any]:
        """The list ``name``; raises BrokenLexicon if there is none."""
        try:
            return self.tables[name]
        except KeyError:
            raise BrokenLexicon(f"no word list named {name!r}") from None

    def words(self, name: str, key: str) -> frozenset[str]:
        """The strings under ``key`` of list ``name``, as a set."""
        known = self._sets.get((name, key))
        if known is not None:
            return known
        value = self.table(name).get(key)
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise BrokenLexicon(f"data/{name}.toml: {key!r} must be a list of strings")
        return self._sets.setdefault((name, key), frozenset(value))


#: the lists that `hand_over` gave this process
_handed_over: list[Lexicon] = []


def hand_over(lexicon: Lexicon) -> None:
    """Let `standard` give these lists, which another process has read: parsing them again takes four times as long.

    Called before anything is compiled of them.
    """
    _handed_over[:] = [lexicon]
    standard.cache_clear()


@lru_cache(maxsize=1)
def standard() -> Lexicon:
    """The lists shipped with crosswire."""
    if _handed_over:
        return _handed_over[0]
    tables: dict[str, Mapping[str, Any]] = {}
    for file in sorted(resources.files("crosswire").joinpath("data").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            tables[file.name.removesuffix(".toml")] = _load(file.name, file.read_bytes())
    return Lexicon(tables)


def merged(base: Lexicon, folder: Path) -> Lexicon:
    """``base`` with the lists of ``folder`` added: sets grow, single values are replaced."""
    tables = dict(base.tables)
    for path in sorted(folder.glob("*.toml")):
        tables[path.stem] = _merge(tables.get(path.stem, {}), _load(str(path), path.read_bytes()))
    return Lexicon(tables)


def _load(name: str, raw: bytes) -> Mapping[str, Any]:
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenLexicon(f"{name}: {error}") from error


def _merge(old: Any, new: Any) -> Any:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return {key: _merge(old.get(key), new[key]) if key in new else old[key] for key in {**old, **new}}
    if isinstance(old, list) and isinstance(new, list):
        return [*old, *(item for item in new if item not in old)]
    return new
