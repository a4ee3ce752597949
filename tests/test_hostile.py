"""Strangers' files: whatever is in them, each is read or refused by one line, soon, and nothing else happens.

`bench/fuzz.py` does the same with ten thousand files and the attacks at full size, and prints the figures.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from crosswire.errors import UnreadableInput
from crosswire.ingest import Ingested, gather, read_paths

BENCH = Path(__file__).parent.parent / "bench"
sys.path.insert(0, str(BENCH))

import mutations  # noqa: E402
import specimens as made  # noqa: E402

#: an attack at a hundredth of its size, so that the tests stay quick
SMALL = 300_000
ATTACKS = dict(mutations.attacks(SMALL))
#: each PDF costs a process
PDFS = 1


def read(path: Path) -> Ingested:
    """What the file comes to."""
    return gather(read_paths([str(path)]))


def in_order(found: Ingested, path: Path) -> None:
    """Lines are lines; reports are whole."""
    for failure in found.failures:
        assert isinstance(failure, UnreadableInput)
        assert "\n" not in str(failure) and str(failure).isprintable() and len(failure.reason) < 400
    for warning in found.warnings:
        assert warning.text.isprintable() and len(warning.text) < 1000
    for document in found.documents:
        assert document.id == path.name or document.id.startswith(f"{path.name}#")
        document.text.encode("utf-8")
    assert len({document.id for document in found.documents}) == len(found.documents)


def broken_files(count: int, seed: int) -> list[tuple[str, bytes]]:
    """Mutants of every kind, few of them PDF."""
    files = list(mutations.mutants(count, seed))
    few = [file for file in files if file[0].endswith(".pdf")][:PDFS]
    return [file for file in files if not file[0].endswith(".pdf")] + few


@pytest.mark.parametrize("seed", range(8))
def test_broken_files_are_read_or_refused(tmp_path: Path, seed: int, capfd: pytest.CaptureFixture[str]) -> None:
    """Truncations, bit flips, splices, huge fields, wrong declarations, nests: more than three hundred files."""
    for number, (name, content) in enumerate(broken_files(44, 1000 + seed)):
        path = tmp_path / str(number) / name
        path.parent.mkdir()
        path.write_bytes(content)
        in_order(read(path), path)
    assert capfd.readouterr() == ("", "")


def test_the_same_broken_file_gives_the_same_reports(tmp_path: Path) -> None:
    """Nothing hangs on what was read before."""
    for name, content in broken_files(30, 5):
        if not name.endswith(".pdf"):
            (tmp_path / name).write_bytes(content)
            once, again = read(tmp_path / name), read(tmp_path / name)
            assert (once.documents, once.warnings) == (again.documents, again.warnings)
            assert [str(failure) for failure in once.failures] == [str(failure) for failure in again.failures]


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_attacks_are_read_or_refused(tmp_path: Path, name: str) -> None:
    """Bombs, endless lines and deep nests, in seconds."""
    (tmp_path / name).write_bytes(ATTACKS[name])
    start = time.perf_counter()
    in_order(read(tmp_path / name), tmp_path / name)
    assert time.perf_counter() - start < 60, "ten seconds is the bar: bench/fuzz.py times it, this only sees what hangs"
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("laughs-utf-8.xml", "XML that declares entities of its own"),
        ("laughs-utf-16.xml", "XML that declares entities of its own"),
        ("laughs-utf-32.xml", "XML that declares entities of its own"),
        ("file.xml", "XML that declares entities of its own"),
        ("quadratic.xml", "XML that declares entities of its own"),
        ("overlap.zip", "a zip whose members overlap: refused"),
        ("lzma.zip", "member 'a.txt': packed in a way that is not read"),
        ("lies.zip", "member 'a.txt': broken or cut"),
        ("pages.pdf", "broken or cut PDF"),
    ],
)
def test_known_attacks_are_named(tmp_path: Path, name: str, reason: str) -> None:
    """By what they are, where that can be told."""
    (tmp_path / name).write_bytes(ATTACKS[name])
    found = read(tmp_path / name)
    assert [failure.reason[: len(reason)] for failure in found.failures] == [reason]
    assert not found.documents


def test_a_zip_bomb_is_given_up(tmp_path: Path) -> None:
    """A hundred thousand to one; the report beside it is read."""
    bomb = made.zipped({"a.txt": b" " * 30_000_000, "b.txt": made.FIRST.encode()})
    assert len(bomb) < 40_000
    (tmp_path / "a.zip").write_bytes(bomb)
    found = read(tmp_path / "a.zip")
    assert [failure.reason for failure in found.failures] == [
        "member 'a.txt': refused, it unpacks to far more than its size"
    ]
    assert [document.id for document in found.documents] == ["a.zip#1"]


def test_a_gzip_without_end_is_given_up(tmp_path: Path) -> None:
    """Before it fills the memory."""
    import gzip

    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(b"\0" * 100_000_000, 9, mtime=0))
    (failure,) = read(tmp_path / "a.warc.gz").failures
    assert failure.reason == "WARC refused, it unpacks to far more than its size, after 0 pages"


def test_names_in_an_archive_open_nothing(tmp_path: Path) -> None:
    """Members are read where they lie; a name with an escape sequence reaches no terminal."""
    folder = tmp_path / "deep" / "down"
    folder.mkdir(parents=True)
    members = {"../../escaped.txt": made.FIRST.encode(), "/abs\x1b[2J.txt": b"\x00\x01", "..\\..\\b.txt": b"{"}
    (folder / "names.zip").write_bytes(made.zipped(members))
    found = read(folder / "names.zip")
    assert [document.id for document in found.documents] == ["names.zip#0", "names.zip#2"]
    assert [failure.reason for failure in found.failures] == [r"member '/abs\\x1b[2J.txt': binary, not text"]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["deep", "down", "names.zip"]


def test_a_header_cannot_forge_a_line(tmp_path: Path) -> None:
    """Line ends and escape sequences that hide in an encoded subject are spaces."""
    mail = made.MAIL.replace("Subject: ", "Subject: =?utf-8?q?one=0D=0Acrosswire:_two=1B[2J?=\nX-Old: ")
    (tmp_path / "a.eml").write_text(mail)
    assert read(tmp_path / "a.eml").documents[0].title == "one crosswire: two [2J"


def test_no_file_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever addresses a file holds, no connection is tried."""
    import socket

    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    feed = made.RSS.replace(
        "<rss ", '<?xml-stylesheet href="http://127.0.0.1:1/a.xsl"?><rss xml:base="http://127.0.0.1:1/" '
    )
    for name, content in {"a.xml": feed.encode(), **{n: ATTACKS[n] for n in ("doctype.xml", "parameter.xml")}}.items():
        (tmp_path / name).write_bytes(content)
        read(tmp_path / name)


def test_a_thousand_bad_records_are_a_hundred_lines(tmp_path: Path) -> None:
    """And a count of the others; the good ones are read."""
    (tmp_path / "a.jsonl").write_text('{"text": 1}\n' * 1000 + '{"text": "Nine hurt."}\n')
    found = read(tmp_path / "a.jsonl")
    assert len(found.failures) == 101 and found.failures[-1].reason == "900 more of its records cannot be read"
    assert [document.id for document in found.documents] == ["a.jsonl#1000"]
