"""When the tree fails: the nearest status word in plain word order, within the clause."""

from __future__ import annotations

from crosswire.model import Quantity, Sentence
from crosswire.reading.events.lexemes import Lexemes
from crosswire.reading.events.modality import unreal
from crosswire.reading.events.predicate import StatusMention, predicate
from crosswire.reading.events.terse import without_a_verb

_AUXILIARIES = frozenset(
    (
        "was were is are be been being has have had also reportedly now still already since all reported believed "
        "confirmed feared to others other later initially"
    ).split()
)
_STOPS = frozenset(". ; : , but while after when who which that and as".split())


def adjacent(s: Sentence, last: int, lex: Lexemes) -> StatusMention | None:
    """``left 22 dead and 116 hurt``, ``Five dead, 30 hurt as``: a bare status word right behind it."""
    k = last + 1
    while k < len(s.tokens) - 1 and s.tokens[k].lower in {"still", "now", "reportedly"}:
        k += 1
    found = _bare(s, k, lex) or _counted_as(s, k, lex) or without_a_verb(s, last, k, lex)
    if found is not None:
        return found
    if k >= len(s.tokens) or s.tokens[k].tag not in {"JJ", "VBN", "VBD", "NN", "RB", "VBG", "VB", "VBP"}:
        return None
    token = s.tokens[k]
    done = lex.patient.get(s.tokens[s.tokens[last].head].lemma) if s.tokens[last].dep == "dobj" else None
    if token.lower == "captive" and done not in {None, "held"}:
        return None  # "shot one captive"
    if [t.lower for t in s.tokens[k + 1 : k + 3]] == ["to", "death"]:
        return StatusMention("killed", k + 2, None, "adjacent")  # "two constables burned to death"
    status = lex.adjectives.get(token.lower)
    following = s.tokens[k + 1] if k + 1 < len(s.tokens) else None
    open_end = (
        following is None
        or following.tag in {"IN", "CC", ",", ".", ":", "RB", "WRB", "TO", "HYPH", "-RRB-"}
        or following.tag == "VBG"
        or (following.tag == "VBN" and token.lower == "dead")
    )
    if status in {None, "present"} or (status in {"safe", "freed"} and not _in_step(s, last, k, lex)) or not open_end:
        return None
    noun = s.tokens[token.head]
    subjects, own = {"nsubj", "nsubjpass"}, last - 1 <= noun.i  # but "a figure of nine arrested was given"
    if noun.dep == "pobj" and s.tokens[s.tokens[noun.head].head].tag == "CD":
        noun = s.tokens[s.tokens[noun.head].head]  # "three of the 14 workers abducted had been released"
        subjects = {"nsubj", "nsubjpass", "dobj"}
    if token.dep in {"acl", "amod"} and noun.dep in subjects and noun.head != k and own:
        return None
    if status in _PLIGHTS and token.dep == "acl" and noun.dep == "dobj" and _ended(s, noun.head, lex):
        return None  # "freed three men trapped in a lift"
    return (_then(s, k, lex) if status in _PLIGHTS else None) or StatusMention(str(status), k, None, "adjacent")


_PLIGHTS = frozenset({"trapped", "missing", "held"})


def _ended(s: Sentence, verb: int, lex: Lexemes) -> bool:
    """True of a deed done that ends a plight; one that is only meant to be done does not."""
    return lex.patient.get(s.tokens[verb].lemma) in {"rescued", "freed", "killed"} and not unreal(s, verb, lex)


def _then(s: Sentence, k: int, lex: Lexemes) -> StatusMention | None:
    """``All 174 passengers stuck high above the valley have been brought to safety``: what became of them since."""
    k += 1
    while k < len(s.tokens) - 2 and s.tokens[k].tag in _WHEREABOUTS:
        if s.tokens[k].lower in {"after", "before", "since"}:
            return None  # "19 people still missing after 124 were picked up"
        k += 1
    words = [t.lower for t in s.tokens[k : k + 2]]
    verb = k + 2 if words in (["have", "been"], ["has", "been"], ["had", "been"]) else k + 1
    aside = words[:1] not in (["were"], ["was"]) and verb == k + 1
    if aside or verb >= len(s.tokens) or s.tokens[verb].tag != "VBN":
        return None
    found = predicate(s, verb, "obj", lex)
    return None if found is None else StatusMention(found.status, found.trigger, found.verb, "linear own")


_WHEREABOUTS = frozenset({"IN", "DT", "NN", "NNS", "NNP", "NNPS", "JJ", "RB", "CD", "PRP$", "POS"})


def _counted_as(s: Sentence, k: int, lex: Lexemes) -> StatusMention | None:
    """``lists 196 people as dead, 439 as injured``: the state behind "as", alone in its phrase."""
    if k + 1 >= len(s.tokens) or s.tokens[k].lower != "as":
        return None
    closed = k + 2 == len(s.tokens) or s.tokens[k + 2].tag in {",", ".", ":", "CC", "IN"}
    status = lex.adjectives.get(s.tokens[k + 1].lower)
    return StatusMention(status, k + 1, None, "adjacent") if status not in {None, "present"} and closed else None


def _in_step(s: Sentence, last: int, k: int, lex: Lexemes) -> bool:
    """``three dead and seven safe``, ``Twelve alive, four dead``: a number and its state beside another two."""
    behind = last > 2 and s.tokens[last - 1].lower in {"and", ","} and s.tokens[last - 3].tag == "CD"
    if behind and s.tokens[last - 2].lower in lex.adjectives:
        return True
    ahead = s.tokens[k + 1 : k + 4]
    return [t.tag for t in ahead[:2]] in ([",", "CD"], ["CC", "CD"]) and ahead[-1].lower in lex.adjectives


def _bare(s: Sentence, k: int, lex: Lexemes) -> StatusMention | None:
    """``58 drown as ferry overturns``, ``84,000 flee fighting``: a headline's plural verb, whatever its tag."""
    if k >= len(s.tokens) or s.tokens[k].tag not in {"NN", "VB", "VBP", "VBN"}:
        return None
    status = lex.subject.get(s.tokens[k].lower)
    following = s.tokens[k + 1] if k + 1 < len(s.tokens) else None
    if s.tokens[k].lower in {"fall", "go"} and following is not None:
        state = lex.adjectives.get(following.lower)
        return StatusMention(state, k + 1, None, "adjacent") if state in {"infected", "missing"} else None
    closed = following is None or following.tag in {"IN", "CC", ",", ".", ":", "RB", "TO"}
    whither = following is not None and s.tokens[k].lower in {"flee", "escape"} and following.tag[:2] in {"NN", "VB"}
    if status is None or not (closed or (whither and following is not None and following.tag != "NNS")):
        return None
    return StatusMention(status, k, None, "adjacent")


_THE = frozenset("the its their his her these those of".split())


def nominal(s: Sentence, quantity: Quantity, lex: Lexemes) -> StatusMention | None:
    """``most of the 44 wounded were soldiers``, ``one of 4 million displaced``: the state stands for its people."""
    k, before = quantity.last + 1, quantity.first - 1
    while before > 0 and s.tokens[before].lower in _BOUNDS:
        before -= 1
    if k >= len(s.tokens) or before < 0 or s.tokens[before].lower not in _THE:
        return None
    status = lex.adjectives.get(s.tokens[k].lower)
    if s.tokens[before].lower == "of" and status is None and s.tokens[k].tag == "VBN":
        status = lex.patient.get(s.tokens[k].lemma)
    closed = k + 1 == len(s.tokens) or s.tokens[k + 1].tag[:2] not in {"NN", "CD"}
    ends = k + 1 == len(s.tokens) or s.tokens[k + 1].tag != "JJ" or s.tokens[k + 1].lower == "alive"
    return StatusMention(status, k, None, "state") if status not in {None, "present"} and closed and ends else None


def aboard(s: Sentence, last: int) -> StatusMention | None:
    """``jet crashes with 112 aboard``: presence right behind the number, where nothing else is told of it."""
    k = _past_the_others(s, last + 1)
    words = [t.lower for t in s.tokens[k : k + 2]]
    if words[:1] in (["aboard"], ["onboard"]) or words == ["on", "board"]:
        return StatusMention("present", k, None, "adjacent")
    return None


def _past_the_others(s: Sentence, k: int) -> int:
    """The token behind ``and a crew of 14``, ``and 14 crew members``, if such stand at ``k``."""
    if [t.lower for t in s.tokens[k : k + 1]] != ["and"]:
        return k
    if [t.lower for t in s.tokens[k + 2 : k + 4]] == ["crew", "of"]:
        return k + 5
    end = k + 2
    while end < len(s.tokens) and s.tokens[k + 1].tag == "CD" and s.tokens[end].tag[:2] == "NN":
        end += 1
    return end if end > k + 2 else k


def inserted(s: Sentence, quantity: Quantity, last: int, lex: Lexemes) -> StatusMention | None:
    """``a fourth, Nabil Haddad, is on the run``: the name taken for the noun that the ordinal counts."""
    k = _resume(s, last)
    misread = s.tokens[quantity.last].dep not in {"nsubj", "nsubjpass"}
    if quantity.form != "ordinal" or not misread or k <= last + 2 or s.tokens[k - 1].lower != ",":
        return None
    ahead = [t for t in s.tokens[k + 1 : k + 5] if t.tag != "DT"]
    if s.tokens[k].lemma in {"be", "remain"} and len(ahead) > 1 and ahead[0].tag == "IN":
        status = lex.phrases.get((ahead[0].lower, ahead[1].lower))
        return StatusMention(status, ahead[1].i, None, "adjacent") if status else None
    found = right(s, last, lex)
    return StatusMention(found.status, found.trigger, None, "adjacent") if found else None


_FORMERLY = frozenset("previously earlier initially first originally once wrongly mistakenly long formerly".split())
_LISTED = frozenset(
    "list report think believe presume fear declare regard describe accuse suspect consider label identify".split()
)


def formerly(s: Sentence, last: int, lex: Lexemes) -> StatusMention | None:
    """``three men previously listed as dead are alive``: what they are now, not what they were thought to be."""
    verb = last + 1 + (last + 1 < len(s.tokens) and s.tokens[last + 1].lower in _FORMERLY)
    if verb >= len(s.tokens) or s.tokens[verb].lemma not in _LISTED or s.tokens[verb].tag not in {"VBN", "VBD"}:
        return None
    ahead = s.tokens[verb + 1 : verb + 10]
    k = next((t.i for t in ahead if t.lower in {"are", "is", "were", "was", "have", "had", "has"}), None)
    rest = [t for t in s.tokens[k + 1 : k + 6] if t.lower not in _AUXILIARIES and t.lemma != "find"] if k else []
    if not rest or any(t.lower in {"not", "n't", "never"} for t in rest[:1]):
        return None
    status = lex.participle(rest[0].lemma, rest[0].lower)
    if [t.lower for t in rest[:2]] in (["turned", "up"], ["come", "home"], ["returned", "home"]):
        return StatusMention("safe", rest[0].i, None, "adjacent")
    if rest[0].tag == "IN" and len(rest) > 1:
        status = lex.phrases.get((rest[0].lower, rest[1].lower))
        return StatusMention(status, rest[1].i, None, "adjacent") if status else None
    return StatusMention(status, rest[0].i, None, "adjacent") if status else None


def taken(s: Sentence, quantity: Quantity) -> StatusMention | None:
    """``four taken prisoner``, ``two held hostage``: the predicate stands between the number and its noun."""
    before = [t.lemma for t in s.tokens[max(0, quantity.first - 2) : quantity.first]]
    if before == ["set", "free"]:  # "set free forty-one captives"
        return StatusMention("freed", quantity.first - 1, quantity.first - 2, "adjacent")
    words = [t.lower for t in s.tokens[quantity.last + 1 : quantity.last + 3]]
    if len(words) == 2 and words[0] in {"taken", "held", "made"}:
        status = {"prisoner": "captured", "prisoners": "captured", "hostage": "held", "captive": "held"}.get(words[1])
        return StatusMention(status, quantity.last + 2, None, "adjacent") if status else None
    return None


_MARKS = frozenset({":", "-", "--"})


_LISTABLE = frozenset({"CD", "NN", "NNS", "NNP", "JJ", "DT", "CC", ",", "IN"})


def labelled(s: Sentence, quantity: Quantity, lex: Lexemes) -> StatusMention | None:
    """``Missing: 37``, ``Among the wounded: two girls``, ``Under the rubble - up to 15``: a label opens the line."""
    k = quantity.first - 1
    while k > 0 and s.tokens[k].lower in _BOUNDS:
        k -= 1
    if s.tokens[k].lower in {",", "and"}:  # "The dead: two teachers, a guard and nine pupils"
        k = next((t.i for t in reversed(s.tokens[:k]) if t.tag not in _LISTABLE), 0)
    if not 0 < k <= 5 or s.tokens[k].lower not in _MARKS:
        return None
    label = s.tokens[:k]
    if any(t.tag in {"VBD", "VBZ", "VBP", "MD", "CD"} for t in label) or s.tokens[k - 1].end < s.tokens[k].start - 1:
        return None
    for token in label:
        before = token.i - 2 if token.i >= 2 and label[token.i - 1].tag == "DT" else token.i - 1
        pair = label[before].lower if before >= 0 else ""
        status = lex.phrases.get((pair, token.lower)) or lex.adjectives.get(token.lower)
        if status and status != "present":
            return StatusMention(status, token.i, None, "label")
    return None


_BOUNDS = frozenset("at least up to about around some nearly almost over more than approximately".split())


_HAVING = frozenset({"had", "have", "has"})


def acts(s: Sentence, verb: int) -> bool:
    return any(s.tokens[c].dep == "dobj" for c in s.children[verb])


_BECOMING = frozenset({"become", "fall", "get", "remain", "go"})


def right(s: Sentence, last: int, lex: Lexemes) -> StatusMention | None:
    """``12 people in the village killed``: a participle or adjective after the phrase, over auxiliaries."""
    k, auxiliary, steps = _resume(s, last), False, 0
    if k < len(s.tokens) and s.tokens[k].lower in {"hostage", "captive", "prisoner"}:
        return StatusMention("captured" if s.tokens[k].lower == "prisoner" else "held", k, None, "linear right")
    while k < len(s.tokens) and steps < 8:
        token = s.tokens[k]
        if token.lower in _STOPS or token.tag in {"CD"}:
            return None
        becoming = token.lemma in _BECOMING and token.tag[:2] == "VB"  # "have become ill and three died"
        if token.lower in _AUXILIARIES or token.dep in {"aux", "auxpass", "neg"} or becoming:
            auxiliary = True
        elif k == last + 1 and token.lower.endswith("ed") and _done_by(token.lower, lex):
            return StatusMention(str(_done_by(token.lower, lex)), k, k, "linear right")
        elif token.tag == "VBD" and not auxiliary and any(s.tokens[c].dep == "dobj" for c in s.children[k]):
            return None  # "a lorry driver killed 18 people"
        elif token.tag == "VBN" and s.tokens[k - 1].lower in _HAVING and acts(s, k):
            return None  # "four of its fighters had killed 67 people"
        elif token.tag in {"VBN", "JJ"} or (
            token.tag in {"VBD", "VBG"} and (token.lower in lex.adjectives or (auxiliary and token.tag == "VBD"))
        ):
            status = lex.participle(token.lemma, token.lower)
            if token.lower == "safe" and token.dep == "amod" and token.head > k:
                return None  # "are in need of safe water"
            if status is None and token.tag == "VBN" and s.tokens[k - 1].lower in {"have", "has", "had"}:
                status = lex.subject.get(token.lemma)
            if status and k + 1 < len(s.tokens) and s.tokens[k + 1].lower == "dead":
                status = "killed"
            if status and (auxiliary or k == last + 1 or token.lower in lex.adjectives):
                return StatusMention(status, k, k, "linear right")
            if token.tag != "JJ":
                return None
        elif token.tag in {"VBD", "VBP", "VBZ"}:
            status = lex.subject.get(token.lemma)
            return StatusMention(status, k, k, "linear right") if status else None
        elif token.tag[:2] == "NN" and k == last + 1:
            return None
        k, steps = k + 1, steps + 1
    return None


def _done_by(lower: str, lex: Lexemes) -> str | None:
    """``three more surrendered``: an intransitive verb that the tagger took for an adjective."""
    return lex.subject.get(lower[:-2]) or lex.subject.get(lower[:-1])


def _resume(s: Sentence, last: int) -> int:
    """The token after the phrase, past an insertion between commas: "35 people, mostly young children, have"."""
    k = last + 1
    if k < len(s.tokens) and s.tokens[k].lower == ",":
        for j in range(k + 1, min(len(s.tokens), k + 9)):
            aged = s.tokens[j].tag == "CD" and s.tokens[j - 1].lower in {"of", "about", "aged"}
            if s.tokens[j].tag in {"VBD", "VBZ", "VBP", "MD", "CC", "CD"} and not aged:
                return k
            if s.tokens[j].lower == ",":
                return j + 1
    return k


def left(s: Sentence, first: int, lex: Lexemes) -> StatusMention | None:
    """``killing at least 12``, ``wounded some 30``: an active verb right before the number and its bound."""
    for k in range(first - 1, max(-1, first - 7), -1):
        token = s.tokens[k]
        if k == first - 1 and token.tag == "NNS" and token.lower in _HEADLINED:
            return StatusMention(_HEADLINED[token.lower], k, None, "linear left")
        if token.tag in {"VBG", "VBD", "VBN", "VBP", "VB", "VBZ"}:
            status = lex.patient.get(token.lemma)
            passive = any(s.tokens[c].dep == "auxpass" for c in s.children[k])
            if status and not passive and status != "present":
                return StatusMention(status, k, k, "linear left")
            return None
        if token.lower in _STOPS - {"as", "and"} or token.tag[:2] == "NN" or token.tag == "CD" or token.lower == "of":
            return None
    return None


def bidden(s: Sentence, quantity: Quantity, lex: Lexemes) -> StatusMention | None:
    """``Troops kill 13 terrorists, detain 28 suspects``: a headline's verb right before its number."""
    k = quantity.first - 1
    if not s.heading or k < 1 or s.tokens[k].tag not in {"NN", "VB", "VBP", "JJ"} or quantity.form == "article":
        return None
    status = lex.patient.get(s.tokens[k].lower)
    return StatusMention(status, k, k, "linear left") if status not in {None, "present"} else None


#: a headline's verb that the tagger takes for a noun: "Dengue claims 71"
_HEADLINED = {"claims": "killed", "kills": "killed", "injures": "injured", "wounds": "injured"}


def framed(s: Sentence, last: int, lex: Lexemes) -> StatusMention | None:
    """``the two others had injuries``, ``were rushed by bus to hospital``: a verb with its word in reach."""
    k, passive = _resume(s, last), False
    while k < len(s.tokens) and (
        s.tokens[k].lower in _AUXILIARIES or s.tokens[k].dep in {"aux", "auxpass", "neg"} or s.tokens[k].tag == "RB"
    ):
        if s.tokens[k].lower in {"had", "have", "has"} and not (
            k + 1 < len(s.tokens) and s.tokens[k + 1].tag in {"VBN", "RB"}
        ):
            break
        passive = passive or s.tokens[k].lower in {"was", "were", "been", "being", "is", "are"}
        k += 1
    if k >= len(s.tokens) or s.tokens[k].tag[:2] != "VB":
        return None
    for frame in lex.frames.get(s.tokens[k].lemma, ()):
        if frame.who == "of" or (frame.who == "affected") != passive:
            continue
        for token in s.tokens[k + 1 : k + 8]:
            if token.lower in _STOPS:
                break
            wanted = s.tokens[k].lemma in {"require", "need", "receive"}
            if (
                frame.status == "hospitalised"
                and not wanted
                and s.tokens[token.i - 1].lower
                not in {
                    "to",
                    "in",
                    "into",
                    "at",
                    "the",
                    "a",
                }
            ):
                continue
            if token.lower in frame.words or token.lemma in frame.words:
                return StatusMention(frame.status, token.i, k, "linear frame")
    return None
