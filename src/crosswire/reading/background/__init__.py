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
from crosswire.reading.background.anaphora import going_on
from crosswire.reading.background.compared import of_a_past_month, set_beside
from crosswire.reading.background.days import NEWS, of_these_days

_YEAR = re.compile(r"\b(1[6-9]\d\d|20\d\d)(s)?\b")
_PARTIAL = re.compile(
    r"\b[Ii]n (?:early |mid-|late |mid )?"
    r"(January|February|March|April|May|June|July|August|September|October|November|December)\b(?! \d)"
)
_MONTH_BEFORE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)[\d, ]*$"
)
_MONTH = re.compile(
    r"\b(?<!last )(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)


@dataclass(frozen=True, slots=True)
class _Words:
    comparison: tuple[str, ...]
    recent: tuple[str, ...]
    running: tuple[str, ...]
    apart: tuple[str, ...]
    wider: tuple[str, ...]
    made: frozenset[str]
    consequences: frozenset[str]
    ongoing: frozenset[str]
    family: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Lead:
    """What the report is about, from its first sentences: kinds of event, years, and whether it is news."""

    families: tuple[tuple[int, frozenset[str]], ...]
    years: frozenset[str]
    news: bool
    last: int
    months: frozenset[str] = frozenset()
    wide: bool = False


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    table = lexicon.table("background")
    family = {word: name for name, words in table["family"].items() for word in words}
    return _Words(
        tuple(table["comparison"]),
        tuple(table["recent"]),
        tuple(table["running"]),
        tuple(table["apart"]),
        tuple(table["wider"]),
        frozenset(table["made"]),
        frozenset(table["consequences"]),
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
    labelled = _labelled(sentences, lead) | _told_apart(sentences, lead, words)
    result: list[Figure] = []
    for figure in figures:
        sentence = by_index[figure.quantity.sentence]
        other = sentence.paragraph in labelled or _other_event(text, sentence, figure, lead, words, published_year)
        result.append(replace(figure, background=other))
    return tuple(going_on(by_index, tuple(_continued(result))))


#: "* Estonia, 1994: 852 lives lost": a label of place and year
_LABEL = re.compile(r"(?:[*•–-] ?)?[^\W\d][^:;.!?\n]{0,45}, ((?:1[6-9]|20)\d\d): ")


def _labelled(sentences: Sequence[Sentence], lead: _Lead) -> frozenset[int]:
    """Paragraphs that open with a label of place and year: one of a list of other events."""
    found: dict[int, bool] = {}
    for s in sentences:
        if s.paragraph not in found:
            match = _LABEL.match(s.text)
            found[s.paragraph] = bool(match and match.group(1) not in lead.years)
    return frozenset(paragraph for paragraph, other in found.items() if other)


def _told_apart(sentences: Sequence[Sentence], lead: _Lead, words: _Words) -> frozenset[int]:
    """Paragraphs that open "Separately, ...": another event to their end.

    "Elsewhere" alone does not: "Elsewhere, the storm killed six. Thousands are homeless" is back with the whole.
    """
    if frozenset(kind for _, kinds in lead.families for kind in kinds) & words.ongoing:
        return frozenset()
    first = {s.paragraph: s for s in reversed(sentences)}
    cues = tuple(cue for cue in words.apart if cue != "elsewhere")
    return frozenset(n for n, s in first.items() if s.index > lead.last and s.text.lower().startswith(cues))


def _lead(text: str, sentences: Sequence[Sentence], words: _Words, year: str | None) -> _Lead:
    """Headings before the prose and its first sentence give the years; two sentences more, the kinds of event."""
    prose = [s for s in sentences if not s.heading]
    opening = prose[0].index if prose else 0
    years = {m.group(1) for s in sentences if s.index <= opening for m in _YEAR.finditer(s.text)}
    families = _families(sentences, opening, words)
    named = {m.group().lower() for s in sentences if s.index <= opening + 2 for m in _MONTH.finditer(s.text)}
    dated = frozenset(years | ({year} if year else set()))
    first = " ".join(s.text.lower() for s in sentences if s.index <= opening + 1)
    wide = any(cue in first for cue in words.wider)
    return _Lead(families, dated, of_these_days(text, sentences, opening), opening, frozenset(named), wide)


def _families(sentences: Sequence[Sentence], opening: int, words: _Words) -> tuple[tuple[int, frozenset[str]], ...]:
    """Sentence index and the kinds of event it names, for the first three sentences of prose."""
    rows = []
    for s in sentences:
        if s.index <= opening + 2 and not (s.index > opening and (_YEAR.search(s.text) or " also " in s.text)):
            found = re.findall(r"[a-z-]+", s.text.lower())
            kinds = {words.family[w] for word in found for w in (word, word.removesuffix("s")) if w in words.family}
            rows.append((s.index, frozenset(kinds)))
    return tuple(rows)


def _cues_in(cues: Sequence[str], lower: str) -> list[str]:
    return [cue for cue in cues if cue in lower]


def _other_event(text: str, s: Sentence, figure: Figure, lead: _Lead, words: _Words, year: str | None) -> bool:
    if set_beside(s, figure):
        return True
    if s.index <= lead.last:
        return False
    clause = _near(s, figure)
    lower = clause.lower()
    families = frozenset(kind for index, kinds in lead.families if index != s.index for kind in kinds)
    before = s.text[: figure.clause.start - s.start].lower()
    explained = before[before.rfind(";") + 1 :] if ":" in before else ""
    compared = _cues_in(words.comparison, lower)
    if any(not _since(lower, cue) for cue in compared) or (explained and _cues_in(words.comparison, explained)):
        return True
    if lead.news and not families & words.ongoing and _cues_in(words.recent, lower):
        return True
    if lead.news and of_a_past_month(lower, lead.months):
        return True
    if not families & words.ongoing and _cues_in(words.running, lower):
        return True
    if not lead.wide and _cues_in(words.wider, lower):
        return True
    if _yearly(s, figure) or (lead.news and _told_before(s, figure, words)):
        return True
    if not families & words.ongoing and (s.text.lower().startswith(words.apart) or _counted_since(lower, lead)):
        return True
    return _dated_before(s, clause, lead, words) or _other_family(s, figure, families, words)


#: "The attack came two weeks after gunmen killed 23 soldiers": what stands behind "after" is another event
_CAME_AFTER = re.compile(
    r"\b(?:came?|comes?|coming|occur(?:s|red)?|happen(?:s|ed)?)\b[^.;,]{0,30}"
    r"\b(?:day|week|month|year)s? (?:after|since)\b"
)
#: "It follows a raid on Friday in which 12 villagers were abducted"
_FOLLOWS = re.compile(
    r"(?:It|This|(?:The|Sunday's|Monday's|Tuesday's|Wednesday's|Thursday's|Friday's|Saturday's) "
    r"(?:latest )?[a-z]+) follow(?:s|ed) (?:an?|the|another|similar|last|months|weeks|years|a string of)\b"
)
#: "Two days earlier, an air strike had killed 14": an act new to the report, on another day
_DAYS_EARLIER = re.compile(
    r"(?:Just )?(?:A|One|Two|Three|Four|Five|Six|Several) (?:days?|nights?) (?:earlier|before|ago),? "
    r"(?:an?|another) ((?:[a-z-]+ ){1,4})"
)


#: words of an event's kind that name people in it: a captive freed the day before is the report's own
_PEOPLE = frozenset({"hostage", "troops", "refugee", "displaced", "migrant", "gunman", "militant"})


def _told_before(s: Sentence, figure: Figure, words: _Words) -> bool:
    """The words that lead up to the figure set it in an event before the report's own."""
    start = figure.clause.start - s.start
    came = _CAME_AFTER.search(s.text) if " after " in s.text or " since " in s.text else None
    follows = _FOLLOWS.match(s.text)
    earlier = _DAYS_EARLIER.match(s.text)
    return (
        (came is not None and came.end() <= start)
        or (follows is not None and follows.end() <= start + 2)
        or (
            earlier is not None
            and any(word in words.family and word not in _PEOPLE for word in earlier.group(1).split())
        )
    )


_YEARLY = re.compile(r"\b(?:a|every|each|per) year\b|\bannually\b")


def _yearly(s: Sentence, figure: Figure) -> bool:
    """``Avalanches kill about 30 people a year``: a rate, of no event."""
    end = figure.clause.end - s.start
    return bool(_YEARLY.search(s.text[end : end + 25]) or s.text.startswith(("Every year", "Each year")))


#: "since December", "since 2021": counted over a long time up to now
_LONG = re.compile(
    r"\bsince (?:last |late |early |mid-)?"
    r"(january|february|march|april|may|june|july|august|september|october|november|december|[12]\d{3})\b(?!,? when)"
    r"|\bsince (?:it|they|the) [^,;.]{3,60} in ([12]\d{3})\b"
)
_PERFECT = re.compile(r"\b(?:have|has|had)\b")


def _counted_since(lower: str, lead: _Lead) -> bool:
    """``More than 500 inmates have died since 2021`` in a report of one riot: a total over many events."""
    match = _LONG.search(lower)
    if match is None or not lead.news or not _PERFECT.search(lower):
        return False
    told = match.group(1) or match.group(2)
    return told not in lead.years and told not in lead.months


def _since(lower: str, cue: str) -> bool:
    """``since August of last year`` counts up to now; it compares nothing."""
    return bool(re.search(r"since [^,;.]{0,60}$", lower[: lower.find(cue)]))


def _near(s: Sentence, figure: Figure) -> str:
    """The stretch of the sentence that times and places the figure: cut at semicolons and colons.

    A year that opens the sentence ("In 2015 the company lost a ship; 15 people died") holds for all of it.
    """
    start, end = figure.clause.start - s.start, figure.clause.end - s.start
    left = max(s.text.rfind(";", 0, start), s.text.rfind(":", 0, start) if "wider" not in s.text else -1)
    right = s.text.find(";", end)
    clause = s.text[left + 1 : right if right >= 0 else len(s.text)]
    opening = _OPENING_YEAR.match(s.text)
    if opening and left >= opening.end() and not NEWS.search(clause) and not _YEAR.search(clause):
        return f"{opening.group()} {clause}"
    return clause


#: "In 2015 the company lost a sister ship; 15 people died"
_OPENING_YEAR = re.compile(r"In (?:1[6-9]|20)\d\d\b")


def _dated_before(s: Sentence, clause: str, lead: _Lead, words: _Words) -> bool:
    """A year other than the lead's in a report of these days: "In 2008, at least six infants died"."""
    for match in _YEAR.finditer(clause):
        before = clause[: match.start()].rstrip().lower()
        if clause[match.end() :].lstrip(", ").lower().startswith("when ") and match.group(1) not in lead.years:
            return True
        since = re.search(r"since [^,;.]{0,60}$", before + " ") or before.endswith(("before", "until"))
        if since and not match.group(2):
            continue
        if match.group(1) in lead.years or _dates_a_thing(before, words):
            continue
        if not lead.news and _MONTH_BEFORE.search(clause[: match.start()]):
            continue  # a chronicle dates its own events in full: "On May 31, 2004, a fire broke out"
        earlier = match.group(1) < max(lead.years) if lead.years else lead.news
        if match.group(2) or earlier:
            return True
    partial = _PARTIAL.search(clause)
    other = partial and (lead.months and partial.group(1).lower() not in lead.months if lead.years else True)
    return bool(
        other and lead.news and not NEWS.search(clause) and s.index > lead.last + 1 and "since" not in clause.lower()
    )


def _dates_a_thing(before: str, words: _Words) -> bool:
    """``The ferry, built in 1987, had 163 passengers``: the year of a thing, not of what befell people."""
    last = before.split()[-2:]
    return len(last) == 2 and last[1] in {"in", "on"} and last[0].strip(",") in words.made


def _other_family(s: Sentence, figure: Figure, families: frozenset[str], words: _Words) -> bool:
    """The event that did it is of another kind than the report's: an earthquake in a report of an epidemic."""
    if not families:
        return False
    found = {words.family[t] for t in _event_words(s, figure.trigger) if t in words.family}
    allowed = families | words.consequences | ({"attack"} if "war" in families else set())
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
