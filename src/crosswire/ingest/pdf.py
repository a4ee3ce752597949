"""PDF: the text of the pages, its lines joined to paragraphs again (extra ``pdf``)."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

from crosswire.ingest.draft import EMPTY, Draft, Metadata, Part, Refusal
from crosswire.ingest.publication import date_line

MISSING = "PDF files need an extra: pip install 'crosswire[pdf]'"
#: bytes of one file, with its pictures; seconds that its process may take
PDF_LIMIT, PATIENCE = 50_000_000, 9

_STAMP = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-]\d\d)'?(\d\d)?'?)?")
# where PDFium found a word divided at a line's end
_DIVIDED = re.compile("(?:[\ufffe\u00ad\x02]\\s*\n|\ufffe|\x02)")
_ENDED = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_ITEM = re.compile(r"(?:[•▪●◦*–—-]|\(?\d{1,2}[.)])\s")
_NUMBER = re.compile(r"(?:page\s*)?[-–—]?\s*\d{1,4}\s*(?:(?:/|of)\s*\d{1,4})?\s*[-–—]?", re.IGNORECASE)
#: a line so much shorter than the page's widest ones ends a paragraph
_SHORT = 0.75


def read_pdf(name: str, stream: BinaryIO) -> Iterator[Part]:
    """One report; a scan without text, a password, or a file that takes too long is refused."""
    raw = stream.read(PDF_LIMIT + 1)
    if len(raw) > PDF_LIMIT:
        yield Refusal(f"PDF over {PDF_LIMIT // 1_000_000} MB, not read")
    elif not raw.strip():
        yield Draft(name, "", notes=(EMPTY,))
    elif b"%PDF-" not in raw[:1024]:
        yield Refusal("no PDF")
    elif find_spec("pypdfium2") is None:
        yield Refusal(MISSING)
    else:
        yield _report(name, _told(raw))


def _told(raw: bytes) -> dict[str, Any]:
    """What the process says of these bytes; a process that dies or hangs says that it cannot be read."""
    script = Path(__file__).with_name("pdf_process.py")
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(script)], input=raw, capture_output=True, timeout=PATIENCE, check=False
        )
        told = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"error": f"a PDF that takes longer than {PATIENCE} seconds, not read"}
    except (OSError, ValueError):
        return {"error": "broken PDF, or one that takes too long"}
    return told if isinstance(told, dict) else {}


def _report(name: str, told: dict[str, Any]) -> Draft | Refusal:
    if "error" in told:
        return Refusal(str(told["error"]))
    text = flowing([str(page) for page in told.get("pages", ())])
    if not text:
        return Refusal("a PDF without text (a scan?)")
    made = None if date_line(text) else stamp(str(told.get("creationdate", "")))
    author, title = (" ".join(str(told.get(key, "")).split()) or None for key in ("author", "title"))
    return Draft(name, text, Metadata(title=title, author=author, published=made, published_field="PDF CreationDate"))


def flowing(pages: list[str]) -> str:
    """The pages as paragraphs: lines joined where a sentence runs on, page numbers dropped."""
    paragraphs: list[str] = []
    for page in pages:
        found = list(_paragraphs(_lines(page)))
        if paragraphs and found and not _ENDED.search(paragraphs[-1]) and found[0][:1].islower():
            paragraphs[-1] += " " + found.pop(0)
        paragraphs += found
    return "\n\n".join(paragraphs)


def _lines(page: str) -> list[str]:
    plain = _DIVIDED.sub("", page.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [" ".join("".join(c if c.isprintable() else " " for c in line).split()) for line in plain.split("\n")]
    while lines and (not lines[0] or _NUMBER.fullmatch(lines[0])):
        lines.pop(0)
    while lines and (not lines[-1] or _NUMBER.fullmatch(lines[-1])):
        lines.pop()
    return lines


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """A short line ends a paragraph, an item of a list begins one; a line that runs on in small letters does not."""
    if not lines:
        return
    width = sorted(map(len, lines))[int(len(lines) * 0.9)]
    held = lines[0]
    for line, following in pairwise(lines):
        short = len(line) < _SHORT * width and not (following[:1].islower() and not _ENDED.search(line))
        if not following or not line or short or _ITEM.match(following):
            if held:
                yield held
            held = following
        else:
            held += " " + following
    if held:
        yield held


def stamp(written: str) -> str | None:
    """PDF's own way of writing an instant, in ISO form: ``D:20160307101500+01'00'``."""
    found = _STAMP.match(written)
    if not found:
        return None
    year, month, day, hour, minute, second, zone, minutes = found.groups()
    offset = f"{zone}:{minutes or '00'}" if zone else "Z"
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{offset}"
