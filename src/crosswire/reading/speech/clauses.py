"""The tree around a verb: its objects, its clauses, whom it addresses, where its clause begins and ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from crosswire.model import Sentence, Span

SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
_TRAILING = frozenset(",.;:!?\"'”’“‘-–()``''")


Sets = Mapping[str, Mapping[str, frozenset[str]]]
Words = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Act:
    """A speech act found: ``verb`` is whose subject speaks, unless ``speaks`` is false (then who is said to say so);
    the span opens at ``first``, or at the subject if ``whole``."""

    kind: str
    verb: int
    first: int
    addressee: int | None = None
    whole: bool = False
    speaks: bool = True


def governs_for(s: Sentence, verb: int) -> bool:
    """``called for an inquiry``, ``called for the minister to resign``;
    not ``called for help`` after a number or a name.
    """
    for c in s.children[verb]:
        if s.tokens[c].lower == "for" and c == verb + 1:
            return True
        if s.tokens[c].dep in {"advcl", "ccomp", "xcomp"} and any(
            s.tokens[x].lower == "for" and x == verb + 1 for x in s.children[c]
        ):
            return True
    return False


def bare_clause(s: Sentence, clauses: Sequence[int]) -> bool:
    """``insisted that the army leave`` demands; ``insisted that all was well`` does not."""
    return not clauses or any(
        s.tokens[c].tag == "VB"
        and not any(s.tokens[x].dep == "aux" and s.tokens[x].lower != "should" for x in s.children[c])
        for c in clauses
    )


def objects_of(s: Sentence, verb: int) -> tuple[int, ...]:
    """Direct objects of a verb."""
    return tuple(c for c in s.children[verb] if s.tokens[c].dep == "dobj")


def clauses_of(s: Sentence, verb: int) -> tuple[int, ...]:
    """The clauses a verb governs as its content: "that the toll will rise", "to kill"."""
    found = [
        c
        for c in s.children[verb]
        if s.tokens[c].dep in {"ccomp", "xcomp"} and s.tokens[c].tag[:2] in {"VB", "MD", "JJ"}
    ]
    found += [c for c in s.children[verb] if s.tokens[c].dep == "advcl" and s.tokens[c].tag == "VB" and c > verb]
    return tuple(found)


def infinitive(s: Sentence, verb: int) -> bool:
    """``urged the UN to send``: the verb governs a to-infinitive to its right."""
    return any(
        s.tokens[c].tag in {"VB", "VBG"}
        and s.tokens[c].dep in {"xcomp", "ccomp", "advcl"}
        and c > verb
        and any(s.tokens[x].lower == "to" for x in s.children[c])
        for c in s.children[verb]
    )


def inner_subject(s: Sentence, verb: int) -> int | None:
    """The addressee that the parser made the subject of the infinitive: "asked governments to open"."""
    for c in s.children[verb]:
        if s.tokens[c].dep in {"ccomp", "xcomp"} and s.tokens[c].tag == "VB":
            return next((x for x in s.children[c] if s.tokens[x].dep in SUBJECT and x > verb), None)
    return None


def passive(s: Sentence, verb: int) -> bool:
    """A finite passive or a participle that modifies a noun."""
    t = s.tokens[verb]
    helped = any(s.tokens[c].dep == "auxpass" for c in s.children[verb])
    return helped or (
        t.tag == "VBN"
        and t.dep in {"acl", "relcl"}
        and not any(s.tokens[c].dep in {"aux", "nsubj"} for c in s.children[verb])
    )


def agent(s: Sentence, verb: int) -> int | None:
    """The noun of ``by ...``."""
    for c in s.children[verb]:
        if s.tokens[c].lower == "by" and s.tokens[c].dep in {"agent", "prep"}:
            return next((x for x in s.children[c] if s.tokens[x].dep == "pobj"), None)
    return None


def after(s: Sentence, head: int, preps: AbstractSet[str]) -> int | None:
    """The noun that a preposition of ``preps`` hangs on ``head``."""
    for c in s.children[head]:
        if s.tokens[c].lower in preps and s.tokens[c].dep in {"prep", "dative", "agent", "mark", "prt"}:
            return next((x for x in s.children[c] if s.tokens[x].dep in {"pobj", "pcomp"}), None)
    return None


def with_whom(s: Sentence, verb: int) -> int | None:
    """``negotiate with the West``."""
    return after(s, verb, frozenset({"with", "to"}))


def dative(s: Sentence, verb: int) -> int | None:
    """``offered the rebels talks``, ``offered talks to the rebels``."""
    noun = next((c for c in s.children[verb] if s.tokens[c].dep == "dative" and s.tokens[c].tag[:2] == "NN"), None)
    return noun if noun is not None else after(s, verb, frozenset({"to"}))


def negated(s: Sentence, verb: int) -> bool:
    """``not``, ``never`` on the verb itself."""
    return any(s.tokens[c].dep == "neg" or s.tokens[c].lower == "never" for c in s.children[verb])


def first_person(s: Sentence, verb: int) -> bool:
    """ "We in the Brigade announce this operation"."""
    return any(s.tokens[c].lower in {"we", "i"} and s.tokens[c].dep == "nsubj" for c in s.children[verb])


def clause_span(s: Sentence, verb: int, first: int, whole: bool) -> Span:
    """The words from ``first`` (or from the subject) to the end of what the verb governs.

    Clauses joined to it, what follows a closing quote's comma ("..., he said") and punctuation stay outside.
    """
    inside = [*_below(s, verb), first]
    if whole:
        subjects = [c for c in s.children[verb] if s.tokens[c].dep in SUBJECT | {"expl"}]
        first = min([verb, first, *(k for c in subjects for k in s.subtree(c))])
    last = max(k for k in inside if k >= first)
    while last > first and (s.tokens[last].text in _TRAILING or s.tokens[last].dep in {"cc", "mark"}):
        last -= 1
    while first < last and s.tokens[first].text in _TRAILING:
        first += 1
    return s.span(first, last)


def noun_span(s: Sentence, noun: int, first: int) -> Span:
    """The words of a noun phrase from ``first``, without what is joined to it."""
    last = max([noun, *_below(s, noun)])
    while last > first and s.tokens[last].text in _TRAILING:
        last -= 1
    return s.span(first, last)


def _below(s: Sentence, i: int) -> list[int]:
    found = [i]
    for c in s.children[i]:
        t = s.tokens[c]
        if t.dep == "parataxis" or (t.dep == "conj" and t.tag[:2] in {"VB", "MD"}) or t.dep in SUBJECT:
            continue
        if t.dep == "advcl" and c < i:
            continue
        found.extend(s.subtree(c) if t.dep not in {"xcomp", "ccomp", "prep"} else _joined(s, c))
    return found


def _joined(s: Sentence, i: int) -> list[int]:
    """A subtree without a finite clause that hangs on behind a comma ("..., the agency said")."""
    found = [i]
    for c in s.children[i]:
        t = s.tokens[c]
        late = (
            t.dep in {"conj", "parataxis", "ccomp"}
            and t.tag in {"VBD", "VBZ", "VBP"}
            and any(s.tokens[x].dep in SUBJECT for x in s.children[c])
        )
        if not (late and s.tokens[c].i > i and any(s.tokens[k].text == "," for k in range(i, c))):
            found.extend(_joined(s, c))
    return found
