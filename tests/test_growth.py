"""The bench of a full ledger, with ledgers that are not: that it fills, measures and judges as it says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

import growth
from crosswire.ledger import Ledger


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
