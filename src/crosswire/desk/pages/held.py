"""An account looked up by ids: made once for each account that is shown, and kept with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from crosswire.desk.standing import Told
from crosswire.errors import UnknownClaim
from crosswire.model import Account, Claim, Document, Incident, Overlap, Relation, Step, Tally
from crosswire.particulars import claim_named
from crosswire.relations import Origins, trace
from crosswire.report.disagreements import disagreements
from crosswire.report.page import Disagreement, View, views
from crosswire.report.wording import day

_REPEATS = ("same", "echoes")


@dataclass(frozen=True, eq=False)
class Held:
    """Where each thing of an account is; what takes long to find is found when it is first asked for."""

    account: Account

    @cached_property
    def documents(self) -> dict[str, Document]:
        """The reports by id."""
        return {document.id: document for document in self.account.documents}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """The claims by id."""
        return {claim.id: claim for claim in self.account.claims}

    @cached_property
    def tallies(self) -> dict[str, Tally]:
        """The figures by id."""
        return {tally.id: tally for tally in self.account.tallies}

    @cached_property
    def incidents(self) -> dict[str, Incident]:
        """The incidents by id."""
        return {incident.id: incident for incident in self.account.incidents}

    @cached_property
    def told_in(self) -> dict[str, list[Claim]]:
        """The claims of each report, in the order of its text."""
        found: dict[str, list[Claim]] = {document: [] for document in self.documents}
        for claim in self.account.claims:
            found.setdefault(claim.document, []).append(claim)
        for claims in found.values():
            claims.sort(key=lambda claim: ((claim.number or claim.span), claim.id))
        return found

    @cached_property
    def figures(self) -> dict[str, list[tuple[Tally, Step | None]]]:
        """The figures in which each claim counts, or stands against, with what became of it there."""
        found: dict[str, list[tuple[Tally, Step | None]]] = {}
        for tally in self.account.tallies:
            steps = {step.claim: step for step in tally.trace}
            for claim in (*tally.support, *tally.dissent):
                found.setdefault(claim, []).append((tally, steps.get(claim)))
        return found

    @cached_property
    def unplaced(self) -> dict[str, str]:
        """Why a claim is in no figure."""
        return {entry.claim: entry.reason for entry in self.account.unplaced}

    @cached_property
    def relations(self) -> dict[str, list[Relation]]:
        """The relations of each claim, whichever end of them it is."""
        found: dict[str, list[Relation]] = {}
        for relation in self.account.relations:
            for end in {relation.a, relation.b}:
                found.setdefault(end, []).append(relation)
        return found

    @cached_property
    def head(self) -> dict[str, str]:
        """Each claim that only repeats another to the first that says as much."""
        step = {r.a: r.b for r in self.account.relations if r.type in _REPEATS}
        found: dict[str, str] = {}
        for claim in step:
            seen, last = {claim}, step[claim]
            while last in step and last not in seen:
                seen.add(last)
                last = step[last]
            found[claim] = last
        return found

    @cached_property
    def repeats(self) -> dict[str, list[str]]:
        """The claims that only repeat each first one."""
        found: dict[str, list[str]] = {}
        for claim, first in self.head.items():
            found.setdefault(first, []).append(claim)
        return found

    @cached_property
    def origins(self) -> Origins:
        """Where each claim goes back to."""
        found = self.account
        return trace(found.claims, found.documents, found.claim_incident, found.judgements)

    @cached_property
    def shared(self) -> dict[str, list[Overlap]]:
        """What each report has word for word in common with others, of whichever side it is told."""
        found: dict[str, list[Overlap]] = {}
        for overlap in self.account.overlaps:
            for end in {overlap.document, overlap.of}:
                found.setdefault(end, []).append(overlap)
        return found

    @cached_property
    def views(self) -> dict[str, View]:
        """Each incident's share of the account, as the report has it."""
        return {view.incident.id: view for view in views(self.account) if view.incident is not None}

    def disagreements(self, tally: Tally) -> tuple[Disagreement, ...]:
        """What does not fit together in a figure: numbered by themselves, for those of a whole incident take long."""
        view = self.views.get(tally.incident)
        claims = {*tally.support, *tally.dissent}
        if view is None or len(claims) < 2:
            return ()
        near = replace(
            view,
            relations=tuple(r for r in view.relations if r.a in claims or r.b in claims),
            violations=tuple(violation for violation in view.violations if claims & set(violation.claims)),
            tallies=(tally,),
        )
        return tuple(found for found in disagreements(near) if len(found.claims & claims) > 1)

    def claim(self, id: str) -> Claim:
        """The claim of that id, or whose id alone begins so; raises UnknownClaim."""
        found = self.claims.get(id)
        if found is not None:
            return found
        try:
            return claim_named(self.account, id)
        except UnknownClaim as error:
            raise UnknownClaim(f"{error}{self.then}") from None

    def document(self, id: str) -> Document:
        """The report of that id; raises UnknownClaim."""
        if id not in self.documents:
            raise UnknownClaim(f"{id}: no such report{self.then}")
        return self.documents[id]

    def incident_of(self, claim: Claim) -> Incident | None:
        """The incident in whose report the claim stands."""
        return self.incidents.get(self.account.claim_incident.get(claim.id, ""))

    @property
    def then(self) -> str:
        """ " as of Sun 20 Jan 2013" for an account of the past, to be added to what is not in it."""
        found = self.account
        parts = [f"as of {day(found.as_of)}"] if found.as_of else []
        parts += [f"by what was known here on {day(found.known_by)}"] if found.known_by else []
        return "".join(f" {part}" for part in parts)


def held(told: Told) -> Held:
    """The account of a request, looked up."""
    found = told.kept.get("held")
    if not isinstance(found, Held):
        found = told.kept["held"] = Held(told.account)
    return found
