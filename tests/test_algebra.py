"""Bounds and groups: what two figures allow, what follows, which group holds which."""

from __future__ import annotations

import pytest
from hypothesis import given

from crosswire.algebra import Bounds, Sum, agree, apart, before, fits, is_vague, minus, propagate, total, violations
from crosswire.lattice import apart as share_nobody
from crosswire.lattice import cohort_of, crossing, label, one_of, side, wider, within
from crosswire.model import Group
from strategies import bounds


def exact(n: int) -> Bounds:
    return Bounds(n, n)


def around(n: int) -> Bounds:
    return Bounds(n, n, near=True)


def at_least(n: int) -> Bounds:
    return Bounds(n, None)


@pytest.mark.parametrize(
    ("one", "other", "agrees"),
    [
        (exact(32), exact(32), True),
        (exact(12), exact(15), False),
        (around(200), exact(194), True),
        (around(200), exact(150), False),
        (around(2600), exact(2364), False),
        (at_least(32), exact(32), True),
        (at_least(32), exact(45), False),
        (at_least(41), exact(42), True),  # "over 40"
        (at_least(61), exact(64), True),  # "over 60"
        (at_least(100), exact(71), False),
        (Bounds(None, 41), exact(41), True),
        (Bounds(None, 41), exact(7), False),
        (Bounds(3, 9), exact(5), True),
        (Bounds(200, None, vague=True), exact(800), True),  # "hundreds"
        (Bounds(24, None, vague=True), exact(300), False),  # "dozens"
    ],
)
def test_agreeing_is_saying_one_number(one: Bounds, other: Bounds, agrees: bool) -> None:
    """Figures agree if somebody who knows one number could say both."""
    assert agree(one, other) is agrees
    assert agree(other, one) is agrees


@pytest.mark.parametrize(
    ("one", "other", "excluded"),
    [
        (exact(12), exact(15), True),
        (at_least(12), exact(15), False),
        (at_least(100), exact(71), True),
        (Bounds(None, 9), exact(12), True),
        (around(40), exact(41), False),
    ],
)
def test_apart_is_ruling_each_other_out(one: Bounds, other: Bounds, excluded: bool) -> None:
    """A bound leaves room for what it does not exclude."""
    assert apart(one, other) is excluded


@given(bounds(), bounds())
def test_agreement_never_rules_out(one: Bounds, other: Bounds) -> None:
    """Both relations are symmetric, and what agrees is never apart unless a bound was only rounded."""
    assert agree(one, other) == agree(other, one)
    assert apart(one, other) == apart(other, one)
    assert agree(one, one)
    assert not apart(one, one)


def test_parts_and_rests() -> None:
    """4 + 14 is 18; 32 less 11 is 21; at least 32 less 11 is at least 21; 40 is no part of 32 or of at least 12."""
    assert total((exact(4), exact(14))) == exact(18)
    assert total((exact(28), at_least(35))) == at_least(63)
    assert minus(exact(32), exact(11)) == exact(21)
    assert minus(at_least(32), exact(11)) == at_least(21)
    assert minus(exact(32), at_least(11)) == Bounds(None, 21)
    assert fits(exact(11), at_least(32)) and fits(exact(32), exact(32))
    assert not fits(exact(40), exact(32)) and not fits(exact(40), at_least(12))


def test_one_number_in_two_wordings() -> None:
    """Forty is said in "more than 40" and "at least 40"; "up to 40" is another statement."""
    assert at_least(41).numeral == at_least(40).numeral == exact(40).numeral
    assert Bounds(None, 40).numeral != exact(40).numeral
    assert Bounds(25, 30).numeral != exact(25).numeral


def test_vague_words() -> None:
    """Words for an order of magnitude are no number that a tally could show as best."""
    assert is_vague("several dozen") and is_vague("Scores") and is_vague("numerous")
    assert not is_vague("thirty-two") and not is_vague("1,200")
    assert Bounds(24, None, vague=True).value is None
    assert at_least(32).value == 32


# --- sums ----------------------------------------------------------------------------------------


def test_a_complement_follows() -> None:
    """18 at the site and four missing leave 14; "at least 32" less 11 leaves at least 21, with nothing above."""
    rest = (Sum("all", ("part", "rest"), True, "remainder"),)
    assert propagate({"all": exact(18), "part": exact(4)}, rest)["rest"] == exact(14)
    assert propagate({"all": at_least(32), "part": exact(11)}, rest)["rest"] == at_least(21)
    assert propagate({"part": exact(4), "rest": exact(14)}, rest)["all"] == exact(18)


def test_including_is_no_sum() -> None:
    """40 dead including nine children: up to 31 others; "40 dead plus nine children" are 49."""
    inside = propagate({"all": exact(40), "children": exact(9)}, (Sum("all", ("children", "men"), False, "including"),))
    assert inside["men"] == Bounds(0, 31)
    beside = propagate({"first": exact(40), "more": exact(9)}, (Sum("all", ("first", "more"), True, "plus"),))
    assert beside["all"] == exact(49)


def test_what_a_running_count_was_before() -> None:
    """A sixth leaves five; seven more make at least 23 leave at least 16."""
    assert before(exact(6), exact(1)) == exact(5)
    assert before(at_least(23), exact(7)) == at_least(16)


def test_bounds_travel_through_nested_sums() -> None:
    """100 aboard, 60 passengers or fewer, ten crew saved: what is said two sums away still binds."""
    sums = (Sum("aboard", ("passengers", "crew"), True, "sum"), Sum("crew", ("saved", "lost"), True, "sum"))
    found = propagate({"aboard": exact(100), "passengers": Bounds(None, 60), "saved": exact(10)}, sums)
    assert found["crew"] == Bounds(40, 100 - 0) and found["lost"] == Bounds(30, 90)


@pytest.mark.parametrize(
    ("stated", "sums", "figures", "gap"),
    [
        ({"all": exact(18), "a": exact(4), "b": exact(15)}, [Sum("all", ("a", "b"), False, "r")], "a all b", 1),
        ({"all": exact(18), "a": exact(4), "b": exact(13)}, [Sum("all", ("a", "b"), False, "r")], "", 0),
        ({"all": exact(18), "a": exact(4), "b": exact(13)}, [Sum("all", ("a", "b"), True, "r")], "a all b", 1),
        ({"all": exact(40), "a": exact(52), "b": exact(3)}, [Sum("all", ("a", "b"), False, "r")], "a all", 12),
        ({"all": at_least(40), "a": exact(52)}, [Sum("all", ("a",), False, "r")], "", 0),
        ({"all": around(40), "a": exact(32), "b": exact(10)}, [Sum("all", ("a", "b"), False, "r")], "", 0),
        ({"all": around(40), "a": exact(32), "b": exact(16)}, [Sum("all", ("a", "b"), False, "r")], "a all b", 4),
        ({"all": exact(10), "a": Bounds(None, 4), "b": Bounds(None, 5)}, [Sum("all", ("a", "b"), True, "r")],
         "a all b", 1),
    ],
)  # fmt: skip
def test_what_cannot_hold_together(stated: dict[str, Bounds], sums: list[Sum], figures: str, gap: int) -> None:
    """More accounted for than present, a list short of its number, a subset over its set; bounds give way first."""
    found = violations(stated, sums)
    assert [" ".join(v.figures) for v in found] == ([figures] if figures else [])
    assert [v.gap for v in found] == ([gap] if gap else [])


def test_the_smallest_set_is_named() -> None:
    """Eight boys among six men cannot be; the women and the total have nothing to do with it."""
    sums = [Sum("all", ("men", "women"), True, "sum"), Sum("men", ("boys",), False, "among")]
    stated = {"all": exact(10), "men": exact(6), "women": exact(4), "boys": at_least(8)}
    assert [(v.figures, v.rule, v.gap) for v in violations(stated, sums)] == [(("boys", "men"), "among", 2)]


def test_a_clash_over_two_sums() -> None:
    """No sum alone is broken: ten aboard, no more than six men, two women, and three of the women lost."""
    sums = [Sum("all", ("men", "women"), True, "sum"), Sum("women", ("lost",), False, "among")]
    stated = {"all": exact(10), "men": at_least(8), "lost": exact(3)}
    assert [(v.figures, v.gap) for v in violations(stated, sums)] == [(("all", "lost", "men"), 1)]


@given(bounds(), bounds())
def test_figures_that_add_up_are_no_violation(one: Bounds, other: Bounds) -> None:
    """Whatever two figures say, their own sum holds with them."""
    stated = {"a": one, "b": other, "all": total((one, other))}
    assert violations(stated, [Sum("all", ("a", "b"), False, "sum")]) == ()


# --- groups --------------------------------------------------------------------------------------

HOSTAGES = Group("hostages", "hostage")
FOREIGN = Group("foreign hostages", "hostage", ("foreign",))
GUNMEN = Group("gunmen", "militant")
PEOPLE = Group("people")
BP = Group("BP workers", "worker", employer="BP")
BRITONS = Group("nationals", "person", ("British",))


def test_nouns_of_one_role_are_one_group() -> None:
    """Captives are hostages, kidnappers gunmen; nurses and miners are both workers and two groups."""
    assert cohort_of(Group("captives", "hostage")) == cohort_of(HOSTAGES)
    assert cohort_of(Group("kidnappers", "militant")) == cohort_of(GUNMEN)
    assert cohort_of(Group("nurses", "worker")) != cohort_of(Group("miners", "worker"))
    assert cohort_of(Group("Americans", "person", ("American",))) == cohort_of(Group("people", "person", ("American",)))


def test_what_holds_what() -> None:
    """Foreign hostages are hostages and people; gunmen are not under people, for a toll seldom means them."""
    assert within(cohort_of(FOREIGN), cohort_of(HOSTAGES)) and within(cohort_of(FOREIGN), cohort_of(PEOPLE))
    assert not within(cohort_of(HOSTAGES), cohort_of(FOREIGN))
    assert not within(cohort_of(GUNMEN), cohort_of(PEOPLE))
    assert next(wider(cohort_of(FOREIGN))) in (
        cohort_of(HOSTAGES),
        cohort_of(Group("foreigners", "person", ("foreign",))),
    )
    assert all(within(cohort_of(FOREIGN), other) for other in wider(cohort_of(FOREIGN)))


def test_who_shares_nobody() -> None:
    """Sides, sexes and two nationalities are apart; Britons and BP workers cross."""
    assert share_nobody(cohort_of(HOSTAGES), cohort_of(GUNMEN))
    assert share_nobody(cohort_of(Group("women", sex="female")), cohort_of(Group("men", sex="male")))
    assert not share_nobody(cohort_of(FOREIGN), cohort_of(Group("hostages", "hostage", ("American",))))
    assert crossing(cohort_of(BP), cohort_of(BRITONS))
    assert not crossing(cohort_of(FOREIGN), cohort_of(HOSTAGES))
    assert [side(role) for role in ("suspect", "police", "hostage")] == ["perpetrator", "security", "other"]


@pytest.mark.parametrize(
    ("group", "words"),
    [
        (HOSTAGES, "hostages"),
        (FOREIGN, "foreign hostages"),
        (BP, "BP workers"),
        (Group("labourers", "worker", ("Algerian",)), "Algerian workers"),
        (Group("kidnappers", "militant"), "militants"),
        (Group("", "person"), "people"),
        (Group("foreigners", "person", ("foreign",)), "foreigners"),
        (Group("Americans", "person", ("American",)), "Americans"),
        (BRITONS, "British people"),
        (Group("women", sex="female"), "women"),
        (Group("bodies"), "bodies"),
        (Group("nurses", "worker"), "nurses"),
        (Group("14", "worker", employer="BP"), "BP workers"),
    ],
)
def test_labels(group: Group, words: str) -> None:
    """A label says role, employer, nationality and what else the words add, once each."""
    assert label(group) == words


def test_one_of_a_label() -> None:
    """One of the people is a person, one of the policemen a policeman."""
    assert [one_of(names) for names in ("people", "British people", "nurses", "hostages")] == [
        "person", "British person", "nurse", "hostage",
    ]  # fmt: skip


def test_a_lower_bound_knows_its_words() -> None:
    """ "At least 11" is no rounding of 17, "more than 10" may be one."""
    eleven = Bounds(11, None, said=11)
    ten = Bounds(11, None, said=10)
    assert eleven.at_least and not agree(eleven, exact(17))
    assert not ten.at_least and agree(ten, exact(17))
    assert eleven.numeral == (11, None) and ten.numeral == (10, None)
