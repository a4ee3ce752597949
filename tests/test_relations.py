"""Relations between claims, each by one or two reports written for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crosswire.model import Claim, Document, Group, Place, Source, Span
from crosswire.relations import independent, relate, roots, trace, why_one_root
from crosswire.relations.names import Names
from strategies import Told, figure, report

PEOPLE = Group("people")
HOSTAGES = Group("hostages", "hostage")
FOREIGN = Group("foreign hostages", "hostage", ("foreign",))
GUNMEN = Group("gunmen", "militant")
STAFF = Group("employees", "worker", employer="Norex")


# --- a siege told by two reports -----------------------------------------------------------------


@pytest.fixture(scope="module")
def siege() -> Told:
    """A plant held by gunmen: the shape of a long siege, with invented words."""
    first = report(
        "assault.txt",
        "Soldiers shot 11 gunmen in the final assault, after seven more foreign hostages had been murdered, the army "
        "bulletin said. The attackers, quoted by Radio Sud, had said they were holding seven foreign hostages. "
        "The government's early count is that 23 captives and 32 raiders died in the four-day siege. "
        "The interior ministry wrote that 685 local workers and 107 foreigners got out, and that 23 hostages and 32 "
        "raiders had died. Earlier 16 foreign hostages were let go, a mediator said. They included two Americans and "
        "one Portuguese. Norex said four of its 18 employees were missing. The other 14 were unharmed.",
        "2031-05-19",
    )
    second = report(
        "captive.txt",
        "A sixth fighter was caught alive today, a security source said. Officials initially said that no fighters "
        "had been found alive, but the source said earlier today that five were in custody. The government speaks of "
        "at least 32 raiders and 23 hostages dead. All 32 raiders died, the government had announced. "
        "We were around 40 men, the commander said. Soldiers found dozens of bodies, an officer said.",
        "2031-05-20",
    )
    local, abroad = Group("local workers", "worker", ("local",)), Group("foreigners", "person", ("foreign",))
    american, portuguese = (Group("hostages", "hostage", (name,)) for name in ("American", "Portuguese"))

    def a(ident: str, words: str, number: str, status: str, group: Group, *said: str, **more: object) -> Claim:
        return figure(ident, first, words, number, status, group, *said, **more)

    def b(ident: str, words: str, number: str, status: str, group: Group, *said: str, **more: object) -> Claim:
        return figure(ident, second, words, number, status, group, *said, **more)

    preliminary, bound = ("preliminary",), {"high": None, "approximate": True}
    claims = (
        a("a1", "shot 11 gunmen", "11", "killed", GUNMEN, "army bulletin"),
        a("a2", "seven more foreign hostages had been murdered", "seven", "killed", FOREIGN, "army bulletin",
          scope="increment"),
        a("a4", "holding seven foreign hostages", "seven", "held", FOREIGN, "attackers", "Radio Sud"),
        a("a5", "23 captives", "23", "killed", HOSTAGES, "government", certainty=preliminary),
        a("a6", "32 raiders died in the four-day siege", "32", "killed", GUNMEN, "government", certainty=preliminary),
        a("a7", "685 local workers", "685", "freed", local, "interior ministry"),
        a("a8", "107 foreigners", "107", "freed", abroad, "interior ministry"),
        a("a9", "23 hostages and 32", "23", "killed", HOSTAGES, "interior ministry"),
        a("a10", "32 raiders had died", "32", "killed", GUNMEN, "interior ministry"),
        a("a13", "16 foreign hostages", "16", "freed", FOREIGN, "mediator"),
        a("a14", "two Americans", "two", "freed", american, "mediator", part_of="a13", scope="part"),
        a("a15", "one Portuguese", "one", "freed", portuguese, "mediator", part_of="a13", scope="part"),
        a("a17", "four of its 18 employees", "four", "missing", STAFF, "Norex", out_of=18),
        a("a18", "18 employees", "18", "present", STAFF, "Norex"),
        a("a19", "14 were unharmed", "14", "safe", STAFF, "Norex", scope="remainder"),
        b("b1", "A sixth fighter", "sixth", "captured", GUNMEN, "security source", scope="cumulative"),
        b("b4", "no fighters", "no", "captured", GUNMEN, "officials", certainty=("superseded",)),
        b("b5", "five were in custody", "five", "captured", GUNMEN, "security source"),
        b("b6", "at least 32 raiders", "32", "killed", GUNMEN, "government", **bound),
        b("b7", "23 hostages dead", "23", "killed", HOSTAGES, "government", **bound),
        b("b11", "All 32 raiders died", "32", "killed", GUNMEN, "government"),
        b("b9", "around 40 men", "40", "present", GUNMEN, "rebels", approximate=True),
        b("b10", "dozens of bodies", "dozens", "killed", Group("bodies"), "officer", **bound),
    )  # fmt: skip
    return Told((first, second), claims)


@pytest.mark.parametrize(
    "relation",
    [
        ("same", "a9", "a5"),
        ("same", "a10", "a6"),
        ("echoes", "b6", "a6"),
        ("echoes", "b7", "a5"),
        ("echoes", "b11", "a6"),
        ("includes", "a6", "a1"),
        ("includes", "a5", "a2"),
        ("includes", "a13", "a14"),
        ("includes", "a13", "a15"),
        ("includes", "a18", "a17"),
        ("includes", "a18", "a19"),
        ("revises", "b5", "b4"),
        ("revises", "b1", "b5"),
        ("contradicts", "b11", "b1"),
        ("differs", "a8", "a13"),
        ("may-overlap", "a4", "a2"),
        ("may-overlap", "b10", "a5"),
        ("may-overlap", "b10", "a6"),
    ],
    ids=" ".join,
)
def test_the_siege(siege: Told, relation: tuple[str, str, str]) -> None:
    """Every relation a careful reader would draw is drawn, on the right claims and in the right direction."""
    assert relation in siege.found()


def test_the_siege_has_no_false_alarm(siege: Told) -> None:
    """One contradiction, no more: the "no fighters" first said is replaced; nothing supports, for every toll has one
    origin; 16 + 7 = 23 is chance.
    """
    kinds = sorted((kind, a, b) for kind, a, b in siege.found() if kind in ("contradicts", "supports", "coincides"))
    assert kinds == [("contradicts", "b11", "b1")]
    assert not any({a, b} in ({"a13", "a2"}, {"a13", "a5"}) for _, a, b in siege.found())


def test_the_siege_is_explained(siege: Told) -> None:
    """The reason of a contradiction names both speakers, both figures and what else bears on it."""
    reason = siege.rule("contradicts", "b11", "b1").reason
    for words in ("government", "32 militants killed", "security source", "6 militants captured", "about 40"):
        assert words in reason
    assert siege.rule("revises", "b1", "b5").change == "rise"


# --- origins -------------------------------------------------------------------------------------


def test_offices_of_one_state_are_one_root() -> None:
    """A ministry, its officials and the government read from one sheet; the police and a hospital do not."""
    told = report("a.txt", " ".join(f"Of {k} people died here." for k in range(30, 36)))
    names = ("interior ministry", "officials", "government", "police", "St Anne hospital", "the Interior Ministry")
    claims = [
        figure(f"c{k}", told, f"{30 + k} people died", str(30 + k), "killed", PEOPLE, name)
        for k, name in enumerate(names)
    ]
    found = roots(claims, [told])
    assert len({found[f"c{k}"] for k in (0, 1, 2, 5)}) == 1
    assert independent(claims, [told]) == 3


def test_nameless_sources_of_one_description_are_one_root() -> None:
    """Nobody can show that "a senior security source" is another one than "Algerian security sources"."""
    told = report("a.txt", " ".join(f"Of {k} people died here." for k in range(30, 36)))
    names = ("Algerian security sources", "a senior security source", "Algerian police", "medical sources", "hospital")
    claims = [
        figure(f"c{k}", told, f"{30 + k} people died", str(30 + k), "killed", PEOPLE, name)
        for k, name in enumerate(names)
    ]
    found = roots(claims, [told])
    assert found["c0"] == found["c1"]
    assert independent(claims, [told]) == 4


def test_offices_set_against_each_other_are_two_roots() -> None:
    """ "The government said 14, but the ministry 11": two origins, and a contradiction; corrected, they stay one."""
    told = report("a.txt", "The government said 14 people died, but the interior ministry said 11 people died.")
    claims = (
        figure("c1", told, "14 people", "14", "killed", PEOPLE, "government"),
        figure("c2", told, "11 people", "11", "killed", PEOPLE, "interior ministry"),
    )
    assert independent(claims, [told]) == 2
    assert Told((told,), claims).found() == {("contradicts", "c2", "c1")}
    taken_back = (replace(claims[0], certainty=("superseded",)), claims[1])
    assert independent(taken_back, [told]) == 1


def test_two_states_are_two_roots() -> None:
    """Mexican officials and the Cuban government count apart; unmarked officials are those of the place."""
    told = report("a.txt", "Of 7 people, 8 people and 9 people nothing is known.")
    claims = [
        figure("c1", told, "7 people", "7", "missing", PEOPLE),
        figure("c2", told, "8 people", "8", "missing", PEOPLE),
        figure("c3", told, "9 people", "9", "missing", PEOPLE),
    ]
    spoken = [replace(c, sources=(Source(n, "official"),)) for c, n in zip(
        claims, ("Mexican officials", "Cuban government", "officials"), strict=True)]  # fmt: skip
    home = replace(spoken[0], place=Place("Veracruz", "MX", 19.2, -96.1, "exact"))
    found = roots([home, *spoken[1:]], [told])
    assert found["c1"] == found["c3"] != found["c2"]


def test_own_voice_takes_the_root_of_its_report() -> None:
    """The opening repeats what the ministry says below: one origin; an unmatched figure stays the report's own."""
    told = report(
        "a.txt", "A blast left 12 people dead. The ministry said 12 people had died, and 40 people were hurt."
    )
    claims = (
        figure("c1", told, "left 12 people dead", "12", "killed", PEOPLE),
        figure("c2", told, "12 people had died", "12", "killed", PEOPLE, "interior ministry"),
        figure("c3", told, "40 people were hurt", "40", "injured", PEOPLE),
    )
    found = roots(claims, (told,))
    assert found["c1"] == found["c2"] != found["c3"]
    assert ("same", "c2", "c1") in Told((told,), claims).found()


def test_reports_of_one_agency_are_one_voice() -> None:
    """Two reports credited to one agency, each in its own voice, confirm nothing; a third newsroom does."""
    text = "At the pier 12 people drowned."
    told = [report(n, text, agencies=a) for n, a in (("a", ("Reuters",)), ("b", ("Reuters",)), ("c", ()))]
    claims = [figure(f"c{d.id}", d, "12 people drowned", "12", "killed", PEOPLE) for d in told]
    found = Told(tuple(told), tuple(claims)).found()
    assert found == {("echoes", "cb", "ca"), ("supports", "cc", "ca")}


def test_a_reprint_only_echoes() -> None:
    """A copy's figures echo the original's; the copy supports and contradicts nobody."""
    first = report("a.txt", "Police counted 12 people dead.", "2031-05-01")
    copy = replace(first, id="b.txt", copy_of="a.txt")
    one = figure("c1", first, "12 people dead", "12", "killed", PEOPLE, "police")
    told = Told((first, copy), (one, replace(one, id="c2", document="b.txt")))
    assert told.found() == {("echoes", "c2", "c1")}
    assert told.rule("echoes", "c2", "c1").rule == "reprint"


def test_a_relay_of_one_speaker_is_an_echo() -> None:
    """The rebels, through a radio and through a newspaper, are one origin."""
    one, other = (report(n, "The rebels say 30 people are in their hands.") for n in ("a.txt", "b.txt"))
    words = ("30 people", "30", "held", PEOPLE)
    claims = (figure("c1", one, *words, "rebels", "Radio Sud"), figure("c2", other, *words, "rebels", "The Gazette"))
    assert Told((one, other), claims).found() == {("echoes", "c2", "c1")}


# --- agreement, revision, contradiction ----------------------------------------------------------


Days = tuple[str | None, str | None]


def pair(
    first: tuple[str, str], second: tuple[str, str], days: Days, *, status: str = "killed", **more: object
) -> Told:
    """Two reports of one figure each, as (number, speaker); ``more`` is said of the second."""
    documents, claims = [], []
    for k, ((number, speaker), day) in enumerate(zip((first, second), days, strict=True)):
        told = report(f"{k}.txt", f"It was said: {number} people.", day)
        extra = more if k else {}
        documents.append(told)
        claims.append(figure(f"c{k}", told, f"{number} people", number, status, PEOPLE, speaker, **extra))
    return Told(tuple(documents), tuple(claims))


def test_independent_origins_support_each_other() -> None:
    """Police and a hospital give one number; "nearly 200" agrees with 194, "at least 32" with 32."""
    days = ("2031-05-01", "2031-05-01")
    assert pair(("12", "police"), ("12", "Red Cross"), days).found() == {("supports", "c1", "c0")}
    assert pair(("194", "police"), ("200", "Red Cross"), days, approximate=True).found() == {("supports", "c1", "c0")}
    bound = {"high": None, "approximate": True}
    assert pair(("32", "police"), ("32", "Red Cross"), days, **bound).found() == {("supports", "c1", "c0")}


def test_a_later_toll_revises() -> None:
    """A toll that rises from day to day is revised, whoever tells it; a fall only by the same origin."""
    days = ("2031-05-01", "2031-05-03")
    risen = pair(("194", "police"), ("259", "Red Cross"), days)
    assert risen.found() == {("revises", "c1", "c0")} and risen.relations[0].change == "rise"
    fallen = pair(("50", "police"), ("41", "police"), days)
    assert fallen.found() == {("revises", "c1", "c0")} and fallen.relations[0].change == "fall"
    assert pair(("50", "police"), ("41", "Red Cross"), days).found() == {("contradicts", "c1", "c0")}


def test_the_missing_may_fall() -> None:
    """Missing people are found: a lower later figure of another origin is a revision, not a conflict."""
    days = ("2031-05-01", "2031-05-03")
    told = pair(("50", "police"), ("12", "Red Cross"), days, status="missing")
    assert told.found() == {("revises", "c1", "c0")} and told.relations[0].change == "fall"


def test_two_origins_of_one_day_contradict() -> None:
    """Four by the authorities and 49 by activists, on one day: both cannot be true."""
    same_day = ("2031-05-01", "2031-05-01")
    assert pair(("4", "police"), ("49", "Red Cross"), same_day).found() == {("contradicts", "c1", "c0")}
    bound = pair(("20", "police"), ("12", "Red Cross"), same_day, high=None, approximate=True)
    assert [(r.type, r.rule) for r in bound.relations] == [("differs", "bound-against-count")]


def test_undated_reports_replace_nothing() -> None:
    """Without dates neither figure is the later: they differ, and the reason says so."""
    told = pair(("12", "police"), ("15", "Red Cross"), (None, "2031-05-01"))
    assert [r.type for r in told.relations] == ["differs"]
    assert "dated" in told.relations[0].reason


def test_a_hospital_counts_its_own() -> None:
    """A hospital's five do not dispute the ministry's nineteen."""
    text = "The ministry counts 19 people dead. Doctors at St Anne hospital saw 5 people die."
    told = report("a.txt", text, "2031-05-01")
    claims = (
        figure("c1", told, "19 people", "19", "killed", PEOPLE, "government"),
        figure("c2", told, "5 people", "5", "killed", PEOPLE, "St Anne hospital"),
    )
    story = Told((told,), claims)
    assert story.found() == {("differs", "c2", "c1")}
    assert story.rule("differs", "c2", "c1").rule == "hospital-counts-its-own"


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Police at first spoke of 15 people, but now put it at 12 people.", "fall"),
        ("Police at first spoke of 12 people, but the count is 15 people.", "rise"),
        ("Police lowered the count of the dead from 15 people to 12 people.", "fall"),
        ("At first 15 people were counted, but police corrected this to 12 people.", "correction"),
    ],
)
def test_a_report_replaces_its_own_figure(text: str, change: str) -> None:
    """ "At first", "from ... to": the report says itself which figure stands."""
    told = report("a.txt", text)
    numbers = [word for word in text.split() if word.isdigit()]
    claims = tuple(figure(f"c{k}", told, f"{n} people", n, "killed", PEOPLE, "police") for k, n in enumerate(numbers))
    story = Told((told,), claims)
    assert story.found() == {("revises", "c1", "c0")}
    assert story.relations[0].change == change


def test_a_sentence_that_lists_its_revisions() -> None:
    """Each figure replaces the one before it."""
    told = report("a.txt", "Officials have revised the estimate twice: 350 people, 210 people, and 180 people.")
    claims = tuple(
        figure(f"c{n}", told, f"{n} people", n, "killed", PEOPLE, "officials") for n in ("350", "210", "180")
    )
    assert Told((told,), claims).found() == {("revises", "c210", "c350"), ("revises", "c180", "c210")}


def test_one_day_while_the_count_rises() -> None:
    """Eighteen by police and 20 by a charity on one day are two moments; two parties' numbers are a dispute."""
    day = ("2031-05-01", "2031-05-01")
    assert [r.rule for r in pair(("18", "police"), ("20", "Red Cross"), day).relations] == ["one-day-count-rising"]
    assert pair(("18", "police"), ("20", "rebels"), day).found() == {("contradicts", "c1", "c0")}


def test_freed_batch_by_batch() -> None:
    """Eighteen freed after 32 are others, unless the report takes the 32 back; dead are never told in batches."""
    days = ("2031-05-01", "2031-05-03")
    assert [r.rule for r in pair(("32", "police"), ("18", "governor"), days, status="freed").relations] == [
        "another-batch"
    ]
    assert pair(("32", "police"), ("18", "governor"), days).found() == {("contradicts", "c1", "c0")}


def test_an_addition_is_no_total() -> None:
    """Twelve more after 37 replace nothing, and the 52 of a later day hold them."""
    told = [report(f"{k}.txt", f"Rescued: {n} people.", f"2031-05-0{k + 1}") for k, n in enumerate((37, 12, 52))]
    claims = [
        figure(f"c{n}", told[k], f"{n} people", str(n), "rescued", PEOPLE, "police") for k, n in enumerate((37, 12, 52))
    ]
    claims[1] = replace(claims[1], scope="increment")
    assert Told(tuple(told), tuple(claims)).found() == {
        ("differs", "c12", "c37"), ("revises", "c52", "c37"), ("includes", "c52", "c12"),
    }  # fmt: skip


def test_another_of_another_state() -> None:
    """ "19 died, another 30 are missing": the 30 are all the missing, and the next day's 22 replace them."""
    first = report("a.txt", "So far 19 people died. Another 30 people are missing.", "2031-05-01")
    second = report("b.txt", "Now 22 people are missing.", "2031-05-02")
    claims = (
        figure("c1", first, "19 people died", "19", "killed", PEOPLE),
        figure("c2", first, "30 people are missing", "30", "missing", PEOPLE, scope="increment"),
        figure("c3", second, "22 people are missing", "22", "missing", PEOPLE),
    )
    assert Told((first, second), claims).found() == {("revises", "c3", "c2")}


def test_what_explains_a_rise_replaces_nothing() -> None:
    """In "rose to 26 after six died of wounds" the six are among the 26."""
    told = report("a.txt", "The count rose to 26 people after 6 people died of wounds, police said.")
    claims = (
        figure("c1", told, "26 people", "26", "killed", PEOPLE, "police"),
        figure("c2", told, "6 people died", "6", "killed", PEOPLE, "police"),
    )
    assert Told((told,), claims).found() == {("includes", "c1", "c2")}


@pytest.mark.parametrize(
    ("second", "relation"),
    [
        ("The count rose to 164 people.", ("revises", "c1", "c0")),
        ("Now 90 people are counted.", ("revises", "c1", "c0")),
        ("The count is 164 people.", ("differs", "c1", "c0")),
    ],
)
def test_undated_figures_are_ordered_by_their_words(second: str, relation: tuple[str, str, str]) -> None:
    """ "Rose to" and "now" tell which of two undated figures is the later; without them nothing does."""
    told = (report("a.txt", "Police counted 120 people dead."), report("b.txt", second))
    number = next(word for word in second.split() if word.isdigit())
    claims = (
        figure("c0", told[0], "120 people dead", "120", "killed", PEOPLE, "police"),
        figure("c1", told[1], f"{number} people", number, "killed", PEOPLE, "Red Cross"),
    )
    assert Told(told, claims).found() == {relation}


# --- statements ----------------------------------------------------------------------------------


def statement(ident: str, told: Document, words: str, kind: str, speaker: str | None, *said: Source) -> Claim:
    """A speech act, or an event if ``kind`` is none of them."""
    start = told.text.index(words)
    made = Claim(ident, kind, told.id, words, Span(start, start + len(words)), sources=said, speaker=speaker)
    return made if kind in ("demand", "motive", "offer") else replace(made, kind="event", event=kind)


def test_one_demand_through_several_channels() -> None:
    """The same demand by the same radio is an echo, by another newsroom support; a ministry's is another's demand."""
    told = [
        report("a.txt", "The raiders wanted Peru to release prisoners in Lima, Radio Sud said."),
        report("b.txt", "Their attack was revenge for the prisoners whom Peru holds in Lima, Radio Sud reported."),
        report("c.txt", "The gang asked for the release of prisoners by Peru in Lima."),
        report("d.txt", "Chile asked for the release of prisoners by Peru in Lima."),
        report("e.txt", "The gang asked for a helicopter."),
    ]
    radio = Source("Radio Sud", "outlet")
    claims = (
        statement("c0", told[0], "Peru to release prisoners in Lima", "demand", "raiders", radio),
        statement("c1", told[1], "prisoners whom Peru holds in Lima", "motive", "raiders", radio),
        statement("c2", told[2], "release of prisoners by Peru in Lima", "demand", "gang"),
        statement("c3", told[3], "release of prisoners by Peru in Lima", "demand", "Chile"),
        statement("c4", told[4], "a helicopter", "demand", "gang"),
    )
    assert Told(tuple(told), claims).found() == {("echoes", "c1", "c0"), ("supports", "c2", "c0")}


def test_one_event_by_several_origins() -> None:
    """A siege ends once: another origin supports, its own repeats, and a report's own words beside it add nothing."""
    told = (
        report("a.txt", "The siege ended, police said. So the siege ended."),
        report("b.txt", "The siege ended, police said. The siege was over, a priest said."),
    )
    police, priest = Source("police", "official"), Source("priest", "witness")
    claims = (
        statement("c0", told[0], "The siege ended", "siege end", None, police),
        statement("c1", told[0], "the siege ended", "siege end", None),
        statement("c2", told[1], "The siege ended", "siege end", None, police),
        statement("c3", told[1], "The siege was over", "siege end", None, priest),
    )
    assert Told(told, claims).found() == {("same", "c1", "c0"), ("echoes", "c2", "c0"), ("supports", "c3", "c0")}


def test_arrests_may_be_many() -> None:
    """Two arrests are not one because two reports tell of arrests."""
    told = (report("a.txt", "A man was arrested."), report("b.txt", "A man was arrested."))
    claims = tuple(statement(f"c{t.id[0]}", t, "A man was arrested", "arrest", None) for t in told)
    assert Told(told, claims).found() == set()


# --- why one root --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("police", "Police", "both go back to"),
        ("interior ministry", "government", "offices of"),
        ("Mokhtar Danso", "Danso", "short for"),
        (None, None, "credited to Wire One"),
        ("police", "Red Cross", None),
    ],
)
def test_why_two_claims_share_a_root(first: str | None, second: str | None, words: str | None) -> None:
    """One sentence names the step by which two origins are one; there is none for two origins."""
    told = tuple(report(n, "It was said: 12 people.", agencies=("Wire One",)) for n in ("a.txt", "b.txt"))
    claims = [
        figure(f"c{t.id[0]}", t, "12 people", "12", "killed", PEOPLE, *([name] if name else []))
        for t, name in zip(told, (first, second), strict=True)
    ]
    origins = trace(claims, told, {claim.id: "i1" for claim in claims})
    reason = why_one_root(claims[0], claims[1], told, origins)
    assert (words in reason) if words and reason else reason is words


def test_why_a_reprint_and_a_repeat_share_a_root() -> None:
    """A copy is named as one; so is a figure that the report also gives as somebody's."""
    first = report("a.txt", "A blast killed 12 people. Police said 12 people had died.")
    copy = replace(first, id="b.txt", copy_of="a.txt")
    own = figure("c1", first, "killed 12 people", "12", "killed", PEOPLE)
    told = figure("c2", first, "12 people had died", "12", "killed", PEOPLE, "police")
    again = replace(own, id="c3", document="b.txt")
    origins = trace((own, told, again), (first, copy), {"c1": "i1", "c2": "i1", "c3": "i1"})
    assert why_one_root(own, again, (first, copy), origins) == "b.txt reprints a.txt"
    assert "in its own voice" in (why_one_root(own, told, (first, copy), origins) or "")


# --- groups, parts, places -----------------------------------------------------------------------


def test_two_names_of_one_people() -> None:
    """Twelve people and twelve passengers of another report are one class; with 15 beside the 12 they are not."""
    one, other = (
        report("a.txt", "Police: 12 people died."),
        report("b.txt", "In all 12 passengers died, one guard said."),
    )
    claims = [
        figure("c1", one, "12 people", "12", "killed", PEOPLE, "police"),
        figure("c2", other, "12 passengers", "12", "killed", Group("passengers", "passenger"), "guard"),
    ]
    assert Told((one, other), tuple(claims)).found() == {("supports", "c2", "c1")}
    more = report("b.txt", "A guard said 12 passengers were among 15 people who died.")
    claims[1:] = [
        figure("c2", more, "12 passengers", "12", "killed", Group("passengers", "passenger"), "guard"),
        figure("c3", more, "15 people", "15", "killed", PEOPLE, "guard"),
    ]
    assert ("includes", "c3", "c2") in Told((one, more), tuple(claims)).found()


def test_single_cases_are_inside_the_toll() -> None:
    """A man who died in the ambulance is one of the nine; he is no second toll of one."""
    told = report("a.txt", "Nine people, 9 people, died. A man died in the ambulance.")
    claims = (
        figure("c1", told, "9 people", "9", "killed", PEOPLE),
        replace(figure("c2", told, "9 people", "9", "killed", Group("man", sex="male")), id="c2", low=1, high=1,
                number_text="A", quote="A man died"),
    )  # fmt: skip
    story = Told((told,), claims)
    assert story.rule("includes", "c1", "c2").rule == "one-of-those"


def test_another_country_is_another_group() -> None:
    """Three dead across the border do not dispute the 500 at home, and are not among them."""
    text = (
        "Zambian officials count 484 people dead. The health ministry of Malawi speaks of three people dead in Malawi."
    )
    told = report("a.txt", text, "2031-05-01")
    home, border = Source("Zambian officials", "official"), Source("health ministry of Malawi", "official")
    claims = (
        replace(figure("c1", told, "484 people", "484", "killed", PEOPLE), sources=(home,)),
        replace(figure("c2", told, "three people", "three", "killed", PEOPLE), sources=(border,)),
    )
    assert Told((told,), claims).found() == set()


def test_some_may_be_counted_twice() -> None:
    """Missing Britons and missing employees may be the same people; they are never added."""
    told = report("a.txt", "London misses 7 people. Norex misses 4 employees.")
    claims = (
        figure("c1", told, "7 people", "7", "missing", Group("people", "person", ("British",)), "London"),
        figure("c2", told, "4 employees", "4", "missing", STAFF, "Norex"),
    )
    assert {kind for kind, _, _ in Told((told,), claims).found()} == {"may-overlap"}


def test_equal_numbers_of_other_people_coincide() -> None:
    """Eighteen officers and eighteen gunmen are a chance; so is a background toll of the same number."""
    told = report("a.txt", "The army lost 18 soldiers. It killed 18 gunmen. In the war before, 18 raiders fell.")
    claims = (
        figure("c1", told, "18 soldiers", "18", "killed", Group("soldiers", "soldier")),
        figure("c2", told, "18 gunmen", "18", "killed", GUNMEN),
        figure("c3", told, "18 raiders", "18", "killed", GUNMEN, background=True),
    )
    kinds = {(kind, frozenset((a, b))) for kind, a, b in Told((told,), claims).found()}
    assert kinds == {("coincides", frozenset(("c1", "c2"))), ("coincides", frozenset(("c2", "c3")))}


def test_more_freed_than_were_taken() -> None:
    """Forty taken and a hundred freed count different people: a scope, not a contradiction."""
    told = report("a.txt", "The raiders took 40 people hostage. Troops freed 100 people.")
    claims = (
        figure("c1", told, "took 40 people hostage", "40", "held", PEOPLE),
        figure("c2", told, "100 people", "100", "freed", PEOPLE),
    )
    assert Told((told,), claims).rule("differs", "c2", "c1").rule == "more-freed-than-held"


# --- robustness ----------------------------------------------------------------------------------


def test_claims_without_text_number_or_incident_are_passed_over() -> None:
    """Nothing is asked of a report that is not at hand, of a figure without bounds, of a claim of no incident."""
    told = report("a.txt", "12 people died.")
    good = figure("c1", told, "12 people", "12", "killed", PEOPLE)
    odd = (replace(good, id="c2", document="gone.txt"), replace(good, id="c3", low=None, high=None, number=None))
    loose = replace(good, id="c4")
    crossed = replace(good, id="c5", low=9, high=3, status="injured")
    claims = (good, *odd, loose, crossed, replace(good, id="c6", kind="demand"), replace(good, id="c7", group=None))
    incidents = {claim.id: "i1" for claim in claims if claim is not loose}
    found = relate(claims, (told,), incidents)
    assert {r.a for r in found} | {r.b for r in found} <= {"c1", "c2", "c7"}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a spokesman for Red Dawn", "red dawn"),
        ("Red Dawn group", "red dawn"),
        ("BP's chief executive", "bp"),
        ("the ministry", "ministry"),
        ("Red Dawn", "red dawn"),
    ],
)
def test_a_speaker_stands_for_the_body_named(name: str, body: str) -> None:
    assert Names.body(name) == body
