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
from crosswire.relations.surroundings import Setting, Texts, cued

#: stages inside one report: called replaced, of an earlier moment, as it stands, what of it is still so
REPLACED, EARLIER, STANDING, STILL = 0, 1, 2, 3


#: how far from a number "still" may stand to be said of it
_BESIDE = 24


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
    stage, part, phase = texts.standing(claim, _standing)
    return Assertion(
        claim=claim,
        bounds=bounds(claim),
        root=origins.root[claim.id],
        family=family,
        when=origins.when.get(family),
        stage=stage,
        part=part,
        phase=phase,
        cohort=cohort_of(claim.group),
        order=origins.order(claim),
    )


def _standing(claim: Claim, setting: Setting) -> tuple[int, bool, bool]:
    """The stage of a claim, whether it is a part of something, and whether of one phase alone."""
    stage = _stage(claim, setting)
    part = stage != REPLACED and (_part(claim) or cued("beside", setting.after[:24]))
    return stage, part, cued("phase", setting.sentence)


def _part(claim: Claim) -> bool:
    return claim.part_of is not None or claim.scope in ("part", "increment")


def _stage(claim: Claim, setting: Setting) -> int:
    """``Officials initially said none`` is replaced, ``said earlier today that five`` earlier, all else stands.

    "Of the 64 people reported missing 51 were found; 13 are still missing": of what may change, 13 is the last word.
    """
    before, after = setting.clause_before, setting.clause_after
    if "superseded" in claim.certainty or cued("replaced", before):
        return REPLACED
    if cued("earlier", before) or cued("earlier", after):
        return EARLIER
    words = f"{before[-_BESIDE:]} {after[:_BESIDE]}"
    return STILL if claim.status in standard().table("fates")["open"] and cued("still", words) else STANDING


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

    ``assertions`` has one per report, origin and number, ``told`` the same by report, ``everything`` all; ``head``
    gives the earliest claim that says the same.
    """

    assertions: tuple[Assertion, ...]
    told: Mapping[str, Sequence[Assertion]]
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
    assertions = tuple(kept.values())
    return Fold(assertions, by_family(assertions), ordered, head, tuple(relations))


def repeated(later: Assertion, first: Assertion) -> Relation:
    """One root's number said again."""
    if later.claim.document == first.claim.document:
        return Relation(
            later.claim.id, first.claim.id, "same", "same-report-same-count",
            f"one report gives {the(first.claim)} twice; both go back to {who(first.claim)}",
        )  # fmt: skip
    return Relation(
        later.claim.id, first.claim.id, "echoes", "same-count-same-root",
        f"{the(first.claim)} again: both reports go back to {who(first.claim)}, so this adds no origin",
    )  # fmt: skip


# --- words for reasons ---------------------------------------------------------------------------


def said(claim: Claim) -> str:
    """The figure for a person: "32 militants killed", "no fighters captured", "hundreds of workers present"."""
    b = bounds(claim)
    how = "no" if b.low == b.high == 0 else _counted(b, claim.number_text)
    return f"{how} {_named(claim)} {_state(claim)}"


def the(claim: Claim) -> str:
    """The figure as something known: "the 32 militants killed", "the 23 or more", "the 40 or so", "the “dozens” of"."""
    b = bounds(claim)
    if b.vague or (b.low is not None and b.high is not None and not b.near):
        how = _counted(b, claim.number_text)
    elif b.near:
        how = f"{b.low:,} or so"
    else:
        how = f"{b.low:,} or more" if b.low is not None else f"{b.high:,} or fewer"
    return f"the {how} {_named(claim)} {_state(claim)}"


def some(claim: Claim) -> str:
    """Some of them, or the only one: "some of the 18 workers present", "the 1 hostage held"."""
    return the(claim) if claim.low == claim.high == 1 else f"some of {the(claim)}"


def voiced(claim: Claim) -> str:
    """The figure and who says it: "30 hostages killed according to a security source"."""
    if not claim.sources:
        return f"{said(claim)} in the words of {claim.document}"
    return f"{said(claim)} according to {claim.sources[0].name}"


def _named(claim: Claim) -> str:
    names = label(claim.group) if claim.group else "people"
    return one_of(names) if claim.low == 1 and claim.high in (1, None) else names


def _state(claim: Claim) -> str:
    """Bodies are found, not killed."""
    if claim.status == "killed" and claim.group and cohort_of(claim.group).noun == "body":
        return "found"
    return "in hospital" if claim.status == "hospitalised" else claim.status or ""


def _counted(b: Bounds, text: str | None) -> str:
    """The amount before a noun; a vague word as said, with the "of" that some of them need."""
    if not (b.vague and text):
        return amount(b, text)
    words = text[:1].lower() + text[1:]
    table = standard().table("numbers")
    nouns = {*table["vague"], *table["weak"]["number_of"]} - {"several", "few"}
    return f"{words} of" if words.split()[-1] in nouns else words


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
