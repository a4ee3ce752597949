"""Which earlier incident a background figure tells, where the ledger knows it: "the 2004 siege of Beslan"; 334 died.

A link is a pointer for the reader and no evidence: the figure stays out of the tallies of both incidents.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crosswire.lexicon import Lexicon, standard
from crosswire.model import Claim, Document, Incident
from crosswire.moments import day_of

#: points for what the figure's words share with an incident, and how many make a link; a year, a place and the kind
#: of happening do, a place and a number do, a country and a number do not
_PLACE, _COUNTRY, _YEAR, _DAYS, _KIND, _FIGURE, _NAMES, ENOUGH = 2, 1, 2, 3, 1, 2, 3, 5
#: a name that more incidents speak of tells nothing
_SHARED = 4
#: reports may date what happened a little off; a stretch longer than this is no day
_SLACK, _LONG = timedelta(days=4), 45
_NAME = re.compile(r"\b[A-Z][\w'’-]{3,}")
_INNER = re.compile(r"(?<=[a-z,] )[A-Z][\w'’-]{3,}")
_YEARS = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_STOP = re.compile(r"(?<=[.!?])[\"”]?\s+|\n+")


@dataclass(frozen=True, slots=True)
class _Profile:
    """What is known of an incident: where, when (of the happening, else of its reports), what kind, which figures."""

    incident: Incident
    first: date | None
    last: date | None
    figures: frozenset[tuple[str | None, int]]
    kinds: frozenset[str]


def earlier(
    claims: Sequence[Claim],
    documents: Sequence[Document],
    incidents: Sequence[Incident],
    incident_of: Mapping[str, str],
    lexicon: Lexicon | None = None,
) -> dict[str, str]:
    """The incident that each background claim tells, for those of which that can be said; never that of its report.

    The words round the claim must fit one incident well, and no other as well; one that began after the report
    appeared is none.  The order of claims, reports and incidents does not matter.
    """
    aside = [claim for claim in claims if claim.background and claim.id in incident_of]
    if not aside or len(incidents) < 2:
        return {}
    by_id = {document.id: document for document in documents}
    profiles = _profiles(claims, by_id, incidents, incident_of, lexicon or standard())
    index = _index(incidents, by_id)
    found = {}
    for claim in aside:
        document = by_id[claim.document]
        words = _around(document.text, claim)
        near: set[str] = set().union(*(index.get(name, frozenset()) for name in _NAME.findall(words)))
        own = {incident_of[claim.id], *(i.id for i in incidents if claim.document in i.documents)}
        best = _best(claim, document, words, [profiles[id] for id in sorted(near - own)], index)
        if best is not None:
            found[claim.id] = best
    return found


def _best(
    claim: Claim, document: Document, words: str, near: Iterable[_Profile], index: Mapping[str, frozenset[str]]
) -> str | None:
    """The incident with the most points, if they are enough and no other has as many."""
    scored = sorted(((_points(claim, document, words, p, index), p.incident.id) for p in near), reverse=True)
    if not scored or scored[0][0] < ENOUGH or (len(scored) > 1 and scored[1][0] == scored[0][0]):
        return None
    return scored[0][1]


def _points(
    claim: Claim, document: Document, words: str, profile: _Profile, index: Mapping[str, frozenset[str]]
) -> int:
    """0 where place, time or order of the two speak against it."""
    incident = profile.incident
    published = day_of(document.published.value)
    if published and profile.first and profile.first >= published:
        return 0
    when = _when(claim, words, profile)
    place = incident.place
    where = _PLACE if place and place.precision != "country" else _COUNTRY
    where = where if place and re.search(rf"\b{re.escape(place.name)}\b", words) else 0
    own = set(place.name.split()) if place else set()
    rare = {n for n in _NAME.findall(words) if n not in own and incident.id in index.get(n, ())}
    names = min(_NAMES, len(rare))
    if when is None or (not where and names < 2):
        return 0
    kind = _KIND if any(word in words.lower() for word in profile.kinds) else 0
    figure = _FIGURE if claim.low is not None and (claim.status, claim.low) in profile.figures else 0
    return where + names + when + kind + figure


def _when(claim: Claim, words: str, profile: _Profile) -> int | None:
    """Points for the time; None where the words name another."""
    if profile.first is None or profile.last is None:
        return 0
    years = {int(year) for year in _YEARS.findall(words)}
    if years and not years & set(range(profile.first.year, profile.last.year + 1)):
        return None
    points = _YEAR if years else 0
    if claim.time and claim.time.start and claim.time.end:
        try:
            start, end = date.fromisoformat(claim.time.start), date.fromisoformat(claim.time.end)
        except ValueError:
            return points
        if end < profile.first - _SLACK or start > profile.last + _SLACK:
            return None
        return _DAYS if (end - start).days <= _LONG else max(points, _YEAR)
    return points


def _profiles(
    claims: Sequence[Claim],
    documents: Mapping[str, Document],
    incidents: Sequence[Incident],
    incident_of: Mapping[str, str],
    lexicon: Lexicon,
) -> dict[str, _Profile]:
    figures: defaultdict[str, set[tuple[str | None, int]]] = defaultdict(set)
    for claim in claims:
        if claim.kind == "count" and not claim.background and claim.low is not None and claim.low >= 5:
            figures[incident_of.get(claim.id, "")].add((claim.status, claim.low))
    heads = lexicon.table("happenings")["head_words"]
    found = {}
    for incident in incidents:
        days = [day for id in incident.documents if (day := day_of(documents[id].published.value))]
        first = date.fromisoformat(incident.start) if incident.start else min(days, default=None)
        last = date.fromisoformat(incident.end) if incident.end else max(days, default=None)
        kinds = frozenset({incident.type, *heads.get(incident.type, ())})
        found[incident.id] = _Profile(incident, first, last, frozenset(figures[incident.id]), kinds)
    return found


def _index(incidents: Sequence[Incident], documents: Mapping[str, Document]) -> dict[str, frozenset[str]]:
    """Incidents by the names their reports write inside a sentence, and by their place; common names left out."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for incident in incidents:
        for id in incident.documents:
            for name in set(_INNER.findall(documents[id].text)):
                found[name].add(incident.id)
    rare = {name: frozenset(ids) for name, ids in found.items() if len(ids) <= _SHARED}
    for incident in incidents:
        for name in incident.place.name.split() if incident.place else ():
            rare[name] = rare.get(name, frozenset()) | {incident.id}
    return rare


def _around(text: str, claim: Claim) -> str:
    """The claim's sentence and the one before it in its paragraph: "The last was in Beslan. It cost 334 lives"."""
    start = text.rfind("\n", 0, claim.span.start) + 1
    cuts = [start, *(m.end() for m in _STOP.finditer(text, start, claim.span.start))]
    stop = _STOP.search(text, claim.span.end)
    return text[cuts[-2] if len(cuts) > 1 else cuts[-1] : stop.start() if stop else len(text)]
