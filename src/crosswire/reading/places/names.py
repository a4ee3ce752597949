"""The words of a text as the places room sees them, and the names found among them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from crosswire.model import Place

#: lower-case beginnings of names: "d'Ivoire", "al-Shabaab"
_PREFIXED = re.compile(r"(?:d|l|al|el|ad|as|ash|ar)['’-](?=[A-ZÀ-Þ])")
_WORD = re.compile(r"(?:[A-Z]\.){2,}|(?:St|Mt|Ft)\.|[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]")


class Word(NamedTuple):
    """One word of a sentence with its offsets; ``end`` is before a possessive."""

    text: str
    lower: str
    start: int
    end: int
    capital: bool


class Name(NamedTuple):
    """A name believed to be a place's: its candidates, how it is bound to the text, and the wider place said after it.

    ``relation`` is located, kind, of, moving, listed or bare; ``kind`` region or town if a word says so.
    """

    text: str
    start: int
    end: int
    candidates: Sequence[Place]
    relation: str
    kind: str | None
    near: bool
    wider: Sequence[Place] = ()

    @property
    def within(self) -> frozenset[str]:
        """The countries of the wider place said after the name."""
        return frozenset(place.country for place in self.wider if place.country)


def words_of(text: str, start: int, end: int) -> list[Word]:
    """The words of a stretch of text; ``Syria's`` is ``Syria``."""
    line: list[Word] = []
    for match in _WORD.finditer(text, start, end):
        raw, (first, last) = match[0], match.span()
        if raw.isalpha() and raw[0].islower():  # most words
            line.append(Word(raw, raw, first, last, False))
            continue
        if raw[-2:] in ("'s", "’s") and len(raw) > 2:
            raw, last = raw[:-2], last - 2
        line.append(Word(raw, raw.lower(), first, last, raw[0].isupper() or _PREFIXED.match(raw) is not None))
    return line


def initial(name: str) -> str:
    """The first letter without its accent, in lower case: "Ţarābulus" and "Tripoli" share one."""
    return unicodedata.normalize("NFKD", name[:1])[:1].lower()


def touching(text: str, line: Sequence[Word], k: int) -> bool:
    """True if nothing but a space (or a line end) parts word ``k`` from the next."""
    return k + 1 < len(line) and text[line[k].end : line[k + 1].start] in (" ", "\n", "'s ", "’s ")
