"""Verbs that govern a figure: "confirmed 14 deaths", "put the toll at 9", "named 31 of the dead", "warned of 40"."""

from __future__ import annotations

from collections.abc import Sequence

from crosswire.reading.attribution.content import has_digit
from crosswire.reading.attribution.kinds import MEDIA, kind_of
from crosswire.reading.attribution.phrases import Phrase
from crosswire.reading.attribution.subjects import can_report
from crosswire.reading.attribution.trees import Tree
from crosswire.reading.attribution.vocabulary import Vocabulary

#: a flood claims these; of other verbs they are what is told
_LIVES = frozenset({"life", "victim"})
#: whom a list of names is of
_LOST = frozenset({"dead", "victims", "those", "killed", "them", "missing", "injured"})


def takes_figure(t: Tree, verb: int, subject: int, who: Phrase, words: Vocabulary) -> bool:
    """The verb governs a figure: "confirmed 14 deaths", "put the toll at 9", "warned of a thousand dead"."""
    tokens = t.sentence.tokens
    lemma = tokens[verb].lemma
    objects = [c for c in t.sentence.children[verb] if tokens[c].dep in {"dobj", "attr", "oprd", "dative"} and c > verb]
    barred = words.never if lemma == "claim" else words.never - _LIVES
    if not (can_report(t, subject, who, words) or is_human(t, verb, subject, words)) or any(
        tokens[c].lemma in barred for c in objects
    ):
        return False
    if lemma == "admit" and _takes_in(t, objects, who, words):
        return False
    if lemma in words.settle and (_settles(t, verb, objects, words) if objects else _set_at(t, verb, words)):
        return True
    if objects and lemma in words.publish and any(tokens[c].lemma in words.breakdown for c in objects):
        return True
    if lemma in words.text and tokens[subject].lemma in words.document and who.span.start != tokens[subject].start:
        return bool(objects)
    if lemma in words.show and tokens[subject].lemma in words.document | words.tally:
        return any(has_digit(t, c) for c in objects)
    if objects and (lemma in words.number or (lemma in words.say and any(tokens[c].tag == "CD" for c in objects))):
        return True
    if objects and lemma in words.register:
        return who.name.lower() not in words.places and who.pronoun is None
    if lemma in words.watch:
        met = objects or _seen(t, verb)
        return bool(met and kind_of(who, words) in MEDIA) or tokens[subject].lemma in words.watchers
    if lemma in words.identify:
        lost = [c for c in objects if tokens[c].lemma in words.toll or tokens[c].lower in _LOST]
        numbered = [c for c in objects if has_digit(t, c) and tokens[c].lower in _LOST | {"dead"}]
        return bool(lost or numbered) or any(_of_the_lost(t, c) or _lost_in_action(t, c) for c in objects)
    if lemma in words.perform or (lemma == "pay" and any(tokens[c].lemma == "tribute" for c in objects)):
        return any(k.tag == "CD" for k in tokens[verb + 1 : t.right[verb] + 1])
    if lemma in words.say and any(tokens[c].lemma in words.toll for c in objects):
        return any(k.tag == "CD" for k in tokens[verb + 1 : t.right[verb] + 1])
    frame = words.frames.get(lemma, frozenset())
    if _at_some_point_of(t, verb, frame) or _arrives_at(t, verb, words):
        return True
    return any(tokens[c].dep == "prep" and tokens[c].lower in frame for c in t.sentence.children[verb] if c > verb)


def _at_some_point_of(t: Tree, verb: int, frame: frozenset[str]) -> bool:
    """ "spoke at one point of 15 dead": the parser hung "of" on the point."""
    tokens = t.sentence.tokens
    points = [g for c in t.sentence.children[verb] if tokens[c].lower == "at" for g in t.sentence.children[c]]
    of = [c for g in points if tokens[g].lemma in {"point", "time"} for c in t.sentence.children[g]]
    return any(tokens[c].lower in frame and any(has_digit(t, g) for g in t.sentence.children[c]) for c in of)


def _arrives_at(t: Tree, verb: int, words: Vocabulary) -> bool:
    """ "arrived at a figure of 158 abducted", "came to a total of nine"."""
    tokens = t.sentence.tokens
    if tokens[verb].lemma not in {"arrive", "come"}:
        return False
    sums = [g for c in t.sentence.children[verb] if tokens[c].lower in {"at", "to"} for g in t.sentence.children[c]]
    counted = [g for g in sums if tokens[g].lemma in words.reckoning]
    return any(k.tag == "CD" for g in counted for k in tokens[g : t.right[g] + 1])


def _takes_in(t: Tree, objects: Sequence[int], who: Phrase, words: Vocabulary) -> bool:
    """ "The hospital admitted 53 casualties": as patients, not as a fault; "admitted 12 deaths" is said."""
    deaths = any(t.sentence.tokens[c].lemma in {"death", "fatality", "error", "mistake"} for c in objects)
    return bool(objects) and kind_of(who, words) == "hospital" and not deaths


def _seen(t: Tree, verb: int) -> list[int]:
    """ "An AP photographer saw 23 corpses lined up": the parser made the bodies the subject of a clause."""
    tokens, children = t.sentence.tokens, t.sentence.children
    clauses = [c for c in children[verb] if c > verb and tokens[c].dep == "ccomp"]
    return [g for c in clauses for g in children[c] if tokens[g].dep[:5] == "nsubj" and has_digit(t, g)]


def _lost_in_action(t: Tree, noun: int) -> bool:
    """ "named 14 more soldiers killed on the front"."""
    tokens = t.sentence.tokens
    states = [c for c in t.sentence.children[noun] if c > noun and tokens[c].dep in {"acl", "amod"}]
    return has_digit(t, noun) and any(tokens[c].lower in _LOST for c in states)


def _of_the_lost(t: Tree, number: int) -> bool:
    """ "eight of the dead"."""
    tokens, children = t.sentence.tokens, t.sentence.children
    of = [c for c in children[number] if tokens[c].lower == "of"] if tokens[number].tag == "CD" else []
    return any(tokens[g].lower in _LOST for c in of for g in children[c])


#: people by what became of them: "put the missing at 40"
_SUFFERERS = frozenset({"dead", "injured", "hurt", "wounded", "missing", "displaced", "homeless", "infected"})


def _settles(t: Tree, verb: int, objects: Sequence[int], words: Vocabulary) -> bool:
    """ "put the toll at nine", "put the injured at nine", "gave three killed and six held": a figure is set."""
    tokens = t.sentence.tokens
    if any(tokens[c].lemma in words.toll for c in objects):
        return True
    if tokens[verb].lemma == "give":
        return any(tokens[c].tag == "CD" and (t.right[c] > c or _as_toll(t, verb, words)) for c in objects)
    moved = tokens[verb].lemma not in {"put", "place", "set", "peg"}
    at = any(k.lower in {"at", "closer", "nearer"} or (moved and k.lower == "to") for k in tokens[verb + 1 : verb + 5])
    return at and any(tokens[c].lower in {"it", "this", "that", "them"} | _SUFFERERS for c in objects)


def _as_toll(t: Tree, verb: int, words: Vocabulary) -> bool:
    """ "gave 19 as the number of dead"."""
    tokens, children = t.sentence.tokens, t.sentence.children
    named = [i for i in range(verb + 1, t.right[verb] + 1) if tokens[i].lower == "as"]
    return any(tokens[g].lemma in words.toll for i in named for g in children[i])


def _set_at(t: Tree, verb: int, words: Vocabulary) -> bool:
    """ "the toll, which police put at 17"; "the dead, whom they put at 17"."""
    tokens = t.sentence.tokens
    at = any(tokens[c].lower == "at" and c > verb for c in t.sentence.children[verb])
    return at and tokens[verb].dep == "relcl" and tokens[tokens[verb].head].lemma in words.toll


def is_human(t: Tree, verb: int, subject: int, words: Vocabulary) -> bool:
    """Who reports or denies is somebody, listed or not: "the harbour master reported"; tests only confirm."""
    return t.sentence.tokens[verb].lemma in words.human and t.sentence.tokens[subject].lemma not in words.things
