"""What stands behind the noun: "tourists from Japan", "employees of the charity X", "men accused of"."""

from __future__ import annotations

from collections.abc import Iterator

from crosswire.model import Sentence
from crosswire.reading.groups.words import Words, singular

#: who belongs to the body named behind "of"
_BELONGING = frozenset("employee staff staffer worker volunteer contractor personnel".split())
_SERVING = frozenset({"worker", "journalist", "guard", "crew", "rescuer"})
_ACCUSED = frozenset("accuse suspect wanted want".split())
_PRESUMED = frozenset("suspected alleged presumed".split())


def homeland(sentence: Sentence, head: int, words: Words) -> tuple[str, ...]:
    """``two tourists from Japan``, ``a seaman from the Philippines``: the country behind "from", hung on the noun."""
    found = []
    for noun in _behind(sentence, head, {"from"}):
        name = _name(sentence, noun).lower().removeprefix("the ")
        if name in words.demonyms and words.demonyms[name] not in found:
            found.append(words.demonyms[name])
    return tuple(found)


def body(sentence: Sentence, head: int, role: str, words: Words) -> str | None:
    """``employees of the charity Ark``, ``a woman working for Ark``, ``Ark had 52 staff``: whom they work for."""
    lemma = singular(sentence.tokens[head])
    if lemma in _BELONGING:
        for noun in _behind(sentence, head, {"of", "with"}):
            if found := _body_name(sentence, noun, words):
                return found
    for clause in sentence.children[head]:
        verb = sentence.tokens[clause]
        joint = {"work": "for", "employ": "by"}.get(verb.lemma)
        if verb.dep not in {"acl", "relcl"} or joint is None:
            continue
        for noun in _behind(sentence, clause, {joint}):
            if found := _body_name(sentence, noun, words):
                return found
    return _having(sentence, head, words) if role in _SERVING and lemma in _BELONGING else None


def accused(sentence: Sentence, head: int) -> bool:
    """``three men accused of``, ``two suspected smugglers``: suspects, whatever else they are called."""
    tokens = sentence.tokens
    for child in sentence.children[head]:
        token = tokens[child]
        following = tokens[child + 1].lower if child + 1 < len(tokens) else ""
        charged = token.dep == "acl" and token.lemma in _ACCUSED and following in {"of", "for", "in", "over"}
        if charged or (child < head and token.lower in _PRESUMED):
            return True
    return False


def _having(sentence: Sentence, head: int, words: Words) -> str | None:
    verb = sentence.tokens[sentence.tokens[head].head]
    if sentence.tokens[head].dep != "dobj" or verb.lemma not in {"have", "employ"}:
        return None
    subjects = [c for c in sentence.children[verb.i] if sentence.tokens[c].dep == "nsubj"]
    return _body_name(sentence, subjects[0], words) if subjects else None


def _behind(sentence: Sentence, head: int, joints: set[str]) -> Iterator[int]:
    """The nouns behind a preposition or agent that hangs on the head, and those joined to them."""
    tokens = sentence.tokens
    for prep in sentence.children[head]:
        if tokens[prep].lower in joints and prep > head:
            for noun in sentence.children[prep]:
                if tokens[noun].dep == "pobj":
                    yield noun
                    yield from (c for c in sentence.children[noun] if tokens[c].dep == "conj")


def _body_name(sentence: Sentence, noun: int, words: Words) -> str | None:
    """A proper name that is no country: "Ark", or the one beside "the charity"."""
    tokens = sentence.tokens
    if not _capital(sentence, noun):
        noun += 1  # "the charity Ark"
        while noun + 1 < len(tokens) and _capital(sentence, noun) and tokens[noun + 1].tag in {"NNP", "NNPS"}:
            noun += 1
        if noun >= len(tokens) or tokens[noun].tag not in {"NNP", "NNPS"}:
            return None
    name = _name(sentence, noun).removeprefix("the ").removeprefix("The ")
    return name if name.lower() not in words.demonyms and tokens[noun].lower not in words.demonyms else None


def _capital(sentence: Sentence, noun: int) -> bool:
    """A proper noun, or a capital one within a name: "Samaritan's Purse", "Doctors Without Borders"."""
    tokens = sentence.tokens
    if noun >= len(tokens):
        return False
    beside = [tokens[k].text[:1].isupper() for k in (noun - 1, noun + 1) if 0 < k < len(tokens)]
    owned = noun > 1 and tokens[noun - 1].lower == "'s" and tokens[noun - 2].tag == "NNP"
    return tokens[noun].tag in {"NNP", "NNPS"} or (tokens[noun].text[:1].isupper() and (any(beside) or owned))


def _name(sentence: Sentence, noun: int) -> str:
    """The run of capitalised words that ends with the noun, with what hangs on it: "Doctors Without Borders"."""
    tokens, first, last = sentence.tokens, noun, noun
    while first > 0 and tokens[first - 1].tag in {"NNP", "NNPS"} and tokens[first - 1].head <= noun:
        first -= 1
    if first > 0 and tokens[first - 1].lower == "'s" and tokens[first - 2].tag == "NNP":
        first -= 2  # "Samaritan's Purse"
    while last + 2 < len(tokens) and tokens[last + 1].text[:1].isupper() and tokens[last + 2].tag in {"NNP", "NNPS"}:
        last += 2
    return sentence.text[tokens[first].start - sentence.start : tokens[last].end - sentence.start]
