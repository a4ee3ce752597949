"""The text of a PDF, taken in a process of its own: bytes on standard input, JSON on standard output.

PDFium is a large library in C++ that strangers' files are fed to.  Here it may crash, hang or ask for any amount of
memory, and costs one report.  This module is run as a script and imports nothing of ours.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
from typing import Any

#: bytes of memory and seconds of processor time; pages and characters read of one report
MEMORY, SECONDS, PAGES, CHARACTERS = 450_000_000, 8, 3000, 10_000_000


def main() -> None:
    """Print ``{"pages": [...], "title": ...}``, or ``{"error": ...}`` with the reason in a few words."""
    raw = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY + len(raw), MEMORY + len(raw)))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    try:
        told = contents(raw)
    except MemoryError:
        told = {"error": "a PDF that needs too much memory"}
    sys.stdout.write(json.dumps(told))


def contents(raw: bytes) -> dict[str, Any]:
    """The pages' texts and what the document says of itself."""
    pdfium: Any = importlib.import_module("pypdfium2")
    try:
        document = pdfium.PdfDocument(raw)
    except pdfium.PdfiumError as error:
        return {"error": "a PDF under a password" if "assword" in str(error) else "broken or cut PDF"}
    pages: list[str] = []
    size = 0
    if len(document) > PAGES:
        return {"error": f"a PDF of more than {PAGES} pages, not read"}
    for number in range(len(document)):
        try:
            text = document[number].get_textpage().get_text_bounded()
        except (pdfium.PdfiumError, ValueError):
            text = ""
        pages.append(text.encode("utf-8", "replace").decode("utf-8"))
        size += len(text)
        if size > CHARACTERS:
            return {"error": "text over 10 MB, not read"}
    return {"pages": pages, **_told(document)}


def _told(document: Any) -> dict[str, str]:
    try:
        found = document.get_metadata_dict(skip_empty=True)
    except Exception:  # a broken table of properties costs the properties
        return {}
    return {
        key.lower(): str(value)[:1000] for key, value in found.items() if key in ("Title", "Author", "CreationDate")
    }


if __name__ == "__main__":
    main()
