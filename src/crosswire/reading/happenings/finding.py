"""The events of a sentence: verbs, pairs of verb and object, and nouns that stand where an event is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crosswire.model import Sentence, Token
from crosswire.reading.happenings.told import SUBJECT, Words, happened

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
            if event == "seizure" and t.lemma == "capture" and not _taken(s, t, words):
                event = "arrest"
            if event and _verb_means(s, t, event, words) and happened(s, t.i, words):
                yield Found(_narrowed(s, t, event, words), t.i, t.i, True)
        elif t.tag[:2] == "NN":
            event = _named(s, t, words)
            hit = _noun(s, t, event, words) if event else None
            if hit is not None:
                yield hit


def _pair(s: Sentence, t: Token, words: Words) -> str | None:
    """``took 40 workers hostage``, ``ended the siege``, ``opened fire``, ``blew up``: verb and object or particle."""
    if _ends(s, t):
        return "siege end"
    rest = words.pairs.get(t.lemma)
    if rest is None:
        return None
    for c in s.children[t.i]:
        x = s.tokens[c]
        if (
            x.dep
            in {"dobj", "prt", "nsubjpass", "oprd", "advmod", "acomp", "xcomp", "advcl", "npadvmod", "ccomp", "dep"}
            and _meant(s, t, x) in rest
        ):
            return rest[_meant(s, t, x)] or None
    for c in s.children[t.i]:
        for noun in s.children[c] if s.tokens[c].dep == "prep" else ():
            phrase = f"{s.tokens[c].lower}-{s.tokens[noun].lemma}"
            if phrase in rest:
                return rest[phrase]
    if "hostage" in rest and any(x.lower == "hostage" and x.head in {t.i, t.i - 1} for x in s.tokens[t.i : t.i + 9]):
        return rest["hostage"]
    return None


def _meant(s: Sentence, verb: Token, x: Token) -> str:
    """The lemma; of a relative pronoun that of its noun: "explosives, which the army was removing"."""
    return s.tokens[verb.head].lemma if x.tag in {"WDT", "WP"} and verb.dep == "relcl" else x.lemma


def _named(s: Sentence, t: Token, words: Words) -> str | None:
    for parts, event in words.phrases.get(t.lemma, ()):
        first = t.i - len(parts) + 1
        if first >= 0 and all(s.tokens[first + k].lower == part for k, part in enumerate(parts[:-1])):
            return event
    return words.nouns.get(t.lemma)


def _ends(s: Sentence, t: Token) -> bool:
    """``the standoff ended``, ``the crisis was brought to an end``, ``the siege is over``, ``the assault is over``."""
    parts = {s.tokens[c].lower for c in s.children[t.i]}
    below = {s.tokens[x].lower for c in s.children[t.i] if s.tokens[c].lower == "to" for x in s.children[c]}
    over = (t.lemma == "end" and not any(s.tokens[c].dep == "dobj" for c in s.children[t.i])) or (
        t.lemma == "be" and "over" in parts
    )
    if not (over or (t.lemma in {"bring", "come"} and below & {"end", "close"})):
        return False
    nouns = {s.tokens[c].lemma for c in s.children[t.i] if s.tokens[c].dep in SUBJECT}
    if t.dep == "relcl":
        nouns.add(s.tokens[t.head].lemma)
    if t.lemma == "be" and "over" in parts and nouns & {"assault", "storming"}:
        return True
    sieges = nouns & {"siege", "standoff"} or (nouns & {"crisis", "situation", "ordeal", "drama", "off"})
    return bool(sieges) and (bool(nouns & {"siege", "standoff", "off"}) or "hostage" in {x.lower for x in s.tokens})


def _verb_means(s: Sentence, t: Token, event: str, words: Words) -> bool:
    """The verb's subject and object make it this event.

    "sank the ship", not "sank into debt"; "the roof collapsed", not "he collapsed"; "protesters demonstrated", not
    "demonstrated the need".
    """
    if event == "siege end":
        return True
    if t.dep in {"amod", "compound"}:
        return False
    objects = [s.tokens[c] for c in s.children[t.i] if s.tokens[c].dep in {"dobj", "nsubjpass"}]
    if not objects and t.dep == "acl" and t.tag == "VBN":
        objects = [s.tokens[t.head]]
    subjects = [s.tokens[c] for c in s.children[t.i] if s.tokens[c].dep == "nsubj"]
    if t.lemma in words.sets["intransitive"] and objects:
        return False
    near = _names(objects or subjects)
    if near & words.never.get(t.lemma, frozenset()):
        return False
    wanted = words.patients.get(t.lemma)
    if wanted is None or event == "arrest":
        return True
    if t.lemma not in words.sets["own_doing"]:
        return _fits(objects or subjects, wanted)
    if t.dep == "acl":
        subjects = [s.tokens[t.head]]
    return _fits(subjects, wanted) or (not subjects and t.dep in {"conj", "advcl", "xcomp", "pcomp"})


def _taken(s: Sentence, t: Token, words: Words) -> bool:
    """``captured the airport``; people captured are arrested."""
    objects = [s.tokens[c] for c in s.children[t.i] if s.tokens[c].dep in {"dobj", "nsubjpass"}]
    people = _names(objects) & (words.sets["quarry"] | words.sets["held"]) or any(x.tag == "CD" for x in objects)
    return not people


def _names(found: list[Token]) -> frozenset[str]:
    return frozenset(x.lemma if x.tag[:2] == "NN" else x.lower for x in found)


def _fits(found: list[Token], wanted: frozenset[str]) -> bool:
    """A noun of the list, a proper name, or a bare number."""
    return any(x.tag[:3] == "NNP" or x.tag == "CD" for x in found) or bool(_names(found) & wanted)


def _narrowed(s: Sentence, t: Token, event: str, words: Words) -> str:
    """``warplanes bombed``: an airstrike; ``rebels bombed``: an explosion; ``captured six gunmen``: an arrest."""
    if event == "explosion" and t.lemma == "bomb" and any(s.tokens[c].lemma in _AIRCRAFT for c in s.children[t.i]):
        return "airstrike"
    return event


def _noun(s: Sentence, t: Token, event: str, words: Words) -> Found | None:
    """Where an event's noun stands so that it happened.

    Doer of a verb of occurring ("a blast ripped through"), object of one of doing ("carried out a raid"), after
    "in" or "after" ("died in a stampede"), or definite, which supposes it ("his answer to the massacre").
    """
    node = t.i
    while s.tokens[node].dep in {"conj", "appos"} and s.tokens[s.tokens[node].head].tag[:2] == "NN":
        node = s.tokens[node].head
    place, head = s.tokens[node], s.tokens[s.tokens[node].head]
    if place.dep == "compound" or (head.lemma in words.sets["possible"] and head.tag[:2] == "NN"):
        return None
    mods = {s.tokens[c].lower for c in s.children[t.i] if s.tokens[c].dep in {"amod", "det", "compound", "nummod"}}
    if head.tag[:2] == "VB" and "no" not in mods and _predicated(s, place, head, words) and happened(s, head.i, words):
        if head.lemma == "order" and event in {"arrest", "evacuation", "withdrawal", "release", "assault", "attack"}:
            return None  # what is ordered has not happened yet
        ended = head.lemma in {"end", "lift", "break"} and event == "hostage-taking"
        return Found("siege end" if ended else event, t.i, head.i, True)
    if mods & words.sets["unreal"]:
        return None
    supposed = (
        bool(mods & {"the", "this", "that"}) and event not in words.sets["loose"] and _supposed(s, place, head, words)
    )
    prep = place.dep == "pobj" and head.lower in words.sets["during"] and _placed(s, head.i, words)
    titled = place.dep == "ROOT" and not s.heading and _dated(s, place.i)
    return Found(event, t.i, t.i, False) if prep or supposed or titled else None


def _predicated(s: Sentence, place: Token, head: Token, words: Words) -> bool:
    """The clause tells the event: "the quake struck", "there was an explosion", "carried out a raid",
    "the bombing was an attack on".
    """
    if place.dep == "nsubj":
        return head.lemma in words.sets["occurring"] and (head.lemma != "be" or _dated(s, head.i))
    if place.dep in {"dobj", "nsubjpass"}:
        return head.lemma in words.sets["doing"]
    there = any(s.tokens[c].dep == "expl" for c in s.children[head.i])
    same = any(s.tokens[c].dep == "nsubj" and s.tokens[c].lemma in words.nouns for c in s.children[head.i])
    return place.dep == "attr" and head.lemma == "be" and (there or same)


def _supposed(s: Sentence, place: Token, head: Token, words: Words) -> bool:
    """``welcomed the inquiry into the attack``: "the" supposes it happened; not ``prevent the attack``,
    ``plans for the attack``.
    """
    if place.dep == "pobj":
        head = s.tokens[head.head]
    if place.dep not in {"nsubj", "nsubjpass", "dobj", "pobj", "attr"}:
        return False
    return head.lemma not in words.sets["unmaking"] and (
        head.tag[:2] != "VB" or "if" not in {x.lower for x in s.tokens[: head.i]}
    )


def _dated(s: Sentence, i: int) -> bool:
    """Time or place hangs on it: "the attack was on Monday"."""
    return any(s.tokens[c].dep in {"prep", "npadvmod"} for c in s.children[i])


def _placed(s: Sentence, prep: int, words: Words) -> bool:
    """What the prepositional phrase hangs on happened, and is no threat or fear of it.

    "killed in a raid", "ended with an assault", "the survivors of a shipwreck"; not "the risk of an attack".
    """
    governor, word = s.tokens[s.tokens[prep].head], s.tokens[prep].lower
    if governor.tag[:2] == "VB":
        if word == "with" and governor.lemma not in {"end", "begin", "start", "open", "coincide"}:
            return False
        if word in {"to", "into"} and governor.lemma not in {"lead", "escalate", "turn"}:
            return False
        passive = any(s.tokens[c].dep == "auxpass" for c in s.children[governor.i]) or governor.dep in {"acl", "advcl"}
        loose = word in {"of", "from", "by", "at"} and not passive
        return not loose and governor.lemma not in words.sets["intent"] and happened(s, governor.i, words)
    if governor.tag[:2] != "NN" or governor.lemma in words.sets["possible"] or word in {"to", "into", "with"}:
        return False
    if word in {"of", "from", "at", "by"} and governor.lemma not in words.sets["wake"]:
        return False
    verb = governor.i
    while s.tokens[verb].tag[:2] != "VB" and s.tokens[verb].head != verb:
        verb = s.tokens[verb].head
    return s.tokens[verb].tag[:2] != "VB" or happened(s, verb, words)
