"""Full-text search over the reports of a ledger and over the sentences of its claims.

The index is two FTS5 tables in the ledger's own file, made at the first search and brought up to date by every later
one, so that recording costs nothing more and a ledger of an earlier crosswire can be searched.  Like the rest of the
file it only ever grows; rows that a later row of the same report has replaced are in it and are not given out.

Words are compared without capitals and diacritics and by their stems (Porter 1980): "Hôpital" is found as "hopital",
"killed" as "kills".  Hits are ranked by Okapi BM25 (Robertson & Zaragoza 2009), a report's title counting double.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from crosswire.encoding import loads
from crosswire.errors import NothingToFind
from crosswire.ledger import Ledger
from crosswire.model import Claim, Document, Span
from crosswire.reading.parse import pieces

#: words and phrases to one search
MOST = 64
#: characters shown of a report around its hits
REACH = 200

_TOKENS = "tokenize = 'porter unicode61 remove_diacritics 2'"
_TABLES = f"""
CREATE VIRTUAL TABLE IF NOT EXISTS search_reports USING fts5 (title, text, content = '', {_TOKENS});
CREATE VIRTUAL TABLE IF NOT EXISTS search_claims USING fts5 (sentence, particulars, content = '', {_TOKENS});
-- up to which row of either table the index has come, a row a time
CREATE TABLE IF NOT EXISTS search_progress (documents INTEGER NOT NULL, claims INTEGER NOT NULL)
"""
#: rows to one transaction, so that a first search that is broken off has not worked in vain
_AT_ONCE = 10_000

# the row that counts of each report, as `Ledger.documents` has it; an index finds it
_CURRENT = """
NOT EXISTS (SELECT 1 FROM documents AS later WHERE later.id = d.id
    AND (later.published IS NOT NULL, later.seq) > (d.published IS NOT NULL, d.seq))
"""
_REPORTS = f"""
FROM search_reports AS s JOIN documents AS d ON d.seq = s.rowid WHERE search_reports MATCH ? AND {_CURRENT}
"""
_CLAIMS = f"""
FROM search_claims AS s JOIN claims AS c ON c.seq = s.rowid
JOIN documents AS d ON d.id = json_extract(c.body, '$.document')
    AND c.reading = d.sha256 || ' ' || substr(coalesce(d.published, ''), 1, 4) || ' ' || d.id
WHERE search_claims MATCH ? AND {_CURRENT}
"""

_QUOTES = "\"“”„«»"  # fmt: skip
_TERM = re.compile(rf"(-?)(?:[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]?|([^\s{_QUOTES}]+))")
#: marks around a hit while it is looked for: two characters that no text needs
_OPEN, _CLOSE = "\ue000", "\ue001"
#: what SQLite cannot hold or we use ourselves; each becomes one space, so that offsets stay
_UNHELD = re.compile(r"[\x00\ud800-\udfff\ue000\ue001]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a report's text; the hits in it as offsets into that text."""

    span: Span
    hits: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ReportHit:
    """A report that was found, and where the words stand thickest; in the title only, the passage has no hits."""

    document: Document
    passage: Passage


@dataclass(frozen=True, slots=True)
class ClaimHit:
    """A claim that was found, and its sentence; the hits may be in its particulars (status, group, source) alone."""

    claim: Claim
    document: Document
    passage: Passage


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, best first, and how many there are in all."""

    reports: tuple[ReportHit, ...]
    claims: tuple[ClaimHit, ...]
    all_reports: int
    all_claims: int


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for, as two FTS5 expressions: that which a hit must match, and any one of its words."""

    match: str
    any: str


# --- what is asked -------------------------------------------------------------------------------


def sought(query: str) -> Sought:
    """The words of a query as FTS5 wants them; nothing that is typed is ever syntax to it.

    ``pipeline "gas plant" OR refiner* -drill``: all words and phrases of one side of an OR, and none with a minus
    before it, whichever side it stands on; a star stands for any ending.  Raises NothingToFind where no
    word is left, or there are more than `MOST`.
    """
    sides: list[list[str]] = [[]]
    unwanted: list[str] = []
    for number, match in enumerate(_TERM.finditer(_UNHELD.sub(" ", query))):
        if number >= MOST:
            raise NothingToFind(f"more than {MOST} words to look for")
        minus, phrase, word = match.groups()
        if match[0] == "OR":
            sides.append([])
        elif any(char.isalnum() for char in phrase or word or ""):
            (unwanted if minus else sides[-1]).append(_term(phrase, word))
    wanted = " OR ".join(f"({' AND '.join(side)})" for side in sides if side)
    if not wanted:
        raise NothingToFind(f"nothing to look for in {query!r}")
    match_all = f"({wanted}) NOT ({' OR '.join(unwanted)})" if unwanted else wanted
    return Sought(match_all, " OR ".join(term for side in sides for term in side))


def _term(phrase: str | None, word: str | None) -> str:
    return f'"{phrase}"' if word is None else f'"{word.rstrip("*")}"{" *" if word.endswith("*") else ""}'


# --- finding -------------------------------------------------------------------------------------


def find(
    ledger: Ledger, query: str, *, limit: int = 20, progress: Callable[[int, int], None] = lambda done, all: None
) -> Found:
    """The reports and the claims in which the words of the query stand, at most ``limit`` of each.

    ``progress`` is told how many rows of how many are in the index while it is brought up to date.  Raises
    NothingToFind for a query without a word.
    """
    asked = sought(query)
    catch_up(ledger, progress)
    marked = _Marker(asked)
    with ledger.rows() as rows:
        reports = rows.execute(
            f"SELECT d.body {_REPORTS} ORDER BY bm25(search_reports, 2.0, 1.0), d.id, d.seq LIMIT ?",
            (asked.match, limit),
        ).fetchall()
        claims = rows.execute(
            f"SELECT c.body, d.body {_CLAIMS} ORDER BY bm25(search_claims), d.id, c.seq LIMIT ?", (asked.match, limit)
        ).fetchall()
        (all_reports,) = rows.execute(f"SELECT count(*) {_REPORTS}", (asked.match,)).fetchone()
        (all_claims,) = rows.execute(f"SELECT count(*) {_CLAIMS}", (asked.match,)).fetchone()
    return Found(
        tuple(marked.report(loads(Document, body)) for (body,) in reports),
        tuple(marked.claim(loads(Claim, claim), loads(Document, body)) for claim, body in claims),
        all_reports,
        all_claims,
    )


class _Marker:
    """Says where in a text the words of one search stand: asks FTS5 itself, in a table of its own."""

    def __init__(self, asked: Sought) -> None:
        self._asked = asked
        self._rows = sqlite3.connect(":memory:")
        self._rows.execute(f"CREATE VIRTUAL TABLE texts USING fts5 (text, {_TOKENS})")

    def report(self, document: Document) -> ReportHit:
        hits = self._hits(document.text, 0)
        return ReportHit(document, Passage(_around(document.text, hits), hits))

    def claim(self, claim: Claim, document: Document) -> ClaimHit:
        span = sentence_of(document.text, claim.span)
        return ClaimHit(claim, document, Passage(span, self._hits(document.text[span.start : span.end], span.start)))

    def _hits(self, text: str, offset: int) -> tuple[Span, ...]:
        """Where the words stand; each of them where not all do, as when some are in the title."""
        self._rows.execute("DELETE FROM texts")
        self._rows.execute("INSERT INTO texts VALUES (?)", (_UNHELD.sub(" ", text),))
        for asked in (self._asked.match, self._asked.any):
            found = self._rows.execute("SELECT highlight(texts, 0, ?, ?) FROM texts WHERE texts MATCH ?",
                                       (_OPEN, _CLOSE, asked)).fetchone()  # fmt: skip
            if found is not None:
                return tuple(_spans(found[0], offset))
        return ()


def _spans(marked: str, offset: int) -> Iterator[Span]:
    start = offset
    for char in marked:
        if char == _OPEN:
            start = offset
        elif char == _CLOSE:
            yield Span(start, offset)
        else:
            offset += 1


def _around(text: str, hits: Sequence[Span]) -> Span:
    """`REACH` characters, begun and ended at a space, where most hits lie; of equal stretches the first."""
    if len(text) <= REACH:
        return Span(0, len(text))
    first = max(hits, key=lambda hit: sum(hit.start <= h.start <= hit.start + REACH // 2 for h in hits), default=None)
    start = max(0, first.start - REACH // 4) if first else 0
    start = 0 if start == 0 else _space(text, start, first.start if first else start)
    end = min(len(text), start + REACH)
    return Span(start, end if end == len(text) else max(_last_space(text, start, end), first.end if first else 0))


def _space(text: str, start: int, limit: int) -> int:
    while start < limit and not text[start - 1].isspace():
        start += 1
    return start


def _last_space(text: str, start: int, end: int) -> int:
    cut = end
    while cut > start and not text[cut].isspace():
        cut -= 1
    return cut if cut > start else end


# --- the index -----------------------------------------------------------------------------------


def catch_up(ledger: Ledger, progress: Callable[[int, int], None] = lambda done, all: None) -> None:
    """Take into the index what has been recorded since it was last brought up to date; nothing, mostly."""
    with ledger.rows() as rows:
        there = rows.execute("SELECT 1 FROM sqlite_master WHERE name = 'search_progress'").fetchone()
    if there is None:
        with ledger.rows(writing=True) as rows:
            for statement in _TABLES.split(";"):
                rows.execute(statement)
    while not _step(ledger, progress):
        pass


def _step(ledger: Ledger, progress: Callable[[int, int], None]) -> bool:
    """A transaction's worth; true if that was all."""
    with ledger.rows() as rows:
        last, behind = _last(rows), _indexed(rows)
    if last == behind:
        return True
    with ledger.rows(writing=True) as rows:
        last, behind = _last(rows), _indexed(rows)  # another process may have been quicker
        upto = tuple(min(end, begin + _AT_ONCE) for end, begin in zip(last, behind, strict=True))
        _index_reports(rows, behind[0], upto[0])
        _index_claims(rows, behind[1], upto[1])
        rows.execute("INSERT INTO search_progress VALUES (?, ?)", upto)
    progress(sum(upto), sum(last))
    return upto == last


def _last(rows: sqlite3.Connection) -> tuple[int, int]:
    (documents,) = rows.execute("SELECT coalesce(max(seq), 0) FROM documents").fetchone()
    (claims,) = rows.execute("SELECT coalesce(max(seq), 0) FROM claims").fetchone()
    return documents, claims


def _indexed(rows: sqlite3.Connection) -> tuple[int, int]:
    found = rows.execute("SELECT coalesce(max(documents), 0), coalesce(max(claims), 0) FROM search_progress").fetchone()
    return found[0], found[1]


def _index_reports(rows: sqlite3.Connection, after: int, upto: int) -> None:
    for seq, body in rows.execute("SELECT seq, body FROM documents WHERE seq > ? AND seq <= ?", (after, upto)):
        held = json.loads(body)
        values = (seq, _holdable(held.get("title")), _holdable(held["text"]))
        rows.execute("INSERT INTO search_reports (rowid, title, text) VALUES (?, ?, ?)", values)


def _index_claims(rows: sqlite3.Connection, after: int, upto: int) -> None:
    text, known = "", ("", "")
    cuts: tuple[Span, ...] = ()
    for seq, reading, body in rows.execute(
        "SELECT seq, reading, body FROM claims WHERE seq > ? AND seq <= ? ORDER BY seq", (after, upto)
    ):
        claim = loads(Claim, body)
        if known != (reading, claim.document):
            known = (reading, claim.document)
            text = _text_of(rows, reading.split(" ")[0], claim.document)
            cuts = tuple(Span(piece.start, piece.end) for piece in pieces(text))
        span = _covering(cuts, claim.span)
        values = (seq, _holdable(text[span.start : span.end] or claim.quote), _holdable(" ".join(_particulars(claim))))
        rows.execute("INSERT INTO search_claims (rowid, sentence, particulars) VALUES (?, ?, ?)", values)


def _text_of(rows: sqlite3.Connection, sha256: str, id: str) -> str:
    found: Any = rows.execute("SELECT body FROM documents WHERE id = ? AND sha256 = ? LIMIT 1", (id, sha256)).fetchone()
    return str(json.loads(found[0])["text"]) if found else ""


def sentence_of(text: str, span: Span) -> Span:
    """The sentence in which a span begins, or the sentences over which it runs; the span itself in a text without."""
    return _covering(tuple(Span(piece.start, piece.end) for piece in pieces(text)), span)


def _covering(cuts: Sequence[Span], span: Span) -> Span:
    met = [cut for cut in cuts if cut.start < span.end and span.start < cut.end]
    return Span(min(span.start, met[0].start), max(span.end, met[-1].end)) if met else span


def _particulars(claim: Claim) -> Iterator[str]:
    """What a claim says in crosswire's own words, for which the sentence may have others."""
    yield claim.kind
    for word in (claim.status, claim.event, claim.speaker, claim.addressee, claim.place and claim.place.name):
        if word:
            yield word
    yield from dict.fromkeys(str(bound) for bound in (claim.low, claim.high) if bound is not None)
    if claim.group:
        yield from filter(None, (claim.group.role, *claim.group.nationality, claim.group.employer))
    yield from (source.name for source in claim.sources)


def _holdable(text: str | None) -> str:
    return _UNHELD.sub(" ", text or "")
