"""Sentences that go on about the other event of the one before: "Most were let go", "Eighty-two were found then"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from crosswire.model import Figure, Sentence
from crosswire.reading.background.days import NEWS

_OPENING = re.compile(
    r"[\"“]?(?:No[ -]one|Nobody|None|Most|Some|All of (?:them|those)|Of (?:them|these|those)|In all|"
    r"(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|\d+) (?:of them\b|(?:was|were|had) ))"
)
_THEN = re.compile(r"\b(?:then|at the time|on that occasion|in those [a-z]+|in that [a-z]+)(?=[ ,.])")


def going_on(sentences: Mapping[int, Sentence], figures: Sequence[Figure]) -> Iterator[Figure]:
    """The figures, with those of a sentence that points back to one of nothing but background marked as well.

    In one paragraph, and where no weekday brings the sentence back to the report's own days.
    """
    main = {f.quantity.sentence for f in figures if not f.background}
    other = {f.quantity.sentence for f in figures if f.background} - main
    for figure in figures:
        here = sentences[figure.quantity.sentence]
        before = sentences.get(here.index - 1)
        if figure.background or before is None or before.index not in other or before.paragraph != here.paragraph:
            yield figure
            continue
        back = _OPENING.match(here.text) or _THEN.search(here.text)
        yield replace(figure, background=True) if back and not NEWS.search(here.text) else figure
