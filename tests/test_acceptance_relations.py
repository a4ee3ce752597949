"""How the figures and statements of two real reports of one siege stand to each other.

The reports are no part of the project: the tests are skipped where they are not at hand.  No rule knows these texts;
each relation asked for here is also asked for of sentences written for it (tests/scenarios, test_relations).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from crosswire.lexicon import standard
from crosswire.reading.gate import forms

TEXTS = Path(__file__).parents[2] / "shared" / "acceptance" / "in_amenas"
REPORTS = [TEXTS / name for name in ("final-assault.txt", "sixth-captive.txt")]
A, B = (path.name for path in REPORTS)

pytestmark = pytest.mark.skipif(not all(path.exists() for path in REPORTS), reason="the reports are not at hand")


@dataclass(frozen=True)
class Report:
    """The JSON of one run, asked by number, status and document."""

    data: dict[str, Any]

    @cached_property
    def claims(self) -> dict[str, dict[str, Any]]:
        return {claim["id"]: claim for claim in self.data["claims"]}

    def count(self, document: str, number: str, status: str, role: str | None = None, turn: int = 0) -> dict[str, Any]:
        """The count claim of a document with that number and status, the ``turn``-th in the text."""
        found = [
            c
            for c in self.data["claims"]
            if c["kind"] == "count" and c["document"] == document and c["status"] == status
            if c["number"]["text"].casefold() == number and role in (None, c["group"]["role"])
        ]
        return found[turn]

    def stated(self, document: str, kind: str, words: str) -> dict[str, Any]:
        """The claim of a kind whose quote holds the words."""
        return next(
            c
            for c in self.data["claims"]
            if c["document"] == document and kind in (c["kind"], c.get("event")) and words in c["quote"]
        )

    def between(self, one: dict[str, Any], other: dict[str, Any]) -> list[dict[str, Any]]:
        """Relations that name both claims, whichever acts."""
        pair = {one["id"], other["id"]}
        return [r for r in self.data["relations"] if {r["a"], r["b"]} == pair]

    def types(self, one: dict[str, Any], other: dict[str, Any]) -> set[str]:
        return {r["type"] for r in self.between(one, other)}

    def head(self, claim: dict[str, Any]) -> dict[str, Any]:
        """The earliest claim of the same origin and number."""
        step = {r["a"]: r["b"] for r in self.data["relations"] if r["type"] in ("same", "echoes")}
        return self.claims[step.get(claim["id"], claim["id"])]

    def tally(self, status: str, label: str) -> dict[str, Any]:
        return next(
            t
            for t in self.data["tallies"]
            if t["status"] == status and t["group"]["label"] == label and t["derived"] is None
        )

    def derived(self, status: str) -> list[dict[str, Any]]:
        return [t for t in self.data["tallies"] if t["derived"] and t["status"] == status]

    def of(self, type: str) -> Iterator[dict[str, Any]]:
        return (r for r in self.data["relations"] if r["type"] == type)


def run(*options: str) -> Report:
    """``crosswire report`` on the two texts."""
    command = [sys.executable, "-m", "crosswire", "report", *map(str, REPORTS), "--format", "json", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Report(json.loads(done.stdout))


@pytest.fixture(scope="module")
def dated() -> Report:
    return run("--published", "2013-01-20")


@pytest.fixture(scope="module")
def undated() -> Report:
    return run()


@pytest.fixture(params=["dated", "undated"])
def report(request: pytest.FixtureRequest) -> Report:
    """Both runs: what must hold whether or not the day is known."""
    found: Report = request.getfixturevalue(request.param)
    return found


# --- one toll ------------------------------------------------------------------------------------


def test_1_the_toll_told_twice_in_one_report(report: Report) -> None:
    for number, role in (("23", "hostage"), ("32", "militant")):
        first, second = (report.count(A, number, "killed", role, turn) for turn in (0, 1))
        assert report.head(first) == report.head(second)
        assert report.types(first, second) <= {"same", "echoes"}


def test_2_the_toll_in_both_reports_has_one_root(report: Report) -> None:
    for number, role, label in (("23", "hostage", "hostages"), ("32", "militant", "militants")):
        assert report.head(report.count(B, number, "killed", role)) == report.head(
            report.count(A, number, "killed", role)
        )
        tally = report.tally("killed", label)
        assert tally["roots"] == 1 and len(tally["support"]) >= 3
    assert not any(r for r in report.of("supports") if report.claims[r["a"]]["kind"] == "count")


def test_3_the_last_assault_is_a_part(report: Report) -> None:
    whole, part = report.head(report.count(A, "32", "killed")), report.count(A, "11", "killed")
    assert report.types(whole, part) == {"includes"}
    assert [t["low"] for t in report.derived("killed") if t["group"]["role"] == "militant"] == [21]


def test_4_seven_more_leave_sixteen_and_the_sixteen_freed_are_others(report: Report) -> None:
    whole, part = report.head(report.count(A, "23", "killed")), report.count(A, "seven", "killed")
    assert report.types(whole, part) == {"includes"}
    assert [t["low"] for t in report.derived("killed") if t["group"]["role"] == "hostage"] == [16]
    freed = report.count(A, "16", "freed")
    for other in (whole, part, report.count(A, "23", "killed", turn=1), report.count(B, "23", "killed")):
        assert not report.between(freed, other)
    sums = [t["derived"] for t in report.data["tallies"] if t["derived"]]
    assert not any(report.tally("freed", "foreign hostages")["id"] in formula for formula in sums)


def test_5_the_seven_held_may_be_the_seven_killed(report: Report) -> None:
    assert report.types(report.count(A, "seven", "held"), report.count(A, "seven", "killed")) == {"may-overlap"}


# --- who was held, there, freed ------------------------------------------------------------------


def test_6_more_foreigners_freed_than_held(report: Report) -> None:
    found = report.between(report.count(A, "107", "freed"), report.count(A, "41", "held"))
    assert [r["type"] for r in found] == ["differs"]
    assert "on the site" in found[0]["reason"] and "wrong" in found[0]["reason"]


def test_7_held_is_not_present(report: Report) -> None:
    held = report.count(B, "hundreds", "held")
    assert report.types(held, report.count(A, "hundreds", "present")) == {"differs"}
    assert report.types(report.count(A, "41", "held"), report.count(B, "scores", "present")) == {"differs"}


def test_8_sixteen_freed_and_a_hundred_and_seven(report: Report) -> None:
    assert report.types(report.count(A, "16", "freed"), report.count(A, "107", "freed")) == {"differs"}


# --- the attackers -------------------------------------------------------------------------------


def test_9_none_then_five_then_six_captured(report: Report) -> None:
    none, five, six = (report.count(B, number, "captured") for number in ("no", "five", "a sixth"))
    for later, earlier in ((five, none), (six, five)):
        (revision,) = report.between(later, earlier)
        assert (revision["type"], revision["a"], revision["change"]) == ("revises", later["id"], "rise")
    tally = report.tally("captured", "militants")
    assert (tally["best"], tally["state"]) == (6, "revised")


def test_10_all_killed_and_one_captured_alive(report: Report) -> None:
    killed, caught = report.count(B, "32", "killed", turn=1), report.count(B, "a sixth", "captured")
    (found,) = report.between(killed, caught)
    assert found["type"] == "contradicts"
    assert "about 40" in found["reason"] and "security source" in found["reason"] and "government" in found["reason"]
    assert report.tally("killed", "militants")["state"] == "contested"


def test_11_forty_of_the_commander_and_thirty_two_of_the_government(report: Report) -> None:
    (found,) = report.between(report.count(B, "40", "present"), report.count(B, "32", "killed", turn=1))
    assert found["type"] == "differs" and "38" in found["reason"]


def test_12_a_bound_and_the_number_itself(report: Report) -> None:
    bound, exact = report.count(B, "32", "killed"), report.count(B, "32", "killed", turn=1)
    assert (bound["low"], bound["high"], exact["high"]) == (32, None, 32)
    assert report.head(bound) == report.head(exact)
    tally = report.tally("killed", "militants")
    assert (tally["low"], tally["best"], tally["high"]) == (32, 32, None)


def test_13_several_dozen_of_all_groups(report: Report) -> None:
    (found,) = report.between(report.count(A, "several dozen", "killed"), report.head(report.count(A, "23", "killed")))
    assert found["type"] == "differs" and "55" in found["reason"]


# --- parts that are never added ------------------------------------------------------------------


def test_14_missing_britons_and_missing_employees(report: Report) -> None:
    one, other = report.count(A, "10", "missing"), report.count(A, "four", "missing")
    assert report.types(one, other) == {"may-overlap"}
    sums = [t["derived"] for t in report.data["tallies"] if t["derived"]]
    for tally in (report.tally("missing", "British people"), report.tally("missing", "BP workers")):
        assert not any(tally["id"] in formula for formula in sums)


def test_15_four_and_fourteen_are_eighteen(report: Report) -> None:
    whole = report.count(A, "18", "present")
    (balance,) = [b for b in report.data["balances"] if b["total"] == whole["id"]]
    assert balance["holds"] and balance["unexplained"] == [0, 0]
    parts = [report.count(A, "four", "missing")["id"], report.count(A, "14", "safe")["id"]]
    assert balance["parts"] == parts


def test_16_bodies_of_nobody_knows_whom(report: Report) -> None:
    bodies = report.count(B, "numerous", "killed")
    for number in ("23", "32"):
        assert report.types(bodies, report.head(report.count(A, number, "killed"))) == {"may-overlap"}


# --- statements ----------------------------------------------------------------------------------


def test_17_one_demand_through_four_chains(report: Report) -> None:
    agency = report.stated(A, "demand", "end to French intervention")
    captors = report.stated(A, "demand", "halt to the French intervention")
    video = report.stated(B, "demand", "halt air strikes")
    brigade = report.stated(B, "motive", "retaliation for French air strikes")
    linked = {agency["id"]}
    for _ in range(3):
        for r in report.data["relations"]:
            if r["type"] in ("same", "echoes", "supports") and {r["a"], r["b"]} & linked:
                linked |= {r["a"], r["b"]}
    assert {claim["id"] for claim in (captors, video, brigade)} <= linked
    assert report.types(brigade, agency) == {"echoes"}, "both came by one agency"
    assert report.types(video, agency) == {"supports"}, "another channel"


def test_18_what_only_one_report_tells(report: Report) -> None:
    swap, refusal = report.stated(A, "demand", "American hostages"), report.stated(A, "refusal", "does not negotiate")
    offer = report.stated(B, "offer", "ready to negotiate")
    for claim in (swap, refusal, offer):
        assert not [r for r in report.data["relations"] if claim["id"] in (r["a"], r["b"])]


def test_19_one_leader_and_groups_that_are_not_merged(report: Report) -> None:
    names = [{actor["name"], *actor["aliases"]} for actor in report.data["actors"]]
    groups = ("Signatories in Blood", "Mulathameen brigade", "al-Qaeda", "AQIM")
    for known in names:
        assert sum(any(group in name for name in known) for group in groups) <= 1
    assert {"Signatories in Blood", "Mulathameen brigade"} <= tied(report, "Mokhtar Belmokhtar", "leader of")
    assert "Mulathameen brigade" in tied(report, "Signatories in Blood", "possibly same")


def tied(report: Report, name: str, type: str) -> set[str]:
    """The names that an actor has links of one type to."""
    names = {actor["id"]: actor["name"] for actor in report.data["actors"]}
    mine = next(actor for actor in report.data["actors"] if actor["name"] == name)
    return {names[link["to"]] for link in mine["links"] if link["type"] == type}


def test_20_a_former_commander_who_speaks_for_the_group(report: Report) -> None:
    """Former in one report, present in the other: both are kept, and no actor becomes the group."""
    claim = report.stated(B, "responsibility", "in the name of al-Qaeda")
    assert claim["speaker"] == "Mokhtar Belmokhtar"
    assert "al-Qaeda" in tied(report, "Mokhtar Belmokhtar", "former member of")
    assert "al-Qaeda" in tied(report, "Mokhtar Belmokhtar", "member of")


def test_21_the_day_is_asked_for_and_places_everything(dated: Report, undated: Report) -> None:
    assert {w["document"] for w in undated.data["warnings"] if "--published" in w["text"]} == {A, B}
    (incident,) = undated.data["incidents"]
    assert incident["start"] is None
    (incident,) = dated.data["incidents"]
    assert (incident["start"], incident["end"]) == ("2013-01-16", "2013-01-19")
    end = dated.stated(B, "siege end", "ended the siege yesterday")
    assert end["time"]["start"] == "2013-01-19"
    assert not [r for r in dated.of("contradicts") if end["id"] in (r["a"], r["b"])], "four days, both ends counted"


def test_22_an_intention_that_the_assault_overtook(report: Report) -> None:
    aim = report.stated(A, "intention", "“peaceful” end")
    (found,) = [r for r in report.data["relations"] if aim["id"] in (r["a"], r["b"])]
    assert (found["type"], found["b"], found["change"]) == ("revises", aim["id"], None)
    assert report.claims[found["a"]]["event"] == "assault"


def test_23_three_roots_for_the_end(report: Report) -> None:
    defence = report.stated(A, "siege end", "brought to an end")
    agency = report.stated(A, "assault", "dramatic final assault")
    assert report.types(defence, agency) == {"supports"}
    told = {r["a"] for r in report.of("supports") if r["b"] == agency["id"]} | {agency["id"]}
    speakers = {tuple(s["name"] for s in report.claims[one]["sources"]) for one in told}
    assert len(speakers) >= 3
    over = report.stated(A, "siege end", "the assault is over")
    assert over["id"] in told and "Reuters" in str(over["sources"])


def test_24_the_company_on_the_explosives(report: Report) -> None:
    one, other = report.stated(A, "mining", "booby-trapped"), report.stated(B, "mining", "mined")
    assert {s["name"] for c in (one, other) for s in c["sources"][:1]} == {"Sonatrach"}
    assert report.types(one, other) == {"echoes"}


# --- places, words, origins ----------------------------------------------------------------------


def test_25_one_place_under_its_names(dated: Report) -> None:
    (incident,) = dated.data["incidents"]
    assert incident["place"]["name"] == "In Amenas" and incident["place"]["country"] == "DZ"
    assert {d["dateline"] for d in dated.data["documents"] if d["id"] == A} == {"ALGIERS"}


def test_26_words_for_one_group() -> None:
    roles = standard().table("roles")
    one = ("gunman", "militant", "kidnapper", "captor", "terrorist", "jihadist", "attacker", "fighter", "islamist")
    assert all(word in roles["militant"] for word in one)
    assert all(word in roles["hostage"] for word in ("hostage", "captive"))
    assert "worker" in roles["worker"] and "worker" not in roles["hostage"]


def test_27_a_root_is_a_claims_own(report: Report) -> None:
    """One report quotes two agencies, the other is one's own: the chains differ from sentence to sentence."""
    chains = {tuple(s["name"] for s in c["sources"]) for c in report.data["claims"] if c["document"] == A}
    assert len(chains) > 6
    assert not any(d["agencies"] for d in report.data["documents"] if d["id"] == A)
    assert next(d["agencies"] for d in report.data["documents"] if d["id"] == B) == ["Reuters"]


# --- inventories ---------------------------------------------------------------------------------


def test_28_hedges_are_in_the_lexicon() -> None:
    text = json.dumps([standard().table(name) for name in ("hedges", "numbers", "cues")]).casefold()
    words = (
        "up to", "at least", "around", "fewer than", "preliminary", "expect", "initially", "probably", "believed",
        '"deem"', '"say"', '"known"', "verif", "virtual", "several", "scores", "hundreds", "numerous",
    )  # fmt: skip
    assert [word for word in words if word not in text] == []
    labels = {word: label for label, words in standard().table("hedges")["verbs"].items() for word in words}
    assert labels["believe"] == labels["deem"] == "unverified" and labels["claim"] == "claimed"
    phrases = standard().table("hedges")["phrases"]
    assert "at least" in phrases["lower bound"] and {"up to", "fewer than"} <= {*phrases["upper bound"]}
    assert "preliminary" in standard().table("hedges")["adjectives"]["preliminary"]
    assert "initially" in standard().table("hedges")["adverbs"]["superseded"]


def test_29_reporting_verbs_are_in_the_lexicon() -> None:
    text = json.dumps([standard().table(name) for name in ("cues", "speech", "happenings")]).casefold()
    verbs = ("say", "tell", "report", "cite", "deny", "claim", "warn", "announce", "call", "demand", "want", "express")
    assert [verb for verb in verbs if f'"{verb}' not in text] == []
    assert '"add' in text


def test_30_kinds_of_sources(report: Report) -> None:
    def kind(document: str, name: str) -> set[tuple[str, bool]]:
        return {
            (s["kind"], s["anonymous"])
            for c in report.data["claims"]
            if c["document"] == document
            for s in c["sources"]
            if name in s["name"]
        }

    assert kind(A, "state news agency") == {("state media", False)}
    assert kind(A, "interior ministry") == {("official", False)}
    assert kind(A, "Bob Dudley") == {("company", False)}
    assert kind(A, "Nuland") == {("official", False)}
    assert kind(A, "Britain") == {("official", False)}
    assert kind(A, "source close") == {("other", True)}
    assert {k for k, _ in kind(A, "gunmen")} == {"perpetrator"}
    assert {k for k, _ in kind(A, "tally")} == {"tally"}
    assert {k for k, _ in kind(A, "ANI")} == {"agency"}
    assert {anonymous for _, anonymous in kind(B, "security source")} == {True}
    assert {k for k, _ in kind(B, "Sahara Media")} == {"outlet"}


def test_31_figures_in_the_reports_own_voice(report: Report) -> None:
    own = [
        report.count(A, "41", "held"), report.count(A, "scores", "present"), report.count(A, "hundreds", "present"),
        report.count(B, "hundreds", "present"), report.count(B, "scores", "present"),
    ]  # fmt: skip
    assert [claim["sources"] for claim in own] == [[]] * 5


# --- the tallies ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "label", "low", "best", "high"),
    [
        ("killed", "hostages", 23, 23, None),
        ("killed", "militants", 32, 32, None),
        ("killed", "al Qaeda militants", 11, 11, 11),
        ("killed", "foreign hostages", 7, 7, 7),
        ("freed", "Algerian workers", 685, 685, 685),
        ("freed", "foreigners", 107, 107, 107),
        ("freed", "foreign hostages", 16, 16, 16),
        ("freed", "Americans", 2, 2, 2),
        ("freed", "Portuguese", 1, 1, 1),
        ("missing", "BP workers", 4, 4, 4),
        ("missing", "British people", None, None, 9),
        ("safe", "BP workers", 14, 14, 14),
        ("captured", "militants", 6, 6, 6),
        ("held", "foreign workers", None, None, 41),
        ("held", "foreign hostages", 7, 7, 7),
        ("held", "workers", 200, None, None),
        ("present", "militants", 40, 40, 40),
        ("present", "BP workers", 18, 18, 18),
    ],
)
def test_32_the_page_of_totals(
    report: Report, status: str, label: str, low: int | None, best: int | None, high: int | None
) -> None:
    tally = report.tally(status, label)
    assert (tally["low"], tally["best"], tally["high"]) == (low, best, high)
    assert tally["roots"] == 1


def test_33_what_is_in_no_toll(report: Report) -> None:
    (war,) = [c for c in report.data["claims"] if c["kind"] == "count" and c["number"]["text"] == "200,000"]
    assert war["background"]
    placed = {one for t in report.data["tallies"] for one in (*t["support"], *t["dissent"])}
    assert war["id"] not in placed
    bounds = [t[key] for t in report.data["tallies"] for key in ("low", "best", "high")]
    assert not {200_000, 1990, 1990_000} & set(bounds)
    numbers = {(c["number"]["text"], c["status"]) for c in report.data["claims"] if c["kind"] == "count"}
    assert ("41", "killed") not in numbers and ("18", "killed") not in numbers
    assert not any("1990" in text or text == "one of the countries" for text, _ in numbers)
    assert not any("countries" in c["group"]["text"] for c in report.data["claims"] if c["kind"] == "count")


def test_words_of_the_lexicon_have_their_inflections() -> None:
    """The gate that chooses sentences knows a listed verb in every form."""
    assert {"claimed", "warned", "announced", "adding"} <= forms(["claim", "warn", "announce", "add"])
