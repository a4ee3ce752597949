"""Which hedge holds which number: the climb from the number up the tree, and what it meets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosswire.model import Sentence
from crosswire.reading.certainty.marks import Mark, Words, own_subject

_SHARED = frozenset({"fear", "believe", "presume", "think", "suspect", "assume"})


@dataclass(frozen=True, slots=True)
class Step:
    """A token above the number: the ``child`` it was reached from; ``open`` if its own modifiers hold the number."""

    child: int
    open: bool


def top(s: Sentence, tokens: Sequence[int]) -> int:
    """The token of the number that governs the others."""
    inside = set(tokens)
    return next((i for i in tokens if s.tokens[i].head not in inside or s.tokens[i].head == i), tokens[0])


def path_of(s: Sentence, start: int, words: Words) -> dict[int, Step]:
    """The tokens above the number, each with the child it was reached from.

    The climb stops where what lies above is no longer said of the number: at a relative clause, at a
    clause of time or contrast, at a definite noun of state under a preposition ("thought to be the
    cause of the deaths of three people").
    """
    path: dict[int, Step] = {start: Step(start, True)}
    i, shared = start, True
    for _ in range(len(s.tokens)):
        token = s.tokens[i]
        if token.head == i or _barrier(s, i, start, words):
            break
        shared = shared and not (token.dep == "conj" and own_subject(s, i))
        path[token.head] = Step(i, shared)
        i = token.head
    return path


def _barrier(s: Sentence, i: int, start: int, words: Words) -> bool:
    token, head = s.tokens[i], s.tokens[s.tokens[i].head]
    if token.dep == "relcl":
        return True
    if token.dep == "ccomp" and any(t.lower == ";" for t in s.tokens[token.i : head.i]):
        return True  # "had recovered 12 bodies; another 20 were feared buried"
    if token.dep == "advcl":
        return own_subject(s, i) or any(s.tokens[c].dep == "mark" for c in s.children[i])
    if token.dep == "acl":
        return head.lemma not in words.sets["reports"] and not (token.tag == "VBG" and s.tokens[i - 1].lower == ",")
    if token.lemma in words.sets["states"] and token.tag[:2] == "NN" and token.dep == "pobj" and i != start:
        definite = any(s.tokens[c].lower in {"the", "their", "these", "those", "its"} for c in s.children[i])
        return definite and head.lower != "at"
    return head.lemma in words.sets["causes"] and token.dep == "prep"


def holds(s: Sentence, mark: Mark, tokens: Sequence[int], path: Mapping[int, Step], words: Words) -> bool:
    if mark.kind in {"bound", "after"}:
        return mark.node in tokens or mark.last + 1 in tokens
    if mark.kind == "rise":
        return tokens[0] < mark.node or mark.last < tokens[0] - 8
    if mark.kind == "proof":
        return tokens[0] < mark.first or mark.node in path
    if mark.kind == "clause":
        return not _definite(s, tokens)
    if mark.kind == "open":
        return mark.node in path
    if mark.kind == "verb":
        return _governs(s, mark.node, path) or _participle(s, mark.node, tokens, path)
    if mark.kind == "old":
        return _under(s, mark.node, tokens, path)
    if mark.kind == "adverb":
        step = path.get(mark.node)
        return step is not None and step.open and _complement(s, mark, step)
    return _on_paper(s, mark, path, words)


def _definite(s: Sentence, tokens: Sequence[int]) -> bool:
    """``how many of the 70 passengers survived``: the 70 are not in doubt."""
    return tokens[0] > 0 and s.tokens[tokens[0] - 1].lower in {"the", "these", "those", "its", "their"}


def _complement(s: Sentence, mark: Mark, step: Step) -> bool:
    """``likely`` as a predicate holds what it is said of ("it is likely that 12 died"), a past or a present."""
    if s.tokens[mark.first].dep != "acomp":
        return True
    return s.tokens[step.child].dep == "ccomp" or any(
        s.tokens[c].lower == "have" for x in s.children[mark.first] for c in s.children[x]
    )


def _governs(s: Sentence, verb: int, path: Mapping[int, Step]) -> bool:
    """``feared dead``, ``believed to have been killed``, ``claimed to have shot 20``;
    not ``12 witnesses claimed``, ``claimed 12 lives``.
    """
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


def _participle(s: Sentence, verb: int, tokens: Sequence[int], path: Mapping[int, Step]) -> bool:
    """``40 people feared dead``, ``passengers, who are believed to have drowned``: said of those counted."""
    token = s.tokens[verb]
    if (
        token.dep == "conj" and token.tag == "VBN" and token.lemma in _SHARED and not own_subject(s, verb)
    ):  # "are missing and feared drowned"
        step = path.get(token.head)
        return step is not None and s.tokens[step.child].dep in {"nsubj", "nsubjpass"}
    if token.dep not in {"acl", "relcl", "parataxis", "amod"} or token.head not in path:
        return False
    step = path[token.head]
    counted = token.head in tokens or step.child in tokens
    being = any(s.tokens[c].lemma == "be" and s.tokens[c].dep == "xcomp" for c in s.children[verb])
    speaker = token.dep == "parataxis" or not counted
    return not speaker and not being


def _under(s: Sentence, node: int, tokens: Sequence[int], path: Mapping[int, Step]) -> bool:
    """The first number after "from" or "compared with"; in "from 140 to 152" the second is the new one;
    in "compared with 30 deaths out of 700 cases" both are old.
    """
    if not (node < tokens[0] <= node + 6):
        return False
    out_of = s.tokens[tokens[0] - 1].lower == "of"
    return sum(t.tag == "CD" for t in s.tokens[node + 1 : tokens[0]]) <= int(out_of)


_DISOWNING = frozenset("contrary despite unlike contradicting denying rejecting".split())


def _on_paper(s: Sentence, mark: Mark, path: Mapping[int, Step], words: Words) -> bool:
    """``a preliminary toll of 23``, ``in a provisional count``, ``estimates suggest``,
    ``according to unconfirmed reports``.

    The adjective's noun is above the number, or it is a noun of reporting that hangs on a verb above it.
    """
    if any(t.lower in _DISOWNING for t in s.tokens[max(0, mark.first - 3) : mark.first]):
        return False  # "contrary to earlier reports, no one died"
    step = path.get(mark.node)
    if step is not None:
        counted = s.tokens[step.child].dep == "nummod"
        return mark.kind == "adjective" or not counted
    if s.tokens[mark.node].lemma not in words.sets["reports"]:
        return False
    i, fronted, by = mark.node, False, False
    for _ in range(6):
        token = s.tokens[i]
        if (token.dep in {"dobj", "conj", "relcl", "advcl"} and token.tag[:2] == "VB") or token.head == i:
            return False
        fronted = fronted or token.dep == "prep"
        by = by or token.lower in {"by", "according", "per"}
        i = token.head
        if i in path:
            return (path[i].open or fronted) and (by or s.tokens[i].tag[:2] != "NN") and token.dep != "dobj"
    return False
