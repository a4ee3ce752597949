"""A report that was replaced, and those who had reprinted it: their words are the old version's, and add nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crosswire.ingest import Ingested
from crosswire.ledger import Ledger
from crosswire.model import Account, Document, Tally
from crosswire.pipeline import account, by_incident, history, record
from strategies import written_report

STORY = """A ferry sank in the strait off Orlo on Saturday and {dead} people drowned, the coast guard said.

The vessel had left the harbour at dawn with fishermen and market traders on board, and a strong wind was blowing from
the north. Another 31 people were rescued by fishing boats, the coast guard said.

Relatives waited on the quay through the afternoon while divers searched the wreck, which lies forty metres deep
not far from the lighthouse. The owner of the ferry could not be reached for comment.{more}
"""


def wire(dead: str, at: str, name: str) -> Document:
    return replace(
        written_report(name, STORY.format(dead=dead, more=""), at, "Halyard"), url="https://halyard.example/ferry"
    )


def reprint(dead: str, at: str, more: str = "", name: str = "courier.txt") -> Document:
    """Without the agency's credit, at an address of its own."""
    text = STORY.format(dead=dead, more=more)
    return replace(written_report(name, text, at, "Courier"), url=f"https://courier.example/{name}")


V1, V2 = wire("12", "2031-03-08T10:00:00Z", "ferry.txt"), wire("15", "2031-03-08T18:00:00Z", "ferry.txt~2")
NOON, NIGHT = "2031-03-08T12:00:00Z", "2031-03-08T22:00:00Z"


def told(*documents: Document, as_of: str | None = None) -> Account:
    with Ledger() as ledger:
        list(record([Ingested((document,)) for document in documents], ledger, jobs=1))
        whole = account(ledger, as_of=as_of)
        for part, incident in zip(by_incident(ledger, as_of=as_of), whole.incidents, strict=True):
            assert part.tallies == tuple(t for t in whole.tallies if t.incident == incident.id)
        return whole


def tally(found: Account, status: str) -> Tally:
    (one,) = (tally for tally in found.tallies if tally.status == status)
    return one


@pytest.mark.parametrize("at", [NOON, NIGHT])
def test_a_reprint_of_a_replaced_version_speaks_for_nothing_that_was_replaced(at: str) -> None:
    """Printed before or after the agency's second version: 15 drowned, by one origin; the 12 stay in sight."""
    found = told(V1, V2, reprint("12", at))
    assert {d.id: d.copy_of for d in found.documents} == {"ferry.txt~2": None, "courier.txt": "ferry.txt~2"}
    dead, saved = tally(found, "killed"), tally(found, "rescued")
    assert (dead.low, dead.best, dead.high, dead.roots) == (15, 15, 15, 1)
    old = next(claim for claim in found.claims if claim.document == "courier.txt" and claim.low == 12)
    assert old.id in dead.dissent
    assert next(s.why for s in dead.trace if s.claim == old.id) == (
        "courier.txt reprints an earlier version of ferry.txt~2, which no longer says so"
    )
    assert (saved.best, saved.roots, len(saved.support)) == (31, 1, 2)


def test_before_the_second_version_the_reprint_is_one_of_the_first() -> None:
    found = told(V1, V2, reprint("12", NOON), as_of="2031-03-08T13:00:00Z")
    assert {d.id: d.copy_of for d in found.documents} == {"ferry.txt": None, "courier.txt": "ferry.txt"}
    dead = tally(found, "killed")
    assert (dead.best, dead.roots, len(dead.support), dead.dissent) == (12, 1, 2, ())


def test_a_reprint_of_the_version_that_stands_is_no_origin() -> None:
    """Though what it reprints has much of the first version, and is thus like a copy of that."""
    found = told(V1, V2, reprint("15", NIGHT))
    assert {d.id: d.copy_of for d in found.documents} == {"ferry.txt~2": None, "courier.txt": "ferry.txt~2"}
    dead = tally(found, "killed")
    assert (dead.best, dead.roots, len(dead.support), dead.dissent) == (15, 1, 2, ())


def test_what_the_reprint_adds_is_its_own() -> None:
    more = "\n\nTwo children were treated for hypothermia in the Orlo clinic, a nurse told the Courier: 9 were injured."
    found = told(V1, V2, reprint("12", NOON, more))
    assert any(t.status in ("injured", "hospitalised") and t.support for t in found.tallies)
    assert (tally(found, "killed").best, tally(found, "killed").roots) == (15, 1)


def test_an_independent_report_is_not_touched() -> None:
    other = written_report(
        "gazette.txt", "A ferry capsized off Orlo on Saturday. A hospital said 12 people died.", NIGHT
    )
    dead = tally(told(V1, V2, other), "killed")
    assert (dead.low, dead.high) == (12, 15)


def test_the_history_knows_no_fall_by_a_late_reprint() -> None:
    with Ledger() as ledger:
        list(record([Ingested((d,)) for d in (V1, V2, reprint("12", NIGHT))], ledger, jobs=1))
        (dead,) = (one for one in history(ledger).histories if one.status == "killed" and not one.ended)
    assert [(change.kind, change.after and change.after.best) for change in dead.changes] == [("first", 15)]
