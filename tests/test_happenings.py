"""What a report says has happened, and what it is about."""

import tomllib
from pathlib import Path

import pytest

from crosswire.lexicon import standard
from crosswire.reading.happenings import happenings, incident_type
from crosswire.reading.parse import load_parser, pieces

CASES = tomllib.loads(Path(__file__).with_name("cases").joinpath("happenings.toml").read_text(encoding="utf-8"))["case"]
REPORTS = [
    (
        "hostage-taking",
        "Gunmen seized a school in the hills on Monday and took 30 pupils hostage. The captors asked for a "
        "helicopter. Police surrounded the building and the standoff went on into the night.",
    ),
    (
        "earthquake",
        "A strong earthquake shook the island on Sunday, bringing down houses in four towns. Aftershocks sent people "
        "into the streets. Two bodies were pulled from the rubble.",
    ),
    (
        "epidemic",
        "Measles has killed nine children in the camp, doctors said. The outbreak began in March. Nurses give the "
        "vaccine to 4,000 families.",
    ),
    (
        "bombing",
        "A car bomb exploded outside a court on Tuesday, killing four people. It was the third attack on the court. "
        "No group claimed the attack.",
    ),
    (
        "explosion",
        "A gas explosion destroyed an apartment block on Tuesday, killing 12 people. Rescuers searched the ruins.",
    ),
    (
        "industrial accident",
        "An explosion in a coal mine killed 19 miners on Monday, officials said. The mine had been fined for gas.",
    ),
    (
        "shipwreck",
        "A ferry carrying 90 people capsized in a strait on Friday. The coastguard rescued 60 passengers. Divers went "
        "down to the vessel at dawn.",
    ),
    (
        "stampede",
        "Seven people died in a stampede at a stadium on Saturday. Fans were trampled when a gate gave way.",
    ),
    (
        "protest",
        "Thousands of demonstrators marched on parliament on Monday. Police detained 12 protesters. It was the third "
        "this week.",
    ),
    ("crash", "A bus crashed into a lorry on the coast road on Sunday. The collision killed six passengers."),
]


def told(text: str):
    """The events of a text."""
    return happenings(text, load_parser().parse(text, pieces(text)), standard())


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:50] for case in CASES])
def test_only_what_is_said_to_have_happened(case):
    text = case["text"]
    found = told(text)
    assert [[x.event, text[x.span.start : x.span.end]] for x in found] == case["events"]
    assert {x.kind for x in found} <= {"event"}


def test_every_event_is_documented():
    events = standard().table("happenings")["events"]
    assert all(entry["means"] for entry in events.values())
    assert set(standard().table("happenings")["types"]) <= set(events)
    assert {event for event in standard().table("happenings")["pairs"].values() if event} <= set(events)


def test_the_same_event_pointed_back_to_is_told_once():
    text = (
        "A bomb exploded in the market on Monday. After the explosion people ran. An hour later a second bomb exploded."
    )
    assert len([x for x in told(text) if x.event == "explosion"]) == 2


def test_an_event_of_another_year_is_background():
    text = (
        "A fire broke out in a mill on Monday. Six people died. The owner was questioned. The road was shut. "
        "In 1987 a fire destroyed the old mill."
    )
    assert [x.background for x in told(text) if x.event == "fire"] == [False, True]


@pytest.mark.parametrize(("kind", "text"), REPORTS, ids=[kind for kind, _ in REPORTS])
def test_the_type_of_the_incident(kind, text):
    name, weights = incident_type(told(text), text, standard())
    assert name == kind
    assert weights[name] > 0
    assert list(weights.values()) == sorted(weights.values(), reverse=True)


def test_a_report_of_nothing_has_no_type():
    assert incident_type((), "The council met and talked about bins.", standard()) == ("other", {})
    assert incident_type((), "", standard()) == ("other", {})


def test_every_span_lies_in_one_sentence_and_is_trimmed():
    text = " ".join(case["text"] for case in CASES)
    sentences = load_parser().parse(text, pieces(text))
    for statement in happenings(text, sentences, standard()):
        words = text[statement.span.start : statement.span.end]
        assert words == words.strip(" ,.;:")
        assert any(s.start <= statement.span.start and statement.span.end <= s.end for s in sentences)
    assert happenings(text, sentences, standard()) == happenings(text, sentences, standard())


ELSE = [
    "Rovers attack again. The striker scored twice in the second half of the season's last league match on Sunday. The "
    "coach praised his defenders. It was a battle, he said. The champions travel next week.",
    "Studio sets release of sequel. The film opens in May. Its director said its battle took a year. The actor who "
    "leads the cast was freed from another contract.",
    "Maker rushes out a patch. Hackers attack a vulnerability in the browser. Users should download the update.",
]


@pytest.mark.parametrize("text", ELSE, ids=["sport", "film", "product"])
def test_a_match_a_film_and_a_product_are_no_crisis(text):
    """Their pages attack, battle and release; what they are about is told by the rest of their words."""
    assert incident_type(told(text), text, standard()) == ("other", {})


def test_a_shooting_at_a_match_is_one():
    text = (
        "Gunman kills four at league match. Four people were shot dead when a gunman opened fire at the stadium on "
        "Sunday. Police shot the attacker. The shooting began at half-time. The game was called off."
    )
    assert incident_type(told(text), text, standard())[0] == "shooting"
