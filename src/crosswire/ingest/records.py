"""JSON reports: one object, a list of them, or one to a line; the text field is the report, never cleaned."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from crosswire.ingest.decoding import UndecodableError, decode, marked
from crosswire.ingest.draft import EMPTY, TEXT_LIMIT, TOO_LARGE, Draft, Metadata, Note, Part, Refusal
from crosswire.ingest.tape import BrokenJSONError, Tape

TEXT_KEYS = ("text", "maintext", "body", "articleBody", "content")
TITLE_KEYS = ("title", "headline")
DATE_KEYS = ("published", "date", "date_publish", "datePublished", "versionCreated")
PUBLISHER_KEYS = ("publisher", "source", "source_domain")
AUTHOR_KEYS = ("author", "authors", "byline", "creator")

#: escapes and metadata make a record longer than its text
RECORD_LIMIT = 2 * TEXT_LIMIT
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_json(name: str, stream: BinaryIO) -> Iterator[Part]:
    """One object is one report, ``name``; a list is many, ``name#0``, ``name#1`` ...

    A list of any length is read piece by piece; what stands before a cut or a fault is kept.  A file
    that holds one object to a line is read as JSON Lines.
    """
    if lines_of_objects(stream):
        yield from read_json_lines(name, stream)
        return
    try:
        tape = Tape(stream, RECORD_LIMIT)
        opener = tape.opener()
        if opener is None:
            yield Note(EMPTY)
        elif opener == "[":
            yield from _list(name, tape)
        else:
            yield _report(name, tape.only(), _owed(tape))
    except BrokenJSONError as broken:
        yield TOO_LARGE if broken.too_large else Refusal(str(broken))


def read_json_lines(name: str, stream: BinaryIO) -> Iterator[Part]:
    """One object to a line; a line that is no report is refused by its number and the others go on.

    Reports are numbered by their line, blank ones not counted, so that mending a line renames nothing.
    """
    index = 0
    for number, line in enumerate(_lines(stream), start=1):
        if isinstance(line, Refusal):
            yield Refusal(f"line {number}: {line.reason}")
        elif line.strip():
            part = _line(f"{name}#{index}", line)
            yield Refusal(f"line {number}: {part.reason}") if isinstance(part, Refusal) else part
        else:
            continue
        index += 1
    if not index:
        yield Note(EMPTY)


def lines_of_objects(stream: BinaryIO) -> bool:
    """True if the first line is a whole object and another line follows; leaves the stream where it was."""
    start = stream.tell()
    first, second = stream.readline(RECORD_LIMIT), stream.read(2)
    stream.seek(start)
    if not first.lstrip(b"\xef\xbb\xbf \t").startswith(b"{") or not second.strip():
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _list(name: str, tape: Tape) -> Iterator[Part]:
    index = 0
    for index, value in enumerate(tape.elements(), start=1):
        part = _report(f"{name}#{index - 1}", value, _owed(tape))
        yield Refusal(f"record {index - 1}: {part.reason}") if isinstance(part, Refusal) else part
    if not index:
        yield Note(EMPTY)


def _owed(tape: Tape) -> tuple[str, ...]:
    return (tape.guess,) if tape.guess else ()


def _lines(stream: BinaryIO) -> Iterator[bytes | Refusal]:
    """The lines of a file of any size; one that is too long is passed by without being held."""
    start = stream.tell()
    encoding, mark = marked(stream.read(4))
    stream.seek(start + mark)
    if encoding not in (None, "utf-8"):
        yield from _wide_lines(stream, str(encoding))
        return
    while line := stream.readline(RECORD_LIMIT + 1):
        if len(line) <= RECORD_LIMIT:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(1 << 20)
        yield TOO_LARGE


def _wide_lines(stream: BinaryIO, encoding: str) -> Iterator[bytes | Refusal]:
    raw = stream.read(5 * RECORD_LIMIT + 1)
    if len(raw) > 5 * RECORD_LIMIT:
        yield Refusal(f"{encoding.upper()[:6]} JSON Lines over 100 MB: store it as UTF-8")
        return
    yield from raw.decode(encoding, errors="replace").encode("utf-8").split(b"\n")


def _line(name: str, line: bytes) -> Draft | Refusal:
    try:
        decoded = decode(line)
        value = json.loads(decoded.text.strip())
    except UndecodableError as error:
        return Refusal(str(error))
    except json.JSONDecodeError as error:
        return Refusal(f"broken JSON: {error.msg} at column {error.colno}")
    except (ValueError, RecursionError):
        return Refusal("broken JSON: nested too deep or a number too long")
    return _report(name, value, (decoded.guess,) if decoded.guess else ())


def _report(name: str, value: Any, notes: tuple[str, ...] = ()) -> Draft | Refusal:
    if not isinstance(value, dict):
        return Refusal(f"no report but {_kind(value)}")
    texts = [value[key] for key in TEXT_KEYS if isinstance(value.get(key), str)]
    if not texts:
        return Refusal(f"no text field (looked for {', '.join(TEXT_KEYS)})")
    text = next((text for text in texts if text.strip()), texts[0])
    if len(text) > TEXT_LIMIT or len(text.encode("utf-8", "replace")) > TEXT_LIMIT:
        return TOO_LARGE
    whole = _SURROGATE.sub("\ufffd", text)
    if whole != text:
        notes = (*notes, "half a surrogate pair in the text, shown as �")
    return Draft(name, whole, metadata(value), notes if text.strip() else (*notes, EMPTY))


def metadata(record: Mapping[str, Any]) -> Metadata:
    """The record's title, date, publisher, author, address and language under any of the usual keys."""
    dated = next((key for key in DATE_KEYS if _date(record.get(key)) is not None), None)
    return Metadata(
        url=_first(record, ("url",)),
        title=_first(record, TITLE_KEYS),
        publisher=_first(record, PUBLISHER_KEYS),
        author=_first(record, AUTHOR_KEYS),
        published=_date(record[dated]) if dated else None,
        published_field=f"field {dated}" if dated else "metadata",
        language=_first(record, ("language",)),
    )


def _date(value: Any) -> str | int | float | None:
    if isinstance(value, bool):
        return None
    return value if isinstance(value, (int, float)) or (isinstance(value, str) and value.strip()) else None


def _first(record: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    return next((name for key in keys if (name := _name(record.get(key)))), None)


def _name(value: Any) -> str | None:
    """A string, the ``name`` of an object (``{"@type": "Organization", "name": ...}``), or a list of such."""
    if isinstance(value, list):
        return ", ".join(name for item in value if (name := _name(item))) or None
    if isinstance(value, dict):
        value = value.get("name")
    return _SURROGATE.sub("\ufffd", value).strip() or None if isinstance(value, str) else None


def _kind(value: Any) -> str:
    names = {list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
