"""Sources that the report shows to be companies: those whose people it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crosswire.model import Attribution, Figure, Source


def as_companies(said: Sequence[Attribution], figures: Sequence[Figure]) -> tuple[Attribution, ...]:
    """ "Norsk Kraft said five of its employees were missing": who employs the counted is a company, listed or not."""
    employers = {figure.group.employer.casefold() for figure in figures if figure.group.employer}
    if not employers:
        return tuple(said)
    return tuple(replace(one, sources=tuple(_placed(source, employers) for source in one.sources)) for one in said)


def _placed(source: Source, employers: set[str]) -> Source:
    known = source.kind == "other" and source.name.casefold() in employers
    return replace(source, kind="company") if known else source
