"""What befell the people counted: from a quantity and its group to one or two statuses.

Order of evidence, each a rule with its own module: a noun that is a status ("23 deaths"), a toll
("the toll rose to 84"), the place of the phrase in the tree (`climb`), its own modifiers, plain word
order (`linear`), and last the state that a role implies ("two hostages", "10,000 refugees").
Acts intended, threatened or hypothetical are never counted as done (`modality`).
"""

from __future__ import annotations

from crosswire.lexicon import Lexicon
from crosswire.model import GroupMention, Quantity, Sentence
from crosswire.reading.events import linear
from crosswire.reading.events.climb import climb
from crosswire.reading.events.corrections import corrected
from crosswire.reading.events.custody import captives_now, carried_off, found_alive, let_go
from crosswire.reading.events.denials import denied, outstanding, still
from crosswire.reading.events.following import (
    bare_state,
    done_to_part,
    fallen,
    fatally,
    foregone,
    lost_men,
    of_ones_own,
    of_whom,
    own_predicate,
    own_verb,
    rolled,
)
from crosswire.reading.events.lexemes import STATUSES, Lexemes, lexemes
from crosswire.reading.events.modality import negated, unreal
from crosswire.reading.events.modifiers import modified
from crosswire.reading.events.nouns import by_noun, taken_on
from crosswire.reading.events.pairs import paired
from crosswire.reading.events.predicate import StatusMention, predicate
from crosswire.reading.events.presence import attacker, on_duty, presence, spared
from crosswire.reading.events.sought import sought
from crosswire.reading.events.toll import toll, toll_of_nothing

__all__ = ["STATUSES", "StatusMention", "diseased", "found_alive", "statuses"]


def diseased(text: str, lexicon: Lexicon) -> bool:
    """True if a report speaks of illness, so that its "cases" are people who are ill."""
    lower = text.lower()
    return sum(word in lower for word in lexemes(lexicon).disease) >= 2


def statuses(
    s: Sentence, quantity: Quantity, group: GroupMention, lexicon: Lexicon, ill: bool = False
) -> tuple[StatusMention, ...]:
    """The states that the sentence gives the people counted: none, one, or two on one number.

    "killed 11 gunmen", "no deaths or injuries", "killed and injured more than 60".
    """
    lex = lexemes(lexicon)
    found = _first(s, quantity, group, lex, ill)
    if found is None or found.rule == "default" or quantity.form == "ordinal" or outstanding(s, found):
        found = denied(s, quantity, group) or _ranked(s, quantity, group, lex) or found
    if found is None:
        return ()
    found = corrected(s, quantity, group, found, lex)
    if found is None:
        return ()
    if s.tokens[found.trigger].lemma == "lose" and group.lemma in _PLAYERS:
        return ()  # "lost two players to injury"
    firm = found.rule in {"default", "state", "denied", "sought"} or _in_doubt_of_its_cause(s, found)
    if not firm and _undone(s, quantity, found, lex):
        found = still(s, quantity, group, found, lex)
        if found is None:
            return ()
    if (
        found.rule == "state"
        and s.tokens[s.tokens[group.head].head].lemma not in _LINKING
        and unreal(s, group.head, lex)
    ):
        return ()
    if _excepted(s, quantity):
        ahead = {t.lower for t in s.tokens[quantity.last + 1 : quantity.last + 5]}
        dead = not ahead.isdisjoint({"dead", "killed", "victims", "bodies"})  # "all but six of the dead were foreign"
        spared = found.status == "killed" and not dead
        return (StatusMention("safe", found.trigger, None, "excepted"),) if spared else ()
    found = captives_now(s, group, found)
    if found.status == "present" and lex.defaults.get(group.lemma) == "displaced":
        found = StatusMention("displaced", found.trigger, found.verb, found.rule)
    return paired(s, quantity, group, found, lex)


def _in_doubt_of_its_cause(s: Sentence, found: StatusMention) -> bool:
    """``whether the death of a man was caused by the quake``: the man died; why is the question."""
    asked = any(t.lower == "whether" for t in s.tokens[: found.trigger])
    return asked and found.status == "killed" and found.rule == "noun of" and s.tokens[found.trigger - 1].lower == "the"


def _excepted(s: Sentence, quantity: Quantity) -> bool:
    """``All but two of those on board perished``: the two did not."""
    before = [t.lower for t in s.tokens[max(0, quantity.first - 2) : quantity.first]]
    behind = [t.lower for t in s.tokens[quantity.last + 1 : quantity.last + 3]]
    if behind in (["of", "them"], ["of", "whom"]):
        return False  # "Nine people, all but one of them children, died"
    return len(before) == 2 and before[0] in _WHOLES and before[1] in {"but", "except", "save", "bar"}


_PLAYERS = frozenset({"player", "striker", "defender", "midfielder", "goalkeeper", "starter", "bowler", "wicket"})
_WHOLES = frozenset("all everyone everybody none nobody".split())


def _ranked(s: Sentence, quantity: Quantity, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    """``the third person to die``, ``the sixth to be arrested``: an ordinal makes the infinitive a fact."""
    if quantity.form != "ordinal":
        return None
    for child in s.children[group.head]:
        if s.tokens[child].tag == "VB" and s.tokens[child].dep in {"acl", "relcl", "advcl"}:
            found = predicate(s, child, "subj", lex)
            if found is not None:
                return StatusMention(found.status, found.trigger, None, "state")
    return None


#: "678 deaths could be attributed to the heat": the doubt is about the cause, not the deaths
_LINKING = frozenset("attribute link connect verify confirm tie relate trace blame".split())


def _undone(s: Sentence, quantity: Quantity, found: StatusMention, lex: Lexemes) -> bool:
    trigger = found.trigger if found.verb is None else found.verb
    if unreal(s, trigger, lex):
        return True
    return quantity.low != 0 and negated(s, found.trigger, found.verb)


def _first(s: Sentence, quantity: Quantity, group: GroupMention, lex: Lexemes, ill: bool) -> StatusMention | None:
    settled, told = by_noun(s, quantity, group, lex, ill)
    if settled:
        return told
    named = linear.nominal(s, quantity, lex)
    if named is not None:
        return named
    if _at_the_outset(s, quantity, group) or spared(s, group, lex):
        return StatusMention("present", group.head, None, "whole")
    if _fronted(s, group):
        found = modified(s, group.head, lex) or presence(s, quantity, group, lex) or linear.aboard(s, group.last)
        return found or _implied(s, quantity, group, lex)
    if _whole_of_part(s, group):
        found = modified(s, group.head, lex) or _strayed(s, group, lex) or presence(s, quantity, group, lex)
        return found or linear.aboard(s, group.last)
    if _reached_part(s, group, lex):
        return climb(s, group.node, lex)
    if toll_of_nothing(s, quantity):
        return toll(s, quantity, group, lex)
    found = (
        taken_on(s, group)
        or let_go(s, group)
        or _by_order(s, quantity, group, lex)
        or toll(s, quantity, group, lex)
        or _by_tree(s, quantity, group, lex)
    )
    found = found or _at_last(s, quantity, group, lex)
    if found is not None and group.kind == "unknown":
        burnt = s.tokens[found.trigger].lemma == "burn"  # "Several lifeboats burned"
        seized = s.tokens[found.trigger].lemma in {"detain", "arrest", "apprehend", "jail"}  # done to people alone
        critical = found.rule == "modifier" and found.status == "hospitalised"  # "10 critical flaws"
        return None if burnt or critical or (found.status in _OF_PEOPLE and not seized) else found
    return None if found is not None and _of_things(s, group, found) else found


def _of_things(s: Sentence, group: GroupMention, found: StatusMention) -> bool:
    """``caught 39 passes``, a noun taken for a verb; ``four grandsons survive Felt``, who is dead, unsaved."""
    head = s.tokens[group.head]
    if group.kind == "elided" and head.tag == "VBZ" and head.dep == "dobj":
        return True
    verb = s.tokens[found.trigger]
    if verb.lemma != "survive" or verb.tag not in {"VBP", "VBZ"}:
        return False
    return any(s.tokens[c].dep == "dobj" and s.tokens[c].tag in {"PRP", "NNP"} for c in s.children[verb.i])


#: what is said of people alone; of a noun that may be a thing it tells nothing
_OF_PEOPLE = frozenset({"present", "rescued", "safe", "captured", "freed", "evacuated", "trapped"})


def _by_order(s: Sentence, quantity: Quantity, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    """What plain word order tells more surely than the tree."""
    people = group.kind in {"people", "elided"}
    found = (own_predicate(s, group.node, group.last, lex) or bare_state(s, quantity, lex)) if people else None
    found = (
        fatally(s, group.last) or found or of_ones_own(s, quantity, lex) or lost_men(s, group, lex) or fallen(s, group)
    )
    found = (
        found
        or done_to_part(s, quantity, lex)
        or of_whom(s, group, lex)
        or foregone(s, quantity, lex)
        or linear.bidden(s, quantity, lex)
    )
    found = found or own_verb(s, group.last, lex) or linear.inserted(s, quantity, group.last, lex)
    if found is None and quantity.form != "ordinal":
        found = linear.formerly(s, group.last, lex)
    found = found or linear.taken(s, quantity) or linear.labelled(s, quantity, lex)
    return found or (linear.adjacent(s, group.last, lex) if people else None)


def _losing(s: Sentence, group: GroupMention) -> StatusMention | None:
    """``On the other side 167 members of the forces lost their lives``: what the tree hangs on the preposition."""
    end = group.last + 1
    while end < len(s.tokens) and s.tokens[end].tag in {"IN", "DT", "NN", "NNS", "NNP", "JJ"} and end < group.last + 7:
        end += 1
    words = [t.lower for t in s.tokens[end : end + 3]]
    lost = words[:1] == ["lost"] and words[1:2] in (["their"], ["his"], ["her"]) and words[2:] in (["lives"], ["life"])
    return StatusMention("killed", end + 2, end, "lives") if lost else None


def _at_last(s: Sentence, quantity: Quantity, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    """What is left where the tree tells nothing: a looser order, a search, what their name implies, a place."""
    found = None
    if group.kind in {"people", "elided", "demonym", "state"}:
        found = linear.right(s, group.last, lex) or linear.left(s, quantity.first, lex)
    found = found or carried_off(s, group, lex) or sought(s, group) or _implied(s, quantity, group, lex)
    if found is None and group.kind in {"people", "elided"}:
        found = (
            rolled(s, quantity, lex)
            or _losing(s, group)
            or linear.framed(s, group.last, lex)
            or presence(s, quantity, group, lex)
        )
        found = found or linear.aboard(s, group.last) or _attackers(quantity, group)
    return found


_PARTS = frozenset("neither none both some most one half many any few several percent % majority minority bulk".split())
_FRACTIONS = frozenset("third thirds quarter quarters fifth fifths tenth tenths fraction proportion share part".split())


def _fronted(s: Sentence, group: GroupMention) -> bool:
    """``Of the 40 passengers, 12 died and 20 were hurt``: what follows is said of some of them."""
    token = s.tokens[group.node]
    opens = token.dep == "pobj" and token.head == 0 and s.tokens[0].lower == "of"
    return opens and group.last + 1 < len(s.tokens) and s.tokens[group.last + 1].text == ","


def _whole_of_part(s: Sentence, group: GroupMention) -> bool:
    """``four of its 18 workers``, ``neither of the two pilots``: the whole takes no status from what its part did."""
    token = s.tokens[group.node]
    if any(s.tokens[c].lower == "half" and c < group.node for c in s.children[group.node]):
        return True  # "half the 90 passengers"
    if token.dep != "pobj" or s.tokens[token.head].lower != "of":
        return False
    part = s.tokens[s.tokens[token.head].head]
    owned = any(s.tokens[c].tag in {"PRP$", "DT"} or s.tokens[c].dep == "poss" for c in s.children[group.node])
    # "31 of 33 miners", "two of 33"
    counted = token.tag == "CD" or any(s.tokens[c].tag == "CD" for c in s.children[group.node])
    return (owned and part.lower in _PARTS | _FRACTIONS) or ((owned or counted) and part.tag == "CD")


def _strayed(s: Sentence, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    """``two of the nine hikers missing since the storm walked in``: the whole's participle, hung on the part."""
    k = group.last + 1
    part = s.tokens[s.tokens[s.tokens[group.node].head].head]
    if k == len(s.tokens) or part.dep not in {"nsubj", "nsubjpass"} or s.tokens[k].head != part.i:
        return None
    status = lex.participle(s.tokens[k].lemma, s.tokens[k].lower) if s.tokens[k].dep == "acl" else None
    return StatusMention(status, k, None, "modifier") if status else None


def _at_the_outset(s: Sentence, quantity: Quantity, group: GroupMention) -> bool:
    """``Of 36 miners in the pit when the rain came, nine got out``: the whole of those who were there."""
    before = [t.lower for t in s.tokens[: quantity.first]]
    if before not in (["of"], ["of", "the"]) or group.kind != "people" or quantity.form != "digits":
        return False
    return any(s.tokens[c].lower in {"in", "aboard", "on", "inside", "at"} for c in s.children[group.head])


def _severed(s: Sentence, node: int, trigger: int) -> bool:
    """True if a semicolon parts the phrase from the word that would decide its status."""
    first, last = min(node, trigger), max(node, trigger)
    return any(t.lower == ";" for t in s.tokens[first:last]) and s.tokens[trigger].lower not in {"toll", "count"}


def _attackers(quantity: Quantity, group: GroupMention) -> StatusMention | None:
    """``between 50 and 60 attackers came``: whoever counts attackers says that they were there."""
    if group.lemma not in {"attacker", "assailant", "hijacker", "raider", "assaulter"} or quantity.form in {
        "article",
        "another",
        "zero",
    }:
        return None
    return StatusMention("present", group.head, None, "default")


def _by_tree(s: Sentence, quantity: Quantity, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    above = climb(s, group.node, lex)
    if above is not None and _severed(s, group.node, above.trigger):
        above = None
    if above is None and group.node != group.head and group.kind != "elided":
        above = None
    if above is not None and above.status != "present":
        return above
    own = modified(s, group.head, lex) or (modified(s, group.node, lex) if group.node != group.head else None)
    if own is None and group.kind == "elided":
        own = _of_whom(s, quantity, lex)
    if own is None and above is None and s.tokens[group.head].lower in lex.adjectives:
        own = StatusMention(lex.adjectives[s.tokens[group.head].lower], group.head, None, "state")
    return own or above


def _reached_part(s: Sentence, group: GroupMention, lex: Lexemes) -> bool:
    """``had reached seven of the 33 trapped miners``: the state of the whole is just what the seven are leaving."""
    part = s.tokens[group.node]
    if group.node == group.head or part.tag != "CD":
        return False
    if part.dep == "pobj":
        return s.tokens[part.head].lower == "with" and s.tokens[part.head - 1].lower in {"contact", "touch"}
    if part.dep == "nsubj":
        return s.tokens[part.head].lemma in lex.lists["reappearing"] and not negated(s, part.head, part.head)
    if part.dep not in {"dobj", "nsubjpass"}:
        return False
    return s.tokens[part.head].lemma in lex.lists["reaching"] and not negated(s, part.head, part.head)


def _of_whom(s: Sentence, quantity: Quantity, lex: Lexemes) -> StatusMention | None:
    """``two of whom were among the dead``: the number is the subject of the relative clause."""
    token = s.tokens[quantity.last]
    subject = token.dep in {"nsubj", "nsubjpass"} and not _severed(s, token.i, token.head)
    return predicate(s, token.head, "subj", lex) if subject else None


#: more passengers than this are a year's, and no ship's
_TRAFFIC = 10_000


def _implied(s: Sentence, quantity: Quantity, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    if group.kind == "people":
        found = attacker(s, quantity, group, lex) or on_duty(s, quantity, group, lex)
        if found:
            return found
        status = lex.defaults.get(group.lemma)
        aboard = 2 <= (quantity.low or 0) < _TRAFFIC and s.tokens[group.head].lower != "crews"
        token = s.tokens[group.node]
        dealt = token.dep in {"pobj", "dative"} and s.tokens[token.head].lower == "to"
        if status == "present" and (not aboard or dealt or unreal(s, group.node, lex)):
            return None  # "could carry up to 800 passengers", "handles two million passengers a year"
        if status and quantity.form not in {"article", "another"}:
            return StatusMention(status, group.head, None, "default")
    if group.kind == "state":
        status = lex.nouns.get(group.lemma)
        if status and quantity.form not in {"article", "another"}:
            return StatusMention(status, group.head, None, "default")
    return None
