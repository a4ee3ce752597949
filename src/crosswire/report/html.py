"""The report as one HTML file: no network, no script, every [n] opens its sentence in the report it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from crosswire.model import Claim, Document, History
from crosswire.report.axes import MOMENTS
from crosswire.report.figure import Figure, drawn
from crosswire.report.page import Page, Reference
from crosswire.report.passages import Passage, anchor, passage_of, passages
from crosswire.report.wording import day, plain

if TYPE_CHECKING:
    from jinja2 import Template


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a sentence; ``figures`` are the numbers of the claims whose figure or words they are."""

    text: str
    figures: tuple[int, ...] = ()
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words between two cuts; ``refs`` are the numbered claims made there, none for what lies between."""

    refs: tuple[int, ...]
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a report and the notes that stand beside it."""

    number: int
    sentences: tuple[Sentence, ...]
    notes: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole report as it was given, with its marks."""

    anchor: str
    document: Document
    facts: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]


def as_html(page: Page) -> str:
    """The page as a self-contained file that works from a disk, on paper and without scripts."""
    seen: set[int] = set()

    def first(n: int) -> bool:
        """True once for each number: where a note's way back leads."""
        new = n not in seen
        seen.add(n)
        return new

    def numbered(claims: Sequence[str]) -> list[int]:
        return sorted({page.numbers[claim] for claim in claims if claim in page.numbers})

    published = _published(page)

    def figures(histories: Sequence[History]) -> list[Figure]:
        """What is drawn of these figures, and what the table beneath says."""
        return [drawn(history, page.numbers, published) for history in histories]

    return _template().render(
        page=page,
        css=_file("report.css"),
        sheets=tuple(_sheets(page)),
        numbered=numbered,
        first=first,
        figures=figures,
        thinned=MOMENTS if len({document.published.value for document in page.documents} - {None}) > MOMENTS else None,
        seen=seen,
    )


def _published(page: Page) -> dict[str, str]:
    """The date of each claim's report."""
    dates = {document.id: document.published.value for document in page.documents}
    return {claim.id: value for claim in page.claims.values() if (value := dates.get(claim.document))}


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.from_string(_file("report.html"))


def _file(name: str) -> str:
    return resources.files("crosswire.report").joinpath(name).read_text(encoding="utf-8")


def _sheets(page: Page) -> Iterator[Sheet]:
    claims: dict[str, list[tuple[Reference, Claim]]] = {}
    for reference in page.references:
        claims.setdefault(reference.document, []).append((reference, page.claims[reference.claim]))
    for n, document in enumerate(page.documents, 1):
        paragraphs = tuple(_paragraphs(document, claims.get(document.id, [])))
        yield Sheet(f"d{n}", document, tuple(_facts(document)), paragraphs)


def _facts(document: Document) -> Iterator[str]:
    if document.title:
        yield plain(document.title)
    if document.publisher:
        yield f"published by {plain(document.publisher)}"
    if document.agencies:
        yield "credited to " + ", ".join(plain(agency) for agency in document.agencies)
    when = document.published
    yield f"{day(when.value)}: {plain(when.reason)}" if when.value else plain(when.reason)
    if document.copy_of:
        yield f"reprints {plain(document.copy_of)}"


def _paragraphs(document: Document, claims: Sequence[tuple[Reference, Claim]]) -> Iterator[Paragraph]:
    cut = passages(document)
    said: dict[int, list[tuple[Reference, Claim]]] = {}
    for reference, claim in claims:
        found = passage_of(claim, cut)
        said.setdefault(found.start if found else -1, []).append((reference, claim))
    for number, group in groupby(cut, key=lambda passage: passage.paragraph):
        mine = list(group)
        notes = sorted((ref for passage in mine for ref, _ in said.get(passage.start, [])), key=lambda ref: ref.n)
        yield Paragraph(number, tuple(_sentences(document.text, mine, said)), tuple(notes))


def _sentences(text: str, cut: Sequence[Passage], said: dict[int, list[tuple[Reference, Claim]]]) -> Iterator[Sentence]:
    at = cut[0].start
    for passage in cut:
        if passage.start > at:
            yield Sentence((), (Run(_shown(text[at : passage.start])),))
        claims = said.get(passage.start, [])
        yield Sentence(tuple(sorted(ref.n for ref, _ in claims)), tuple(_runs(text, passage, claims)))
        at = passage.end


def _runs(text: str, passage: Passage, claims: Sequence[tuple[Reference, Claim]]) -> Iterator[Run]:
    """The sentence cut wherever a figure begins or ends, so that marks may overlap."""
    spans = [(anchor(claim), ref.n, claim.number is not None) for ref, claim in claims]
    edges = {passage.start, passage.end}
    edges |= {edge for span, _, _ in spans for edge in (span.start, span.end) if passage.start < edge < passage.end}
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        here = [(n, counted) for span, n, counted in spans if span.start <= start and end <= span.end]
        yield Run(_shown(text[start:end]), tuple(sorted(n for n, _ in here)), any(counted for _, counted in here))


def _shown(text: str) -> str:
    """A report's words with their outer spaces, without control codes."""
    return " " * text[:1].isspace() + plain(text) + " " * (text[-1:].isspace() and bool(text.strip()))
