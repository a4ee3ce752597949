"""Every format: one report an item, with publisher, title, date, address, agencies and language, under the right id."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from crosswire.ingest import Ingested, gather, read_paths
from crosswire.ingest.kinds import READERS

BENCH = Path(__file__).parent.parent / "bench"
sys.path.insert(0, str(BENCH))

import specimens as made  # noqa: E402

TEXT = f"{made.FIRST}\n\n{made.SECOND}"


def read(folder: Path, name: str, content: bytes | str) -> Ingested:
    """What one file of this name and content comes to."""
    (folder / name).write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return gather(read_paths([str(folder / name)]))


def reasons(found: Ingested) -> list[str]:
    """Why, of each failure."""
    return [failure.reason for failure in found.failures]


def notes(found: Ingested) -> list[tuple[str, str]]:
    """The warnings as id and words."""
    return [(warning.document, warning.text) for warning in found.warnings]


def told(found: Ingested) -> list[tuple[Any, ...]]:
    """What the container said of each report."""
    return [(d.id, d.title, d.publisher, d.published.value, d.url, d.agencies, d.language) for d in found.documents]


# --- feeds ----------------------------------------------------------------------------------------


def test_rss(tmp_path: Path) -> None:
    """The full content before the teaser, entities once undone, the item's author for its agency."""
    found = read(tmp_path, "feed.xml", made.RSS)
    bus, quake = "https://andean.example/bus", "https://andean.example/quake"
    assert told(found) == [
        ("feed.xml#0", "Bus leaves road", "Andean Daily", "2016-03-06T20:15:00-05:00", bus, ("Reuters",), "en"),
        ("feed.xml#1", "Quake & flood", "Andean Daily", "2016-03-07T08:00:00Z", quake, (), "en"),
    ]
    assert [document.text for document in found.documents] == [TEXT, made.LATER]
    assert not found.failures and not found.warnings


def test_a_byline_without_end_is_left_out(tmp_path: Path) -> None:
    """What is searched for an address, letter by letter and again from each letter, must not be a book."""
    assert "<dc:creator>" in made.RSS
    endless = made.RSS.replace("<dc:creator>", f"<dc:creator>{'a' * 400_000} ", 1)
    endless = endless.replace("<channel>", "<channel>" + "\n" * 300_000, 1)
    found = read(tmp_path, "feed.xml", endless)
    assert [document.text for document in found.documents] == [TEXT, made.LATER]
    assert found.documents[0].agencies == ()


def test_atom_counts_from_its_last_change(tmp_path: Path) -> None:
    """A wording that appeared at 09:30 must not be known the evening before."""
    found = read(tmp_path, "feed.atom", made.ATOM)
    assert [d.published.value for d in found.documents] == ["2016-03-07T09:30:00Z", "2016-03-07T10:00:00Z"]
    assert [document.text for document in found.documents] == [TEXT, made.LATER]


def test_rss_one_is_a_feed_too(tmp_path: Path) -> None:
    """RDF, with Dublin Core dates."""
    feed = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Andean Daily</title></channel><item>'
        f"<title>Bus</title><link>https://x.example/1</link><description>{made.FIRST}</description>"
        "<dc:date>2016-03-06T20:15:00-05:00</dc:date></item></rdf:RDF>"
    )
    (document,) = read(tmp_path, "a.rss", feed).documents
    assert (document.text, document.published.value) == (made.FIRST, "2016-03-06T20:15:00-05:00")


def test_a_cut_feed_keeps_what_stands_before_the_cut(tmp_path: Path) -> None:
    """The item that is cut is not half read; the line is named."""
    cut = made.RSS[: made.RSS.index("&lt;/p&gt;")]
    found = read(tmp_path, "feed.xml", cut)
    assert [document.id for document in found.documents] == ["feed.xml#0"]
    assert reasons(found) == [f"XML cut off at line {cut.count(chr(10)) + 1}"]


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16"])
def test_feeds_in_old_encodings(tmp_path: Path, encoding: str) -> None:
    """As the declaration says."""
    feed = made.RSS.replace("“", "«").replace("”", "»").replace('"UTF-8"', f'"{encoding}"')
    found = read(tmp_path, "feed.xml", feed.encode(encoding))
    assert "«It was raining»" in found.documents[0].text
    assert not found.failures and not found.warnings


def test_what_newsrooms_type_by_mistake(tmp_path: Path) -> None:
    """A bare ampersand, an HTML entity, a control character: the feed is read."""
    feed = made.RSS.replace("Quake &amp; flood", "Quake & flood&nbsp;\x08news")
    assert read(tmp_path, "feed.xml", feed).documents[1].title == "Quake & flood news"


def test_a_headline_alone_is_said_to_be_one(tmp_path: Path) -> None:
    """Nothing is lost, nothing is passed off as a report."""
    feed = "<rss><channel><item><title>Nine hurt near Cusco</title></item><item><link>x</link></item></channel></rss>"
    found = read(tmp_path, "a.xml", feed)
    assert [document.text for document in found.documents] == ["Nine hurt near Cusco"]
    assert notes(found) == [("a.xml#0", "a headline alone: the feed carries no text of this item")]
    assert reasons(found) == ["item 1: no text"]


def test_other_xml_is_named(tmp_path: Path) -> None:
    """By its root element; an empty file is empty."""
    assert reasons(read(tmp_path, "a.xml", "<svg/>")) == [
        "XML of a kind that is not read (<svg>; only RSS, Atom and NewsML-G2)"
    ]
    assert notes(read(tmp_path, "b.xml", " \n")) == [("b.xml", "empty: nothing to read")]
    assert notes(read(tmp_path, "c.xml", "<rss><channel/></rss>")) == [("c.xml", "empty: nothing to read")]


# --- the wire's own -------------------------------------------------------------------------------


def test_newsml(tmp_path: Path) -> None:
    """Items that are not cancelled, each dated by its version."""
    found = read(tmp_path, "wire.xml", made.news_message())
    agency, guid = "Agence France-Presse", "urn:newsml:wire.example:20160306:"
    assert told(found) == [
        ("wire.xml#0", "Bus leaves road", agency, "2016-03-06T21:15:00-05:00", f"{guid}1", ("AFP",), "en"),
        ("wire.xml#2", "Bus leaves road", agency, "2016-03-06T23:15:00-05:00", f"{guid}3", ("AFP",), "en"),
    ]
    assert found.documents[0].text == TEXT
    assert reasons(found) == ["item 1: cancelled by its provider"]
    (alone,) = read(tmp_path, "one.xml", made.news_item()).documents
    assert (alone.id, alone.text) == ("one.xml", TEXT)


def test_newsml_with_nitf(tmp_path: Path) -> None:
    """The body's content without its head."""
    item = made.news_item()
    start, end = item.index("<html"), item.index("</inlineXML>")
    nitf = (
        '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head><hedline><hl1>Bus</hl1></hedline></body.head>'
        f"<body.content><p>{made.FIRST}</p><p>{made.SECOND}</p></body.content></body></nitf>"
    )
    (document,) = read(tmp_path, "a.xml", item[:start] + nitf + item[end:]).documents
    assert document.text == TEXT


@pytest.mark.parametrize(
    "record",
    [
        made.NINJS,
        {
            "uri": "urn:ninjs:andean.example:1",
            "versionCreated": "2016-03-06T20:15:00-05:00",
            "language": "en",
            "headlines": [{"role": "main", "value": "Bus leaves road"}],
            "bodies": [
                {"role": "summary", "contentType": "text/plain", "value": "A teaser."},
                {"role": "main", "contentType": "text/html", "value": f"<p>{made.FIRST}</p><p>{made.SECOND}</p>"},
            ],
            "provider": {"name": "Andean Daily"},
            "infoSources": [{"name": "AFP"}],
            "byline": "Ana Ruiz, AFP",
        },
    ],
)
def test_ninjs(tmp_path: Path, record: dict[str, Any]) -> None:
    """Versions 1 and 2: the body without its markup."""
    found = read(tmp_path, "a.json", json.dumps(record))
    date, urn = "2016-03-06T20:15:00-05:00", "urn:ninjs:andean.example:1"
    assert told(found)[0][:5] == ("a.json", "Bus leaves road", "Andean Daily", date, urn)
    assert (found.documents[0].text, found.documents[0].language) == (TEXT, "en")
    record = {**record, "pubstatus": "canceled"}
    assert reasons(read(tmp_path, "b.json", json.dumps(record))) == ["cancelled by its provider"]


# --- JSON of many houses --------------------------------------------------------------------------


def test_news_please(tmp_path: Path) -> None:
    """As news-please writes a page: absent fields are null, the text is ``maintext``."""
    record = {
        "authors": ["Ana Ruiz", "Associated Press"],
        "date_download": "2016-03-09 01:00:00",
        "date_modify": None,
        "date_publish": "2016-03-06 20:15:00",
        "description": "A teaser.",
        "language": "en",
        "maintext": made.FIRST,
        "source_domain": "andean.example",
        "text": None,
        "title": "Bus leaves road",
        "url": "https://andean.example/bus",
    }
    found = read(tmp_path, "a.json", json.dumps(record))
    url = "https://andean.example/bus"
    day = "2016-03-06T20:15:00Z"
    assert told(found) == [("a.json", "Bus leaves road", "andean.example", day, url, ("AP",), "en")]


def test_lists_inside_an_object(tmp_path: Path) -> None:
    """GDELT's articles with the text somebody fetched; one without is refused by its number."""
    first = {"url": "https://x.example/1", "title": "Bus", "seendate": "20160306T201500Z", "domain": "x.example"}
    found = read(tmp_path, "a.json", json.dumps({"articles": [{**first, "content": made.FIRST}, first]}))
    assert told(found) == [
        ("a.json#0", "Bus", "x.example", "2016-03-06T20:15:00Z", "https://x.example/1", (), "en"),
    ]
    assert reasons(found)[0].startswith("record 1: no text field")


def test_json_feed(tmp_path: Path) -> None:
    """The feed's title is the publisher of each item."""
    item = {
        "id": "1",
        "url": "https://x.example/1",
        "content_html": f"<p>{made.FIRST}</p>",
        "date_published": "2016-03-06",
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Andean Daily", "language": "en", "items": [item]}
    found = read(tmp_path, "a.json", json.dumps(feed))
    assert told(found) == [("a.json#0", None, "Andean Daily", "2016-03-06", "https://x.example/1", (), "en")]
    assert found.documents[0].text == made.FIRST


# --- mail, archives, PDF --------------------------------------------------------------------------


def test_mail(tmp_path: Path) -> None:
    """The plain text, the sender for publisher, the subject decoded; attachments are counted."""
    found = read(tmp_path, "a.eml", made.MAIL.replace("\n", "\r\n"))
    title, day = "Bus leaves road – nine hurt", "2016-03-06T20:15:00-05:00"
    assert told(found) == [("a.eml", title, "Andean Daily Alerts", day, None, ("AFP",), "en")]
    assert found.documents[0].text == f"{made.FIRST}\r\n\r\n{made.SECOND}\r\n\r\n(AFP)"
    assert notes(found) == [("a.eml", "1 attachment passed over")]


def test_mail_of_html_alone(tmp_path: Path) -> None:
    """Its paragraphs; the declared character set counts."""
    page = f"<style>p {{color: red}}</style><p>{made.FIRST}</p><p>Ñandú</p>"
    head = "From: desk@andean.example\nSubject: Bus\nContent-Type: text/html; charset=iso-8859-1\n\n"
    (document,) = read(tmp_path, "a.eml", (head + page).encode("latin-1")).documents
    assert (document.text, document.publisher) == (f"{made.FIRST}\n\nÑandú", "andean.example")


def test_what_is_no_mail(tmp_path: Path) -> None:
    """Prose under the wrong ending; a mail of pictures alone."""
    assert reasons(read(tmp_path, "a.eml", made.FIRST)) == ["no mail: it has no header"]
    image = "From: a@b.example\nContent-Type: image/png\n\nxx"
    assert reasons(read(tmp_path, "b.eml", image)) == ["a mail without text"]


@pytest.mark.parametrize("fold", ["; ative", ";\n ative"])
def test_a_header_that_never_ends_is_refused(tmp_path: Path, fold: str) -> None:
    """The parser's time grows with the square of its parameters; a mail of five megabytes of them took minutes."""
    mail = f"From: a@b.example\nContent-Type: multipart/alternative{fold * 500_000}\n\n{made.FIRST}"
    assert reasons(read(tmp_path, "a.eml", mail)) == ["mail with a header longer than any program writes, not read"]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("chunked", [False, True])
def test_warc(tmp_path: Path, packed: bool, chunked: bool) -> None:
    """Pages fetched with success, numbered among all answers; the fetching time dates nothing."""
    name = "news.warc.gz" if packed else "news.warc"
    found = read(tmp_path, name, made.warc(2, packed=packed, chunked=chunked))
    url = "https://andean.example/2016/03/06/bus-"
    day = "2016-03-06T20:15:00-05:00"
    assert told(found) == [
        (f"{name}#0", "Bus leaves road", "Andean Daily", day, f"{url}0", (), "en"),
        (f"{name}#2", "Bus leaves road", "Andean Daily", day, f"{url}1", (), "en"),
    ]
    assert notes(found) == [(name, "1 record without a report passed over (1 status 404)")]
    assert not found.failures


def test_a_cut_warc_keeps_what_stands_before_the_cut(tmp_path: Path) -> None:
    """Packed or not."""
    for name, content in (("a.warc", made.warc()), ("a.warc.gz", made.warc(packed=True))):
        found = read(tmp_path, name, content[:-60])
        assert [document.id for document in found.documents] == [f"{name}#0", f"{name}#2"]
        assert reasons(found) == ["WARC cut off after 3 pages"]


def test_a_wrong_length_costs_no_other_record(tmp_path: Path) -> None:
    """The next record is found again."""
    whole = made.warc()
    at = whole.index(b"Content-Length: ", whole.index(b"bus-0"))
    found = read(tmp_path, "a.warc", whole[:at] + b"Content-Length: 9" + whole[whole.index(b"\r\n", at) :])
    assert [document.id for document in found.documents][-2:] == ["a.warc#2", "a.warc#3"]
    assert reasons(found) == ["WARC broken: it holds bytes that are no record after 4 pages"]


def test_zip(tmp_path: Path) -> None:
    """Members are numbered in the archive's order; each may hold several reports; other kinds are counted."""
    members = {
        "a/report.txt": made.FIRST.encode(),
        "a/logo.png": b"x",
        "feed.xml": made.RSS.encode(),
        "bad.json": b"{",
        "__MACOSX/._a.txt": b"x",
        "inner.zip": made.zipped({"a.txt": b"x"}),
    }
    found = read(tmp_path, "all.zip", made.zipped(members))
    assert [document.id for document in found.documents] == ["all.zip#0", "all.zip#1#0", "all.zip#1#1"]
    assert reasons(found) == ["member 'bad.json': JSON cut off at line 1"]
    kinds = "(1 .png, 1 .zip, 1 hidden)"
    assert notes(found) == [
        ("all.zip", f"3 members of other kinds passed over {kinds}; an archive within an archive is not opened")
    ]


def test_pdf(tmp_path: Path) -> None:
    """Lines are joined to paragraphs again; the day in the text comes before the day the file was made."""
    found = read(tmp_path, "sitrep.pdf", made.pdf())
    assert told(found)[0][:4] == ("sitrep.pdf", "Bus leaves road", None, "2016-03-06")
    assert found.documents[0].text == f"Situation report no. 3\n\n6 March 2016\n\n{made.FIRST} {made.SECOND[:64]}"
    pages = (("A bus left the road near Cusco and nine", "1"), ("people were hurt, police said.", "2"))
    (document,) = read(tmp_path, "two.pdf", made.pdf(pages)).documents
    assert document.text == "A bus left the road near Cusco and nine people were hurt, police said."
    assert document.published.value == "2016-03-07T10:15:00+01:00"


def test_pdf_that_cannot_be_read(tmp_path: Path) -> None:
    """A scan, a broken file, something else."""
    assert reasons(read(tmp_path, "a.pdf", made.pdf(((),)))) == ["a PDF without text (a scan?)"]
    assert reasons(read(tmp_path, "b.pdf", b"%PDF-1.4\nnothing")) == ["broken or cut PDF"]
    assert reasons(read(tmp_path, "c.pdf", b"hello")) == ["no PDF"]


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What to install, in one line; the other files are read."""
    import crosswire.ingest.pdf as room

    monkeypatch.setattr(room, "find_spec", lambda name: None)
    (tmp_path / "a.txt").write_text(made.FIRST)
    (tmp_path / "b.pdf").write_bytes(made.pdf())
    found = gather(read_paths([str(tmp_path)]))
    assert [document.id for document in found.documents] == ["a.txt"]
    assert reasons(found) == ["PDF files need an extra: pip install 'crosswire[pdf]'"]


# --- without a name -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(made.specimens()))
def test_standard_input_is_known_by_its_first_bytes(tmp_path: Path, name: str) -> None:
    """The same reports as from the file."""
    content = made.specimens()[name]
    named = read(tmp_path, name, content)
    piped = gather(read_paths(["-"], stdin=content))
    # front matter is Markdown's, and nothing tells Markdown from plain text
    assert [d.text for d in piped.documents] == [d.text for d in named.documents]
    assert named.documents


def test_every_specimen_has_its_kind() -> None:
    """None of the formats is without a specimen to be tried on."""
    endings = {".warc.gz" if name.endswith(".warc.gz") else "." + name.rpartition(".")[2] for name in made.specimens()}
    assert endings | {".htm", ".rss"} == set(READERS)


def test_readers_leave_the_stream_open() -> None:
    """The caller opened it, the caller closes it."""
    for name, content in made.specimens().items():
        kind = ".warc.gz" if name.endswith(".warc.gz") else "." + name.rpartition(".")[2]
        stream = io.BytesIO(content)
        list(READERS[kind](name, stream))
        assert not stream.closed
