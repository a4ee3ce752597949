"""Files, folders and standard input become Documents; what cannot be read is named, and nothing else is lost."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from crosswire.errors import CrosswireError, UnreadableInput
from crosswire.ingest.dates import instant
from crosswire.ingest.document import finish
from crosswire.ingest.draft import Draft, Metadata, Part, Refusal
from crosswire.ingest.kinds import READERS, Reader, by_bytes
from crosswire.ingest.paths import STDIN, Found, ending, listing, reason, shown
from crosswire.model import Document, Warning

__all__ = ["READERS", "Ingested", "gather", "read_bytes", "read_paths"]

#: a pipe is held in memory; a billion bytes is more than anybody pipes by hand
_PIPE_LIMIT = 1_000_000_000
#: refusals of one file that are printed each; and how many end it if hardly anything else is in it
_NAMED, _REFUSALS = 100, 20_000


@dataclass(frozen=True, slots=True)
class Ingested:
    """What one report, or one file that is none, came to; `gather` adds many up."""

    documents: tuple[Document, ...] = ()
    failures: tuple[UnreadableInput, ...] = ()
    warnings: tuple[Warning, ...] = ()


def read_paths(paths: Sequence[str], *, published: str | None = None, stdin: bytes | None = None) -> Iterator[Ingested]:
    """Every report of every path, one at a time, with what went wrong beside it.

    ``["reports/", "late.html", "-"]`` walks the folder, reads the page, then standard input (or the bytes
    given as ``stdin``).  ``published`` dates the reports that carry no date of their own; one that is no
    date raises CrosswireError before anything is read.
    """
    return _read_all(paths, _day(published), stdin)


def read_bytes(
    name: str,
    content: bytes,
    *,
    kind: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
) -> Iterator[Ingested]:
    """Every report in what somebody hands over, as if it were a file called ``name``.

    ``kind`` is an ending of `READERS`; None goes by the name's, else by the first bytes.  ``published``, ``publisher``
    and ``url`` hold for the reports that do not say them.  Raises CrosswireError for no date and no kind.
    """
    if kind is not None and kind not in READERS:
        raise CrosswireError(f"{shown(kind)}: files of this kind are not read (only {', '.join(sorted(READERS))})")
    return _read_given(name, content, kind, _day(published), Metadata(publisher=publisher, url=url))


def _read_given(name: str, content: bytes, kind: str | None, given: str | None, other: Metadata) -> Iterator[Ingested]:
    stream = io.BytesIO(content)
    reader = READERS.get(kind or ending(name)) or by_bytes(stream)
    try:
        for part in _patient(reader(name, stream)):
            if isinstance(part, Draft):
                own = part.metadata
                publisher, url = own.publisher or other.publisher, own.url or other.url
                part = replace(part, metadata=replace(own, publisher=publisher, url=url))
            yield _came_to(part, name, name, given)
    except OSError as error:
        yield Ingested(failures=(UnreadableInput(name, reason(error)),))


def _day(published: str | None) -> str | None:
    """The day given for reports without one."""
    given = instant(published)
    if published is not None and given is None:
        raise CrosswireError(f"no date: {published!r} (write 2013-01-20 or 2013-01-20T18:30:00Z)")
    return given


def gather(parts: Iterable[Ingested]) -> Ingested:
    """All parts as one, in their order."""
    whole = list(parts)
    return Ingested(
        tuple(document for part in whole for document in part.documents),
        tuple(failure for part in whole for failure in part.failures),
        tuple(warning for part in whole for warning in part.warnings),
    )


def _read_all(paths: Sequence[str], given: str | None, stdin: bytes | None) -> Iterator[Ingested]:
    found = listing(paths, READERS)
    if found.failures or found.warnings:
        yield Ingested(failures=found.failures, warnings=found.warnings)
    for file in found.files:
        yield from _read_file(file, given, stdin)


def _read_file(file: Found, given: str | None, stdin: bytes | None) -> Iterator[Ingested]:
    name = STDIN if file.path == STDIN else shown(file.path)
    try:
        with _opened(file, stdin) as stream:
            for part in _patient(_reader(file, stream)(file.id, stream)):
                yield _came_to(part, name, file.id, given)
    except OSError as error:
        yield Ingested(failures=(UnreadableInput(name, reason(error)),))
    except ValueError as error:  # a path with a NUL in it, or a stream closed under us
        yield Ingested(failures=(UnreadableInput(name, str(error)),))


def _patient(parts: Iterable[Part]) -> Iterator[Part]:
    """All parts; of the refusals some, then how many more; a file of almost nothing else is given up."""
    read = refused = 0
    for part in parts:
        if not isinstance(part, Refusal):
            read += 1
        else:
            refused += 1
            if refused > _REFUSALS and refused > 100 * read:
                yield Refusal(f"given up: {refused} of its {read + refused} records cannot be read")
                return
            if refused > _NAMED:
                continue
        yield part
    if refused > _NAMED:
        yield Refusal(f"{refused - _NAMED} more of its records cannot be read")


def _came_to(part: Part, path: str, id: str, given: str | None) -> Ingested:
    if isinstance(part, Draft):
        document, warnings = finish(part, given)
        return Ingested(documents=(document,), warnings=warnings)
    if isinstance(part, Refusal):
        return Ingested(failures=(UnreadableInput(path, part.reason),))
    return Ingested(warnings=(Warning(id, part.text),))


def _opened(file: Found, stdin: bytes | None) -> BinaryIO:
    if file.path == STDIN:
        return io.BytesIO(sys.stdin.buffer.read(_PIPE_LIMIT) if stdin is None else stdin)
    stream = Path(file.path).open("rb")  # noqa: SIM115 - the caller closes it
    if stream.seekable():
        return stream
    with stream:  # a pipe cannot be looked into twice
        return io.BytesIO(stream.read(_PIPE_LIMIT))


def _reader(file: Found, stream: BinaryIO) -> Reader:
    """By the name's ending; without one (standard input, a pipe) by the first bytes."""
    if file.suffix in READERS:
        return READERS[file.suffix]
    if file.suffix and stream.seekable() and not isinstance(stream, io.BytesIO):
        return _unread_kind
    return by_bytes(stream)


def _unread_kind(name: str, stream: BinaryIO) -> Iterator[Part]:
    kinds = ", ".join(sorted(READERS))
    yield Refusal(f"files of this kind are not read (only {kinds})")
