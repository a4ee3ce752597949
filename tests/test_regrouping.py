"""People join incidents and set reports apart: the account follows, rules never undo it, withdrawing restores it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.cli import run
from crosswire.ingest import Ingested
from crosswire.judgements import OTHER
from crosswire.ledger import Ledger
from crosswire.model import Account, Document, Judgement, Published
from crosswire.pipeline import account, history, record
from crosswire.regrouping import grouped
from crosswire.report import render

LATE = "2031-06-01T00:00:00+00:00"


def report(name: str, text: str, when: str, url: str | None = None) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(name, digest, text, url=url, published=Published(when, "metadata", "its own"))


FERRY = (
    report("f1.txt", "A ferry sank off Pemba on Saturday and 12 people drowned, the coastguard said. "
           "Police said 30 passengers were missing after the ferry capsized in the strait.", "2031-03-08"),
    report("f2.txt", "The sinking of the ferry off Pemba on Saturday killed 15 people, the port authority said on "
           "Sunday. The ferry capsized in the strait in high waves.", "2031-03-09"),
    report("f3.txt", "Nineteen people drowned when the ferry sank off Pemba on Saturday, police said on Monday. "
           "Divers searched the strait where the ferry capsized.", "2031-03-10"),
)  # fmt: skip
MINE = (
    report("m1.txt", "An explosion in a coal mine near Garlow killed nine miners on Saturday, the mine's owner said. "
           "Rescue teams were kept from the shaft by gas.", "2031-03-08"),
    report("m2.txt", "Eleven miners are dead after the explosion in the coal mine near Garlow, the mine's owner said "
           "on Sunday. Gas was found in the shaft.", "2031-03-09"),
)  # fmt: skip
ALL = (*FERRY, *MINE)
LATER = report(
    "f4.txt",
    "Twenty people drowned when the ferry sank off Pemba, police said on Tuesday. The ferry capsized in the strait, "
    "the port authority said, and the coastguard called off the search by divers.",
    "2031-03-11",
)


def kept(*documents: Document) -> Ledger:
    ledger = Ledger()
    add(ledger, *documents)
    return ledger


def add(ledger: Ledger, *documents: Document) -> None:
    list(record([Ingested((document,)) for document in documents], ledger, jobs=1, recorded_at=LATE))


def judge(ledger: Ledger, kind: str, a: str, b: str = "", *others: str, **more: object) -> int:
    said = Judgement(a, b, kind, "seen there", "Ana Ruiz", LATE, traits=tuple((OTHER, other) for other in others))
    return ledger.judge(replace(said, **more))  # type: ignore[arg-type]


def merge(ledger: Ledger, a: str, b: str) -> int:
    return judge(ledger, "incident-merge", a, b)


def split(ledger: Ledger, document: str, *others: str) -> int:
    return judge(ledger, "incident-split", document, *others)


def shown(ledger: Ledger) -> str:
    return render(account(ledger), "json")


def told(found: Account) -> set[frozenset[str]]:
    return {frozenset(incident.documents) for incident in found.incidents}


def names(*documents: Document) -> frozenset[str]:
    return frozenset(document.id for document in documents)


def best(found: Account, document: str) -> int | None:
    """What the figure of the killed says that holds this report's."""
    mine = next(c.id for c in found.claims if c.document == document and c.status == "killed")
    return next(t.best for t in found.tallies if mine in (*t.support, *t.dissent))


# --- two incidents made one ----------------------------------------------------------------------


def test_the_rules_alone_find_a_ferry_and_a_mine() -> None:
    with kept(*ALL) as ledger:
        assert told(account(ledger)) == {names(*FERRY), names(*MINE)}


def test_two_incidents_made_one_share_reports_figures_and_the_older_name() -> None:
    with kept(*ALL) as ledger:
        before = account(ledger)
        merge(ledger, "m2.txt", "f3.txt")
        found = account(ledger)
        assert told(found) == {names(*ALL)}
        assert found.incidents[0].id == next(i.id for i in before.incidents if "f1.txt" in i.documents)
        assert {tally.incident for tally in found.tallies} == {found.incidents[0].id}
        (shown_as,) = json.loads(render(found, "json"))["judgements"]
        assert (shown_as["type"], shown_as["a"], shown_as["b"]) == ("incident-merge", "m2.txt", "f3.txt")


def test_a_merge_holds_for_reports_that_come_later_though_the_first_of_them_gives_the_incident_its_id() -> None:
    first = report("f0.txt", FERRY[0].text.replace("12", "Ten"), "2031-03-07")
    with kept(*ALL) as ledger:
        merge(ledger, "f1.txt", "m1.txt")
        old = account(ledger).incidents[0].id
        add(ledger, LATER, first)
        found = account(ledger)
        assert told(found) == {names(*ALL, LATER, first)}
        assert found.incidents[0].id != old


def test_no_figure_of_an_earlier_moment_is_lost_by_a_merge() -> None:
    with kept(*ALL) as ledger:
        merge(ledger, "f1.txt", "m1.txt")
        assert told(account(ledger, as_of="2031-03-08")) == {names(FERRY[0], MINE[0])}
        assert len({h.incident for h in history(ledger).histories}) == 1


# --- a report set apart --------------------------------------------------------------------------


def test_a_report_set_apart_is_an_incident_of_its_own_and_its_figures_leave() -> None:
    with kept(*ALL) as ledger:
        assert best(account(ledger), "f2.txt") == 19
        split(ledger, "f3.txt", "f1.txt", "f2.txt")
        found = account(ledger)
        assert told(found) == {names(*FERRY[:2]), names(FERRY[2]), names(*MINE)}
        assert (best(found, "f2.txt"), best(found, "f3.txt")) == (15, 19)


def test_no_later_report_brings_back_what_was_set_apart() -> None:
    with kept(*ALL) as ledger:
        split(ledger, "f3.txt", "f1.txt", "f2.txt")
        add(ledger, *ALL, LATER)
        found = told(account(ledger))
        assert not any({"f1.txt", "f3.txt"} <= documents for documents in found)
        assert names(*FERRY[:2], LATER) in found


def test_two_set_apart_stand_together_if_they_are_alike() -> None:
    with kept(*ALL, LATER) as ledger:
        split(ledger, "f3.txt", "f1.txt", "f2.txt", "f4.txt")
        split(ledger, "f4.txt", "f1.txt", "f2.txt")
        assert told(account(ledger)) == {names(*FERRY[:2]), names(FERRY[2], LATER), names(*MINE)}


def test_what_is_set_apart_can_be_given_another_incident() -> None:
    with kept(*ALL) as ledger:
        split(ledger, "f3.txt", "f1.txt", "f2.txt")
        merge(ledger, "f3.txt", "m1.txt")
        assert told(account(ledger)) == {names(*FERRY[:2]), names(FERRY[2], *MINE)}


def test_of_two_judgements_that_cannot_both_hold_the_later_does() -> None:
    with kept(*ALL) as ledger:
        split(ledger, "f3.txt", "f1.txt", "f2.txt")
        merge(ledger, "f2.txt", "f3.txt")
        assert told(account(ledger)) == {names(*FERRY), names(*MINE)}
        split(ledger, "f3.txt", "f2.txt", "f1.txt")
        assert told(account(ledger)) == {names(*FERRY[:2]), names(FERRY[2]), names(*MINE)}


def test_a_reprint_goes_with_its_original_whichever_was_named() -> None:
    text = FERRY[2].text + " " + " ".join(f"Boat number {k} of the fleet left for berth {k + 7}." for k in range(9))
    original, reprint = report("f3.txt", text, "2031-03-10"), report("p.txt", text, "2031-03-11")
    for document in (original, reprint):
        with kept(*FERRY[:2], original, reprint) as ledger:
            assert told(account(ledger)) == {names(*FERRY[:2], original, reprint)}
            split(ledger, document.id, "f1.txt", "f2.txt")
            assert told(account(ledger)) == {names(*FERRY[:2]), names(original, reprint)}


def test_a_judgement_holds_for_the_next_version_of_a_report() -> None:
    old = report("v1.txt", FERRY[2].text, "2031-03-10", "https://wire.example/ferry")
    new = report("v2.txt", FERRY[2].text + " Two more bodies were found.", "2031-03-12", "https://wire.example/ferry")
    with kept(*FERRY[:2], old) as ledger:
        split(ledger, "v1.txt", "f1.txt", "f2.txt")
        add(ledger, new)
        found = account(ledger)
        assert told(found) == {names(*FERRY[:2]), names(new)}
        assert len(found.judgements) == 1


def test_a_judgement_of_reports_that_are_not_at_hand_bears_on_nothing() -> None:
    with kept(*FERRY) as ledger, kept(*FERRY) as untouched:
        merge(ledger, "f1.txt", "m1.txt")
        split(ledger, "f4.txt", "f1.txt")
        assert shown(ledger) == shown(untouched)


# --- a report of several incidents ---------------------------------------------------------------

DAY = report(
    "day.txt",
    "Nineteen people drowned when a ferry sank off Pemba on Saturday, police said. The ferry capsized in the strait, "
    "the port authority said, and divers were searching for others.\n\n"
    "In a separate accident, an explosion in a coal mine near Garlow killed 11 miners, the mine's owner said. "
    "Gas was found in the shaft, and rescue teams were kept from it.",
    "2031-03-10",
)


def test_one_section_of_a_round_up_is_set_apart_and_the_other_stays() -> None:
    with kept(*ALL, DAY) as ledger:
        assert told(account(ledger)) == {names(*FERRY, DAY), names(*MINE, DAY)}
        split(ledger, f"day.txt@{DAY.text.index('11 miners')}", "m1.txt", "m2.txt")
        found = account(ledger)
        assert names(*FERRY, DAY) in told(found)
        assert names(*MINE) in told(found)


# --- withdrawing ---------------------------------------------------------------------------------

IDS = [document.id for document in (*ALL, DAY)]


@st.composite
def some_judgements(draw: st.DrawFn) -> tuple[str, tuple[str, ...]]:
    kind = draw(st.sampled_from(["incident-merge", "incident-split"]))
    return kind, tuple(draw(st.lists(st.sampled_from(IDS), min_size=2, max_size=4, unique=True)))


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return kept(*ALL, DAY)


@settings(max_examples=60)
@given(said=st.lists(some_judgements(), min_size=1, max_size=4), order=st.permutations(range(4)))
def test_judging_and_withdrawing_leaves_no_trace(said: Sequence, order: Sequence[int], ledger: Ledger) -> None:
    """The bytes are those of a ledger in which nobody ever judged; and no claim is lost while the judgements stand."""
    before = shown(ledger)
    numbers = sorted({judge(ledger, kind, *documents) for kind, documents in said})
    between = account(ledger)
    for place in order:
        if place < len(numbers):
            judge(ledger, "withdraw", "", withdraws=numbers[place])
    assert shown(ledger) == before
    assert {c.id for c in between.claims} == {c["id"] for c in json.loads(before)["claims"]}
    homes = [c for t in between.tallies if t.derived is None for c in (*t.support, *t.dissent)]
    homes += [entry.claim for entry in between.unplaced]
    assert sorted(homes) == sorted(c.id for c in between.claims if c.kind == "count" and not c.background)


@settings(max_examples=10)
@given(said=st.lists(some_judgements(), min_size=1, max_size=3), order=st.permutations((*ALL, DAY)))
def test_the_order_in_which_reports_came_does_not_matter(said: Sequence, order: Sequence[Document]) -> None:
    with kept(*ALL, DAY) as one, kept(*order) as other:
        for held in (one, other):
            for kind, documents in said:
                judge(held, kind, *documents)
        assert shown(one) == shown(other)


# --- groups, whatever is grouped -----------------------------------------------------------------

SIZE = 9
PAIRS = st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).filter(lambda pair: pair[0] < pair[1])


def merged(pairs: Sequence[tuple[int, int]]) -> Iterator[Judgement]:
    return (Judgement(str(a), str(b), "incident-merge", "so", "Ana", LATE, seq=k) for k, (a, b) in enumerate(pairs, 1))


def parted(pairs: Sequence[tuple[int, int]]) -> Iterator[Judgement]:
    return (
        Judgement(str(a), str(b), "incident-split", "so", "Ana", LATE, seq=90 + k) for k, (a, b) in enumerate(pairs)
    )


def home(groups: Sequence[Sequence[int]]) -> dict[int, int]:
    return {place: name for name, members in enumerate(groups) for place in members}


@given(
    likeness=st.dictionaries(PAIRS, st.floats(0.05, 0.9), max_size=30),
    merges=st.lists(PAIRS, max_size=4),
    splits=st.lists(PAIRS, max_size=4),
    order=st.randoms(use_true_random=False),
)
def test_what_people_join_is_joined_and_what_they_part_is_parted(
    likeness: dict, merges: list, splits: list, order
) -> None:
    """Everything is in one group; the last word always holds, and the order of words of one kind does not matter."""
    groups = grouped(SIZE, likeness, [*merged(merges), *parted(splits)], int)
    found = home(groups)
    assert sorted(place for members in groups for place in members) == list(range(SIZE))
    assert all(found[a] != found[b] for a, b in splits)
    later = home(grouped(SIZE, likeness, [*parted(splits), *merged(merges)], int))
    assert all(later[a] == later[b] for a, b in merges)
    shuffled = [list(words) for words in (merges, splits)]
    for words in shuffled:
        order.shuffle(words)
    assert grouped(SIZE, likeness, [*parted(shuffled[1])], int) == grouped(SIZE, likeness, [*parted(splits)], int)
    assert grouped(SIZE, likeness, [*merged(shuffled[0])], int) == grouped(SIZE, likeness, [*merged(merges)], int)


@given(likeness=st.dictionaries(PAIRS, st.floats(0.05, 0.9), max_size=30), merges=st.lists(PAIRS, max_size=4))
def test_joining_leaves_nobody_out_whom_a_rule_had_found(likeness: dict, merges: list) -> None:
    """Whatever stood together still does, though the groups are larger and less alike."""
    before, after = (home(grouped(SIZE, likeness, said, int)) for said in ((), merged(merges)))
    pairs = [(a, b) for a in range(SIZE) for b in range(a) if before[a] == before[b]]
    assert all(after[a] == after[b] for a, b in pairs)


# --- the command line ----------------------------------------------------------------------------


@pytest.fixture
def book(tmp_path: Path) -> str:
    path = str(tmp_path / "ledger.db")
    with Ledger(path) as ledger:
        add(ledger, *ALL, DAY)
    return path


SIGNED = ["--by", "Ana Ruiz", "--why", "one storm"]


def incidents(path: str) -> dict[str, str]:
    """Each incident's first report, and its id."""
    with Ledger(path) as ledger:
        return {incident.documents[0]: incident.id for incident in account(ledger).incidents}


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("incident-merge nowhere.txt f1.txt", 1, "nowhere.txt: no such incident or report"),
        ("incident-merge i f1.txt", 1, "i: several incidents begin so"),
        ("incident-merge f1.txt f2.txt", 2, "one incident already"),
        ("incident-merge day.txt f1.txt", 1, "day.txt: stands in several incidents"),
        ("incident-split day.txt", 1, "day.txt: stands in several incidents"),
        ("incident-split m1.txt --from f1.txt", 2, "m1.txt does not stand in"),
    ],
)
def test_misuse_is_one_line(book: str, words: str, status: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["judge", *words.split(), *SIGNED, "--ledger", book]) == status
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_report_that_stands_alone_cannot_be_set_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "one.db")
    with Ledger(path) as ledger:
        add(ledger, FERRY[0])
    assert run(["judge", "incident-split", "f1.txt", *SIGNED, "--ledger", path]) == 2
    assert "stands alone" in capsys.readouterr().err


def test_joining_and_parting_by_command(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    first = incidents(book)
    assert run(["judge", "incident-merge", first["m1.txt"], "f2.txt", *SIGNED, "--ledger", book]) == 0
    assert len(incidents(book)) == 1
    assert run(["judge", "incident-split", "f3.txt", *SIGNED, "--ledger", book]) == 0
    assert set(incidents(book)) == {"f1.txt", "f3.txt"}
    assert run(["judge", "withdraw", "1", *SIGNED, "--ledger", book]) == 0
    assert set(incidents(book)) == {"f1.txt", "f3.txt", "m1.txt"}
    assert run(["judge", "withdraw", "2", *SIGNED, "--ledger", book]) == 0
    assert incidents(book) == first
    capsys.readouterr()
    assert run(["judge", "list", "--ledger", book]) == 0
    assert capsys.readouterr().out.count("[withdrawn]") == 2


def test_a_section_is_set_apart_by_command(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    first = incidents(book)
    words = ["judge", "incident-split", "day.txt", "--from", first["m1.txt"], *SIGNED, "--ledger", book]
    assert run(words) == 0
    with Ledger(book) as ledger:
        found = account(ledger)
        assert names(*MINE) in told(found)
        assert names(*FERRY, DAY) in told(found)
    assert run(["judge", "list", "--ledger", book]) == 0
    assert "bears on" in capsys.readouterr().out
