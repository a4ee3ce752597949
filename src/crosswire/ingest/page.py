"""Web pages: the article without its menus, and what the page's metadata says of it."""

from __future__ import annotations

import codecs
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from typing import Any, BinaryIO

from crosswire.ingest.dates import instant
from crosswire.ingest.decoding import UndecodableError, binary, decode, marked
from crosswire.ingest.draft import EMPTY, TEXT_LIMIT, TOO_LARGE, Draft, Metadata, Part, Refusal
from crosswire.ingest.markup import overgrown

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*(?P<name>[\w-]{2,30})", re.IGNORECASE)
# browsers read these as windows-1252, and so were the pages written
_LATIN = {"iso8859-1", "ascii", "latin-1"}
_CLOSERS = " \"'”’)]»"
# pages that stand where an article should be; only short ones are judged by these words
_NO_ARTICLE = re.compile(
    r"\b(?:not be found|page not found|not found|404|403|access denied|forbidden|log ?in|sign ?in"
    r"|enable (?:javascript|cookies)|verify (?:that )?you are|are you a robot|just a moment"
    r"|subscribe to (?:read|continue)|no longer available)\b",
    re.IGNORECASE,
)
_SHORT_PAGE, _FEWEST_WORDS = 60, 4
#: the one answer for a page of menus, a form or an error message
NO_ARTICLE = Refusal("HTML without an article")

_DATE_PATHS = (
    "//meta[@property='article:published_time' or @property='og:published_time']/@content",
    "//*[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[translate(@name,'ABCDEFGHIJKLMNOPQRSTUVWXYZ','abcdefghijklmnopqrstuvwxyz')='pubdate']/@content",
    "//meta[translate(@name,'ABCDEFGHIJKLMNOPQRSTUVWXYZ','abcdefghijklmnopqrstuvwxyz')='dc.date.issued']/@content",
    "//time[@pubdate]/@datetime",
)


def read_page(name: str, stream: BinaryIO) -> Iterator[Part]:
    """The page's article is the report; a page of menus, a login form or an error message is refused."""
    raw = stream.read(TEXT_LIMIT + 1)
    yield TOO_LARGE if len(raw) > TEXT_LIMIT else page(name, raw)


def page(name: str, raw: bytes, *, charset: str | None = None, where: Metadata | None = None) -> Draft | Refusal:
    """The article among these bytes, or why there is none.

    ``charset`` is what the page was sent with; ``where`` says whence it came, for what the page does not say itself.
    """
    try:
        markup, guess = decoded(raw, charset)
    except UndecodableError as error:
        return Refusal(str(error))
    notes = (guess,) if guess else ()
    if not markup.strip():
        return Draft(name, markup, notes=(*notes, EMPTY))
    if why := overgrown(markup):
        return Refusal(f"HTML with {why}")
    try:
        found = article(markup)
    except ImportError as error:  # old installers overlook a package that the article extractor needs
        return Refusal(f"HTML cannot be read, a package is missing: {str(error).splitlines()[0]}")
    if found is None:
        return NO_ARTICLE
    return Draft(name, found[0], _placed(found[1], where), notes)


def _placed(found: Metadata, where: Metadata | None) -> Metadata:
    """The address under which the page was fetched, and its host as publisher if the page names none."""
    if where is None:
        return found
    return replace(found, url=where.url or found.url, publisher=found.publisher or where.publisher)


def decoded(raw: bytes, charset: str | None = None) -> tuple[str, str | None]:
    """The page's text and the warning owed for a guess: UTF-8, else what the page declares, else as plain text."""
    declared = _DECLARED.search(raw[:4096])
    names = [charset, declared["name"].decode("ascii") if declared else None]
    if any(names) and not marked(raw)[0] and not binary(raw):
        for name in ("utf-8", *(name for name in names if name)):
            try:
                found = codecs.lookup(name)
                if found._is_text_encoding:
                    return raw.decode("cp1252" if found.name in _LATIN else found.name), None
            except (LookupError, ValueError, UnicodeError):
                continue
    plain = decode(raw)
    return plain.text, plain.guess


def article(markup: str) -> tuple[str, Metadata] | None:
    """The article's paragraphs, a blank line between them, with its metadata; None if the page has no sentence."""
    page = _extract(markup)
    text = re.sub(r"\n+", "\n\n", page.text or "").strip() if page is not None else ""
    prose = sum(len(line.split()) for line in text.splitlines() if line.rstrip(_CLOSERS).endswith((".", "!", "?", "…")))
    if prose < _FEWEST_WORDS or (prose < _SHORT_PAGE and _NO_ARTICLE.search(f"{page.title or ''}\n{text}")):
        return None
    stamp, where = _published(markup, page.date)
    found = Metadata(
        url=page.url or None,
        title=page.title or None,
        publisher=page.sitename or page.hostname or None,
        author=page.author or None,
        published=stamp,
        published_field=where,
        language=_language(markup),
    )
    return text, found


def _extract(markup: str) -> Any:
    # imported here: half a second that a folder of plain text never pays
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    # htmldate's own last day is today, which would make the answer depend on when it is asked
    dates = {"original_date": True, "extensive_search": False, "min_date": "1990-01-01", "max_date": "2199-12-31"}
    try:
        return trafilatura.bare_extraction(
            markup, with_metadata=True, include_comments=False, include_tables=True, date_extraction_params=dates
        )
    except Exception:  # hostile markup breaks parsers in ways that nobody lists; the page then has no article
        return None


def _published(markup: str, fallback: str | None) -> tuple[str | None, str]:
    """The page's own publication stamp, with its time of day where it has one; else the day htmldate finds."""
    for stamp, where in _stamps(markup):
        if instant(stamp):
            return stamp, where
    return fallback, "page metadata"


def _stamps(markup: str) -> Iterator[tuple[str, str]]:
    from lxml import etree

    html: Any = import_module("lxml.html")
    try:
        tree = html.fromstring(markup.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return
    for path in _DATE_PATHS:
        for value in tree.xpath(path):
            yield str(value), "page metadata"
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            yield from ((stamp, "JSON-LD datePublished") for stamp in _dates_published(json.loads(script)))
        except (ValueError, RecursionError):
            continue


def _dates_published(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("datePublished"), str):
            yield value["datePublished"]
        for item in value.values():
            yield from _dates_published(item)
    elif isinstance(value, list):
        for item in value:
            yield from _dates_published(item)


def _language(markup: str) -> str | None:
    match = re.search(r"<html[^>]{0,500}?\blang\s*=\s*[\"']?(?P<tag>[A-Za-z-]{2,12})", markup[:4096], re.IGNORECASE)
    return match["tag"] if match else None
