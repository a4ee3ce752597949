"""A text cut into sentences, by their marks alone: nothing is parsed, and offsets stay those of the text.

A glued sentence (``removing.”It is over``, ``nothing.They left``) is cut at the glue; a dateline is no part of one, nor
is the time of an entry in a report that is written as things happen (``21:14 Eleven guards are out``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crosswire.lexicon import Lexicon, standard

_CLOSERS = "\"'”’)]»"
_END = re.compile(r"[.!?…]+[\"'”’)\]»]*")
#: no abbreviation is longer; a search from the paragraph's start would look at every word in it for every full stop
_LONG_WORD = 40
_WORD_BEFORE = re.compile(r"([\w.&'’-]+)$")
_OPENER = re.compile(r"[\s]*[\"'“‘(\[«]*[\s]*([A-Z0-9À-ÞŠŽ$€£¥])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence's place before parsing; ``heading`` is a line without a closing mark."""

    start: int
    end: int
    paragraph: int
    heading: bool


def pieces(text: str, lexicon: Lexicon | None = None) -> tuple[Piece, ...]:
    """Cut a text into sentences.

    ``"He left.It rained. Mr. Smith, of the U.S. Army, stayed."`` is three sentences.
    """
    words = lexicon or standard()
    abbreviations = words.words("morphology", "abbreviations")
    finals = words.words("morphology", "maybe_final")
    found: list[Piece] = []
    for number, (start, end) in enumerate(_blocks(text)):
        cuts = list(_cuts(text, start, end, abbreviations, finals))
        for first, last in zip([start, *cuts], [*cuts, end], strict=True):
            trimmed = _trim(text, _undated(text, first) if first == start else first, last)
            if trimmed is not None:
                closed = text[trimmed[1] - 1] in ".!?:;,…" + _CLOSERS
                heading = not closed and len(cuts) == 0
                found.extend(Piece(*part, number, heading) for part in _bearable(text, *trimmed))
    return tuple(found)


#: no sentence a person wrote is longer; a list without full stops is cut at its line ends, commas or spaces
_LONGEST = 2_000


def _bearable(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """A stretch cut into lengths the parser can bear."""
    while last - first > _LONGEST:
        cut = max(text.rfind(mark, first + _LONGEST // 2, first + _LONGEST) for mark in ("\n", ";", ",", " "))
        cut = cut + 1 if cut > first else first + _LONGEST
        part = _trim(text, first, cut)
        if part is not None:
            yield part
        first = cut
    part = _trim(text, first, last)
    if part is not None:
        yield part


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs: split at blank lines and at line ends that no wrapped sentence runs across."""
    start = 0
    for match in re.finditer(r"\n", text):
        here, after = match.start(), match.end()
        if here < start or not _breaks(text, start, here, after):
            continue
        yield start, here
        start = after
    yield start, len(text)


def _breaks(text: str, start: int, here: int, after: int) -> bool:
    """True if the line end at ``here`` ends a paragraph; a wrapped line goes on in the next."""
    line = text[max(start, text.rfind("\n", start, here) + 1) : here].strip()
    following = text[after : text.find("\n", after) if text.find("\n", after) >= 0 else len(text)].strip()
    if not line or not following:
        return True
    if re.match(r"[-*•#>|]|\d+[.)]\s", following):
        return True
    wrapped = len(line) >= 50 and line[-1] not in '.!?:”"' and not _room_left(line, following)
    return not (wrapped or (following[0].islower() and line[-1] not in ".!?"))


def _room_left(line: str, following: str) -> bool:
    """True if the next line shows that the width would have held its first word too: a headline, no wrapped line."""
    return following[0].isupper() and len(following) > len(line) + 1 + len(following.split(maxsplit=1)[0])


def _cuts(text: str, start: int, end: int, abbreviations: frozenset[str], finals: frozenset[str]) -> Iterator[int]:
    for match in _END.finditer(text, start, end):
        place = match.end()
        if place >= end:
            return
        opener = _OPENER.match(text, place, end)
        glued = not text[place].isspace()
        if opener is None or (glued and not _glue(text, match.start(), place)):
            continue
        before = _WORD_BEFORE.search(text, max(start, match.start() - _LONG_WORD), match.start())
        word = before.group(1).lower().strip("'’") if before else ""
        if match.group().startswith(".") and _abbreviated(word, text, match, opener, abbreviations, finals):
            continue
        yield match.start() + 1 if glued and _opens_quote(text, match, place, start) else place


def _glue(text: str, dot: int, place: int) -> bool:
    """A full stop stuck to the next sentence: a lower-case word before it, a capital or a quote after."""
    before = text[dot - 1] if dot else ""
    return (before.islower() or before in "\"'”’)") and (text[place].isupper() or text[place] in '“"‘')


def _opens_quote(text: str, match: re.Match[str], place: int, start: int) -> bool:
    """``removing.”It is over`` : the mark belongs to what follows when no quote stands open."""
    marks = match.group().lstrip(".!?…")
    if not marks:
        return False
    stretch = text[start : match.start()]
    if marks[0] in "”":
        return stretch.count("“") <= stretch.count("”")
    return marks[0] == '"' and stretch.count('"') % 2 == 0


def _abbreviated(
    word: str,
    text: str,
    match: re.Match[str],
    opener: re.Match[str],
    abbreviations: frozenset[str],
    finals: frozenset[str],
) -> bool:
    if len(match.group()) > 1:
        return False
    if word in _SHORT_DAYS:  # "On Sat. Feb. 10", "Mon. night"; not "He sat. Three died."
        return _DAY_GOES_ON.match(text, match.end()) is not None
    if word in finals or re.fullmatch(r"(?:[a-z]\.)+[a-z]", word):
        following = re.match(r"[\s\"'“‘(]*([A-Za-z]+)", text[match.end() :])
        return not (following and following.group(1) in _STARTERS)
    if word in abbreviations:
        return not (
            word in {"no", "may", "mar", "mt", "co"} and text[match.end() :].lstrip()[:1].isalpha() and word == "no"
        )
    return len(word) == 1 and word.isalpha() and word not in {"i"}


_SHORT_DAYS = frozenset({"mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun"})
_DAY_GOES_ON = re.compile(r",?\s+(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\b|\d|[a-z])")
#: words that open a sentence after "U.S." or "a.m." rather than go on with a name
_STARTERS = frozenset(
    (
        "The A An It He She They We I In On At But And This That These There As After Before His Her Their When "
        "While If Some Many Most All No Two Three Four Five Six Seven Eight Nine Ten More Meanwhile However "
        "Officials Police"
    ).split()
)


#: "PRAIA, March 4 (Atlantic Wire) - ", "ALGIERS – ": where a report was written, no part of its sentence
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’ -]{2,}(?:[,/] ?[A-Z][\w.'’ ]+){0,3}(?:,? \d{1,2}(?: \w+)?)?"
    r"(?:, ?\d{4})?(?: ?\([^)\n]{2,40}\))? ?(?:[-–—]|--) "
    r"|[A-Z][\w.'’ ]{2,25}(?:, [\w.'’ ]{2,25}){0,3} \([A-Z][^)\n]{1,40}\) ?(?:[-–—]|--) "
    r"|(?:UPDATE|WRAPUP|CORRECTED|REFILE|RPT|FACTBOX|TIMELINE|EXCLUSIVE|BREAKING|URGENT)(?: ?\d{1,2})? ?[-–—:] ?(?=\w)"
)


#: "21:14 Where things stand", "12:00 p.m. – 612 firefighters", "[14.05 GMT] Police say": when an entry was written
_STAMP = re.compile(
    r"\s*[\[(]?(?:[01]?\d|2[0-4])(?::[0-5]\d(?::[0-5]\d)?|\.[0-5]\d(?=[^\w.]*\s[^\d]))"
    r"(?: ?(?:[ap]\.?m\b\.?|GMT|UTC|BST|CEST?|E[SD]T|P[SD]T|IST|hrs|h|local(?: time)?))?[\])]?"
    r"(?: ?[-–—|:])?\s+(?=[\"'“‘]?[A-Z0-9])"
)


def _undated(text: str, first: int) -> int:
    """The offset after a dateline, or after the time of an entry, at ``first``, if one stands there."""
    match = _DATELINE.match(text, first) or _STAMP.match(text, first)
    return match.end() if match else first


def _trim(text: str, first: int, last: int) -> tuple[int, int] | None:
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return (first, last) if first < last else None
