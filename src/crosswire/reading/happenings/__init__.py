"""What a report says has happened: seizures, assaults, escapes, floods, crashes, arrests ...

Only what is said to have happened: "gunmen stormed the hotel", "an explosion ripped through", "after a car
bombing"; not what was planned, threatened, feared, denied or supposed.  The events and their words are in
``data/happenings.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from crosswire.lexicon import Lexicon
from crosswire.model import Sentence, Span, Statement
from crosswire.reading.happenings.finding import Found, events_of
from crosswire.reading.happenings.incident import incident_type
from crosswire.reading.happenings.stances import stances_of
from crosswire.reading.happenings.told import SUBJECT, words_of

__all__ = ["happenings", "incident_type"]

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NEWS = re.compile(r"\b(?:today|yesterday|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b")
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her"})
#: words of a clause that hangs on the subject and may stand in the quotation
_ASIDE = 16
_EDGES = frozenset(",.;:!?\"'”’“‘-–")


def happenings(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[Statement, ...]:
    """Every event the sentences say has happened, as statements of kind "event", in text order.

    "Gunmen stormed the hotel" assault, "Security forces managed to free the hostages" release, "An earthquake struck
    on Monday" earthquake, "after a ferry sank" sinking; none in "police fear another attack", "if the dam collapses",
    "threatened to bomb the embassy", "no shots were fired".
    """
    words = words_of(lexicon)
    old = _old(text, sentences, lexicon)
    found: list[Statement] = []
    told: set[str] = set()
    for s in sentences:
        if not s.tokens:
            continue
        here: dict[tuple[str, Span], Statement] = {}
        for hit in events_of(s, words):
            if not _news(s, hit, told) or any(x.event == hit.event and _near(x.span, s, hit) for x in here.values()):
                continue
            span = _clause(s, hit) if hit.whole else _phrase(s, hit.i)
            here.setdefault(
                (hit.event, span), Statement("event", span, event=hit.event, background=_background(s, span, old))
            )
            told.add(hit.event)
        for event, span in stances_of(s, words):
            here.setdefault((event, span), Statement("event", span, event=event, background=_background(s, span, old)))
        found.extend(sorted(here.values(), key=lambda x: (x.span, x.event or "")))
    return tuple(found)


def _news(s: Sentence, hit: Found, told: set[str]) -> bool:
    """A noun that only points back ("after the attack") tells nothing new once the event is told."""
    if hit.event not in told:
        return True
    definite = any(s.tokens[c].lower in _DEFINITE or s.tokens[c].dep == "poss" for c in s.children[hit.i])
    return (hit.verb == hit.i and hit.whole) or not definite or (hit.whole and hit.event == "siege end")


def _near(span: Span, s: Sentence, hit: Found) -> bool:
    """The same clause already tells this event."""
    return span.start <= s.tokens[hit.i].start < span.end or span.start <= s.tokens[hit.verb].start < span.end


def _clause(s: Sentence, hit: Found) -> Span:
    """Subject, verb, objects and the phrases of place and time: no clause that hangs on it."""
    verb = hit.verb
    kept = [verb, hit.i, *_whose_deed(s, verb)]
    for c in s.children[verb]:
        t = s.tokens[c]
        if t.tag == "TO":
            continue
        if t.dep == "aux":  # the parser may hang the subject on "had"
            kept.extend(k for x in s.children[c] if s.tokens[x].dep in SUBJECT for k in _trimmed(s, x))
        if t.lower == "over" and c > verb:
            kept.append(c)
        if t.dep in SUBJECT | {
            "dobj",
            "prt",
            "attr",
            "auxpass",
            "aux",
            "agent",
            "prep",
            "npadvmod",
            "dative",
            "acomp",
            "oprd",
            "expl",
        }:
            if t.dep in {"prep", "npadvmod"} and (
                c < verb or any(s.tokens[k].text in {",", ";"} for k in range(verb, c))
            ):
                continue
            kept.extend([] if t.dep == "prep" and _meant_to(s, c) else _trimmed(s, c))
    torn = _torn(s, verb)
    return _span(s, _start(s, verb, kept) if torn is None else torn, max(kept))


def _meant_to(s: Sentence, prep: int) -> bool:
    """A phrase that says no more without what hangs on it: "in a bid (to free them)", "in order (to see)"."""
    last = max(_trimmed(s, prep))
    return [t.tag for t in s.tokens[last + 1 : last + 3]] == ["TO", "VB"]


def _whose_deed(s: Sentence, verb: int) -> list[int]:
    """The words before the verb that say whose deed it is where its own subject does not.

    The noun that "who" or a participle hangs on, and the clause that brought it about: "(the militants) who attacked",
    "(squads) searching for", "(the army managed) to free".
    """
    t, children = s.tokens[verb], s.children
    own = [c for c in children[verb] if s.tokens[c].dep in SUBJECT]
    objects = [c for c in children[verb] if s.tokens[c].dep == "dobj"]
    relative = not own or any(s.tokens[c].tag in {"WP", "WDT"} for c in (*own, *objects))
    if t.dep in {"relcl", "acl"} and relative and verb - t.head <= 6:
        return [k for k in _trimmed(s, t.head) if k < verb]
    if t.dep == "xcomp" and not own and any(s.tokens[c].tag == "TO" for c in children[verb]):
        doers = [c for c in children[t.head] if s.tokens[c].dep in SUBJECT and s.tokens[c].tag not in {"WP", "WDT"}]
        near = doers and verb - doers[0] <= 6
        return [t.head, *range(t.head + 1, verb), *_trimmed(s, doers[0])] if near else []
    return []


def _torn(s: Sentence, verb: int) -> int | None:
    """Where a clause begins whose verb was given two subjects with "after" or "when" between them.

    "Troops clearing the plant after a long siege captured a man": the troops did, unless a verb right before them
    has them for object: "expected losses after its troops ended the siege".
    """
    own = [c for c in s.children[verb] if s.tokens[c].dep in SUBJECT and c < verb]
    marks = [c for c in s.children[verb] if s.tokens[c].dep == "mark" and len(own) > 1 and own[0] < c < own[-1]]
    if not marks:
        return None
    first = min(s.subtree(own[0]))
    return marks[-1] + 1 if first and first - 1 == s.tokens[verb].head else first


def _start(s: Sentence, verb: int, kept: list[int]) -> int:
    """The subject, with the clause that hangs on it if that is short ("a man who opened fire in a park was shot");
    behind anything else that parts the two, the verb's own first word.
    """
    own = sorted(k for k in kept if k <= verb)
    gaps = [(k, after) for k, after in pairwise(own) if after - k > 4]
    governors = (verb, *(c for c in s.children[verb] if s.tokens[c].dep == "aux"))
    held = {k for v in governors for c in s.children[v] if s.tokens[c].dep in SUBJECT for k in s.subtree(c)}
    wide = [k for k, after in gaps if after - k > _ASIDE or not set(range(k + 1, after)) <= held]
    return min((k for k in own if not wide or k > wide[-1]), default=verb)


def _trimmed(s: Sentence, i: int) -> Iterator[int]:
    """A phrase without the clauses, appositions and asides that hang on it."""
    yield i
    for c in s.children[i]:
        t = s.tokens[c]
        if t.dep in {"relcl", "appos", "acl", "advcl", "ccomp", "parataxis", "punct"} or (
            t.dep in {"conj", "cc"} and t.tag[:2] == "VB"
        ):
            continue
        yield from _trimmed(s, c)


def _phrase(s: Sentence, i: int) -> Span:
    kept = list(_trimmed(s, i))
    return _span(s, min(kept), max(kept))


def _span(s: Sentence, first: int, last: int) -> Span:
    while last > first and (s.tokens[last].text in _EDGES or s.tokens[last].dep == "cc"):
        last -= 1
    while first < last and s.tokens[first].text in _EDGES:
        first += 1
    return s.span(first, last)


def _old(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[tuple[str, ...], frozenset[str] | None]:
    """Cues of comparison and history, and the lead's years (None when the report is no news of these days)."""
    lead = " ".join(s.text for s in sentences[:4])
    years = frozenset(_YEAR.findall(lead)) if _NEWS.search(text) else None
    return tuple(lexicon.table("background")["comparison"]), years


def _background(s: Sentence, span: Span, old: tuple[tuple[str, ...], frozenset[str] | None]) -> bool:
    """Another event than the report's: "In 2004 gunmen seized a school", "the deadliest attack since";
    the cue stands near.
    """
    cues, years = old
    near = s.text[max(0, span.start - s.start - 30) : span.end - s.start + 30].lower()
    if s.index > 1 and any(cue in near for cue in cues):
        return True
    return s.index > 3 and years is not None and any(year not in years for year in _YEAR.findall(s.text))
