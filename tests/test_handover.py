"""The hand-over's contents: what is told, in which order, on which sentences; nothing computed, nothing lost unsaid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.errors import UnknownIncident
from crosswire.handover import Situation, as_markdown, rendered, situation
from crosswire.handover.outline import Items, Notes, Paragraph, Run, Table, directed, outline
from crosswire.model import Account, Change, Extent, Group, History, Incident, Judgement, Source
from crosswire.report.wording import number, plain
from report_accounts import count, crowd, document, hostile, joined, mine, siege, tally
from strategies import accounts

often = settings(max_examples=60)
HANDMADE = (mine, siege, hostile, crowd)


def runs(report: Situation) -> Iterator[Run]:
    """Every run of the report in reading order."""
    for block in outline(report):
        match block:
            case Paragraph(words):
                yield from words
            case Items(items):
                yield from (run for item in items for words in item for run in words)
            case Table(_, rows):
                yield from (run for row in rows for words in row.cells for run in words)
            case Notes(notes):
                yield from (run for _, words in notes for run in words)


def in_bottom_line(report: Situation) -> str:
    return " ".join(line.text for chapter in report.chapters for line in chapter.bottom_line)


# --- endnotes ------------------------------------------------------------------------------------


@often
@given(accounts())
def test_a_mark_is_what_stands_at_its_offsets(account: Account) -> None:
    """Each marked piece is the report's own words at the offsets given, inside the sentence given."""
    texts = {plain(document.id): document.text for document in account.documents}
    for note in situation(account).endnotes:
        text = texts[note.place.document]
        marked = [piece.text for piece in note.pieces if piece.marked]
        assert marked == [plain(text[start:end]) for start, end in note.offsets]
        assert all(note.start <= start < end <= note.end for start, end in note.offsets)
        whole = " ".join("".join(piece.text for piece in note.pieces).split())
        assert whole == " ".join(plain(text[note.start : note.end]).split())


@often
@given(accounts())
def test_endnotes_are_numbered_as_they_are_met(account: Account) -> None:
    """The first references read 1, 2, 3 ...; each endnote has exactly one first reference; no number leads nowhere."""
    report = situation(account)
    met = [run.note for run in runs(report) if run.note is not None]
    first = [run.note for run in runs(report) if run.first]
    assert first == list(dict.fromkeys(met)) == [note.n for note in report.endnotes]
    assert first == list(range(1, len(first) + 1))


@often
@given(accounts())
def test_every_claim_of_an_endnote_is_marked_in_it(account: Account) -> None:
    """A count's number is marked in its endnote, in whichever reprint of the sentence the endnote shows."""
    known = {claim.id: claim for claim in account.claims}
    for note in situation(account).endnotes:
        marked = [piece.text for piece in note.pieces if piece.marked]
        for claim in (known[id] for id in note.claims):
            if claim.kind == "count" and claim.number_text:
                assert any(plain(claim.number_text) in words for words in marked)


def test_a_reprint_has_no_endnote_of_its_own() -> None:
    """The same sentence in two reports is one endnote: the original's, which names the other."""
    report = situation(mine())
    first = next(note for note in report.endnotes if note.place.document == "first-night.txt")
    assert not [note for note in report.endnotes if note.place.document == "reprint.txt"]
    both = [note for note in report.endnotes if any(place.document == "reprint.txt" for place in note.also)]
    assert all(note.place.document == "first-night.txt" for note in both)
    assert "mines ministry (official)" in " ".join(first.chains)


def test_a_text_without_sentences_is_cut_to_what_matters() -> None:
    """Five megabytes without a full stop: each endnote shows the words round its figures, and not the report."""
    text = "12 people died in Orm " + "and more and more " * 280_000 + "15 people died in Karsk"
    report = document("long.txt", text, "2031-03-03")
    people = Group("people")
    claims = tuple(
        count(f"c{n}", report, f"{n} people died", f"{n}", "killed", people, low=n, high=n) for n in (12, 15)
    )
    tallies = tuple(
        tally(f"t{c.low}", "i1", "killed", people, f"people {c.low}", (c.low, c.low, c.low), support=(c.id,))
        for c in claims
    )
    found = Account(
        None, "low-best-high", (report,), (Incident("i1", "Flood", "flood", None, None, None, ("long.txt",)),), claims,
        {c.id: "i1" for c in claims}, (), tallies,
    )  # fmt: skip
    told = situation(found)
    assert [[p.text for p in note.pieces if p.marked] for note in told.endnotes] == [["15"], ["12"]] or [
        [p.text for p in note.pieces if p.marked] for note in told.endnotes
    ] == [["12"], ["15"]]
    for format in ("md", "html", "docx", "pdf"):
        assert len(rendered(told, format)) < 200_000


# --- what is told --------------------------------------------------------------------------------


@often
@given(accounts())
def test_the_bottom_line_holds_no_figure_of_its_own(account: Account) -> None:
    """Every number in it is a bound of a tally or of a fate, stands in a label, or numbers a disagreement."""
    report = situation(account)
    bounds = {n for t in account.tallies for n in (t.low, t.best, t.high, t.roots) if n is not None}
    bounds |= {n for f in account.fates for n in (*f.unexplained, f.size.low, f.size.high) if n is not None}
    bounds |= {item.number for chapter in report.chapters for item in chapter.disputes}
    bounds |= {len(chapter.disputes) for chapter in report.chapters}
    labels = " ".join([t.label for t in account.tallies] + [s.name for c in account.claims for s in c.sources])
    allowed = {number(n) for n in bounds} | set(re.findall(r"[\d,]+", labels))
    said = {word.strip(",") for word in re.findall(r"\d[\d,]*", in_bottom_line(report))}
    assert said <= allowed


def test_the_bottom_line_says_who_says_so_and_what_is_disputed() -> None:
    text = in_bottom_line(situation(mine()))
    assert "according to" in text and "contested, disagreement" in text
    assert text.index("killed") < text.index("trapped")


def test_one_person_is_not_people() -> None:
    report = document("a.txt", "One person died in Orm, and 4 were hurt.", "2031-03-03")
    one = count("c1", report, "One person died", "One", "killed", Group("people"), low=1, high=1)
    found = Account(
        None, "low-best-high", (report,), (Incident("i1", "Fire", "fire", None, None, None, ("a.txt",)),), (one,),
        {"c1": "i1"}, (), (tally("t1", "i1", "killed", Group("people"), "people", (1, 1, 1), support=("c1",)),),
    )  # fmt: skip
    assert in_bottom_line(situation(found)).startswith("1 person reported killed, in the reports’ own words.")


def _two(state: str, other: int) -> Account:
    """Twelve dead by the police, and another number by the mayor, the newer."""
    report = document("a.txt", "Police said 12 people died.", "2031-03-03")
    later = document("b.txt", f"The mayor said {other} people died.", "2031-03-04")
    people, both = Group("people"), ((Source("police", "official"),), (Source("mayor", "official"),))
    claims = (
        count("c1", report, "12 people died", "12", "killed", people, low=12, high=12, sources=both[0]),
        count(
            "c2", later, f"{other} people died", f"{other}", "killed", people, low=other, high=other, sources=both[1]
        ),
    )
    figure = tally("t1", "i1", "killed", people, "people", (12, 12, other), state=state, roots=2, support=("c1", "c2"))
    home = Incident("i1", "Fire", "fire", None, None, None, ("a.txt", "b.txt"))
    return Account(
        None, "low-best-high", (report, later), (home,), claims, {"c1": "i1", "c2": "i1"}, (), (figure,)
    )  # fmt: skip


def test_a_voice_is_one_that_gives_the_figure_shown() -> None:
    """Of a disputed figure the voice is that of the best number, and what was said against it is cited with it."""
    report = situation(_two("contested", 19))
    (line, *_) = report.chapters[0].bottom_line
    assert "12 people reported killed (12 to 19; contested, disagreement 1), according to police." in line.text
    assert line.refs == ("c1", "c2")


def test_origins_are_counted_only_where_they_agree() -> None:
    agreed, single = in_bottom_line(situation(_two("agreed", 12))), in_bottom_line(situation(_two("single", 19)))
    assert "according to 2 independent origins that agree, last mayor." in agreed and "independent" not in single


def test_the_perpetrators_word_is_called_that() -> None:
    gunmen, foreigners = (Source("gunmen", "perpetrator"),), Group("foreigners")
    report = document("a.txt", "Gunmen said they held 41 foreigners.", "2031-03-03")
    held = count("c1", report, "held 41 foreigners", "41", "held", foreigners, low=41, high=41, sources=gunmen)
    found = Account(
        None, "low-best-high", (report,), (Incident("i1", "Siege", "siege", None, None, None, ("a.txt",)),), (held,),
        {"c1": "i1"}, (), (tally("t1", "i1", "held", foreigners, "foreigners", (41, 41, 41), support=("c1",)),),
    )  # fmt: skip
    assert "according to gunmen (the perpetrators’ own word)" in in_bottom_line(situation(found))


def test_parts_of_the_same_name_are_not_told_of_themselves() -> None:
    """ "29 militants killed. Of them 11 militants": a part by time or place alone is left to the table."""
    for account in (mine(), siege(), crowd()):
        for line in (line for chapter in situation(account).chapters for line in chapter.bottom_line):
            head, _, rest = line.text.partition(" Of them ")
            label = " ".join(head.split(" reported")[0].split()[1:])
            assert not rest or f" {label};" not in f" {rest.split('.')[0]};".replace(f" {label} (", f" {label};")


def test_every_dispute_has_both_sides_and_what_would_settle_it() -> None:
    for account in (mine(), siege()):
        for chapter in situation(account).chapters:
            assert chapter.disputes
            for item in chapter.disputes:
                assert item.conflict and sum(len(side.refs) for side in item.sides) >= 2
            asked = [line.text for line in chapter.lines() if line.lead.startswith("To settle")]
            assert set(asked) == {item.settle for item in chapter.disputes if item.settle}


def test_nationality_and_employer_have_a_line_each() -> None:
    """Every figure of a nationality or employer is in its line; nothing is added up."""
    report = document("a.txt", "Four Norhold workers are missing. Two Danes and three Danes died.", "2031-03-03")
    staff, danes = Group("workers", "worker", employer="Norhold"), Group("Danes", nationality=("Danish",))
    claims = (
        count("c1", report, "Four Norhold workers are missing", "Four", "missing", staff, low=4, high=4),
        count("c2", report, "Two Danes", "Two", "killed", danes, low=2, high=2),
        count("c3", report, "three Danes died", "three", "killed", danes, low=3, high=3),
    )
    tallies = (
        tally("t1", "i1", "missing", staff, "Norhold workers", (4, 4, 4), support=("c1",)),
        tally("t2", "i1", "killed", danes, "Danes", (2, 2, 2), support=("c2",)),
        tally("t3", "i1", "killed", danes, "Danes", (3, 3, 3), support=("c3",)),
    )
    found = Account(
        None, "low-best-high", (report,), (Incident("i1", "Fire", "fire", None, None, None, ("a.txt",)),), claims,
        {c.id: "i1" for c in claims}, (), tallies,
    )  # fmt: skip
    lines = {
        line.lead: line.text for line in situation(found).chapters[0].lines() if line.lead in ("Danish", "Norhold")
    }
    assert lines == {"Danish": "3 Danes killed; 2 Danes killed", "Norhold": "4 Norhold workers missing"}


def test_what_is_left_out_is_counted() -> None:
    """A figure of 300 sentences cites some and says how many there are besides."""
    chapter = situation(crowd()).chapters[0]
    (row,) = chapter.fates[0].rows
    assert len(row.refs) < 300
    assert str(row.state[-1]) == f"{300 - len(row.refs)} more claims in the full report"


# --- what changed --------------------------------------------------------------------------------


def _history(*changes: tuple[str, str, int | None, int | None]) -> History:
    made = tuple(
        Change(
            at, at, kind,
            None if before is None else Extent(before, before, before),
            None if after is None else Extent(after, after, after),
            "single", 1, "c1", ("c1",), f"reason {n}",
        )
        for n, (at, kind, before, after) in enumerate(changes)
    )  # fmt: skip
    return History("t1", "i1", "killed", Group("people"), "people", made, ())


STEPS = (
    ("2031-03-03T10:00:00Z", "first", None, 3),
    ("2031-03-04T09:00:00Z", "rise", 3, 5),
    ("2031-03-04T20:00:00Z", "rise", 5, 9),
    ("2031-03-05T08:00:00Z", "correction", 9, 8),
)


def _changed(as_of: str | None, *steps: tuple[str, str, int | None, int | None]) -> tuple[str, list[str]]:
    account = replace(mine(), as_of=as_of)
    section = situation(replace(account, history=(replace(_history(*steps), incident=account.incidents[0].id),)))
    return section.chapters[0].changed.title, [line.text for line in section.chapters[0].changed.lines]


def test_changes_are_those_of_the_last_day_newest_first() -> None:
    title, lines = _changed("2031-03-05T09:30:00Z", *STEPS)
    assert title == "What changed since Tue 4 Mar 2031, 09:30 UTC"
    assert [line.split(" (")[0] for line in lines] == ["9 → 8", "5 → 9"]


def test_a_date_means_its_end() -> None:
    title, lines = _changed("2031-03-04", *STEPS[:3])
    assert title == "What changed since Tue 4 Mar 2031, 00:00 UTC" and len(lines) == 2


def test_a_quiet_day_shows_the_last_change_and_says_so() -> None:
    title, lines = _changed("2031-03-09T00:00:00Z", *STEPS)
    assert title == "Last changes (Wed 5 Mar 2031, 08:00 UTC); none since"
    assert [line.split(" (")[0] for line in lines] == ["9 → 8"]


def test_without_histories_every_revision_is_told() -> None:
    assert situation(mine()).chapters[0].changed.lines


# --- one incident, several, none -----------------------------------------------------------------


def test_a_report_of_one_incident_holds_nothing_of_the_other() -> None:
    both = joined(mine(), siege())
    here, there = (incident.id for incident in both.incidents)
    assert len(situation(both).chapters) == 2
    told, other = situation(both, here), situation(both, there)
    assert [chapter.incident for chapter in told.chapters] == [here]
    for name in {report.id for report in other.reports} - {report.id for report in told.reports}:
        assert plain(name) not in as_markdown(told)
    assert as_markdown(told) == as_markdown(situation(both, here))


def test_an_unknown_incident_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownIncident, match="there are:"):
        situation(mine(), "nothing")
    with pytest.raises(UnknownIncident):
        situation(joined(mine(), siege()), "")


def test_an_empty_account_is_a_report_that_says_so() -> None:
    report = situation(Account("2031-01-01", "low-best-high"))
    assert report.chapters == () and report.at == "2031-01-01"
    assert "No report of a crisis is held." in as_markdown(report)


def test_judgements_of_people_are_told_with_their_names() -> None:
    account = mine()
    judged = Judgement(account.claims[0].id, None, "set-aside", "a misprint", "I. Dorn", "2031-03-05T10:00:00Z", seq=1)
    other = Judgement("c-elsewhere", None, "set-aside", "of another ledger", "K. Lund", "2031-03-05T10:00:00Z", seq=2)
    report = situation(replace(account, judgements=(judged, other)), account.incidents[0].id)
    (line,) = report.judgements.lines
    assert "a misprint (I. Dorn, Wed 5 Mar 2031)" in line.text and report.notes(line.refs)


def test_the_moment_is_that_asked_for_else_the_newest_report() -> None:
    assert situation(replace(mine(), as_of=None)).at == "2031-03-05" or situation(mine()).at
    assert situation(replace(mine(), as_of="2031-04-01")).at == "2031-04-01"


@pytest.mark.parametrize("make", HANDMADE)
def test_the_order_of_the_account_does_not_matter(make) -> None:  # type: ignore[no-untyped-def]
    """Claims, tallies and documents in another order give the same figures, rows and sentences."""
    account = make()
    turned = replace(account, tallies=account.tallies[::-1], incidents=account.incidents[::-1])
    first, second = situation(account), situation(turned)
    assert [c.bottom_line for c in first.chapters] == [c.bottom_line for c in second.chapters]


@given(st.text(max_size=60))
def test_parts_of_a_direction_make_the_text(text: str) -> None:
    parts = list(directed(text))
    assert "".join(part for part, _ in parts) == text
    assert all(part for part, _ in parts)


def test_words_to_the_left_keep_their_numbers() -> None:
    assert list(directed("in ביום 12 במרץ, 3 dead")) == [("in ", False), ("ביום 12 במרץ", True), (", 3 dead", False)]
