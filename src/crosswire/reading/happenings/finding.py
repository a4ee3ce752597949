"""The events of a sentence: verbs, pairs of verb and object, and nouns that stand where an event is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crosswire.model import Sentence, Token
from crosswire.reading.happenings.told import Words, happened

_AIRCRAFT = frozenset({"plane", "jet", "aircraft", "warplane", "drone", "helicopter", "bomber", "fighter"})


@dataclass(frozen=True, slots=True)
class Found:
    """An event at a token: ``whole`` when a clause says it, else a noun phrase does."""

    event: str
    i: int
    verb: int
    whole: bool


def events_of(s: Sentence, words: Words) -> Iterator[Found]:
    for t in s.tokens:
        if t.tag[:2] == "VB":
            event = _pair(s, t, words) or words.verbs.get(t.lemma)
            if event and _verb_means(s, t, event, words) and happened(s, t.i, words):
                event = _air(s, t) if event == "explosion" and t.lemma == "bomb" else event
                yield Found(event, t.i, t.i, True)
        elif t.tag[:2] == "NN":
            event = _named(s, t, words)
            hit = _noun(s, t, event, words) if event else None
            if hit is not None:
                yield hit


def _pair(s: Sentence, t: Token, words: Words) -> str | None:
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


def _named(s: Sentence, t: Token, words: Words) -> str | None:
    for parts, event in words.phrases.get(t.lemma, ()):
        first = t.i - len(parts) + 1
        if first >= 0 and all(s.tokens[first + k].lower == part for k, part in enumerate(parts[:-1])):
            return event
    return words.nouns.get(t.lemma)


def _verb_means(s: Sentence, t: Token, event: str, words: Words) -> bool:
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


def _noun(s: Sentence, t: Token, event: str, words: Words) -> Found | None:
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
        if happens and "no" not in mods and happened(s, head.i, words):
            return Found("siege end" if ended else event, t.i, head.i, True)
        return None
    if mods & words.sets["unreal"]:
        return None
    if place.dep == "pobj" and head.lower in words.sets["during"] and _placed(s, head.i, words):
        return Found(event, t.i, t.i, False)
    return Found(event, t.i, t.i, False) if place.dep == "ROOT" and not s.heading and _dated(s, place.i) else None


def _dated(s: Sentence, i: int) -> bool:
    """Time or place hangs on it: "the attack was on Monday"."""
    return any(s.tokens[c].dep in {"prep", "npadvmod"} for c in s.children[i])


def _placed(s: Sentence, prep: int, words: Words) -> bool:
    """What the prepositional phrase hangs on happened, and is no threat or fear of it."""
    governor = s.tokens[s.tokens[prep].head]
    if governor.tag[:2] == "VB":
        passive = any(s.tokens[c].dep == "auxpass" for c in s.children[governor.i]) or governor.dep in {"acl", "advcl"}
        return (
            (s.tokens[prep].lower not in {"of", "from", "by", "at"} or passive)
            and governor.lemma not in words.sets["intent"]
            and happened(s, governor.i, words)
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
    return s.tokens[verb].tag[:2] != "VB" or happened(s, verb, words)
