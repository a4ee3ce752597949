"""Which time goes with a figure, and which numbers belong to times."""

from __future__ import annotations

from collections.abc import Sequence

from crosswire.model import Sentence, Span, TimeMention

_SAYING = frozenset(
    "say tell report announce confirm add state claim warn estimate declare note acknowledge admit insist quote "
    "write".split()
)
_UNTIMED = frozenset(["duration", "clock", "anaphoric", "coming"])


def timed(mentions: Sequence[TimeMention], span: Span) -> bool:
    """True if the span (a number's) is part of a time: the 11 of "the past 11 days", the 4 of "May 4"."""
    return any(mention.span.overlaps(span) for mention in mentions)


def claim_time(sentence: Sentence, number: Span, mentions: Sequence[TimeMention]) -> TimeMention | None:
    """The time of the figure in its sentence: the one governed nearest to it, never the time of the saying.

    "Dudley said on Saturday four were missing": None.  "Nine died on Friday and two on Sunday": each its own.
    """
    inside = [
        m for m in mentions
        if sentence.start <= m.span.start and m.span.end <= sentence.end and m.form not in _UNTIMED
        and not m.span.overlaps(number)
    ]  # fmt: skip
    if not inside or not sentence.tokens:
        return _plain(sentence, number, inside)
    here = _token(sentence, number)
    path = _path(sentence, here)
    ranked = []
    for mention in inside:
        steps = _steps(sentence, path, mention)
        if steps is not None:
            ranked.append((steps, _apart(mention.span, number), mention.span, mention))
    return min(ranked, key=lambda entry: entry[:3])[3] if ranked else None


def _plain(sentence: Sentence, number: Span, inside: Sequence[TimeMention]) -> TimeMention | None:
    """Without a parse: the only time of the sentence, if no word of saying stands between."""
    if len(inside) != 1:
        return None
    mention = inside[0]
    low, high = min(mention.span.start, number.start), max(mention.span.end, number.end)
    between = sentence.text[max(low - 25 - sentence.start, 0) : high - sentence.start].lower()
    return None if any(word in between for word in (" said", " told", " reported", " announced")) else mention


def _apart(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _token(sentence: Sentence, span: Span) -> int:
    """The first token that reaches into the span."""
    return next((t.i for t in sentence.tokens if t.end > span.start), len(sentence.tokens) - 1)


def _path(sentence: Sentence, i: int) -> list[int]:
    """The token and what governs it, up to the root."""
    path = [i]
    while sentence.tokens[path[-1]].head != path[-1] and len(path) <= len(sentence.tokens):
        path.append(sentence.tokens[path[-1]].head)
    return path


def _steps(sentence: Sentence, path: list[int], mention: TimeMention) -> int | None:
    """Steps up from the number to what governs both; None where that is a verb that says the figure."""
    tokens = sentence.tokens
    i = _token(sentence, mention.span)
    climbed = 0
    while i not in path:
        if tokens[i].head == i:
            return None
        i, climbed = tokens[i].head, climbed + 1
        if tokens[i].dep in {"relcl", "advcl", "ccomp"} and i not in path:
            climbed += 2
    level = path.index(i)
    if level and tokens[i].lemma in _SAYING and tokens[path[level - 1]].dep in {"ccomp", "parataxis", "advcl"}:
        return None
    if tokens[i].dep == "parataxis" or (
        level and tokens[path[level - 1]].dep == "ccomp" and tokens[i].lemma in _SAYING
    ):
        return None
    # a clause boundary between the two weighs more than a few words
    walls = sum(tokens[k].dep in {"relcl", "advcl", "ccomp", "conj"} for k in path[:level])
    return level + climbed + 3 * walls
