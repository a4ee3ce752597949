"""A claim as the evidence pages show it: its sentence with the marks, its chain, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crosswire.desk.drawing import Drawing, chain
from crosswire.desk.pages.held import Held
from crosswire.desk.pages.marked import Mark, Run, home_of, runs
from crosswire.model import Claim, Document, Incident, Relation, Span, State, Step, Tally
from crosswire.relations import why_one_root
from crosswire.report.page import Disagreement
from crosswire.report.passages import REACH, anchor, what
from crosswire.report.wording import DASH, day, figure, number, plain

#: first claims to a page of a figure, repeats shown beneath each
AT_ONCE, REPEATS = 40, 12
#: characters of a statement's own words beside its kind
_WORDS = 110

#: how a relation reads from either end
WAYS = {
    "same": ("says the same as", "is said again by"),
    "echoes": ("repeats", "is repeated by"),
    "supports": ("agrees with", "agrees with"),
    "revises": ("takes the place of", "gave way to"),
    "includes": ("contains", "is contained in"),
    "contradicts": ("contradicts", "contradicts"),
    "differs": ("only looks opposed to", "only looks opposed to"),
    "coincides": ("has by chance the number of", "has by chance the number of"),
    "may-overlap": ("may share people with", "may share people with"),
}
#: what a reader wants to see first
_ORDER = ("contradicts", "revises", "supports", "includes", "differs", "may-overlap", "coincides", "same", "echoes")


@dataclass(frozen=True, slots=True)
class Said:
    """One claim in its sentence; ``why`` is what became of it in the figure shown, ``repeats`` those that add nothing.

    ``cut`` tells on which sides the sentence goes on.
    """

    claim: Claim
    document: Document
    figure: str
    what: str
    runs: tuple[Run, ...]
    cut: tuple[bool, bool]
    chain: Drawing
    used: bool = True
    why: str = ""
    repeats: tuple[Claim, ...] = ()
    all_repeats: int = 0


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as it reads from one of its claims."""

    relation: Relation
    words: str
    other: Said


def said(held: Held, claim: Claim, step: Step | None = None, *, reach: int = REACH) -> Said:
    """The claim in its sentence, of which no more than ``reach`` characters on either side of the figure are shown."""
    document = held.documents[claim.document]
    home, mark = home_of(claim, document), anchor(claim)
    shown = _within(document.text, home, mark, reach)
    marks = [Mark(mark, "number" if claim.number else "words", "")]
    marks += [Mark(hedge.span, "hedge", hedge.label) for hedge in claim.hedges]
    again = held.repeats.get(claim.id, [])
    return Said(
        claim=claim,
        document=document,
        figure=figure(claim) if claim.kind == "count" else plain(claim.event or claim.kind),
        what=worded(claim),
        runs=runs(document.text, shown, marks),
        cut=(shown.start > home.start, shown.end < home.end),
        chain=chain(claim, document, held.documents.get(document.copy_of or "")),
        used=step.used if step else True,
        why=plain(step.why) if step else "",
        repeats=tuple(held.claims[id] for id in again[:REPEATS]),
        all_repeats=len(again),
    )


def _within(text: str, home: Span, mark: Span, reach: int) -> Span:
    """The part of a sentence around a figure, cut between words where it is cut."""
    start, end = max(home.start, mark.start - reach), min(home.end, mark.end + reach)
    if start > home.start:
        gap = text.find(" ", start, mark.start)
        start = gap + 1 if gap >= 0 else start
    if end < home.end:
        gap = text.rfind(" ", mark.end, end)
        end = gap if gap > mark.end else end
    return Span(start, end)


def worded(claim: Claim) -> str:
    """What stands beside a claim's figure: the state and the group of a count, else its own words."""
    return what(claim) if claim.kind == "count" else f"“{_short(plain(claim.quote))}”"


def _short(words: str) -> str:
    return words if len(words) <= _WORDS else words[: words.rfind(" ", 0, _WORDS)] + " …"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A figure with what it rests on: the first claims of each origin and number, repeats beneath them."""

    tally: Tally
    incident: Incident | None
    low: str
    best: str
    high: str
    support: tuple[Said, ...]
    dissent: tuple[Said, ...]
    firsts: int
    page: int
    pages: int
    part_of: Tally | None
    parts: tuple[Tally, ...]
    derived: tuple[Tally, ...]
    fates: tuple[tuple[str, str, State], ...]
    disagreements: tuple[Disagreement, ...]


def evidence(held: Held, tally: Tally, page: int = 1) -> Evidence:
    """All that a figure rests on, a page of it at a time."""
    steps = {step.claim: step for step in tally.trace}
    every = [id for id in (*tally.support, *tally.dissent) if id in held.claims]
    order = {step.claim: place for place, step in enumerate(tally.trace)}
    firsts = [id for id in every if held.head.get(id, id) == id or held.head[id] not in steps]
    firsts.sort(key=lambda id: (id not in tally.support, not _used(steps.get(id)), order.get(id, len(order))))
    pages = max(1, -(-len(firsts) // AT_ONCE))
    page = min(max(1, page), pages)
    here = firsts[(page - 1) * AT_ONCE : page * AT_ONCE]
    told = [said(held, held.claims[id], steps.get(id)) for id in here]
    return Evidence(
        tally=tally,
        incident=held.incidents.get(tally.incident),
        low=bound(tally.low),
        best=bound(tally.best),
        high=bound(tally.high),
        support=tuple(one for one in told if one.claim.id in tally.support),
        dissent=tuple(one for one in told if one.claim.id not in tally.support),
        firsts=len(firsts),
        page=page,
        pages=pages,
        part_of=held.tallies.get(tally.part_of or ""),
        parts=tuple(other for other in held.account.tallies if other.part_of == tally.id),
        derived=tuple(_named_in(held, tally.derived or "")),
        fates=tuple(_fates(held, tally.id)),
        disagreements=held.disagreements(tally),
    )


def bound(value: int | None) -> str:
    """A bound, or a dash where no sentence states it."""
    return DASH if value is None else number(value)


def _used(step: Step | None) -> bool:
    return step is None or step.used


def _named_in(held: Held, formula: str) -> Iterator[Tally]:
    """The figures that a derived one is made from."""
    words = formula.replace("(", " ").replace(")", " ").replace(",", " ").split()
    for word in dict.fromkeys(words):
        if word in held.tallies:
            yield held.tallies[word]


def _fates(held: Held, tally: str) -> Iterator[tuple[str, str, State]]:
    """The groups accounted for with this figure, and as what."""
    for fate in held.account.fates:
        for role, states in (("their number", (fate.size,)), ("one of their states", fate.states)):
            for state in states:
                if tally in state.tallies:
                    yield fate.label, role, state


# --- one claim -----------------------------------------------------------------------------------


def ties(held: Held, claim: Claim, most: int = 60) -> tuple[tuple[Tie, ...], int]:
    """The relations of a claim, those that a reader must know first, and how many there are in all."""
    found = held.relations.get(claim.id, [])
    ranked = sorted(found, key=lambda r: _ORDER.index(r.type) if r.type in _ORDER else len(_ORDER))
    told = []
    for relation in ranked[:most]:
        mine = relation.a == claim.id
        other = held.claims.get(relation.b if mine else relation.a)
        if other is not None:
            words = WAYS.get(relation.type, (relation.type, f"{relation.type} (the other way)"))[0 if mine else 1]
            told.append(Tie(relation, words, said(held, other, reach=90)))
    return tuple(told), len(found)


def one_root(held: Held, claim: Claim, tally: Tally, most: int = 20) -> tuple[tuple[Claim, str], ...]:
    """Claims of the same figure that are no further origin beside this one, each with the reason."""
    found, roots = [], held.origins.root
    for id in (*tally.support, *tally.dissent):
        other = held.claims.get(id)
        if (
            other is None
            or id == claim.id
            or roots.get(id) != roots.get(claim.id)
            or held.head.get(id, id) == held.head.get(claim.id, claim.id)
        ):
            continue
        reason = why_one_root(claim, other, held.account.documents, held.origins)
        if reason:
            found.append((other, plain(reason)))
        if len(found) == most:
            break
    return tuple(found)


def dated(document: Document) -> str:
    """When a report appeared, for a person."""
    return day(document.published.value) if document.published.value else "undated"
