"""Reports become incidents: one happening together, two apart, whatever their order."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from pathlib import Path

from crosswire.ingest import read_paths
from crosswire.ledger import Ledger
from crosswire.model import Claim, Document, Interval, Place, Published, Reading, Span
from crosswire.pipeline import account, record
from crosswire.resemblance import resemblances
from crosswire.stories import spanned, tell

FERRY = (
    "At least 40 people drowned when the ferry Maren Sol capsized in the Halden strait on Monday, the coast guard "
    "said. Rescuers pulled 112 passengers of the Maren Sol from the water near Port Askeby."
)
FERRY_LATER = (
    "The toll from the sinking of the Maren Sol rose to 46 on Tuesday. Divers found six more bodies in the Halden "
    "strait, the coast guard in Port Askeby said; the ferry had carried 160 passengers."
)
QUAKE = (
    "An earthquake of magnitude 6.4 shook the Qarun valley before dawn on Monday, killing 31 people. Most of the dead "
    "lived in Tel Hamra, where the old town collapsed, the interior ministry said."
)
OTHER_FERRY = (
    "Nine people were killed when a ferry ran aground off the island of Luzira on Monday, police said. The captain of "
    "the Umoja, which carried 70 passengers, was arrested in Kibanga harbour."
)


def report(name: str, text: str, date: str | None = None, **more: object) -> Document:
    when = Published(date, "metadata", "its own") if date else Published()
    made = Document(name, hashlib.sha256(text.encode()).hexdigest(), text, published=when)
    return replace(made, **more)  # type: ignore[arg-type]


def stories(*documents: Document) -> list[set[str]]:
    told = tell(documents, {document.id: Reading(document.id) for document in documents})
    assert {d: i.id for i in told.incidents for d in i.documents} == told.incident_of
    return sorted((set(incident.documents) for incident in told.incidents), key=min)


def test_one_happening_is_one_incident() -> None:
    """Two reports of one sinking stand together; a quake and another ferry stand apart."""
    found = stories(report("a", FERRY), report("b", FERRY_LATER), report("c", QUAKE), report("d", OTHER_FERRY))
    assert found == [{"a", "b"}, {"c"}, {"d"}]


def test_two_reports_alone_are_told_apart_too() -> None:
    """The language's own rarity decides where there are too few reports to count in."""
    assert stories(report("a", FERRY), report("b", FERRY_LATER)) == [{"a", "b"}]
    assert stories(report("a", FERRY), report("d", OTHER_FERRY)) == [{"a"}, {"d"}]


def test_order_does_not_matter() -> None:
    """Every permutation gives the same incidents with the same ids."""
    documents = [report("a", FERRY), report("b", FERRY_LATER), report("c", QUAKE), report("d", OTHER_FERRY)]
    expected = tell(documents, {})
    for seed in range(5):
        random.Random(seed).shuffle(documents)
        assert tell(documents, {}) == expected


def test_a_later_report_does_not_rename_an_incident() -> None:
    """The id is that of the story's first report."""
    first, later = report("a", FERRY, "2031-03-03"), report("b", FERRY_LATER, "2031-03-04")
    assert tell([first], {}).incidents[0].id == tell([first, later], {}).incidents[0].id


def test_years_between_keep_likeness_apart() -> None:
    """A sinking in the same strait nine years later is another one; that of the next day may be the same."""
    later_text = FERRY_LATER.replace("Maren Sol", "Aurelia")
    first, later = report("a", FERRY, "2022-03-03"), report("b", later_text, "2031-03-04")
    assert stories(first, later) == [{"a"}, {"b"}]
    assert stories(first, replace(later, published=Published("2022-03-04"))) == [{"a", "b"}]


def test_a_reprint_stands_with_its_original() -> None:
    """However much of it was cut."""
    assert stories(report("a", FERRY), report("b", FERRY[:60], copy_of="a"), report("c", QUAKE)) == [{"a", "b"}, {"c"}]


def test_what_is_not_read_tells_nothing() -> None:
    """An empty report and one in another language stand in no incident."""
    told = tell([report("a", FERRY), report("b", " \n"), report("c", "Паром затонул.", language="ru")], {})
    assert set(told.incident_of) == {"a"}


def test_an_incident_is_called_by_place_and_kind() -> None:
    """ "Halden shipwreck"; a headline where nothing is known."""
    halden = Place("Halden", "NO", 59.1, 11.4, "exact", Span(FERRY.index("Halden"), FERRY.index("Halden") + 6))
    (incident,) = tell([report("a", FERRY)], {"a": Reading("a", places=(halden,))}).incidents
    assert (incident.label, incident.type) == ("Halden shipwreck", "shipwreck")
    assert incident.place == replace(halden, span=None)
    (plain,) = tell([report("a", "Ana Ruiz said a thing.", title="A thing is said")], {}).incidents
    assert plain.label == "A thing is said"


def event(name: str, kind: str, start: str, end: str | None = None, **more: object) -> Claim:
    made = Claim(f"c{kind}{start}", "event", name, "", Span(0, 0), event=kind, time=Interval(start, end or start, ""))
    return replace(made, **more)  # type: ignore[arg-type]


def test_an_incident_lasts_from_its_first_event_to_its_last() -> None:
    """Not to the arrest a week later, nor from last year's, nor from another event."""
    documents = [report("a", FERRY, "2031-03-05")]
    claims = [
        event("a", "sinking", "2031-03-03"),
        event("a", "sinking", "2031-03-04"),
        event("a", "arrest", "2031-03-05"),
        event("a", "sinking", "2030-03-03"),
        event("a", "sinking", "2031-02-20", background=True),
        event("a", "sinking", "2031-01-20", "2031-03-05"),
    ]
    (incident,) = spanned(tell(documents, {}).incidents, claims, documents)
    assert (incident.start, incident.end) == ("2031-03-03", "2031-03-04")


def test_without_events_the_figures_date_it() -> None:
    """And without any time nobody does."""
    documents = [report("a", FERRY, "2031-03-05")]
    count = replace(event("a", "sinking", "2031-03-03"), kind="count", event=None)
    (dated,) = spanned(tell(documents, {}).incidents, [count], documents)
    (undated,) = spanned(tell(documents, {}).incidents, [], documents)
    assert (dated.start, undated.start, undated.end) == ("2031-03-03", None, None)


def test_a_large_collection_finds_the_same_stories() -> None:
    """Beyond the size at which candidates are looked up instead of compared one by one."""
    names = random.Random(7)
    syllables = ["ka", "lo", "mir", "sen", "tor", "vel", "dra", "qui", "ban", "esh", "ul", "pry"]

    def invented() -> str:
        return "".join(names.choice(syllables) for _ in range(4)).title()

    texts = []
    for _ in range(450):
        ship, strait, port = invented(), invented(), invented()
        texts.append(FERRY.replace("Maren Sol", ship).replace("Halden", strait).replace("Port Askeby", port))
        texts.append(FERRY_LATER.replace("Maren Sol", ship).replace("Halden", strait).replace("Port Askeby", port))
    pairs = resemblances(texts)
    for first in range(0, len(texts), 2):
        mine = {pair: score for pair, score in pairs.items() if first in pair}
        assert max(mine, key=lambda pair: mine[pair]) == (first, first + 1)


def test_the_example_is_one_siege() -> None:
    """Ten reports of one siege, of which some name the capitals of those taken before the plant."""
    ledger = Ledger()
    list(record(read_paths([str(Path(__file__).parent.parent / "examples" / "in-amenas")]), ledger, jobs=1))
    (incident,) = account(ledger).incidents
    assert (incident.label, len(incident.documents)) == ("In Amenas hostage-taking", 10)


def test_what_is_no_crisis_is_of_no_kind() -> None:
    """A film's release and a team's attack are grouped and called by their headline; a battle of soldiers is one."""
    film = report("a", "The studio set the release of Paper Rivers for autumn. A third release is planned, it said.")
    (subject,) = tell([film], {"a": Reading("a")}).incidents
    assert subject.type == "other" and subject.label.startswith("The studio set the release")
    war = report("b", "Rebels and soldiers fought a battle for Konna. The fighting drove the army back, troops said.")
    (battle,) = tell([war], {"b": Reading("b")}).incidents
    assert battle.type == "battle"
