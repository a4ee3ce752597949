"""Account → text, Markdown, HTML, JSON.  The report shows; it never counts, compares or settles."""

from __future__ import annotations

from collections.abc import Iterator

from crosswire.model import Account

FORMATS = ("text", "html", "md", "json")


def stream(account: Account, format: str, *, width: int | None = None, color: bool = False) -> Iterator[str]:
    """What `render` gives, piece by piece: the JSON of a large ledger need not be held at once."""
    if format == "json":
        from crosswire.report.json import pieces

        yield from pieces(account)
    else:
        yield render(account, format, width=width, color=color)


def render(account: Account, format: str, *, width: int | None = None, color: bool = False) -> str:
    """The account in one of `FORMATS`; ``width`` and ``color`` concern text alone.

    ``render(account, "text")`` is 80 columns wide without colour codes, fit for a pipe.  Raises
    ValueError for a format that is not published.
    """
    if format == "json":
        from crosswire.report.json import dumped

        return dumped(account)
    if format not in FORMATS:
        raise ValueError(f"no report format named {format!r}; there are {', '.join(FORMATS)}")
    from crosswire.report.layout import page

    laid = page(account)
    if format == "html":
        from crosswire.report.html import as_html

        return as_html(laid)
    if format == "md":
        from crosswire.report.markdown import as_markdown

        return as_markdown(laid)
    from crosswire.report.text import as_text

    return as_text(laid, width=width, color=color)
