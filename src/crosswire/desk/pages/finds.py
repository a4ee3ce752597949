"""What a search found, as the search page shows it: passages cut where the words stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from crosswire.model import Document, Span
from crosswire.report.wording import day, plain, who
from crosswire.searching import ClaimHit, Found, ReportHit


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a report; ``hit`` is true of those that were looked for."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A report or a claim that was found: ``id`` is its own, ``facts`` say where it stands."""

    id: str
    title: str
    facts: str
    passage: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Finds:
    """The hits of a view, and how many the ledger has of each kind in all."""

    reports: tuple[Hit, ...]
    claims: tuple[Hit, ...]
    all_reports: int
    all_claims: int


def finds(found: Found, reports: Collection[str], claims: Collection[str], most: int) -> Finds:
    """Of what was found that which the account of the view holds, ``most`` of each kind."""
    known = [hit for hit in found.reports if hit.document.id in reports]
    told = [hit for hit in found.claims if hit.claim.id in claims]
    return Finds(
        tuple(_report(hit) for hit in known[:most]),
        tuple(_claim(hit) for hit in told[:most]),
        len(known) if len(found.reports) == found.all_reports else found.all_reports,
        len(told) if len(found.claims) == found.all_claims else found.all_claims,
    )


def _report(hit: ReportHit) -> Hit:
    document = hit.document
    passage = _cut(document, hit.passage.span, hit.passage.hits, whole=False)
    return Hit(document.id, plain(document.title or document.id), _facts(document), passage)


def _claim(hit: ClaimHit) -> Hit:
    claim, document = hit.claim, hit.document
    amount, group = plain(claim.number_text or ""), plain(claim.group.text) if claim.group else ""
    group = "" if group.casefold() in amount.casefold() else group
    group = f"of {group}" if amount and group.casefold().startswith("the ") else group
    title = " ".join(filter(None, (amount, group, plain(claim.status or claim.event or claim.kind))))
    facts = f"{who(claim.sources)} · {_facts(document)}"
    return Hit(claim.id, title, facts, _cut(document, hit.passage.span, hit.passage.hits, whole=True))


def _facts(document: Document) -> str:
    when = day(document.published.value) if document.published.value else "undated"
    return " · ".join(filter(None, (plain(document.publisher or ""), when)))


def _cut(document: Document, span: Span, hits: Sequence[Span], *, whole: bool) -> tuple[Stretch, ...]:
    """The passage where its hits begin and end; one that is no ``whole`` sentence shows that it is cut."""
    found = [stretch for stretch in _stretches(document.text, span, hits) if stretch.text]
    if not whole and span.start > 0:
        found.insert(0, Stretch("… ", False))
    if not whole and span.end < len(document.text.rstrip()):
        found.append(Stretch(" …", False))
    return tuple(found)


def _stretches(text: str, span: Span, hits: Sequence[Span]) -> Iterator[Stretch]:
    at = span.start
    for hit in hits:
        start, end = max(hit.start, at), min(hit.end, span.end)
        if start < end:
            yield Stretch(_spaced(text[at:start]), False)
            yield Stretch(plain(text[start:end]), True)
            at = end
    yield Stretch(_spaced(text[at : span.end]), False)


def _spaced(text: str) -> str:
    """One line, with its spaces at the ends kept as one."""
    lead, tail = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return lead + plain(text) + (tail if text.strip() else "")
