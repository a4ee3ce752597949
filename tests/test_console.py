"""The progress line of a long reading: its rate, its estimate, and that it is a terminal's alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from crosswire.console import Console, Pace


def clock(*seconds: float) -> Iterator[float]:
    return iter(seconds)


def test_rate_and_estimate() -> None:
    """Twenty-five a second, 500 files of 1,000: twenty seconds to go."""
    times = clock(0, 0.5, 20)
    pace = Pace(1000, lambda: next(times))
    assert pace.told(1, 1) == "read 1 report"
    assert pace.told(500, 500) == "read 500 reports, 25 a second, about 20 s left"


def test_the_rate_is_that_of_the_last_half_minute() -> None:
    """Ten thousand known reports in a second say nothing of the new ones."""
    times = clock(0, 1, 20, 40, 60)
    pace = Pace(12_000, lambda: next(times))
    for reports in (10_000, 10_200, 10_400):
        pace.told(reports, reports)
    assert pace.told(10_600, 10_600) == "read 10,600 reports, 10 a second, about 2 min left"


def test_no_estimate_where_nobody_knows_how_many_there_are() -> None:
    """A pipe, or one file of many reports: the rate alone."""
    times = clock(0, 10)
    assert Pace(None, lambda: next(times)).told(100, 1) == "read 100 reports, 10 a second"
    times = clock(0, 10, 20)
    pace = Pace(1, lambda: next(times))
    pace.told(100, 1)
    assert pace.told(200, 2) == "read 200 reports, 10 a second"


def test_progress_is_a_terminals_alone(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it in a file or a pipe; on a terminal, and taken away by the next line."""
    Console().progress("reading")
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    screen = Console()
    screen.progress("reading")
    screen.clear()
    assert capsys.readouterr().err == "\r\x1b[2Kreading …\r\x1b[2K"
