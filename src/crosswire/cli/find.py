"""``find``: full text over the reports and claims of a ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crosswire.cli.options import DONE, LedgerFile, Misuse, app, console, opened

if TYPE_CHECKING:
    from crosswire.model import Claim, Document
    from crosswire.searching import ClaimHit, Found, Passage, ReportHit

FORMATS = ("text", "json")
#: raised when a field of the JSON changes its meaning; fields may be added
SCHEMA = "crosswire.find/1"


@app.command()
def find(
    query: Annotated[
        list[str] | None, typer.Argument(metavar="WORDS", help='"a phrase", word*, -without, this OR that.')
    ] = None,
    ledger: LedgerFile = None,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="text or json.")] = "text",
    limit: Annotated[int, typer.Option(metavar="N", help="Reports, and claims, at most.")] = 20,
) -> int:
    """Search the reports and claims of a ledger; the best hits first, each with its words marked."""
    if ledger is None:
        raise Misuse("find needs --ledger FILE")
    if format not in FORMATS:
        raise Misuse(f"no format named {format!r}; there are {', '.join(FORMATS)}")
    if limit < 1:
        raise Misuse(f"--limit must be 1 or more, not {limit}")
    from crosswire.searching import find as search
    from crosswire.searching import sought

    asked = " ".join(query or ())
    sought(asked)  # a wrong question is refused before the ledger is looked for
    with opened(ledger, must_exist=True) as held, console() as screen:
        found = search(held, asked, limit=limit, progress=lambda n, of: screen.progress(f"indexing {n:,} of {of:,}"))
        screen.write(
            as_json(found, asked) if format == "json" else "".join(f"{line}\n" for line in lines(found, asked))
        )
    return DONE


# --- for people ------------------------------------------------------------------------------------


def lines(found: Found, asked: str) -> Iterator[str]:
    """Reports, then claims; the words that were found stand between guillemets."""
    if not found.reports and not found.claims:
        yield f"nothing found for {_line(asked)}"
        return
    yield f"{_number(found.all_reports, len(found.reports), 'report')} for {_line(asked)}"
    for report in found.reports:
        yield from ("", _heading(report.document), f"    {_marked(report.document.text, report.passage, True)}")
    yield ""
    yield _number(found.all_claims, len(found.claims), "claim")
    for hit in found.claims:
        yield from ("", *_claim_lines(hit))


def _number(all: int, shown: int, noun: str) -> str:
    told = f"{all:,} {noun}{'' if all == 1 else 's'}"
    return told if shown == all else f"{told} (the best {shown}; --limit N shows more)"


def _heading(document: Document) -> str:
    parts = (document.id, document.published.value or "undated", document.publisher, document.title)
    return "  ".join(_line(part) for part in parts if part)


def _claim_lines(hit: ClaimHit) -> Iterator[str]:
    from crosswire.particulars import what

    said = " ← ".join(source.name for source in hit.claim.sources)
    yield f"{hit.claim.id}  {_line(what(hit.claim))}" + (f"  ({_line(said)})" if said else "")
    yield f"    {_marked(hit.document.text, hit.passage)}"
    yield f"    in {_heading(hit.document)}"


def _marked(text: str, passage: Passage, cut: bool = False) -> str:
    """The passage as one line, its hits between guillemets, and dots where a report goes on."""
    told, at = "", passage.span.start
    for hit in passage.hits:
        if at <= hit.start and hit.end <= passage.span.end:
            told += f"{text[at : hit.start]}«{text[hit.start : hit.end]}»"
            at = hit.end
    told = _line(told + text[at : passage.span.end])
    before, after = ("… " if cut and passage.span.start else ""), (" …" if cut and passage.span.end < len(text) else "")
    return f"{before}{told}{after}"


def _line(text: str) -> str:
    """Without line ends and control characters, which a report could use to rewrite the terminal."""
    return "".join(char if char.isprintable() else " " for char in " ".join(text.split()))


# --- for programs ----------------------------------------------------------------------------------


def as_json(found: Found, asked: str) -> str:
    """The same hits for a program; docs/finding.md describes them."""
    from crosswire.report.json import version

    told = {
        "schema": SCHEMA,
        "version": version(),
        "query": asked,
        "total": {"reports": found.all_reports, "claims": found.all_claims},
        "reports": [_report(hit) for hit in found.reports],
        "claims": [_claim(hit) for hit in found.claims],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _report(hit: ReportHit) -> dict[str, Any]:
    document = hit.document
    return {
        "document": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published.value,
        "url": document.url,
        "snippet": _passage(document.text, hit.passage),
        "hits": [{"start": span.start, "end": span.end} for span in hit.passage.hits],
    }


def _claim(hit: ClaimHit) -> dict[str, Any]:
    claim = hit.claim
    return {
        "id": claim.id,
        "document": claim.document,
        "published": hit.document.published.value,
        "kind": claim.kind,
        "event": claim.event,
        "status": claim.status,
        "number": _figure(claim),
        "low": claim.low,
        "high": claim.high,
        "group": {"text": claim.group.text, "role": claim.group.role} if claim.group else None,
        "sources": [source.name for source in claim.sources],
        "quote": claim.quote,
        "start": claim.span.start,
        "end": claim.span.end,
        "sentence": _passage(hit.document.text, hit.passage),
        "hits": [{"start": span.start, "end": span.end} for span in hit.passage.hits],
    }


def _figure(claim: Claim) -> dict[str, Any] | None:
    if claim.number is None:
        return None
    return {"text": claim.number_text, "start": claim.number.start, "end": claim.number.end}


def _passage(text: str, passage: Passage) -> dict[str, Any]:
    span = passage.span
    return {"text": text[span.start : span.end], "start": span.start, "end": span.end}
