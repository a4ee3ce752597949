"""What the noun itself tells: "23 deaths", "160 cases of cholera", "no reports of injuries", "a man's body"."""

from __future__ import annotations

from crosswire.model import GroupMention, Quantity, Sentence
from crosswire.reading.events.lexemes import Lexemes
from crosswire.reading.events.predicate import StatusMention


def by_noun(
    s: Sentence, quantity: Quantity, group: GroupMention, lex: Lexemes, ill: bool
) -> tuple[bool, StatusMention | None]:
    """Whether the noun settles it, and the state it tells, if any; ``ill`` if the report speaks of illness."""
    head = s.tokens[group.head]
    if head.lower == "lives" and any(s.tokens[c].lower in {"lost", "claimed", "taken"} for c in s.children[group.head]):
        return True, StatusMention("killed", group.head, None, "state")
    if quantity.low == 0 and group.lemma == "survivor":
        return True, StatusMention("safe", group.head, None, "state")
    if quantity.low == 0 and any(t.lemma == "survive" for t in s.tokens[group.last + 1 : group.last + 7]):
        return True, StatusMention("safe", group.head, None, "survived")  # "No one on board survived"
    body = _of_bodies(s, group)
    if body is not None:
        return True, StatusMention("killed", body, None, "noun of")
    if _owners(s, group, lex):
        return True, _remains(s, group)
    told = _no_reports(s, quantity, group, lex)
    if told is not None:
        return True, told
    if group.lemma == "case" and any(s.tokens[c].lower in _LEGAL for c in s.children[group.head]):
        return True, None
    if group.lemma == "incident" and ill and _reported(s, group.head, lex):
        return True, StatusMention("infected", group.head, None, "state")
    if group.kind == "thing":
        return True, None
    if group.lemma in {"casualty", "patient"} and _taken_in(s, group):
        return True, StatusMention("hospitalised", s.tokens[group.node].head, None, "taken in")
    if group.lemma == "casualty" and group.node != group.head:
        return False, None  # "Forty-four of the casualties were still in hospital"
    firm = group.kind in {"state", "people"} and group.lemma in lex.lists["firm"]
    if not firm and head.lower != "dead":
        return False, None
    status = lex.nouns.get(group.lemma) or lex.nouns.get(head.lower)
    if status == "infected" and group.lemma in {"case", "incident"} and not ill and not _ill_here(s, lex):
        return True, None
    return True, StatusMention(status, group.head, None, "state") if status else None


#: "A criminal case" is nobody who is ill
_LEGAL = frozenset("criminal court civil legal federal murder fraud corruption test landmark".split())


def _taken_in(s: Sentence, group: GroupMention) -> bool:
    """``The hospital had received 103 patients``, ``had admitted 53 casualties``."""
    token = s.tokens[group.node]
    return token.dep in {"dobj", "nsubjpass"} and s.tokens[token.head].lemma in {"receive", "admit", "treat", "take"}


#: people of whom nothing is said but that they are people
ANYONE = frozenset(
    "people person resident villager islander householder patient victim survivor evacuee man woman individual "
    "inhabitant local citizen migrant refugee".split()
)
_WARDS = frozenset({"hospital", "clinic", "unit", "ward", "infirmary", "hospitals", "clinics"})


def taken_on(s: Sentence, group: GroupMention) -> StatusMention | None:
    """``The burns unit in Ardel has taken 12 by helicopter``, ``County hospital took 29 of them``."""
    verb = s.tokens[s.tokens[group.node].head]
    anyone = group.kind == "elided" or group.lemma in ANYONE
    engaged = any(s.tokens[c].dep == "prt" for c in s.children[verb.i])  # "has taken on 12 people"
    if s.tokens[group.node].dep != "dobj" or verb.lemma != "take" or not anyone or engaged:
        return None
    ward = any(s.tokens[c].dep == "nsubj" and s.tokens[c].lower in _WARDS for c in s.children[verb.i])
    return StatusMention("hospitalised", verb.i, verb.i, "taken in") if ward else None


#: what is done with the dead: "a man's body was found"
_FOUND = frozenset("find recover discover retrieve pull identify return bury dump fish exhume wash bring take".split())
_BODIES = frozenset({"body", "corpse", "remains"})
#: what of theirs befalls them, too
_MORTAL = frozenset("life death murder killing release arrest rescue abduction kidnapping".split())


def _of_bodies(s: Sentence, group: GroupMention) -> int | None:
    """``The bodies of a man and a woman were pulled from the lake``: the second of those whose bodies they are."""
    token = s.tokens[group.node]
    while token.dep == "conj" and s.tokens[token.head].tag[:2] == "NN":
        token = s.tokens[token.head]
    owned = s.tokens[s.tokens[token.head].head]
    joined = token.i != group.node and token.dep == "pobj" and s.tokens[token.head].lower == "of"
    return owned.i if joined and owned.lemma in _BODIES else None


def of_the_dead(s: Sentence, quantity: Quantity, group: GroupMention, verb: int) -> bool:
    """``had brought up 71 bodies, 40 of them women``, ``of which 11 have been handed over``: done to the dead."""
    objects = {s.tokens[c].lemma for c in s.children[verb] if s.tokens[c].dep in {"dobj", "nsubjpass"}}
    parted = [t.lower for t in s.tokens[max(0, quantity.first - 2) : quantity.first]] in (
        ["of", "which"],
        ["of", "them"],
    )
    told = {t.lemma for t in s.tokens[: quantity.first] if t.tag == "NNS"}
    return bool(objects & _BODIES and s.tokens[group.node].dep not in {"dobj", "nsubjpass"}) or (
        parted and bool(told & _BODIES)
    )


def _owners(s: Sentence, group: GroupMention, lex: Lexemes) -> bool:
    """``a coroner's report released on Tuesday``: what befalls the report befalls no coroner."""
    owned = s.tokens[s.tokens[group.head].head]
    if s.tokens[group.head].dep != "poss" or owned.i < group.head:
        return False
    mortal = owned.lemma in _MORTAL or owned.lemma in lex.nouns or owned.lower in lex.nouns
    return owned.lemma in _BODIES or not mortal


def _remains(s: Sentence, group: GroupMention) -> StatusMention | None:
    """``a man's body was found``: a death; ``a woman's body was covered in bruises``: none."""
    owned = s.tokens[s.tokens[group.head].head]
    found = owned.lemma in _BODIES and s.tokens[owned.head].lemma in _FOUND
    return StatusMention("killed", owned.i, None, "state") if found else None


def _no_reports(s: Sentence, quantity: Quantity, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    """``no reports of injuries``, ``no word of casualties``: none injured, none killed."""
    if quantity.low != 0 or group.lemma not in {"report", "word", "sign", "indication", "mention", "confirmation"}:
        return None
    for child in s.children[group.head]:
        for noun in s.children[child] if s.tokens[child].lower == "of" else ():
            token = s.tokens[noun]
            lemma = token.lemma if token.tag == "NNS" else token.lower
            if lemma in lex.lists["firm"] and lemma in lex.nouns:
                return StatusMention(lex.nouns[lemma], noun, None, "state")
    return None


def _reported(s: Sentence, head: int, lex: Lexemes) -> bool:
    """``160 incidents of cholera``, ``has confirmed 28 incidents``: in a report of illness, cases."""
    governor = s.tokens[s.tokens[head].head]
    if governor.lemma in {"confirm", "report", "record", "register", "have"}:
        return True
    return any(s.tokens[n].lower in lex.disease for c in s.children[head] for n in s.children[c])


def _ill_here(s: Sentence, lex: Lexemes) -> bool:
    return any(t.lower in lex.disease for t in s.tokens)
