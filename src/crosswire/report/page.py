"""What every format shows: an Account laid out as a page, in plain values without markup.

``page`` is the story: one block for each incident, biggest first, then warnings, sources' sentences
and the reports.  Text, Markdown and HTML draw the same page; nothing here counts, compares or
settles anything, it only orders and words what the Account holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crosswire.model import Account, Claim, Document, Fate, History, Incident, Relation, Tally, Violation

#: claim ids a line rests on
Refs = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A word on a figure's standing; ``see`` are the numbers of the disagreements it points to."""

    text: str
    see: tuple[int, ...] = ()

    def __str__(self) -> str:
        """ "contested: see 1, 3"."""
        return f"{self.text}: see {', '.join(map(str, self.see))}" if self.see else self.text


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the fates table; a bound that no sentence states is a dash.

    ``tally`` is the id of the figure; None for a line of persons who are told one by one.
    """

    depth: int
    label: str
    low: str
    best: str
    high: str
    roots: str
    state: tuple[Note, ...]
    refs: Refs
    contested: bool
    reason: str
    tally: str | None = None


@dataclass(frozen=True, slots=True)
class Fates:
    """A block of rows; without a ``label`` its first row is its own heading."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a disagreement: its sentence, who says it, when, and when that was reported."""

    quote: str
    who: str
    refs: Refs


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two or more sentences side by side, and what would settle them."""

    number: int
    type: str
    headline: str
    sides: tuple[Side, ...]
    reason: str
    settle: str | None
    claims: frozenset[str]

    @property
    def conflict(self) -> bool:
        """True where both sides cannot hold, or nobody has settled which does."""
        return self.type in ("contradicts", "violation", "contested")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of any other section: a lead word, what is said, the claims it rests on."""

    lead: str
    text: str
    refs: Refs = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A titled list of lines; ``key`` names it for anchors; a terminal shows no more than ``most`` of them."""

    key: str
    title: str
    lines: tuple[Line, ...]
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """All about one incident."""

    title: str
    facts: tuple[str, ...]
    fates: tuple[Fates, ...]
    ledger: Section
    disagreements: tuple[Disagreement, ...]
    sections: tuple[Section, ...]
    histories: tuple[History, ...] = ()


@dataclass(frozen=True, slots=True)
class Hop:
    """One station of a source chain and the verb that hands the words on."""

    name: str
    kind: str
    cue: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """A numbered sentence: where it stands, with its figure between ``before`` and ``after``."""

    n: int
    claim: str
    what: str
    document: str
    paragraph: int | None
    before: str
    marked: str
    after: str
    chain: tuple[Hop, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole report before any markup."""

    title: str
    facts: tuple[str, ...]
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
    documents: tuple[Document, ...]
    claims: dict[str, Claim]
    numbers: dict[str, int]


@dataclass(frozen=True, slots=True)
class View:
    """One incident's share of the Account, looked up once.

    ``unsourced`` is true where most figures are in the reports' own voice: then those that are not say whose they are.
    """

    incident: Incident | None
    documents: dict[str, Document]
    claims: dict[str, Claim]
    relations: tuple[Relation, ...]
    tallies: tuple[Tally, ...]
    folded: dict[str, str]
    classes: dict[str, Refs]
    fates: tuple[Fate, ...] = ()
    violations: tuple[Violation, ...] = ()
    unsourced: bool = False

    def found(self, ids: Iterable[str]) -> list[Claim]:
        """The claims of these ids that this incident holds."""
        return [self.claims[i] for i in ids if i in self.claims]

    def text(self, claim: Claim) -> str:
        """The text of the claim's report."""
        document = self.documents.get(claim.document)
        return document.text if document else ""

    def repeats(self, claim: Claim) -> Refs:
        """The claim and those that only repeat it, in their own order."""
        first = self.folded.get(claim.id, claim.id)
        return self.classes.get(first, (claim.id,))


def views(account: Account) -> Iterator[View]:
    """One view for each incident, biggest first; a last one for what belongs to none."""
    documents = {document.id: document for document in account.documents}
    folded = _folded(account.relations)
    homes: dict[str, dict[str, Claim]] = {incident.id: {} for incident in account.incidents}
    strays: dict[str, Claim] = {}
    for claim in account.claims:
        homes.get(account.claim_incident.get(claim.id, ""), strays)[claim.id] = claim
    for incident in sorted(account.incidents, key=lambda i: (-len(i.documents), -len(homes[i.id]), i.id)):
        yield _view(incident, homes[incident.id], account, documents, folded)
    if strays:
        yield _view(None, strays, account, documents, folded)


def _view(
    incident: Incident | None,
    claims: dict[str, Claim],
    account: Account,
    documents: dict[str, Document],
    folded: dict[str, str],
) -> View:
    classes: dict[str, list[str]] = {}
    for claim in claims:
        classes.setdefault(folded.get(claim, claim), []).append(claim)
    tallies = tuple(tally for tally in account.tallies if incident and tally.incident == incident.id)
    together = {first: tuple(members) for first, members in classes.items()}
    home = incident.id if incident else None
    return View(
        incident, documents, claims, _within(account.relations, claims), tallies, folded, together,
        tuple(fate for fate in account.fates if fate.incident == home),
        tuple(violation for violation in account.violations if violation.incident == home),
        _unsourced(claims.values()),
    )  # fmt: skip


def _unsourced(claims: Iterable[Claim]) -> bool:
    counts = [claim for claim in claims if claim.kind == "count" and not claim.background]
    return 2 * sum(not claim.sources for claim in counts) > len(counts)


def _within(relations: Sequence[Relation], claims: dict[str, Claim]) -> tuple[Relation, ...]:
    return tuple(relation for relation in relations if relation.a in claims and relation.b in claims)


def _folded(relations: Sequence[Relation]) -> dict[str, str]:
    """Each repeat to the claim it repeats, followed to the first."""
    step = {r.a: r.b for r in relations if r.type in ("same", "echoes")}
    found: dict[str, str] = {}
    for claim in step:
        seen, last = {claim}, step[claim]
        while last in step and last not in seen:
            seen.add(last)
            last = step[last]
        found[claim] = last
    return found


def cited(blocks: Sequence[Block], sections: Sequence[Section]) -> Iterator[str]:
    """Claim ids in the order a reader meets them."""
    for block in blocks:
        for fates in block.fates:
            for row in fates.rows:
                yield from row.refs
        for line in block.ledger.lines:
            yield from line.refs
        for disagreement in block.disagreements:
            for voice in disagreement.sides:
                yield from voice.refs
        for section in block.sections:
            for line in section.lines:
                yield from line.refs
    for section in sections:
        for line in section.lines:
            yield from line.refs
