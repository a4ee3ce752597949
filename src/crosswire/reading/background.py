"""Figures of other events: past wars, comparisons, other attacks; marked, and kept out of the account.

"a civil war in the 1990s which claimed 200,000 lives" in a report of a siege; "In 2008, six infants
died" in a report of this week; "the country is also dealing with an earthquake that killed 15,000".
What a report is about is main, however old (docs/codebook.md), so an event's date alone decides only
against the report's own lead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from crosswire.lexicon import Lexicon
from crosswire.model import Figure, Sentence, Span

_YEAR = re.compile(r"\b(1[6-9]\d\d|20\d\d)(s)?\b")
_PARTIAL = re.compile(
    r"\b[Ii]n (?:early |mid-|late |mid )?"
    r"(January|February|March|April|May|June|July|August|September|October|November|December)\b(?! \d)"
)
_MONTH_BEFORE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)[\d, ]*$"
)
_NEWS = re.compile(
    r"\b(today|yesterday|(?:on |last )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|this (?:morning|week))\b"
)


@dataclass(frozen=True, slots=True)
class _Words:
    comparison: tuple[str, ...]
    recent: tuple[str, ...]
    running: tuple[str, ...]
    ongoing: frozenset[str]
    family: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Lead:
    """What the report is about, from its first sentences: kinds of event, years, and whether it is news."""

    families: tuple[tuple[int, frozenset[str]], ...]
    years: frozenset[str]
    news: bool
    last: int


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    table = lexicon.table("background")
    family = {word: name for name, words in table["family"].items() for word in words}
    return _Words(
        tuple(table["comparison"]),
        tuple(table["recent"]),
        tuple(table["running"]),
        frozenset(table["ongoing_families"]),
        family,
    )


def marked(
    text: str,
    sentences: Sequence[Sentence],
    figures: Sequence[Figure],
    lexicon: Lexicon,
    published_year: str | None = None,
) -> tuple[Figure, ...]:
    """The figures with ``background`` set where the words speak of another event."""
    words = _words(lexicon)
    lead = _lead(text, sentences, words, published_year)
    by_index = {s.index: s for s in sentences}
    result: list[Figure] = []
    for figure in figures:
        sentence = by_index[figure.quantity.sentence]
        result.append(replace(figure, background=_other_event(text, sentence, figure, lead, words, published_year)))
    return tuple(_continued(result))


def _lead(text: str, sentences: Sequence[Sentence], words: _Words, year: str | None) -> _Lead:
    """Headings before the prose and its first sentence give the years; two sentences more, the kinds of event."""
    prose = [s for s in sentences if not s.heading]
    opening = prose[0].index if prose else 0
    years = {m.group(1) for s in sentences if s.index <= opening for m in _YEAR.finditer(s.text)}
    families = _families(sentences, opening, words)
    return _Lead(families, frozenset(years | ({year} if year else set())), bool(_NEWS.search(text)), opening)


def _families(sentences: Sequence[Sentence], opening: int, words: _Words) -> tuple[tuple[int, frozenset[str]], ...]:
    """Sentence index and the kinds of event it names, for the first three sentences of prose."""
    rows = []
    for s in sentences:
        if s.index <= opening + 2 and not (s.index > opening and (_YEAR.search(s.text) or " also " in s.text)):
            found = re.findall(r"[a-z-]+", s.text.lower())
            kinds = {words.family[w] for word in found for w in (word, word.removesuffix("s")) if w in words.family}
            rows.append((s.index, frozenset(kinds)))
    return tuple(rows)


def _other_event(text: str, s: Sentence, figure: Figure, lead: _Lead, words: _Words, year: str | None) -> bool:
    if s.index <= lead.last:
        return False
    clause = _near(s, figure)
    lower = clause.lower()
    families = frozenset(kind for index, kinds in lead.families if index != s.index for kind in kinds)
    if any(cue in lower and not _since(lower, cue) for cue in words.comparison):
        return True
    if any(cue in lower for cue in words.recent) and lead.news and not families & words.ongoing:
        return True
    if any(cue in lower for cue in words.running) and not families & words.ongoing:
        return True
    return _dated_before(s, clause, lead, year) or _other_family(s, figure, families, words)


def _since(lower: str, cue: str) -> bool:
    """``since August of last year`` counts up to now; it compares nothing."""
    return bool(re.search(r"since [^,;.]{0,60}$", lower[: lower.find(cue)]))


def _near(s: Sentence, figure: Figure) -> str:
    """The stretch of the sentence that times and places the figure: cut at semicolons."""
    start, end = figure.clause.start - s.start, figure.clause.end - s.start
    left = max(s.text.rfind(";", 0, start), s.text.rfind(":", 0, start) if "wider" not in s.text else -1)
    right = s.text.find(";", end)
    return s.text[left + 1 : right if right >= 0 else len(s.text)]


def _dated_before(s: Sentence, clause: str, lead: _Lead, year: str | None) -> bool:
    """A year other than the lead's in a report of these days: "In 2008, at least six infants died"."""
    for match in _YEAR.finditer(clause):
        before = clause[: match.start()].rstrip().lower()
        if clause[match.end() :].lstrip(", ").lower().startswith("when ") and match.group(1) not in lead.years:
            return True
        since = re.search(r"since [^,;.]{0,60}$", before + " ") or before.endswith(("before", "until"))
        if since and not match.group(2):
            continue
        if match.group(1) in lead.years:
            continue
        if not lead.news and _MONTH_BEFORE.search(clause[: match.start()]):
            continue  # a chronicle dates its own events in full: "On May 31, 2004, a fire broke out"
        earlier = match.group(1) < max(lead.years) if lead.years else lead.news
        if match.group(2) or earlier:
            return True
    partial = _PARTIAL.search(clause)
    return bool(
        partial
        and lead.news
        and not lead.years
        and not _NEWS.search(clause)
        and s.index > lead.last + 1
        and "since" not in clause.lower()
    )


def _other_family(s: Sentence, figure: Figure, families: frozenset[str], words: _Words) -> bool:
    """The event that did it is of another kind than the report's: an earthquake in a report of an epidemic."""
    if not families:
        return False
    found = {words.family[t] for t in _event_words(s, figure.trigger) if t in words.family}
    allowed = families | ({"attack"} if "war" in families else set())
    return bool(found) and not found & allowed and found != {"displacement"}


def _event_words(s: Sentence, trigger: Span) -> Iterator[str]:
    """Nouns of the subject, of the clause's head noun and of "in/during/from" phrases of the predicate."""
    at = next((t.i for t in s.tokens if t.start == trigger.start), None)
    if at is None:
        return
    for _ in range(3):
        token = s.tokens[at]
        if token.tag[:2] == "VB":
            break
        if token.head == at:
            break
        at = token.head
    yield from _around(s, at)
    while s.tokens[at].dep == "conj" and s.tokens[s.tokens[at].head].tag[:2] == "VB":
        at = s.tokens[at].head
    token = s.tokens[at]
    if token.dep == "relcl":
        yield from _noun(s, token.head)


def _around(s: Sentence, verb: int) -> Iterator[str]:
    for child in s.children[verb]:
        token = s.tokens[child]
        if token.dep == "nsubj":
            yield from _noun(s, child)
        if token.dep == "prep" and token.lower in {"in", "during", "from", "by", "of"}:
            for noun in s.children[child]:
                yield from _noun(s, noun)


def _noun(s: Sentence, i: int) -> Iterator[str]:
    token = s.tokens[i]
    yield token.lemma if token.tag in {"NNS", "NNPS"} else token.lower
    for child in s.children[i]:
        if s.tokens[child].dep in {"compound", "amod", "nmod"}:
            yield s.tokens[child].lower


def _continued(figures: Sequence[Figure]) -> Iterator[Figure]:
    """A figure joined to a background figure of the same sentence without a new time is background too."""
    marks = {f.quantity.sentence for f in figures if f.background}
    for place, figure in enumerate(figures):
        neighbour = figures[place - 1] if place else None
        joined = (
            neighbour is not None and neighbour.background and neighbour.quantity.sentence == figure.quantity.sentence
        )
        yield replace(figure, background=True) if joined and figure.quantity.sentence in marks else figure
