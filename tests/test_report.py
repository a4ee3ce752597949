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
    assert found["/Killed, workers"] == ("19", "19", "23")
    assert found["/Trapped, workers"] == ("–", "–", "29")


def test_a_vague_word_stays_a_word() -> None:
    """ "dozens" is counted as 24 by the codebook; no sentence says 24, so the page does not."""
    assert rows(mine())["/Injured, workers"] == ("–", "–", "–")
    assert "“dozens”" in render(mine(), "text")
    assert not re.search(r"\b24\b", render(mine(), "text"))


def test_parts_stand_under_their_whole() -> None:
    text = render(siege(), "text")
    assert re.search(r"  Orfeo actors +18 .*\n    of them missing +4 .*\n    of them safe +13 ", text)


def test_perpetrators_come_last_and_their_own_figure_is_marked() -> None:
    (view,) = views(siege())
    found = fates(view, ())
    assert [group.label for group in found] == ["Hostages", "Militants", "At the scene"]
    (present,) = [row for row in found[1].rows if row.label == "present"]
    assert [str(note) for note in present.state] == ["claimed", "the perpetrators' own figure"]


def test_parts_in_a_ring_are_shown_once_each() -> None:
    account = siege()
    ring = [replace(t, part_of={"u5": "u6", "u6": "u5"}.get(t.id, t.part_of)) for t in account.tallies]
    (view,) = views(replace(account, tallies=tuple(ring)))
    shown = [row.refs for group in fates(view, ()) for row in group.rows]
    assert sorted(shown) == sorted((claim,) for claim in ("s1", "s3", "s4", "s2", "s5", "s6", "s7"))


def test_a_revised_figure_tells_its_own_story() -> None:
    assert re.search(
        r"Killed, workers +19 .*contested: see 1; revised\n? *“12” → “Nineteen”;", render(mine(), "text", width=120)
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


def told(incident: str, *figures: tuple[str, Group, str, int]) -> Account:
    """An account of one incident: each figure is (status, group, label, number)."""
    sentences = [f"There were {number} {group.text} {status}." for status, group, _, number in figures]
    report = document("a.txt", " ".join(sentences))
    claims = tuple(
        count(f"c{n}", report, words.rstrip("."), str(number), status, group, low=number, high=number)
        for n, (words, (status, group, _, number)) in enumerate(zip(sentences, figures, strict=True))
    )
    tallies = tuple(
        tally(f"t{n}", "i1", status, group, label, (number,) * 3, support=(f"c{n}",))
        for n, (status, group, label, number) in enumerate(figures)
    )
    home = Incident("i1", "Somewhere", incident, None, None, None, ("a.txt",))
    return Account(None, "p", (report,), (home,), claims, {claim.id: "i1" for claim in claims}, (), tallies)


@pytest.mark.parametrize(("printed", "roots", "shown"), [(4, 1, ["4 outlets, 1 root"]), (3, 3, []), (2, 1, [])])
def test_many_outlets_of_few_roots_are_told(printed: int, roots: int, shown: list[str]) -> None:
    """Eleven papers that print one agency look like eleven witnesses: a reader is told how many stand behind them."""
    words, group = "Nine people died.", Group("people", "person")
    reports = tuple(document(f"{n}.txt", words, publisher=f"Paper {n}") for n in range(printed))
    claims = tuple(
        count(f"c{n}", report, words, "Nine", "killed", group, low=9, high=9) for n, report in enumerate(reports)
    )
    support = tuple(claim.id for claim in claims)
    dead = tally("t1", "i1", "killed", group, "people", (9, 9, 9), support=support, roots=roots)
    home = Incident("i1", "Somewhere", "fire", None, None, None, tuple(report.id for report in reports))
    account = Account(None, "p", reports, (home,), claims, dict.fromkeys(support, "i1"), (), (dead,))
    (view,) = views(account)
    notes = [note.text for block in fates(view, ()) for row in block.rows for note in row.state]
    assert [note for note in notes if "outlets" in note] == shown


def labels(account: Account) -> list[str]:
    (view,) = views(account)
    return [f"{group.label}: {row.label}" for group in fates(view, ()) for row in group.rows]


def test_an_account_of_a_hostage_crisis_leads_with_the_hostages() -> None:
    """Then all others hurt, the freed, those unaccounted for, those who did it; last those who were merely there."""
    everyone = (
        ("present", Group("guests"), "guests", 90), ("killed", Group("raiders", "militant"), "militants", 8),
        ("missing", Group("cooks", "worker"), "workers", 3), ("freed", Group("guests"), "people", 40),
        ("killed", Group("guests"), "people", 12), ("held", Group("hostages", "hostage"), "hostages", 20),
        ("killed", Group("hostages", "hostage"), "hostages", 9),
    )  # fmt: skip
    assert labels(told("hostage-taking", *everyone)) == [
        "Hostages: killed", "Hostages: held", "Killed or hurt: people killed", "Freed: people",
        "Unaccounted for: workers", "Militants: killed", "At the scene: guests",
    ]  # fmt: skip


def test_an_account_of_a_disaster_leads_with_the_dead() -> None:
    """Killed, missing, injured, displaced; a figure of people at large is its own heading."""
    flood = (
        ("displaced", Group("people"), "people", 4000), ("injured", Group("people"), "people", 70),
        ("missing", Group("anglers"), "anglers", 4), ("killed", Group("soldiers", "soldier"), "soldiers", 2),
        ("killed", Group("people"), "people", 31),
    )  # fmt: skip
    assert labels(told("flood", *flood)) == [
        ": Killed", ": soldiers", ": Missing, anglers", ": Injured", ": Displaced",
    ]  # fmt: skip


def test_a_figure_smaller_than_its_neighbours_heads_no_block() -> None:
    """35 people in hospital beside 100 children are not the whole of those in hospital."""
    ward = (
        ("hospitalised", Group("people"), "people", 35),
        ("hospitalised", Group("children", "child"), "children", 100),
    )
    assert labels(told("poisoning", *ward)) == ["In hospital: people", "In hospital: children"]


def test_single_persons_share_a_line() -> None:
    """Two told one by one beside a total are listed, never shown as totals of their own."""
    account = told(
        "flood", ("rescued", Group("people"), "people", 30), ("rescued", Group("shepherd"), "shepherds", 1),
        ("rescued", Group("postman"), "postmen", 1),
    )  # fmt: skip
    (view,) = views(account)
    ((first, last),) = (group.rows for group in fates(view, ()))
    assert (first.best, last.label, last.best) == ("30", "told singly", "–")
    assert [str(note) for note in last.state] == ["1 postman", "1 shepherd"]
    assert last.refs == ("c2", "c1")


def test_one_person_alone_keeps_a_row() -> None:
    assert labels(told("flood", ("killed", Group("shepherd"), "shepherds", 1))) == [": Killed, shepherds"]


def test_the_ledger_stands_before_the_disagreements() -> None:
    text = render(siege(), "text")
    section = text[text.index("ACCOUNTED FOR") : text.index("DISAGREEMENTS")]
    flat = " ".join(section.split())
    assert "Orfeo actors does not add up: 4 missing + 13 safe of 18 present: 1 unexplained [5]–[7]" in flat
    assert "of about 40 present: 3 unexplained (the 40 by the perpetrators' own word)" in flat


# --- disagreements and sections ----------------------------------------------------------------------


def test_both_sides_of_a_conflict_stand_with_speaker_and_remedy() -> None:
    text = render(mine(), "text")
    section = text[text.index("DISAGREEMENTS") : text.index("REVISED")]
    flat = " ".join(section.split())
    assert "said on Tuesday, raising its count.” · the mines ministry (on Tuesday), reported Tue 4 Mar 2031 [2]" in flat
    assert "23 of its members were dead and accused the owner" in flat
    assert "would settle it: the morgue's or the hospitals' own list of the dead" in flat


def test_one_quarrel_a_figure_with_all_its_sides() -> None:
    """Four reports, three numbers: one disagreement with three sides; who gives the same number stands together."""
    given = (("a", 34), ("b", 30), ("c", 34), ("d", 23))
    account = told("quarrel", *(("killed", Group("hostages", "hostage"), "hostages", n) for _, n in given))
    ids = tuple(claim.id for claim in account.claims)
    tally = replace(account.tallies[0], support=ids[:1], dissent=ids[1:], state="contested")
    pairs = tuple(
        Relation(a, b, "contradicts", "exclusive", "?")
        for a, b in ((1, 0), (2, 1), (3, 1))
        for a, b in [(ids[a], ids[b])]
    )
    (item,) = page(replace(account, tallies=(tally,), relations=pairs)).blocks[0].disagreements
    assert item.headline == "hostages killed: both cannot be true"
    assert sorted(side.refs for side in item.sides) == sorted([(ids[0], ids[2]), (ids[1],), (ids[3],)])
    assert item.reason == "34 against 30, 30 against 23: of each two only one can be true"


def test_what_only_looks_opposed_is_told_in_its_own_words() -> None:
    """The words of each side, and the reason without the figures that they show."""
    account = told("other", *(("killed", Group("men"), "men", n) for n in (9, 12)))
    one, other = (claim.id for claim in account.claims)
    relation = Relation(other, one, "differs", "scope", "9 men killed, 12 men killed: another time or scope")
    (item,) = page(replace(account, relations=(relation,))).blocks[0].disagreements
    assert [side.quote for side in item.sides] == [claim.quote for claim in account.claims]
    assert item.reason == "Another time or scope"


def test_a_contested_figure_without_a_relation_still_shows_both_sides() -> None:
    account = mine()
    bare = replace(account, relations=tuple(r for r in account.relations if r.type != "contradicts"))
    (item,) = page(bare).blocks[0].disagreements
    assert item.type == "contested"
    assert any("Nineteen miners have died" in side.quote for side in item.sides)
    assert any("23 of its members were dead" in side.quote for side in item.sides)
    assert item.settle is not None and "list of the dead" in item.settle


def test_what_cannot_hold_together_is_a_conflict_with_all_its_claims() -> None:
    items = page(siege()).blocks[0].disagreements
    (broken,) = [item for item in items if item.type == "violation"]
    assert broken.conflict and broken.number == 2
    assert [side.refs for side in broken.sides] == [("s5", "s6", "s7")]
    assert re.search(r"of them safe +13 .*does not add up: see 2", render(siege(), "text", width=120))


def test_overlaps_are_one_line_each_and_cut_short_in_a_terminal_alone() -> None:
    account = told("flood", *(("killed", Group("men"), "men", n + 5) for n in range(9)))
    pairs = tuple(Relation(f"c{n}", "c0", "may-overlap", "groups-may-overlap", f"pair {n}") for n in range(1, 9))
    account = replace(account, relations=pairs)
    assert page(account).blocks[0].disagreements == ()
    text = render(account, "text")
    assert "may overlap  Pair 1 [" in text and "Pair 7" not in text
    assert "and 2 more, listed in the HTML, Markdown and JSON reports" in text
    for form in ("md", "html"):
        assert all(f"Pair {n}" in render(account, form) for n in range(1, 9))


def test_a_speaker_is_named_once() -> None:
    account = siege()
    refusal = next(claim for claim in account.claims if claim.kind == "refusal")
    chain = (replace(refusal.sources[0], name="interior minister Ana Ruiz"),)
    again = replace(refusal, speaker="Ana Ruiz", sources=chain)
    claims = tuple(again if claim.id == refusal.id else claim for claim in account.claims)
    acts = next(s for s in page(replace(account, claims=claims)).blocks[0].sections if s.key == "claims")
    assert [line.text for line in acts.lines if line.lead == "refusal"] == ["“There will be no deal” · Ana Ruiz"]


def test_a_long_sentence_is_cut_around_its_claim() -> None:
    report = document("l.txt", f"{'Rain fell on the hills. ' * 2}{'on and on ' * 60}9 men died {'far away ' * 60}end.")
    sides = [count(f"l{n}", report, "9 men died", "9", "killed", Group("men"), low=9, high=9) for n in (1, 2)]
    relation = Relation("l2", "l1", "contradicts", "exclusive", "two")
    account = Account(None, "p", (report,), claims=tuple(sides), relations=(relation,))
    quote = page(account).blocks[0].disagreements[0].sides[0].quote
    assert quote.startswith("… ") and quote.endswith(" …") and "9 men died" in quote and len(quote) < 260


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
    """In a line of its own where no group of known size holds it."""
    text = render(replace(siege(), fates=()), "text")
    assert re.search(r"^does not add up +4 missing \+ 13 safe = 17.*unexplained: 1$", text, re.M)


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
    assert "[5] first-night.txt ¶2: Fewer than «30» workers are still trapped" in render(mine(), "text")


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
