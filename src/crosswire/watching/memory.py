"""What was seen when, kept beside the ledger's tables so that a watch goes on where it ended."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from crosswire.ledger import Ledger

_TABLE = """
CREATE TABLE IF NOT EXISTS watched (
    kind TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (kind, name)
)
"""
_KEEP = "INSERT INTO watched VALUES (?, ?, ?) ON CONFLICT (kind, name) DO UPDATE SET state = excluded.state"


@dataclass(frozen=True, slots=True)
class FeedState:
    """What to send to a server, its failures in a row, and from when (seconds since 1970) it may be asked again."""

    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    due: float = 0.0
    gone: bool = False


@dataclass(frozen=True, slots=True)
class FileState:
    """By what a change of a file is known."""

    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class ItemState:
    """The version of a report that was seen last: its text's fingerprint and its date."""

    sha256: str
    published: str | None


State = FeedState | FileState | ItemState
_KINDS: Mapping[str, type[FeedState] | type[FileState] | type[ItemState]] = {
    "feed": FeedState,
    "file": FileState,
    "item": ItemState,
}


class Memory:
    """The states of what is watched, by kind (feed, file, item) and name."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._files: dict[str, FileState] = {}
        if not ledger.base.has("watched"):  # in a shared database most may not make tables
            with ledger.base.transaction():
                ledger.base.define(_TABLE)

    def feed(self, url: str) -> FeedState:
        """The feed's state; a new one where it was never asked."""
        found = self._state("feed", url)
        return found if isinstance(found, FeedState) else FeedState()

    def file(self, path: str) -> FileState | None:
        """The file as it was read last."""
        found = self._state("file", path)
        return found if isinstance(found, FileState) else None

    def knows(self, path: str, state: FileState) -> bool:
        """True if the file was read in this state; of a folder that is looked at every second few files are asked."""
        if self._files.get(path) == state:
            return True
        if self.file(path) != state:
            return False
        self._files[path] = state
        return True

    def item(self, address: str) -> ItemState | None:
        """The report's last version."""
        found = self._state("item", address)
        return found if isinstance(found, ItemState) else None

    def keep(self, states: Mapping[tuple[str, str], State]) -> None:
        """Remember these, all of them or none."""
        rows_of = [(kind, _held(name), json.dumps(asdict(state))) for (kind, name), state in states.items()]
        with self._ledger.base.transaction():
            self._ledger.base.each(_KEEP, rows_of)

    def _state(self, kind: str, name: str) -> State | None:
        rows = self._ledger.base.all("SELECT state FROM watched WHERE kind = ? AND name = ?", (kind, _held(name)))
        return _KINDS[kind](**json.loads(rows[0][0])) if rows else None


def _held(name: str) -> str:
    """An address of any length as a key that both databases can look up."""
    whole = name.encode("utf-8", "backslashreplace")
    return whole.decode() if len(name) <= 500 else f"sha256 {hashlib.sha256(whole).hexdigest()}"
