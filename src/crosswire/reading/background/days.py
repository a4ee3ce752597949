"""Whether a report tells of these days, so that another year in it is another event's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crosswire.model import Sentence

#: days as one calls them who writes within the week
NEWS = re.compile(
    r"\b(today|yesterday|tonight|overnight|(?:on |last )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|last night|"
    r"this (?:morning|afternoon|evening|week))\b"
)
_MONTHS = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
#: "Oct 14", "14 February", and no year behind it
_DAY = re.compile(rf"\b(?:{_MONTHS} \d{{1,2}}|\d{{1,2}} {_MONTHS})\b(?!,? \d{{4}})(?![\d,]*\d)")
#: "Gunmen have abducted 52 pupils", "A ferry has sunk"
_JUST = re.compile(r"\b(?:has|have)(?: been)? (?!been\b)[a-z]+(?:ed|en|wn|nk|ught|lt|pt|ft|ost|ead|ade|uck)\b")
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
#: "21:14 Where things stand", "13.22 For those asking": an entry of a report that is written as things happen
_STAMP = re.compile(r"\s*\(?\d{1,2}[:.]\d\d\b")
#: so many entries make one
_ENTRIES = 3


def of_these_days(text: str, sentences: Sequence[Sentence], opening: int) -> bool:
    """True of news: it names a weekday, opens with a day without a year or with what has just happened, or is written
    by the clock.

    ``opening`` is the index of the first sentence of prose.
    """
    if NEWS.search(text):
        return True
    first = [s.text for s in sentences if s.index <= opening]
    if any(_DAY.search(line) or (_JUST.search(line) and not _YEAR.search(line)) for line in first):
        return True
    return sum(_STAMP.match(line) is not None for line in text.splitlines()) >= _ENTRIES
