"""A desk in this process, for browsers; one account may follow the other without the wait that spares crowds."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from unittest.mock import patch
from urllib.request import urlopen

import uvicorn

from crosswire.desk import standing
from crosswire.desk.app import application
from crosswire.desk.settings import Settings
from desk_api import ROOT


@contextmanager
def serving(ledger: str) -> Iterator[str]:
    """The desk's address, without the last slash, once its first account is there."""
    with closing(socket.socket()) as door, patch.object(standing, "_LEAST", 0.2):
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
        door.listen(64)
        app = application(Settings(ledger, port=port))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        app.state.desk.standing.newest()
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(10)


def settled(address: str, seconds: float = 60.0) -> None:
    """Wait until what the desk shows is all that its ledger holds."""
    until = time.monotonic() + seconds
    while True:
        with urlopen(f"{address}{ROOT}/status") as answer:
            if not json.load(answer)["settling"]:
                return
        assert time.monotonic() < until
        time.sleep(0.1)
