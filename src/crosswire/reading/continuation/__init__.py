"""Counts whose state was said before: "12 in the east", "five of them seriously", "33 civilians and six fighters".

A count that the words of its own clause give no state goes on with the state of the figures just said, if its form
says that it does: a bare number with a place, some of those just counted, a list that spells a number out.
"""

from __future__ import annotations

from collections.abc import Sequence

from crosswire.model import GroupMention, Quantity, Sentence
from crosswire.reading.continuation.lists import another, beside, bodies_of, bracketed, enumerated, gapped, listed
from crosswire.reading.continuation.parts import alike, also_were, fronted, graded, identified, some_of, victims
from crosswire.reading.continuation.retold import again, handled, left_over, recounted
from crosswire.reading.continuation.said import Earlier, Read
from crosswire.reading.events import StatusMention

__all__ = ["bracketed", "continued", "coordinated"]


def coordinated(sentence: Sentence, read: Sequence[Read], place: int) -> tuple[StatusMention, ...]:
    """``Ten inmates and a guard lost their lives``: a phrase joined by "and" to the next shares what befalls it.

    So does each of a list by nationality: "196 Dutch, 43 Malaysians and 27 Australians on board".
    """
    quantity, mention, _ = read[place]
    if place + 1 >= len(read) or mention.kind not in {"people", "elided"} or quantity.form in {"zero", "all", "weak"}:
        return ()
    following, other, found = read[place + 1]
    nations = bool(mention.group.nationality and other.group.nationality)
    found = found or (coordinated(sentence, read, place + 1) if nations else ())
    between = [t.lower for t in sentence.tokens[mention.last + 1 : following.first]]
    joined = between == ["and"] or (between == [","] and nations)
    if not joined or not found or other.kind not in {"people", "elided"}:
        return ()
    status = found[0]
    if status.rule in {"state", "default", "modifier", "toll", "gapped"} or status.trigger <= other.head:
        return ()
    return (status,)


def continued(
    sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier
) -> tuple[StatusMention, ...]:
    """The state that a count without one of its own goes on with, or none."""
    return (
        graded(sentence, quantity, mention, here)
        or fronted(sentence, quantity, here)
        or identified(sentence, quantity, mention, here)
        or alike(sentence, quantity, mention, here)
        or also_were(sentence, quantity, mention, here)
        or gapped(sentence, quantity, mention, here)
        or listed(sentence, mention, here)
        or enumerated(sentence, quantity, mention, here)
        or recounted(sentence, quantity, mention, here)
        or handled(sentence, quantity, mention, here)
        or beside(sentence, mention, here)
        or again(sentence, quantity, mention, here)
        or left_over(sentence, quantity, mention, here)
        or another(sentence, quantity, here)
        or bodies_of(sentence, quantity, mention, here)
        or victims(sentence, quantity, mention, here)
        or some_of(sentence, quantity, mention, here)
    )
