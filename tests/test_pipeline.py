"""The whole way, from reports to an account, and what must hold of every account."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from crosswire import workers
from crosswire.dating import dated, placed
from crosswire.errors import UnknownPolicy
from crosswire.ingest import Ingested
from crosswire.ledger import Ledger
from crosswire.model import Account, Claim, Document, Incident, Published, Reading, Span, TimeMention, Warning
from crosswire.pipeline import Recorded, account, record

FIRST = (
    "Gunmen stormed the Orfeo hotel in Nairobi on Saturday, killing 12 people and taking 30 guests hostage, police "
    "said. A security source said four of the attackers had been killed."
)
SECOND = (
    "The siege of the Orfeo hotel in Nairobi ended on Sunday when troops stormed it. Police said 15 people had been "
    "killed and 28 hostages freed. Hotel guard Amos Kirui was among the dead."
)
FLOOD = (
    "Floods killed 61 people in the Bihar villages of eastern India, officials said on Friday. About 4,000 families "
    "were moved to camps as the Gandak river kept rising."
)


def report(name: str, text: str, when: str | None = None, **more: object) -> Document:
    published = Published(when, "metadata", "its own") if when else Published()
    made = Document(name, hashlib.sha256(text.encode()).hexdigest(), text, published=published)
    return replace(made, **more)  # type: ignore[arg-type]


def parts(*documents: Document) -> list[Ingested]:
    return [Ingested((document,)) for document in documents]


def told(*documents: Document, as_of: str | None = None, jobs: int | None = 1) -> Account:
    with Ledger() as ledger:
        list(record(parts(*documents), ledger, jobs=jobs))
        return account(ledger, as_of=as_of)


@pytest.fixture(scope="module")
def hotel() -> Account:
    return told(
        report("1.txt", FIRST, "2031-03-08"),
        report("2.txt", SECOND, "2031-03-10"),
        report("3.txt", FLOOD, "2031-03-10"),
    )


def figures(found: Iterable[Claim]) -> set[tuple[str, int | None, str]]:
    return {(claim.document, claim.low, claim.status or "") for claim in found if claim.kind == "count"}


def test_reports_become_an_account(hotel: Account) -> None:
    """Two stories, their figures, their sources, their days."""
    assert {incident.documents for incident in hotel.incidents} == {("1.txt", "2.txt"), ("3.txt",)}
    assert {("1.txt", 12, "killed"), ("1.txt", 30, "held"), ("2.txt", 28, "freed"), ("3.txt", 61, "killed")} <= figures(
        hotel.claims
    )
    siege = next(incident for incident in hotel.incidents if "1.txt" in incident.documents)
    assert (siege.start, siege.end) == ("2031-03-08", "2031-03-09")
    twelve = next(claim for claim in hotel.claims if claim.low == 12)
    assert (
        [source.name for source in twelve.sources] == ["police"] and twelve.time and twelve.time.start == "2031-03-08"
    )


def test_every_claim_quotes_its_report(hotel: Account) -> None:
    """text[start:end] == quote, and the same for the number."""
    texts = {document.id: document.text for document in hotel.documents}
    for claim in hotel.claims:
        assert texts[claim.document][claim.span.start : claim.span.end] == claim.quote
        if claim.number:
            assert texts[claim.document][claim.number.start : claim.number.end] == claim.number_text


def test_every_count_is_somewhere(hotel: Account) -> None:
    """In one tally's support or dissent, or background, or not placed with a reason: nothing vanishes."""
    homes = [c for tally in hotel.tallies if tally.derived is None for c in (*tally.support, *tally.dissent)]
    homes += [entry.claim for entry in hotel.unplaced]
    for claim in hotel.claims:
        if claim.kind == "count":
            assert homes.count(claim.id) == (0 if claim.background else 1), claim.quote


def test_order_does_not_matter(hotel: Account) -> None:
    """The same reports recorded in another order give the same account."""
    assert hotel == told(
        report("3.txt", FLOOD, "2031-03-10"),
        report("2.txt", SECOND, "2031-03-10"),
        report("1.txt", FIRST, "2031-03-08"),
    )


def test_an_account_as_of_a_moment_knows_nothing_later(hotel: Account) -> None:
    """The evening of the 8th is the same whether or not the 10th has come."""
    before = told(report("1.txt", FIRST, "2031-03-08"), as_of="2031-03-09")
    after = told(report("1.txt", FIRST, "2031-03-08"), report("2.txt", SECOND, "2031-03-10"), as_of="2031-03-09")
    assert before == after
    assert [document.id for document in after.documents] == ["1.txt"]


def test_the_undated_are_left_out_as_of_a_moment_and_named() -> None:
    """Nobody can say that they had appeared."""
    found = told(report("1.txt", FIRST, "2031-03-08"), report("2.txt", SECOND), as_of="2031-03-09")
    assert [document.id for document in found.documents] == ["1.txt"]
    assert any(warning.document == "2.txt" and "left out" in warning.text for warning in found.warnings)


def test_recording_twice_changes_nothing() -> None:
    """The second time every report is known, and the account is the same."""
    with Ledger() as ledger:
        documents = parts(report("1.txt", FIRST, "2031-03-08"), report("2.txt", SECOND, "2031-03-10"))
        list(record(documents, ledger))
        before = account(ledger)
        again = list(record(documents, ledger))
        assert all(done.known and done.claims for done in again)
        assert account(ledger) == before


def test_two_processes_read_as_one_does(hotel: Account) -> None:
    """Results in input order, the same account."""
    assert hotel == told(
        report("1.txt", FIRST, "2031-03-08"),
        report("2.txt", SECOND, "2031-03-10"),
        report("3.txt", FLOOD, "2031-03-10"),
        jobs=2,
    )


def done_with(monkeypatch: pytest.MonkeyPatch, *documents: Document) -> tuple[list[Recorded], list[str]]:
    """What recording gives when a text with "poison" in it makes the reading fail; the names that were read."""
    read: list[str] = []

    def attempt(document: Document, _: object) -> workers.Result:
        read.append(document.id)
        if "poison" in document.text:
            return workers.UnreadableInput(document.id, "reading it failed")
        return Reading(document.id)

    monkeypatch.setattr(workers, "attempt", attempt)
    with Ledger() as ledger:
        return list(record(parts(*documents), ledger, jobs=1)), read


def test_a_report_that_cannot_be_read_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, the others are recorded, in order."""
    done, _ = done_with(monkeypatch, report("a", "one"), report("b", "poison"), report("c", "three"))
    assert [d.document.id if d.document else str(d.failures[0]) for d in done] == ["a", "b: reading it failed", "c"]


def test_a_text_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten outlets may print it; each keeps a record of its own."""
    done, read = done_with(monkeypatch, *(report(f"{n}", "the same words") for n in range(10)))
    assert read == ["0"] and len(done) == 10


def test_what_is_not_english_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is an empty report; both are recorded."""
    done, read = done_with(monkeypatch, report("a", "Паром затонул.", language="ru"), report("b", "\n"))
    assert read == [] and [d.claims for d in done] == [0, 0]


def test_a_failure_inside_reading_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong in a rule becomes the report's failure, not the run's."""
    from crosswire.reading import read as room

    def broken(*_: object, **__: object) -> Reading:
        raise ZeroDivisionError("no\nsuch luck")

    monkeypatch.setattr(room, "read", broken)
    result = workers.attempt(report("a", FIRST))
    assert isinstance(result, workers.UnreadableInput) and "no" in result.reason and "\n" not in str(result)


def test_another_text_of_the_same_name_within_one_run() -> None:
    """Both are kept, under names of their own."""
    with Ledger() as ledger:
        list(record(parts(report("a", FIRST), report("a", FLOOD)), ledger))
        names = [document.id for document in ledger.documents()]
    assert len(names) == 2 and names[0] == "a" and names[1].startswith("a~")


def test_an_unknown_policy_is_refused() -> None:
    """Before anything is gathered."""
    with Ledger() as ledger, pytest.raises(UnknownPolicy):
        account(ledger, policy="loudest-voice")


def test_no_reports_give_an_empty_account() -> None:
    """No documents, no incidents, no failure."""
    found = told()
    assert (found.documents, found.incidents, found.claims, found.tallies) == ((), (), (), ())


# --- days ----------------------------------------------------------------------------------------

SATURDAY = TimeMention(Span(0, 11), "on Saturday", "weekday", (5, None))
TODAY = TimeMention(Span(0, 5), "today", "relative", (0,))


def claim(name: str, mention: TimeMention | None = SATURDAY) -> Claim:
    return Claim(f"c{name}", "event", name, "", Span(0, 0), event="assault", time_mention=mention)


def starts(documents: list[Document], *claims: Claim) -> tuple[list[str | None], list[Warning]]:
    incident = Incident("i1", "", "attack", None, None, None, tuple(document.id for document in documents))
    found, warnings = placed(claims, documents, [incident])
    return [c.time.start if c.time else None for c in found], list(warnings)


def test_a_reprint_without_a_date_takes_the_original_s() -> None:
    """And says so; one with a date keeps it, but its weekdays are still the original's."""
    original, undated, later = report("a", FIRST, "2031-03-09"), report("b", FIRST), report("c", FIRST, "2031-03-17")
    found = dated([original, undated, later], {"b": "a", "c": "a"})
    assert [d.published.value for d in found] == ["2031-03-09", "2031-03-09", "2031-03-17"]
    assert found[1].published.basis == "inferred" and "a" in found[1].published.reason
    assert starts(list(found), claim("a"), claim("b"), claim("c"))[0] == ["2031-03-08"] * 3


def test_weekdays_of_an_undated_report_follow_the_story() -> None:
    """All dated reports of the story put Saturday on the same day: it is that day, and the reason is given."""
    documents = [report("a", FIRST, "2031-03-09"), report("b", SECOND, "2031-03-11"), report("c", FIRST)]
    days, warnings = starts(documents, claim("c"))
    assert days == ["2031-03-08"]
    assert [w.document for w in warnings] == ["c"] and "placed by the dated reports" in warnings[0].text


@pytest.mark.parametrize(
    ("days", "mention"),
    [
        (("2031-03-07", "2031-03-11"), SATURDAY),  # between them lies a Saturday
        (("2031-03-09", "2031-03-30"), SATURDAY),  # weeks apart
        (("2031-03-09", "2031-03-10"), TODAY),  # today of which day?
        (("2031-03-09",), TODAY),  # a report's own day is not that of another report
        ((), SATURDAY),
    ],
)
def test_what_the_story_leaves_open_stays_open(days: tuple[str, ...], mention: TimeMention) -> None:
    """No day is invented; the warning says what would help."""
    documents = [report(f"d{n}", SECOND, day) for n, day in enumerate(days)] + [report("c", FIRST)]
    found, warnings = starts(documents, claim("c", mention))
    assert found == [None]
    assert warnings == [Warning("c", "no date: weekdays cannot be placed; use --published")]


def test_a_report_without_floating_times_needs_no_date() -> None:
    """ "on 5 May 2014" is placed by itself; nothing to warn of."""
    plain = TimeMention(Span(0, 10), "5 May 2014", "day", (2014, 5, 5))
    assert starts([report("c", FIRST)], claim("c", plain)) == (["2014-05-05"], [])
    assert date.fromisoformat("2014-05-05").year == 2014
