"""Ask the desk's API what no client would: `schemathesis` over its OpenAPI description, against a running server.

    python bench/api_fuzz.py [--cases 2000] [--seed 1] [--port 8399] [--url http://127.0.0.1:8377]

A desk over a ledger of its own is started (or one is asked that runs already, which gets reports and judgements), and
every operation is called with what its description allows and with what it forbids; half of the ids are real ones.
Fails (status 1) on any status of 500 or more, on an answer that is not as described (status, kind of content, headers,
schema), or if there were fewer cases than asked for.  Answers in one line what was counted.

What a 405 says in Allow is not checked: the router names the methods of the first route at an address.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
    "response_headers_conformance,unsupported_method"
)
REPORTS = [
    {
        "text": "QUILLOTA - At least 12 people were killed and 7 injured when a train left the rails near Quillota on "
        "Monday, police said.",
        "published": "2031-03-04T18:00:00Z",
        "publisher": "Coast Wire",
        "title": "<b>Train</b>",
    },
    {
        "text": "QUILLOTA, March 5 (Reuters) - At least 15 people were killed when a train derailed near Quillota on "
        "Monday, the fire service said. Four passengers are missing.",
        "published": "2031-03-05",
        "publisher": "=1+1",
    },
    {
        "text": "Only 11 people were killed in Monday's train crash near Quillota, the railway said on Wednesday.",
        "published": "2031-03-06T20:00:00Z",
        "publisher": "Sierra Post",
    },
    {
        "text": "OSLO - Two firefighters were injured when a warehouse burned in Oslo, the brigade said.\u202e\u0000",
        "published": "2031-06-13T12:00:00Z",
    },
]


def main() -> int:
    """Run it; the status says whether the API held."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--cases", type=int, default=2000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--port", type=int, default=8399)
    asked.add_argument("--url", help="a desk that runs")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, desk(Path(folder), given.port, given.url) as url:
        described = Path(folder) / "openapi.json"
        operations = describe(url, described)
        told = Path(folder) / "events.ndjson"
        each = max(10, -(-given.cases // operations))
        status = fuzz(url, described, told, each, given.seed)
        found = counted(told)
        state = read(f"{url}/api/v1/status")
    total = sum(found.values())
    worst = {code: n for code, n in sorted(found.items()) if code >= 500}
    by_class = Counter(code // 100 for code in found.elements())
    print(f"{total} cases over {operations} operations: "
          + ", ".join(f"{n} answered {kind}xx" for kind, n in sorted(by_class.items()))
          + f"; {worst or 'no'} server errors; the ledger stands at {state['ledger_revision']}")  # fmt: skip
    return 1 if status or worst or total < given.cases else 0


@contextmanager
def desk(folder: Path, port: int, running: str | None) -> Iterator[str]:
    """A desk over four reports; a server that was started here is ended by its own id."""
    url, log = running or f"http://127.0.0.1:{port}", folder / "server.log"
    server = None
    if running is None:
        command = [sys.executable, "-m", "crosswire", "serve", "--ledger", str(folder / "fuzz.ledger")]
        with log.open("wb") as said:
            server = subprocess.Popen([*command, "--port", str(port)], stdout=said, stderr=said)
    try:
        until = time.monotonic() + 60
        while not answers(url):
            if time.monotonic() > until or (server is not None and server.poll() is not None):
                raise SystemExit(f"{url} does not answer\n{log.read_text('utf-8') if server else ''}")
            time.sleep(0.2)
        body = json.dumps(REPORTS).encode()
        with urlopen(Request(f"{url}/api/v1/reports", body, {"Content-Type": "application/json"}), timeout=120):
            pass
        while read(f"{url}/api/v1/status")["settling"]:
            time.sleep(0.2)
        yield url
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)
            server.wait(20)
            if "Traceback" in (said_last := log.read_text("utf-8")[-6000:]):
                print(said_last, file=sys.stderr)


def answers(url: str) -> bool:
    """True if a desk is there."""
    try:
        return bool(read(f"{url}/api/v1/status"))
    except OSError:
        return False


def read(url: str) -> Any:
    """The JSON at an address."""
    with urlopen(url, timeout=120) as answer:
        return json.load(answer)


def describe(url: str, path: Path) -> int:
    """The description with real ids as examples; how many operations it has."""
    made = read(f"{url}/openapi.json")
    real = {}
    for name in ("incidents", "claims", "tallies", "documents"):
        real[name] = [entry["id"] for entry in read(f"{url}/api/v1/{name}")[name]]
    choices = {"incident": real["incidents"], "document": real["documents"], "claim": real["claims"]}
    choices |= {"tally": real["tallies"], "format": ["gtd", "ucdp", "tallies.csv", "claims.csv"], "n": [1, 2, 3, 4]}
    choices |= {
        "reason": ["a mistake"],
        "made_by": ["Bo"],
        "q": ["train", '"fire service" OR bus*', "-killed"],
        "as_of": ["2031-03-05", "2031-03-05T12:00Z"],
    }
    for route, operations in made["paths"].items():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                name = parameter["name"]
                values = real.get(route.split("/")[3], ()) if name == "id" else choices.get(name, ())
                if values:
                    parameter["examples"] = {str(n): {"value": value} for n, value in enumerate(values[:4])}
    said = made["paths"]["/api/v1/judgements"]["post"]["requestBody"]["content"]["application/json"]
    said["examples"] = {str(n): {"value": value} for n, value in enumerate(judgements(real))}
    path.write_text(json.dumps(made), "utf-8")
    return sum(len(operations) for operations in made["paths"].values())


def judgements(real: dict[str, list[str]]) -> Iterator[dict[str, Any]]:
    """Some that the account allows, and some that it may not."""
    signed = {"reason": "as seen", "made_by": "Ana Ruiz"}
    claims, documents, incidents = real["claims"], real["documents"], real["incidents"]
    for claim in claims[:4]:
        for kind in ("set-aside", "trust", "background", "main"):
            yield {"type": kind, "a": claim, **signed}
        yield {"type": "group", "a": claim, "traits": [["role", "civilian"], ["nationality", ""]], **signed}
        for kind in ("same", "not-same", "includes"):
            yield {"type": kind, "a": claim, "b": claims[-1], **signed}
    yield {"type": "report-withdrawn", "a": documents[0], "since": "2031-03-10", **signed}
    yield {"type": "report-corrected", "a": documents[0], "b": documents[1], **signed}
    yield {"type": "incident-merge", "a": incidents[0], "b": incidents[-1], **signed}
    yield {"type": "incident-split", "a": documents[0], **signed}
    yield {"type": "source-merge", "a": "police", "b": "fire service", **signed}


def fuzz(url: str, described: Path, told: Path, each: int, seed: int) -> int:
    """Run schemathesis; its status."""
    command = [
        *(str(Path(sys.executable).parent / "schemathesis"), "run", str(described), "--url", url, "--checks", CHECKS),
        *("--max-examples", str(each), "--seed", str(seed), "--phases", "examples,coverage,fuzzing", "--mode", "all"),
        *("--continue-on-failure", "--suppress-health-check", "all", "--request-timeout", "150", "--no-color"),
        *("--generation-database", "none", "--header", "X-Requested-With: fuzz"),
        *("--report", "ndjson", "--report-ndjson-path", str(told)),
    ]  # fmt: skip
    return subprocess.run(command, cwd=described.parent).returncode


def counted(told: Path) -> Counter[int]:
    """How often each status was answered."""
    found: Counter[int] = Counter()
    with told.open(encoding="utf-8") as lines:
        for line in lines:
            for status in statuses(json.loads(line)):
                found[status] += 1
    return found


def statuses(value: object) -> Iterator[int]:
    """The status of every answer in an event."""
    if isinstance(value, dict):
        if isinstance(value.get("status_code"), int):
            yield value["status_code"]
        for inner in value.values():
            yield from statuses(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from statuses(inner)


if __name__ == "__main__":
    sys.exit(main())
