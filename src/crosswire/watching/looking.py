"""One look at a folder or a feed: the reports that are new or changed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from crosswire.errors import CrosswireError, NoMoment, UnreadableInput
from crosswire.ingest import READERS, Ingested, read_paths
from crosswire.ingest.kinds import by_bytes
from crosswire.ingest.paths import Found, listing, shown
from crosswire.ingest.plain import read_plain
from crosswire.model import Document, Published, Warning
from crosswire.moments import moment
from crosswire.watching.fetching import Answer, fetch
from crosswire.watching.memory import FeedState, FileState, ItemState, Memory, State
from crosswire.watching.pacing import LEAST, retry_after, wait

#: seconds: a file that was written to a moment ago may not be whole yet
SETTLED = 1.0
_LONGEST_NAME = 160
_OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})

Fetch = Callable[[str, str | None, str | None], Answer]


@dataclass(frozen=True, slots=True)
class Source:
    """What to follow: a folder or file by its path, or a feed by its address and host."""

    name: str
    host: str | None = None

    @property
    def remote(self) -> bool:
        """True for another machine, which is asked no more than once a minute."""
        return self.host is not None and self.host not in _OWN_MACHINE


@dataclass(frozen=True, slots=True)
class Look:
    """Reports to record; the fingerprints of those that are changed versions; what to remember once that is done."""

    parts: tuple[Ingested, ...] = ()
    changed: frozenset[str] = frozenset()
    states: dict[tuple[str, str], State] = field(default_factory=dict)


def source_of(words: str) -> Source:
    """A path or an address as a source; raises CrosswireError for an address that is neither HTTP nor HTTPS."""
    scheme, mark, _ = words.partition("://")
    if not mark:
        return Source(words)
    try:
        host = urlsplit(words).hostname
    except ValueError:
        host = None
    if scheme.lower() not in ("http", "https") or not host:
        raise CrosswireError(f"{shown(words)}: cannot be followed (only http and https)")
    return Source(words, host.lower())


def look(
    source: Source,
    memory: Memory,
    now: datetime,
    *,
    every: float,
    hasty: bool = False,
    settled: float = SETTLED,
    get: Fetch = fetch,
) -> Iterator[Look]:
    """What there is since the last look, file by file; nothing for a feed that is not due.

    ``every`` is the wait in seconds between two requests; ``hasty`` reads files that were written this very moment,
    otherwise one counts as whole so many seconds, ``settled``, after it was last written to.
    """
    if source.host is None:
        yield from _files(source.name, memory, now, 0.0 if hasty else settled)
    else:
        yield from _feed(source, memory, now, max(every, LEAST) if source.remote else every, get)


# --- feeds ----------------------------------------------------------------------------------------


def _feed(source: Source, memory: Memory, now: datetime, every: float, get: Fetch) -> Iterator[Look]:
    state, at = memory.feed(source.name), now.timestamp()
    if state.gone or state.due > at:
        return
    answer = get(source.name, state.etag, state.modified)
    key = ("feed", source.name)
    if answer.fault:
        later = retry_after(answer.retry_after, now)
        due = at + wait(source.name, every, state.failures + 1, later)
        told = replace(state, failures=state.failures + 1, due=due, gone=answer.status == 410)
        words = "gone for good (HTTP status 410), followed no more" if told.gone else answer.fault
        yield Look((Ingested(failures=(UnreadableInput(shown(source.name), words),)),), states={key: told})
        return
    due = at + wait(source.name, every, 0, retry_after(answer.retry_after, now))
    if answer.status == 304:
        yield Look(states={key: replace(state, failures=0, due=due)})
        return
    fresh = FeedState(answer.etag, answer.modified, 0, due)
    if answer.body.strip() and by_bytes(io.BytesIO(answer.body)) is read_plain:
        odd = UnreadableInput(shown(source.name), "neither a feed nor a page")
        yield Look((Ingested(failures=(odd,)),), states={key: fresh})
        return
    parts = [_named(part, source) for part in read_paths(["-"], stdin=answer.body)]
    yield _unseen(parts, memory, now, {key: fresh})


def _named(part: Ingested, source: Source) -> Ingested:
    """The reports under names that stay as items come and go, and the failures under the feed's address."""
    names = {document.id: _item_name(document, source) for document in part.documents}
    name = shown(source.name)
    return Ingested(
        tuple(replace(d, id=names[d.id], url=d.url or (source.name if d.id == "-" else None)) for d in part.documents),
        tuple(UnreadableInput(name, failure.reason) for failure in part.failures),
        tuple(Warning(names.get(w.document, name), w.text) for w in part.warnings),
    )


def _item_name(document: Document, source: Source) -> str:
    """``andean.example/bus`` for an item of that address; else the feed's own with the text's fingerprint."""
    own = _without_scheme(document.url) if document.url else None
    feed = _without_scheme(source.name) or source.name
    name = shown(own or (feed if document.id == "-" else f"{feed}#{document.sha256[:8]}"))
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[: _LONGEST_NAME - 9]}~{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _without_scheme(url: str) -> str | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return url
    return f"{parts.netloc}{parts.path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")


# --- folders --------------------------------------------------------------------------------------


def _files(name: str, memory: Memory, now: datetime, settled: float) -> Iterator[Look]:
    found = listing([name], READERS)
    if found.failures:
        yield Look((Ingested(failures=found.failures),))
    for file in found.files:
        state = _stamp(file.path)
        if state is None or memory.knows(file.path, state):
            continue
        if settled and now.timestamp() - state.changed / 1e9 < settled:
            continue
        parts = [_placed(part, file) for part in read_paths([file.path])]
        yield _unseen(parts, memory, now, {("file", file.path): state})


def _stamp(path: str) -> FileState | None:
    try:
        told = Path(path).stat()
    except OSError:
        return None
    return FileState(told.st_size, told.st_mtime_ns)


def _placed(part: Ingested, file: Found) -> Ingested:
    """Reports named by their path below the folder, with the file's own address where they carry none."""
    own = shown(PurePath(file.path).name)

    def renamed(id: str) -> str:
        return file.id + id.removeprefix(own) if id.startswith(own) else id

    address = Path(file.path).as_uri()
    documents = (replace(d, id=renamed(d.id), url=d.url or address + d.id.removeprefix(own)) for d in part.documents)
    warnings = (Warning(renamed(warning.document), warning.text) for warning in part.warnings)
    return Ingested(tuple(documents), part.failures, tuple(warnings))


# --- new, changed, or neither ---------------------------------------------------------------------


def _unseen(parts: list[Ingested], memory: Memory, now: datetime, states: dict[tuple[str, str], State]) -> Look:
    """The reports that memory does not hold with this text; a changed one is dated after the older."""
    kept: list[Ingested] = []
    changed: set[str] = set()
    for part in parts:
        documents: list[Document] = []
        for document in part.documents:
            address = document.url or document.id
            before = states.get(("item", address)) or memory.item(address)
            if isinstance(before, ItemState):
                if before.sha256 == document.sha256:
                    continue
                document = _dated(document, before, now)
                changed.add(document.sha256)
            documents.append(document)
            states[("item", address)] = ItemState(document.sha256, document.published.value)
        if documents or not part.documents:
            kept.append(replace(part, documents=tuple(documents)))
    return Look(tuple(kept), frozenset(changed), states)


def _dated(document: Document, before: ItemState, now: datetime) -> Document:
    """A new wording under the old date appeared when it was seen; one with a later date of its own, then."""
    own = document.published.value
    if own and (before.published is None or _later(own, before.published)):
        return document
    seen = now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if before.published is not None and not _later(seen, before.published):
        return document
    reason = f"a changed text of the report dated {before.published or 'by no day'}, seen at that moment"
    return replace(document, published=Published(seen, "inferred", reason))


def _later(one: str, other: str) -> bool:
    try:
        return moment(one) > moment(other)
    except NoMoment:
        return False
