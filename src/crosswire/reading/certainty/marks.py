"""The hedge words of a sentence, each with the grammar that decides its scope; lists in ``data/hedges.toml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crosswire.lexicon import Lexicon
from crosswire.model import Sentence, Token

NUMERIC = frozenset("dozen dozens hundred hundreds thousand thousands million scores several half couple few".split())


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of ``hedges.toml``: word to label by grammar, phrases by first word, and plain sets.

    ``openers`` are all the words and lemmas that a hedge may open with or hang on.
    """

    label: Mapping[str, Mapping[str, str]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    after: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    sets: Mapping[str, frozenset[str]]
    openers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A hedge with its grammar: ``kind`` names the rule of scope, ``node`` the token it hangs on."""

    label: str
    kind: str
    first: int
    last: int
    node: int


@lru_cache(maxsize=4)
def words_of(lexicon: Lexicon) -> Words:
    table = lexicon.table("hedges")
    grammar = ("adverbs", "adjectives", "state_adjectives", "report_adjectives", "verbs", "nouns")
    label = {key: {word: name for name, words in table[key].items() for word in words} for key in grammar}
    sets = {key: frozenset(words) for key, words in table["lists"].items()}
    sets["plights"] = frozenset(lexicon.table("grammar")["plights"])
    phrases, after = _by_first(table["phrases"]), _by_first(table["after"])
    lists = ("modals", "rising", "higher", "untrue", "denying", "proving", "knowing")
    openers = frozenset(_BESIDES.union(phrases, after, *label.values(), *(sets[name] for name in lists)))
    return Words(label, phrases, after, sets, openers)


#: words that a rule of this module asks for by name
_BESIDES = frozenset("earlier quote find recover emerge discover symptom sign from with to confirmation".split())


def _by_first(table: Mapping[str, Sequence[str]]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, phrases in table.items():
        for phrase in phrases:
            parts = tuple(phrase.split())
            found.setdefault(parts[0], []).append((parts, name))
    return {first: tuple(sorted(items, key=lambda item: -len(item[0]))) for first, items in found.items()}


def marks_of(s: Sentence, words: Words) -> tuple[Mark, ...]:
    found: dict[tuple[int, str], Mark] = {}
    for token in s.tokens:
        if token.lower in words.openers or token.lemma in words.openers:
            for mark in _at(s, token, words):
                found.setdefault((mark.first, mark.label), mark)
    return tuple(sorted(found.values(), key=lambda mark: (mark.first, mark.last, mark.label)))


def _at(s: Sentence, t: Token, words: Words) -> Iterator[Mark]:
    """The hedges that open, or hang on, one token."""
    if t.lower in words.phrases or t.lower in words.after:
        yield from _bound(s, t, words)
    if t.tag == "MD" and t.lower in words.sets["modals"]:
        yield from _modal(s, t, words)
    elif t.tag[:2] == "VB" or t.lemma in words.sets["rising"] or t.lower in words.sets["higher"]:
        yield from _verbal(s, t, words)
    if t.tag[:2] == "RB" or t.tag[:2] == "JJ" or t.tag in {"VBN", "VBD"}:
        yield from _modifier(s, t, words)
    if t.tag[:2] == "NN" and t.lemma in words.label["nouns"]:
        yield Mark(words.label["nouns"][t.lemma], "report", t.i, t.i, t.i)
    if t.lower in words.sets["untrue"] or (t.lemma in words.sets["denying"] and t.tag == "VBN"):
        yield from _untrue(s, t, words)
    if t.lemma == "symptom" or t.lemma == "sign":
        yield from _symptoms(s, t, words)
    if t.lower == "from" or (t.lower in {"with", "to"} and s.tokens[t.i - 1].lemma == "compare"):
        yield from _older(s, t, words)
    if t.lemma in words.sets["proving"] or t.lower in words.sets["knowing"] or t.lower == "confirmation":
        yield from _doubt(s, t, words)


def _bound(s: Sentence, t: Token, words: Words) -> Iterator[Mark]:
    """``at least 40``, ``up to a dozen``, ``500 or more``: a bound touches its number."""
    for table, before in ((words.phrases, True), (words.after, False)):
        for parts, label in table.get(t.lower, ()):
            last = t.i + len(parts) - 1
            if last >= len(s.tokens) or any(s.tokens[t.i + k].lower != part for k, part in enumerate(parts)):
                continue
            if parts[0] in {"more", "less", "fewer"} and t.i and s.tokens[t.i - 1].lower in {"no", "not"}:
                continue
            if t.dep == "prt":
                continue  # "handed over 12 soldiers"
            next_to = last + 1 if before else _counted_by(s, t.i - 1)
            if 0 <= next_to < len(s.tokens) and _numeric(s, next_to):
                node = next_to
                while (
                    before
                    and s.tokens[node].lower in {"a", "an", "around", "about", "some", "another"}
                    and node + 1 < len(s.tokens)
                ):
                    node += 1
                yield Mark(label, "bound" if before else "after", t.i, last, node)
                return


def _counted_by(s: Sentence, i: int) -> int:
    """``ten people at most``: the number of the noun before."""
    return (
        next((c for c in s.children[i] if s.tokens[c].tag == "CD"), i) if i > 0 and s.tokens[i].tag[:2] == "NN" else i
    )


def _numeric(s: Sentence, i: int) -> bool:
    token = s.tokens[i]
    if token.lower in {"a", "an", "around", "about", "some", "another"}:
        return i + 1 < len(s.tokens) and (s.tokens[i + 1].tag == "CD" or s.tokens[i + 1].lower in NUMERIC)
    return token.tag == "CD" or token.lower in NUMERIC


def _modal(s: Sentence, t: Token, words: Words) -> Iterator[Mark]:
    """``might have been infected``, ``may be trapped``; not ``may return`` (permission, future).

    ``Could`` is one only of a state that is now: "could be buried", not "could be evacuated".
    """
    if t.lower == "could" and not _now(s, t.head, words):
        return
    parts = {s.tokens[c].lower for c in s.children[t.head]}
    verb = s.tokens[t.head]
    if t.dep == "aux" and (parts & {"have", "be", "been", "'ve"} or verb.lemma in {"be", "remain"}):
        yield Mark("unverified", "adverb", t.i, t.i, t.head)


def _now(s: Sentence, verb: int, words: Words) -> bool:
    states = [verb, *(c for c in s.children[verb] if s.tokens[c].dep == "acomp")]
    return any(s.tokens[c].lower in words.sets["plights"] for c in states)


def _modifier(s: Sentence, t: Token, words: Words) -> Iterator[Mark]:
    """Adverbs, and adjectives on the noun their list wants."""
    head = s.tokens[t.head]
    label = words.label["adverbs"].get(t.lower)
    if label == "superseded":
        label = label if head.lemma in words.sets["saying"] and t.dep == "advmod" else None
    if t.lower == "earlier" and t.dep == "advmod" and head.lemma in words.sets["saying"]:
        label = "superseded" if any(x.lemma in words.sets["correcting"] for x in s.tokens[t.i :]) else None
    if label is not None and t.dep in {"advmod", "acomp", "oprd", "amod", "quantmod", "npadvmod", "dep"}:
        yield Mark(label, "adverb", t.i, t.i, t.head)
    if t.dep not in {"amod", "nmod", "acomp", "oprd", "compound", "conj", "nummod", "quantmod", "advmod", "dep", "det"}:
        return
    if t.dep == "conj" and head.tag[:2] == "JJ":
        head = s.tokens[head.head]
    if t.lower in words.label["adjectives"] and not (t.dep in {"acomp", "oprd"} and not _toll_subject(s, t, words)):
        kind = "clause" if t.dep in {"acomp", "oprd"} else "adjective"
        yield Mark(words.label["adjectives"][t.lower], kind, t.i, t.i, head.i)
    elif t.lower in words.label["state_adjectives"] and head.lemma in words.sets["states"]:
        yield Mark(words.label["state_adjectives"][t.lower], "adjective", t.i, t.i, head.i)
    elif t.lower in words.label["report_adjectives"] and head.lemma in words.sets["reports"]:
        yield Mark(words.label["report_adjectives"][t.lower], "report", t.i, t.i, head.i)


def _toll_subject(s: Sentence, t: Token, words: Words) -> bool:
    """``the exact toll remained unclear``, ``it is unclear how many died``: what is unclear is a count."""
    subjects = [s.tokens[c] for c in s.children[t.head] if s.tokens[c].dep in {"nsubj", "nsubjpass"}]
    if any(x.tag == "PRP" for x in subjects):
        return bool({x.lower for x in s.tokens[t.i + 1 : t.i + 6]} & words.sets["open_words"])
    return any(x.lemma in words.sets["counted"] | words.sets["reports"] for x in subjects)


def _verbal(s: Sentence, t: Token, words: Words) -> Iterator[Mark]:
    negated = any(s.tokens[c].dep == "neg" for c in s.children[t.i])
    label = words.label["verbs"].get(t.lemma)
    if label is not None and not negated and t.dep != "amod":
        yield Mark(label, "verb", t.i, t.i, t.i)
    if t.lemma in words.sets["denying"] and not negated and _objects(s, t.i) & words.sets["reports"]:
        yield Mark("denied", "verb", t.i, t.i, t.i)
    if t.lemma == "quote" and any(s.tokens[c].lower == "as" for c in s.children[t.i]):
        yield Mark("claimed", "verb", t.i, t.i, t.i)
    if t.lemma in words.sets["rising"] or t.lower in words.sets["higher"]:
        yield from _rise(s, t, words)
    elif t.lemma in {"find", "recover", "emerge", "discover"} and not negated:
        yield from _more(s, t, words)


def _symptoms(s: Sentence, t: Token, words: Words) -> Iterator[Mark]:
    """``have shown flu-like symptoms``, ``absent with symptoms of the virus``: ill, of what is not established."""
    of = any(s.tokens[c].lower == "of" for c in s.children[t.i])
    like = any(s.tokens[c].lower.endswith("like") for c in s.children[t.i]) or s.tokens[t.i - 1].lower in {
        "like",
        "-like",
    }
    head = s.tokens[t.head]
    if head.lower == "with" and s.tokens[head.head].tag[:2] not in {"VB", "JJ"}:
        return
    if (of or like) and (head.lemma in words.sets["showing"] or head.lower == "with"):
        yield Mark("unverified", "adverb", t.i, t.i, head.head if head.lower == "with" else head.i)


def _objects(s: Sentence, verb: int) -> frozenset[str]:
    """Lemmas of the verb's objects."""
    return frozenset(s.tokens[c].lemma for c in s.children[verb] if s.tokens[c].dep == "dobj")


def _rise(s: Sentence, t: Token, words: Words) -> Iterator[Mark]:
    """``the toll is expected to rise``, ``fear the number will rise``, ``could be higher``;
    not ``the waters will rise``.
    """
    verb = t.i if t.tag[:2] == "VB" else t.head
    if t.tag[:2] != "VB" and any(
        s.tokens[c].lower == "than" for c in (*s.children[t.i], *range(t.i + 1, min(t.i + 2, len(s.tokens))))
    ):
        return
    governor = next(
        (
            k
            for k in _above(s, verb)
            if s.tokens[k].lemma in words.sets["expecting"] or s.tokens[k].lower in words.sets["expecting"]
        ),
        None,
    )
    sure = next((c for c in s.children[verb] if s.tokens[c].lower in words.sets["future"]), None)
    if governor is None:
        governor = next((c for c in s.children[s.tokens[verb].head] if s.tokens[c].lower == "likely"), None)
    if governor is None and sure is None:
        return
    if any(s.tokens[c].dep == "neg" for k in (verb, governor) if k is not None for c in s.children[k]):
        return
    true = any(x.lower in {"actual", "true", "real"} for x in s.tokens[: t.i])
    if not true and _subjects(s, verb, words.sets["expecting"]) & words.sets["counted"]:
        first = min(k for k in (governor, sure, t.i) if k is not None)
        yield Mark("expected to rise", "rise", first, max(t.i, first), t.i)


def _more(s: Sentence, t: Token, words: Words) -> Iterator[Mark]:
    """``more bodies are expected to be found``: the count will rise."""
    governor = next((k for k in _above(s, t.i) if s.tokens[k].lemma in {"expect", "fear", "likely"}), None)
    if governor is None:
        return
    for k in (t.i, governor):
        for c in s.children[k]:
            more = any(s.tokens[x].lower == "more" for x in s.children[c])
            if s.tokens[c].dep in {"nsubj", "nsubjpass"} and more and s.tokens[c].lemma in words.sets["states"]:
                yield Mark("expected to rise", "rise", c, t.i, t.i)


def _above(s: Sentence, i: int) -> Iterator[int]:
    """The verbs and adjectives that govern a clause, nearest first, at most three."""
    for _ in range(3):
        token = s.tokens[i]
        joined = token.dep == "conj" and not own_subject(s, i)
        if token.head == i or not (joined or token.dep in {"xcomp", "ccomp", "acl", "relcl", "acomp"}):
            return
        i = token.head
        yield i


def _subjects(s: Sentence, verb: int, governors: frozenset[str]) -> frozenset[str]:
    """Lemmas of the subject of a verb, of the verbs that raise it, and of objects raised from it."""
    found: set[str] = set()
    chain = [
        verb,
        *(
            k
            for k in _above(s, verb)
            if s.tokens[k].lemma in governors or s.tokens[k].lemma in {"be", "have", "continue"}
        ),
    ]
    for place, k in enumerate(chain):
        wanted = {"nsubj", "nsubjpass"} if place == 0 else {"nsubj", "nsubjpass", "dobj"}
        subjects = [s.tokens[c] for c in s.children[k] if s.tokens[c].dep in wanted]
        found |= {x.lemma if x.tag[:2] == "NN" else x.lower for x in subjects}
        if subjects and place == 0:
            break
    return frozenset(found)


def _older(s: Sentence, t: Token, words: Words) -> Iterator[Mark]:
    """``raised from 140``, ``up from 30``, ``that compared with 3,172 deaths``: the number gave way to another."""
    before = s.tokens[
        max(0, t.i - (9 if _numeric(s, t.i - 1) else 6)) : t.i
    ]  # "raised the number of dead to 14 from nine"
    changed = [x for x in before if x.lemma in words.sets["changing"] or x.lower in words.sets["changing"]]
    follows = t.i + 1 < len(s.tokens) and (_numeric(s, t.i + 1) or s.tokens[t.i + 1].lower in {"an", "at", "more"})
    if t.lower == "from" and changed and follows:
        yield Mark("superseded", "old", changed[-1].i, t.i, t.i)
    elif t.lower != "from" and follows and not any(x.lower in {"year", "years", "decade"} for x in s.tokens[t.i :]):
        yield Mark("superseded", "old", t.i - 1, t.i, t.i)


def _doubt(s: Sentence, t: Token, words: Words) -> Iterator[Mark]:
    """``could not be independently verified``, ``no confirmation``; ``not clear how many``,
    ``impossible to determine if they``.
    """
    window = s.tokens[max(0, t.i - 7) : t.i]
    denied = [x.i for x in window if x.lower in words.sets["unproved"]]
    if not denied or any(x.lower in {",", ";", "but", "and"} for x in s.tokens[denied[-1] : t.i]):
        return
    if t.lemma in words.sets["proving"] or t.lower == "confirmation":
        near = {x.lemma if x.tag[:2] == "NN" else x.lower for x in s.tokens[max(0, t.i - 12) : t.i + 6]}
        if near & words.sets["proved"] or t.lower == "confirmation":
            yield Mark("unverified", "proof", denied[-1], t.i, t.i)
    elif {x.lower for x in s.tokens[t.i + 1 : t.i + 6]} & words.sets["open_words"]:
        yield Mark("unclear", "open", denied[-1], t.i, t.i)


def _untrue(s: Sentence, t: Token, words: Words) -> Iterator[Mark]:
    """``rumours that 50 had drowned turned out to be false``, ``a report of 12 deaths was dismissed``."""
    told = words.sets["reports"] | words.label["nouns"].keys()
    k = t.i
    for _ in range(4):
        parts = [s.tokens[c] for c in s.children[k]]
        if any(x.dep == "neg" for x in parts):
            return
        subjects = [x for x in parts if x.dep in {"nsubj", "nsubjpass"}]
        if subjects:
            if subjects[0].tag[:2] == "NN" and subjects[0].lemma in told:
                yield Mark("denied", "report", t.i, t.i, subjects[0].i)
            return
        k = s.tokens[k].head


def own_subject(s: Sentence, i: int) -> bool:
    return any(s.tokens[c].dep in {"nsubj", "nsubjpass", "csubj", "expl"} for c in s.children[i])
