"""Numbers as said: digits, words, ordinals, vague words, bounds, ranges, partitives, counting determiners.

Every number that may count people becomes a `Quantity` with the token it counts; ages, dates,
durations, distances, money, percentages and names of things do not.  Vague words have the floors of
``data/numbers.toml`` (docs/codebook.md); "more than n" is n+1 or more, "fewer than n" n-1 or less.
"""

from __future__ import annotations

from crosswire.lexicon import Lexicon
from crosswire.model import Quantity, Sentence
from crosswire.reading.quantities.bounds import bounded, with_wholes
from crosswire.reading.quantities.exclusions import excluded
from crosswire.reading.quantities.expressions import number_at
from crosswire.reading.quantities.words import compiled

__all__ = ["quantities"]


def quantities(sentence: Sentence, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """Every number in the sentence that may count people, in text order.

    "at least 32 militants", "four of its 18 workers", "a sixth militant", "several dozen",
    "half a million", "25 to 30", "both", "no one", "a man".
    """
    words = compiled(lexicon)
    tokens = sentence.tokens
    found: list[Quantity] = []
    i = 0
    while i < len(tokens):
        number = number_at(tokens, i, words)
        if number is None:
            i += 1
            continue
        if not excluded(tokens, number, words):
            found.append(bounded(sentence, number, words))
        i = number.last + 1
    return tuple(with_wholes(sentence, found, words))
