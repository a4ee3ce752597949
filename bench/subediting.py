"""A wire story in a sub-editor's words: phrases exchanged, clauses moved, sentences joined, parted, reordered, dropped.

What is quoted stays as it is, and so do figures and names; that is what two independent reports share too.
"""

from __future__ import annotations

import random
import re

#: what one desk writes and another changes, either way round
_PHRASES = (
    ("were killed", "lost their lives"), ("was killed", "lost his life"), ("were injured", "were hurt"),
    ("were wounded", "suffered wounds"), ("at least", "no fewer than"), ("more than", "over"), ("about", "around"),
    ("officials", "authorities"), ("the government", "ministers"), ("a spokesman", "a press officer"),
    ("told reporters", "told a news conference"), ("on Monday", "earlier on Monday"), ("when", "as"),
    ("after", "following"), ("also", "as well"), ("people", "persons"), ("children", "youngsters"),
    ("gunmen", "armed men"), ("soldiers", "troops"), ("troops", "soldiers"), ("police", "officers"),
    ("hospital", "a clinic"), ("a number of", "several"), ("several", "a number of"), ("began", "started"),
    ("started", "began"), ("near", "close to"), ("close to", "near"), ("villagers", "local people"),
    ("residents", "people living there"), ("rescuers", "rescue teams"), ("rescue workers", "rescuers"),
    ("missing", "unaccounted for"), ("unaccounted for", "missing"), ("the dead", "those killed"),
    ("died", "lost their lives"), ("found", "discovered"), ("taken to", "brought to"), ("brought to", "taken to"),
    ("early", "in the early hours of"), ("was not", "had not been"), ("had been", "were"), ("would be", "was to be"),
    ("has been", "is"), ("because", "since"), ("but", "though"), ("while", "as"), ("according to", "in the words of"),
    ("including", "among them"), ("among them", "including"), ("still", "as yet"), ("now", "by now"),
    ("the army", "the military"), ("the military", "the army"), ("ministry", "department"), ("blast", "explosion"),
    ("explosion", "blast"), ("fire", "blaze"), ("fled", "ran away"), ("workers", "employees"), ("home", "house"),
    ("the area", "the district"), ("help", "assistance"), ("big", "large"), ("large", "big"), ("a day", "daily"),
    ("said", "stated"), ("will", "is to"), ("in the", "within the"), ("from the", "out of the"), ("on the", "upon the"),
    ("two", "a pair of"), ("who", "that"), ("which", "that"), ("one of", "among"), ("were", "had been"),
    ("only", "no more than"), ("before", "ahead of"), ("into", "in to"), ("until", "up to"), ("not", "never"),
    ("since", "from the time of"), ("however", "yet"), ("last", "the past"), ("most", "the majority"),
    ("all", "every one"), ("first", "at first"),
)  # fmt: skip
_SAID = re.compile(r"^(?P<what>[^“\"]{25,}?), (?P<who>(?:the |a |an )?[^,“\"]{3,50}?) said(?P<when> on \w+day)?\.$")
_DAY = re.compile(r"^(?P<rest>[A-Z][^“\"]{20,}?) (?P<day>on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\.$")
_AND = re.compile(r"^(?P<one>[^“\"]{40,}?), and (?P<two>[^“\"]{25,})$")
_ASIDE = re.compile(r", (?:who|which|where|whose|a|an|the) [^,“\".]{8,60}(?=, |\.$)")
_DIGITS = re.compile(
    r"(?<![\w.,:$£€])(?:[2-9]|1[0-2])(?![\w.,:]\w|\w| (?:a\.m|p\.m|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
)
_WORDS = "two three four five six seven eight nine ten eleven twelve".split()
_SPELLED = re.compile(rf"(?<!-)\b(?:{'|'.join(_WORDS)})\b(?!-)")
_OPENERS = ("Meanwhile, {}", "At the same time, {}", "It is also said that {}", "{}")
_QUOTED = re.compile(r"(“[^”]*”|\"[^\"]*\")")


def rewritten(text: str, chance: random.Random, strength: int) -> str:
    """The story in other words: 1 exchanges phrases, 2 also moves clauses and paragraphs, 3 also cuts and recasts."""
    paragraphs = [paragraph for paragraph in re.split(r"\n\s*\n|\n", text) if paragraph.strip()]
    if strength > 1 and len(paragraphs) > 4:
        at = chance.randrange(2, len(paragraphs) - 1)
        paragraphs[at], paragraphs[at + 1 - len(paragraphs)] = paragraphs[at + 1 - len(paragraphs)], paragraphs[at]
    if strength > 2 and len(paragraphs) > 5:
        del paragraphs[chance.randrange(3, len(paragraphs))]
    return "\n\n".join(_paragraph(paragraph, chance, strength) for paragraph in paragraphs)


def _paragraph(text: str, chance: random.Random, strength: int) -> str:
    sentences = re.split(r"(?<=[.!?])\s+", text)
    if strength > 1:
        sentences = [_moved(sentence, chance) for sentence in sentences]
    if strength > 2:
        sentences = [_recast(sentence, chance) for sentence in sentences]
    if strength > 2 and len(sentences) > 2 and chance.random() < 0.5:
        del sentences[chance.randrange(1, len(sentences))]
    return " ".join(_exchanged(sentence, chance, (0.6, 0.9, 1.0)[strength - 1]) for sentence in sentences)


def _moved(sentence: str, chance: random.Random) -> str:
    """``Nine died, police said.`` becomes ``Police said that nine died.``; a day moves to the front; "and" parts."""
    if match := _SAID.match(sentence):
        return f"{_upper(match['who'])} said{match['when'] or ''} that {_lower(match['what'])}."
    if match := _DAY.match(sentence):
        return f"{_upper(match['day'])} {_lower(match['rest'])}."
    if (match := _AND.match(sentence)) and chance.random() < 0.8:
        return f"{match['one']}. Moreover, {match['two']}"
    return sentence


def _recast(sentence: str, chance: random.Random) -> str:
    """Asides dropped, small numbers in digits for words and words for digits, another opening."""
    parts = _QUOTED.split(_ASIDE.sub("", sentence))
    for place in range(0, len(parts), 2):
        figures = _DIGITS.sub(lambda m: f" {_WORDS[int(m[0]) - 2]} ", parts[place])
        parts[place] = figures if figures != parts[place] else _SPELLED.sub(_digits, parts[place])
    return chance.choice(_OPENERS).replace("{}", _lower("".join(parts)).replace("  ", " "))


def _digits(match: re.Match[str]) -> str:
    return str(_WORDS.index(match[0]) + 2)


def _exchanged(sentence: str, chance: random.Random, share: float) -> str:
    """Listed phrases outside quotations give way to their equals, each with the likelihood ``share``."""
    parts = _QUOTED.split(sentence)
    for place in range(0, len(parts), 2):
        parts[place] = _PATTERN.sub(lambda m: _equal(m[0]) if chance.random() < share else m[0], parts[place])
    return "".join(parts)


_EQUALS = dict(_PHRASES)
_PATTERN = re.compile(r"\b(?:" + "|".join(sorted(_EQUALS, key=len, reverse=True)) + r")\b")


def _equal(words: str) -> str:
    return _EQUALS[words]


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lower(words: str) -> str:
    """A first word that is no name loses its capital."""
    first = words.split(" ", 1)[0]
    return words[:1].lower() + words[1:] if first in _COMMON else words


_COMMON = frozenset("A An The At About More Most Some Many Three Four Five Six Seven Eight Nine Ten Police".split())
