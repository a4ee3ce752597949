#!/usr/bin/env python3
"""From a report dropped into a watched folder to an open page that shows it, in a browser.

    bench/desk_live.py [--drops 8] [--browser /usr/bin/chromium]

The desk watches a folder; a page of the incident is open in headless Chromium, the list of incidents in another.  A
report that raises the toll is moved into the folder; the clock runs until both pages show the new figure.  The first
drop counts like the others: the parser is loaded when the desk starts.  Bar: 3 s each.  Status 1 if one is missed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from crosswire.desk.taking import take
from crosswire.ledger import Ledger
from desk_serving import served

#: seconds from the drop to the page
BAR = 3.0
TEXT = "{} people were killed when a bus left the road near Cusco in Peru on Sunday, police said."


def main() -> int:
    """Drops, one after the other, and how long each took."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--drops", type=int, default=8)
    asked.add_argument("--browser", default="/usr/bin/chromium")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="crosswire-live-") as name:
        folder, ledger = Path(name) / "in", Path(name) / "a.db"
        folder.mkdir()
        with Ledger(ledger):
            pass
        take(str(ledger), "first.txt", TEXT.format(41).encode(), published="2031-03-09T08:00:00Z")
        with served(ledger, "--watch", str(folder)) as desk:
            times = _dropped(desk.address, folder, given.drops, given.browser)
    worst = max(times)
    print(f"worst {worst:.2f} s; load {os.getloadavg()[0]:.1f}")
    print("held" if worst <= BAR else "MISSED")
    return 0 if worst <= BAR else 1


def _dropped(address: str, folder: Path, drops: int, browser: str) -> list[float]:
    times = []
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        front, incident = chromium.new_page(), chromium.new_page()
        front.goto(f"{address}/")
        path = front.locator('a[href^="/incidents/"]').first.get_attribute("href")
        incident.goto(f"{address}{path}")
        time.sleep(6)  # until the parser is loaded and the pages listen
        for number in range(52, 52 + 7 * drops, 7):
            report = folder.parent / f"report-{number}.txt"
            hour = 9 + (number - 52) // 7
            report.write_text(f"March 9, 2031\n\n{TEXT.format(number)} It was {hour}:00.\n", encoding="utf-8")
            begun = time.monotonic()
            report.rename(folder / report.name)
            shown = []
            for page in (incident, front):
                page.locator("#main", has_text=str(number)).wait_for(timeout=60_000)
                shown.append(time.monotonic() - begun)
            print(f"  {number}: incident {shown[0]:.2f} s, incidents {shown[1]:.2f} s", flush=True)
            times.append(max(shown))
            time.sleep(3)
        chromium.close()
    return times


if __name__ == "__main__":
    sys.exit(main())
