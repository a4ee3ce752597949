"""crosswire: from reports of a crisis to an attributed account.

>>> from crosswire import Ledger, account, read_paths, record
>>> with Ledger() as ledger:  # doctest: +SKIP
...     done = list(record(read_paths(["reports/"]), ledger))
...     found = account(ledger, as_of="2013-01-20")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crosswire.errors import CrosswireError
    from crosswire.ingest import read_paths
    from crosswire.ledger import Ledger
    from crosswire.model import Account, Claim, Document, Incident, Relation, Tally
    from crosswire.pipeline import account
    from crosswire.recording import record
    from crosswire.report import render

__all__ = [
    "Account",
    "Claim",
    "CrosswireError",
    "Document",
    "Incident",
    "Ledger",
    "Relation",
    "Tally",
    "account",
    "read_paths",
    "record",
    "render",
]

_HOMES = {
    "CrosswireError": "errors",
    "Ledger": "ledger",
    "account": "pipeline",
    "read_paths": "ingest",
    "record": "recording",
    "render": "report",
}


def __getattr__(name: str) -> Any:
    """A public name from its room, imported when it is first asked for: ``import crosswire`` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'crosswire' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"crosswire.{_HOMES.get(name, 'model')}"), name)
