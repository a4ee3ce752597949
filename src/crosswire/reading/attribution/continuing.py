"""Sentences that go on counting for the source of the sentence before, without a cue of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from crosswire.model import Sentence, Span
from crosswire.reading.attribution.openings import goes_on, parts_of_all
from crosswire.reading.attribution.spoken import Spoken


def carried(spoken: Sequence[Spoken], sentences: Sequence[Sentence]) -> list[Spoken]:
    """Sentences that go on counting for the same source: "The remaining 14 were safe.", "Two of the ten are children.",
    and, in a paragraph of its own too, "The first bomb killed 13, the second 20" after "33 people in all".

    Only where the sentence before has one speaker and this one none; anything else is the report's own voice.
    """
    found: list[Spoken] = []
    known = list(spoken)
    for before, here in pairwise(sentences):
        opening = here.text.lstrip('"“')
        apart = before.paragraph != here.paragraph
        if not (parts_of_all(before.text, here.text) or (goes_on(opening) and not apart)):
            continue
        if any(span.overlaps(Span(here.start, here.end)) for one in known for span in one.content):
            continue
        one = _only_speaker(known, before)
        if one is not None:
            continued = _continued(one, here)
            known.append(continued)
            found.append(continued)
    return found


def _only_speaker(known: Sequence[Spoken], before: Sentence) -> Spoken | None:
    """The one who speaks in a sentence; None if nobody does, or two do."""
    speaking = [one for one in known if _speaks_in(one, before)]
    return speaking[0] if len({one.sources[0].name for one in speaking}) == 1 else None


def _speaks_in(one: Spoken, sentence: Sentence) -> bool:
    return bool(one.content) and one.sentence == sentence.index


def _continued(one: Spoken, here: Sentence) -> Spoken:
    return replace(
        one,
        sentence=here.index,
        cue=Span(here.start, here.start),
        content=(Span(here.start, here.end),),
        rule="continued",
        carried=True,
        quoted=False,
        opens=False,
    )
