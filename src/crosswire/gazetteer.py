"""Where names are: a read-only table of places shipped with crosswire, asked by the places room.

The table is made by ``bench/build_gazetteer.py`` from GeoNames (cities of 1000 people or more), ISO 3166-2
regions, airports and crosswire's own list of countries.  It is one SQLite file: a row a spelling, folded by
`folded`, with all places of that spelling packed into one value, so that a name costs one look-up and a
start costs opening a file.
"""

from __future__ import annotations

import re
import sqlite3
import struct
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path

from crosswire.errors import BrokenLexicon
from crosswire.model import Place

FILE = "gazetteer.places"
#: kinds in the order of their codes in the file
KINDS = ("exact", "region", "country")
_RECORD = struct.Struct("<2shhIBB")
_HUNDREDTH = 100
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "ı": "i", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a", "ħ": "h"}
)
_SILENT = re.compile(r"['’‘ʻʼʿʾ`´]")
_PARTING = re.compile(r"[^\w]+")


@lru_cache(maxsize=20_000)
def folded(name: str) -> str:
    """A name as it is looked up: lower case, no accents, no apostrophes, one space between words.

    "Aïn-Témouchent" is "ain temouchent", "N'Djamena" is "ndjamena".
    """
    plain = _SILENT.sub("", name.lower()).translate(_LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return _PARTING.sub(" ", bare).strip()


def packed(place: Place, key: str) -> bytes:
    """One place as the file keeps it: country, hundredths of degrees, people, kind, and its name if not ``key``'s."""
    name = b"" if folded(place.name) == key and place.name.isascii() and place.name.istitle() else place.name.encode()
    latitude, longitude = round((place.latitude or 0) * _HUNDREDTH), round((place.longitude or 0) * _HUNDREDTH)
    country = (place.country or "").encode().ljust(2)
    return _RECORD.pack(country, latitude, longitude, place.population, KINDS.index(place.precision), len(name)) + name


def unpacked(raw: bytes, key: str) -> tuple[Place, ...]:
    """The places of one row, in the file's order: largest first."""
    found: list[Place] = []
    offset = 0
    while offset < len(raw):
        country, latitude, longitude, population, kind, length = _RECORD.unpack_from(raw, offset)
        offset += _RECORD.size
        name = raw[offset : offset + length].decode() or key.title()
        offset += length
        found.append(
            Place(name, country.decode().strip() or None, latitude / _HUNDREDTH, longitude / _HUNDREDTH,
                  KINDS[kind], None, population)
        )  # fmt: skip
    return tuple(found)


def written(path: Path, places: Mapping[str, Iterable[Place]]) -> None:
    """A file of the given spellings (already folded), in order: the same places make the same file."""
    path.unlink(missing_ok=True)
    table = sqlite3.connect(path)
    table.execute("PRAGMA page_size = 4096")
    table.execute("CREATE TABLE names (key TEXT PRIMARY KEY, places BLOB NOT NULL) WITHOUT ROWID")
    rows = ((key, b"".join(packed(place, key) for place in places[key])) for key in sorted(places))
    table.executemany("INSERT INTO names VALUES (?, ?)", rows)
    table.commit()
    table.execute("VACUUM")
    table.close()


class StoredGazetteer:
    """A gazetteer file; what was asked before is remembered."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise BrokenLexicon(f"no gazetteer at {path}")
        # immutable: no locks and no journal, so that many processes share one read-only file
        self._table = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._known: dict[str, tuple[Place, ...]] = {}

    def named(self, name: str) -> tuple[Place, ...]:
        """Every place of that name, any spelling of its letters, largest first; empty if none."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._asked(folded(name))
        return known

    def _asked(self, key: str) -> tuple[Place, ...]:
        for spelling in _spellings(key):
            try:
                row = self._table.execute("SELECT places FROM names WHERE key = ?", (spelling,)).fetchone()
            except sqlite3.DatabaseError as error:
                raise BrokenLexicon(f"the gazetteer cannot be read: {error}") from error
            if row is not None:
                return unpacked(row[0], spelling)
        return ()


_ARTICLE = re.compile(r"^(?:al|el|as|ash|an|ar|at|az|ad) (?=\w{3})")


def _spellings(key: str) -> Iterable[str]:
    """The key, then what it is also written as: ``Ain Amenas`` is ``In Amenas``, ``El Fasher`` ``Al Fasher``."""
    if not key:
        return
    yield key
    if key.startswith("ain "):
        yield "in " + key[4:]
    if key.startswith(("al ", "el ")):
        yield ("el " if key[0] == "a" else "al ") + key[3:]
    if _ARTICLE.match(key):
        yield _ARTICLE.sub("", key)
    if key.startswith("saint "):
        yield "st " + key[6:]
    elif key.startswith("st "):
        yield "saint " + key[3:]


@lru_cache(maxsize=1)
def standard() -> StoredGazetteer:
    """The gazetteer shipped with crosswire."""
    return StoredGazetteer(Path(str(resources.files("crosswire").joinpath("data").joinpath(FILE))))
