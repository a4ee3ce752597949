"""The four clocks of a claim: when it happened, when the source said it, when it was printed, when it was recorded.

Only the first three say anything of the crisis; the fourth is the ledger's own log.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from crosswire.model import Claim, Clocks, Document, Reading, Source, Span, TimeMention
from crosswire.moments import day_of
from crosswire.reading.times import anchor

#: times that say how long or at what hour, and so date no saying
_UNDATED = frozenset({"duration", "clock", "anaphoric", "coming", "since"})
#: words of saying right before a time: "said on Saturday", "told a news conference late on Monday"
_SAID = re.compile(
    r"\b(?:said|says|say|told|tells|added|announced|reported|confirmed|warned|stated|spoke|spoken|gave|put|claimed|wrote)"
    r"(?:\s+\w+){0,4}\s*$",
    re.IGNORECASE,
)
#: between a time and the speaker stand at most articles and adjectives: "On Saturday, the interior ministry said"
_NEAR = re.compile(r"^,?(?:\s+[\w’'-]+){0,3}\s*$")


def clocks(
    claim: Claim, document: Document, reading: Reading | None, recorded: str | None, original: Document | None = None
) -> Clocks:
    """What each clock says of the claim, None where it is silent; ``original`` is the report that this one reprints.

    A time of saying counts from the day on which the words were written: that of the original.
    """
    said = said_when(claim, document.text, reading) if reading else None
    day = day_of((original or document).published.value)
    return Clocks(
        event=claim.time,
        said=anchor(said, day) if said else None,
        published=document.published.value,
        recorded=recorded,
    )


def said_when(claim: Claim, text: str, reading: Reading) -> TimeMention | None:
    """The time that a report gives for the saying: "police initially said on Saturday that four were dead".

    It stands in the figure's own sentence, right after the verb of saying, or outside what is said and next to the
    speaker.  A saying continued from an earlier sentence has none of its own.
    """
    home = _sentence(reading, (claim.number or claim.span).start)
    speakers = [source for source in claim.sources if source.span and home and home.holds(source.span)]
    if home is None or not speakers:
        return None
    point = claim.number or claim.span
    said = [span for attribution in reading.attributions for span in attribution.content if span.holds(point)]
    content = min(said, key=lambda span: span.end - span.start, default=None)
    for mention in reading.times:
        if mention.form in _UNDATED or not home.holds(mention.span):
            continue
        if _SAID.search(text, max(mention.span.start - 60, home.start), mention.span.start) and not claim.span.holds(
            mention.span
        ):
            return mention
        outside = content is None or not content.overlaps(mention.span)
        if outside and any(_beside(mention, source, text) for source in speakers):
            return mention
    return None


def _beside(mention: TimeMention, source: Source, text: str) -> bool:
    span = source.span
    return (
        span is not None
        and mention.span.end <= span.start
        and bool(_NEAR.match(text[mention.span.end : span.start] or " "))
    )


def _sentence(reading: Reading, at: int) -> Span | None:
    place = bisect_right(reading.sentences, at, key=lambda sentence: sentence.start) - 1
    return reading.sentences[place] if place >= 0 else None
