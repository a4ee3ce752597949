"""Places that people come from: nothing need have happened there."""

from __future__ import annotations

import re
from functools import cache

from crosswire.lexicon import standard
from crosswire.model import Span

_ORIGIN = re.compile(
    r"(?:\b(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|(?P<who>[a-z-]+))\s+from|"
    r"\b(?:live[sd]?|living|born|based)\s+in|\b(?:natives?|residents?|citizens?|nationals?)\s+of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
#: how far back the words that say so may begin
_REACH = 40


def home_of_people(text: str, place: Span) -> bool:
    """ "Two from Britain", "an engineer from Belfast", "a Colombian who lived in Britain"; not "freed from Mosul"."""
    found = _ORIGIN.search(text, max(0, place.start - _REACH), place.start)
    return found is not None and (found["who"] is None or found["who"].lower() in _people())


@cache
def _people() -> frozenset[str]:
    roles = standard().table("roles")
    heads = {head for words in roles.values() if isinstance(words, list) for head in words}
    return frozenset(heads | {f"{head}s" for head in heads})
