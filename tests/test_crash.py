"""Recordings killed in mid-run: what `bench/crash.py` does fifty times, three times with fewer reports."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

import crash
from servers import Server


@pytest.mark.skipif(sys.platform == "win32", reason="kills process groups")
def test_a_killed_recording_goes_on_with_nothing_lost_or_doubled(tmp_path: Path) -> None:
    """Killed at three moments, with one process and with two; run again, it holds what an undisturbed run holds."""
    kills = list(crash.killed(tmp_path, kills=3, number=16, seed=3))
    assert [kill.complaints for kill in kills] == [()] * 3
    assert {kill.jobs for kill in kills} == {1, 2}


@pytest.mark.skipif(sys.platform == "win32", reason="kills process groups")
def test_a_killed_recording_in_postgresql_goes_on(tmp_path: Path, server: Server) -> None:
    kills = list(crash.killed(tmp_path, kills=2, number=16, seed=5, server=server))
    assert [kill.complaints for kill in kills] == [()] * 2


def test_what_is_lost_or_doubled_is_seen() -> None:
    """The comparison itself: a row short, a row more, a row twice, a report logged twice."""
    whole = {"claims": [("c1",), ("c2",)], "recordings": [("a.txt", 1)]}
    assert crash.differences(whole, whole) == []
    assert crash.differences({**whole, "claims": [("c1",)]}, whole) == ["claims: 1 lost, as ('c2',)"]
    assert crash.differences({**whole, "claims": [("c1",), ("c2",), ("c2",)]}, whole) == ["claims: 1 doubled"]
    assert len(crash.differences({**whole, "recordings": [("a.txt", 2)]}, whole)) == 2
