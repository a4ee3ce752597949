"""Who says so: passages written for the test (cases/attribution.toml), kinds, chains, opaque sentences, bad input."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire import gazetteer
from crosswire.errors import BrokenLexicon
from crosswire.lexicon import Lexicon, standard
from crosswire.model import Attribution, Document, Sentence, Source, Span
from crosswire.reading.attribution import attributions, sources_at, speaks
from crosswire.reading.attribution.quotes import quotations
from crosswire.reading.parse import load_parser, pieces
from crosswire.reading.read import read as read_report

CASES = tomllib.loads((Path(__file__).parent / "cases" / "attribution.toml").read_text(encoding="utf-8"))["case"]
KINDS = frozenset(
    {"official", "military", "state media", "agency", "outlet", "company", "hospital", "aid group", "rights monitor"}
    | {"perpetrator", "belligerent", "witness", "expert", "tally", "other"}
)


def parsed(text: str, gated: str | None = None) -> tuple[Sentence, ...]:
    cut = pieces(text)
    wanted = None if gated is None else [k for k, p in enumerate(cut) if gated in text[p.start : p.end]]
    return load_parser().parse(text, cut, wanted)


def read(text: str, gated: str | None = None) -> tuple[Attribution, ...]:
    return attributions(text, parsed(text, gated), standard())


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def said(text: str, words: str, gated: str | None = None) -> list[str]:
    return [source.name for source in sources_at(read(text, gated), place(text, words))]


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    text = case["text"]
    found = read(text)
    told = {words: [s.name for s in sources_at(found, place(text, words))] for words in case["at"]}
    assert told == case["at"]
    chain = sources_at(found, place(text, next(iter(case["at"]))))
    if "kinds" in case:
        assert [source.kind for source in chain] == case["kinds"]
    if "anonymous" in case:
        assert [source.anonymous for source in chain] == case["anonymous"]


def test_there_are_enough_cases_and_each_has_its_own_name() -> None:
    assert len(CASES) >= 100
    assert len({case["rule"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize(
    ("speaker", "kind"),
    [
        ("The prime minister", "official"),
        ("Police", "official"),
        ("Kenyan authorities", "official"),
        ("The UNHCR", "official"),
        ("Peru", "official"),
        ("The army", "military"),
        ("A Defence Ministry spokesman", "military"),
        ("NATO", "military"),
        ("State radio", "state media"),
        ("The official IRNA news agency", "state media"),
        ("Yonhap", "agency"),
        ("The Associated Press", "agency"),
        ("The New York Times", "outlet"),
        ("A local newspaper", "outlet"),
        ("The shipping company", "company"),
        ("The airline's chief executive", "company"),
        ("A hospital official", "hospital"),
        ("Dr. Rosa Lund", "hospital"),
        ("Medics", "hospital"),
        ("The Red Cross", "aid group"),
        ("Save the Children", "aid group"),
        ("Amnesty International", "rights monitor"),
        ("The Syrian Observatory for Human Rights", "rights monitor"),
        ("The gunmen", "perpetrator"),
        ("A spokesman of the Signatories in Blood", "perpetrator"),
        ("A group calling itself the Dawn", "perpetrator"),
        ("A spokesman for Boeing", "other"),
        ("Local officials", "official"),
        ("Hellas Marine", "other"),
        ("A fire brigade spokesman", "official"),
        ("Islamic State", "perpetrator"),
        ("The rebels", "belligerent"),
        ("Hezbollah", "belligerent"),
        ("Villagers", "witness"),
        ("A survivor", "witness"),
        ("The attorney general", "official"),
        ("The police inspector general", "official"),
        ("General Amin Said", "military"),
        ("Doctors Without Borders", "aid group"),
        ("A seismologist", "expert"),
        ("Professor Ian Grey", "expert"),
        ("Zed Quill", "other"),
    ],
)
def test_kind_of_the_speaker(speaker: str, kind: str) -> None:
    text = f"{speaker} said that 12 people were hurt."
    (source,) = sources_at(read(text), place(text, "12"))
    assert source.kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Norsk Kraft said that 12 of its workers were missing.", "company"),
        ("Zed Quill said that 12 workers of Norsk Kraft were missing.", "other"),
    ],
)
def test_who_employs_the_counted_is_a_company(text: str, kind: str) -> None:
    """No list holds every firm; the report shows which ones are."""
    reading = read_report(Document("a.txt", "0" * 64, text), gazetteer.standard())
    assert [source.kind for source in sources_at(reading.attributions, place(text, "12"))] == [kind]


@pytest.mark.parametrize(
    ("text", "employer"),
    [
        ("The engineering company Rautek said 14 of its staff were safe.", "Rautek"),
        (
            "The ship's operator, Tidal Marine, gave another account. It said 14 of its employees were held.",
            "Tidal Marine",
        ),
        ("Norsk Kraft's chief executive, whose plant it is, said 14 of his workers were missing.", "Norsk Kraft"),
        ("The company, Fjelltur, said 14 of its passengers had been hurt.", None),
        ("The ministry said 14 of its employees were killed.", None),
        ("Pirates boarded a tanker and took 14 of its sailors, the operator, Elmira Shipping, said.", None),
    ],
)
def test_a_company_employs_whom_it_calls_its_own(text: str, employer: str | None) -> None:
    found = read_report(Document("a.txt", "", text), gazetteer.standard()).figures
    (figure,) = [one for one in found if one.quantity.low == 14]
    assert figure.group.employer == employer


def test_a_surname_keeps_the_kind_of_the_fuller_name() -> None:
    text = "Mayor Ana Ruiz visited the camp and said 5 people died. Ruiz said 6 more were ill."
    (source,) = sources_at(read(text), place(text, "6"))
    assert (source.name, source.kind) == ("Ruiz", "official")


def test_source_carries_its_place_and_cue() -> None:
    text = "On Sunday the harbour master reported 3 deaths."
    (source,) = sources_at(read(text), place(text, "3"))
    assert source.span == place(text, "harbour master")
    assert source.cue == "reported"


def test_a_resolved_pronoun_points_to_the_name() -> None:
    text = "Judge Emil Baker spoke first. He said 2 jurors were ill."
    (source,) = sources_at(read(text), place(text, "2"))
    assert source.span is not None
    assert text[source.span.start : source.span.end] == source.name == "Judge Emil Baker"


def test_a_saying_inside_a_saying_is_one_chain() -> None:
    text = "ABC reports that police say five people were stabbed."
    chains = [a.sources for a in read(text) if any(c.holds(place(text, "five")) for c in a.content)]
    assert sorted(len(chain) for chain in chains) == [1, 2]
    assert said(text, "five") == ["police", "ABC"]


def test_carried_sentences_are_marked() -> None:
    text = "The airline said 9 of the 40 passengers were hurt. The remaining 31 were unharmed."
    (carried,) = [a for a in read(text) if a.carried]
    assert text[carried.content[0].start : carried.content[0].end] == "The remaining 31 were unharmed."


def test_nothing_is_carried_over_two_speakers() -> None:
    text = "The airline said 9 were hurt, but the union said 12 were. The remaining 31 were unharmed."
    assert said(text, "31") == []


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Envoy Kofi Mensah said:\n\nWe mourn the dead.\n\nSome 70 people were lost.", "70", ["Envoy Kofi Mensah"]),
        ("“It was dark. Then 70 people fell in.” said Kofi Mensah.", "70", ["Kofi Mensah"]),
        ("“Then 70 people fell in,” he said.", "70", []),
        ("Kofi Mensah said it was late. “It was dark,” he said. “Then 70 people fell in.”", "70", ["Kofi Mensah"]),
        ("Omar Sesay, who is 17, got away. “Then 70 people fell in,” he told VOA.", "70", ["Omar Sesay"]),
        ("Tula Bridge fell. “Then 70 people fell in,” he told VOA.", "70", []),
        ("“Some 70 of us ran. He saw it, and because he shouted I live,” Sesay told a hall.", "70", ["Sesay"]),
        ("The envoy was moved. “Nothing is left,” the envoy said.\n\nSome 70 people died.", "70", []),
    ],
)
def test_speakers_in_sentences_that_were_not_parsed(text: str, words: str, expected: list[str]) -> None:
    assert said(text, words, gated=words) == expected


def test_all_sentences_opaque_still_gives_quotations() -> None:
    text = "“The roof fell on 8 of us,” said Maria Lopez. Nobody else was there."
    assert said(text, "8", gated="\0") == ["Maria Lopez"]


def test_gate_lets_speakers_through() -> None:
    lexicon = standard()
    assert speaks("The mayor warned of more rain.", lexicon)
    assert speaks("According to the mayor, it rained.", lexicon)
    assert speaks("The picture in the provinces, from the health agency:", lexicon)
    assert not speaks("It rained all night in the valley.", lexicon)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('He said "go" and "stay".', ['"go"', '"stay"']),
        ("“One.\n\n“Two.” Three.", ["“One.\n\n“Two.”"]),
        ("removing.”It is over now,” he said.", ["”It is over now,”"]),
        ("‘We lost nine friends there,’ she said. It's a dog's life.", ["‘We lost nine friends there,’"]),
        ("He is 6'2\" tall and calm.", []),
        ("“Never closed.\n\nAnother paragraph.", ["“Never closed."]),
    ],
)
def test_quotations(text: str, found: list[str]) -> None:
    assert [text[q.start : q.end] for q in quotations(text, parsed(text))] == found


def test_innermost_content_wins_and_the_longer_chain_breaks_ties() -> None:
    outer = Attribution((Span(0, 50),), (Source("a"),), "r")
    inner = Attribution((Span(10, 20),), (Source("b"), Source("a")), "r")
    twin = Attribution((Span(10, 20),), (Source("c"),), "r")
    assert [s.name for s in sources_at((outer, twin, inner), Span(12, 13))] == ["b", "a"]
    assert [s.name for s in sources_at((outer, twin, inner), Span(30, 31))] == ["a"]
    assert sources_at((outer,), Span(49, 51)) == ()


def test_a_broken_word_list_is_named() -> None:
    tables = {**standard().tables, "cues": {"source": "test"}}
    with pytest.raises(BrokenLexicon):
        attributions("He said no.", parsed("He said no."), Lexicon(tables))


@pytest.mark.parametrize(
    "text", ["", " \n\n ", ":", '"', "said", "said:", "According to", "““””", "X said:\n\n", "- : -"]
)
def test_scraps_raise_nothing(text: str) -> None:
    assert all(a.content and a.sources for a in read(text))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [case["text"] for case in CASES]
            + ["“", '"', ":", "\n\n", "he said", "according to", ", ", "12 died", "It added"]
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_mixture_is_read_alike_twice_and_stays_inside_the_text(parts: list[str]) -> None:
    text = " ".join(parts)
    sentences = parsed(text)
    found = attributions(text, sentences, standard())
    assert found == attributions(text, sentences, standard())
    for one in found:
        assert one.sources
        assert all(source.kind in KINDS and source.name for source in one.sources)
        assert all(0 <= span.start < span.end <= len(text) for span in one.content)
        names = [source.name.lower() for source in one.sources]
        assert len(names) == len(set(names))
