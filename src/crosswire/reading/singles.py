"""One person told with an article: who is told as one of those counted already, and who is named."""

from __future__ import annotations

from crosswire.model import GroupMention, Quantity, Sentence

#: forms of a quantity that count one
SINGLES = frozenset({"article", "another"})
_NEXT = frozenset("was is died had has drowned wounded injured hurt killed missing arrested".split())


def next_one(sentence: Sentence, quantity: Quantity) -> bool:
    """``One was set alight while another was stoned to death``: the next of those told one by one."""
    following = sentence.tokens[quantity.last + 1].lower if quantity.last + 1 < len(sentence.tokens) else ""
    return quantity.form == "another" and following in _NEXT


def counted_before(sentence: Sentence, i: int) -> bool:
    """``a fourth, a Spaniard,``, ``two men, a Pole and a Dane,``: whom an apposition describes has been counted.

    "Of five nationalities: a Hungarian, an Albanian, an Italian" is a list.
    """
    tokens, above = sentence.tokens, sentence.tokens[i].head
    if tokens[above].lower in {"one", "another"}:
        return True  # "One of the captives, a Dutch engineer, was shot"
    parts = [tokens[c] for c in sentence.children[above]]
    if any(t.dep in {"nummod", "amod"} for t in parts):
        return True
    last = max(sentence.subtree(i))
    behind = [t.lower if t.lower == "," else t.tag[:2] for t in tokens[last + 1 : last + 3]]
    return behind == [",", "VB"] and any(t.lower in {"a", "an", "another"} for t in parts)


def of_both(sentence: Sentence, first: int) -> bool:
    """``Both, a student of 17 and a taxi driver, died``: the two have been counted."""
    tokens = sentence.tokens
    opened = next((k for k in range(first - 1, 0, -1) if tokens[k].lower == "," or tokens[k].tag[:2] == "VB"), 0)
    return opened > 0 and tokens[opened].lower == "," and tokens[opened - 1].lower == "both"


def who_one_is(sentence: Sentence, first: int) -> bool:
    """``Five men, one of them a Nigerian``: the one has been counted."""
    before = [t.lower for t in sentence.tokens[max(0, first - 4) : first]]
    before = before[:-1] if before[-1:] == [","] else before[-3:]  # "one of whom, a girl of six, died"
    return before[:1] in (["one"], ["another"]) and before[1:] in (["of", "them"], ["of", "whom"])


def one_by_one(sentence: Sentence, i: int) -> bool:
    """``Two smugglers, a Libyan and a Tunisian``: an apposition that names each of those counted, as its parts."""
    others = [sentence.children[c] for c in sentence.children[i] if sentence.tokens[c].dep == "conj"]
    return any(sentence.tokens[c].lower in {"a", "an"} for other in others for c in other)


def in_list(sentence: Sentence, mention: GroupMention) -> bool:
    """``Two women, a man and a child were killed``: a list, where an apposition would end at a comma."""
    joined = [c for c in sentence.children[mention.head] if sentence.tokens[c].dep == "conj"]
    after = joined[-1] + 1 if joined else len(sentence.tokens)
    return after < len(sentence.tokens) and sentence.tokens[after].lower not in {",", "-", ")"}


def merely_one_of(sentence: Sentence, quantity: Quantity, mention: GroupMention) -> bool:
    """``She was one of three nurses who fell ill``: "one" is she, and counts nobody new."""
    node = sentence.tokens[mention.node]
    if quantity.low != 1 or node.dep != "attr":
        return False
    subjects = [sentence.tokens[c] for c in sentence.children[node.head] if sentence.tokens[c].dep == "nsubj"]
    return any(t.tag in {"PRP", "NNP"} for t in subjects)


def introduced(sentence: Sentence, quantity: Quantity, mention: GroupMention) -> bool:
    """``A night guard, Malam Idris, was shot``: one person whom the text names."""
    if quantity.form not in SINGLES:
        return False
    tokens = sentence.tokens
    above = tokens[tokens[mention.head].head]
    told = above.lower == "one" or any(tokens[c].lower == "the" for c in sentence.children[above.i])
    aside = tokens[mention.head].dep == "appos" and tokens[quantity.first - 1].lower == ","
    if aside and (told or above.tag == "NNP"):
        return True  # "police shot the attacker, a man of 22, in the thigh", "Pat Heneghan, a retired postman, died"
    return any(
        tokens[c].dep == "appos" and tokens[c].tag == "NNP" and c > mention.head and tokens[c - 1].lower != "a"
        for c in sentence.children[mention.head]
    )
