"""Times as a report words them, and the days they name once the report's own day is known.

`times` marks them, unanchored; `anchor` places one on the calendar; `background_before` says whether it
lies long before the report.  The forms and their values are listed in `crosswire.reading.times.values`.
"""

from __future__ import annotations

from crosswire.reading.times.calendar import anchor, background_before
from crosswire.reading.times.mentions import times

__all__ = ["anchor", "background_before", "times"]
