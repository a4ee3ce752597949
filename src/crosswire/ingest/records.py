"""JSON reports: one object, a list of them, or one to a line; the text field is the report, never cleaned."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from crosswire.ingest.decoding import UndecodableError, decode, marked
from crosswire.ingest.draft import EMPTY, TEXT_LIMIT, TOO_LARGE, Draft, Note, Part, Refusal
from crosswire.ingest.fields import TEXT_KEYS, listed, metadata, texts, whole, withdrawn
from crosswire.ingest.tape import BrokenJSONError, Tape

#: escapes and metadata make a record longer than its text
RECORD_LIMIT = 2 * TEXT_LIMIT


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
            yield from _reports(name, tape.only(), _owed(tape))
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


def _reports(name: str, value: Any, notes: tuple[str, ...]) -> Iterator[Part]:
    """The one report that the value is, or those it lists under ``articles``, ``items`` ..."""
    inside = listed(value)
    if inside is None:
        yield _report(name, value, notes)
        return
    feed = metadata(value)
    for index, record in enumerate(inside):
        part = _report(f"{name}#{index}", record, notes)
        if isinstance(part, Refusal):
            yield Refusal(f"record {index}: {part.reason}")
            continue
        own = part.metadata
        publisher, spoken = own.publisher or feed.publisher or feed.title, own.language or feed.language
        yield replace(part, metadata=replace(own, publisher=publisher, language=spoken))


def _report(name: str, value: Any, notes: tuple[str, ...] = ()) -> Draft | Refusal:
    if not isinstance(value, dict):
        return Refusal(f"no report but {_kind(value)}")
    if reason := withdrawn(value):
        return Refusal(reason)
    found = texts(value)
    if not found:
        return Refusal(f"no text field (looked for {', '.join(TEXT_KEYS)})")
    text = found[0]
    if len(text) > TEXT_LIMIT or len(text.encode("utf-8", "replace")) > TEXT_LIMIT:
        return TOO_LARGE
    if whole(text) != text:
        notes = (*notes, "half a surrogate pair in the text, shown as �")
    return Draft(name, whole(text), metadata(value), notes if text.strip() else (*notes, EMPTY))


def _kind(value: Any) -> str:
    names = {list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
