"""What must hold of every account, whatever the reports say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.model import Balance, Tally, Unplaced
from crosswire.policies import POLICIES
from crosswire.reconcile import reconcile
from strategies import Told, reprinted, stories

NAMES = sorted(POLICIES)
quick = settings(max_examples=60, deadline=None)


Settled = tuple[tuple[Tally, ...], tuple[Balance, ...], tuple[Unplaced, ...]]


def settle(told: Told, policy: str = "low-best-high") -> Settled:
    return reconcile(told.claims, told.documents, told.relations, told.incident_of, POLICIES[policy])


@quick
@given(stories(), st.randoms())
def test_the_order_of_the_input_changes_nothing(told: Told, random: object) -> None:
    """Invariant 3: every permutation of claims and reports gives the same relations, tallies and balances."""
    claims, documents = list(told.claims), list(told.documents)
    random.shuffle(claims)  # type: ignore[attr-defined]
    random.shuffle(documents)  # type: ignore[attr-defined]
    mixed = Told(tuple(documents), tuple(claims))
    assert told.relations == mixed.relations
    assert settle(told) == settle(mixed)


@quick
@given(stories(), st.sampled_from(("a.txt", "b.txt", "c.txt")), st.sampled_from(NAMES))
def test_a_reprint_changes_no_bound_and_no_root(told: Told, name: str, policy: str) -> None:
    """Invariant 4: adding a copy of a report leaves low, best, high, roots and state of every tally as they were."""
    shown = [(t.id, t.low, t.best, t.high, t.roots, t.state, t.part_of) for t in settle(told, policy)[0]]
    more = settle(reprinted(told, name), policy)
    assert shown == [(t.id, t.low, t.best, t.high, t.roots, t.state, t.part_of) for t in more[0]]


@quick
@given(stories(), st.sampled_from(NAMES))
def test_bounds_are_in_order(told: Told, policy: str) -> None:
    """Invariant 5: low is at most best, best at most high, where they are defined."""
    for tally in settle(told, policy)[0]:
        stated = [n for n in (tally.low, tally.best, tally.high) if n is not None]
        assert stated == sorted(stated)


@quick
@given(stories(), st.sampled_from(NAMES))
def test_no_figure_vanishes_and_none_is_counted_twice(told: Told, policy: str) -> None:
    """Invariant 6: a figure is background, unplaced, or in the support or dissent of exactly one stated tally."""
    tallies, _, unplaced = settle(told, policy)
    places = [claim for t in tallies for claim in (*t.support, *t.dissent)] + [u.claim for u in unplaced]
    assert sorted(places) == sorted(claim.id for claim in told.claims if not claim.background)
    assert all(t.support for t in tallies if t.derived is None and (t.low, t.best, t.high) != (None, None, None))
    assert not any(t.support or t.dissent for t in tallies if t.derived is not None)


@quick
@given(stories(), st.sampled_from(NAMES))
def test_the_trace_tells_of_every_claim(told: Told, policy: str) -> None:
    """One step for each claim in support or dissent; what is set aside is in dissent, with a reason."""
    for tally in settle(told, policy)[0]:
        assert sorted(step.claim for step in tally.trace) == sorted((*tally.support, *tally.dissent))
        assert {step.claim for step in tally.trace if not step.used} <= set(tally.dissent)
        assert all(step.why for step in tally.trace)


@quick
@given(stories())
def test_derived_tallies_cite_tallies(told: Told) -> None:
    """A formula names tallies of the same account, and part_of never runs in a circle."""
    tallies = {tally.id: tally for tally in settle(told)[0]}
    for tally in tallies.values():
        assert all(word in tallies for word in (tally.derived or "").split() if word not in "+-")
        seen, above = {tally.id}, tally.part_of
        while above is not None:
            assert above in tallies and above not in seen
            seen.add(above)
            above = tallies[above].part_of


@quick
@given(stories())
def test_relations_are_stated_once_and_explained(told: Told) -> None:
    """No claim is related to itself, no pair twice in one way; each relation names its rule and a reason."""
    found = [(r.a, r.b, r.type) for r in told.relations]
    assert len(found) == len(set(found))
    known = {claim.id for claim in told.claims}
    for relation in told.relations:
        assert relation.a != relation.b and {relation.a, relation.b} <= known
        assert relation.rule and relation.reason and (relation.change is None) == (relation.type != "revises")


@quick
@given(stories())
def test_no_claim_contradicts_its_own_origin(told: Told) -> None:
    """A repeat belongs to one head, and no two claims are both a repeat and a contradiction of each other."""
    repeats = {(r.a, r.b) for r in told.relations if r.type in ("same", "echoes")}
    opposed = {(r.a, r.b) for r in told.relations if r.type == "contradicts"}
    assert not repeats & (opposed | {(b, a) for a, b in opposed})


@pytest.mark.parametrize("policy", NAMES)
def test_ids_do_not_depend_on_the_process(policy: str) -> None:
    """Invariant 9 for what is made here: a tally's id is a digest of its first claim's id alone."""
    from crosswire.reconcile.tallies import tally_id
    from strategies import GROUPS, figure, report

    told = report("a.txt", "Police said 12 people died.", "2031-05-01")
    claim = figure("c1", told, "12 people died", "12", "killed", GROUPS[0], "police")
    assert [t.id for t in settle(Told((told,), (claim,)), policy)[0]] == [tally_id(claim)]
    assert tally_id(claim) == "td0f631ca1d"
