"""The JSON report against its published schema, and the schema against its own promises."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from crosswire.model import Account
from crosswire.report import render, stream
from crosswire.report.json import as_json
from report_accounts import crowd, hostile, joined, mine, siege

SCHEMA = json.loads(resources.files("crosswire.report").joinpath("report.schema.json").read_text(encoding="utf-8"))
CHECK = Draft202012Validator(SCHEMA)
ACCOUNTS = {
    "mine": mine(), "siege": siege(), "both": joined(mine(), siege()), "hostile": hostile(), "crowd": crowd(),
    "empty": Account(None, "low-best-high"),
}  # fmt: skip
COUNT = (
    "id kind document incident background quote start end number low high approximate status group people scope "
    "part_of out_of named sources certainty hedges time place"
).split()


def objects(node: Any, path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield path, node
        for key, value in node.items():
            yield from objects(value, f"{path}.{key}")
    elif isinstance(node, list):
        for n, value in enumerate(node):
            yield from objects(value, f"{path}[{n}]")


def test_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_schema_is_strict_and_describes_every_field() -> None:
    found = dict(objects(SCHEMA))
    assert len(found) > 15
    for path, node in found.items():
        assert node["additionalProperties"] is False, path
        assert node["required"] == list(node["properties"]), path
        for name, field in node["properties"].items():
            assert field.get("description", "").strip(), f"{path}.{name}"


@pytest.mark.parametrize("name", ACCOUNTS)
def test_report_keeps_to_the_schema(name: str) -> None:
    errors = [f"{error.json_path}: {error.message}" for error in CHECK.iter_errors(as_json(ACCOUNTS[name]))]
    assert errors == []


def in_order(value: Any, schema: dict[str, Any]) -> bool:
    """True if every object's keys come as the schema lists them."""
    if "$ref" in schema:
        return in_order(value, SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]])
    for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        resolved = SCHEMA["$defs"][choice["$ref"].rsplit("/", 1)[1]] if "$ref" in choice else choice
        if Draft202012Validator({**resolved, "$defs": SCHEMA["$defs"]}).is_valid(value):
            return in_order(value, resolved)
    if isinstance(value, dict):
        fields = schema["properties"]
        return list(value) == list(fields) and all(in_order(value[key], fields[key]) for key in value)
    return not isinstance(value, list) or all(in_order(item, schema["items"]) for item in value)


@pytest.mark.parametrize("name", ["mine", "siege"])
def test_keys_come_in_the_published_order(name: str) -> None:
    assert in_order(as_json(ACCOUNTS[name]), SCHEMA)


def test_a_count_has_all_its_fields_in_order() -> None:
    assert {tuple(claim) for claim in as_json(mine())["claims"] if claim["kind"] == "count"} == {tuple(COUNT)}


def test_offsets_lead_back_to_the_words() -> None:
    account = joined(mine(), siege())
    texts = {document.id: document.text for document in account.documents}
    for claim in as_json(account)["claims"]:
        text = texts[claim["document"]]
        assert text[claim["start"] : claim["end"]] == claim["quote"]
        if claim["kind"] == "count":
            number = claim["number"]
            assert text[number["start"] : number["end"]] == number["text"]
        for source in claim["sources"]:
            assert source["start"] is None or text[source["start"] : source["end"]] == source["name"]
        for person in claim.get("people", []):
            assert text[person["start"] : person["end"]] == person["name"]


def test_an_unanchored_time_has_words_and_no_days() -> None:
    times = [claim["time"] for claim in as_json(siege())["claims"] if claim["time"]]
    assert {"start": None, "end": None, "text": "on Friday"} in times


@pytest.mark.parametrize("name", ACCOUNTS)
def test_json_is_written_an_entry_at_a_time(name: str) -> None:
    account = ACCOUNTS[name]
    pieces = list(stream(account, "json"))
    assert "".join(pieces) == json.dumps(as_json(account), ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    assert sum('"quote":' in piece for piece in pieces) == len(account.claims)
    assert max(piece.count('"id":') for piece in pieces) <= 1


def test_json_has_no_nan_and_survives_utf8() -> None:
    text = render(hostile(), "json")
    back = json.loads(text.encode("utf-8"), parse_constant=pytest.fail)
    assert back["incidents"][0]["place"] == {
        "name": "<b>Nowhere</b>", "country": "ZZ", "latitude": None, "longitude": None, "precision": "exact",
    }  # fmt: skip
    assert back["claims"][0]["quote"] == hostile().claims[0].quote
    lone = replace(hostile(), policy="half \ud800 pair")
    assert json.loads(render(lone, "json").encode("utf-8"))["policy"] == "half \ud800 pair"
    assert "阿卜杜勒" in text


@pytest.mark.parametrize(
    "spoil",
    [
        lambda report: report["claims"][0].update(extra=1),
        lambda report: report["claims"][0].pop("out_of"),
        lambda report: report["claims"][0].update(status="perished"),
        lambda report: report["claims"][0].update(low=-1),
        lambda report: report["claims"][-1].update(number=None),
        lambda report: report["claims"][0].update(kind="rumour"),
        lambda report: report["relations"][0].update(type="agrees"),
        lambda report: report["tallies"][0].update(state="true"),
        lambda report: report["tallies"][0]["group"].pop("label"),
        lambda report: report["documents"][0].update(sha256="xyz"),
        lambda report: report.update(schema="crosswire.report/2"),
        lambda report: report.pop("warnings"),
    ],
)
def test_schema_refuses_what_the_contract_does_not_allow(spoil: Any) -> None:
    report = deepcopy(as_json(mine()))
    assert CHECK.is_valid(report)
    spoil(report)
    assert not CHECK.is_valid(report)


def test_the_guide_names_every_field() -> None:
    guide = (Path(__file__).parent.parent / "docs" / "json.md").read_text(encoding="utf-8")
    fields = {name for _, node in objects(SCHEMA) for name in node["properties"]}
    assert {name for name in fields if f"`{name}`" not in guide} == set()
