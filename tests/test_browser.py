"""The HTML report in a real browser: readable at any width, by keyboard, in the dark, and without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crosswire.report import render
from report_accounts import crowd, hostile, joined, mine, siege

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("report")
    accounts = {"mine": mine(), "both": joined(mine(), siege()), "hostile": hostile(), "crowd": crowd()}
    for name, account in accounts.items():
        (folder / f"{name}.html").write_text(render(account, "html"), encoding="utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in accounts}


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
@pytest.mark.parametrize("name", ["both", "hostile", "crowd"])
def test_nothing_is_wider_than_the_screen(browser: Any, pages: dict[str, str], name: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(pages[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_first_screen_holds_the_fates(browser: Any, pages: dict[str, str], width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(pages["mine"])
    assert page.locator("table.fates tbody tr").nth(1).bounding_box()["y"] < 500
    page.close()


def test_a_reference_opens_its_sentence_and_its_chain(browser: Any, pages: dict[str, str]) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(pages["mine"])
    page.locator("table.fates a", has_text="[4]").click()
    assert "23 of its members were dead" in page.locator(":target mark").inner_text()
    assert page.locator(":target mark").bounding_box()["y"] < 800
    assert page.locator(":target b.n4").inner_text() == "23"
    note = page.locator("li.c4")
    assert note.locator(".hop").all_inner_texts() == ["The miners' union other", "The Lowland Post outlet"]
    quiet = page.evaluate("getComputedStyle(document.querySelector('li.c9')).backgroundColor")
    lit = page.evaluate("getComputedStyle(document.querySelector('li.c4')).backgroundColor")
    assert lit != quiet
    note.locator("a").click()
    assert page.evaluate("document.querySelector(':target').closest('table').className") == "fates"
    page.close()


def test_the_keyboard_reaches_the_figures(browser: Any, pages: dict[str, str]) -> None:
    page = browser.new_page(java_script_enabled=True)
    page.goto(pages["mine"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#b1-x1"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "[1]"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#q1"
    page.close()


def test_no_word_of_a_report_runs_and_nothing_is_fetched(browser: Any, pages: dict[str, str]) -> None:
    page = browser.new_page()
    asked: list[str] = []
    dialogs: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(pages["hostile"])
    assert dialogs == []
    assert asked == [pages["hostile"]]
    assert "<script>alert('x')</script>" in page.locator(".report p").nth(1).inner_text()
    page.close()


CONTRAST = """
() => {
  const parse = c => c.match(/[\\d.]+/g).map(Number);
  const shine = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = node => {
    for (let at = node; at; at = at.parentElement) {
      const c = parse(getComputedStyle(at).backgroundColor);
      if (c.length === 3 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  let worst = 21;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (!texts.currentNode.textContent.trim()) continue;
    const a = shine(parse(getComputedStyle(node).color)), b = shine(ground(node));
    worst = Math.min(worst, (Math.max(a, b) + .05) / (Math.min(a, b) + .05));
  }
  return worst;
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_is_enough_for_small_text(browser: Any, pages: dict[str, str], scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto(pages["both"] + "#q4")
    assert page.evaluate(CONTRAST) >= 4.5
    page.close()


def test_the_report_prints(browser: Any, pages: dict[str, str]) -> None:
    page = browser.new_page()
    page.goto(pages["both"])
    sheet = page.pdf(format="A4")
    assert sheet.startswith(b"%PDF")
    assert 2 <= sheet.count(b"/Type /Page\n") <= 8
    page.close()


def test_on_paper_the_table_fits_the_sheet(browser: Any, pages: dict[str, str]) -> None:
    page = browser.new_page(viewport={"width": 680, "height": 900})
    page.emulate_media(media="print")
    page.goto(pages["both"])
    edge = page.evaluate(
        "Math.max(...[...document.querySelectorAll('td, th, .hop')].map(e => e.getBoundingClientRect().right))"
    )
    assert edge <= 680
    assert page.evaluate("getComputedStyle(document.querySelector('.fates tbody tr')).display") == "table-row"
    page.close()
