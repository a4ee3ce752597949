"""Figures as people judged them: claims are related and settled, and what was set aside stays in sight beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from crosswire.judgements import TRUST, corrections, of, reworded, set_aside, set_beside
from crosswire.model import Account, Claim, Document, Judgement, Relation
from crosswire.policies import Policy
from crosswire.reconcile import homes, reconcile
from crosswire.relations import Origins, Texts, numeral, relate, repeats, trace


@dataclass(frozen=True, slots=True)
class Outdated:
    """Why a claim does not count, and which one now says of the same group in the same state what it said."""

    why: str
    instead: str | None


@dataclass(frozen=True, slots=True)
class Weighing:
    """What is told of some incidents and what people hold of it, ready to be related and settled.

    ``outdated`` gives claims that do not count, each with the reason, unless a person trusts them all the same.
    """

    claims: tuple[Claim, ...]
    documents: tuple[Document, ...]
    incident_of: dict[str, str]
    texts: Texts
    judged: tuple[Judgement, ...]
    rule: Policy
    outdated: Mapping[str, Outdated] = field(default_factory=dict)

    def account(self) -> Account:
        """The figures; what people set aside is in sight beside them, and counts in none."""
        if not self.judged and not self.outdated:
            return self._settled(self.claims)
        head, origins = repeats(self.claims, self.documents, self.incident_of, self.judged)
        claims = reworded(self.claims, self.judged, head)
        trusted = {j.a for j in of(self.judged, TRUST)}
        aside = {claim: old.why for claim, old in self.outdated.items() if claim not in trusted}
        aside |= set_aside(claims, self.judged, head, origins.master)
        if not aside:
            return self._settled(claims)
        counts = {c.id: aside[c.id] for c in claims if c.id in aside and c.kind == "count" and not c.background}
        found = self._settled(tuple(claim for claim in claims if claim.id not in aside))
        related = self._related(claims, None)
        beside = {claim: old.instead for claim, old in self.outdated.items() if old.instead is not None}
        beside |= homes(claims, self.documents, related, self.incident_of, counts, self.judged)
        tallies, unplaced = set_beside(found.tallies, found.unplaced, counts, beside)
        corrected = corrections(tallies, {claim.id: claim for claim in claims}, self.judged)
        return replace(
            found,
            claims=claims,
            claim_incident=self.incident_of,
            tallies=tallies,
            unplaced=unplaced,
            relations=(*found.relations, *corrected),
        )

    def _related(self, claims: tuple[Claim, ...], origins: Origins | None) -> tuple[Relation, ...]:
        return relate(claims, self.documents, self.incident_of, self.texts, self.judged, origins)

    def _settled(self, claims: tuple[Claim, ...]) -> Account:
        origins = trace(claims, self.documents, self.incident_of, self.judged)
        related = self._related(claims, origins)
        tallies, balances, unplaced = reconcile(
            claims, self.documents, related, self.incident_of, self.rule, self.judged, origins
        )
        return Account(
            as_of=None,
            policy=self.rule.name,
            documents=self.documents,
            claims=claims,
            claim_incident=self.incident_of,
            relations=related,
            tallies=tallies,
            balances=balances,
            unplaced=unplaced,
        )


def outdated(
    mine: Iterable[Claim], now: Iterable[Claim], before: Iterable[Claim], why: str
) -> Iterator[tuple[str, Outdated]]:
    """Of a reprint's counts those that its original said before and, in the version that stands, no longer says."""
    said = {numeral(claim): claim.id for claim in now if claim.kind == "count"}
    gone = {numeral(claim) for claim in before if claim.kind == "count"} - set(said)
    instead: dict[tuple[object, ...], str] = {}
    for (status, _, _, group, background), id in said.items():
        instead.setdefault((status, group, background), id)
    for claim in mine:
        if claim.kind == "count" and numeral(claim) in gone:
            status, _, _, group, background = numeral(claim)
            yield claim.id, Outdated(why, instead.get((status, group, background)))
