"""Judging in a real browser: by form and by keys, undone, with and without a script; a view is an address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from crosswire.desk.judging.kinds import KINDS
from crosswire.ledger import Ledger
from crosswire.model import Account, Claim, Judgement
from crosswire.pipeline import account
from desk_api import recorded
from desk_browser import serving, settled

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SLOW = 15_000  # milliseconds for an account to be settled on a busy machine


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    return recorded(tmp_path_factory.mktemp("judged") / "crisis.ledger")


@pytest.fixture(scope="module")
def desk(book: str) -> Iterator[str]:
    with serving(book) as address:
        yield address


@pytest.fixture(autouse=True)
def caught_up(desk: str) -> None:
    """What the test before took back is taken back on the desk, too."""
    settled(desk)


@contextmanager
def opened(browser: Any, path: str, **how: Any) -> Iterator[Any]:
    """A page in a window of its own; what the console complains of, or a dialog of a script, fails the test."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **how})
    page = context.new_page()
    page.set_default_timeout(SLOW)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("dialog", lambda said: complaints.append(said.message))
    page.goto(path)
    yield page
    context.close()
    assert [line for line in complaints if "422" not in line] == []


def now(book: str) -> Account:
    with Ledger(book) as ledger:
        return account(ledger)


def rows(book: str) -> tuple[Judgement, ...]:
    with Ledger(book) as ledger:
        return ledger.judgements(standing=False)


def count(found: Account, document: int, status: str = "killed") -> Claim:
    dated = sorted(found.documents, key=lambda d: (d.published.value or "9", d.id))
    return next(c for c in found.claims if c.document == dated[document].id and c.status == status)


def figure_of(found: Account, claim: Claim) -> str:
    return next(t.id for t in found.tallies if claim.id in (*t.support, *t.dissent))


# --- judging -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_each_judgement_and_its_undoing(browser: Any, desk: str, book: str, kind: str) -> None:
    """By its form as a page of its own, in a browser that runs no script."""
    found = now(book)
    first, second, third = (count(found, n) for n in range(3))
    bus = found.claim_incident[first.id]
    a = {"claim": first.id, "report": third.document, "source": "police", "incident": bus}[KINDS[kind].a]
    before = len(rows(book))
    asked = urlencode({"a": a, "back": "/about"})
    with opened(browser, f"{desk}/judge/{kind}?{asked}", java_script_enabled=False) as page:
        match KINDS[kind].b:
            case "claim":
                page.check(f'input[name=b][value="{second.id}"]')
            case "source":
                page.fill("#other", "fire service")
            case "report":
                page.select_option("#b", first.document)
            case "incident":
                other = next(i.id for i in found.incidents if i.id != bus)
                page.select_option("#b", other if kind == "incident-merge" else bus)
        if kind == "group":
            page.select_option("#trait-role", "passenger")
        page.fill("#why", "heard twice")
        page.fill("#by", "Ana Ruiz")
        page.click("main button.strong")
        assert page.locator("#judged-title").inner_text().startswith(KINDS[kind].title)
        assert rows(book)[before].type == kind
        page.locator("main .undo button").click()
        assert page.locator("#judged-title").inner_text().startswith("Taken back")
        assert rows(book)[before + 1].withdraws == rows(book)[before].seq
        page.click("text=Go on")
        assert page.url == f"{desk}/about"
    assert now(book).tallies == found.tallies


def test_a_whole_shift_by_keys(browser: Any, desk: str, book: str) -> None:
    """From the first page to a claim set aside, what it moved, and back, without a mouse."""
    found = now(book)
    third = count(found, 2)
    tally = figure_of(found, third)
    before = len(rows(book))
    with opened(browser, f"{desk}/incidents/{found.claim_incident[third.id]}") as page:
        for _ in range(60):
            page.keyboard.press("j")
            link = page.evaluate("document.querySelector('.chosen a.fig')?.getAttribute('href') || ''")
            if link == f"/tallies/{tally}":
                break
        else:
            pytest.fail("no key reaches the figure")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/tallies/{tally}")
        page.wait_for_load_state("load")
        for _ in range(30):
            page.keyboard.press("j")
            if page.evaluate("document.querySelector('.chosen')?.dataset.claim") == third.id:
                break
        else:
            pytest.fail("no key reaches the claim")
        page.keyboard.press("x")
        page.wait_for_selector("dialog[open] #why")
        assert page.evaluate("document.activeElement.id") == "why"
        page.fill("dialog #by", "Ana Ruiz")
        page.focus("dialog #why")
        page.keyboard.type("a jax of nine")  # every key that is one elsewhere
        page.keyboard.press("Enter")
        page.wait_for_selector("dialog #judged")
        page.wait_for_selector("dialog .moved", timeout=SLOW)
        assert "16" in page.inner_text("dialog .moved")
        assert rows(book)[before].reason == "a jax of nine"
        page.keyboard.press("Escape")
        assert not page.locator("dialog[open]").count()
        page.wait_for_selector(f"main #c-{third.id}.aside")
        page.keyboard.press("u")
        page.wait_for_selector("dialog[open] #judged [data-key=u]")
        page.keyboard.press("u")
        page.wait_for_selector("dialog #judged-title:has-text('Taken back')")
        page.keyboard.press("Escape")
        page.wait_for_selector(f"main #c-{third.id}:not(.aside)")
        # the name is remembered, and Escape judges nothing
        page.keyboard.press("a")
        page.wait_for_selector("dialog[open] #by")
        assert page.input_value("dialog #by") == "Ana Ruiz"
        page.keyboard.press("Escape")
        page.keyboard.press("g")
        page.keyboard.press("j")
        page.wait_for_url("**/judgements")
    assert len(rows(book)) == before + 2
    assert rows(book)[before + 1].withdraws == rows(book)[before].seq


def test_what_a_judgement_would_move_is_seen_before_it_is_made(browser: Any, desk: str, book: str) -> None:
    found = now(book)
    third = count(found, 2)
    known = rows(book)
    with opened(browser, f"{desk}/claims/{third.id}") as page:
        page.keyboard.press("x")
        page.wait_for_selector("dialog[open] #why")
        page.fill("dialog #why", "a misprint, perh")
        page.click("dialog button:has-text('See what it would move')")
        page.wait_for_selector("dialog .foreseen .moved")
        assert "16" in page.inner_text("dialog .moved")
        assert page.input_value("dialog #why") == "a misprint, perh"  # what was typed stays
        assert page.locator("dialog .strong").is_visible()
        page.keyboard.press("Escape")
    assert rows(book) == known


@pytest.mark.parametrize(
    ("key", "kind"), [("a", "trust"), ("s", "same"), ("n", "not-same"), ("b", "background"), ("e", "group")]
)
def test_keys_open_their_forms_and_focus_comes_back(browser: Any, desk: str, book: str, key: str, kind: str) -> None:
    claim = count(now(book), 0)
    with opened(browser, f"{desk}/claims/{claim.id}") as page:
        page.keyboard.press("j")
        page.keyboard.press(key)
        page.wait_for_selector(f'dialog[open] form[action="/judge/{kind}"]')
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog[open]", state="detached")
        assert page.evaluate("document.activeElement.dataset.claim") == claim.id


def test_no_key_judges_while_somebody_types(browser: Any, desk: str, book: str) -> None:
    claim = count(now(book), 0)
    with opened(browser, f"{desk}/claims/{claim.id}") as page:
        page.keyboard.press("/")
        page.keyboard.type("axsnbu?jk")
        assert page.input_value("#find-all") == "axsnbu?jk"
        assert not page.locator("dialog[open]").count()
        page.keyboard.press("Escape")
        page.locator("h1").click()
        page.keyboard.press("?")
        assert "set it aside" in page.inner_text("dialog[open]")


def test_a_refusal_stays_in_the_dialog_with_what_was_typed(browser: Any, desk: str, book: str) -> None:
    claim = count(now(book), 0)
    before = rows(book)
    with opened(browser, f"{desk}/claims/{claim.id}") as page:
        page.click('main [data-judge="same"]')
        page.fill("dialog #why", "one figure")
        page.fill("dialog #by", "Ana Ruiz")
        page.fill("dialog #other", "czzz")
        page.click("dialog button.strong")
        page.wait_for_selector("dialog [role=alert]")
        assert "no such claim" in page.inner_text("dialog [role=alert]")
        assert page.input_value("dialog #why") == "one figure"
        page.click("dialog [data-close]")
        assert not page.locator("dialog[open]").count()
    assert rows(book) == before


# --- evidence ------------------------------------------------------------------------------------


def test_back_and_forward_and_a_link_to_send(browser: Any, desk: str, book: str) -> None:
    found = now(book)
    tally = figure_of(found, count(found, 0))
    with opened(browser, f"{desk}/tallies/{tally}?as_of=2031-03-05") as page:
        assert "as known at" in page.inner_text("#bar")
        page.locator("main .card a.figure").first.click()
        page.wait_for_url("**/claims/**as_of=2031-03-05")
        assert page.locator(".here mark.m-number").count() >= 1
        page.locator("main .stand .from a").first.click()
        page.wait_for_url("**/reports/**")
        assert "as_of=2031-03-05" in page.url
        sent = page.url
        assert page.locator(":target").count() == 1
        page.go_back()
        page.wait_for_url("**/claims/**")
        page.go_back()
        page.wait_for_url("**/tallies/**")
        page.go_forward()
        page.wait_for_url("**/claims/**")
    with opened(browser, sent) as page:
        marked = page.locator(":target")
        assert marked.count() == 1
        assert 0 <= marked.bounding_box()["y"] < 900


@pytest.mark.parametrize("width", [360, 390, 1280, 2560])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_screen(browser: Any, desk: str, book: str, width: int, scheme: str) -> None:
    found = now(book)
    claim = count(found, 0)
    paths = [
        f"/tallies/{figure_of(found, claim)}", f"/claims/{claim.id}", f"/reports/{quote(claim.document, safe='')}",
        f"/judge/same?a={claim.id}", f"/judge/group?a={claim.id}", "/judgements", "/add",
    ]  # fmt: skip
    how = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    with opened(browser, f"{desk}/about", **how) as page:
        for path in paths:
            page.goto(desk + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_no_serious_fault_of_accessibility(browser: Any, desk: str, book: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = now(book)
    claim = count(found, 0)
    paths = [
        f"/tallies/{figure_of(found, claim)}", f"/claims/{claim.id}", f"/reports/{quote(claim.document, safe='')}",
        f"/judge/same?a={claim.id}", f"/judge/group?a={claim.id}", "/judge/report-corrected",
        "/judge/incident-merge", "/judge/source-merge", "/judgements", "/add",
    ]  # fmt: skip
    for scheme in ("light", "dark"):
        with opened(browser, f"{desk}/about", color_scheme=scheme, bypass_csp=True) as page:
            for path in paths:
                page.goto(desk + path)
                faults = axe.Axe().run(page).response["violations"]
                grave = [
                    (fault["id"], [node["target"] for node in fault["nodes"]][:3])
                    for fault in faults
                    if fault["impact"] in ("serious", "critical")
                ]
                assert not grave, (path, scheme, grave)


def test_hostile_reports_are_words(browser: Any, tmp_path: Path) -> None:
    from crosswire.desk.taking import take

    book = recorded(tmp_path / "crisis.ledger")
    text = (
        "<img src=x onerror=alert(1)><script>alert(2)</script> A bomb killed 1\u200b4 people in Tulcan on Monday, "
        "police said.\n\n\u202eAt least 21 people were injured, the hospital said."
    )
    name, publisher, url = '"><script>alert(3)</script>.txt', "<svg onload=alert(4)>", "javascript:alert(5)"
    take(book, name, text.encode(), ".txt", "2031-03-07", publisher, url)
    found = now(book)
    mine = next(d for d in found.documents if "onerror" in d.text)
    claim = next(c for c in found.claims if c.document == mine.id)
    with serving(book) as desk, opened(browser, f"{desk}/reports/{quote(mine.id, safe='')}") as page:
        assert "<script>alert(2)</script>" in page.inner_text("article.text")
        assert "U+202E" in page.inner_text("article.text")
        assert page.locator('main a[href^="javascript"]').count() == 0
        page.goto(f"{desk}/claims/{claim.id}")
        assert "<script>alert(3)" in page.inner_text("main")
        page.goto(f"{desk}/judge/same?a={claim.id}")
        assert page.locator("main script").count() == 0


def test_a_report_is_pasted_and_what_was_read_is_shown(browser: Any, tmp_path: Path) -> None:
    book = recorded(tmp_path / "crisis.ledger")
    with serving(book) as desk, opened(browser, f"{desk}/add") as page:
        page.fill("#text", "Nine hikers were rescued from a cave near Tena, Ecuador, on Tuesday, the police said.")
        page.fill("#published", "2031-05-06")
        page.click("main button.strong")
        page.wait_for_selector(".cards mark.m-number", timeout=60_000)
        assert "Nine" in page.inner_text(".cards")
