"""A mail is one report: its body, by the sender, on the day of its header.

Headers are read the plain old way (``compat32``): the modern parser of the standard library takes minutes over an
address line that was made for it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from typing import Any, BinaryIO

from crosswire.ingest.decoding import UndecodableError, decode
from crosswire.ingest.draft import EMPTY, TEXT_LIMIT, TOO_LARGE, Draft, Metadata, Part, Refusal
from crosswire.ingest.markup import prose

#: with its pictures; each of them is passed over
MAIL_LIMIT = 25_000_000
#: parts within parts: no mail program writes more, and the parser's own stack ends soon after
_PARTS, _HEADER = 300, 2000
#: each line is compared with each boundary that is open: three seconds for so many
_COMPARISONS = 10_000_000
#: lines of one mail, and those that look like headers: the parser holds each for itself
_LINES, _FIELDS = 1_000_000, 50_000
_FIELD = re.compile(rb"^[\w-]{1,60}:", re.MULTILINE)
#: a header that says what a part is, with the lines it is folded over: the parser's time grows with the square of its
#: parameters, so that one of 5 MB would take minutes
_KIND = re.compile(rb"^content-[\w-]{1,40}:[^\n]*(?:\n[ \t][^\n]*)*", re.MULTILINE | re.IGNORECASE)
_LONGEST = 50_000
_BOUNDARIES = re.compile(rb"boundary\s*=", re.IGNORECASE)
_ADDRESS = re.compile(r"\A\s*(?P<name>[^<>]{0,400}?)\s*<?(?P<box>[^<>\s@]{1,200}@(?P<host>[^<>\s@]{1,200}?))>?\s*\Z")
_LATIN = {"iso8859-1", "ascii", "latin-1"}


def read_mail(name: str, stream: BinaryIO) -> Iterator[Part]:
    """The plain text of the mail, or that of its HTML; what is attached is counted in a note."""
    raw = stream.read(MAIL_LIMIT + 1)
    if len(raw) > MAIL_LIMIT:
        yield Refusal(f"mail over {MAIL_LIMIT // 1_000_000} MB, not read")
    elif not raw.strip():
        yield Draft(name, "", notes=(EMPTY,))
    elif len(_BOUNDARIES.findall(raw)) > min(_PARTS, _COMPARISONS // (raw.count(b"\n") + 1)):
        yield Refusal("mail of too many parts within parts, not read")
    elif raw.count(b"\n") > _LINES or sum(1 for _ in _FIELD.finditer(raw)) > _FIELDS:
        yield Refusal("mail of too many lines or headers, not read")
    elif any(match.end() - match.start() > _LONGEST for match in _KIND.finditer(raw)):
        yield Refusal("mail with a header longer than any program writes, not read")
    else:
        yield _report(name, raw)


def _report(name: str, raw: bytes) -> Draft | Refusal:
    try:
        mail = message_from_bytes(raw)
        if not any(mail.get(field) for field in ("From", "Date", "Subject", "Message-ID")):
            return Refusal("no mail: it has no header")
        text, notes = _body(mail)
    except UndecodableError as error:
        return Refusal(str(error))
    except (MessageError, RecursionError, ValueError, LookupError, TypeError, AttributeError, IndexError):
        return Refusal("broken mail")
    if text is None:
        return Refusal("a mail without text")
    if len(text) > TEXT_LIMIT:
        return TOO_LARGE
    return Draft(name, text, _metadata(mail), notes if text.strip() else (*notes, EMPTY))


def _metadata(mail: Message) -> Metadata:
    sender = _header(mail, "From")
    address = _ADDRESS.match(sender or "")
    name = address["name"].strip(" \"'") or address["host"] if address else sender
    archived = (_header(mail, "Archived-At") or "").strip("<> ")
    return Metadata(
        url=archived if archived.startswith(("http://", "https://")) else None,
        title=_header(mail, "Subject"),
        publisher=_header(mail, "Organization") or name,
        author=name,
        published=_header(mail, "Date"),
        published_field="mail header Date",
        language=_header(mail, "Content-Language"),
    )


def _header(mail: Message, field: str) -> str | None:
    """A header's words on one line, without control characters, or None; no more of them than a line should have."""
    value = mail.get(field)
    if value is None:
        return None
    plain = str(value)[:_HEADER]
    words = "".join(_piece(*piece) for piece in _pieces(plain))
    printable = "".join(char if char.isprintable() else " " for char in words)
    return " ".join(printable.split()) or None


def _pieces(value: str) -> list[Any]:
    try:
        return list(decode_header(value))
    except (HeaderParseError, ValueError, TypeError, IndexError):
        return [(value, None)]


def _piece(value: bytes | str, charset: str | None) -> str:
    if isinstance(value, str):
        return value
    try:
        return value.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError, UnicodeError):
        return value.decode("utf-8", "replace")


def _body(mail: Message) -> tuple[str | None, tuple[str, ...]]:
    """The first of: all plain text parts, all HTML parts; and the notes owed."""
    plain: list[str] = []
    marked: list[str] = []
    notes: list[str] = []
    passed = 0
    for part in mail.walk():
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or kind not in ("text/plain", "text/html"):
            passed += 1
            continue
        text, guess = _decoded(part)
        notes += [guess] if guess else []
        (plain if kind == "text/plain" else marked).append(text)
    if passed:
        notes.append(f"{passed} attachment{'' if passed == 1 else 's'} passed over")
    written = "\n\n".join(text for text in plain if text.strip())
    if not written:
        written = "\n\n".join(found for text in marked if (found := prose(text)))
    return (written if plain or marked else None), tuple(dict.fromkeys(notes))


def _decoded(part: Message) -> tuple[str, str | None]:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    for encoding in ("utf-8", charset):
        try:
            if encoding and codecs.lookup(encoding)._is_text_encoding:
                named = codecs.lookup(encoding).name
                return raw.decode("cp1252" if named in _LATIN else named), None
        except (LookupError, ValueError, UnicodeError):
            continue
    found = decode(raw)
    return found.text, found.guess
