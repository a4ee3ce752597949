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
from crosswire.reading.parse import Piece

_WORD = re.compile(r"[a-zà-ÿ]+(?:['’-][a-zà-ÿ]+)*|\d[\d,.]*")
_QUOTES = re.compile(r"[\"“”]")
#: how far from a chosen sentence its speaker may be named, in sentences
_REACH = 2


@dataclass(frozen=True, slots=True)
class _Words:
    numbers: frozenset[str]
    articles: frozenset[str]
    statuses: frozenset[str]
    people: frozenset[str]
    speech: frozenset[str]
    cues: frozenset[str]


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
    "shot slain slew took taken held kept found left fled broke broken caught fell fallen lost bitten hit hurt struck stricken stuck sent "
    "brought put got gave given lay lain died dying lives men women people children saved dug buried bled drowned died hanged went gone "
    "drove driven forced told said says wrote written spoke led fought sought".split()
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
    for name, table in statuses.items():
        if isinstance(table, dict) and "patient" in table:
            for key in ("patient", "subject", "nouns", "adjectives"):
                triggers |= forms(table[key])
            triggers |= {word for phrase in table["toll"] for word in phrase.split() if len(word) > 3}
    for frame in statuses["frame"]:
        triggers |= set(frame["words"])
    people = forms(
        word for name, words in roles.items() if isinstance(words, list) and name != "source" for word in words
    )
    return _Words(
        frozenset(counting), frozenset({"a", "an", "another", "the", "his", "her"}), frozenset(triggers), people,
        _listed(lexicon, ("speech", "happenings")), _cues(lexicon),
    )  # fmt: skip


def _listed(lexicon: Lexicon, names: Sequence[str]) -> frozenset[str]:
    """Every word of the trigger lists named, in all forms; lists not installed are passed over."""
    found: set[str] = set()
    for name in names:
        if name in lexicon.tables:
            found |= forms(lexicon.table(name).get("gate", ()))
    return frozenset(found)


def _cues(lexicon: Lexicon) -> frozenset[str]:
    verbs = lexicon.table("cues").get("verbs", ()) if "cues" in lexicon.tables else ()
    return forms(verbs) | frozenset(
        {"said", "says", "told", "according", "adding", "added", "statement", "quoted", "wrote"}
    )


def chosen(text: str, cut: Sequence[Piece], lexicon: Lexicon) -> frozenset[int]:
    """Indices of the sentences worth parsing."""
    words = _words(lexicon)
    found = [frozenset(_WORD.findall(text[p.start : p.end].lower())) for p in cut]
    core = {k for k, w in enumerate(found) if _states_figure(w, words) or w & words.speech}
    speakers = {k for k, w in enumerate(found) if k not in core and _may_speak(k, w, text, cut, core, words)}
    return frozenset(core | speakers)


def _states_figure(w: frozenset[str], words: _Words) -> bool:
    numbered = bool(w & words.numbers) or any(token[0].isdigit() for token in w)
    if numbered and (w & words.statuses or w & words.people):
        return True
    return bool(w & words.articles and w & words.statuses and w & words.people)


def _may_speak(k: int, w: frozenset[str], text: str, cut: Sequence[Piece], core: set[int], words: _Words) -> bool:
    """A sentence with a reporting verb, a colon or a quotation near a chosen one."""
    piece = cut[k]
    near = any(j in core for j in range(k - _REACH, k + _REACH + 1) if j != k)
    if text[piece.end - 1] == ":":
        return True
    quoted = bool(_QUOTES.search(text, piece.start, piece.end))
    return near and (bool(w & words.cues) or quoted)
