"""Judging at the desk: forms that work without a script, what each judgement moved, its undoing, and new reports.

==========  ========================================================================================
`kinds`     what each kind of judgement is called and asks for
`forms`     what a form shows of an account: the claims it is about, and those that may be meant
`routes`    the forms, what becomes of them, and taking back
`effects`   which figures each judgement moved
`signing`   the name given last at a browser
`history`   all that was ever judged, by whom, when, why, and whether it holds
`adding`    reports by paste, file or address
`fetching`  an address fetched, but none of this machine's or its network's
==========  ========================================================================================
"""

from __future__ import annotations

from fastapi import FastAPI

from crosswire.desk.counter import Desk
from crosswire.desk.judging import adding, history, routes
from crosswire.desk.judging.effects import Effects

__all__ = ["install"]


def install(app: FastAPI, desk: Desk) -> None:
    """The forms, their history and the adding of reports, as part of an application; before the desk is started."""
    app.state.effects = Effects(desk.standing)
    for part in (routes, history, adding):
        app.include_router(part.router, include_in_schema=False)
