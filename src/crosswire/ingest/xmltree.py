"""A stranger's XML as a tree: no entities of its own, no fetching, no more than can be held; mended where it is cut."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import name2codepoint
from importlib import import_module
from typing import Any, BinaryIO

from crosswire.ingest.decoding import UndecodableError, decode, marked
from crosswire.ingest.draft import TEXT_LIMIT, Refusal
from crosswire.ingest.markup import overgrown

#: what one file may weigh, and how many tags it may hold: feedparser takes 30 microseconds for each
XML_LIMIT, TAGS_LIMIT = 2 * TEXT_LIMIT, 150_000

_DECLARATION = re.compile(r"<\?xml\b(?P<inner>[^>]{0,300})\?>")
_ENCODING = re.compile(rb"<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"'](?P<name>[\w.-]{2,30})[\"']")
_AMPERSAND = re.compile(r"&(?:(?P<name>[A-Za-z][A-Za-z0-9]{1,31});|(?P<number>#(?:\d{1,7}|x[\da-fA-F]{1,6});)|)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})


class BrokenXMLError(ValueError):
    """The bytes are no XML that is read; the message says why, in a few words."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The root element; ``fault`` names the place where the XML is wrong, ``cut`` is true where it just ends."""

    root: Any
    fault: str | None = None
    cut: bool = False
    guess: str | None = None


def grown(stream: BinaryIO) -> Tree | Refusal:
    """The tree of a whole file, or why there is none."""
    raw = stream.read(XML_LIMIT + 1)
    if len(raw) > XML_LIMIT:
        return Refusal(f"XML over {XML_LIMIT // 1_000_000} MB, not read")
    try:
        return parsed(raw)
    except BrokenXMLError as error:
        return Refusal(str(error))


def parsed(raw: bytes) -> Tree:
    """The tree of these bytes; raises BrokenXMLError for what is no XML or is made to be dangerous.

    Entities of the file's own are refused before any parser sees them: a few lines of them, each made of the one
    before, unfold to gigabytes, and others name files of the reader's machine.
    """
    text, guess = _decoded(raw)
    if "<!ENTITY" in text:
        raise BrokenXMLError("XML that declares entities of its own: refused, they can unfold without end")
    if why := overgrown(text, TAGS_LIMIT):
        raise BrokenXMLError(f"XML with {why}")
    return _tree(_mended(_DECLARATION.sub(_as_long, text, count=1)), guess)


def _as_long(declaration: re.Match[str]) -> str:
    """Its line ends, so that the lines that follow keep their numbers."""
    return "\n" * declaration.group().count("\n")


def _tree(text: str, guess: str | None) -> Tree:
    etree: Any = import_module("lxml.etree")
    safe = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "encoding": "utf-8"}
    safe |= {"remove_comments": True, "remove_pis": True}
    body = text.lstrip()
    above = text.count("\n") - body.count("\n")
    raw = body.encode("utf-8")
    try:
        return Tree(etree.fromstring(raw, etree.XMLParser(**safe)), guess=guess)
    except (etree.XMLSyntaxError, ValueError) as error:
        fault, cut = _fault(error, body, above)
    try:
        root = etree.fromstring(raw, etree.XMLParser(recover=True, **safe))
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise BrokenXMLError(fault)
    return Tree(root, fault, cut, guess)


def _fault(error: Exception, body: str, above: int) -> tuple[str, bool]:
    """What the parser says, in a few words, and whether the file merely ends too early."""
    said = re.sub(r", line \d+.*$", "", str(error).splitlines()[0] if str(error) else "")[:80]
    line = (getattr(error, "lineno", None) or 1) + above
    last = body.rstrip().count("\n") + 1 + above
    if not said or "Premature end" in said or "not found" in said or (line >= last and "mismatch" not in said):
        return f"XML cut off at line {last}", True
    return f"broken XML at line {line}: {said}", False


def _decoded(raw: bytes) -> tuple[str, str | None]:
    """By byte-order mark or UTF-8, else as the declaration says, else by a guess."""
    declared = _ENCODING.match(raw.lstrip()[:400])
    if declared and not marked(raw)[0]:
        for encoding in ("utf-8", declared["name"].decode("ascii")):
            try:
                if codecs.lookup(encoding)._is_text_encoding:
                    return _CONTROL.sub("", raw.decode(encoding)), None
            except (LookupError, UnicodeError):
                continue
    try:
        found = decode(raw)
    except UndecodableError as error:
        raise BrokenXMLError(str(error)) from error
    return _CONTROL.sub("", found.text), found.guess


def _mended(text: str) -> str:
    """Names that only HTML knows (``&nbsp;``) as their characters, and bare ampersands escaped, outside CDATA."""
    if "&" not in text:
        return text
    return "".join(piece if literal else _AMPERSAND.sub(_character, piece) for piece, literal in _sections(text))


def _sections(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces; true for those that are CDATA.  One that never ends is the last."""
    at = 0
    while (start := text.find("<![CDATA[", at)) >= 0:
        yield text[at:start], False
        end = text.find("]]>", start)
        at = end + 3 if end >= 0 else len(text)
        yield text[start:at], True
    yield text[at:], False


def _character(match: re.Match[str]) -> str:
    name = match["name"]
    if match["number"] or name in _OWN:
        return match.group()
    if name in name2codepoint:
        return html.unescape(f"&{name};")
    return "&amp;" + match.group()[1:]
