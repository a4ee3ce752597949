"""How sure a report is of a figure: its hedges, and which of them hold which number.

A hedge holds a figure when the tree puts the number in its scope: it modifies the number or what is
counted ("an estimated 1,400", "8,454 suspected cases"), it modifies or governs the clause ("reportedly
saved 200", "feared dead", "it is estimated that over 300 ..."), or it stands on the paper that the
figure comes from ("a preliminary toll", "according to unconfirmed reports").  "Some", "about" and
"around" are approximation, never a hedge.  The word lists are in ``data/hedges.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from crosswire.lexicon import Lexicon
from crosswire.model import Hedge, Sentence, Span
from crosswire.reading.certainty.marks import Mark, marks_of, words_of
from crosswire.reading.certainty.scope import holds, path_of, top

__all__ = ["hedges", "of_figure"]


def hedges(sentence: Sentence, lexicon: Lexicon) -> tuple[Hedge, ...]:
    """Every hedge word of the sentence with its label, in text order.

    "Officials fear the toll will rise": expected to rise.  "At least 40 reportedly died": lower bound, unverified.
    "The storm claimed 12 lives" and "about 40": none.
    """
    return tuple(_hedge(sentence, mark) for mark in _marks(sentence, lexicon))


@lru_cache(maxsize=32)
def _marks(sentence: Sentence, lexicon: Lexicon) -> tuple[Mark, ...]:
    """Asked for by every figure of a sentence, and of the one before it."""
    return marks_of(sentence, words_of(lexicon))


def of_figure(
    sentence: Sentence, number: Span, hedges: Sequence[Hedge], following: Sentence | None,
    sources_kinds: Sequence[str], lexicon: Lexicon,
) -> tuple[Hedge, ...]:  # fmt: skip
    """Those of ``hedges`` whose scope holds the number at ``number``, one a label, in text order.

    "Rebels reportedly killed 12 and wounded five": both numbers; "12 died and five were reportedly hurt": the
    second alone.  A ``following`` sentence adds what it says of the number ("The toll is expected to rise", "The
    figure could not be verified"); a perpetrator among ``sources_kinds`` makes it claimed.
    """
    words = words_of(lexicon)
    found: list[Hedge] = []
    tokens = [t.i for t in sentence.tokens if number.start < t.end and t.start < number.end]
    if hedges and tokens:
        known = {(hedge.label, hedge.span) for hedge in hedges}
        path = path_of(sentence, top(sentence, tokens), words)
        for mark in _marks(sentence, lexicon):
            hedge = _hedge(sentence, mark)
            if (hedge.label, hedge.span) in known and holds(sentence, mark, tokens, path, words):
                found.append(hedge)
    if following is not None:
        found.extend(_said_after(following, lexicon))
    if "perpetrator" in sources_kinds and "claimed" not in {hedge.label for hedge in found}:
        found.append(Hedge("claimed", number))
    return _settled(found)


def _hedge(s: Sentence, mark: Mark) -> Hedge:
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


def _said_after(s: Sentence, lexicon: Lexicon) -> Iterator[Hedge]:
    """What the next sentence says of the number before it.

    "The number is expected to rise."  "Their account could not be confirmed."  "It was impossible to
    determine if they were hostages."
    """
    for mark in _marks(s, lexicon):
        if (mark.kind == "rise" and not any(t.tag == "CD" for t in s.tokens[: mark.first])) or (
            mark.kind in {"proof", "open"} and _points_back(s, mark)
        ):
            yield _hedge(s, mark)


def _points_back(s: Sentence, mark: Mark) -> bool:
    """The doubt is about something said before: "the figure", "their account", "they"; it has no number of its own."""
    if any(t.tag == "CD" for t in s.tokens):
        return False
    if mark.kind == "proof":
        return True
    return any(t.lower in {"they", "these", "those", "them", "he", "she"} for t in s.tokens[mark.last :])
