"""The status that a phrase's own modifiers give: "people killed in", "who died", "wounded soldiers"."""

from __future__ import annotations

from crosswire.model import GroupMention, Sentence
from crosswire.reading.events.lexemes import Lexemes
from crosswire.reading.events.predicate import StatusMention, active_frame, predicate


def modified(s: Sentence, i: int, lex: Lexemes) -> StatusMention | None:
    """The status a modifier gives: "people killed in", "who died", "wounded soldiers", "150 people aboard"."""
    for child in s.children[i]:
        token = s.tokens[child]
        found: StatusMention | None = None
        if token.dep in {"acl", "advcl"} and token.tag in {"VBN", "VBG", "VBD"} and child > i:
            found = _participial(s, child, lex)
        elif token.dep == "relcl":
            found = _relative(s, child, lex)
        elif token.dep in {"amod", "advmod", "compound", "acomp", "nmod"} or (token.dep == "prep" and child > i):
            found = _modifier(s, child, i, lex)
        if found is not None:
            return found
    return None


def _participial(s: Sentence, verb: int, lex: Lexemes) -> StatusMention | None:
    token = s.tokens[verb]
    if token.tag in {"VBN", "VBD"}:
        found = predicate(s, verb, "obj", lex)
        if found is None and token.lemma in lex.subject:
            return StatusMention(lex.subject[token.lemma], verb, verb, "participle")
        return found or _done(s, verb, lex)
    found = predicate(s, verb, "subj", lex) or _beneath(s, verb, lex)
    if (
        found
        and found.status == "present"
        and token.lemma
        not in {
            "protest",
            "demonstrate",
            "march",
            "attend",
            "gather",
            "rally",
            "participate",
            "take",
            "assist",
            "board",
        }
    ):
        return None
    return found


def _beneath(s: Sentence, verb: int, lex: Lexemes) -> StatusMention | None:
    """``four people tapping under the concrete``: whatever they do there, they are trapped."""
    for child in s.children[verb]:
        if s.tokens[child].dep == "prep" and phrase(s, child, lex) == "trapped":
            return StatusMention("trapped", child, None, "phrase")
    return None


def _done(s: Sentence, verb: int, lex: Lexemes) -> StatusMention | None:
    """``Six inmates tunnelled out of a jail``: a past tense taken for a participle."""
    passive = any(s.tokens[c].dep in {"agent", "auxpass"} for c in s.children[verb])
    return None if passive or s.tokens[verb].lower == "taken" else active_frame(s, verb, lex)


def _some_of(s: Sentence, i: int) -> bool:
    """``three hostages, one of them wounded``: what is said of one is not said of all."""
    return s.tokens[i].tag == "CD" and any(
        s.tokens[n].lower in {"them", "whom", "these"}
        for c in s.children[i]
        if s.tokens[c].lower == "of"
        for n in s.children[c]
    )


def _relative(s: Sentence, verb: int, lex: Lexemes) -> StatusMention | None:
    """``who were killed``, ``whom they held``, ``that are effectively homeless``."""
    if any(s.tokens[c].dep in {"nsubj", "nsubjpass"} and _some_of(s, c) for c in s.children[verb]):
        return None
    for child in s.children[verb]:
        token = s.tokens[child]
        if token.lower in {"who", "that", "which", "whom"} and token.dep in {"nsubj", "nsubjpass"}:
            return predicate(s, verb, "subj", lex)
        if token.lower in {"who", "that", "which", "whom"} and token.dep in {"dobj", "pobj"}:
            return predicate(s, verb, "obj", lex)
    if any(
        s.tokens[c].dep in {"nsubj", "nsubjpass"} and s.tokens[c].lower not in {"who", "that", "which"}
        for c in s.children[verb]
    ):
        return predicate(s, verb, "obj", lex)
    return None


def _modifier(s: Sentence, child: int, i: int, lex: Lexemes) -> StatusMention | None:
    token = s.tokens[child]
    if token.dep == "prep":
        status = phrase(s, child, lex) or _bearing(s, child, lex)
        return StatusMention(status, child, None, "phrase") if status else None
    if child > i and token.dep == "compound":
        return None
    adjective = lex.adjectives.get(token.lower)
    if adjective is None and token.tag in {"VBN", "JJ", "VBD"} and token.dep == "amod":
        adjective = lex.patient.get(token.lemma) or lex.patient.get(token.lower)
    if adjective in {"present"} and token.lower not in {"aboard", "inside", "onboard", "present"}:
        return None
    if adjective and token.lower in {"well", "free", "positive", "alive", "stuck", "okay"} and child < i:
        return None
    return StatusMention(adjective, child, None, "modifier") if adjective else None


def _bearing(s: Sentence, prep: int, lex: Lexemes) -> str | None:
    """``142 with light injuries``, ``children with measles``: what the people bear is their state."""
    if s.tokens[prep].lower != "with":
        return None
    for noun in s.children[prep]:
        token = s.tokens[noun]
        lemma = token.lemma if token.tag == "NNS" else token.lower
        if lemma in {"injury", "wound", "burn", "fracture"}:
            return "injured"
        if lemma in {"symptom", "cholera", "measles", "malaria", "ebola", "fever", "pneumonia", "dengue"}:
            return "infected"
    return None


def phrase(s: Sentence, prep: int, lex: Lexemes) -> str | None:
    """``in custody``, ``on board``, ``under the rubble``; a bare preposition "aboard", "inside" is presence."""
    lower = s.tokens[prep].lower
    for noun in s.children[prep]:
        found = lex.phrases.get((lower, s.tokens[noun].lower))
        if found:
            return found
    return "present" if lower in {"aboard", "onboard"} else None


#: what is said of a burial of the dead: "buried in a cemetery", "with full honours"
_FUNERAL = frozenset(
    "cemetery graveyard churchyard grave honour honor honours honors funeral ceremony coffin prayer plot".split()
)


def entombed(s: Sentence, group: GroupMention, verb: int, lex: Lexemes) -> bool:
    """``Six soldiers killed in the ambush were buried on Friday``: a burial of the dead, who are not trapped."""
    own = modified(s, group.head, lex)
    if own is not None and own.status == "killed":
        return True
    if s.tokens[min(verb + 1, len(s.tokens) - 1)].lower in {"together", "side", "alongside"}:
        return True  # "Seven relatives were buried together"
    around = [noun for c in s.children[verb] if s.tokens[c].dep == "prep" for noun in s.children[c]]
    return any({s.tokens[n].lower, s.tokens[n].lemma} & _FUNERAL for n in around)
