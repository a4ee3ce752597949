#!/usr/bin/env python3
"""The page of an incident of 500 reports and 5,000 claims: how long the desk takes, and what travels.

    bench/desk_first_page.py [--ledger FILE]

The page is asked for over one connection, packed, as a browser asks: the first time after the account is ready, while
nobody has seen it, and again.  Server time is processor time of the process that answers, and the time by the clock to
the last byte; the lesser counts, as others' work only adds to the latter.  Transferred is all that a browser fetches
for it: the page, its styles, scripts and pictures.  Bars: 300 ms, 300 kB.  Status 1 if one is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import re
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from crosswire.ledger import Ledger
from desk_load import Line
from desk_serving import Served, large, served

#: milliseconds of the server, and bytes that travel
TIME, BYTES = 300.0, 300_000
_PARTS = re.compile(rb'(?:<link[^>]+href|<script[^>]+src|<img[^>]+src)="(/[^"]+)"')


async def fetched(line: Line, path: str) -> tuple[float, int, bytes]:
    """Milliseconds to the last byte, bytes that travelled, and the body unpacked."""
    begun = time.perf_counter()
    status, fields, body = await line.ask("GET", path, {"Accept": "text/html"})
    took = 1000 * (time.perf_counter() - begun)
    assert status == 200, f"{path}: {status}"
    whole = gzip.decompress(body) if fields.get("content-encoding") == "gzip" else body
    return took, len(body), whole


async def measured(desk: Served) -> bool:
    """True if the bars are held."""
    parts = urlsplit(desk.address)
    line = Line(str(parts.hostname), int(parts.port or 80))
    _, _, front = await fetched(line, "/")
    path = re.findall(rb'href="(/incidents/[^/"?#]+)"', front)[0].decode()
    first = desk.own_processor()
    took, size, page = await fetched(line, path)
    first = 1000 * (desk.own_processor() - first)
    before = desk.own_processor()
    times = [(await fetched(line, path))[0] for _ in range(20)]
    again = 1000 * (desk.own_processor() - before) / 20
    styles = {part.decode(): (await fetched(line, part.decode()))[1] for part in dict.fromkeys(_PARTS.findall(page))}
    total = size + sum(styles.values())
    print(f"{path}: first {took:.0f} ms ({first:.0f} ms of processor), again {min(times):.1f} ms ({again:.1f} ms)")
    print(f"  page {size / 1000:.1f} kB ({len(page) / 1000:.0f} kB unpacked), all of it {total / 1000:.1f} kB")
    for part, bytes_of in styles.items():
        print(f"    {bytes_of / 1000:6.1f} kB  {part}")
    return min(took, first) <= TIME and total <= BYTES


def main() -> int:
    """One desk over the large ledger."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--ledger", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="crosswire-page-") as name:
        ledger = given.ledger or large(Path(name))
        with Ledger(ledger, must_exist=True) as held:
            reports = held.documents()
            print(f"{len(reports)} reports, {len(held.claims(reports))} claims")
        with served(ledger) as desk:
            time.sleep(2)
            held_bars = asyncio.run(measured(desk))
    print("held" if held_bars else "MISSED")
    return 0 if held_bars else 1


if __name__ == "__main__":
    sys.exit(main())
