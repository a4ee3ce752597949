"""Places that people come from or go to: nothing need have happened there."""

from __future__ import annotations

import re
from functools import cache

from crosswire.lexicon import standard
from crosswire.model import Span

_ORIGIN = re.compile(
    r"(?:\b(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|(?P<who>[a-z-]+))\s+from|"
    r"\b(?:are|were|come|came|hail|hailed|mostly|mainly|all)\s+(?:\w+ly\s+)?from|"
    r"\b(?:live[sd]?|living|born|based)\s+in|\b(?:natives?|residents?|citizens?|nationals?)\s+of)\s+(?:the\s+)?"
    r"(?:(?-i:[A-Z])[\w’'-]+(?:\s(?-i:[A-Z])[\w’'-]+)*(?:,\s(?:and\s)?|\sand\s)(?:the\s)?)*$",
    re.IGNORECASE,
)
_WAY = re.compile(
    r"\b(?:left|leaving|leaves|bound for|"
    r"(?:depart(?:ed|ing|s)?|sail(?:ed|ing|s)?|set (?:off|out|sail)|flew|fl(?:own|ying)|travel(?:led|ling|ed|ing)?|"
    r"en route|(?:on )?(?:its|their|the|his|her) way|head(?:ed|ing|s)?|taken|brought|moved|rushed|transferred|"
    r"airlifted|evacuated|returned|sent|transported|repatriated) (?:(?:on|back|overnight|safely|by \w+) )?(?:to|for|"
    r"from))\s+(?:the\s+)?(?:(?:port|city|town|capital|island)\s+(?:of\s+)?)?$",
    re.IGNORECASE,
)
#: how far back the words that say so may begin
_REACH = 70


def home_of_people(text: str, place: Span) -> bool:
    """ "Two from Britain", "an engineer from Belfast", "a Colombian who lived in Britain"; not "freed from Mosul"."""
    found = _ORIGIN.search(text, max(0, place.start - _REACH), place.start)
    return found is not None and (found["who"] is None or found["who"].lower() in _people())


@cache
def _people() -> frozenset[str]:
    roles = standard().table("roles")
    heads = {head for words in roles.values() if isinstance(words, list) for head in words}
    return frozenset(heads | {f"{head}s" for head in heads})


def way_point(text: str, place: Span) -> bool:
    """ "Left Tobruk", "a flight bound for Cairo", "brought to Heraklion": where a way begins or ends."""
    return _WAY.search(text, max(0, place.start - _REACH), place.start) is not None
