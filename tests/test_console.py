"""The progress line of a long reading: its rate, its estimate, and that it is a terminal's alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crosswire.console import Console, Pace
from crosswire.report import render
from report_accounts import siege


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


def test_a_large_report_is_written_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crosswire.console._BLOCK", 300)
    file = tmp_path / "report.json"
    Console().show(siege(), "json", str(file))
    assert file.read_text("utf-8") == render(siege(), "json")


def test_a_report_that_cannot_be_told_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text("the last one")
    with pytest.raises(ValueError, match="no report format"):
        Console().show(siege(), "xml", str(file))
    assert file.read_text() == "the last one"
