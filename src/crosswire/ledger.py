"""The ledger: reports, their readings and claims, and people's judgements, append-only in SQLite or PostgreSQL.

Nothing is updated and nothing deleted: a report recorded with better metadata is a further row, a judgement
withdrawn is a row that withdraws.  What `documents` and `claims` give back is a function of the rows alone; when
a row was written is kept and shown to people, and decides nothing unless somebody asks what was known here by then.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from crosswire.databases import SQLite, Value, opened
from crosswire.encoding import decode, dumps, loads
from crosswire.errors import UnusableLedger
from crosswire.judgements import already, standing_of
from crosswire.model import Claim, Document, Judgement, Place, Reading, Warning
from crosswire.moments import known_by

#: raised when a table changes; an older crosswire refuses a newer ledger instead of misreading it
SCHEMA = 2

_TABLES = """
CREATE TABLE documents (
    seq INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,      -- digest of name, text and metadata: the same report twice is one row
    id TEXT NOT NULL,              -- the name, made distinct where another text bore it first
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    published TEXT,
    body TEXT NOT NULL,
    recorded_at TEXT               -- when this row was written
);
CREATE INDEX documents_by_id ON documents (id, sha256);
CREATE INDEX documents_by_name ON documents (name, sha256);
CREATE TABLE readings (key TEXT PRIMARY KEY, content TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX readings_by_content ON readings (content);
CREATE TABLE claims (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    reading TEXT NOT NULL REFERENCES readings (key),
    body TEXT NOT NULL,
    UNIQUE (id, reading)
);
CREATE INDEX claims_by_reading ON claims (reading);
CREATE TABLE warnings (document TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (document, text));
CREATE TABLE recordings (document TEXT NOT NULL, recorded_at TEXT NOT NULL);
CREATE TABLE judgements (
    seq INTEGER PRIMARY KEY,
    a TEXT NOT NULL,
    b TEXT,
    type TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    withdraws INTEGER REFERENCES judgements (seq),
    since TEXT,                    -- from which moment of publication a report no longer stands
    traits TEXT NOT NULL DEFAULT '[]'
);
"""

#: what each older schema lacks, by its number
_GROWTH = {
    1: """
ALTER TABLE documents ADD COLUMN recorded_at TEXT;
ALTER TABLE judgements ADD COLUMN since TEXT;
ALTER TABLE judgements ADD COLUMN traits TEXT NOT NULL DEFAULT '[]'
"""
}

#: what a search looks at, claims first: a claim that is there has its report, which is written before it
_SEARCHED = {
    "claims": "seq, id, reading, body",
    "documents": "seq, key, id, name, sha256, published, body, recorded_at",
}
#: rows copied at a time
_AT_ONCE = 2_000

# of several rows of one report the last that is dated, else the last
_NEWEST = """
SELECT body FROM documents AS d WHERE NOT EXISTS (
    SELECT 1 FROM documents AS later WHERE later.id = d.id
    AND (later.published IS NOT NULL, later.seq) > (d.published IS NOT NULL, d.seq)
) ORDER BY id
"""


_ADD_DOCUMENT = """
INSERT INTO documents (key, id, name, sha256, published, body, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING
"""
_ADD_READING = "INSERT INTO readings VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_ADD_CLAIM = "INSERT INTO claims (id, reading, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_ADD_WARNING = "INSERT INTO warnings VALUES (?, ?) ON CONFLICT DO NOTHING"
_JUDGE = """
INSERT INTO judgements (a, b, type, reason, made_by, made_at, withdraws, since, traits)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A report with all that was read of it, ready to be recorded."""

    document: Document
    reading: Reading
    claims: tuple[Claim, ...]
    warnings: tuple[Warning, ...] = ()


class Ledger:
    """One SQLite file, a PostgreSQL database (``postgresql://...``), or memory when neither is named.

    Close it, or use it in a ``with``.  Raises UnusableLedger for what cannot be reached or is no ledger, and, with
    ``must_exist``, where there is none yet; `databases` says how the two differ.
    """

    def __init__(self, path: str | Path | None = None, *, must_exist: bool = False) -> None:
        self._copy: SQLite | None = None
        #: for tables that others keep beside these
        self.base = opened(None if path is None else str(path), must_exist=must_exist)
        #: how messages call it
        self.name = self.base.name
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file, or of the connection."""
        self.base.close()
        if self._copy is not None:
            self._copy.close()

    # --- recording -------------------------------------------------------------------------------

    def holds(self, document: Document) -> bool:
        """True if this very report, text and metadata alike, has been recorded."""
        return self._one("SELECT 1 FROM documents WHERE key = ?", _key(document)) is not None

    def name_for(self, document: Document) -> str:
        """The id that the report has or will have here.

        Its own name, unless another text was recorded under that name before: then the name and six digits of
        the text's fingerprint, as in ``report.txt~3fa2c1``.
        """
        known = self._one("SELECT id FROM documents WHERE name = ? AND sha256 = ?", document.id, document.sha256)
        if known is not None:
            return str(known)
        taken = self._one("SELECT 1 FROM documents WHERE name = ?", document.id) is not None
        return f"{document.id}~{document.sha256[:6]}" if taken else document.id

    def reading_of(self, document: Document) -> Reading | None:
        """What was read of this text before, under whatever name."""
        body = self._one("SELECT body FROM readings WHERE content = ? ORDER BY key LIMIT 1", content_of(document))
        return None if body is None else loads(Reading, str(body))

    def add(self, entries: Iterable[tuple[str, Entry]], recorded_at: str) -> tuple[tuple[str, Entry], ...]:
        """Record reports with their readings in one transaction; what is there already stays as it is.

        Each comes with the name under which it was given; its ``document.id`` is that of `name_for`.  Given back are
        those whose name another writer has meanwhile given to another text: they are not written, and have to be
        named anew.
        """
        late = []
        with self.base.transaction():
            for name, entry in entries:
                if self.name_for(replace(entry.document, id=name)) == entry.document.id:
                    self._add(name, entry, recorded_at)
                else:
                    late.append((name, entry))
        return tuple(late)

    def _add(self, name: str, entry: Entry, recorded_at: str) -> None:
        document, reading = entry.document, _reading_key(entry.document)
        key, when = _key(replace(document, id=name)), document.published.value
        row: tuple[Value, ...] = (key, document.id, name, document.sha256, when, dumps(document), recorded_at)
        self.base.all(_ADD_DOCUMENT, row)
        self.base.all(_ADD_READING, (reading, content_of(document), dumps(entry.reading)))
        self.base.each(_ADD_CLAIM, [(claim.id, reading, dumps(claim)) for claim in entry.claims])
        self.base.each(_ADD_WARNING, [(warning.document, warning.text) for warning in entry.warnings])
        self.base.all("INSERT INTO recordings VALUES (?, ?)", (document.id, recorded_at))

    # --- reading back ----------------------------------------------------------------------------

    def documents(self, as_of: datetime | None = None, recorded_by: datetime | None = None) -> tuple[Document, ...]:
        """All reports by id; with ``as_of`` those published by then.  A report without a date is then left out.

        With ``recorded_by`` those that had been recorded here by then, with what was known of them then.
        """
        bodies = self._bodies(recorded_by) if recorded_by else [body for (body,) in self._all(_NEWEST)]
        found = [loads(Document, body) for body in bodies]
        return tuple(d for d in found if as_of is None or known_by(d.published.value, as_of))

    def _bodies(self, recorded_by: datetime) -> list[str]:
        """Of the rows written by then the newest of each report, as `_NEWEST` has it."""
        rows = self._all("SELECT id, body, recorded_at FROM documents ORDER BY id, published IS NOT NULL, seq")
        return list({id: body for id, body, at in rows if known_by(at, recorded_by)}.values())

    def claims(self, documents: Sequence[Document]) -> tuple[Claim, ...]:
        """The claims of these reports, report by report, in text order, with their times as worded."""
        rows = self._among(
            "SELECT reading, body FROM claims WHERE reading IN ({}) ORDER BY seq", [_reading_key(d) for d in documents]
        )
        found: dict[str, list[Claim]] = {}
        for reading, body in rows:
            found.setdefault(reading, []).append(loads(Claim, body))
        return tuple(claim for document in documents for claim in found.get(_reading_key(document), ()))

    def readings(self, documents: Sequence[Document]) -> dict[str, Reading]:
        """What was read of each of these reports, by the report's id."""
        return {id: loads(Reading, body) for id, body in self._read(documents)}

    def places(self, documents: Sequence[Document]) -> dict[str, tuple[Place, ...]]:
        """The places that each of these reports names, by the report's id: of its reading nothing else is decoded."""
        told = ((id, json.loads(body).get("places", ())) for id, body in self._read(documents))
        return {id: tuple(decode(Place, place) for place in places) for id, places in told}

    def _read(self, documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
        wanted = {_reading_key(document): document.id for document in documents}
        for key, body in self._among("SELECT key, body FROM readings WHERE key IN ({})", list(wanted)):
            yield wanted[key], body

    def warnings(self, documents: Sequence[Document]) -> tuple[Warning, ...]:
        """What was remarked about these reports when they were read, in their order."""
        rows = self._among("SELECT document, text FROM warnings WHERE document IN ({})", [d.id for d in documents])
        return tuple(Warning(document, text) for document, text in sorted(rows))

    def recorded(self) -> dict[str, str]:
        """When each report was first written down here, by the report's id: the ledger's own clock."""
        return dict(self._all("SELECT document, MIN(recorded_at) FROM recordings GROUP BY document"))

    # --- judgements ------------------------------------------------------------------------------

    def judge(self, judgement: Judgement) -> int:
        """Add a judgement; the number returned is what a later one names to withdraw it.

        What somebody has judged already adds nothing: the number is then that of the one that stands.
        """
        j = judgement
        with self.base.transaction():
            known = already(j, self.judgements(standing=False))
            if known is not None:
                return known.seq or 0
            traits = json.dumps(j.traits)
            self.base.all(_JUDGE, (j.a, j.b, j.type, j.reason, j.made_by, j.made_at, j.withdraws, j.since, traits))
            return int(self.base.all("SELECT max(seq) FROM judgements")[0][0])

    def judgements(self, *, standing: bool = True, made_by: datetime | None = None) -> tuple[Judgement, ...]:
        """The judgements in the order they were made; ``standing`` leaves out the withdrawn and the withdrawals.

        With ``made_by`` only what had been judged and withdrawn by then.
        """
        rows = self._all(
            "SELECT a, b, type, reason, made_by, made_at, withdraws, seq, since, traits FROM judgements ORDER BY seq"
        )
        every = tuple(map(_judgement, rows))
        every = tuple(j for j in every if made_by is None or known_by(j.made_at, made_by))
        return standing_of(every) if standing else every

    # --- the database ----------------------------------------------------------------------------

    @contextmanager
    def rows(self, *, writing: bool = False) -> Iterator[sqlite3.Connection]:
        """The file itself, for an index made from it; ``writing`` holds all of it or nothing.

        Of a ledger in PostgreSQL it is a copy in a file that is gone when the ledger is closed, brought up to date each
        time: one way to search, so that either finds the same.
        """
        base = self.base if isinstance(self.base, SQLite) else self._copied()
        with base.usable(), base.transaction() if writing else nullcontext():
            yield base.rows

    def _copied(self) -> SQLite:
        """What has been written since the last look; rows are numbered in the order in which they come to be seen."""
        if self._copy is None:
            self._copy = SQLite("")
            self._copy.define(_TABLES)
        for table, columns in _SEARCHED.items():
            marks = ", ".join("?" * len(columns.split(",")))
            while True:
                (last,) = self._copy.all(f"SELECT coalesce(max(seq), 0) FROM {table}")[0]
                query = f"SELECT {columns} FROM {table} WHERE seq > ? ORDER BY seq LIMIT {_AT_ONCE}"
                rows = self.base.all(query, (last,))
                with self._copy.transaction():
                    self._copy.each(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
                if len(rows) < _AT_ONCE:
                    break
        return self._copy

    def _prepare(self) -> None:
        """Tables for a new ledger; an old one is brought up to this schema, one from the future refused."""
        held = self.base.schema()
        if held > SCHEMA:
            raise UnusableLedger(f"{self.name}: written by a later crosswire (ledger schema {held}, not {SCHEMA})")
        if held < SCHEMA:
            with self.base.transaction():
                self._grow(self.base.schema())  # another process may have been quicker

    def _grow(self, held: int) -> None:
        """Nothing that a ledger holds changes as it grows."""
        if held == 0:
            self.base.define(_TABLES)
        for version in range(held or SCHEMA, SCHEMA):
            self.base.define(_GROWTH[version])
            if version == 1:
                self._date_rows()
        if held < SCHEMA:
            self.base.mark(SCHEMA, re.findall(r"CREATE TABLE (\w+)", _TABLES))

    def _date_rows(self) -> None:
        """When each row of a report was written, from the log that schema 1 kept by report: its n-th entry, or last."""
        log: dict[str, list[str]] = {}
        for document, at in self._all("SELECT document, recorded_at FROM recordings ORDER BY rowid"):
            log.setdefault(document, []).append(at)
        rows: dict[str, list[int]] = {}
        for seq, id in self._all("SELECT seq, id FROM documents ORDER BY seq"):
            rows.setdefault(id, []).append(seq)
        dated = [(log[id][min(n, len(log[id]) - 1)], seq) for id in rows if id in log for n, seq in enumerate(rows[id])]
        self.base.each("UPDATE documents SET recorded_at = ? WHERE seq = ?", dated)

    def _one(self, query: str, *values: str) -> object | None:
        rows = self._all(query, *values)
        return rows[0][0] if rows else None

    def _all(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        return self.base.all(query, values)

    def _among(self, query: str, ids: Sequence[str]) -> list[tuple[Any, ...]]:
        """Rows for many ids, a few hundred to a query: either database bounds how many values one may hold."""
        rows: list[tuple[Any, ...]] = []
        rest = iter(ids)
        while some := list(islice(rest, 500)):
            rows += self._all(query.format(", ".join("?" * len(some))), *some)
        return rows


def _judgement(row: tuple[Any, ...]) -> Judgement:
    a, b, kind, reason, made_by, made_at, withdraws, seq, since, traits = row
    pairs = tuple((str(key), str(value)) for key, value in json.loads(traits))
    return Judgement(a, b, kind, reason, made_by, made_at, withdraws, seq, since, pairs)


def now() -> str:
    """The clock for ``recorded_at``; nothing that is shown of a crisis depends on it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def content_of(document: Document) -> str:
    """What a reading depends on: the text, and the year of the report, which tells old events from new ones."""
    return f"{document.sha256} {(document.published.value or '')[:4]}"


def _reading_key(document: Document) -> str:
    return f"{content_of(document)} {document.id}"


def _key(document: Document) -> str:
    """A digest of the name, the text's fingerprint and the metadata."""
    metadata = json.loads(dumps(replace(document, text="", copy_of=None)))
    return hashlib.sha256(json.dumps(metadata, sort_keys=True).encode("ascii")).hexdigest()
