"""The way of one claim's words: speaker, medium, agency, outlet, each with the verb that handed them on.

Drawn as a list that flows and wraps: it is read as it is seen, and needs no other words beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crosswire.desk.drawing.picture import Drawing, said
from crosswire.model import Claim, Document
from crosswire.report.page import Hop
from crosswire.report.passages import chain as hops_of
from crosswire.report.wording import plain

_ARROW = (
    '<svg viewBox="0 0 28 10" width="28" height="10" aria-hidden="true" focusable="false">'
    '<path d="M0 5h25M21 1l5 4-5 4"/></svg>'
)


def chain(claim: Claim, document: Document, original: Document | None = None) -> Drawing:
    """From the origin to the page it was read on; ``original`` is the report that this one reprints, if it does."""
    hops = list(hops_of(claim, document))
    if original is not None:
        hops = [*hops_of(claim, original), Hop(hops[-1].name, hops[-1].kind, "reprint")]
    opening = '<ol class="chain" aria-label="Where the words come from, origin first">'
    return Drawing(f"{opening}{''.join(_items(hops, not claim.sources))}</ol>", (), "flow", "div")


def _items(hops: Sequence[Hop], own: bool) -> Iterator[str]:
    """The arrow after a hop bears the verb by which the words left it."""
    for place, hop in enumerate(hops):
        kind = f"{hop.kind}, in its own voice" if own and place == 0 else hop.kind
        box = f'<span class="hop"><span dir="auto">{said(hop.name)}</span> <small>{said(kind)}</small></span>'
        last = place == len(hops) - 1
        yield f"<li>{box}{'' if last else _arrow(_verb(hop, hops[place + 1]))}</li>"


def _verb(hop: Hop, after: Hop) -> str:
    """A reprint is told by the outlet that reprints, every other verb by who speaks."""
    return "reprinted by" if after.cue == "reprint" and not hop.cue else plain(hop.cue or "")


def _arrow(verb: str) -> str:
    words = f'<i dir="auto">{said(verb)}</i>' if verb else ""
    return f'<span class="arrow">{words}{_ARROW}</span>'
