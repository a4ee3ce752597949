"""The API's answers: the report's own objects, a page at a time, whatever is asked and however."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest
from starlette.testclient import TestClient

from crosswire.desk.api import exports
from crosswire.desk.api.shapes import schemas
from crosswire.export.table import read_csv
from crosswire.ledger import Ledger
from crosswire.pipeline import account
from crosswire.report.json import as_json, dumped
from desk_api import REPORTS, ROOT, caught_up, get, opened, recorded

LISTS = (
    "incidents", "documents", "claims", "relations", "tallies", "balances", "fates", "violations", "timeline",
    "actors", "overlaps", "sources", "judgements", "unplaced", "warnings",
)  # fmt: skip
ODD = (
    "..", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "%00", "%ff%fe", "%ed%a0%80", "a" * 5000, "'; DROP TABLE claims; --", "-1",
    "9" * 400, "<script>", "null", "%E2%80%AE", "c", "i", "{}", "%0d%0aSet-Cookie:x=1", "💥",
)  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    return recorded(tmp_path_factory.mktemp("api") / "crisis.ledger")


@pytest.fixture(scope="module")
def desk(ledger: str) -> Iterator[TestClient]:
    with opened(ledger) as client:
        caught_up(client)
        yield client


@pytest.fixture(scope="module")
def published(desk: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = desk.get("/openapi.json").json()
    return found


def conforms(published: dict[str, Any], schema: dict[str, Any], value: object) -> None:
    """The value is what the description says."""
    whole = {**schema, "components": published["components"]}
    jsonschema.Draft202012Validator(whole).validate(value)


# --- the same objects as the report ----------------------------------------------------------------


def test_the_report_is_that_of_the_command_line(desk: TestClient, ledger: str) -> None:
    """Byte for byte; of an earlier moment and under another rule, too."""
    with Ledger(ledger) as held:
        now, then = account(held), account(held, as_of="2031-03-05", policy="ucdp")
    assert desk.get(f"{ROOT}/report").content == dumped(now).encode()
    assert desk.get(f"{ROOT}/report?as_of=2031-03-05&policy=ucdp").content == dumped(then).encode()
    assert len(then.documents) == 1 + 1


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_the_report_s(desk: TestClient, ledger: str, name: str) -> None:
    with Ledger(ledger) as held:
        whole = as_json(account(held))
    found = get(desk, f"/{name}?limit=1000")
    assert found[name] == whole[name]
    assert (found["total"], found["next"], found["changed"]) == (len(whole[name]), None, False)


def test_the_lists_hold_something(desk: TestClient) -> None:
    """Else the tests above say nothing."""
    for name in ("incidents", "documents", "claims", "relations", "tallies", "timeline", "actors", "sources"):
        assert get(desk, f"/{name}")["total"] > 1, name


def test_one_of_each(desk: TestClient) -> None:
    for name in ("incidents", "claims", "tallies", "documents"):
        for entry in get(desk, f"/{name}?limit=1000")[name]:
            assert get(desk, f"/{name}/{quote(entry['id'], safe='')}") == entry


def test_a_claim_by_the_beginning_of_its_id(desk: TestClient) -> None:
    entry = get(desk, "/claims?limit=1")["claims"][0]
    assert get(desk, f"/claims/{entry['id'][:-2]}") == entry


def test_a_report_s_text_is_what_offsets_count_in(desk: TestClient) -> None:
    texts = {}
    for document in get(desk, "/documents")["documents"]:
        answer = desk.get(f"{ROOT}/documents/{quote(document['id'], safe='')}/text")
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        texts[document["id"]] = answer.content.decode()
    assert {report["text"] for report in REPORTS} <= {*texts.values()}
    for claim in get(desk, "/claims?limit=1000")["claims"]:
        assert texts[claim["document"]][claim["start"] : claim["end"]] == claim["quote"]


def test_a_report_may_be_called_text(tmp_path: Path) -> None:
    from crosswire.desk.taking import take

    path = str(tmp_path / "l.ledger")
    Ledger(path).close()
    take(path, "day/text", b"Nine people died in the Potosi mine, police said.", ".txt")
    with opened(path) as client:
        caught_up(client)
        assert get(client, "/documents/day/text")["id"] == "day/text"
        assert client.get(f"{ROOT}/documents/day/text/text").text.startswith("Nine people")


def test_an_incident_s_report_is_a_report(desk: TestClient) -> None:
    """It validates, holds all of its incident and nothing of the others."""
    ours = get(desk, "/incidents")["incidents"]
    assert len(ours) >= 2
    for incident in ours:
        found = get(desk, f"/incidents/{incident['id']}/report")
        conforms({"components": {"schemas": schemas()}}, schemas()["Report"], found)
        assert found["incidents"] == [incident]
        assert {d["id"] for d in found["documents"]} == {*incident["documents"]}
        everything = get(desk, "/claims?limit=1000")["claims"]
        assert found["claims"] == [claim for claim in everything if claim["incident"] == incident["id"]]
        for name in ("claims", "tallies", "sources", "actors", "timeline", "warnings"):
            assert get(desk, f"/{name}?incident={incident['id']}&limit=1000")[name] == found[name]
    actors = [{a["name"] for a in get(desk, f"/actors?incident={i['id']}")["actors"]} for i in ours]
    assert any("Tomas Vael" in names for names in actors) and not all("Tomas Vael" in names for names in actors)


def test_an_incident_by_other_names_is_redirected(desk: TestClient) -> None:
    incident = max(get(desk, "/incidents")["incidents"], key=lambda i: len(i["documents"]))
    for name in (incident["id"][:6], incident["documents"][1]):
        for tail in ("", "/report"):
            answer = desk.get(f"{ROOT}/incidents/{quote(name, safe='')}{tail}?policy=gtd")
            assert answer.status_code == 307
            assert answer.headers["location"] == f"{ROOT}/incidents/{incident['id']}{tail}?policy=gtd"
    later = next(d for d in get(desk, "/documents")["documents"] if d["id"] == incident["documents"][1])
    import hashlib

    once = "i" + hashlib.sha256(f"{later['id']}\x1f{later['sha256']}".encode()).hexdigest()[:8]
    assert desk.get(f"{ROOT}/incidents/{once}").headers["location"].endswith(incident["id"])


# --- choices ---------------------------------------------------------------------------------------


def test_claims_are_chosen(desk: TestClient) -> None:
    everything = get(desk, "/claims?limit=1000")["claims"]

    def group(claim: dict[str, Any]) -> dict[str, Any]:
        return claim.get("group") or {"role": None, "nationality": []}

    origin = [c["sources"][0]["kind"] for c in everything if c["sources"]]
    report = everything[0]["document"]
    asked = {
        "status=killed": lambda c: c.get("status") == "killed",
        "kind=event": lambda c: c["kind"] == "event",
        f"role={group(everything[0])['role']}": lambda c: group(c)["role"] == group(everything[0])["role"],
        "nationality=colombian": lambda c: "Colombian" in group(c)["nationality"],
        f"source_kind={quote(origin[0])}": lambda c: c["sources"][:1] and c["sources"][0]["kind"] == origin[0],
        f"document={quote(report, safe='')}": lambda c: c["document"] == report,
        "background=false": lambda c: not c["background"],
        "status=killed&background=false&kind=count": lambda c: c.get("status") == "killed" and not c["background"],
    }
    for query, fits in asked.items():
        chosen = [claim for claim in everything if fits(claim)]
        assert chosen, query
        assert get(desk, f"/claims?limit=1000&{query}")["claims"] == chosen, query
    assert get(desk, "/claims?nationality=french")["claims"] == []


def test_other_lists_are_chosen(desk: TestClient) -> None:
    tallies = get(desk, "/tallies?limit=1000")["tallies"]
    one = tallies[0]
    query = f"status={one['status']}&state={one['state']}&role={one['group']['role']}&incident={one['incident']}"
    fits = [t for t in tallies if all(t[key] == one[key] for key in ("status", "state", "incident"))]
    assert get(desk, f"/tallies?{query}")["tallies"] == [t for t in fits if t["group"]["role"] == one["group"]["role"]]
    relation = get(desk, "/relations")["relations"][0]
    found = get(desk, f"/relations?type={relation['type']}&claim={relation['b']}")["relations"]
    assert relation in found and all(relation["b"] in (r["a"], r["b"]) for r in found)
    assert {d["publisher"] for d in get(desk, "/documents?publisher=sierra%20post")["documents"]} == {"Sierra Post"}
    assert {i["place"]["country"] for i in get(desk, "/incidents?country=no")["incidents"]} == {"NO"}


def test_an_earlier_moment(desk: TestClient) -> None:
    """Nothing that appeared later is told: no claim, no hit, no report by its id."""
    then = get(desk, "/documents?as_of=2031-03-05")
    assert then["as_of"] == "2031-03-05" and then["total"] == 2
    newest = get(desk, "/documents?limit=1000")["documents"]
    later = next(d for d in newest if d["publisher"] == "Fjord News")
    assert desk.get(f"{ROOT}/documents/{later['id']}?as_of=2031-03-05").status_code == 404
    assert desk.get(f"{ROOT}/documents/{later['id']}/text?as_of=2031-03-05").status_code == 404
    assert get(desk, "/search?q=warehouse")["total"]["reports"] == 1
    assert get(desk, "/search?q=warehouse&as_of=2031-03-05")["total"] == {"reports": 0, "claims": 0}
    assert get(desk, "/search?q=ravine&as_of=2031-03-04")["total"]["reports"] == 1
    assert get(desk, "/claims?known_by=2001-01-01")["total"] == 0


# --- pages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*LISTS, "history"])
def test_pages_put_together_are_the_list(desk: TestClient, name: str) -> None:
    inside = "histories" if name == "history" else name
    whole = get(desk, f"/{name}?limit=1000&policy=majority")[inside]
    told, address = [], f"{ROOT}/{name}?limit=1&policy=majority"
    while address:
        answer = desk.get(address)
        page = answer.json()
        assert len(page[inside]) <= 1 and page["total"] == len(whole)
        link = f'<{page["next"]}>; rel="next"' if page["next"] else None
        assert answer.headers.get("link") == link
        told += page[inside]
        address = page["next"]
        assert len(told) <= len(whole)
    assert told == whole


@pytest.mark.parametrize(
    "cursor", ["x", "", "====", "é", "💥", "bnVsbA", "W10", "WzEsMiwzLDRd", "a" * 5000, "%00", "%ff"]
)
def test_a_broken_cursor_is_refused(desk: TestClient, cursor: str) -> None:
    answer = desk.get(f"{ROOT}/claims", params={"after": cursor})
    assert answer.status_code == 422, answer.text
    assert "cursor" in answer.json()["detail"]


def test_a_cursor_of_another_list_is_refused(desk: TestClient) -> None:
    after = get(desk, "/documents?limit=1")["next"].split("after=")[1]
    assert desk.get(f"{ROOT}/claims?after={after}").status_code == 422
    claims = get(desk, "/claims?limit=1")["next"].split("after=")[1]
    gone = desk.get(f"{ROOT}/claims?status=missing&after={claims}")
    assert gone.status_code == 410 and "begin again" in gone.json()["detail"]


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "x", "1e3", "9" * 5000, "", "NaN"])
def test_a_limit_that_is_none_is_refused(desk: TestClient, limit: str) -> None:
    assert desk.get(f"{ROOT}/claims", params={"limit": limit}).status_code == 422


# --- what is kept ----------------------------------------------------------------------------------


def addresses(desk: TestClient) -> list[str]:
    claim = get(desk, "/claims?limit=1")["claims"][0]
    incident, tally = get(desk, "/incidents")["incidents"][0]["id"], get(desk, "/tallies")["tallies"][0]["id"]
    document = quote(claim["document"], safe="")
    found = [f"/{name}" for name in LISTS]
    found += [f"/claims/{claim['id']}", f"/claims/{claim['id']}/evidence", f"/tallies/{tally}"]
    found += [f"/incidents/{incident}", f"/incidents/{incident}/report", f"/documents/{document}"]
    found += [f"/documents/{document}/text", "/report", "/policies", "/history", "/search?q=bus", "/status"]
    found += ["/judgements?which=every"]
    found += [f"/export/{name}" for name in ("claims.ndjson", "claims.csv", "claims.parquet", "tallies.csv", "gtd")]
    return [*found, "/export/ucdp/losses"]


def test_every_answer_has_a_tag(desk: TestClient) -> None:
    for path in addresses(desk):
        first = desk.get(f"{ROOT}{path}")
        assert first.status_code == 200, path
        again = desk.get(f"{ROOT}{path}", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), path
        assert again.headers["etag"] == first.headers["etag"]
        if path != "/policies":
            assert first.headers["x-crosswire-revision"] == get(desk, "/status")["revision"], path
        other = desk.get(f"{ROOT}{path}", headers={"If-None-Match": '"other", W/"another"'})
        assert other.content == first.content


def test_every_answer_is_described(desk: TestClient, published: dict[str, Any]) -> None:
    """Under its path, with its status, its kind of content and its schema."""
    patterns = {tuple(path.split("/")): said for path, said in published["paths"].items()}
    seen = set()
    for path in addresses(desk):
        answer = desk.get(f"{ROOT}{path}")
        parts = f"{ROOT}{path.split('?')[0]}".split("/")
        fitting = [
            k
            for k in patterns
            if len(k) == len(parts) and all(a == b or a[:1] == "{" for a, b in zip(k, parts, strict=True))
        ]
        said = patterns[min(fitting, key=lambda k: sum(a[:1] == "{" for a in k))]["get"]
        content = said["responses"]["200"]["content"]
        media = answer.headers["content-type"].split(";")[0]
        assert media in content, path
        if media == "application/json":
            conforms(published, content[media]["schema"], answer.json())
        seen.add(said["operationId"])
    every = {said["get"]["operationId"] for said in published["paths"].values() if "get" in said}
    assert seen == every


def test_the_description_holds_together(published: dict[str, Any]) -> None:
    operations = [said for path in published["paths"].values() for said in path.values()]
    ids = [said["operationId"] for said in operations]
    assert len(ids) == len({*ids}) and all(path.startswith(ROOT) for path in published["paths"])
    names = published["components"]["schemas"]
    assert {ref.rsplit("/", 1)[1] for ref in references(published)} <= {*names}
    for said in operations:
        assert said["tags"] and (said.get("summary") or said.get("description"))
        assert {"401", "403", "429"} <= {*said["responses"]}
        for status, response in said["responses"].items():
            assert status in ("304", "307") or response["content"], (said["operationId"], status)
            assert response["description"]
    assert published["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for schema in names.values():
        jsonschema.Draft202012Validator.check_schema(schema)


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from ([value["$ref"]] if isinstance(value.get("$ref"), str) else [])
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


# --- evidence and history --------------------------------------------------------------------------


def test_evidence_has_the_sentence_the_chain_and_what_is_related(desk: TestClient) -> None:
    claims = get(desk, "/claims?limit=1000")["claims"]
    texts = {d["id"]: desk.get(f"{ROOT}/documents/{quote(d['id'], safe='')}/text").text
             for d in get(desk, "/documents")["documents"]}  # fmt: skip
    relations = get(desk, "/relations?limit=1000")["relations"]
    for claim in claims:
        found = get(desk, f"/claims/{claim['id']}/evidence")
        assert found["claim"] == claim and found["document"]["id"] == claim["document"]
        start, end = found["sentence"]["start"], found["sentence"]["end"]
        assert start <= claim["start"] and claim["end"] <= end
        assert texts[claim["document"]][start:end] == found["sentence"]["text"]
        assert [hop["name"] for hop in found["chain"] if hop["place"] == "source"] == [
            s["name"] for s in claim["sources"]
        ]
        assert [r["relation"] for r in found["related"]] == [r for r in relations if claim["id"] in (r["a"], r["b"])]
        for related in found["related"]:
            other = {related["relation"]["a"], related["relation"]["b"]} - {claim["id"]}
            assert {related["claim"]["id"]} == other
    reuters = next(c for c in claims if "15" in c["quote"])
    chain = get(desk, f"/claims/{reuters['id']}/evidence")["chain"]
    assert [(hop["place"], hop["name"]) for hop in chain] == [
        ("source", "fire service"), ("agency", "Reuters"), ("outlet", "=HYPERLINK(evil)"),
    ]  # fmt: skip


def test_history_tells_how_a_figure_came_to_be(desk: TestClient) -> None:
    killed = [h for h in get(desk, "/history?status=killed")["histories"] if len(h["changes"]) > 1]
    assert killed and all(h["status"] == "killed" for h in killed)
    one = max(killed, key=lambda h: len(h["changes"]))
    assert [c["kind"] for c in one["changes"]][:2] == ["first", "rise"]
    assert one["changes"][0]["clocks"]["published"] == "2031-03-04T18:00:00Z"
    assert [h["tally"] for h in get(desk, f"/history?tally={one['tally']}")["histories"]] == [one["tally"]]
    assert get(desk, "/history?as_of=2031-03-04&status=killed")["histories"][0]["changes"][-1]["kind"] == "first"


# --- files -----------------------------------------------------------------------------------------


def test_lines_of_json(desk: TestClient) -> None:
    claims = get(desk, "/claims?limit=1000&status=killed")["claims"]
    answer = desk.get(f"{ROOT}/export/claims.ndjson?status=killed")
    assert answer.headers["content-disposition"] == 'attachment; filename="claims.ndjson"'
    assert [json.loads(line) for line in answer.text.splitlines()] == claims


def test_a_table_runs_nothing(desk: TestClient) -> None:
    """What begins like a formula has an apostrophe before it; and is read back as it was."""
    text = desk.get(f"{ROOT}/export/claims.csv").content.decode()
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert "'=HYPERLINK(evil)" in cells and not any(cell[:1] in tuple("=+@\t") for cell in cells)
    assert [row["id"] for row in read_csv(text)] == [c["id"] for c in get(desk, "/claims?limit=1000")["claims"]]
    assert "=HYPERLINK(evil)" in {row["publisher"] for row in read_csv(text)}


def test_parquet_is_the_table(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(exports, "_GROUP", 2)  # several groups
    rows = parquet.read_table(io.BytesIO(desk.get(f"{ROOT}/export/claims.parquet?kind=count").content)).to_pylist()
    claims = get(desk, "/claims?limit=1000&kind=count")["claims"]
    assert [(r["id"], r["minimum"], r["maximum"], r["quote"]) for r in rows] == [
        (c["id"], c["low"], c["high"], c["quote"]) for c in claims
    ]
    assert {type(r["background"]) for r in rows} == {bool}


def test_without_the_library_parquet_is_not_implemented(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(exports, "import_module", missing)
    answer = desk.get(f"{ROOT}/export/claims.parquet?status=injured")
    assert answer.status_code == 501 and "pip install" in answer.json()["detail"]


def test_other_schemas_are_settled_by_their_own_rule(desk: TestClient) -> None:
    from crosswire.export import exported

    for format in ("ucdp", "gtd", "tallies.csv"):
        assert desk.get(f"{ROOT}/export/{format}").status_code == 200
    rows = read_csv(desk.get(f"{ROOT}/export/tallies.csv").text)
    assert [row["id"] for row in rows] == [t["id"] for t in get(desk, "/tallies?limit=1000")["tallies"]]
    report = get(desk, "/report?policy=gtd")
    assert report["policy"] == "gtd"
    assert desk.get(f"{ROOT}/export/gtd").content == desk.get(f"{ROOT}/export/gtd?policy=gtd").content
    assert exported and desk.get(f"{ROOT}/export/nothing").status_code == 404


# --- whatever is asked -----------------------------------------------------------------------------


@pytest.mark.parametrize("odd", ODD)
def test_odd_words_are_answered_in_one_line(desk: TestClient, odd: str) -> None:
    paths = [f"/{name}/{odd}" for name in ("incidents", "claims", "tallies", "documents", "export", "nothing")]
    paths += [f"/incidents/{odd}/report", f"/claims/{odd}/evidence", f"/documents/{odd}/text", f"/export/{odd}/losses"]
    choices = ("as_of", "known_by", "policy", "incident", "after", "limit", "status", "kind", "document", "background")
    paths += [f"/claims?{name}={odd}" for name in choices]
    paths += [f"/search?q={odd}", f"/history?tally={odd}", f"/relations?claim={odd}", f"/incidents?country={odd}"]
    for path in paths:
        answer = desk.get(f"{ROOT}{path}")
        assert answer.status_code < 500, (path, answer.text)
        assert "\n" not in answer.headers.get("location", "") and "set-cookie" not in answer.headers
        if answer.status_code >= 400:
            problem = answer.json()
            assert answer.headers["content-type"] == "application/problem+json"
            assert problem["status"] == answer.status_code and "\n" not in problem["detail"]
            assert "/crisis.ledger" not in answer.text and "Traceback" not in answer.text


def test_other_methods_are_refused(desk: TestClient) -> None:
    for method in ("PUT", "PATCH", "DELETE"):
        assert desk.request(method, f"{ROOT}/claims", headers={"X-Requested-With": "test"}).status_code == 405


def test_a_hostile_report_is_a_string(desk: TestClient) -> None:
    documents = get(desk, "/documents")["documents"]
    assert "<script>alert(1)</script>" in {d["title"] for d in documents}
    answer = desk.get(f"{ROOT}/documents")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert any("\u202e" in desk.get(f"{ROOT}/documents/{quote(d['id'], safe='')}/text").text for d in documents)
    assert "odd name?/#1;&=.txt" in {d["id"] for d in documents}
