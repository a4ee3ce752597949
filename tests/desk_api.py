"""A desk over five reports of one accident and a fire, for the tests of its API."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from starlette.testclient import TestClient

from crosswire.desk import standing
from crosswire.desk.app import application
from crosswire.desk.settings import Settings
from crosswire.desk.taking import take
from crosswire.ledger import Ledger

ROOT = "/api/v1"
REPORTS: list[dict[str, Any]] = [
    {
        "text": "TULCAN, Ecuador - At least 12 people were killed and 7 were injured when a bus fell into a ravine "
        "near Tulcan on Monday, police said.",
        "published": "2031-03-04T18:00:00Z",
        "publisher": "Andean Wire",
        "title": "<script>alert(1)</script>",
    },
    {
        "text": "TULCAN, Ecuador, March 5 (Reuters) - At least 15 people were killed when a bus plunged into a ravine "
        "near Tulcan on Monday, the fire service said. Four passengers are missing, officials said.",
        "published": "2031-03-05T08:00:00Z",
        "publisher": "=HYPERLINK(evil)",
        "url": "https://north.example/bus",
    },
    {
        "text": "Sixteen people, including three Colombians, died in the Tulcan bus crash, the interior ministry said "
        "on Wednesday. “We warned of that road,” said Tomas Vael, a driver.",
        "published": "2031-03-06",
        "publisher": "Sierra Post",
    },
    {
        "text": "Only 11 people were killed in Monday's bus crash near Tulcan, the bus company said on Wednesday.",
        "published": "2031-03-06T20:00:00Z",
        "publisher": "Sierra Post",
    },
    {
        "text": "OSLO, Norway - Two firefighters were injured when a warehouse burned down in Oslo on Friday, the fire "
        "brigade said.\u202e",
        "published": "2031-06-13T12:00:00Z",
        "publisher": "Fjord News",
    },
]


def recorded(path: Path) -> str:
    """A ledger with the five reports."""
    ledger = str(path)
    Ledger(ledger).close()
    take(ledger, "", json.dumps(REPORTS).encode(), ".json")
    take(ledger, "../odd name?/#1;&=.txt", b"Three miners were rescued near Potosi, Bolivia, the mayor said.", ".txt")
    return ledger


@contextmanager
def opened(ledger: str, *, host: str = "127.0.0.1", **headers: str) -> Iterator[TestClient]:
    """The desk, as somebody at its machine calls it, or with a token from elsewhere."""
    settings = Settings(ledger, host=host)
    app = application(settings)
    peer = ("127.0.0.1", 5) if host == "127.0.0.1" else ("192.0.2.7", 5)
    client = TestClient(
        app, f"http://{host}:8377", raise_server_exceptions=False, client=peer, headers=headers, follow_redirects=False
    )
    # one account may follow the other without the wait that spares crowds
    with patch.object(standing, "_LEAST", 0.2), client:
        yield client


def get(client: TestClient, path: str, **headers: str) -> Any:
    """The JSON of an answer that has to be 200."""
    answer = client.get(f"{ROOT}{path}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def caught_up(client: TestClient, seconds: float = 60.0) -> dict[str, Any]:
    """Wait until the account holds all that the ledger does; the state then."""
    until = time.monotonic() + seconds
    while True:
        state: dict[str, Any] = get(client, "/status")
        if not state["settling"]:
            return state
        assert time.monotonic() < until, state
        time.sleep(0.1)
