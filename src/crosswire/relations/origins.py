"""Where a figure comes from: reprints folded onto their originals, and the root of every claim.

A root is whoever first said it.  Relays, reprints and repeats add none; offices of one government are one root, for a
ministry and its "officials" read from one sheet; a report's own voice is a root of its own unless the same report
attributes the same figure, or another report in its own voice carries the same agency's credit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from crosswire.algebra import agree, bounds
from crosswire.errors import NoMoment
from crosswire.lattice import Cohort, cohort_of, within
from crosswire.model import Claim, Document
from crosswire.moments import moment
from crosswire.relations.names import Names, names_of
from crosswire.relations.offices import quarrelling
from crosswire.relations.surroundings import Texts

Numeral = tuple[str | None, int | str | None, int | None, Cohort, bool]

#: relays that hear a speaker themselves and pass it on; an official who quotes another is no channel
_CHANNELS = frozenset({"agency", "outlet", "state media"})


@dataclass(frozen=True, slots=True)
class Origins:
    """What is known of where claims come from.

    ``family`` gives a report's original, ``master`` the claim that a reprint's claim repeats (itself for all others),
    ``root`` the origin, ``when`` the moment a family was published (None if unknown), ``channel`` who passed it on: the
    last agency or outlet of the chain, else the newsroom of the report.
    """

    family: Mapping[str, str]
    master: Mapping[str, str]
    root: Mapping[str, str]
    when: Mapping[str, datetime | None]
    channel: Mapping[str, str]
    _said: dict[str, tuple[object, ...]] = field(default_factory=dict, repr=False, compare=False)

    def order(self, claim: Claim) -> tuple[object, ...]:
        """Sorts claims as they were said: by publication (undated last), report, place in the text."""
        known = self._said.get(claim.id)
        if known is not None:
            return known
        family = self.family.get(claim.document, claim.document)
        when = self.when.get(family)
        stamp = when.isoformat() if when else "~"
        span = claim.number or claim.span
        found = (stamp, family, claim.document != family, claim.document, span.start, span.end, claim.id)
        self._said[claim.id] = found
        return found


def trace(claims: Sequence[Claim], documents: Sequence[Document], incident_of: Mapping[str, str]) -> Origins:
    """Fold reprints and find the root of every claim; blind to the order of both lists."""
    family = _families(documents)
    when = _moments(documents, family)
    said = Origins(family, {}, {}, when, {})
    ordered = sorted(claims, key=said.order)
    master = _masters(ordered, family)
    originals = [claim for claim in ordered if master[claim.id] == claim.id]
    root, channel = _roots(originals, documents, family, incident_of)
    return replace(
        said,
        master=master,
        root={claim.id: root[master[claim.id]] for claim in ordered},
        channel={claim.id: channel[master[claim.id]] for claim in ordered},
    )


# --- families ------------------------------------------------------------------------------------


def _families(documents: Sequence[Document]) -> dict[str, str]:
    """Each report's original; a reprint of a reprint leads to the first, a circle to its smallest id."""
    source = {document.id: document.copy_of for document in documents}
    found: dict[str, str] = {}
    for document in sorted(source):
        path = [document]
        while (step := source.get(path[-1])) and step not in path:
            path.append(step)
        found[document] = min(path[path.index(step) :]) if step else path[-1]
    return found


def _moments(documents: Sequence[Document], family: Mapping[str, str]) -> dict[str, datetime | None]:
    """A family was published when its original was; with the first of its reprints if the original is not at hand.

    The date of a reprint says nothing of an undated original that is: it may be years older.
    """
    dates: dict[str, list[datetime]] = defaultdict(list)
    for document in documents:
        home, found = family[document.id], _moment(document)
        if found and (document.id == home or home not in family):
            dates[home].append(found)
    return {home: min(dates[home]) if home in dates else None for home in family.values()}


def _moment(document: Document) -> datetime | None:
    try:
        return moment(document.published.value) if document.published.value else None
    except NoMoment:
        return None


def _masters(counts: Sequence[Claim], family: Mapping[str, str]) -> dict[str, str]:
    """A reprint's claims are those of its original, figure by figure in text order; what it adds is its own."""
    number: dict[tuple[str, Numeral], int] = {}
    pool: list[list[str]] = []
    used: Counter[tuple[str, int]] = Counter()
    found: dict[str, str] = {}
    prints = Counter(family.values())
    for claim in counts:
        home = family.get(claim.document, claim.document)
        if prints[home] <= 1:  # nobody reprints it
            found[claim.id] = claim.id
            continue
        place = number.setdefault((home, numeral(claim)), len(pool))
        if place == len(pool):
            pool.append([])
        mine, known = (claim.document, place), pool[place]
        if used[mine] < len(known):
            found[claim.id] = known[used[mine]]
        else:
            known.append(claim.id)
            found[claim.id] = claim.id
        used[mine] += 1
    return found


def numeral(claim: Claim) -> Numeral:
    """What two printings of one claim share: status, bounds, group, and whether it is background; else the words."""
    if claim.kind != "count":
        return (f"{claim.kind} {claim.event or ''}", " ".join(claim.quote.split()), None, Cohort(), claim.background)
    return (claim.status, claim.low, claim.high, cohort_of(claim.group), claim.background)


# --- roots ---------------------------------------------------------------------------------------


def _roots(
    claims: Sequence[Claim], documents: Sequence[Document], family: Mapping[str, str], incident_of: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The root and the channel of every claim; what names mean is learned from a story's figures."""
    stories: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        stories[incident_of.get(claim.id, "")].append(claim)
    voices = _voices(documents, family)
    texts = Texts(documents)
    root: dict[str, str] = {}
    channel: dict[str, str] = {}
    for told in stories.values():
        counts = [claim for claim in told if claim.kind == "count"]
        names = names_of(told)
        for claim in told:
            home = family.get(claim.document, claim.document)
            voice = voices.get(home, f"report {home}")
            root[claim.id] = names.key(claim.sources[0]) if claim.sources else voice
            heard = claim.sources and claim.sources[-1].kind in _CHANNELS
            channel[claim.id] = names.key(claim.sources[-1]) if heard else voice
        root |= quarrelling(counts, root, texts)
        _adopt(counts, family, root)
    return root, channel


def _voices(documents: Sequence[Document], family: Mapping[str, str]) -> dict[str, str]:
    """The root of each report's own voice: its agencies, its publisher, else itself.

    Two reports credited to one agency are one voice, and so are two of one publisher.
    """
    known = {document.id: document for document in documents}
    marks = {home: _marks(known[home]) for home in sorted(set(family.values())) if home in known}
    parent = {mark: mark for found in marks.values() for mark in found}

    def top(mark: str) -> str:
        while parent[mark] != mark:
            parent[mark] = parent[parent[mark]]
            mark = parent[mark]
        return mark

    for found in marks.values():
        for mark in found[1:]:
            one, other = sorted((top(found[0]), top(mark)))
            parent[other] = one
    return {home: top(found[0]) if found else f"report {home}" for home, found in marks.items()}


def _marks(document: Document) -> list[str]:
    agencies = sorted({Names.plain(name) for name in document.agencies} - {""})
    return agencies or sorted({Names.plain(document.publisher or "")} - {""})


def _adopt(told: Sequence[Claim], family: Mapping[str, str], found: dict[str, str]) -> None:
    """A figure told without a source is the source's whose same figure the same report gives elsewhere.

    "Twelve people died in the blast. ... The ministry said 12 people had died." has one origin.
    """
    sourced: dict[tuple[str, str | None], list[Claim]] = defaultdict(list)
    for claim in told:
        if claim.sources and not claim.background:
            sourced[(family.get(claim.document, claim.document), claim.status)].append(claim)
    index = {key: _Attributed(claims) for key, claims in sourced.items()}
    for claim in told:
        key = (family.get(claim.document, claim.document), claim.status)
        if not claim.sources and not claim.background and key in index:
            match = index[key].match(claim)
            found[claim.id] = found[match.id] if match else found[claim.id]


class _Attributed:
    """The attributed figures of one report and status, found by number; only rounded ones are searched."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.by_value: dict[int | None, list[Claim]] = defaultdict(list)
        for claim in claims:
            self.by_value[bounds(claim).value].append(claim)

    def match(self, claim: Claim) -> Claim | None:
        mine = bounds(claim)
        near: Iterable[Claim] = self.by_value.get(mine.value, ()) if mine.value is not None else ()
        values = [value for value in self.by_value if value is not None and value != mine.value]
        if mine.value is not None and not mine.exact and len(values) < 64:
            near = [*near, *(c for value in sorted(values) for c in self.by_value[value])]
        cohort = cohort_of(claim.group)
        for other in near:
            theirs = cohort_of(other.group)
            if agree(mine, bounds(other)) and (within(cohort, theirs) or within(theirs, cohort)):
                return other
        return None
