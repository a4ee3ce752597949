"""What every drawing of the desk hands out: markup that is safe to put into a page, and the same in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from crosswire.report.wording import plain


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture and its words.

    ``markup`` is escaped HTML with no style, script or handler of its own, coloured by classes of ``drawing.css``;
    ``told`` says the same in plain sentences, not escaped, for readers without sight of the picture.  In a template
    ``{{ drawing }}`` gives the whole, in an element ``tag``: the picture with its sentences folded beneath.
    """

    markup: str
    told: tuple[str, ...] = ()
    kind: str = ""
    tag: str = "figure"

    def __html__(self) -> str:
        """The figure for a page; Jinja asks for this and escapes nothing of it."""
        if not self.markup:
            return f'<div class="drawing {self.kind}">{listed(self.told)}</div>' if self.told else ""
        words = f"<figcaption><details><summary>In words</summary>{listed(self.told)}</details></figcaption>"
        return f'<{self.tag} class="drawing {self.kind}">{self.markup}{words if self.told else ""}</{self.tag}>'

    def __str__(self) -> str:
        return self.__html__()


@dataclass(frozen=True, slots=True)
class Size:
    """One of the two drawings of a picture, for a wide column or a narrow one; measures in CSS pixels."""

    key: str
    width: float
    height: float
    type: float


def listed(sentences: Iterable[str]) -> str:
    """The sentences as a list, each with the direction of its own first letter."""
    return "<ul>" + "".join(f'<li dir="auto">{said(sentence)}</li>' for sentence in sentences) + "</ul>"


def said(text: str) -> str:
    """Words of a report or of ours as text of the page: no markup, no control codes, no direction overrides."""
    return escape(plain(text))


def framed(name: str, size: Size, heading: str, words: str, body: str, linked: bool = False) -> str:
    """One SVG with its title and description; what holds links is a group, for an image has no inside."""
    ident = f"{said(name)}-{size.key}"
    role = "group" if linked else "img"
    return (
        f'<svg class="{size.key}" viewBox="0 0 {size.width:g} {size.height:g}" width="{size.width:g}"'
        f' height="{size.height:g}" role="{role}" aria-labelledby="{ident}-t {ident}-d">'
        f'<title id="{ident}-t">{said(heading)}</title><desc id="{ident}-d">{said(words)}</desc>\n{body}\n</svg>'
    )


def lettered(text: str, x: float, y: float, kind: str, size: float, anchor: str = "start") -> str:
    """A line of text; its size is a presentation attribute, so that the page needs no rule for each."""
    where = f'x="{x:.1f}" y="{y:.1f}"' + (f' text-anchor="{anchor}"' if anchor != "start" else "")
    return f'<text class="{kind}" {where} font-size="{size:g}">{said(text)}</text>'


def cut(text: str, letters: int) -> str:
    """The text, or its beginning with an ellipsis where it is longer than so many letters."""
    shown = plain(text)
    return shown if len(shown) <= letters else shown[: letters - 1].rstrip() + "…"
