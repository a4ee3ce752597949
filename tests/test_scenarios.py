"""Short reports of invented crises through the whole pipeline: what must be found, and what must never be claimed."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from crosswire.ingest import Ingested
from crosswire.ledger import Ledger
from crosswire.model import Account, Claim, Document, Published
from crosswire.pipeline import account, record

FILES = sorted(Path(__file__).with_name("scenarios").glob("*.toml"))
SCENARIOS = [
    pytest.param(scenario, id=f"{path.stem}: {scenario['name']}")
    for path in FILES
    for scenario in tomllib.loads(path.read_text(encoding="utf-8"))["scenario"]
]


def documents(scenario: Mapping[str, Any]) -> Iterator[Document]:
    """The reports of a scenario, named by their turn."""
    for turn, told in enumerate(scenario["report"]):
        text = told["text"].strip()
        sha = hashlib.sha256(f"{turn} {text}".encode()).hexdigest()
        published = Published(told["day"], "metadata", "its date field") if "day" in told else Published()
        agencies = tuple(told.get("agencies", ()))
        yield Document(
            f"{turn}.txt", sha, text, publisher=told.get("publisher"), agencies=agencies, published=published
        )


def told(scenario: Mapping[str, Any]) -> Account:
    """The account of a scenario's reports, read one after the other."""
    with Ledger() as ledger:
        list(record([Ingested(documents=(document,)) for document in documents(scenario)], ledger, jobs=1))
        return account(ledger)


def name(claim: Claim) -> str:
    """A claim as the scenarios name it: "37 killed"; of what is no count, its event or kind."""
    return f"{claim.number_text} {claim.status}" if claim.kind == "count" else claim.event or claim.kind


def names(found: Account, ids: tuple[str, ...]) -> list[str]:
    """The names of claims, in order."""
    by_id = {claim.id: claim for claim in found.claims}
    return [name(by_id[one]) for one in ids]


def relations(found: Account) -> list[tuple[str, str, str, str | None]]:
    """Every relation as type, a, b and change, by name."""
    return [(r.type, *names(found, (r.a, r.b)), r.change) for r in found.relations]  # type: ignore[misc]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_scenario(scenario: Mapping[str, Any]) -> None:
    """One incident, every finding that is expected, no contradiction and no broken sum that is not."""
    found = told(scenario)
    assert len(found.incidents) == 1, [incident.label for incident in found.incidents]
    related = relations(found)
    for wanted in scenario.get("relation", ()):
        key = (wanted["type"], wanted["a"], wanted["b"])
        fitting = [r for r in related if r[:3] == key]
        assert fitting, f"{key} not in {related}"
        assert wanted.get("change") in (None, *(r[3] for r in fitting))
    expected = sorted((w["a"], w["b"]) for w in scenario.get("relation", ()) if w["type"] == "contradicts")
    assert sorted((a, b) for kind, a, b, _ in related if kind == "contradicts") == expected
    for never in scenario.get("never", ()):
        pair, types = {never["a"], never["b"]}, never.get("types")
        assert not [r for r in related if {r[1], r[2]} == pair and (types is None or r[0] in types)]
    check_tallies(found, scenario)
    check_sums(found, scenario)


def check_tallies(found: Account, scenario: Mapping[str, Any]) -> None:
    """Each expected tally is there; of several of one status and label the first stated."""
    for wanted in scenario.get("tally", ()):
        mine = [t for t in found.tallies if t.status == wanted["status"] and t.part_of is None and t.derived is None]
        mine = [t for t in mine if wanted.get("label") in (None, t.label)]
        assert mine, wanted
        for key in ("low", "best", "high", "state", "roots"):
            assert wanted.get(key) in (None, getattr(mine[0], key)), (key, mine[0])


def check_sums(found: Account, scenario: Mapping[str, Any]) -> None:
    """The sums that fail are exactly those expected."""
    wanted = sorted((one["kind"], sorted(one["claims"])) for one in scenario.get("violation", ()))
    assert sorted((one.kind, sorted(names(found, one.claims))) for one in found.violations) == wanted
    broken = [balance.reason for balance in found.balances if not balance.holds]
    assert bool(broken) <= bool(wanted), broken
