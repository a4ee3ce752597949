"""How a figure came to what it is: every change with its date, its claim, its kind; and nothing from the future."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.asking import fits, status_named
from crosswire.cli import run
from crosswire.clocks import clocks
from crosswire.history import KINDS, Chronicle, chronicle
from crosswire.ingest import Ingested
from crosswire.ledger import Ledger
from crosswire.model import Account, Change, Claim, Document, Extent, Group, Published, Relation, Source, Span, Tally
from crosswire.pipeline import account, history, past, record

STORM = (
    "Gunmen stormed the Orfeo hotel in Nairobi on Saturday, killing 12 people and taking 30 guests hostage, "
    "the police said."
)
ENDED = (
    "The siege of the Orfeo hotel in Nairobi ended on Sunday when troops stormed it. Police said 15 people had been "
    "killed by the gunmen and 28 hostages freed."
)
MINISTRY = (
    "The toll of the siege at the Orfeo hotel in Nairobi rose again on Monday. The interior ministry said 19 people "
    "had been killed by the gunmen."
)
MISCOUNT = (
    "In a correction on Tuesday the interior ministry said 17 people had been killed by the gunmen who seized the "
    "Orfeo hotel in Nairobi."
)
FERRY = "A ferry sank off Zanzibar on Sunday and 40 people drowned, the coastguard said. Nine others were missing."
FERRY_LATER = "The number of people drowned when a ferry sank off Zanzibar rose to 44 on Monday, the coastguard said."


def report(name: str, text: str, when: str | None = None) -> Document:
    published = Published(when, "metadata", "its own") if when else Published()
    return Document(name, hashlib.sha256(text.encode()).hexdigest(), text, published=published)


SIEGE = (
    report("1.txt", STORM, "2031-03-08"),
    report("2.txt", ENDED, "2031-03-09T20:00:00Z"),
    report("3.txt", MINISTRY, "2031-03-10"),
    report("4.txt", MISCOUNT, "2031-03-11"),
)


def kept(*documents: Document) -> Ledger:
    ledger = Ledger()
    list(record([Ingested((document,)) for document in documents], ledger, jobs=1, recorded_at="2031-04-01T00:00:00Z"))
    return ledger


def told(*documents: Document, as_of: str | None = None) -> Chronicle:
    with kept(*documents) as ledger:
        return history(ledger, as_of=as_of)


def killed(found: Chronicle) -> tuple[Change, ...]:
    return next(h.changes for h in found.histories if h.status == "killed" and h.label == "people")


def steps(changes: Sequence[Change]) -> list[tuple[str, str, int | None]]:
    return [(c.published, c.kind, c.after.best if c.after else None) for c in changes]


# --- whole reports -------------------------------------------------------------------------------


def test_a_toll_through_four_reports() -> None:
    """Each change has the date of its report, its kind and the claim that made it."""
    found = told(*SIEGE)
    changes = killed(found)
    assert steps(changes) == [
        ("2031-03-08", "first", 12),
        ("2031-03-09T20:00:00Z", "rise", 15),
        ("2031-03-10", "rise", 19),
        ("2031-03-11", "correction", 17),
    ]
    assert [found.claims[c.claim or ""].low for c in changes] == [12, 15, 19, 17]
    assert changes[1].before == changes[0].after and "replaces" in changes[1].reason


def test_the_order_of_recording_does_not_matter() -> None:
    """History is by publication, not by recording."""
    assert told(*SIEGE) == told(*reversed(SIEGE))


def test_reports_of_one_moment_make_one_change() -> None:
    """Two ministries at one hour are one step, with all its claims."""
    found = told(SIEGE[0], report("a.txt", ENDED, "2031-03-10"), report("b.txt", MINISTRY, "2031-03-10"))
    changes = killed(found)
    assert [c.at for c in changes] == ["2031-03-09T00:00:00Z", "2031-03-11T00:00:00Z"]
    assert {found.claims[claim].low for claim in changes[1].claims} >= {15, 19}


def test_a_reprint_changes_nothing() -> None:
    """The same words in another outlet are no change, nor the author of one."""
    again = report("copy.txt", ENDED, "2031-03-10T08:00:00Z")
    assert killed(told(SIEGE[0], SIEGE[1], again)) == killed(told(SIEGE[0], SIEGE[1]))


def test_undated_reports_are_in_no_history() -> None:
    """Nobody can say when they changed a figure."""
    assert told(*SIEGE[:2], report("u.txt", MINISTRY)) == told(*SIEGE[:2])


def test_the_marks_are_what_each_origin_said() -> None:
    """Police twice, the ministry after them; the moment is that of the report."""
    found = told(*SIEGE[:3])
    marks = next(h.marks for h in found.histories if h.status == "killed" and h.label == "people")
    assert [(m.name.casefold(), m.best, m.at[:10]) for m in marks] == [
        ("police", 12, "2031-03-09"),
        ("police", 15, "2031-03-09"),
        ("interior ministry", 19, "2031-03-11"),
    ]


POOL = (STORM, ENDED, MINISTRY, MISCOUNT, FERRY, FERRY_LATER)
DAYS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6)), min_size=1, max_size=5, unique_by=lambda pair: pair[0])


def released(pairs: Sequence[tuple[int, int]]) -> list[Document]:
    first = datetime(2031, 3, 9, 12, tzinfo=UTC)
    return [report(f"{n}.txt", POOL[n], (first + timedelta(days=day)).isoformat()) for n, day in pairs]


@settings(max_examples=12, deadline=None)
@given(DAYS)
def test_the_past_is_the_account_of_each_moment(pairs: list[tuple[int, int]]) -> None:
    """What is rebuilt in one go is what an account as of that moment says, and a later report never touches it."""
    documents = released(pairs)
    with kept(*documents) as ledger:
        rebuilt = list(past(ledger))
        for at, found in rebuilt:
            alone = account(ledger, as_of=at.isoformat())
            before = [d for d in documents if datetime.fromisoformat(d.published.value or "") <= at]
            with kept(*before) as earlier:
                assert account(earlier, as_of=at.isoformat()) == alone
            for part in ("tallies", "relations", "claims", "incidents", "unplaced", "balances"):
                assert sorted(map(repr, getattr(found, part))) == sorted(map(repr, getattr(alone, part))), part


@settings(max_examples=8, deadline=None)
@given(DAYS)
def test_a_history_only_grows(pairs: list[tuple[int, int]]) -> None:
    """The history as of a moment is the beginning of every later one."""
    with kept(*released(pairs)) as ledger:
        whole = Counter(change for h in history(ledger).histories for change in h.changes)
        for at, _ in past(ledger):
            part = Counter(c for h in history(ledger, as_of=at.isoformat()).histories for c in h.changes)
            assert part == Counter({c: n for c, n in whole.items() if datetime.fromisoformat(c.at) <= at})


def test_a_drawing_s_history_is_rebuilt_at_few_moments() -> None:
    """Three of four moments: the first and the last are there, and the last is as it would be with all."""
    with kept(*SIEGE) as ledger:
        few = next(h for h in account(ledger, moments=3).history if h.status == "killed" and h.label == "people")
        assert [change.after.best for change in few.changes if change.after] == [12, 19, 17]
        assert account(ledger).history == () and account(ledger, moments=9).history == history(ledger).histories


# --- kinds of change -----------------------------------------------------------------------------

AT = (datetime(2031, 3, 9, tzinfo=UTC), datetime(2031, 3, 10, tzinfo=UTC))


def made(name: str, number: int, document: str) -> Claim:
    span = Span(0, 2)
    return Claim(
        name, "count", document, str(number), span, number=span, number_text=str(number), low=number, high=number,
        status="killed", group=Group("people"), sources=(Source("police", "official"),),
    )  # fmt: skip


def settled(
    low: int | None, best: int | None, high: int | None, state: str, *claims: str, label: str = "people"
) -> Tally:
    return Tally(
        "t1", "i1", "killed", Group("people"), label, low, best, high, state, 1, claims, (), "low-best-high", "the rule"
    )


def moment_of(
    at: int, claims: Sequence[Claim], tallies: Sequence[Tally], *relations: Relation
) -> tuple[datetime, Account]:
    documents = tuple(
        report(name, name, f"2031-03-{8 + at:02d}") for name in sorted({claim.document for claim in claims})
    )
    return AT[at], Account(
        None, "low-best-high", documents, (), tuple(claims), {c.id: "i1" for c in claims}, relations, tuple(tallies)
    )


def change(old: Tally, new: Tally, *relations: Relation) -> list[str]:
    first, second = made("a", 12, "1.txt"), made("b", 15, "2.txt")
    found = chronicle([moment_of(0, [first], [old]), moment_of(1, [first, second], [new], *relations)])
    return [c.kind for c in found.histories[0].changes][1:]


def revises(kind: str) -> Relation:
    return Relation("b", "a", "revises", "later-report", "15 replaces 12", kind)


BOTH = ("a", "b")


@pytest.mark.parametrize(
    ("old", "new", "relations", "kind"),
    [
        ((12, 12, 12, "single"), (15, 15, 15, "revised"), (revises("rise"),), ["rise"]),
        ((20, 20, 20, "single"), (15, 15, 15, "revised"), (revises("fall"),), ["fall"]),
        ((12, 12, 12, "single"), (15, 15, 15, "revised"), (revises("scope"),), ["scope"]),
        ((12, 12, 12, "single"), (15, 15, 15, "revised"), (revises("correction"),), ["correction"]),
        ((20, 20, 20, "single"), (15, 15, 15, "revised"), (revises("retraction"),), ["retraction"]),
        ((12, 12, 12, "single"), (15, 15, 15, "revised"), (revises("reclassification"),), ["reclassification"]),
        ((12, 12, 12, "single"), (12, 15, 15, "contested"), (), ["contested"]),
        ((12, 12, 12, "single"), (12, 12, 12, "contested"), (), ["contested"]),
        ((12, 12, 15, "contested"), (12, 12, 15, "agreed"), (), ["settled"]),
        ((10, 12, 20, "agreed"), (12, 12, 15, "agreed"), (), ["narrowed"]),
        ((24, None, None, "single"), (30, 30, 30, "agreed"), (), ["narrowed"]),
        ((24, None, None, "single"), (15, 15, 15, "agreed"), (), ["fall"]),
        ((None, None, 9, "single"), (15, 15, 15, "agreed"), (), ["rise"]),
        ((24, None, None, "single"), (40, None, None, "agreed"), (), ["rise"]),
        ((12, 12, 12, "single"), (12, 12, None, "agreed"), (), ["bound"]),
        ((12, 12, 12, "single"), (12, None, None, "agreed"), (), ["bound"]),
        ((12, 12, 12, "single"), (12, 12, 12, "agreed"), (), []),  # another root is no change of the figure
    ],
)
def test_kinds_of_change(
    old: tuple[int | None, int | None, int | None, str],
    new: tuple[int | None, int | None, int | None, str],
    relations: tuple[Relation, ...],
    kind: list[str],
) -> None:
    """By the words of the report where they name it, else by what moved."""
    assert change(settled(*old, "a"), settled(*new, *BOTH), *relations) == kind
    assert set(kind) <= set(KINDS)


def test_a_withdrawn_report_takes_its_figure_back() -> None:
    """The figure goes on with what is left, or ends."""
    first, second = made("a", 12, "1.txt"), made("b", 15, "2.txt")
    back = chronicle(
        [moment_of(0, [first, second], [settled(15, 15, 15, "revised", *BOTH)]),
         moment_of(1, [first], [settled(12, 12, 12, "single", "a")])]
    ).histories[0]  # fmt: skip
    assert [(c.kind, c.after) for c in back.changes][1:] == [("withdrawn", Extent(12, 12, 12))]
    assert "2.txt" in back.changes[1].reason and not back.ended
    gone = chronicle([moment_of(0, [second], [settled(15, 15, 15, "single", "b")]), moment_of(1, [first], [])])
    last = gone.histories[0].changes[-1]
    assert (last.kind, last.before, last.after, gone.histories[0].ended) == (
        "withdrawn",
        Extent(15, 15, 15),
        None,
        True,
    )


def test_two_figures_that_become_one() -> None:
    """The older goes on under its id, the other says where it went."""
    first, second = made("a", 12, "1.txt"), made("b", 15, "2.txt")
    other = replace(settled(15, 15, 15, "single", "b", label="guests"), id="t2")
    found = chronicle(
        [moment_of(0, [first, second], [settled(12, 12, 12, "single", "a"), other]),
         moment_of(1, [first, second], [settled(15, 15, 15, "revised", *BOTH)])]
    )  # fmt: skip
    assert [(h.tally, h.ended) for h in found.histories] == [("t1", False), ("t2", True)]
    end = found.histories[1].changes[-1]
    assert end.kind == "reclassification" and end.after is None and "people killed" in end.reason


def test_a_figure_that_is_split() -> None:
    """What leaves it begins anew, and both say so."""
    first, second = made("a", 12, "1.txt"), made("b", 15, "2.txt")
    other = replace(settled(15, 15, 15, "single", "b"), id="t2")
    found = chronicle(
        [moment_of(0, [first, second], [settled(12, 15, 15, "contested", *BOTH)]),
         moment_of(1, [first, second], [settled(12, 12, 12, "single", "a"), other])]
    )  # fmt: skip
    kinds = [[change.kind for change in h.changes] for h in found.histories]
    assert kinds == [["first", "reclassification"], ["reclassification"]]


# --- clocks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Police initially said on Saturday that four guests had been killed.", "2031-03-08"),
        ("On Saturday, the interior ministry said four guests had been killed.", "2031-03-08"),
        ("Four guests were killed in the raid, police told reporters late on Saturday.", "2031-03-08"),
        ("Police said four guests had been killed on Saturday.", None),
        ("Four guests were killed on Saturday.", None),
        ("Police said four guests had been killed since Saturday.", None),
    ],
)
def test_when_the_source_said_it(text: str, said: str | None) -> None:
    """A time of the saying is none of the event, and the other way round."""
    with kept(report("1.txt", text, "2031-03-10")) as ledger:
        document = ledger.documents()[0]
        claim = next(c for c in account(ledger).claims if c.kind == "count")
        found = clocks(claim, document, ledger.readings([document])["1.txt"], ledger.recorded()["1.txt"])
    assert (found.said.start if found.said else None) == said
    assert (found.published, found.recorded) == ("2031-03-10", "2031-04-01T00:00:00Z")
    if said:
        assert not (found.event and found.event.start)


# --- what a person asks --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "status"),
    [("dead", "killed"), ("Deaths", "killed"), ("wounded", "injured"), ("hostages", "held"), ("kidnapped", "held"),
     ("arrested", "captured"), ("survivors", "safe"), ("homeless", "displaced"), ("freed", "freed"), ("happy", None)],
)  # fmt: skip
def test_words_for_a_status(word: str, status: str | None) -> None:
    """The codebook's name or a natural word."""
    assert status_named(word) == status


@pytest.mark.parametrize(
    ("words", "group", "label", "does"),
    [
        ("Algerian workers", Group("workers", "worker", ("Algerian",)), "Algerian workers", True),
        ("workers from Algeria", Group("workers", "worker", ("Algerian",)), "Algerian workers", False),
        ("Algeria", Group("workers", "worker", ("Algerian",)), "Algerian workers", True),
        ("BP", Group("staff", "worker", employer="BP"), "BP workers", True),
        ("gunmen", Group("rebels", "militant"), "militants", True),
        ("people", Group("guests", "civilian"), "guests", False),
        ("hostages", Group("captives", "hostage"), "hostages", True),
        ("foreign", Group("workers", "worker", ("Algerian",)), "Algerian workers", False),
    ],
)
def test_words_for_a_group(words: str, group: Group, label: str, does: bool) -> None:
    """Every word must say something of the group."""
    assert fits(words.split(), group, label) is does


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("history") / "ledger.db"
    with Ledger(path) as held:
        parts = [Ingested((d,)) for d in (*SIEGE, report("u.txt", FERRY))]
        list(record(parts, held, jobs=1, recorded_at="2031-04-01T00:00:00Z"))
    return path


Called = Callable[..., tuple[int, str, str]]


@pytest.fixture
def called(ledger: Path, capfd: pytest.CaptureFixture[str]) -> Called:
    def call(*arguments: str) -> tuple[int, str, str]:
        status = run(["history", *arguments, "--ledger", str(ledger)])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return status, out, err

    return call


def test_the_command_in_text(called: Called) -> None:
    """Dates, steps, sources, sentences and reasons; undated reports named in one line."""
    status, out, err = called("dead", "people")
    assert status == 0
    assert "PEOPLE KILLED" in out and "rise: 12 → 15" in out and "correction: 19 → 17" in out
    assert "interior ministry, in 3.txt" in out and "19 people had been killed" in " ".join(out.split())
    assert "Sun 9 Mar 2031, 20:00 UTC" in out and max(map(len, out.splitlines())) <= 80
    assert err.count("u.txt") == 1 and "ferry" not in out.lower()


def test_the_command_as_json(called: Called) -> None:
    """Every row carries all four clocks, the claim and its words."""
    status, out, _ = called("killed", "--format", "json")
    found = json.loads(out)
    assert status == 0 and found["schema"] == "crosswire.history/1" and found["undated"] == ["u.txt"]
    row = found["histories"][0]["changes"][1]
    assert (row["from"]["best"], row["to"]["best"], row["kind"]) == (12, 15, "rise")
    assert set(row["clocks"]) == {"event", "said", "published", "recorded"}
    assert row["clocks"]["recorded"] == "2031-04-01T00:00:00Z" and row["clocks"]["published"] == "2031-03-09T20:00:00Z"
    assert ENDED[row["claim"]["start"] : row["claim"]["end"]] == row["claim"]["quote"]


def test_the_command_as_of_a_moment(called: Called) -> None:
    """Nothing of what was published later."""
    _, out, _ = called("killed", "--as-of", "2031-03-09")
    assert "rise: 12 → 15" in out and "19 people" not in " ".join(out.split())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("killed", "astronauts"), "there are: killed: people"),
        (("happy",), "killed, injured"),
        ((), "no status given"),
        (("killed", "--incident", "i0000"), "there are: i"),
        (("killed", "--format", "csv"), "text, json"),
        (("killed", "--policy", "loudest"), "low-best-high"),
        (("killed", "--as-of", "yesterday"), "2013-01-20"),
    ],
)
def test_what_there_is_not(called: Called, arguments: tuple[str, ...], says: str) -> None:
    """One line that lists what there is, status 2."""
    status, out, err = called(*arguments)
    assert (status, out, err.count("\n")) == (2, "", 1) and says in err


def test_a_ledger_is_needed(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """None named is misuse, a missing one unreadable; neither is made."""
    assert run(["history", "killed"]) == 2
    assert run(["history", "killed", "--ledger", str(tmp_path / "none.db")]) == 1
    assert not (tmp_path / "none.db").exists() and "Traceback" not in capfd.readouterr().err
