#!/usr/bin/env python3
"""Two hundred readers and five writers at the desk for a minute.

    bench/desk_load.py [--seconds 60] [--readers 200] [--writers 5] [--only small|large] [--ledger FILE]

Each reader keeps one page open and asks for it about once a second, as a browser does: over one connection, packed,
with the tag of what it has.  Pages are mixed: the incidents, one incident and its parts, evidence of figures and
claims, reports, lists of the API, an earlier moment, another policy.  Each writer hands over a report, waits for the
answer, and a second later hands over the next.  Two ledgers: that of the example, and one of 500 reports of one
incident; `--ledger` takes one that there is (it is written to: name a copy).

Bars: no answer but 200 and 304 (201 for a writer); p95 of readers and of writers 500 ms each; every report that was
answered as recorded is in the ledger.  Readers, writers and desk share the machine: processor times tell how much each
had.  Status 1 if a bar is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from crosswire.ledger import Ledger
from desk_serving import MANY, Served, large, quake, served, small

#: milliseconds within which 95 of 100 are answered
BAR = 500.0
#: shares of the readers by what they look at; a pattern is looked for in the pages above
MIX = (
    (25, r"/"),
    (30, r"/incidents/[^/\"?#]+"),
    (8, r"/incidents/[^/\"?#]+/[a-z]+"),
    (10, r"/tallies/[^\"?#]+"),
    (8, r"/claims/[^\"?#]+"),
    (5, r"/reports/[^\"?#]+"),
)
API = ((4, "/api/v1/incidents"), (4, "/api/v1/tallies?limit=50"), (2, "/api/v1/claims?limit=100"), (2, "/judgements"))


@dataclass(slots=True)
class Line:
    """One connection, and how long each answer over it took."""

    host: str
    port: int
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes = b""
    ) -> tuple[int, dict[str, str], bytes]:
        """The status, headers and body; opens the connection anew where the desk has ended it."""
        fields = {"Host": f"{self.host}:{self.port}", "Accept-Encoding": "gzip", **headers}
        if body:
            fields["Content-Length"] = str(len(body))
        head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in fields.items()) + "\r\n"
        if self.writer is None or self.reader is None or self.reader.at_eof():
            self.reader, self.writer = await asyncio.open_connection(self.host, self.port, limit=1 << 20)
        self.writer.write(head.encode() + body)
        await self.writer.drain()
        return await self._answer()

    async def _answer(self) -> tuple[int, dict[str, str], bytes]:
        assert self.reader is not None
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:] if line)}
        body = b""
        if fields.get("transfer-encoding") == "chunked":
            while size := int((await self.reader.readline()).strip() or b"0", 16):
                body += await self.reader.readexactly(size)
                await self.reader.readexactly(2)
            await self.reader.readline()
        elif length := int(fields.get("content-length", 0)):
            body = await self.reader.readexactly(length)
        return int(lines[0].split()[1]), fields, body


@dataclass(slots=True)
class Seen:
    """What one kind of caller saw: milliseconds of each answer by path, and what was wrong."""

    took: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    recorded: list[str] = field(default_factory=list)

    def note(self, path: str, milliseconds: float, status: int, fine: Sequence[int]) -> None:
        self.took.setdefault(path, []).append(milliseconds)
        self.statuses[status] += 1
        if status not in fine:
            self.wrong.append(f"{path}: {status}")

    def all(self) -> list[float]:
        return sorted(value for values in self.took.values() for value in values)


def share(values: Sequence[float], of: float) -> float:
    """The value below which that share of the sorted values lies."""
    return values[min(len(values) - 1, int(len(values) * of))] if values else 0.0


async def read(line: Line, path: str, until: float, seen: Seen, luck: random.Random) -> None:
    """Keep one page open."""
    await asyncio.sleep(luck.random())
    held: dict[str, str] = {}
    while time.monotonic() < until:
        begun = time.monotonic()
        try:
            status, fields, _ = await line.ask("GET", path, held)
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            seen.wrong.append(f"{path}: {type(error).__name__}")
            line.writer = None
            continue
        seen.note(path, 1000 * (time.monotonic() - begun), status, (200, 304))
        if "etag" in fields:
            held = {"If-None-Match": fields["etag"]}
        await asyncio.sleep(max(0.0, begun + luck.uniform(0.8, 1.2) - time.monotonic()))


async def write(line: Line, which: int, writers: int, until: float, seen: Seen) -> None:
    """Hand over one report after the other."""
    await asyncio.sleep(which / writers)
    number = MANY + which
    while time.monotonic() < until:
        begun = time.monotonic()
        (report,) = quake(1, number)
        name = f"wire-{number:06}.json"
        try:
            status, _, _ = await line.ask(
                "POST",
                f"/api/v1/reports?name={name}",
                {"Content-Type": "application/json"},
                json.dumps(report).encode(),
            )
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            seen.wrong.append(f"report: {type(error).__name__}")
            line.writer = None
            continue
        seen.note("POST report", 1000 * (time.monotonic() - begun), status, (201,))
        if status == 201:
            seen.recorded.append(name)
        number += writers
        await asyncio.sleep(max(0.0, begun + 1.0 - time.monotonic()))


async def pages(line: Line) -> list[tuple[int, str]]:
    """Addresses to look at, found as a reader finds them: from page to page."""
    texts = [await text(line, "/")]
    incidents = re.findall(r'href="(/incidents/[^/"?#]+)"', texts[0])[:3]
    texts += [await text(line, path) for path in dict.fromkeys(incidents)]
    found: list[tuple[int, str]] = []
    for weight, pattern in MIX:
        paths = list(dict.fromkeys(re.findall(rf'href="({pattern})"', " ".join(texts))))
        paths = [
            path for path in paths if path.startswith(("/incidents", "/tallies", "/claims", "/reports")) or path == "/"
        ]
        chosen = paths[:: max(1, len(paths) // 6)][:6]
        found += [(max(1, weight // len(chosen)), path) for path in chosen]
    found += API
    for path in dict.fromkeys(incidents[:1]):
        moments = re.search(r'data-stops="([^"]+)"', texts[0])
        stops = moments[1].split() if moments else []
        found += [(3, f"{path}?policy=gtd")] + ([(3, f"{path}?as_of={stops[len(stops) // 2]}")] if stops else [])
    return found


async def text(line: Line, path: str) -> str:
    status, fields, body = await line.ask("GET", path, {})
    assert status == 200, f"{path}: {status}"
    return (gzip.decompress(body) if fields.get("content-encoding") == "gzip" else body).decode()


async def load(desk: Served, seconds: float, readers: int, writers: int) -> tuple[Seen, Seen]:
    """What readers and writers saw."""
    parts = urlsplit(desk.address)
    host, port = str(parts.hostname), int(parts.port or 80)
    weighted = await pages(Line(host, port))
    for _, path in weighted:  # what is asked for the first time may take as long as it takes
        await Line(host, port).ask("GET", path, {})
    luck, reading, writing = random.Random(1), Seen(), Seen()
    until = time.monotonic() + seconds
    chosen = luck.choices([path for _, path in weighted], [weight for weight, _ in weighted], k=readers)
    work = [read(Line(host, port), path, until, reading, random.Random(n)) for n, path in enumerate(chosen)]
    work += [write(Line(host, port), n, writers, until, writing) for n in range(writers)]
    await asyncio.gather(*work)
    return reading, writing


def measured(name: str, ledger: Path, seconds: float, readers: int, writers: int, every: bool) -> bool:
    """One ledger under load; True if every bar is held."""
    with served(ledger) as desk:
        before, own, mine, begun = desk.processor(), desk.own_processor(), time.process_time(), time.monotonic()
        reading, writing = asyncio.run(load(desk, seconds, readers, writers))
        took = time.monotonic() - begun
        spent = (desk.own_processor() - own, desk.processor() - before, time.process_time() - mine)
        memory = desk.memory()
    with Ledger(ledger, must_exist=True) as held:
        kept = {document.id for document in held.documents()}
    lost = [name for name in writing.recorded if name not in kept]
    print(f"\n{name}: {len(kept)} reports at the end, {readers} readers, {writers} writers, {took:.0f} s")
    for who, seen in (("readers", reading), ("writers", writing)):
        found = seen.all()
        shares = "  ".join(f"p{round(100 * of)} {share(found, of):.0f} ms" for of in (0.5, 0.9, 0.95, 0.99, 1.0))
        print(f"  {who}: {len(found)} answers ({dict(sorted(seen.statuses.items()))})  {shares}")
        for line, count in Counter(seen.wrong).most_common(8):
            print(f"    wrong: {line} ({count} times)")
    print(f"  lost: {len(lost)} of {len(writing.recorded)} recorded reports")
    print(
        f"  processor: {spent[0]:.1f} s the process that answers, {spent[1]:.1f} s all of the desk, {spent[2]:.1f} s"
        f" the callers, of {took * (os.cpu_count() or 1):.0f} s; {memory:.0f} MiB; load {os.getloadavg()[0]:.1f}"
    )
    if every:
        for path, values in sorted(reading.took.items(), key=lambda row: -share(sorted(row[1]), 0.95))[:25]:
            print(f"    p95 {share(sorted(values), 0.95):6.0f} ms of {len(values):5}  {path}")
    late = [share(seen.all(), 0.95) > BAR for seen in (reading, writing)]
    return not (lost or reading.wrong or writing.wrong or any(late))


def main() -> int:
    """Both ledgers, or one."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seconds", type=float, default=60.0)
    asked.add_argument("--readers", type=int, default=200)
    asked.add_argument("--writers", type=int, default=5)
    asked.add_argument("--only", choices=("small", "large"))
    asked.add_argument("--ledger", type=Path)
    asked.add_argument("--every", action="store_true", help="the slowest pages one by one")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="crosswire-load-") as name:
        folder = Path(name)
        if given.ledger:
            ledgers = {str(given.ledger): given.ledger}
        else:
            makers = {"small": small, "large": large}
            ledgers = {what: make(folder) for what, make in makers.items() if given.only in (None, what)}
        held = [
            measured(what, ledger, given.seconds, given.readers, given.writers, given.every)
            for what, ledger in ledgers.items()
        ]
    print("held" if all(held) else "MISSED")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
