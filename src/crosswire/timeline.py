"""What came when: events, and figures with a time, in the order of the calendar or of the week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crosswire.model import Claim, Document, Moment, Relation
from crosswire.reading.parse import pieces

_LONGEST = 160
#: words from which on a claim's own words tell what happened, and to whom; "hold ten" and "two hostages" do not
_TELLING = 5
#: events that are no deeds: what somebody meant, or complained of
_STANCES = frozenset({"intention", "complaint"})


def moments(
    claims: Sequence[Claim],
    relations: Sequence[Relation],
    incident_of: Mapping[str, str],
    documents: Iterable[Document] = (),
) -> tuple[Moment, ...]:
    """Each thing told with a time, once: dated ones first, by day, then weekdays in the order of the week.

    A claim that repeats another ("same", "echoes") stands with it unless it alone says when; claims of one sentence and
    one time are one line, led by what happened, in the claim's words or, where these are few, in its sentence's, for
    which ``documents`` are needed.  What belongs to another event stays out, and so do intentions and complaints.
    """
    timed = {claim.id for claim in claims if claim.time}
    repeats = {r.a: r.b for r in relations if r.type in ("same", "echoes") and (r.b in timed or r.a not in timed)}
    echoes: dict[str, list[str]] = {}
    told: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims:
        if claim.id in repeats:
            echoes.setdefault(repeats[claim.id], []).append(claim.id)
        elif claim.time and not claim.background and claim.kind in ("event", "count") and claim.event not in _STANCES:
            told.setdefault(_sentence(claim), []).append(claim)
    lines: dict[tuple[str, ...], list[Claim]] = {}
    for group in told.values():
        lead = _lead(group)
        lines.setdefault(_line(lead, incident_of.get(lead.id, "")), []).extend(group)
    first = _first_weekday([claim for group in lines.values() for claim in group])
    ordered = sorted(lines.values(), key=lambda group: _order(_lead(group), first))
    written = {document.id: document.text for document in documents}
    return tuple(_moment(group, echoes, written.get(_lead(group).document, "")) for group in ordered)


def _sentence(claim: Claim) -> tuple[str, ...]:
    """Claims that hang on one time of one report are told together."""
    mention = claim.time_mention
    start = claim.time.start if claim.time else None
    return claim.document, str(mention.span.start if mention else claim.span.start), start or ""


def _line(lead: Claim, incident: str) -> tuple[str, ...]:
    """One kind of event on the same days is one line, whoever tells it; a figure is a line of its own."""
    if lead.time and lead.time.start and lead.kind == "event":
        return incident, lead.time.start, lead.time.end or "", lead.event or ""
    return incident, *_sentence(lead)


def _lead(group: Sequence[Claim]) -> Claim:
    """What happened comes before how many it befell."""
    return next((claim for claim in group if claim.kind == "event"), group[0])


def _moment(group: Sequence[Claim], echoes: Mapping[str, Iterable[str]], report: str) -> Moment:
    lead = _lead(group)
    time = lead.time
    ids = [lead.id, *(claim.id for claim in group)]
    ids += [echo for claim in group for echo in echoes.get(claim.id, ())]
    return Moment(
        time.start if time else None, time.end if time else None, _text(lead, report), tuple(dict.fromkeys(ids))
    )


def _text(claim: Claim, report: str) -> str:
    """The report's own words, on one line: those of the claim, or its sentence where they are too few to tell."""
    words = claim.quote.split()
    if len(words) < _TELLING:
        return _sentence_of(claim, report) or " ".join(words)
    return _cut(words)


def _cut(words: Sequence[str]) -> str:
    whole = " ".join(words)
    return whole if len(whole) <= _LONGEST else whole[: whole.rfind(" ", 0, _LONGEST)] + " …"


def _sentence_of(claim: Claim, report: str) -> str:
    """The sentence around a claim; of a long one the words before the claim, as many as there is room for, and on."""
    first = report.rfind("\n", 0, claim.span.start) + 1
    last = report.find("\n", claim.span.end)
    paragraph = report[first : last if last >= 0 else len(report)]
    at = claim.span.start - first
    held = next((piece for piece in pieces(paragraph) if piece.start <= at < piece.end), None)
    if held is None:
        return ""
    before, after = paragraph[held.start : at].split(), paragraph[at : held.end].split()
    if len(" ".join([*before, *after])) > _LONGEST:
        left = len(before)
        while left and len(" ".join(before[left - 1 :])) <= _LONGEST // 2:
            left -= 1
        before = ["…", *before[left:]] if left else before
    return _cut([*before, *after])


# --- order ---------------------------------------------------------------------------------------


def _order(claim: Claim, first: int) -> tuple[object, ...]:
    time = claim.time
    if time and (time.start or time.end):
        return (0, time.start or time.end, time.end or time.start, claim.document, claim.span)
    day = _weekday(claim)
    if day is not None:
        return (1, (day - first) % 7, 0, claim.document, claim.span)
    return (2, _offset(claim), 0, claim.document, claim.span)


def _weekday(claim: Claim) -> int | None:
    mention = claim.time_mention
    day = mention.values[0] if mention and mention.form == "weekday" and mention.values else None
    return day if isinstance(day, int) else None


def _offset(claim: Claim) -> int:
    """Days from the report's own, for "yesterday" and "today" of a report without a date; 1 where nothing says."""
    mention = claim.time_mention
    days = mention.values[0] if mention and mention.form == "relative" and mention.values else None
    return days if isinstance(days, int) else 1


def _first_weekday(claims: Iterable[Claim]) -> int:
    """Where the week of an undated story begins: after the longest run of days that nobody names.

    Saturday, Sunday and Monday begin on Saturday.
    """
    named = sorted({day for claim in claims if (day := _weekday(claim)) is not None})
    if not named:
        return 0
    gaps = [((day - named[k - 1] - 1) % 7, day) for k, day in enumerate(named)]
    return max(gaps, key=lambda gap: (gap[0], -gap[1]))[1]
