"""Who judges at this browser: the name given last, so that it need not be typed again."""

from __future__ import annotations

from urllib.parse import quote, unquote

from fastapi import Request, Response

#: the cookie, for how many seconds it is kept, and how many characters of a name
NAME, _YEAR, _LONGEST = "crosswire-by", 365 * 24 * 3600, 80


def remembered(request: Request) -> str:
    """The name given last at this browser, on one line; empty for none."""
    said = unquote(request.cookies.get(NAME, ""), errors="replace")
    return " ".join("".join(char if char.isprintable() else " " for char in said).split())[:_LONGEST]


def remember(answer: Response, by: str) -> None:
    """Have the browser keep a name, if one was given; nothing is proven by it."""
    name = " ".join(by.split())[:_LONGEST]
    if name:
        answer.set_cookie(
            NAME, quote(name, errors="replace"), max_age=_YEAR, path="/", samesite="strict", httponly=True
        )
