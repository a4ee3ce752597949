"""The desk's drawings in a real browser: letters that can be read at any width, nothing wider than its column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crosswire.desk.drawing import Drawing, chain, copies_graph, course, incident_map, spark, world_map
from crosswire.model import Incident
from test_desk_drawing import HOSTILE, RISE, TABOR, claim, report, told

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
STATIC = Path(__file__).parents[1] / "src" / "crosswire" / "desk" / "static"
#: of what is shown, each text's letters in pixels as drawn, and its words
LETTERS = """() => [...document.querySelectorAll('svg text')].filter(t => t.getClientRects().length).map(t => {
  const box = t.ownerSVGElement, scale = box.getBoundingClientRect().width / box.viewBox.baseVal.width;
  return [parseFloat(getComputedStyle(t).fontSize) * scale, t.textContent];
})"""


def drawings() -> Iterator[Drawing]:
    papers = [report("w", "The Tarn Wire"), *(report(f"p{n}", f"Provincial Gazette {n}", "w") for n in range(12))]
    near = replace(TABOR, name="Iten", latitude=0.9, longitude=35.9, precision="near")
    account, incident = told(claims=[claim("c1", near, "w")], documents=tuple(papers))
    towns = [replace(TABOR, name=f"Town {n}", latitude=0.5 + n / 9, longitude=35.3 + n / 5) for n in range(6)]
    yield incident_map(account, incident, {"w": [*towns, replace(TABOR, name=HOSTILE, latitude=0.1)]})
    places = [(35.0, 1.0), (-77.0, -12.0), (140.0, 36.0), (35.2, 1.1), (2.0, 48.0)]
    yield world_map([
        Incident(f"i{n}", f"Crisis {n}", "x", replace(TABOR, longitude=x, latitude=y), None, None, ())
        for n, (x, y) in enumerate(places)
    ])  # fmt: skip
    yield copies_graph(account, incident)
    yield chain(
        claim("c1"), report("p", "An outlet with a very long name indeed, of the northern province", None, ("Wire",))
    )
    yield course(RISE, {}, lambda ident: f"/claims/{ident}")
    yield spark(RISE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page of the desk's own style sheets and one of each drawing."""
    file = tmp_path_factory.mktemp("drawing") / "page.html"
    links = "".join(
        f'<link rel="stylesheet" href="{(STATIC / name).as_uri()}">' for name in ("desk.css", "drawing.css")
    )
    policy = "default-src 'none'; style-src file:"
    phone = '<meta name="viewport" content="width=device-width">'
    head = f'{phone}<meta http-equiv="Content-Security-Policy" content="{policy}"><title>Drawings</title>{links}'
    body = "".join(f"<section>{drawing}</section>" for drawing in drawings())
    file.write_text(
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8">{head}<body><main><h1>Drawings</h1>{body}</main>',
        encoding="utf-8",
    )
    return file.as_uri()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    opened = browser.new_page()
    opened.complaints = []
    opened.on("console", lambda message: opened.complaints.append(message.text))
    opened.goto(address)
    yield opened
    opened.close()


@pytest.mark.parametrize("width", [360, 520, 700, 1280, 2560])
def test_letters_can_be_read_at_any_width(page: Any, width: int) -> None:
    """None smaller than ten pixels, none larger than a heading; no drawing is wider than the screen."""
    page.set_viewport_size({"width": width, "height": 900})
    shown = page.evaluate(LETTERS)
    assert len(shown) > 40
    assert [(round(size, 1), words) for size, words in shown if not 9.9 <= size <= 34] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1280])
def test_one_of_two_drawings_is_shown(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    pairs = page.locator("figure.drawing")
    assert pairs.count() == 4
    for place in range(pairs.count()):
        seen = [svg.is_visible() for svg in pairs.nth(place).locator("> svg").all()]
        assert seen == ([False, True] if width == 360 else [True, False])


def test_a_policy_without_inline_styles_leaves_nothing_out(page: Any) -> None:
    """The browser has nothing to complain of, and the colours are those of the style sheet, light and dark."""
    assert page.complaints == []
    fill = "getComputedStyle(document.querySelector('.map .scene')).fill"
    light = page.evaluate(fill)
    page.emulate_media(color_scheme="dark")
    assert light != page.evaluate(fill) and "0, 0, 0" not in (light, page.evaluate(fill))


@pytest.mark.parametrize("width", [360, 1280])
def test_no_serious_fault_for_who_cannot_see(page: Any, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page.set_viewport_size({"width": width, "height": 900})
    faults = axe.Axe().run(page).response["violations"]
    assert [
        (fault["id"], fault["nodes"][0]["html"][:80]) for fault in faults if fault["impact"] in ("serious", "critical")
    ] == []


def test_marks_of_the_world_are_reached_by_keyboard(page: Any) -> None:
    """In the order of their numbers, each seen to be the one."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator(".map summary").first.focus()
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.getAttribute('href')")
    outline = "getComputedStyle(document.activeElement.querySelector('.touch')).strokeWidth"
    assert (first, page.evaluate(outline)) == ("/incidents/i0", "3px")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/incidents/i1"
