"""Policies: which figure is shown, and that none is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crosswire.algebra import Bounds
from crosswire.errors import UnknownPolicy
from crosswire.policies import DEFAULT, POLICIES, Stand, policy_named

MONDAY, TUESDAY = datetime(2031, 5, 6, tzinfo=UTC), datetime(2031, 5, 7, tzinfo=UTC)


def stand(
    root: str, low: int | None, high: int | None, kind: str = "official", when: datetime = MONDAY, **more: bool
) -> Stand:
    return Stand(f"{root}{low}-{high}", Bounds(low, high, **more), root, kind, when, 0)


def shown(policy: str, *stands: Stand) -> tuple[int | None, int | None, int | None]:
    settlement = policy_named(policy).settle(stands)
    return settlement.low, settlement.best, settlement.high


def test_the_latest_figure_is_best_and_all_origins_bound_it() -> None:
    """Monday's 12 of one origin and Tuesday's 15 of another: 12 to 15, best 15."""
    assert shown(DEFAULT, stand("police", 12, 12), stand("ministry", 15, 15, when=TUESDAY)) == (12, 15, 15)


def test_an_open_bound_stays_open() -> None:
    """ "At least 32" beside an exact 32 leaves no high; "fewer than 10" alone gives neither low nor best."""
    assert shown(DEFAULT, stand("a", 32, None), stand("b", 32, 32)) == (32, 32, None)
    assert shown(DEFAULT, stand("a", None, 9)) == (None, None, 9)
    assert shown(DEFAULT, stand("a", 24, None, vague=True)) == (24, None, None)
    assert shown(DEFAULT, stand("a", 3, 9)) == (3, None, 9)


def test_a_figure_in_doubt_gives_way_to_one_of_its_day() -> None:
    """Five caught, unverified, and three by another origin of that day: three, and the five bound it."""
    doubted = replace(stand("security source", 5, 5), certainty=("unverified",))
    assert shown(DEFAULT, doubted, stand("ministry", 3, 3)) == (3, 3, 5)
    assert shown(DEFAULT, doubted) == (5, 5, 5)


def test_a_lower_bound_gives_way_to_a_higher_one() -> None:
    """ "At least 13" is no best figure beside "more than 90", whoever says it; it still is the low."""
    assert shown(DEFAULT, stand("a", 13, None), stand("b", 91, None, "own voice")) == (13, 91, None)
    assert shown(DEFAULT, stand("a", 13, None)) == (13, 13, None)


def test_a_perpetrator_is_context() -> None:
    """The attackers' 60 does not widen an official 20; alone it is shown."""
    official, attackers = stand("state", 20, 20), stand("attackers", 60, 60, "perpetrator", TUESDAY)
    assert shown(DEFAULT, official, attackers) == (20, 20, 20)
    assert shown(DEFAULT, attackers) == (60, 60, 60)


def test_what_is_denied_or_only_feared_bounds_nothing() -> None:
    """A feared 300 beside a counted 12 leaves the 12."""
    feared = Stand("f", Bounds(300, 300), "mayor", "official", TUESDAY, 1, weak=True)
    assert shown(DEFAULT, stand("police", 12, 12), feared) == (12, 12, 12)
    assert shown(DEFAULT, feared) == (300, 300, 300)


def test_majority_counts_origins_not_claims() -> None:
    """Two origins with 9 outweigh three statements of one origin with 11, even when these are later."""
    stands = [stand("a", 9, 9), stand("b", 9, 9), *(stand("c", 11, 11, when=TUESDAY) for _ in range(3))]
    assert shown("majority", *stands) == (9, 9, 11)
    assert shown(DEFAULT, *stands) == (9, 11, 11)


def test_majority_takes_rounding_for_agreement() -> None:
    """ "About 200" and 194 are two voices for one number, and the exact one is shown."""
    stands = [stand("a", 200, 200, near=True), stand("b", 194, 194), stand("c", 260, 260)]
    assert shown("majority", *stands)[1] == 194


def test_latest_official() -> None:
    """Only officials count, the last of them; without any the latest of all, and the reason says so."""
    stands = [stand("state", 20, 20), stand("union", 35, 35, "other", TUESDAY)]
    assert shown("latest-official", *stands) == (20, 20, 20)
    assert shown("latest-official", stands[1]) == (35, 35, 35)
    assert "no official" in policy_named("latest-official").settle(stands[1:]).reason


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_best_is_a_number_that_somebody_states(name: str) -> None:
    """Best belongs to the claim that a policy names; without one there is no best, or the reason has its formula."""
    stands = [stand("a", 10, 10), stand("b", 21, 21, when=TUESDAY), stand("c", 14, None)]
    settlement = POLICIES[name].settle(stands)
    chosen = {s.claim: s.bounds.value for s in stands}.get(settlement.chosen or "")
    assert chosen == settlement.best
    assert POLICIES[name].name == name and POLICIES[name].summary and POLICIES[name].source


def test_an_unknown_policy_names_those_there_are() -> None:
    """One line that a person can act on."""
    with pytest.raises(UnknownPolicy, match=r"no policy named 'median'; there are: .*low-best-high.*majority"):
        policy_named("median")
