"""Tallies and balances: what an account shows, who supports it, what must add up."""

from __future__ import annotations

from dataclasses import replace

from crosswire.model import Balance, Claim, Document, Group, Relation, Tally, Unplaced
from crosswire.policies import POLICIES
from crosswire.reconcile import reconcile
from strategies import Told, figure, report, reprinted

PEOPLE = Group("people")
GUNMEN = Group("gunmen", "militant")
SOLDIERS = Group("soldiers", "soldier")
HOSTAGES = Group("hostages", "hostage")
WOMEN, MEN = Group("women", sex="female"), Group("men", sex="male")
STAFF = Group("employees", "worker", employer="Norex")


def settled(
    told: Told, relations: tuple[Relation, ...] | None = None
) -> tuple[tuple[Tally, ...], tuple[Balance, ...], tuple[Unplaced, ...]]:
    related = told.relations if relations is None else relations
    return reconcile(told.claims, told.documents, related, told.incident_of, POLICIES["low-best-high"])


def shown(told: Told) -> dict[str, tuple[int | None, int | None, int | None, str, int]]:
    """Tallies by status and label."""
    return {f"{t.status} {t.label}": (t.low, t.best, t.high, t.state, t.roots) for t in settled(told)[0]}


def told_in(text: str, *figures: tuple[str, str, str, Group, str], day: str | None = None, **more: object) -> Told:
    """One report; a figure is (words, number, status, group, speaker or "")."""
    document = report("a.txt", text, day)
    claims = [
        figure(f"c{k}", document, words, number, status, group, *([speaker] if speaker else []), **more)
        for k, (words, number, status, group, speaker) in enumerate(figures)
    ]
    return Told((document,), tuple(claims))


def of_days(*said: tuple[str, str, str], status: str = "killed") -> Told:
    """One figure a report: (day, number, speaker)."""
    documents, claims = [], []
    for k, (day, number, speaker) in enumerate(said):
        document = report(f"{k}.txt", f"It is said of {number} people.", day)
        documents.append(document)
        claims.append(figure(f"c{k}", document, f"{number} people", number, status, PEOPLE, speaker))
    return Told(tuple(documents), tuple(claims))


# --- tallies -------------------------------------------------------------------------------------


def test_one_origin_is_single() -> None:
    """A figure said once, or thrice by one origin in two reports, has one root."""
    assert shown(of_days(("2031-05-01", "12", "police"))) == {"killed people": (12, 12, 12, "single", 1)}
    again = of_days(("2031-05-01", "12", "government"), ("2031-05-02", "12", "interior ministry"))
    assert shown(again) == {"killed people": (12, 12, 12, "single", 1)}
    assert settled(again)[0][0].support == ("c0", "c1")


def test_independent_origins_agree() -> None:
    """Two roots for one number; a reprint adds a claim to the support and no root."""
    told = of_days(("2031-05-01", "12", "police"), ("2031-05-01", "12", "Red Cross"))
    assert shown(told) == {"killed people": (12, 12, 12, "agreed", 2)}
    copied = reprinted(told, "0.txt")
    assert shown(copied) == shown(told)
    assert settled(copied)[0][0].support == ("c0", "c1", "rc0")


def test_a_rising_toll_is_revised() -> None:
    """The last figure stands, the earlier ones dissent; nothing widens the range that has been replaced."""
    told = of_days(("2031-05-01", "194", "police"), ("2031-05-02", "259", "Red Cross"), ("2031-05-03", "292", "police"))
    assert shown(told) == {"killed people": (292, 292, 292, "revised", 1)}
    assert settled(told)[0][0].dissent == ("c0", "c1")


def test_what_a_later_toll_outgrows() -> None:
    """All of Monday's figures are outgrown by Friday's, not only the one it was compared with."""
    told = of_days(
        ("2031-05-01", "484", "government"), ("2031-05-01", "500", "Red Cross"), ("2031-05-05", "978", "police")
    )
    assert shown(told) == {"killed people": (978, 978, 978, "revised", 1)}
    missing = of_days(("2031-05-01", "20", "government"), ("2031-05-05", "9", "police"), status="missing")
    assert shown(missing) == {"missing people": (9, 9, 9, "revised", 1)}


def test_two_origins_in_conflict_are_contested() -> None:
    """Four and 49 on one day: the range shows both, the state says so, the other figure dissents."""
    told = of_days(("2031-05-01", "4", "police"), ("2031-05-01", "49", "Red Cross"))
    assert shown(told) == {"killed people": (4, 4, 49, "contested", 1)}
    assert (settled(told)[0][0].support, settled(told)[0][0].dissent) == (("c0",), ("c1",))


def test_undated_conflict_stays_open() -> None:
    """Two numbers without dates: no later one is made up, both bound the tally, the official one is best."""
    told = of_days((None, "12", "police"), (None, "15", "Red Cross"))  # type: ignore[arg-type]
    assert shown(told) == {"killed people": (12, 12, 15, "contested", 1)}


def test_all_killed_yet_captured_contests_the_killed() -> None:
    """ "All 32 gunmen" beside a captured one: the claim that says "all" is disputed, the capture is not."""
    told = told_in(
        "The army says all 32 gunmen died. Police caught 6 gunmen.",
        ("32 gunmen", "32", "killed", GUNMEN, "government"),
        ("6 gunmen", "6", "captured", GUNMEN, "police"),
    )
    states = {t.status: t.state for t in settled(told)[0]}
    assert states == {"killed": "contested", "captured": "single"}


def test_an_open_bound_of_the_last_word() -> None:
    """23, then "at least 23" by the same origin: low and best 23, no high."""
    first = of_days(("2031-05-01", "23", "government"))
    document = report("b.txt", "The government speaks of at least 23 people.", "2031-05-02")
    later = figure("c9", document, "23 people", "23", "killed", PEOPLE, "government", high=None, approximate=True)
    told = Told((*first.documents, document), (*first.claims, later))
    assert shown(told) == {"killed people": (23, 23, None, "single", 1)}


def test_parts_point_to_their_whole() -> None:
    """Seven foreign hostages are part of the 23; the rest of a phase is derived with its formula."""
    told = told_in(
        "In all 23 hostages and 32 gunmen died. 7 foreigners died first. In the final assault 11 gunmen died.",
        ("23 hostages", "23", "killed", HOSTAGES, "government"),
        ("32 gunmen", "32", "killed", GUNMEN, "government"),
        ("7 foreigners", "7", "killed", Group("hostages", "hostage", ("foreign",)), "army"),
        ("11 gunmen", "11", "killed", GUNMEN, "army"),
    )
    tallies = {t.label: t for t in settled(told)[0] if t.derived is None and t.best != 11}
    assert tallies["foreign hostages"].part_of == tallies["hostages"].id
    part = next(t for t in settled(told)[0] if t.best == 11)
    rest = next(t for t in settled(told)[0] if t.derived)
    assert part.part_of == rest.part_of == tallies["militants"].id
    assert (rest.low, rest.high, rest.derived) == (21, 21, f"{tallies['militants'].id} - {part.id}")


def test_an_increment_is_added() -> None:
    """28 on one day and 35 more on the next make 63, derived from the two."""
    told = told_in(
        "The first day cost 28 people their lives, and 35 more people died on the second.",
        ("28 people", "28", "killed", PEOPLE, "police"),
        ("35 more people", "35", "killed", PEOPLE, "police"),
    )
    more = replace(told.claims[1], scope="increment")
    derived = [t for t in settled(Told(told.documents, (told.claims[0], more)))[0] if t.derived]
    assert [(t.low, t.best, t.high) for t in derived] == [(63, 63, 63)]


def test_background_and_odd_claims() -> None:
    """Background is in no tally; a claim of no incident or of no number is unplaced, with a reason."""
    told = told_in("A war cost 900 people. Then 12 people died.", ("12 people", "12", "killed", PEOPLE, "police"))
    aside = figure("c7", told.documents[0], "900 people", "900", "killed", PEOPLE, background=True)
    nothing = replace(told.claims[0], id="c8", low=None, high=None)
    loose = replace(told.claims[0], id="c9")
    claims = (*told.claims, aside, nothing, loose)
    incidents = {claim.id: "i1" for claim in claims if claim.id != "c9"}
    tallies, _, unplaced = reconcile(claims, told.documents, (), incidents, POLICIES["majority"])
    assert [(t.low, t.support) for t in tallies] == [(12, ("c0",))]
    assert [(u.claim, u.reason.split()[0]) for u in unplaced] == [("c8", "it"), ("c9", "its")]


def test_a_case_is_unplaced_in_favour_of_its_toll() -> None:
    """The man who died in the ambulance is one of the nine: no tally of one beside it."""
    told = told_in("In all 9 people died. A man died in the ambulance.", ("9 people", "9", "killed", PEOPLE, "police"))
    start = told.documents[0].text.index("A man")
    man = replace(told.claims[0], id="c1", low=1, high=1, number_text="A", group=Group("man", sex="male"))
    man = replace(man, span=type(man.span)(start, start + 5), number=type(man.span)(start, start + 1), quote="A man")
    tallies, _, unplaced = settled(Told(told.documents, (*told.claims, man)))
    assert [t.label for t in tallies] == ["people"]
    assert unplaced == (Unplaced("c1", "1 man killed: told singly, and counted in the 9 people killed"),)


def test_judgements_decide() -> None:
    """The relations given are the ones used: without them every claim stands alone, with a person's they join."""
    told = of_days(("2031-05-01", "12", "police"), ("2031-05-01", "15", "Red Cross"))
    assert len(settled(told, ())[0]) == 2
    joined = settled(told, (Relation("c1", "c0", "revises", "person", "the count was completed", "rise"),))[0]
    assert [(t.best, t.state, t.dissent) for t in joined] == [(15, "revised", ("c0",))]
    circle = tuple(Relation(a, b, "includes", "person", "by hand") for a, b in (("c0", "c1"), ("c1", "c0")))
    assert sum(t.part_of is not None for t in settled(told, circle)[0]) == 1


def test_judgements_about_unknown_claims_are_passed_over() -> None:
    """A relation to a claim that is not there changes nothing."""
    told = of_days(("2031-05-01", "12", "police"))
    stray = tuple(Relation("gone", "c0", kind, "person", "by hand") for kind in ("revises", "includes", "contradicts"))
    assert settled(told, stray)[0] == settled(told, ())[0]


# --- balances ------------------------------------------------------------------------------------


def balances(told: Told) -> list[tuple[str | None, tuple[str, ...], bool, tuple[int | None, int | None], str]]:
    return [(b.total, b.parts, b.holds, b.unexplained, b.reason) for b in settled(told)[1]]


def at_work(missing: str, safe: str) -> Told:
    text = f"Norex said {missing} of its 18 employees were missing. The other {safe} were unharmed."
    document = report("a.txt", text)
    claims = (
        figure("c0", document, f"{missing} of its 18 employees", missing, "missing", STAFF, "Norex", out_of=18),
        figure("c1", document, "18 employees", "18", "present", STAFF, "Norex"),
        figure("c2", document, f"{safe} were", safe, "safe", STAFF, "Norex", scope="remainder"),
    )
    return Told((document,), claims)


def test_a_headcount_balances() -> None:
    """4 missing + 14 safe = 18 present, a reprint's no second time."""
    expected = [("c1", ("c0", "c2"), True, (0, 0), "4 missing + 14 safe = 18 present")]
    assert balances(at_work("4", "14")) == expected
    assert balances(reprinted(at_work("4", "14"), "a.txt")) == expected


def test_a_headcount_that_cannot_hold() -> None:
    """4 missing and 13 safe leave one of the 18; 4 and 15 are one too many."""
    assert balances(at_work("4", "13"))[0][2:4] == (False, (1, 1))
    assert balances(at_work("4", "15"))[0][2:4] == (False, (-1, -1))


def test_a_toll_and_its_groups() -> None:
    """18 dead: two soldiers and 16 gunmen, in the next sentence; the attackers are inside because the sum says so."""
    told = told_in(
        "The raid left 18 people dead. The army counted 2 soldiers and 16 gunmen among the bodies.",
        ("18 people", "18", "killed", PEOPLE, ""),
        ("2 soldiers", "2", "killed", SOLDIERS, ""),
        ("16 gunmen", "16", "killed", GUNMEN, ""),
    )
    assert balances(told) == [("c0", ("c1", "c2"), True, (0, 0), "2 soldiers + 16 militants = 18 killed")]


def arrested(women: str, men: str) -> Told:
    return told_in(
        f"Police hold 12 people, {women} women and {men} men.",
        ("12 people", "12", "captured", PEOPLE, "police"),
        (f"{women} women", women, "captured", WOMEN, "police"),
        (f"{men} men", men, "captured", MEN, "police"),
    )


def test_an_enumeration_must_add_up() -> None:
    """12 people, seven women and five men; with six men it is a violation, for the list claims to be the whole."""
    assert balances(arrested("7", "5")) == [("c0", ("c1", "c2"), True, (0, 0), "7 women + 5 men = 12 captured")]
    assert balances(arrested("7", "6"))[0][2:4] == (False, (-1, -1))
    assert "1 too many" in balances(arrested("7", "6"))[0][4]


def test_chance_sums_are_no_balance() -> None:
    """16 freed and 7 killed make 23 killed by chance; 5 and 7 far from their 12 are no parts of it either."""
    chance = told_in(
        "In all 23 hostages died. A mediator said 16 hostages were freed, after 7 hostages had been shot.",
        ("23 hostages", "23", "killed", HOSTAGES, "government"),
        ("16 hostages", "16", "freed", HOSTAGES, "mediator"),
        ("7 hostages", "7", "killed", HOSTAGES, "mediator"),
    )
    assert balances(chance) == []
    far = told_in(
        "The storm killed 12 people. Roads are cut. Power is out. Rain goes on. It killed 5 women and 7 men.",
        ("12 people", "12", "killed", PEOPLE, ""),
        ("5 women", "5", "killed", WOMEN, ""),
        ("7 men", "7", "killed", MEN, ""),
    )
    assert balances(far) == []


def test_examples_are_no_partition() -> None:
    """ "40 dead, including nine women and three men" leaves 28 and violates nothing."""
    told = told_in(
        "The storm killed 40 people, including 9 women and 3 men.",
        ("40 people", "40", "killed", PEOPLE, ""),
        ("9 women", "9", "killed", WOMEN, ""),
        ("3 men", "3", "killed", MEN, ""),
    )
    assert balances(told) == []


def test_bounds_may_leave_the_sum_open() -> None:
    """ "More than 60" holds with 45, 12 and 7 at three places."""
    document = report("a.txt", "The fever killed more than 60 people: 45 in Ash, 12 in Bay and 7 in Cove.")
    places = {"45": "Ash", "12": "Bay", "7": "Cove"}
    whole = figure("c0", document, "60 people", "60", "killed", PEOPLE, low=61, high=None, approximate=True)
    parts = tuple(_at(document, number, place) for number, place in places.items())
    found = balances(Told((document,), (whole, *parts)))
    assert [(total, holds) for total, _, holds, _, _ in found] == [("c0", True)]


def _at(document: Document, number: str, place: str) -> Claim:
    from crosswire.model import Place

    claim = figure(f"c{number}", document, f"{number} in {place}", number, "killed", PEOPLE)
    return replace(claim, place=Place(place, None, None, None, "exact"))
