"""How sure a report is of a figure: its hedges, and which of them hold which number.

A hedge holds a figure when the tree puts the number in its scope: it modifies the number or what is
counted ("an estimated 1,400", "8,454 suspected cases"), it modifies or governs the clause ("reportedly
saved 200", "feared dead", "it is estimated that over 300 ..."), or it stands on the paper that the
figure comes from ("a preliminary toll", "according to unconfirmed reports").  "Some", "about" and
"around" are approximation, never a hedge.  The word lists are in ``data/hedges.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crosswire.lexicon import Lexicon
from crosswire.model import Hedge, Sentence, Span, Token

_NUMERIC = frozenset(
    "dozen dozens hundred hundreds thousand thousands million scores several half couple few a an the around about some".split()
)
_REPORT_BOUND = frozenset({"report", "adjective"})


@dataclass(frozen=True, slots=True)
class _Words:
    """The lists of ``hedges.toml``: word to label by grammar, phrases by first word, and plain sets."""

    label: Mapping[str, Mapping[str, str]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    after: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    sets: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A hedge with its grammar: ``kind`` names the rule of scope, ``node`` the token it hangs on."""

    label: str
    kind: str
    first: int
    last: int
    node: int


@dataclass(frozen=True, slots=True)
class _Step:
    """A token above the number: the ``child`` it was reached from; ``open`` if its own modifiers hold the number."""

    child: int
    open: bool


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    table = lexicon.table("hedges")
    grammar = ("adverbs", "adjectives", "state_adjectives", "report_adjectives", "verbs", "nouns")
    label = {key: {word: name for name, words in table[key].items() for word in words} for key in grammar}
    sets = {key: frozenset(words) for key, words in table["lists"].items()}
    return _Words(label, _by_first(table["phrases"]), _by_first(table["after"]), sets)


def _by_first(table: Mapping[str, Sequence[str]]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, phrases in table.items():
        for phrase in phrases:
            parts = tuple(phrase.split())
            found.setdefault(parts[0], []).append((parts, name))
    return {first: tuple(sorted(items, key=lambda item: -len(item[0]))) for first, items in found.items()}


# --- what others call -----------------------------------------------------------------------------


def hedges(sentence: Sentence, lexicon: Lexicon) -> tuple[Hedge, ...]:
    """Every hedge word of the sentence with its label, in text order.

    "Officials fear the toll will rise": expected to rise.  "At least 40 reportedly died": lower bound, unverified.
    "The storm claimed 12 lives" and "about 40": none.
    """
    return tuple(_hedge(sentence, mark) for mark in _marks(sentence, _words(lexicon)))


def of_figure(
    sentence: Sentence, number: Span, hedges: Sequence[Hedge], following: Sentence | None,
    sources_kinds: Sequence[str], lexicon: Lexicon,
) -> tuple[Hedge, ...]:  # fmt: skip
    """Those of ``hedges`` whose scope holds the number at ``number``, one a label, in text order.

    "Rebels reportedly killed 12 and wounded five": both numbers; "12 died and five were reportedly hurt": the
    second alone.  A ``following`` sentence adds what it says of the number ("The toll is expected to rise", "The
    figure could not be verified"); a perpetrator among ``sources_kinds`` makes it claimed.
    """
    words = _words(lexicon)
    found = [hedge for hedge in hedges if hedge.span.start < number.end <= hedge.span.end or hedge.span == number]
    tokens = [t.i for t in sentence.tokens if number.start < t.end and t.start < number.end]
    if hedges and tokens:
        known = {(hedge.label, hedge.span) for hedge in hedges}
        path = _path(sentence, _top(sentence, tokens), words)
        for mark in _marks(sentence, words):
            hedge = _hedge(sentence, mark)
            if (hedge.label, hedge.span) in known and _holds(sentence, mark, tokens, path, words):
                found.append(hedge)
    if following is not None:
        found.extend(_said_after(following, words))
    if "perpetrator" in sources_kinds and "claimed" not in {hedge.label for hedge in found}:
        found.append(Hedge("claimed", number))
    return _settled(found)


def _hedge(s: Sentence, mark: _Mark) -> Hedge:
    return Hedge(mark.label, s.span(mark.first, mark.last))


def _settled(found: Iterable[Hedge]) -> tuple[Hedge, ...]:
    """One hedge a label; a "may" adds nothing to an estimate or a fear, a fear nothing to a forecast rise."""
    labels: dict[str, Hedge] = {}
    for hedge in sorted(found, key=lambda h: (h.span, h.label)):
        labels.setdefault(hedge.label, hedge)
    if labels.keys() & {"estimated", "feared", "alleged", "claimed", "denied"} and "unverified" in labels:
        weak = labels["unverified"]
        if weak.span.end - weak.span.start <= len("might"):
            del labels["unverified"]
    return tuple(sorted(labels.values(), key=lambda h: (h.span, h.label)))


def _said_after(s: Sentence, words: _Words) -> Iterator[Hedge]:
    """What the next sentence says of the number before it.

    "The number is expected to rise."  "Their account could not be confirmed."  "It was impossible to
    determine if they were hostages."
    """
    for mark in _marks(s, words):
        if (mark.kind == "rise" and not any(t.tag == "CD" for t in s.tokens[: mark.first])) or (
            mark.kind in {"proof", "open"} and _points_back(s, mark)
        ):
            yield _hedge(s, mark)


def _points_back(s: Sentence, mark: _Mark) -> bool:
    """The doubt is about something said before: "the figure", "their account", "they"; it has no number of its own."""
    if any(t.tag == "CD" for t in s.tokens):
        return False
    if mark.kind == "proof":
        return True
    return any(t.lower in {"they", "these", "those", "them", "he", "she"} for t in s.tokens[mark.last :])


# --- finding the words ----------------------------------------------------------------------------


def _marks(s: Sentence, words: _Words) -> tuple[_Mark, ...]:
    found: dict[tuple[int, str], _Mark] = {}
    for token in s.tokens:
        for mark in _at(s, token, words):
            found.setdefault((mark.first, mark.label), mark)
    return tuple(sorted(found.values(), key=lambda mark: (mark.first, mark.last, mark.label)))


def _at(s: Sentence, t: Token, words: _Words) -> Iterator[_Mark]:
    """The hedges that open, or hang on, one token."""
    if t.lower in words.phrases or t.lower in words.after:
        yield from _bound(s, t, words)
    if t.tag == "MD" and t.lower in words.sets["modals"]:
        yield from _modal(s, t)
    elif t.tag[:2] == "VB" or t.lemma in words.sets["rising"] or t.lower in words.sets["higher"]:
        yield from _verbal(s, t, words)
    if t.tag[:2] == "RB" or t.tag[:2] == "JJ" or t.tag in {"VBN", "VBD"}:
        yield from _modifier(s, t, words)
    if t.tag[:2] == "NN" and t.lemma in words.label["nouns"]:
        yield _Mark(words.label["nouns"][t.lemma], "report", t.i, t.i, t.i)
    if t.lemma == "symptom" or t.lemma == "sign":
        yield from _symptoms(s, t, words)
    if t.lower == "from" or (t.lower in {"with", "to"} and s.tokens[t.i - 1].lemma == "compare"):
        yield from _older(s, t, words)
    if t.lemma in words.sets["proving"] or t.lower in words.sets["knowing"] or t.lower == "confirmation":
        yield from _doubt(s, t, words)


def _bound(s: Sentence, t: Token, words: _Words) -> Iterator[_Mark]:
    """``at least 40``, ``up to a dozen``, ``500 or more``: a bound touches its number."""
    for table, before in ((words.phrases, True), (words.after, False)):
        for parts, label in table.get(t.lower, ()):
            last = t.i + len(parts) - 1
            if last >= len(s.tokens) or any(s.tokens[t.i + k].lower != part for k, part in enumerate(parts)):
                continue
            next_to = last + 1 if before else t.i - 1
            if 0 <= next_to < len(s.tokens) and _numeric(s, next_to):
                node = next_to
                while (
                    before
                    and s.tokens[node].lower in {"a", "an", "around", "about", "some", "another"}
                    and node + 1 < len(s.tokens)
                ):
                    node += 1
                yield _Mark(label, "bound" if before else "after", t.i, last, node)
                return


def _numeric(s: Sentence, i: int) -> bool:
    token = s.tokens[i]
    if token.lower in {"a", "an", "around", "about", "some", "another"}:
        return i + 1 < len(s.tokens) and (s.tokens[i + 1].tag == "CD" or s.tokens[i + 1].lower in _NUMERIC)
    return token.tag == "CD" or token.lower in _NUMERIC


def _modal(s: Sentence, t: Token) -> Iterator[_Mark]:
    """``might have been infected``, ``may be trapped``; not ``may return`` (permission, future)."""
    parts = {s.tokens[c].lower for c in s.children[t.head]}
    verb = s.tokens[t.head]
    if t.dep == "aux" and (parts & {"have", "be", "been", "'ve"} or verb.lemma in {"be", "remain"}):
        yield _Mark("unverified", "adverb", t.i, t.i, t.head)


def _modifier(s: Sentence, t: Token, words: _Words) -> Iterator[_Mark]:
    """Adverbs, and adjectives on the noun their list wants."""
    head = s.tokens[t.head]
    label = words.label["adverbs"].get(t.lower)
    if label == "superseded":
        label = label if head.lemma in words.sets["saying"] and t.dep == "advmod" else None
    if label is not None and t.dep in {"advmod", "acomp", "oprd", "amod", "quantmod", "npadvmod", "dep"}:
        yield _Mark(label, "adverb", t.i, t.i, t.head)
    if t.dep not in {"amod", "nmod", "acomp", "oprd", "compound", "conj", "nummod", "quantmod", "advmod", "dep", "det"}:
        return
    if t.dep == "conj" and head.tag[:2] == "JJ":
        head = s.tokens[head.head]
    if t.lower in words.label["adjectives"] and not (t.dep in {"acomp", "oprd"} and not _toll_subject(s, t, words)):
        kind = "clause" if t.dep in {"acomp", "oprd"} else "adjective"
        yield _Mark(words.label["adjectives"][t.lower], kind, t.i, t.i, head.i)
    elif t.lower in words.label["state_adjectives"] and head.lemma in words.sets["states"]:
        yield _Mark(words.label["state_adjectives"][t.lower], "adjective", t.i, t.i, head.i)
    elif t.lower in words.label["report_adjectives"] and head.lemma in words.sets["reports"]:
        yield _Mark(words.label["report_adjectives"][t.lower], "report", t.i, t.i, head.i)


def _toll_subject(s: Sentence, t: Token, words: _Words) -> bool:
    """``the exact toll remained unclear``, ``it is unclear how many died``: what is unclear is a count."""
    subjects = [s.tokens[c] for c in s.children[t.head] if s.tokens[c].dep in {"nsubj", "nsubjpass"}]
    if any(x.tag == "PRP" for x in subjects):
        return bool({x.lower for x in s.tokens[t.i + 1 : t.i + 6]} & words.sets["open_words"])
    return any(x.lemma in words.sets["counted"] | words.sets["reports"] for x in subjects)


def _verbal(s: Sentence, t: Token, words: _Words) -> Iterator[_Mark]:
    negated = any(s.tokens[c].dep == "neg" for c in s.children[t.i])
    label = words.label["verbs"].get(t.lemma)
    if label is not None and not negated and t.dep != "amod":
        yield _Mark(label, "verb", t.i, t.i, t.i)
    if t.lemma in words.sets["denying"] and not negated and _objects(s, t.i) & words.sets["reports"]:
        yield _Mark("denied", "verb", t.i, t.i, t.i)
    if t.lemma == "quote" and any(s.tokens[c].lower == "as" for c in s.children[t.i]):
        yield _Mark("claimed", "verb", t.i, t.i, t.i)
    if t.lemma in words.sets["rising"] or t.lower in words.sets["higher"]:
        yield from _rise(s, t, words)
    elif t.lemma in {"find", "recover", "emerge", "discover"} and not negated:
        yield from _more(s, t, words)


def _symptoms(s: Sentence, t: Token, words: _Words) -> Iterator[_Mark]:
    """``have shown flu-like symptoms``, ``absent with symptoms of the virus``: ill, of what is not established."""
    of = any(s.tokens[c].lower == "of" for c in s.children[t.i])
    like = any(s.tokens[c].lower.endswith("like") for c in s.children[t.i]) or s.tokens[t.i - 1].lower in {
        "like",
        "-like",
    }
    head = s.tokens[t.head]
    if (of or like) and (head.lemma in words.sets["showing"] or head.lower == "with"):
        yield _Mark("unverified", "adverb", t.i, t.i, head.head if head.lower == "with" else head.i)


def _objects(s: Sentence, verb: int) -> frozenset[str]:
    """Lemmas of the verb's objects."""
    return frozenset(s.tokens[c].lemma for c in s.children[verb] if s.tokens[c].dep == "dobj")


def _rise(s: Sentence, t: Token, words: _Words) -> Iterator[_Mark]:
    """``the toll is expected to rise``, ``fear the number will rise``, ``could be higher``; not ``the waters will rise``."""
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
    if _subjects(s, verb, words.sets["expecting"]) & words.sets["counted"]:
        first = min(k for k in (governor, sure, t.i) if k is not None)
        yield _Mark("expected to rise", "rise", first, max(t.i, first), t.i)


def _more(s: Sentence, t: Token, words: _Words) -> Iterator[_Mark]:
    """``more bodies are expected to be found``: the count will rise."""
    governor = next((k for k in _above(s, t.i) if s.tokens[k].lemma in {"expect", "fear", "likely"}), None)
    if governor is None:
        return
    for k in (t.i, governor):
        for c in s.children[k]:
            more = any(s.tokens[x].lower == "more" for x in s.children[c])
            if s.tokens[c].dep in {"nsubj", "nsubjpass"} and more and s.tokens[c].lemma in words.sets["states"]:
                yield _Mark("expected to rise", "rise", c, t.i, t.i)


def _above(s: Sentence, i: int) -> Iterator[int]:
    """The verbs and adjectives that govern a clause, nearest first, at most three."""
    for _ in range(3):
        token = s.tokens[i]
        joined = token.dep == "conj" and not _own_subject(s, i)
        if token.head == i or not (joined or token.dep in {"xcomp", "ccomp", "acl", "relcl"}):
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


def _older(s: Sentence, t: Token, words: _Words) -> Iterator[_Mark]:
    """``raised from 140``, ``up from 30``, ``that compared with 3,172 deaths``: the number gave way to another."""
    before = s.tokens[max(0, t.i - 6) : t.i]
    changed = [x for x in before if x.lemma in words.sets["changing"] or x.lower in words.sets["changing"]]
    follows = t.i + 1 < len(s.tokens) and (_numeric(s, t.i + 1) or s.tokens[t.i + 1].lower in {"an", "at", "more"})
    if t.lower == "from" and changed and follows:
        yield _Mark("superseded", "old", changed[-1].i, t.i, t.i)
    elif t.lower != "from" and follows and not any(x.lower in {"year", "years", "decade"} for x in s.tokens[t.i :]):
        yield _Mark("superseded", "old", t.i - 1, t.i, t.i)


def _doubt(s: Sentence, t: Token, words: _Words) -> Iterator[_Mark]:
    """``could not be independently verified``, ``no confirmation``; ``not clear how many``, ``impossible to determine if they``."""
    window = s.tokens[max(0, t.i - 7) : t.i]
    denied = [x.i for x in window if x.lower in words.sets["unproved"]]
    if not denied or any(x.lower in {",", ";", "but", "and"} for x in s.tokens[denied[-1] : t.i]):
        return
    if t.lemma in words.sets["proving"] or t.lower == "confirmation":
        near = {x.lemma if x.tag[:2] == "NN" else x.lower for x in s.tokens[max(0, t.i - 12) : t.i + 6]}
        if near & words.sets["proved"] or t.lower == "confirmation":
            yield _Mark("unverified", "proof", denied[-1], t.i, t.i)
    elif {x.lower for x in s.tokens[t.i + 1 : t.i + 6]} & words.sets["open_words"]:
        yield _Mark("unclear", "open", denied[-1], t.i, t.i)


# --- scope ----------------------------------------------------------------------------------------


def _top(s: Sentence, tokens: Sequence[int]) -> int:
    """The token of the number that governs the others."""
    inside = set(tokens)
    return next((i for i in tokens if s.tokens[i].head not in inside or s.tokens[i].head == i), tokens[0])


def _path(s: Sentence, start: int, words: _Words) -> dict[int, _Step]:
    """The tokens above the number, each with the child it was reached from.

    The climb stops where what lies above is no longer said of the number: at a relative clause, at a
    clause of time or contrast, at a definite noun of state under a preposition ("thought to be the
    cause of the deaths of three people").
    """
    path: dict[int, _Step] = {start: _Step(start, True)}
    i, shared = start, True
    for _ in range(len(s.tokens)):
        token = s.tokens[i]
        if token.head == i or _barrier(s, i, start, words):
            break
        shared = shared and not (token.dep == "conj" and _own_subject(s, i))
        path[token.head] = _Step(i, shared)
        i = token.head
    return path


def _own_subject(s: Sentence, i: int) -> bool:
    return any(s.tokens[c].dep in {"nsubj", "nsubjpass", "csubj", "expl"} for c in s.children[i])


def _barrier(s: Sentence, i: int, start: int, words: _Words) -> bool:
    token, head = s.tokens[i], s.tokens[s.tokens[i].head]
    if token.dep == "relcl":
        return True
    if token.dep == "advcl":
        return _own_subject(s, i) or any(s.tokens[c].dep == "mark" for c in s.children[i])
    if token.dep == "acl":
        return head.lemma not in words.sets["reports"] and not (token.tag == "VBG" and s.tokens[i - 1].lower == ",")
    if token.lemma in words.sets["states"] and token.tag[:2] == "NN" and token.dep == "pobj" and i != start:
        definite = any(s.tokens[c].lower in {"the", "their", "these", "those", "its"} for c in s.children[i])
        return definite and head.lower != "at"
    return head.lemma in words.sets["causes"] and token.dep == "prep"


def _holds(s: Sentence, mark: _Mark, tokens: Sequence[int], path: Mapping[int, _Step], words: _Words) -> bool:
    if mark.kind in {"bound", "after"}:
        return mark.node in tokens or mark.last + 1 in tokens
    if mark.kind == "rise":
        return tokens[0] < mark.first or mark.last < tokens[0] - 8
    if mark.kind == "proof":
        return tokens[0] < mark.first or mark.node in path
    if mark.kind in {"open", "clause"}:
        return mark.kind == "clause" or mark.node in path
    if mark.kind == "verb":
        return _governs(s, mark.node, path) or _participle(s, mark.node, tokens, path)
    if mark.kind == "old":
        return _under(s, mark.node, tokens, path)
    if mark.kind == "adverb":
        step = path.get(mark.node)
        return step is not None and step.open and _complement(s, mark, step)
    return _on_paper(s, mark, path, words)


def _complement(s: Sentence, mark: _Mark, step: _Step) -> bool:
    """``likely`` as a predicate holds what it is said of ("it is likely that 12 died"), a past or a present."""
    if s.tokens[mark.first].dep != "acomp":
        return True
    return s.tokens[step.child].dep == "ccomp" or any(
        s.tokens[c].lower == "have" for x in s.children[mark.first] for c in s.children[x]
    )


def _governs(s: Sentence, verb: int, path: Mapping[int, _Step]) -> bool:
    """``feared dead``, ``believed to have been killed``, ``claimed to have shot 20``; not ``12 witnesses claimed``, ``claimed 12 lives``."""
    step = path.get(verb)
    if step is None:
        return False
    dep, lemma = s.tokens[step.child].dep, s.tokens[verb].lemma
    if dep == "nsubj":
        return lemma in {"appear", "seem"}
    if dep == "dobj":
        return lemma not in {"claim", "think", "suspect", "accuse", "deny", "project", "appear"} or s.tokens[
            step.child
        ].lemma in {"report", "claim", "allegation", "toll", "number"}
    return dep in {"nsubjpass", "ccomp", "xcomp", "oprd", "attr", "acl", "prep", "pcomp", "acomp", "parataxis", "dep"}


def _participle(s: Sentence, verb: int, tokens: Sequence[int], path: Mapping[int, _Step]) -> bool:
    """``40 people feared dead``, ``passengers, who are believed to have drowned``: said of those counted."""
    token = s.tokens[verb]
    if token.dep not in {"acl", "relcl", "parataxis", "amod"} or token.head not in path:
        return False
    step = path[token.head]
    counted = token.head in tokens or step.child in tokens
    being = any(s.tokens[c].lemma == "be" and s.tokens[c].dep == "xcomp" for c in s.children[verb])
    speaker = token.dep == "parataxis" or not counted
    return not speaker and not being


def _under(s: Sentence, node: int, tokens: Sequence[int], path: Mapping[int, _Step]) -> bool:
    """The first number after "from" or "compared with"; in "from 140 to 152" the second is the new one."""
    if not (node < tokens[0] <= node + 6):
        return False
    return not any(t.tag == "CD" for t in s.tokens[node + 1 : tokens[0]])


def _on_paper(s: Sentence, mark: _Mark, path: Mapping[int, _Step], words: _Words) -> bool:
    """``a preliminary toll of 23``, ``in a provisional count``, ``estimates suggest``, ``according to unconfirmed reports``.

    The adjective's noun is above the number, or it is a noun of reporting that hangs on a verb above it.
    """
    step = path.get(mark.node)
    if step is not None:
        counted = s.tokens[step.child].dep == "nummod"
        return mark.kind == "adjective" or not counted
    if s.tokens[mark.node].lemma not in words.sets["reports"]:
        return False
    i, fronted = mark.node, False
    for _ in range(6):
        token = s.tokens[i]
        if (token.dep in {"dobj", "conj", "relcl", "advcl"} and token.tag[:2] == "VB") or token.head == i:
            return False
        fronted = fronted or token.dep == "prep"
        i = token.head
        if i in path:
            return (path[i].open or fronted) and s.tokens[i].tag[:2] not in {"NN"} and token.dep != "dobj"
    return False
