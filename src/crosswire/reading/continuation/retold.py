"""The same people counted again: "activists say 79", "of the 58", "which left about 140"."""

from __future__ import annotations

from crosswire.model import GroupMention, Quantity, Sentence
from crosswire.reading.continuation.said import Earlier, figures_told
from crosswire.reading.events import StatusMention

#: "activists say 79": the number alone is what they tell
_TELLING = frozenset("say report claim count give list".split())


_COUNTS = frozenset("count figure estimate tally number total toll".split())


_AT = frozenset({"of", "at", "to"})
#: "the government put it at 12"
_PUTTING = frozenset("put place set peg estimate reckon revise raise lower cut reduce increase correct".split())


def recounted(
    sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier
) -> tuple[StatusMention, ...]:
    """``The count stood at 210``, ``the army put the figure at 12``: another count of what was just counted."""
    recent = figures_told(sentence, here, 1)
    if mention.kind != "elided" or mention.pronoun or not recent or quantity.form not in {"digits", "words", "range"}:
        return ()
    tokens = sentence.tokens
    token = tokens[quantity.last]
    while token.dep in {"compound", "nummod", "quantmod"} and token.head != token.i:
        token = tokens[token.head]
    following = tokens[quantity.last + 1].lower if quantity.last + 1 < len(tokens) else "."
    compared = [t.lower for t in tokens[max(0, quantity.first - 2) : quantity.first]]
    if compared in (["up", "from"], ["down", "from"], ["compared", "with"], ["compared", "to"]) or (
        compared[-1:] == ["against"] and following in {"last", "a", "in", "the", "on"}
    ):
        return (StatusMention(recent[-1].status, quantity.first - 1, None, "toll"),)
    if (
        token.dep in {"dobj", "ccomp", "attr"}
        and tokens[token.head].lemma in _TELLING
        and following in {".", ",", ";", "and", '"'}
    ):
        return (StatusMention(recent[-1].status, token.head, None, "toll"),)
    if token.dep == "appos" and tokens[token.head].lower in _COUNTS:  # "A higher figure, 38, was withdrawn"
        return (StatusMention(recent[-1].status, token.head, None, "toll"),)
    corrected = _corrected(sentence, token.i)
    if corrected is not None:
        return (StatusMention(recent[-1].status, corrected, None, "gapped"),)
    if token.dep != "pobj" or tokens[token.head].lower not in _AT:
        return ()
    above = tokens[tokens[token.head].head]
    if above.lemma == "speak" and tokens[token.head].lower == "of":
        return (StatusMention(recent[-1].status, above.i, None, "toll"),)
    put = False
    if above.tag[:2] == "VB":
        subjects = [tokens[c] for c in sentence.children[above.i] if tokens[c].dep in {"nsubj", "nsubjpass", "dobj"}]
        counted = [t for t in subjects if t.lower in _COUNTS]
        if not counted and above.lemma in _PUTTING and any(t.lower == "it" and t.i > above.i for t in subjects):
            return (StatusMention(recent[-1].status, above.i, None, "recounted"),)
        put = above.lemma in _PUTTING and bool(counted)
        above = (counted or subjects or [above])[0]
    of_else = any(tokens[c].lower == "of" and c != token.head for c in sentence.children[above.i])
    if above.lower not in _COUNTS or of_else:
        return ()
    return (StatusMention(recent[-1].status, above.i, None, "recounted" if put else "toll"),)


#: "the figure was nine", and of nothing else
_BARE, _ITS = frozenset({"figure", "toll", "count", "tally"}), (["the"], ["its"], ["their"], ["his"], ["her"])
_CORRECT = frozenset("correct right true actual real accurate proper exact".split())


def _corrected(sentence: Sentence, number: int) -> int | None:
    """``The correct number is four, not five``, ``police said the figure was nine``: what was counted just before, put
    right; the token of "number".
    """
    tokens = sentence.tokens
    verb = tokens[tokens[number].head]
    if tokens[number].dep not in {"attr", "acomp"} or verb.lemma != "be":
        return None
    subjects = [c for c in sentence.children[verb.i] if tokens[c].dep == "nsubj" and tokens[c].lower in _COUNTS]
    right = (i for i in subjects for c in sentence.children[i] if tokens[c].lower in _CORRECT)
    bare = (i for i in subjects if tokens[i].lower in _BARE and [tokens[c].lower for c in sentence.children[i]] in _ITS)
    return next(right, None) or next(bare, None)


_PASSIVE = frozenset("had have has been were was yet already so far".split())


_HANDLING = frozenset("recover retrieve find pull identify name bury".split())


def handled(sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier) -> tuple[StatusMention, ...]:
    """``Forty-nine died.  By evening 31 had been recovered``; ``three fell in the capital``: of the dead just told."""
    node = sentence.tokens[mention.node]
    verb = sentence.tokens[node.head]
    dead = [f for f in figures_told(sentence, here, 1) if f.status == "killed"]
    if mention.kind != "elided" or mention.pronoun or not dead or quantity.form not in {"digits", "words"}:
        return ()
    ahead = [t for t in sentence.tokens[quantity.last + 1 : quantity.last + 5] if t.lower not in _PASSIVE]
    buried = (node.dep == "nsubjpass" and verb.lemma in _HANDLING) or (
        bool(ahead) and ahead[0].tag == "VBN" and ahead[0].lemma in _HANDLING
    )
    fallen = node.dep == "nsubj" and verb.lemma == "fall" and (quantity.low or 0) <= (dead[-1].quantity.low or 0)
    return (StatusMention("killed", verb.i, None, "gapped"),) if buried or fallen else ()


def again(sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier) -> tuple[StatusMention, ...]:
    """``wounded 58 more ... Of the 58, 11 are critical``: the very number said before, with "the"."""
    before = [t.lower for t in sentence.tokens[max(0, quantity.first - 2) : quantity.first]]
    if (
        mention.kind != "elided"
        or quantity.first != 2
        or before != ["of", "the"]
        or quantity.form not in {"digits", "words"}
    ):
        return ()
    same = [f for f in figures_told(sentence, here, 4) if f.quantity.low == f.quantity.high == quantity.low]
    return (StatusMention(same[-1].status, quantity.last, None, "gapped"),) if same and (quantity.low or 0) > 1 else ()


def left_over(
    sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier
) -> tuple[StatusMention, ...]:
    """``225 more had been released, which left about 140``: those who were not let out are held."""
    mine = figures_told(sentence, here)
    token = sentence.tokens[quantity.last]
    leaving = token.dep == "dobj" and sentence.tokens[token.head].lemma == "leave"
    if mention.kind != "elided" or not mine or mine[-1].status not in {"freed", "escaped"} or not leaving:
        return ()
    return (StatusMention("held", token.head, None, "gapped"),)
