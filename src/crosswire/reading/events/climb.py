"""From a counted phrase up (and down) the tree to the word that says what befell the people."""

from __future__ import annotations

from crosswire.model import Sentence
from crosswire.reading.events.copular import ABOARD, attribute, set_told
from crosswire.reading.events.lexemes import Lexemes
from crosswire.reading.events.modifiers import modified, phrase
from crosswire.reading.events.objects import GATHERINGS, drawn, lives, made_to
from crosswire.reading.events.predicate import StatusMention, is_passive, predicate

_ATTACHED = frozenset(
    "nummod compound nmod amod quantmod npadvmod det poss dep pcomp advmod predet ccomp parataxis meta intj acl".split()
)
#: verbs with a predicate behind their object: "left 20 dead", "confirmed five killed"
_COMPLEMENTED = frozenset(
    "leave find see have report confirm make put render list declare keep count bring get hold record show believe "
    "presume".split()
)
_INCLUDING = frozenset({"including", "include", "includes", "included", "among", "like"})


def climb(s: Sentence, i: int, lex: Lexemes, depth: int = 0) -> StatusMention | None:
    """The status of the phrase headed by token ``i``, from its place in the tree."""
    if depth > 8:
        return None
    token = s.tokens[i]
    if token.head == i:
        return _root(s, i, lex)
    head = token.head
    dep = token.dep
    if dep in {"nsubjpass", "nsubj", "csubj", "csubjpass", "expl"}:
        return _subject(s, i, head, lex)
    if dep in {"dobj", "oprd", "dative", "obj"}:
        return _object(s, i, head, lex)
    if dep == "attr":
        return attribute(s, i, head, lex)
    if dep == "pobj":
        return _prepositional(s, i, head, lex, depth)
    if dep in {"conj", "appos"}:
        own = modified(s, i, lex)
        if own is not None and own.status != "present":
            return own
        return _joined(s, i, head, lex, depth) or own  # "a policeman and a guard who was on duty" are both dead
    if dep in _ATTACHED:
        return _attached(s, i, head, lex, depth)
    return None


def _joined(s: Sentence, i: int, head: int, lex: Lexemes, depth: int) -> StatusMention | None:
    """What is said of the phrase that this one is joined to; ``Two divers died, and five firefighters when``."""
    token = s.tokens[head]
    sent = token.dep in {"nsubjpass", "dobj"} and s.tokens[token.head].lemma in lex.lists["fielding"]
    if sent and _fielded(s, i, lex):  # "Fifteen engines and 100 firefighters were called"
        return StatusMention("present", token.head, token.head, "fielded")
    opposed = [t.lower for t in s.tokens[max(0, i - 3) : i] if t.tag == "CC"] == ["but"]
    if token.tag[:2] == "VB" and opposed and s.tokens[i].dep == "conj":
        return None  # "No patient was harmed, but a nurse who had gone back drowned"
    if token.tag[:2] == "VB" and s.tokens[i].tag[:2] in {"NN", "CD"} and i > head:
        acts = any(s.tokens[c].dep == "dobj" for c in s.children[head])
        found = predicate(s, head, "obj" if acts else "subj", lex)
        return found or (_of_set(s, i, head, lex) if token.lemma == "be" else None)
    if s.tokens[i].dep == "appos" and token.lower in _MOST:  # "Most of the dead, 319, were from the county"
        told = (set_told(s, n, lex) for c in s.children[head] if s.tokens[c].lower == "of" for n in s.children[c])
        return next((one for one in told if one is not None), None)
    if s.tokens[i].dep == "appos" and token.tag[:2] == "NN":
        return climb(s, head, lex, depth + 1) or modified(s, head, lex)
    return climb(s, head, lex, depth + 1)


_MOST = frozenset({"most", "half", "majority", "many", "all", "some"})


def _subject(s: Sentence, i: int, verb: int, lex: Lexemes) -> StatusMention | None:
    if i > verb and s.tokens[verb].lemma == "be":
        found = attribute(s, i, verb, lex)
        if found is not None:
            return found
    while s.tokens[verb].dep in {"aux", "auxpass"} and s.tokens[verb].head != verb:
        verb = s.tokens[verb].head
    if s.tokens[verb].lower == "go" and s.tokens[s.tokens[verb].head].lemma == "let":
        return StatusMention("freed", verb, s.tokens[verb].head, "let go")
    found = predicate(s, verb, "subj", lex)
    if found is not None and found.status == "rescued" and s.tokens[i].lemma in {"body", "corpse"}:
        return StatusMention("killed", i, verb, "bodies")  # "The bodies of 39, among them nine children, were pulled"
    if found is None and s.tokens[verb].lemma in lex.lists["fielding"] and is_passive(s, verb) and _fielded(s, i, lex):
        return StatusMention("present", verb, verb, "fielded")
    if found is not None:
        return found if found.status == "killed" else _fatal(s, verb, lex) or found
    if s.heading and _headlined(s, verb) and not any(s.tokens[c].dep in {"aux", "dobj"} for c in s.children[verb]):
        found = predicate(s, verb, "obj", lex)  # "Five more miners lifted out alive from flooded colliery"
        if found is not None:
            return found
    return _small_clause(s, verb, lex) or _of_set(s, i, verb, lex) or _part_done_to(s, i, verb, lex)


def _part_done_to(s: Sentence, i: int, verb: int, lex: Lexemes) -> StatusMention | None:
    """``55 inmates, 16 of them beheaded``: a participle taken for a past tense."""
    token = s.tokens[verb]
    parts = [s.tokens[n].lower for c in s.children[i] if s.tokens[c].lower == "of" for n in s.children[c]]
    acts = any(s.tokens[c].dep == "dobj" for c in s.children[verb])
    status = lex.patient.get(token.lemma) if token.tag in {"VBD", "VBN"} and not acts else None
    return StatusMention(status, verb, verb, "small clause") if status and set(parts) & {"them", "whom"} else None


def _of_set(s: Sentence, i: int, verb: int, lex: Lexemes) -> StatusMention | None:
    """``Of the dead, 26 were civilians``: who some of a set were; the set's own state."""
    if s.tokens[verb].lemma != "be":
        return None
    for child in s.children[verb]:
        if s.tokens[child].dep == "prep" and child < i and s.tokens[child].lower in {"of", "among"}:
            for noun in s.children[child]:
                found = set_told(s, noun, lex)
                if found:
                    return found
    return None


def _fatal(s: Sentence, verb: int, lex: Lexemes) -> StatusMention | None:
    """``had been taken to a hospital and was murdered``, ``were wounded and died``: the last state is death."""
    for child in s.children[verb]:
        part = s.tokens[child]
        own = any(s.tokens[c].dep in {"nsubj", "nsubjpass", "dobj"} for c in s.children[child])
        if part.dep == "conj" and part.tag[:2] == "VB" and not own and child - verb > 2:
            found = predicate(s, child, "subj", lex)
            if found is not None and found.status == "killed":
                return found
    return None


def _small_clause(s: Sentence, verb: int, lex: Lexemes) -> StatusMention | None:
    """``left 20 villagers injured``, ``saw 120 soldiers killed``: the phrase is subject of a bare predicate."""
    token = s.tokens[verb]
    status = lex.participle(token.lemma, token.lower) if token.tag in {"VBN", "JJ", "VBD", "NN", "RB"} else None
    having = token.tag == "VBN" and any(s.tokens[c].lemma == "have" for c in s.children[verb])
    acts = (token.tag == "VBD" or having) and any(s.tokens[c].dep == "dobj" for c in s.children[verb])
    if acts:
        return None
    passive_only = token.tag == "VBD" and token.lower not in lex.adjectives and not _headlined(s, verb)
    if status and not passive_only:
        return StatusMention(status, verb, verb, "small clause")
    return None


def _headlined(s: Sentence, verb: int) -> bool:
    """``Nine sailors snatched from tanker``: a headline's participle, taken for a past tense."""
    following = s.tokens[verb + 1].lower if verb + 1 < len(s.tokens) else ""
    return s.heading and following in {"from", "by", "in", "near", "off", "after", "during", "outside", "out"}


def _object(s: Sentence, i: int, verb: int, lex: Lexemes) -> StatusMention | None:
    token = s.tokens[verb]
    if lives(s, i, lex) and any("life" in frame.words for frame in lex.frames.get(token.lemma, ())):
        return StatusMention("killed", i, verb, "lives")
    if token.lemma == "receive" and any(s.tokens[c].lemma in {"morgue", "mortuary"} for c in s.children[verb]):
        return StatusMention("killed", verb, verb, "morgue")  # "The morgue had received six"
    if token.lemma in lex.lists["fielding"] and (_fielded(s, i, lex) or (token.lemma == "have" and _sited(s, i, verb))):
        return StatusMention("present", verb, verb, "fielded")
    if token.lemma in {"draw", "attract"} and drawn(s, verb):
        return StatusMention("present", verb, verb, "drawn")
    if token.lemma == "destroy" and s.tokens[i].lemma in lex.lists["forces"] | _COMBATANTS:
        return StatusMention("killed", verb, verb, "destroyed")  # "had destroyed more than 400 enemy soldiers"
    if token.lemma == "number":
        return _set_of(s, verb, lex) or StatusMention("present", verb, verb, "toll")
    if token.lemma in {"include", "comprise"}:
        return _set_of(s, verb, lex)
    if token.lemma == "be":
        return attribute(s, i, verb, lex)
    for child in s.children[verb]:
        part = s.tokens[child]
        if part.dep == "prep" and token.lemma in {"leave", "keep"} and child > i and phrase(s, child, lex):
            return StatusMention(str(phrase(s, child, lex)), child, verb, "object complement")
        if part.lower == "alive" and token.lemma in {"get", "bring", "pull", "dig", "lift", "free"}:
            return StatusMention("rescued", child, verb, "object complement")
        if part.dep in {"oprd", "acomp", "ccomp", "xcomp", "advcl", "amod", "advmod"} and child > i:
            status = lex.adjectives.get(part.lower) or (lex.patient.get(part.lemma) if part.tag == "VBN" else None)
            if status and token.lemma in _COMPLEMENTED:
                return StatusMention(status, child, verb, "object complement")
    return predicate(s, verb, "obj", lex) or made_to(s, i, verb, lex) or _shared_object(s, i, verb, lex)


def _sited(s: Sentence, i: int, verb: int) -> bool:
    """``has 18 workers at the site``: a working group that somebody has somewhere."""
    token = s.tokens[i]
    lemma = token.lemma if token.tag in {"NNS", "NNPS"} else token.lower
    places = [*s.children[i], *s.children[verb]]
    if lemma in {"passenger", "crew"}:
        return True
    return lemma in {"worker", "employee", "staff", "engineer", "contractor", "national", "citizen"} and any(
        s.tokens[c].dep == "prep" and s.tokens[c].lower in {"at", "in", "on", "aboard", "inside"} for c in places
    )


def _fielded(s: Sentence, i: int, lex: Lexemes) -> bool:
    token = s.tokens[i]
    lemma = token.lemma if token.tag in {"NNS", "NNPS"} else token.lower
    if lemma in lex.lists["measures"]:
        return any(_fielded(s, n, lex) for c in s.children[i] if s.tokens[c].lower == "of" for n in s.children[c])
    return lemma in lex.lists["forces"] and not any(
        s.tokens[c].dep in {"acl", "relcl"} and s.tokens[c].tag == "VBN" for c in s.children[i]
    )


def _shared_object(s: Sentence, i: int, verb: int, lex: Lexemes) -> StatusMention | None:
    """``targeted and killed scores of civilians``: the object of one conjunct is the other's too."""
    token = s.tokens[verb]
    others = [c for c in s.children[verb] if s.tokens[c].dep == "conj" and s.tokens[c].tag[:2] == "VB" and c < i]
    if token.dep == "conj" and s.tokens[token.head].tag[:2] == "VB":
        head = token.head
        taken = {"dobj", "ccomp", "nsubjpass"}  # "no one had been hurt and urged the 2,900 to stay"
        if not any(s.tokens[c].dep in taken for c in s.children[head]):
            others.append(head)
    for other in others:
        found = predicate(s, other, "obj", lex)
        if found:
            return found
    return None


def _set_of(s: Sentence, verb: int, lex: Lexemes) -> StatusMention | None:
    """``the dead include two children``, ``those killed included``, ``among the dead were``: the set's own status."""
    for child in s.children[verb]:
        if s.tokens[child].lower in {"who", "which"} and s.tokens[verb].dep == "relcl":
            whole = s.tokens[verb].head  # "the victims, who include four French nationals"
            return set_told(s, whole, lex) or modified(s, whole, lex) or climb(s, whole, lex, 6)
        if s.tokens[child].dep in {"nsubj", "nsubjpass"}:
            aboard = s.tokens[child].lower in ABOARD and s.tokens[verb].lemma == "include"
            return set_told(s, child, lex) or (StatusMention("present", child, None, "set") if aboard else None)
    return None


def _prepositional(s: Sentence, i: int, prep: int, lex: Lexemes, depth: int) -> StatusMention | None:
    word = s.tokens[prep].lower
    if word == "to" and s.tokens[s.tokens[prep].head].lemma in {"injury", "wound"}:
        return StatusMention("injured", s.tokens[prep].head, None, "noun of")  # "and injuries to a further 58"
    governor = s.tokens[prep].head
    above = s.tokens[governor]
    lemma = above.lemma if above.tag in {"NNS", "NNPS"} else above.lower
    if word in _INCLUDING:
        own = modified(s, i, lex)
        whole = _including(s, governor, lex, depth) if own is None or own.status == "injured" else None
        if own is not None and own.rule != "modifier" and not (whole and whole.status == "killed"):
            return own  # but a sergeant who was stabbed, "including" whom four died, is dead
        return whole or _including(s, governor, lex, depth) or own
    if word in {"but", "except"} and above.lower in {"all", "everyone", "everybody"}:
        return climb(s, governor, lex, depth + 1)
    if word == "of":
        return _of(s, governor, i, lemma, lex, depth)
    if word in {"as", "than"} and above.lower in {"many", "more", "fewer", "less", "few"}:
        return climb(s, governor, lex, depth + 1)
    if (word == "with" and (prep > 0 and s.tokens[prep - 1].lower in {"along", "together"})) or word in {
        "besides",
        "alongside",
    }:
        return _including(s, governor if above.lower != "along" else above.head, lex, depth)
    if word == "with" and above.lower in lex.lists["vessels"]:
        taker = s.tokens[above.head]
        if above.dep in {"dobj", "nsubjpass"} and taker.lemma in {"seize", "hijack", "capture", "commandeer"}:
            return StatusMention("held", taker.i, taker.i, "aboard")
        return StatusMention("present", prep, None, "aboard")
    if word == "with" and above.lemma in _FILLED and above.tag in {"VBN", "JJ", "VBD"}:
        return StatusMention("present", governor, governor, "filled")
    if word == "by" and above.lower in _ACTS and s.tokens[i].tag == "NNS":
        return StatusMention("present", governor, None, "agent")
    if word == "with" and above.lemma in lex.lists["attacks"] | lex.lists["duties"] and _fielded(s, i, lex):
        return StatusMention("present", prep, None, "fielded")  # "surrounded the camp with 1,000 troops"
    if word == "with" and above.lemma in _LOST and s.tokens[i].tag == "CD":
        return StatusMention("present", prep, None, "aboard")
    if word == "with" and above.lemma == "make" and any(s.tokens[c].lower == "off" for c in s.children[governor]):
        return StatusMention("held", governor, governor, "made off with")
    if word == "by" and above.tag[:2] == "VB":
        fighters = s.tokens[i].lower in lex.lists["gunmen"] and lex.patient.get(above.lemma)
        return StatusMention("present", governor, governor, "agent") if fighters else None
    if word == "for" and above.lemma == "account":
        return StatusMention("safe", governor, governor, "accounted for")
    if word == "for" and above.lemma == "care":
        return StatusMention("hospitalised", governor, governor, "cared for")
    if word in {"to", "for", "on", "against", "from"}:
        return None
    if word in {"with", "in"} and above.tag[:2] == "VB" and above.lemma in {"end", "result", "leave"}:
        return None
    return None


def _including(s: Sentence, governor: int, lex: Lexemes, depth: int) -> StatusMention | None:
    """``12 people, including two children, were killed``: what is said of the whole."""
    token = s.tokens[governor]
    if token.tag[:2] in {"NN", "CD", "PR", "DT", "JJ"}:
        return modified(s, governor, lex) or climb(s, governor, lex, depth + 1) or set_told(s, governor, lex)
    if token.tag[:2] == "VB":
        if any(s.tokens[c].dep == "auxpass" for c in s.children[governor]):
            found = predicate(s, governor, "subj", lex)
            if found:
                return found
        for role, deps in (("obj", {"dobj"}), ("subj", {"nsubjpass", "nsubj"})):
            if any(s.tokens[c].dep in deps for c in s.children[governor]):
                found = predicate(s, governor, role, lex)
                if found:
                    return found
        for child in s.children[governor]:
            if s.tokens[child].dep in {"dobj", "nsubj", "nsubjpass"}:
                found = set_told(s, child, lex)
                if found:
                    return found
    return None


#: filled places: "the club was packed with 2,000 revellers"
_FILLED = frozenset({"pack", "cram", "crowd", "fill", "jam", "throng"})
#: acts told as nouns: "the seizure of a theatre by 40 armed men"
_ACTS = frozenset({"seizure", "attack", "raid", "assault", "ambush", "takeover", "occupation", "storming", "hijacking"})
#: what a vessel does "with 362": they were on it
_LOST = frozenset({"sink", "capsize", "crash", "vanish", "disappear", "go", "founder"})
_AT = frozenset({"in", "at", "on", "aboard", "inside"})


_COMBATANTS = frozenset({"combatant", "man", "crewman", "crew", "airman", "sailor", "guerrilla", "comrade"})


def _of(s: Sentence, governor: int, pobj: int, lemma: str, lex: Lexemes, depth: int) -> StatusMention | None:
    """``the death of three people``, ``took the lives of``, ``bodies of two men``, ``a total of 12``."""
    above = s.tokens[governor]
    if above.lemma == "consist":
        return _set_of(s, governor, lex)
    if above.lemma == "make" and any(s.tokens[c].lower == "up" for c in s.children[governor]):
        return StatusMention("present", governor, governor, "made up of")
    if lemma in GATHERINGS and lemma not in {"number", "total"}:
        return StatusMention("present", governor, None, "gathering")
    if lemma == "loss" and s.tokens[pobj].lower in {"life", "lives"}:
        return StatusMention("killed", governor, None, "loss of life")
    if lemma == "loss" and (s.tokens[pobj].lemma in lex.lists["forces"] or s.tokens[pobj].lemma in _COMBATANTS):
        return StatusMention("killed", governor, None, "loss of")  # "conceded the loss of 401 combatants"
    if lemma in {"loss", "lack"}:
        return None
    if lemma == "life":
        verb = above.head
        for frame in lex.frames.get(s.tokens[verb].lemma, ()):
            if frame.who == "of" and ("life" in frame.words):
                return StatusMention(frame.status, governor, verb, "lives of")
        return StatusMention("killed", governor, verb, "lives of") if s.tokens[verb].lower in {"of"} else None
    status = lex.nouns.get(lemma)
    if (status and above.tag[:2] in {"NN", "VB"} and lemma not in {"case", "remains"}) or lemma in {"remains"}:
        return StatusMention(status or "killed", governor, None, "noun of")
    if above.tag == "VBG" and lex.patient.get(above.lemma):
        return StatusMention(lex.patient[above.lemma], governor, governor, "gerund of")
    if above.tag == "CD" and _definite(s, pobj):
        return _excepting(s, governor, lex, depth) or modified(s, pobj, lex)
    if lemma in lex.lists["measures"] or above.tag == "CD":
        return modified(s, governor, lex) or climb(s, governor, lex, depth + 1)
    return None


def _excepting(s: Sentence, part: int, lex: Lexemes, depth: int) -> StatusMention | None:
    """``All but two of the 49 on board perished``: what befell all but the two."""
    preposition = s.tokens[s.tokens[part].head]
    return climb(s, part, lex, depth + 1) if preposition.lower in {"but", "except"} else None


def _definite(s: Sentence, pobj: int) -> bool:
    """``four of its 18``, ``two of the 12``: the whole is not what its part is."""
    parts = [s.tokens[c] for c in s.children[pobj]]
    return any(t.tag in {"PRP$", "DT"} or t.dep == "poss" for t in parts) and any(t.dep == "nummod" for t in parts)


def _attached(s: Sentence, i: int, head: int, lex: Lexemes, depth: int) -> StatusMention | None:
    """A number hanging loosely in the tree: what its governor says, if that is a predicate or a counted noun."""
    token, above = s.tokens[i], s.tokens[head]
    if above.tag[:2] == "VB" or above.tag == "JJ":
        if token.dep in {"npadvmod", "dep", "advmod", "nummod", "amod", "quantmod", "nmod"}:
            if above.tag in {"JJ", "VBN"} and above.lower in lex.adjectives:
                return StatusMention(lex.adjectives[above.lower], head, head, "loose")
            role = "obj" if i > head else "subj"
            return predicate(s, head, role, lex)
        return None
    if above.tag[:2] in {"NN", "CD"}:
        return modified(s, head, lex) or climb(s, head, lex, depth + 1)
    return None


def _root(s: Sentence, i: int, lex: Lexemes) -> StatusMention | None:
    """A headline fragment: ``Five dead, 30 hurt as bus plunges``."""
    token = s.tokens[i]
    if token.tag[:2] in {"NN", "CD", "JJ", "DT"}:
        for child in s.children[i]:
            part = s.tokens[child]
            if (
                child > i
                and part.tag in {"JJ", "VBN", "VBD"}
                and part.dep in {"acl", "amod", "acomp", "advcl", "conj", "appos", "dep", "ccomp", "oprd"}
            ):
                status = lex.participle(part.lemma, part.lower)
                if status:
                    return StatusMention(status, child, child, "fragment")
    return None
