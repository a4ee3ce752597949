"""The word lists of data/cues.toml and data/sources.toml as sets, compiled once for a lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from crosswire.errors import BrokenLexicon
from crosswire.lexicon import Lexicon

Words = frozenset[str]

#: the order in which kinds are tried when a word stands in several lists
KINDS = (
    "state media",
    "agency",
    "outlet",
    "tally",
    "hospital",
    "rights monitor",
    "aid group",
    "company",
    "perpetrator",
    "belligerent",
    "military",
    "expert",
    "official",
    "witness",
    "other",
)


#: the lists of verbs that a saying may hang on
_VERBS = ("perform", "say", "number", "register", "settle", "show", "watch", "publish", "text", "identify")


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What the room knows of words; each field is one list of the two files."""

    say: Words
    perform: Words
    number: Words
    register: Words
    settle: Words
    toll: Words
    publish: Words
    breakdown: Words
    text: Words
    series: Words
    show: Words
    cues: Words
    signs: Words
    frames: Mapping[str, Words]
    noun_forms: Words
    never: Words
    human: Words
    things: Words
    document: Words
    reckoning: Words
    tally: Words
    vague: Words
    watch: Words
    watchers: Words
    identify: Words
    manner: Words
    inquiring: Words
    inquirers: Words
    frame: Words
    anonymous_heads: Words
    anonymous_phrases: tuple[str, ...]
    block_ends: tuple[str, ...]
    governors: Words
    names: Mapping[str, str]
    name_starts: Words
    heads: Mapping[str, str]
    modifiers: Mapping[str, str]
    weak: Mapping[str, str]
    deferring: Words
    papers: Words
    passed_on: Words
    met: Words
    personal: Words
    holding: Words
    carriers: Words
    contested: Words
    owned: Words
    state: Words
    definite: Mapping[str, Words]
    audience: Words
    titles: Words
    bodies: Words
    places: Words
    speaks: re.Pattern[str]
    said_forms: Words


@lru_cache(maxsize=4)
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The vocabulary of one lexicon; raises BrokenLexicon for a list that is none."""
    cues, sources = lexicon.table("cues"), lexicon.table("sources")
    nouns, definite = _section(cues, "nouns"), _section(sources, "definite")
    verbs = {name: _set(cues, name) for name in _VERBS}
    frames = {verb: frozenset(map(str, words)) for verb, words in _section(cues, "frames").items()}
    names = _inverted(_section(sources, "names"))
    return Vocabulary(
        **verbs,
        toll=_set(cues, "toll"),
        breakdown=_set(cues, "breakdown"),
        series=_set(nouns, "series"),
        cues=frozenset({"quote", "cite", "pay"}).union(frames, _set(cues, "inquiring"), *verbs.values()),
        signs=frozenset({"according", "per", "words", "aware"}),
        frames=frames,
        noun_forms=_set(_section(cues, "forms"), "nouns"),
        never=_set(_section(cues, "forms"), "never"),
        human=_set(_section(cues, "forms"), "human"),
        things=_set(_section(cues, "forms"), "things"),
        document=_set(nouns, "document"),
        reckoning=_set(nouns, "reckoning"),
        tally=_set(nouns, "tally"),
        vague=_set(nouns, "vague"),
        watchers=_set(cues, "watchers"),
        manner=_set(cues, "manner"),
        inquiring=_set(cues, "inquiring"),
        inquirers=_set(cues, "inquirers"),
        frame=_set(nouns, "frame"),
        anonymous_heads=_set(_section(cues, "anonymity"), "source"),
        anonymous_phrases=tuple(sorted(_set(_section(cues, "anonymity"), "phrases"))),
        block_ends=tuple(sorted(_set(_section(cues, "blocks"), "ends"))),
        governors=_set(_section(cues, "negations"), "governors"),
        names=names,
        name_starts=frozenset(name.split()[0] for name in names),
        heads=_inverted(_section(sources, "heads")),
        modifiers=_inverted(_section(sources, "modifiers")),
        weak=_inverted(_section(sources, "weak")),
        deferring=_set(_section(sources, "deferring"), "words"),
        papers=_set(_section(sources, "papers"), "words"),
        passed_on=_set(cues, "passed_on"),
        met=_set(cues, "met"),
        personal=_set(cues, "personal"),
        holding=_set(cues, "holding"),
        carriers=_set(cues, "carriers"),
        contested=_set(cues, "contested"),
        owned=_owned(cues, nouns),
        state=_set(_section(sources, "state"), "words"),
        definite={key: _set(definite, key) for key in definite},
        audience=_set(_section(sources, "audience"), "words"),
        titles=_set(_section(sources, "titles"), "words"),
        bodies=_set(_section(sources, "bodies"), "words"),
        places=frozenset().union(*(_set(_section(sources, "places"), key) for key in _section(sources, "places"))),
        speaks=_pattern(verbs["say"] | verbs["number"]),
        said_forms=_forms(verbs["say"]) - _set(_section(cues, "forms"), "plain_nouns"),
    )


def _owned(cues: Mapping[str, Any], nouns: Mapping[str, Any]) -> Words:
    """Nouns that may be somebody's: "the ministry's toll", "the army's claim", "in the mayor's words"."""
    listed = [_set(cues, name) for name in ("personal", "carriers", "contested")]
    return frozenset({"words"}).union(_set(nouns, "reckoning"), _set(nouns, "document"), *listed)


def _section(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = table.get(key)
    if not isinstance(value, Mapping):
        raise BrokenLexicon(f"data/cues.toml, data/sources.toml: {key!r} must be a table")
    return value


def _set(table: Mapping[str, Any], key: str) -> Words:
    value = table.get(key)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise BrokenLexicon(f"data/cues.toml, data/sources.toml: {key!r} must be a list of strings")
    return frozenset(value)


def _inverted(table: Mapping[str, Any]) -> dict[str, str]:
    """Word to kind; where a word stands under two kinds the earlier of `KINDS` wins."""
    found: dict[str, str] = {}
    for kind in KINDS:
        for word in _set(table, kind) if kind in table else ():
            found.setdefault(word, kind)
    return found


def _pattern(verbs: Iterable[str]) -> re.Pattern[str]:
    """Past and third-person forms of the verbs, for sentences that were not parsed."""
    forms = {"said", "told", "wrote", "found", "put", "gave", "spoke", "given", "spoken"} | _forms(verbs)
    return re.compile(r"\b(?:" + "|".join(sorted(forms, key=lambda f: (-len(f), f))) + r")\b")


def _forms(verbs: Iterable[str]) -> Words:
    """Regular forms: "confirmed", "confirms"."""
    forms: set[str] = set()
    for verb in verbs:
        stem = verb[:-1] if verb.endswith("e") else verb
        consonant = verb.endswith("y") and verb[-2] not in "aeou"
        forms |= {verb[:-1] + "ied" if consonant else stem + "ed", verb[:-1] + "ies" if consonant else verb + "s"}
    return frozenset(forms)
