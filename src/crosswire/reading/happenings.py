"""What a report says has happened: seizures, assaults, escapes, floods, crashes, arrests ...

Only what is said to have happened: "gunmen stormed the hotel", "an explosion ripped through", "after a car
bombing"; not what was planned, threatened, feared, denied or supposed.  The events and their words are in
``data/happenings.toml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crosswire.lexicon import Lexicon
from crosswire.model import Sentence, Span, Statement, Token

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NEWS = re.compile(r"\b(?:today|yesterday|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her"})
_AIRCRAFT = frozenset({"plane", "jet", "aircraft", "warplane", "drone", "helicopter", "bomber", "fighter"})
_EDGES = frozenset(",.;:!?\"'”’“‘-–")


@dataclass(frozen=True, slots=True)
class _Words:
    """``happenings.toml``, turned round: word to event."""

    verbs: Mapping[str, str]
    nouns: Mapping[str, str]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    pairs: Mapping[str, Mapping[str, str]]
    patients: Mapping[str, frozenset[str]]
    never: Mapping[str, frozenset[str]]
    sets: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Found:
    """An event at a token: ``whole`` when a clause says it, else a noun phrase does."""

    event: str
    i: int
    verb: int
    whole: bool


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    table = lexicon.table("happenings")
    verbs = {word: event for event, entry in table["events"].items() for word in entry["verbs"]}
    names = {word: event for event, entry in table["events"].items() for word in entry["nouns"]}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, event in names.items():
        parts = tuple(re.findall(r"\w+|-", name))
        if len(parts) > 1:
            phrases.setdefault(parts[-1], []).append((parts, event))
    pairs: dict[str, dict[str, str]] = {}
    for pair, event in table["pairs"].items():
        verb, rest = pair.split(" ", 1)
        pairs.setdefault(verb, {})[rest] = event
    sets = {key: frozenset(words) for key, words in table["lists"].items()}
    return _Words(
        verbs,
        {name: event for name, event in names.items() if name.isalpha()},
        {last: tuple(sorted(items, key=lambda item: -len(item[0]))) for last, items in phrases.items()},
        pairs,
        {verb: sets[key] for verb, key in table["patients"].items()},
        {verb: frozenset(words) for verb, words in table["never"].items()},
        sets,
    )


# --- what others call -----------------------------------------------------------------------------


def happenings(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[Statement, ...]:
    """Every event the sentences say has happened, as statements of kind "event", in text order.

    "Gunmen stormed the hotel" assault, "Security forces managed to free the hostages" release, "An earthquake struck
    on Monday" earthquake, "after a ferry sank" sinking; none in "police fear another attack", "if the dam collapses",
    "threatened to bomb the embassy", "no shots were fired".
    """
    words = _words(lexicon)
    old = _old(text, sentences, lexicon)
    found: list[Statement] = []
    told: set[str] = set()
    for s in sentences:
        if not s.tokens:
            continue
        here: dict[tuple[str, Span], Statement] = {}
        for hit in _events(s, words):
            if not _news(s, hit, told) or any(x.event == hit.event and _near(x.span, s, hit) for x in here.values()):
                continue
            span = _clause(s, hit) if hit.whole else _phrase(s, hit.i)
            here.setdefault(
                (hit.event, span), Statement("event", span, event=hit.event, background=_background(s, span, old))
            )
            told.add(hit.event)
        found.extend(sorted(here.values(), key=lambda x: (x.span, x.event or "")))
    return tuple(found)


def incident_type(statements: Sequence[Statement], text: str, lexicon: Lexicon) -> tuple[str, dict[str, int]]:
    """The type of the incident a report is about, and the weight of every type that has any.

    Events weigh by kind and by nearness to the lead, the report's head words once a sentence, three times in the
    lead; a narrower type beats a general one that has up to three times its weight ("bombing" over "attack").
    "other" when nothing tells.
    """
    table = lexicon.table("happenings")
    weights: Counter[str] = Counter()
    lead = min(len(text), 500)
    for statement in statements:
        entry = table["types"].get(statement.event or "")
        if statement.kind == "event" and entry is not None and not statement.background:
            weights[entry[0]] += entry[1] * (3 if statement.span.start < lead else 1)
    weights.update(_head_words(text, lead, lexicon))
    if not weights:
        return "other", {}
    generic = frozenset(table["type_lists"]["generic"])
    ranked = sorted(weights, key=lambda name: (-weights[name], name))
    best = ranked[0]
    if best in generic:
        narrower = [name for name in ranked if name not in generic and weights[name] * 3 >= weights[best]]
        best = narrower[0] if narrower else best
    return best, {name: weights[name] for name in ranked}


def _head_words(text: str, lead: int, lexicon: Lexicon) -> Counter[str]:
    """Weights from the words alone: each type once a line or sentence."""
    types = _types(lexicon)
    weights: Counter[str] = Counter()
    place = 0
    for stretch in re.split(r"(?<=[.!?])\s|\n", text):
        found = {types[word] for word in _WORD.findall(stretch.lower()) if word in types}
        for name in sorted(found):
            weights[name] += 3 if place < lead else 1
        place += len(stretch) + 1
    return weights


@lru_cache(maxsize=4)
def _types(lexicon: Lexicon) -> Mapping[str, str]:
    return {word: name for name, words in lexicon.table("happenings")["head_words"].items() for word in words}


# --- finding --------------------------------------------------------------------------------------


def _events(s: Sentence, words: _Words) -> Iterator[_Found]:
    for t in s.tokens:
        if t.tag[:2] == "VB":
            event = _pair(s, t, words) or words.verbs.get(t.lemma)
            if event and _verb_means(s, t, event, words) and _happened(s, t.i, words):
                event = _air(s, t) if event == "explosion" and t.lemma == "bomb" else event
                yield _Found(event, t.i, t.i, True)
        elif t.tag[:2] == "NN":
            event = _named(s, t, words)
            hit = _noun(s, t, event, words) if event else None
            if hit is not None:
                yield hit


def _pair(s: Sentence, t: Token, words: _Words) -> str | None:
    """``took 40 workers hostage``, ``ended the siege``, ``opened fire``, ``blew up``: verb and object or particle."""
    rest = words.pairs.get(t.lemma)
    if rest is None:
        return None
    for c in s.children[t.i]:
        x = s.tokens[c]
        if (
            x.dep
            in {"dobj", "prt", "nsubjpass", "oprd", "advmod", "acomp", "xcomp", "advcl", "npadvmod", "ccomp", "dep"}
            and x.lemma in rest
        ):
            return rest[x.lemma] or None
    if "hostage" in rest and any(x.lower == "hostage" and x.head in {t.i, t.i - 1} for x in s.tokens[t.i : t.i + 9]):
        return rest["hostage"]
    return None


def _named(s: Sentence, t: Token, words: _Words) -> str | None:
    for parts, event in words.phrases.get(t.lemma, ()):
        first = t.i - len(parts) + 1
        if first >= 0 and all(s.tokens[first + k].lower == part for k, part in enumerate(parts[:-1])):
            return event
    return words.nouns.get(t.lemma)


def _verb_means(s: Sentence, t: Token, event: str, words: _Words) -> bool:
    """The verb's subject and object make it this event: "sank the ship", not "sank into debt"; "the roof collapsed", not "he collapsed"."""
    if t.dep in {"amod", "compound"} or event == "siege end":
        return event == "siege end"
    objects = [s.tokens[c] for c in s.children[t.i] if s.tokens[c].dep in {"dobj", "nsubjpass"}]
    if not objects and t.dep == "acl":
        objects = [s.tokens[t.head]]
    subjects = [s.tokens[c] for c in s.children[t.i] if s.tokens[c].dep == "nsubj"]
    near = {x.lemma if x.tag[:2] == "NN" else x.lower for x in (objects or subjects)}
    if near & words.never.get(t.lemma, frozenset()):
        return False
    wanted = words.patients.get(t.lemma)
    if wanted is None:
        return True
    who = (subjects if t.lemma in {"escape", "flee"} else objects or subjects) or []
    proper = any(x.tag[:3] == "NNP" for x in who)
    return (
        proper
        or bool({x.lemma if x.tag[:2] == "NN" else x.lower for x in who} & wanted)
        or (t.lemma in {"escape", "flee"} and t.dep in {"conj", "advcl", "xcomp"})
    )


def _air(s: Sentence, t: Token) -> str:
    """``warplanes bombed``: an airstrike; ``rebels bombed``: an explosion."""
    return "airstrike" if any(s.tokens[c].lemma in _AIRCRAFT for c in s.children[t.i]) else "explosion"


def _noun(s: Sentence, t: Token, event: str, words: _Words) -> _Found | None:
    """Where an event's noun stands so that it happened: doer of a verb of occurring, object of one of doing, after "in" or "after"."""
    node = t.i
    while s.tokens[node].dep in {"conj", "appos"} and s.tokens[s.tokens[node].head].tag[:2] == "NN":
        node = s.tokens[node].head
    place, head = s.tokens[node], s.tokens[s.tokens[node].head]
    mods = {s.tokens[c].lower for c in s.children[t.i] if s.tokens[c].dep in {"amod", "det", "compound"}}
    if place.dep == "compound" or (head.lemma in words.sets["possible"] and head.tag[:2] == "NN"):
        return None
    if head.tag[:2] == "VB":
        verb = head.lemma
        happens = (
            place.dep == "nsubj" and verb in words.sets["occurring"] and not (verb == "be" and not _dated(s, head.i))
        ) or (place.dep in {"dobj", "nsubjpass"} and verb in words.sets["doing"] | {"cause"})
        happens = happens or (
            place.dep == "attr" and verb == "be" and any(s.tokens[c].dep == "expl" for c in s.children[head.i])
        )
        ended = verb == "end" and event == "hostage-taking"
        if happens and "no" not in mods and _happened(s, head.i, words):
            return _Found("siege end" if ended else event, t.i, head.i, True)
        return None
    if mods & words.sets["unreal"]:
        return None
    if place.dep == "pobj" and head.lower in words.sets["during"] and _placed(s, head.i, words):
        return _Found(event, t.i, t.i, False)
    return _Found(event, t.i, t.i, False) if place.dep == "ROOT" and not s.heading and _dated(s, place.i) else None


def _dated(s: Sentence, i: int) -> bool:
    """Time or place hangs on it: "the attack was on Monday"."""
    return any(s.tokens[c].dep in {"prep", "npadvmod"} for c in s.children[i])


def _placed(s: Sentence, prep: int, words: _Words) -> bool:
    """What the prepositional phrase hangs on happened, and is no threat or fear of it."""
    governor = s.tokens[s.tokens[prep].head]
    if governor.tag[:2] == "VB":
        passive = any(s.tokens[c].dep == "auxpass" for c in s.children[governor.i]) or governor.dep in {"acl", "advcl"}
        return (
            (s.tokens[prep].lower not in {"of", "from", "by", "at"} or passive)
            and governor.lemma not in words.sets["intent"]
            and _happened(s, governor.i, words)
        )
    if governor.tag[:2] != "NN" or governor.lemma in words.sets["possible"]:
        return False
    if s.tokens[prep].lower in {"of", "from", "at", "by"} and governor.lemma not in {
        "victim",
        "survivor",
        "scene",
        "death",
        "toll",
        "aftermath",
        "wake",
        "day",
        "night",
        "hour",
        "number",
        "epicentre",
        "epicenter",
        "people",
        "wave",
        "series",
        "string",
        "spate",
    }:
        return False
    verb = governor.i
    while s.tokens[verb].tag[:2] != "VB" and s.tokens[verb].head != verb:
        verb = s.tokens[verb].head
    return s.tokens[verb].tag[:2] != "VB" or _happened(s, verb, words)


# --- said to have happened ------------------------------------------------------------------------


def _happened(s: Sentence, verb: int, words: _Words) -> bool:
    """False for what is negated, future, conditional, wished, ordered, feared or denied."""
    t = s.tokens[verb]
    helpers = {s.tokens[c].lower for c in s.children[verb] if s.tokens[c].dep in {"aux", "auxpass", "neg"}}
    if "never" in helpers or helpers & {"not", "n't"} or _by_nobody(s, verb):
        return False
    if helpers & words.sets["modals"] and not (helpers & {"may", "might"} and "have" in helpers):
        return False
    base = t.tag == "VB" and not helpers & {"did", "do", "does"}
    if base and "have" not in helpers and not _realised(s, verb, words):
        return False
    return _unreal_above(s, verb, words) is False


def _by_nobody(s: Sentence, verb: int) -> bool:
    nobody = {"no", "none", "nobody", "neither", "nothing", "any"}
    return any(
        s.tokens[c].lower in nobody
        or any(s.tokens[x].lower in nobody and s.tokens[x].dep in {"det", "neg"} for x in s.children[c])
        for c in s.children[verb]
        if s.tokens[c].dep in _SUBJECT | {"dobj", "attr"}
    )


def _realised(s: Sentence, verb: int, words: _Words) -> bool:
    """``managed to free``, ``forced villagers to flee``, ``began searching``, ``helped evacuate``."""
    t, head = s.tokens[verb], s.tokens[s.tokens[verb].head]
    if t.dep == "conj":
        return _realised(s, t.head, words) if head.tag == "VB" and head.i != verb else False
    return t.dep in {"xcomp", "ccomp"} and (
        head.lemma in words.sets["realised"] or head.lemma in {"help", "see", "let", "watch"}
    )


def _unreal_above(s: Sentence, verb: int, words: _Words) -> bool:
    """A condition on the clause, or a governor that unmakes it, up to the clause that is told as fact."""
    i = verb
    for _ in range(10):
        t = s.tokens[i]
        if any(
            s.tokens[c].lower in words.sets["conditions"] and s.tokens[c].dep in {"mark", "advmod"}
            for c in s.children[i]
        ):
            return True
        head = s.tokens[t.head]
        if t.head == i or t.dep in {"relcl", "parataxis"}:
            return False
        if t.dep in {"xcomp", "ccomp", "pcomp", "acl", "csubj"} and _voids(head, t, words):
            return True
        if t.dep == "advcl" and t.tag != "VBG":
            return False
        if t.dep == "conj" and t.tag != "VB" and any(s.tokens[c].dep in _SUBJECT for c in s.children[i]):
            return False
        if t.dep == "prep" and head.lemma in {"accuse", "suspect", "prevent", "stop", "ban", "warn", "capable"}:
            return True
        i = t.head
    return False


def _voids(head: Token, t: Token, words: _Words) -> bool:
    if head.tag[:2] == "NN":
        return head.lemma in words.sets["possible"] and t.dep == "acl"
    return head.lemma in words.sets["intent"] and not (
        head.lemma in {"tell", "help", "know", "expect", "agree"} and t.tag in {"VBD", "VBN"}
    )


def _news(s: Sentence, hit: _Found, told: set[str]) -> bool:
    """A noun that only points back ("after the attack") tells nothing new once the event is told."""
    if hit.event not in told:
        return True
    definite = any(s.tokens[c].lower in _DEFINITE or s.tokens[c].dep == "poss" for c in s.children[hit.i])
    return (hit.verb == hit.i and hit.whole) or not definite or (hit.whole and hit.event == "siege end")


# --- spans ----------------------------------------------------------------------------------------


def _near(span: Span, s: Sentence, hit: _Found) -> bool:
    """The same clause already tells this event."""
    return span.start <= s.tokens[hit.i].start < span.end or span.start <= s.tokens[hit.verb].start < span.end


def _clause(s: Sentence, hit: _Found) -> Span:
    """Subject, verb, objects and the phrases of place and time: no clause that hangs on it."""
    verb = hit.verb
    kept = [verb, hit.i]
    for c in s.children[verb]:
        t = s.tokens[c]
        if t.tag == "TO":
            continue
        if t.dep in _SUBJECT | {
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
            kept.extend(_trimmed(s, c))
    return _span(s, min(kept), max(kept))


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


# --- other events ---------------------------------------------------------------------------------


def _old(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[tuple[str, ...], frozenset[str] | None]:
    """Cues of comparison and history, and the lead's years (None when the report is no news of these days)."""
    lead = " ".join(s.text for s in sentences[:4])
    years = frozenset(_YEAR.findall(lead)) if _NEWS.search(text) else None
    return tuple(lexicon.table("background")["comparison"]), years


def _background(s: Sentence, span: Span, old: tuple[tuple[str, ...], frozenset[str] | None]) -> bool:
    """Another event than the report's: "In 2004 gunmen seized a school", "the deadliest attack since"."""
    cues, years = old
    lower = s.text.lower()
    if s.index > 1 and any(cue in lower for cue in cues):
        return True
    return s.index > 3 and years is not None and any(year not in years for year in _YEAR.findall(s.text))
