"""Days for what reports say: which day a report counts from, and where its weekdays fall.

A reprint's words were written on the original's day.  A report without a date gets none invented; its weekdays are
placed only if the dated reports of the same story leave no choice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from crosswire.claims import anchored
from crosswire.model import Claim, Document, Incident, Published, Warning
from crosswire.moments import day_of

#: dated reports further apart than this do not say to which week an undated one belongs
_WEEK = 5


def dated(documents: Sequence[Document], originals: Mapping[str, str]) -> tuple[Document, ...]:
    """The reports with what they reprint; a reprint without a date takes that of the original, and says so."""
    by_id = {document.id: document for document in documents}
    found = []
    for document in documents:
        original = by_id.get(originals.get(document.id, ""))
        published = document.published
        if original and original.published.value and published.value is None:
            reason = f"it reprints {original.id}, which is dated {original.published.value}"
            published = Published(original.published.value, "inferred", reason)
        found.append(replace(document, copy_of=original.id if original else None, published=published))
    return tuple(found)


#: claims that were placed before, by id and day, as they were and as they are then
Placed = dict[tuple[str, date | None], tuple[Claim, Claim]]


def placed(
    claims: Sequence[Claim], documents: Sequence[Document], incidents: Sequence[Incident], known: Placed | None = None
) -> tuple[tuple[Claim, ...], tuple[Warning, ...]]:
    """The claims with their times on the calendar, and a warning for each report whose weekdays have no date.

    ``known`` remembers those that were placed before, for who asks again with a report more.
    """
    by_id = {document.id: document for document in documents}
    days = {d.id: _written(d, by_id.get(d.copy_of or "")) for d in documents}
    of_document: dict[str, list[Claim]] = {document.id: [] for document in documents}
    for claim in claims:
        of_document[claim.document].append(claim)
    warnings = []
    for incident in incidents:
        others = sorted({day for d in incident.documents if (day := days[d])})
        for document in incident.documents:
            if days[document] is None and _floating(of_document[document]):
                days[document], text = _borrowed(others, of_document[document])
                warnings.append(Warning(document, text))
    known = {} if known is None else known
    return tuple(_anchored(claim, days[claim.document], known) for claim in claims), tuple(warnings)


def _written(document: Document, original: Document | None) -> date | None:
    """The day on which a report's words were written; those of a reprint when its original was.

    An original that is dated later is another version of it than the one that was reprinted.
    """
    own, first = (day_of(d.published.value) if d else None for d in (document, original))
    return own if original is None or (own and first and own < first) else first


def _anchored(claim: Claim, day: date | None, known: Placed) -> Claim:
    before = known.get((claim.id, day))
    if before is None or before[0] is not claim:
        before = known[claim.id, day] = claim, anchored(claim, day)
    return before[1]


def _floating(claims: Sequence[Claim]) -> bool:
    """True if some time of the report hangs on the report's own day."""
    return any(c.time_mention and _start(c, None) is None and _start(c, date(2001, 1, 1)) for c in claims)


def _borrowed(days: Sequence[date], claims: Sequence[Claim]) -> tuple[date | None, str]:
    """The day of the story's dated reports, if each of them puts every time of this report on the same days."""
    unplaced = "no date: weekdays cannot be placed; use --published"
    if not days or (days[-1] - days[0]).days > _WEEK:
        return None, unplaced
    timed = [claim for claim in claims if claim.time_mention and claim.time_mention.form == "weekday"]
    relative = [c for c in claims if c.time_mention and c not in timed and _start(c, days[0]) != _start(c, days[-1])]
    if not timed or relative or any(_start(c, days[0]) != _start(c, days[-1]) for c in timed):
        return None, unplaced
    return days[-1], f"no date: its weekdays are placed by the dated reports of the same story ({days[-1].isoformat()})"


def _start(claim: Claim, day: date | None) -> str | None:
    time = anchored(claim, day).time
    return time.start if time else None
