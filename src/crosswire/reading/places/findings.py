"""Names of places in running text: which capital words are looked up, and which hits are believed.

A hit is believed when a word locates it ("in", "town of", "X province", "X, Country"), or when it is a country, a
region or a large town and no part of a longer name.  A word that the text also writes in lower case, a surname of
someone named in full, the first word of a sentence and the end of "John Kerry" need more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crosswire.model import Gazetteer, Place
from crosswire.reading.places.vocabulary import Vocabulary

_WORD = re.compile(r"(?:[A-Z]\.){2,}|(?:St|Mt|Ft)\.|[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]|\n")
_LONGEST = 6
#: people from which a town is believed without a word that locates it
_LARGE = 100_000


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a sentence with its offsets; ``end`` is before a possessive."""

    text: str
    lower: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A name believed to be a place's: its candidates, how it is bound to the text, and the wider place said after it.

    ``relation`` is located, moving, of, kind, listed or bare; ``kind`` region or town if a word says so.
    """

    text: str
    start: int
    end: int
    candidates: Sequence[Place]
    relation: str
    kind: str | None
    near: bool
    after: str | None = None


def found(
    text: str, stretches: Sequence[tuple[int, int, bool]], gazetteer: Gazetteer, words: Vocabulary
) -> tuple[list[Name], Mapping[str, float]]:
    """The names of a text in its order, and how often each country is spoken of."""
    lines = [_words(text, start, end) for start, end, _ in stretches]
    persons, lower = _persons(lines, words, gazetteer), _lower(lines)
    votes: Counter[str] = Counter()
    names: list[Name] = []
    for line, (_, _, heading) in zip(lines, stretches, strict=True):
        for name in _line(text, line, gazetteer, words, persons, lower, heading):
            names.append(name)
        for word in line:
            if word.capital and word.lower in words.adjectives:
                votes[words.adjectives[word.lower]] += 1
    for name in names:
        _vote(name, votes)
    return names, votes


def _vote(name: Name, votes: Counter[str]) -> None:
    """A country's own name counts two, a town that only one country has, or that is far the largest, one."""
    first = name.candidates[0] if name.candidates else None
    if first is None or first.country is None:
        return
    others = [place for place in name.candidates if place.country != first.country]
    largest = max((place.population for place in others), default=0)
    if first.precision == "country" and largest < first.population:
        votes[first.country] += 2
    elif first.population > 20 * largest and (first.population >= 20_000 or first.precision == "region"):
        votes[first.country] += 1


def _words(text: str, start: int, end: int) -> list[Word]:
    line: list[Word] = []
    for match in _WORD.finditer(text, start, end):
        raw, last = match.group(), match.end()
        if raw[-2:] in ("'s", "’s") and len(raw) > 2:
            raw, last = raw[:-2], last - 2
        elif raw[-1:] in "'’" and len(raw) > 1:
            raw, last = raw[:-1], last - 1
        line.append(Word(raw, raw.lower(), match.start(), last, raw[:1].isupper()))
    return line


def _lower(lines: Sequence[Sequence[Word]]) -> frozenset[str]:
    """Every word that the text writes in lower case."""
    return frozenset(word.text for line in lines for word in line if word.text.islower())


def _persons(lines: Sequence[Sequence[Word]], words: Vocabulary, gazetteer: Gazetteer) -> frozenset[str]:
    """Surnames: the last of two or more capital words that are no place together, or a capital word after a title."""
    found: set[str] = set()
    for line in lines:
        for k in range(1, len(line)):
            word, before = line[k], line[k - 1]
            if not (word.capital and before.capital and word.text.isalpha()) or (
                k + 1 < len(line) and line[k + 1].capital
            ):
                continue
            if before.lower in words.titles:
                found.add(word.text)
            elif (
                not _aside(before, words)
                and not word.text.isupper()
                and not gazetteer.named(f"{before.text} {word.text}")
            ):
                if before.start + len(before.text) + 1 == word.start and not _organisation(word, words):
                    found.add(word.text)
    return frozenset(found)


def _organisation(word: Word, words: Vocabulary) -> bool:
    return word.lower in words.name_after or word.lower in words.regions or word.lower in words.towns


def _aside(word: Word, words: Vocabulary) -> bool:
    """A capital word that is no part of the name after it: "In", "Southern", "Syrian", "Monday"."""
    return word.lower in words.plain or word.lower in words.modifiers or word.lower in words.adjectives


def _line(
    text: str, line: Sequence[Word], gazetteer: Gazetteer, words: Vocabulary, persons: frozenset[str],
    lower: frozenset[str], heading: bool,
) -> Iterator[Name]:  # fmt: skip
    titled = heading and sum(w.capital for w in line if len(w.text) > 3) > 0.7 * sum(len(w.text) > 3 for w in line)
    previous: Name | None = None
    k = 0
    while k < len(line):
        name, last = _longest(text, line, k, gazetteer, words)
        if name is None:
            k += 1
            continue
        believed = _believed(text, line, k, last, name, words, persons, lower, previous, titled)
        if believed is None:
            # "Jack Russell": what follows is part of the same name and no place either
            k = last + 1 if last > k or line[k].lower in words.plain else k + 1
            continue
        previous = believed
        yield believed
        k = last + 1


def _longest(
    text: str, line: Sequence[Word], k: int, gazetteer: Gazetteer, words: Vocabulary
) -> tuple[Sequence[Place] | None, int]:
    """The longest run of words from ``k`` that names a place, and its last word."""
    if not (line[k].capital or line[k].text[:3] in {"al-", "el-"}):
        return None, k
    run = k
    while run + 1 < len(line) and run + 1 - k < _LONGEST and _joined(text, line, run, words):
        run += 1
    for last in range(run, k - 1, -1):
        if last > k and not line[last].capital:
            continue
        candidates = gazetteer.named(text[line[k].start : line[last].end])
        if candidates and not (last == k and _never(line[k], candidates, words)):
            return candidates, last
    return None, k


def _joined(text: str, line: Sequence[Word], k: int, words: Vocabulary) -> bool:
    """True if the next word may belong to the same name: one space away, a capital or a particle."""
    here, after = line[k], line[k + 1]
    if text[here.end : after.start] not in (" ", "\n") or not (after.text[0].isalnum()):
        return False
    return after.capital or after.lower in words.particles


def _never(word: Word, candidates: Sequence[Place], words: Vocabulary) -> bool:
    """Single words that are no place: adjectives, short words, capitals of an acronym, function words."""
    country = candidates[0].precision == "country"
    if word.lower in words.plain or (word.lower in words.adjectives and not country) or word.lower in words.modifiers:
        return True
    if word.lower in words.regions or word.lower in words.towns:
        return True
    if word.text.isupper() or "." in word.text:
        return not country and (len(word.text) <= 5 or "." in word.text)
    return len(word.text) < 3 or (country and word.lower in {"us", "car", "uk"})


def _believed(
    text: str, line: Sequence[Word], first: int, last: int, candidates: Sequence[Place], words: Vocabulary,
    persons: frozenset[str], lower: frozenset[str], previous: Name | None, titled: bool,
) -> Name | None:  # fmt: skip
    """The name with how it is bound, or None if nothing makes it a place."""
    relation, kind, near = bound(line, first, last, words)
    if relation == "bare" and previous is not None and _listed(text, previous.end, line[first].start):
        relation = "listed" if previous.relation != "bare" else "bare"
    if text[line[last].end : line[last].end + 1] == "-" and text[line[last].end + 1 : line[last].end + 2].islower():
        return None
    after = _wider(text, line, last)
    top = candidates[0]
    known = top.precision in {"country", "region"} or top.population >= _LARGE
    before, following = (line[first - 1] if first else None), (line[last + 1] if last + 1 < len(line) else None)
    single = first == last
    if (
        following
        and following.capital
        and following.lower in words.name_after
        and line[last].end + 1 == following.start
    ):
        return None
    if before and before.lower in words.name_before and before.capital and single:
        return None
    if _inside(line, first, last, words, top, titled):
        return None
    located = relation in {"located", "kind", "listed"} or after is not None
    if top.precision != "country":
        if single and line[first].text in persons and kind is None and not (relation == "located" and known):
            return None
        if (
            single
            and (line[first].lower in lower or line[first].lower in words.doubtful)
            and not (located or relation == "of" and known)
        ):
            return None
        if not located and not known:
            return None
        if single and first == 0 and not located and top.precision == "exact" and top.population < 5 * _LARGE:
            return None
    elif single and line[first].lower in words.doubtful and line[first].text in persons:
        return None
    return Name(
        text[line[first].start : line[last].end],
        line[first].start,
        line[last].end,
        candidates,
        relation,
        kind,
        near,
        after,
    )


def _inside(line: Sequence[Word], first: int, last: int, words: Vocabulary, top: Place, titled: bool) -> bool:
    """True if the capital words around make it part of a longer name: "John Kerry", "Abu Ghraib Jones", "Paris Hilton"."""
    before, following = (line[first - 1] if first else None), (line[last + 1] if last + 1 < len(line) else None)
    if titled:
        return False
    if before and before.capital and before.end + 1 == line[first].start and not _aside(before, words):
        return before.lower not in words.towns and before.lower not in words.regions
    if following is None or not following.capital or line[last].end + 1 != following.start:
        return False
    if _aside(following, words) or _organisation(following, words) or following.lower in words.sites:
        return False
    return top.precision == "exact" and top.population < _LARGE


def bound(line: Sequence[Word], first: int, last: int, words: Vocabulary) -> tuple[str, str | None, bool]:
    """How a name is bound to what stands before and after it, the kind of place said, and whether it is only near.

    "in Beni", "the town of Beni", "Beni town" are located or kind; "north of Beni", "the Beni gas plant" are near.
    """
    k = first - 1
    while k >= 0 and (line[k].lower in words.modifiers or line[k].lower in {"the", "both"}):
        k -= 1
    before = line[k].lower if k >= 0 else ""
    second, third = (line[k - 1].lower if k >= 1 else ""), (line[k - 2].lower if k >= 2 else "")
    following = line[last + 1].lower if last + 1 < len(line) else ""
    kind = "region" if following in words.regions else "town" if following in words.towns else None
    near = before in words.near or (following in words.sites and before != "of")
    if before == "of":
        if second in words.near_of:
            return "located", kind, True
        if second in words.towns or second in words.regions or second in words.plurals or second == "coasts":
            kind = kind or ("town" if second in words.towns or second in {"towns", "cities", "villages"} else "region")
            return "kind", kind, near or third in words.near
        return ("kind" if kind else "of"), kind, near
    if (before == "to" and second in words.near_to) or (before == "from" and second in words.near_from):
        return "located", kind, True
    if before in words.towns or before in words.regions:
        return "kind", kind or ("town" if before in words.towns else None), near
    if before in words.located:
        return "located", kind, near
    if before in words.moving:
        return ("kind" if kind else "moving"), kind, near
    return ("kind" if kind else "bare"), kind, near


def _listed(text: str, end: int, start: int) -> bool:
    """``in Kabul, Herat and Farah``: a comma or "and" after a name that is bound."""
    return re.fullmatch(r"\s*(?:,|,? and|,? or|/|,? as well as)\s+(?:the )?", text[end:start]) is not None


def _wider(text: str, line: Sequence[Word], last: int) -> str | None:
    """``Goma, Congo``: the capital words after a comma, which may be the country or region of the name."""
    k = last + 1
    if k + 1 >= len(line) or line[k].text not in {",", "("} or not line[k + 1].capital:
        return None
    end = k + 1
    while end + 1 < len(line) and line[end + 1].capital and text[line[end].end : line[end + 1].start] == " ":
        end += 1
    return text[line[k + 1].start : line[end].end]
