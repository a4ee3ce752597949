"""Numbers as said: digits, words, ordinals, vague words, bounds, ranges, partitives, counting determiners.

Every number that may count people becomes a `Quantity` with the token it counts; ages, dates,
durations, distances, money, percentages and names of things do not.  Vague words have the floors of
``data/numbers.toml`` (docs/codebook.md); "more than n" is n+1 or more, "fewer than n" n-1 or less.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from crosswire.lexicon import Lexicon
from crosswire.model import Hedge, Quantity, Sentence, Span, Token

_DIGITS = re.compile(r"\d{1,3}(?:,\d{2,3})+|\d+(?:\.\d+)?")
_ORDINAL_DIGITS = re.compile(r"(\d+)(?:st|nd|rd|th)$")
_RANGE = re.compile(r"(\d[\d,]*)[-–](\d[\d,]*)$")
_PLUS = re.compile(r"(\d[\d,]*)\+$")
_CURRENCY = frozenset("$ £ € ¥ us$ a$ c$ ksh rs rs. gbp usd eur inr a$ nz$ hk$ r$".split())
_MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "jan jan. feb feb. mar mar. apr apr. jun jun. jul jul. aug aug. sep sep. sept sept. oct oct. nov nov. dec dec.".split()
)


@dataclass(frozen=True, slots=True)
class _Words:
    """The number lexicon, compiled."""

    units: dict[str, int]
    scales: dict[str, int]
    ordinals: dict[str, int]
    vague: dict[str, int]
    collective: dict[str, int]
    weak: frozenset[str]
    number_of: frozenset[str]
    number_adjectives: frozenset[str]
    before: tuple[tuple[tuple[str, ...], str], ...]
    after: tuple[tuple[tuple[str, ...], str], ...]
    scopes: dict[str, str]
    not_after: frozenset[str]
    not_before: frozenset[str]

    @property
    def starts(self) -> frozenset[str]:
        """All words a number may begin with."""
        return frozenset({*self.units, *self.scales, *self.vague, *self.collective})


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    table = lexicon.table("numbers")
    bounds = table["bounds"]
    kinds = ("at_least", "more_than", "up_to", "fewer_than", "around", "exactly")
    before = [(tuple(p.split()), kind) for kind in kinds for p in bounds[kind]]
    after = [(tuple(p.split()), kind.removeprefix("after_")) for kind in bounds if kind.startswith("after_") for p in bounds[kind]]
    scopes = {word: kind for kind, words in table["scope"].items() for word in words}
    unwanted = table["not_people"]
    return _Words(
        dict(table["units"]), dict(table["scales"]), dict(table["ordinals"]), dict(table["vague"]),
        dict(table["collective"]), frozenset(table["weak"]["words"]), frozenset(table["weak"]["number_of"]),
        frozenset(table["weak"]["number_adjectives"]),
        tuple(sorted(before, key=lambda p: -len(p[0]))), tuple(sorted(after, key=lambda p: -len(p[0]))),
        scopes, frozenset(unwanted["units"]), frozenset(unwanted["before"]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Number:
    """A number expression: tokens first..last, the bounds it states by itself, and its form."""

    first: int
    last: int
    low: int | None
    high: int | None
    form: str
    approximate: bool = False


def quantities(sentence: Sentence, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """Every number in the sentence that may count people, in text order.

    "at least 32 militants", "four of its 18 workers", "a sixth militant", "several dozen",
    "half a million", "25 to 30", "both", "no one", "a man".
    """
    words = _words(lexicon)
    tokens = sentence.tokens
    found: list[Quantity] = []
    i = 0
    while i < len(tokens):
        number = _number_at(tokens, i, words)
        if number is None:
            i += 1
            continue
        if not _excluded(tokens, number, words):
            found.append(_bounded(sentence, number, words))
        i = number.last + 1
    return tuple(_with_wholes(sentence, found))


# --- number expressions --------------------------------------------------------------------------


def _number_at(tokens: Sequence[Token], i: int, words: _Words) -> _Number | None:
    lower = tokens[i].lower
    first = lower[:1]
    if first.isdigit():
        return _digits(tokens, i, words)
    if lower in {"a", "an", "one", "another"}:
        return _article(tokens, i, words)
    if lower in words.units or lower in words.scales:
        return _cardinal(tokens, i, words)
    if lower in {"half", "quarter", "three-quarters"}:
        return _fraction(tokens, i, i, words)
    if lower in words.vague or lower in words.collective:
        return _vague(tokens, i, i, words)
    if lower in {"no", "nobody", "none", "neither", "both", "all", "zero"}:
        return _determiner(tokens, i, words)
    if lower in words.ordinals:
        return _ordinal(tokens, i, words.ordinals[lower])
    if lower in words.weak:
        compared = i > 0 and tokens[i - 1].lower in {"as", "how", "so", "too", "that", "not"}
        return None if compared else _Number(i, i, 2, None, "weak", True)
    if lower in {"between", "from"}:
        return _between(tokens, i, words)
    return None


def _value(text: str) -> float | None:
    return float(text.replace(",", "")) if _DIGITS.fullmatch(text) else None


def _digits(tokens: Sequence[Token], i: int, words: _Words) -> _Number | None:
    lower = tokens[i].lower
    ordinal = _ORDINAL_DIGITS.match(lower)
    if ordinal:
        return _ordinal(tokens, i, int(ordinal.group(1)))
    spread = _RANGE.match(lower)
    if spread:
        low, high = (int(part.replace(",", "")) for part in spread.groups())
        return _Number(i, i, low, high, "range", True) if low < high else None
    plus = _PLUS.match(lower)
    if plus:
        return _Number(i, i, int(plus.group(1).replace(",", "")), None, "digits", True)
    value = _value(lower)
    if value is None:
        return None
    value, last = _scaled(tokens, i, value, words)
    if value != int(value):
        return None
    return _ranged(tokens, _Number(i, last, int(value), int(value), "digits"), words)


def _scaled(tokens: Sequence[Token], i: int, value: float, words: _Words) -> tuple[float, int]:
    """``1.2 million``: the value with its scale words, and the last token used."""
    last = i
    while last + 1 < len(tokens) and tokens[last + 1].lower in words.scales:
        value, last = value * words.scales[tokens[last + 1].lower], last + 1
    if last + 1 < len(tokens) and tokens[last + 1].lower == "dozen":
        value, last = value * 12, last + 1
    return round(value, 6), last


def _cardinal(tokens: Sequence[Token], i: int, words: _Words) -> _Number | None:
    """``two hundred and fifty``, ``thirty-nine``, ``one and a half thousand``, ``two dozen``."""
    total, current, last, k = 0, 0, i - 1, i
    while k < len(tokens):
        lower = tokens[k].lower
        if lower in words.units:
            unit = words.units[lower]
            if last >= i and tokens[last].lower in words.units and not (current % 100 >= 20 and 0 < unit < 10):
                break
            current += unit
        elif lower in words.scales:
            scale = words.scales[lower]
            current = max(current, 1) * scale
            if scale >= 1000:
                total, current = total + current, 0
        elif lower == "dozen" and last >= i:
            current = max(current, 1) * 12
        elif lower in {"-", "and"} and last >= i and k + 1 < len(tokens) and tokens[k + 1].lower in words.units:
            if lower == "and" and tokens[last].lower not in words.scales:
                break
            if lower == "-" and current % 100 < 20:
                break
            k += 1
            continue
        else:
            break
        last, k = k, k + 1
    if last < i:
        return None
    half = _and_a_half(tokens, last + 1, words)
    if half is not None:
        return _Number(i, half[1], int((total + current + 0.5) * half[0]), int((total + current + 0.5) * half[0]), "words")
    value = total + current
    return _ranged(tokens, _Number(i, last, value, value, "words"), words)


def _and_a_half(tokens: Sequence[Token], k: int, words: _Words) -> tuple[int, int] | None:
    if [t.lower for t in tokens[k : k + 3]] == ["and", "a", "half"] and k + 3 < len(tokens):
        scale = words.scales.get(tokens[k + 3].lower)
        return (scale, k + 3) if scale else None
    return None


def _ranged(tokens: Sequence[Token], number: _Number, words: _Words) -> _Number:
    """``25 to 30``, ``three to five thousand``, ``25-30``, ``10 or 12``: a range from its first number."""
    k = number.last + 1
    if k + 1 >= len(tokens) or tokens[k].lower not in {"to", "-", "or"}:
        return number
    other = _plain_number(tokens, k + 1, words)
    if other is None or number.high is None or other.high is None:
        return number
    low, high = number.high, other.high
    if tokens[k].lower == "or" and not (low < high <= 2 * low + 2):
        return number
    scale = _shared_scale(tokens, other, words)
    if low < high and scale > 1 and tokens[number.last].lower not in words.scales and low * scale < high:
        low *= scale
    return _Number(number.first, other.last, low, high, "range", True) if low < high else number


def _shared_scale(tokens: Sequence[Token], number: _Number, words: _Words) -> int:
    scale = 1
    for token in tokens[number.first : number.last + 1]:
        scale *= words.scales.get(token.lower, 1)
    return scale


def _plain_number(tokens: Sequence[Token], i: int, words: _Words) -> _Number | None:
    lower = tokens[i].lower
    value = _value(lower)
    if value is not None:
        value, last = _scaled(tokens, i, value, words)
        return _Number(i, last, int(value), int(value), "digits") if value == int(value) else None
    if lower in words.units:
        return _cardinal(tokens, i, words)
    return None


def _between(tokens: Sequence[Token], i: int, words: _Words) -> _Number | None:
    """``between three and nine``, ``from 20 to 30``."""
    if i + 3 >= len(tokens):
        return None
    low = _plain_number(tokens, i + 1, words)
    if low is None:
        return None
    if low.form == "range":
        return low
    if low.last + 2 >= len(tokens):
        return None
    joint = tokens[low.last + 1].lower
    high = _plain_number(tokens, low.last + 2, words) if joint in {"and", "to"} else None
    if high is None or low.low is None or high.high is None:
        return None
    first, last = low.low, high.high
    scale = _shared_scale(tokens, high, words)
    if scale > 1 and first * scale < last and tokens[low.last].lower not in words.scales:
        first *= scale
    return _Number(low.first, high.last, first, last, "range", True) if first < last else None


def _article(tokens: Sequence[Token], i: int, words: _Words) -> _Number | None:
    """``a hundred``, ``a dozen``, ``a couple of``, ``a few``, ``a number of``, ``a sixth``, ``another 12``, ``a man``."""
    if i + 1 >= len(tokens):
        return _Number(i, i, 1, 1, "words") if tokens[i].lower == "one" else None
    lower, following = tokens[i].lower, tokens[i + 1].lower
    if lower == "one":
        if following in words.scales or (following == "and" and _and_a_half(tokens, i + 1, words)):
            return _cardinal(tokens, i, words)
        return _ranged(tokens, _Number(i, i, 1, 1, "words"), words)
    if following in words.ordinals and following not in {"second", "quarter", "first"}:
        return replace(_ordinal(tokens, i + 1, words.ordinals[following]), first=i)
    if lower == "another":
        if following[:1].isdigit() or following in words.units or following in words.vague or following in words.scales or following in {"dozen", "couple", "half"}:
            return None
        return _Number(i, i, 1, 1, "another")
    if following in words.scales or following in words.collective or following in words.vague:
        if following in {"score"} and i + 2 < len(tokens) and tokens[i + 2].lower != "of":
            return None
        return _vague(tokens, i, i + 1, words)
    if following in {"half", "quarter"} or (following == "-" and lower == "half"):
        return _fraction(tokens, i, i + 1, words)
    number = _number_of(tokens, i, words)
    return number or _Number(i, i, 1, 1, "article")


def _number_of(tokens: Sequence[Token], i: int, words: _Words) -> _Number | None:
    """``a (large) number of``: weak, two or more; ``an unknown number of``: no bound at all."""
    k = i + 1
    while k < len(tokens) and tokens[k].lower in words.number_adjectives:
        k += 1
    if k + 1 < len(tokens) and tokens[k].lower in words.number_of and tokens[k + 1].lower == "of":
        unknown = any(t.lower in {"unknown", "undisclosed", "unspecified"} for t in tokens[i:k])
        return _Number(i, k, None if unknown else 2, None, "weak", True)
    return None


def _fraction(tokens: Sequence[Token], first: int, i: int, words: _Words) -> _Number | None:
    """``half a million``, ``a quarter of a million``, ``half a dozen``; a bare fraction counts nobody."""
    part = {"half": 0.5, "quarter": 0.25, "three-quarters": 0.75}[tokens[i].lower]
    k = i + 1
    while k < len(tokens) and tokens[k].lower in {"of", "a", "-"}:
        k += 1
    if k < len(tokens) and k <= i + 3:
        scale = {**words.scales, "dozen": 12}.get(tokens[k].lower)
        if scale and scale > 10:
            return _Number(first, k, int(part * scale), int(part * scale), "words")
    return None


def _vague(tokens: Sequence[Token], first: int, i: int, words: _Words) -> _Number | None:
    """``dozens``, ``several dozen``, ``tens of thousands``, ``a dozen``, ``a couple``, ``a hundred``."""
    lower = tokens[i].lower
    following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    if lower in {"several", "few"} and following in {*words.scales, "dozen", "score"}:
        scale = {**words.scales, "dozen": 12, "score": 20}[following]
        return _Number(first, i + 1, (3 if lower == "several" else 2) * scale, None, "vague", True)
    if lower == "few" and first == i and (i == 0 or tokens[i - 1].lower not in {"a", "another", "past", "last"}):
        return None
    if lower in words.vague:
        value, last = words.vague[lower], i
        if following == "of" and i + 2 < len(tokens) and tokens[i + 2].lower in {"thousands", "millions", "lakhs"}:
            value = value * {"thousands": 1000, "millions": 1_000_000, "lakhs": 100_000}[tokens[i + 2].lower]
            last = i + 2
        if lower == "tens" and last == i:
            return None
        return _Number(first, last, value, None, "vague", True)
    if lower in words.scales:
        value, last = _scaled(tokens, i, words.scales[lower], words)
        return _Number(first, last, int(value), int(value), "words")
    return _collective(tokens, first, i, words)


def _collective(tokens: Sequence[Token], first: int, i: int, words: _Words) -> _Number | None:
    """``a dozen`` 12, ``two dozen`` is read as a cardinal, ``a pair of``; ``a couple`` 2 or more; a married couple 2."""
    lower = tokens[i].lower
    if lower in {"pair", "score", "duo", "trio", "quartet"} and not (i + 1 < len(tokens) and tokens[i + 1].lower == "of"):
        return None
    value = words.collective[lower]
    married = lower == "couple" and not (i + 1 < len(tokens) and (tokens[i + 1].lower == "of" or tokens[i + 1].tag[:2] == "NN"))
    if lower == "couple" and not married:
        return _Number(first, i, value, None, "vague", True)
    return _Number(first, i, value, value, "collective" if lower != "dozen" else "words")


def _determiner(tokens: Sequence[Token], i: int, words: _Words) -> _Number | None:
    """``no one``, ``none of the``, ``neither``, ``both``, ``all nine``; bare "all" stands for a whole said before."""
    lower = tokens[i].lower
    following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    if lower == "no":
        if following in {"more", "fewer", "less", "longer", "doubt", "way", "need", "reason", "."} or following[:1].isdigit():
            return None
        return _Number(i, i + 1 if following == "one" else i, 0, 0, "zero")
    if lower in {"nobody", "none", "neither", "zero"}:
        return _Number(i, i, 0, 0, "zero")
    if lower == "both":
        return _Number(i, i, 2, 2, "both") if not _both_and(tokens, i) else None
    if following in {"but", "over", "along", "about", "around", "time", "-"}:
        return None
    k = i + 1
    while k < len(tokens) and tokens[k].lower in {"of", "the", "those", "these", "its", "their", "but"}:
        k += 1
    if k < len(tokens) and (tokens[k].lower[:1].isdigit() or tokens[k].lower in words.starts or tokens[k].lower == "one"):
        return None
    return _Number(i, i, None, None, "all")


def _both_and(tokens: Sequence[Token], i: int) -> bool:
    """``both Kenya and Uganda`` joins names; it counts no people."""
    return any(t.dep == "preconj" or (t.tag == "NNP" and t.i == i + 1) for t in tokens[i : i + 2])


def _ordinal(tokens: Sequence[Token], i: int, value: int) -> _Number:
    return _Number(i, i, value, value, "ordinal")


# --- what is no count ----------------------------------------------------------------------------


def _excluded(tokens: Sequence[Token], number: _Number, words: _Words) -> bool:
    """Ages, dates, durations, distances, money, percentages, names: no count of people."""
    first, last = number.first, number.last
    before = tokens[first - 1].lower if first else ""
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if number.form in {"article", "another", "both", "all", "zero"}:
        return False
    if before in _CURRENCY or any(t.lower in _CURRENCY for t in tokens[max(0, first - 2) : first] if number.form != "weak"):
        return True
    if after is not None and _measures(tokens, last + 1, words):
        return True
    if number.form == "digits" and _dated(tokens, number, before, after):
        return True
    if before in {"and", "or", ","} and first > 2 and number.form == "digits" and tokens[first - 2].lower.isdigit() and tokens[first - 3].lower in words.not_before:
        return True
    if before in words.not_before and number.form in {"digits", "words"} and not (first > 1 and before in {"no", "number", "group"}):
        return tokens[first - 1].lower not in {"camp", "act", "group", "line", "school", "day", "top", "area", "district"} or tokens[first - 1].tag in {"NNP", "NN"} and tokens[first].dep in {"nummod", "npadvmod", "appos"} and tokens[first].head == first - 1
    return _named(tokens, number) or _aged(tokens, number)


def _measures(tokens: Sequence[Token], k: int, words: _Words) -> bool:
    """True if a unit follows: ``12 percent``, ``four-day``, ``10,500 gallons``, ``13-month-old``, ``200km``."""
    while k < len(tokens) and tokens[k].lower in {"-", "or", "more", "square", "nautical", "consecutive", "straight", "metric", "cubic", "full", "whole", "long", "calendar", "u.s", "us"}:
        k += 1
    if k >= len(tokens):
        return False
    token = tokens[k]
    singular = token.lemma if token.tag.startswith("NNS") else token.lower
    if singular == "local":
        return k + 1 < len(tokens) and tokens[k + 1].lower == "time"
    if singular in {"m", "st", "second", "round", "season", "story", "school", "minute"} and token.tag[:2] not in {"NN"}:
        return False
    return singular in words.not_after or token.lower in words.not_after


def _dated(tokens: Sequence[Token], number: _Number, before: str, after: Token | None) -> bool:
    """Day of a month, a year, a clock time, an identifier: ``June 7, 2013``, ``in 2008``, ``11:52``."""
    token = tokens[number.first]
    following = after.lower if after is not None else ""
    small = number.low is not None and number.low <= 31
    if before in _MONTHS and small and following not in {"people"}:
        return True
    if following in _MONTHS and small:
        return not (following in {"may", "march"} and after is not None and after.tag in {"MD", "VB", "VBP", "VBD"})
    if number.low is not None and 1000 <= number.low <= 2100 and "," not in token.text and number.last == number.first:
        if before in _MONTHS | {"in", "since", "until", "by", "of", "from", "during", "late", "early", "mid", "the", "year", "before", "after", "and", "to", "-", ","}:
            year = token.dep in {"pobj", "nummod", "npadvmod", "appos", "conj", "pcomp", "amod", "compound", "advmod", "ROOT", "dep"}
            governs = after is not None and after.tag in {"NNS", "NNPS"} and token.head == after.i and before not in _MONTHS | {"in", "since"}
            return year and not governs and not _people_next(tokens, number.last + 1)
    return ":" in token.text or following == ":" and number.last + 2 < len(tokens) and tokens[number.last + 2].lower[:1].isdigit()


def _people_next(tokens: Sequence[Token], k: int) -> bool:
    return k < len(tokens) and tokens[k].lower in {"people", "men", "women", "children", "migrants", "refugees", "dead", "deaths", "cases", "others"}


def _named(tokens: Sequence[Token], number: _Number) -> bool:
    """Part of a name: ``3rd Battalion``, ``Iron 13``, ``G8``; a capitalised word is closely attached."""
    after = tokens[number.last + 1] if number.last + 1 < len(tokens) else None
    token = tokens[number.last]
    if token.tag in {"NNP"} and number.form == "digits" and after is not None and after.tag == "NNP":
        return True
    if number.form == "words" and token.text[:1].isupper() and token.i > 0 and token.tag == "NNP" and after is not None and after.tag in {"NNP", "NNPS"}:
        return True
    return number.form == "ordinal" and after is not None and after.text[:1].isupper() and after.tag in {"NNP", "NNPS"}


def _aged(tokens: Sequence[Token], number: _Number) -> bool:
    """``, 34,`` beside a name, ``aged 12``, ``a woman of 50 years``, ``children under 14``."""
    if number.form not in {"digits", "words"} or number.low is None or number.low > 120:
        return False
    before = tokens[number.first - 1] if number.first else None
    after = tokens[number.last + 1] if number.last + 1 < len(tokens) else None
    now = before is not None and before.lower in {"now", "then", "only"} and number.first >= 3
    if before is not None and (now or before.lower == ",") and number.first >= 2:
        name = tokens[number.first - (3 if now else 2)]
        closed = after is None or after.lower in {",", ".", ")", ";", "and", "who", "was", "is", "from", "of"}
        if (name.tag in {"NNP", "NNPS"} or name.lower in {"man", "woman", "boy", "girl", "male", "female"}) and closed:
            return True
    if before is not None and before.lower in {"under", "over", "below", "above"} and number.first >= 2:
        return tokens[number.first - 2].lower in {"children", "age", "ages", "anyone", "those", "boys", "girls", "aged"} or (after is not None and after.lower == "years")
    return before is not None and before.lower in {"aged", "age"} or (after is not None and after.lower == "-" and number.last + 2 < len(tokens) and tokens[number.last + 2].lower in {"year", "month", "week", "day"})


# --- bounds, scope, counted ----------------------------------------------------------------------


def _bounded(sentence: Sentence, number: _Number, words: _Words) -> Quantity:
    tokens = sentence.tokens
    kind, hedge = _bound_before(tokens, number, words)
    if kind is None:
        kind, hedge = _bound_after(tokens, number, words)
    low, high, approximate = _apply(kind, number)
    scope = _scope(tokens, number, words)
    hedges: tuple[Hedge, ...] = ()
    if hedge is not None and kind in {"at_least", "more_than"}:
        hedges = (Hedge("lower bound", hedge),)
    elif hedge is not None and kind in {"up_to", "fewer_than"}:
        hedges = (Hedge("upper bound", hedge),)
    span = sentence.span(number.first, number.last)
    text = sentence.text[span.start - sentence.start : span.end - sentence.start]
    counted = _counted(sentence, number)
    return Quantity(
        span, text, low, high, approximate, sentence.index, number.first, number.last, counted, number.form, scope, None, hedges
    )


def _apply(kind: str | None, number: _Number) -> tuple[int | None, int | None, bool]:
    low, high = number.low, number.high
    if kind == "at_least":
        return low, None, True
    if kind == "more_than":
        return (None if low is None else low + (number.form != "vague")), None, True
    if kind == "up_to":
        return None, high if high is not None else low, True
    if kind == "fewer_than":
        base = high if high is not None else low
        return None, (None if base is None else base - 1), True
    return low, high, number.approximate or kind == "around"


def _bound_before(tokens: Sequence[Token], number: _Number, words: _Words) -> tuple[str | None, Span | None]:
    """The bound phrase right before the number; determiners and "another" may stand between."""
    if number.form in {"article", "both", "all", "another"} or (number.form == "zero"):
        return None, None
    k = number.first
    while k > 0 and tokens[k - 1].lower in {"another", "a", "an", "further", "the", "additional", "\"", "“", "'", "(", "its", "their", "some"} - ({"some"} if k == number.first else set()):
        k -= 1
    for end in (number.first, k):
        for phrase, kind in words.before:
            start = end - len(phrase)
            if start >= 0 and tuple(t.lower for t in tokens[start:end]) == phrase:
                if kind == "exactly":
                    wider = _bound_before(tokens, replace(number, first=start, form="words"), words) if start else (None, None)
                    return wider if wider[0] else (None, None)
                if phrase[-1] in {"over", "under", "above", "below", "near", "about", "around"} and _spatial(tokens, start):
                    continue
                return kind, Span(tokens[start].start, tokens[end - 1].end)
    return None, None


def _spatial(tokens: Sequence[Token], start: int) -> bool:
    """``spread over 138 districts``: a preposition of place after a verb of motion, no bound; rare with people."""
    return start > 0 and tokens[start - 1].lower in {"flew", "spread", "talks", "concern", "concerns", "worried", "question", "questions", "dispute"}


def _bound_after(tokens: Sequence[Token], number: _Number, words: _Words) -> tuple[str | None, Span | None]:
    start = number.last + 1
    if number.form in {"article", "another", "zero", "ordinal"}:
        return None, None
    for phrase, kind in words.after:
        for begin in (start, start + 1):
            end = begin + len(phrase)
            if tuple(t.lower for t in tokens[begin:end]) == phrase and (begin == start or tokens[start].tag[:2] == "NN"):
                return kind, Span(tokens[begin].start, tokens[end - 1].end)
    return None, None


def _scope(tokens: Sequence[Token], number: _Number, words: _Words) -> str | None:
    """increment ("seven more"), cumulative ("a sixth"), remainder ("the remaining 14"), total ("a total of 40")."""
    if number.form == "ordinal":
        return "cumulative"
    near = [t.lower for t in tokens[max(0, number.first - 2) : number.first]]
    nearest = near[-1:] + ([near[-2]] if near[-1:] in (["the"], ["of"]) and len(near) > 1 else [])
    after = tokens[number.last + 1].lower if number.last + 1 < len(tokens) else ""
    if number.form == "another" or (after in {"more", "further", "additional"} and number.form != "zero"):
        following = tokens[number.last + 2].lower if number.last + 2 < len(tokens) else ""
        return "increment" if following != "than" else None
    for word in nearest:
        if words.scopes.get(word) and word != "more":
            if word in {"total", "rest"} and near[-1] != "of" and word == "total":
                continue
            return words.scopes[word]
    return None


def _counted(sentence: Sentence, number: _Number) -> int:
    """The token whose referents are counted: the noun the number modifies, or the number itself."""
    tokens = sentence.tokens
    for i in (number.last, number.first):
        token = tokens[i]
        head = tokens[token.head]
        if token.dep in {"nummod", "det", "amod", "quantmod", "poss", "compound", "predet"} and head.i > i and head.tag[:2] in {"NN", "JJ", "VB", "CD"}:
            if head.tag == "CD" and head.i <= number.last:
                continue
            return _noun_after(tokens, head, number)
    return _phrase_noun(tokens, number)


def _noun_after(tokens: Sequence[Token], head: Token, number: _Number) -> int:
    """The governing noun, unless a comma or a conjunction of another phrase lies between (a misparse)."""
    between = tokens[number.last + 1 : head.i]
    if any(t.lower in {".", ";", ":"} or t.tag in {"VBD", "VBZ"} for t in between):
        return _phrase_noun(tokens, number)
    return head.i


def _phrase_noun(tokens: Sequence[Token], number: _Number) -> int:
    """Right of the number, over adjectives and nouns, to the last noun of the phrase; else the number itself."""
    k, noun = number.last + 1, -1
    while k < len(tokens) and (tokens[k].tag[:2] in {"NN", "JJ", "VB", "PO", "HY"} or tokens[k].lower in {"-", "and"} and noun < 0):
        token = tokens[k]
        if token.tag[:2] == "VB" and token.dep not in {"amod", "compound"}:
            break
        if token.lower == "and" and not (k + 1 < len(tokens) and tokens[k + 1].tag[:2] == "JJ"):
            break
        if token.tag[:2] == "NN":
            noun = k
        k += 1
    return noun if noun >= 0 else number.last


def _with_wholes(sentence: Sentence, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """``four of its 18``, ``208 out of 8,454``: the part knows its whole."""
    for place, quantity in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        if following is not None and following.low is not None and following.form in {"digits", "words", "all"}:
            between = [t.lower for t in sentence.tokens[quantity.last + 1 : following.first]]
            if between and "of" in between[:3] and len(between) <= 7 and not set(between) & {",", "and", "were", "was", ";"}:
                quantity = replace(quantity, out_of=following.low, scope=quantity.scope or "part")
        yield quantity
