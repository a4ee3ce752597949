"""Web pages: the article without its menus, and what the page's metadata says of it."""

from __future__ import annotations

import codecs
import json
import logging
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any, BinaryIO

from crosswire.ingest.dates import instant
from crosswire.ingest.decoding import UndecodableError, binary, decode, marked
from crosswire.ingest.draft import EMPTY, TEXT_LIMIT, TOO_LARGE, Draft, Metadata, Part, Refusal

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
_NO_ARTICLE_FOUND = Refusal("HTML without an article")

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
    if len(raw) > TEXT_LIMIT:
        yield TOO_LARGE
        return
    try:
        markup, guess = decoded(raw)
    except UndecodableError as error:
        yield Refusal(str(error))
        return
    notes = (guess,) if guess else ()
    if not markup.strip():
        yield Draft(name, markup, notes=(*notes, EMPTY))
        return
    try:
        found = article(markup)
    except ImportError as error:  # old installers overlook a package that the article extractor needs
        yield Refusal(f"HTML cannot be read, a package is missing: {str(error).splitlines()[0]}")
        return
    yield Draft(name, found[0], found[1], notes) if found else _NO_ARTICLE_FOUND


def decoded(raw: bytes) -> tuple[str, str | None]:
    """The page's text and the warning owed for a guess: UTF-8, else what the page declares, else as plain text."""
    declared = _DECLARED.search(raw[:4096])
    if declared and not marked(raw)[0] and not binary(raw):
        try:
            return raw.decode("utf-8"), None
        except UnicodeDecodeError:
            pass
        try:
            encoding = codecs.lookup(declared["name"].decode("ascii")).name
            return raw.decode("cp1252" if encoding in _LATIN else encoding), None
        except (LookupError, UnicodeError):
            pass
    found = decode(raw)
    return found.text, found.guess


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
