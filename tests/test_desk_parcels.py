"""An account in pieces is the same account, however long its lists are."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from crosswire.desk.parcels import packed, unpacked
from crosswire.ingest import Ingested
from crosswire.ledger import Ledger
from crosswire.model import Account, Document, Published, Warning
from crosswire.pipeline import account
from crosswire.recording import record


@pytest.fixture(scope="module")
def told() -> Account:
    """The account of one report."""
    text = "At least 12 miners were killed and 30 injured in a blast near Lubin, police said on Monday."
    document = Document("a.txt", "0" * 64, text, published=Published("2031-03-03", "metadata", "its date field"))
    with Ledger() as ledger:
        list(record([Ingested(documents=(document,))], ledger, jobs=1))
        return account(ledger)


@pytest.mark.parametrize("many", [0, 1, 149, 150, 151, 1000])
def test_unpacked_is_what_was_packed(told: Account, many: int) -> None:
    """Lists of any length, mappings and single values."""
    whole = replace(
        told,
        warnings=tuple(Warning("a.txt", str(n)) for n in range(many)),
        earlier={f"c{n}": f"i{n}" for n in range(many)},
        as_of=None if many % 2 else "2031-03-04T00:00:00+00:00",
    )
    assert unpacked(pickle.loads(pickle.dumps(packed(whole)))) == whole


def test_an_account_of_nothing() -> None:
    """Empty lists stay lists."""
    nothing = Account(as_of=None, policy="low-best-high")
    assert unpacked(packed(nothing)) == nothing
