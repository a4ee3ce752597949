"""Who is counted: role, nationality, employer, sex, age, allegiance of the noun a quantity counts.

The role is what the figure's own noun or its modifier says (docs/codebook.md); words that name the
same people (captives and hostages) meet later by role, and the words themselves are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from crosswire.lexicon import Lexicon
from crosswire.model import Group, GroupMention, Quantity, Sentence, Token

_ROLES = (
    "hostage", "worker", "civilian", "passenger", "crew", "student", "child", "patient", "official", "journalist",
    "rescuer", "soldier", "police", "guard", "militant", "suspect",
)  # fmt: skip
_PRONOUNS = frozenset(
    ["them", "us", "you", "whom", "which", "those", "these", "they", "it", "him", "her", "who", "others"]
)
_STEPS = frozenset(
    {
        "nmod",
        "compound",
        "amod",
        "poss",
        "nummod",
        "det",
        "punct",
        "case",
        "conj",
        "cc",
        "quantmod",
        "appos",
        "npadvmod",
    }
)


@dataclass(frozen=True, slots=True)
class _Words:
    role_of: Mapping[str, str]
    person: frozenset[str]
    modifier_role: Mapping[str, str]
    open_heads: Mapping[str, frozenset[str] | None]
    things: frozenset[str]
    containers: frozenset[str]
    states: frozenset[str]
    endings: tuple[tuple[str, ...], frozenset[str]]
    demonyms: Mapping[str, str]
    demonym_people: frozenset[str]
    outside: frozenset[str]
    sex: Mapping[str, str]
    age: Mapping[str, str]


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    roles = lexicon.table("roles")
    open_heads: dict[str, frozenset[str] | None] = dict.fromkeys(roles["open_heads"]["words"])
    open_heads.update({k: frozenset(v) for k, v in roles["open_heads"].items() if k != "words"})
    demonyms, people = _demonyms(lexicon)
    statuses = lexicon.table("statuses")
    states = {n for t in statuses.values() if isinstance(t, Mapping) for n in t.get("nouns", ())}
    return _Words(
        {head: role for role in _ROLES for head in roles[role]},
        frozenset(roles["person"]), dict(roles["modifier_role"]), open_heads, frozenset(roles["things"]["words"]),
        frozenset(roles["containers"]["words"]), frozenset(states),
        (tuple(roles["endings"]["people"]), frozenset(roles["endings"]["not_people"])),
        demonyms, people, frozenset(roles["side_nationality"]["words"]),
        {word: sex for sex, words in roles["sex"].items() for word in words},
        {word: age for age, words in roles["age"].items() for word in words},
    )  # fmt: skip


def _demonyms(lexicon: Lexicon) -> tuple[dict[str, str], frozenset[str]]:
    """Every adjective, people word and country name, lower case, to the country's first adjective."""
    demonyms: dict[str, str] = {}
    people: set[str] = set()
    for row in lexicon.table("demonyms")["country"]:
        adjectives = row.get("adjectives") or [row["name"]]
        for word in [*adjectives, *row.get("people", ()), row["name"], *row.get("names", ())]:
            demonyms.setdefault(word.lower(), adjectives[0])
        people.update(word.lower() for word in row.get("people", ()))
        people.update(word.lower() + "s" for word in adjectives if word[-3:] in {"ian", "can", "ean", "qis", "ani"})
    for word in list(people):
        demonyms.setdefault(word, demonyms.get(word.rstrip("s"), word.title()))
    return demonyms, frozenset(people)


def group_of(sentence: Sentence, quantity: Quantity, lexicon: Lexicon) -> GroupMention:
    """The group a quantity counts.

    "685 Algerian workers", "four of its 18 workers", "dozens of people", "a household of five",
    "23 deaths" (a state), "five had been captured" (elided), "200 detectors" (a thing).
    """
    words = _words(lexicon)
    node, head, pronoun = _place(sentence, quantity, words)
    token = sentence.tokens[head]
    lemma = _singular(token)
    kind = _kind(sentence, quantity, head, lemma, words, pronoun)
    last = max(head, quantity.last)
    if last + 1 < len(sentence.tokens) and sentence.tokens[last + 1].lower in {"more", "others"}:
        last += 1
    if kind == "elided":
        return GroupMention(kind, head, node, last, lemma, Group("", *_elided_role(pronoun)), pronoun)
    return GroupMention(kind, head, node, last, lemma, _group(sentence, quantity, head, words), pronoun)


def _elided_role(pronoun: str | None) -> tuple[str]:
    return ("person",)


def _singular(token: Token) -> str:
    lemma = token.lemma if token.tag in {"NNS", "NNPS"} else token.lower
    if token.tag == "NNP" and token.lower.endswith("s") and len(token.lower) > 4 and not token.lower.endswith("ss"):
        return token.lower[:-1] if not token.lower.endswith("ies") else token.lower[:-3] + "y"
    return {"people": "people", "men": "man", "women": "woman", "children": "child", "works": "worker"}.get(
        lemma, lemma
    )


def _place(sentence: Sentence, quantity: Quantity, words: _Words) -> tuple[int, int, str | None]:
    """(node, head, pronoun): where the status is decided, the noun counted, and "them" in "two of them"."""
    tokens = sentence.tokens
    counted = quantity.counted
    inside = range(quantity.first, quantity.last + 1)
    of = _of_phrase(sentence, quantity)
    if of is not None and (counted in inside or tokens[counted].lower in {"number", "others"}):
        node = _top(sentence, quantity)
        if tokens[of].lower in _PRONOUNS or tokens[of].tag in {"PRP", "WDT", "WP", "DT"}:
            return node, of, tokens[of].lower
        return node, of, None
    if counted in inside:
        container = _container(sentence, quantity, words)
        if container is not None:
            return container, container, "container"
        return _top(sentence, quantity), quantity.last, None
    return counted, _people_head(sentence, counted, words), None


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


def _container(sentence: Sentence, quantity: Quantity, words: _Words) -> int | None:
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
    if k > 0 and tokens[k].lower == "of" and _singular(tokens[k - 1]) in words.containers:
        return k - 1
    return None


def _people_head(sentence: Sentence, counted: int, words: _Words) -> int:
    """``members of the police``, ``bodies of two men``: the counted noun itself; names stay whole."""
    tokens = sentence.tokens
    if _singular(tokens[counted]) in words.role_of or tokens[counted].lower in {"people"}:
        return counted
    following = counted + 1
    if following < len(tokens) and tokens[following].tag in {"NNS"} and tokens[counted].dep in {"compound", "nmod"}:
        return tokens[counted].head if tokens[counted].head > counted else counted
    return counted


# --- kinds ---------------------------------------------------------------------------------------


def _kind(sentence: Sentence, quantity: Quantity, head: int, lemma: str, words: _Words, pronoun: str | None) -> str:
    token = sentence.tokens[head]
    if quantity.first <= head <= quantity.last:
        return "people" if quantity.text.lower() in {"no one", "nobody"} else "elided"
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


def _people_or_container(quantity: Quantity, lemma: str, words: _Words) -> str:
    """``a crew`` and ``a family`` count nobody; ``12 crew`` counts twelve."""
    one = quantity.form in {"article", "another"} or (quantity.low == quantity.high == 1)
    if lemma in words.containers and one:
        return "thing"
    return (
        "thing" if lemma in {"family", "couple", "gang", "tribe", "army", "militia"} and lemma != "couple" else "people"
    )


def _by_ending(token: Token, words: _Words) -> str:
    people, exceptions = words.endings
    if token.tag in {"NNS", "NN"} and token.lower not in exceptions and token.lower + "s" not in exceptions:
        plural = token.lower if token.tag == "NNS" else token.lower + "s"
        if plural.endswith(people):
            return "people"
    return "unknown"


# --- the group -----------------------------------------------------------------------------------


def _group(sentence: Sentence, quantity: Quantity, head: int, words: _Words) -> Group:
    tokens = sentence.tokens
    first = min(
        [head, *(i for i in _modifiers(sentence, head) if tokens[i].i > quantity.last or tokens[i].dep == "poss")]
    )
    lemma = _singular(tokens[head])
    modifiers = list(_modifiers(sentence, head))
    beyond = (
        list(_of_modifiers(sentence, head))
        if lemma in words.open_heads or lemma in words.states or lemma in words.person
        else []
    )
    role = _role(tokens, head, lemma, modifiers, beyond, words)
    text = sentence.text[tokens[first].start - sentence.start : tokens[head].end - sentence.start]
    return Group(
        text, role, _nationality(tokens, [*modifiers, head, *beyond], words), _employer(sentence, head, role, modifiers, words),
        words.sex.get(lemma) or next((words.sex[tokens[i].lower] for i in modifiers if tokens[i].lower in words.sex), None),
        words.age.get(lemma) or next((words.age[tokens[i].lower] for i in modifiers if tokens[i].lower in words.age), None),
        _allegiance(tokens, role, modifiers, words),
    )  # fmt: skip


def _modifiers(sentence: Sentence, head: int) -> Iterator[int]:
    """Tokens left of the head that modify it, through adjective and compound chains."""
    queue = [c for c in sentence.children[head] if c < head and sentence.tokens[c].dep in _STEPS]
    found = []
    while queue:
        i = queue.pop()
        found.append(i)
        queue.extend(c for c in sentence.children[i] if c < head and sentence.tokens[c].dep in _STEPS)
    yield from sorted(found)


def _of_modifiers(sentence: Sentence, head: int) -> Iterator[int]:
    """``members of the Afghan security forces``: the noun after "of" and its modifiers."""
    for child in sentence.children[head]:
        if sentence.tokens[child].lower == "of":
            for noun in sentence.children[child]:
                if sentence.tokens[noun].dep == "pobj":
                    yield from _modifiers(sentence, noun)
                    yield noun


def _role(
    tokens: tuple[Token, ...], head: int, lemma: str, modifiers: list[int], beyond: list[int], words: _Words
) -> str:
    """The head's own role; an open head ("members", "personnel") takes its modifier's."""
    own = words.role_of.get(lemma)
    allowed = words.open_heads.get(lemma, frozenset())
    if allowed is None or allowed:
        for i in [*modifiers, *beyond]:
            word = tokens[i].lower
            if (allowed is None or word in allowed) and word in words.modifier_role:
                return words.modifier_role[word]
        for i in beyond:
            found = words.role_of.get(_singular(tokens[i]))
            if found in {"police", "soldier", "guard", "militant", "suspect", "crew"}:
                return found
    if own is not None:
        return own
    if lemma in words.states:
        for i in [*beyond, *modifiers]:
            found = words.role_of.get(_singular(tokens[i]))
            if found:
                return found
    for i in modifiers:
        if (
            lemma in words.person
            and words.role_of.get(tokens[i].lower) in {"police", "soldier", "militant", "worker", "civilian", "suspect"}
            and tokens[i].dep == "compound"
        ):
            return words.role_of[tokens[i].lower]
    return "person"


def _nationality(tokens: tuple[Token, ...], places: list[int], words: _Words) -> tuple[str, ...]:
    found: list[str] = []
    for k, i in enumerate(places):
        lower = tokens[i].lower
        pair = f"{tokens[i - 1].lower} {lower}" if i else lower
        if lower in words.outside or lower.rstrip("s") in {"foreigner", "westerner", "expatriate"}:
            name = {"w": "Western", "f": "foreign"}.get(lower[:1], "foreign")
        elif pair in words.demonyms and (i - 1 in places or tokens[i].dep in {"compound", "nmod"}):
            name = words.demonyms[pair]
            found = [n for n in found if n != words.demonyms.get(tokens[i - 1].lower)]
        elif (
            lower in words.demonyms
            and (tokens[i].text[:1].isupper())
            and not (lower == "us" and tokens[i].text != "US")
        ):
            following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
            if f"{lower} {following}" in words.demonyms and i + 1 in places:
                continue
            name = words.demonyms[lower]
        else:
            continue
        if name not in found:
            found.append(name)
    return tuple(found)


_BODY = frozenset(["worker", "crew", "journalist", "official", "guard", "soldier", "rescuer", "police", "person"])


def _employer(sentence: Sentence, head: int, role: str, modifiers: list[int], words: _Words) -> str | None:
    """``BP workers``, ``BP's staff``, ``three Red Cross volunteers``: a named body right before a working head."""
    tokens = sentence.tokens
    if role not in {"worker", "journalist", "guard", "crew", "rescuer"} and _singular(tokens[head]) not in {
        "employee",
        "staffer",
        "contractor",
        "peacekeeper",
        "observer",
        "inspector",
    }:
        return None
    names = [i for i in modifiers if tokens[i].tag in {"NNP", "NNPS"} and tokens[i].lower not in words.demonyms]
    names = [i for i in names if tokens[i].text[:1].isupper() and (tokens[i].i > 0 or tokens[i].text.isupper())]
    if not names:
        return None
    run = [names[-1]]
    for i in reversed(names[:-1]):
        if run[0] - i <= 2:
            run.insert(0, i)
    return sentence.text[tokens[run[0]].start - sentence.start : tokens[run[-1]].end - sentence.start]


def _allegiance(tokens: tuple[Token, ...], role: str, modifiers: list[int], words: _Words) -> str | None:
    """``al Qaeda-linked gunmen``, ``Taliban fighters``: the name before a fighter's noun."""
    if role not in {"militant", "suspect"}:
        return None
    names = [tokens[i].text for i in modifiers if tokens[i].tag == "NNP" and tokens[i].lower not in words.demonyms]
    return " ".join(names) or None


def nationality_of(name: str, lexicon: Lexicon) -> str | None:
    """The adjective of a country's name ("Britain": British), or None."""
    return _words(lexicon).demonyms.get(name.lower())


def toll_role(sentence: Sentence, toll: int, lexicon: Lexicon) -> str:
    """The role of those a toll counts: "the number of attackers": militant; a bare "death toll": person."""
    words = _words(lexicon)
    for child in sentence.children[toll]:
        if sentence.tokens[child].lower == "of":
            for noun in sentence.children[child]:
                return words.role_of.get(_singular(sentence.tokens[noun]), "person")
    return "person"


def predicated(sentence: Sentence, node: int, lexicon: Lexicon) -> Group | None:
    """What a copula says of the phrase at ``node``: "two were members of the police", "all were Canadians", "were of American nationality"."""
    words = _words(lexicon)
    token = sentence.tokens[node]
    while token.dep == "conj":
        token = sentence.tokens[token.head]
    verb = token.head
    if token.dep != "nsubj" or sentence.tokens[verb].lemma != "be":
        return None
    for child in sentence.children[verb]:
        part = sentence.tokens[child]
        if part.dep in {"attr", "acomp"} and child > verb:
            around = [*_modifiers(sentence, child), child, *_of_modifiers(sentence, child)]
            role = _role(
                sentence.tokens,
                child,
                _singular(part),
                list(_modifiers(sentence, child)),
                list(_of_modifiers(sentence, child)),
                words,
            )
            return Group("", role, _nationality(sentence.tokens, around, words))
        if part.dep == "prep" and part.lower in {"of", "from"}:
            nouns = [
                n for n in sentence.children[child] if sentence.tokens[n].lower in {"nationality", "origin", "descent"}
            ]
            for noun in nouns:
                return Group("", "person", _nationality(sentence.tokens, list(_modifiers(sentence, noun)), words))
    return None
