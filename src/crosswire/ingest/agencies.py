"""Which news agencies a report says its copy comes from: a credit, never a mention in the prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from crosswire.ingest.dates import CLOCK, written_days
from crosswire.lexicon import Lexicon, standard

_TOP, _BOTTOM = 6, 4
_LONGEST_BYLINE = 20  # words
_SEGMENT = re.compile(r"\s*(?:[|/,;·•&+:]|\s[-–—]\s|[–—]|\band\b|\bwith\b)\s*")
_DECORATION = re.compile(r"^[\s*_()\[\]<>\"'“”.\-–—©#]+|[\s*_()\[\]<>\"'“”.\-–—:]+$")
# "Reuters34": a counter of comments or shares that a copy-and-paste glued on
_COUNTER = re.compile(r"(?<=[^\W\d_])\d{1,4}$")
_TAIL = re.compile(r"[.!?\"”’]\s*(?:[-–—]+\s*)?(?:\(|\[|[-–—]\s*)(?P<credit>[^()\[\]\n]{2,40}?)[)\]]?\s*$")
_PARTICLES = frozenset({"de", "al", "van", "von", "bin", "el"})
# the sign-off under every Reuters story, and under no other agency's
_REUTERS_DESK = re.compile(r"\((?:additional )?reporting by [^()]{3,300}editing by [^()]{3,200}\)", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class _Names:
    exact: dict[str, str]
    folded: dict[str, str]
    domains: dict[str, str]
    byline: frozenset[str]
    phrases: re.Pattern[str]
    mention: re.Pattern[str]


def credits(text: str, *, author: str | None = None, publisher: str | None = None) -> tuple[str, ...]:
    """The agencies credited by byline, closing line, author or publisher, in the order they are met.

    Closing lines: ``Reuters``, ``(AFP)``, ``AFP/Reuters``, ``With AP``, ``Source: Xinhua``, ``... he said. — AFP``,
    ``The Associated Press contributed to this report.``  Top lines: ``By Jane Doe, Associated Press``,
    ``Reuters | Jan 7, 2015``.  ``A minister told Reuters`` is prose and no credit.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = [
        *(name for line in lines[:_TOP] if _short(line) for name in _byline(line)),
        *(name for line in lines[-_BOTTOM:] for name in _closing(line)),
        *_byline(f"by {author}" if author else ""),
        *_house(publisher or ""),
    ]
    return tuple(dict.fromkeys(found))


def agency(words: str, lexicon: Lexicon | None = None) -> str | None:
    """The agency that a credit names, by its house name: ``"Associated Press"`` is ``"AP"``; ``"police"`` is None.

    Short names in capitals count only as written (``"ANI"``, never ``"ani"``), long ones in any case.
    """
    names = _names(lexicon or standard())
    plain = _COUNTER.sub("", _DECORATION.sub("", words))
    return names.exact.get(plain) or names.folded.get(plain.casefold())


def listed(words: str) -> tuple[str, ...]:
    """The agencies of a list of nothing else: ``"AFP/Reuters"`` is two; ``"AFP, police"`` is none."""
    found = [agency(part) for part in _SEGMENT.split(words) if part.strip()]
    return tuple(name for name in found if name) if all(found) else ()


def _byline(line: str) -> Iterator[str]:
    """Agencies of a line made of agencies, byline words, dates and, once it says "by", names of people."""
    names = _names(standard())
    if len(line.split()) > _LONGEST_BYLINE:
        return
    bare = _undated(line).strip(" *_()[]-–—|,")
    signed = re.match(r"(?:by|from|source|via|credit|with)\b", bare, re.IGNORECASE) is not None
    found: list[str] = []
    for segment in _segments(bare, names.byline):
        if name := agency(segment):
            found.append(name)
        elif not (signed and _person(segment)):
            return
    yield from found


def _segments(line: str, byline: frozenset[str]) -> Iterator[str]:
    for segment in _SEGMENT.split(line):
        if not segment or agency(segment):
            yield from [segment] if segment else []
            continue
        words = segment.split()
        while words and words[0].casefold() in byline and not agency(" ".join(words)):
            words = words[1:]
        while words and words[-1].casefold() in byline and not agency(" ".join(words)):
            words = words[:-1]
        if words:
            yield " ".join(words)


def _closing(line: str) -> Iterator[str]:
    names = _names(standard())
    if _short(line):
        yield from _byline(line)
    if _REUTERS_DESK.search(line):
        yield "Reuters"
    if tail := _TAIL.search(line):
        yield from listed(tail["credit"])
    if len(line) <= 300 and names.phrases.search(line):
        for mention in names.mention.finditer(line):
            if name := agency(mention.group()):
                yield name


def _house(publisher: str) -> Iterator[str]:
    """An agency as publisher, by name or by domain: ``"Reuters"``, ``"www.apnews.com"``."""
    host = re.sub(r"^(?:https?://)?(?:www\.)?", "", publisher.strip().casefold()).split("/")[0]
    if name := agency(publisher) or _names(standard()).domains.get(host):
        yield name


def _short(line: str) -> bool:
    return len(line) <= 120


def _undated(line: str) -> str:
    """The line without its days and clock times."""
    for day in reversed(list(written_days(line))):
        line = line[: day.start] + line[day.end :]
    return CLOCK.sub("", line)


def _person(segment: str) -> bool:
    words = segment.split()
    return len(words) <= 5 and all(word[0].isupper() or word in _PARTICLES for word in words)


@lru_cache(maxsize=4)
def _names(lexicon: Lexicon) -> _Names:
    table = lexicon.table("agencies")
    forms = {form: name for name, spelled in table["names"].items() for form in spelled}
    return _Names(
        exact=forms,
        folded={form.casefold(): name for form, name in forms.items() if len(form) > 4},
        domains=dict(table["domains"]),
        byline=lexicon.words("agencies", "byline_words"),
        phrases=_any(lexicon.words("agencies", "credit_phrases"), re.IGNORECASE),
        mention=_any(forms),
    )


def _any(words: Iterable[str], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Any of the words standing alone, the longest first."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)", flags)
