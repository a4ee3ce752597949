"""Which reader a file gets: by the ending of its name, else by its first bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import BinaryIO

from crosswire.ingest.archive import read_archive
from crosswire.ingest.draft import Part
from crosswire.ingest.mail import read_mail
from crosswire.ingest.page import read_page
from crosswire.ingest.pdf import read_pdf
from crosswire.ingest.plain import read_markdown, read_plain
from crosswire.ingest.records import lines_of_objects, read_json, read_json_lines
from crosswire.ingest.webarchive import read_web_archive
from crosswire.ingest.xmlfile import read_xml

Reader = Callable[[str, BinaryIO], Iterator[Part]]

#: what may lie in an archive
_SINGLE: Mapping[str, Reader] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".html": read_page,
    ".htm": read_page,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".xml": read_xml,
    ".rss": read_xml,
    ".atom": read_xml,
    ".eml": read_mail,
    ".pdf": read_pdf,
    ".warc": read_web_archive,
    ".warc.gz": read_web_archive,
}


def read_zip(name: str, stream: BinaryIO) -> Iterator[Part]:
    """Reports of all the other kinds in a zip."""
    return read_archive(_SINGLE, name, stream)


#: one reader per kind of file
READERS: Mapping[str, Reader] = MappingProxyType({**_SINGLE, ".zip": read_zip})

# each comment is taken whole, once: a page of nothing but comments would otherwise be tried in every combination
_MARKUP = re.compile(
    r"\s*(?>(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body|article|title|div|p)\b", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(r"\s*<(?:\?xml\b|rss\b|feed\b|rdf:RDF\b|newsMessage\b|newsItem\b)")
_XHTML = re.compile(r"\s*<\?xml\b[^>]{0,300}>\s*(?:<!doctype\b[^>]{0,300}>\s*)?<html\b", re.IGNORECASE)
_OBJECT = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[{\]])")
_FIELD = re.compile(r"(?:[A-Za-z][A-Za-z-]{0,40}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,50}){3}")
_MAIL = re.compile(r"^(?:message-id|mime-version|received):", re.IGNORECASE | re.MULTILINE)
_MAGIC = (
    (b"%PDF-", read_pdf),
    (b"PK\x03\x04", read_zip),
    (b"PK\x05\x06", read_zip),
    (b"WARC/", read_web_archive),
    (b"\x1f\x8b", read_web_archive),
)
_HEAD = 65_536


def by_bytes(stream: BinaryIO) -> Reader:
    """The reader for a stream without a name, such as standard input; leaves the stream at its start."""
    raw = stream.read(_HEAD)
    stream.seek(0)
    for magic, reader in _MAGIC:
        if raw.startswith(magic):
            return reader
    head = raw.decode("utf-8-sig", errors="replace")
    if _MARKUP.match(head):
        return read_page
    if _XML.match(head):
        return read_page if _XHTML.match(head) else read_xml
    if _OBJECT.match(head):
        return read_json_lines if lines_of_objects(stream) else read_json
    if _FIELD.match(head) and _MAIL.search(head.split("\n\n")[0].split("\r\n\r\n")[0]):
        return read_mail
    return read_plain
