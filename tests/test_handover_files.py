"""The four files of the hand-over: links that lead somewhere, the same bytes again, hostile words as words."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.cli import run
from crosswire.handover import FORMATS, MEDIA, as_docx, as_html, as_markdown, as_pdf, rendered, situation
from crosswire.handover.letters import joined, shown, visual
from crosswire.handover.outline import LONGEST, Run, clean
from crosswire.handover.typeset import broken
from crosswire.handover.word import WIDTHS
from crosswire.model import Account, Group, Incident, Source
from report_accounts import count, crowd, document, hostile, mine, siege, tally

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LATIN = frozenset(range(0x20, 0x250))
KARSK = "12 people were killed in "


def told(words: str, name: str = "a.txt", **more: Any) -> Account:
    """An account of one report that ends in these words; its group and its source are called so, too."""
    report = document(name, f"{KARSK}{words}.", "2031-03-03", **more)
    people, voice = Group("people"), (Source(words, "official"),)
    one = count("c1", report, "12 people were killed", "12", "killed", people, low=12, high=12, sources=voice)
    home = Incident("i1", words, "bombing", None, "2031-03-03", None, (report.id,))
    figure = tally("t1", "i1", "killed", people, words, (12, 12, 12), support=("c1",))
    return Account(None, "low-best-high", (report,), (home,), (one,), {"c1": "i1"}, (), (figure,))


def in_pdf(made: bytes) -> str:
    """All text of a PDF as a reader would select it, on one line."""
    pages = pypdfium2.PdfDocument(made)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def in_docx(made: bytes) -> str:
    """All text of a DOCX: paragraphs, cells, links."""
    body = docx.Document(io.BytesIO(made)).element.body
    return "".join(node.text or "" for node in body.iter(f"{W}t"))


# --- links ---------------------------------------------------------------------------------------


class Reader(HTMLParser):
    """Ids, links, names of tags and attributes; every opened tag must be closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("make", [mine, siege, hostile, crowd])
def test_html_links_lead_somewhere_and_back(make: Any) -> None:
    found = Reader(as_html(situation(make())))
    assert not found.open and len(set(found.ids)) == len(found.ids)
    assert {link.removeprefix("#") for link in found.links} == set(found.ids)
    assert all(link.startswith("#") for link in found.links)


@pytest.mark.parametrize("make", [mine, siege, hostile, crowd])
def test_html_runs_and_fetches_nothing(make: Any) -> None:
    """No script, no inline style, no handler, no picture, no other file."""
    found = Reader(as_html(situation(make())))
    assert not found.tags & {"script", "img", "link", "iframe", "object", "svg", "form", "base"}
    assert not {name for name in found.attributes if name.startswith("on")} | (found.attributes & {"style", "src"})


@pytest.mark.parametrize("make", [mine, siege])
def test_markdown_links_lead_somewhere_and_back(make: Any) -> None:
    text = as_markdown(situation(make()))
    ids = re.findall(r'<a id="([cn]\d+)">', text)
    assert len(set(ids)) == len(ids) and set(re.findall(r"\]\(#([cn]\d+)\)", text)) == set(ids)


@pytest.mark.parametrize("make", [mine, siege, hostile])
def test_markdown_bold_is_bold(make: Any) -> None:
    """Stars come in pairs and touch the words they embrace, or they are shown as stars."""
    for line in as_markdown(situation(make())).replace("\\*", "").splitlines():
        parts = line.split("**")
        assert len(parts) % 2 == 1 and all(words == words.strip() != "" for words in parts[1::2])


@pytest.mark.parametrize("make", [mine, siege, crowd])
def test_docx_links_lead_somewhere_and_back(make: Any) -> None:
    body = docx.Document(io.BytesIO(as_docx(situation(make())))).element.body
    names = [mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")]
    idents = [mark.get(f"{W}id") for mark in body.iter(f"{W}bookmarkStart")]
    assert len(set(names)) == len(names) and len(set(idents)) == len(idents)
    assert {link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")} == set(names)


@pytest.mark.parametrize("make", [mine, siege, crowd])
def test_pdf_has_a_link_for_every_reference_and_one_back(make: Any) -> None:
    report = situation(make())
    references = as_html(report).count('class="ref"')
    assert as_pdf(report).count(b"/Subtype /Link") == references + len(report.endnotes)


# --- what each file holds ------------------------------------------------------------------------


def test_every_format_tells_the_same() -> None:
    """Title, figures, sentences and sources are in all four; the PDF's can be selected."""
    report = situation(mine())
    texts = [as_markdown(report).replace("\\", ""), as_html(report), in_docx(as_docx(report)), in_pdf(as_pdf(report))]
    for text in texts:
        flat = " ".join(text.split())
        for words in (
            "Situation report:",
            "Bottom line",
            "Would settle it",
            "Endnotes",
            "Piet Aarden",
            "mines ministry",
        ):
            assert words in flat


def test_docx_is_a_document_and_not_a_picture_of_one() -> None:
    """Headings in levels, a table whose first row is repeated, a language, a title, no stranger's name."""
    made = docx.Document(io.BytesIO(as_docx(situation(mine()))))
    styles = [paragraph.style.name for paragraph in made.paragraphs if paragraph.style.name.startswith("Heading")]
    assert styles[0] == "Heading 1" and styles.count("Heading 1") == 1 and "Heading 2" in styles
    (table,) = made.tables
    assert [cell.text for cell in table.rows[0].cells] == ["who", "low", "best", "high", "roots", "state", "notes"]
    assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
    assert [round(column.width.mm) for column in table.columns] == list(WIDTHS)
    properties = made.core_properties
    assert properties.title.startswith("Situation report:") and properties.language == "en"
    assert {properties.author, properties.last_modified_by} == {"crosswire"} and properties.created.year == 2031
    assert "situation report" in made.sections[0].footer.paragraphs[0].text


def test_every_page_of_the_pdf_says_what_it_is() -> None:
    made = pypdfium2.PdfDocument(as_pdf(situation(replace(crowd(), as_of="2031-05-01T20:00:00Z"))))
    for n, page in enumerate(made, 1):
        text = " ".join(page.get_textpage().get_text_range().split())
        assert f"as of Thu 1 May 2031, 20:00 UTC · 1 report · rule low-best-high · page {n} of {len(made)}" in text
    assert made.get_metadata_value("Title").startswith("Situation report:")
    assert made.get_metadata_value("CreationDate").startswith("D:20310501200000")
    assert [mark.get_title() for mark in made.get_toc()][:2]


def test_the_media_type_of_each_format() -> None:
    report = situation(mine())
    assert set(MEDIA) == set(FORMATS)
    assert rendered(report, "pdf").startswith(b"%PDF-") and rendered(report, "docx").startswith(b"PK")
    with pytest.raises(ValueError, match="rtf"):
        rendered(report, "rtf")


# --- the same bytes ------------------------------------------------------------------------------

HASHES = """
import hashlib, sys
sys.path[:0] = {paths!r}
from report_accounts import mine
from crosswire.handover import FORMATS, rendered, situation
print(*[hashlib.sha256(rendered(situation(mine()), format)).hexdigest() for format in FORMATS])
"""


def test_the_same_bytes_from_another_process_at_another_time() -> None:
    """Another hash seed, another time zone, another second; the files are the same."""
    here = [hashlib.sha256(rendered(situation(mine()), format)).hexdigest() for format in FORMATS]
    script = HASHES.format(paths=[str(Path(__file__).parent)])
    there = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    made = subprocess.run([sys.executable, "-c", script], env=there, capture_output=True, text=True, check=True)
    assert made.stdout.split() == here


def test_no_date_of_the_clock_in_the_archive() -> None:
    with zipfile.ZipFile(io.BytesIO(as_docx(situation(mine())))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("as_of", ["0001-01-01", "9999-12-31T23:59:59-12:00", "soon", None])
def test_a_date_that_no_file_can_hold_is_no_failure(as_of: str | None) -> None:
    for format in FORMATS:
        assert rendered(situation(replace(told("Orm"), as_of=as_of)), format)


# --- strangers' words ----------------------------------------------------------------------------

NASTY = st.text(alphabet=st.characters(codec=None, categories=None), min_size=1, max_size=40)


@settings(max_examples=25)
@given(NASTY, NASTY)
def test_no_words_break_a_file(words: str, name: str) -> None:
    """Nulls, controls, halves of pairs, non-characters, any script: four files that their readers open."""
    report = situation(told(words, name or "a", publisher=words, title=name, url=words))
    Reader(as_html(report))
    assert "Endnotes" in in_docx(as_docx(report)) and "Endnotes" in in_pdf(as_pdf(report))
    rendered(report, "md").decode("utf-8")


@given(st.text(alphabet=st.characters(codec=None, categories=None), max_size=200))
def test_clean_words_are_what_xml_allows(text: str) -> None:
    legal = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
    assert legal.fullmatch(clean(text)) and "\u202e" not in clean(text)


def test_markup_stays_words() -> None:
    """Tags and Markdown of a report are seen, not obeyed; a placeholder of the PDF writer stays as it is."""
    report = situation(told("<b>Orm</b> {nb} *x* [y](javascript:z)"))
    html, markdown = as_html(report), as_markdown(report)
    assert "&lt;b&gt;Orm&lt;/b&gt;" in html and "<b>Orm" not in html
    assert "\\<b\\>Orm" in markdown and not re.search(r"(?<!\\)\]\(javascript", markdown)
    assert "{nb}" in in_pdf(as_pdf(report)) and "<b>Orm</b> {nb}" in in_docx(as_docx(report))


def test_a_name_of_megabytes_is_cut() -> None:
    report = situation(told("x" * 3_000_000))
    for format in FORMATS:
        assert len(rendered(report, format)) < 40 * LONGEST


# --- letters -------------------------------------------------------------------------------------


def test_what_the_font_lacks_is_named() -> None:
    """Never a blank box: the number of letters and their script, and a line that says what that means."""
    assert shown("北京 and กรุง", LATIN) == "[2 × Han] and [3 × Thai]"
    text = in_pdf(as_pdf(situation(told("北京"))))
    assert "[2 × Han]" in text and "Words in letters that the font of this file lacks" in text
    assert "lacks" not in in_pdf(as_pdf(situation(told("Шахта Карск, Αθήνα, Երևան, თბილისი, ירושלים"))))


@pytest.mark.parametrize("words", ["وزارة الداخلية", "ירושלים", "Карск", "Αθήνα", "Երևան", "თბილისი", "Łódź, Đà Nẵng"])
def test_scripts_that_the_font_has_can_be_read_back(words: str) -> None:
    """Selected and pasted, the letters are those of the report, in the order in which they are read."""
    text = unicodedata.normalize("NFKC", in_pdf(as_pdf(situation(told(words)))))
    assert all(unicodedata.normalize("NFKC", word) in text for word in words.split())


def test_arabic_letters_join() -> None:
    """Beh, alef, beh: initial, final, isolated; a letter between two is medial."""
    every = range(0xFB50, 0xFF00)
    assert joined("باب", every) == "\ufe91\ufe8e\ufe8f"
    assert joined("ببب", every) == "\ufe91\ufe92\ufe90"
    assert joined("abc", every) == "abc" and joined("ب ب", every) == "\ufe8f \ufe8f"


def test_right_to_left_words_are_turned_and_their_numbers_are_not() -> None:
    line = [(char, n) for n, char in enumerate("in אב 12 (ג), 3")]
    assert "".join(char for char, _ in visual(line)) == "in (ג) 12 בא, 3"
    assert sorted(key for _, key in visual(line)) == list(range(len(line)))
    assert [char for char, _ in visual([("א", 0), ("ב", 1)])] == ["ב", "א"]


# --- lines ---------------------------------------------------------------------------------------


def _measure(text: str, bold: bool, size: float) -> float:
    return len(text) * size * (0.6 if bold else 0.5)


@given(st.lists(st.builds(Run, st.text(max_size=40), st.sampled_from(["", "strong", "mark"])), max_size=6))
def test_lines_hold_every_letter_and_no_more_than_fits(runs: list[Run]) -> None:
    lines = broken(tuple(runs), 60.0, 8.0, _measure)
    assert lines
    letters = "".join(bit.text for line in lines for bit in line)
    assert "".join(letters.split()) == "".join("".join(run.text for run in runs).split())
    for line in lines:
        assert sum(bit.width for bit in line) <= 60.001


def test_a_word_in_two_styles_is_not_parted() -> None:
    lines = broken((Run("about "), Run("“"), Run("nineteen", "mark"), Run("”")), 60.0, 8.0, _measure)
    assert ["".join(bit.text for bit in line) for line in lines] == ["about ", "“nineteen”"]


# --- the command ---------------------------------------------------------------------------------

REPORT = {
    "text": "Twelve miners were killed in the Karsk mine on Monday, the ministry said. Four are missing.\n",
    "published": "2031-03-03",
    "publisher": "The Coast Ledger",
}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import json

    folder = tmp_path_factory.mktemp("handover")
    (folder / "one.json").write_text(json.dumps(REPORT), encoding="utf-8")
    assert run(["record", str(folder / "one.json"), "--ledger", str(folder / "crisis.db")]) == 0
    return folder / "crisis.db"


def test_the_command_writes_each_format(ledger: Path, tmp_path: Path, capfdbinary: Any) -> None:
    for format in FORMATS:
        target = tmp_path / f"report.{format}"
        assert run(["handover", "--ledger", str(ledger), "--format", format, "--output", str(target)]) == 0
        capfdbinary.readouterr()
        assert run(["handover", "--ledger", str(ledger), "--format", format]) == 0
        assert capfdbinary.readouterr().out == target.read_bytes()
    assert b"12 miners reported killed, according to ministry" in (tmp_path / "report.md").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--format", "rtf"], "there are md, html, docx, pdf"),
        (["--incident", "nothing"], "there are: "),
        (["--as-of", "soon"], "soon"),
        (["--policy", "mine"], "mine"),
        (["--output", "/nowhere/at/all.md"], "cannot be written"),
    ],
)
def test_misuse_is_one_line(ledger: Path, arguments: list[str], says: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["handover", "--ledger", str(ledger), *arguments]) == 2
    out, err = capfd.readouterr()
    assert out == "" and says in err and len(err.splitlines()) == 1


def test_without_a_ledger_there_is_nothing_to_hand_over(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["handover"]) == 2
    assert run(["handover", "--ledger", str(tmp_path / "none.db")]) == 1
    assert "no such ledger" in capfd.readouterr().err


def test_a_moment_before_the_first_report(ledger: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["handover", "--ledger", str(ledger), "--as-of", "2001-01-01"]) == 0
    assert "No report of a crisis is held." in capfd.readouterr().out
