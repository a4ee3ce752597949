"""``serve``: the desk, web pages and the JSON API over a ledger."""

from __future__ import annotations

from typing import Annotated

import typer

from crosswire.cli.options import DONE, UNREAD, LedgerFile, Misuse, app, console


@app.command()
def serve(
    ledger: LedgerFile = None,
    host: Annotated[str, typer.Option(metavar="HOST", help="The address to answer at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="PORT", help="The port to answer at.")] = 8377,
    watch: Annotated[
        list[str] | None, typer.Option(metavar="SOURCE", help="A folder or feed to follow meanwhile; may be repeated.")
    ] = None,
    every: Annotated[float, typer.Option(metavar="SECONDS", help="Between two requests to a feed.")] = 300.0,
    called: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A name by which a proxy passes calls on; may be repeated."),
    ] = None,
    outbox: Annotated[
        str | None,
        typer.Option(metavar="FOLDER", help="Lay alerts by e-mail into it as files, instead of sending them."),
    ] = None,
    inward: Annotated[
        bool, typer.Option("--inward", help="Let reports come from, and alerts go to, this machine's own network.")
    ] = False,
) -> int:
    """The desk: web pages, the JSON API, OpenAPI at /openapi.json.  Ctrl-C ends it."""
    if ledger is None:
        raise Misuse("serve needs --ledger FILE")
    if not 0 <= port <= 65535:
        raise Misuse(f"--port must be between 0 and 65535, not {port}")
    if not 1 <= every <= 86_400:
        raise Misuse(f"--every must be between 1 and 86400 seconds, not {every:g}")
    from crosswire.desk.serving import run
    from crosswire.desk.settings import Settings

    settings = Settings(
        ledger, host, port, tuple(dict.fromkeys(watch or ())), every, tuple(called or ()), inward, outbox
    )
    with console() as screen:
        return DONE if run(settings, screen.say) else UNREAD
