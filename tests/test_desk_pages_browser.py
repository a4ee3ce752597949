"""The desk's pages in a real browser: the time slider, keys, what loads by itself, any width, light and dark."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from desk_api import recorded
from desk_browser import serving

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WAIT = 30_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a desk with a bus accident told by four reports, a fire and a rescue."""
    with serving(recorded(tmp_path_factory.mktemp("browsed") / "crisis.ledger")) as address:
        yield address


@pytest.fixture(scope="module")
def crash(desk: str, browser: Any) -> str:
    with opened(browser) as page:
        page.goto(desk)
        return str(page.get_by_role("link", name="Tulcan crash").first.get_attribute("href"))


@contextmanager
def opened(browser: Any, width: int = 1280, **how: Any) -> Iterator[Any]:
    """A page of a browser of its own, which has seen no error when it is closed."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **how)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    # an account that is still being made is asked for again, on a machine that has much else to do
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert [words for words in said if "503" not in words] == []


def visit(page: Any, address: str) -> None:
    """Open the page; while its account is still being made, wait for the page that asks again."""
    page.goto(address)
    page.locator("main:not(:has(.problem))").wait_for()


def slide(page: Any, stop: int) -> None:
    """What dragging does: many input events, the last one where it rests."""
    script = "([at]) => { const s = document.getElementById('stop'); for (const v of [0, 1, at]) { s.value = v;"
    page.evaluate(script + " s.dispatchEvent(new Event('input', { bubbles: true })); } }", [stop])


# --- time ----------------------------------------------------------------------------------------


def test_the_page_follows_the_slider_and_back_goes_back(desk: str, crash: str, browser: Any) -> None:
    with opened(browser) as page:
        visit(page, desk + crash)
        assert "16 people were killed" in page.locator(".told").inner_text()
        slide(page, 0)
        page.locator(".banner").wait_for()
        assert "12 people were killed" in page.locator(".told").inner_text()
        assert "as_of=2031-03-04T18" in page.url
        assert page.locator("#as_of").input_value() == "2031-03-04T18:00Z"
        assert page.locator("#stop-said").inner_text() == "Tue 4 Mar 2031, 18:00 UTC"
        page.go_back()
        page.locator(".banner").wait_for(state="detached")
        assert "16 people were killed" in page.locator(".told").inner_text()
        assert "as_of" not in page.url


def test_back_to_now_is_one_click_and_one_key(desk: str, crash: str, browser: Any) -> None:
    with opened(browser) as page:
        visit(page, f"{desk}{crash}?as_of=2031-03-05")
        page.get_by_role("link", name="Back to now").click()
        page.wait_for_url(desk + crash)
        page.go_back()
        page.keyboard.press("g")
        page.keyboard.press("n")
        page.wait_for_url(desk + crash)


def test_a_link_that_is_shared_shows_the_same(desk: str, crash: str, browser: Any) -> None:
    with opened(browser) as page:
        visit(page, desk + crash)
        slide(page, 1)
        page.locator(".banner").wait_for()
        told, address = page.locator("main").inner_text(), page.url
    with opened(browser, java_script_enabled=False) as other:
        visit(other, address)
        plain = other.locator(".told").inner_text()
        assert plain in told
        assert other.locator(".banner").count() == 1


def test_without_javascript_the_slider_has_a_button(desk: str, crash: str, browser: Any) -> None:
    with opened(browser, java_script_enabled=False) as page:
        visit(page, desk + crash)
        page.locator("#stop").focus()
        for _ in range(9):
            page.keyboard.press("ArrowLeft")
        page.get_by_role("button", name="Go to it").click()
        page.locator(".banner").wait_for()
        assert "12 people were killed" in page.locator(".told").inner_text()
        page.locator("#as_of").fill("2031-03-05")
        page.get_by_role("button", name="Show").click()
        page.wait_for_url("**as_of=2031-03-05**")
        assert "15 people were killed" in page.locator(".told").inner_text()


def test_the_policy_is_switched_for_the_whole_page(desk: str, crash: str, browser: Any) -> None:
    with opened(browser) as page:
        visit(page, desk + crash)
        page.locator("#policy").select_option("acled")
        page.wait_for_url("**policy=acled**")
        assert "acled" in page.locator(".banner").inner_text()
        page.get_by_role("link", name="As other codebooks code it").click()
        page.locator("table.codings").wait_for()
        assert page.locator("table.codings thead th").all_inner_texts()[1:] == [
            "low-best-high", "gtd", "ucdp", "acled", "em-dat", "airwars",
        ]  # fmt: skip
        page.locator("table.codings tbody a").first.click()
        assert page.locator("details.trace[open]").count() == 1


# --- what loads by itself, keys ------------------------------------------------------------------


def test_what_changed_comes_when_it_is_seen(desk: str, crash: str, browser: Any) -> None:
    with opened(browser) as page:
        visit(page, desk + crash)
        part = page.locator("#changes-part")
        part.scroll_into_view_if_needed()
        page.locator("#changed").wait_for()
        assert "In the last hour" in part.inner_text()
        assert part.locator("svg.course").count() > 0
        assert not page.title().startswith("What changed")  # the page keeps its own name


def test_the_page_is_worked_by_keys(desk: str, crash: str, browser: Any) -> None:
    with opened(browser) as page:
        visit(page, desk + crash)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("?")
        assert page.locator("#keys[open]").count() == 1
        page.keyboard.press("Escape")
        assert page.locator("#keys[open]").count() == 0
        page.keyboard.press("t")
        assert page.evaluate("document.activeElement.id") == "stop"
        page.keyboard.press("ArrowLeft")
        page.locator(".banner").wait_for()
        assert page.evaluate("document.activeElement.id") == "stop"
        page.keyboard.press("/")
        page.keyboard.type("t?g killed")
        assert page.locator("#find-all").input_value() == "t?g killed"
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?**")
        assert "as_of=" in page.url
        page.locator("h1").click()
        page.keyboard.press("g")
        page.keyboard.press("i")
        page.locator(".incidents").wait_for()


def test_what_was_unfolded_stays_unfolded(desk: str, crash: str, browser: Any) -> None:
    with opened(browser) as page:
        visit(page, desk + crash)
        page.locator("details.folded").last.evaluate("part => { part.open = true }")
        text = page.locator("details.folded[open] > summary").first.inner_text().split(" (")[0]
        page.evaluate("window.desk.refresh('taken over')")
        page.locator("#live", has_text="taken over").wait_for(state="attached")
        assert text in page.locator("details.folded[open] > summary").first.inner_text()


# --- looks ---------------------------------------------------------------------------------------

PARTS = ("", "/changes", "/policies", "/disagreements", "/sources", "/reports", "/timeline", "/figures")


@pytest.mark.parametrize("width", [390, 1280, 2560])
def test_nothing_is_wider_than_the_screen(desk: str, crash: str, browser: Any, width: int) -> None:
    with opened(browser, width) as page:
        for path in ("/", "/search?q=killed", "/about", *(crash + part for part in PARTS)):
            visit(page, desk + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault(desk: str, crash: str, browser: Any, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    # axe is put into the page by the test, past the policy that keeps other scripts out
    with opened(browser, color_scheme=scheme, bypass_csp=True) as page:
        for path in ("/", "/search?q=killed", "/about", *(crash + part for part in PARTS), crash + "?as_of=2031-03-05"):
            visit(page, desk + path)
            if path == crash:
                page.locator("#changed").wait_for()
            faults = axe.Axe().run(page).response["violations"]
            assert [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in faults] == [], path


def test_paper_has_no_controls(desk: str, crash: str, browser: Any) -> None:
    with opened(browser) as page:
        visit(page, f"{desk}{crash}?as_of=2031-03-05")
        page.emulate_media(media="print")
        for control in (".top nav", ".find", ".slide", ".pick", ".actions"):
            assert not page.locator(control).is_visible(), control
        assert page.locator(".banner").is_visible()
        assert page.locator(".fates").is_visible()


def test_a_big_slider_is_moved_fast_and_shows_only_the_last(desk: str, crash: str, browser: Any) -> None:
    with opened(browser) as page:
        visit(page, desk + crash)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url) if "as_of=" in request.url else None)
        for stop in (2, 1, 0, 1, 2):
            slide(page, stop)
        page.locator(".banner").wait_for()
        time.sleep(0.5)
        assert len({url for url in asked if "/changes" not in url}) == 1
        assert "as_of=2031-03-06" in page.url
