"""The records of a WARC file, packed with gzip or not, one at a time and never more than can be held.

Source: ISO 28500, The WARC Format 1.1; RFC 9112 for the chunks of an HTTP body.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from crosswire.ingest.draft import TEXT_LIMIT

#: how much larger than packed an archive or a page may be, beyond a first allowance; Common Crawl's are six times
RATIO, ALLOWANCE = 120, 64_000_000
_PIECE = 1 << 18
_HEADER, _FIELDS = 64_000, 300
#: of one record: the HTTP header and a text that fits
_BLOCK = TEXT_LIMIT + 1_000_000
#: gzip members in a row that hold nothing
_EMPTY = 50_000
_CHUNK = re.compile(rb"\s*([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r?\n")


class BrokenWARCError(OSError):
    """The archive cannot be read on from here; the message says why, in a few words."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its type, its fields by their names in small letters, and its block, None if that is too large."""

    type: str
    fields: dict[str, str] = field(default_factory=dict)
    block: bytes | None = b""


def records(stream: BinaryIO) -> Iterator[Record]:
    """Every record in order; raises BrokenWARCError where the archive is cut, broken, or unpacks without end.

    Bytes between records that are none are passed by: a record whose length is wrong costs no other.
    """
    unpacked = io.BufferedReader(Unpacked(stream), _PIECE)
    astray = False
    while line := unpacked.readline(_HEADER):
        if not line.startswith(b"WARC/"):
            astray = astray or bool(line.strip())
            continue
        fields = header(unpacked)
        length = fields.get("content-length", "")
        if not length.isdecimal() or len(length) > 15:
            astray = True
            continue
        yield Record(fields.get("warc-type", "").lower(), fields, _block(unpacked, int(length)))
    if astray:
        raise BrokenWARCError("broken: it holds bytes that are no record")


def header(stream: Any) -> dict[str, str]:
    """The fields up to the blank line, the first of each name; a line that goes on is joined."""
    found: dict[str, str] = {}
    name = ""
    for _ in range(_FIELDS):
        line = stream.readline(_HEADER)
        if not line.strip():
            break
        told = line.decode("utf-8", "replace")
        if told[0] in " \t" and name:
            found[name] = (found[name] + " " + told.strip())[:_HEADER]
            continue
        key, _, value = told.partition(":")
        name = key.strip().lower()
        found.setdefault(name, value.strip())
    return found


def _block(stream: Any, length: int) -> bytes | None:
    """The record's block; None, and passed by, if it is too large."""
    held = stream.read(min(length, _BLOCK))
    left = length - len(held)
    short = len(held) < min(length, _BLOCK)
    while left > 0 and not short:
        piece = stream.read(min(left, _PIECE))
        left -= len(piece)
        short = not piece
    if short:
        raise BrokenWARCError("cut off")
    return held if length <= _BLOCK else None


def unchunked(body: bytes) -> bytes:
    """An HTTP body sent in chunks, put together; as far as it goes if it is cut."""
    pieces: list[bytes] = []
    at = 0
    while match := _CHUNK.match(body, at):
        size = int(match[1], 16)
        if size == 0:
            break
        pieces.append(body[match.end() : match.end() + size])
        at = match.end() + size
    return b"".join(pieces) if pieces else body


def inflated(body: bytes, coding: str) -> bytes | None:
    """A body packed by the server as ``gzip`` or ``deflate``, up to a text's largest size; None if that fails."""
    bits = 31 if coding in ("gzip", "x-gzip") else 15
    for wbits in (bits, -15):
        try:
            return zlib.decompressobj(wbits=wbits).decompress(body, TEXT_LIMIT + 1)
        except zlib.error:
            continue
    return None


class Unpacked(io.RawIOBase):
    """The archive's bytes, unpacked where they are gzip, member after member, and never out of proportion."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._gzip = stream.read(2) == b"\x1f\x8b"
        stream.seek(0)
        self._inflate = zlib.decompressobj(wbits=31)
        self._pending = b""
        self._packed = self._given = self._empty = 0

    def readable(self) -> bool:
        """Always: there is nothing to write."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes; 0 at the end.  Raises BrokenWARCError for a gzip stream that is broken, cut, or a bomb."""
        piece = self._next(len(buffer)) if self._gzip else self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def _next(self, size: int) -> bytes:
        while self._fed():
            if self._inflate.eof:
                self._inflate = zlib.decompressobj(wbits=31)
            if piece := self._inflated(size):
                self._empty = 0
                return piece
            self._empty += 1
            if self._empty > _EMPTY:
                raise BrokenWARCError("broken: its gzip is empty over and over")
        if self._packed and not self._inflate.eof:
            raise BrokenWARCError("cut off")
        return b""

    def _fed(self) -> bool:
        """True if there is something to unpack; zeros between members are padding."""
        if self._inflate.eof:
            self._pending = self._pending.lstrip(b"\0")
        if not self._pending:
            self._pending = self._stream.read(_PIECE)
            self._packed += len(self._pending)
        return bool(self._pending)

    def _inflated(self, size: int) -> bytes:
        try:
            piece = self._inflate.decompress(self._pending, min(size, _PIECE))
        except zlib.error as error:
            raise BrokenWARCError("broken: its gzip is") from error
        self._pending = self._inflate.unconsumed_tail or self._inflate.unused_data
        self._given += len(piece)
        if self._given > ALLOWANCE + RATIO * self._packed:
            raise BrokenWARCError("refused, it unpacks to far more than its size,")
        return piece
