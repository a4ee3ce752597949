"""How words go on counting what was counted just before: "The remaining 14", "Two of the ten", "One was"."""

from __future__ import annotations

import re

_LOST = r"(?:dead|injured|wounded|victims|missing|freed)"
_NUMBER = (
    r"(?:\d[\d,]*|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?))"
)
_THEM = r"(?:them|these|those(?! who\b| \w+ed\b| (?:held|taken|caught|shot|hurt)\b)|its|their|the)\b"
_GOES_ON = re.compile(
    r"(?:the|its|their) (?:remaining|other|rest|others)\b"
    rf"|(?:they|these|those|the {_LOST}) includ(?:ed|es?)\b"
    rf"|among (?:them|these|those|the {_LOST})\b"
    r"|of (?:them|these|those)\b|of the \w+, |(?:it|he|she|they) had also\b"
    rf"|(?:{_NUMBER}|most|all|none|half|several|many) of {_THEM}"
    rf"|(?:{_NUMBER}|most|all|both) (?:are|was|were|remain)\b",
    re.IGNORECASE,
)
_KIN = r"(?:wife|husband|son|daughter|brother|sister|child|mother|father|cousin|uncle|aunt)"
_OWN = re.compile(rf"(?:His|Her) (?:\w+ ){{0,2}}{_KIN}")


def goes_on(text: str) -> bool:
    """True if the words open a part of what was counted before; "Two shops" and "Eight had" open something new."""
    return _GOES_ON.match(text) is not None


def own_kin(text: str) -> bool:
    """ "His two daughters", "Her husband": the people of the one who was quoted."""
    return _OWN.match(text) is not None
