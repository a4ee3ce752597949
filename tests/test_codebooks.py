"""The policies of the codebooks: each by the cases its rule names, and what must hold of all of them."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.algebra import Bounds
from crosswire.interests import FEW, MANY, interest, leaning
from crosswire.lexicon import standard
from crosswire.model import Account, Group, Tally
from crosswire.policies import POLICIES, Settlement, Stand, policy_named
from crosswire.policies.weighing import worded
from crosswire.reconcile import reconcile
from crosswire.voices import voices
from strategies import Told, figure, report, reprinted

MONDAY, TUESDAY = datetime(2031, 5, 6, 9, tzinfo=UTC), datetime(2031, 5, 7, 9, tzinfo=UTC)
EVENING = datetime(2031, 5, 7, 21, tzinfo=UTC)
CODEBOOKS = ("gtd", "acled", "ucdp", "em-dat", "airwars")
#: a figure in words: bounds as the reading room gives them
SAID: dict[str, tuple[Bounds, str]] = {
    "25": (Bounds(25, 25), "25"),
    "30": (Bounds(30, 30), "30"),
    "25-30": (Bounds(25, 30), "25 to 30"),
    "at least 32": (Bounds(32, None), "32"),
    "up to 41": (Bounds(None, 41), "41"),
    "around 40": (Bounds(40, 40, near=True), "40"),
    "dozens": (Bounds(24, None, vague=True), "dozens"),
    "hundreds": (Bounds(200, None, vague=True), "hundreds"),
    "thousands": (Bounds(2000, None, vague=True), "thousands"),
    "many": (Bounds(2, None, vague=True), "many"),
}
Shown = tuple[int | None, int | None, int | None]


def said(
    words: str, root: str = "police", kind: str = "official", when: datetime | None = MONDAY, **more: Any
) -> Stand:
    bounds, number = SAID[words] if words in SAID else (Bounds(int(words), int(words)), words)
    return Stand(f"{root} {words}", bounds, root, kind, when, more.pop("place", 0), words=number, **more)


def settle(policy: str, *stands: Stand) -> Settlement:
    return policy_named(policy).settle(stands)


def shown(policy: str, *stands: Stand) -> Shown:
    settlement = settle(policy, *stands)
    return settlement.low, settlement.best, settlement.high


def why(settlement: Settlement) -> dict[str, tuple[bool, str]]:
    return {step.claim: (step.used, step.why) for step in settlement.steps}


# --- one phrase, five codebooks ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "gtd", "acled", "ucdp", "em_dat", "airwars"),
    [
        ("dozens", None, 12, None, None, None),
        ("many", None, None, None, None, None),
        ("at least 32", 32, 32, 32, 32, None),
        ("up to 41", None, None, None, None, None),
        ("around 40", 40, 40, 40, 40, None),
        ("25-30", 25, 25, None, 27, None),
        ("30", 30, 30, 30, 30, 30),
    ],
)
def test_one_phrase_of_the_dead(
    phrase: str, gtd: int | None, acled: int | None, ucdp: int | None, em_dat: int | None, airwars: int | None
) -> None:
    """What each codebook would write for the deaths when a report says only this."""
    best = [shown(policy, said(phrase))[1] for policy in CODEBOOKS]
    assert best == [gtd, acled, ucdp, em_dat, airwars]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("acled", (25, 25, 25)),
        ("em-dat", (25, 27, 30)),
        ("gtd", (25, 25, 25)),
        ("ucdp", (25, 25, 30)),
        ("airwars", (25, None, 30)),
        ("low-best-high", (25, 30, 30)),
    ],
)
def test_two_sources_of_one_day(policy: str, expected: Shown) -> None:
    """25 and 30 on one day: the lower, the average, the lower for want of a majority, the range."""
    assert shown(policy, said("25", "police"), said("30", "ministry", place=1)) == expected


def test_hundreds_of_injured() -> None:
    """200 in EM-DAT, blank in GTD, not coded by ACLED and UCDP."""
    hurt = said("hundreds", status="injured")
    assert shown("em-dat", hurt) == (200, 200, None)
    assert shown("gtd", hurt) == (None, None, None)
    for policy in ("acled", "ucdp"):
        settlement = settle(policy, said("12", status="injured"))
        assert (settlement.low, settlement.best, settlement.high) == (None, None, None)
        assert "injured" in settlement.reason and not settlement.steps[0].used


# --- GTD -----------------------------------------------------------------------------------------


def test_gtd_takes_the_most_recent() -> None:
    """Monday's 12 gives way to Tuesday's 15, and to Tuesday's 9."""
    assert shown("gtd", said("12", "police"), said("15", "hospital", when=TUESDAY)) == (15, 15, 15)
    settlement = settle("gtd", said("12", "police"), said("9", "hospital", when=TUESDAY))
    assert settlement.best == 9
    assert why(settlement)["police 12"] == (False, "older than the most recent figure")


def test_gtd_never_uses_the_attackers_word() -> None:
    """Newest or alone, a perpetrators' figure is not recorded."""
    attackers = said("60", "raiders", "perpetrator", TUESDAY)
    settlement = settle("gtd", said("20"), attackers)
    assert (settlement.best, why(settlement)["raiders 60"]) == (20, (False, "the attackers' own figure"))
    assert shown("gtd", attackers) == (None, None, None)


def test_gtd_equally_recent() -> None:
    """Three of one day: two against one is a majority; three ways apart the lowest; hours do not matter."""
    two, one = (said("14", "police"), said("14", "hospital", place=1)), said("11", "mayor", place=2)
    assert shown("gtd", *two, one)[1] == 14
    assert shown("gtd", said("14", "a"), said("11", "b", place=1), said("17", "c", place=2))[1] == 11
    assert shown("gtd", said("14", "a", when=TUESDAY), said("11", "b", when=EVENING))[1] == 11


def test_gtd_counts_origins_for_a_majority() -> None:
    """One origin that says 14 three times is no majority over two others."""
    thrice = [said("14", "a", place=k) for k in range(3)]
    assert shown("gtd", *thrice, said("11", "b", place=4), said("12", "c", place=5))[1] == 11


def test_gtd_wants_confirmed_figures() -> None:
    """Denied and feared ones are never recorded, unverified ones only where nothing else is."""
    unverified = said("9", "a", when=TUESDAY, certainty=("unverified",))
    assert shown("gtd", said("7", "b"), unverified)[1] == 7
    assert shown("gtd", unverified)[1] == 9
    assert shown("gtd", said("90", weak=True, certainty=("feared",))) == (None, None, None)


def test_gtd_a_lower_bound_does_not_replace_a_higher_count() -> None:
    """Tuesday's "at least 32" leaves Monday's 90, which makes it true."""
    settlement = settle("gtd", said("90", "a"), said("at least 32", "b", when=TUESDAY))
    assert settlement.best == 90 and why(settlement)["b at least 32"][0]


# --- ACLED ---------------------------------------------------------------------------------------


def test_acled_words() -> None:
    """10, 12, 100 as printed, and so on; a phrase before a word in it; nothing for "several"."""
    words = ("tens", "Dozens", "many dozens", "hundreds", "thousands", "tens of thousands", "several", "numerous")
    assert [worded("acled", w) for w in words] == [10, 12, 12, 100, 1000, 10000, None, None]


def test_acled_is_conservative_also_with_words() -> None:
    """ "Dozens" (12) beside 30 is 12, and the reason says how it was coded; 9 beside "dozens" is 9."""
    settlement = settle("acled", said("30", "a"), said("dozens", "b", place=1))
    assert (settlement.low, settlement.best, settlement.high) == (12, 12, None)
    assert "“dozens” is coded 12" in settlement.reason
    assert shown("acled", said("9", "a"), said("dozens", "b", place=1))[1] == 9


def test_acled_sets_aside_with_a_reason() -> None:
    """The higher figure is not the most conservative; the denied one counts for nothing."""
    denied = said("3", "c", place=2, weak=True, certainty=("denied",))
    settlement = settle("acled", said("25", "a"), said("30", "b", place=1), denied)
    assert settlement.best == 25
    assert why(settlement) == {
        "a 25": (True, "the most conservative figure"),
        "b 30": (False, "not the most conservative figure"),
        "c 3": (False, "denied"),
    }


# --- UCDP ----------------------------------------------------------------------------------------


def test_ucdp_best_is_the_most_reliable() -> None:
    """A hospital's Monday 18 comes before a resident's Tuesday 25; both bound."""
    assert shown("ucdp", said("18", "St Anne", "hospital"), said("25", "residents", "witness", TUESDAY)) == (18, 18, 25)


def test_ucdp_a_sides_count_bounds_nothing_beside_others() -> None:
    """The rebels' 60 soldiers, the monitor's 20."""
    monitor = said("20", "monitor", "rights monitor", role="soldier")
    rebels = said("60", "rebels", "belligerent", TUESDAY, role="soldier")
    settlement = settle("ucdp", monitor, rebels)
    assert (settlement.low, settlement.best, settlement.high) == (20, 20, 20)
    assert why(settlement)["rebels 60"] == (False, "a side's own count")


def test_ucdp_sides_alone() -> None:
    """A boast is a high and no best; what a side admits of its own dead is a low and the best there is."""
    assert shown("ucdp", said("60", "rebels", "belligerent", role="soldier")) == (None, None, 60)
    admitted = said("3", "rebels", "belligerent", role="militant")
    assert shown("ucdp", admitted) == (3, 3, None)


def test_ucdp_an_army_on_its_enemy_comes_last() -> None:
    """The army's 40 dead militants is within the range, and the resident's 15 the best."""
    army = said("40", "army", "military", TUESDAY, role="militant")
    assert shown("ucdp", army, said("15", "residents", "witness", role="militant")) == (15, 15, 40)
    assert "gains by it" in settle("ucdp", army).reason


# --- EM-DAT --------------------------------------------------------------------------------------


def test_em_dat_priority() -> None:
    """The ministry's Monday figure before the newspaper's of Tuesday; the ministry's last one before its first."""
    ministry, paper = said("25", "ministry"), said("30", "Gazette", "outlet", TUESDAY, place=1)
    assert shown("em-dat", ministry, paper) == (25, 25, 25)
    assert shown("em-dat", ministry, said("31", "province", when=TUESDAY, place=1)) == (31, 31, 31)


def test_em_dat_average_says_its_formula() -> None:
    """No claim states an average: none is chosen, and the reason has the sum."""
    settlement = settle("em-dat", said("25-30"))
    assert settlement.chosen is None and "(25 + 30) / 2 = 27.5, entered as 27" in settlement.reason
    assert all(step.used for step in settlement.steps)


def test_em_dat_words() -> None:
    """The two words of the documentation, and no others."""
    assert [worded("em-dat", word) for word in ("hundreds", "thousands", "dozens")] == [200, 2000, None]
    assert shown("em-dat", said("thousands", status="displaced"))[1] == 2000


def tally(ident: str, status: str, best: int, part_of: str | None = None) -> Tally:
    group = Group("people")
    bounds = best, best, best
    return Tally(ident, "i1", status, group, "people", *bounds, "single", 1, ("c",), (), "em-dat", "said", part_of)


def test_em_dat_total_deaths() -> None:
    """19 dead and 23 missing are 42; a part of the missing is not added, nor the missing alone."""
    dead, missing, part = tally("t1", "killed", 19), tally("t2", "missing", 23), tally("t3", "missing", 4, "t2")
    (total,) = policy_named("em-dat").sums((dead, missing, part))
    assert (total.low, total.best, total.high, total.status, total.derived) == (42, 42, 42, "killed", "t1 + t2")
    assert not total.support and "19 dead + 23 missing" in total.reason
    assert policy_named("em-dat").sums((missing, part)) == () == policy_named("gtd").sums((dead, missing))


# --- Airwars -------------------------------------------------------------------------------------


def test_airwars_range_and_grades() -> None:
    """One origin Weak, two Fair, a side that owns to it Confirmed, a denial Contested, fighters apart."""
    local, monitor = (
        said("4", "residents", "witness", role="civilian"),
        said("7", "monitor", "rights monitor", role="civilian"),
    )
    assert shown("airwars", local, monitor) == (4, None, 7)
    assert "Fair: 2" in settle("airwars", local, monitor).reason
    assert "Weak" in settle("airwars", local).reason
    owned = said("1", "the force", "belligerent", TUESDAY, role="civilian")
    settlement = settle("airwars", local, owned)
    assert "Confirmed" in settlement.reason and settlement.best == 4
    assert why(settlement)["the force 1"] == (False, "the word of a side that fights: context only")
    denied = said("0", "ministry", role="civilian", weak=True, certainty=("denied",))
    assert "Contested" in settle("airwars", local, denied).reason
    assert "kept apart" in settle("airwars", said("3", "residents", "witness", role="militant")).reason


def test_airwars_only_the_striking_side() -> None:
    """An army's count of militants is context; without another there is no range."""
    settlement = settle("airwars", said("40", "army", "military", role="militant"))
    assert (settlement.low, settlement.high) == (None, None) and "context" in settlement.steps[0].why


# --- in an account -------------------------------------------------------------------------------


def test_a_tally_traces_every_claim() -> None:
    """What stands, what its origin replaced, what reprints: each with a reason; the attackers' figure dissents."""
    said_on = (("2031-05-01", "5", "police"), ("2031-05-02", "7", "police"), ("2031-05-02", "4", "rebels"))
    documents = [report(f"{k}.txt", f"It is said {n} people died.", day) for k, (day, n, _) in enumerate(said_on)]
    claims = [
        figure(f"c{k}", documents[k], f"{n} people died", n, "killed", Group("people"), who)
        for k, (_, n, who) in enumerate(said_on)
    ]
    told = reprinted(Told(tuple(documents), tuple(claims)), "1.txt")
    (tally,), _, _ = reconcile(told.claims, told.documents, told.relations, told.incident_of, policy_named("gtd"))
    steps = {step.claim: (step.used, step.why) for step in tally.trace}
    assert (tally.best, tally.support, tally.roots) == (7, ("c1", "rc1"), 1)
    assert steps == {
        "c0": (False, "replaced by what was said later"),
        "c1": (True, "the most recent"),
        "rc1": (True, "a reprint: the most recent"),
        "c2": (False, "the attackers' own figure"),
    }


def test_voices_keep_a_record() -> None:
    """Police gave two figures, one later revised; the reprint of a figure is no second one."""
    documents = [report(f"{k}.txt", f"It is said {n} people died.", f"2031-05-0{k}") for k, n in ((1, 5), (2, 7))]
    claims = [
        figure(f"c{k}", documents[k], f"{n} people died", n, "killed", Group("people"), "police", "Gazette")
        for k, n in enumerate(("5", "7"))
    ]
    told = reprinted(Told(tuple(documents), tuple(claims)), "2.txt")
    account = Account(None, "gtd", told.documents, (), told.claims, {}, told.relations)
    police, gazette = voices(account)
    assert (police.figures, police.revised, police.contradicted) == (2, 1, 0)
    assert police.claims == ("c0", "c1", "rc1") == gazette.relayed and gazette.claims == ()
    assert police.interest == interest("official") and gazette.figures == 0


# --- interests -----------------------------------------------------------------------------------


def test_leanings() -> None:
    """Attackers: few of their own, many others; armies the other way round; a hospital neither."""
    assert (leaning("perpetrator", "militant"), leaning("perpetrator", "hostage")) == (FEW, MANY)
    assert (leaning("military", "soldier"), leaning("military", "militant")) == (FEW, MANY)
    assert leaning("military", "civilian") is None is leaning("hospital", "militant")
    assert "own losses" in interest("perpetrator") and interest("no such kind") == interest("other")


def test_tables_name_only_what_exists() -> None:
    """Kinds, roles and statuses of the tables are the codebook's."""
    statuses = set(standard().table("statuses"))
    policies, interests = standard().table("policies"), standard().table("interests")
    assert {status for columns in policies["columns"].values() for status in columns} <= statuses
    assert set(policies["columns"]) == set(CODEBOOKS)
    kinds = set(standard().table("sources")["names"]) | {
        "hospital",
        "company",
        "witness",
        "expert",
        "other",
        "own voice",
    }
    assert {kind for rows in policies["ranks"].values() for row in rows for kind in row} <= kinds
    assert set(interests) - {"source"} <= kinds


def test_the_guide_keeps_up() -> None:
    """docs/policies.md has a row for every policy, with the statuses of its codebook's columns."""
    guide = (Path(__file__).parents[1] / "docs" / "policies.md").read_text("utf-8")
    rows = {
        cells[1].strip().split("`")[1]: cells[-2]
        for cells in (r.split("|") for r in guide.splitlines() if r[:3] == "| `")
    }
    assert set(rows) == set(POLICIES)
    for name, statuses in standard().table("policies")["columns"].items():
        assert [status.strip() for status in rows[name].split(",")] == statuses


# --- what holds of every policy ------------------------------------------------------------------

KINDS = ("official", "military", "hospital", "perpetrator", "belligerent", "witness", "agency", "own voice")
LABELS = ((), ("unverified",), ("denied",), ("feared",))


@st.composite
def stands(draw: st.DrawFn) -> tuple[Stand, ...]:
    """Some figures of one status and role: exact, bounded, near, vague, ranged."""
    status = draw(st.sampled_from(("killed", "injured", "missing", "held")))
    role = draw(st.sampled_from(("person", "civilian", "militant", "soldier", "hostage")))
    found = []
    for place in range(draw(st.integers(1, 6))):
        phrase = draw(st.one_of(st.sampled_from(sorted(SAID)), st.integers(0, 60).map(str)))
        certainty = draw(st.sampled_from(LABELS))
        bounds, words = SAID[phrase] if phrase in SAID else (Bounds(int(phrase), int(phrase)), phrase)
        found.append(
            Stand(
                f"c{place}", bounds, draw(st.sampled_from("abcd")), draw(st.sampled_from(KINDS)),
                draw(st.sampled_from((MONDAY, TUESDAY, EVENING, None))), place,
                bool({"denied", "feared"} & set(certainty)), status != "held", status, role, words, certainty,
            )
        )  # fmt: skip
    return tuple(found)


every = pytest.mark.parametrize("policy", sorted(POLICIES))
quick = settings(max_examples=80, deadline=None)


@every
@quick
@given(told=stands())
def test_bounds_are_in_order_and_every_claim_has_a_step(policy: str, told: tuple[Stand, ...]) -> None:
    """low <= best <= high where defined; one step a claim; the chosen claim is used."""
    settlement = settle(policy, *told)
    numbers = [n for n in (settlement.low, settlement.best, settlement.high) if n is not None]
    assert numbers == sorted(numbers)
    assert [step.claim for step in settlement.steps] == [stand.claim for stand in told]
    assert all(step.why for step in settlement.steps) and settlement.rule == policy and settlement.reason
    used = {step.claim for step in settlement.steps if step.used}
    assert settlement.chosen is None or settlement.chosen in used
    assert bool(used) == bool(numbers)


@every
@quick
@given(told=stands(), seed=st.integers(0, 99))
def test_blind_to_order(policy: str, told: tuple[Stand, ...], seed: int) -> None:
    """Shuffled input gives the same figure, and the same verdict on every claim."""
    mixed = list(told)
    random.Random(seed).shuffle(mixed)
    one, other = settle(policy, *told), settle(policy, *mixed)
    assert shown(policy, *told) == shown(policy, *mixed) and one.reason == other.reason
    assert why(one) == why(other)


@every
@quick
@given(told=stands())
def test_saying_it_twice_changes_nothing(policy: str, told: tuple[Stand, ...]) -> None:
    """An origin that repeats itself on the same day adds nothing."""
    first = told[0]
    again = Stand(
        "again", first.bounds, first.root, first.kind, first.when, 99, first.weak, first.growing, first.status,
        first.role, first.words, first.certainty,
    )  # fmt: skip
    assert shown(policy, *told) == shown(policy, *told, again)
