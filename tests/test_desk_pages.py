"""What the desk's pages show, without a server: every value follows from the account, and nothing of it is lost."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswire.desk.countries import country_named, where
from crosswire.desk.drawing import Drawing
from crosswire.desk.drawn import drawn
from crosswire.desk.pages.bar import STOPS, bar, position, stops
from crosswire.desk.pages.changes import MOST, changes
from crosswire.desk.pages.clauses import clause, with_article
from crosswire.desk.pages.codings import codings
from crosswire.desk.pages.dossier import dossier, ranked
from crosswire.desk.pages.finds import finds
from crosswire.desk.pages.folding import PARTS, folded, whole
from crosswire.desk.pages.headline import headline
from crosswire.desk.pages.incident import sheet
from crosswire.desk.pages.overview import PAGE, Asked, entry, moved, selected
from crosswire.desk.pages.rolls import COLUMNS, rolls
from crosswire.desk.pages.shares import newest_first, shares, standing_for
from crosswire.desk.pages.studies import study
from crosswire.desk.standing import Told, View
from crosswire.model import (
    Account,
    Change,
    Extent,
    Group,
    History,
    Incident,
    Place,
    Relation,
    Source,
    Span,
    Step,
    Tally,
)
from crosswire.moments import moment
from crosswire.report.page import Fates, Note, Row
from crosswire.searching import ClaimHit, Found, Passage, ReportHit
from crosswire.stories import tell
from crosswire.voices import voices
from report_accounts import count, document, joined, mine, siege, tally

BOTH = joined(mine(), siege())
MINE, SIEGE = (shares(BOTH)[incident.id] for incident in BOTH.incidents)


# --- shares --------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["tallies", "balances", "fates", "violations", "timeline", "unplaced", "warnings"])
def test_each_part_of_an_account_is_in_the_share_of_its_incident(part: str) -> None:
    cut = shares(BOTH)
    alone = {mine().incidents[0].id: mine(), siege().incidents[0].id: siege()}
    assert set(cut) == set(alone)
    for id, account in alone.items():
        assert getattr(cut[id], part) == getattr(account, part), part


def test_a_claim_is_in_one_share_and_a_relation_between_two_incidents_in_none() -> None:
    one, other = MINE.claims[0], SIEGE.claims[0]
    across = Relation(one.id, other.id, "coincides", "same-number", "both say 12")
    cut = shares(replace(BOTH, relations=(*BOTH.relations, across)))
    claims = [claim.id for share in cut.values() for claim in share.claims]
    assert sorted(claims) == sorted(c.id for c in BOTH.claims if c.id in BOTH.claim_incident)
    assert all(across not in share.relations for share in cut.values())
    assert sum(len(share.relations) for share in cut.values()) == len(BOTH.relations)


def test_an_incident_is_found_by_the_id_that_its_first_report_gave_it() -> None:
    text = "At least 12 miners were killed when a gallery of the Karsk mine gave way on Monday, the ministry said."
    late = document("late.txt", text, "2031-03-04")
    (before,) = tell((late,), {}).incidents
    early = document("early.txt", "Nine miners were killed at Karsk.", "2031-03-03")
    now = Incident("i00000000", "Karsk mine collapse", "collapse", None, None, None, (early.id, late.id))
    account = Account(None, "low-best-high", (early, late), (now,))
    assert before.id != now.id
    assert standing_for(account, before.id) is now
    assert standing_for(account, now.id) is now
    assert standing_for(account, "i12345678") is None


def test_reports_stand_newest_first_and_the_undated_last() -> None:
    dates = ["2031-03-04T10:00:00+05:00", None, "2031-03-04", "2031-03-04T06:00:00Z", "no date"]
    found = newest_first(document(f"r{n}", "x", date) for n, date in enumerate(dates))
    assert [d.id for d in found] == ["r2", "r3", "r0", "r1", "r4"]


# --- sentences -----------------------------------------------------------------------------------

SOLDIERS = Group("soldiers", "soldier")


def worded(low: int | None, best: int | None, high: int | None, label: str = "soldiers", status: str = "killed") -> str:
    cells = ["–" if n is None else f"{n:,}" for n in (low, best, high)]
    row = Row(0, label, *cells, "1", (), (), False, "", "t1")
    found = clause(row, tally("t1", "i1", status, SOLDIERS, label, (low, best, high)), {}, {})
    return f"{found.words}{f' ({found.range})' if found.range else ''}"


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ((7, 7, 7), "7 soldiers were killed"),
        ((1, 1, 1), "1 soldier was killed"),
        ((7, 7, None), "at least 7 soldiers were killed"),
        ((None, 9, 9), "up to 9 soldiers were killed"),
        ((None, None, 9), "up to 9 soldiers were killed"),
        ((7, None, None), "at least 7 soldiers were killed"),
        ((7, None, 9), "7 to 9 soldiers were killed"),
        ((7, 8, 9), "8 soldiers were killed (7 to 9)"),
        ((7, 7, 9), "7 soldiers were killed (7 to 9)"),
        ((3, 6, None), "6 soldiers were killed (at least 3)"),
        ((1200, 1500, 2000), "1,500 soldiers were killed (1,200 to 2,000)"),
    ],
)
def test_a_figure_as_a_clause(bounds: tuple[int | None, int | None, int | None], words: str) -> None:
    assert worded(*bounds) == words


def test_a_clause_knows_its_label_and_its_verb() -> None:
    assert worded(4, 4, 4, "people, in all", "displaced") == "4 people, in all, were displaced"
    assert worded(1, 1, 1, "French citizens", "escaped") == "1 French citizen escaped"
    assert worded(3, 3, 3, "people", "quarantined") == "3 people quarantined"


@pytest.mark.parametrize(
    ("name", "anonymous", "said"),
    [
        ("interior ministry", False, "the interior ministry"),
        ("security source", True, "a security source"),
        ("official", True, "an official"),
        ("security officials", True, "security officials"),
        ("a rescue official", True, "a rescue official"),
        ("the army", False, "the army"),
        ("al-Qaeda", False, "al-Qaeda"),
        ("Reuters", False, "Reuters"),
        ("新华社", False, "新华社"),
    ],
)
def test_a_common_noun_takes_an_article(name: str, anonymous: bool, said: str) -> None:
    assert with_article(name, anonymous) == said


def test_the_account_in_sentences_leads_to_what_it_rests_on() -> None:
    found = study(MINE)
    told = headline(found.incident, MINE, found.clauses, found.opposed)
    assert [sentence.text for sentence in told] == [
        "Collapse near Velmora, XV, Mon 3 – Tue 4 Mar 2031; told by 4 reports, 1 of them a reprint.",
        "19 workers were killed (19 to 23), according to the mines ministry (2 independent origins); contested.",
        "Up to 29 workers were trapped, according to a rescue official.",
        "Dozens of workers were injured, according to the mines ministry.",
        "7 workers were rescued, according to The Lowland Post.",
        "One disagreement is open.",
    ]
    links = [part.to for sentence in told for part in sentence.parts if part.to]
    tallies = {tally.id for tally in MINE.tallies}
    assert all(id in tallies for kind, id in links if kind == "tally")
    assert ("section", "x1") in links


def test_who_demands_is_named_with_the_claim() -> None:
    found = study(SIEGE)
    told = headline(found.incident, SIEGE, found.clauses, found.opposed)
    (demand,) = [sentence for sentence in told if sentence.text.startswith("Demands")]
    (to,) = [part.to for part in demand.parts if part.to]
    assert to[0] == "claim"
    assert next(claim for claim in SIEGE.claims if claim.id == to[1]).kind == "demand"


# --- the list of incidents -----------------------------------------------------------------------


def many(count_: int, **more: object) -> Account:
    """So many one-report incidents, one a day, each with a figure."""
    parts = []
    for n in range(count_):
        day = f"{datetime(2031, 1, 1, tzinfo=UTC) + timedelta(days=n):%Y-%m-%d}"
        report = document(f"r{n:03}.txt", f"In town {n}, {n + 2} men were killed, police said.", day)
        claim = count(f"c{n}", report, f"{n + 2} men were killed", str(n + 2), "killed", Group("men"), low=n + 2)
        place = Place(f"Town {n}", ("DZ", "FR")[n % 2], 1.0, 1.0, "exact")
        incident = Incident(f"i{n:03}", f"Town {n} shooting", "shooting", place, day, day, (report.id,))
        figure = tally(f"t{n}", incident.id, "killed", Group("men"), "men", (n + 2, n + 2, None), support=(claim.id,))
        parts.append((report, claim, incident, figure))
    made = Account(
        None, "low-best-high",
        documents=tuple(part[0] for part in parts),
        claims=tuple(part[1] for part in parts),
        incidents=tuple(part[2] for part in parts),
        tallies=tuple(part[3] for part in parts),
        claim_incident={part[1].id: part[2].id for part in parts},
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def test_hundreds_of_incidents_come_in_pages_newest_first() -> None:
    account = many(205)
    cut = shares(account)
    found = [selected(account, cut, Asked(page=page)) for page in (1, 2, 11, 99)]
    assert [len(page.incidents) for page in found] == [PAGE, PAGE, 5, 5]
    assert {page.pages for page in found} == {11}
    assert [incident.id for incident in found[0].incidents[:2]] == ["i204", "i203"]
    seen = [i.id for page in range(1, 12) for i in selected(account, cut, Asked(page=page)).incidents]
    assert sorted(seen) == sorted(incident.id for incident in account.incidents)


def test_incidents_are_found_by_words_country_type_and_time() -> None:
    account = many(40)
    cut = shares(account)

    def ids(**asked: object) -> list[str]:
        return [i.id for i in selected(account, cut, Asked(**asked)).incidents]  # type: ignore[arg-type]

    assert ids(find="shooting TOWN 37,") == ["i037"]
    assert ids(find="algeria town 38") == ["i038"]
    assert all(int(id[1:]) % 2 for id in ids(country="FR"))
    assert ids(type="flood") == []
    assert ids(within="week") == [f"i{n:03}" for n in range(39, 31, -1)]
    assert len(ids(within="anything else")) == PAGE
    assert [(c.name, c.count) for c in selected(account, cut, Asked()).countries] == [("Algeria", 20), ("France", 20)]


def test_what_is_no_crisis_is_left_out_unless_it_is_asked_for() -> None:
    account = many(3)
    quiet = replace(account.incidents[2], type="other", label="A film premiere")
    account = replace(account, incidents=(*account.incidents[:2], quiet), tallies=account.tallies[:2])
    cut = shares(account)
    assert [i.id for i in selected(account, cut, Asked()).incidents] == ["i001", "i000"]
    assert selected(account, cut, Asked()).quiet == 1
    assert [i.id for i in selected(account, cut, Asked(other=True)).incidents] == ["i002", "i001", "i000"]
    counted = replace(account, tallies=many(3).tallies)
    assert len(selected(counted, shares(counted), Asked()).incidents) == 3


def test_an_entry_has_the_figures_that_matter_and_what_moved_last() -> None:
    found = entry(study(MINE))
    assert (found.label, found.where, found.reports, found.roots) == ("Karsk mine", "near Velmora, XV", 4, 2)
    assert found.figures[0].words == "19 workers were killed"
    assert len(found.figures) == 3
    assert found.moved is not None
    assert (found.moved.kind, found.moved.words, found.moved.when) == (
        "rise", "at least 12 → 19 miners killed", "Tue 4 Mar 2031",
    )  # fmt: skip
    assert found.open == 1


def test_without_a_revision_the_newest_report_is_what_moved() -> None:
    (share,) = shares(many(1)).values()
    move = moved(share)
    assert move is not None
    assert (move.kind, move.words, move.claim) == ("reported", "at least 2 men killed", "c0")
    assert moved(replace(share, claims=(), relations=())) is None


# --- the view bar --------------------------------------------------------------------------------

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


@given(st.lists(MOMENTS, min_size=1, max_size=30))
def test_a_stop_shows_each_report_from_no_earlier_than_it_appeared(moments: list[datetime]) -> None:
    found = stops(document(f"r{n}", "x", at.isoformat()) for n, at in enumerate(moments))
    for at in moments:
        seen = [moment(stop) - at for stop in found if moment(stop) >= at]
        assert min(seen) < timedelta(minutes=1)
    assert list(found) == sorted(found, key=moment)
    assert position(found, None) == len(found) - 1
    assert [position(found, stop) for stop in found] == list(range(len(found)))


def test_the_end_of_a_day_is_written_as_the_day_and_long_rows_are_thinned() -> None:
    assert stops([document("a", "x", "2031-03-04"), document("b", "x", "2031-03-05T10:00:20Z")]) == (
        "2031-03-04",
        "2031-03-05T10:01Z",
    )
    hours = [datetime(2031, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(2000)]
    found = stops(document(f"r{n}", "x", at.isoformat()) for n, at in enumerate(hours))
    assert len(found) == STOPS
    assert (moment(found[0]), moment(found[-1])) == (hours[0], hours[-1])
    assert stops([document("a", "x")]) == ()


def test_every_view_but_the_newest_says_so() -> None:
    told = stops(MINE.documents)
    assert bar("/", [], told, View()).banner == ()
    assert bar("/", [], told, View()).said == "now"
    past = bar("/", [("find", "mine")], told, View(as_of="2031-03-03", policy="gtd", known_by="2031-05-01T10:00Z"))
    assert past.at == 0
    assert past.kept == (("find", "mine"),)
    known, recorded, coded = past.banner
    assert known.startswith("as known at Mon 3 Mar 2031 (the day’s end)")
    assert "recorded and judged here by Thu 1 May 2031, 10:00 UTC" in recorded
    assert "gtd" in coded
    assert bar("/", [], (), View(as_of="2031-03-03")).at == 0


# --- what changed --------------------------------------------------------------------------------


def change(at: str, kind: str, before: int | None, after: int | None, claim: str | None = "c1") -> Change:
    extents = (None if n is None else Extent(n, n, n) for n in (before, after))
    return Change(at, at, kind, *extents, "single", 1, claim, (claim,) if claim else (), f"because {kind}")


def with_history(*told: Change, **more: object) -> Account:
    history = History("t1", "i1", "killed", Group("miners", "worker"), "miners", tuple(told), ())
    return replace(MINE, history=(history,), **more)  # type: ignore[arg-type]


def test_changes_are_counted_back_from_the_newest_report_or_from_the_view() -> None:
    late = document("late.txt", "x", "2031-03-06T12:00:00Z")
    reports = (*MINE.documents, late)
    steps = (
        change("2031-03-03T10:00:00Z", "first", None, 12),
        change("2031-03-05T12:00:00Z", "rise", 12, 19),
        change("2031-03-05T12:00:01Z", "rise", 19, 20),
        change("2031-03-06T11:30:00Z", "fall", 20, 18),
    )
    hour, day, before = changes(with_history(*steps, documents=reports)).stretches
    assert [turn.after for turn in hour.turns] == ["18"]
    assert [(turn.before, turn.after) for turn in day.turns] == [("19", "20")]
    assert [turn.kind for turn in before.turns] == ["rise", "first"]
    assert hour.turns[0].why == "because fall"
    assert hour.turns[0].claim == "c1"
    past = with_history(*steps[:2], documents=reports, as_of="2031-03-05T12:30:00Z")
    assert [turn.kind for turn in changes(past).stretches[0].turns] == ["rise"]


def test_more_changes_than_fit_are_counted() -> None:
    start = datetime(2031, 3, 3, tzinfo=UTC)
    steps = [change(f"{start + timedelta(minutes=n):%Y-%m-%dT%H:%M:%SZ}", "rise", n, n + 1) for n in range(MOST + 9)]
    before = changes(with_history(*steps)).stretches[2]
    assert (len(before.turns), before.more) == (MOST, 9)
    assert before.turns[0].after == str(MOST + 9)


def test_of_one_moment_what_changed_stands_before_what_is_new() -> None:
    at = "2031-03-04T23:59:00Z"
    told = [("missing", "first"), ("killed", "first"), ("injured", "rise"), ("killed", "fall")]
    histories = tuple(
        History(f"t{n}", "i1", status, Group("men"), "men", (change(at, kind, 3, 4),), ())
        for n, (status, kind) in enumerate(told)
    )
    turns = changes(replace(MINE, history=histories)).stretches[2].turns
    assert [(turn.figure, turn.kind) for turn in turns] == [
        ("Men killed", "fall"), ("Men injured", "rise"), ("Men killed", "first"), ("Men missing", "first"),
    ]  # fmt: skip


def test_a_figure_that_fell_away_leads_to_no_tally() -> None:
    step = change("2031-03-04T23:59:00Z", "withdrawn", 3, None, None)
    gone = History("t9", "i1", "killed", Group("men"), "men", (step,), (), ended=True)
    turn = next(t for s in changes(replace(MINE, history=(gone,))).stretches for t in s.turns)
    assert (turn.tally, turn.claim, turn.after) == ("", None, "none")


# --- codings, folding, rolls ---------------------------------------------------------------------


def test_codings_stand_side_by_side_with_all_that_each_rule_weighed() -> None:
    steps = tuple(Step(f"c{n}", n == 0, "the latest" if n == 0 else "too early") for n in range(6))
    first = replace(MINE.tallies[0], trace=steps)
    plain = replace(MINE, tallies=(first, *MINE.tallies[1:]))
    other = replace(first, low=23, best=23, high=23, reason="the most recent")
    total = replace(first, id="sum", label="total deaths")
    gtd = replace(MINE, tallies=(other, *MINE.tallies[1:]))
    em_dat = replace(MINE, tallies=(*MINE.tallies, total))
    found = codings(study(plain), {"low-best-high": plain, "gtd": gtd, "em-dat": em_dat})
    assert [policy.name for policy in found.policies] == ["low-best-high", "gtd", "em-dat"]
    row = next(row for row in found.rows if row.tally == first.id)
    assert [cell.differs for cell in row.cells] == [False, True, False]
    assert [cell.best for cell in row.cells] == ["19", "23", "19"]
    used, aside = row.traces[0].weighed
    assert (used.used, used.count, aside.used, aside.count) == (True, 1, False, 5)
    assert len(aside.claims) == 3
    (extra,) = found.totals
    assert [cell.best for cell in extra.cells] == ["–", "–", "19"]
    assert {row.tally for row in found.rows} == {t.id for t in MINE.tallies}


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=140))
def test_of_a_long_table_every_row_is_shown_or_counted(told: list[tuple[int, bool]]) -> None:
    depths = [0]
    rows = []
    for n, (depth, contested) in enumerate(told):
        depth = min(depth, depths[-1] + 1) if rows else 0
        depths.append(depth)
        rows.append(Row(depth, f"row {n}", "1", "1", "1", "1", (Note("single"),), (), contested, "", f"t{n}"))
    blocks = (Fates("Killed", tuple(rows)),)
    (block,) = folded(blocks)
    shown = [line.row for line in block.lines if line.row]
    assert [row for row in rows if row in shown] == shown
    missing = [row for row in rows if row not in shown]
    counted = sum(line.left_out for line in block.lines)
    assert counted <= len(missing)
    assert bool(counted) == bool(missing)
    assert not [row for row in missing if row.contested and row.depth <= 1]
    assert not [row for row in missing if row.depth == 0]
    assert [line.row for block in whole(blocks) for line in block.lines] == rows


def test_parts_beyond_the_first_are_told_in_one_line() -> None:
    parts = [Row(1, f"part {n}", "1", "1", "1", "1", (), (), False, "", f"p{n}") for n in range(80)]
    top = Row(0, "Killed", "9", "9", "9", "1", (), (), False, "", "t")
    (block,) = folded((Fates("", (top, *parts)),))
    assert [line.row.label for line in block.lines if line.row] == ["Killed", *(f"part {n}" for n in range(PARTS))]
    assert [line.left_out for line in block.lines if not line.row] == [80 - PARTS]


def test_rolls_hold_the_figures_of_employers_and_nations_and_add_none_up() -> None:
    group = Group("workers", "worker", ("British", "Norwegian"), "BP")
    tallies: tuple[Tally, ...] = (
        tally("a", "i1", "killed", group, "BP workers", (3, 3, 5), state="contested"),
        tally("b", "i1", "freed", group, "BP workers", (14, 14, 14)),
        tally("c", "i1", "rescued", group, "BP workers", (2, 2, None)),
        tally("d", "i1", "missing", group, "BP workers", (None, None, 9)),
        tally("e", "i1", "killed", Group("men"), "men", (9, 9, 9)),
        tally("f", "i1", "killed", group, "BP workers, the rest", (1, 1, 1), derived="a - b"),
    )
    employers, nations = rolls(replace(MINE, tallies=tallies))
    (line,) = employers.lines
    cells = dict(zip(COLUMNS, line.cells, strict=True))
    assert [(cell.tally, cell.amount, cell.contested) for cell in cells["killed"]] == [("a", "3–5", True)]
    assert [(cell.amount, cell.state) for cell in cells["out"]] == [("14", "freed"), ("≥ 2", "rescued")]
    assert [cell.amount for cell in cells["missing"]] == ["≤ 9"]
    assert {line.name for line in nations.lines} == {"British", "Norwegian"}


def test_rolls_leave_out_parts_and_tell_what_is_uncertain() -> None:
    """Nine Norwegians missing, five of whom are named in another row, and three more who are only feared dead."""
    norse = Group("Norwegians", "person", ("Norwegian",))
    report = document("a", "Nine are missing. Three more are feared dead.")
    feared = count("c1", report, "Three more are feared dead", "Three", "killed", norse, low=3, high=3)
    tallies = (
        tally("a", "i1", "missing", norse, "Norwegians", (9, 9, 9)),
        tally("b", "i1", "missing", norse, "Norwegians", (5, 5, 5), part_of="a"),
        tally("c", "i1", "killed", norse, "Norwegians", (3, 3, 3), support=("c1",)),
    )
    (nations,) = rolls(replace(MINE, claims=(replace(feared, certainty=("feared",)),), tallies=tallies))
    cells = dict(zip(COLUMNS, nations.lines[0].cells, strict=True))
    assert [(cell.amount, cell.state) for cell in cells["missing"]] == [("9", "missing")]
    assert [(cell.amount, cell.state) for cell in cells["killed"]] == [("3", "feared")]


# --- the dossier ---------------------------------------------------------------------------------


def test_a_dossier_shows_all_disagreements_moments_sources_and_reports() -> None:
    it = dossier(study(MINE), BOTH)
    assert {report.id for report in it.reports} == set(MINE.incidents[0].documents)
    assert len(it.timeline.lines) == len(MINE.timeline)
    assert {voice for kind in it.voices for voice in kind.voices} == set(voices(MINE))
    assert all(kind.interest for kind in it.voices)
    assert it.conflicts
    assert not [item for item in it.differing if item.conflict]
    assert {"apart", "warnings"} <= {section.key for section in it.folded}
    assert ranked(()) == ()


def test_a_source_is_confirmed_where_an_independent_one_says_the_same() -> None:
    one, other = document("a", "Nine men were killed, police said."), document("b", "9 men died, the mayor said.")
    first = count("c1", one, "Nine men were killed", "Nine", "killed", Group("men"), low=9, high=9,
                  sources=(Source("police", "official"),))  # fmt: skip
    second = count("c2", other, "9 men died", "9", "killed", Group("men"), low=9, high=9,
                   sources=(Source("the mayor", "official"),))  # fmt: skip
    agree = Relation("c2", "c1", "supports", "independent-origins-agree", "two origins")
    account = Account(None, "low-best-high", (one, other), claims=(first, second), relations=(agree,))
    assert [(v.name, v.figures, v.confirmed, v.contradicted) for v in voices(account)] == [
        ("police", 1, 1, 0),
        ("the mayor", 1, 1, 0),
    ]
    assert all(v.confirmed == 0 for v in voices(replace(account, relations=())))


def test_countries_are_called_by_name() -> None:
    assert (country_named("DZ"), country_named("XV"), country_named(None)) == ("Algeria", "XV", "")
    assert where(Place("In Amenas", "DZ", 28.0, 9.6, "near")) == "near In Amenas, Algeria"
    assert where(Place("Algeria", "DZ", 28.0, 2.0, "country")) == "Algeria"
    assert where(None) == ""


def crowded() -> Account:
    """500 reports with 5,000 claims on ten figures, each report at odds with the one before."""
    groups = [Group(f"{word} workers", "worker") for word in ("mine", "dock", "road", "farm", "mill")]
    figures = [(groups[k % 5], ("killed", "injured")[k % 2]) for k in range(10)]
    reports, claims = [], []
    for n in range(500):
        said = [f"{n + k} {group.text} were {status}" for k, (group, status) in enumerate(figures)]
        text = " ".join(f"{words}, officer {k} said." for k, words in enumerate(said))
        report = document(f"report-{n:04}.txt", text, "2031-03-04", publisher=f"Paper {n % 40}")
        reports.append(report)
        for k, (group, status) in enumerate(figures):
            who = (Source(f"officer {k}", "official"),)
            number = str(n + k)
            claims.append(
                count(f"c{n}.{k}", report, said[k], number, status, group, low=n + k, high=n + k, sources=who)
            )
    tallies = []
    for k, (group, status) in enumerate(figures):
        told = tuple(f"c{n}.{k}" for n in range(500))
        sides = {"state": "contested", "support": told[:250], "dissent": told[250:]}
        tallies.append(tally(f"t{k}", "i1", status, group, group.text, (k, 499 + k, 499 + k), **sides))
    opposed = tuple(
        Relation(f"c{n}.{k}", f"c{n - 1}.{k}", "contradicts", "exact-values-differ", "both cannot be true")
        for n in range(1, 500)
        for k in range(10)
    )
    incident = Incident("i1", "Mill fire", "fire", None, None, None, tuple(report.id for report in reports))
    homes = {claim.id: "i1" for claim in claims}
    parts = (tuple(reports), (incident,), tuple(claims), homes, opposed, tuple(tallies))
    return Account(None, "low-best-high", *parts)


def test_a_crowded_incident_is_a_small_page() -> None:
    account = crowded()
    (incident,) = account.incidents
    values = sheet(Told(View(), "1.1.1", account), incident, Drawing(""))
    bar_ = bar("/incidents/i1", [], stops(account.documents), View())
    page = drawn("incident.html", view=View(), revision="1.1.1", bar=bar_, may_judge=True, **values)
    assert len(gzip.compress(page.encode())) < 60_000
    assert page.count("<blockquote") >= 10
    assert "All 500 reports" in page


# --- search --------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5), st.integers(0, 30), st.integers(30, 60))
def test_a_passage_is_the_text_with_its_hits_marked(ends: list[tuple[int, int]], start: int, end: int) -> None:
    text = "Nine men were killed near the old mill and a bridge, police."
    report = document("a", text, "2031-03-04", publisher="Post")
    hits = tuple(sorted(Span(min(pair), max(pair)) for pair in ends))
    found = Found((ReportHit(report, Passage(Span(start, end), hits)),), (), 1, 0)
    (hit,) = finds(found, {"a"}, set(), 10).reports
    words = "".join(part.text for part in hit.passage).removeprefix("… ").removesuffix(" …")
    assert words.replace(" ", "") == text[start:end].replace(" ", "")
    assert hit.facts == "Post · Tue 4 Mar 2031"


def test_what_the_view_does_not_hold_is_not_found() -> None:
    report = document("a", "Nine men were killed.")
    claim = count("c1", report, "Nine men were killed", "Nine men", "killed", Group("men"), low=9, high=9)
    whole_ = Passage(Span(0, len(report.text)), (Span(0, 4),))
    found = Found((ReportHit(report, whole_),), (ClaimHit(claim, report, whole_),), 1, 1)
    assert finds(found, set(), set(), 10).reports == ()
    shown = finds(found, {"a"}, {"c1"}, 10)
    assert shown.claims[0].title == "Nine men killed"
    assert [part.text for part in shown.claims[0].passage if part.hit] == ["Nine"]
    assert finds(found, {"a"}, set(), 10).all_claims == 0
