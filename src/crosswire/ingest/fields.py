"""Under which keys the JSON of many houses keeps a report: its text, date, title, publisher and language.

The keys of the contract come first; then those of schema.org, news-please, GDELT, NewsAPI, JSON Feed 1.1
(jsonfeed.org/version/1.1) and ninjs 1 to 3 (IPTC, News in JSON).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from crosswire.ingest.draft import Metadata
from crosswire.ingest.markup import prose

TEXT_KEYS = ("text", "maintext", "body", "articleBody", "content")
#: texts under other names, and those that are markup
_PLAIN_KEYS, _MARKUP_KEYS = ("body_text", "content_text"), ("body_xhtml", "body_html", "content_html")
TITLE_KEYS = ("title", "headline", "headlines")
DATE_KEYS = (
    *("published", "date", "date_publish", "datePublished", "versionCreated"),
    *(
        "versioncreated",
        "date_published",
        "publishedAt",
        "seendate",
        "contentcreated",
        "contentCreated",
        "firstcreated",
    ),
)
PUBLISHER_KEYS = ("publisher", "source", "source_domain", "domain", "provider", "copyrightholder", "copyrightHolder")
AUTHOR_KEYS = ("author", "authors", "byline", "bylines", "creator", "by", "infosources", "infoSources")
#: a list of reports inside an object, as programs and news services hand them out
LIST_KEYS = ("articles", "items", "documents", "results")
#: IPTC's publishing statuses that are not for printing (ninjs ``pubstatus``)
_WITHDRAWN = {"withheld": "withheld by its provider", "canceled": "cancelled by its provider"}
_SURROGATE = re.compile("[\ud800-\udfff]")


def texts(record: Mapping[str, Any]) -> list[str]:
    """The record's texts, the best first: the text fields as they are, else what other keys hold, without markup."""
    found = [record[key] for key in TEXT_KEYS if isinstance(record.get(key), str)]
    if any(text.strip() for text in found):
        return [text for text in found if text.strip()]
    other = [record[key] for key in _PLAIN_KEYS if isinstance(record.get(key), str)]
    other += [prose(record[key]) for key in _MARKUP_KEYS if isinstance(record.get(key), str)]
    return [text for text in (*other, *_bodies(record.get("bodies"))) if text.strip()] or found


def _bodies(value: Any) -> list[str]:
    """The bodies of ninjs 2 and 3: those in the main role first."""
    bodies = [body for body in value if isinstance(body, dict)] if isinstance(value, list) else []
    bodies = [body for body in bodies if isinstance(body.get("value"), str)]
    bodies.sort(key=lambda body: "main" not in str(body.get("role") or "main"))
    return [prose(body["value"]) if _marked(body) else body["value"] for body in bodies]


def _marked(body: Mapping[str, Any]) -> bool:
    kind = str(body.get("contentType") or body.get("contenttype") or "")
    return "html" in kind or "xml" in kind


def withdrawn(record: Mapping[str, Any]) -> str | None:
    """Why the record is not for printing, if its provider says so."""
    status = record.get("pubstatus") or record.get("pubStatus")
    return _WITHDRAWN.get(status.rpartition(":")[2]) if isinstance(status, str) else None


def listed(value: Any) -> list[Any] | None:
    """The reports inside an object that is none itself, or None."""
    if not isinstance(value, dict) or texts(value):
        return None
    response = value.get("response") if isinstance(value.get("response"), dict) else None
    found = [holder[key] for holder in (value, response or {}) for key in LIST_KEYS if _records(holder.get(key))]
    return found[0] if found else None


def _records(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def metadata(record: Mapping[str, Any]) -> Metadata:
    """The record's title, date, publisher, author, address and language under any of the usual keys."""
    dated = next((key for key in DATE_KEYS if _date(record.get(key)) is not None), None)
    return Metadata(
        url=_first(record, ("url",)) or _identifier(record.get("uri")),
        title=_first(record, TITLE_KEYS),
        publisher=_first(record, PUBLISHER_KEYS),
        author=_first(record, AUTHOR_KEYS),
        published=_date(record[dated]) if dated else None,
        published_field=f"field {dated}" if dated else "metadata",
        language=_first(record, ("language",)),
    )


def whole(text: str) -> str:
    """The text with half surrogate pairs shown as �, one character for one."""
    return _SURROGATE.sub("\ufffd", text)


def _identifier(value: Any) -> str | None:
    """A ninjs ``uri``, which all versions of an item share."""
    return _name(value) if isinstance(value, str) and ":" in value else None


def _date(value: Any) -> str | int | float | None:
    if isinstance(value, bool):
        return None
    return value if isinstance(value, (int, float)) or (isinstance(value, str) and value.strip()) else None


def _first(record: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    return next((name for key in keys if (name := _name(record.get(key)))), None)


def _name(value: Any, depth: int = 3) -> str | None:
    """A string, the ``name`` or ``value`` of an object (``{"@type": "Organization", "name": ...}``), a list of such."""
    if isinstance(value, list) and depth:
        return ", ".join(name for item in value[:50] if (name := _name(item, depth - 1))) or None
    if isinstance(value, dict):
        value = value.get("name") or value.get("value")
    return whole(value).strip() or None if isinstance(value, str) else None
