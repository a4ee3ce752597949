"""Names of places in running text: which capital words are looked up, and how often each country is spoken of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from crosswire.model import Gazetteer, Place
from crosswire.reading.places.belief import Setting, believed
from crosswire.reading.places.names import Name, Word, initial, touching, words_of
from crosswire.reading.places.vocabulary import Vocabulary

#: words in the longest name looked up ("Saint Vincent and the Grenadines" has five)
_LONGEST = 6
#: people from which the largest of several places of one name says what country a report speaks of
_KNOWN = 500_000


def found(
    text: str, stretches: Sequence[tuple[int, int, bool]], gazetteer: Gazetteer, words: Vocabulary
) -> tuple[list[Name], Mapping[str, float]]:
    """The names of a text in its order, and how often each country is spoken of."""
    lines = [words_of(text, start, end) for start, end, _ in stretches]
    setting = Setting(text, words, gazetteer, _persons(text, lines, words, gazetteer), _lower(lines))
    votes: dict[str, float] = defaultdict(float)
    names: list[Name] = []
    for line, (_, _, heading) in zip(lines, stretches, strict=True):
        names += _line(line, setting, heading)
        for word in line:
            if word.capital and word.lower in words.adjectives:
                votes[words.adjectives[word.lower]] += 1
    for name in names:
        _vote(name, votes)
    return names, votes


def _vote(name: Name, votes: dict[str, float]) -> None:
    """A country's name counts most where something is located, a place that only one country has one."""
    first = next((place for place in name.candidates if initial(place.name) == initial(name.text)), None)
    if first is None or first.country is None:
        return
    others = [place.population for place in name.candidates if place.country != first.country]
    if first.precision == "country":
        located = name.relation in {"located", "kind", "listed"}
        # "Georgia" alone says nothing of which
        votes[first.country] += 0 if max(others, default=0) > first.population else 3 if located else 1.5
    elif not others or (first.population > 20 * max(others) and first.population >= _KNOWN):
        votes[first.country] += 1


def _lower(lines: Sequence[Sequence[Word]]) -> frozenset[str]:
    """Every word that the text writes in lower case."""
    return frozenset(word.text for line in lines for word in line if not word.capital)


def _persons(text: str, lines: Sequence[Sequence[Word]], words: Vocabulary, gazetteer: Gazetteer) -> frozenset[str]:
    """Surnames: the last of two or more capital words that are no place together, or a capital word after a title."""
    found: set[str] = set()
    for line in lines:
        for k in range(1, len(line)):
            before, word = line[k - 1], line[k]
            if not (word.capital and (before.capital or before.lower in words.titles) and touching(text, line, k - 1)):
                continue
            if not word.text.isalpha() or word.text.isupper() or (touching(text, line, k) and line[k + 1].capital):
                continue
            if before.lower in words.titles or _surname(before, word, words, gazetteer):
                found.add(word.text)
    return frozenset(found)


def _surname(before: Word, word: Word, words: Vocabulary, gazetteer: Gazetteer) -> bool:
    if before.text.isupper() or words.aside(before.lower) or words.part_of_name(word.lower):
        return False
    return not gazetteer.named(f"{before.text} {word.text}")


def _line(line: Sequence[Word], setting: Setting, heading: bool) -> Iterator[Name]:
    """The names of one sentence, left to right; a longer name hides those inside it."""
    titled = heading and sum(w.capital for w in line if len(w.text) > 3) > 0.7 * sum(len(w.text) > 3 for w in line)
    previous: Name | None = None
    k = 0
    while k < len(line):
        if not line[k].capital:
            k += 1
            continue
        candidates, last = _longest(line, k, setting)
        name = believed(setting, line, k, last, candidates, previous, titled)
        if name is None:
            k = last + 1
            continue
        previous = name
        yield name
        k = last + 1


def _longest(line: Sequence[Word], k: int, setting: Setting) -> tuple[Sequence[Place], int]:
    """The longest run of words from ``k`` that names a place, and its last word."""
    words, text = setting.words, setting.text
    run = k
    while run + 1 - k < _LONGEST and touching(text, line, run) and _joins(line[run + 1], words):
        run += 1
    for last in range(run, k - 1, -1):
        if last > k and not line[last].capital:
            continue
        spelling = text[line[k].start : line[last].end]
        if spelling.lower() in words.wide:
            return (), last
        candidates = () if last == k and _never(line[k], words) else setting.gazetteer.named(spelling)
        if candidates and not (last == k and _short(line[k], candidates[0])):
            return candidates, last
    return (), k


def _joins(word: Word, words: Vocabulary) -> bool:
    """True if a word may go on with a name: a capital or a particle ("Rio de Janeiro")."""
    return word.capital or word.lower in words.particles


def _never(word: Word, words: Vocabulary) -> bool:
    """Single words that are no place: function words, directions, kinds of places, adjectives."""
    return (
        word.lower in words.plain
        or word.lower in words.modifiers
        or word.lower in words.adjectives
        or word.lower in words.regions
        or word.lower in words.towns
        or word.lower in words.states
    )


def _short(word: Word, top: Place) -> bool:
    """Acronyms and words of two letters, unless a country is written so ("US", "DRC")."""
    if top.precision == "country":
        return word.lower in {"us", "uk", "uae", "drc", "usa", "eu"} and not word.text.isupper()
    return len(word.text) < 3 or "." in word.text or (word.text.isupper() and len(word.text) <= 5)
