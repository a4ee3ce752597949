"""From a claim back to its sentence: paragraph numbers, the figure marked, the chain that carries it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from crosswire.model import Claim, Document, Span
from crosswire.reading.parse import pieces
from crosswire.report.page import Hop, Reference
from crosswire.report.wording import plain

#: longest stretch shown on either side of the figure; news sentences are shorter
REACH = 320


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a report and the number, from 1, of its paragraph."""

    start: int
    end: int
    paragraph: int


def passages(document: Document) -> tuple[Passage, ...]:
    """The sentences of a report, cut as the reading cuts them."""
    found = pieces(document.text)
    order = {old: new for new, old in enumerate(sorted({piece.paragraph for piece in found}), 1)}
    return tuple(Passage(piece.start, piece.end, order[piece.paragraph]) for piece in found)


def anchor(claim: Claim) -> Span:
    """What is marked in the sentence: the number of a count, else the words of the claim."""
    return claim.number or claim.span


def passage_of(claim: Claim, sentences: tuple[Passage, ...]) -> Passage | None:
    """The sentence where the claim's number, or its first word, stands."""
    at = anchor(claim).start
    place = bisect_right(sentences, at, key=lambda sentence: sentence.start) - 1
    return sentences[place] if place >= 0 and at < sentences[place].end else None


def reference(n: int, claim: Claim, document: Document, sentences: tuple[Passage, ...]) -> Reference:
    """The numbered sentence of a claim, cut to a window where a text has no sentence ends."""
    found = passage_of(claim, sentences)
    mark = anchor(claim)
    start = found.start if found else claim.span.start
    end = max(found.end if found else 0, mark.end) if found is None or mark.start < found.end else mark.end
    stop = min(mark.end, found.end) if found else mark.end
    left, right = max(start, mark.start - REACH), min(end, stop + REACH)
    text = document.text
    return Reference(
        n=n,
        claim=claim.id,
        what=what(claim),
        document=document.id,
        paragraph=found.paragraph if found else None,
        before=("… " if left > start else "") + _tight(text[left : mark.start]),
        marked=plain(text[mark.start : stop]),
        after=_tight(text[stop:right]) + (" …" if right < end else ""),
        chain=chain(claim, document),
    )


def _tight(text: str) -> str:
    """One line, with its spaces at the ends kept as one."""
    lead, tail = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return lead + plain(text) + (tail if text.strip() else "")


def what(claim: Claim) -> str:
    """A claim in two or three words: "killed · militants", "demand"."""
    if claim.kind == "count":
        group = plain(claim.group.text) if claim.group else ""
        return " · ".join(filter(None, (plain(claim.status or ""), group)))
    return plain(claim.event or claim.kind)


def chain(claim: Claim, document: Document) -> tuple[Hop, ...]:
    """Speaker → medium → agency → outlet, each with the verb that hands the words on.

    A claim without a source is the report's own voice and starts at its agency or outlet.
    """
    hops = [Hop(plain(s.name), _kind(s.kind, s.anonymous), plain(s.cue or "") or None) for s in claim.sources]
    named = {hop.name.casefold() for hop in hops}
    agencies = [Hop(plain(agency), "agency", None) for agency in document.agencies]
    hops += [hop for hop in agencies if hop.name.casefold() not in named]
    outlet = plain(document.publisher or document.id)
    return (*hops, Hop(outlet, "outlet" if document.publisher else "this report", None))


def _kind(kind: str, anonymous: bool) -> str:
    return f"{plain(kind)}, unnamed" if anonymous else plain(kind)
