"""Names on a map, each where it covers no other; a name that finds no room is left out, never laid over another."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

#: how much wider than plain letters are bold ones, and capitals set apart
BOLD, SPACED = 1.13, 1.1
#: left, top, right, bottom in pixels
Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """A name set at a point: ``anchor`` is that of SVG's text, ``wide`` how much wider its letters are than plain."""

    text: str
    x: float
    y: float
    anchor: str
    size: float
    wide: float = 1.0


@dataclass(slots=True)
class Sheet:
    """The room that a map has left: what is taken, within a frame."""

    width: float
    height: float
    taken: list[Rectangle] = field(default_factory=list)

    def take(self, room: Rectangle) -> None:
        """Nothing else is set there."""
        self.taken.append(room)

    def free(self, room: Rectangle) -> bool:
        """True if the room is within the frame and touches nothing."""
        left, top, right, bottom = room
        if left < 2 or top < 2 or right > self.width - 2 or bottom > self.height - 2:
            return False
        return not any(left < r and right > x and top < b and bottom > y for x, y, r, b in self.taken)

    def beside(self, text: str, x: float, y: float, size: float, gap: float, wide: float = 1.0) -> Label | None:
        """The name beside a point: right, left, above, below or across a corner; None if there is no room."""
        for label in _beside(text, x, y, size, gap):
            found = replace(label, wide=wide)
            if self._set(found):
                return found
        return None

    def upon(self, text: str, points: Iterable[tuple[float, float]], size: float, wide: float = 1.0) -> Label | None:
        """The name with its middle upon the first of these points where it has room."""
        for x, y in points:
            label = Label(text, x, y + size * 0.35, "middle", size, wide)
            if self._set(label):
                return label
        return None

    def _set(self, label: Label) -> bool:
        room = _room(label)
        if not self.free(room):
            return False
        self.take(room)
        return True


def length(text: str, size: float) -> float:
    """About how wide a text is in pixels, rather too wide than too narrow: no font is at hand to measure."""
    return sum(_letter(letter) for letter in text) * size


def _letter(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    if unicodedata.combining(letter):
        return 0.0
    if letter in "ijltfI.,:;'’| ":
        return 0.36
    return 0.74 if letter.isupper() or letter in "mwMW@—" else 0.59


def _beside(text: str, x: float, y: float, size: float, gap: float) -> Iterator[Label]:
    """``gap`` pixels lie between the point and the room of the name on every side."""
    reach, slant = gap + 3, gap * 0.7 + 3
    middle, above, below = y + size * 0.35, y - gap - size * 0.3, y + gap + size * 0.95
    yield Label(text, x + reach, middle, "start", size)
    yield Label(text, x - reach, middle, "end", size)
    yield Label(text, x, above, "middle", size)
    yield Label(text, x, below, "middle", size)
    for side, anchor in ((slant, "start"), (-slant, "end")):
        yield Label(text, x + side, above, anchor, size)
        yield Label(text, x + side, below, anchor, size)


def _room(label: Label) -> Rectangle:
    wide = length(label.text, label.size) * label.wide
    left = {"start": label.x, "middle": label.x - wide / 2, "end": label.x - wide}[label.anchor]
    return left - 2, label.y - label.size * 0.9, left + wide + 2, label.y + label.size * 0.25
