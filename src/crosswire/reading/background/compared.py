"""What a report sets its own event beside: "the worst since 1987, when 34 died", "adding to the 200 killed before"."""

from __future__ import annotations

import re

from crosswire.model import Figure, Sentence

_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
#: "the deadliest in the State since a blast in 1994 in which", "the first boat to be lost since the Silver Dawn, with"
_UNMATCHED = re.compile(
    r"\b(?:worst|deadliest|bloodiest|heaviest|biggest|largest|gravest|highest|lowest|first|second|third|fourth|fifth)\b"
    r"[^.;:]{0,90}\b(?P<since>since)\b[^.;:]*?(?:\bwhen\b|\bin which\b|\bthat\b|\bwhich\b|, with\b|\bwent down\b)"
)
#: "the first since the vote, and the army said that 41 had died": told of the sentence's own event again
_TOLD_BESIDE = re.compile(r"\b(?:said|says?|saying|adding|added|told|announced|confirmed|reported)\b")
#: "they join the 240,000 already uprooted": those who were counted before
_ADDED_TO = re.compile(
    r"\b(?:add(?:s|ed|ing)? to|join(?:s|ed|ing)?|on top of) (?:the |some |about |more than |over |nearly )+$"
)
#: "in the fall of a house last November"
_LAST_MONTH = re.compile(rf"\blast (?:{_MONTH})\b")


def set_beside(s: Sentence, figure: Figure) -> bool:
    """The figure is of the event with which the sentence compares its own."""
    start = figure.quantity.span.start - s.start
    unmatched = _UNMATCHED.search(s.text.lower()) if " since " in s.text else None
    beside = unmatched is not None and unmatched.end() <= start
    if unmatched is not None and beside and not _TOLD_BESIDE.search(s.text[unmatched.start("since") : start]):
        return True
    return _ADDED_TO.search(s.text[:start].lower()) is not None


def of_a_past_month(clause: str, months: frozenset[str]) -> bool:
    """ "A house fell last November": another event, unless the report's own beginning names that month."""
    match = _LAST_MONTH.search(clause)
    if match is None or re.search(r"\b(?:since|until|from|by)\s*$", clause[: match.start()]):
        return False
    return match.group().removeprefix("last ") not in months
