"""A draft becomes a Document: its date, its agencies, its dateline, its language, its fingerprint."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from crosswire.ingest.agencies import credits
from crosswire.ingest.dateline import Dateline, dateline
from crosswire.ingest.draft import Draft, Metadata
from crosswire.ingest.language import READ, language
from crosswire.ingest.publication import date_line, publication
from crosswire.model import Document, Warning

# a headline stands alone on the first line, without the mark that ends a sentence
_TITLE = re.compile(r"\A\s*+(?P<title>[^\n]{3,150}[^\s.!…:;,\"”’])[ \t\r]*+\n(?=\s*+\S)")
_LONGEST = {"url": 4000, "title": 1000, "publisher": 300, "author": 500, "published": 200, "language": 100}
#: characters of a name: what a database can look up, however they are written
_LONGEST_NAME = 500
#: where it is looked for: beyond lies no first line, and a text of nothing but spaces has no end
_TOP = 4000


def finish(draft: Draft, given: str | None = None) -> tuple[Document, tuple[Warning, ...]]:
    """The report with all that its container and its own first and last lines say about it, and what to warn of."""
    draft = replace(draft, id=_short(draft.id), metadata=_brief(draft.metadata))
    opening = dateline(draft.text)
    spoken = language(draft.text, draft.metadata.language)
    document = Document(
        id=draft.id,
        sha256=hashlib.sha256(draft.text.encode("utf-8")).hexdigest(),
        text=draft.text,
        url=draft.metadata.url,
        title=draft.metadata.title or headline(draft.text, opening),
        publisher=draft.metadata.publisher,
        agencies=_agencies(draft.text, draft.metadata, opening),
        dateline=opening.place if opening else None,
        published=publication(draft.metadata, draft.text, opening, given),
        language=spoken,
    )
    notes = [*draft.notes]
    if spoken not in (READ, None):
        notes.append(f"language {spoken} is not read: no claims")
    return document, tuple(Warning(draft.id, note) for note in notes)


def _brief(metadata: Metadata) -> Metadata:
    """No field longer than somebody can have meant: a million letters are no publisher."""
    words = {
        name: value[:bound] for name, bound in _LONGEST.items() if isinstance(value := getattr(metadata, name), str)
    }
    return replace(metadata, **words)


def _short(name: str) -> str:
    """The name, or its beginning with eight digits of its fingerprint: a member of a zip may be called a novel."""
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[: _LONGEST_NAME - 9]}~{hashlib.sha256(name.encode('utf-8', 'backslashreplace')).hexdigest()[:8]}"


def headline(text: str, opening: Dateline | None) -> str | None:
    """The first line if it stands above the report as a headline does, else None."""
    match = _TITLE.match(text[:_TOP])
    if not match or (opening and opening.span.start < match.end()):
        return None
    title = match["title"].strip(" #*_\t")
    return None if not title or date_line(title) else title


def _agencies(text: str, metadata: Metadata, opening: Dateline | None) -> tuple[str, ...]:
    credited = credits(text, author=metadata.author, publisher=metadata.publisher)
    return tuple(dict.fromkeys([*(opening.agencies if opening else ()), *credited]))
