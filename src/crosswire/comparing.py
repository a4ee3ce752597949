"""How two reports, or two sections of reports, compare: which kind of happening, which town, which day.

The words that they share are weighed elsewhere (`resemblance`); here is what corrects that.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import date

from crosswire.lexicon import Lexicon
from crosswire.model import Document, Figure, Place, Reading, Span
from crosswire.moments import day_of
from crosswire.reading.happenings import incident_type
from crosswire.reading.places import scene
from crosswire.sections import figures_of, part, sections

#: what a pair's likeness is multiplied by where the reports disagree on the country, or on what kind of thing happened
_OTHER_COUNTRY, _OTHER_TYPE = 0.75, 0.9
#: and where each has a scene of its own, so many kilometres apart or more, of which the other does not speak at all
_ELSEWHERE, _FAR, _LEAD = 0.6, 60.0, 300
#: what speaks for one happening: the same town, the same kind, and no more days between
_SAME_SCENE, _SOON = 1.3, 7
#: and where so many days or more lie between them: epidemics go on for months, other stories seldom for weeks
_APART = ((400, 0.35), (120, 0.7), (45, 0.85))

#: a figure in one of these states tells of a crisis
_GRAVE = frozenset(
    "killed injured hospitalised infected missing trapped held freed rescued escaped captured displaced".split()
)
#: kinds whose words are those of sport, shows and trade as well: an album is released, a team fights a battle
_SOFT = frozenset("release battle attack protest hazard trial arrest rescue collapse fire displacement".split())
_FORCES = re.compile(r"\b(?:troops|soldiers|rebels|militants|army|gunmen|militia|insurgents|warplanes|firefighters)\b")


@dataclass(frozen=True, slots=True)
class Report:
    """What is compared of a report, or of those stretches of it that tell one of several happenings.

    ``aside`` is true of the only other happening of a report, if its figures are told as background: no incident of
    its own, but a report of it may be at hand.  ``crisis`` is false of words that could be those of sport or trade.
    """

    document: Document
    type: str
    scene: Place | None
    day: date | None
    spans: tuple[Span, ...] = ()
    aside: bool = False
    crisis: bool = True


#: what is compared of each report, kept by those who ask more than once
Compared = dict[Document, tuple[Report, ...]]


def reports_of(document: Document, reading: Reading | None, lexicon: Lexicon) -> tuple[Report, ...]:
    """The report, or its sections where it tells several happenings, the one it is about first."""
    stretches = sections(document, reading, lexicon)
    if reading is None or len(stretches) < 2:
        return (_report(document, reading, lexicon),)
    aside = len(stretches) == 2 and all(figure.background for figure in figures_of(reading, stretches[1]))
    found = [replace(_report(*part(document, reading, s), lexicon), spans=s) for s in stretches]
    return (found[0], *(replace(report, aside=aside) for report in found[1:]))


def _report(document: Document, reading: Reading | None, lexicon: Lexicon) -> Report:
    statements = reading.statements if reading else ()
    kind, _ = incident_type(statements, document.text, lexicon)
    day = day_of(document.published.value)
    where = scene(reading.places, document.text, lexicon) if reading else None
    grave = reading is not None and any(_grave(f) for f in reading.figures)
    crisis = grave or kind not in _SOFT or (kind != "release" and _FORCES.search(document.text) is not None)
    return Report(document, kind, where, day, crisis=crisis)


def _grave(figure: Figure) -> bool:
    """People in numbers who came to harm or out of it; "released" of one named singer is no such figure."""
    return figure.status in _GRAVE and not figure.background and not figure.named


def corrected(likeness: float, one: Report, other: Report) -> float:
    """Likeness of words, less what speaks against one happening."""
    if one.scene and other.scene and one.scene.country and other.scene.country != one.scene.country:
        likeness *= _OTHER_COUNTRY
    if _elsewhere(one, other):
        likeness *= _ELSEWHERE
    if _kind(one) != _kind(other) and "other" not in (one.type, other.type):
        likeness *= _OTHER_TYPE
    if one.day and other.day:
        gap = abs((one.day - other.day).days)
        if gap <= _SOON and _same_scene(one, other):
            likeness *= _SAME_SCENE
        likeness *= next((factor for days, factor in _APART if gap >= days), 1.0)
    return likeness


def _elsewhere(one: Report, other: Report) -> bool:
    """Two towns of one country, far from each other, each in its report's lead and not named in the other's report."""
    here, there = _town(one), _town(other)
    if here is None or there is None or here.country != there.country:
        return False
    leads = here.name in one.document.text[:_LEAD] and there.name in other.document.text[:_LEAD]
    named = here.name in other.document.text or there.name in one.document.text
    return leads and not named and _kilometres(here, there) >= _FAR


def _same_scene(one: Report, other: Report) -> bool:
    here, there = _town(one), _town(other)
    return here is not None and there is not None and here.name == there.name and _kind(one) == _kind(other)


def _kind(one: Report) -> str:
    """A protest that turns violent is told as either."""
    return "protest" if one.type == "riot" else one.type


def _town(report: Report) -> Place | None:
    return report.scene if report.scene and report.scene.precision in _PRECISE else None


def _kilometres(here: Place, there: Place) -> float:
    """On a flat map, which is close enough to tell far from near; 0 where either is not on the map."""
    if here.latitude is None or here.longitude is None or there.latitude is None or there.longitude is None:
        return 0.0
    east = (here.longitude - there.longitude) * math.cos(math.radians(here.latitude))
    return 111.2 * math.hypot(here.latitude - there.latitude, east)


#: a region or a country holds many towns, and a date line names where the reporter sat
_PRECISE = frozenset({"exact", "near"})


def words_of(document: Document) -> str:
    """The text with its headline, once."""
    title = document.title or ""
    return document.text if document.text.lstrip().startswith(title) else f"{title}\n{document.text}"
