"""One rule for each kind of speech act: a function of a sentence and the word that opens it.

A rule answers with the words that say it (`Act`) or None; `asserted` in `clauses` then asks whether it was
said at all.  The words are in ``data/speech.toml``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from crosswire.model import Sentence, Token
from crosswire.reading.speech.clauses import (
    SUBJECT,
    Act,
    Sets,
    Words,
    after,
    agent,
    bare_clause,
    clauses_of,
    dative,
    first_person,
    governs_for,
    infinitive,
    inner_subject,
    negated,
    objects_of,
    passive,
    with_whom,
)

Rule = Callable[[Sentence, Token, Sets], Act | None]


def _responsibility(s: Sentence, t: Token, sets: Sets) -> Act | None:
    """``claimed responsibility for``, ``the attack, claimed by``, ``said it carried out the bombing``,
    ``a claim of responsibility from``.
    """
    words = sets["responsibility"]
    if t.lower == "responsibility":
        head = s.tokens[t.head]
        if head.lemma in words["claim"] and head.tag[:2] == "VB" and t.dep in {"dobj", "nsubjpass"}:
            return Act("responsibility", head.i, head.i if t.dep == "dobj" else t.i)
        return _claim_noun(s, t, sets)
    if t.tag[:2] != "VB":
        return None
    objects = {s.tokens[c].lemma for c in s.children[t.i] if s.tokens[c].dep in {"dobj", "nsubjpass"}}
    whose = s.tokens[t.head].lemma if t.dep in {"acl", "relcl"} and t.tag == "VBN" else ""
    if (
        t.lemma in words["claims_act"]
        and (objects | {whose}) & words["acts"]
        and (objects or agent(s, t.i) is not None)
    ):
        return Act("responsibility", t.i, t.i)
    if t.lemma in words["announcing"] and objects & words["acts"] and first_person(s, t.i):
        return Act("responsibility", t.i, t.i, whole=True)
    if t.lemma in words["says"] and any(_own_deed(s, t.i, c, words) for c in s.children[t.i]):
        return Act("responsibility", t.i, t.i)
    return None


def _claim_noun(s: Sentence, t: Token, sets: Sets) -> Act | None:
    """``issued a claim of responsibility``; not ``there was no claim of responsibility``."""
    prep = s.tokens[t.head]
    noun = s.tokens[prep.head]
    if prep.lower not in {"of", "for"} or noun.lemma not in {"claim", "admission"}:
        return None
    verb = s.tokens[noun.head]
    if any(s.tokens[c].lower in sets["lists"]["nobody"] for c in s.children[noun.i]) or noun.dep != "dobj":
        return None
    return Act("responsibility", verb.i, verb.i) if verb.lemma in sets["lists"]["issuing"] else None


def _own_deed(s: Sentence, verb: int, child: int, words: Words) -> bool:
    """A clause whose subject is the speaker and whose verb is the deed: "it had carried out the bombing"."""
    t = s.tokens[child]
    if t.dep not in {"ccomp", "xcomp"} or any(
        s.tokens[c].dep == "neg" or s.tokens[c].tag == "MD" for c in s.children[child]
    ):
        return False
    own = [s.tokens[c].lower for c in s.children[child] if s.tokens[c].dep == "nsubj"]
    if (own and own[0] not in {"it", "they", "we", "he", "she", "i"}) or (not own and t.dep != "xcomp"):
        return False
    below = {s.tokens[k].lemma for k in s.subtree(child)}
    if t.lemma == "be":
        return bool(below & {"behind", "responsible"}) and bool(below & words["acts"])
    return t.lemma in words["did"] and bool(below & words["acts"])


def _demand(s: Sentence, t: Token, sets: Sets) -> Act | None:
    """``demanding an end to``, ``called on France to halt``, ``urged the UN to send``,
    ``wanted to exchange A for B``.
    """
    words = sets["demand"]
    if t.tag[:2] != "VB" or t.dep == "amod":
        return None
    objects, clauses = objects_of(s, t.i), clauses_of(s, t.i)
    if t.lemma in words["any"] and (objects or clauses):
        return Act("demand", t.i, t.i, after(s, t.i, {"of", "from"}))
    if t.lemma in words["on"] and infinitive(s, t.i):
        addressee = after(s, t.i, {"on", "upon", "to", "with"})
        if addressee is not None:
            return Act("demand", t.i, t.i, addressee)
    if t.lemma in words["to"] and infinitive(s, t.i):
        whom = objects[0] if objects else next((c for c in s.children[t.i] if s.tokens[c].dep == "nsubjpass"), None)
        whom = whom if whom is not None else inner_subject(s, t.i)
        if whom is not None and not any(s.tokens[i].lemma in words["hiding"] for i in clauses):
            return Act("demand", t.i, t.i, whom)
    if t.lemma in words["for"] and governs_for(s, t.i) and not (t.lemma == "ask" and t.tag == "VBN"):
        return Act("demand", t.i, t.i, after(s, t.i, {"to", "on"}))
    if t.lemma == "insist" and (clauses or after(s, t.i, {"on", "upon"}) is not None):
        return Act("demand", t.i, t.i) if bare_clause(s, clauses) else None
    return _wanted(s, t, objects, clauses, words)


def _wanted(s: Sentence, t: Token, objects: Sequence[int], clauses: Sequence[int], words: Words) -> Act | None:
    """``wanted a halt to``, ``wanted to exchange A for B``, ``want the prisoners freed``; not ``want to go home``."""
    if t.lemma not in words["want"]:
        return None
    goals = any(s.tokens[c].lemma in words["wanted"] for c in objects)
    swaps = any(s.tokens[c].lemma in words["wants_to"] for c in clauses)
    done = t.lemma == "want" and any(
        s.tokens[c].lemma in words["wants_done"] and any(s.tokens[x].dep in SUBJECT for x in s.children[c])
        for c in clauses
    )
    return Act("demand", t.i, t.i) if goals or swaps or done else None


def _offer(s: Sentence, t: Token, sets: Sets) -> Act | None:
    """``offered a ransom``, ``pledged to help``, ``ready to negotiate provided``, ``open to talks``."""
    words = sets["offer"]
    if (
        t.lower in words["ready"]
        and t.dep in {"acomp", "attr", "oprd", "ccomp", "ROOT", "conj", "amod"}
        and t.dep != "amod"
    ):
        to = [
            c
            for c in s.children[t.i]
            if s.tokens[c].dep in {"xcomp", "ccomp"} and s.tokens[c].lemma in words["conceding"]
        ]
        talks = after(s, t.i, {"to", "for"})
        if to or (talks is not None and s.tokens[talks].lemma in words["ready_for"]):
            verb = t.head if s.tokens[t.head].lemma == "be" else t.i
            return Act("offer", verb, t.i, with_whom(s, to[0]) if to else None)
        return None
    if t.tag[:2] != "VB" or t.dep == "amod":
        return None
    objects = [c for c in objects_of(s, t.i) if s.tokens[c].lemma not in words["empty"]]
    hostile = any(s.tokens[c].lemma in sets["threat"]["hostile"] for c in clauses_of(s, t.i))
    if (t.lemma in words["any"] and objects) or (t.lemma in words["to"] and infinitive(s, t.i) and not hostile):
        return Act("offer", t.i, t.i, dative(s, t.i))
    return Act("offer", t.i, t.i) if t.lemma in {"pledge", "promise"} and objects else None


def _refusal(s: Sentence, t: Token, sets: Sets) -> Act | None:
    """``does not negotiate with``, ``refused to release``, ``rejected the demands``, ``ruled out talks``;
    not ``declined to comment``.
    """
    words = sets["refusal"]
    if t.tag[:2] != "VB" or t.dep == "amod":
        return None
    objects, clauses = objects_of(s, t.i), clauses_of(s, t.i)
    particles = {f"{t.lemma} {s.tokens[c].lower}" for c in s.children[t.i] if s.tokens[c].dep == "prt"}
    if particles & words["particle"] and (objects or passive(s, t.i)):
        found = {s.tokens[c].lemma for c in s.children[t.i] if s.tokens[c].dep in {"dobj", "nsubjpass"}}
        return None if found & words["findings"] else Act("refusal", t.i, t.i)
    if t.lemma in words["to"] and clauses:
        return None if any(s.tokens[c].lemma in words["silent"] for c in clauses) else Act("refusal", t.i, t.i)
    if t.lemma in words["any"] and any(s.tokens[c].lemma not in sets["denial"]["of"] for c in objects):
        return Act("refusal", t.i, t.i)
    return _will_not(s, t, words)


def _will_not(s: Sentence, t: Token, words: Words) -> Act | None:
    """A negated present or future of a verb of yielding: "we will not surrender"; "vowed not to give in"."""
    if t.lemma not in words["yielding"] or t.tag not in {"VB", "VBP", "VBZ", "VBG"}:
        return None
    parts = {s.tokens[c].lower for c in s.children[t.i] if s.tokens[c].dep in {"aux", "neg"}}
    vowed = (
        t.dep == "xcomp"
        and s.tokens[t.head].lemma in {"vow", "swear", "pledge", "promise", "decide"}
        and "not" in parts
    )
    settled = parts & {"not", "n't", "never"} and parts & {"do", "does", "will", "would", "wo", "'ll"}
    small = t.lemma in {"give", "hand", "lay"} and not any(
        s.tokens[c].dep == "prt" or s.tokens[c].lower in {"in", "up", "over", "down"} for c in s.children[t.i]
    )
    if not (vowed or settled) or small:
        return None
    return Act("refusal", t.i, t.i, with_whom(s, t.i), whole=not vowed)


def _denial(s: Sentence, t: Token, sets: Sets) -> Act | None:
    """``denied involvement``, ``denying claims of more``, ``dismissed reports that``; not ``was denied entry``."""
    words = sets["denial"]
    if t.tag[:2] != "VB" or t.dep == "amod":
        return None
    objects, clauses = objects_of(s, t.i), clauses_of(s, t.i)
    passively = passive(s, t.i)
    if t.dep == "relcl" and s.tokens[t.head].lemma in words["of"] and not objects:  # "a claim that Kabul dismissed"
        return Act("denial", t.i, min(s.subtree(t.head))) if t.lemma in words["claims"] | words["any"] else None
    if t.lemma in words["claims"]:
        denied = {
            s.tokens[c].lemma for c in (*objects, *(c for c in s.children[t.i] if s.tokens[c].dep == "nsubjpass"))
        }
        return Act("denial", t.i, t.i) if denied & words["of"] else None
    if t.lemma not in words["any"] or (passively and (objects or agent(s, t.i) is None)):
        return None
    if any(s.tokens[c].lemma in words["withheld"] for c in objects) or len(objects) > 1:
        return None
    last = max((c for c in s.children[t.i] if c > t.i and s.tokens[c].dep != "punct"), default=None)
    bare = last is None and (t.dep in {"relcl", "conj"} or s.tokens[t.i - 1].lower in {"which", "has", "have", "that"})
    return Act("denial", t.i, t.i) if objects or clauses or passively or bare else None


def _threat(s: Sentence, t: Token, sets: Sets) -> Act | None:
    """``threatened to kill``, ``vowed to avenge``, ``said they would execute the hostages``."""
    words = sets["threat"]
    if t.tag[:2] != "VB" or t.dep == "amod":
        return None
    objects, clauses = objects_of(s, t.i), clauses_of(s, t.i)
    if t.lemma in words["any"] and not passive(s, t.i) and (clauses or objects or after(s, t.i, {"with"}) is not None):
        return Act("threat", t.i, t.i, next((c for c in objects if s.tokens[c].lemma not in words["revenge"]), None))
    hostile = any(_harms(s, c, sets) and not negated(s, c) for c in clauses)
    if t.lemma in words["vow"] and (
        (hostile and infinitive(s, t.i)) or any(s.tokens[c].lemma in words["revenge"] for c in objects)
    ):
        return Act("threat", t.i, t.i)
    if t.lemma in words["says"] and any(_will_harm(s, c, words) for c in clauses):
        return Act("threat", t.i, t.i, next(iter(objects), None))
    return None


def _harms(s: Sentence, verb: int, sets: Sets) -> bool:
    """``kill``, ``carry out more strikes``."""
    words, t = sets["threat"], s.tokens[verb]
    acts = {s.tokens[c].lemma for c in objects_of(s, verb)} & sets["responsibility"]["acts"]
    return t.lemma in words["hostile"] or (t.lemma in words["mounted"] and bool(acts))


def _will_harm(s: Sentence, clause: int, words: Words) -> bool:
    """``they would kill the captives``: the speaker's own future deed."""
    t = s.tokens[clause]
    parts = {s.tokens[c].lower for c in s.children[clause] if s.tokens[c].dep == "aux"}
    own = {s.tokens[c].lower for c in s.children[clause] if s.tokens[c].dep == "nsubj"}
    firm = t.lemma in words["hostile"] - {"continue", "respond", "fight", "strike", "hit"}
    return (
        firm
        and bool(parts & {"will", "would", "'ll"})
        and "have" not in parts
        and bool(own & {"it", "they", "we", "he", "she", "i"})
        and not negated(s, clause)
    )


def _warning(s: Sentence, t: Token, sets: Sets) -> Act | None:
    """``warned that``, ``warned of more attacks``, ``advised residents to stay indoors``."""
    words = sets["warning"]
    if t.tag[:2] != "VB" or t.dep == "amod":
        return None
    objects, clauses = objects_of(s, t.i), clauses_of(s, t.i)
    whom = next(iter(objects), None)
    if whom is None and passive(s, t.i):
        whom = next((c for c in s.children[t.i] if s.tokens[c].dep == "nsubjpass"), None)
    if t.lemma in words["any"] and (
        objects or clauses or passive(s, t.i) or after(s, t.i, {"of", "about", "against"}) is not None
    ):
        return Act("warning", t.i, t.i, whom)
    told = t.lemma in words["whom"] and infinitive(s, t.i) and whom is not None
    return Act("warning", t.i, t.i, whom) if told else None


def _motive(s: Sentence, t: Token, sets: Sets) -> Act | None:
    """``was a response to``, ``in retaliation for``, ``to avenge``, ``the motive was robbery``."""
    words, head = sets["motive"], s.tokens[t.head]
    if t.lemma in words["to"] and t.tag[:2] == "VB" and any(s.tokens[c].lower == "to" for c in s.children[t.i]):
        done = t.dep in {"advcl", "xcomp"} and head.lemma not in sets["threat"]["vow"]
        return Act("motive", t.head, t.i, speaks=False) if done else None
    if t.lemma in words["heads"] and t.dep == "nsubj" and head.lemma == "be":
        told = any(s.tokens[c].dep in {"attr", "ccomp", "xcomp"} for c in s.children[head.i])
        return Act("motive", head.i, t.i, whole=True, speaks=False) if told and not negated(s, head.i) else None
    if t.lemma not in words["nouns"] or t.tag[:2] != "NN" or after(s, t.i, words["preps"]) is None:
        return None
    if t.dep == "attr" and head.lemma == "be":
        return Act("motive", head.i, min(s.subtree(t.i)), speaks=False)
    if t.dep == "pobj" and head.lower in {"in", "as"}:
        governor = s.tokens[head.head]
        deeds = words["deeds"] | sets["responsibility"]["acts"]
        deed = governor.lemma in deeds or (
            governor.lemma == "be"
            and any(s.tokens[c].lemma in deeds for c in s.children[governor.i] if s.tokens[c].dep == "nsubj")
        )
        if t.lemma in words["firm"] or deed:
            return Act("motive", head.head, head.i, speaks=False)
    return None


def _forecast(s: Sentence, t: Token, sets: Sets) -> Act | None:
    """``expects the toll to rise``, ``is expected to``, ``is likely to worsen``,
    ``fear the number will rise``, ``could reach``.
    """
    words = sets["forecast"]
    if (t.lower in words["likely"] and t.dep in {"acomp", "oprd"}) or (t.lower == "set" and t.tag == "VBN"):
        to = [c for c in s.children[t.i] if s.tokens[c].dep == "xcomp" and s.tokens[c].tag == "VB"]
        perfect = any(s.tokens[x].lower == "have" for c in to for x in s.children[c])
        verb = t.head if t.tag[:2] == "JJ" else t.i
        return Act("forecast", verb, t.i, whole=True, speaks=False) if to and not perfect else None
    if t.tag[:2] != "VB" or t.dep == "amod":
        return None
    if t.lemma in words["any"]:
        said = s.tokens[t.i - 1].lower in {"than", "as"} if t.i else False
        told = objects_of(s, t.i) or any(not _own_plan(s, t.i, c) for c in clauses_of(s, t.i))
        return Act("forecast", t.i, t.i, whole=passive(s, t.i)) if told and not said else None
    if t.lemma in {"fear", "worry"}:
        behind = [c for c in clauses_of(s, t.i) if c > t.i]  # before "officials fear" the clause is an act of its own
        ahead = any(s.tokens[x].lower in words["future"] for c in behind for x in s.children[c])
        return Act("forecast", t.i, t.i) if ahead else None
    if t.lemma in words["rising"]:
        ahead = any(s.tokens[c].lower in words["future"] for c in s.children[t.i]) and not any(
            s.tokens[c].lower == "have" for c in s.children[t.i]
        )
        counted = any(s.tokens[c].lemma in words["counted"] and s.tokens[c].dep in SUBJECT for c in s.children[t.i])
        return Act("forecast", t.i, t.i, whole=True, speaks=False) if ahead and counted else None
    return None


def _own_plan(s: Sentence, verb: int, clause: int) -> bool:
    """``expects to hear from witnesses``: what somebody means to do is no forecast; ``is expected to rise`` is."""
    own = any(s.tokens[c].dep in SUBJECT for c in s.children[clause])
    return s.tokens[clause].dep == "xcomp" and not own and not passive(s, verb)


def _unverified(s: Sentence, t: Token, sets: Sets) -> Act | None:
    """``could not be independently verified``, ``it was not possible to confirm``,
    ``no independent confirmation``, ``has yet to be``.
    """
    words = sets["unverified"]
    before = [x.i for x in s.tokens[max(0, t.i - 7) : t.i] if x.lower in words["denied"]]
    if not before or any(x.lower in {",", ";", "but", "and"} for x in s.tokens[before[-1] : t.i]):
        return None
    if t.lower in words["proof"] or t.tag[:2] == "VB":
        verb = t.i
        while (
            s.tokens[verb].dep in {"xcomp", "acomp", "acl", "dobj", "attr", "nsubj", "pobj", "prep"}
            and s.tokens[verb].head != verb
        ):
            verb = s.tokens[verb].head
        return Act("unverified", verb, verb, whole=True, speaks=False)
    return None


def _issued(s: Sentence, t: Token, sets: Sets) -> Act | None:
    """``issued a tsunami warning``, ``repeated its demand for``, ``made an offer of``: a noun that somebody issues."""
    head, dep, word = s.tokens[t.head], t.dep, t.lemma
    if (
        t.tag == "VBG" and dep == "acl" and t.head == t.i - 1
    ):  # "issued a tsunami warning", misread as "a tsunami that warns"
        head, dep, word = s.tokens[head.head], head.dep, t.lower
    elif t.tag[:2] != "NN":
        return None
    if dep not in {"dobj", "nsubjpass"} or head.lemma not in sets["lists"]["issuing"]:
        return None
    if any(s.tokens[c].lower in sets["lists"]["nobody"] for c in s.children[t.i]):
        return None
    if t.lemma == "call" and after(s, t.i, {"for", "to"}) is None:
        return None
    kind = next((kind for kind, words in sorted(sets["nouns"].items()) if word in words), None)
    return Act(kind, head.i, head.i if dep == "dobj" else min(s.subtree(t.i))) if kind else None


RULES: Mapping[str, Rule] = {
    "responsibility": _responsibility,
    "demand": _demand,
    "offer": _offer,
    "refusal": _refusal,
    "denial": _denial,
    "threat": _threat,
    "warning": _warning,
    "motive": _motive,
    "forecast": _forecast,
    "unverified": _unverified,
    "issued": _issued,
}

#: in the order they are tried on one word; the lists whose words may open each
OPENERS: Mapping[str, tuple[str, ...]] = {
    "responsibility": ("claims_act", "says", "announcing"),
    "threat": ("any", "vow", "says"),
    "demand": ("any", "to", "on", "for", "that", "want"),
    "denial": ("any", "claims"),
    "refusal": ("to", "any", "particle", "yielding"),
    "offer": ("any", "to", "ready"),
    "warning": ("any", "whom"),
    "motive": ("nouns", "to", "heads"),
    "forecast": ("any", "likely", "rising", "fearing"),
    "unverified": ("proving", "proof"),
}
