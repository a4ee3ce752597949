"""One small, whole file of every format that crosswire reads, made here and the same on every run.

Their sentences are our own.  `fuzz.py` and the tests of hostile input break them; the tests of formats read them.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Mapping

FIRST = "Nine people were hurt when a bus left the road near Cusco on Sunday, police said."
SECOND = "Two of the nine were children, the health ministry in Lima said. “It was raining”, a driver said."
LATER = (
    "Eleven people were hurt when a bus left the road near Cusco, police said on Monday, correcting an earlier count."
)

PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bus leaves road - Andean Daily</title>
<meta property="og:site_name" content="Andean Daily"><meta property="og:title" content="Bus leaves road">
<meta property="article:published_time" content="2016-03-06T20:15:00-05:00"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Bus leaves road</h1><p>{FIRST}</p><p>{SECOND}</p></article>
</body></html>
"""

RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Andean Daily</title><link>https://andean.example/</link><language>en-gb</language>
<item><title>Bus leaves road</title><link>https://andean.example/bus</link><guid isPermaLink="false">a-1</guid>
<pubDate>Sun, 06 Mar 2016 20:15:00 -0500</pubDate><dc:creator>Ana Ruiz, Reuters</dc:creator>
<description>A teaser.</description>
<content:encoded><![CDATA[<p>{FIRST}</p><p>{SECOND}</p><script>var x = 1;</script>]]></content:encoded></item>
<item><title>Quake &amp; flood</title><link>https://andean.example/quake</link>
<pubDate>Mon, 07 Mar 2016 08:00:00 GMT</pubDate><description>&lt;p&gt;{LATER}&lt;/p&gt;</description></item>
</channel></rss>
"""

ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Andean Daily</title><id>urn:x:feed</id>
<updated>2016-03-07T10:00:00Z</updated>
<entry><title>Bus leaves road</title><id>urn:x:1</id><link href="https://andean.example/bus"/>
<published>2016-03-06T20:15:00-05:00</published><updated>2016-03-07T09:30:00Z</updated>
<author><name>Ana Ruiz</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{FIRST}</p><p>{SECOND}</p></div></content></entry>
<entry><title>Road open</title><id>urn:x:2</id><link href="https://andean.example/road"/>
<updated>2016-03-07T10:00:00Z</updated><summary>{LATER}</summary></entry></feed>
"""

_ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:wire.example:20160306:{n}" version="3"
 standard="NewsML-G2" standardversion="2.29" xml:lang="en-GB">
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:AFP"><name>Agence France-Presse</name></provider>
<versionCreated>2016-03-06T2{n}:15:00-05:00</versionCreated><pubStatus qcode="stat:{status}"/></itemMeta>
<contentMeta><contentCreated>2016-03-06T19:00:00-05:00</contentCreated><creditline>AFP</creditline>
<headline>Bus leaves road</headline><language tag="en"/></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head>
<title>Slug</title></head><body><p>{first}</p><p>{second}</p></body></html></inlineXML></contentSet></newsItem>"""


def news_item(number: int = 1, status: str = "usable") -> str:
    """A NewsML-G2 news item."""
    return _ITEM.format(n=number, status=status, first=FIRST, second=SECOND)


def news_message() -> str:
    """A NewsML-G2 message of three items, one of them cancelled."""
    items = news_item(1) + news_item(2, "canceled") + news_item(3)
    top = '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2016-03-07T00:00:00Z</sent></header>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{top}<itemSet>{items}</itemSet></newsMessage>'


NINJS = {
    "uri": "urn:ninjs:andean.example:1",
    "type": "text",
    "versioncreated": "2016-03-06T20:15:00-05:00",
    "language": "en-GB",
    "headline": "Bus leaves road",
    "byline": "Ana Ruiz",
    "body_xhtml": f"<p>{FIRST}</p><p>{SECOND}</p>",
    "copyrightholder": "Andean Daily",
    "infosources": [{"name": "AFP"}],
}

MAIL = f"""From: "Andean Daily Alerts" <alerts@andean.example>
To: desk@wire.example
Subject: =?utf-8?q?Bus_leaves_road_=E2=80=93_nine_hurt?=
Date: Sun, 6 Mar 2016 20:15:00 -0500
Message-ID: <1@andean.example>
MIME-Version: 1.0
Content-Language: en
Content-Type: multipart/alternative; boundary="b1"

--b1
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{FIRST}

{SECOND}

(AFP)
--b1
Content-Type: text/html; charset=utf-8

<p>{FIRST}</p>
--b1
Content-Type: image/png; name="a.png"
Content-Disposition: attachment
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--b1--
"""


def warc(count: int = 3, *, packed: bool = False, chunked: bool = False) -> bytes:
    """Some pages as Common Crawl's news archive keeps them, a page that was not found, and a request."""
    answers = [(f"https://andean.example/2016/03/06/bus-{n}", 200, PAGE) for n in range(count)]
    answers.insert(1, ("https://andean.example/gone", 404, "<p>Page not found.</p>"))
    parts = [_record("warcinfo", "application/warc-fields", b"software: none\r\n", "urn:x:info")]
    for url, status, page in answers:
        parts.append(_record("request", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n", url))
        parts.append(_record("response", "application/http; msgtype=response", _answer(status, page, chunked), url))
    return b"".join(gzip.compress(part, mtime=0) if packed else part for part in parts)


def _answer(status: int, page: str, chunked: bool) -> bytes:
    body, fields = page.encode("utf-8"), b"Content-Type: text/html; charset=utf-8\r\n"
    if chunked:
        body = gzip.compress(body, mtime=0)
        body = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (40, body[:40], len(body) - 40, body[40:])
        fields += b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"
    return b"HTTP/1.1 %d X\r\n%s\r\n%s" % (status, fields, body)


def _record(type: str, content: str, block: bytes, url: str) -> bytes:
    fields = (
        f"WARC-Type: {type}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2016-03-07T00:00:00Z\r\nContent-Type: {content}"
    )
    return f"WARC/1.0\r\n{fields}\r\nContent-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def pdf(pages: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A PDF of the simplest kind, one text object to a page, each line as given."""
    lines = pages or (("Situation report no. 3", "6 March 2016", *_wrapped(FIRST), *_wrapped(SECOND[:64])),)
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for page in lines:
        shown = "".join(f"({_escaped(line)}) Tj T*\n" for line in page)
        content = f"BT /F1 12 Tf 14 TL 72 720 Td\n{shown}ET".encode("latin-1", "replace")
        kids.append(f"{len(bodies) + 1} 0 R")
        resources = f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(bodies) + 2} 0 R"
        bodies.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {resources} >>".encode())
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    bodies[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    bodies.append(b"<< /Title (Bus leaves road) /Author (Civil defence) /CreationDate (D:20160307101500+01'00') >>")
    return _assembled(bodies)


def _assembled(bodies: list[bytes]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(bodies) + 1, len(bodies)))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def _wrapped(text: str, width: int = 44) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > width:
            lines.append(line.strip())
            line = ""
        line += word + " "
    return [*lines, line.strip()]


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def zipped(members: Mapping[str, bytes]) -> bytes:
    """These files as a zip, at a fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def specimens() -> dict[str, bytes]:
    """A file of every format by a name that tells its kind."""
    records = [{"maintext": FIRST, "date_publish": "2016-03-06 20:15:00", "source_domain": "andean.example"}]
    plain = {
        "report.txt": f"LIMA, March 6, 2016 (AFP) - {FIRST}\n{SECOND}\n".encode(),
        "report.md": f"---\ndate: 2016-03-06\n---\n# Bus\n\n{FIRST}\n".encode(),
        "page.html": PAGE.encode(),
        "record.json": json.dumps(records[0]).encode(),
        "records.jsonl": b"\n".join(json.dumps(record).encode() for record in records * 3),
        "ninjs.json": json.dumps(NINJS).encode(),
        "feed.xml": RSS.encode(),
        "feed.atom": ATOM.encode(),
        "wire.xml": news_message().encode(),
        "alert.eml": MAIL.encode(),
        "news.warc": warc(),
        "news.warc.gz": warc(packed=True, chunked=True),
        "sitrep.pdf": pdf(),
    }
    return {
        **plain,
        "reports.zip": zipped({f"a/{name}": plain[name] for name in ("report.txt", "feed.xml", "alert.eml")}),
    }
