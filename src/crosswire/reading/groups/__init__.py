"""Who is counted: role, nationality, employer, sex, age, allegiance of the noun a quantity counts.

The role is what the figure's own noun or its modifier says (docs/codebook.md); words that name the
same people (captives and hostages) meet later by role, and the words themselves are kept.
"""

from __future__ import annotations

from dataclasses import replace

from crosswire.lexicon import Lexicon
from crosswire.model import Group, GroupMention, Quantity, Sentence, Token
from crosswire.reading.groups.attributes import (
    described,
    graded_group,
    labelled_nationality,
    labelled_role,
    nationality_behind,
    nationality_of,
    own_copula,
    predicated,
    sex_said,
    toll_group,
)
from crosswire.reading.groups.words import Words, compiled, singular

__all__ = [
    "graded_group",
    "group_of",
    "labelled_nationality",
    "labelled_role",
    "nationality_behind",
    "nationality_of",
    "own_copula",
    "predicated",
    "sex_said",
    "toll_group",
]

_PRONOUNS = frozenset("them us you whom which those these they it him her who others".split())


def group_of(sentence: Sentence, quantity: Quantity, lexicon: Lexicon) -> GroupMention:
    """The group a quantity counts.

    "685 Algerian workers", "four of its 18 workers", "dozens of people", "a household of five",
    "23 deaths" (a state), "five had been captured" (elided), "200 detectors" (a thing).
    """
    words = compiled(lexicon)
    node, head, pronoun = _place(sentence, quantity, words)
    token = sentence.tokens[head]
    lemma = singular(token)
    kind = _kind(sentence, quantity, head, lemma, words, pronoun)
    last = max(head, quantity.last)
    if last + 1 < len(sentence.tokens) and sentence.tokens[last + 1].lower in {"more", "others"}:
        last += 1
    named = _numbered(sentence, quantity, words) if kind == "elided" else None
    if named is not None:
        return GroupMention(kind, head, node, last, lemma, described(sentence, quantity, named, words), pronoun)
    if kind == "elided":
        return GroupMention(kind, head, node, last, lemma, Group("", *_elided_role(pronoun)), pronoun)
    group = described(sentence, quantity, head, words)
    group = _made_prisoner(sentence, head, _with_the_next(sentence, head, group, words), words)
    return GroupMention(kind, head, node, last, lemma, group, pronoun)


def _made_prisoner(sentence: Sentence, head: int, group: Group, words: Words) -> Group:
    """``had taken 40 servicemen prisoner``: the noun before what was made of them."""
    before = sentence.tokens[max(0, head - 1)]
    if sentence.tokens[head].lower not in {"prisoner", "captive"} or before.dep != "compound":
        return group
    forms = (singular(before), before.lower.removesuffix("men") + "man")
    return replace(group, role=next((words.role_of[w] for w in forms if w in words.role_of), group.role))


def _with_the_next(sentence: Sentence, head: int, group: Group, words: Words) -> Group:
    """``Two Ghanaian and one Nepali peacekeeper died``: the noun that both nationalities share."""
    ahead = sentence.tokens[head + 1 : head + 6]
    joined = [t.lower for t in ahead[:1]] == ["and"] and [t.tag for t in ahead[1:2]] == ["CD"]
    if sentence.tokens[head].tag != "JJ" or group.role != "person" or not joined:
        return group
    noun = next((t for t in ahead[2:] if t.tag[:2] == "NN"), None)
    return group if noun is None else replace(group, role=words.role_of.get(singular(noun), group.role))


def _numbered(sentence: Sentence, quantity: Quantity, words: Words) -> int | None:
    """The noun of ``The attackers, nine in all, were shot dead``, ``Guests, numbering about 600, were led out``."""
    tokens, behind = sentence.tokens, [t.lower for t in sentence.tokens[quantity.last + 1 : quantity.last + 3]]
    token = tokens[quantity.last]
    above = tokens[token.head]
    if token.dep == "appos" and (behind in (["in", "all"], ["in", "total"]) or behind[:1] == ["altogether"]):
        noun = above
    elif above.lower == "numbering" and above.dep == "acl":
        noun = tokens[above.head]
    else:
        return None
    return noun.i if noun.tag == "NNS" and noun.i < quantity.first and singular(noun) in words.role_of else None


def _elided_role(pronoun: str | None) -> tuple[str]:
    return ("person",)


def _place(sentence: Sentence, quantity: Quantity, words: Words) -> tuple[int, int, str | None]:
    """(node, head, pronoun): where the status is decided, the noun counted, and "them" in "two of them"."""
    tokens = sentence.tokens
    counted = quantity.counted
    inside = range(quantity.first, quantity.last + 1)
    after = tokens[quantity.last + 1 : quantity.last + 3]
    if [t.lower for t in after[:1]] == ["and"] and [t.tag for t in after[1:]] == ["CD"]:
        container = _container(sentence, quantity, words)
        if container is not None:  # "a crew of six and 143 passengers"
            return container, container, "container"
    of = _of_phrase(sentence, quantity)
    if of is not None and (counted in inside or tokens[counted].lower in {"number", "others"}):
        node = _top(sentence, quantity)
        if tokens[of].lower in _PRONOUNS or tokens[of].tag in {"PRP", "WDT", "WP", "DT"}:
            return node, of, tokens[of].lower
        return node, of, None
    if _headline_verb(sentence, quantity, words):
        return _top(sentence, quantity), quantity.last, None
    if counted in inside:
        container = _container(sentence, quantity, words)
        if container is not None:
            return container, container, "container"
        return _top(sentence, quantity), quantity.last, None
    return counted, _people_head(sentence, counted, words), None


_HEADLINE_STATES = frozenset({("fall", "ill"), ("fall", "sick"), ("go", "missing")})


def _headline_verb(sentence: Sentence, quantity: Quantity, words: Words) -> bool:
    """``84,000 flee fighting``, ``58 drown as ferry overturns``: a plural verb taken for the noun counted."""
    tokens = sentence.tokens
    k = quantity.last + 1
    if k >= len(tokens) or quantity.form not in {"digits", "words", "vague"}:
        return False
    ahead = tokens[k + 1].lower if k + 1 < len(tokens) else ""
    if tokens[k].lower not in words.deeds and (tokens[k].lower, ahead) not in _HEADLINE_STATES:
        return False
    following = tokens[k + 1].tag if k + 1 < len(tokens) else "."
    return tokens[k].tag in {"NN", "VB", "VBP", "VBN"} and quantity.low != 1 and following != "NNS"


def _top(sentence: Sentence, quantity: Quantity) -> int:
    """The number's own token that hangs highest in the tree."""
    inside = range(quantity.first, quantity.last + 1)
    for i in inside:
        if sentence.tokens[i].head not in inside or sentence.tokens[i].head == i:
            return i
    return quantity.last


def _of_phrase(sentence: Sentence, quantity: Quantity) -> int | None:
    """The noun after "of" in "dozens of people", "four of its 18 workers", "one in three of the injured"."""
    tokens = sentence.tokens
    k = quantity.last + 1
    if k < len(tokens) and tokens[k].lower == "others":
        return None
    if k >= len(tokens) or tokens[k].lower != "of":
        return None
    for child in sentence.children[k]:
        if tokens[child].dep in {"pobj", "pcomp"} or tokens[child].i > k:
            return _down(sentence, child)
    return _chunk_end(tokens, k + 1)


def _down(sentence: Sentence, i: int) -> int:
    """``thousands of dollars``; ``dozens of members of the group``: the pobj itself."""
    return i


def _chunk_end(tokens: tuple[Token, ...], k: int) -> int | None:
    noun = None
    while k < len(tokens) and tokens[k].tag[:2] in {"DT", "JJ", "NN", "PR", "CD", "VB", "PO", "WP", "WD"}:
        if tokens[k].tag[:2] in {"NN", "PR", "CD", "WP", "WD"}:
            noun = k
        k += 1
    return noun


def _container(sentence: Sentence, quantity: Quantity, words: Words) -> int | None:
    """``a household of five``, ``crew of 12``, ``group of 30``: the containing noun stands for the people."""
    tokens = sentence.tokens
    k = quantity.first - 1
    while k > 0 and tokens[k].lower in {
        "about",
        "around",
        "some",
        "at",
        "least",
        "over",
        "more",
        "than",
        "nearly",
        "up",
        "to",
        "approximately",
    }:
        k -= 1
    if k > 0 and tokens[k].lower == "of" and singular(tokens[k - 1]) in words.containers:
        return k - 1
    return None


def _people_head(sentence: Sentence, counted: int, words: Words) -> int:
    """``members of the police``, ``bodies of two men``: the counted noun itself; names stay whole."""
    tokens = sentence.tokens
    if singular(tokens[counted]) in words.role_of or tokens[counted].lower in {"people"}:
        return counted
    if (
        tokens[counted].lower == "hurt"
        and tokens[counted].tag == "NN"
        and singular(tokens[counted - 1]) in words.role_of
    ):
        return counted - 1  # "two were killed and a photographer hurt"
    following = counted + 1
    if following < len(tokens) and tokens[following].tag in {"NNS"} and tokens[counted].dep in {"compound", "nmod"}:
        return tokens[counted].head if tokens[counted].head > counted else counted
    return counted


# --- kinds ---------------------------------------------------------------------------------------


def _kind(sentence: Sentence, quantity: Quantity, head: int, lemma: str, words: Words, pronoun: str | None) -> str:
    token = sentence.tokens[head]
    if token.lower in {"old", "olds"} and sentence.tokens[head - 1].lower == "-":
        return "people"  # "a 13-year-old", "two 17-year-olds"
    if quantity.first <= head <= quantity.last:
        return "people" if quantity.text.lower() in {"no one", "nobody"} or token.lower == "couple" else "elided"
    if pronoun is not None and (pronoun != "container"):
        return "elided"
    if pronoun == "container":
        return "people"
    if token.tag in {"PRP", "WDT", "WP", "CD", "DT"}:
        return "elided"
    if lemma in words.role_of or lemma in words.person:
        return _people_or_container(quantity, lemma, words)
    if lemma in words.states or token.lower in words.states:
        return "state"
    if token.lower in words.demonym_people or (token.tag in {"NNPS", "NNS"} and token.lower in words.demonyms):
        return "people"
    if (
        token.tag[:2] in {"JJ", "VB", "RB"}
        and head
        and sentence.tokens[head - 1].lower in {"the", "those"}
        and lemma in words.states
    ):
        return "state"
    if token.tag[:2] in {"JJ", "VB"} or token.lower in {"more"}:
        return "demonym" if token.lower in words.demonyms else "elided"
    if lemma in words.things or token.lower in words.things:
        return "thing"
    if token.text[:1].isupper() and token.lower in words.demonyms and quantity.form in {"words", "article", "digits"}:
        return "people"
    return _by_ending(token, words)


def _people_or_container(quantity: Quantity, lemma: str, words: Words) -> str:
    """``a crew`` and ``a family`` count nobody; ``12 crew`` counts twelve."""
    one = quantity.form in {"article", "another"} or (quantity.low == quantity.high == 1)
    if lemma in words.containers and one:
        return "thing"
    return (
        "thing" if lemma in {"family", "couple", "gang", "tribe", "army", "militia"} and lemma != "couple" else "people"
    )


def _by_ending(token: Token, words: Words) -> str:
    people, exceptions = words.endings
    if token.tag in {"NNS", "NN"} and token.lower not in exceptions and token.lower + "s" not in exceptions:
        plural = token.lower if token.tag == "NNS" else token.lower + "s"
        if plural.endswith(people):
            return "people"
    return "unknown"
