"""Figures as people judged them: claims are related and settled, and what was set aside stays in sight beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crosswire.judgements import corrections, reworded, set_aside, set_beside
from crosswire.model import Account, Claim, Document, Judgement, Relation
from crosswire.policies import Policy
from crosswire.reconcile import homes, reconcile
from crosswire.relations import Origins, Texts, relate, repeats, trace


@dataclass(frozen=True, slots=True)
class Weighing:
    """What is told of some incidents and what people hold of it, ready to be related and settled."""

    claims: tuple[Claim, ...]
    documents: tuple[Document, ...]
    incident_of: dict[str, str]
    texts: Texts
    judged: tuple[Judgement, ...]
    rule: Policy

    def account(self) -> Account:
        """The figures; what people set aside is in sight beside them, and counts in none."""
        if not self.judged:
            return self._settled(self.claims)
        head, origins = repeats(self.claims, self.documents, self.incident_of, self.judged)
        claims = reworded(self.claims, self.judged, head)
        aside = set_aside(claims, self.judged, head, origins.master)
        if not aside:
            return self._settled(claims)
        counts = {c.id: aside[c.id] for c in claims if c.id in aside and c.kind == "count" and not c.background}
        found = self._settled(tuple(claim for claim in claims if claim.id not in aside))
        related = self._related(claims, None)
        beside = homes(claims, self.documents, related, self.incident_of, counts, self.judged)
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
