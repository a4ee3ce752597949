"""The words around a figure: its sentence, its own part of the sentence, and what they say of its standing.

A report sets figures against each other in words ("initially", "up from", "the final assault", "of them"); they are
looked for in the sentence that holds the number, cut where another clause begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from crosswire.lexicon import standard
from crosswire.model import Claim, Document

#: no sentence of a report is longer in practice; a text without full stops must not be searched to its end
REACH = 600
_END = re.compile(r"[.!?][\"”’')\]]*(?=\s|[A-Z“\"‘])|\n")
_TITLES = "Mr|Mrs|Ms|Dr|St|Gen|Lt|Col|Sgt|Sen|Rep|Gov|No|Jr|vs"
_ABBREVIATION = re.compile(rf"\b(?:[A-Z]|{_TITLES}|a\.m|p\.m|[A-Z](?:\.[A-Z])+)\.$")
_BORDER = re.compile(
    r"\b(?:but|while|whereas|although|however|though|later|now|then|subsequently|eventually)\b|;", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Setting:
    """A number's sentence before and after it, and its own clause before and after it."""

    before: str
    after: str
    clause_before: str
    clause_after: str

    @property
    def sentence(self) -> str:
        """The words of the sentence without the number."""
        return f"{self.before} {self.after}"

    @property
    def clause(self) -> str:
        """The words of the number's own clause without the number."""
        return f"{self.clause_before} {self.clause_after}"


def cued(name: str, text: str) -> bool:
    """True if one of the patterns of list ``name`` in data/relating.toml stands in the text."""
    return _patterns(name).search(text) is not None


@cache
def _patterns(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in standard().table("relating")[name]["patterns"]), re.IGNORECASE)


class Texts:
    """The reports' texts, asked about claims."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._texts: Mapping[str, str] = {document.id: document.text for document in documents}
        self._known: dict[str, Setting] = {}
        self._found: dict[str, tuple[Claim, tuple[int, bool, bool]]] = {}

    def setting(self, claim: Claim) -> Setting:
        """The words around the claim's number; those of its quote when the text is not at hand."""
        if claim.id not in self._known:
            self._known[claim.id] = self._setting(claim)
        return self._known[claim.id]

    def standing(
        self, claim: Claim, look: Callable[[Claim, Setting], tuple[int, bool, bool]]
    ) -> tuple[int, bool, bool]:
        """What ``look`` finds of the claim, once for all the accounts in which it stands as it is."""
        known = self._found.get(claim.id)
        if known is None or known[0] is not claim:  # a person may have corrected it meanwhile
            known = self._found[claim.id] = claim, look(claim, self.setting(claim))
        return known[1]

    def _setting(self, claim: Claim) -> Setting:
        text = self._texts.get(claim.document, "")
        number = claim.number or claim.span
        start, end = number.start, number.end
        if not (0 <= start <= end <= len(text)):
            text = claim.quote
            start, end = max(start - claim.span.start, 0), max(end - claim.span.start, 0)
        before = _tail(text[max(0, start - REACH) : start])
        after = _head(text[end : end + REACH])
        return Setting(before, after, _BORDER.split(before)[-1], _BORDER.split(after)[0])

    def between(self, one: Claim, other: Claim) -> str | None:
        """The words between two numbers of one report, None if they are of two or far apart."""
        if one.document != other.document or not one.number or not other.number:
            return None
        first, second = sorted((one.number, other.number))
        text = self._texts.get(one.document, "")
        if second.start > len(text) or not 0 <= second.start - first.end <= 2 * REACH:
            return None
        return text[first.end : second.start]

    def breaks(self, one: Claim, other: Claim) -> int | None:
        """How many sentences end between two numbers: 0 in one sentence, 1 in adjoining ones, None if unknown."""
        between = self.between(one, other)
        return None if between is None else sum(_ending(between, match) for match in _END.finditer(between))


def _ending(text: str, match: re.Match[str]) -> bool:
    """True where a sentence ends; a full stop after a title, an initial or an abbreviation ends none."""
    return match.group()[0] != "." or not _abbreviated(text, match)


def _abbreviated(text: str, stop: re.Match[str]) -> bool:
    return _ABBREVIATION.search(text[max(0, stop.start() - 8) : stop.start() + 1]) is not None


def _tail(text: str) -> str:
    stops = reversed(list(_END.finditer(text)))
    return next((text[stop.end() :] for stop in stops if _ending(text, stop)), text)


def _head(text: str) -> str:
    return next((text[: stop.end()] for stop in _END.finditer(text) if _ending(text, stop)), text)
