"""Files, folders and standard input to Documents: what is read, what is named as unread, what is warned of."""

import hashlib
import io
import json
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.errors import CrosswireError
from crosswire.ingest import gather, read_paths
from crosswire.ingest.draft import TEXT_LIMIT
from crosswire.ingest.language import language

TEXT = "Nine people were hurt when a bus left the road near Cusco on Sunday, police said.\n"


def read(*paths, **options):
    """Everything that the paths came to."""
    return gather(read_paths([str(path) for path in paths], **options))


def failures(found):
    """The lines that would be printed."""
    return [str(failure) for failure in found.failures]


def notes(found):
    """The warnings as id and words."""
    return [(warning.document, warning.text) for warning in found.warnings]


def ids(found):
    """The reports' ids in the order read."""
    return [document.id for document in found.documents]


# --- text -------------------------------------------------------------------------------------------


def test_text_is_untouched(tmp_path):
    """Line ends, tabs, doubled spaces and the last newline stay; the fingerprint is of the text."""
    text = "\tNine\r\n\r\nhurt  –  police\r said…\u2028\n\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    (document,) = read(tmp_path / "a.txt").documents
    assert document.text == text
    assert document.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert document.id == "a.txt"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_is_obeyed_and_taken_off(tmp_path, encoding):
    """No guess, so no warning."""
    (tmp_path / "a.txt").write_bytes((TEXT + "Ñandú\n").encode(encoding))
    found = read(tmp_path / "a.txt")
    assert found.documents[0].text == TEXT + "Ñandú\n"
    assert not found.warnings


@pytest.mark.parametrize(
    ("raw", "ending", "note"),
    [
        ("He said: “Nine”\n".encode("cp1252"), "He said: “Nine”\n", "decoded by guess as windows-1252"),
        ("– Ñandú in Nuñoa\n".encode("cp1252"), "– Ñandú in Nuñoa\n", "decoded by guess as windows-1252"),
        (
            "“Nine”, “ten”, “six”".encode() + b"\xe2\x80",
            "“Nine”, “ten”, “six”\ufffd",
            "decoded by guess as UTF-8, 1 unreadable byte replaced",
        ),
    ],
)
def test_other_encodings_are_guessed_aloud(tmp_path, raw, ending, note):
    """Read, with a warning that names the guess."""
    (tmp_path / "a.txt").write_bytes(TEXT.encode() * 5 + raw)
    found = read(tmp_path / "a.txt")
    assert found.documents[0].text == TEXT * 5 + ending
    assert notes(found) == [("a.txt", note)]
    assert not found.failures


def test_cyrillic_is_guessed_and_not_read(tmp_path):
    """An old Russian encoding: decoded by statistics, and in a language without rules."""
    raw = ("В результате взрыва в шахте погибли девять человек, сообщило министерство. " * 5).encode("cp1251")
    (tmp_path / "a.txt").write_bytes(raw)
    found = read(tmp_path / "a.txt")
    assert "погибли девять человек" in found.documents[0].text
    assert notes(found) == [
        ("a.txt", "decoded by guess as windows-1251"),
        ("a.txt", "language ru is not read: no claims"),
    ]


@pytest.mark.parametrize(
    "raw", [b"\x89PNG\r\n\x1a\n\x00\x00", b"%PDF-1.7\nabc", b"PK\x03\x04xx", b"text\x00text", bytes(range(1, 32)) * 9]
)
def test_binary_is_refused(tmp_path, raw):
    """Whatever its name says."""
    (tmp_path / "a.txt").write_bytes(raw)
    found = read(tmp_path / "a.txt")
    assert failures(found) == [f"{tmp_path}/a.txt: binary, not text"]
    assert not found.documents


def test_cut_utf16_is_refused(tmp_path):
    """An odd number of bytes is no UTF-16."""
    (tmp_path / "a.txt").write_bytes(TEXT.encode("utf-16")[:-1])
    assert failures(read(tmp_path / "a.txt")) == [f"{tmp_path}/a.txt: cut or broken UTF-16 text"]


@pytest.mark.parametrize("text", ["", " \n\t\n"])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_empty_is_read_with_a_warning(tmp_path, text, name):
    """An empty report is a report."""
    (tmp_path / name).write_text(text)
    found = read(tmp_path / name)
    assert ids(found) == [name]
    assert notes(found) == [(name, "empty: nothing to read")]


def test_too_large_is_refused_without_being_read(tmp_path):
    """Fifty megabytes on one line, refused at once; ten to the byte are read."""
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(50_000_000)
    (tmp_path / "fits.txt").write_bytes(b"a" * TEXT_LIMIT)
    found = read(tmp_path / "big.txt", tmp_path / "fits.txt")
    assert failures(found) == [f"{tmp_path}/big.txt: text over 10 MB, not read"]
    assert len(found.documents[0].text) == TEXT_LIMIT


def test_front_matter_and_heading_of_markdown(tmp_path):
    """Metadata is taken from the front matter, and the text keeps it."""
    text = f"---\ntitle: Bus leaves road\ndate: 2016-03-06\nsource: Andean Daily\n---\n# Bus\n\n{TEXT}"
    (tmp_path / "a.md").write_text(text)
    (document,) = read(tmp_path / "a.md").documents
    assert (document.text, document.title, document.publisher) == (text, "Bus leaves road", "Andean Daily")
    assert (document.published.value, document.published.basis) == ("2016-03-06", "metadata")


# --- JSON -------------------------------------------------------------------------------------------


def test_one_object_is_one_report(tmp_path):
    """Text and metadata under their names; the text field is untouched."""
    record = {
        "headline": "Bus leaves road",
        "body": f"  {TEXT}\r\n",
        "datePublished": "2016-03-06T18:30:00-05:00",
        "publisher": {"@type": "Organization", "name": "Andean Daily"},
        "url": "https://example.org/bus",
        "language": "en-GB",
        "other": [1, None],
    }
    (tmp_path / "a.json").write_text(json.dumps(record))
    (document,) = read(tmp_path / "a.json").documents
    assert document.id == "a.json"
    assert document.text == f"  {TEXT}\r\n"
    assert (document.title, document.publisher, document.url) == ("Bus leaves road", "Andean Daily", record["url"])
    assert document.published.value == "2016-03-06T18:30:00-05:00"
    assert document.published.reason == "field datePublished: 2016-03-06T18:30:00-05:00"
    assert document.language == "en"


@pytest.mark.parametrize("key", ["text", "maintext", "body", "articleBody", "content"])
def test_every_name_of_the_text(tmp_path, key):
    """The five names of the contract."""
    (tmp_path / "a.json").write_text(json.dumps({key: TEXT, "id": 7}))
    assert read(tmp_path / "a.json").documents[0].text == TEXT


@pytest.mark.parametrize("key", ["published", "date", "date_publish", "datePublished", "versionCreated"])
def test_every_name_of_the_date(tmp_path, key):
    """The five names of the contract."""
    (tmp_path / "a.json").write_text(json.dumps({"text": TEXT, key: "2016-03-06"}))
    published = read(tmp_path / "a.json").documents[0].published
    assert (published.value, published.basis) == ("2016-03-06", "metadata")


def test_a_list_is_many_reports_and_a_bad_one_is_named(tmp_path):
    """A record without text, or that is no object, is refused; the others keep their places."""
    (tmp_path / "a.json").write_text(
        json.dumps([{"text": TEXT}, {"title": "no text"}, 7, {"text": 5}, {"body": TEXT * 2}])
    )
    found = read(tmp_path / "a.json")
    assert ids(found) == ["a.json#0", "a.json#4"]
    keys = "(looked for text, maintext, body, articleBody, content)"
    assert failures(found) == [
        f"{tmp_path}/a.json: record 1: no text field {keys}",
        f"{tmp_path}/a.json: record 2: no report but a number",
        f"{tmp_path}/a.json: record 3: no text field {keys}",
    ]


def test_a_cut_list_keeps_what_stands_before_the_cut(tmp_path):
    """The line of the cut is named."""
    whole = json.dumps([{"text": TEXT}, {"text": TEXT + "2"}, {"text": TEXT + "3"}], indent=1)
    (tmp_path / "a.json").write_text(whole[:-20])
    found = read(tmp_path / "a.json")
    assert ids(found) == ["a.json#0", "a.json#1"]
    assert failures(found) == [f"{tmp_path}/a.json: JSON cut off at line 9"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"text": "Nine peop', "JSON cut off at line 1"),
        ('{\n"text": "Nine"\n', "JSON cut off at line 3"),
        ('{\n"text" "Nine"\n}', "broken JSON at line 2: Expecting ':' delimiter"),
        ('[{"text": "Nine"} {"text": "Ten"}]', "broken JSON at line 1: ',' expected, '{' found"),
        ('{"text": "Nine"} x', "broken JSON at line 1: more follows the first value"),
        ('"Nine"', "no report but a string"),
        ("null", "no report but null"),
        ("[" * 200_000, "broken JSON at line 1: nested too deep or a number too long"),
        ("[" + "9" * 5000 + "]", "broken JSON at line 1: nested too deep or a number too long"),
    ],
)
def test_broken_json_is_named_by_line(tmp_path, text, reason):
    """One line, with the place."""
    (tmp_path / "a.json").write_text(text)
    (failure,) = failures(read(tmp_path / "a.json"))
    assert failure.split(": ", 1)[1] == reason


@pytest.mark.parametrize("text", ["", "  \n", "[]", " [ ] "])
def test_json_without_reports_is_a_warning(tmp_path, text):
    """Nothing was lost, so nothing failed."""
    (tmp_path / "a.json").write_text(text)
    found = read(tmp_path / "a.json")
    assert notes(found) == [("a.json", "empty: nothing to read")]
    assert not found.failures and not found.documents


def test_a_bad_line_stops_no_other(tmp_path):
    """Line numbers count from one and include blank lines; ids count records."""
    lines = [
        json.dumps({"text": TEXT}),
        "",
        '{"text": "Nin',
        '["text"]',
        json.dumps({"t": 1}),
        json.dumps({"text": TEXT + "2"}),
    ]
    (tmp_path / "a.jsonl").write_text("\r\n".join(lines))
    found = read(tmp_path / "a.jsonl")
    assert ids(found) == ["a.jsonl#0", "a.jsonl#4"]
    assert [failure.split(": ", 1)[1][:22] for failure in failures(found)] == [
        "line 3: broken JSON: U",
        "line 4: no report but ",
        "line 5: no text field ",
    ]


def test_json_lines_under_another_name(tmp_path):
    """One object to a line is read as such in a ``.json`` file too."""
    (tmp_path / "a.json").write_text(f"{json.dumps({'text': TEXT})}\n{json.dumps({'text': TEXT * 2})}\n")
    assert ids(read(tmp_path / "a.json")) == ["a.json#0", "a.json#1"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_json_with_a_byte_order_mark(tmp_path, encoding, name):
    """As Windows tools write it."""
    (tmp_path / name).write_bytes((json.dumps({"text": "Ñ" + TEXT}, ensure_ascii=False) + "\n").encode(encoding))
    found = read(tmp_path / name)
    assert [document.text for document in found.documents] == ["Ñ" + TEXT]
    assert not found.failures


def test_a_long_list_is_read_in_pieces(tmp_path):
    """More than a piece, cut at any byte of any letter, with a fault near the end."""
    texts = [f"{number}: Ñandú – {TEXT}" * (number % 40 * 8 + 1) for number in range(240)]
    raw = json.dumps([{"text": text} for text in texts], ensure_ascii=False).encode()
    assert len(raw) > 2_500_000
    (tmp_path / "a.json").write_bytes(raw[:-1] + b",\n{]")
    found = read(tmp_path / "a.json")
    assert [document.text for document in found.documents] == texts
    assert ids(found)[-1] == "a.json#239"
    assert [failure.split(": ")[1] for failure in failures(found)] == ["broken JSON at line 2"]


def test_one_huge_record_stops_no_other(tmp_path):
    """A text over the limit is refused by its line; a line too long to hold is passed by."""
    with (tmp_path / "a.jsonl").open("w") as file:
        for size in (10, TEXT_LIMIT + 1, 3 * TEXT_LIMIT, 20):
            file.write(json.dumps({"text": "a" * size}) + "\n")
    found = read(tmp_path / "a.jsonl")
    assert ids(found) == ["a.jsonl#0", "a.jsonl#3"]
    assert [failure.split(": ", 1)[1] for failure in failures(found)] == [
        "line 2: text over 10 MB, not read",
        "line 3: text over 10 MB, not read",
    ]


def test_a_huge_object_is_refused(tmp_path):
    """Fifty megabytes of one string."""
    (tmp_path / "a.json").write_text('{"text": "' + "a" * 50_000_000 + '"}')
    assert failures(read(tmp_path / "a.json")) == [f"{tmp_path}/a.json: text over 10 MB, not read"]


def test_half_a_surrogate_pair_can_still_be_written_out(tmp_path):
    """Offsets hold: one character for one."""
    (tmp_path / "a.json").write_text('{"text": "Nine \\ud83d hurt", "title": "\\udc00"}')
    found = read(tmp_path / "a.json")
    assert found.documents[0].text == "Nine \ufffd hurt"
    assert notes(found) == [("a.json", "half a surrogate pair in the text, shown as �")]


# --- web pages --------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>Bus leaves road - Andean Daily</title>
<meta property="og:site_name" content="Andean Daily"><meta property="og:title" content="Bus leaves road">
{stamp}<meta name="author" content="Ana Ruiz"><link rel="canonical" href="https://andean.example/bus"></head>
<body><nav><a href="/">Home</a><a href="/world">World</a><a href="/sport">Sport</a></nav>
<article><h1>Bus leaves road</h1>
<p>Nine people were hurt when a bus left the road near Cusco on Sunday. “It was raining”, said a driver.</p>
<p>Two of the nine, both children, were still in hospital on Monday, the health ministry in Lima said.</p>
</article><footer>Copyright 2016 Andean Daily. <a href="/terms">Terms</a></footer></body></html>"""
STAMP = '<meta property="article:published_time" content="2016-03-06T20:15:00-05:00">'


def page(charset="utf-8", stamp=STAMP):
    """The page above in an encoding, with or without its date."""
    return PAGE.format(charset=charset, stamp=stamp)


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_page_gives_article_and_metadata(tmp_path, charset):
    """No menu, no footer; the declared encoding is no guess."""
    (tmp_path / "a.html").write_bytes(page(charset).encode(charset))
    found = read(tmp_path / "a.html")
    (document,) = found.documents
    assert "“It was raining”, said a driver.\n\nTwo of the nine" in document.text
    assert "Terms" not in document.text and "Sport" not in document.text
    assert (document.title, document.publisher, document.url) == (
        "Bus leaves road",
        "Andean Daily",
        "https://andean.example/bus",
    )
    assert (document.published.value, document.published.basis) == ("2016-03-06T20:15:00-05:00", "metadata")
    assert not found.warnings


@pytest.mark.parametrize(
    "stamp",
    [
        '<script type="application/ld+json">{"@graph": [{"datePublished": "2016-03-06"}]}</script>',
        '<meta itemprop="datePublished" content="2016-03-06T00:00:00Z">',
        '<meta name="date" content="2016-03-06">',
        '<script type="application/ld+json">{broken</script><time pubdate datetime="2016-03-06">Sunday</time>',
    ],
)
def test_page_dates(tmp_path, stamp):
    """However the page says it; midnight is a day."""
    (tmp_path / "a.html").write_text(page(stamp=stamp))
    assert read(tmp_path / "a.html").documents[0].published.value == "2016-03-06"


@pytest.mark.parametrize(
    "markup",
    [
        "<html></html>",
        "<html><body><form><input><button>Log in</button></form></body></html>",
        "<html><body><nav><a href='/'>Home</a><a href='/b'>World news</a></nav></body></html>",
        "<html><title>404 Not Found</title><body><p>The page you asked for could not be found here.</p></body></html>",
        "<html><body><p>Please enable JavaScript to view this site.</p></body></html>",
        "<script>var a = '<p>Nine were hurt.</p>';</script>",
        "<div>" * 2_000,
        "<<<>>>",
    ],
)
def test_page_without_an_article_is_refused(tmp_path, markup):
    """Menus, forms, error pages, wreckage."""
    (tmp_path / "a.html").write_text(markup)
    assert failures(read(tmp_path / "a.html")) == [f"{tmp_path}/a.html: HTML without an article"]


def test_a_short_article_is_an_article(tmp_path):
    """One sentence is enough."""
    (tmp_path / "a.htm").write_text("<html><body><p>Nine people were hurt near Cusco.</p></body></html>")
    assert read(tmp_path / "a.htm").documents[0].text == "Nine people were hurt near Cusco."


# --- paths ------------------------------------------------------------------------------------------


def test_folder_is_walked_sorted_and_other_kinds_are_counted(tmp_path):
    """Ids hold the path below the folder; hidden files and folders are other kinds."""
    for name in (
        "b.txt",
        "A.TXT",
        "sub/deep/c.txt",
        "sub/a.md",
        "x.csv",
        "y.png",
        "z.png",
        "LICENSE",
        ".d.txt",
        ".git/e.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    found = read(tmp_path)
    assert ids(found) == ["A.TXT", "b.txt", "sub/a.md", "sub/deep/c.txt"]
    counted = "6 files of other kinds passed over (1 .csv, 2 .png, 2 hidden, 1 without an ending)"
    assert notes(found) == [(str(tmp_path), counted)]
    assert not found.failures


def test_a_named_file_of_another_kind_is_refused(tmp_path):
    """It was asked for, so it is not passed over."""
    (tmp_path / "x.csv").write_text("a,b")
    kinds = ".atom, .eml, .htm, .html, .json, .jsonl, .md, .pdf, .rss, .txt, .warc, .warc.gz, .xml, .zip"
    assert failures(read(tmp_path / "x.csv")) == [f"{tmp_path}/x.csv: files of this kind are not read (only {kinds})"]


def test_missing_is_named_and_the_rest_goes_on(tmp_path):
    """An empty name and a NUL are missing too."""
    (tmp_path / "a.txt").write_text(TEXT)
    found = read(tmp_path / "gone.txt", "", "a\0b.txt", tmp_path / "a.txt")
    assert ids(found) == ["a.txt"]
    assert [failure.rsplit(": ", 1)[1] for failure in failures(found)] == ["no such file or folder"] * 3


def test_unreadable_file_and_folder_are_named(tmp_path, monkeypatch):
    """Permission denied, also where the tests run as root: the system's answer is put in its mouth."""
    (tmp_path / "shut").mkdir()
    for name in ("a.txt", "b.txt", "shut/c.txt"):
        (tmp_path / name).write_text(TEXT)
    scandir, opener = os.scandir, io.open

    def denied_folder(path):
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    def denied_file(path, *rest, **options):
        if str(path).endswith("a.txt"):
            raise PermissionError(13, "Permission denied", str(path))
        return opener(path, *rest, **options)

    monkeypatch.setattr(os, "scandir", denied_folder)
    monkeypatch.setattr(io, "open", denied_file)
    found = read(tmp_path)
    assert ids(found) == ["b.txt"]
    assert failures(found) == [f"{tmp_path}/shut: permission denied", f"{tmp_path}/a.txt: permission denied"]


def test_broken_link_and_loop_are_named(tmp_path):
    """A link that leads nowhere is one line; a link to its own folder is not followed."""
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "self").symlink_to(tmp_path)
    (tmp_path / "b.txt").write_text(TEXT)
    found = read(tmp_path)
    assert ids(found) == ["b.txt"]
    assert [failure.split(": ")[0].rsplit("/", 1)[1] for failure in failures(found)] == ["a.txt", "loop.txt"]


def test_a_pipe_in_a_folder_does_not_hang(tmp_path):
    """It is passed over; nobody writes to it."""
    os.mkfifo(tmp_path / "a.txt")
    found = read(tmp_path)
    assert not found.documents and "1 file of other kinds" in found.warnings[0].text


@settings(max_examples=30, deadline=None)
@given(st.permutations(["x/a.txt", "y/a.txt", "y/z/a.txt", "y", "x/../x/a.txt", "b.txt"]))
def test_namesakes_stay_apart_in_any_order(tmp_path_factory, order):
    """Each is named by as much of its path as it takes; the same file twice is one report."""
    top = tmp_path_factory.getbasetemp() / "namesakes"
    for name in ("x/a.txt", "y/a.txt", "y/z/a.txt", "b.txt"):
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(name + TEXT)
    found = read(*(f"{top}/{name}" for name in order))
    assert {d.id: d.text.split("Nine")[0] for d in found.documents} == {
        "x/a.txt": "x/a.txt",
        "y/a.txt": "y/a.txt",
        "z/a.txt": "y/z/a.txt",
        "b.txt": "b.txt",
    }


def test_odd_names_stay_on_one_line(tmp_path):
    """A newline in a name would break the line that reports it, a stray byte would break the JSON."""
    (tmp_path / "a\nb.txt").write_bytes(b"\x00")
    (tmp_path / os.fsdecode(b"\xff.txt")).write_text(TEXT)
    found = read(tmp_path)
    assert failures(found) == [f"{tmp_path}/a\\nb.txt: binary, not text"]
    json.dumps(ids(found)).encode()
    assert ids(found)[0].encode("utf-8") == b"\\udcff.txt"


def test_file_times_are_never_used(tmp_path):
    """An old file is as undated as a new one."""
    (tmp_path / "a.txt").write_text(TEXT)
    os.utime(tmp_path / "a.txt", (0, 0))
    published = read(tmp_path / "a.txt").documents[0].published
    assert (published.value, published.basis, published.reason) == (None, "unknown", "the report carries no date")


# --- standard input ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (TEXT.encode(), ["-"]),
        (b"[UPDATE] " + TEXT.encode(), ["-"]),
        (json.dumps({"text": TEXT}).encode(), ["-"]),
        (json.dumps({"text": TEXT}, indent=2).encode(), ["-"]),
        (json.dumps([{"text": TEXT}, {"text": TEXT}]).encode(), ["-#0", "-#1"]),
        ((json.dumps({"text": TEXT}) + "\n").encode() * 3, ["-#0", "-#1", "-#2"]),
        (page().encode(), ["-"]),
        (b"<!-- saved -->\n" + page().encode(), ["-"]),
        (TEXT.encode("utf-16"), ["-"]),
    ],
)
def test_standard_input_is_known_by_its_look(raw, expected):
    """Text, one object, a list, lines of objects, a page."""
    found = read("-", stdin=raw)
    assert ids(found) == expected
    assert all("Nine people were hurt" in document.text for document in found.documents)
    assert not found.failures


def test_standard_input_that_is_no_report():
    """Named ``-``; the reason follows."""
    assert failures(read("-", stdin=b"\x00\x01")) == ["-: binary, not text"]
    assert failures(read("-", stdin=b'{"text": "Ni')) == ["-: JSON cut off at line 1"]
    assert notes(read("-", stdin=b"")) == [("-", "empty: nothing to read")]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_no_bytes_throw(raw):
    """Whatever is piped in comes to a report, a refusal or a warning."""
    found = read("-", stdin=raw)
    assert found.documents or found.failures or found.warnings
    assert all("\n" not in line for line in failures(found))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet='{}[]":,\\ntex 1.e+-\n\ud7ff', max_size=60))
def test_no_json_throws(text):
    """Nor does anything that looks like JSON."""
    for opener in ('{"text":', '[{"text": "a"},', '{"text": "a"}\n{'):
        found = read("-", stdin=(opener + text).encode())
        assert found.documents or found.failures or found.warnings


@pytest.mark.parametrize(
    "unit",
    [
        "A-a",
        "A",
        "AB ",
        "AB, ",
        "(a",
        "<!---->",
        "[",
        "1/",
        "by A ",
        "AFP/",
        ". (",
        "—",
        "Mar 1 ",
        "x\n",
        "<p>",
        '"',
        "| ",
    ],
)
def test_repetition_takes_no_longer_than_prose(unit):
    """No rule runs away on a text of one thing over and over: each is read or refused by a line."""
    for text in (unit * (100_000 // len(unit)), "Bus\n" + unit * (1900 // len(unit)) + " said"):
        found = read("-", stdin=text.encode())
        assert len(found.documents) + len(found.failures) == 1


# --- dates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2013-01-20", "2013-01-20"),
        ("20130120", "2013-01-20"),
        ("2013-01-20T18:30:00Z", "2013-01-20T18:30:00Z"),
        ("2013-01-20T18:30:00.123Z", "2013-01-20T18:30:00Z"),
        ("2013-01-20 18:30:00", "2013-01-20T18:30:00Z"),
        ("2013-01-20 18:30:00 UTC", "2013-01-20T18:30:00Z"),
        ("2013-01-20T18:30:00+0100", "2013-01-20T18:30:00+01:00"),
        ("2013-01-20 00:00:00", "2013-01-20"),
        ("2013-01-20T00:00:00Z", "2013-01-20"),
        ("Sun, 20 Jan 2013 18:30:00 GMT", "2013-01-20T18:30:00Z"),
        ("Sun, 20 Jan 2013 18:30:00 +0100", "2013-01-20T18:30:00+01:00"),
        ("January 20, 2013", "2013-01-20"),
        ("20 January 2013", "2013-01-20"),
        ("20/01/2013", "2013-01-20"),
        (1358706600, "2013-01-20T18:30:00Z"),
        (1358706600000, "2013-01-20T18:30:00Z"),
        ("01/02/2013", None),
        ("2013", None),
        (2013, None),
        ("2013-02-30", None),
        ("0001-01-01", None),
        ("yesterday", None),
        (1e308, None),
    ],
)
def test_dates_of_metadata(tmp_path, written, value):
    """As programs write them; what is no day for certain is none."""
    (tmp_path / "a.json").write_text(json.dumps({"text": TEXT, "date": written}))
    published = read(tmp_path / "a.json").documents[0].published
    assert (published.value, published.basis) == (value, "metadata" if value else "unknown")
    if value is None:
        assert "is no date" in published.reason


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Monday, March 7, 2016", "2016-03-07"),
        ("March 7, 2016", "2016-03-07"),
        ("7 Mar 2016", "2016-03-07"),
        ("7th March 2016", "2016-03-07"),
        ("2016-03-07", "2016-03-07"),
        ("07.03.2016", "2016-03-07"),
        ("27/03/2016", "2016-03-27"),
        ("3/7/2016 9:15 AM EST", "2016-03-07"),
        ("3/7/2016 9:15", None),
        ("Published: 7 March 2016 09:15 GMT", "2016-03-07"),
        ("7 March 2016 Last updated at 09:15 GMT", "2016-03-07"),
        ("Posted on March 7, 2016 at 9:15 PM", "2016-03-07"),
        ("9:15am UK, Monday 07 March 2016", "2016-03-07"),
        ("7 March 2016, 10:00 (GMT+05:00)", "2016-03-07"),
        ("By Ana Ruiz | March 7, 2016", "2016-03-07"),
        ("By Ana Ruiz, March 7, 2016", "2016-03-07"),
        ("Reuters | Mar 7, 2016", "2016-03-07"),
        ("GENEVA, 7 March 2016", "2016-03-07"),
        ("New York / Geneva, 7 March 2016", "2016-03-07"),
        ("**7 March 2016**", "2016-03-07"),
        ("On March 7, 2016, a bus left the road near Cusco.", None),
        ("The law of March 7, 2016", None),
        ("Attacks since March 7, 2016: a list", None),
        ("End of watch: March 7, 2016", None),
        ("March 2016", None),
        ("February 30, 2016", None),
    ],
)
@pytest.mark.parametrize("title", ["", "Bus leaves road\n\n"])
def test_date_line(tmp_path, line, value, title):
    """A day on a line of its own is when the report appeared; a day in prose is when something happened."""
    (tmp_path / "a.txt").write_text(f"{title}{line}\n\n{TEXT}")
    published = read(tmp_path / "a.txt").documents[0].published
    assert published.value == value
    assert published.basis == ("inferred" if value else "unknown")
    if value:
        assert published.reason.startswith('its date line reads "')


def test_dateline_day_needs_a_year(tmp_path):
    """The year nearest to the day given; without one the date stays unknown, with the reason."""
    (tmp_path / "a.txt").write_text("LIMA, Dec. 30 (Reuters) - " + TEXT)
    assert read(tmp_path / "a.txt").documents[0].published.reason == 'its dateline reads "Dec. 30", without a year'
    published = read(tmp_path / "a.txt", published="2016-01-02").documents[0].published
    assert (published.value, published.basis) == ("2015-12-30", "inferred")
    assert "Dec. 30" in published.reason


def test_given_date_is_for_reports_without_their_own(tmp_path):
    """Metadata first, then the text, then the address, then the date given."""
    (tmp_path / "a.json").write_text(json.dumps({"text": f"March 7, 2016\n\n{TEXT}", "date": "2016-03-08"}))
    (tmp_path / "b.txt").write_text(f"March 7, 2016\n\n{TEXT}")
    (tmp_path / "c.json").write_text(json.dumps({"text": TEXT, "url": "https://x.example/2016/03/06/bus"}))
    (tmp_path / "d.txt").write_text(TEXT)
    found = read(tmp_path, published="2016-03-09")
    assert [(d.published.value, d.published.basis) for d in found.documents] == [
        ("2016-03-08", "metadata"),
        ("2016-03-07", "inferred"),
        ("2016-03-06", "inferred"),
        ("2016-03-09", "given"),
    ]


def test_a_given_date_that_is_none_is_refused_at_once():
    """Before anything is read, and in words."""
    with pytest.raises(CrosswireError, match="no date: 'soon'"):
        read_paths(["-"], published="soon")


# --- what a report says of itself -------------------------------------------------------------------


def test_headline_dateline_and_agencies(tmp_path):
    """All that stands around the prose."""
    (tmp_path / "a.txt").write_text(f"Bus leaves road\n\nLIMA, Peru (AFP) – {TEXT}\nWith AP\n")
    (document,) = read(tmp_path / "a.txt").documents
    assert (document.title, document.dateline, document.agencies) == ("Bus leaves road", "LIMA, Peru", ("AFP", "AP"))


def test_prose_is_no_headline(tmp_path):
    """A first line that is a sentence, or the wire's opening, or the only one."""
    for number, text in enumerate(
        [TEXT, f"LIMA – {TEXT.strip()[:-1]}\nMore.", "Bus leaves road", f"March 7, 2016\n{TEXT}"]
    ):
        (tmp_path / f"{number}.txt").write_text(text)
    assert [document.title for document in read(tmp_path).documents] == [None] * 4


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        (TEXT, None, "en"),
        (TEXT, "fr", "en"),
        ("北京发生地震，十五人死亡，数百人受伤。", None, "zh"),
        ("Quinze personnes ont été tuées dans une attaque contre un marché, a annoncé la police.", None, "fr"),
        ("Nueve personas resultaron heridas cuando un autobús se salió de la carretera, dijo la policía.", None, "es"),
        (
            "Neun Menschen wurden bei einem Busunglück in der Nähe von Cusco verletzt, teilte die Polizei mit.",
            "de-AT",
            "de",
        ),
        ("Five killed in quake", None, "en"),
        ("2016 – 12", None, None),
    ],
)
def test_language(text, declared, expected):
    """The words decide, then the declaration, then statistics."""
    assert language(text, declared) == expected


def test_unread_language_is_a_warning(tmp_path):
    """The report is kept; it gives no claims."""
    (tmp_path / "a.txt").write_text("北京发生地震，十五人死亡，数百人受伤。" * 3)
    found = read(tmp_path / "a.txt")
    assert found.documents[0].language == "zh"
    assert notes(found) == [("a.txt", "language zh is not read: no claims")]


def test_plain_english_loads_nothing_heavy(tmp_path):
    """A folder of plain text starts at once: no page parser, no language model, no parser of sentences."""
    (tmp_path / "a.txt").write_text(TEXT)
    code = (
        "import sys; from crosswire.ingest import read_paths; list(read_paths([sys.argv[1]]));"
        "print([name for name in ('trafilatura', 'py3langid', 'numpy', 'spacy', 'lxml') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_reports_are_yielded_as_they_are_read(tmp_path):
    """The first comes before the second is opened: a folder of a hundred thousand needs no more memory than one."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    parts = read_paths([str(tmp_path)])
    assert next(parts).documents[0].id == "a.txt"
    (tmp_path / "b.txt").unlink()
    assert failures(gather(parts)) == [f"{tmp_path}/b.txt: no such file or directory"]
