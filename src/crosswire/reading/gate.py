"""Which sentences are worth parsing: those that may state a figure, a speech act or an event, and their speakers.

Parsing is nine tenths of the work, so a cheap look at the words decides first.  A sentence is chosen
when it has a number (or a counting article) beside a word of a status or a word for people, a trigger
of a speech act or event, or when it names the speaker of a chosen neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crosswire.lexicon import Lexicon
from crosswire.reading.attribution import speaks
from crosswire.reading.parse import Piece, pieces

#: a text's sentences, and the indices of those worth parsing
Worth = tuple[tuple[Piece, ...], frozenset[int]]

_WORD = re.compile(r"[a-zà-ÿ]+(?:['’][a-zà-ÿ]+)?|\d[\d,.]*")
_QUOTES = re.compile(r"[\"“”]")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d[.,]?")
#: the opening sentences tell what happened: they are always parsed
_LEAD = 2
#: "They included two Americans" goes on with the group just counted
_CONTINUERS = frozenset({"included", "include"})
#: numbers so common that only a strong word of a status beside them makes a figure likely
_WEAK = frozenset("one no all first second half number zero single".split())


@dataclass(frozen=True, slots=True)
class _Words:
    """``strong`` are words of a status not too common to choose by; ``telling`` alone are reason enough."""

    numbers: frozenset[str]
    strong: frozenset[str]
    telling: frozenset[str]
    people: frozenset[str]
    person: frozenset[str]
    speech: frozenset[str]
    phrases: tuple[str, ...]
    count: re.Pattern[str]
    units: frozenset[str]


def forms(lemmas: Iterable[str]) -> frozenset[str]:
    """The inflected forms a regular English word may take; too many rather than too few."""
    found: set[str] = set()
    for lemma in lemmas:
        word = lemma.lower()
        stem = word[:-1] if word.endswith("e") else word
        found |= {
            word,
            word + "s",
            word + "es",
            word + "ed",
            word + "d",
            stem + "ing",
            stem + "ed",
            word + word[-1:] + "ed",
            word + word[-1:] + "ing",
        }
        if word.endswith("y"):
            found |= {word[:-1] + "ies", word[:-1] + "ied"}
        if word.endswith("man"):
            found.add(word[:-2] + "en")
    return frozenset(found)


_IRREGULAR = frozenset(
    "shot slain slew took taken held kept found left fled broke broken caught fell fallen lost bitten hurt struck "
    "stricken stuck sent brought lay lain died dying lives saved dug buried drowned hanged drove driven forced".split()
)


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    numbers, roles = lexicon.table("numbers"), lexicon.table("roles")
    counting = {*numbers["units"], *numbers["scales"], *numbers["ordinals"], *numbers["vague"], *numbers["collective"]}
    counting |= {*numbers["weak"]["words"], "both", "none", "nobody", "neither", "everyone"}
    lists = [words for name, words in roles.items() if isinstance(words, list) and name != "source"]
    # of a user's "aid worker" the last word
    heads = {word.rpartition(" ")[2] for words in lists for word in words if "-" not in word}
    people = forms(heads)
    return _Words(
        frozenset(counting) - _WEAK,
        _triggers(lexicon) - forms(lexicon.words("gate", "common")) | forms(lexicon.words("gate", "strong")),
        forms(lexicon.words("gate", "telling")),
        people,
        frozenset(heads),
        forms(lexicon.words("gate", "speech")),
        tuple(sorted(lexicon.words("gate", "phrases"))),
        re.compile(rf"(?:\d|\b(?:{'|'.join(sorted(counting))}))[\d,.]* (?:of )?"),
        forms(numbers["not_people"]["units"]) | forms(numbers["scales"]) | _MONTHS,
    )


def _triggers(lexicon: Lexicon) -> frozenset[str]:
    """Every form of every word that may give people a state."""
    statuses = lexicon.table("statuses")
    found: set[str] = set(_IRREGULAR)
    for table in statuses.values():
        if isinstance(table, dict) and "patient" in table:
            for key in ("patient", "subject", "nouns", "adjectives"):
                found |= forms(table[key])
            found |= {word for phrase in table["toll"] for word in phrase.split() if len(word) > 3}
    for frame in statuses["frame"]:
        found |= set(frame["words"])
    return frozenset(found)


@lru_cache(maxsize=64)
def worth_parsing(text: str, lexicon: Lexicon) -> Worth:
    """A text's sentences, and which of them can say something; remembered from one asking to the next."""
    cut = pieces(text, lexicon)
    return cut, chosen(text, cut, lexicon)


def chosen(text: str, cut: Sequence[Piece], lexicon: Lexicon) -> frozenset[int]:
    """Indices of the sentences worth parsing."""
    words = _words(lexicon)
    lowered = [text[p.start : p.end].lower() for p in cut]
    found = [frozenset(_WORD.findall(sentence)) for sentence in lowered]
    core = {k for k, w in enumerate(found) if k < _LEAD or _says(lowered[k], w, words)}
    core |= {k for k, w in enumerate(found) if k - 1 in core and (w & _CONTINUERS or _corrects(lowered[k], w, words))}
    core |= {k for k, w in enumerate(found) if (k - 1 in core or k + 1 in core) and _counts(lowered[k], w, words)}
    speakers = {k for k in range(len(cut)) if k not in core and _may_speak(k, text, cut, core, lexicon)}
    return frozenset(core | speakers)


_MONTHS = frozenset("january february march april may june july august september october november december".split())
#: no clock time, sum of money, per cent, nor part of a name
_COUNT = re.compile(r"(?<![\w.,:/$€£-])\d[\d,]*(?![\w:/%-])")


def _counts(sentence: str, w: frozenset[str], words: _Words) -> bool:
    """A number, which beside a sentence that tells of people may be theirs: "Two walked in last night"."""
    digits = {match[0] for match in _COUNT.finditer(sentence) if not _YEAR.fullmatch(match[0])}
    if not (digits or w & words.numbers or "one" in w):
        return False
    told = _WORD.findall(sentence)
    return any(
        (word in digits or word in words.numbers or word == "one") and following not in words.units
        for word, following in zip(told, [*told[1:], "."], strict=True)
    )


#: "The correct number is four" puts right what was just counted
_CORRECTION = re.compile(r"\b(?:correct|right|true|actual|real|accurate) (?:number|figure|toll|count|total|tally)\b")


def _corrects(sentence: str, w: frozenset[str], words: _Words) -> bool:
    numbered = bool(w & words.numbers) or any(t[0].isdigit() for t in w)
    return numbered and _CORRECTION.search(sentence) is not None


def _says(sentence: str, w: frozenset[str], words: _Words) -> bool:
    """A figure, a word of a speech act or an event, or an idiom of either."""
    return bool(
        _states_figure(sentence, w, words) or w & words.speech or any(idiom in sentence for idiom in words.phrases)
    )


def _states_figure(sentence: str, w: frozenset[str], words: _Words) -> bool:
    """A number beside a status or people; "one" or "no" beside a strong status; "a man" beside one that tells."""
    numbered = bool(w & words.numbers) or any(t[0].isdigit() and not _YEAR.fullmatch(t) for t in w)
    if numbered and (w & words.strong or (w & words.people and _soon(words.count, sentence, words.people))):
        return True
    if w & _WEAK and w & words.strong:
        return True
    return bool(w & words.telling) and bool(w & words.people or _soon(_ONE, sentence, words.person))


_ONE = re.compile(r"\b(?:an?|another) ")
_BETWEEN = re.compile(r"[\w'’.-]+ ")
_WHOLE = re.compile(r"\w+")


def _soon(opening: re.Pattern[str], sentence: str, words: frozenset[str]) -> bool:
    """One of the words after the opening, with three others between at most.

    Looked up, not searched for: one pattern of the eight thousand forms takes a fifth of a second to compile.
    """
    for match in opening.finditer(sentence):
        place = match.end()
        for _ in range(4):
            whole = _WHOLE.match(sentence, place)
            if whole and whole[0] in words:
                return True
            between = _BETWEEN.match(sentence, place)
            if between is None:
                break
            place = between.end()
    return False


_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t)\b|[\"“”]")


def _may_speak(k: int, text: str, cut: Sequence[Piece], core: set[int], lexicon: Lexicon) -> bool:
    """A sentence that names the speaker of the chosen one behind it, or goes on with a quotation."""
    piece = cut[k]
    if text[piece.end - 1] == ":":
        return True
    quoted = bool(_QUOTES.search(text, piece.start, piece.end))
    if k + 1 in core:
        behind = text[cut[k + 1].start : cut[k + 1].end]
        if speaks(behind, lexicon) and not _PRONOUN.search(behind):
            return False
        return quoted or speaks(text[piece.start : piece.end], lexicon)
    return quoted and k - 1 in core and text[cut[k - 1].end - 1] not in ".!?"
