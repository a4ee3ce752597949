"""Who employs those whom a source calls its own, and sources that the report thereby shows to be companies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from crosswire.model import Attribution, Figure, Source
from crosswire.reading.attribution.chains import sources_at

#: roles that one has with an employer; drivers and cooks are persons
_HIRED = frozenset({"worker", "crew", "guard", "journalist", "person"})
_OWN = re.compile(r"^(?:its|his|her|their|our)\b", re.IGNORECASE)
#: those whom a company calls its own without paying them
_SERVED = re.compile(
    r"\b(?:members?|citizens?|passengers?|customers?|guests?|clients?|people|crew|relatives|family|victims?|subscribers)$",
    re.I,
)
_CHIEF = re.compile(
    r"^(?:the\s+)?(.+?)(?:['’]s?)?\s+(?:chief|head|boss|chairman|chairwoman|ceo|director|manager|president|spokes\w+)\b.*$",
    re.IGNORECASE,
)


def with_employers(figures: Sequence[Figure], said: Sequence[Attribution]) -> tuple[Figure, ...]:
    """The figures, the speaking company employing those whom it calls its own: "Rautek said 14 of its 19 staff"."""
    return tuple(replace(one, group=replace(one.group, employer=_employer(one, said))) for one in figures)


def _employer(figure: Figure, said: Sequence[Attribution]) -> str | None:
    group = figure.group
    if group.employer or group.role not in _HIRED or not _OWN.match(group.text) or _SERVED.search(group.text):
        return group.employer
    first = next(iter(sources_at(said, figure.quantity.span)), None)
    if first is None or first.span is None or first.span.start > figure.quantity.span.start:
        return None  # "boarded a tanker and seized four of its sailors, the operator said": the tanker's
    return _company(first.name, first.kind)


@lru_cache(maxsize=10_000)
def _company(name: str, kind: str) -> str | None:
    """ "BP" of "BP's chief executive"; a company by itself; None of anybody else and of what bears no name."""
    chief = _CHIEF.match(name)
    owner = chief.group(1) if chief and kind in ("company", "other", "expert") else name if kind == "company" else ""
    return owner if any(word[:1].isupper() for word in owner.split()) else None


def as_companies(said: Sequence[Attribution], figures: Sequence[Figure]) -> tuple[Attribution, ...]:
    """ "Norsk Kraft said five of its employees were missing": who employs the counted is a company, listed or not."""
    employers = {figure.group.employer.casefold() for figure in figures if figure.group.employer}
    if not employers:
        return tuple(said)
    return tuple(replace(one, sources=tuple(_placed(source, employers) for source in one.sources)) for one in said)


def _placed(source: Source, employers: set[str]) -> Source:
    known = source.kind == "other" and source.name.casefold() in employers
    return replace(source, kind="company") if known else source
