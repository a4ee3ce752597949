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
from crosswire.reading.parse import Piece

_WORD = re.compile(r"[a-zà-ÿ]+(?:['’-][a-zà-ÿ]+)*|\d[\d,.]*")
_QUOTES = re.compile(r"[\"“”]")
#: the opening sentences tell what happened; they are parsed when they hold any word of a status
_LEAD = 3
#: "They included two Americans" goes on with the group just counted
_CONTINUERS = frozenset({"they", "included", "include", "these", "those", "both", "others"})


@dataclass(frozen=True, slots=True)
class _Words:
    numbers: frozenset[str]
    articles: frozenset[str]
    statuses: frozenset[str]
    strong: frozenset[str]
    people: frozenset[str]
    speech: frozenset[str]


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
    return frozenset(found)


_IRREGULAR = frozenset(
    "shot slain slew took taken held kept found left fled broke broken caught fell fallen lost bitten hurt struck "
    "stricken stuck sent brought lay lain died dying lives saved dug buried drowned hanged drove driven forced".split()
)


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    numbers, roles, statuses = lexicon.table("numbers"), lexicon.table("roles"), lexicon.table("statuses")
    counting = {*numbers["units"], *numbers["scales"], *numbers["ordinals"], *numbers["vague"], *numbers["collective"]}
    counting |= {
        *numbers["weak"]["words"],
        "both",
        "no",
        "none",
        "nobody",
        "neither",
        "all",
        "everyone",
        "half",
        "number",
    }
    triggers: set[str] = set(_IRREGULAR)
    for table in statuses.values():
        if isinstance(table, dict) and "patient" in table:
            for key in ("patient", "subject", "nouns", "adjectives"):
                triggers |= forms(table[key])
            triggers |= {word for phrase in table["toll"] for word in phrase.split() if len(word) > 3}
    for frame in statuses["frame"]:
        triggers |= set(frame["words"])
    lists = [words for name, words in roles.items() if isinstance(words, list) and name != "source"]
    return _Words(
        frozenset(counting),
        frozenset("a an another the his her they he she".split()),
        frozenset(triggers),
        frozenset(triggers) - forms(lexicon.words("gate", "common")),
        forms(word for words in lists for word in words),
        forms(lexicon.words("gate", "speech")),
    )


def chosen(text: str, cut: Sequence[Piece], lexicon: Lexicon) -> frozenset[int]:
    """Indices of the sentences worth parsing."""
    words = _words(lexicon)
    found = [frozenset(_WORD.findall(text[p.start : p.end].lower())) for p in cut]
    core = {k for k, w in enumerate(found) if _states_figure(w, words) or w & words.speech}
    core |= {k for k, w in enumerate(found) if k < _LEAD and w & words.strong}
    core |= {k for k, w in enumerate(found) if k - 1 in core and w & _CONTINUERS}
    speakers = {k for k in range(len(cut)) if k not in core and _may_speak(k, text, cut, core, lexicon)}
    return frozenset(core | speakers)


def _states_figure(w: frozenset[str], words: _Words) -> bool:
    numbered = bool(w & words.numbers) or any(token[0].isdigit() for token in w)
    if numbered and (w & words.statuses or w & words.people):
        return True
    return bool(w & words.articles and w & words.strong and w & words.people)


def _may_speak(k: int, text: str, cut: Sequence[Piece], core: set[int], lexicon: Lexicon) -> bool:
    """A sentence with a reporting verb, a colon or a quotation near a chosen one."""
    piece = cut[k]
    if text[piece.end - 1] == ":":
        return True
    near = any(j in core for j in (k - 1, k + 1))
    return near and (
        speaks(text[piece.start : piece.end], lexicon) or bool(_QUOTES.search(text, piece.start, piece.end))
    )
