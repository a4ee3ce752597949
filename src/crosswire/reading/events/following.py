"""What follows a phrase at once, whatever the tree makes of it: "191 people were still missing"."""

from __future__ import annotations

from crosswire.model import GroupMention, Quantity, Sentence
from crosswire.reading.events.lexemes import Lexemes
from crosswire.reading.events.linear import acts, right
from crosswire.reading.events.predicate import StatusMention

_ENDS = frozenset(", . ; ( and as in after when but at following by near on".split())
_OPENS = frozenset({",", ";", ":", "-", "--", "(", "and", "with", "leaves", "leave", "leaving", "left"})


def bare_state(s: Sentence, quantity: Quantity, lex: Lexemes) -> StatusMention | None:
    """``27 dead, 9 missing in ferry blaze``: a number and its state, alone in their stretch."""
    k = quantity.last + 1
    while k < len(s.tokens) and s.tokens[k].lower in {"still", "now"}:
        k += 1
    pair = [t.lower for t in s.tokens[k : k + 2]]
    placed = lex.phrases.get((pair[0], pair[1])) if s.heading and len(pair) == 2 else None
    if placed not in {None, "present"}:
        return StatusMention(str(placed), k, None, "adjacent")  # "toll rises to 9, 22 still under treatment"
    before = s.tokens[quantity.first - 1].lower if quantity.first else ","
    after = s.tokens[k + 1].lower if k + 1 < len(s.tokens) else "."
    if k >= len(s.tokens) or after not in _ENDS or before not in _OPENS | _BOUNDS:
        return None
    status = lex.adjectives.get(s.tokens[k].lower)
    return StatusMention(status, k, None, "adjacent") if status in _BARE else None


_BOUNDS = frozenset("at least about around some nearly almost over than up to".split())
_BARE = frozenset({"killed", "injured", "missing", "trapped", "infected", "displaced"})
_SIDES = frozenset({"soldier", "militant", "police", "suspect"})


def lost_men(s: Sentence, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    """``The force lost 27 men killed and 40 wounded``: the participle behind the noun, before "and" or a stop."""
    k = group.last + 1
    if k >= len(s.tokens) or s.tokens[k].lower not in {"killed", "wounded", "missing", "dead", "injured", "captured"}:
        return None
    after = s.tokens[k + 1] if k + 1 < len(s.tokens) else None
    closed = after is None or after.lower in {"and", ",", ".", ";"}
    counted = after is not None and any(t.tag == "CD" for t in s.tokens[k + 2 : k + 5])
    status = lex.participle(s.tokens[k].lemma, s.tokens[k].lower)
    return StatusMention(status, k, None, "adjacent") if status and closed and counted else None


def of_ones_own(s: Sentence, quantity: Quantity, lex: Lexemes) -> StatusMention | None:
    """``Soldiers killed 14 insurgents and lost three of their own``: the three died."""
    behind = [t.lower for t in s.tokens[quantity.last + 1 : quantity.last + 4]]
    own = behind[:1] == ["of"] and behind[1:2] in (["their"], ["its"], ["our"]) and behind[2:3] in (["own"], ["men"])
    verb = s.tokens[quantity.first - 1] if quantity.first else None
    return (
        StatusMention("killed", verb.i, verb.i, "lost") if own and verb is not None and verb.lemma == "lose" else None
    )


def done_to_part(s: Sentence, quantity: Quantity, lex: Lexemes) -> StatusMention | None:
    """``The outbreak killed 33 of the 41 people infected``: what was done to the part, not what the whole was in."""
    verb = s.tokens[quantity.first - 1] if quantity.first else None
    if quantity.out_of is None or verb is None or verb.tag not in {"VBD", "VBZ", "VBG", "VBP"}:
        return None
    status = lex.patient.get(verb.lemma)
    return StatusMention(status, verb.i, verb.i, "verb") if status not in {None, "present"} else None


def of_whom(s: Sentence, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    """``one of whom, a girl of about six, died on arrival``, ``four of whom had since died``: the verb behind it."""
    k = group.last + 1
    if group.pronoun != "whom" or k >= len(s.tokens):
        return None
    if s.tokens[k].lower == ",":
        return right(s, group.last, lex)
    while k < len(s.tokens) - 1 and s.tokens[k].lower in _SINCE:
        k += 1
    status = lex.subject.get(s.tokens[k].lemma) if k > group.last + 1 else None
    return StatusMention(status, k, k, "linear right") if status else None


_SINCE = frozenset("had have has since later already subsequently".split())


def fallen(s: Sentence, group: GroupMention) -> StatusMention | None:
    """``30 soldiers fell and four were abducted``: in battle, and not down or ill."""
    k = group.last + 1
    k += k + 1 < len(s.tokens) and s.tokens[k].lower in {"had", "have"}
    if k >= len(s.tokens) or s.tokens[k].lower not in {"fell", "fallen"} or group.group.role not in _SIDES:
        return None
    after = s.tokens[k + 1] if k + 1 < len(s.tokens) else None
    closed = after is None or after.tag in {",", ".", "CC"} or after.lower in {"in", "during", "on", "along"}
    return StatusMention("killed", k, k, "fallen") if closed else None


def foregone(s: Sentence, quantity: Quantity, lex: Lexemes) -> StatusMention | None:
    """``Also rescued were two backpackers``, ``Killed was a guard``: the participle opens the sentence."""
    k = quantity.first - 1
    while k > 0 and s.tokens[k].lower in _BOUNDS:
        k -= 1
    being = 1 <= k <= 4 and s.tokens[k].lower in {"was", "were", "is", "are"}
    if not being or s.tokens[k - 1].tag[:2] not in _VERBAL:
        return None
    if any(t.tag not in {"RB", "IN", "VBN", "VBD", "JJ"} for t in s.tokens[: k - 1]):
        return None
    status = lex.participle(s.tokens[k - 1].lemma, s.tokens[k - 1].lower)
    return StatusMention(status, k - 1, None, "foregone") if status not in {None, "present"} else None


_VERBAL = frozenset({"VB", "JJ"})


def own_verb(s: Sentence, last: int, lex: Lexemes) -> StatusMention | None:
    """``Fourteen drowned and 27 were plucked out``: a past tense taken for a participle, a clause for a list."""
    ahead = s.tokens[last + 1 : last + 5]
    if s.tokens[last].dep == "conj" and ahead and ahead[0].lower in {"was", "were", "is", "are"}:
        verb = s.tokens[s.tokens[last].head]
        found = right(s, last, lex) if verb.i < last and verb.lemma == "be" else None
        return StatusMention(found.status, found.trigger, None, "adjacent") if found else None
    if len(ahead) < 3 or ahead[0].tag not in {"VBN", "VBD"} or ahead[1].lower not in {"and", ",", "while"}:
        return None
    status = lex.subject.get(ahead[0].lemma)
    counted = ahead[2].tag == "CD" or ahead[2].lower in _UNCOUNTED
    return StatusMention(status, last + 1, None, "adjacent") if status and counted else None


_BEING = frozenset("was were is are been being remain remains remained have has had".split())
_GOES_ON = frozenset({"IN", ",", ".", ":", "CC", "RB", "TO", "WRB", "-RRB-", "HYPH", "``", "''", "DT", "CD", "NNP"})


def own_predicate(s: Sentence, node: int, last: int, lex: Lexemes) -> StatusMention | None:
    """``the toll stood at 84, and 191 people were still missing``: what follows at once is said of these.

    Whatever the tree makes of it; not of what hangs on a preposition ("relatives of the 30 were held"), nor where a
    word further on may change the verb's sense ("were found dead", "were taken to hospital").
    """
    if s.tokens[node].dep in {"pobj", "poss", "compound"} or last + 1 >= len(s.tokens):
        return None
    k = last + 1
    while k < len(s.tokens) and (s.tokens[k].lower in _BEING or (k > last + 1 and s.tokens[k].tag == "RB")):
        if s.tokens[k].lower in {"not", "n't", "never", "fatally", "mortally"}:
            return None
        k += 1
    if k >= len(s.tokens) or k > last + 6:
        return None
    token = s.tokens[k]
    closed = k + 1 == len(s.tokens) or s.tokens[k + 1].tag in _GOES_ON
    passive = k > last + 1 and s.tokens[k - 1].lower not in {"have", "has", "had"}
    if token.tag == "VBG" and token.lower not in lex.adjectives:
        return None  # "men were digging for survivors"
    status = lex.participle(token.lemma, token.lower) if passive and token.tag in {"VBN", "JJ", "VBG", "VBD"} else None
    if k == last + 1 and token.lower in {"shot", "stabbed", "found", "hacked"} and not acts(s, k):
        dead = [t.lower for t in s.tokens[k + 1 : k + 2]] == ["dead"]
        dead = dead and not any(t.tag in {"CD", "DT", "NNS", "JJ", "PRP"} for t in s.tokens[k + 2 : k + 3])
        if dead:  # "Eleven shot dead as prisoners riot"
            return StatusMention("killed", k + 1, None, "linear own")
    if k == last + 1 and token.tag == "VBD" and not acts(s, k):
        status = lex.subject.get(token.lemma)
    if (died := _and_died(s, k)) is not None:
        return StatusMention("killed", died, None, "linear own")
    further = {t.lower for t in s.tokens[k + 1 : k + 8]} | {t.lemma for t in s.tokens[k + 1 : k + 8]}
    framed = any(further & frame.words for frame in lex.frames.get(token.lemma, ()))
    if status in {None, "present"} or not closed or framed:
        return None
    return StatusMention(status, k, k, "linear own")


def _and_died(s: Sentence, k: int) -> int | None:
    """``were hit by bullets and died on the way``: what came of it, before anything else is counted."""
    for token in s.tokens[k + 1 : k + 10]:
        if token.tag == "CD" or token.lower in {",", ";", ".", "but", "while"}:
            return None
        if token.lower in {"died", "succumbed"} and "and" in {t.lower for t in s.tokens[token.i - 2 : token.i]}:
            return token.i
    return None


def fatally(s: Sentence, last: int) -> StatusMention | None:
    """``Ten people were shot, three of them fatally``: of those before the comma only these died."""
    word = s.tokens[last + 1].lower if last + 1 < len(s.tokens) else ""
    closed = last + 2 >= len(s.tokens) or s.tokens[last + 2].tag in {".", ",", ":", "CC"}
    return StatusMention("killed", last + 1, None, "adjacent") if word in {"fatally", "mortally"} and closed else None


_UNCOUNTED = frozenset("dozens scores hundreds thousands several many others".split())


_ROLL = frozenset({"CD", "NN", "NNS", "NNP", "NNPS", "JJ", "CC", "DT", "PDT", ","})


def rolled(s: Sentence, quantity: Quantity, lex: Lexemes) -> StatusMention | None:
    """``The dead, 12 men and two women, complained of headaches``: who they were, told between commas.

    Not ``no figure for the dead, but one doctor counted 17``.
    """
    k = quantity.first - 1
    while k > 1 and s.tokens[k].tag in _ROLL and s.tokens[k].lower not in _ROLLED:
        k -= 1
    if k < 1 or s.tokens[k].lower not in _ROLLED or s.tokens[k - 1].lower != "the" or s.tokens[k + 1].lower != ",":
        return None
    if s.tokens[k + 2].tag == "CC":
        return None
    return StatusMention(lex.adjectives[s.tokens[k].lower], k, None, "state")


#: the people that an article makes of a state
_ROLLED = frozenset({"dead", "injured", "wounded", "missing"})
