"""A report as it was given, with its marks: each leads to its claim, each copied passage to where else it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from crosswire.desk.counter import Desk, TheAccount, TheDesk
from crosswire.desk.drawn import link, segment
from crosswire.desk.pages.held import Held, held
from crosswire.desk.pages.marked import WHOLE, Mark, Run, runs
from crosswire.desk.pages.said import dated, worded
from crosswire.desk.pages.shown import shown
from crosswire.desk.standing import Told
from crosswire.errors import UnknownClaim
from crosswire.model import Claim, Document, Incident, Judgement, Overlap, Span, Tally
from crosswire.report.passages import anchor, passages, what
from crosswire.report.wording import figure, plain
from crosswire.versions import identity

router = APIRouter()
#: characters to a page of a report: what a browser draws at once and a reader reads in a quarter of an hour
PART = 24_000
#: copied passages that are named beside the text
_NAMED = 30
_GAP = re.compile(r"\n[ \t\r]*\n\s*")
_WEB = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; its number, from 1, in a report that is not too long to be counted through."""

    number: int | None
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A claim beside the text: its figure, what it is of, the figures of the account that it counts in."""

    claim: Claim
    figure: str
    what: str
    tallies: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """Words that stand in another report, too: ``here`` and ``there``; ``taken`` if they were there first."""

    other: str
    here: Span
    there: Span
    kind: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part of a report, and all that is known of the report."""

    document: Document
    part: int
    parts: int
    stretch: Span
    blocks: tuple[Block, ...]
    claims: tuple[Marked, ...]
    all_claims: int
    copied: tuple[Copied, ...]
    all_copied: int
    incidents: tuple[Incident, ...]
    reprints: tuple[str, ...]
    versions: tuple[Document, ...]
    warnings: tuple[str, ...]
    judged: tuple[Judgement, ...]
    recorded: str | None
    web: str | None
    in_account: bool


@router.get("/reports/{id:path}")
def report_page(
    request: Request,
    desk: TheDesk,
    told: TheAccount,
    id: str,
    part: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    at: Annotated[int | None, Query(ge=0, le=1_000_000_000, description="A place in the text to be shown.")] = None,
) -> Response:
    """A report's own words with every claim that was read in them."""
    found = held(told)
    document = found.documents.get(id)
    if document is None and id.endswith("/") and id[:-1] in found.documents:
        return RedirectResponse(link(f"/reports/{segment(id[:-1])}", told.view), 307)
    homes = [i.id for i in found.account.incidents if id in i.documents]
    return shown(
        request,
        desk,
        told,
        "report.html",
        lambda: _values(desk, found, document or _replaced(desk, told, id), part, at),
        incident=homes[0] if len(homes) == 1 else None,
    )


def _values(desk: Desk, found: Held, document: Document, part: int, at: int | None) -> dict[str, object]:
    versions, recorded = _kept(desk, document)
    return {"held": found, "sheet": sheet_of(found, document, part, at)(versions, recorded), "dated": dated, "at": at}


def _replaced(desk: Desk, told: Told, id: str) -> Document:
    """A report that the newest account leaves out, because a later version took its place; raises UnknownClaim."""
    if told.view.newest:
        with desk.open() as ledger:
            for document in ledger.documents():
                if document.id == id:
                    return document
    raise UnknownClaim(f"{plain(id)[:200]}: no such report{held(told).then}")


def _kept(desk: Desk, document: Document) -> tuple[tuple[Document, ...], str | None]:
    """The other versions of a report, and when it was recorded."""
    own = identity(document)
    with desk.open() as ledger:
        rows = ledger.base.all("SELECT MIN(recorded_at) FROM recordings WHERE document = ?", (document.id,))
        others = ledger.documents() if own is not None else ()
    at = str(rows[0][0]) if rows and rows[0][0] else None
    same = [other for other in others if other.id != document.id and identity(other) == own]
    return tuple(sorted(same, key=lambda other: (other.published.value or "", other.id))), at


# --- pure ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cut:
    """Everything but what only the ledger knows."""

    held: Held
    document: Document
    part: int
    parts: int
    stretch: Span

    def __call__(self, versions: tuple[Document, ...] = (), recorded: str | None = None) -> Sheet:
        found, document, stretch = self.held, self.document, self.stretch
        every = found.told_in.get(document.id, [])
        here = [claim for claim in every if stretch.start <= anchor(claim).start < stretch.end]
        copied = [one for one in _copied(found, document.id) if one.here.overlaps(stretch)]
        return Sheet(
            document=document,
            part=self.part,
            parts=self.parts,
            stretch=stretch,
            blocks=tuple(_blocks(document, stretch, [*_marks(here), *_passages(copied)])),
            claims=tuple(_marked(found, claim) for claim in here),
            all_claims=len(every),
            copied=tuple(copied[:_NAMED]),
            all_copied=len(copied),
            incidents=tuple(i for i in found.account.incidents if document.id in i.documents),
            reprints=tuple(other.id for other in found.account.documents if other.copy_of == document.id),
            versions=versions,
            warnings=tuple(plain(w.text) for w in found.account.warnings if w.document == document.id),
            judged=tuple(j for j in found.account.judgements if document.id in (j.a, j.b)),
            recorded=recorded,
            web=web(document.url),
            in_account=document.id in found.documents,
        )


def sheet_of(found: Held, document: Document, part: int = 1, at: int | None = None) -> _Cut:
    """A part of a report: the one asked for, or that in which a place of the text lies; call it for the sheet."""
    cuts = parts(document.text)
    if at is not None:
        part = bisect_right(cuts, at)
    part = min(max(1, part), len(cuts))
    end = cuts[part] if part < len(cuts) else len(document.text)
    return _Cut(found, document, part, len(cuts), Span(cuts[part - 1], end))


def parts(text: str, size: int = PART) -> list[int]:
    """Where the parts of a text begin: at a paragraph, else a line, else a word, none over ``size`` characters."""
    found = [0]
    while len(text) - found[-1] > size:
        start, end = found[-1] + size // 2, found[-1] + size
        gaps = ((gap, text.rfind(gap, start, end)) for gap in ("\n\n", "\n", " "))
        found.append(next((at + len(gap) for gap, at in gaps if at >= 0), end))
    return found


def web(url: str | None) -> str | None:
    """An address that a browser may be led to, else None: nothing that runs, nothing of this machine."""
    return url if url and _WEB.match(url) and url.isprintable() else None


def _marks(claims: Sequence[Claim]) -> Iterator[Mark]:
    for claim in claims:
        yield Mark(anchor(claim), "number" if claim.number else "words", what(claim), claim.id)


def _passages(copied: Sequence[Copied]) -> Iterator[Mark]:
    for one in copied:
        yield Mark(one.here, "copied")


def _marked(found: Held, claim: Claim) -> Marked:
    shown = figure(claim) if claim.kind == "count" else plain(claim.event or claim.kind)
    return Marked(claim, shown, worded(claim), tuple(tally for tally, _ in found.figures.get(claim.id, [])))


def _copied(found: Held, id: str) -> Iterator[Copied]:
    """What the report took from others, then what others took from it."""
    shared: list[Overlap] = sorted(found.shared.get(id, []), key=lambda o: (o.document != id, o.document, o.of))
    for overlap in shared:
        mine = overlap.document == id
        for one, other in overlap.passages:
            here, there = (one, other) if mine else (other, one)
            yield Copied(overlap.of if mine else overlap.document, here, there, overlap.kind, mine)


def _blocks(document: Document, stretch: Span, marks: Sequence[Mark]) -> Iterator[Block]:
    """The paragraphs of a part; only the empty lines between them are left out."""
    text = document.text
    numbers = _numbers(document)
    edges = [stretch.start]
    for gap in _GAP.finditer(text, stretch.start, stretch.end):
        edges += [gap.start(), gap.end()]
    edges.append(stretch.end)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if start < end:
            inside = [number for at, number in numbers if start <= at < end][:1]
            yield Block(inside[0] if inside else None, runs(text, Span(start, end), marks))


def _numbers(document: Document) -> list[tuple[int, int]]:
    """Where each paragraph's first sentence begins, and its number."""
    if len(document.text) > WHOLE:
        return []
    first: dict[int, int] = {}
    for passage in passages(document):
        first.setdefault(passage.paragraph, passage.start)
    return [(start, number) for number, start in first.items()]
