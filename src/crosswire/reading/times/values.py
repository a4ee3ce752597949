"""What the words of one time expression mean, without knowing the report's day.

============ ======================================= ==========================================
form         values                                  words
============ ======================================= ==========================================
day          year, month, day                        15 January; May 4, 2005; 2013-01-16
weekday      0 (Monday) to 6, direction              on Saturday; last Friday; next Monday
relative     days from the report's day              today, yesterday, last night
ago          number, unit                            two days ago, three weeks earlier
month        year, month, part                       in mid-September; early November 2005
year, years  first(, last), part                     in 1945; the early 1990s; the 19th century
period       -1, 0 or 1, unit                        last week, this month, over the weekend
past, coming number, unit                            the past 11 days; the next few weeks
within       first or last, number, unit, whole      the first five months of this year
range        length of a, a, b                       Wednesday to Saturday; 3-9 May
since, until the day, month ... that it names        since August; until Friday
clock        hour, minute                            at 6:30 p.m.; shortly after noon
anaphoric    number, unit                            that night; the next day; two days later
duration     number, unit                            four-day; for a week
============ ======================================= ==========================================

A year left out is None; parts are early, mid and late; a direction is last, next, this or None.
"""

from __future__ import annotations

import re

from crosswire.reading.times.words import Line, Vocabulary

Values = tuple[int | str | None, ...]
Found = tuple[str, Values]

_PARTS = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid",
    "late": "late", "end": "late", "latter": "late", "close": "late",
}  # fmt: skip
_NAMED = {"noon": 12, "midday": 12, "midnight": 0, "lunchtime": 12}
_RELATIVE = {"today": 0, "tonight": 0, "overnight": 0, "yesterday": -1, "tomorrow": 1}


def of(line: Line, words: Vocabulary, first: int, last: int) -> Found | None:
    """The form and values of the words from ``first`` to before ``last``; None if they name no calendar time."""
    letters = line.letters[first:last]
    if any(letter in letters for letter in "IJH") or (letters[:1] == "w"):
        return _dated(line, words, first, last)
    if "M" in letters:
        return _month_or_day(line, words, first, last)
    if "W" in letters:
        day = words.weekdays[_full(line, words, first + letters.index("W"))]
        return "weekday", (day, _direction(letters))
    if "R" in letters:
        return "relative", (_RELATIVE[line.word(first + letters.index("R"))],)
    if "G" in letters:
        year = int(re.sub(r"\D", "", line.word(first + letters.index("G"))))
        return "years", (year if year >= 100 else 1900 + year, (year if year >= 100 else 1900 + year) + 9, None)
    if "P" in letters and letters[0] in "Lhd":
        return ("relative", (-1 if letters[0] == "L" else 0,)) if letters[0] != "d" else ("anaphoric", (0, "day"))
    if letters[-1] in "Ae" and "U" in letters:
        where = first + letters.index("U")
        return "ago", (count(line, words, first, where), unit(line.word(where)))
    if "U" in letters or "K" in letters:
        where = first + max(letters.find("U"), letters.find("K"))
        return "period", (
            {"L": -1, "X": 1, "T": -1, "v": -1}.get(_direction_letter(letters), 0),
            unit(line.word(where)),
        )
    if "Y" in letters:
        return "year", (int(line.word(first + letters.index("Y"))), None)
    if letters.strip("t") == "D":
        return "day", (None, None, _number(line.word(last - 1)))
    return None


def _full(line: Line, words: Vocabulary, k: int) -> str:
    word = line.word(k).removesuffix("'s").removesuffix("’s")
    return words.short.get(word, word)


def _direction_letter(letters: str) -> str:
    return next((letter for letter in letters if letter in "LXhTv"), "")


def _direction(letters: str) -> str | None:
    return {"L": "last", "X": "next", "h": "this", "v": "last", "T": "last"}.get(_direction_letter(letters))


def _number(word: str) -> int:
    return int(re.sub(r"\D", "", word) or 0)


def _month_or_day(line: Line, words: Vocabulary, first: int, last: int) -> Found | None:
    letters = line.letters[first:last]
    month = words.months[_full(line, words, first + letters.index("M"))]
    year = int(line.word(first + letters.index("Y"))) if "Y" in letters else None
    if "D" in letters:
        return _checked(year, month, _number(line.word(first + letters.index("D"))))
    direction = _direction(letters)
    if direction is not None and year is None:
        return "month", (direction, month, part(line, first, last))
    return "month", (year, month, part(line, first, last))


def _checked(year: int | None, month: int, day: int) -> Found | None:
    """A day that the calendar has: ``31 April`` and ``30 February`` are none."""
    longest = 29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31
    return ("day", (year, month, day)) if 1 <= month <= 12 and 1 <= day <= longest else None


def _dated(line: Line, words: Vocabulary, first: int, last: int) -> Found | None:
    """ISO dates, numeric dates whose order is plain or day first, days with a name."""
    letters = line.letters[first:last]
    if "I" in letters:
        year, month, day = (int(part) for part in line.word(first + letters.index("I")).split("-"))
        return _checked(year, month, day)
    if "J" in letters:
        a, b, c = (int(part) for part in re.split(r"[/.]", line.word(first + letters.index("J"))))
        year = c if c >= 100 else 2000 + c if c < 70 else 1900 + c
        return _checked(year, a, b) if b > 12 >= a else _checked(year, b, a)
    if letters[:1] == "w":
        return "day", (None, 12, 31) if "V" in letters else (None, 1, 1)
    month, day = words.holidays[line.word(first + letters.index("H")).removesuffix("'s").removesuffix("’s")]
    return "day", (None, month, day - 1 if "V" in letters else day)


def part(line: Line, first: int, last: int) -> str | None:
    """early, mid or late, if one of the words says so."""
    return next((_PARTS[line.word(k)] for k in range(first, last) if line.word(k) in _PARTS), None)


def count(line: Line, words: Vocabulary, first: int, last: int) -> int | None:
    """The number among the words: ``a dozen`` 12, ``two and a half`` 2, ``several`` 3; None if there is none."""
    found: list[int] = []
    for k in range(first, last):
        word = line.word(k).replace(",", "")
        if word.isdigit():
            found.append(int(word))
        elif line.letters[k] in "NaQ" and word in words.numbers:
            found.append(words.numbers[word])
    if not found:
        return None
    tens, unit_ = (found[0], found[1]) if len(found) > 1 else (0, 0)
    if tens in range(20, 100, 10) and 0 < unit_ < 10:
        return tens + unit_
    return found[1] if len(found) > 1 and found[0] == 1 else found[0]


def unit(word: str) -> str:
    """The unit in the singular; a part of a day counts as a day."""
    singular = word.removesuffix("'s").removesuffix("’s")
    singular = "century" if singular == "centuries" else singular.removesuffix("s")
    short = {"hr": "hour", "min": "minute"}
    plain = {"minute", "hour", "day", "week", "fortnight", "month", "year", "decade", "century", "second", "weekend"}
    singular = short.get(singular, singular)
    return singular if singular in plain else "year" if singular == "generation" else "day"


def completed(first: Found, second: Found) -> tuple[Found, Found] | None:
    """Two ends of a range, each borrowing the month or year that only the other says; None if they do not fit."""
    (a, left), (b, right) = first, second
    if a == b == "day":
        year = left[0] if left[0] is not None else right[0]
        if right[1] is None:
            return ("day", (year, left[1], left[2])), ("day", (year, left[1], right[2]))
        if left[1] is None:
            left = (right[0], right[1], left[2])
        return ("day", (left[0] or right[0], *left[1:])), ("day", (right[0] or left[0], *right[1:]))
    if a == b == "month":
        return ("month", (left[0] or right[0], *left[1:])), ("month", (right[0] or left[0], *right[1:]))
    if a == "day" and left[1] is None:
        return None
    return first, second


def clock(line: Line, words: Vocabulary, first: int, last: int) -> Values:
    """Hour and minute of a clock time, of noon and midnight; None, None for other parts of a day."""
    hour: int | None = None
    minute: int | None = None
    for k in range(first, last):
        letter, word = line.letters[k], line.word(k)
        if letter == "C" and hour is None:
            hour, minute = (int(x) for x in re.split(r"[:.]", word)[:2])
        elif letter in "DNY" and hour is None:
            digits = _number(word) if word[:1].isdigit() else words.numbers.get(word, 0)
            hour, minute = divmod(digits, 100) if len(word) == 4 and word.isdigit() else (digits, None)
        elif letter == "m" and hour is not None:
            hour = hour % 12 + (12 if word.startswith("p") else 0)
        elif letter == "P" and hour is None and word in _NAMED:
            hour = _NAMED[word]
    return (hour, minute) if hour is not None and hour <= 24 else (None, None)
