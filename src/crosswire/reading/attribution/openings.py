"""How words go on counting what was counted just before: "The remaining 14", "Two of the ten", "One was"."""

from __future__ import annotations

import re

_LOST = r"(?:dead|injured|wounded|victims|missing|freed)"
_NUMBER = (
    r"(?:\d[\d,]*|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?))"
)
#: a number in digits or words
NUMBER = re.compile(_NUMBER, re.IGNORECASE)
_THEM = r"(?:them|these|those(?! who\b| \w+ed\b| (?:held|taken|caught|shot|hurt)\b)|its|their|the)\b"
_GOES_ON = re.compile(
    r"(?:the|its|their) (?:remaining|other|rest|others)\b"
    rf"|(?:they|these|those|the {_LOST}) includ(?:ed|es?)\b"
    rf"|among (?:them|these|those|the {_LOST})\b"
    r"|(?:one|two|three|four|five), (?:an?|the|both|all|aged|who)\b[^,.]*, (?:is|are|was|were|remains?|died)\b"
    r"|of (?:them|these|those)\b|of the \w+, |(?:it|he|she|they) had also\b"
    rf"|(?:{_NUMBER}|most|all|none|half|several|many) of {_THEM}"
    rf"|(?:{_NUMBER}|most|all|both) (?:are|was|were|remain)\b",
    re.IGNORECASE,
)
_SUM = re.compile(r"\b(?:in all|in total|altogether|combined|between them)\b")
_FIRST_SECOND = re.compile(r"(?:In )?[Tt]he first\b[^.]*\bthe second\b")


def goes_on(text: str) -> bool:
    """True if the words open a part of what was counted before; "Two shops" and "Eight had" open something new."""
    return _GOES_ON.match(text) is not None


def parts_of_all(before: str, here: str) -> bool:
    """ "killing 33 people in all", then "The first blast killed 13, the second 20": the parts of that sum."""
    return _SUM.search(before) is not None and _FIRST_SECOND.match(here) is not None


_NUMBER_DID = re.compile(
    rf"(?:another |a further )?{_NUMBER} (?:more |others )?(?:of \w+ )?"
    r"(?:(?:have|had|has) )?(?:\w+ed|\w+en|were|was|are)\b",
    re.IGNORECASE,
)


def counts_on(text: str) -> bool:
    """True if what stands behind a semicolon counts on: "they had treated 1,400; 11 died"."""
    return goes_on(text) or _NUMBER_DID.match(text) is not None
