"""What is no count of people: ages, dates, clock times, durations, distances, money, percentages, names of things."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crosswire.model import Token
from crosswire.reading.quantities.scores import called, scored
from crosswire.reading.quantities.words import Number, Words

_CURRENCY = frozenset("$ £ € ¥ ₹ ₦ ₱ us$ a$ c$ ksh rs rs. gbp usd eur inr nz$ hk$ r$".split())
_MONTHS = frozenset(
    (
        "january february march april may june july august september october november december jan jan. feb feb. "
        "mar mar. apr apr. jun jun. jul jul. aug aug. sep sep. sept sept. oct oct. nov nov. dec dec."
    ).split()
)


#: a capitalised word before ", 34 was" that is nobody's name
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_BEFORE_YEARS = frozenset("in since until by of from during late early mid the year before after and to - ,".split())
_YEAR_LABELS = frozenset("pobj nummod npadvmod appos conj pcomp amod compound advmod ROOT dep".split())


def excluded(tokens: Sequence[Token], number: Number, words: Words) -> bool:
    """Ages, dates, durations, distances, money, percentages, names: no count of people."""
    first, last = number.first, number.last
    before = tokens[first - 1].lower if first else ""
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if number.form in {"article", "another", "both", "all", "zero"}:
        return False
    if before in _CURRENCY or any(
        t.lower in _CURRENCY for t in tokens[max(0, first - 2) : first] if number.form != "weak"
    ):
        return True
    if after is not None and _measures(tokens, last + 1, words):
        return True
    if number.form == "digits" and _dated(tokens, number, before, after):
        return True
    if number.form == "range" and _of_a_month(number, after):
        return True
    if (
        before in {"and", "or", ","}
        and first > 2
        and number.form == "digits"
        and tokens[first - 2].lower.isdigit()
        and not _YEAR.fullmatch(tokens[first - 2].lower)  # "On Christmas Day 1999, 12 villagers"
        and tokens[first - 3].lower in words.not_before
    ):
        return True
    if (
        before in words.not_before
        and number.form in {"digits", "words"}
        and not (first > 1 and before in {"no", "number", "group"})
    ):
        return tokens[first - 1].lower not in {
            "camp",
            "act",
            "group",
            "line",
            "school",
            "day",
            "top",
            "area",
            "district",
        } or (
            tokens[first - 1].tag in {"NNP", "NN"}
            and tokens[first].dep in {"nummod", "npadvmod", "appos"}
            and tokens[first].head == first - 1
        )
    if after is not None and after.lower == "head" and [t.lower for t in tokens[last + 2 : last + 3]] == ["of"]:
        return True  # "900 head of cattle"
    if number.form in {"digits", "range"} and (scored(tokens, number) or called(tokens, number)):
        return True
    if before == "(" and first > 1 and words.units.get(tokens[first - 2].lower) == number.low:
        return True  # "seven (7) fishermen"
    if _room(tokens, number):
        return True
    share = _ratio(tokens, number, words) or _one_by_one(tokens, number)
    return share or _named(tokens, number) or _aged(tokens, number) or _parent_of(tokens, number)


_MADE_FOR = frozenset("build design mean license licence certify intend make".split())


def _room(tokens: Sequence[Token], number: Number) -> bool:
    """``a centre built for 50``, ``licensed for 60 passengers``, ``boats made for four``: room, and nobody in it."""
    made = tokens[number.first - 2] if number.first > 1 else None
    return (
        made is not None and made.tag == "VBN" and made.lemma in _MADE_FOR and tokens[number.first - 1].lower == "for"
    )


_IS_THE = [["is", "the"], ["was", "the"]]


def _one_by_one(tokens: Sequence[Token], number: Number) -> bool:
    """``one by one``, ``one another``, ``one after the other``, ``this is the one in use`` count nobody."""
    following = tokens[number.last + 1].lower if number.last + 1 < len(tokens) else ""
    before = [t.lower for t in tokens[max(0, number.first - 2) : number.first]]
    return number.low == 1 and (
        following in {"by", "another"}
        or before == ["one", "by"]
        or (following == "after" and before[-1:] == ["one"])
        or (before in _IS_THE and tokens[number.first].lower == "one" and following not in {"of", "person", "man"})
    )


def _ratio(tokens: Sequence[Token], number: Number, words: Words) -> bool:
    """``one in ten of those aboard``, ``more than 1 in 3``: a share, both its numbers; ``a third of the 90``."""
    after = [t.lower for t in tokens[number.last + 1 : number.last + 3]]
    before = [t.lower for t in tokens[max(0, number.first - 2) : number.first]]
    first = number.low == 1 and after[:1] == ["in"] and (after[-1:] or [""])[0] in {*words.units, "10", "20", "100"}
    share = number.form == "ordinal" and tokens[number.first].lower != "the" and before[-1:] != ["the"]
    return (first and len(after) == 2) or before in (["one", "in"], ["1", "in"]) or (share and after[:1] == ["of"])


def _measures(tokens: Sequence[Token], k: int, words: Words) -> bool:
    """True if a unit follows: ``12 percent``, ``four-day``, ``10,500 gallons``, ``13-month-old``, ``200km``."""
    while k < len(tokens) and tokens[k].lower in {
        "-",
        "or",
        "more",
        "square",
        "nautical",
        "consecutive",
        "straight",
        "metric",
        "cubic",
        "full",
        "whole",
        "long",
        "calendar",
        "u.s",
        "us",
    }:
        k += 1
    if k >= len(tokens):
        return False
    token = tokens[k]
    singular = token.lemma if token.tag.startswith("NNS") else token.lower
    if token.lower == "shot" and tokens[k - 1].lower not in {"one", "1"}:
        return False  # "Eleven shot dead as prisoners riot"
    if singular == "local":
        return k + 1 < len(tokens) and tokens[k + 1].lower == "time"
    if (
        token.tag == "NN"
        and k + 1 < len(tokens)
        and tokens[k + 1].tag == "NNS"
        and tokens[k - 1].lower != "-"
        and tokens[k + 1].lower.endswith("ers")
    ):
        return False  # "15 day trippers" are people
    if singular in {"m", "st", "second", "round", "season", "story", "school", "minute"} and token.tag[:2] not in {
        "NN"
    }:
        return False
    return singular in words.not_after or token.lower in words.not_after


_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


def _dated(tokens: Sequence[Token], number: Number, before: str, after: Token | None) -> bool:
    """Day of a month, a year, a clock time: ``June 7, 2013``, ``in 2008``, ``11:52``; ``In March 11 miners died``."""
    first = number.first
    if first > 1 and tokens[first - 2].lower == "in" and before in _MONTHS and after is not None and after.tag == "NNS":
        return False
    token = tokens[number.first]
    following = after.lower if after is not None else ""
    small = number.low is not None and number.low <= 31
    if before in _MONTHS and small and following != "people":
        return True
    if _of_a_month(number, after):
        return True
    if _year(tokens, number, before, after):
        return True
    if before == "-" and number.first >= 2 and _YEAR.fullmatch(tokens[number.first - 2].lower):
        return True  # "the war of 2010-11"
    clock = following == ":" and number.last + 2 < len(tokens) and tokens[number.last + 2].lower[:1].isdigit()
    return ":" in token.text or clock


def _of_a_month(number: Number, after: Token | None) -> bool:
    """``4 May``, ``3-4 May 2014``; not ``12 may have died``."""
    if after is None or after.lower not in _MONTHS or number.high is None or number.high > 31:
        return False
    return not (after.lower in {"may", "march"} and after.tag in {"MD", "VB", "VBP", "VBD"})


def _year(tokens: Sequence[Token], number: Number, before: str, after: Token | None) -> bool:
    """``in 2008``, ``since 1999``; not ``1,999`` and not ``2000 people``."""
    token = tokens[number.first]
    plain = number.last == number.first and "," not in token.text
    ahead = [t.lower for t in tokens[number.last + 1 : number.last + 3]]
    if plain and (ahead == [",", "when"] or ahead[:1] == ["'s"]) and _YEAR.fullmatch(token.lower):
        return True  # "they remember 1988, when mutineers held the harbour master", "2008's best man alive"
    if not plain or number.low is None or not 1000 <= number.low <= 2100 or before not in _MONTHS | _BEFORE_YEARS:
        return False
    counts = after is not None and after.tag in {"NNS", "NNPS"} and token.head == after.i
    governs = counts and before not in _MONTHS | {"in", "since"}
    return token.dep in _YEAR_LABELS and not governs and not _people_next(tokens, number.last + 1)


_RELATIVES = frozenset(
    (
        "man woman boy girl male female father mother wife husband son daughter brother sister driver pilot student "
        "teacher nurse farmer uncle aunt grandmother grandfather suspect victim resident officer soldier widow"
    ).split()
)
_AGED_NOUNS = frozenset("children age ages anyone those boys girls aged people adults".split())
_ONE_PERSON = frozenset(
    "man woman boy girl child labourer laborer teenager youth male female student pensioner widow".split()
)


def _person_of(tokens: Sequence[Token], number: Number) -> bool:
    """``a woman of 91``, ``a girl of about six``, ``an Australian of 31``: an age."""
    k = number.first - 1
    while k > 0 and tokens[k].lower in {"about", "around", "some", "nearly", "perhaps", "just"}:
        k -= 1
    noun_after = number.last + 1 < len(tokens) and tokens[number.last + 1].tag[:2] == "NN"
    if k < 1 or tokens[k].lower != "of" or noun_after:
        return False
    countryman = k > 1 and tokens[k - 2].lower in {"a", "an"} and tokens[k - 1].tag[:2] in {"NN", "JJ"}
    return tokens[k - 1].lower in _ONE_PERSON or (countryman and tokens[k - 1].text[:1].isupper())


_PARENTS = frozenset("mother father parent grandmother grandfather grandparent mum mom dad".split())


def _parent_of(tokens: Sequence[Token], number: Number) -> bool:
    """``a mother of four was among the dead``: her children; but ``the mother of two victims``, ``of two of them``."""
    k, after = number.first - 2, number.last + 1
    if k < 0 or tokens[k + 1].lower != "of" or tokens[k].lemma not in _PARENTS:
        return False
    return after >= len(tokens) or (tokens[after].tag[:2] not in {"NN", "JJ"} and tokens[after].lower != "of")


def _people_next(tokens: Sequence[Token], k: int) -> bool:
    return k < len(tokens) and tokens[k].lower in {
        "people",
        "men",
        "women",
        "children",
        "migrants",
        "refugees",
        "dead",
        "deaths",
        "cases",
        "others",
    }


def _named(tokens: Sequence[Token], number: Number) -> bool:
    """Part of a name: ``3rd Battalion``, ``Iron 13``, ``G8``; a capitalised word is closely attached."""
    after = tokens[number.last + 1] if number.last + 1 < len(tokens) else None
    token = tokens[number.last]
    if token.tag in {"NNP"} and number.form == "digits" and after is not None and after.tag == "NNP":
        return True
    if (
        number.form == "words"
        and token.text[:1].isupper()
        and token.i > 0
        and token.tag == "NNP"
        and after is not None
        and after.tag in {"NNP", "NNPS"}
    ):
        return True
    return number.form == "ordinal" and after is not None and after.text[:1].isupper() and after.tag in {"NNP", "NNPS"}


def _ages_of_several(tokens: Sequence[Token], number: Number) -> bool:
    """``two girls, 7 and 11,``: ages behind a comma, each of one of those just counted."""
    k = number.first - 1
    if k > 2 and tokens[k].lower in {"and", ","} and tokens[k - 1].lower.isdigit():
        k -= 2
    if k < 2 or tokens[k].lower != "," or tokens[k - 1].tag != "NNS" or number.form != "digits":
        return False
    after = tokens[number.last + 1].lower if number.last + 1 < len(tokens) else "."
    joined = tokens[number.first - 1].lower == "and" or after == "and"
    return joined and after in {",", ".", ")", "and", ";"} and tokens[k - 1].lemma in _RELATIVES | {"child"}


#: "A higher figure, 38, was given"
_COUNTS = frozenset(
    "figure number toll count tally total estimate tolls sum crowd group party team crew dead injured wounded "
    "missing".split()
)
_ONE_OF_THEM = frozenset({"a", "an", "another", "the", "his", "her", "their"})


#: where a person's name stands; "from Saudi Arabia (12), South Africa (31)" and "Killed: Sri Lanka (12)" count by place
_DOERS = frozenset({"nsubj", "nsubjpass", "dobj", "attr"})


def _listed_with(tokens: Sequence[Token], noun: Token) -> Token:
    """The first of the list that `noun` is in."""
    while noun.dep in {"appos", "conj"} and tokens[noun.head].tag[:2] == "NN":
        noun = tokens[noun.head]
    return noun


def _set_off(tokens: Sequence[Token], number: Number) -> bool:
    """``A German backpacker, 19, died``, ``Aoife Brennan (31) and her partner``: an age, between two marks."""
    marks = [tokens[k].lower for k in (number.first - 1, number.last + 1) if 0 <= k < len(tokens)]
    if number.form != "digits" or number.first < 3 or marks not in ([",", ","], ["(", ")"]):
        return False
    noun = tokens[number.first - 2]
    if marks == ["(", ")"]:
        named = noun.tag == "NNP" and tokens[number.first - 3].tag == "NNP"
        return named and _listed_with(tokens, noun).dep in _DOERS and (number.low or 0) > 9
    one = any(t.head == noun.i and t.lower in _ONE_OF_THEM for t in tokens[: noun.i]) and (number.low or 0) < 111
    return one and noun.tag == "NN" and tokens[number.last].head == noun.i and noun.lower not in _COUNTS


def _was_of_age(tokens: Sequence[Token], number: Number) -> bool:
    """``The youngest, Thomas Lewis, was fourteen and``, ``a boy aged about 10``."""
    first, last = number.first, number.last
    before = [t.lower for t in tokens[max(0, first - 3) : first]]
    closed = last + 1 >= len(tokens) or tokens[last + 1].lower in {".", ",", "and", "when", ";"}
    if len(before) == 3 and before[1:] == [",", "was"] and closed:
        return tokens[first - 3].tag == "NNP" and tokens[first - 3].lower not in _WEEKDAYS
    return before[-2:-1] == ["aged"] and before[-1] in {"about", "around", "only", "just"}


def _in_a_row_of_ages(tokens: Sequence[Token], number: Number) -> bool:
    """``men aged 19, 22 and 31``: the last is one as well, unless a noun follows that it counts."""
    k = number.first - 1
    while k > 0 and (tokens[k].lower in {",", "and", "or", "to", "between"} or tokens[k].tag == "CD"):
        k -= 1
    counts = number.last + 1 < len(tokens) and tokens[number.last + 1].tag in {"NN", "NNS", "NNP", "NNPS", "JJ"}
    return k >= 0 and tokens[k].lower == "aged" and not counts


def _aged(tokens: Sequence[Token], number: Number) -> bool:
    """``, 34,`` beside a name, ``aged 12``, ``a woman of 50 years``, ``children under 14``."""
    if number.form not in {"digits", "words", "range"} or number.low is None or number.low > 120:
        return False
    before = tokens[number.first - 1] if number.first else None
    after = tokens[number.last + 1] if number.last + 1 < len(tokens) else None
    now = (
        before is not None
        and before.lower in {"now", "then", "only"}
        and number.first >= 3
        and tokens[number.first - 2].lower == ","
    )
    if before is not None and (now or before.lower == ",") and number.first >= 2:
        name = tokens[number.first - (3 if now else 2)]
        closed = after is None or after.lower in {",", ".", ")", ";", "and", "who", "was", "is", "from", "of"}
        if after is not None and after.lower == "of" and after.i + 1 < len(tokens):
            closed = tokens[after.i + 1].lower not in {"whom", "them", "these", "those", "which"}
        named = name.tag in {"NNP", "NNPS"} and name.lower not in _WEEKDAYS
        if (named or name.lower in _RELATIVES) and closed:
            return True
    if _ages_of_several(tokens, number) or _set_off(tokens, number) or _in_a_row_of_ages(tokens, number):
        return True
    if before is not None and before.lower in {"under", "over", "below", "above"} and number.first >= 2:
        closed = after is None or after.lower in {".", ",", ";", "and", "or", "when"}
        being = closed and tokens[number.first - 2].lower in {"were", "are", "was", "is"}  # "12 of whom were under ten"
        return being or tokens[number.first - 2].lower in _AGED_NOUNS or (after is not None and after.lower == "years")
    if _person_of(tokens, number):
        return True
    ages = {t.lower for t in tokens[max(0, number.first - 4) : number.first - 1]} & {"ages"}
    if before is not None and before.lower in {"and", "to", "of"} and number.form == "digits" and ages:
        return True  # "between the ages of 3 and 15"
    if before is not None and before.lower in {"between", "from"} and number.first >= 2:
        before = tokens[number.first - 2]  # "aged between 12 and 37"
    if (
        before is not None
        and before.lemma == "be"
        and number.first >= 2
        and (after is None or after.lower in {".", ","})
    ):
        return any(t.lower in {"youngest", "oldest", "eldest"} for t in tokens[max(0, number.first - 5) : number.first])
    if _was_of_age(tokens, number):
        return True
    return (before is not None and before.lower in {"aged", "age"}) or (
        after is not None
        and after.lower == "-"
        and number.last + 2 < len(tokens)
        and tokens[number.last + 2].lower in {"year", "month", "week", "day"}
    )
