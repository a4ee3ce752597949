"""Who reprints whom: reports that share most of their words in order.

A reprint adds no origin, so this decides what counts as confirmation.  Texts are compared by their
shingles (five words in a row), which survive cuts, a new headline and a changed first line.  A
sample of the shingles finds the candidates, all of them decide: 10,000 reports take seconds and the
pairs are never all looked at.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zlib import crc32

from crosswire.model import Document

#: words in a row; with three, stock phrases of the trade ("at least 20 people were") make strangers look alike
SHINGLE = 5
#: the share of the shorter report that must stand in the other.  A story rewritten from the same wire keeps under
#: a third of its shingles; one that was cut and given a new opening keeps two thirds or more
CONTAINED = 0.6
#: and the share of the longer: an article with a whole press statement in it is no reprint of the statement
LARGE_PART = 0.3
#: below this many shingles a common formula is too much of the text; only equal texts are copies then
FEWEST = 20

_SAMPLE = 8  # one shingle in eight is indexed; a reprint of a short report still shares several
_SAMPLED_FROM = 200  # shorter reports are indexed whole
_POSTINGS = 48  # the first to hold a shingle are enough: a story's 300th reprint meets the original among them
_CANDIDATES = 24  # those whose samples promise the largest share are compared in full

_WORD = re.compile(r"\w+")
_MASK = (1 << 61) - 1


@dataclass(frozen=True, slots=True)
class _Print:
    """A report's fingerprint: its words in order as one number, its shingles as a sorted array without repeats."""

    words: int
    shingles: array[int]


def copies(documents: Sequence[Document]) -> Mapping[str, str]:
    """Each reprint's id to the id of the report it reprints, whole or in large part.

    The original is the earliest published (a report dated by its day counts from the day's end, an undated
    one comes last), then the smallest id; the order given does not matter.  A reprint of a reprint leads to
    the original.
    """
    found: dict[str, str] = {}
    prints: dict[str, _Print] = {}
    whole: dict[int, str] = {}
    index: defaultdict[int, list[str]] = defaultdict(list)
    for document in sorted(documents, key=_seniority):
        mine = _print(document.text)
        same = whole.get(mine.words)
        source = same if same is not None else _best(mine, prints, index)
        if source is not None:
            found[document.id] = found.get(source, source)
        if same is None and mine.words:
            whole[mine.words] = document.id
            prints[document.id] = mine
            _enter(document.id, mine, index)
    return {document.id: found[document.id] for document in documents if document.id in found}


def alike(one: str, other: str) -> bool:
    """True if either text reprints the other.

    A story and the same story under a new headline, cut by a third, are alike; two reporters' accounts of
    one event are not.
    """
    a, b = _print(one), _print(other)
    return (a.words == b.words and a.words != 0) or _share(a, b) is not None


def _seniority(document: Document) -> tuple[bool, str, str]:
    """Earliest first, undated last, then by id."""
    value = document.published.value
    if value is None:
        return True, "", document.id
    if len(value) == 10:
        return False, f"{value}T24", document.id
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return True, value, document.id
    return False, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat(), document.id


def _best(mine: _Print, prints: Mapping[str, _Print], index: Mapping[int, Sequence[str]]) -> str | None:
    """The earlier report that shares the most, if that is enough; among equals the smallest id."""
    shared = Counter(id for shingle in _sample(mine) for id in index.get(shingle, ()))
    # what the samples promise as a share of the shorter report: a small report that stands whole in this one
    # comes before a large one with more words in common
    promising = sorted(shared, key=lambda id: (-shared[id] / min(_weight(mine), _weight(prints[id])), id))
    best: tuple[float, str] | None = None
    for id in promising[:_CANDIDATES]:
        share = _share(mine, prints[id])
        if share is not None and (best is None or share > best[0]):
            best = share, id
        if best and best[0] == 1.0:
            break
    return best[1] if best else None


def _share(a: _Print, b: _Print) -> float | None:
    """The share of the shorter that stands in the longer, or None if the two are no reprints."""
    shorter, longer = sorted((a.shingles, b.shingles), key=len)
    if len(shorter) < FEWEST:
        return None
    common = len(set(shorter).intersection(longer))
    contained = common / len(shorter)
    return contained if contained >= CONTAINED and common / len(longer) >= LARGE_PART else None


def _enter(id: str, mine: _Print, index: defaultdict[int, list[str]]) -> None:
    for shingle in _sample(mine):
        if len(index[shingle]) < _POSTINGS:
            index[shingle].append(id)


def _sample(mine: _Print) -> Iterable[int]:
    """The shingles that are looked up and entered: the same ones in every report, so that samples meet.

    A short report is entered and looked up whole: whichever of a pair is long, the sampled shingles meet.
    """
    if len(mine.shingles) <= _SAMPLED_FROM:
        return mine.shingles
    return (shingle for shingle in mine.shingles if shingle % _SAMPLE == 0)


def _weight(mine: _Print) -> int:
    """How many shingles `_sample` gives, about."""
    size = len(mine.shingles)
    return max(1, size if size <= _SAMPLED_FROM else size // _SAMPLE)


def _print(text: str) -> _Print:
    hashes = [crc32(word.encode("utf-8", "replace")) + 1 for word in _WORD.findall(text.casefold())]
    rows = zip(*(hashes[skip:] for skip in range(SHINGLE)), strict=False)
    shingles = {(((((a * 31 + b) * 37 + c) * 41 + d) * 43 + e) * 0x9E3779B1) & _MASK for a, b, c, d, e in rows}
    return _Print(_digest(hashes), array("q", sorted(shingles)))


def _digest(hashes: Iterable[int]) -> int:
    """One number for a run of words; 0 for none."""
    digest = 0
    for value in hashes:
        digest = (digest * 0x100000001B3 + value) & _MASK
    return digest
