"""What a form shows of an account: the claims that it is about, and those that may be meant by the second."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from crosswire.desk.judging.effects import Effect
from crosswire.desk.judging.kinds import Kind
from crosswire.desk.pages.held import Held
from crosswire.desk.pages.said import WAYS, Said, said
from crosswire.errors import UnknownClaim
from crosswire.judgements import GROUP, INCLUDES, NOT_SAME, TRAITS
from crosswire.judging import Traits, roles
from crosswire.model import Claim, Document, Group, Incident

#: second claims, reports and names that a form offers; any other can be named
OFFERED, NAMES = 30, 400


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed into a form, as it was typed; ``other`` names the second thing where none offered was meant."""

    a: str = ""
    b: str = ""
    other: str = ""
    since: str = ""
    by: str = ""
    why: str = ""
    back: str = "/"
    traits: Mapping[str, str] = field(default_factory=dict)

    @property
    def second(self) -> str | None:
        """The second thing: what was typed comes before what was picked."""
        return self.other.strip() or self.b.strip() or None


@dataclass(frozen=True, slots=True)
class Offer:
    """A claim that may be meant, and why it is offered."""

    said: Said
    why: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form filled in as far as it is; ``error`` is the line that says why nothing was judged.

    ``effect`` is what the judgement would move, once somebody asked.
    """

    kind: Kind
    asked: Asked
    one: Said | None = None
    other: Said | None = None
    offers: tuple[Offer, ...] = ()
    names: tuple[str, ...] = ()
    reports: tuple[Document, ...] = ()
    incidents: tuple[Incident, ...] = ()
    report: Document | None = None
    incident: Incident | None = None
    traits: tuple[tuple[str, str], ...] = ()
    roles: tuple[str, ...] = ()
    error: str = ""
    effect: Effect | None = None


def form_of(held: Held, kind: Kind, asked: Asked, error: str = "") -> Form:
    """The form of a kind of judgement with what is known of the things named in it."""
    one, other = _claim(held, asked.a), _claim(held, asked.b)
    if kind.a == "claim":
        return Form(
            kind,
            asked,
            one=said(held, one) if one else None,
            other=said(held, other) if other else None,
            offers=tuple(_offers(held, kind, one)) if one and kind.b else (),
            traits=tuple(_filled(one, asked)) if one and kind.name == GROUP else (),
            roles=roles() if kind.name == GROUP else (),
            error=error,
        )
    report = held.documents.get(asked.a)
    names = tuple(_names(held)) if kind.a == "source" else ()
    reports = tuple(_reports(held, report)) if kind.a == "report" and kind.b != "incident" else ()
    incidents: tuple[Incident, ...] = ()
    if kind.a == "incident":
        incidents = held.account.incidents[:NAMES]
    elif kind.b == "incident":
        incidents = tuple(i for i in held.account.incidents if report is None or report.id in i.documents)[:NAMES]
    incident = held.incidents.get(asked.a)
    return Form(
        kind, asked, names=names, reports=reports, incidents=incidents, report=report, incident=incident, error=error
    )


def traits_given(held: Held, asked: Asked) -> Traits:
    """What the form says of a group that the claim does not say already; a field emptied takes the trait away.

    Several nationalities stand with commas between them.
    """
    claim = _claim(held, asked.a)
    was = dict(_of_group(claim.group)) if claim and claim.group else {}
    found: list[tuple[str, str]] = []
    for key in TRAITS:
        value = " ".join(asked.traits.get(key, was.get(key, "")).split())
        if value != was.get(key, ""):
            parts = [part.strip() for part in value.split(",")] if key == "nationality" else [value]
            found += [(key, part) for part in parts if part or len(parts) == 1]
    return tuple(found)


def _claim(held: Held, id: str) -> Claim | None:
    try:
        return held.claim(id.strip()) if id.strip() else None
    except UnknownClaim:
        return None


# --- the second claim ----------------------------------------------------------------------------


def _offers(held: Held, kind: Kind, one: Claim) -> Iterator[Offer]:
    """Related claims first, then those of the same figure or the same state, each with the reason."""
    seen = {one.id}
    for id, why in _meant(held, kind, one):
        claim = held.claims.get(id)
        if claim is None or claim.id in seen or claim.kind != "count" or (claim.background and kind.name != NOT_SAME):
            continue
        seen.add(claim.id)
        yield Offer(said(held, claim, reach=90), why)
        if len(seen) > OFFERED:
            return


def _meant(held: Held, kind: Kind, one: Claim) -> Iterator[tuple[str, str]]:
    home = held.account.claim_incident.get(one.id)
    own = {tally.id for tally, _ in held.figures.get(one.id, ())}
    apart = kind.name == NOT_SAME
    first = held.head.get(one.id)
    if apart and first:
        yield first, "which it is held to repeat"
    for relation in held.relations.get(one.id, ()):
        if relation.type not in ("same", "echoes") or apart:
            mine = relation.a == one.id
            yield (relation.b if mine else relation.a), "which it " + _worded(relation.type, mine)
    alike, others = [], []
    for claim in held.account.claims:
        if claim.kind != "count" or held.account.claim_incident.get(claim.id) != home or claim.id in held.head:
            continue
        counted = {tally.id for tally, _ in held.figures.get(claim.id, ())}
        if own & counted:
            alike.append((claim.id, "of the same figure"))
        elif claim.status == one.status or kind.name == INCLUDES:
            others.append((claim.id, "of another figure"))
    yield from alike + others if apart else others + alike


def _worded(type: str, mine: bool) -> str:
    return WAYS.get(type, (type, type))[0 if mine else 1]


# --- the other things ----------------------------------------------------------------------------


def _names(held: Held) -> Iterator[str]:
    """Every name that speaks here, those that say most first."""
    said: dict[str, int] = {}
    for claim in held.account.claims:
        for source in claim.sources:
            said[source.name] = said.get(source.name, 0) + 1
    for document in held.account.documents:
        for name in (document.publisher, *document.agencies):
            if name:
                said[name] = said.get(name, 0) + 1
    yield from sorted(said, key=lambda name: (-said[name], name))[:NAMES]


def _reports(held: Held, report: Document | None) -> Iterator[Document]:
    """The reports of the same incidents, the newest first; of a correction those that come into question."""
    near = {id for i in held.account.incidents if report and report.id in i.documents for id in i.documents}
    found = [d for d in held.account.documents if d is not report and (not near or d.id in near)]
    yield from sorted(found, key=lambda d: (d.published.value or "", d.id), reverse=True)[:NAMES]


def _of_group(group: Group) -> Iterator[tuple[str, str]]:
    yield "role", group.role
    yield "nationality", ", ".join(group.nationality)
    for key in ("employer", "sex", "age", "allegiance"):
        yield key, getattr(group, key) or ""


def _filled(claim: Claim, asked: Asked) -> Iterator[tuple[str, str]]:
    """Each trait with what was typed, else with what was read."""
    for key, value in _of_group(claim.group or Group("")):
        yield key, asked.traits.get(key, value)
