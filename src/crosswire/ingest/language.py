"""In which language a report is written."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

from crosswire.lexicon import standard

#: the only language that the reading rooms know
READ = "en"

_SAMPLE = 4000
_WORD = re.compile(r"[^\W\d_]+")


def language(text: str, declared: str | None = None) -> str | None:
    """The text's own words first, then what its container declares, then a statistical guess; None without letters.

    ``"Two people were killed in the blast."`` is ``"en"`` whatever is declared; ``"北京发生地震"`` is ``"zh"``.
    """
    sample = text[:_SAMPLE]
    words = [word.casefold() for word in _WORD.findall(sample)]
    if not words:
        return None
    if english(words):
        return READ
    return tagged(declared) or _guess(sample, words)


def english(words: list[str]) -> bool:
    """True if one word in eight is a common English one and they outnumber their neighbours' two to one."""
    lexicon = standard()
    common, others = lexicon.words("languages", "english"), lexicon.words("languages", "others")
    ours, theirs = sum(word in common for word in words), sum(word in others for word in words)
    return ours * 8 >= len(words) and ours > 2 * theirs


def tagged(declared: str | None) -> str | None:
    """``en-GB``, ``EN`` and ``English`` are ``"en"``; what is no language tag is None."""
    if not declared:
        return None
    plain = declared.strip().casefold()
    first = re.split(r"[-_]", plain)[0]
    name: str | None = standard().table("languages")["names"].get(plain)
    return name or (first if re.fullmatch(r"[a-z]{2,3}", first) else None)


def _guess(sample: str, words: list[str]) -> str | None:
    letters = "".join(words)
    if len(words) < 6 and letters.isascii():
        return READ  # "Blast kills nine": too short for statistics, and nothing speaks against English
    # imported here: numpy and a model, which reports in plain English never need
    identifier: Any = import_module("py3langid")
    return str(identifier.classify(sample)[0])
