"""The bench of a full ledger, with ledgers that are not: that it fills, measures and judges as it says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

import account_growth
import growth
from crosswire.ledger import Ledger
from stopwatch import Timed


def test_made_up_reports_are_whole_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every one is a report of its own, with claims that quote its text."""
    monkeypatch.setattr(growth, "TEXTS", 3)
    growth.filled(tmp_path / "a.sqlite", 8)
    with Ledger(tmp_path / "a.sqlite") as ledger:
        documents = ledger.documents()
        texts = {document.id: document.text for document in documents}
        claims = ledger.claims(documents)
    assert len(documents) == 8 and len({document.sha256 for document in documents}) == 8
    assert claims and all(texts[c.document][c.span.start : c.span.end] == c.quote for c in claims)
    assert len({claim.id for claim in claims}) == len(claims)


@pytest.mark.parametrize(("full", "status"), [(0.041, 0), (0.060, 0), (0.061, 1)])
def test_the_bar(full: float, status: int) -> None:
    """Half as dear again passes, more does not."""
    costs = {1000: growth.Cost(0.04, 0.04, 1.0, 200), 50_000: growth.Cost(0.04, full, 1.0, 200)}
    assert growth._told(costs) == status


@pytest.mark.parametrize(("large", "status"), [(60.0, 0), (90.0, 0), (91.0, 1)])
def test_the_bar_of_a_growing_account(large: float, status: int) -> None:
    """Six times the reports may take nine times as long, by whichever way."""
    small = Timed(10.0, 10.0, 60.0)
    slow = {"account": Timed(1.0, 1.0, 60.0), "by_incident": Timed(large, large, 60.0)}
    assert account_growth._judged({3000: slow, 500: {"account": small, "by_incident": small}}) == status


def test_a_ledger_grows_to_each_size_with_reports_that_are_not_in_it(tmp_path: Path) -> None:
    for size in account_growth.grown(tmp_path, [1, 3]):
        with Ledger(tmp_path / "ledger.db") as ledger:
            documents = ledger.documents()
            assert len(documents) == size == len({document.sha256 for document in documents})
            assert ledger.claims(documents)
