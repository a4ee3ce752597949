"""Plain text and Markdown: the decoded file is the report, to the last character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from crosswire.ingest.decoding import UndecodableError, decode
from crosswire.ingest.draft import EMPTY, TEXT_LIMIT, TOO_LARGE, Draft, Metadata, Part, Refusal

_FRONT = re.compile(r"\A---[ \t]*\r?\n(?P<lines>.{0,4000}?)\r?\n---[ \t]*\r?\n", re.DOTALL)
_ENTRY = re.compile(r"^(?P<key>[A-Za-z_]+)[ \t]*:[ \t]*(?P<value>.+?)[ \t\r]*$", re.MULTILINE)
_HEADING = re.compile(r"\A\s*+#[ \t]+(?P<title>[^\n]{1,200}?)[ \t#\r]*$", re.MULTILINE)


def read_plain(name: str, stream: BinaryIO) -> Iterator[Part]:
    """A ``.txt`` file is one report; only a byte-order mark is taken off."""
    yield _whole(name, stream)


def read_markdown(name: str, stream: BinaryIO) -> Iterator[Part]:
    """A ``.md`` file is one report; its front matter and first ``#`` heading give metadata, and stay in the text."""
    part = _whole(name, stream)
    yield Draft(part.id, part.text, front_matter(part.text), part.notes) if isinstance(part, Draft) else part


def front_matter(text: str) -> Metadata:
    """The ``key: value`` lines between two ``---`` at the very top, and the first heading as title."""
    front = _FRONT.match(text)
    rest = text[front.end() :] if front else text
    heading = _HEADING.match(rest)
    entries = {m["key"].casefold(): m["value"].strip("\"'") for m in _ENTRY.finditer(front["lines"])} if front else {}
    return Metadata(
        url=entries.get("url"),
        title=entries.get("title") or (heading["title"] if heading else None),
        publisher=entries.get("publisher") or entries.get("source"),
        author=entries.get("author"),
        published=entries.get("published") or entries.get("date"),
        published_field="front matter",
        language=entries.get("language") or entries.get("lang"),
    )


def _whole(name: str, stream: BinaryIO) -> Draft | Refusal:
    raw = stream.read(TEXT_LIMIT + 1)
    if len(raw) > TEXT_LIMIT:
        return TOO_LARGE
    try:
        decoded = decode(raw)
    except UndecodableError as error:
        return Refusal(str(error))
    notes = (decoded.guess,) if decoded.guess else ()
    return Draft(name, decoded.text, notes=notes if decoded.text.strip() else (*notes, EMPTY))
