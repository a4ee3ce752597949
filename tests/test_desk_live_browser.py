"""Open pages in a real browser: they follow, lose nothing that the reader holds, and say so politely."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from crosswire.desk.taking import take
from crosswire.ledger import Ledger

playwright = pytest.importorskip("playwright.sync_api")

BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
CROSSWIRE = str(Path(sys.executable).parent / "crosswire")
BUS = "{} people were killed when a bus left the road near Cusco in Peru on Sunday, police said."
PATIENCE = 60_000


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    path = str(tmp_path / "a.db")
    with Ledger(path):
        pass
    recorded(path, 41, 8)
    return path


def recorded(ledger: str, number: int, hour: int) -> None:
    text = f"{BUS.format(number)} It was {hour} o'clock."
    take(ledger, f"r{hour}.txt", text.encode(), published=f"2031-03-09T{hour:02}:00:00Z")


@pytest.fixture
def address(ledger: str, tmp_path: Path) -> Iterator[str]:
    """A desk of its own process."""
    said = tmp_path / "said"
    with said.open("w") as out:
        process = subprocess.Popen([CROSSWIRE, "serve", "--ledger", ledger, "--port", "0"], stdout=out, stderr=out)
    try:
        end = time.monotonic() + 60
        while not (found := re.search(r"http://[\d.]+:\d+", said.read_text())):
            assert time.monotonic() < end and process.poll() is None, said.read_text()
            time.sleep(0.1)
        yield found[0]
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)


@pytest.fixture
def page(address: str) -> Iterator[Any]:
    """The page of the one incident, open and listening."""
    path = next((path for path in BROWSERS if Path(path).exists()), None)
    if path is None:
        pytest.skip("no browser here")
    faults: list[str] = []
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        found = browser.new_page()
        found.on("pageerror", lambda error: faults.append(str(error)))
        found.goto(f"{address}/", timeout=PATIENCE)
        with found.expect_request(re.compile("/events"), timeout=PATIENCE):
            found.goto(address + str(found.locator('a[href^="/incidents/"]').first.get_attribute("href")))
        yield found
        browser.close()
    assert faults == []


def test_an_open_page_follows(page: Any, ledger: str) -> None:
    """The figure changes; what was unfolded stays so, the focus and the place on the page too; it is announced."""
    main = page.locator("#main")
    assert "41" in main.inner_text()
    page.evaluate("""() => {
        for (const fold of document.querySelectorAll('#main details')) fold.open = !fold.open;
        document.querySelector('#main a[href]').focus();
        window.scrollTo(0, 90);
    }""")
    held = """() => [document.activeElement.getAttribute('href'), window.scrollY,
        [...document.querySelectorAll('#main details[open]')]
            .map((fold) => fold.closest('section')?.getAttribute('aria-labelledby'))]"""
    before = page.evaluate(held)
    recorded(ledger, 52, 9)
    page.locator("#main", has_text="52").wait_for(timeout=PATIENCE)
    after = page.evaluate(held)
    assert after[:2] == before[:2] and set(after[2]) >= set(before[2])  # more may have come into sight meanwhile
    page.locator("#news", has_text="1 new report").wait_for(timeout=PATIENCE)
    live = page.locator("#live")
    assert live.get_attribute("aria-live") == "polite" and "41 → 52" in live.inner_text()


def test_marked_words_are_left_alone(page: Any, ledger: str) -> None:
    """Who is in the middle of something gets one quiet line, and the page when asking for it."""
    page.locator("#changes-part").scroll_into_view_if_needed()
    page.locator("#changes-part .later").wait_for(state="detached", timeout=PATIENCE)  # comes into sight by itself
    page.evaluate("window.getSelection().selectAllChildren(document.querySelector('#main h1'))")
    recorded(ledger, 52, 9)
    button = page.locator("#news button")
    button.wait_for(timeout=PATIENCE)
    assert "1 new report" in page.locator("#news").inner_text() and "52" not in page.locator("#main").inner_text()
    button.click()
    page.locator("#main", has_text="52").wait_for(timeout=PATIENCE)


def test_an_earlier_moment_stays(page: Any, ledger: str) -> None:
    """It says that there is more, and shows what was known then."""
    with page.expect_request(re.compile("/events"), timeout=PATIENCE):
        page.goto(page.url.split("?")[0] + "?as_of=2031-03-09T08:30:00Z", timeout=PATIENCE)
    recorded(ledger, 52, 9)
    page.locator("#news", has_text="earlier moment").wait_for(timeout=PATIENCE)
    assert "52" not in page.locator("#main").inner_text()


def test_a_page_that_cannot_listen_asks(page: Any, ledger: str) -> None:
    """Without events a page asks every few seconds."""
    page.add_init_script("delete window.EventSource")
    with page.expect_request(re.compile("/events/since"), timeout=PATIENCE):
        page.reload(timeout=PATIENCE)
    recorded(ledger, 52, 9)
    page.locator("#main", has_text="52").wait_for(timeout=PATIENCE)
