"""``python -m crosswire`` is ``crosswire``."""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Sequence

#: the commands that read reports
_READING = ("record", "report")


def main() -> None:
    """The command line.

    A command makes hundreds of thousands of things that live as long as it does (word lists, the parser) and next to no
    garbage in circles: looking for such seldom, in its readers, too, spares half a second.  Who asks for several
    processes has them load the parser, a second's work, while the rest is still being loaded here.
    """
    gc.set_threshold(50_000, 20, 100)
    from crosswire.workers import dismiss, send_ahead

    jobs = _asked_for(sys.argv[1:])
    if jobs > 1:
        send_ahead(jobs)
    try:
        from crosswire.cli import main as run

        run()
    finally:
        dismiss()


def _asked_for(arguments: Sequence[str]) -> int:
    """The number after ``--jobs`` of a command that reads; 0 where none is named, or something else is meant."""
    if not arguments or arguments[0] not in _READING or "--help" in arguments:
        return 0
    found = re.search(r" --jobs[ =](\d{1,2})(?= |$)", " " + " ".join(arguments))
    return int(found[1]) if found else 0


if __name__ == "__main__":  # a worker process imports this module anew and must not run it
    main()
