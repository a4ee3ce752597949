"""Files gone wrong and files made to harm, the same on every run: mutations of the specimens, and known attacks."""

from __future__ import annotations

import gzip
import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping

from specimens import FIRST, MAIL, PAGE, RSS, specimens, warc, zipped

#: what stands where a number or a name should
_ODD = [
    b"-1",
    b"0",
    b"99999999999999999999",
    b"1e999",
    b"\xff\xfe",
    b"\x00",
    b"%s%n",
    b"../../../etc/passwd",
    b"\r\n\r\n",
]
_CODINGS = [b"utf-7", b"utf-16", b"ebcdic-cp-us", b"base64", b"rot13", b"idna", b"punycode", b"no-such", b"utf-8\x00"]
_OPENERS = [
    b"<div>",
    b"<item>",
    b"[",
    b'{"a":',
    b"<!--",
    b"<![CDATA[",
    b"(",
    b"--b1\r\n",
    b"=?utf-8?q?",
    b"&amp;",
    b"\n ",
]


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many broken files, each under the name of the specimen that it was, kind after kind."""
    whole = specimens()
    names = sorted(whole)
    for number in range(count):
        rng = random.Random(f"{seed}/{number}")
        name = names[number % len(names)]
        content = whole[name]
        for _ in range(rng.choice((1, 1, 2, 4))):
            content = rng.choice(MUTATIONS)(content, rng, whole)
        yield name, content


def cut(content: bytes, rng: random.Random, whole: Mapping[str, bytes]) -> bytes:
    """The file ends too early, or begins too late."""
    at = rng.randrange(len(content) + 1)
    return content[:at] if rng.random() < 0.8 else content[at:]


def flipped(content: bytes, rng: random.Random, whole: Mapping[str, bytes]) -> bytes:
    """Some bits are wrong."""
    found = bytearray(content)
    for _ in range(rng.choice((1, 3, 30)) if found else 0):
        found[rng.randrange(len(found))] ^= 1 << rng.randrange(8)
    return bytes(found)


def spliced(content: bytes, rng: random.Random, whole: Mapping[str, bytes]) -> bytes:
    """A piece of another file, or of this one, in the middle."""
    other = whole[rng.choice(sorted(whole))] if rng.random() < 0.7 else content
    at, start = rng.randrange(len(content) + 1), rng.randrange(len(other) + 1)
    return content[:at] + other[start : start + rng.randrange(2000)] + content[at + rng.randrange(200) :]


def swollen(content: bytes, rng: random.Random, whole: Mapping[str, bytes]) -> bytes:
    """One field is far too long."""
    at = rng.randrange(len(content) + 1)
    unit = rng.choice(
        (b"a", b"a ", b"<a ", b"=", b"\xc3\xa9", b'"', b"1", b"&lt;", b"\n", content[at : at + 7] or b"x")
    )
    size = int(10 ** rng.uniform(2, 6.3))
    return content[:at] + unit * (size // len(unit)) + content[at:]


def misdeclared(content: bytes, rng: random.Random, whole: Mapping[str, bytes]) -> bytes:
    """A length, a coding or a name says something else."""
    if rng.random() < 0.4:
        for word in (b"utf-8", b"UTF-8"):
            content = content.replace(word, rng.choice(_CODINGS), rng.choice((1, 9)))
        return content
    digits = [at for at in range(len(content)) if content[at : at + 1].isdigit()]
    at = rng.choice(digits) if digits else 0
    return content[:at] + rng.choice(_ODD) + content[at + 1 :]


def nested(content: bytes, rng: random.Random, whole: Mapping[str, bytes]) -> bytes:
    """Something opens again and again."""
    at = rng.randrange(len(content) + 1)
    return content[:at] + rng.choice(_OPENERS) * int(10 ** rng.uniform(1, 4.7)) + content[at:]


Mutation = Callable[[bytes, random.Random, Mapping[str, bytes]], bytes]
MUTATIONS: tuple[Mutation, ...] = (cut, flipped, spliced, swollen, misdeclared, nested)


# --- attacks that have a name ---------------------------------------------------------------------


def attacks(size: int = 100_000_000) -> Iterator[tuple[str, bytes]]:
    """Bombs, endless lines and deep nests by file name; ``size`` is the length of the long ones in bytes."""
    yield from _entities()
    yield from _archives(size)
    yield from _streams(size)
    yield from _mails(size)
    for ending, opener in (("txt", b""), ("md", b"---\na: "), ("html", b"<p>"), ("json", b'{"text": "')):
        yield f"one-line.{ending}", opener + b"a" * size
    for number, unit in enumerate(
        (" ", "\n", "a", "A ", "Ab ", "1 ", ", ", "—", "Mar 1 ", "x\n", "(AP) ", "# x\n", "\u2028")
    ):
        yield f"full-{number}.txt", unit.encode() * (size // 11 // len(unit.encode()))
    yield "one-line.jsonl", b'{"text": "' + b"a" * size + b'"}\n' + json.dumps({"text": FIRST}).encode()
    yield "one-line.xml", b"<rss><channel><item><description>" + b"a" * size
    yield "one-line.pdf", b"%PDF-1.4\n" + b"a" * (size // 4)
    yield "empties.json", b"[" + b"{}," * (size // 10)
    yield "empties.jsonl", b"1\n" * (size // 10)
    yield "deep.json", b'{"text": ' + b"[" * min(size, 2_000_000)
    yield "deep.html", b"<div>" * (size // 100) + FIRST.encode()
    yield "unclosed.html", PAGE.encode() + b"<a b='" * (size // 100)
    yield "many.html", b"<p>Nine hurt.</p>" * min(size // 100, 29_990)
    names = b"".join(b" a%d=''" % n for n in range(size // 500))
    yield "attributes.html", b"<body><p" + names + b">" + FIRST.encode()
    yield "brackets.html", b"<body><p" + names[: size // 300].replace(b"''", b"'<'") + b">" + FIRST.encode()
    yield "deep.xml", b"<rss>" + b"<a>" * (size // 100)
    yield "many.xml", b"<rss><channel>" + b"<item/>" * (size // 100) + b"</channel></rss>"
    yield "attributes.xml", b"<rss" + names + b"/>"
    yield (
        "items.xml",
        RSS.replace("</channel>", "<item><title>Nine hurt</title></item>" * (size // 1000) + "</channel>").encode(),
    )
    yield "pages.pdf", _pages_of_pages()


def _entities() -> Iterator[tuple[str, bytes]]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for coding in ("utf-8", "utf-16", "utf-32"):
        lines = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{laughs}]><rss><channel><item>&l9;</item></channel></rss>'
        yield f"laughs-{coding}.xml", lines.encode(coding)
    yield (
        "file.xml",
        b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
    )
    parameter = b'<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x.dtd"> %x;]><rss/>'
    yield "parameter.xml", parameter
    hidden = b'<!-- <rss> --><!DOCTYPE rss [<!ENTITY x "' + b"x" * 50_000 + b'">]><rss>' + b"&x;" * 50_000 + b"</rss>"
    yield "quadratic.xml", hidden
    seven = '<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE rss [+ADwAIQ-ENTITY x "x">]><rss>&x;</rss>'
    yield "seven.xml", seven.encode()
    yield "doctype.xml", b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/rss.dtd"><rss><channel/></rss>'


def _archives(size: int) -> Iterator[tuple[str, bytes]]:
    bomb = zipped({"a.txt": b"\0" * size})
    yield "bomb.zip", bomb
    yield "bombs.zip", zipped({f"{n}.txt": b" " * (size // 50) for n in range(50)})
    inner = bomb
    for _ in range(5):
        inner = zipped({"inner.zip": inner})
    yield "nested.zip", inner
    names = (
        "../../../../tmp/escaped.txt",
        "/etc/passwd.txt",
        "C:\\a.txt",
        "a\x1b[2J\n.txt",
        "a" * 4000 + ".txt",
        "\u202e.txt",
    )
    yield "names.zip", zipped(dict.fromkeys(names, FIRST.encode()))
    yield "lies.zip", _lying(zipped({"a.txt": FIRST.encode() * 100}))
    yield "overlap.zip", _overlapping()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as packed:
        packed.writestr("a.txt", FIRST, zipfile.ZIP_LZMA)
    yield "lzma.zip", out.getvalue()
    yield "members.zip", zipped({f"{n}.png": b"" for n in range(size // 5000)})


def _lying(packed: bytes) -> bytes:
    """The member's size is said to be ten bytes, in both places."""
    size = struct.pack("<L", len(FIRST) * 100)
    return packed.replace(size, struct.pack("<L", 10))


def _overlapping() -> bytes:
    """Fifty entries of the table of contents lead to one member."""
    packed = zipped({"a.txt": FIRST.encode() * 2000})
    start = packed.index(b"PK\x01\x02")
    end = packed.index(b"PK\x05\x06")
    entry, tail = packed[start:end], bytearray(packed[end:])
    struct.pack_into("<HHL", tail, 8, 50, 50, len(entry) * 50)
    return packed[:start] + entry * 50 + bytes(tail)


def _streams(size: int) -> Iterator[tuple[str, bytes]]:
    record = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"
    zeros = zlib.compressobj(9, wbits=31)
    yield "endless.warc.gz", zeros.compress(b"\0" * size * 4)
    yield "endless-record.warc.gz", gzip.compress(record % 10**14 + b"a" * size * 2, mtime=0)
    yield "members.warc.gz", gzip.compress(b"", mtime=0) * (size // 400)
    yield "line.warc", b"WARC/1.0\r\nWARC-Type: " + b"a" * size
    yield "noise.warc", b"a" * size
    yield "fields.warc", b"WARC/1.0\r\n" + b"a: b\r\n" * (size // 200) + warc()
    body = gzip.compress(b"<p>" + b"a" * size, mtime=0)
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + body
    yield "page.warc", record % len(answer) + answer
    chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * (size // 100)
    yield "chunks.warc", record % len(chunks) + chunks


def _mails(size: int) -> Iterator[tuple[str, bytes]]:
    top = "From: a@b.example\nSubject: {}\nDate: Sun, 6 Mar 2016 20:15:00 -0500\n{}\n\n" + FIRST
    yield "subject.eml", top.format("=?utf-8?q?" * (size // 1000), "").encode()
    yield "encoded.eml", top.format("=?utf-8?b?" + "A" * (size // 100) + "?= " * 1000, "").encode()
    yield "folded.eml", top.format("a" + "\n " * (size // 1000), "").encode()
    yield (
        "address.eml",
        top.format("x", "Organization: " + "(" * (size // 1000)).replace("a@b", "((<" * 50_000).encode(),
    )
    yield "charset.eml", top.format("=?rot13?q?x?= =?zip?b?eJw=?=", "Content-Type: text/plain; charset=zlib").encode()
    yield "headers.eml", b"X: y\n" * (size // 500) + MAIL.encode()
    nest = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(size // 10_000))
    yield "nested.eml", b"From: a@b.example\n" + nest + b"\n" + FIRST.encode()
    few = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(490))
    yield "deep.eml", b"From: a@b.example\n" + few + b"\n" + (FIRST.encode() + b"\n") * (size // 2000)
    yield "lines.eml", b"From: a@b.example\n" + b"\n" * (size // 5)
    yield "line.eml", b"From: a@b.example\nSubject: x\n\n" + b"a" * size
    yield "injected.eml", MAIL.replace("Subject:", "Subject: =?utf-8?q?a=0D=0Ab=1B[2J=00?=\nX:").encode()


def _pages_of_pages() -> bytes:
    """A PDF whose pages contain themselves."""
    from specimens import pdf

    return pdf().replace(b"/Kids [4 0 R]", b"/Kids [2 0 R 2 0 R 2 0 R]").replace(b"/Count 1", b"/Count 99999999")
