"""Histories drawn: well-formed, linked, within their edges, without script or network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.model import Account, Change, Claim, Document, Extent, Group, History, Incident, Mark, Published, Span
from crosswire.report import render
from crosswire.report.axes import Frame, count_ticks, count_top, time_ticks
from crosswire.report.figure import MOST, NAMED, NARROW, WIDE, Size, described, drawable, drawn, said, svg, voices

SVG = "{http://www.w3.org/2000/svg}"
START = datetime(2031, 3, 9, tzinfo=UTC)


def at(hours: float) -> str:
    return (START + timedelta(hours=hours)).isoformat().replace("+00:00", "Z")


def change(hours: float, kind: str, *extent: int | None, claim: str = "c1") -> Change:
    after = Extent(*extent) if extent else None
    return Change(at(hours), at(hours), kind, None, after, "single", 1, claim, (claim,), f"a {kind}")


def mark(hours: float, root: str, low: int | None, high: int | None, claim: str = "c1") -> Mark:
    return Mark(claim, root, root, at(hours), low, low if high in (None, low) else None, high)


def story(
    changes: Sequence[Change] = (change(0, "first", 12, 12, 12), change(30, "rise", 12, 15, None)),
    marks: Sequence[Mark] = (mark(0, "police", 12, 12), mark(30, "ministry", 15, 15, "c2"), mark(30, "police", 12, 12)),
    status: str = "killed",
    name: str = "t1",
    part_of: str | None = None,
    ended: bool = False,
) -> History:
    return History(name, "i1", status, Group("guests"), "guests", tuple(changes), tuple(marks), part_of, ended)


def parsed(history: History, size: Size = WIDE) -> ElementTree.Element:
    drawing = svg(history, {"c1": 1, "c2": 2}, {"c1": "2031-03-08", "c2": "2031-03-10"}, size)
    return ElementTree.fromstring(drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


# --- one drawing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_drawing_says_what_it_shows(size: Size) -> None:
    """A group of links with a title and a description, to which it points; an image if nothing in it is a link."""
    root = parsed(story(), size)
    ids = {element.get("id"): element.text or "" for element in root.iter() if element.get("id")}
    assert 'role="img"' in svg(story(), {}, {}, size)
    assert root.get("role") == "group" and set((root.get("aria-labelledby") or "").split()) <= set(ids)
    assert "Guests killed over time" in ids.values()
    assert any("12 → 15" in text and "ministry" in text for text in ids.values())


def test_each_mark_leads_to_its_sentence() -> None:
    """The link is that of the numbered sentence, and says whose number it is and when it was published."""
    links = {link.get("href"): link.get("aria-label") or "" for link in parsed(story()).iter(f"{SVG}a")}
    assert set(links) == {"#q1", "#q2"}
    assert links["#q2"] == "ministry: 15, Mon 10 Mar 2031, sentence 2"


def test_a_mark_without_a_sentence_on_the_page_is_no_link() -> None:
    """As of a withdrawn report."""
    drawing = svg(story(), {}, {}, WIDE)
    assert "<a " not in drawing and drawing.count('class="mark"') == 3


def test_names_are_text_not_markup() -> None:
    """A source may be called anything."""
    root = parsed(story(marks=(mark(0, "<script>&", 12, 12), mark(9, 'x" onload="y', 15, 15))))
    assert not list(root.iter(f"{SVG}script")) and "<script>&" in "".join(root.itertext())


def test_the_best_figure_is_steps_and_the_open_band_reaches_the_top() -> None:
    """A bound that no sentence states is not drawn as one."""
    root = parsed(story())
    best = next(path.get("d") or "" for path in root.iter(f"{SVG}path") if path.get("class") == "best")
    assert re.fullmatch(r"M[\d.]+ [\d.]+H[\d.]+V[\d.]+H[\d.]+", best)
    bands = [path for path in root.iter(f"{SVG}path") if (path.get("class") or "").startswith("band")]
    assert [band.get("class") for band in bands] == ["band", "band open"]
    assert (bands[1].get("d") or "").split("H")[0].endswith(" 14.0")


def test_an_unstated_best_leaves_a_gap() -> None:
    """ "dozens", then 30: the line begins with the 30."""
    root = parsed(story(changes=(change(0, "first", 24, None, None), change(30, "narrowed", 30, 30, 30))))
    best = next(path.get("d") or "" for path in root.iter(f"{SVG}path") if path.get("class") == "best")
    assert best.count("M") == 1 and "V" not in best


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 400_000),
            st.sampled_from("abcdefghij"),
            st.integers(0, 10**7),
            st.integers(0, 3),
            st.booleans(),
        ),
        min_size=1,
        max_size=25,
    ),
    st.sampled_from([WIDE, NARROW]),
)
def test_whatever_is_told_is_drawn_within_the_edges(told: list[tuple[float, str, int, int, bool]], size: Size) -> None:
    """Coordinates are inside the drawing, and no two names overlap."""
    marks = [mark(hours, root * 9, low, None if bare else low + more) for hours, root, low, more, bare in told]
    steps = [change(h, "rise", low, low, None if bare else low + more) for h, _, low, more, bare in sorted(told)]
    root = parsed(story(steps, sorted(marks, key=lambda m: m.at)), size)
    for path in root.iter(f"{SVG}path"):
        points = re.findall(r"([ML])(-?[\d.]+) (-?[\d.]+)", path.get("d") or "")
        assert all(-1 <= float(x) <= size.width + 1 and -6 <= float(y) <= size.height for _, x, y in points)
    heights = sorted(float(text.get("y") or 0) for text in root.iter(f"{SVG}text") if text.get("class") == "name")
    assert all(b - a >= 14.9 for a, b in pairwise(heights)) and len(heights) <= NAMED
    assert all(0 < height <= size.height for height in heights)


def test_more_origins_than_room_are_counted() -> None:
    """The table names them all."""
    marks = [mark(n, f"source {n}", 10 + n, 10 + n) for n in range(NAMED + 3)]
    figure = drawn(story(marks=marks), {}, {})
    assert "and 3 more" in figure.wide and len(figure.said) == NAMED + 3


def test_an_origin_is_marked_once_for_what_it_repeats() -> None:
    """Twice the same number at one moment is one mark; two origins have two shapes."""
    told = voices(story(marks=(mark(0, "police", 12, 12), mark(0, "police", 12, 12), mark(0, "rebels", 9, 9))))
    assert [(v.name, len(v.marks)) for v in told] == [("police", 1), ("rebels", 1)]
    assert told[0].shape != told[1].shape


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(34, 34, "34"), (11, None, "at least 11"), (None, 41, "up to 41"), (25, 30, "25 to 30"), (1200, 1200, "1,200")],
)
def test_numbers_as_said(low: int | None, high: int | None, words: str) -> None:
    """A bound is never drawn as a plain number."""
    assert said(mark(0, "police", low, high)) == words


def test_the_table_says_the_same() -> None:
    """A row for each change, a dash where no bound is stated."""
    rows = drawn(story(), {"c1": 1}, {}).rows
    assert [(r.kind, r.low, r.best, r.high, r.n) for r in rows] == [
        ("first", "12", "12", "12", 1),
        ("rise", "12", "15", "–", 1),
    ]
    assert "police" in described(story())


# --- what is drawn -------------------------------------------------------------------------------


def test_only_what_moved_is_drawn() -> None:
    """Not a figure of one moment, nor one of one origin that never changed, nor parts, nor what is gone."""
    once = story([change(0, "first", 12, 12, 12)], [mark(0, "police", 12, 12)], name="once")
    repeated = story(
        [change(0, "first", 12, 12, 12)], [mark(0, "police", 12, 12), mark(9, "police", 12, 12)], name="same"
    )
    confirmed = story(
        [change(0, "first", 12, 12, 12)], [mark(0, "police", 12, 12), mark(9, "army", 12, 12)], name="two"
    )
    found = drawable([once, repeated, confirmed, story(), story(name="p", part_of="t1"), story(name="e", ended=True)])
    assert [history.tally for history in found] == ["t1", "two"]


def test_the_gravest_come_first_and_few_are_drawn() -> None:
    """The codebook's order, then the larger."""
    many = [story(status=status, name=f"{status}{n}") for n in range(3) for status in ("freed", "injured", "killed")]
    found = drawable(many)
    assert len(found) == MOST and [h.status for h in found] == ["killed"] * 3 + ["injured"] * 3


# --- axes ----------------------------------------------------------------------------------------


@given(st.integers(0, 10**9))
def test_counts_have_room_above_and_few_marks(value: int) -> None:
    """Zero is always there, the top is above the value."""
    top = count_top(value)
    assert top >= value and 2 <= len(count_ticks(top)) <= 7 and count_ticks(top)[0] == 0


@given(st.floats(0.5, 200_000), st.integers(2, 8))
def test_marks_of_time_are_in_order_and_few(hours: float, most: int) -> None:
    """From hours to decades."""
    ticks = time_ticks(START, START + timedelta(hours=hours), most)
    assert [tick.at for tick in ticks] == sorted({tick.at for tick in ticks}) and len(ticks) <= most + 2


def test_a_frame_of_one_moment_does_not_fail() -> None:
    """Nothing to spread."""
    frame = Frame(0, 100, 0, 100, START, START, 10)
    assert 0 <= frame.x(START) <= 100 and frame.y(0) == 100 and frame.y(10) == 0


# --- the page ------------------------------------------------------------------------------------


def page(*histories: History) -> str:
    text = "Police said 12 guests were killed."
    document = Document("a.txt", "0" * 64, text, published=Published("2031-03-08", "metadata", ""))
    claim = Claim("c1", "count", "a.txt", text, Span(0, 33), number=Span(12, 14), number_text="12", low=12, high=12)
    incident = Incident("i1", "siege", "attack", None, None, None, ("a.txt",))
    account = Account(None, "low-best-high", (document,), (incident,), (claim,), {"c1": "i1"}, history=histories)
    return render(account, "html")


def test_the_page_draws_what_changed() -> None:
    """Both sizes, a table, links to sentences that are on the page; no script, nothing from elsewhere."""
    html = page(story())
    assert html.count('<svg class="course') == 2 and "<summary>The same as a table</summary>" in html
    section = html[html.index('<section class="histories"') :]
    targets = set(re.findall(r'href="#(q\d+)"', section))
    assert targets and all(f'id="{target}"' in html for target in targets)
    assert "<script" not in html and "http:" not in html and "https:" not in html
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_a_page_without_history_has_no_such_section() -> None:
    """Nor one whose figures never moved."""
    assert 'class="histories"' not in page()
    assert 'class="histories"' not in page(story([change(0, "first", 12, 12, 12)], [mark(0, "police", 12, 12)]))
