"""What must hold of every account, whatever the reports say: the ten invariants of the design, one by one.

Those of relating and settling are tried on claims made up at random; those of reading, of the ledger and of the report
on reports in words.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.claims import claims_of
from crosswire.encoding import decode, dumps, encode, loads
from crosswire.gazetteer import standard
from crosswire.ledger import Entry, Judgement, Ledger
from crosswire.model import Account, Balance, Claim, Document, Reading, Relation, Tally, Unplaced, Warning
from crosswire.pipeline import account
from crosswire.policies import POLICIES
from crosswire.reading.read import read
from crosswire.reconcile import reconcile
from crosswire.report.json import dumped
from crosswire.report.layout import page
from strategies import SENTENCES, Told, reprinted, shelves, stories, texts, written_report

NAMES = sorted(POLICIES)
quick = settings(max_examples=200)


Settled = tuple[tuple[Tally, ...], tuple[Balance, ...], tuple[Unplaced, ...]]


def settle(told: Told, policy: str = "low-best-high") -> Settled:
    return reconcile(told.claims, told.documents, told.relations, told.incident_of, POLICIES[policy])


@quick
@given(stories(), st.randoms())
def test_the_order_of_the_input_changes_nothing(told: Told, random: object) -> None:
    """Invariant 3: every permutation of claims and reports gives the same relations, tallies and balances."""
    claims, documents = list(told.claims), list(told.documents)
    random.shuffle(claims)  # type: ignore[attr-defined]
    random.shuffle(documents)  # type: ignore[attr-defined]
    mixed = Told(tuple(documents), tuple(claims))
    assert told.relations == mixed.relations
    assert settle(told) == settle(mixed)


@quick
@given(stories(), st.sampled_from(("a.txt", "b.txt", "c.txt")), st.sampled_from(NAMES))
def test_a_reprint_changes_no_bound_and_no_root(told: Told, name: str, policy: str) -> None:
    """Invariant 4: adding a copy of a report leaves low, best, high, roots and state of every tally as they were."""
    shown = [(t.id, t.low, t.best, t.high, t.roots, t.state, t.part_of) for t in settle(told, policy)[0]]
    more = settle(reprinted(told, name), policy)
    assert shown == [(t.id, t.low, t.best, t.high, t.roots, t.state, t.part_of) for t in more[0]]


@quick
@given(stories(), st.sampled_from(NAMES))
def test_figures_are_settled_as_they_must(told: Told, policy: str) -> None:
    """Invariants 5 and 6, and what else holds of every tally; one story tries them all."""
    settled = settle(told, policy)
    bounds_are_in_order(settled)
    no_figure_vanishes_and_none_is_counted_twice(told, settled)
    the_trace_tells_of_every_claim(settled)
    derived_tallies_cite_tallies(settled)


def bounds_are_in_order(settled: Settled) -> None:
    """Invariant 5: low is at most best, best at most high, where they are defined."""
    for tally in settled[0]:
        stated = [n for n in (tally.low, tally.best, tally.high) if n is not None]
        assert stated == sorted(stated)


def no_figure_vanishes_and_none_is_counted_twice(told: Told, settled: Settled) -> None:
    """Invariant 6: a figure is background, unplaced, or in the support or dissent of exactly one stated tally."""
    tallies, _, unplaced = settled
    places = [claim for t in tallies for claim in (*t.support, *t.dissent)] + [u.claim for u in unplaced]
    assert sorted(places) == sorted(claim.id for claim in told.claims if not claim.background)
    assert all(t.support for t in tallies if t.derived is None and (t.low, t.best, t.high) != (None, None, None))
    assert not any(t.support or t.dissent for t in tallies if t.derived is not None)


def the_trace_tells_of_every_claim(settled: Settled) -> None:
    """One step for each claim in support or dissent; what is set aside is in dissent, with a reason."""
    for tally in settled[0]:
        assert sorted(step.claim for step in tally.trace) == sorted((*tally.support, *tally.dissent))
        assert {step.claim for step in tally.trace if not step.used} <= set(tally.dissent)
        assert all(step.why for step in tally.trace)


def derived_tallies_cite_tallies(settled: Settled) -> None:
    """A formula names tallies of the same account, and part_of never runs in a circle."""
    tallies = {tally.id: tally for tally in settled[0]}
    for tally in tallies.values():
        assert all(word in tallies for word in (tally.derived or "").split() if word not in "+-")
        seen, above = {tally.id}, tally.part_of
        while above is not None:
            assert above in tallies and above not in seen
            seen.add(above)
            above = tallies[above].part_of


@quick
@given(stories())
def test_relations_are_stated_once_and_explained(told: Told) -> None:
    """No claim is related to itself, no pair twice in one way; each relation names its rule and a reason.

    A repeat belongs to one head, and no two claims are both a repeat and a contradiction of each other.
    """
    found = [(r.a, r.b, r.type) for r in told.relations]
    assert len(found) == len(set(found))
    known = {claim.id for claim in told.claims}
    for relation in told.relations:
        assert relation.a != relation.b and {relation.a, relation.b} <= known
        assert relation.rule and relation.reason and (relation.change is None) == (relation.type != "revises")
    repeats = {(r.a, r.b) for r in told.relations if r.type in ("same", "echoes")}
    opposed = {(r.a, r.b) for r in told.relations if r.type == "contradicts"}
    assert not repeats & (opposed | {(b, a) for a, b in opposed})


@pytest.mark.parametrize("policy", NAMES)
def test_ids_do_not_depend_on_the_process(policy: str) -> None:
    """Invariant 9 for what is made here: a tally's id is a digest of its first claim's id alone."""
    from crosswire.reconcile.tallies import tally_id
    from strategies import GROUPS, figure, report

    told = report("a.txt", "Police said 12 people died.", "2031-05-01")
    claim = figure("c1", told, "12 people died", "12", "killed", GROUPS[0], "police")
    assert [t.id for t in settle(Told((told,), (claim,)), policy)[0]] == [tally_id(claim)]
    assert tally_id(claim) == "td0f631ca1d"


# --- reading and the ledger ----------------------------------------------------------------------


@cache
def entry(document: Document) -> Entry:
    """A report read and turned to claims; each text is parsed once."""
    reading = read(document, standard())
    return Entry(document, reading, claims_of(document, reading))


def told(documents: Sequence[Document], as_of: str | None = None, policy: str = "low-best-high") -> Account:
    with Ledger() as ledger:
        ledger.add([(document.id, entry(document)) for document in documents], "2031-06-01T00:00:00+00:00")
        return account(ledger, as_of=as_of, policy=policy)


@quick
@given(texts())
def test_every_claim_quotes_its_report(text: str) -> None:
    """Invariant 1: quote and number are the text at their offsets; every other span lies within the text."""
    document = written_report("a.txt", text, "2031-05-04")
    for claim in entry(document).claims:
        assert text[claim.span.start : claim.span.end] == claim.quote
        if claim.kind == "count":
            assert claim.number is not None and text[claim.number.start : claim.number.end] == claim.number_text
            assert claim.span.holds(claim.number)
        spans = [hedge.span for hedge in claim.hedges] + [person.span for person in claim.people]
        spans += [source.span for source in claim.sources if source.span]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(text[p.span.start : p.span.end] == p.name for p in claim.people)


@quick
@given(texts())
def test_reading_is_a_function_of_the_text(text: str) -> None:
    """Invariants 2 and 9: the same text reads the same, and what was read comes back from its line of JSON."""
    document = written_report("a.txt", text, "2031-05-04")
    found = read(document, standard())
    assert found == entry(document).reading
    assert loads(Reading, dumps(found)) == found and loads(Document, dumps(document)) == document
    for claim in claims_of(document, found):
        assert loads(Claim, dumps(claim)) == claim


@pytest.mark.parametrize("text", SENTENCES)
def test_reading_ignores_other_reports(text: str) -> None:
    """Invariant 2: a report recorded with others, in one go or late, makes the claims it makes alone."""
    from crosswire.ingest import Ingested
    from crosswire.pipeline import record

    mine = written_report("m.txt", text, "2031-05-04")
    others = [written_report(f"o{k}.txt", other, "2031-05-04") for k, other in enumerate(SENTENCES) if other != text]
    with Ledger() as ledger:
        list(record([Ingested((document,)) for document in (others[0], mine, *others[1:3])], ledger, jobs=1))
        assert set(ledger.claims([mine])) == set(entry(mine).claims)


#: the model's own types, with any text and number that JSON can carry
PLAIN = st.characters(exclude_categories=())
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


@quick
@given(st.one_of(*map(st.from_type, (Document, Claim, Reading, Relation, Tally, Warning, Balance))))
def test_whatever_is_stored_comes_back(value: object) -> None:
    """Invariant 9: decode(encode(x)) == x for every type that is written down, through one line of ASCII."""
    line = dumps(value)
    assert line.isascii() and "\n" not in line
    assert loads(type(value), line) == value and decode(type(value), encode(value)) == value


@quick
@given(st.text(PLAIN), st.text(PLAIN))
def test_half_characters_come_back(one: str, other: str) -> None:
    """Half a surrogate pair, which JSON input can smuggle in, is stored and given back."""
    document = Document(one, other, one + other)
    assert loads(Document, dumps(document)) == document


# --- accounts ------------------------------------------------------------------------------------


def shown(found: Account) -> list[tuple[object, ...]]:
    """What a reader sees of the tallies; ids follow the first report that states a figure."""
    return sorted(((t.status, t.label, t.low, t.best, t.high, t.roots, t.state) for t in found.tallies), key=repr)


@quick
@given(shelves(), st.randoms(use_true_random=False))
def test_the_order_of_recording_changes_no_byte(documents: tuple[Document, ...], random: object) -> None:
    """Invariant 3 for the whole way: reports recorded in another order, or twice, give the same JSON."""
    mixed = list(documents)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert dumped(told(documents)) == dumped(told([*mixed, *mixed[:1]]))


@quick
@given(shelves(), st.integers(0, 3), st.sampled_from(NAMES))
def test_a_reprinted_report_changes_no_figure(documents: tuple[Document, ...], which: int, policy: str) -> None:
    """Invariant 4 for the whole way: another outlet prints a report again, later; no bound and no root changes."""
    original = documents[which % len(documents)]
    copy = replace(
        original,
        id="z-reprint.txt",
        publisher="Eastern Echo",
        published=replace(original.published, value="2031-05-07", basis="metadata"),
    )
    before, after = told(documents, policy=policy), told([*documents, copy], policy=policy)
    assert shown(before) == shown(after)


@quick
@given(shelves(), st.sampled_from(("2031-05-04", "2031-05-05T09:00Z", "2031-05-05T10:00Z", "2031-05-05")))
def test_an_account_of_then_knows_nothing_of_later(documents: tuple[Document, ...], when: str) -> None:
    """Invariant 8: what had not appeared by then might as well not be there."""
    then = told(documents, as_of=when)
    names = {document.id for document in then.documents}
    without = [d for d in documents if d.id in names or d.published.value is None]
    assert dumped(then) == dumped(told(without, as_of=when))


@quick
@given(shelves(), st.sampled_from(NAMES))
def test_every_figure_is_somewhere(documents: tuple[Document, ...], policy: str) -> None:
    """Invariants 5 and 6 for the whole way: bounds in order; each count in one tally, background or unplaced."""
    found = told(documents, policy=policy)
    for tally in found.tallies:
        stated = [n for n in (tally.low, tally.best, tally.high) if n is not None]
        assert stated == sorted(stated)
    stated_in = [id for t in found.tallies for id in (*t.support, *t.dissent)] + [u.claim for u in found.unplaced]
    counts = [c.id for c in found.claims if c.kind == "count" and not c.background and c.id in found.claim_incident]
    assert sorted(stated_in) == sorted(counts)


_NUMBER = re.compile(r"\d[\d,]*")


@quick
@given(shelves())
def test_every_number_shown_is_stated_or_derived(documents: tuple[Document, ...]) -> None:
    """Invariant 10: in the fates table a number is one that a claim of the figure states, or the row says derived."""
    found = told(documents)
    claims = {claim.id: claim for claim in found.claims}
    layout = page(found)
    for row in (row for block in layout.blocks for fates in block.fates for row in fates.rows):
        if any("derived" in note.text for note in row.state):
            continue
        said = {bound for id in row.refs for bound in (claims[id].low, claims[id].high)}
        for cell in (row.low, row.best, row.high):
            assert all(int(number.replace(",", "")) in said for number in _NUMBER.findall(cell)), (row, said)


@quick
@given(texts())
def test_every_stated_number_stands_in_its_words(text: str) -> None:
    """Invariant 10 at its root: digits in a claim's number are its bounds, or one off for "more than", "fewer than"."""
    for claim in entry(written_report("a.txt", text, "2031-05-04")).claims:
        said = {int(n.replace(",", "")) for n in _NUMBER.findall(claim.number_text or "")}
        bounds = {bound for bound in (claim.low, claim.high) if bound is not None}
        assert not said or bounds <= {n + d for n in said for d in (-1, 0, 1)}


def test_a_withdrawn_judgement_leaves_the_account_as_it_was() -> None:
    """Invariant 7: the account after a judgement and its withdrawal is, byte for byte, that before."""
    documents = [written_report("a.txt", "\n\n".join(SENTENCES[:3]), "2031-05-04")]
    with Ledger() as ledger:
        ledger.add([(d.id, entry(d)) for d in documents], "2031-06-01T00:00:00+00:00")
        before = dumped(account(ledger))
        one, other = (claim.id for claim in ledger.claims(documents)[:2])
        made = ledger.judge(Judgement(one, other, "differs", "other people", "desk", "2031-05-05T00:00:00+00:00"))
        ledger.judge(Judgement(one, other, "differs", "", "desk", "2031-05-05T01:00:00+00:00", withdraws=made))
        assert dumped(account(ledger)) == before


def test_the_same_bytes_under_another_hash_seed(tmp_path: Path) -> None:
    """Invariant 9 across processes: ids, order and every byte of the report, whatever Python's hashes."""
    for k in range(3):
        (tmp_path / f"{k}.txt").write_text("\n\n".join(SENTENCES[k * 5 : k * 5 + 5]), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "crosswire",
        "report",
        str(tmp_path),
        "--format",
        "json",
        "--published",
        "2031-05-04",
    ]
    made = {
        subprocess.run([*command, "--jobs", "1"], capture_output=True, check=True, env={"PYTHONHASHSEED": seed}).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(made) == 1 and json.loads(made.pop())["claims"]
