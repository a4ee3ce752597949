"""Time mentions of a text, in its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crosswire.lexicon import Lexicon
from crosswire.model import Sentence, Span, TimeMention
from crosswire.reading.times.grammar import Values, scan
from crosswire.reading.times.words import Line, Vocabulary, line, vocabulary


def times(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[TimeMention, ...]:
    """Every time the report words, unanchored.

    "before dawn on Wednesday", "early November 2005", "the past 11 days", "four-day"; ages are none.
    """
    words = vocabulary(lexicon)
    letters = line(text, sentences, words)
    found: list[TimeMention] = []
    for first, last, form, values in scan(letters, words):
        start, end = _trimmed(letters, first, last)
        if _future(letters, words, first, last):
            values = _coming(form, values)
        found.append(TimeMention(Span(start, end), text[start:end], form, values))
    return _told(found, sentences)


def _coming(form: str, values: Values) -> Values:
    """A weekday, or a day or month without its year, that is yet to come."""
    if form == "weekday" and values[1] is None:
        return values[0], "coming"
    return ("next", *values[1:]) if form in {"day", "month"} and values[0] is None else values


def _trimmed(letters: Line, first: int, last: int) -> tuple[int, int]:
    """A mention's offsets, without commas at its ends and empty words."""
    while first < last - 1 and _loose(letters, first):
        first += 1
    while last - 1 > first and letters.letters[last - 1] in ",_-":
        last -= 1
    return letters.starts[first], letters.ends[last - 1]


def _loose(letters: Line, k: int) -> bool:
    """A first word of what stands before: "moved in before dawn", "march on in May", "to start on Friday"."""
    here, after = letters.letters[k], letters.letters[k + 1]
    if here == "i" and after == "a" and letters.word(k) == "in":
        return True
    noun = here == "E" and letters.word(k) in {"start", "end", "close", "beginning"}
    return (
        here in ",_-"
        or (here in "io" and after in "ioB@")
        or (here == "i" and after in "RW")
        or (noun and after not in "k-")
    )


def _future(letters: Line, words: Vocabulary, first: int, last: int) -> bool:
    """``will be buried on Friday``: a word of the future before the weekday in its clause, or right after it."""
    for k in range(first - 1, max(first - 12, -1), -1):
        if letters.letters[k] in "|,_" or letters.word(k) in {"said", "says", "told", "killed", "died"}:
            break
        if letters.word(k) in words.future:
            return letters.word(k) != "set" or letters.word(k + 1) in {"to", "for"}
    return letters.letters[first] != "|" and letters.word(last) in {"will", "shall"}


def _told(found: Sequence[TimeMention], sentences: Sequence[Sentence]) -> tuple[TimeMention, ...]:
    """A day or month without a year takes the year of a date of that month or the one before in its paragraph.

    It is the fourth value.  "On 3 March 2004 bombs went off. On 5 March police held a man": 5 March is of 2004.
    """
    paragraph = _paragraphs(found, sentences)
    result: list[TimeMention] = []
    told: tuple[int, int | str | None, int] | None = None
    for mention, number in zip(found, paragraph, strict=True):
        if mention.form in {"day", "month"}:
            year, month = mention.values[0], mention.values[1]
            if isinstance(year, int) and isinstance(month, int):
                told = (number, year, month)
            elif year is None and told and told[0] == number and isinstance(month, int) and 0 <= month - told[2] <= 1:
                mention = replace(mention, values=(*mention.values, told[1]))
        elif mention.form == "year":
            told = (number, mention.values[0], 1)
        result.append(mention)
    return tuple(result)


def _paragraphs(found: Sequence[TimeMention], sentences: Sequence[Sentence]) -> list[int]:
    """The paragraph of each mention."""
    numbers: list[int] = []
    k = 0
    for mention in found:
        while k + 1 < len(sentences) and sentences[k + 1].start <= mention.span.start:
            k += 1
        numbers.append(sentences[k].paragraph if sentences else 0)
    return numbers
