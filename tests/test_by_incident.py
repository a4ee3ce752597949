"""One incident at a time gives what the whole account says of it, from that incident's reports alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.ledger import Ledger
from crosswire.model import Account, Document, Incident
from crosswire.pipeline import account, by_incident
from test_regrouping import ALL, DAY, LATER, add, judge, kept, report

#: two agencies on one report make one voice of them wherever either is credited
VOICES = (
    replace(report("a1.txt", "Nine people were hurt when a tram left the rails in Zurich on Sunday.", "2031-03-09"),
            agencies=("Halyard", "Norpress")),
    replace(ALL[0], id="f9.txt", agencies=("Norpress",)),
)  # fmt: skip
MANY = (*ALL, DAY, LATER, *VOICES)


def of(whole: Account, incident: Incident) -> dict[str, Sequence[object]]:
    """What the whole account says of one incident."""
    claims = {c.id for c in whole.claims if whole.claim_incident.get(c.id) == incident.id}
    return {
        "incidents": [incident],
        "documents": [d for d in whole.documents if d.id in incident.documents],
        "claims": [c for c in whole.claims if c.id in claims],
        "relations": [r for r in whole.relations if r.a in claims],
        "tallies": [t for t in whole.tallies if t.incident == incident.id],
        "balances": [b for b in whole.balances if b.incident == incident.id],
        "fates": [f for f in whole.fates if f.incident == incident.id],
        "violations": [v for v in whole.violations if v.incident == incident.id],
        "unplaced": [u for u in whole.unplaced if u.claim in claims],
    }


def agree(ledger: Ledger, as_of: str | None = None) -> None:
    whole, parts = account(ledger, as_of=as_of), list(by_incident(ledger, as_of=as_of))
    assert [part.incidents[0].id for part in parts] == [incident.id for incident in whole.incidents]
    for part, incident in zip(parts, whole.incidents, strict=True):
        expected = of(whole, incident)
        assert {name: list(getattr(part, name)) for name in expected} == expected
        assert (part.as_of, part.policy) == (whole.as_of, whole.policy)
    assert {o for part in parts for o in part.overlaps} == set(whole.overlaps)


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return kept(*MANY)


@pytest.mark.parametrize("as_of", [None, "2031-03-09", "2031-03-10"])
def test_each_incident_is_told_as_in_the_whole_account(as_of: str | None, ledger: Ledger) -> None:
    assert len(account(ledger, as_of=as_of).incidents) > 1
    agree(ledger, as_of)


def test_reprints_of_another_incidents_round_up_and_corrections_from_outside_count_alike() -> None:
    reprint = replace(DAY, id="again.txt", published=replace(DAY.published, value="2031-03-11"))
    with kept(*MANY, reprint) as ledger:
        judge(ledger, "report-corrected", "f3.txt", "m2.txt")
        judge(ledger, "report-withdrawn", "day.txt", since="2031-03-12")
        agree(ledger)


@settings(max_examples=12)
@given(
    said=st.lists(st.lists(st.sampled_from([d.id for d in ALL]), min_size=2, max_size=3, unique=True), max_size=2),
    kind=st.sampled_from(["incident-merge", "incident-split"]),
    some=st.sets(st.sampled_from(MANY), min_size=3),
)
def test_whatever_the_reports_and_whoever_regroups_them(said: list, kind: str, some: set[Document]) -> None:
    with Ledger() as ledger:
        add(ledger, *sorted(some, key=lambda document: document.id))
        for documents in said:
            judge(ledger, kind, *documents)
        agree(ledger)


def test_claims_of_one_incident_are_not_kept_for_the_next(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is fetched when its incident is told, and only its own reports' claims."""
    asked: list[set[str]] = []
    fetch = ledger.claims

    def watched(documents: Sequence[Document]) -> tuple[object, ...]:
        asked.append({document.id for document in documents})
        return fetch(documents)

    monkeypatch.setattr(ledger, "claims", watched)
    for part in by_incident(ledger):
        assert asked == [set(part.incidents[0].documents)]
        asked.clear()


def test_a_reprint_that_has_its_date_from_its_original_keeps_its_claims() -> None:
    """The ledger knows it without a date, and what was read of it by that."""
    text = ALL[2].text + " " + " ".join(f"Boat number {k} of the fleet left for berth {k + 7}." for k in range(9))
    undated = Document("u.txt", report("u.txt", text, "").sha256, text)
    with kept(*ALL[:2], report("o.txt", text, "2031-03-10"), undated) as ledger:
        found = account(ledger)
        assert next(d for d in found.documents if d.id == "u.txt").published.basis == "inferred"
        assert {c.document for c in found.claims if c.status == "killed"} == {"f1.txt", "f2.txt", "o.txt", "u.txt"}
        agree(ledger)
