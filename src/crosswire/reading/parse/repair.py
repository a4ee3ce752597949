"""What the parser is shown in a sentence's place, with a map back to the offsets of the untouched text.

* typographic quotes, dashes and odd spaces are replaced one for one;
* an ALL-CAPS line is read in ordinary case;
* thousands set off by a blank ("2 700 people") get their comma;
* a dash is shown as two hyphens, and a blank put in after a comma before a digit;
* ``passer-by`` and ``co-pilot``, which the tokenizer takes apart, are shown in one word;
* ``said on Saturday four of its`` gets the "that" which the parser needs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

#: one character each, so that offsets do not move
PLAIN = str.maketrans("‘’‚‛“”„‟«»–—−\u00a0\u2009\u202f\u200b\ufeff…", '\'\'\'\'""""""---     .')

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|dozens|scores|hundreds"
)
_NUMBER = rf"(?:\d[\d,]*|{_WORDS})"
_DAY_NUMBER = re.compile(rf"\b(?:said|says|reported|announced|confirmed)(?: on)? {_DAY} (?={_NUMBER}\b)")


@lru_cache(maxsize=2_000)  # a batch is repaired before it is parsed, and again when its words are placed
def repaired(text: str) -> tuple[str, list[int] | None]:
    """The sentence as the parser should see it, and for each of its characters the offset it came from.

    "said on Saturday four of its 18 workers" is parsed as four Saturdays; with "that" before the
    number it is not (measured on the default pipeline, in seven probe sentences).
    """
    if _BLANK_BEFORE_THREE.search(text):
        text = _SPACED.sub(_joined, text)
    plain = _decapitalise(text.translate(PLAIN))
    if "-" in plain:
        plain = _SCALED.sub(" ", _NO_ONE.sub(r"\1 one", plain))
    added = [(m.end(), "-") for m in _DASH.finditer(plain)] if " - " in plain else []
    if "—" in text:
        added += [part for m in _GLUED.finditer(text) for part in ((m.start(), " -"), (m.end(), " "))]
    added += [(m.end(), " ") for m in _TIGHT.finditer(plain)]
    match = _DAY_NUMBER.search(plain)
    if match is not None and not plain[match.end() :].startswith("that "):
        added.append((match.end(), "that "))
    hyphens = [m.end() for m in _ONE_WORD.finditer(plain)] if "-" in plain else []
    for m in _INCLUDING.finditer(plain):  # "incl. 3 women"
        hyphens.append(m.end() - 1)
        added.append((m.end(), "uding"))
    return _with(plain, added, hyphens) if added or hyphens else (plain, None)


_BLANK_BEFORE_THREE = re.compile(r"\d[ \u00a0\u2009\u202f]\d{3}\b")
_SPACED = re.compile(r"((?:^|[\w’'.,;:-]+)[ ]?)?(?<![\w.,])(\d{1,3})([ \u00a0\u2009\u202f])(?=\d{3}(?![\d.]|,\d))")
#: after these a number stands alone: "on 12 300 people"; so it does after a name ("Flight 17 298 people")
_ALONE = frozenset("on at in by no number flight route page section article rule day aged age chapter".split())


def _joined(match: re.Match[str]) -> str:
    """``2 700``: its comma for its blank; a narrow or unbreakable one is always inside a number."""
    before = (match[1] or "").strip()
    loose = match[3] == " " and (before.lower() in _ALONE or (before[:1].isupper() and match.start() > 0))
    return match[0] if loose or before[-1:].isdigit() else f"{match[0][: -len(match[3])]},"


#: "30-thousand people", as broadcasters write it; not "a 30-thousand-strong army"
_SCALED = re.compile(
    r"(?<=\d)-(?=(?:hundred|thousand|million)\b(?!-))|(?<=[a-z]{3})-(?=thousand (?:people|men|women)\b)"
)
#: "No-one was hurt": as long without its hyphen
_NO_ONE = re.compile(r"\b([Nn]o)-one\b")


#: a person's word up to the hyphen that the tokenizer would cut it at
_ONE_WORD = re.compile(r"\b(?:[Pp]assers?(?=-by\b)|[Cc]o(?=-(?:pilot|worker|driver|founder|owner)s?\b))")


_INCLUDING = re.compile(r"\bincl\.(?= \w)")


#: "left 38 dead - 30 men and eight women - and": a dash, which the parser knows by its two hyphens
_DASH = re.compile(r"(?<=[^\W\d][^\W\d]) -(?= \S)")


#: "Nine dead,30 hurt": a comma without its blank
_TIGHT = re.compile(r"(?<=[a-z]),(?=\d)")


#: "left 38 dead—30 men and eight women—and": the same without its blanks
_GLUED = re.compile(r"(?<=[\w,])—(?=\w)")


def _with(plain: str, added: Sequence[tuple[int, str]], left_out: Sequence[int]) -> tuple[str, list[int]]:
    """The text with words put in at their places and characters left out, and for each the offset it came from."""
    text, offsets, at = "", list[int](), 0
    for place, words in sorted([*added, *((place, "") for place in left_out)]):
        text += plain[at:place] + words
        offsets += [*range(at, place), *([place] * len(words))]
        at = place if words else place + 1
    return text + plain[at:], [*offsets, *range(at, len(plain))]


#: two capitals in a row, without which nothing is written in capitals
_CAPITALS = re.compile(r"[^\W\d_a-z]{2}")


def _decapitalise(text: str) -> str:
    """ALL-CAPS lines, and all-caps leads of three words or more, in ordinary case; short caps (UN) stay."""
    if not _CAPITALS.search(text):
        return text
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 12 and sum(c.isupper() for c in letters) > 0.8 * len(letters):
        return _ordinary(text)
    lead = re.match(r"(?:[A-Z][A-Z'-]+[ ,]+){3,}", text)
    if lead and sum(len(w) > 3 for w in lead.group().split()) >= 2:
        return _ordinary(lead.group()) + text[lead.end() :]
    return text


def _ordinary(text: str) -> str:
    lowered = text.lower()
    if len(lowered) != len(text):
        return text
    return lowered[:1].upper() + lowered[1:]
