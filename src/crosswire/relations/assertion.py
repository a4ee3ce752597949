"""What one origin says in one report about one group: the unit that relations are found between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from crosswire.algebra import Bounds, Numeral, bounds
from crosswire.lattice import Cohort, cohort_of, label, one_of
from crosswire.lexicon import standard
from crosswire.model import Claim, Relation
from crosswire.relations.origins import Origins
from crosswire.relations.surroundings import Texts, cued

#: stages inside one report: called replaced, of an earlier moment, as it stands
REPLACED, EARLIER, STANDING = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Assertion:
    """A claim with what comparing needs: bounds, root, report family, moment, stage in its report."""

    claim: Claim
    bounds: Bounds
    root: str
    family: str
    when: datetime | None
    stage: int
    part: bool
    phase: bool
    cohort: Cohort
    order: tuple[object, ...]

    @property
    def own(self) -> bool:
        """True in the report's own voice."""
        return not self.claim.sources

    @property
    def size(self) -> int:
        """The number by which figures of one group are ranked."""
        return self.bounds.size

    @property
    def numeral(self) -> Numeral:
        """What makes two figures the same number."""
        return self.bounds.numeral


def asserted(claim: Claim, origins: Origins, texts: Texts) -> Assertion:
    """The claim as an assertion; its stage is read from the words around it only."""
    family = origins.family.get(claim.document, claim.document)
    setting = texts.setting(claim)
    stage = _stage(claim, setting.clause_before, setting.clause_after)
    return Assertion(
        claim=claim,
        bounds=bounds(claim),
        root=origins.root[claim.id],
        family=family,
        when=origins.when.get(family),
        stage=stage,
        part=stage != REPLACED and (_part(claim) or cued("beside", setting.after[:24])),
        phase=cued("phase", setting.sentence),
        cohort=cohort_of(claim.group),
        order=origins.order(claim),
    )


def _part(claim: Claim) -> bool:
    return claim.part_of is not None or claim.scope in ("part", "increment")


def _stage(claim: Claim, before: str, after: str) -> int:
    """``Officials initially said none`` is replaced, ``said earlier today that five`` earlier, all else stands."""
    if "superseded" in claim.certainty or cued("replaced", before):
        return REPLACED
    return EARLIER if cued("earlier", before) or cued("earlier", after) else STANDING


def by_family(assertions: Iterable[Assertion]) -> dict[str, list[Assertion]]:
    """Assertions by the report that makes them, in the order given."""
    found: dict[str, list[Assertion]] = {}
    for assertion in assertions:
        found.setdefault(assertion.family, []).append(assertion)
    return found


# --- repeats -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fold:
    """A class with its repeats folded.

    ``assertions`` has one per report, origin and number, ``everything`` all; ``head`` gives the earliest claim that
    says the same.
    """

    assertions: tuple[Assertion, ...]
    everything: tuple[Assertion, ...]
    head: Mapping[str, Claim]
    relations: tuple[Relation, ...]


def fold(assertions: Sequence[Assertion]) -> Fold:
    """Tie each repeat to the earliest claim of its origin and number: ``same`` in one report, ``echoes`` in another."""
    kept: dict[tuple[object, ...], Assertion] = {}
    first: dict[tuple[object, ...], Assertion] = {}
    head: dict[str, Claim] = {}
    relations = []
    ordered = tuple(sorted(assertions, key=lambda a: a.order))
    for one in ordered:
        key = (one.root, one.numeral, one.claim.scope == "increment")
        start = first.setdefault(key, one)
        head[one.claim.id] = start.claim
        if start is not one:
            relations.append(repeated(one, start))
        kept.setdefault((one.family, one.stage, one.part, *key), one)
    return Fold(tuple(kept.values()), ordered, head, tuple(relations))


def repeated(later: Assertion, first: Assertion) -> Relation:
    """One root's number said again."""
    if later.claim.document == first.claim.document:
        return Relation(
            later.claim.id, first.claim.id, "same", "same-report-same-count",
            f"one report gives the {said(first.claim)} twice; both go back to {who(first.claim)}",
        )  # fmt: skip
    return Relation(
        later.claim.id, first.claim.id, "echoes", "same-count-same-root",
        f"the {said(first.claim)} again: both reports go back to {who(first.claim)}, so this adds no origin",
    )  # fmt: skip


# --- words for reasons ---------------------------------------------------------------------------


def said(claim: Claim) -> str:
    """The figure for a person: "32 militants killed", "at least 32 militants killed"."""
    names = label(claim.group) if claim.group else "people"
    if claim.low == claim.high == 1:
        names = one_of(names)
    return f"{amount(bounds(claim), claim.number_text)} {names} {claim.status}"


def amount(b: Bounds, text: str | None = None) -> str:
    """The bounds in words: "32", "at least 32", "up to 41", "about 200", "3 to 9"; vague words stay as said."""
    if b.vague and text:
        return text
    if b.low is not None and b.high is not None:
        return f"{'about ' if b.near else ''}{b.low:,}" if b.low == b.high else f"{b.low:,} to {b.high:,}"
    if b.low is not None:
        return f"at least {b.low:,}"
    return f"up to {b.high:,}" if b.high is not None else text or "a number of"


def who(claim: Claim) -> str:
    """Who says it, for a person."""
    return claim.sources[0].name if claim.sources else f"{claim.document} in its own voice"


@cache
def growing(status: str) -> bool:
    """True of a state that nobody leaves: the dead, the hurt, the freed; false of the missing and the held."""
    return status in standard().table("sides")["status"]["growing"]


def pairs(sequence: Sequence[Assertion]) -> Iterator[tuple[Assertion, Assertion]]:
    """Each assertion with the one before it."""
    yield from zip(sequence[1:], sequence, strict=False)
