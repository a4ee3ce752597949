"""The values of an incident's page: all that it shows, in reading order, computed by no one but the account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crosswire.desk.countries import where
from crosswire.desk.pages.headline import Sentence, headline, outlets_of, roots_of
from crosswire.desk.pages.overview import titled
from crosswire.desk.pages.rolls import Roll, rolls
from crosswire.desk.pages.shares import newest_first
from crosswire.desk.pages.studies import Study
from crosswire.model import Account, Document
from crosswire.report.headcounts import headcounts
from crosswire.report.page import Disagreement, Fates, Section
from crosswire.report.sections import KINDS, credits, dated, judged, sections, warnings
from crosswire.report.wording import day, days, plain, plural
from crosswire.voices import Voice, voices

#: what the page shows of a long list; the rest is on a page of its own
OPEN, DIFFERING, MOMENTS, VOICES, REPORTS = 12, 8, 40, 5, 12
#: sections of small print, folded
_FOLDED = ("overlaps", "revised", "settled", "apart", "unplaced", "judged", "warnings")


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report as the list has it."""

    id: str
    title: str
    outlet: str
    agencies: str
    when: str
    copy_of: str | None


@dataclass(frozen=True, slots=True)
class Voices:
    """The sources of one kind, what such a source gains by a figure, and each one's record in this incident."""

    kind: str
    interest: str
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """One incident's page; lists are whole, and pages cut them."""

    id: str
    label: str
    type: str
    facts: tuple[str, ...]
    headline: tuple[Sentence, ...]
    fates: tuple[Fates, ...]
    accounted: Section
    rolls: tuple[Roll, ...]
    conflicts: tuple[Disagreement, ...]
    differing: tuple[Disagreement, ...]
    acts: Section
    timeline: Section
    voices: tuple[Voices, ...]
    reports: tuple[ReportLine, ...]
    folded: tuple[Section, ...]


def dossier(study: Study, account: Account) -> Dossier:
    """All of it; ``account`` is the whole one, which knows the names of other incidents."""
    incident, share = study.incident, study.share
    among_others = replace(share, incidents=account.incidents)
    every = {section.key: section for section in sections(study.view, among_others)}
    every.update((section.key, section) for section in (judged(share), warnings(share)) if section.lines)
    return Dossier(
        id=incident.id,
        label=titled(incident),
        type=plain(incident.type),
        facts=tuple(_facts(study)),
        headline=headline(incident, share, study.clauses, study.opposed),
        fates=study.fates,
        accounted=headcounts(study.view, share),
        rolls=rolls(share),
        conflicts=tuple(item for item in study.opposed if item.conflict),
        differing=tuple(item for item in study.opposed if not item.conflict),
        acts=every.get("claims", Section("claims", "Claims and demands", ())),
        timeline=every.get("timeline", Section("timeline", "Timeline", ())),
        voices=ranked(voices(share)),
        reports=listed(share.documents),
        folded=tuple(every[key] for key in _FOLDED if key in every),
    )


def _facts(study: Study) -> Iterable[str]:
    incident, share = study.incident, study.share
    if plain(incident.type).casefold() not in incident.label.casefold():
        yield plain(incident.type)
    if incident.place:
        yield where(incident.place)
    yield days(incident.start, incident.end) or "dates unknown"
    yield f"{credits(share.documents)}; {dated(share.documents)}"
    roots, outlets = roots_of(share), outlets_of(share)
    if roots:
        yield f"{plural(outlets, 'outlet')}, at most {plural(roots, 'independent origin')} of a figure"


def ranked(found: Sequence[Voice]) -> tuple[Voices, ...]:
    """By kind, whom to lean on first first; in a kind those who gave most figures, then those that said most."""
    order = {voice: n for n, voice in enumerate(found)}
    kinds: dict[str, list[Voice]] = {}
    for voice in sorted(found, key=lambda v: (-v.figures, -len(v.claims), -len(v.relayed), order[v])):
        kinds.setdefault(voice.kind, []).append(voice)
    first = sorted(kinds, key=lambda kind: (KINDS.index(kind) if kind in KINDS else len(KINDS), kind))
    return tuple(Voices(plain(kind), kinds[kind][0].interest, tuple(kinds[kind])) for kind in first)


def listed(documents: Iterable[Document]) -> tuple[ReportLine, ...]:
    """The reports, newest first."""
    return tuple(
        ReportLine(
            id=document.id,
            title=plain(document.title or "") or plain(document.id),
            outlet=plain(document.publisher or ""),
            agencies=", ".join(plain(agency) for agency in document.agencies),
            when=day(document.published.value) if document.published.value else "undated",
            copy_of=document.copy_of,
        )
        for document in newest_first(documents)
    )
