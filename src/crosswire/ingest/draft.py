"""A report as its container gives it, before anything is looked for in its words."""

from __future__ import annotations

from dataclasses import dataclass, field

#: what one report may weigh; beyond it lie dumps and logs, which would block everything after them
TEXT_LIMIT = 10_000_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the container says about the report; ``published`` is still in the container's own wording."""

    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | int | float | None = None
    published_field: str = "metadata"
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One report's id, untouched text and metadata; ``notes`` become warnings about it."""

    id: str
    text: str
    metadata: Metadata = field(default_factory=Metadata)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file, or one report in it, could not be read: half a line, without the file's name."""

    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark about a whole file that holds no report to hang it on."""

    text: str


#: what a format's reader yields
Part = Draft | Refusal | Note

TOO_LARGE = Refusal("text over 10 MB, not read")
EMPTY = "empty: nothing to read"
