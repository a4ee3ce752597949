"""The report in text, Markdown and HTML: what a reader sees, and what must never reach the page."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswire.model import Account, Group, Incident, Interval, Relation
from crosswire.report import FORMATS, render
from crosswire.report.fates import fates
from crosswire.report.layout import compressed, page
from crosswire.report.page import views
from crosswire.report.passages import chain
from crosswire.report.text import cells, wrap
from crosswire.report.wording import day, days, plain, stated, worded
from report_accounts import count, crowd, document, hostile, joined, mine, siege, tally

GOLDEN = Path(__file__).parent / "golden"
EMPTY = Account(None, "low-best-high")
ACCOUNTS = {
    "mine": mine(), "siege": siege(), "both": joined(siege(), mine()), "hostile": hostile(), "crowd": crowd(),
    "empty": EMPTY,
}  # fmt: skip


# --- golden pages, reviewed as prose ---------------------------------------------------------------


@pytest.mark.parametrize("name", ["mine", "siege", "both", "empty"])
def test_golden_page_reads_as_reviewed(name: str) -> None:
    """Set CROSSWIRE_WRITE_GOLDEN=1 to write the pages anew, then read them before committing."""
    path, text = GOLDEN / f"{name}.txt", render(ACCOUNTS[name], "text")
    if os.environ.get("CROSSWIRE_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


# --- every format, every account -------------------------------------------------------------------


@pytest.mark.parametrize("name", ACCOUNTS)
@pytest.mark.parametrize("form", FORMATS)
def test_same_account_gives_the_same_bytes(name: str, form: str) -> None:
    first = render(ACCOUNTS[name], form)
    assert first == render(ACCOUNTS[name], form)
    assert first.encode("utf-8").endswith(b"\n")


def test_unknown_format_is_refused_with_the_list() -> None:
    with pytest.raises(ValueError, match=r"'pdf'; there are text, html, md, json"):
        render(EMPTY, "pdf")


@pytest.mark.parametrize("name", ACCOUNTS)
@pytest.mark.parametrize("width", [48, 80, 100, None])
def test_text_keeps_to_its_width_and_carries_no_codes(name: str, width: int | None) -> None:
    text = render(ACCOUNTS[name], "text", width=width)
    assert max(cells(line) for line in text.splitlines()) <= (width or 80)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)


def test_colour_adds_codes_and_no_words() -> None:
    coloured = render(mine(), "text", color=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == render(mine(), "text")


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_every_claim_is_shown_with_its_sentence(form: str) -> None:
    shown = render(crowd(), form)
    numbers = {int(n) for n in re.findall(r"^(?:- <a id=\"q\d+\"></a>)?\[(\d+)\]", shown, re.M)}
    if form == "html":
        numbers = {int(n) for n in re.findall(r'<span id="q(\d+)"', shown)}
    assert numbers == set(range(1, 301))


# --- the fates table ---------------------------------------------------------------------------------


def rows(account: Account) -> dict[str, tuple[str, str, str]]:
    (view,) = views(account)
    return {f"{g.label}/{r.label}": (r.low, r.best, r.high) for g in fates(view, ()) for r in g.rows}


def test_a_bound_that_no_sentence_states_is_a_dash() -> None:
    found = rows(mine())
    assert found["Workers/killed"] == ("19", "19", "23")
    assert found["Workers/trapped"] == ("–", "–", "29")


def test_a_vague_word_stays_a_word() -> None:
    """ "dozens" is counted as 24 by the codebook; no sentence says 24, so the page does not."""
    assert rows(mine())["Workers/injured"] == ("–", "–", "–")
    assert "“dozens”" in render(mine(), "text")
    assert not re.search(r"\b24\b", render(mine(), "text"))


def test_parts_stand_under_their_whole() -> None:
    text = render(siege(), "text")
    assert re.search(r"  present, Orfeo actors +18 .*\n    of them missing +4 .*\n    of them safe +13 ", text)


def test_perpetrators_come_last_and_their_own_figure_is_marked() -> None:
    (view,) = views(siege())
    found = fates(view, ())
    assert [group.label for group in found] == ["Workers", "People", "Militants"]
    (present,) = [row for row in found[-1].rows if row.label == "present"]
    assert [str(note) for note in present.state] == ["claimed", "the perpetrators' own figure"]


def test_parts_in_a_ring_are_shown_once_each() -> None:
    account = siege()
    ring = [replace(t, part_of={"u5": "u6", "u6": "u5"}.get(t.id, t.part_of)) for t in account.tallies]
    (view,) = views(replace(account, tallies=tuple(ring)))
    shown = [row.refs for group in fates(view, ()) for row in group.rows]
    assert sorted(shown) == sorted((claim,) for claim in ("s1", "s3", "s4", "s2", "s5", "s6", "s7"))


def test_a_revised_figure_tells_its_own_story() -> None:
    assert re.search(
        r"killed +19 .*contested: see 1; revised\n? *“12” → “Nineteen”;", render(mine(), "text", width=120)
    )


def test_a_row_links_to_the_disagreement_it_points_to() -> None:
    shown = render(mine(), "html")
    assert 'contested: see <a href="#b1-x1">1</a>' in shown and '<li id="b1-x1"' in shown


def test_a_derived_figure_says_so_and_has_no_roots() -> None:
    account = siege()
    made = tally("u9", "i7", "killed", Group("gunmen", "militant"), "militants", (25, 25, 25), derived="u2 - u3",
                 roots=0, reason="31 killed less 6 captured")  # fmt: skip
    (view,) = views(replace(account, tallies=(made,)))
    ((row,),) = (group.rows for group in fates(view, ()))
    assert (row.best, row.roots, str(*row.state)) == ("25", "–", "derived: 31 killed less 6 captured")


# --- disagreements and sections ----------------------------------------------------------------------


def test_both_sides_of_a_conflict_stand_with_speaker_and_remedy() -> None:
    text = render(mine(), "text")
    section = text[text.index("DISAGREEMENTS") : text.index("REVISED")]
    assert "“Nineteen miners have died” · the mines ministry (on Tuesday) [2]" in section
    assert "“23 of its members were dead” · The miners' union (on Tuesday) [4]" in section
    assert "a list of the dead by name" in section


def test_a_contested_figure_without_a_relation_still_shows_both_sides() -> None:
    account = mine()
    bare = replace(account, relations=tuple(r for r in account.relations if r.type != "contradicts"))
    (item,) = page(bare).blocks[0].disagreements
    assert item.type == "contested"
    assert {side.quote for side in item.sides} >= {"Nineteen miners have died", "23 of its members were dead"}


def test_an_echo_shares_the_line_of_what_it_repeats() -> None:
    account = siege()
    refusal = next(claim for claim in account.claims if claim.kind == "refusal")
    twin = replace(refusal, id="s99")
    both = replace(
        account,
        claims=(*account.claims, twin),
        claim_incident={**account.claim_incident, "s99": "i7"},
        relations=(*account.relations, Relation("s99", refusal.id, "same", "repeat", "said twice")),
    )
    acts = next(s for s in page(both).blocks[0].sections if s.key == "claims")
    assert [line.refs for line in acts.lines if line.lead == "refusal"] == [(refusal.id, "s99")]


def test_background_is_kept_out_of_the_table() -> None:
    text = render(mine(), "text")
    assert "killed 64 people" in text[text.index("KEPT APART") : text.index("SOURCES")]
    assert not re.search(r"\b64\b", text[: text.index("KEPT APART")])


def test_a_time_without_a_day_keeps_its_words() -> None:
    text = render(siege(), "text")
    assert "dates unknown" in text.splitlines()[0]
    assert re.search(r"^on Wednesday  gunmen seize", text, re.M)
    assert not re.search(r"\b20\d\d\b", text)


def test_a_failing_balance_says_so() -> None:
    assert re.search(r"^does not add up +4 missing \+ 13 safe = 17.*unexplained: 1$", render(siege(), "text"), re.M)


def test_biggest_incident_first_with_an_index() -> None:
    text = render(joined(siege(), mine()), "text")
    assert text.startswith("2 INCIDENTS\n")
    assert text.index("  1  Karsk mine") < text.index("  2  Orfeo theatre") < text.index("KARSK MINE")
    assert text.index("KARSK MINE") < text.index("ORFEO THEATRE")


def test_claims_of_no_incident_are_not_lost() -> None:
    account = replace(mine(), claim_incident={}, tallies=())
    assert "IN NO INCIDENT" in render(account, "text")
    assert len(page(account).references) == len(account.claims)


def test_no_reports_and_no_figures_say_so() -> None:
    assert render(EMPTY, "text").startswith("NO REPORTS\n")
    silent = Account(None, "low-best-high", (document("a.txt", "A quiet day in Lunde.\n"),))
    assert "No sentence of these reports states how many people" in render(silent, "text").replace("\n", " ")


# --- sentences and chains ----------------------------------------------------------------------------


def test_a_sentence_is_numbered_by_paragraph_with_its_figure_marked() -> None:
    assert "[6] first-night.txt ¶2: Fewer than «30» workers are still trapped" in render(mine(), "text")


def test_a_text_without_sentence_ends_is_cut_to_a_window() -> None:
    report = document("flat.txt", "word " * 2000 + "9 people died " + "word " * 2000)
    one = count("f1", report, "9 people died", "9", "killed", Group("people"), low=9, high=9)
    account = Account(None, "p", (report,), claims=(one,))
    (reference,) = page(account).references
    assert reference.marked == "9"
    assert len(reference.before) + len(reference.after) < 700


def test_the_chain_runs_from_the_speaker_to_the_outlet() -> None:
    account = mine()
    trapped = next(claim for claim in account.claims if claim.id == "c3")
    hops = chain(trapped, account.documents[0])
    assert [hop.name for hop in hops] == ["a rescue official", "TNA", "Tarn News Agency", "Velmora Courier"]
    assert (hops[0].kind, hops[0].cue) == ("official, unnamed", "told")


# --- words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2031-03-03", "2031-03-03", "Mon 3 Mar 2031"),
        ("2031-03-03", "2031-03-05", "Mon 3 – Wed 5 Mar 2031"),
        ("2031-02-27", "2031-03-05", "Thu 27 Feb – Wed 5 Mar 2031"),
        ("2030-12-31", "2031-01-01", "Tue 31 Dec 2030 – Wed 1 Jan 2031"),
        ("2031-03-03", None, "Mon 3 Mar 2031"),
        (None, None, None),
    ],
)
def test_days_are_said_once(start: str | None, end: str | None, said: str | None) -> None:
    assert days(start, end) == said


def test_an_instant_keeps_its_clock_and_a_wrong_date_its_words() -> None:
    assert day("2031-03-05T10:00:00Z") == "Wed 5 Mar 2031, 10:00 UTC"
    assert day("2031-02-30") == "2031-02-30"


@pytest.mark.parametrize(
    ("sentence", "figure", "said"),
    [
        ("Fewer than 10 divers surfaced.", "10", "Fewer than 10"),
        ("Around 40 divers surfaced.", "40", "Around 40"),
        ("They lost 40 or more divers.", "40", "40 or more"),
        ("They lost dozens of divers.", "dozens", "dozens"),
        ("The crew was 40 divers.", "40", None),
        ("Turnover 40 divers.", "40", None),
    ],
)
def test_inexact_figures_keep_the_words_around_them(sentence: str, figure: str, said: str | None) -> None:
    report = document("w.txt", sentence)
    claim = count("w1", report, sentence, figure, "safe", Group("divers"), approximate=True)
    assert worded(claim, sentence) == said


@pytest.mark.parametrize(
    ("figure", "given"),
    [("32", True), ("at least seven", True), ("a sixth", True), ("numerous", False), ("dozens", False)],
)
def test_only_a_figure_counts_as_stated(figure: str, given: bool) -> None:
    text = f"They saw {figure} people."
    assert stated(count("x1", document("x.txt", text), text, figure, "killed", Group("people"), low=2)) is given


def test_numbers_of_neighbours_are_drawn_together() -> None:
    assert compressed([7, 1, 3, 2]) == [(1, 3), (7, 7)]


@given(st.text(max_size=400), st.integers(20, 90))
def test_wrapping_loses_no_word_and_keeps_the_width(text: str, width: int) -> None:
    clean = plain(text)
    lines = wrap(clean, width, "    ")
    assert "".join("".join(lines).split()) == "".join(clean.split())
    assert all(cells(line) <= width for line in lines)


# --- hostile words -----------------------------------------------------------------------------------


class Anchors(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in ("meta", "br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag


@pytest.mark.parametrize("name", ACCOUNTS)
def test_html_is_well_formed_and_every_link_has_its_target(name: str) -> None:
    found = Anchors()
    found.feed(render(ACCOUNTS[name], "html"))
    assert found.open == []
    assert len(found.ids) == len(set(found.ids))
    assert {link for link in found.links if link.removeprefix("#") not in found.ids} == set()
    assert all(link.startswith("#") for link in found.links)


@pytest.mark.parametrize("name", ACCOUNTS)
def test_html_holds_no_script_and_asks_no_network(name: str) -> None:
    shown = render(ACCOUNTS[name], "html")
    found = Anchors()
    found.feed(shown)
    assert not {"script", "img", "iframe", "link", "object"} & set(found.tags)
    assert not [attribute for attribute, _ in found.attributes if attribute.startswith("on")]
    assert "default-src 'none'" in shown
    style = shown[shown.index("<style>") : shown.index("</style>")]
    assert "url(" not in style and "@import" not in style


def test_html_tables_have_caption_and_scopes() -> None:
    shown = render(mine(), "html")
    table = shown[shown.index("<table") : shown.index("</table>")]
    assert "<caption>" in table
    assert table.count("<th") - table.count("<thead") == table.count('scope="')


def test_markdown_shows_a_reports_markup_as_words() -> None:
    shown = render(hostile(), "md")
    assert "\\*bold\\*" in shown and "\\<script\\>" in shown and "\\[link\\]" in shown
    assert not re.search(r"(?<!\\)<(?!a id=\"q\d+\">|/a>)", shown)


def test_a_claim_of_a_missing_report_breaks_nothing() -> None:
    account = mine()
    lost = replace(account, documents=account.documents[1:], incidents=(*account.incidents, Incident(
        "i2", "Elsewhere", "flood", None, None, None, ("nowhere.txt",))))  # fmt: skip
    for form in FORMATS:
        assert render(lost, form)


def test_an_unanchored_time_in_a_side_is_not_repeated_as_a_date() -> None:
    account = siege()
    plainer = tuple(replace(c, time=Interval(None, None, "")) if c.id == "s3" else c for c in account.claims)
    assert "· the army [" in render(replace(account, claims=plainer), "text")
