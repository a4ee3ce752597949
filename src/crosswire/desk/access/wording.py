"""Strangers' words made fit for a line, a header and the name of a file."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

#: controls, formats (marks of direction, joiners), halves of surrogate pairs, private characters, line ends
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
#: what some system forbids in the name of a file, or a header's quoted words cannot hold
_UNFIT = frozenset('/\\:*?"<>|;%')


def one_line(text: str, most: int) -> str:
    """The words in one line of at most so many characters, without what cannot be seen or turns the writing round."""
    seen = "".join(" " if unicodedata.category(sign) in _UNSEEN else sign for sign in text[: most * 4])
    return " ".join(seen.split())[:most].rstrip()


def file_name(name: str) -> str:
    """A name that a file may have anywhere: no folder, nothing unseen, no dot in front, at most 100 characters."""
    plain = "".join("-" if sign in _UNFIT else sign for sign in one_line(name, 100))
    return plain.strip(". -") or "download"


def attachment(name: str) -> str:
    """The Content-Disposition of a download, RFC 6266: an ASCII name for old readers, the name itself in UTF-8."""
    fit = file_name(name)
    ascii_only = "".join(sign if " " <= sign <= "~" else "_" for sign in fit)
    return f"attachment; filename=\"{ascii_only}\"; filename*=UTF-8''{quote(fit, safe='')}"
