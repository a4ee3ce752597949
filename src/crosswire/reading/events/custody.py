"""Who has hold of people: gunmen hold, authorities capture, and captives and convicts who flee escape."""

from __future__ import annotations

from crosswire.lexicon import Lexicon
from crosswire.model import GroupMention, Sentence
from crosswire.reading.events.lexemes import Lexemes, lexemes
from crosswire.reading.events.predicate import StatusMention

_AUTHORITIES = frozenset(
    "police authorities troops soldiers army forces officers officials marines navy guards agents detectives "
    "prison jail gendarmes prosecutors rangers deputies coastguard security".split()
)
_VICTIMS = frozenset(
    "student worker civilian hostage child passenger crew journalist official patient rescuer guard".split()
)
_OFFENDERS = frozenset({"militant", "suspect"})
_LOCKED_UP = frozenset("inmate prisoner convict detainee captive hostage".split())
#: words of a lawful hold, whoever takes: "were taken into custody"
_LAWFUL = frozenset("custody arrest prison jail bars detention questioning suspicion trial court".split())


def doers(s: Sentence, verb: int) -> frozenset[str]:
    """Who does it, in lower case: subject and agent; a verb without a subject of its own has its governor's."""
    passive = any(s.tokens[c].dep in {"nsubjpass", "auxpass"} for c in s.children[verb])
    found = {s.tokens[n].lower for c in s.children[verb] if s.tokens[c].dep == "agent" for n in s.children[c]}
    while not passive and not found:
        found = {s.tokens[c].lower for c in s.children[verb] if s.tokens[c].dep == "nsubj"}
        taking_up = s.tokens[verb].dep == "conj" or (s.tokens[verb].dep == "advcl" and s.tokens[verb].tag == "VBG")
        if found or not taking_up or s.tokens[s.tokens[verb].head].tag[:2] != "VB":
            break
        verb = s.tokens[verb].head
    if found == {"they"} and s.tokens[verb].dep == "ccomp":  # "Police announced that they had picked up 11 people"
        above = s.tokens[verb].head
        found |= {s.tokens[c].lower for c in s.children[above] if s.tokens[c].dep == "nsubj"}
    return frozenset(found)


def let_go(s: Sentence, group: GroupMention) -> StatusMention | None:
    """``The gunmen have let go six of the engineers``."""
    token = s.tokens[group.node]
    verb = s.tokens[token.head]
    freed = token.dep == "dobj" and verb.lower == "go" and s.tokens[verb.head].lemma == "let"
    return StatusMention("freed", verb.i, verb.head, "verb") if freed else None


def captives_now(s: Sentence, group: GroupMention, found: StatusMention) -> StatusMention:
    """``Two of the hostages are out``: freed; ``Nine hostages are still inside``: held; others as they were found."""
    if group.lemma not in {"hostage", "captive"}:
        return found
    if found.status == "present" and s.tokens[found.trigger].lower in {"inside", "there", "in"}:
        return StatusMention("held", found.trigger, found.verb, found.rule)
    verb = s.tokens[s.tokens[group.node].head]
    out = [c for c in s.children[verb.i] if s.tokens[c].lower == "out" and c > verb.i] if verb.lemma == "be" else []
    closed = bool(out) and (out[0] + 1 == len(s.tokens) or s.tokens[out[0] + 1].tag in {",", ".", ":", "CC"})
    return StatusMention("freed", out[0], verb.i, "copula") if found.status == "held" and closed else found


_PERILS = frozenset(
    "crossfire gunfire ambush blast explosion storm snowstorm blizzard avalanche rockfall fire blaze fighting flood "
    "current stampede middle landslide mudslide".split()
)


#: done by the authorities, these capture
_HOLDING = frozenset("hold keep lock chain surround drag bundle whisk".split())


def held_by(s: Sentence, group: GroupMention, found: StatusMention, lex: Lexemes) -> str:
    """The status as the one who has hold makes it: "captured by rebels" is held, "held by police" captured."""
    if found.verb is None:
        return found.status
    verb = s.tokens[found.verb]
    if verb.lemma == "surrender":
        return found.status
    if verb.lemma == "carry" and found.status == "held" and doers(s, verb.i) & lex.lists["forces_of_nature"] - {"it"}:
        return "killed"  # "the epidemic carried off 315"
    if verb.lemma == "catch" and any(t.lower in _PERILS for t in s.tokens[verb.i + 1 : verb.i + 5]):
        return "present"  # "caught in crossfire"
    by = doers(s, found.verb)
    if s.tokens[group.node].lower in by and s.tokens[group.node].head == found.verb and found.status == "captured":
        return found.status  # "two hijackers surrendered"
    offender = group.group.role in _OFFENDERS
    if found.status == "captured" and s.tokens[found.trigger].lower not in _LAWFUL:
        return "held" if _by_gunmen(verb.lemma, by, group, lex) else found.status
    if found.status == "held" and verb.lemma in _HOLDING:
        lawful = bool(by & _AUTHORITIES) or (offender and not by & lex.lists["gunmen"])
        return "captured" if lawful and s.tokens[found.trigger].lower not in lex.nouns else found.status
    out_of = {t.lower for t in s.tokens[verb.i + 1 : verb.i + 6]} & {"prison", "jail", "custody", "detention"}
    if found.status == "trapped" and (by & lex.lists["gunmen"] or _besieged(s, verb.i)):
        return "held"
    if found.status == "displaced" and verb.lemma == "flee" and (offender or group.lemma in _LOCKED_UP or out_of):
        return "escaped"
    if found.status == "safe" and group.lemma in _LOCKED_UP and s.tokens[found.trigger].lower == "home":
        return "freed"  # "112 prisoners went home under Swiss mediation"
    if found.status == "rescued" and verb.lemma in {"take", "bring", "carry"} and by & _OVERLAND:
        return "evacuated"  # "Buses took 450 people out of the villages"
    if found.status == "rescued" and verb.lemma in {"pick", "haul"} and (offender or by & {"police", "officers"}):
        return "captured"
    return found.status


def _besieged(s: Sentence, verb: int) -> bool:
    """``400,000 people remain trapped in the enclave, under a siege``: by people, not by rubble."""
    return any(t.lower in {"siege", "besieged", "blockade", "encirclement"} for t in s.tokens[verb : verb + 14])


def _by_gunmen(lemma: str, by: frozenset[str], group: GroupMention, lex: Lexemes) -> bool:
    """``Bandits have seized more than 700 students``: carried off, not arrested."""
    if by & lex.lists["gunmen"]:
        return True
    taken = lemma in {"seize", "capture", "take", "snatch", "round"}
    if lemma in {"seize", "snatch"} and not by and group.group.role not in _OFFENDERS:
        return True
    return taken and not by & _AUTHORITIES and group.group.role in _VICTIMS


_CARRYING = frozenset(
    "take march drive lead herd bundle drag carry keep retain have bring whisk spirit cart haul".split()
)
_RETAINING = frozenset({"keep", "retain", "have"})


def _said_taken(s: Sentence, group: GroupMention, verb: int) -> bool:
    """``They took my wife and our two daughters``: kin taken by nobody named, and to no place."""
    node = s.tokens[group.node]
    while node.dep == "conj" and s.tokens[node.head].tag[:2] == "NN":
        node = s.tokens[node.head]
    taker = s.tokens[node.head]
    kin = any(s.tokens[c].tag == "PRP$" for c in s.children[node.i])
    placed = any(s.tokens[c].dep in {"prep", "prt", "advmod"} for c in s.children[taker.i])
    return node.dep == "dobj" and taker.lemma == "take" and kin and not placed and doers(s, taker.i) == {"they"}


_HOMES = frozenset("home house bed school village farm church mosque street bus car dormitory compound hostel".split())


def _were_taken(s: Sentence, verb: int) -> bool:
    """``121 children were taken in the raid``, ``from their beds``: to no place that anybody names."""
    if s.tokens[verb].lemma != "take" or any(s.tokens[c].dep == "neg" for c in s.children[verb]):
        return False
    end = next((t.i for t in s.tokens[verb:] if t.lower in {",", ";"}), len(s.tokens))
    for child in s.children[verb]:
        part = s.tokens[child]
        if part.i > end:
            break
        objects = [s.tokens[c] for c in s.children[child]]
        away = part.lower in {"away", "hostage", "captive"}
        told = part.dep == "prep" and part.lower in {"in", "by", "during", "at", "on", "after", "before", "since"}
        left = part.dep == "prep" and part.lower == "from" and any(t.lemma in _HOMES for t in objects)
        after = part.i > verb and part.dep not in {"punct", "npadvmod", "advcl", "cc", "conj", "ccomp", "parataxis"}
        if after and not (away or told or left or part.dep in {"agent", "tmod"}):
            return False
    return True


#: "taken away from the border by truck": to safety
_TRANSPORT = frozenset("truck trucks bus buses train trains boat boats tractor ferry lorry lorries minibuses".split())


_OVERLAND = _TRANSPORT - {"boat", "boats", "ferry"}


def carried_off(s: Sentence, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    """``Boko Haram took 276 girls``, ``marched girls into the forest``, ``121 were taken from their beds``."""
    if group.kind not in {"people", "elided"}:
        return None
    token = s.tokens[group.node]
    while token.dep == "conj" and s.tokens[token.head].tag[:2] == "NN":
        token = s.tokens[token.head]
    verb = s.tokens[token.head]
    if token.dep == "dobj" and verb.lemma in _CARRYING and doers(s, verb.i) & lex.lists["gunmen"]:
        own = group.group.role in {"militant", "soldier"} and verb.lemma in _RETAINING
        return None if own else StatusMention("held", verb.i, verb.i, "carried off")
    if token.dep == "nsubjpass" and {t.lower for t in s.tokens[verb.i : verb.i + 9]} & _TRANSPORT:
        return StatusMention("evacuated", verb.i, verb.i, "carried off") if _were_taken(s, verb.i) else None
    if _said_taken(s, group, verb.i) or (token.dep == "nsubjpass" and _were_taken(s, verb.i)):
        return StatusMention("held", verb.i, verb.i, "carried off")
    hold = s.tokens[verb.head]
    keeping = hold if hold.lemma == "keep" else s.tokens[hold.head]
    kept = keeping.lemma == "keep" and any(s.tokens[c].lower == "hold" for c in s.children[keeping.i])
    if token.dep == "pobj" and verb.lower == "of" and kept:
        return StatusMention("held", keeping.i, keeping.i, "carried off")
    for child in s.children[group.head]:
        part = s.tokens[child]
        following = s.tokens[child + 1] if child + 1 < len(s.tokens) else part
        closed = following.tag in {".", ",", "IN"} and following.lower not in {"to", "into"}
        if part.dep == "acl" and part.lower in {"taken", "seized", "snatched"} and closed:
            return StatusMention("held", child, None, "carried off")
    return None


_GETTING = frozenset({"get", "bring", "pull", "dig", "lift", "free"})


def found_alive(s: Sentence, found: StatusMention, role: str, lexicon: Lexicon) -> str:
    """``No gunmen were found alive`` tells of capture, ``51 of the missing were found alive`` of safety."""
    if found.status == "displaced" and role in _OFFENDERS and s.tokens[found.trigger].lemma == "flee":
        return "escaped"  # "One assailant was killed and one fled"
    got = found.verb is not None and s.tokens[found.verb].lemma in _GETTING
    if found.status == "safe" and got and s.tokens[found.trigger].lower == "alive":
        return "rescued"  # "four more people have been brought out alive"
    alive = found.rule == "frame:find" and s.tokens[found.trigger].lower == "alive"
    if not alive or found.status != "captured" or role in _OFFENDERS:
        return found.status
    gunmen = lexemes(lexicon).lists["gunmen"] if role == "person" else frozenset()
    return "captured" if any(t.lower in gunmen for t in s.tokens[: found.trigger]) else "safe"
