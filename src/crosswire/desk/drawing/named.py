"""What places the reports of an incident name, asked of the ledger: an account keeps those of claims alone."""

from __future__ import annotations

from collections.abc import Sequence

from crosswire.ledger import Ledger
from crosswire.model import Document, Place

#: reports that are asked for at the most, the newest: half a millisecond each
MOST = 200


def named(ledger: Ledger, documents: Sequence[Document]) -> dict[str, tuple[Place, ...]]:
    """The places that each report names, by its id; a reprint names what its original does, and is not asked for."""
    own = [document for document in documents if document.copy_of is None]
    newest = sorted(own, key=lambda document: (document.published.value or "", document.id), reverse=True)
    return ledger.places(newest[:MOST])
