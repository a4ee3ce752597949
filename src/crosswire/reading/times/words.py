"""A text as one letter a word, so that a grammar of times is a regular expression over letters.

``before dawn on Wednesday`` is ``BPoW``; a word that no time uses is ``x``; sentences are parted by
``|``.  The letters are listed in ``data/times.toml``.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crosswire.lexicon import Lexicon
from crosswire.model import Sentence

_TOKEN = re.compile(
    r"(?P<I>\d{4}-\d\d-\d\d(?!\d))"
    r"|(?P<J>\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)(?![\d/.]\d))"
    r"|(?P<C>\d{1,2}:\d\d(?::\d\d)?|\d{1,2}\.\d\d(?=\s?[ap]\.?m\b))"
    r"|(?P<G>(?:\d{3}|['’]?\d)0['’]?s\b)"
    r"|(?P<ordinal>\d{1,2}(?:st|nd|rd|th)\b)"
    r"|(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)"
    r"|(?P<m>[ap]\.?m\b\.?)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)"
    r"|(?P<mark>[^\w\s])",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
#: a year, date, clock time, decade or ordinal; other numbers tell a time only beside a word of time
_FIGURE = re.compile(r"\d{4}|\d[:/.]\d|\d0['’]?s\b|\d(?:st|nd|rd|th)\b", re.IGNORECASE)
#: letters of words without which no rule of the grammar holds
TELLING = "WMURPKGIJCYSHmQZc"
_MARKS = {"-": "-", "–": "-", "—": "_", ",": ",", "(": "(", ")": ")", ".": "."}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The letters of words, and what the words mean."""

    letters: Mapping[str, str]
    telling: frozenset[str]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    short: Mapping[str, str]
    numbers: Mapping[str, int]
    name_before: frozenset[str]
    name_after: frozenset[str]
    counted: frozenset[str]
    future: frozenset[str]
    holidays: Mapping[str, tuple[int, int]]


@lru_cache(maxsize=4)
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The time words of a lexicon, compiled once."""
    table, numbers = lexicon.table("times"), lexicon.table("numbers")
    letters = {word: letter[:1] for letter, words in table["codes"].items() for word in words}
    letters |= {word: "k" if letter == "K2" else letter for letter, words in table["codes"].items() for word in words}
    letters |= {unit + "s": "U" for unit in table["codes"]["U"]} | {"centuries": "U", "weekends": "x"}
    values = {**numbers["units"], **numbers["vague"], **numbers["collective"]}
    letters |= {word: "N" for word in values if word not in letters}
    letters |= {"first": "F", "o'clock": "c", "o’clock": "c"}
    ordinals = {w: n for w, n in numbers["ordinals"].items() if w not in {"first", "second"}}
    letters |= {word: "Q" for word in ordinals if word not in letters}
    telling = {word for word, letter in letters.items() if letter in TELLING}
    return Vocabulary(
        letters,
        frozenset(telling | set(table["short"]) | {"am", "pm", "m", "clock"}),
        {day: k for k, day in enumerate(table["codes"]["W"])},
        {month: k for k, month in enumerate(table["codes"]["M"], 1)},
        dict(table["short"]),
        {**values, **ordinals, "a": 1, "an": 1, "another": 1, "half": 1, "quarter": 1},
        frozenset(table["names"]["before"]),
        frozenset(table["names"]["after"]),
        frozenset(table["counted"]["words"]),
        frozenset(table["future"]["words"]),
        {name: (day[0], day[1]) for name, day in table["holidays"].items()},
    )


@dataclass(frozen=True, slots=True)
class Line:
    """The words of a text and their letters, in step: ``letters[k]`` is the letter of ``text[starts[k]:ends[k]]``."""

    text: str
    letters: str
    starts: list[int]
    ends: list[int]

    def word(self, k: int) -> str:
        """The word at ``k`` in lower case, empty past either end."""
        return self.text[self.starts[k] : self.ends[k]].lower() if 0 <= k < len(self.starts) else ""

    def raw(self, k: int) -> str:
        """The word at ``k`` as written."""
        return self.text[self.starts[k] : self.ends[k]] if 0 <= k < len(self.starts) else ""


def line(text: str, sentences: Sequence[Sentence], words: Vocabulary) -> Line:
    """The text's words as letters, in the order of its sentences; of one that tells no time the end alone."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    known = words.letters
    for sentence in sentences:
        tells = _FIGURE.search(sentence.text) or not words.telling.isdisjoint(_WORD.findall(sentence.text.lower()))
        for match in _TOKEN.finditer(text, sentence.start, sentence.end) if tells else ():
            kind = match.lastgroup
            start, end = match.span()
            if kind == "word":
                word = match.group().lower()
                if word not in known and word[-2:] in ("'s", "’s"):
                    word, end = word[:-2], end - 2
                letter = known.get(word) or ("x" if word not in words.short else "?")
                if letter in "WM" and not text[start].isupper():
                    letter = "x"
            else:
                letter = _numeral(kind, match.group())
            letters.append(letter)
            starts.append(start)
            ends.append(end)
        letters.append("|")
        starts.append(sentence.end)
        ends.append(sentence.end)
    found = Line(text, "", starts, ends)
    _settle(found, letters, words)
    return Line(text, "".join(letters), starts, ends)


def _numeral(kind: str | None, text: str) -> str:
    if kind == "mark":
        return _MARKS.get(text, "!")
    if kind == "ordinal":
        return "D" if int(text[:-2]) <= 31 else "Q"
    if kind != "number":
        return kind or "!"
    if len(text) <= 2 and 1 <= int(text) <= 31:
        return "D"
    return "Y" if len(text) == 4 and text.isdigit() and 1000 <= int(text) <= 2099 else "N"


def _settle(found: Line, letters: list[str], words: Vocabulary) -> None:
    """Letters that need their neighbours: months that are names or verbs, short forms, names with a weekday."""
    for k, letter in enumerate(letters):
        if letter == "?":
            _short(found, letters, k, words)
        elif letter == "M":
            letters[k] = _month(found, letters, k, words)
        elif letter == "D" and k and letters[k - 1] in "M`" and not _of_month(found, letters, k, words):
            letters[k] = "N"
        elif letter == "W" and (found.word(k - 1) in words.name_before or found.word(k + 1) in words.name_after):
            letters[k] = "x"
        elif letter == "Z" and not _zone(found, letters, k):
            letters[k] = "U" if found.word(k) == "hours" else "x"


def _short(found: Line, letters: list[str], k: int, words: Vocabulary) -> None:
    """``Sept.`` and ``Sat.`` with their full stop, ``Jan 5``: the full stop becomes a letter that is passed over."""
    stopped, full = found.word(k + 1) == "." and found.ends[k] == found.starts[k + 1], words.short[found.word(k)]
    beside = letters[k + 1] in "DY" or (k > 0 and letters[k - 1] == "D")
    if found.raw(k)[:1].isupper() and (stopped or (full in words.months and beside)):
        letters[k] = "M" if full in words.months else "W"
        if stopped:
            letters[k + 1] = "`"
    else:
        letters[k] = "x"


def _month(found: Line, letters: list[str], k: int, words: Vocabulary) -> str:
    """``May`` begins sentences, ``April Jones`` is a person: a month needs a time word beside it, or no name."""
    before, after = letters[k - 1] if k else "|", letters[k + 1] if k + 1 < len(letters) else "|"
    if found.word(k - 1) in words.name_before:
        return "x"
    if after in "DYI" or before in "DELXhsiufkQ@" or (before == "-" and k > 1 and letters[k - 2] in "DE"):
        return "M"
    if before in "Br" and after in "|,.)":
        return "M"
    if found.word(k) in {"may", "march"} or before == "|":
        return "M" if after in "-u" and letters[k + 2] == "M" else "x"
    name = found.raw(k + 1)[:1].isupper() or (before == "x" and found.raw(k - 1)[:1].isupper())
    return "x" if name else "M"


def _of_month(found: Line, letters: list[str], k: int, words: Vocabulary) -> bool:
    """False for the number in "since April 31 people have died" and "by June 12 people": no day, or people counted."""
    name = k - 1 if letters[k - 1] == "M" else k - 2
    word = found.word(name)
    month = words.months.get(words.short.get(word, word), 1)
    if int(re.sub(r"\D", "", found.word(k))) > calendar.monthrange(2000, month)[1]:
        return False
    return found.word(k + 1) not in words.counted or (name > 0 and letters[name - 1] == "o")


def _zone(found: Line, letters: list[str], k: int) -> bool:
    """``0330 hours``, ``3 p.m. local time``: a zone follows a clock or another word of a zone."""
    before = letters[k - 1] if k else "|"
    if found.word(k) == "hours":
        return before == "N" and len(found.word(k - 1)) == 4
    return before in "CmYNDZP(" and (before not in "D" or found.word(k) not in {"local", "time"})
