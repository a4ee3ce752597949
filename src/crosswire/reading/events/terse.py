"""What stands right behind a number without a verb: "14 more with injuries", "two not found", "41 in hospital"."""

from __future__ import annotations

from crosswire.model import Sentence
from crosswire.reading.events.lexemes import Lexemes
from crosswire.reading.events.predicate import StatusMention

_FOUND = frozenset({"found", "located", "traced"})


def without_a_verb(s: Sentence, last: int, k: int, lex: Lexemes) -> StatusMention | None:
    """The state that the words from token ``k`` on give a number that ends at ``last``."""
    return _borne(s, k) or _unfound(s, k) or _whither(s, last, lex)


def _borne(s: Sentence, k: int) -> StatusMention | None:
    """``left 14 more with injuries``: what they bear, right behind the phrase."""
    if k >= len(s.tokens) or s.tokens[k].lower != "with":
        return None
    for token in s.tokens[k + 1 : k + 5]:
        if token.tag in {"IN", "VBD", ",", "CC", "CD"}:
            return None
        if token.lower in {"injuries", "wounds", "burns", "fractures"}:
            return StatusMention("injured", token.i, None, "adjacent")
    return None


def _unfound(s: Sentence, k: int) -> StatusMention | None:
    """``two not found``, ``160 people never found``, ``four not accounted for``: nothing else said of them."""
    ahead = [t.lower for t in s.tokens[k : k + 4]] + ["."] * 4
    if ahead[0] not in {"not", "never"}:
        return None
    length = 3 if ahead[1:3] == ["accounted", "for"] else 2 if ahead[1] in _FOUND else 0
    closed = ahead[length] in {".", ",", ";", "and", "after", "in", "!", "?"}
    return StatusMention("missing", k + 1, None, "sought") if length and closed else None


def _whither(s: Sentence, last: int, lex: Lexemes) -> StatusMention | None:
    """``six people dead, 41 in hospital``: where a bare number is, and nothing more, behind a number and its state."""
    k = last + 1
    told = last > 2 and s.tokens[last].tag == "CD" and s.tokens[last - 1].lower in {",", "and", ";"}
    if not told or k + 1 >= len(s.tokens) or s.tokens[k].tag != "IN":
        return None
    before = s.tokens[last - 3].lower, s.tokens[last - 2].lower
    if before[1] not in lex.adjectives and before not in lex.phrases:
        return None
    status = lex.phrases.get((s.tokens[k].lower, s.tokens[k + 1].lower))
    closed = k + 2 == len(s.tokens) or s.tokens[k + 2].tag in {",", ".", ":", "CC", "IN"}
    return StatusMention(status, k, None, "adjacent") if status and closed else None
