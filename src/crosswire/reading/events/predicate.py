"""What a predicate does to one of its arguments: the status it gives its subject or its object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crosswire.model import Sentence, Token
from crosswire.reading.events.lexemes import Frame, Lexemes

_LOOSE = frozenset(
    (
        "acomp attr oprd prep advmod xcomp ccomp dobj pobj acl advcl prt npadvmod amod compound pcomp conj nmod "
        "dep agent"
    ).split()
)


@dataclass(frozen=True, slots=True)
class StatusMention:
    """A status and the word that gives it; ``verb`` is the governing predicate, if any."""

    status: str
    trigger: int
    verb: int | None = None
    rule: str = "predicate"


def predicate(s: Sentence, verb: int, role: str, lex: Lexemes, depth: int = 0) -> StatusMention | None:
    """The status that ``verb`` gives its subject (``role`` "subj") or object ("obj").

    "were killed", "died", "lost their lives", "are believed to have been killed", "left 12 dead",
    "were taken hostage", "is in custody", "was missing".
    """
    if depth > 5:
        return None
    token = s.tokens[verb]
    lemma = token.lemma if token.tag.startswith("V") else token.lower
    passive = role == "subj" and is_passive(s, verb)
    affected = role == "obj" or passive
    found = _framed(s, verb, lemma, affected, lex) or (_to_death(s, verb, lemma) if affected else None)
    if found is None and role == "subj" and not passive:
        found = _copular(s, verb, lex)
    if found is None:
        found = _lexical(s, token, lemma, verb, affected, lex)
    if found is None and role == "subj":
        found = _raised(s, verb, lemma, lex, depth)
    if found is None and role == "subj":
        found = _shared_subject(s, verb, lex, depth)
    return found


def is_passive(s: Sentence, verb: int) -> bool:
    """True if the verb has a passive auxiliary or is a bare past participle used as one."""
    tokens = s.tokens
    if any(tokens[c].dep in {"auxpass", "nsubjpass"} for c in s.children[verb]):
        return True
    if tokens[verb].tag == "VBN" and tokens[verb].dep in {"acl", "advcl", "amod"}:
        return not any(tokens[c].lemma == "have" for c in s.children[verb])
    auxiliaries = [tokens[c].lower for c in s.children[verb] if tokens[c].dep == "aux"]
    if (
        tokens[verb].tag in {"VBN", "VBD"}
        and tokens[verb].dep == "conj"
        and not any(tokens[c].dep in {"nsubj", "dobj"} for c in s.children[verb])
    ):
        head = tokens[verb].head
        return tokens[head].tag == "VBN" and is_passive(s, head)
    return tokens[verb].tag == "VBN" and bool({"being", "been"} & set(auxiliaries))


def _framed(s: Sentence, verb: int, lemma: str, affected: bool, lex: Lexemes) -> StatusMention | None:
    frames = lex.frames.get(lemma)
    if not frames:
        return None
    below = list(_below(s, verb))
    for frame in frames:
        if not _fits(frame, affected, lemma, lex):
            continue
        for i in below:
            token = s.tokens[i]
            from_there = lemma in {"move", "shift", "evacuate"} and i < verb and s.tokens[token.head].lower == "at"
            if frame.status == "hospitalised" and (from_there or _leaving(s, i)):
                continue  # "At the hospital 118 patients were moved from the wards"
            if token.lower in {"fatally", "mortally"} and token.head != verb:
                continue  # "Two people were stabbed, one fatally"
            if frame.status == "infected" and any(s.tokens[c].lower == "no" for c in s.children[i]):
                continue  # "are in quarantine but show no symptoms"
            if token.lower in {"off", "back"} and token.head != verb:
                continue  # "a plane carrying 51 people veered off the runway"
            if token.lower in _COVER and frame.status == "rescued" and s.tokens[i - 1].lower != "from":
                continue  # "pulled two children under the table"
            if frame.status == "held" and frame.who == "affected" and not affected:
                continue  # "20 prisoners took five guards hostage": the prisoners hold
            if (token.lower in frame.words or token.lemma in frame.words) and not _owned(s, verb, i, frame):
                if frame.status == "injured" and s.tokens[token.head].lower == "without":
                    return StatusMention("safe", i, verb, "unhurt")  # "got away without injury"
                return StatusMention(frame.status, i, verb, f"frame:{lemma}")
    return None


#: what is done "to death" and kills nobody
_FIGURATIVE = frozenset("sentence condemn bore scare frighten worry love tickle".split())


def _to_death(s: Sentence, verb: int, lemma: str) -> StatusMention | None:
    """``was hacked, clubbed, kicked to death``: whatever the deed."""
    if lemma in _FIGURATIVE or s.tokens[verb].tag[:2] != "VB":
        return None
    for child in s.children[verb]:
        if (
            s.tokens[child].lower == "to"
            and child > verb
            and [s.tokens[c].lower for c in s.children[child]] == ["death"]
        ):
            return StatusMention("killed", child + 1, verb, "to death")
    return None


_COVER = frozenset({"under", "beneath", "underneath"})


def active_frame(s: Sentence, verb: int, lex: Lexemes) -> StatusMention | None:
    """What the verb's frame tells of its doer, though the parser takes the past tense for a participle."""
    return _framed(s, verb, s.tokens[verb].lemma, False, lex)


def _fits(frame: Frame, affected: bool, lemma: str, lex: Lexemes) -> bool:
    if frame.who == "of":
        return False
    if frame.who == "subject":
        return not affected or lemma in {"be", "keep", "remain"}
    return affected or lemma in lex.lists["undergone"]


def _leaving(s: Sentence, i: int) -> bool:
    """``moved out of the hospital``, ``discharged from hospital``: away from care, not into it."""
    token = s.tokens[i]
    return token.dep == "pobj" and s.tokens[token.head].lower in {"from", "of", "near", "outside"}


def _owned(s: Sentence, verb: int, i: int, frame: Frame) -> bool:
    """A frame word inside another clause, or negated, does not count."""
    k = i
    while k != verb:
        token = s.tokens[k]
        if token.dep in {"relcl", "ccomp", "advcl"} and s.tokens[token.head].tag.startswith("N"):
            return True
        if token.head == k or _singled_out(s, k):
            return True
        k = token.head
    return False


def _singled_out(s: Sentence, i: int) -> bool:
    """``among them a medical student``, ``including a prison guard``, ``two of them hospital nurses``: who some are."""
    token = s.tokens[i]
    if token.dep == "pobj" and s.tokens[token.head].lower == "including":
        return True
    k = i - 1
    while k > 0 and s.tokens[k].tag[:2] in {"NN", "JJ", "DT", "CD"}:
        k -= 1
    return (
        token.tag.startswith("N")
        and s.tokens[k].lower in {"them", "whom", "those"}
        and k > 0
        and s.tokens[k - 1].lower in {"among", "of"}
    )


def _below(s: Sentence, verb: int) -> Iterator[int]:
    """Tokens that the verb governs closely: complements, particles, prepositional objects; three levels."""
    queue = [(c, 1) for c in s.children[verb] if s.tokens[c].dep in _LOOSE]
    while queue:
        i, depth = queue.pop(0)
        token = s.tokens[i]
        if token.dep == "conj" and (token.tag.startswith("V") or token.tag == "CD" or s.tokens[i - 1].tag == "CD"):
            continue  # "seven were dead and three missing": the three, not the seven
        if token.dep in {"advcl", "ccomp"} and depth > 1:
            continue
        yield i
        if depth < 4:
            queue.extend((c, depth + 1) for c in s.children[i] if s.tokens[c].dep in _LOOSE)


def _copular(s: Sentence, verb: int, lex: Lexemes) -> StatusMention | None:
    """``are dead``, ``were missing``, ``went missing``, ``were inside``: the complement decides."""
    token = s.tokens[verb]
    if token.lemma not in lex.lists["copulas"]:
        if token.dep in {"ccomp", "oprd", "advcl", "acl", "ROOT", "conj", "dep", "amod", "relcl"} and token.tag[:2] in {
            "JJ",
            "VB",
        }:
            having = any(s.tokens[c].lemma == "have" for c in s.children[verb])
            acts = any(s.tokens[c].dep == "dobj" for c in s.children[verb])
            if acts and (token.tag == "VBD" or having):
                return None  # "shot dead five people and wounded eight others"
            status = lex.adjectives.get(token.lower)
            return StatusMention(status, verb, verb, "predicative") if status else None
        return None
    for child in s.children[verb]:
        part = s.tokens[child]
        if part.dep == "prep" and child > verb:
            found = _within(s, child, lex) or _at_large(s, child, lex)
            if found:
                return StatusMention(found, child, verb, "within")
        if part.dep == "conj" and part.tag[:2] == "VB" and any(_own_subject(s, c, child) for c in s.children[child]):
            continue  # "Fifteen are in isolation and 14 have been discharged"
        if part.dep in {"acomp", "attr", "oprd", "xcomp", "advmod", "ccomp", "dobj", "conj"} and child > verb:
            status = lex.adjectives.get(part.lower)
            if part.dep == "advmod" and part.lower == "there" and token.lemma == "be":
                status = "present"  # "Just four constables were there"
            if status is None and part.tag == "VBN":
                status = lex.patient.get(part.lemma)
            if status is None and part.dep == "attr" and part.lemma in {"hostage", "captive", "refugee", "survivor"}:
                status = lex.nouns.get(part.lemma)
            if status is None and part.dep == "attr":
                status = _attributed(s, child, lex)
            if status:
                return StatusMention(status, child, verb, "copula")
    return None


def _attributed(s: Sentence, noun: int, lex: Lexemes) -> str | None:
    """``one of the victims was a woman shot as she came upon the theft``: the predicate noun's own participle."""
    for child in s.children[noun]:
        part = s.tokens[child]
        if part.dep == "acl" and part.tag == "VBN" and part.lemma in lex.patient:
            return lex.patient[part.lemma]
        those = part.dep == "relcl" and s.tokens[noun].lower == "those"  # "are among those who lost their lives"
        first = part.dep in {"relcl", "acl"} and part.tag == "VB" and s.tokens[noun].lower in {"first", "last"}
        if part.dep == "acl" and part.tag == "VBN" and s.tokens[noun].lower == "those":
            brought = predicate(s, child, "obj", lex, 4)  # "among those brought ashore"
            if brought:
                return brought.status
        if those or first:
            found = predicate(s, child, "subj", lex, 4)
            return found.status if found else None
    return None


def _at_large(s: Sentence, prep: int, lex: Lexemes) -> str | None:
    """``are on the run``, ``remain at large``."""
    pairs = ((s.tokens[prep].lower, s.tokens[noun].lower) for noun in s.children[prep])
    return next(("escaped" for pair in pairs if lex.phrases.get(pair) == "escaped"), None)


def _within(s: Sentence, prep: int, lex: Lexemes) -> str | None:
    """``are in areas besieged by``, ``is at sea``, ``are under siege``, ``with flu-like symptoms``."""
    word = s.tokens[prep].lower
    for noun in s.children[prep]:
        token = s.tokens[noun]
        if word == "with" and (token.lower in {"symptoms", "fever", "diarrhoea", "diarrhea"}):
            return "infected"
        if word == "under" and token.lower in {"siege", "blockade"}:
            return "held"
        if (word == "with" and token.lower in lex.lists["gunmen"]) or (word == "in" and token.lower == "hands"):
            return "held"
        if word == "at" and token.lower == "sea":
            return "present"
        if (
            word in {"on", "inside", "aboard", "at", "in"}
            and token.lower in lex.lists["whereabouts"]
            and s.tokens[s.tokens[prep].head].lower in {"were", "was", "been"}
        ):
            return "present"
        if word in {"among", "amongst"}:
            lemma = token.lemma if token.tag == "NNS" else token.lower
            return lex.nouns.get(lemma) or lex.adjectives.get(token.lower) or _attributed(s, noun, lex)
        if word == "in" and token.lower in {"shelters", "camps", "centres", "centers", "tents"}:
            return "displaced"
        if word == "in":
            for child in s.children[noun]:
                if s.tokens[child].dep in {"acl", "amod"} and s.tokens[child].lower in {"besieged", "blockaded"}:
                    return "held"
    return None


def _lexical(s: Sentence, token: Token, lemma: str, verb: int, affected: bool, lex: Lexemes) -> StatusMention | None:
    if affected:
        status = lex.patient.get(lemma)
        if status is None and token.tag[:2] in {"VB", "JJ"}:
            status = lex.adjectives.get(token.lower) if token.tag in {"JJ", "VBN"} else None
    else:
        status = lex.subject.get(lemma)
        acts = any(s.tokens[c].dep == "dobj" for c in s.children[verb])
        if status is None and token.tag in {"VBN", "JJ"} and not acts:
            status = lex.adjectives.get(token.lower)
    return StatusMention(status, verb, verb, "verb") if status else None


def _raised(s: Sentence, verb: int, lemma: str, lex: Lexemes, depth: int) -> StatusMention | None:
    """``are believed to have been killed``, ``were forced to flee``, ``continue to camp``."""
    for child in s.children[verb]:
        part = s.tokens[child]
        if part.dep == "xcomp" and lemma in lex.lists["raising"]:
            return predicate(s, child, "subj", lex, depth + 1)
        if (
            part.dep in {"oprd", "ccomp"}
            and lemma in lex.lists["raising"]
            and part.tag[:2] == "JJ"
            and part.lower in lex.adjectives
        ):
            return StatusMention(lex.adjectives[part.lower], child, verb, "reported")
    return None


def _strayed(s: Sentence, verb: int) -> Iterator[int]:
    """``A firefighter fell while climbing and was hurt``: a finite conjunct hung on the participle before it."""
    for child in s.children[verb]:
        if s.tokens[child].dep == "advcl" and s.tokens[child].tag == "VBG":
            for other in s.children[child]:
                finite = any(s.tokens[c].dep == "auxpass" and s.tokens[c].tag == "VBD" for c in s.children[other])
                if s.tokens[other].dep == "conj" and finite:
                    yield other


def _own_subject(s: Sentence, i: int, verb: int) -> bool:
    """A subject, also one taken for an adverb: "two were suspended and a third arrested"."""
    token = s.tokens[i]
    counted = token.dep == "npadvmod" and i == verb - 1 and (token.tag == "CD" or s.tokens[i - 1].lower == "a")
    return token.dep in {"nsubj", "nsubjpass"} or counted


def _shared_subject(s: Sentence, verb: int, lex: Lexemes, depth: int) -> StatusMention | None:
    """``eight people came ashore and were arrested``: a later conjunct with no subject of its own."""
    for child in [*s.children[verb], *_strayed(s, verb)]:
        part = s.tokens[child]
        if (
            part.dep == "conj"
            and part.tag[:2] == "VB"
            and not any(_own_subject(s, c, child) for c in s.children[child])
        ):
            return predicate(s, child, "subj", lex, depth + 1)
    return None
