"""A Reading becomes Claims: each with its words, its source chain, its time as worded, its place, and an id.

An id is a digest of what the claim is (report, span, kind, status, number), so another report never renumbers it.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from crosswire.model import Attribution, Claim, Document, Figure, Place, Reading, Span, Statement, TimeMention
from crosswire.reading.attribution import sources_at
from crosswire.reading.places.homes import home_of_people, way_point
from crosswire.reading.times import anchor

#: hexadecimal digits of an id: two of a million claims collide in one ledger of some five hundred (16^12 is 2.8e14),
#: and being fixed it never has to grow when a report is added
DIGITS = 12
#: times that name no day even when the report's own day is known: "for a week", "at noon", "the next day"
_UNTIMED = frozenset({"duration", "clock", "anaphoric", "coming"})
#: sentences back in which the claim stands that a doubt is about
_DOUBT_REACH = 3
#: a doubt of more than the last thing said
_WHOLE_ACCOUNT = re.compile(
    r"\b(?:information|video|footage|recording|audio|tape|statements?|claims|reports|accounts|figures|images|details"
    r"|message|authenticity|any of|none of)\b",
    re.IGNORECASE,
)
#: words that open a clause with a time of its own; "when" and "as" share that of the main clause
_BORDER = re.compile(
    r"\b(?:who|whom|whose|which|that|(?<!minutes )(?<!shortly )(?<!moments )(?<!seconds )(?<!soon )(?:after|before)|"
    r"since|until|because|although|but)\b|;",
    re.IGNORECASE,
)
#: a saying right before the time: "said on Friday", "told reporters late Monday"
_SAYING = re.compile(
    r"\b(?:said|says|told|added|announced|reported|confirmed|warned|stated)(?:\s+\w+){0,3}\s*$", re.IGNORECASE
)


def claims_of(document: Document, reading: Reading) -> tuple[Claim, ...]:
    """Every claim of one report, in text order: figures, then what happened and the speech acts.

    "two soldiers were killed and five hurt" is two claims; so is one number that tells two facts.  Equal figures
    on one number ("Kansas and Texas each reported two") keep ids of their own.
    """
    seen: Counter[str] = Counter()
    counts = tuple(_count(document, reading, figure, seen) for figure in reading.figures)
    others = [_statement(document, reading, statement, counts, seen) for statement in reading.statements]
    found = sorted((*_with_parts(counts, reading), *others), key=lambda c: (_place_of(c), c.kind, c.id))
    return tuple(replace(c, about=_doubted(c, found, reading)) if c.kind == "unverified" else c for c in found)


def anchored(claim: Claim, published: date | None) -> Claim:
    """The claim with its time on the calendar; "on Saturday" stays words alone when the report's day is unknown."""
    if claim.time_mention is None:
        return claim
    return replace(claim, time=anchor(claim.time_mention, published))


def claim_id(
    document: Document, kind: str, span: Span, number: Span | None, status: str | None, repeat: int = 0
) -> str:
    """``c`` and twelve hexadecimal digits of the report's name, the report's fingerprint and what the claim is.

    The name is in it because two outlets may print the same bytes.
    """
    parts = (document.id, document.sha256, kind, span.start, span.end, number and (number.start, number.end), status)
    text = "\x1f".join(map(str, (*parts, repeat)))
    return "c" + hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:DIGITS]


# --- figures -------------------------------------------------------------------------------------


def _count(document: Document, reading: Reading, figure: Figure, seen: Counter[str]) -> Claim:
    number = figure.quantity.span
    clause = Span(min(figure.clause.start, number.start), max(figure.clause.end, number.end))
    return Claim(
        id=_new_id(document, "count", clause, number, figure.status, seen),
        kind="count",
        document=document.id,
        quote=document.text[clause.start : clause.end],
        span=clause,
        background=figure.background,
        number=number,
        number_text=document.text[number.start : number.end],
        low=figure.quantity.low,
        high=figure.quantity.high,
        approximate=figure.quantity.approximate,
        status=figure.status,
        group=figure.group,
        people=figure.people,
        scope=figure.quantity.scope,
        out_of=figure.quantity.out_of,
        named=figure.named,
        sources=sources_at(reading.attributions, number),
        certainty=figure.certainty or tuple(dict.fromkeys(hedge.label for hedge in figure.hedges)),
        hedges=figure.hedges,
        time_mention=None if _moved(document, number) else _time(document, reading, number, clause),
        place=_place(document, reading, number, clause),
    )


def _new_id(
    document: Document, kind: str, span: Span, number: Span | None, status: str | None, seen: Counter[str]
) -> str:
    key = f"{kind} {span} {number} {status}"
    seen[key] += 1
    return claim_id(document, kind, span, number, status, seen[key] - 1)


def _with_parts(counts: Sequence[Claim], reading: Reading) -> Iterator[Claim]:
    """``16 were freed. They included two Americans``: a part points to the figure it is part of.

    That is the nearest earlier one of its own or the preceding sentence that says the same of enough people.
    """
    homes = [_sentence(reading, claim.number or claim.span) for claim in counts]
    for k, claim in enumerate(counts):
        wholes = (
            counts[j]
            for j in range(k - 1, -1, -1)
            if 0 <= homes[k] - homes[j] <= 1 and counts[j].scope != "part" and _may_hold(counts[j], claim)
        )
        whole = next(wholes, None) if claim.scope == "part" else None
        yield replace(claim, part_of=whole.id) if whole else claim


def _may_hold(whole: Claim, part: Claim) -> bool:
    if whole.status != part.status or whole.background != part.background:
        return False
    if part.out_of is not None and whole.low != part.out_of:
        return False  # "573 Algerians and nearly 100 of the 132 foreigners": of the 132, not of the 573
    return whole.high is None or (part.low or 0) <= whole.high


# --- what happened, and speech acts --------------------------------------------------------------


def _statement(
    document: Document, reading: Reading, statement: Statement, counts: Sequence[Claim], seen: Counter[str]
) -> Claim:
    span = statement.span
    nested = any(other.span.holds(span) and other.span != span for other in reading.statements)
    return Claim(
        id=_new_id(document, statement.kind, span, None, statement.event, seen),
        kind=statement.kind,
        document=document.id,
        quote=document.text[span.start : span.end],
        span=span,
        background=statement.background,
        sources=sources_at(reading.attributions, span),
        certainty=tuple(dict.fromkeys(hedge.label for hedge in statement.hedges)),
        hedges=statement.hedges,
        time_mention=_time(document, reading, Span(span.start, span.start), span, alone=nested),
        place=_place(document, reading, Span(span.start, span.start), span),
        event=statement.event,
        speaker=statement.speaker,
        addressee=statement.addressee,
        about=_about(reading, statement, counts),
    )


def _about(reading: Reading, statement: Statement, counts: Sequence[Claim]) -> tuple[str, ...]:
    """The figures a statement speaks of: those in its words; of a denial or doubt, those of its sentence or the last.

    "The army denied that 40 people had died." is about the 40; "None of this could be verified." about the
    figures of the sentence before.
    """
    inside = tuple(claim.id for claim in counts if claim.number and statement.span.holds(claim.number))
    if inside or statement.kind not in ("denial", "unverified", "forecast"):
        return inside
    home = _sentence(reading, statement.span)
    for sentence in (home, home - 1):
        found = tuple(c.id for c in counts if sentence >= 0 and _sentence(reading, c.number or c.span) == sentence)
        if found:
            return found
    return ()


def _doubted(doubt: Claim, claims: Sequence[Claim], reading: Reading) -> tuple[str, ...]:
    """What could not be verified: the claims of its own sentence, else those of the nearest sentence before that
    names who says so.

    "The information", "the video" or "the reports" may be all that came through the same speaker or medium shortly
    before, and what the same person says through the same medium anywhere in the report.
    """
    home = _sentence(reading, doubt.span)
    at = {c.id: _sentence(reading, c.number or c.span) for c in claims}
    here = tuple(c.id for c in claims if at[c.id] == home and c.id != doubt.id)
    said = [c for c in claims if c.id != doubt.id and not c.background and (c.sources or c.speaker)]
    near = max((at[c.id] for c in said if 0 <= home - at[c.id] <= _DOUBT_REACH), default=None)
    first = [c for c in said if at[c.id] == near]
    if here or not first:
        return here or doubt.about
    if not _WHOLE_ACCOUNT.search(doubt.quote):
        return tuple(c.id for c in first)
    voices = {name for c in first for name in _voices(c)}
    late = [c for c in said if 0 <= home - at[c.id] <= 2 * _DOUBT_REACH and _shared(_voices(c), voices)]
    chains = {chain for c in late if len(chain := _voices(c)) > 1}
    return tuple(c.id for c in said if c in late or _voices(c) in chains)


def _voices(claim: Claim) -> tuple[str, ...]:
    return tuple(source.name.lower() for source in claim.sources) or ((claim.speaker or "").lower(),)


def _shared(some: Iterable[str], others: Iterable[str]) -> bool:
    """True if one name is another or the end of it: "the news website Sahel Post" and "Sahel Post"."""
    known = set(others)
    return any(one == two or one.endswith(f" {two}") or two.endswith(f" {one}") for one in some for two in known)


# --- when and where ------------------------------------------------------------------------------


#: "was revised to 52 on Friday", "rose to 84 on Monday": the day on which a count was changed is no day of dying
_MOVED = re.compile(
    r"\b(?:revis|rais|lower|ris|rose|climb|increas|jump|fell|fall|drop|cut|correct|updat)\w*\b[^.;:\d]{0,40}?"
    r"\b(?:to|at)\s+(?:(?:at least|more than|about|nearly|some|almost|over)\s+)?$"
)


def _moved(document: Document, number: Span) -> bool:
    return _MOVED.search(document.text, max(0, number.start - 80), number.start) is not None


def _time(
    document: Document, reading: Reading, point: Span, clause: Span, *, alone: bool = False
) -> TimeMention | None:
    """The time said of the claim: in its clause, else the sentence's only one that is said of it.

    What is told inside another event ("17 of the pupils abducted from a school escaped overnight") stands ``alone``.

    In "Dudley said on Saturday four were missing" the day is that of the saying: it stands outside what is said.  In
    "troops ended the siege yesterday, days after gunmen seized the plant" the seizure was not yesterday.  Of several
    times the one right behind the clause: "nine died on Friday and two on Sunday".
    """
    timing = [mention for mention in reading.times if mention.form not in _UNTIMED]
    inside = [mention for mention in timing if clause.holds(mention.span)]
    home = _sentence_span(reading, point)
    said = _content(reading.attributions, point)
    near = inside or [
        mention
        for mention in timing
        if not alone
        and home.holds(mention.span)
        and (said is None or said.holds(mention.span))
        and not _in_figure(reading, mention)
    ]
    fitting = [mention for mention in near if not _parted(document.text, point, mention.span)]
    if not inside and len(fitting) > 1:
        fitting = [mention for mention in fitting if 0 <= mention.span.start - clause.end <= 1]
    return min(fitting, key=lambda mention: (_distance(mention.span, point), mention.span), default=None)


def _parted(text: str, point: Span, time: Span) -> bool:
    """True if a word that opens another clause, or one of saying, stands between what is told and the time.

    "14 drowned, police said on Friday", "said on Friday 14 drowned"; but "police said 14 drowned on Friday".
    """
    sayings = list(_SAYING.finditer(text, max(time.start - 40, 0), time.start))
    if sayings and not sayings[-1].start() < point.start < time.start:
        return True
    between = text[point.end : time.start] if time.start >= point.end else text[time.end : point.start]
    return _BORDER.search(between) is not None


def _in_figure(reading: Reading, mention: TimeMention) -> bool:
    return any(figure.clause.holds(mention.span) for figure in reading.figures)


def _content(attributions: Sequence[Attribution], point: Span) -> Span | None:
    """The smallest stretch of somebody's words that holds the point."""
    stretches = (span for attribution in attributions for span in attribution.content if span.holds(point))
    return min(stretches, key=lambda span: (span.end - span.start, span.start), default=None)


def _place(document: Document, reading: Reading, point: Span, clause: Span) -> Place | None:
    """The place named in the clause, else beside it, the nearest to the number; no home and no way point is a scene."""
    text = document.text
    sentence = _sentence_span(reading, point)
    here = [place for place in reading.places if place.span and sentence.holds(place.span)]
    named = [place for place in here if not home_of_people(text, place.span or point)]
    named = [place for place in named if not way_point(text, place.span or point)]
    named = [place for place in named if place.precision != "dateline"]
    for found in (
        [place for place in named if _AT.fullmatch(text, point.end, (place.span or point).start)],
        [place for place in named if clause.holds(place.span or point)],
        [place for place in named if _beside(text, sentence, point, clause, place.span or point)],
    ):
        inside = [place for place in found if place.precision != "country"] or found
        if inside:
            return min(inside, key=lambda place: _distance(place.span or point, point))
    return None


#: "310 in Antakya"; "killed [on Monday] in [the town of] Adana"; "In [the town of] Adana[, at least] 10 people"
_BEHIND = re.compile(
    r"\s*(?:[\w’'-]+ ){0,3}?(?:in|at|near|outside|inside|off|around)\s+(?:the\s+)?(?:[a-z]+ ){0,3}(?:of\s+)?"
)
_AT = re.compile(r"\s(?:in|at|near|outside|around)\s(?:the\s)?(?:[a-z]+ ){0,2}(?:of\s)?")
_FRONTED = re.compile(r"\W*(?:In|At|Near|Outside|Inside|Off|Around)\s+(?:the\s+)?(?:[a-z]+ ){0,3}(?:of\s+)?")
_THEN = re.compile(r"(?:, [A-Z][\w ]{2,20})?,?\s*(?:(?:at least|about|some|around|another|up to|nearly|more than)\s+)?")


def _beside(text: str, sentence: Span, point: Span, clause: Span, place: Span) -> bool:
    """True if the place stands right behind the clause, or opens the sentence right before the number."""
    if place.start >= clause.end:
        return _BEHIND.fullmatch(text, clause.end, place.start) is not None
    fronted = _FRONTED.fullmatch(text, sentence.start, place.start)
    return (
        fronted is not None and place.end <= point.start and _THEN.fullmatch(text, place.end, point.start) is not None
    )


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _sentence(reading: Reading, span: Span) -> int:
    """The index of the sentence in which the span starts; -1 before the first."""
    return bisect_right(reading.sentences, span.start, key=lambda sentence: sentence.start) - 1


def _sentence_span(reading: Reading, span: Span) -> Span:
    index = _sentence(reading, span)
    return reading.sentences[index] if index >= 0 else span


def _place_of(claim: Claim) -> tuple[int, int]:
    """Where a reader meets the claim: a figure at its number."""
    return ((claim.number or claim.span).start, (claim.number or claim.span).end)
