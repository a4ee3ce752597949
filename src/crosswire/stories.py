"""Reports become incidents: those that tell one happening stand together.

Reports are compared by the rare words they share (`resemblance`), corrected by what kind of happening they tell,
in which country and when; `linkage` then joins what is alike.  Nothing depends on the reports' order.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crosswire.lexicon import Lexicon, standard
from crosswire.linkage import linked
from crosswire.model import Claim, Document, Incident, Place, Reading
from crosswire.moments import day_of
from crosswire.reading.happenings import incident_type
from crosswire.reading.places import scene
from crosswire.resemblance import resemblances

#: what a pair's likeness is multiplied by where the reports disagree on the country, or on what kind of thing happened
_OTHER_COUNTRY, _OTHER_TYPE = 0.75, 0.9
#: and where so many days or more lie between them: epidemics go on for months, other stories seldom for weeks
_APART = ((400, 0.35), (120, 0.7), (45, 0.85))

#: what follows an incident and may come long after it: such events do not date it
_AFTERMATH = frozenset({"search", "arrest", "trial", "surrender", "emergency", "negotiation", "protest", "quarantine"})
#: a time vaguer than a month dates nothing, nor does one this long before the first report
_VAGUE, _BEFORE = 31, 60


@dataclass(frozen=True, slots=True)
class Told:
    """The incidents, and of each report the one it tells."""

    incidents: tuple[Incident, ...]
    incident_of: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Report:
    """What is compared of a report, besides its words."""

    document: Document
    type: str
    scene: Place | None
    day: date | None


#: what is compared of each report, kept by those who ask more than once
Compared = dict[Document, _Report]


def tell(
    documents: Sequence[Document],
    readings: Mapping[str, Reading],
    lexicon: Lexicon | None = None,
    known: Compared | None = None,
) -> Told:
    """The incidents that the reports tell, oldest report first; a reprint stands with what it reprints.

    Two reports of one siege are one incident, a flood and a shooting two.  An empty report, or one in a language
    that is not read, tells nothing and stands in none.  ``known`` remembers what was found of each report by itself.
    """
    words = lexicon or standard()
    told = [d for d in documents if d.text.strip() and d.language in (None, "en")]
    known = {} if known is None else known
    reports = []
    for document in sorted(told, key=_seniority):
        if document.copy_of is None:
            if document not in known:
                known[document] = _report(document, readings.get(document.id), words)
            reports.append(known[document])
    pairs = resemblances([_words(report.document) for report in reports], words)
    likeness = {pair: _corrected(found, reports[pair[0]], reports[pair[1]]) for pair, found in pairs.items()}
    clusters = linked(len(reports), likeness)
    incidents = []
    incident_of: dict[str, str] = {}
    for cluster in clusters:
        members = [reports[place] for place in sorted(cluster)]
        incident = _incident(members, [d for d in told if d.copy_of in {m.document.id for m in members}])
        incidents.append(incident)
        incident_of.update(dict.fromkeys(incident.documents, incident.id))
    return Told(tuple(incidents), incident_of)


def spanned(
    incidents: Sequence[Incident],
    claims: Sequence[Claim],
    documents: Sequence[Document],
    lexicon: Lexicon | None = None,
) -> tuple[Incident, ...]:
    """The incidents with their first and last day: those of what happened in them, not of what came of it.

    A siege that began "on Wednesday" and was ended "yesterday" lasts until then, though a suspect is arrested a week
    later.  Where no event of an incident has a day, its figures date it.
    """
    of_document: dict[str, list[Claim]] = {}
    for claim in claims:
        of_document.setdefault(claim.document, []).append(claim)
    days = {document.id: day_of(document.published.value) for document in documents}
    words = lexicon or standard()
    return tuple(
        _spanned(
            incident,
            [claim for document in incident.documents for claim in of_document.get(document, ())],
            _first(incident, days),
            _own_events(incident.type, words),
        )
        for incident in incidents
    )


# --- what is compared ----------------------------------------------------------------------------


def _report(document: Document, reading: Reading | None, lexicon: Lexicon) -> _Report:
    statements = reading.statements if reading else ()
    kind, _ = incident_type(statements, document.text, lexicon)
    day = day_of(document.published.value)
    where = scene(reading.places, document.text, lexicon) if reading else None
    return _Report(document, kind, where, day)


def _corrected(likeness: float, one: _Report, other: _Report) -> float:
    """Likeness of words, less what speaks against one happening."""
    if one.scene and other.scene and one.scene.country and other.scene.country != one.scene.country:
        likeness *= _OTHER_COUNTRY
    if one.type != other.type and "other" not in (one.type, other.type):
        likeness *= _OTHER_TYPE
    if one.day and other.day:
        gap = abs((one.day - other.day).days)
        likeness *= next((factor for days, factor in _APART if gap >= days), 1.0)
    return likeness


def _seniority(document: Document) -> tuple[bool, str, str]:
    """Earliest first, undated last."""
    value = document.published.value
    return value is None, value or "", document.id


def _words(document: Document) -> str:
    title = document.title or ""
    return document.text if document.text.lstrip().startswith(title) else f"{title}\n{document.text}"


# --- what an incident is called ------------------------------------------------------------------


def _incident(members: Sequence[_Report], reprints: Sequence[Document]) -> Incident:
    documents = sorted([*(m.document for m in members), *reprints], key=_seniority)
    place, kind = _where(members), _kind(members)
    return Incident(
        id=_id(members[0].document),
        label=_label(members, place, kind),
        type=kind,
        place=place,
        start=None,
        end=None,
        documents=tuple(document.id for document in documents),
    )


def _id(first: Document) -> str:
    """From the story's first report, so that later reports do not rename it."""
    return "i" + hashlib.sha256(f"{first.id}\x1f{first.sha256}".encode("utf-8", "backslashreplace")).hexdigest()[:8]


def _kind(members: Sequence[_Report]) -> str:
    """The type most reports tell; of equals the one told first."""
    found = Counter(member.type for member in members if member.type != "other")
    return max(found, key=lambda kind: found[kind]) if found else "other"


def _where(members: Sequence[_Report]) -> Place | None:
    """The scene most reports name, the narrower one before a country."""
    scenes = [member.scene for member in members if member.scene]
    narrow = [scene for scene in scenes if scene.precision != "country"]
    found = Counter((scene.name, scene.country) for scene in narrow or scenes)
    if not found:
        return None
    best = max(found, key=lambda key: found[key])
    first = next(scene for scene in narrow or scenes if (scene.name, scene.country) == best)
    # a date line that stands in for the scene says about where, not exactly where
    return replace(first, span=None, precision="near" if first.precision == "dateline" else first.precision)


def _label(members: Sequence[_Report], place: Place | None, kind: str) -> str:
    """``In Amenas hostage-taking``; where place or kind is not known, the first headline there is."""
    if place and kind != "other":
        return f"{place.name} {kind}"
    title = next((member.document.title for member in members if member.document.title), None)
    return title or (place.name if place else kind if kind != "other" else members[0].document.id)


# --- from when to when ---------------------------------------------------------------------------


def _first(incident: Incident, days: Mapping[str, date | None]) -> date | None:
    return min((day for document in incident.documents if (day := days.get(document))), default=None)


def _spanned(incident: Incident, claims: Sequence[Claim], first: date | None, own: frozenset[str]) -> Incident:
    """By its events of its own kind, then by any that are no aftermath, then by its figures."""
    main = [claim for claim in claims if not claim.background]
    events = [c for c in main if c.kind == "event" and c.event not in _AFTERMATH]
    counts = [c for c in main if c.kind == "count"]
    for chosen in ([c for c in events if c.event in own], events, counts):
        found = [stretch for claim in chosen for stretch in _stretches(claim, first)]
        if found:
            start, end = min(a for a, _ in found), max(b for _, b in found)
            return replace(incident, start=start.isoformat(), end=end.isoformat())
    return incident


def _own_events(kind: str, lexicon: Lexicon) -> frozenset[str]:
    """The events that make an incident one of this type: a siege's seizure and its end."""
    types = lexicon.table("happenings")["types"]
    return frozenset(event for event, entry in types.items() if entry[0] == kind)


def _stretches(claim: Claim, first: date | None) -> Iterator[tuple[date, date]]:
    """The claim's days, if they are few and near the reports."""
    if claim.time is None or claim.time.start is None or claim.time.end is None:
        return
    try:
        start, end = date.fromisoformat(claim.time.start), date.fromisoformat(claim.time.end)
    except ValueError:
        return
    if (end - start).days <= _VAGUE and (first is None or start >= first - timedelta(days=_BEFORE)):
        yield start, end
