"""RSS and Atom: every item of a feed is a report, with the feed's word on who printed it and when."""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from crosswire.ingest.dates import instant
from crosswire.ingest.draft import EMPTY, TEXT_LIMIT, TOO_LARGE, Draft, Metadata, Note, Part, Refusal
from crosswire.ingest.markup import prose
from crosswire.ingest.xmltree import Tree

#: root elements of RSS 0.9x and 2.0, RSS 1.0, Atom
ROOTS = frozenset({"rss", "rdf", "feed"})
#: elements whose words feedparser searches for an address, in time that grows with the square of their length
_BYLINES = frozenset({"author", "contributor", "creator", "publisher", "managingeditor", "webmaster", "owner"})
_LONGEST_BYLINE = 200
HEADLINE_ONLY = "a headline alone: the feed carries no text of this item"


def read_feed(name: str, tree: Tree) -> Iterator[Part]:
    """The items as ``name#0``, ``name#1`` ..., in the feed's order; of a feed that is cut, all but the item cut."""
    found = entries(tree)
    whole = found.entries[:-1] if tree.cut else found.entries
    if not whole and not tree.fault:
        yield Note(EMPTY)
    notes = (tree.guess,) if tree.guess else ()
    for index, entry in enumerate(whole):
        part = report(f"{name}#{index}", entry, found.feed, notes)
        yield Refusal(f"item {index}: {part.reason}") if isinstance(part, Refusal) else part
    if tree.fault:
        yield Refusal(tree.fault)


def entries(tree: Tree) -> Any:
    """The feed as feedparser has it; it is given a well-formed tree, and neither cleans nor fetches anything."""
    etree: Any = import_module("lxml.etree")
    feedparser: Any = import_module("feedparser")
    _shorten_bylines(tree.root)
    raw = io.BytesIO(etree.tostring(tree.root, encoding="utf-8", xml_declaration=True, with_tail=False))
    headers = {"content-type": "application/xml; charset=utf-8"}
    return feedparser.parse(raw, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _shorten_bylines(root: Any) -> None:
    """A byline of several lines is none, and may be a trap, a feed of a thousand such a larger one: it goes."""
    for element in root.iter("{*}*"):
        if element.tag.rpartition("}")[2].lower() in _BYLINES and len("".join(element.itertext())) > _LONGEST_BYLINE:
            element.clear(keep_tail=True)


def report(id: str, entry: Any, feed: Any, notes: tuple[str, ...] = ()) -> Draft | Refusal:
    """One item: its content, else its summary, else its headline."""
    title = " ".join(prose(_word(entry, "title") or "").split()) or None
    text = _text(entry)
    if text is None:
        return TOO_LARGE
    if not text:
        if title is None:
            return Refusal("no text")
        text, notes = title, (*notes, HEADLINE_ONLY)
    published, field = _published(entry)
    source = entry.get("source")
    return Draft(
        id,
        text,
        Metadata(
            url=_word(entry, "link") or None,
            title=title,
            publisher=_plain(_word(source, "title") or _word(entry, "publisher") or _word(feed, "title")),
            author=_plain(_word(entry, "author") or _word(feed, "author")),
            published=published,
            published_field=field,
            language=_language(entry, feed),
        ),
        notes,
    )


def _text(entry: Any) -> str | None:
    """The longest body of the item as paragraphs; None if it is too large to read."""
    bodies = [str(part.get("value") or "") for part in entry.get("content") or () if hasattr(part, "get")]
    bodies = [body for body in bodies if body.strip()] or [_word(entry, "summary") or ""]
    body = max(bodies, key=len)
    return None if len(body) > TEXT_LIMIT else prose(body)


def _published(entry: Any) -> tuple[str | None, str]:
    """When this wording appeared: the day of its last change where the item names one that is later."""
    published, updated = (_word(entry, key) if key in entry.keys() else None for key in ("published", "updated"))  # noqa: SIM118 - `in entry` answers for other keys, too
    first, last = instant(published), instant(updated)
    if last and (not first or _later(last, first)):
        return updated, "feed item's updated"
    return published, "feed item's published"


def _later(one: str, other: str) -> bool:
    from crosswire.moments import moment

    return moment(one) > moment(other)


def _language(entry: Any, feed: Any) -> str | None:
    details = [*(entry.get("content") or ()), entry.get("summary_detail"), entry.get("title_detail")]
    spoken = [detail.get("language") for detail in details if hasattr(detail, "get")]
    return next((str(word) for word in spoken if word), None) or _word(feed, "language")


def _word(mapping: Any, key: str) -> str | None:
    value = mapping.get(key) if hasattr(mapping, "get") else None
    return value if isinstance(value, str) and value.strip() else None


def _plain(words: str | None) -> str | None:
    return " ".join(prose(words).split()) or None if words else None
