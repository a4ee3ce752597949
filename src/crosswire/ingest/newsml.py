"""NewsML-G2, the wire agencies' own container: every news item is a report.

Source: IPTC, NewsML-G2 Specification 2.x, and its guidelines on Implementation (iptc.org/standards/newsml-g2).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crosswire.ingest.draft import EMPTY, TEXT_LIMIT, TOO_LARGE, Draft, Metadata, Note, Part, Refusal
from crosswire.ingest.markup import local, paragraphs, prose
from crosswire.ingest.xmltree import Tree

#: root elements that hold news items, and the item itself
ROOTS = frozenset({"newsmessage", "newsitem"})
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: when this version was made, then the next best
_DATES = ("versioncreated", "contentmodified", "contentcreated", "firstcreated")
#: IPTC's scheme of publishing statuses: these two are not for printing
_WITHDRAWN = {"withheld": "withheld by its provider", "canceled": "cancelled by its provider"}
_TEXTUAL = ("inlinexml", "inlinedata")


def read_newsml(name: str, tree: Tree) -> Iterator[Part]:
    """A news item alone is ``name``; those of a message are ``name#0``, ``name#1`` ...; pictures are no reports."""
    notes = (tree.guess,) if tree.guess else ()
    if local(tree.root) == "newsitem":
        yield Refusal(tree.fault) if tree.fault else report(name, tree.root, notes)
        return
    items = [element for element in tree.root.iter("{*}newsItem") if local(element) == "newsitem"]
    whole = items[:-1] if tree.cut else items
    for index, item in enumerate(whole):
        part = report(f"{name}#{index}", item, notes)
        yield Refusal(f"item {index}: {part.reason}") if isinstance(part, Refusal) else part
    if not whole and not tree.fault:
        yield Note(EMPTY)
    if tree.fault:
        yield Refusal(tree.fault)


def report(id: str, item: Any, notes: tuple[str, ...] = ()) -> Draft | Refusal:
    """One news item: the body that stands in it as XHTML, NITF or plain text."""
    status = _code(_first(item, "pubstatus"))
    if status in _WITHDRAWN:
        return Refusal(_WITHDRAWN[status])
    text = _text(item)
    if len(text) > TEXT_LIMIT:
        return TOO_LARGE
    if not text:
        return Refusal("no text in this news item")
    dated = next((key for key in _DATES if _words(_first(item, key))), None)
    return Draft(
        id,
        text,
        Metadata(
            url=_address(item),
            title=_words(_first(item, "headline")) or _words(_first(item, "hl1")) or _words(_first(item, "title")),
            publisher=_named(_first(item, "provider")) or _named(_first(item, "copyrightholder")),
            author=_credit(item),
            published=_words(_first(item, dated)) if dated else None,
            published_field=f"NewsML {dated}" if dated else "metadata",
            language=_language(item),
        ),
        notes,
    )


def _text(item: Any) -> str:
    for element in _all(item, *_TEXTUAL):
        if local(element) == "inlinedata":
            found = prose(element.text or "") if "html" in (element.get("contenttype") or "") else (element.text or "")
        else:
            body = _first(element, "body.content")
            found = paragraphs(element if body is None else body)
        if found.strip():
            return found.strip()
    return ""


def _all(item: Any, *names: str) -> Iterator[Any]:
    return (element for element in item.iter() if local(element) in names)


def _first(item: Any, name: str) -> Any:
    return next(_all(item, name), None)


def _words(element: Any) -> str | None:
    return None if element is None else " ".join("".join(element.itertext()).split())[:1000] or None


def _code(element: Any) -> str:
    """A controlled value without its scheme: ``stat:usable`` is ``"usable"``."""
    return "" if element is None else (element.get("qcode") or element.get("uri") or "").rpartition(":")[2].strip()


def _named(element: Any) -> str | None:
    """A party by its name, else by its literal or code: ``<provider qcode="nprov:AFP"/>`` is ``"AFP"``."""
    if element is None:
        return None
    return _words(_first(element, "name")) or element.get("literal") or _code(element) or _words(element)


def _credit(item: Any) -> str | None:
    """Bylines and credit lines, for the agencies that they name."""
    found = [_words(_first(item, name)) for name in ("by", "byline", "creditline")]
    found.append(_named(_first(item, "infosource")))
    return ", ".join(dict.fromkeys(word for word in found if word)) or None


def _address(item: Any) -> str | None:
    """The item's web address, else the identifier that all its versions share."""
    links = [link.get("href") or "" for link in _all(item, "link")]
    return next((link for link in links if link.startswith(("http://", "https://"))), None) or item.get("guid") or None


def _language(item: Any) -> str | None:
    spoken = _first(item, "language")
    return (spoken.get("tag") if spoken is not None else None) or item.get(_LANG) or None
