"""Speech acts: who claims, demands, offers, refuses, denies, threatens, warns, explains or forecasts what.

`rules` has one rule a kind, `clauses` the tree around a verb, `speakers` who speaks.  What was not said is no
act: "no group has claimed responsibility", "if they demand a ransom", "refused to deny".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from crosswire.lexicon import Lexicon
from crosswire.model import Sentence, Span, Statement, Token
from crosswire.reading.speech.clauses import Act, Sets, clause_span, negated, noun_span
from crosswire.reading.speech.rules import OPENERS, RULES
from crosswire.reading.speech.speakers import Named, addressee, doer, speaker, subjects

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NEWS = re.compile(r"\b(?:today|yesterday|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b")


@lru_cache(maxsize=4)
def _sets(lexicon: Lexicon) -> Sets:
    table = lexicon.table("speech")
    sets = {
        kind: {key: frozenset(words) for key, words in lists.items()}
        for kind, lists in table.items()
        if isinstance(lists, Mapping)
    }
    places = lexicon.table("sources")["places"]
    sets["lists"]["countries"] = frozenset(name for names in places.values() for name in names)
    return sets


@lru_cache(maxsize=4)
def _index(lexicon: Lexicon) -> Mapping[str, tuple[str, ...]]:
    """Opening word to the kinds whose rule may start there."""
    sets = _sets(lexicon)
    found: dict[str, list[str]] = {}
    for kind, keys in OPENERS.items():
        for word in sorted({word.split()[0] for key in keys for word in sets[kind][key]}):
            found.setdefault(word, []).append(kind)
    for word in sorted({word for words in sets["nouns"].values() for word in words}):
        found.setdefault(word, []).append("issued")
    found.setdefault("responsibility", []).append("responsibility")
    return {word: tuple(kinds) for word, kinds in found.items()}


def statements(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[Statement, ...]:
    """Every speech act of the sentences, in text order.

    "The group claimed responsibility": responsibility.  "demanding an end to ..." and "called on France to halt
    ...": demand.  "does not negotiate with ...": refusal.  "ready to negotiate provided ...": offer.  "was
    retaliation for ...": motive.  "It was not possible to verify ...": unverified.
    """
    sets, index = _sets(lexicon), _index(lexicon)
    old = _old_cues(text, sentences, lexicon)
    earlier: list[Named] = []
    found: list[Statement] = []
    unread = -1
    for s in sentences:
        if not s.tokens:
            unread = s.index
            continue
        here: list[Statement] = []
        for act in _acts(s, sets, index):
            statement = Statement(
                act.kind,
                _cut(s, _span(s, act), sets),
                speaker=_speaker(s, act, earlier, sets, unread),
                addressee=addressee(s, act.addressee, sets),
            )
            statement = replace(statement, background=_background(s, statement, old))
            if not any(x.kind == statement.kind and x.span.overlaps(statement.span) for x in here):
                here.append(statement)
        found.extend(sorted(here, key=lambda x: (x.span, x.kind)))
        earlier.extend(list(subjects(s, sets, earlier)))
    return tuple(found)


def _acts(s: Sentence, sets: Sets, index: Mapping[str, tuple[str, ...]]) -> Iterator[Act]:
    if s.text.rstrip("\"'”’ ").endswith("?"):
        return
    for t in s.tokens:
        for kind in _kinds(t, index):
            act = RULES[kind](s, t, sets)
            if act is not None and _made(s, act, sets):
                yield act
                break


def _kinds(t: Token, index: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The rules that may start at a word: by its lemma, and by its form where that is a word of its own ("warning")."""
    found = index.get(t.lemma, ())
    if t.lower == t.lemma:
        return found
    return (*index.get(t.lower, ()), *found) if t.lower in index else found


def _made(s: Sentence, act: Act, sets: Sets) -> bool:
    """False for what was not said: denied, conditional, intended, said by nobody or by a thing.

    "has not claimed", "no one took responsibility", "if they demand", "would threaten", "failed to warn",
    "the floods threaten 300 homes".
    """
    if act.kind == "unverified":
        return True
    lists = sets["lists"]
    if act.kind in {"refusal", "motive", "forecast"} and not act.speaks:
        return not _conditional(s, act.verb, lists["conditions"])
    if act.kind != "refusal" and (negated(s, act.verb) or _helped(s, act.verb, lists["hypothetical"])):
        return False
    if (
        act.kind == "refusal"
        and not act.whole
        and (negated(s, act.verb) or _helped(s, act.verb, lists["hypothetical"]))
    ):
        return s.tokens[act.verb].dep == "xcomp"
    if _conditional(s, act.verb, lists["conditions"]) or _unmade(s, act.verb, lists["unmade"]):
        return False
    subject = doer(s, act.verb, sets)
    if subject is None:
        return True
    words = {s.tokens[c].lower for c in s.children[subject]} | {s.tokens[subject].lower}
    return not words & lists["nobody"] and s.tokens[subject].lemma not in lists["inanimate"]


def _helped(s: Sentence, verb: int, modals: frozenset[str]) -> bool:
    return any(s.tokens[c].lower in modals and s.tokens[c].tag == "MD" for c in s.children[verb])


def _conditional(s: Sentence, verb: int, conditions: frozenset[str]) -> bool:
    """Inside a clause of "if", "whether", "unless"."""
    i = verb
    for _ in range(6):
        t = s.tokens[i]
        if any(s.tokens[c].lower in conditions and s.tokens[c].dep == "mark" for c in s.children[i]):
            return True
        if t.head == i or t.dep in {"conj", "parataxis"}:
            return False
        i = t.head
    return False


def _unmade(s: Sentence, verb: int, unmade: frozenset[str]) -> bool:
    """``failed to warn``, ``has yet to claim``, ``plans to demand``."""
    t = s.tokens[verb]
    to = any(s.tokens[c].lower == "to" and s.tokens[c].tag == "TO" for c in s.children[verb])
    head = s.tokens[t.head]
    yet = any(s.tokens[c].lower == "yet" for c in (*s.children[t.head], *s.children[verb]))
    return to and t.dep in {"xcomp", "acl"} and (head.lemma in unmade or yet)


def _span(s: Sentence, act: Act) -> Span:
    first = s.tokens[act.first]
    if act.kind == "motive" and not act.whole and first.tag[:2] != "VB":
        noun = act.first
        while s.tokens[noun].dep not in {"attr", "prep"} and s.tokens[noun].head != noun:
            noun = s.tokens[noun].head
        return noun_span(s, noun, act.first)
    verb = act.first if act.kind == "motive" and not act.whole else act.verb
    return clause_span(s, verb, act.first, act.whole)


def _cut(s: Sentence, span: Span, sets: Sets) -> Span:
    """The words up to the next act of the same speaker: "denied the raid | and said ...",
    "ruled out talks | and vowed ...".
    """
    acts = sets["lists"]["saying"] | sets["lists"]["other_acts"]
    for t in s.tokens[1:]:
        before = s.tokens[t.i - 1]
        joined = before.dep == "cc" and t.tag in {"VBD", "VBZ", "VBP"}
        aside = before.text == "," and t.tag == "VBG"
        if span.start < before.start and t.end <= span.end and (joined or aside) and t.lemma in acts:
            return Span(span.start, s.tokens[t.i - 2].end)
    return span


def _speaker(s: Sentence, act: Act, earlier: Sequence[Named], sets: Sets, unread: int) -> str | None:
    if act.kind == "unverified":
        return None
    if act.kind == "refusal" and act.whole:
        return speaker(s, act.verb, False, earlier, sets, unread) or speaker(s, act.verb, True, earlier, sets, unread)
    return speaker(s, act.verb, act.speaks, earlier, sets, unread)


# --- other events ---------------------------------------------------------------------------------


def _old_cues(
    text: str, sentences: Sequence[Sentence], lexicon: Lexicon
) -> tuple[tuple[str, ...], frozenset[str] | None]:
    """Cues of comparison and history, and the lead's years (None when the report is no news of these days)."""
    lead = " ".join(s.text for s in sentences[:4])
    years = frozenset(_YEAR.findall(lead)) if _NEWS.search(text) else None
    return (*lexicon.table("background")["comparison"], *sorted(_sets(lexicon)["lists"]["cues"])), years


def _background(s: Sentence, act: Statement, old: tuple[tuple[str, ...], frozenset[str] | None]) -> bool:
    """An act of the past: "In 2004 the group claimed ..."; not "retaliation for last year's strikes",
    where the past is what is spoken of.
    """
    cues, years = old
    inner = act.span.end if act.kind == "responsibility" else act.span.start
    outside = s.text[: inner - s.start] + " " + s.text[act.span.end - s.start :]
    if any(cue in outside.lower() for cue in cues):
        return True
    return s.index > 3 and years is not None and any(year not in years for year in _YEAR.findall(outside))
