"""The fate ledger: who of a group of known size is accounted for, what cannot hold together, all killed by groups."""

from __future__ import annotations

from hypothesis import given

from crosswire.model import Claim, Document, Fate, Group, Tally, Violation
from crosswire.policies import POLICIES
from crosswire.reconcile import fate_ledger, reconcile, violations
from strategies import Told, figure, report, stories

PEOPLE = Group("people")
GUNMEN = Group("gunmen", "militant")
SOLDIERS = Group("soldiers", "soldier")
HOSTAGES = Group("hostages", "hostage")
CREW, RIDERS = Group("crew", "crew"), Group("passengers", "passenger")
STAFF = Group("employees", "worker", employer="Norex")
FOREIGN = Group("foreigners", nationality=("foreign",))


def accounted(told: Told) -> tuple[tuple[Fate, ...], tuple[Violation, ...], tuple[Tally, ...]]:
    """The ledger, the violations and the tallies of a story."""
    tallies, balances, _ = reconcile(
        told.claims, told.documents, told.relations, told.incident_of, POLICIES["low-best-high"]
    )
    fates = fate_ledger(told.claims, told.documents, told.relations, tallies, balances)
    return fates, violations(told.claims, told.documents, told.incident_of, tallies, balances, fates), tallies


def told_in(*sentences: tuple[str, *tuple[Claim | tuple[str, str, str, Group], ...]], **more: object) -> Told:
    """Reports of one text each; a figure is (words, number, status, group)."""
    documents: list[Document] = []
    claims: list[Claim] = []
    for n, (text, *figures) in enumerate(sentences):
        document = report(f"{n}.txt", text, f"2031-05-0{n + 1}")
        documents.append(document)
        for k, found in enumerate(figures):
            assert isinstance(found, tuple)
            words, number, status, group = found
            claims.append(figure(f"c{n}{k}", document, words, number, status, group, "police", **more))
    return Told(tuple(documents), tuple(claims))


def rows(told: Told) -> list[tuple[str, str, tuple[int | None, int | None], bool]]:
    return [(fate.label, fate.reason, fate.unexplained, fate.holds) for fate in accounted(told)[0]]


# --- groups of known size ------------------------------------------------------------------------


def test_a_headcount_that_adds_up() -> None:
    """Four of its 18 missing, the remaining 14 safe: nobody is unexplained."""
    document = report("a.txt", "Norex said 4 of its 18 employees were missing. The other 14 were unharmed.")
    claims = (
        figure("c0", document, "4 of its 18 employees", "4", "missing", STAFF, "Norex", out_of=18),
        figure("c1", document, "18 employees", "18", "present", STAFF, "Norex"),
        figure("c2", document, "14 were", "14", "safe", STAFF, "Norex", scope="remainder"),
    )
    told = Told((document,), claims)
    assert rows(told) == [("Norex workers", "4 missing + 14 safe = 18 present", (0, 0), True)]
    ((fate,), broken, tallies) = accounted(told)
    by_status = {tally.status: tally.id for tally in tallies}
    assert fate.derived == f"{by_status['present']} - ({by_status['missing']} + {by_status['safe']})"
    assert broken == ()


def test_those_who_did_it_are_counted_too() -> None:
    """32 killed and six captured of about 40 who took part: two at most are unexplained, give or take the "about"."""
    document = report("a.txt", "We were 40 men. Police shot 32 gunmen and took 6 gunmen.")
    claims = (
        figure("c0", document, "40 men", "40", "present", GUNMEN, "rebels", approximate=True),
        figure("c1", document, "32 gunmen", "32", "killed", GUNMEN, "police", high=None, approximate=True),
        figure("c2", document, "6 gunmen", "6", "captured", GUNMEN, "police"),
    )
    reason = "at least 32 killed + 6 captured of about 40 present: up to 2 unexplained"
    assert rows(Told((document,), claims)) == [("militants", reason, (0, 2), True)]


def test_a_size_named_in_passing() -> None:
    """ "100 of the 132 foreigners were freed" says that there were 132; no tally states it, the claim does."""
    document = report("a.txt", "Police freed 100 of the 132 foreigners. In the fire 9 foreigners died.")
    claims = (
        figure("c0", document, "100 of the 132", "100", "freed", FOREIGN, "police", out_of=132),
        figure("c1", document, "9 foreigners", "9", "killed", FOREIGN, "police"),
    )
    ((fate,), _, _) = accounted(Told((document,), claims))
    assert (fate.size.low, fate.size.tallies, fate.size.claims) == (132, (), ("c0",))
    assert (fate.unexplained, fate.derived.split(" - ")[0]) == ((23, 23), "c0")


def test_a_whole_that_is_itself_a_state_is_no_size() -> None:
    """ "Two of the 12 killed were officers": 12 officers were nowhere."""
    officers = Group("officers", "police")
    document = report("a.txt", "Of the victims 2 of the 12 killed and 11 of the hurt were officers.")
    claims = (
        figure("c0", document, "2 of the 12", "2", "killed", officers, "police", out_of=12),
        figure("c1", document, "12 killed", "12", "killed", officers, "police"),
        figure("c2", document, "11 of the hurt", "11", "injured", officers, "police"),
    )
    assert accounted(Told((document,), claims))[:2] == ((), ())


def test_nobody_keeps_a_list_of_a_crowd() -> None:
    """64 dead and 101 hurt of 400,000 marchers: the others are not unexplained."""
    told = told_in(
        ("Among 400000 people 64 people died and 101 people were hurt.", ("400000 people", "400000", "present", PEOPLE),
         ("64 people", "64", "killed", PEOPLE), ("101 people", "101", "injured", PEOPLE)),
    )  # fmt: skip
    assert rows(told) == []


def test_states_that_people_share_are_not_added() -> None:
    """Of 20 passengers 12 were rescued and nine are safe: twelve at least are accounted for, not 21."""
    told = told_in(
        ("Of 20 passengers 12 passengers were rescued. Now 9 passengers are safe. In all 5 passengers are hurt.",
         ("20 passengers", "20", "present", RIDERS), ("12 passengers", "12", "rescued", RIDERS),
         ("9 passengers", "9", "safe", RIDERS), ("5 passengers", "5", "injured", RIDERS)),
    )  # fmt: skip
    assert [(reason, left) for _, reason, left, _ in rows(told)] == [
        ("12 rescued of 20 present: up to 8 unexplained", (0, 8))
    ]


def test_what_may_change_counts_only_beside_the_rest() -> None:
    """ "Nine dead, 11 missing" of 20 passengers in one sentence are apart; Monday's missing may be Tuesday's dead."""
    together = told_in(
        ("Of 20 passengers 9 passengers died and 11 passengers are missing.",
         ("20 passengers", "20", "present", RIDERS), ("9 passengers", "9", "killed", RIDERS),
         ("11 passengers", "11", "missing", RIDERS)),
    )  # fmt: skip
    assert [left for _, _, left, _ in rows(together)] == [(0, 0)]
    later = told_in(
        ("Of 20 passengers 11 passengers are missing.",
         ("20 passengers", "20", "present", RIDERS), ("11 passengers", "11", "missing", RIDERS)),
        ("So far 15 passengers died.", ("15 passengers", "15", "killed", RIDERS)),
    )  # fmt: skip
    ((fate,), broken, _) = accounted(later)
    assert ([s.status for s in fate.states if s.counted], fate.unexplained, broken) == (["killed"], (0, 5), ())


def test_parts_of_a_group_bound_it_from_below() -> None:
    """Two American and three French hostages freed of 30 taken: five at least, perhaps more."""
    american, french = (Group("hostages", "hostage", (nation,)) for nation in ("American", "French"))
    told = told_in(
        ("Gunmen took 30 hostages. A day on 2 Americans and 3 French walked out free. In the raid 4 hostages died.",
         ("took 30 hostages", "30", "held", HOSTAGES), ("2 Americans", "2", "freed", american),
         ("3 French", "3", "freed", french), ("4 hostages", "4", "killed", HOSTAGES)),
    )  # fmt: skip
    ((fate,), _, _) = accounted(told)
    (freed,) = [state for state in fate.states if state.status == "freed"]
    assert (freed.low, freed.high, len(freed.tallies)) == (5, None, 2)
    assert (fate.size.status, fate.unexplained) == ("held", (0, 21))


def test_how_many_are_held_still_is_no_size() -> None:
    """ "Still holding seven" says nothing of how many were taken."""
    told = told_in(
        ("The gunmen are still holding 7 hostages. So far 16 hostages were freed.",
         ("still holding 7 hostages", "7", "held", HOSTAGES), ("16 hostages", "16", "freed", HOSTAGES)),
    )  # fmt: skip
    assert rows(told) == []


def test_the_bare_word_is_no_group() -> None:
    """60 people at a vigil and 40 people killed far away in another report are not one group."""
    told = told_in(
        ("At the vigil there were 60 people.", ("60 people", "60", "present", PEOPLE)),
        ("The quake killed 40 people.", ("40 people", "40", "killed", PEOPLE)),
    )
    assert rows(told) == []


def test_hostages_lead_and_attackers_come_last() -> None:
    told = told_in(
        ("There were 9 gunmen and they took 30 hostages. Troops shot 5 gunmen and 4 gunmen fled. "
         "Of those held 25 hostages were freed, 3 hostages died.",
         ("9 gunmen", "9", "present", GUNMEN), ("took 30 hostages", "30", "held", HOSTAGES),
         ("5 gunmen", "5", "killed", GUNMEN), ("4 gunmen", "4", "escaped", GUNMEN),
         ("25 hostages", "25", "freed", HOSTAGES), ("3 hostages", "3", "killed", HOSTAGES)),
    )  # fmt: skip
    assert [label for label, *_ in rows(told)] == ["hostages", "militants"]


# --- what cannot hold together -------------------------------------------------------------------


def test_more_accounted_for_than_there_were() -> None:
    """150 freed and 37 killed of 180 passengers: the two largest suffice, the three injured are not cited."""
    told = told_in(
        ("There were 180 passengers aboard, 150 passengers were freed and 37 passengers died, 3 passengers are hurt.",
         ("180 passengers", "180", "present", RIDERS), ("150 passengers", "150", "freed", RIDERS),
         ("37 passengers", "37", "killed", RIDERS), ("3 passengers", "3", "injured", RIDERS)),
    )  # fmt: skip
    ((fate,), (broken,), _) = accounted(told)
    assert (fate.holds, fate.unexplained) == (False, (None, None))
    assert (broken.kind, broken.claims) == ("too-many-accounted", ("c00", "c01", "c02"))
    assert broken.reason == "150 freed + 37 killed are more than the 180 passengers present"


def test_about_leaves_room() -> None:
    """38 of "about 36" break nothing."""
    document = report("a.txt", "We were 36 men. Police shot 32 gunmen and took 6 gunmen.")
    claims = (
        figure("c0", document, "36 men", "36", "present", GUNMEN, "rebels", approximate=True),
        figure("c1", document, "32 gunmen", "32", "killed", GUNMEN, "police"),
        figure("c2", document, "6 gunmen", "6", "captured", GUNMEN, "police"),
    )
    ((fate,), broken, _) = accounted(Told((document,), claims))
    assert (fate.holds, broken) == (True, ())


def test_lists_against_their_number() -> None:
    """Seven women and six men are no 12 people, nor are seven and four."""
    women, men = Group("women", sex="female"), Group("men", sex="male")
    kinds = {}
    for number in ("6", "4"):
        told = told_in(
            (f"Police hold 12 people, 7 women and {number} men.", ("12 people", "12", "captured", PEOPLE),
             ("7 women", "7", "captured", women), (f"{number} men", number, "captured", men)),
        )  # fmt: skip
        (broken,) = accounted(told)[1]
        kinds[number] = (broken.kind, broken.claims)
    assert kinds == {
        "6": ("parts-exceed-whole", ("c00", "c01", "c02")), "4": ("list-too-short", ("c00", "c01", "c02")),
    }  # fmt: skip


def test_a_subset_larger_than_its_set() -> None:
    """20 of its 18 employees; 15 children among 12 dead.  The same numbers of other people break nothing."""
    document = report("a.txt", "Norex said 20 of its 18 employees were missing.")
    claims = (
        figure("c0", document, "20 of its 18", "20", "missing", STAFF, "Norex", out_of=18),
        figure("c1", document, "18 employees", "18", "present", STAFF, "Norex"),
    )
    (broken,) = accounted(Told((document,), claims))[1]
    assert (broken.kind, broken.claims) == ("part-exceeds-whole", ("c1", "c0"))
    children = Group("children", "child")
    among = told_in(
        ("The storm killed 12 people, among them 15 children.", ("12 people", "12", "killed", PEOPLE),
         ("15 children", "15", "killed", children)),
    )  # fmt: skip
    assert [(v.kind, v.claims) for v in accounted(among)[1]] == [("part-exceeds-whole", ("c00", "c01"))]
    beside = told_in(
        ("The storm killed 12 people. In the school 15 children died.", ("12 people", "12", "killed", PEOPLE),
         ("15 children", "15", "killed", children)),
    )  # fmt: skip
    assert accounted(beside)[1] == ()


# --- all killed ----------------------------------------------------------------------------------


def in_all(told: Told) -> list[tuple[str, int | None, int | None, int | None, str]]:
    return [
        (t.label, t.low, t.best, t.high, t.reason) for t in accounted(told)[2] if t.rule == "sum-of-disjoint-groups"
    ]


def test_groups_that_share_nobody_make_a_total() -> None:
    """23 hostages and 32 gunmen killed are 55 people, derived from the two tallies."""
    told = told_in(
        ("The raid cost 23 hostages and 32 gunmen their lives.", ("23 hostages", "23", "killed", HOSTAGES),
         ("32 gunmen", "32", "killed", GUNMEN)),
    )  # fmt: skip
    assert in_all(told) == [("people, in all", 55, 55, 55, "32 militants + 23 hostages, groups that share nobody")]
    (made,) = [tally for tally in accounted(told)[2] if tally.derived]
    assert (made.support, set((made.derived or "").split(" + "))) == (
        (),
        {t.id for t in accounted(told)[2]} - {made.id},
    )


def test_another_group_leaves_the_total_open() -> None:
    """Nine employees killed may be some of the 23 hostages: at least 55, nobody knows how many more."""
    told = told_in(
        ("The raid cost 23 hostages and 32 gunmen their lives. It killed 9 employees.",
         ("23 hostages", "23", "killed", HOSTAGES), ("32 gunmen", "32", "killed", GUNMEN),
         ("9 employees", "9", "killed", STAFF)),
    )  # fmt: skip
    assert [row[1:4] for row in in_all(told)] == [(55, None, None)]


def test_a_stated_total_is_not_derived_again() -> None:
    told = told_in(
        ("In all 60 people died. The raid cost 23 hostages and 32 gunmen their lives.",
         ("60 people", "60", "killed", PEOPLE),
         ("23 hostages", "23", "killed", HOSTAGES), ("32 gunmen", "32", "killed", GUNMEN)),
    )  # fmt: skip
    assert in_all(told) == []


def test_callings_may_be_one_person() -> None:
    """A grandmother may be one of the hikers: no sum."""
    told = told_in(
        ("The storm killed 14 hikers. Rescuers found 2 grandmothers dead.",
         ("14 hikers", "14", "killed", Group("hikers")), ("2 grandmothers", "2", "killed", Group("grandmothers"))),
    )  # fmt: skip
    assert in_all(told) == []


# --- always --------------------------------------------------------------------------------------


@given(stories())
def test_bounds_and_evidence(told: Told) -> None:
    """Unexplained bounds are in order and not below zero; what is derived is in no tally's support; ids are real."""
    fates, broken, tallies = accounted(told)
    known, claims = {tally.id for tally in tallies}, {claim.id for claim in told.claims}
    for fate in fates:
        low, high = fate.unexplained
        assert (low is None) != fate.holds
        assert low is None or (low >= 0 and (high is None or low <= high))
        assert {tally for state in (fate.size, *fate.states) for tally in state.tallies} <= known
    assert all(set(one.claims) <= claims and one.claims for one in broken)
    assert all(tally.support == () for tally in tallies if tally.derived)


@given(stories())
def test_order_does_not_matter(told: Told) -> None:
    backwards = Told(told.documents[::-1], told.claims[::-1])
    assert accounted(told)[:2] == accounted(backwards)[:2]
