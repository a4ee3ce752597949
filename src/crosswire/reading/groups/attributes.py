"""What the words say of a group: role, nationality, employer, sex, age, allegiance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crosswire.lexicon import Lexicon
from crosswire.model import Group, Quantity, Sentence, Token
from crosswire.reading.groups.behind import accused, body, homeland
from crosswire.reading.groups.words import Words, compiled, singular

_STEPS = frozenset("nmod compound amod poss nummod det punct case conj cc quantmod appos npadvmod".split())


def described(sentence: Sentence, quantity: Quantity, head: int, words: Words) -> Group:
    tokens = sentence.tokens
    first = min(
        [head, *(i for i in _modifiers(sentence, head) if tokens[i].i > quantity.last or tokens[i].dep == "poss")]
    )
    lemma = singular(tokens[head])
    modifiers = [i for i in _modifiers(sentence, head) if i > quantity.first or tokens[i].tag not in {"NNS", "NNPS"}]
    modifiers = [i for i in modifiers if i > quantity.first or not _of_another(tokens, i, quantity.first)]
    beyond = (
        list(_of_modifiers(sentence, head))
        if lemma in words.open_heads or lemma in words.states or lemma in words.person
        else []
    )
    role = _role(tokens, head, lemma, modifiers, beyond, words)
    if role == "person" and lemma not in words.states and accused(sentence, head):
        role = "suspect"
    text = sentence.text[tokens[first].start - sentence.start : tokens[head].end - sentence.start]
    said = [lemma, *(tokens[i].lower for i in modifiers)]
    return Group(
        text, role,
        _nationality(tokens, [*modifiers, head, *beyond], words) or homeland(sentence, head, words),
        _employer(sentence, head, role, modifiers, words) or body(sentence, head, role, words),
        next((words.sex[word] for word in said if word in words.sex), None),
        next((words.age[word] for word in said if word in words.age), None),
        _allegiance(tokens, role, modifiers, words),
    )  # fmt: skip


def _of_another(tokens: tuple[Token, ...], i: int, first: int) -> bool:
    """``two American and three Danish tourists``: what stands before "and" belongs to the other number."""
    return any(t.tag == "CC" for t in tokens[i:first]) and any(t.tag == "CD" for t in tokens[:i])


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
    tokens: tuple[Token, ...], head: int, lemma: str, modifiers: list[int], beyond: list[int], words: Words
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
            found = words.role_of.get(singular(tokens[i]))
            if found in {"police", "soldier", "guard", "militant", "suspect", "crew"}:
                return found
    if own is not None:
        return own
    if lemma in words.states:
        for i in [*beyond, *modifiers]:
            found = words.role_of.get(singular(tokens[i]))
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


def _nationality(tokens: tuple[Token, ...], places: list[int], words: Words) -> tuple[str, ...]:
    found: list[str] = []
    for i in places:
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


_BODY = frozenset("worker crew journalist official guard soldier rescuer police person".split())


_DATES = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)


def _employer(sentence: Sentence, head: int, role: str, modifiers: list[int], words: Words) -> str | None:
    """``BP workers``, ``BP's staff``, ``three Red Cross volunteers``: a named body right before a working head."""
    tokens = sentence.tokens
    if role not in {"worker", "journalist", "guard", "crew", "rescuer"} and singular(tokens[head]) not in {
        "employee",
        "staffer",
        "contractor",
        "peacekeeper",
        "observer",
        "inspector",
    }:
        return None
    names = [i for i in modifiers if tokens[i].tag in {"NNP", "NNPS"} and tokens[i].lower not in words.demonyms]
    names = [i for i in names if tokens[i].lower not in _DATES]  # "On 4 January two Moroccan peacekeepers"
    names = [i for i in names if tokens[i].text[:1].isupper() and (tokens[i].i > 0 or tokens[i].text.isupper())]
    if not names:
        return None
    run = [names[-1]]
    for i in reversed(names[:-1]):
        if run[0] - i <= 2:
            run.insert(0, i)
    return sentence.text[tokens[run[0]].start - sentence.start : tokens[run[-1]].end - sentence.start]


def _allegiance(tokens: tuple[Token, ...], role: str, modifiers: list[int], words: Words) -> str | None:
    """``al Qaeda-linked gunmen``, ``Taliban fighters``: the name before a fighter's noun."""
    if role not in {"militant", "suspect"}:
        return None
    names = [tokens[i].text for i in modifiers if tokens[i].tag == "NNP" and tokens[i].lower not in words.demonyms]
    return " ".join(names) or None


def nationality_of(name: str, lexicon: Lexicon) -> str | None:
    """The adjective of a country's name ("Britain": British), or None."""
    return compiled(lexicon).demonyms.get(name.lower())


def toll_group(sentence: Sentence, toll: int, lexicon: Lexicon) -> Group:
    """Those a toll counts: "the number of attackers", "the number of Romanians killed"; a bare "death toll": people."""
    words, tokens = compiled(lexicon), sentence.tokens
    of = [c for c in sentence.children[toll] if tokens[c].lower == "of"]
    nouns = [toll] if tokens[toll].dep == "pobj" else [noun for c in of for noun in sentence.children[c]]
    if not nouns:
        return Group("", "person")
    around = [*_modifiers(sentence, nouns[0]), nouns[0]]
    role = words.role_of.get(singular(tokens[nouns[0]]), "person")
    return Group("", role, _nationality(tokens, around, words))


#: roles of those who rather tell of others
_SPEAKING = frozenset({"official", "journalist", "rescuer"})


def labelled_role(sentence: Sentence, quantity: Quantity, lexicon: Lexicon) -> str | None:
    """The role of the noun that labels the count: "Rebels: 5 killed, 2 captured".

    A single label that rather speaks does: in "Rescuers: nine dead" no rescuer died, in "Police: 3 dead" they did.
    """
    words, tokens, k = compiled(lexicon), sentence.tokens, quantity.first - 1
    while k > 1 and quantity.first - k < 5 and tokens[k].lower != ":":
        k -= 1
    if k < 1 or tokens[k].lower != ":" or tokens[k - 1].tag not in {"NNS", "NN", "NNP", "NNPS"}:
        return None
    label = singular(tokens[k - 1])
    role = words.role_of.get(label)
    if role in _SPEAKING and sum(t.lower == ":" for t in tokens) == 1:
        return None
    return role if k == 1 or tokens[k - 2].tag in {"JJ", "NNP", "NN", "DT"} else None


#: nouns that name several people without an "s"
PLURALS = frozenset({"crew", "staff", "police", "personnel", "aircrew"})


def graded_group(sentence: Sentence, first: int, lexicon: Lexicon) -> Group | None:
    """Who "200 of them passengers", "577 of them French citizens" were: the plural noun that stands from ``first``."""
    words, tokens, k = compiled(lexicon), sentence.tokens, first
    while k < len(tokens) and tokens[k].tag in {"JJ", "NN", "NNP", "HYPH", "VBN"} and tokens[k].lower not in PLURALS:
        k += 1
    if k == len(tokens) or (tokens[k].tag not in {"NNS", "NNPS"} and tokens[k].lower not in PLURALS):
        return None
    between = list(range(first, k))
    role = _role(tokens, k, singular(tokens[k]), between, [], words)
    return Group("", role, _nationality(tokens, [*between, k], words))


def labelled_nationality(sentence: Sentence, quantity: Quantity, lexicon: Lexicon) -> str | None:
    """Whose nationals a list by country counts: "the Philippines, six dead and four missing; Spain: two dead".

    A single label tells where, not who ("Nigeria: 12 killed in market attack"): only a list is one by nationality.
    """
    labels = list(_country_labels(sentence.tokens, compiled(lexicon)))
    counted = any(t.lower in {"citizens", "nationals", "nationality", "nationalities"} for t in sentence.tokens)
    before = [row for row in labels if row[0] <= quantity.first]
    if not before or (len(labels) < 2 and not counted):
        return None
    start, nationality = before[-1]
    return None if any(t.lower == ";" for t in sentence.tokens[start : quantity.first]) else nationality


def nationality_behind(sentence: Sentence, head: int, lexicon: Lexicon) -> tuple[str, ...]:
    """``nine of them Turkish``, ``16 of whom were Turkish nationals``: behind "of them"."""
    words, places = compiled(lexicon), list[int]()
    for token in sentence.tokens[head + 1 : head + 5]:
        if token.tag[:2] in {"JJ", "NN"}:
            places.append(token.i)
        elif token.lemma != "be":
            break
    return _nationality(sentence.tokens, places, words)


def _country_labels(tokens: tuple[Token, ...], words: Words) -> Iterator[tuple[int, str]]:
    """Every country that opens a part of the sentence, up to a comma or colon and a number; where its counts begin."""
    for k in range(1, len(tokens) - 1):
        bare = tokens[k].tag in {"NNP", "NNPS"}  # "; the United States three dead"
        told = tokens[k].lemma in {"have", "count", "list", "lose"} and tokens[k].tag[:2] == "VB"
        if not (bare or told or tokens[k].lower in {",", ":"}) or tokens[k + 1].tag != "CD":
            continue
        k += bare
        first = k
        while first > 0 and tokens[first - 1].tag in {"NNP", "NNPS"}:
            first -= 1
        name = " ".join(t.lower for t in tokens[first:k])
        first -= first > 0 and tokens[first - 1].lower == "the"
        first -= first > 1 and tokens[first - 1].lower == "and" and tokens[first - 2].lower == ";"
        opens = tokens[first - 1].lower in {";", ":"} if first else not bare
        if opens and name in words.demonyms:
            yield k + (not bare), words.demonyms[name]


def own_copula(sentence: Sentence, node: int) -> int | None:
    """The "were" of "36 were children and six were nurses" for the six, which the parser joins to the children."""
    following = sentence.tokens[node + 1] if node + 1 < len(sentence.tokens) else None
    if sentence.tokens[node].dep != "conj" or following is None or following.lemma != "be":
        return None
    taken = any(sentence.tokens[c].dep in {"nsubj", "nsubjpass", "expl"} for c in sentence.children[following.i])
    return None if taken else following.i


def predicated(sentence: Sentence, node: int, lexicon: Lexicon) -> Group | None:
    """What a copula says of the phrase at ``node``: "two were policemen", "were of American nationality"."""
    words = compiled(lexicon)
    token = sentence.tokens[node]
    every = [t.tag if k > 1 else t.lower for k, t in enumerate(sentence.tokens[node + 1 : node + 5])]
    if every in ([",", "all", "NNS", ","], [",", "all", "NNS", "."]):  # "five others, all soldiers, were wounded"
        return Group("", words.role_of.get(singular(sentence.tokens[node + 3]), "person"))
    verb = own_copula(sentence, node)
    while token.dep == "conj" and verb is None:
        token = sentence.tokens[token.head]
    if verb is None and token.dep == "nsubj" and sentence.tokens[token.head].lemma == "be":
        verb = token.head
    if verb is None:
        return None
    for child in sentence.children[verb]:
        part = sentence.tokens[child]
        if part.dep in {"attr", "acomp"} and child > verb:
            around = [*_modifiers(sentence, child), child, *_of_modifiers(sentence, child)]
            role = _role(
                sentence.tokens,
                child,
                singular(part),
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


_SOME = re.compile(r"(?:of (?:them|whom|these|those|the (?:dead|victims|injured|wounded)) )?(?:(?:were|are|was) )?")


def sex_said(sentence: Sentence, quantity: Quantity, lexicon: Lexicon) -> str | None:
    """``seven of them women``, ``six of the dead were women``: the sex of some, said behind their number."""
    words = compiled(lexicon)
    following = sentence.tokens[quantity.last + 1 : quantity.last + 6]
    for place, token in enumerate(following):
        sex = words.sex.get(singular(token)) or words.sex.get(token.lower)
        if sex:
            between = " ".join(t.lower for t in following[:place]) + " "
            return sex if place and _SOME.fullmatch(between) else None
    return None
