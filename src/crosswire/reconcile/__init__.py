"""Claims under judgements and a policy become tallies and balances.

Pure and blind to order: the account of any past moment is rebuilt from the claims and relations of that moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crosswire.model import Balance, Claim, Document, Judgement, Relation, Tally, Unplaced
from crosswire.policies import Policy
from crosswire.reconcile.balances import balances
from crosswire.reconcile.cohorts import sort_out
from crosswire.reconcile.derived import derive
from crosswire.reconcile.fates import fate_ledger
from crosswire.reconcile.tallies import settle
from crosswire.reconcile.totals import totals
from crosswire.reconcile.violations import violations
from crosswire.relations import Origins

__all__ = ["fate_ledger", "homes", "reconcile", "violations"]


def reconcile(
    claims: Sequence[Claim],
    documents: Sequence[Document],
    relations: Sequence[Relation],
    incident_of: Mapping[str, str],
    policy: Policy,
    judged: Sequence[Judgement] = (),
    origins: Origins | None = None,
) -> tuple[tuple[Tally, ...], tuple[Balance, ...], tuple[Unplaced, ...]]:
    """Fold claims that relations tie to one figure into a tally each, and check what must add up.

    Every count claim that is no background is in the support or dissent of one tally, or unplaced with a reason.
    ``origins`` is what `relations.trace` gives for the claims, where that is at hand.
    """
    sorted_out = sort_out(claims, documents, relations, incident_of, judged, origins)
    stated = settle(sorted_out, relations, policy)
    sums = (*(totals(stated, sorted_out.claims) if policy.adds else ()), *policy.sums(stated))
    tallies = (*stated, *derive(stated, sorted_out, relations, documents), *sums)
    return tallies, balances(sorted_out, relations, documents), sorted_out.unplaced


def homes(
    claims: Sequence[Claim],
    documents: Sequence[Document],
    relations: Sequence[Relation],
    incident_of: Mapping[str, str],
    aside: Mapping[str, str],
    judged: Sequence[Judgement] = (),
) -> dict[str, str]:
    """For claims set aside one that counts and is of the same figure, were none set aside; none where there is none."""
    sorted_out = sort_out(claims, documents, relations, incident_of, judged)
    found: dict[str, str] = {}
    for cohort in sorted_out.cohorts:
        left = next((claim.id for claim in cohort if claim.id not in aside), None)
        if left is not None:
            found.update((claim.id, left) for claim in cohort if claim.id in aside)
    return found
