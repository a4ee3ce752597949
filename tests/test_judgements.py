"""What people judge: the account follows, withdrawing restores it, and no rule revives what a person took away."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.cli import run
from crosswire.ingest import Ingested
from crosswire.ledger import Entry, Ledger
from crosswire.model import Account, Claim, Document, Judgement, Published, Reading, Span, Tally
from crosswire.moments import moment
from crosswire.pipeline import account, history, record
from crosswire.report import render

LATE = "2031-06-01T00:00:00+00:00"


def report(name: str, text: str, when: str, publisher: str | None = None) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(name, digest, text, publisher=publisher, published=Published(when, "metadata", "its own"))


ONE = report(
    "one.txt",
    "A ferry sank off Pemba on Saturday and 12 people drowned, the coastguard said. "
    "Police said 30 passengers were missing.",
    "2031-03-08",
    "Coast Daily",
)
TWO = report(
    "two.txt",
    "The sinking of the ferry off Pemba on Saturday killed 15 people, the port authority said on Sunday. "
    "Eight crew members were missing, police said.",
    "2031-03-09",
    "Harbour Post",
)
THREE = report(
    "three.txt",
    "Nineteen people drowned when the ferry sank off Pemba on Saturday, police said on Monday. "
    "The coastguard said 19 people had been killed.",
    "2031-03-10",
    "Island Radio",
)
REPEAT = report(
    "four.txt",
    "Nineteen people drowned when the ferry sank off Pemba on Saturday, police repeated on Tuesday.",
    "2031-03-11",
    "Strait Times",
)
FERRY = (ONE, TWO, THREE)


def kept(*documents: Document) -> Ledger:
    ledger = Ledger()
    add(ledger, *documents)
    return ledger


def add(ledger: Ledger, *documents: Document, at: str = LATE) -> None:
    list(record([Ingested((document,)) for document in documents], ledger, jobs=1, recorded_at=at))


def judge(ledger: Ledger, kind: str, a: str, b: str | None = None, **more: object) -> int:
    return ledger.judge(replace(Judgement(a, b, kind, "heard twice", "Ana Ruiz", LATE), **more))  # type: ignore[arg-type]


def withdraw(ledger: Ledger, number: int) -> None:
    judge(ledger, "withdraw", "", withdraws=number)


def claim(found: Account, document: str, status: str, low: int | None = None) -> Claim:
    return next(
        c for c in found.claims if (c.document, c.status) == (document, status) and (low is None or c.low == low)
    )


def tally(found: Account, status: str, of: Claim) -> Tally:
    return next(t for t in found.tallies if t.status == status and of.id in (*t.support, *t.dissent))


def shown(ledger: Ledger) -> str:
    return render(account(ledger), "json")


# --- every kind of judgement ---------------------------------------------------------------------


def test_set_aside_counts_no_more_and_stays_in_sight_with_its_reason() -> None:
    with kept(ONE, TWO, REPEAT) as ledger:
        before = account(ledger)
        last = claim(before, "four.txt", "killed")
        assert tally(before, "killed", last).best == 19
        judge(ledger, "set-aside", last.id)
        found = account(ledger)
        killed = tally(found, "killed", last)
        assert killed.best == 15
        assert last.id in killed.dissent
        why = [step.why for step in killed.trace if step.claim == last.id]
        assert why == ["not counted, by the word of Ana Ruiz: heard twice"]


def test_what_is_trusted_outlives_its_report() -> None:
    with kept(*FERRY) as ledger:
        last = claim(account(ledger), "three.txt", "killed")
        judge(ledger, "report-withdrawn", "three.txt", since="2031-03-12")
        assert tally(account(ledger), "killed", last).best == 15
        judge(ledger, "trust", last.id)
        assert tally(account(ledger), "killed", last).best == 19


def test_background_leaves_the_figures_and_main_brings_back() -> None:
    with kept(*FERRY) as ledger:
        lost = claim(account(ledger), "one.txt", "missing")
        judge(ledger, "background", lost.id)
        found = account(ledger)
        assert claim(found, "one.txt", "missing").background
        assert not any(lost.id in (*t.support, *t.dissent) for t in found.tallies)
        judge(ledger, "main", lost.id)
        assert tally(account(ledger), "missing", lost).low == 30


def test_a_group_is_what_a_person_says_it_is() -> None:
    with kept(*FERRY) as ledger:
        lost = claim(account(ledger), "one.txt", "missing")
        judge(ledger, "group", lost.id, traits=(("role", "tourist"), ("nationality", "KE")))
        group = claim(account(ledger), "one.txt", "missing").group
        assert group is not None
        assert (group.role, group.nationality) == ("tourist", ("KE",))


def test_not_same_parts_a_figure_and_same_joins_two() -> None:
    with kept(ONE, TWO) as ledger:
        before = account(ledger)
        first, second = claim(before, "one.txt", "killed"), claim(before, "two.txt", "killed")
        passengers, crew = claim(before, "one.txt", "missing"), claim(before, "two.txt", "missing")
        assert tally(before, "killed", first) == tally(before, "killed", second)
        assert tally(before, "missing", passengers) != tally(before, "missing", crew)
        judge(ledger, "not-same", first.id, second.id)
        judge(ledger, "same", passengers.id, crew.id)
        found = account(ledger)
        assert {tally(found, "killed", c).best for c in (first, second)} == {12, 15}
        assert tally(found, "missing", passengers) == tally(found, "missing", crew)
        given = [r for r in found.relations if {r.a, r.b} == {first.id, second.id}]
        assert [(r.type, r.reason) for r in given] == [("differs", "Ana Ruiz: heard twice")]


def test_includes_makes_one_figure_part_of_the_other() -> None:
    with kept(ONE, TWO) as ledger:
        before = account(ledger)
        first, second = claim(before, "one.txt", "killed"), claim(before, "two.txt", "killed")
        judge(ledger, "includes", second.id, first.id)
        found = account(ledger)
        assert tally(found, "killed", first).part_of == tally(found, "killed", second).id


def test_sources_made_one_are_one_origin_and_made_two_are_two() -> None:
    with kept(*FERRY) as ledger:
        last = claim(account(ledger), "three.txt", "killed")
        assert tally(account(ledger), "killed", last).roots == 2
        number = judge(ledger, "source-merge", "police", "The coastguard")
        assert tally(account(ledger), "killed", last).roots == 1
        withdraw(ledger, number)
        judge(ledger, "source-split", "police", "coastguard")
        assert tally(account(ledger), "killed", last).roots == 2
    officials = THREE.text.replace("police", "government officials").replace("The coastguard", "The government")
    with kept(report("o.txt", officials, "2031-03-10")) as ledger:
        first = claim(account(ledger), "o.txt", "killed")
        assert tally(account(ledger), "killed", first).roots == 1
        judge(ledger, "source-split", "government officials", "the government")
        assert tally(account(ledger), "killed", first).roots == 2


# --- withdrawing ---------------------------------------------------------------------------------

with kept(*FERRY) as _ledger:
    COUNTS = tuple(c.id for c in account(_ledger).claims if c.kind == "count")
NAMES = ("police", "coastguard", "port authority", "Coast Daily")


@st.composite
def some_judgements(draw: st.DrawFn) -> tuple[str, str, str | None, dict[str, object]]:
    kind = draw(
        st.sampled_from(
            ["same", "not-same", "includes", "background", "main", "set-aside", "trust", "group", "source-merge",
             "source-split", "report-withdrawn", "report-corrected"]
        )
    )  # fmt: skip
    two = {"same": COUNTS, "not-same": COUNTS, "includes": COUNTS, "source-merge": NAMES, "source-split": NAMES}
    if kind in two:
        a, b = draw(st.lists(st.sampled_from(two[kind]), min_size=2, max_size=2, unique=True))
        return kind, a, b, {}
    if kind == "report-withdrawn":
        since = draw(st.none() | st.sampled_from(["2031-03-09", "2031-03-12"]))
        return kind, draw(st.sampled_from(FERRY)).id, None, {"since": since}
    if kind == "report-corrected":
        a, b = draw(st.lists(st.sampled_from([d.id for d in FERRY]), min_size=2, max_size=2, unique=True))
        return kind, a, b, {}
    traits = draw(st.sampled_from([(("role", "worker"),), (("nationality", "KE"), ("sex", "female"))]))
    return kind, draw(st.sampled_from(COUNTS)), None, {"traits": traits} if kind == "group" else {}


def settled(found: Account) -> None:
    """Every count is in one tally, in the background or unplaced; a tally's bounds are in order."""
    homes = [c for t in found.tallies if t.derived is None for c in (*t.support, *t.dissent)]
    homes += [entry.claim for entry in found.unplaced]
    assert sorted(homes) == sorted(c.id for c in found.claims if c.kind == "count" and not c.background)
    for t in found.tallies:
        stated = [n for n in (t.low, t.best, t.high) if n is not None]
        assert stated == sorted(stated)


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return kept(*FERRY)


@settings(max_examples=200)
@given(told=st.lists(some_judgements(), min_size=1, max_size=4), order=st.permutations(range(4)))
def test_judging_and_withdrawing_leaves_no_trace(told: Sequence, order: Sequence[int], ledger: Ledger) -> None:
    """The bytes are those of a ledger in which nobody ever judged; and nothing is lost while the judgements stand."""
    before = shown(ledger)
    numbers = sorted({judge(ledger, kind, a, b, **more) for kind, a, b, more in told})
    between = account(ledger)
    for place in order:
        if place < len(numbers):
            withdraw(ledger, numbers[place])
    assert shown(ledger) == before
    settled(between)


@settings(max_examples=60)
@given(told=st.lists(some_judgements(), min_size=2, max_size=3, unique_by=lambda t: (t[0], t[1])))
def test_the_order_of_unrelated_judgements_does_not_matter(told: Sequence, ledger: Ledger) -> None:
    """Unrelated: no two are about one claim, name or report in the same respect."""
    about = [part for kind, a, b, _ in told for part in (a, b) if part]
    if len(set(about)) < len(about):
        return
    found = []
    for order in (told, told[::-1]):
        numbers = [judge(ledger, kind, a, b, **more) for kind, a, b, more in order]
        found.append({**json.loads(shown(ledger)), "judgements": None})
        for number in numbers:
            withdraw(ledger, number)
    assert found[0] == found[1]


def test_a_rule_firing_again_never_revives_what_a_person_withdrew() -> None:
    """Not the same reports again, nor a further report that repeats the number."""
    with kept(*FERRY) as ledger:
        before = account(ledger)
        first, last = claim(before, "one.txt", "killed"), claim(before, "three.txt", "killed")
        judge(ledger, "not-same", first.id, last.id)
        add(ledger, *FERRY)
        add(ledger, REPEAT)
        found = account(ledger)
        repeat = claim(found, "four.txt", "killed")
        assert tally(found, "killed", first) != tally(found, "killed", last)
        assert tally(found, "killed", repeat) == tally(found, "killed", last)


def test_a_judgement_withdrawn_stays_so_when_reports_come() -> None:
    with kept(*FERRY) as ledger, kept(*FERRY, REPEAT) as untouched:
        last = claim(account(ledger), "three.txt", "killed")
        withdraw(ledger, judge(ledger, "set-aside", last.id))
        add(ledger, *FERRY, REPEAT)
        assert shown(ledger) == shown(untouched)


def test_what_repeats_a_claim_set_aside_is_set_aside() -> None:
    with kept(*FERRY) as ledger:
        last = claim(account(ledger), "three.txt", "killed")
        judge(ledger, "set-aside", last.id)
        add(ledger, REPEAT)
        repeat = claim(account(ledger), "four.txt", "killed")
        assert repeat.id in tally(account(ledger), "killed", last).dissent


# --- reports withdrawn and corrected -------------------------------------------------------------


def test_a_withdrawn_report_counts_until_its_moment_and_its_reprints_follow() -> None:
    reprint = report("reprint.txt", THREE.text, "2031-03-11", "Inland Courier")
    with kept(ONE, TWO, THREE, reprint) as ledger:
        last = claim(account(ledger), "three.txt", "killed")
        judge(ledger, "report-withdrawn", "three.txt", since="2031-03-13")
        assert tally(account(ledger), "killed", last).best == 15
        copied = claim(account(ledger), "reprint.txt", "killed")
        assert copied.id in tally(account(ledger), "killed", last).dissent
        assert tally(account(ledger, as_of="2031-03-12"), "killed", last).best == 19
        changes = next(h for h in history(ledger).histories if h.status == "killed").changes
        assert (changes[-1].kind, changes[-1].at) == ("withdrawn", "2031-03-14T00:00:00Z")
        assert "Ana Ruiz: heard twice" in changes[-1].reason
        assert [c.after.best for c in changes if c.after] == [12, 15, 19, 15]


def test_withdrawing_one_of_two_voices_lowers_the_roots() -> None:
    other = report("other.txt", "The harbour union said 15 people died on the ferry that sank off Pemba.", "2031-03-09")
    with kept(ONE, TWO, other) as ledger:
        second = claim(account(ledger), "two.txt", "killed")
        assert tally(account(ledger), "killed", second).roots == 2
        judge(ledger, "report-withdrawn", "other.txt", since="2031-03-10")
        found = tally(account(ledger), "killed", second)
        assert (found.best, found.roots, found.state) == (15, 1, "revised")


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    fewer = report("fewer.txt", "Fourteen people drowned when the ferry sank off Pemba, police said.", "2031-03-11")
    with kept(*FERRY, fewer) as ledger:
        judge(ledger, "report-corrected", "three.txt", "fewer.txt")
        found = account(ledger)
        old, new = claim(found, "three.txt", "killed"), claim(found, "fewer.txt", "killed")
        assert any((r.type, r.change, r.a, r.b) == ("revises", "correction", new.id, old.id) for r in found.relations)
        assert old.id in tally(found, "killed", new).dissent
        assert tally(account(ledger, as_of="2031-03-10"), "killed", old).best == 19


# --- the ledger's own clock ----------------------------------------------------------------------


def test_known_by_is_what_the_ledger_held_then() -> None:
    with Ledger() as ledger:
        add(ledger, ONE, TWO, at="2031-03-09T12:00:00+00:00")
        add(ledger, THREE, at="2031-03-20T12:00:00+00:00")
        last = claim(account(ledger), "three.txt", "killed")
        judge(ledger, "set-aside", last.id, made_at="2031-03-25T12:00:00+00:00")
        best = [
            next(t.best for t in account(ledger, memory=by).tallies if t.status == "killed")
            for by in ("2031-03-10", "2031-03-21", "2031-03-26")
        ]
        assert best[0:2] == [15, 19]
        assert last.id not in {s for t in account(ledger).tallies for s in t.support}
        assert account(ledger, memory="2031-03-10").judgements == ()


def test_a_ledger_of_the_first_schema_grows_and_keeps_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with Ledger(path) as ledger:
        entry = Entry(ONE, Reading(ONE.id), (Claim("c1", "count", ONE.id, "12", Span(0, 2)),))
        ledger.add([(ONE.id, entry)], "2031-03-09T12:00:00+00:00")
        judge(ledger, "set-aside", "c1")
        held = ledger.documents(), ledger.judgements()
    with sqlite3.connect(path) as rows:
        rows.execute("ALTER TABLE documents DROP COLUMN recorded_at")
        rows.execute("ALTER TABLE judgements DROP COLUMN since")
        rows.execute("ALTER TABLE judgements DROP COLUMN traits")
        rows.execute("PRAGMA user_version = 1")
    rows.close()
    with Ledger(path) as ledger:
        assert (ledger.documents(), ledger.judgements()) == held
        assert ledger.documents(recorded_by=moment("2031-03-08")) == ()
        assert ledger.documents(recorded_by=moment("2031-03-10")) == held[0]
        assert judge(ledger, "trust", "c1", since="2031-03-10", traits=(("role", "worker"),)) == 2


# --- the command line ----------------------------------------------------------------------------


@pytest.fixture
def book(tmp_path: Path) -> str:
    path = str(tmp_path / "ledger.db")
    with Ledger(path) as ledger:
        add(ledger, *FERRY)
    return path


def counts(path: str) -> list[Claim]:
    with Ledger(path) as ledger:
        return [c for c in account(ledger).claims if c.kind == "count"]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("same zzz zzz", 1, "zzz: no such claim"),
        ("set-aside c", 1, "c: several claims begin so"),
        ("report-withdrawn nowhere.txt", 1, "nowhere.txt: no such report"),
        ("source-merge police nobody", 1, "nobody: no source"),
        ("source-merge police Police", 2, "name two sources"),
        ("withdraw 7", 2, "no judgement 7"),
        ("report-withdrawn one.txt --since soon", 2, "no date or time"),
        ("report-corrected one.txt one.txt", 2, "no report corrects itself"),
        ("group {0} role=dragon", 2, "no role 'dragon'"),
        ("group {0} size=9", 2, "no trait 'size=9'"),
        ("same {0} {0}", 2, "not one twice"),
    ],
)
def test_misuse_is_one_line(book: str, words: str, status: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = words.format(counts(book)[0].id).split()
    assert run(["judge", *arguments, "--by", "Ana", "--why", "so", "--ledger", book]) == status
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("missing", ["--by", "--why", "--ledger"])
def test_a_judgement_has_who_why_and_where(book: str, missing: str, capsys: pytest.CaptureFixture[str]) -> None:
    options = {"--by": "Ana", "--why": "so", "--ledger": book}
    del options[missing]
    assert run(["judge", "report-withdrawn", "one.txt", *(w for pair in options.items() for w in pair)]) == 2
    assert missing in capsys.readouterr().err


def test_the_list_says_which_judgement_has_the_last_word(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What a later one overrules does not stand, until that is taken back; what is not at hand overrules nothing."""
    last = next(c for c in counts(book) if c.document == "three.txt")
    signed = ["--by", "Ana", "--why", "so", "--ledger", book]

    def judged(*words: str) -> None:
        assert run(["judge", *words, *signed]) == 0

    def states() -> list[str]:
        capsys.readouterr()
        assert run(["judge", "list", "--ledger", book]) == 0
        return [
            line.rpartition("  [")[2].rstrip("]") for line in capsys.readouterr().out.splitlines() if line[3] != " "
        ]

    judged("set-aside", last.id)
    judged("trust", last.id)
    assert states() == ["overruled by 2", "stands"]
    judged("group", last.id, "role=worker", "nationality=German")
    judged("group", last.id, "role=civilian")
    assert states()[2:] == ["stands, in part overruled by 4", "stands"]
    judged("withdraw", "2")
    assert states()[:2] == ["stands", "withdrawn"]
    with Ledger(book) as ledger:
        ledger.judge(Judgement("three.txt", None, "report-withdrawn", "so", "Ana", "2031-06-01T00:00:00+00:00"))
        ledger.judge(Judgement("three.txt", "later.txt", "report-corrected", "so", "Ana", "2031-06-01T00:00:00+00:00"))
    assert states()[4:] == ["stands", "stands, bears on nothing here yet"]


def test_judging_listing_and_withdrawing_by_command(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    last = next(c for c in counts(book) if c.document == "three.txt")
    signed = ["--by", "Ana Ruiz", "--why", "misheard", "--ledger", book]
    assert run(["judge", "set-aside", last.id[:9], *signed]) == 0
    assert run(["judge", "set-aside", last.id[:9], *signed]) == 0
    assert "judgement 1 stands already" in capsys.readouterr().out
    assert run(["judge", "withdraw", "1", "--by", "Ben Oso", "--why", "heard well", "--ledger", book]) == 0
    capsys.readouterr()
    assert run(["judge", "list", "--ledger", book]) == 0
    told = capsys.readouterr().out
    assert f"set-aside: {last.id}  [withdrawn]" in told
    assert "by Ana Ruiz" in told
    assert "withdrawn by Ben Oso" in told
