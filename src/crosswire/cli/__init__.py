"""The command line: a module for each family of commands, and here the way in and out.

Exit status: 0 done; 1 some input could not be read, each named on standard error; 2 wrong usage.  Never a traceback.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import typer

from crosswire.cli import alerts, export, find, handover, history, judge, move, reports, scale, serve, tokens, watch
from crosswire.cli.options import DONE, FORMATS, INTERRUPTED, MISUSED, UNREAD, Misuse, app
from crosswire.errors import CrosswireError, NoJudgement, NoMoment, NothingToFind, UnknownIncident, UnknownPolicy

__all__ = ["COMMANDS", "FORMATS", "app", "main", "run"]

#: the families, in the order in which ``--help`` lists their commands
COMMANDS = (reports, find, history, judge, export, handover, watch, serve, alerts, tokens, move, scale)
_MISUSES = (Misuse, UnknownPolicy, UnknownIncident, NoJudgement, NoMoment, NothingToFind)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its status, without a last look for garbage when all goes."""
    status = run(sys.argv[1:] if arguments is None else arguments)
    gc.freeze()
    sys.exit(status)


def run(arguments: Sequence[str]) -> int:
    """One command; every failure becomes one line and a status."""
    try:
        status = app(args=list(arguments), prog_name="crosswire", standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        status = INTERRUPTED
    except Exception as error:
        return _refused(error)
    if status == INTERRUPTED:
        return _failed("interrupted", INTERRUPTED)
    return status if isinstance(status, int) else DONE


def _refused(error: Exception) -> int:
    """The status of a failure, once its line is out: 2 for a wrong command, 1 for input that cannot be read."""
    if isinstance(error, CrosswireError):
        return _failed(str(error), MISUSED if isinstance(error, _MISUSES) else UNREAD)
    told = getattr(error, "format_message", None)
    if callable(told):  # the parser of the command line; which of its classes depends on typer's version
        return _failed(f"{told()} (crosswire --help lists what there is)", MISUSED)
    if os.environ.get("CROSSWIRE_DEBUG"):
        raise error
    # what nobody foresaw must not reach a duty officer as forty lines
    first = (str(error).splitlines() or [""])[0]
    return _failed(f"internal error ({type(error).__name__}: {first}); CROSSWIRE_DEBUG=1 shows where", UNREAD)


def _failed(message: str, status: int) -> int:
    line = "crosswire: " + " ".join(message.split())
    with suppress(OSError):
        print(line.encode("utf-8", "backslashreplace").decode("utf-8"), file=sys.stderr)
    return status
