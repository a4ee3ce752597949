"""Readings that hold only with the right doer, place or object: who strikes, who buries, where people are cared for."""

from __future__ import annotations

from crosswire.model import GroupMention, Quantity, Sentence
from crosswire.reading.events.custody import doers, held_by
from crosswire.reading.events.denials import DEADLY_IF_DENIED, LOST_IF_DENIED
from crosswire.reading.events.lexemes import Lexemes
from crosswire.reading.events.modality import negated
from crosswire.reading.events.modifiers import entombed
from crosswire.reading.events.nouns import of_the_dead
from crosswire.reading.events.predicate import StatusMention

#: "is caring for 2,900 people in four camps": they are homeless, not ill
_CAMPS = frozenset("camp camps shelter shelters tents schools".split())


#: who crosses a border, or is put up, in the line of duty has not lost a home
_ON_DUTY = frozenset("soldier militant police guard rescuer official journalist".split())
#: where people hide from shells for an hour
_HIDING = frozenset("basement cellar bunker chapel theatre theater subway metro trench".split())


def _sheltering(s: Sentence, group: GroupMention, verb: int) -> bool:
    """``hundreds were sheltering in its basement``, ``31 commandos crossed the border``: there, and not displaced."""
    if group.group.role in _ON_DUTY and s.tokens[verb].lemma in {"cross", "shelter", "house", "lodge", "camp"}:
        return True
    return any(t.lemma in _HIDING for t in s.tokens[verb + 1 : verb + 7])


_LEADING = frozenset("lead bring walk come escort usher".split())


def _dwelling(s: Sentence, k: int) -> bool:
    return s.tokens[k].lower == "living" and k + 1 < len(s.tokens) and s.tokens[k + 1].tag in {"IN", "RB"}


def _housed(s: Sentence, found: StatusMention) -> StatusMention | None:
    """``131,000 are still living in tents``: displaced; that people live somewhere tells no state."""
    away = {t.lower for t in s.tokens[found.trigger : found.trigger + 9]} & _AWAY
    return StatusMention("displaced", found.trigger, None, "housed") if away else None


_AWAY = frozenset("camp camps tents shelters sites displacement exile settlements plastic tarpaulins".split())


def _of_samples(s: Sentence, quantity: Quantity) -> bool:
    """``Of 214 specimens tested, 119 were positive``: specimens are no people."""
    return any(t.lemma in {"specimen", "sample", "swab"} for t in s.tokens[: quantity.first])


def corrected(
    s: Sentence, quantity: Quantity, group: GroupMention, found: StatusMention, lex: Lexemes
) -> StatusMention | None:
    """Readings that hold only with the right agent: strike, hit, bury, survive."""
    if found.status == "safe" and _dwelling(s, found.trigger):
        return _housed(s, found)
    if found.status == "infected" and group.kind == "elided" and _of_samples(s, quantity):
        return None
    if found.verb is None:
        return found
    verb = s.tokens[found.verb]
    if found.status in {"rescued", "freed", "evacuated"} and of_the_dead(s, quantity, group, verb.i):
        return StatusMention("killed", found.trigger, None, "of the dead")
    housed = {t.lower for t in s.tokens[group.last + 1 : group.last + 5]} & _CAMPS
    if found.status == "hospitalised" and verb.lemma == "care" and housed:
        return StatusMention("displaced", found.trigger, found.verb, found.rule)
    if found.status == "displaced" and _sheltering(s, group, verb.i):
        return StatusMention("present", found.trigger, found.verb, "sheltering")
    status = held_by(s, group, found, lex)
    if status != found.status:
        return StatusMention(status, found.trigger, found.verb, "held by")
    if verb.lemma == "lose" and found.rule == "verb" and group.kind != "people":
        return None
    if found.status == "held" and verb.lemma == "hold" and found.trigger == found.verb and quantity.form == "article":
        return found if doers(s, found.verb) & lex.lists["gunmen"] else None
    if found.status == "injured" and verb.lemma in {"strike", "hit", "beat"}:
        subjects = {s.tokens[c].lower for c in s.children[verb.i] if s.tokens[c].dep == "nsubj"}
        if subjects & lex.lists["forces_of_nature"] or (quantity.low or 0) >= 1000:
            return None
        if group.kind != "people" and (verb.lemma != "beat" or s.tokens[group.node].dep != "nsubjpass"):
            return None
    if found.status == "trapped" and verb.lemma == "bury" and found.trigger == found.verb:
        return _buried(s, group, found, lex)
    if found.status == "trapped" and verb.lemma == "be" and s.tokens[found.trigger].lower == "underground":
        then = any(
            t.lower == "when" or (t.lower in {"time", "moment"} and s.tokens[t.i - 1].lower == "the") for t in s.tokens
        )
        return StatusMention("present", found.trigger, found.verb, "working") if then else found
    if found.status == "rescued" and verb.lemma in {"pull", "drag", "take", "haul"}:
        shot = [t.i for t in s.tokens[verb.i : verb.i + 9] if t.lower == "shot" and s.tokens[t.i - 1].lower == "and"]
        if shot:  # "were pulled from the column and shot"
            return StatusMention("injured", shot[0], found.verb, "harmed")
    if found.status in {"evacuated", "safe"} and group.lemma in {"hostage", "captive"} and verb.lemma in _LEADING:
        return StatusMention("freed", found.trigger, found.verb, "led out")  # "led 17 hostages to safety"
    lost = found.status == "rescued" and verb.lemma in LOST_IF_DENIED and s.tokens[verb.i].tag == "VBN"
    if lost and negated(s, found.trigger, found.verb):
        return StatusMention("killed", found.trigger, None, "denied")
    if found.status == "safe" and verb.lemma == "account" and negated(s, found.trigger, found.verb):
        return StatusMention("missing", found.trigger, None, "denied")
    if found.status == "safe" and verb.lemma in DEADLY_IF_DENIED and negated(s, found.trigger, found.verb):
        return StatusMention("killed", found.trigger, None, "denied")
    return found


#: what buries people alive, besides the forces of nature
_BURYING = frozenset("avalanche mudslide rubble mud explosion blast collapse".split())


def _buried(s: Sentence, group: GroupMention, found: StatusMention, lex: Lexemes) -> StatusMention:
    """``Villagers buried nine of them``, ``helped to bury three``: the dead; by rubble people are trapped."""
    verb = s.tokens[found.trigger]
    agents = [s.tokens[c].lower for c in s.children[verb.i] if s.tokens[c].dep == "nsubj"]
    helped = verb.tag == "VB" and verb.dep == "xcomp" and s.tokens[verb.head].lemma == "help"
    by_people = bool(agents) and agents[0] not in lex.lists["forces_of_nature"] | _BURYING
    if entombed(s, group, verb.i, lex) or helped or by_people:
        return StatusMention("killed", found.trigger, found.verb, "buried")
    return found
