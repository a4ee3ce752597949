"""Who reprints whom: reports that share much of their prose, and which words of theirs are the same.

A reprint adds no origin, so this decides what counts as confirmation.  Texts are compared by their shingles (five words
in a row; Broder 1997), which survive cuts, a new headline and a changed first line.  What stands in quotation marks is
left out: two reporters who were given one statement quote it alike.  The shingles whose hash is divisible by eight find
the candidates (the same ones in every report, so that they bound what is contained, which MinHash of whole sets does
not; Broder's "mod m" sketch), all of them decide: the pairs are never all looked at.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import nsmallest
from itertools import chain, compress
from zlib import crc32

from crosswire.model import Document

#: words in a row; with three, stock phrases of the trade ("at least 20 people were") make strangers look alike
SHINGLE = 5
#: a reprint, cut or with a top of its own: this share of the shorter report's shingles stands in the other,
CONTAINED = 0.6
#: and this share of the longer's: an article with a whole press statement in it is no reprint of the statement
LARGE_PART = 0.3
#: a rewritten one: this share of the shorter's words lies in shared runs of five or more, this much of it outside the
#: longest run, and this share of the longer's words.  One paragraph of background that an agency gave to two outlets
#: is a single run; sentences changed here and there leave many.  Measured with bench/copying.py and read through on
#: 2,000 pairs of reports of one event by different outlets
COVERED, SCATTERED, LARGE_COVER = 0.3, 0.2, 0.2
#: two reports with so many names each that share less of them tell two events in one form: "A magnitude 5.1 earthquake
#: struck 40 km south of Oruba on Monday, the survey said.  There were no reports of damage."
NAMED, SHARED_NAMES = 4, 0.4
#: below this many shingles a common formula is too much of the text; only equal texts are copies then
FEWEST = 20

_SAMPLE = 8  # one shingle in eight is indexed; a reprint of a short report still shares several
_SAMPLED_FROM = 200  # shorter reports are indexed whole
_POSTINGS = 48  # the first to hold a shingle are enough: a story's 300th reprint meets the original among them
_CANDIDATES = 24  # those whose samples promise the largest share are compared in full,
_FAINT = 0.06  # unless they promise less than any copy has: a shared run of five words is one shingle

_WORD = re.compile(r"\w+")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z]\w{2,}")
_QUOTED = re.compile(r"“[^”\n]{0,900}”|\"[^\"\n]{0,900}\"|«[^»\n]{0,900}»")
_MASK = (1 << 61) - 1


@dataclass(frozen=True, slots=True)
class _Print:
    """A report's fingerprint: all its words in order as one number, the shingle that begins at each word of its prose.

    A word with which no shingle begins has 0, so that ``shingles`` has one entry a word; ``own`` are the different
    ones, ``size`` so many.  ``names`` are the words with a capital inside a sentence.  ``weight`` is how many shingles
    `_sample` gives, about.
    """

    words: int
    shingles: array[int]
    names: frozenset[int]
    size: int
    weight: int

    @property
    def own(self) -> set[int]:
        return set(self.shingles) - {0}


def copies(documents: Sequence[Document]) -> Mapping[str, str]:
    """Each reprint's id to the id of the report it reprints, whole or in large part.

    The original is the earliest published (a report dated by its day counts from the day's end, an undated
    one comes last), then that which carries nobody else's credit line, then the smallest id; the order given
    does not matter.  A reprint of a reprint leads to the original.
    """
    found: dict[str, str] = {}
    prints: dict[str, _Print] = {}
    whole: dict[int, str] = {}
    index: defaultdict[int, list[str]] = defaultdict(list)
    for document in sorted(documents, key=seniority):
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
    return (a.words == b.words and a.words != 0) or _share(a, a.own, b) is not None


def seniority(document: Document) -> tuple[bool, str, int, str]:
    """Sorts originals before their reprints: earliest first, undated last; then by credit line, then by id.

    The moment decides where both carry one; of two reports of one day, or without a date, that which prints under
    another's credit ("(Halyard) -" in the Courier) comes after that which does not, and an agency's own copy first.
    """
    undated, moment = _moment(document)
    return undated, moment, _credit(document), document.id


def _moment(document: Document) -> tuple[bool, str]:
    value = document.published.value
    if value is None:
        return True, ""
    if len(value) == 10:
        return False, f"{value}T24"
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return True, value
    return False, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def _credit(document: Document) -> int:
    """0 under its publisher's own credit, 1 without one, 2 under somebody else's."""
    publisher = (document.publisher or "").casefold()
    if not document.agencies:
        return 1
    return 0 if publisher and any(name.casefold() in publisher for name in document.agencies) else 2


def _best(mine: _Print, prints: Mapping[str, _Print], index: Mapping[int, Sequence[str]]) -> str | None:
    """The earlier report that shares the most, if that is enough; among equals the smallest id."""
    own = mine.own
    shared = Counter(chain.from_iterable(index.get(shingle, ()) for shingle in _sample(mine, own)))
    # what the samples promise as a share of the shorter report: a small report that stands whole in this one
    # comes before a large one with more words in common
    weight = mine.weight
    least = {id: min(weight, prints[id].weight) for id in shared}
    best: tuple[float, str] | None = None
    for id in nsmallest(_CANDIDATES, shared, key=lambda id: (-shared[id] / least[id], id)):
        if shared[id] < _FAINT * least[id]:
            break
        share = _share(mine, own, prints[id])
        if share is not None and (best is None or share > best[0]):
            best = share, id
        if best and best[0] == 1.0:
            break
    return best[1] if best else None


def _share(a: _Print, mine: set[int], b: _Print) -> float | None:
    """The share of the shorter's words that stand in the longer's, in runs, or None if the two are no reprints.

    ``mine`` are the shingles of the first.
    """
    if not _one_cast(a.names, b.names):
        return None
    shorter, longer = sorted((a, b), key=lambda one: (one.size, len(one.shingles), one.words))
    common = mine.intersection(b.shingles)
    if shorter.size < FEWEST or len(common) < FEWEST / 2:
        return None
    contained = len(common) / shorter.size >= CONTAINED and len(common) / longer.size >= LARGE_PART
    if not contained and SHINGLE * _hits(shorter.shingles, common) < COVERED * len(shorter.shingles):
        return None  # not even if no two of them touched
    words, longest = _runs(shorter.shingles, common)
    covered = words / len(shorter.shingles)
    if contained:
        return covered
    scattered = covered - longest / len(shorter.shingles)
    large = _runs(longer.shingles, common)[0] / len(longer.shingles)
    return covered if covered >= COVERED and scattered >= SCATTERED and large >= LARGE_COVER else None


def _one_cast(mine: frozenset[int], theirs: frozenset[int]) -> bool:
    """False if the two are about other people and places."""
    least = min(len(mine), len(theirs))
    return least < NAMED or len(mine & theirs) >= SHARED_NAMES * least


def _runs(shingles: Sequence[int], common: Collection[int]) -> tuple[int, int]:
    """How many words the shared shingles cover, and how many of these are the longest stretch."""
    words = longest = start = end = 0
    for place in compress(range(len(shingles)), map(common.__contains__, shingles)):
        if place > end:
            words += end - start
            longest = max(longest, end - start)
            start = place
        end = place + SHINGLE
    return words + end - start, max(longest, end - start)


def _hits(shingles: Iterable[int], common: Collection[int]) -> int:
    """How many of the words begin a shared shingle."""
    return sum(map(common.__contains__, shingles))


def _enter(id: str, mine: _Print, index: defaultdict[int, list[str]]) -> None:
    for shingle in _sample(mine, mine.own):
        if len(index[shingle]) < _POSTINGS:
            index[shingle].append(id)


def _sample(mine: _Print, own: Iterable[int]) -> Iterable[int]:
    """The shingles that are looked up and entered: the same ones in every report, so that samples meet.

    A short report is entered and looked up whole: whichever of a pair is long, the sampled shingles meet.
    """
    if len(mine.shingles) <= _SAMPLED_FROM:
        return own
    return [shingle for shingle in own if shingle % _SAMPLE == 0]


def _print(text: str) -> _Print:
    prose = _shingles(_QUOTED.sub(" \n ", text), by_line=True)
    if len(set(prose)) <= FEWEST:  # a speech, or a headline
        prose = _shingles(text, by_line=False)
    names = frozenset(_hashes(" ".join(_NAME.findall(text))))
    weight = max(1, len(prose) if len(prose) <= _SAMPLED_FROM else len(prose) // _SAMPLE)
    return _Print(_digest(_hashes(text)), prose, names, len(set(prose) - {0}), weight)


def _hashes(text: str) -> list[int]:
    return [crc32(word.encode("utf-8", "replace")) + 1 for word in _WORD.findall(text.casefold())]


def _shingles(text: str, *, by_line: bool) -> array[int]:
    """The shingle that begins at each word, 0 where fewer than five words are left before a quotation."""
    found = array("q")
    for piece in text.split(" \n ") if by_line else (text,):
        hashes = _hashes(piece)
        rows = zip(*(hashes[skip:] for skip in range(SHINGLE)), strict=False)
        starts = [(((((a * 31 + b) * 37 + c) * 41 + d) * 43 + e) * 0x9E3779B1) & _MASK for a, b, c, d, e in rows]
        found.extend(starts + [0] * (len(hashes) - len(starts)))
    return found


def _digest(hashes: Iterable[int]) -> int:
    """One number for a run of words; 0 for none."""
    digest = 0
    for value in hashes:
        digest = (digest * 0x100000001B3 + value) & _MASK
    return digest
