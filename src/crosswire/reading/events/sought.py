"""People looked for: "searching for 21", "hopes faded for the 12", "no sign of the four", "the whereabouts of two"."""

from __future__ import annotations

from crosswire.model import GroupMention, Sentence
from crosswire.reading.events.predicate import StatusMention

_SEEKING = frozenset({"look", "search", "hunt", "comb", "scour", "dig"})
_SEARCHES = frozenset({"search", "hunt", "searches", "hope", "hopes", "fear", "fears", "manhunt"})
_UNKNOWN = frozenset({"unknown", "unclear", "uncertain"})
_TRACES = frozenset({"sign", "trace", "word", "news"})


def sought(s: Sentence, group: GroupMention) -> StatusMention | None:
    """Missing, or escaped where it is attackers and suspects that are hunted; never people wanted for a task."""
    if group.kind not in {"people", "elided"}:
        return None
    token = s.tokens[group.node]
    while token.dep in {"conj", "appos"} and token.head < token.i:
        token = s.tokens[token.head]
    if token.dep == "dobj" and s.tokens[token.head].lemma == "hunt":
        return StatusMention("escaped", token.head, token.head, "sought")
    if token.dep != "pobj":
        return None
    preposition = s.tokens[token.head]
    above = s.tokens[preposition.head]
    if not _seeks(s, preposition.lower, above.i) or s.tokens[group.last].lower in {"volunteers", "donors"}:
        return None
    if "connection" in {t.lower for t in s.tokens[group.last : group.last + 7]}:
        return None  # "are looking for a man in connection with the killings"
    status = "escaped" if group.group.role in {"militant", "suspect"} or above.lower == "manhunt" else "missing"
    return StatusMention(status, above.i, above.i if above.tag[:2] == "VB" else None, "sought")


def _seeks(s: Sentence, preposition: str, i: int) -> bool:
    above = s.tokens[i]
    if preposition == "for":
        waning = any(s.tokens[c].dep == "nsubj" and s.tokens[c].lower in _SEARCHES for c in s.children[i])
        return (above.tag[:2] == "VB" and (above.lemma in _SEEKING or waning)) or (
            above.tag[:2] == "NN" and above.lower in _SEARCHES
        )
    if preposition == "of" and above.lower in {"whereabouts", "fate"}:
        return above.lower == "whereabouts" or bool({t.lower for t in s.tokens[i:]} & _UNKNOWN)
    if preposition == "of" and above.lemma == "become":
        return any(s.tokens[c].lower == "what" for c in s.children[i])  # "does not know what has become of them"
    if preposition == "of":
        return above.lower in _TRACES and any(s.tokens[c].lower == "no" for c in s.children[i])
    if preposition == "with" and above.lower == "contact":
        return s.tokens[above.head].lemma == "lose"
    return (
        preposition == "with" and above.lemma == "lose" and any(s.tokens[c].lower == "contact" for c in s.children[i])
    )
