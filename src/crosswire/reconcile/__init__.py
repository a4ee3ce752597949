"""Claims under judgements and a policy become tallies and balances.

Pure and blind to order: the account of any past moment is rebuilt from the claims and relations of that moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crosswire.model import Balance, Claim, Document, Relation, Tally, Unplaced
from crosswire.policies import Policy
from crosswire.reconcile.balances import balances
from crosswire.reconcile.cohorts import sort_out
from crosswire.reconcile.derived import derive
from crosswire.reconcile.fates import fate_ledger
from crosswire.reconcile.tallies import settle
from crosswire.reconcile.totals import totals
from crosswire.reconcile.violations import violations

__all__ = ["fate_ledger", "reconcile", "violations"]


def reconcile(
    claims: Sequence[Claim],
    documents: Sequence[Document],
    relations: Sequence[Relation],
    incident_of: Mapping[str, str],
    policy: Policy,
) -> tuple[tuple[Tally, ...], tuple[Balance, ...], tuple[Unplaced, ...]]:
    """Fold claims that relations tie to one figure into a tally each, and check what must add up.

    Every count claim that is no background is in the support or dissent of one tally, or unplaced with a reason.
    """
    sorted_out = sort_out(claims, documents, relations, incident_of)
    stated = settle(sorted_out, relations, policy)
    sums = (*(totals(stated, sorted_out.claims) if policy.adds else ()), *policy.sums(stated))
    tallies = (*stated, *derive(stated, sorted_out, relations, documents), *sums)
    return tallies, balances(sorted_out, relations, documents), sorted_out.unplaced
