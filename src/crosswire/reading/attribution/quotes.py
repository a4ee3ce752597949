"""Quotations of a text: double marks of any shape, single marks around speech, quotations over several paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crosswire.model import Sentence, Span

_MARK = re.compile(r"[\"“”„«»]")
_SINGLE = re.compile(r"(?<![\w.])[‘'](?=[A-Z])([^“”\"\n‘]{15,}?[,.!?…])[’'](?!\w)")


def quotations(text: str, sentences: Sequence[Sentence]) -> tuple[Span, ...]:
    """Every quotation, marks included, in text order.

    A paragraph that opens with a mark while the one before was never closed goes on with it; a mark
    turned the wrong way ("removing.”It is over") opens when none is open.
    """
    found: list[Span] = []
    pending: int | None = None
    for start, end in _paragraphs(sentences):
        opener = pending if pending is not None and _MARK.match(text, start) else None
        spans, pending = _marked(text, start, end, opener)
        found += spans
        if pending is not None and not _MARK.match(text, _next_start(text, end)):
            found.append(Span(pending, end))
            pending = None
    if pending is not None and sentences:
        found.append(Span(pending, sentences[-1].end))
    doubles = sorted(found)
    singles = (Span(m.start(), m.end()) for m in _SINGLE.finditer(text))
    return tuple(sorted([*doubles, *(s for s in singles if not any(d.overlaps(s) for d in doubles))]))


def _next_start(text: str, end: int) -> int:
    while end < len(text) and text[end].isspace():
        end += 1
    return end


def _paragraphs(sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    number = -1
    for sentence in sentences:
        if sentence.paragraph == number:
            found[-1] = (found[-1][0], sentence.end)
        else:
            found.append((sentence.start, sentence.end))
            number = sentence.paragraph
    return found


def _marked(text: str, start: int, end: int, opener: int | None) -> tuple[list[Span], int | None]:
    """Quotations of one paragraph, and the place of one left open."""
    found: list[Span] = []
    place = start + 1 if opener is not None else start
    for match in _MARK.finditer(text, place, end):
        here = match.start()
        if opener is None:
            if match.group() == '"' and here and text[here - 1].isdigit() and not _opens(text, here):
                continue  # inches
            opener = here
        elif match.group() in "“„«":
            continue  # a quotation inside a quotation
        else:
            found.append(Span(opener, here + 1))
            opener = None
    return found, opener


def _opens(text: str, here: int) -> bool:
    return here + 1 < len(text) and not text[here + 1].isspace() and (here == 0 or text[here - 1].isspace())
