"""``handover``: the situation report that one shift gives to the next."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from crosswire.cli.options import DONE, AsOf, KnownBy, LedgerFile, Misuse, Output, Policy, app, check, console, opened

#: formats that a terminal cannot show
_FILES = ("docx", "pdf")


@app.command()
def handover(
    ledger: LedgerFile = None,
    incident: Annotated[str | None, typer.Option(metavar="ID", help="Only this incident; or its beginning.")] = None,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    policy: Policy = "low-best-high",
    format: Annotated[str, typer.Option(metavar="FORMAT", help="md, html, docx or pdf.")] = "md",
    output: Output = None,
) -> int:
    """Write a situation report for the next shift, every figure with the sentence it rests on."""
    from crosswire.handover import FORMATS, rendered, situation

    if ledger is None:
        raise Misuse("handover needs --ledger FILE")
    if format not in FORMATS:
        raise Misuse(f"no format named {format!r}; there are {', '.join(FORMATS)}")
    if format in _FILES and output is None and sys.stdout.isatty():
        raise Misuse(f"handover --format {format} needs --output FILE: a terminal cannot show it")
    check(as_of=as_of, known_by=known_by, policy=policy, output=output)
    from crosswire.pipeline import account
    from crosswire.report.axes import MOMENTS

    with opened(ledger, must_exist=True) as held, console() as screen:
        screen.progress("settling the account")
        found = account(held, as_of=as_of, policy=policy, moments=MOMENTS, memory=known_by)
        screen.progress("writing the report")
        made = rendered(situation(found, incident), format)
        screen.clear()
        _hand_out(made, output)
    return DONE


def _hand_out(made: bytes, output: str | None) -> None:
    """To the file, or to standard output as it is."""
    if output is not None:
        try:
            Path(output).write_bytes(made)
        except OSError as error:
            raise Misuse(f"{output}: cannot be written ({error.strerror})") from None
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(made)
        sys.stdout.flush()
    except BrokenPipeError:  # its reader has left; or the interpreter would complain at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
