"""Reports become incidents: those that tell one happening stand together.

Reports are compared by the rare words they share (`resemblance`), corrected by what kind of happening they tell,
in which country and when; `linkage` then joins what is alike.  Nothing depends on the reports' order.
"""

from __future__ import annotations

import hashlib
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from crosswire.comparing import Compared, Report, corrected, reports_of, words_of
from crosswire.judgements import report_in
from crosswire.lexicon import Lexicon, standard
from crosswire.model import Claim, Document, Incident, Judgement, Place, Reading, Span
from crosswire.moments import day_of
from crosswire.regrouping import grouped
from crosswire.resemblance import resemblances
from crosswire.sections import looks_back

#: one report in so many has to tell of people who came to harm, or of armed forces, where the kind may be a figure of
#: speech: "an attack" on a proposal, "the release" of an album
_CRISIS = 4

#: a subject without a headline is called by so many letters of its first report
_OPENING = 64

#: what follows an incident and may come long after it: such events do not date it
_AFTERMATH = frozenset({"search", "arrest", "trial", "surrender", "emergency", "negotiation", "protest", "quarantine"})
#: a time vaguer than a month dates nothing, nor does one this long before the first report
_VAGUE, _BEFORE = 31, 60


@dataclass(frozen=True, slots=True)
class Told:
    """The incidents, of each report the one it is about, and of a report that tells several the stretches of each."""

    incidents: tuple[Incident, ...]
    incident_of: dict[str, str]
    stretches: dict[str, tuple[tuple[Span, str], ...]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def home(self, claim: Claim) -> str | None:
        """The incident that the claim's words tell; None for a report that tells none."""
        at = claim.number or claim.span
        for span, incident in self.stretches.get(claim.document, ()):
            if span.start <= at.start < span.end:
                return incident
        return self.incident_of.get(claim.document)

    def among(self, claims: Iterable[Claim]) -> list[Claim]:
        """Those that tell one of these incidents, or none at all.

        What a report sets beside its own story ("in a separate attack, eight died") is the story of that incident.
        """
        ids = {None, *(incident.id for incident in self.incidents)}
        return [self._told(claim) for claim in claims if self.home(claim) in ids]

    def _told(self, claim: Claim) -> Claim:
        text = self.texts.get(claim.document)
        if not claim.background or text is None or self.home(claim) == self.incident_of[claim.document]:
            return claim
        home = self.home(claim)
        # background is relative to the report, so one aside stays one unless a report of it is at hand
        known = any(incident.id == home and len(incident.documents) > 1 for incident in self.incidents)
        if not known and len({told for _, told in self.stretches[claim.document]}) < 3:
            return claim
        return claim if looks_back(text, claim.span) else replace(claim, background=False)

    def of(self, incident: Incident) -> Told:
        """What it takes to find the claims of one incident alone."""
        mine = incident.documents
        several = {id: self.stretches[id] for id in incident.documents if id in self.stretches}
        homes = {id: self.incident_of[id] if id in several else incident.id for id in mine}
        return Told((incident,), homes, several, {id: self.texts[id] for id in several})


def tell(
    documents: Sequence[Document],
    readings: Mapping[str, Reading],
    lexicon: Lexicon | None = None,
    known: Compared | None = None,
    judged: Sequence[Judgement] = (),
    newest: Callable[[str], str] = str,
) -> Told:
    """The incidents that the reports tell, oldest report first; a reprint stands with what it reprints.

    Two reports of one siege are one incident, a flood and a shooting two.  A round-up stands in each incident of which
    a section of its own tells.  An empty report, or one in a language that is not read, tells nothing and stands in
    none.  ``known`` remembers what was found of each report by itself.  ``judged`` is what people hold of incidents,
    and overrules likeness; ``newest`` gives the id under which a report that it names is at hand.
    """
    words = lexicon or standard()
    told = sorted(filter(_tells, documents), key=_seniority)
    known = {} if known is None else known
    known.update(compared([document for document in told if document not in known], readings, words))
    reprints: dict[str, list[Document]] = {}
    for document in told:
        if document.copy_of is not None:
            reprints.setdefault(document.copy_of, []).append(document)
    reports = [report for document in told if document.copy_of is None for report in known[document]]
    pairs = resemblances([words_of(report.document) for report in reports], words)
    likeness = {
        (one, other): corrected(found, reports[one], reports[other])
        for (one, other), found in pairs.items()
        if reports[one].document.id != reports[other].document.id
    }
    clusters = grouped(len(reports), likeness, judged, _finder(told, reports, known, newest))
    incidents = []
    home: dict[tuple[str, tuple[Span, ...]], str] = {}
    for cluster in clusters:
        members = [reports[place] for place in sorted(cluster)]
        if all(member.aside for member in members):
            continue
        incident = _incident(members, _with(members, reprints, known))
        incidents.append(incident)
        home.update({(member.document.id, member.spans): incident.id for member in members})
    return _told(told, incidents, home, known)


def compared(
    documents: Iterable[Document], readings: Mapping[str, Reading], lexicon: Lexicon | None = None
) -> Compared:
    """What is compared of each of these reports, a small part of what was read of it; nothing of what tells nothing."""
    words = lexicon or standard()
    return {
        document: reports_of(document, readings.get(document.id), words) for document in documents if _tells(document)
    }


def _tells(document: Document) -> bool:
    return document.language in (None, "en") and bool(document.text.strip())


def _finder(
    told: Sequence[Document], reports: Sequence[Report], known: Compared, newest: Callable[[str], str]
) -> Callable[[str], int | None]:
    """From the name of a report, or of a place in it, to which of those compared that is; a reprint is its original."""
    by_id = {document.id: document for document in told}
    places: dict[str, list[int]] = {}
    for place, report in enumerate(reports):
        places.setdefault(report.document.id, []).append(place)

    def place_of(name: str) -> int | None:
        id, at = report_in(newest(name), by_id)
        document = by_id.get(newest(id))
        if document is None:
            return None
        own = next((r for r in known[document] if any(s.start <= at < s.end for s in r.spans)), known[document][0])
        found = places.get(document.copy_of or document.id, ())
        return max(found, key=lambda place: _in_common(own, reports[place], ""), default=None)

    return place_of


def _with(members: Sequence[Report], reprints: Mapping[str, Sequence[Document]], known: Compared) -> Iterator[Document]:
    """The reprints of these reports; of a report of several happenings those that have the section, too."""
    for member in members:
        for reprint in reprints.get(member.document.id, ()):
            if not member.spans or _printed(reprint, member, known):
                yield reprint


def _printed(reprint: Document, member: Report, known: Compared) -> bool:
    """True if the section, or the better part of it, stands in the reprint."""
    return _in_common(member, known[reprint][0] if len(known[reprint]) == 1 else None, reprint.text) >= 0.5


def _in_common(member: Report, other: Report | None, text: str) -> float:
    """The share of the section's words that the text, or the section of another print, has."""
    mine = set(member.document.text.casefold().split())
    theirs = set((other.document.text if other else text).casefold().split())
    return len(mine & theirs) / max(1, len(mine))


def _told(
    told: Sequence[Document],
    incidents: Sequence[Incident],
    home: Mapping[tuple[str, tuple[Span, ...]], str],
    known: Compared,
) -> Told:
    """Which report, and which stretch of it, tells which incident; a reprint's sections go where the original's do."""
    by_id = {document.id: document for document in told}
    incident_of: dict[str, str] = {}
    stretches: dict[str, tuple[tuple[Span, str], ...]] = {}
    for document in told:
        original = document if document.copy_of is None else by_id.get(document.copy_of)
        if original is None:
            continue
        first = home[original.id, known[original][0].spans]
        homes = {report: home.get((original.id, report.spans), first) for report in known[original]}
        where = [(report, homes[report]) for report in known[original] if original is document]
        for report in known[document] if original is not document else ():
            nearest = max(known[original], key=lambda other: _in_common(report, other, ""))
            where.append((report, homes[nearest]))
        incident_of[document.id] = where[0][1]
        if len({incident for _, incident in where}) > 1:
            stretches[document.id] = tuple((span, incident) for report, incident in where for span in report.spans)
    return Told(tuple(incidents), incident_of, stretches, {id: by_id[id].text for id in stretches})


def spanned(
    incidents: Sequence[Incident],
    claims: Sequence[Claim],
    documents: Sequence[Document],
    lexicon: Lexicon | None = None,
    incident_of: Mapping[str, str] | None = None,
) -> tuple[Incident, ...]:
    """The incidents with their first and last day: those of what happened in them, not of what came of it.

    A siege that began "on Wednesday" and was ended "yesterday" lasts until then, though a suspect is arrested a week
    later.  Where no event of an incident has a day, its figures date it.  ``incident_of`` gives each claim its
    incident; without it a claim belongs to that of its report.
    """
    homes = {document: incident.id for incident in incidents for document in incident.documents}
    of_incident: dict[str | None, list[Claim]] = {}
    for claim in claims:
        home = homes.get(claim.document) if incident_of is None else incident_of.get(claim.id)
        of_incident.setdefault(home, []).append(claim)
    days = {document.id: day_of(document.published.value) for document in documents}
    words = lexicon or standard()
    return tuple(
        _spanned(
            incident,
            of_incident.get(incident.id, []),
            _first(incident, days),
            _own_events(incident.type, words),
        )
        for incident in incidents
    )


def _seniority(document: Document) -> tuple[bool, str, str]:
    """Earliest first, undated last."""
    value = document.published.value
    return value is None, value or "", document.id


# --- what an incident is called ------------------------------------------------------------------


def _incident(members: Sequence[Report], reprints: Iterable[Document]) -> Incident:
    documents = sorted([*(m.document for m in members), *reprints], key=_seniority)
    place, kind = _where(members), _kind(members)
    return Incident(
        id=_id(members[0]),
        label=_label(members, place, kind),
        type=kind,
        place=place,
        start=None,
        end=None,
        documents=tuple(dict.fromkeys(document.id for document in documents)),
    )


def _id(first: Report) -> str:
    """From the story's first report, so that later reports do not rename it; of a section also from where it begins."""
    place = f"\x1f{first.spans[0].start}" if first.spans and first.spans[0].start else ""
    told = f"{first.document.id}\x1f{first.document.sha256}{place}"
    return "i" + hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()[:8]


def _kind(members: Sequence[Report]) -> str:
    """The type most reports tell, of equals the one told first; "other" if too few of them tell of a crisis."""
    found = Counter(member.type for member in members if member.type != "other")
    if sum(member.crisis for member in members) * _CRISIS < len(members):
        return "other"
    return max(found, key=lambda kind: found[kind]) if found else "other"


def _where(members: Sequence[Report]) -> Place | None:
    """The scene most reports name, the narrower one before a country; a date line stands in if half of them bear it."""
    scenes = [member.scene for member in members if member.scene]
    lines = Counter(scene.name for scene in scenes if scene.precision == "dateline")
    scenes = [s for s in scenes if s.precision != "dateline" or 2 * lines[s.name] >= len(members)]
    narrow = [scene for scene in scenes if scene.precision != "country"]
    found = Counter((scene.name, scene.country) for scene in narrow or scenes)
    if not found:
        return None
    best = max(found, key=lambda key: found[key])
    first = next(scene for scene in narrow or scenes if (scene.name, scene.country) == best)
    # a date line that stands in for the scene says about where, not exactly where
    return replace(first, span=None, precision="near" if first.precision == "dateline" else first.precision)


def _label(members: Sequence[Report], place: Place | None, kind: str) -> str:
    """``In Amenas hostage-taking``; where place or kind is not known, the first headline or opening."""
    if place and kind != "other":
        return f"{place.name} {kind}"
    title = next((member.document.title for member in members if member.document.title), None)
    if title or kind != "other":
        return title or kind
    opening = next(iter(members[0].document.text.strip().splitlines()), "")
    return textwrap.shorten(opening, _OPENING, placeholder=" …") or members[0].document.id


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
