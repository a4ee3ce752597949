"""The grammar of time expressions: regular expressions over the letters of `words`, first rule first.

Each rule has a form, and a builder that turns the words it matched into the values of a mention.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from crosswire.reading.times import values
from crosswire.reading.times.words import TELLING, Line, Vocabulary

Values = tuple[int | str | None, ...]
Found = tuple[str, Values]


@dataclass(frozen=True, slots=True)
class Piece:
    """A match: the words from ``first`` to before ``last``, and the rule's named parts as (first, last)."""

    line: Line
    words: Vocabulary
    first: int
    last: int
    parts: dict[str, tuple[int, int]]

    def part(self, name: str) -> tuple[int, int] | None:
        """Where the named part lies, or None if it is not there."""
        where = self.parts.get(name)
        return where if where and where[0] >= 0 and where[0] < where[1] else None


_M, _W = "M`?", "W`?"
_NUM = "(?:[DNY]|a)"
_COUNT = "(?:[a~@i]{0,3}[DNYFa](?:-[DN])?(?:[k&u]?a?[DN]){0,3})"
_ZONES = r"(?:Z+|\(Z+\))"
_CLOCK = rf"(?:(?:Cm?|[DN]m|[DN]c|[DNY](?=Z)){_ZONES}?(?:\((?:C|[DNY])m?Z+\))?)"
_PART = f"(?:[~@lbBioat,E]{{0,6}}(?:P|{_CLOCK}))"
_DMY = rf"(?:{_W},?)?t?Dk?t?{_M}(?:,?Y)?"
_MDY = rf"(?:{_W},?)?(?:(?<!i){_M}t?D(?!-?U)(?:,?Y)?|{_M}D(?=,?Y),?Y)"
_DATE = f"(?:I|J|{_DMY}|{_MDY}|HV|H(?:U)?|wU[VU])"
_WEEKDAY = rf"(?:t?[LXhv])?{_W}"
_DAY = f"(?:{_DATE}|{_WEEKDAY}|R|[Lhd]P)"
_MONTH = rf"(?:(?:t?E-?k?t?)?[LXhv]?{_M}(?:,?k?Y)?)"
_PERIOD = r"(?:t?[LXhvT]U)"
_AGO = f"(?:{_COUNT}(?:[k&]?a?N)?U[Ae])"

#: time words in a row; those worth reading hold more than prepositions and numbers
_STRETCH = re.compile(r"[^x|!]+")
_TELLING = re.compile(f"[{TELLING}]")

#: form, pattern; the builder of a form is in `_BUILD`.  Longer and more telling rules stand first.
_RULES: tuple[tuple[str, str], ...] = (
    ("age", rf"[a~@]{{0,6}}{_NUM}-U-O|[a~@]{{0,6}}[DN]UO|O[DN]+(?:(?:u|-|&)[DN])?(?!U)"),
    ("range", rf"(?:f|[oi]?)(?P<a>t?D)(?:u|-|&)(?P<b>t?Dk?{_M}(?:,?Y)?)"),
    (
        "range",
        rf"(?:f|[oi]?)(?P<a>{_M}t?D(?:,?Y)?)(?:,?u|-|(?<=f.{{5}})&|&(?=MD))(?P<b>{_M}t?D(?:,?Y)?|t?D(?!U)(?:,?Y)?)",
    ),
    ("range", rf"(?:f|[oi]?)(?P<a>{_DATE})(?:,?u|-|_)(?P<b>{_DATE})"),
    ("range", rf"f(?P<a>{_DAY}|{_MONTH}|{_PERIOD}|Y)(?:P)?(?:u|-|&)(?P<b>{_DAY}|{_MONTH}|Y)"),
    ("range", rf"(?:[oi]?)(?P<a>{_W})(?:u|-)(?P<b>{_W})"),
    ("range", rf"(?:i?)(?P<a>{_M}(?:,?Y)?)(?:u|-)(?P<b>{_M}(?:,?Y)?)"),
    ("range", r"(?:[ik]?t?)(?P<a>Y)(?:u|-)(?P<b>Y)"),
    ("since", rf"s[E~@B]{{0,3}}(?P<core>{_AGO}|o?{_DAY}|{_MONTH}|{_PERIOD}|t?E?-?t?G|Y|t?E?-?t?hU)"),
    ("until", rf"u(?:o?)(?P<core>{_DATE}|{_WEEKDAY}|R|{_MONTH}|{_PERIOD})(?:,?{_PART})?"),
    ("within", rf"i?t?(?P<n>[FL]{_NUM}?U)[ki](?P<core>t?[LhX]U|{_MONTH}|Y)"),
    ("day", rf"(?:[@~ob]{{0,6}}{_PART}(?:[,koit]{{0,6}}))?(?:[@~ioEBt]{{0,6}}|eo?|lo?)(?P<core>{_DATE})(?:,?{_PART})?"),
    (
        "weekday",
        rf"(?:[@~ob]{{0,6}}{_PART}(?:[,koit]{{0,6}}))?(?:[@~oiEt]{{0,6}}|eo?|lo?)(?P<core>{_WEEKDAY})(?:(?:,|-)?{_PART})?",
    ),
    ("relative", rf"(?:[@~ob]{{0,6}}{_PART}(?:[,ok]{{0,6}}))?(?:[@~iEeB]{{0,6}})(?P<core>R|[Lh]P)(?:,?{_PART})?"),
    ("ago", rf"(?P<core>{_AGO})"),
    ("anaphoric", r"(?:[oi]?[td]v(?:U|P)|[oi]?tX(?:U|P)|[oi@]?d(?:U(?!B)|P))"),
    ("anaphoric", rf"{_COUNT}U(?:l(?![a-z]{{0,6}}x?Y)|B(?=[|,.]))|tUB(?=[|,.])"),
    ("past", rf"i?t?[TL]{_COUNT}U|i?tT(?:U)|iTU"),
    ("coming", rf"i?t?X{_COUNT}U"),
    ("season", r"(?:i?t?(?:E-?k?t?)?S(?:k|,)?(?P<year>Y))"),
    ("month", rf"(?:[iobtE@-]{{0,6}}?)(?P<core>{_MONTH})(?!-?[DNa]-)"),
    ("period", r"(?:[ieElot@]{0,6}?)(?P<core>t?[LXh](?:U|K))|[io@]tK"),
    ("decade", r"[i@]{0,6}t?(?P<part>E-?k?t?)?(?P<core>G)"),
    ("century", r"i?t?(?P<part>E-?k?t?)?(?P<core>[QD](?=U))U"),
    ("year", r"[i@~]+(?:tU)?(?P<part>t?E-?k?t?)?(?P<core>Y)(?!-?(?:U|[a-z]?m))"),
    ("year", r"(?P<part>t?E-?k?t?)(?P<core>Y)"),
    ("year", r"[tak](?P<named>)(?P<core>Y)"),
    ("year", r"(?<=\()(?P<core>Y)(?=\))|(?<=M,)(?P<core2>Y)"),
    ("clock", rf"[@~loibBE]{{0,6}}t?{_CLOCK}"),
    ("clock", r"[@~loibBE]{0,6}(?:[@B]|it|it?E|od)t?E?P"),
    ("duration", rf"(?:r|i|~)?{_COUNT}-?U(?:-x)?"),
)


def scan(line: Line, words: Vocabulary) -> Iterator[tuple[int, int, str, Values]]:
    """Every time expression, left to right: first word, the word after its last, form, values."""
    for stretch in _STRETCH.finditer(line.letters):
        if _TELLING.search(stretch.group()):
            yield from _scan(line, words, stretch.start(), stretch.end())


def _scan(line: Line, words: Vocabulary, position: int, end: int) -> Iterator[tuple[int, int, str, Values]]:
    """The time expressions that begin in one stretch of time words; a rule may look at the two letters after it."""
    every = _every()
    while position < end and (match := every.search(line.letters, position, end + 2)) is not None:
        first = match.start()
        if first >= end:
            return
        which = int((match.lastgroup or "r0")[1:]) if match.lastgroup else 0
        found = _read(which, line, words, first)
        if found is None:
            position = first + 1
            continue
        rule_last, form, built = found
        if form:
            yield first, rule_last, form, built
        position = max(rule_last, first + 1)


def _read(which: int, line: Line, words: Vocabulary, first: int) -> tuple[int, str, Values] | None:
    """The first rule from ``which`` on that matches at ``first`` and whose builder accepts; form empty for an age."""
    for number in range(which, len(_RULES)):
        match = _alone(number).match(line.letters, first)
        if match is None or match.end() == first:
            continue
        form = _RULES[number][0]
        if form == "age":
            return match.end(), "", ()
        parts = {name: match.span(name) for name in match.groupdict()}
        built = _BUILD[form](Piece(line, words, first, match.end(), parts))
        if built is not None:
            return match.end(), built[0], built[1]
    return None


@lru_cache(maxsize=1)
def _every() -> re.Pattern[str]:
    """All rules as one pattern with a group a rule."""
    plain = [re.sub(r"\(\?P<[a-z0-9]+>", "(?:", pattern) for _, pattern in _RULES]
    return re.compile("|".join(f"(?P<r{k}>{pattern})" for k, pattern in enumerate(plain)))


@cache
def _alone(number: int) -> re.Pattern[str]:
    """One rule on its own, compiled when it is first met: most reports tell their times in a few ways."""
    return re.compile(_RULES[number][1])


# --- builders: from words to values --------------------------------------------------------------


def _core(piece: Piece, name: str = "core") -> Found | None:
    """The form and values of one expression inside another: a date, a weekday, a month, a year, "last week"."""
    where = piece.part(name)
    return values.of(piece.line, piece.words, *where) if where else None


def _range(piece: Piece) -> Found | None:
    """Two ends; the first borrows from the second what it leaves out: "3 and 9 May 2004"."""
    first, second = _core(piece, "a"), _core(piece, "b")
    if first is None or second is None:
        return None
    pair = values.completed(first, second)
    if pair is None:
        return None
    first, second = pair
    return "range", (len(first[1]) + 1, first[0], *first[1], second[0], *second[1])


def _open(form: str) -> Callable[[Piece], Found | None]:
    def build(piece: Piece) -> Found | None:
        core = _core(piece)
        # "compared to yesterday"
        return (form, (core[0], *core[1])) if core and piece.line.word(piece.first) != "to" else None

    return build


def _single(piece: Piece) -> Found | None:
    return _core(piece)


def _within(piece: Piece) -> Found | None:
    """``the first five months of this year``: which end, how many, unit, then the whole."""
    part, core = piece.part("n"), _core(piece)
    if part is None or core is None:
        return None
    side = "first" if piece.line.letters[part[0]] == "F" and piece.line.word(part[0]) != "final" else "last"
    count = values.count(piece.line, piece.words, part[0] + 1, part[1] - 1) or 1
    return "within", (side, count, values.unit(piece.line.word(part[1] - 1)), core[0], *core[1])


def _ago(piece: Piece) -> Found | None:
    where = piece.part("core")
    return values.of(piece.line, piece.words, *where) if where else None


def _counted(form: str) -> Callable[[Piece], Found | None]:
    """Forms of a number and a unit: ``the past 11 days``, ``four-day``, ``the next two weeks``."""

    def build(piece: Piece) -> Found | None:
        where = [k for k in range(piece.first, piece.last) if piece.line.letters[k] in "UP"]
        if not where:
            return None
        number = values.count(piece.line, piece.words, piece.first, where[0])
        return form, (number, values.unit(piece.line.word(where[0])))

    return build


def _duration(piece: Piece) -> Found | None:
    """``a second`` and ``first minute`` are no spans of time that a report needs; ``half a day`` is."""
    unit = next((k for k in range(piece.first, piece.last) if piece.line.letters[k] == "U"), None)
    if unit is None or (piece.line.word(unit) == "second" and piece.line.letters[unit - 1] != "N"):
        return None
    numbers = [piece.line.letters[k] for k in range(piece.first, unit)]
    if "F" in numbers:
        return None
    return "duration", (values.count(piece.line, piece.words, piece.first, unit), values.unit(piece.line.word(unit)))


def _period(piece: Piece) -> Found | None:
    """``last week``, ``earlier this year``, ``over the weekend``."""
    if piece.part("core") is None:
        return "period", (0, "weekend")
    return _core(piece)


def _month(piece: Piece) -> Found | None:
    return _core(piece)


def _season(piece: Piece) -> Found | None:
    """``the summer of 2003`` is the year: which months a summer has depends on the hemisphere."""
    where = piece.part("year")
    return ("year", (int(piece.line.word(where[0])), None)) if where else None


def _decade(piece: Piece) -> Found | None:
    where = piece.part("core")
    if where is None:
        return None
    word = piece.line.word(where[0])
    year = int(re.sub(r"\D", "", word))
    if year < 100 and word[0].isdigit() and piece.line.word(where[0] - 1) not in {"the", "early", "mid", "late", "-"}:
        return None  # "a man in his 40s"
    year = year if year >= 100 else 1900 + year
    return ("years", (year, year + 9, _part(piece))) if 1000 <= year <= 2090 else None


def _century(piece: Piece) -> Found | None:
    where = piece.part("core")
    if where is None or not piece.line.word(where[1]).startswith("centur"):
        return None
    word = piece.line.word(where[0])
    number = int(re.sub(r"\D", "", word) or piece.words.numbers.get(word, 0))
    return ("years", (100 * number - 99, 100 * number, _part(piece))) if 1 <= number <= 21 else None


def _part(piece: Piece) -> str | None:
    where = piece.part("part")
    return values.part(piece.line, *where) if where else None


def _year(piece: Piece) -> Found | None:
    """``in 2004``, ``the 2004 tsunami``; not ``in 2000 villages`` nor ``the 1500 dead``."""
    where = piece.part("core") or piece.part("core2")
    if where is None:
        return None
    year = int(piece.line.word(where[0]))
    following, written = piece.line.word(where[1]), piece.line.raw(where[1])
    things = following in piece.words.counted or (following.endswith("s") and written.islower() and len(following) > 3)
    bare = "named" in piece.parts
    if piece.line.word(where[0] - 1) in {"at", "near"}:
        return None  # "at 2036 Elm Street"
    if things and (bare or not 1900 <= year <= 2039):
        return None
    if bare and (not 1900 <= year <= 2039 or not written[:1].isalpha()) and piece.line.letters[piece.first] != "k":
        return None
    if things and year % 100 == 0:
        return None
    if following == "people" or (year < 1500 and piece.parts.get("part") is None and bare):
        return None
    return "year", (year, _part(piece))


def _clock(piece: Piece) -> Found | None:
    return "clock", values.clock(piece.line, piece.words, piece.first, piece.last)


_BUILD: dict[str, Callable[[Piece], Found | None]] = {
    "range": _range,
    "since": _open("since"),
    "until": _open("until"),
    "within": _within,
    "day": _single,
    "weekday": _single,
    "relative": _single,
    "ago": _ago,
    "anaphoric": _counted("anaphoric"),
    "past": _counted("past"),
    "coming": _counted("coming"),
    "season": _season,
    "month": _month,
    "period": _period,
    "decade": _decade,
    "century": _century,
    "year": _year,
    "clock": _clock,
    "duration": _duration,
}
