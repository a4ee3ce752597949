"""Tolls: ``the death toll rose to 84``, ``put the number of attackers at 300``, ``bringing the dead to 84``."""

from __future__ import annotations

from crosswire.model import GroupMention, Quantity, Sentence
from crosswire.reading.events.climb import climb
from crosswire.reading.events.lexemes import Lexemes
from crosswire.reading.events.predicate import StatusMention, predicate


def toll(s: Sentence, quantity: Quantity, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    """The status of the toll that this number states, if it states one.

    The number must be bare, or count people or the dead ("raised the toll to 194 deaths").
    """
    if group.kind not in {"elided", "people", "state", "demonym"} or quantity.form in {
        "article",
        "another",
        "both",
        "all",
        "ordinal",
    }:
        return None
    told = (
        _numbering(s, quantity, lex)
        or _inverted(s, quantity, lex)
        or _named_state(s, quantity, group, lex)
        or _in_turn(s, quantity, lex)
    )
    told = told or _inside(s, group, lex) or _given_before(s, quantity, lex)
    if told is not None:
        return told
    if _own_predicate(s, quantity, lex) or group.lemma == "survivor" or _goes_on(s, group):
        return None
    own = _paired(s, quantity, lex)
    if own is not None:
        return own
    if _foretold(s, quantity):
        return None
    for k in _heads(s, quantity, lex):
        status = _status(s, k, lex)
        if s.tokens[k].lower == "losses" and (quantity.low or quantity.high or 0) >= _MONEY:
            continue
        if status and _linked(s, k, quantity, lex):
            return StatusMention(status, k, None, "toll")
    return None


#: an airline's losses of 40 million are no people
_MONEY = 100_000


def toll_of_nothing(s: Sentence, quantity: Quantity) -> bool:
    """``A higher figure, 38, was withdrawn``: what befalls a figure befalls nobody."""
    token = s.tokens[quantity.last]
    return token.dep == "appos" and s.tokens[token.head].lower in {"figure", "number", "count", "estimate", "total"}


def _numbering(s: Sentence, quantity: Quantity, lex: Lexemes) -> StatusMention | None:
    """``Guests, numbering about 600, were evacuated``: what is told of the guests."""
    verb = s.tokens[s.tokens[quantity.last].head]
    if verb.lower != "numbering" or verb.dep != "acl":
        return None
    return climb(s, verb.head, lex)


#: "is expected to pass 100": nobody has counted them yet
_FORETELLING = frozenset({"expect", "predict", "forecast", "likely", "project", "due", "bind"})


def _foretold(s: Sentence, quantity: Quantity) -> bool:
    """``The toll is expected to pass 100``; but ``the toll, expected to rise, stands at 84``."""
    token = s.tokens[s.tokens[quantity.last].head]
    if token.tag == "IN":
        token = s.tokens[token.head]
    return token.dep == "xcomp" and s.tokens[token.head].lemma in _FORETELLING


def _inverted(s: Sentence, quantity: Quantity, lex: Lexemes) -> StatusMention | None:
    """``32 is the number of attackers``: the number stands first, what it is of behind the verb."""
    token = s.tokens[quantity.last]
    if token.dep != "nsubj" or s.tokens[token.head].lemma != "be":
        return None
    for child in s.children[token.head]:
        if s.tokens[child].dep == "attr" and s.tokens[child].lower in {"number", "total", "toll", "tally", "count"}:
            status = _status(s, child, lex)
            of = [n for c in s.children[child] if s.tokens[c].lower == "of" for n in s.children[c]]
            return StatusMention(status, of[0] if of else child, None, "toll") if status else None
    return None


def _named_state(s: Sentence, quantity: Quantity, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    """``the toll rose to nine dead and four missing``: the state itself stands for its people."""
    status = lex.adjectives.get(s.tokens[group.head].lower)
    bare = group.kind in {"state", "people"} and group.head == quantity.last + 1 and s.tokens[group.head].tag == "JJ"
    return StatusMention(status, group.head, None, "state") if bare and status and status != "present" else None


def _inside(s: Sentence, group: GroupMention, lex: Lexemes) -> StatusMention | None:
    """``The toll includes 17 rescuers and a nurse``: some of those it counts."""
    token = s.tokens[group.node]
    while token.dep == "conj" and s.tokens[token.head].tag[:2] == "NN":
        token = s.tokens[token.head]
    verb = s.tokens[token.head]
    listed = token.dep == "pobj" and verb.lower == "including" and s.tokens[verb.head].lemma in lex.lists["toll_verbs"]
    if listed:  # "the number of dead has gone up to 38, including at least five firefighters"
        verb = s.tokens[verb.head]
    if not listed and (token.dep != "dobj" or verb.lemma != "include"):
        return None
    for child in s.children[verb.i]:
        if s.tokens[child].dep == "nsubj" and s.tokens[child].lower in lex.lists["toll_heads"]:
            status = _status(s, child, lex)
            return StatusMention(status, child, None, "set") if status else None
    return None


def _given_before(s: Sentence, quantity: Quantity, lex: Lexemes) -> StatusMention | None:
    """``The toll for Tandi, previously given as 18, has been lowered to 16``, ``the toll, given out as 12 at dawn``."""
    words = [t.lower for t in s.tokens[max(0, quantity.first - 9) : quantity.first]]
    given = words[-1:] == ["as"] and bool({"given", "gave", "put", "reported", "stated"} & set(words[:-1]))
    for t in s.tokens[: quantity.first] if given else ():
        if t.lower in {"toll", "count", "number"} and (status := _status(s, t.i, lex)):
            return StatusMention(status, t.i, None, "toll")
    return None


_TOTALS = frozenset("totals tallies counts figures numbers tolls".split())


def _in_turn(s: Sentence, quantity: Quantity, lex: Lexemes) -> StatusMention | None:
    """``312 new infections and 14 deaths, bringing the totals to 8,120 and 402``: each total in the order told."""
    k, place = quantity.first, 0
    if k > 2 and s.tokens[k - 1].lower == "and" and s.tokens[k - 2].tag == "CD":
        k, place = k - 2, 1
    if k < 3 or s.tokens[k - 1].lower != "to" or s.tokens[k - 2].lower not in _TOTALS:
        return None
    counted = [t.head for t in s.tokens[: k - 2] if t.tag == "CD" and t.dep == "nummod" and t.head > t.i]
    told = [(noun, lex.nouns.get(s.tokens[noun].lemma)) for noun in counted]
    stated = [(noun, status) for noun, status in told if status]
    if len(stated) != 2:
        return None
    noun, status = stated[place]
    return StatusMention(str(status), noun, None, "toll")


def _own_predicate(s: Sentence, quantity: Quantity, lex: Lexemes) -> bool:
    """``put the injured at 840 and said 23 remained missing``: the 23 have a state of their own."""
    token = s.tokens[quantity.last]
    return (
        token.dep in {"nsubj", "nsubjpass"}
        and token.head > token.i
        and predicate(s, token.head, "subj", lex) is not None
    )


def _goes_on(s: Sentence, group: GroupMention) -> bool:
    """``14 dead guerrillas were found, and three fighters were taken alive``: the three have a verb of their own."""
    k = group.last + 1
    return group.kind == "people" and k < len(s.tokens) and s.tokens[k].lower in {"was", "were", "have", "had", "has"}


def _paired(s: Sentence, quantity: Quantity, lex: Lexemes) -> StatusMention | None:
    """``put the dead at 37 and the injured at 58``: each number stands at a noun of its own."""
    k = quantity.first - 1
    while k > 0 and s.tokens[k].lower in _BOUND:
        k -= 1
    if k < 2 or s.tokens[k].lower != "at" or s.tokens[k - 2].lower not in {"the", "of"}:
        return None
    if s.tokens[k - 1].lemma in _PRESENT and s.tokens[k - 3].lemma in {"put", "number"}:
        return StatusMention("present", k - 1, None, "toll")  # "put the passengers at 26"
    status = lex.adjectives.get(s.tokens[k - 1].lower) or lex.nouns.get(s.tokens[k - 1].lemma)
    return StatusMention(status, k - 1, None, "toll") if status and status != "present" else None


_BOUND = frozenset("about around some nearly almost over least more than up to just under roughly close".split())


def _heads(s: Sentence, quantity: Quantity, lex: Lexemes) -> list[int]:
    """The nearest first; "cases" is none in "the toll among confirmed cases"."""
    near = [
        t.i
        for t in s.tokens
        if t.lower in lex.lists["toll_heads"]
        and not quantity.first <= t.i <= quantity.last
        and not (t.dep == "pobj" and {"toll", "tolls"} & {x.lower for x in s.tokens[max(0, t.i - 4) : t.i]})
        and t.tag[:2] in {"NN", "JJ", "VB"}
    ]
    return sorted(near, key=lambda k: abs(k - quantity.first))


def _status(s: Sentence, k: int, lex: Lexemes) -> str | None:
    """What the toll counts: a fixed phrase ("death toll"), or the noun after "number of"."""
    before = s.tokens[k - 1].lower if k else ""
    word = s.tokens[k].lower
    for phrase, status in lex.toll:
        if (len(phrase) == 1 and word == phrase[0]) or (len(phrase) == 2 and (before, word) == phrase):
            return status
    if word in {"number", "numbers", "total", "tally", "count", "figure", "estimate"}:
        return _number_of(s, k, lex)
    if word in {"deaths", "fatalities", "dead", "casualties"} or (word == "losses" and before in _FIGHTING):
        return "killed"
    return {"cases": "infected", "infections": "infected", "injuries": "injured", "arrests": "captured"}.get(word)


#: whose losses are men: "put its losses at seven", "rebel losses"; not "job losses"
_FIGHTING = frozenset(
    "its their own army troop military police rebel government enemy militant insurgent battlefield combat".split()
)
_PRESENT = frozenset(
    "attacker gunman militant protester passenger participant demonstrator insurgent rebel assailant aboard "
    "board".split()
)


_COUNTED = frozenset("of dead missing trapped unaccounted aboard on".split())


def _number_of(s: Sentence, k: int, lex: Lexemes) -> str | None:
    """``number of dead``, ``the number of people killed``, ``total of confirmed cases``, ``number of attackers``."""
    following = s.tokens[k + 1 : k + 8]
    if following and following[0].lower in {"still", "yet", "now"}:
        following = following[1:]  # "the number still unaccounted for"
    if not following or (following[0].lower not in _COUNTED and following[0].tag != "VBN"):
        return None
    if [t.lower for t in following[:2]] == ["set", "free"]:
        return "freed"
    if [t.lower for t in following[1:3]] == ["to", "hospital"]:
        return "hospitalised"  # "the number sent to hospital"
    for token in following:
        if token.tag in {"VBZ", "VBD", "VBP"} and token.dep not in {"acl", "relcl", "aux", "auxpass"}:
            break
        known = token.lower == "to" and s.tokens[token.i - 1].lower in {
            "known",
            "believed",
            "feared",
            "thought",
            "confirmed",
            "said",
        }
        if token.lower in {"at", "to", ","} and not known:
            break
        lemma = token.lemma if token.tag in {"NNS", "NNPS"} else token.lower
        ahead = s.tokens[min(token.i + 1, len(s.tokens) - 1)].lower
        status = lex.adjectives.get(token.lower) or lex.nouns.get(lemma) or lex.phrases.get((token.lower, ahead))
        if status is None and token.tag in {"VBN", "VBD"}:
            goes_on = ahead in {"to", "into", "alive", "away", "out", "off", "by", "from"}
            taken = "held" if token.lower in {"taken", "seized", "snatched"} and not goes_on else None
            caught = token.lemma == "catch" and any(t.lower in lex.disease for t in following)
            status = "infected" if caught else taken or lex.patient.get(token.lemma) or lex.subject.get(token.lemma)
        if status:
            return _done_to(s, token.i, lex) or status
        if lemma in _PRESENT:
            return _done_to(s, token.i, lex) or "present"
    return None


def _done_to(s: Sentence, noun: int, lex: Lexemes) -> str | None:
    """``the number of hostages killed``: the participle behind the noun, not the state that the noun implies."""
    following = s.tokens[noun + 1 : noun + 3]
    said = [t for t in following if t.tag not in {"RB"} and t.lower not in {"so", "far"}][:1]
    if s.tokens[noun].tag != "NNS" or not said or said[0].tag not in {"VBN", "VBD", "JJ"}:
        return None
    return lex.adjectives.get(said[0].lower) or lex.patient.get(said[0].lemma)


def _linked(s: Sentence, k: int, quantity: Quantity, lex: Lexemes) -> bool:
    """``stands at 23,000``, ``toll of 30``, ``to 152``, ``is over 120,000``: a verb of measure joins the two."""
    tokens = s.tokens
    if k < quantity.first:
        between = tokens[k + 1 : quantity.first]
        if _measured(s, k, quantity, lex):
            return True
        if len(between) > 14 or any(t.lower in {";", "."} for t in between[1:]):
            return False
        if _set_off(s, k, quantity):
            return True
        if any(t.tag == "CD" for t in between) and not {"to", "and", "or", "now"} & {t.lower for t in between[-4:]}:
            return False
        words = [t.lower for t in between]
        core = [w for w in words if w not in _MEASURE or w in {"at", "of"}]
        if words[:1] == ["of"] and set(words[1:]) <= _MEASURE:
            return True
        if words and words[0] in {":", ";"} and set(words[1:]) <= _MEASURE | {"now", "and", ","}:
            return True
        verbs = [t for t in between if t.lemma in lex.lists["toll_verbs"] or t.lower in lex.lists["toll_verbs"]]
        governed = _governor(s, k, lex)
        if not verbs and governed and (_UP_TO | {"from"}) & set(words[-4:]):
            return not _other_clause(between)
        return (
            bool(verbs)
            and bool(
                (_UP_TO | {"by", "from"}) & set(words)
                or verbs[-1].lemma
                in {"be", "reach", "pass", "exceed", "hit", "top", "total", "surpass", "remain", "number"}
            )
            and len(core) <= 11
            and not _other_clause(between)
        )
    return _behind(s, k, quantity)


#: what may stand between a toll and its number besides a verb
_MEASURE = frozenset(
    "at least over more than nearly about around some approximately almost less fewer up close a total of under".split()
)


def _behind(s: Sentence, k: int, quantity: Quantity) -> bool:
    """``brought to 84 the number of dead``: the toll right behind its number."""
    tokens, between = s.tokens, s.tokens[quantity.last + 1 : k]
    words = [t.lower for t in between]
    return (
        len(between) <= 3
        and bool(set(words) <= {"the", "number", "official", "death", "confirmed", "total", "country", "'s"})
        and quantity.first > 0
        and tokens[quantity.first - 1].lower in {"to", "at", "than", "over", "least", "about"}
    )


def _set_off(s: Sentence, k: int, quantity: Quantity) -> bool:
    """``An earlier toll of the dead, 38, was withdrawn``: the number between two commas behind the toll."""
    behind = s.tokens[quantity.last + 1].lower if quantity.last + 1 < len(s.tokens) else "."
    near = s.tokens[quantity.first - 1].lower == "," and behind == "," and quantity.first - k <= 5
    return near and not any(t.tag[:2] in {"VB", "MD"} for t in s.tokens[k : quantity.first])


def _measured(s: Sentence, k: int, quantity: Quantity, lex: Lexemes) -> bool:
    """``The number of people known to have died when the storm crossed the coast has risen to 61``: by the tree."""
    token = s.tokens[quantity.last]
    while token.dep in {"nummod", "quantmod"} and token.head > token.i:
        token = s.tokens[token.head]
    verb = token.head
    if token.dep == "pobj" and s.tokens[token.head].lower in _UP_TO | {"from"}:
        verb = s.tokens[token.head].head
        if s.tokens[verb].lower == "from":  # "rose overnight from 57 to 83"
            verb = s.tokens[verb].head
        if s.tokens[verb].lower in {"up", "down"}:  # "has gone up to 38"
            verb = s.tokens[verb].head
    elif token.dep not in {"dobj", "npadvmod"} or s.tokens[verb].lemma not in _PASSING:
        return False
    return (
        s.tokens[verb].lemma in lex.lists["toll_verbs"]
        and s.tokens[k].head == verb
        and s.tokens[k].dep in {"nsubj", "nsubjpass", "dobj"}
    )


#: "rose to 84", "stood at 84", "climbed past 300"
_UP_TO = frozenset({"to", "at", "past", "above", "beyond"})
_PASSING = frozenset({"pass", "reach", "exceed", "top", "surpass", "hit", "cross", "near", "approach"})


def _governor(s: Sentence, k: int, lex: Lexemes) -> bool:
    """True if a verb of measure governs the toll: "raised the death toll from the virus to 152"."""
    i = k
    for _ in range(3):
        i = s.tokens[i].head
        if s.tokens[i].lemma in lex.lists["toll_verbs"] or s.tokens[i].lower in lex.lists["toll_verbs"]:
            return True
    return False


def _other_clause(between: tuple[object, ...]) -> bool:
    return any(
        getattr(t, "lower", "") in {"after", "when", "while", "who", "because", "but", "with", ","}
        and getattr(t, "lower", "") != ","
        for t in between
    )
