"""WARC, as web archives and Common Crawl keep pages: every archived article is a report.

When a page was fetched is not when it appeared: the date is the page's own.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO
from urllib.parse import urlsplit

from crosswire.ingest.draft import EMPTY, TEXT_LIMIT, TOO_LARGE, Draft, Metadata, Note, Part, Refusal
from crosswire.ingest.page import NO_ARTICLE, page
from crosswire.ingest.warc import BrokenWARCError, Record, header, inflated, records, unchunked

#: records that may hold a page or a text; the others tell how it was fetched
_KINDS = frozenset({"response", "resource", "conversion"})
_PAGES = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})\b")


def read_web_archive(name: str, stream: BinaryIO) -> Iterator[Part]:
    """Every page fetched with success and every text extracted, ``name#0`` ...; the rest is counted in one note.

    The number counts the archive's responses and texts, whatever they hold, so that it never depends on what is read.
    """
    passed: Counter[str] = Counter()
    index = any_record = 0
    fault = None
    try:
        for record in records(stream):
            any_record += 1
            if record.type not in _KINDS:
                continue
            part = _report(f"{name}#{index}", record)
            if isinstance(part, str):
                passed[part] += 1
            else:
                yield Refusal(f"record {index}: {part.reason}") if isinstance(part, Refusal) else part
            index += 1
    except BrokenWARCError as error:
        fault = f"WARC {error} after {index} page{'' if index == 1 else 's'}"
    if passed:
        yield Note(_passed_over(passed))
    if fault or not any_record:
        yield Refusal(fault or "no WARC: it holds no record") if stream.tell() else Note(EMPTY)


def _report(id: str, record: Record) -> Draft | Refusal | str:
    """A report, a refusal, or in a word what else the record is."""
    url = record.fields.get("warc-target-uri", "").strip("<> ") or None
    if record.block is None:
        return TOO_LARGE
    sent = record.fields.get("content-type", "")
    if record.type == "conversion" or not sent.startswith("application/http"):
        return _body(id, record.block, sent, url, plain=record.type == "conversion")
    status = _STATUS.match(record.block)
    if not status:
        return "broken"
    if status[1] != b"200":
        return f"status {status[1].decode('ascii')}"
    answer = io.BytesIO(record.block)
    answer.readline()
    fields = header(answer)
    body = answer.read()
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = unchunked(body)
    coding = fields.get("content-encoding", "identity").lower().strip()
    if coding in ("gzip", "x-gzip", "deflate"):
        # archives that store a page unpacked often keep the line that says it was packed
        unpacked = inflated(body, coding)
        body = body if unpacked is None else unpacked
    elif coding not in ("", "identity", "none", "utf-8"):
        return f"packed as {coding[:12]!r}"
    return _body(id, body, fields.get("content-type", "text/html"), url)


def _body(id: str, raw: bytes, sent: str, url: str | None, plain: bool = False) -> Draft | Refusal | str:
    kind, charset = sent.partition(";")[0].strip().lower(), _CHARSET.search(sent)
    if not (plain and kind == "text/plain") and kind not in _PAGES:
        return "not text"
    if len(raw) > TEXT_LIMIT:
        return TOO_LARGE
    if not raw.strip():
        return "empty"
    where = Metadata(url=url, publisher=_host(url))
    if plain:
        return Draft(id, raw.decode("utf-8", "replace"), where)
    part = page(id, raw, charset=charset[1] if charset else None, where=where)
    return "without an article" if part is NO_ARTICLE else part


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None


def _passed_over(passed: Counter[str]) -> str:
    count = sum(passed.values())
    kinds = ", ".join(f"{number} {kind}" for kind, number in islice(sorted(passed.items()), 20))
    return f"{count} record{'' if count == 1 else 's'} without a report passed over ({kinds})"
