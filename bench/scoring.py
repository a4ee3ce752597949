"""How well a run reads a corpus: its count claims against the figures that people marked.

A claim meets a figure when both stand in one report and their numbers share a character; each is used once.  What met
is then judged three times over, each time more strictly (exact, whole, attributed), and once for being kept apart.
Figures that the codebook calls optional (one named person, "many", "others") are neither missed nor in excess.

Figures and claims are the plain JSON objects of ``gold.json`` and of ``crosswire report --format json``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

Entry = Mapping[str, Any]

#: the sides of a crisis; every other role is one side, those it happens to
SIDES = {
    **dict.fromkeys(("militant", "suspect", "attacker", "gunman", "perpetrator"), "perpetrator"),
    **dict.fromkeys(("soldier", "police", "guard", "security"), "security"),
}
#: neighbours that annotators part and the score does not: a wound and its bed, a captive's door and a diver's hand
NEIGHBOURS = {"hospitalised": "injured", "rescued": "freed"}
#: words that count people without a number
UNCOUNTED = frozenset("many some most numerous multiple other others rest".split())
ARTICLES = frozenset(("a", "an", "the"))
#: words a name may drop or keep
SMALL = ARTICLES | {"of", "some"}
#: a value for one of these is a convention, so two readers may differ within this factor
VAGUE = re.compile(r"\b(?:dozens?|scores|hundreds|thousands|millions|tens|several|few|couple|handful)\b", re.IGNORECASE)
FACTOR = 2.5


@dataclass(frozen=True, slots=True)
class Match:
    """A figure and the claim that met it, with what the claim got right; all False for an optional figure."""

    figure: Entry
    claim: Entry
    counted: bool
    exact: bool = False
    whole: bool = False
    sourced: bool = False
    attributed: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything a run made of a corpus: what met, which figures nothing met, which claims met nothing."""

    matches: tuple[Match, ...]
    missed: tuple[Entry, ...]
    extra: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Rates:
    """The five numbers of a corpus, from 0 to 1: three F1 scores, a share, and the F1 of the background mark."""

    found: float
    exact: float
    whole: float
    attribution: float
    kept_apart: float


#: in the order of a table
RATES = tuple(field.name for field in fields(Rates))


def score(figures: Sequence[Entry], claims: Iterable[Entry], documents: Collection[str]) -> Outcome:
    """Figures and claims of the reports named, set side by side; claims that are no counts are passed over."""
    told = [claim for claim in claims if claim["kind"] == "count" and _home(claim, documents)]
    met = dict(_meetings(figures, told))
    matches = tuple(_judged(figures[f], told[c]) for f, c in met.items())
    taken = set(met.values())
    return Outcome(
        matches,
        tuple(figure for f, figure in enumerate(figures) if f not in met and not optional(figure)),
        tuple(claim for c, claim in enumerate(told) if c not in taken and not _excused(claim)),
    )


def rates(outcome: Outcome) -> Rates:
    """The five numbers of a corpus.

    Where no source could be named attribution is 0; where nothing was to be kept apart, and nothing was, that is 1.
    """
    counted = [match for match in outcome.matches if match.counted]
    marked, told = len(counted) + len(outcome.missed), len(counted) + len(outcome.extra)
    sourced = sum(match.sourced for match in counted)
    return Rates(
        found=f1(len(counted), told, marked),
        exact=f1(sum(match.exact for match in counted), told, marked),
        whole=f1(sum(match.whole for match in counted), told, marked),
        attribution=sum(match.attributed for match in counted) / max(1, sourced),
        kept_apart=_kept_apart(outcome.matches),
    )


def precision_recall(outcome: Outcome) -> tuple[float, float]:
    """Of the claims made, the share that met a figure; of the figures, the share that was met."""
    counted = sum(match.counted for match in outcome.matches)
    return counted / max(1, counted + len(outcome.extra)), counted / max(1, counted + len(outcome.missed))


def f1(right: int, told: int, marked: int) -> float:
    """Precision and recall in one: twice what is right, over all that was told and all that was marked."""
    return 2 * right / (told + marked) if right else 0.0


def optional(figure: Entry) -> bool:
    """A marked figure that a report need not give: one named person, or "many" and its like."""
    return bool(figure.get("named")) or uncounted(figure["number"].get("text") or "")


def uncounted(text: str) -> bool:
    """``the rest``, ``others``, ``a large number of``: a quantity without a number."""
    words = text.strip(" “”\"'").lower().split()
    if len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    if len(words) == 1 and words[0] in UNCOUNTED:
        return True
    named = words[:-1] if words[-1:] == ["of"] else words
    return named[-1:] == ["number"] and len(named) <= 2


def status(entry: Entry) -> str:
    """The status as the score sees it, neighbours made one."""
    given = str(entry["status"])
    return NEIGHBOURS.get(given, given)


def same_name(one: str, other: str) -> bool:
    """``the army's spokesman`` and ``Army``: either holds the other once case, articles and possessives are gone."""
    first, second = _bare(one), _bare(other)
    return bool(first and second) and (first in second or second in first)


def stands_in(claim: Entry, document: str) -> bool:
    """A report below a folder keeps its path: ``day2/siege.txt`` is ``siege.txt``."""
    name = str(claim["document"])
    return name == document or name.endswith("/" + document)


# --- who meets whom ------------------------------------------------------------------------------


def _home(claim: Entry, documents: Collection[str]) -> bool:
    return any(stands_in(claim, document) for document in documents)


def _meetings(figures: Sequence[Entry], claims: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """Each figure in turn takes the free claim that shares most with it: its status first, then its characters."""
    free = list(range(len(claims)))
    for f, figure in enumerate(figures):
        near = [
            (status(claims[c]) == status(figure), shared, -c)
            for c in free
            if stands_in(claims[c], figure["document"]) and (shared := _shared(figure, claims[c])) > 0
        ]
        if near:
            c = -max(near)[2]
            free.remove(c)
            yield f, c


def _shared(figure: Entry, claim: Entry) -> int:
    """Characters that both numbers cover; not positive when they stand apart."""
    one, other = figure["number"], claim["number"]
    return int(min(one["end"], other["end"]) - max(one["start"], other["start"]))


# --- how right a meeting is ----------------------------------------------------------------------


def _judged(figure: Entry, claim: Entry) -> Match:
    if optional(figure):
        return Match(figure, claim, counted=False)
    if status(figure) != status(claim) or not _same_bounds(figure["number"], claim.get("low"), claim.get("high")):
        return Match(figure, claim, counted=True)
    marked, told = _origin(figure), _origin(claim)
    return Match(
        figure,
        claim,
        counted=True,
        exact=True,
        whole=_same_people(figure["group"], claim["group"]),
        sourced=marked is not None or told is not None,
        attributed=marked is not None and told is not None and same_name(marked, told),
    )


def _same_bounds(number: Entry, low: int | None, high: int | None) -> bool:
    """Both bounds as stated; a vague word's low bound within the factor, and open where it is open."""
    if (number["low"], number["high"]) == (low, high):
        return True
    if not VAGUE.search(number["text"]) or (number["high"] is None) != (high is None):
        return False
    return bool(low and number["low"]) and 1 / FACTOR <= low / number["low"] <= FACTOR


def _same_people(marked: Entry, told: Entry) -> bool:
    employers = marked["employer"] or "", told.get("employer") or ""
    return (
        SIDES.get(marked["role"]) == SIDES.get(told.get("role") or "")
        and _folded(marked["nationality"]) == _folded(told.get("nationality") or ())
        and (not any(employers) or same_name(*employers))
    )


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.lower() for name in names)


def _origin(entry: Entry) -> str | None:
    """Who says it first: the gold writes a name, a report an object with one."""
    sources = entry.get("sources") or [None]
    return sources[0] if sources[0] is None or isinstance(sources[0], str) else str(sources[0].get("name", ""))


def _excused(claim: Entry) -> bool:
    """A claim that met nothing and is no fault: "named" counts for single persons alone, or it would hide anything."""
    single = bool(claim.get("named")) and claim.get("low") == claim.get("high") == 1
    return single or uncounted(claim["number"].get("text") or "")


def _kept_apart(matches: Iterable[Match]) -> float:
    marks = [(match.figure["incident"] == "background", bool(match.claim.get("background"))) for match in matches]
    either = sum(marked for marked, _ in marks) + sum(told for _, told in marks)
    return 2 * sum(marked and told for marked, told in marks) / either if either else 1.0


def _bare(name: str) -> str:
    plain = re.sub(r"[’']s\b", "", name.lower()).replace("’", "'")
    return " ".join(word for word in re.findall(r"[\w']+", plain) if word not in SMALL)
