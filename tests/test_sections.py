"""Reports that tell several happenings, background that tells an earlier one, and stories that look alike."""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from crosswire.ingest import Ingested
from crosswire.ledger import Ledger
from crosswire.model import Account, Claim, Document, Published
from crosswire.pipeline import account, past, record

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

import lookalikes

ROUND_UP = (
    "ABUJA, March 4 (Savanna Wire) - A day of bloodshed in northern Nigeria left dozens dead, officials said.\n\n"
    "Gunmen on motorbikes opened fire on a market in Birnin Magaji, in Zamfara state, on Monday, killing at least 19 "
    "traders, a local council chairman said. Eleven others were wounded.\n\n"
    "In a separate attack, a suicide bomber killed eight worshippers at a mosque in Gwoza, in Borno state, the police "
    "said. They said 14 people were taken to hospital.\n\n"
    "Elsewhere, armed men kidnapped 23 schoolgirls from a dormitory in Kaduna before dawn, a teacher said. Two guards "
    "were killed.\n\n"
    "No group has said that it was behind any of the attacks."
)
SUMMARY = (
    "World news in brief\n\nPhilippines ferry\nA ferry carrying 212 people capsized off Cebu on Monday and 31 bodies "
    "have been found, the coast guard said. Another 140 passengers were rescued.\n\n"
    "Peru quake\nAn earthquake of magnitude 6.1 struck Arequipa in southern Peru early on Tuesday, killing seven "
    "people and injuring 60, the civil defence institute said.\n\n"
    "Texas shooting\nA gunman killed four people at a warehouse in Lubbock before police shot him dead, the sheriff "
    "said.\n\nMarkets\nShares fell in Tokyo and rose in Frankfurt."
)
LIST = (
    "KABUL - Three bombings killed 24 people in Kabul, Herat and Kandahar on Thursday, the interior ministry said.\n\n"
    "- Kabul: A car bomb outside a wedding hall killed 15 people and wounded 40, police said.\n"
    "- Herat: Six policemen died when a bomb went off under their truck.\n"
    "- Kandahar: A suicide bomber killed three shopkeepers in a bazaar; nine people were injured."
)
LABELS = (
    "World in brief\n\n"
    "PERU: A bus plunged into a ravine near Cusco on Saturday, killing 18 people and injuring 27, police said.\n\n"
    "INDIA: Eleven pilgrims were crushed to death at a temple in Bihar on Sunday, officials said.\n\n"
    "MALI: Gunmen on motorcycles killed 22 farmers in the Mopti region on Friday, a local official said."
)
SIEGE = (
    "ALGIERS - Militants still held seven foreigners at the gas plant near Tarrin on Friday, two days after they "
    "seized it, the interior ministry said. Twelve hostages have been killed.\n\nReaction\n\n"
    "In London, the prime minister said that 10 Britons were "
    "unaccounted for.\n\nThe French front\n\nIn Mali, French troops fought for Diabaly. "
    "Elsewhere, French warplanes struck Konna on Thursday, killing 11 rebels, the army said.\n\nAt the airport of "
    "Oran, 20 freed workers were met by their families."
)
FLOOD = (
    "PATNA, India - Floods killed 61 people in Bihar, officials said on Friday. The Gandak river burst its banks near "
    "Motihari, and 4,000 families were moved to camps.\n\nElsewhere in the state, 12 people drowned in Darbhanga when "
    "a boat capsized in the flood, police said.\n\nIn Nepal, upstream, nine people died in the floods near Birgunj."
)
SPREE = (
    "HALDEN - A gunman killed six people on Sunday in a shooting spree that police said ended with his own death.\n\n"
    "He first shot two people at a petrol station in Halden.\n\nIn a second attack, he killed four people at a diner "
    "in Askeby, twenty kilometres away, the police said."
)
OLD = (
    "TARRIN, May 14 - A gunman killed 11 people and wounded 23 at a bus depot in Tarrin on Monday before officers shot "
    "him dead, police commissioner Ada Quill said.\n\nThe dead were mostly drivers of the Norvane company who were "
    "changing shifts. The gunman, Piet Marrow, had been dismissed from Norvane in April, Quill said."
)
NEW = (
    "LUBBOCK, March 4 - A gunman killed four people at a warehouse in Lubbock on Tuesday, the sheriff said. Nine "
    "others were hurt.\n\nThe man was held by workers until deputies came.\n\n"
    "The brother told deputies that he had read much about Piet Marrow, who in 2029 killed 11 people at the Norvane "
    "bus depot in Tarrin. A memorial stands there.\n\n"
    "In 2017, a gunman killed 26 people at a church in Sutherland Springs."
)
GWOZA = (
    "MAIDUGURI, March 4 (Borno Post) - A suicide bomber blew himself up among worshippers at a mosque in Gwoza during "
    "the dawn prayer, killing nine, the hospital said. Police in Borno state put the dead at eight."
)


def report(name: str, text: str, when: str | None = None) -> Document:
    made = Document(name, hashlib.sha256(text.encode()).hexdigest(), text)
    return replace(made, published=Published(when, "metadata", "its own")) if when else made


def told(*documents: Document) -> Account:
    return account(kept(documents))


def kept(documents: Iterable[Document]) -> Ledger:
    ledger = Ledger()
    list(record([Ingested(documents=(document,)) for document in documents], ledger, jobs=1))
    return ledger


def count(found: Account, number: str, document: str | None = None) -> Claim:
    (claim,) = [c for c in found.claims if c.number_text == number and document in (None, c.document)]
    return claim


def label(found: Account, claim: Claim) -> str:
    names = {incident.id: incident.label for incident in found.incidents}
    return names[found.claim_incident[claim.id]]


# --- several in one report -----------------------------------------------------------------------


def test_a_round_up_of_three_attacks_is_three_incidents() -> None:
    """Each figure goes to the attack that its paragraph tells, and is main there."""
    found = told(report("a", ROUND_UP, "2031-03-04"))
    assert [i.type for i in found.incidents] == ["shooting", "bombing", "kidnapping"]
    assert all(i.documents == ("a",) for i in found.incidents)
    homes = {n: label(found, count(found, n)) for n in ("19", "Eleven", "eight", "14", "23", "Two")}
    market, mosque, school = "Birnin Magaji shooting", "Gwoza bombing", "Kaduna kidnapping"
    assert homes == {"19": market, "Eleven": market, "eight": mosque, "14": mosque, "23": school, "Two": school}
    assert not any(c.background for c in found.claims)
    assert {(t.status, t.best) for t in found.tallies if t.incident == found.incidents[1].id} >= {("killed", 8)}


def test_a_country_for_a_label_parts_the_dead_of_three() -> None:
    """Behind a label people counted are enough: that "crushed to death" has no name of its own changes nothing."""
    found = told(report("a", LABELS, "2031-08-03"))
    homes = [found.claim_incident[count(found, number).id] for number in ("18", "Eleven", "22")]
    assert len(set(homes)) == 3
    assert found.claim_incident[count(found, "27").id] == homes[0]
    kinds = {incident.id: incident.type for incident in found.incidents}
    assert [kinds[homes[0] or ""], kinds[homes[2] or ""]] == ["crash", "attack"]


def test_a_days_summary_tells_each_of_its_stories() -> None:
    """Under headings: a ferry, a quake and a shooting; the markets tell nothing."""
    found = told(report("a", SUMMARY, "2031-03-04"))
    assert sorted(i.type for i in found.incidents) == ["earthquake", "shipwreck", "shooting"]
    assert label(found, count(found, "seven")) == "Arequipa earthquake"
    assert label(found, count(found, "31")) == "Cebu shipwreck"
    assert label(found, count(found, "four")) == "Lubbock shooting"


def test_a_list_by_town_is_told_by_town_and_its_sum_apart() -> None:
    """24 dead are those of three towns, and of none."""
    found = told(report("a", LIST, "2031-03-04"))
    homes = {n: found.claim_incident[count(found, n).id] for n in ("24", "15", "Six", "three")}
    assert len(set(homes.values())) == 4
    assert homes["15"] == found.claim_incident[count(found, "40").id]


def test_a_section_stands_with_the_report_that_tells_it_alone() -> None:
    """The mosque of the round-up and the mosque of the local paper are one; its figures agree or differ there."""
    found = told(report("a", ROUND_UP, "2031-03-04"), report("b", GWOZA, "2031-03-04"))
    (mosque,) = [i for i in found.incidents if "b" in i.documents]
    assert set(mosque.documents) == {"a", "b"} and len(found.incidents) == 3
    (killed,) = [t for t in found.tallies if t.incident == mosque.id and t.status == "killed" and t.part_of is None]
    assert {c.document for c in found.claims if c.id in (*killed.support, *killed.dissent)} == {"a", "b"}


@pytest.mark.parametrize("text", [SIEGE, FLOOD, SPREE], ids=["siege", "flood", "spree"])
def test_one_happening_stays_one(text: str) -> None:
    """A siege with reactions and a war next door, one flood in many places, one gunman in two."""
    found = told(report("a", text, "2031-03-04"))
    assert len(found.incidents) == 1
    assert set(found.claim_incident.values()) == {found.incidents[0].id}


def test_order_does_not_matter() -> None:
    """Every permutation gives the same incidents and the same homes."""
    documents = [report(n, t, "2031-03-04") for n, t in (("a", ROUND_UP), ("b", GWOZA), ("c", SIEGE), ("d", SUMMARY))]
    expected = told(*documents)
    for seed in range(3):
        random.Random(seed).shuffle(documents)
        found = told(*documents)
        assert (found.incidents, found.claim_incident) == (expected.incidents, expected.claim_incident)


def test_a_reprint_of_a_round_up_adds_nothing() -> None:
    """Its sections stand with the original's, and no root is added."""
    alone = told(report("a", ROUND_UP, "2031-03-04"))
    reprint = ROUND_UP.replace("ABUJA, March 4 (Savanna Wire) - ", "Bloody day in the north\n\n")
    both = told(report("a", ROUND_UP, "2031-03-04"), report("b", reprint, "2031-03-05"))
    assert [replace(i, documents=("a",)) for i in both.incidents] == list(alone.incidents)
    assert {i.documents for i in both.incidents} == {("a", "b")}
    known = {t.id: (t.low, t.best, t.high, t.roots) for t in alone.tallies}
    assert {t.id: (t.low, t.best, t.high, t.roots) for t in both.tallies} == known


def test_the_past_tells_the_same() -> None:
    """The account of the last moment, rebuilt incident by incident, has the homes and figures of the whole."""
    ledger = kept([report("a", ROUND_UP, "2031-03-04"), report("b", GWOZA, "2031-03-05")])
    whole, last = account(ledger), list(past(ledger))[-1][1]
    assert last.claim_incident == whole.claim_incident
    assert {(t.id, t.best) for t in last.tallies} == {(t.id, t.best) for t in whole.tallies}


# --- background ----------------------------------------------------------------------------------


def test_background_names_the_earlier_incident_that_the_ledger_knows() -> None:
    """The depot of 2029 is known; the church of 2017 is not, and a ledger without the depot knows neither."""
    found = told(report("old", OLD, "2029-05-14"), report("new", NEW, "2031-03-04"))
    depot, church = count(found, "11", "new"), count(found, "26", "new")
    assert depot.background and church.background
    assert found.earlier == {depot.id: found.claim_incident[count(found, "11", "old").id]}
    assert told(report("new", NEW, "2031-03-04")).earlier == {}


def test_nothing_points_to_a_later_incident_or_to_another_year() -> None:
    """What began after the report appeared is none of its background, nor is a happening of another year there."""
    later = told(report("old", OLD.replace("May 14", "May 15"), "2032-05-14"), report("new", NEW, "2031-03-04"))
    assert later.earlier == {}
    other = told(report("old", OLD, "2027-05-14"), report("new", NEW, "2031-03-04"))
    assert other.earlier == {}


def test_a_link_changes_no_figure() -> None:
    """The tallies of the old incident are those that it has without the new report."""
    both = told(report("old", OLD, "2029-05-14"), report("new", NEW, "2031-03-04"))
    alone = told(report("old", OLD, "2029-05-14"))
    mine = {t.id: (t.low, t.best, t.high, t.roots) for t in both.tallies if t.incident == alone.incidents[0].id}
    assert mine == {t.id: (t.low, t.best, t.high, t.roots) for t in alone.tallies}


# --- look-alikes ---------------------------------------------------------------------------------


def test_look_alikes_are_told_apart() -> None:
    """Two quakes, two shootings, two ferries of one country a day apart: 24 pairs, B-cubed F1 of at least 0.80."""
    made = lookalikes.reports(lookalikes.happenings())
    assert len({one.pair for one in made.values()}) == 24 and len(made) == 144
    right = {document.id: one for document, one in made.items()}
    assert lookalikes.bcubed(lookalikes.grouped(list(made)), right)[2] >= lookalikes.BAR
