"""Two states on one number: "killed and injured more than 60", "no deaths or injuries", "kidnapped and killed"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crosswire.model import GroupMention, Quantity, Sentence
from crosswire.reading.events.lexemes import Lexemes
from crosswire.reading.events.predicate import StatusMention

#: how somebody was killed, said before it: "shot and killed two others" injures nobody
_MEANS = frozenset("shoot stab beat strike hit burn torture bludgeon hack bayonet overcome".split())


def paired(
    s: Sentence, quantity: Quantity, group: GroupMention, found: StatusMention, lex: Lexemes
) -> tuple[StatusMention, ...]:
    """The state found and its other half, if it has one; of a means and a death only the death."""
    other = second(s, quantity, group, found, lex)
    if other is None or other.status == found.status:
        return (found,)
    both = (found, other)
    if "buried" in {s.tokens[f.trigger].lower for f in both if f.status == "trapped"}:
        done = found if found.status != "trapped" else other
        if done.status == "killed" or s.tokens[done.trigger].lemma in _MEANS:
            return (replace(done, status="killed"),)  # "were shot and buried"
    if {f.status for f in both} == {"killed", "injured"} and quantity.low != 0:
        hurt = found if found.status == "injured" else other
        if s.tokens[hurt.trigger].lemma in _MEANS:
            return tuple(f for f in both if f.status == "killed")
    return both


def second(
    s: Sentence, quantity: Quantity, group: GroupMention, found: StatusMention, lex: Lexemes
) -> StatusMention | None:
    """The other half of "killed and injured", "deaths or injuries", "kidnapped and killed"."""
    candidates: Sequence[int] = (found.trigger, *([group.head] if found.rule == "state" else []))
    for k in candidates:
        token = s.tokens[k]
        partners = [c for c in s.children[k] if s.tokens[c].dep == "conj"]
        if token.dep == "conj":
            partners.append(token.head)
        for other in partners:
            if _apart(s, k, other, quantity):
                continue
            status = _pair(s, found, other, lex)
            if status:
                return StatusMention(status, other, other if s.tokens[other].tag[:2] == "VB" else None, "pair")
    return None


_NEXT = frozenset("second third fourth fifth sixth seventh eighth ninth tenth one".split())
_LOST = frozenset({"killed", "missing"})


def _pair(s: Sentence, found: StatusMention, other: int, lex: Lexemes) -> str | None:
    token = s.tokens[other]
    lemma = token.lemma if token.tag[:2] in {"VB"} or token.tag in {"NNS"} else token.lower
    if found.rule == "state":
        return lex.nouns.get(lemma) if lemma in lex.lists["firm"] else None
    if token.tag[:2] == "VB" and s.tokens[other - 1].lower == "or" and lex.subject.get(lemma) in _LOST:
        return lex.subject[lemma]  # "have died or disappeared"
    if token.tag[:2] == "VB" or token.tag == "JJ":
        return lex.patient.get(lemma) or lex.adjectives.get(token.lower)
    return None


def _apart(s: Sentence, a: int, b: int, quantity: Quantity) -> bool:
    """True if the two words have numbers or arguments of their own, so that they do not share this one."""
    first, last = min(a, b), max(a, b)
    if s.tokens[first].tag == "JJ" and s.tokens[first].dep == "oprd" and s.tokens[last].tag[:2] == "VB":
        return True  # "leaving nine dead and injuring scores"
    acts_on = [c for c in s.children[last] if s.tokens[c].dep == "dobj" and c > last]
    if acts_on and s.tokens[last].tag == "VBG" and quantity.last < last:
        return True
    if last - first == 2 and s.tokens[first + 1].lower in {"and", "or"}:
        return False
    between = s.tokens[first + 1 : last]
    if any(t.lower in _NEXT and s.tokens[t.i - 1].lower in {"a", "the", "another"} for t in between):
        return True  # "Three men were arrested and a fourth, according to the army, was shot"
    if any(
        t.tag == "CD" or t.lower in {"least", "several", "dozens", "scores", "hundreds"}
        for t in s.tokens[first + 1 : last]
    ):
        return True
    own = {"dobj", "nsubj", "nsubjpass"}
    later = s.tokens[last]
    has_object = any(s.tokens[c].dep == "dobj" for c in s.children[last])
    if later.tag[:2] == "VB":
        if any(s.tokens[c].dep in own - {"dobj"} for c in s.children[last]):
            return True
        earlier_object = any(s.tokens[c].dep == "dobj" for c in s.children[first])
        return (
            (has_object and earlier_object)
            or (has_object and quantity.first < last)
            or (not has_object and earlier_object and later.tag not in {"VBN"})
        )
    if later.tag[:2] == "NN":
        return any(s.tokens[c].dep in {"nummod", "det"} for c in s.children[last])
    return False
