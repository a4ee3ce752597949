"""The account of an incident in plain sentences, each clause with the figure or the claims that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crosswire.desk.countries import where
from crosswire.desk.pages.clauses import Clause, clause, with_article
from crosswire.model import Account, Claim, Incident
from crosswire.report.arranging import captivity
from crosswire.report.page import Disagreement, Fates, Row, View
from crosswire.report.wording import days, plain, plural, side, unique

#: figures told in the first sentences
_MOST = 8
#: speech acts that belong to the story in short, and how they are introduced
_ACTS = {
    "responsibility": "Responsibility is claimed by",
    "demand": "Demands are made by",
    "offer": "An offer is made by",
    "threat": "Threats are made by",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a sentence; ``to`` is what they rest on: a "tally", "claim" or "section" and its id."""

    text: str
    to: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in parts, read one after the other."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The sentence without its links."""
        return "".join(part.text for part in self.parts)


def clauses(view: View, blocks: Sequence[Fates]) -> tuple[Clause, ...]:
    """The figures that the story in short tells: of each block of the table the first of each state, in its order."""
    tallies = {tally.id: tally for tally in view.tallies}
    rows = list(_leading(view, blocks))
    return tuple(clause(row, tallies[row.tally], view.claims, view.documents) for row in rows if row.tally)


def gravest(told: Sequence[Clause], roles: dict[str, str], most: int = 3) -> tuple[Clause, ...]:
    """The two or three that matter: who suffers before who did it, the killed first."""
    return tuple(sorted(told, key=lambda c: (side(roles.get(c.tally, "")) == 2, c.status != "killed"))[:most])


def _leading(view: View, blocks: Sequence[Fates]) -> Iterator[Row]:
    tallies = {tally.id: tally for tally in view.tallies}
    taken = captivity(view.incident, view.tallies)
    found = 0
    for block in blocks:
        seen: set[str] = set()
        top = min((row.depth for row in block.rows), default=0)
        for row in block.rows:
            tally = tallies.get(row.tally or "")
            if tally is None or tally.derived is not None or (row.low, row.high) == ("0", "0"):
                continue
            inner = taken and tally.group.role == "hostage" and tally.status == "killed" and row.depth == top + 1
            key = f"{tally.status} inside" if inner else tally.status
            if key in seen or found >= _MOST or (row.depth > top + (not block.label) and not inner):
                continue
            if row.depth > top and not inner and tally.part_of in tallies:
                continue
            seen.add(key)
            found += 1
            yield row


# --- sentences -----------------------------------------------------------------------------------


def headline(
    incident: Incident, share: Account, told: Sequence[Clause], opposed: Sequence[Disagreement]
) -> tuple[Sentence, ...]:
    """What happened, what became of whom and who says so, who owns up, and what is in dispute."""
    found = [_what_happened(incident, share)]
    found += [_figure(entry, opposed, share) for entry in told]
    found += list(_spoken(share))
    open_ = [item for item in opposed if item.conflict]
    if open_:
        words = "One disagreement is open" if len(open_) == 1 else f"{len(open_)} disagreements are open"
        found.append(Sentence((Part(words, ("section", "disagreements")), Part("."))))
    return tuple(found)


def _what_happened(incident: Incident, share: Account) -> Sentence:
    at, when = where(incident.place), days(incident.start, incident.end)
    kind = plain(incident.type) if incident.type != "other" else "events"
    words = kind[:1].upper() + kind[1:]
    words += f" {'' if at.startswith('near ') else 'at '}{at}" if at else ""
    words += f", {when}" if when else ""
    copies = sum(document.copy_of is not None for document in share.documents)
    reports = plural(len(share.documents), "report") + _reprints(copies)
    return Sentence((Part(f"{words}; told by "), Part(reports, ("section", "reports")), Part(".")))


def _reprints(copies: int) -> str:
    """ ", 2 of them reprints"."""
    return f", {copies} of them {'a reprint' if copies == 1 else 'reprints'}" if copies else ""


def _figure(entry: Clause, opposed: Sequence[Disagreement], share: Account) -> Sentence:
    amount = entry.words[:1].upper() + entry.words[1:]
    parts = [Part(amount, ("tally", entry.tally))]
    if entry.range:
        parts.append(Part(f" ({entry.range})"))
    if entry.who:
        parts.append(Part(f", according to {entry.who}"))
    if entry.roots > 1:
        parts.append(Part(f" ({entry.roots} independent origins)"))
    if entry.state == "contested":
        ids = next(({*t.support, *t.dissent} for t in share.tallies if t.id == entry.tally), set())
        number = next((item.number for item in opposed if item.conflict and ids & item.claims), None)
        to = ("section", f"x{number}") if number else ("tally", entry.tally)
        parts += [Part("; "), Part("contested", to)]
    elif entry.state == "revised":
        parts.append(Part("; revised"))
    return Sentence((*parts, Part(".")))


def _spoken(share: Account) -> Iterator[Sentence]:
    """Who claims responsibility, demands, offers or threatens; each name leads to its claim."""
    for kind, words in _ACTS.items():
        named: dict[str, tuple[str, str]] = {}
        for claim in share.claims:
            if claim.kind == kind and not claim.background:
                name = _speaker(claim)
                named.setdefault(name.casefold(), (name, claim.id))
        if named:
            parts = [Part(f"{words} ")]
            for n, (name, id) in enumerate(list(named.values())[:3]):
                parts += [Part(", " if n else ""), Part(name, ("claim", id))]
            yield Sentence((*parts, Part(".")))


def _speaker(claim: Claim) -> str:
    """Who speaks: "the group's spokesman", "somebody not named"."""
    if claim.speaker:
        return with_article(plain(claim.speaker), anonymous=True)
    origin = claim.sources[0] if claim.sources else None
    return with_article(plain(origin.name), origin.anonymous) if origin else "somebody not named"


def roots_of(share: Account) -> int:
    """How many independent origins the best-founded figure has."""
    return max((tally.roots for tally in share.tallies if tally.derived is None), default=0)


def outlets_of(share: Account) -> int:
    """How many outlets tell it."""
    return len(unique(document.publisher or document.id for document in share.documents))
