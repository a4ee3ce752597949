"""Number expressions: digits, words, ordinals, vague words, ranges, fractions, counting determiners."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crosswire.model import Token
from crosswire.reading.quantities.words import Number, Words

_DIGITS = re.compile(r"\d{1,3}(?:,\d{2,3})+|\d+(?:\.\d+)?")
_ORDINAL_DIGITS = re.compile(r"(\d+)(?:st|nd|rd|th)$")
_RANGE = re.compile(r"(\d[\d,]*)[-–](\d[\d,]*)$")
_PLUS = re.compile(r"(\d[\d,]*)\+$")


def number_at(tokens: Sequence[Token], i: int, words: Words) -> Number | None:
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
        return None if compared else Number(i, i, 2, None, "weak", True)
    if lower in {"between", "from"}:
        return _between(tokens, i, words)
    return _not_one(tokens, i) if lower in {"not", "without"} else None


def _value(text: str) -> float | None:
    return float(text.replace(",", "")) if _DIGITS.fullmatch(text) else None


def _digits(tokens: Sequence[Token], i: int, words: Words) -> Number | None:
    lower = tokens[i].lower
    ordinal = _ORDINAL_DIGITS.match(lower)
    if ordinal:
        return _ordinal(tokens, i, int(ordinal.group(1)))
    spread = _RANGE.match(lower)
    if spread:
        low, high = (int(part.replace(",", "")) for part in spread.groups())
        return Number(i, i, low, high, "range", True) if low < high else None
    plus = _PLUS.match(lower)
    if plus:
        return Number(i, i, int(plus.group(1).replace(",", "")), None, "digits", True)
    value = _value(lower)
    if value is None:
        return None
    value, last = _scaled(tokens, i, value, words)
    if value != int(value):
        return None
    following = tokens[last + 1] if last + 1 < len(tokens) else None
    if following is not None and following.lower == "+" and following.start == tokens[last].end:
        return Number(i, last + 1, int(value), None, "digits", True)
    return _ranged(tokens, Number(i, last, int(value), int(value), "digits"), words)


_SHORT_SCALES = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000}


def _scaled(tokens: Sequence[Token], i: int, value: float, words: Words) -> tuple[float, int]:
    """``1.2 million``, ``2.5m people``: the value with its scale words, and the last token used."""
    last = i
    glued = tokens[i + 1] if i + 2 < len(tokens) and tokens[i + 1].start == tokens[i].end else None
    if glued is not None and glued.lower in _SHORT_SCALES and tokens[i + 2].tag == "NNS":
        return round(value * _SHORT_SCALES[glued.lower], 6), i + 1
    while last + 1 < len(tokens) and tokens[last + 1].lower in words.scales:
        value, last = value * words.scales[tokens[last + 1].lower], last + 1
    if last + 1 < len(tokens) and tokens[last + 1].lower == "dozen":
        value, last = value * 12, last + 1
    return round(value, 6), last


def _cardinal(tokens: Sequence[Token], i: int, words: Words) -> Number | None:
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
        return Number(
            i, half[1], int((total + current + 0.5) * half[0]), int((total + current + 0.5) * half[0]), "words"
        )
    value = total + current
    return _tens_and_ordinal(tokens, i, last, value, words) or _ranged(
        tokens, Number(i, last, value, value, "words"), words
    )


def _tens_and_ordinal(tokens: Sequence[Token], i: int, last: int, value: int, words: Words) -> Number | None:
    """``the twenty-second person``: one ordinal, which the tokenizer takes apart."""
    ahead = [t.lower for t in tokens[last + 1 : last + 3]]
    unit = words.ordinals.get(ahead[1], 10) if len(ahead) == 2 and ahead[0] == "-" else 10
    if unit > 9 or value % 100 < 20 or value % 10:
        return None
    return Number(i, last + 2, value + unit, value + unit, "ordinal")


def _and_a_half(tokens: Sequence[Token], k: int, words: Words) -> tuple[int, int] | None:
    if [t.lower for t in tokens[k : k + 3]] == ["and", "a", "half"] and k + 3 < len(tokens):
        scale = words.scales.get(tokens[k + 3].lower)
        return (scale, k + 3) if scale else None
    return None


_MOVING = frozenset("rise climb jump grow increase go soar surge swell double revise raise fall drop rose fell".split())


def _moved(tokens: Sequence[Token], k: int) -> bool:
    """``raised the toll from 140 to 152``, ``rose overnight from 57 to 83``: two numbers, the old one and the new."""
    before = tokens[max(0, k - 7) : k]
    led = k > 0 and (tokens[k - 1].lower in {"up", "down"} or any({t.lemma, t.lower} & _MOVING for t in before))
    return led and tokens[k].lower == "from"


def _ranged(tokens: Sequence[Token], number: Number, words: Words) -> Number:
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
    by = number.first > 1 and tokens[number.first - 1].lower == "by"  # "raising the toll by one to 79"
    if tokens[k].lower == "to" and (by or _moved(tokens, number.first - 1)):
        return number
    if low < high and scale > 1 and tokens[number.last].lower not in words.scales and low * scale < high:
        low *= scale
    return Number(number.first, other.last, low, high, "range", True) if low < high else number


def _shared_scale(tokens: Sequence[Token], number: Number, words: Words) -> int:
    scale = 1
    for token in tokens[number.first : number.last + 1]:
        scale *= words.scales.get(token.lower, 1)
    return scale


def _plain_number(tokens: Sequence[Token], i: int, words: Words) -> Number | None:
    lower = tokens[i].lower
    value = _value(lower)
    if value is not None:
        value, last = _scaled(tokens, i, value, words)
        return Number(i, last, int(value), int(value), "digits") if value == int(value) else None
    if lower in words.units:
        return _cardinal(tokens, i, words)
    return None


def _between(tokens: Sequence[Token], i: int, words: Words) -> Number | None:
    """``between three and nine``, ``from 20 to 30``."""
    if i + 3 >= len(tokens):
        return None
    low = None if _moved(tokens, i) else _plain_number(tokens, i + 1, words)
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
    return Number(low.first, high.last, first, last, "range", True) if first < last else None


def _article(tokens: Sequence[Token], i: int, words: Words) -> Number | None:
    """``a hundred``, ``a dozen``, ``a couple of``, ``a few``, ``a number of``, ``a sixth``, ``a man``."""
    if i + 1 >= len(tokens):
        return Number(i, i, 1, 1, "words") if tokens[i].lower == "one" else None
    lower, following = tokens[i].lower, tokens[i + 1].lower
    if lower == "one":
        if following in words.scales or (following == "and" and _and_a_half(tokens, i + 1, words)):
            return _cardinal(tokens, i, words)
        return _ranged(tokens, Number(i, i, 1, 1, "words"), words)
    exact = [t.lower for t in tokens[i + 2 : i + 4]]
    if following in words.scales and exact[:1] == ["and"] and exact[-1] in words.units:
        counted = _cardinal(tokens, i + 1, words)  # "a hundred and thirty"
        return None if counted is None else Number(i, counted.last, counted.low, counted.high, "words")
    if _ORDINAL_DIGITS.match(following):
        return _digits(tokens, i + 1, words)  # "a 12th victim": one number
    hyphened = i + 2 < len(tokens) and tokens[i + 2].lower == "-"  # "a second-year student"
    if (
        following in words.ordinals
        and following not in {"quarter", "first"}
        and not (following == "second" and hyphened)
    ):
        return replace(_ordinal(tokens, i + 1, words.ordinals[following]), first=i)
    ranked = _cardinal(tokens, i + 1, words) if following in words.units else None
    if ranked is not None and ranked.form == "ordinal":
        return replace(ranked, first=i)
    if lower == "another":
        if (
            following[:1].isdigit()
            or following in words.units
            or following in words.vague
            or following in words.scales
            or following in {"dozen", "couple", "half"}
        ):
            return None
        return Number(i, i, 1, 1, "another")
    if following in words.scales or following in words.collective or following in words.vague:
        if following in {"score"} and i + 2 < len(tokens) and tokens[i + 2].lower != "of":
            return None
        return _vague(tokens, i, i + 1, words)
    if following in {"half", "quarter"} or (following == "-" and lower == "half"):
        return _fraction(tokens, i, i + 1, words)
    if tokens[i + 2 : i + 3] and tokens[i + 1].tag in {"JJ", "VBN"} and tokens[i + 2].lower in {"couple", "pair"}:
        return None  # "an elderly couple" is two
    if tokens[i + 1].tag in {"JJ", "VBN", "VBG", "NN"} and _counted_next(tokens, i + 2, words):
        return None  # "an additional 12 soldiers"
    number = _number_of(tokens, i, words)
    return number or Number(i, i, 1, 1, "article")


def _counted_next(tokens: Sequence[Token], k: int, words: Words) -> bool:
    """A plain number stands there, and no age: "a lone 40-year-old"."""
    if k + 1 >= len(tokens) or tokens[k].tag != "CD" or tokens[k + 1].lower in {"-", "year", "month"}:
        return False
    return tokens[k].lower[:1].isdigit() or tokens[k].lower in words.units


def _number_of(tokens: Sequence[Token], i: int, words: Words) -> Number | None:
    """``a (large) number of``: weak, two or more; ``an unknown number of``: no bound at all."""
    k = i + 1
    while k < len(tokens) and tokens[k].lower in words.number_adjectives:
        k += 1
    if k + 1 < len(tokens) and tokens[k].lower in words.number_of and tokens[k + 1].lower == "of":
        unknown = any(t.lower in {"unknown", "undisclosed", "unspecified"} for t in tokens[i:k])
        return Number(i, k, None if unknown else 2, None, "weak", True)
    return None


def _fraction(tokens: Sequence[Token], first: int, i: int, words: Words) -> Number | None:
    """``half a million``, ``a quarter of a million``, ``half a dozen``; a bare fraction counts nobody."""
    part = {"half": 0.5, "quarter": 0.25, "three-quarters": 0.75}[tokens[i].lower]
    k = i + 1
    while k < len(tokens) and tokens[k].lower in {"of", "a", "-"}:
        k += 1
    if k < len(tokens) and k <= i + 3:
        scale = {**words.scales, "dozen": 12}.get(tokens[k].lower)
        if scale and scale > 10:
            return Number(first, k, int(part * scale), int(part * scale), "words")
    return None


def _vague(tokens: Sequence[Token], first: int, i: int, words: Words) -> Number | None:
    """``dozens``, ``several dozen``, ``tens of thousands``, ``a dozen``, ``a couple``, ``a hundred``."""
    lower = tokens[i].lower
    following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    if lower in {"several", "few"} and following in {*words.scales, "dozen", "score"}:
        scale = {**words.scales, "dozen": 12, "score": 20}[following]
        return Number(first, i + 1, (3 if lower == "several" else 2) * scale, None, "vague", True)
    if lower == "few" and first == i and (i == 0 or tokens[i - 1].lower not in {"a", "another", "past", "last"}):
        return None
    if lower in words.vague:
        value, last = words.vague[lower], i
        if following == "of" and i + 2 < len(tokens) and tokens[i + 2].lower in {"thousands", "millions", "lakhs"}:
            value = value * {"thousands": 1000, "millions": 1_000_000, "lakhs": 100_000}[tokens[i + 2].lower]
            last = i + 2
        if lower == "tens" and last == i:
            return None
        return Number(first, last, value, None, "vague", True)
    if lower in words.scales:
        scaled, last = _scaled(tokens, i, words.scales[lower], words)
        return Number(first, last, int(scaled), int(scaled), "words")
    return _collective(tokens, first, i, words)


def _collective(tokens: Sequence[Token], first: int, i: int, words: Words) -> Number | None:
    """``a dozen`` 12, ``two dozen`` is read as a cardinal, ``a couple`` of 2 or more; a married couple 2."""
    lower = tokens[i].lower
    if lower in {"pair", "score", "duo", "trio", "quartet"} and not (
        i + 1 < len(tokens) and tokens[i + 1].lower == "of"
    ):
        return None
    value = words.collective[lower]
    married = lower == "couple" and not (
        i + 1 < len(tokens) and (tokens[i + 1].lower == "of" or tokens[i + 1].tag[:2] == "NN")
    )
    if lower == "couple" and not married:
        return Number(first, i, value, None, "vague", True)
    if lower == "dozen" and tokens[first].lower == "a":
        return Number(first, i, value, None, "words", True)
    return Number(first, i, value, value, "collective" if lower != "dozen" else "words")


def _determiner(tokens: Sequence[Token], i: int, words: Words) -> Number | None:
    """``no one``, ``none of the``, ``neither``, ``both``, ``all nine``; bare "all" stands for a whole said before."""
    lower = tokens[i].lower
    following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    if lower == "no":
        if (
            following in {"more", "fewer", "less", "longer", "doubt", "way", "need", "reason", "."}
            or following[:1].isdigit()
        ):
            return None
        return Number(i, i + 1 if following == "one" else i, 0, 0, "zero")
    if lower in {"nobody", "none", "neither", "zero"}:
        return Number(i, i, 0, 0, "zero")
    if lower == "both":
        return Number(i, i, 2, 2, "both") if not _both_and(tokens, i) else None
    if following in {"but", "over", "along", "about", "around", "time", "-"}:
        return None
    k = i + 1
    while k < len(tokens) and tokens[k].lower in {"of", "the", "those", "these", "its", "their", "but"}:
        k += 1
    if k < len(tokens) and (
        tokens[k].lower[:1].isdigit() or tokens[k].lower in words.starts or tokens[k].lower == "one"
    ):
        return None
    return Number(i, i, None, None, "all")


def _not_one(tokens: Sequence[Token], i: int) -> Number | None:
    """``Not a single civilian was harmed``, ``without a single death``, ``not one of them``: none."""
    following = [t.lower for t in tokens[i + 1 : i + 3]]
    if following == ["a", "single"] or (following[:1] == ["one"] and following[1:] != ["but"]):
        return Number(i, i + len(following[:2]) - (following[0] == "one"), 0, 0, "zero")
    return None


def _both_and(tokens: Sequence[Token], i: int) -> bool:
    """``both Kenya and Uganda`` joins names; it counts no people."""
    return any(t.dep == "preconj" or (t.tag == "NNP" and t.i == i + 1) for t in tokens[i : i + 2])


def _ordinal(tokens: Sequence[Token], i: int, value: int) -> Number:
    return Number(i, i, value, value, "ordinal")
