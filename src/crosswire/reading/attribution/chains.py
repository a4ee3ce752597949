"""Sayings inside sayings become chains: "A said that B said X" is B's, relayed by A."""

from __future__ import annotations

from collections.abc import Sequence

from crosswire.model import Attribution, Source, Span
from crosswire.reading.attribution.spoken import Spoken, distinct
from crosswire.reading.attribution.turns import OWN_TURN


def chained(spoken: Sequence[Spoken]) -> tuple[Attribution, ...]:
    """One attribution per saying with content: its own sources, then those of the sayings around its cue."""
    with_content = [one for one in spoken if one.content]
    found = {_attribution(one, with_content) for one in with_content}
    return tuple(sorted(found, key=_place))


def _place(one: Attribution) -> tuple[int, int, str, str]:
    return one.content[0].start, one.content[-1].end, one.rule, "|".join(s.name for s in one.sources)


def _attribution(one: Spoken, others: Sequence[Spoken]) -> Attribution:
    holding: list[tuple[int, int, tuple[Source, ...]]] = []
    for k, other in enumerate(others if one.rule != "claim of others" else ()):
        sizes = [s.end - s.start for s in other.content if s.holds(one.cue)]
        if other is not one and sizes and not one.carried and other.rule != OWN_TURN:
            holding.append((min(sizes), k, other.sources))
    chain = [*one.sources, *(source for _, _, sources in sorted(holding, key=lambda h: h[:2]) for source in sources)]
    return Attribution(one.content, distinct(chain), one.rule, one.quoted, one.carried)


def sources_at(attributions: Sequence[Attribution], span: Span) -> tuple[Source, ...]:
    """Who says what stands at ``span``: the chain of the attribution that holds it most closely; () for nobody.

    Closest is the smallest content span.  Of equal contents the longer chain wins.
    """
    best: tuple[int, int] | None = None
    found: tuple[Source, ...] = ()
    for one in attributions:
        for content in one.content:
            if content.start > span.start or span.end > content.end:
                continue
            rank = (content.end - content.start, -len(one.sources))
            if best is None or rank < best:
                best, found = rank, one.sources
    return found
