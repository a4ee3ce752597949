"""What was told before: the figures of the same sentence and of those just before it."""

from __future__ import annotations

from collections.abc import Sequence

from crosswire.model import Figure, GroupMention, Quantity, Sentence, Token
from crosswire.reading.events import StatusMention

#: what was read of one count: its quantity, its group and its own states
Read = tuple[Quantity, GroupMention, tuple[StatusMention, ...]]


#: figures said so far, each with the index of its sentence
Earlier = Sequence[tuple[int, Figure]]


def figures_told(sentence: Sentence, here: Earlier, back: int = 0) -> list[Figure]:
    """The figures with a state, of this sentence and of so many before it."""
    return [figure for index, figure in here if sentence.index - index <= back and figure.status]


def words_between(sentence: Sentence, figure: Figure, quantity: Quantity) -> list[Token]:
    """The words after what is said of a figure, up to the next count."""
    return [t for t in sentence.tokens if figure.clause.end <= t.start and t.end <= quantity.span.start]
