"""The hand-over: an Account as a situation report that one shift gives to the next, in four formats.

::

    report = situation(account, incident=None)     # Account → Situation, plain values; raises UnknownIncident
    as_markdown(report), as_html(report)           # text
    as_docx(report), as_pdf(report)                # bytes
    rendered(report, "pdf")                        # bytes in any of FORMATS; MEDIA has the media type of each

Give an account with ``moments`` (`crosswire.pipeline.account`), or "what changed" lists every revision instead of the
last day's changes.  Nothing here counts or settles: figures, bounds and reasons are those of the account, and every one
of them leads to its sentence by an endnote.  The same account gives the same bytes in every format.
"""

from __future__ import annotations

from collections.abc import Mapping

from crosswire.handover.situation import situation
from crosswire.handover.values import Chapter, Endnote, Piece, Place, Situation

__all__ = [
    "FORMATS", "MEDIA", "Chapter", "Endnote", "Piece", "Place", "Situation", "as_docx", "as_html", "as_markdown",
    "as_pdf", "rendered", "situation",
]  # fmt: skip

#: the media type of each format
MEDIA: Mapping[str, str] = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
FORMATS = tuple(MEDIA)


def as_markdown(report: Situation) -> str:
    """The report as GitHub-flavoured Markdown."""
    from crosswire.handover import markdown

    return markdown.as_markdown(report)


def as_html(report: Situation) -> str:
    """The report as one HTML file that needs nothing else: no script, no picture, no other file."""
    from crosswire.handover import html

    return html.as_html(report)


def as_docx(report: Situation) -> bytes:
    """The report as DOCX."""
    from crosswire.handover import word

    return word.as_docx(report)


def as_pdf(report: Situation) -> bytes:
    """The report as PDF."""
    from crosswire.handover import pdf

    return pdf.as_pdf(report)


def rendered(report: Situation, format: str) -> bytes:
    """The report in one of `FORMATS`, as the bytes of a file.  Raises ValueError for any other."""
    if format == "docx":
        return as_docx(report)
    if format == "pdf":
        return as_pdf(report)
    if format not in FORMATS:
        raise ValueError(f"no format named {format!r}; there are {', '.join(FORMATS)}")
    text = as_markdown(report) if format == "md" else as_html(report)
    return text.encode("utf-8", "backslashreplace")
