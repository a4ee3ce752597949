"""Versions of a report: the same address with another text.  The newest stands, the older stay for earlier moments.

A version counts from the day it was published, an undated one from when it was recorded.  Two that neither day nor
recording tells apart both stand: nobody can say which replaced the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from crosswire.errors import NoMoment
from crosswire.model import Document
from crosswire.moments import moment

_NEVER = datetime.min.replace(tzinfo=UTC)


def current(documents: Sequence[Document], recorded: Mapping[str, str]) -> tuple[Document, ...]:
    """The reports without those that a later version replaces; ``recorded`` says when each was written down, by id."""
    newest: dict[str, tuple[datetime, datetime]] = {}
    for document in documents:
        address = identity(document)
        if address is not None:
            newest[address] = max(newest.get(address, (_NEVER, _NEVER)), _age(document, recorded))
    return tuple(d for d in documents if (own := identity(d)) is None or _age(d, recorded) == newest[own])


def identity(document: Document) -> str | None:
    """What all versions of a report share: its address, or None where that names no single report.

    ``https://x.example/bus`` and ``urn:newsml:x:1`` do; a newspaper's front page, which many reports may
    give as theirs, does not.
    """
    url = (document.url or "").strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme in ("http", "https"):
        return url.partition("#")[0] if parts.path.strip("/") or parts.query else None
    return url if parts.scheme and parts.path else None


def originals(copied: Mapping[str, str], documents: Sequence[Document]) -> dict[str, str]:
    """Who reprints whom, without the versions of one report: the newer of them is no reprint of the older."""
    address = {document.id: identity(document) for document in documents}
    return {
        copy: original
        for copy, original in copied.items()
        if address.get(copy) is None or address.get(copy) != address.get(original)
    }


def led_on(
    originals: Mapping[str, str], documents: Sequence[Document], held: Sequence[Document]
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """For each reprint of a report that has several versions the one that stands, and those that it replaced.

    ``documents`` are all that had appeared, ``held`` those of them that `current` leaves.  A reprint of an older
    version adds no origin: its agency has replaced those words.
    """
    standing: dict[str, str] = {}
    for document in sorted(held, key=lambda d: d.id):
        address = identity(document)
        if address is not None:
            standing.setdefault(address, document.id)
    left = {document.id for document in held}
    replaced: dict[str, list[str]] = {}
    for document in documents:
        address = identity(document)
        if address in standing and document.id not in left:
            replaced.setdefault(address, []).append(document.id)
    home = {document.id: address for document in documents if (address := identity(document)) in replaced}
    return {
        copy: (standing[home[original]], tuple(sorted(replaced[home[original]])))
        for copy, original in originals.items()
        if copy in left and original in home and copy not in home
    }


def _age(document: Document, recorded: Mapping[str, str]) -> tuple[datetime, datetime]:
    written = _moment(recorded.get(document.id)) or _NEVER
    return _moment(document.published.value) or written, written


def _moment(text: str | None) -> datetime | None:
    try:
        return moment(text) if text else None
    except NoMoment:
        return None
