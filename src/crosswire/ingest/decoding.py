"""Bytes to text: UTF-8, what a byte-order mark says, or a guess that is owned up to."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x7fELF")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HIGH = re.compile(rb"[\x80-\xff]")
# the marks and accented letters that Western newsrooms type: quotes, dashes, bullet, ellipsis, euro, À to ÿ, £ §  ° é
_WESTERN = re.compile(rb"[\x80\x82\x84\x85\x8a\x8c\x8e\x91-\x97\x99\x9a\x9c\x9e\x9f\xa0-\xff]")
_PUBLIC_NAMES = {"cp1252": "windows-1252", "cp1251": "windows-1251", "cp1250": "windows-1250", "cp1256": "windows-1256"}


class UndecodableError(ValueError):
    """The bytes are no text; the message says why, in a few words."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text without its byte-order mark; ``guess`` is the warning owed when the encoding was guessed."""

    text: str
    guess: str | None = None


def decode(raw: bytes) -> Decoded:
    """UTF-8 first, then the byte-order mark's word, then a guess; raises UndecodableError for what is no text.

    ``b"caf\\xc3\\xa9"`` is UTF-8; ``b"\\xff\\xfeH\\x00i\\x00"`` is UTF-16; ``b"Ca\\xf1on \\x96 two dead"``
    is decoded by guess as windows-1252; a PNG is refused as binary.
    """
    encoding, mark = marked(raw)
    if encoding is None and binary(raw):
        raise UndecodableError("binary, not text")
    try:
        return Decoded(raw[mark:].decode(encoding or "utf-8"))
    except UnicodeDecodeError as error:
        if encoding and encoding != "utf-8":
            raise UndecodableError(f"cut or broken {encoding.upper()[:6]} text") from error
    return _guessed(raw[mark:])


def marked(raw: bytes) -> tuple[str | None, int]:
    """The encoding that a byte-order mark names, and the mark's length."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding, len(mark)
    return None, 0


def binary(raw: bytes) -> bool:
    """True for a known container's first bytes, a NUL byte, or more control bytes than any text has."""
    head = raw[:65_536]
    if head.startswith(_MAGIC) or b"\x00" in raw:
        return True
    return len(_CONTROL.findall(head)) > len(head) // 50


def _guessed(raw: bytes) -> Decoded:
    return _damaged_utf8(raw) or _western(raw) or _by_statistics(raw)


def _damaged_utf8(raw: bytes) -> Decoded | None:
    """UTF-8 with a few bad bytes (a cut file, a pasted quote): three good letters to a bad one."""
    text = raw.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(1 for _ in re.finditer(r"[^\x00-\x7f\ufffd]", text))
    if good < 3 * bad:
        return None
    return Decoded(text, f"decoded by guess as UTF-8, {bad} unreadable {'byte' if bad == 1 else 'bytes'} replaced")


def _western(raw: bytes) -> Decoded | None:
    """Mostly ASCII, the rest Western marks and letters: windows-1252, which statistics often miss in English."""
    high = _HIGH.findall(raw)
    if len(high) * 20 > len(raw) or not all(_WESTERN.match(byte) for byte in set(high)):
        return None
    return Decoded(raw.decode("cp1252"), "decoded by guess as windows-1252")


def _by_statistics(raw: bytes) -> Decoded:
    # imported here: only a file in an old encoding needs it
    from charset_normalizer import from_bytes

    best = from_bytes(raw).best()
    if best is None:
        raise UndecodableError("binary or in an unknown encoding")
    name = _PUBLIC_NAMES.get(best.encoding, best.encoding.replace("_", "-"))
    return Decoded(str(best), f"decoded by guess as {name}")
