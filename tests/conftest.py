"""Property tests try the same examples on every machine and on every run, however slow the machine is.

And the two places where a ledger can be kept: a test that asks for an `address` runs with either.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from servers import NoServer, Server, running

settings.register_profile("crosswire", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("crosswire")


@pytest.fixture(scope="session")
def started() -> Iterator[Server | str]:
    """A PostgreSQL server of our own, or why there can be none."""
    try:
        with running() as server:
            yield server
    except NoServer as reason:
        yield str(reason)


@pytest.fixture
def server(started: Server | str) -> Server:
    if isinstance(started, str):
        pytest.skip(f"no PostgreSQL server: {started}")
    return started


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a ledger can be kept and nobody has kept one."""
    if request.param == "sqlite":
        return str(tmp_path / "crisis.ledger")
    found: Server = request.getfixturevalue("server")
    return found.address()
