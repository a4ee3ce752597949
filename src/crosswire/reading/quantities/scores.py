"""Numbers of everyday life that stand where a count could: the score of a game, a number that is called."""

from __future__ import annotations

from collections.abc import Sequence

from crosswire.model import Token
from crosswire.reading.quantities.words import Number

#: numbers of the emergency services, and what one does with them
_CALLS, _CALLED = frozenset({911, 999, 112}), frozenset("dial dialed dialled call called calling phone phoned".split())
#: what a score is of
_GAMES = frozenset(
    "win loss lead victory defeat draw tie record overtime advantage score decision season vote margin upset rout "
    "setback penalties deficit".split()
)


def scored(tokens: Sequence[Token], number: Number) -> bool:
    """``the 88-72 loss``, ``the Jaguars (5-10)``, ``6-4, 7-5``: a score, whose first number is often the larger."""
    first, last = number.first, number.last
    ahead = [t.lower for t in tokens[last + 1 : last + 4]]
    if number.form == "range":
        club = first > 1 and tokens[first - 1].lower == "(" and tokens[first - 2].tag in {"NNP", "NNPS"}
        return bool(_GAMES & set(ahead[:2])) or (club and ahead[:1] == [")"])
    behind = [t.lower for t in tokens[max(0, first - 2) : first]]
    after = ahead[:1] in (["-"], ["--"]) and ahead[1:2] and ahead[1].isdigit()
    before = behind[1:] in (["-"], ["--"]) and behind[0].isdigit()
    if not number.high or not (after or before):
        return False
    larger = int(ahead[1]) <= number.high if after else int(behind[0]) >= number.high
    tight = tokens[last + 1].start == tokens[last].end if after else tokens[first - 1].end == tokens[first].start
    aside = "of" in ahead[:3]  # "killed 20 - 13 of them children"
    return larger and (tight or not aside)


def called(tokens: Sequence[Token], number: Number) -> bool:
    """``They dialed 911, and a man was arrested``."""
    before = tokens[number.first - 1].lower if number.first else ""
    return number.low in _CALLS and before in _CALLED
