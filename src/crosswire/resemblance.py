"""How much two reports speak of the same things: shared rare words and names, weighed by how rare they are.

Weights blend two rarities: that of general English (``data/terms.toml``), which alone counts when there are two
reports, and that among the reports at hand, which counts more the more there are.  No order matters.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from operator import mul

from crosswire.lexicon import Lexicon, standard

#: how many reports it takes for their own rarity to weigh as much as that of the language; 10 to 60 measured alike
_PRIOR = 20
#: what a word on no list weighs (one in e^5.5 texts), and at most one of the crisis vocabulary: in reports of
#: shootings "gunman" tells little
_RARE, _CRISIS, _NUMBER = 5.5, 2.5, 2.5
#: names tell stories apart better than nouns do; 1.0 to 1.6 measured alike, higher ties all reports of one country
_NAME = 1.3
#: the opening says what the report is about: its words count twice
_OPENING = 300
#: above so many reports, a word in more than `_COMMON` of them finds no candidates, it only weighs
_LARGE, _COMMON, _KEYWORDS = 800, 150, 40
#: pairs below this are not worth keeping: the clusters' threshold is far above
_FAINT = 0.05
#: more than what the order of adding can make of a sum of some hundred weights
_DOUBT = 1e-9

_WORD = re.compile(r"[^\W_]+(?:['’][a-z]+)?")
_NAMED = re.compile(r"(?<=[a-z,;'’\"“] )[A-Z][^\W_]+(?:['’][a-z]+)?")

Vector = Mapping[str, float]
Pairs = dict[tuple[int, int], float]


@dataclass(frozen=True, slots=True)
class _Bag:
    """A text's word stems with their counts, and those that it only writes as names."""

    counts: Counter[str]
    names: frozenset[str]


def resemblances(texts: Sequence[str], lexicon: Lexicon | None = None) -> Pairs:
    """Cosine of every two texts that share anything worth it, by their places in ``texts``, the smaller first.

    Two reports of one siege score 0.25 to 0.5, two sieges in different countries under 0.15.
    """
    vectors = _vectors([_bag(text) for text in texts], lexicon or standard())
    index: defaultdict[str, list[int]] = defaultdict(list)
    for place, vector in enumerate(vectors):
        for word in _keywords(vector) if len(texts) > _LARGE else vector:
            index[word].append(place)
    found: Pairs = {}
    for place, vector in enumerate(vectors):
        for other in sorted(_candidates(place, vector, index, len(texts))):
            score = _product(vector, vectors[other])
            if score >= _FAINT:
                found[other, place] = score
    return found


def _candidates(place: int, vector: Vector, index: Mapping[str, Sequence[int]], size: int) -> set[int]:
    """Earlier texts that share a word: any word in a small collection, a telling one in a large."""
    if size <= _LARGE:
        return set(range(place))
    shared: Counter[int] = Counter()
    for word in _keywords(vector):
        postings = index.get(word, ())
        if len(postings) <= _COMMON:
            shared.update(other for other in postings if other < place)
    return {other for other, count in shared.items() if count >= 2}


def _keywords(vector: Vector) -> list[str]:
    return sorted(vector, key=lambda word: (-vector[word], word))[:_KEYWORDS]


def _product(one: Vector, other: Vector) -> float:
    shared = one.keys() & other.keys()
    parts = list(map(mul, map(one.__getitem__, shared), map(other.__getitem__, shared)))
    if sum(parts) < _FAINT - _DOUBT:
        return 0.0  # most pairs
    return math.fsum(parts)  # exact in any order


def _vectors(bags: Sequence[_Bag], lexicon: Lexicon) -> list[Vector]:
    frequency = Counter(word for bag in bags for word in bag.counts)
    names = frozenset(name for bag in bags for name in bag.names)
    weights = {word: _weight(word, count, len(bags), names, lexicon) for word, count in frequency.items()}
    return [_unit({word: (1 + math.log(n)) * weights[word] for word, n in bag.counts.items()}) for bag in bags]


def _unit(vector: dict[str, float]) -> Vector:
    length = math.sqrt(math.fsum(weight * weight for weight in vector.values()))
    return {word: weight / length for word, weight in vector.items() if weight} if length else {}


def _weight(word: str, count: int, size: int, names: frozenset[str], lexicon: Lexicon) -> float:
    here = math.log((size + 1) / (count + 0.5))
    blend = (_PRIOR * _rarity(word, lexicon) + size * here) / (_PRIOR + size)
    return max(0.0, blend) * (_NAME if word in names else 1.0)


def _rarity(word: str, lexicon: Lexicon) -> float:
    return min(_tables(lexicon).get(word, _RARE), _NUMBER if word.isdigit() else _RARE)


@lru_cache(maxsize=4)
def _tables(lexicon: Lexicon) -> Mapping[str, float]:
    """The weight of every listed stem: that of the commonest word which has it."""
    terms = lexicon.table("terms")
    found: dict[str, float] = {}
    for level in range(5):
        for word in terms[f"words_{level}"].split():
            found.setdefault(_stem(word), float(level))
    for word in terms["news"].split():
        found[_stem(word)] = min(found.get(_stem(word), 1.0), 1.0)
    for name in ("statuses", "roles", "happenings", "speech", "cues"):
        for phrase in _strings(lexicon.tables.get(name, {})):
            for word in re.findall(r"[a-z]+", phrase.lower()):
                found[_stem(word)] = min(found.get(_stem(word), _CRISIS), _CRISIS)
    return found


def _strings(value: object) -> Iterator[str]:
    """All listed words of a table, however deep; not the prose that says where they came from or what they mean."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key not in ("source", "means"):
                yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


@lru_cache(maxsize=1000)  # a history compares the same reports at every moment
def _bag(text: str) -> _Bag:
    written = Counter(_WORD.findall(text))
    written.update(match.group() for match in takewhile(lambda match: match.start() < _OPENING, _WORD.finditer(text)))
    counts: Counter[str] = Counter()
    lower: set[str] = set()
    for word, times in written.items():
        if len(word) < 2:
            continue
        stem = _stem(word.lower())
        counts[stem] += times
        if word.islower():
            lower.add(stem)
    names = {_stem(match.group().lower()) for match in _NAMED.finditer(text)}
    return _Bag(counts, frozenset(names - lower))


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """``soldiers'`` soldier, ``bodies`` body, ``crashes`` crash, ``storming`` storm; crude, and the same for all."""
    word = re.sub(r"['’].*$", "", word)
    for ending, rest, shortest in (("ies", "y", 5), ("sses", "ss", 6), ("shes", "sh", 6), ("ches", "ch", 6)):
        if word.endswith(ending) and len(word) >= shortest:
            return word[: -len(ending)] + rest
    if word.endswith("s") and len(word) > 3 and word[-2] not in "su":
        return word[:-1]
    if word.endswith("ing") and len(word) > 5:
        return word[:-3]
    return word[:-2] if word.endswith("ed") and len(word) > 4 else word
