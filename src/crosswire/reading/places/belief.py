"""Whether a name found in the gazetteer is a place here, by how it is bound to the words around it.

A name is believed when a word locates it ("in", "town of", "X province", "X, Country"), or when it is a country, a
region or a large town and no part of a longer name.  A word that the text also writes in lower case, a surname of
someone named in full, the first word of a sentence and the end of "John Kerry" need more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crosswire.model import Gazetteer, Place
from crosswire.reading.places.names import Name, Word, initial, touching
from crosswire.reading.places.vocabulary import Vocabulary

#: people from which a town is believed without a word that locates it
_LARGE = 100_000
#: and after "from" and "to"
_TOWN = 5_000
_LISTING = re.compile(r"\s*(?:,|,? and|,? or|/|,? as well as|,? followed by)\s+(?:the )?|-")
_INTO = frozenset(["in", "near", "outside", "across", "throughout"])


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole text says about words: surnames, and words that it also writes in lower case."""

    text: str
    words: Vocabulary
    gazetteer: Gazetteer
    persons: frozenset[str]
    lower: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bond:
    """How a name is bound: relation, kind of place said, whether only near, word before, wider place."""

    relation: str
    kind: str | None
    near: bool
    before: str
    wider: Sequence[Place]

    @property
    def located(self) -> bool:
        """True if the words around say that something is there, or what kind of place it is."""
        return self.relation in {"located", "kind", "listed"} or bool(self.wider)


def believed(
    setting: Setting, line: Sequence[Word], first: int, last: int, candidates: Sequence[Place],
    previous: Name | None, titled: bool,
) -> Name | None:  # fmt: skip
    """The name with how it is bound, or None if nothing makes it a place.

    A name that no gazetteer holds is believed after "the town of" and the like alone.
    """
    if not candidates:
        return _unknown(setting, line, first)
    bond = _bond(setting, line, first, last, candidates, previous)
    if _compound(setting.text, line[last].end) or _in_longer_name(
        setting, line, first, last, candidates[0], bond, titled
    ):
        return None
    doubt, top = _doubt(setting, line, first, last, candidates, titled), candidates[0]
    if top.precision == "country":
        unsure = (doubt.word and doubt.person) or _attributive(setting.text, line, last, setting.words)
    else:
        unsure = not _enough(top, bond, doubt, first != last)
    if unsure:
        return None
    start, end = line[first].start, line[last].end
    return Name(setting.text[start:end], start, end, candidates, bond.relation, bond.kind, bond.near, bond.wider)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Reasons not to believe a name of one word: a common word, a surname, a first word, an owner, another's name."""

    word: bool
    person: bool
    opening: bool
    owner: bool
    own_name: bool


def _doubt(
    setting: Setting, line: Sequence[Word], first: int, last: int, candidates: Sequence[Place], titled: bool
) -> Doubt:
    owner = setting.text[line[last].end : line[last].end + 2] in ("'s", "’s", "' ", "’ ")
    if first != last:
        return Doubt(False, False, False, owner, True)
    word = line[first]
    own = any(initial(place.name) == initial(word.text) for place in candidates)
    common = word.lower in setting.words.doubtful or word.lower in setting.lower
    return Doubt(common, word.text in setting.persons, first == 0 and not titled, owner, own)


def _enough(top: Place, bond: Bond, doubt: Doubt, several: bool) -> bool:
    """What a town or region needs: the smaller or the more doubtful, the more."""
    sure = bond.kind is not None or bool(bond.wider)
    if doubt.owner and not sure and top.precision == "exact" and top.population < _LARGE:
        return False  # "in Nixon's resignation"
    if doubt.person:
        return sure or (bond.relation == "located" and bond.before in _INTO and not doubt.word)
    if doubt.word and not sure:
        return top.population >= (_LARGE if bond.located else 5 * _LARGE) and bond.relation not in {"bare", "of"}
    if not doubt.own_name and not bond.located:
        return False  # "Dzhokhar", a man's name, is also said for Grozny
    if top.precision == "region":
        return True
    if bond.relation == "moving" and (several or top.population >= _TOWN):
        return True
    return bond.located or top.population >= (5 * _LARGE if doubt.opening else _LARGE)


def _office(setting: Setting, line: Sequence[Word], first: int, last: int) -> bool:
    """``Justice Department``, ``Wayne State``: written as a region is, but no region of that name is known."""
    if line[last + 1].lower not in setting.words.regions:
        return False
    named = setting.gazetteer.named(setting.text[line[first].start : line[last].end])
    return all(place.precision == "exact" for place in named)


def _attributive(text: str, line: Sequence[Word], k: int, words: Vocabulary) -> bool:
    """``U.S. soldiers``, ``UK Government``: short for the adjective, as "American" is, and no place."""
    if line[k].lower not in words.short or not touching(text, line, k):
        return False
    following = line[k + 1]
    return following.capital or not (following.lower in words.plain or following.lower in words.not_nouns)


def _compound(text: str, end: int) -> bool:
    """``Kabul-based``, ``Gaza-bound``: no place that something happened at."""
    return text[end : end + 1] == "-" and text[end + 1 : end + 2].islower()


def _in_longer_name(
    setting: Setting, line: Sequence[Word], first: int, last: int, top: Place, bond: Bond, titled: bool
) -> bool:
    """True if the capital words around make a longer name: "John Kerry", "Washington Post", "Paris Hilton"."""
    words, text = setting.words, setting.text
    if touching(text, line, last) and line[last + 1].capital:
        following = line[last + 1].lower
        if following in words.name_after or _office(setting, line, first, last):
            return True
        plain = words.aside(following) or words.part_of_name(following) or following in words.sites
        small = top.precision == "exact" and (top.population < _LARGE or not bond.located)
        # "Jordan Smith", "Chad Miller"
        small = small or (first == last and bond.relation == "bare" and line[first].lower in words.doubtful)
        if not plain and not titled and small:
            return True
    if first and touching(text, line, first - 1) and line[first - 1].capital and not titled:
        return not words.aside(line[first - 1].lower)
    return False


def _bond(
    setting: Setting, line: Sequence[Word], first: int, last: int, candidates: Sequence[Place], previous: Name | None
) -> Bond:
    """How the name is bound; in a list it is bound as the first of the list is."""
    relation, kind, near, before = _bound(line, first, last, setting.words)
    listed = previous is not None and _LISTING.fullmatch(setting.text[previous.end : line[first].start])
    if relation == "bare" and listed and previous and previous.relation != "bare":
        relation = "listed"
    countries = {place.country for place in candidates}
    wider = tuple(place for place in _wider(setting, line, last) if place.country in countries)
    return Bond(relation, kind, near, before, wider)


def _bound(line: Sequence[Word], first: int, last: int, words: Vocabulary) -> tuple[str, str | None, bool, str]:
    """Relation, kind, near and the word before: "in Beni", "the town of Beni", "Beni town", "north of Beni"."""
    k = first - 1
    while k >= 0 and (line[k].lower in words.modifiers or line[k].lower in {"the", "both"}):
        k -= 1
    modifies = first > 0 and line[first - 1].lower == "the" and _noun(line, last + 1, words)
    before = line[k].lower if k >= 0 else ""
    second = line[k - 1].lower if k >= 1 else ""
    third = next((line[j].lower for j in (k - 2, k - 3) if j >= 0 and line[j].lower not in {"the", "a"}), "")
    following = line[last + 1].lower if last + 1 < len(line) else ""
    kind = "region" if following in words.regions else "town" if following in words.towns else None
    near = (before in words.near and second not in words.particle_verbs) or (
        following in words.sites and before != "of"
    )
    if before == "of":
        if second in words.near_of:
            return "located", kind, True, before
        said = _kind_of(second, words)
        if second in words.inside_of:
            return "located", kind, False, before
        if said:
            return "kind", kind or said, third in words.near, before
    elif (before == "to" and second in words.near_to) or (before == "from" and second in words.near_from):
        return "located", kind, True, before
    elif _kind_of(before, words):
        return "kind", kind or _kind_of(before, words), near, before
    elif before in words.located and (near or kind or not modifies):
        return "located", kind, near, before
    relation = "of" if before == "of" else "moving" if before in words.moving else "bare"
    return ("kind" if kind else relation), kind, near, before


def _noun(line: Sequence[Word], k: int, words: Vocabulary) -> bool:
    """``in the Bush administration``: a noun that the name modifies."""
    return (
        k < len(line)
        and line[k].text.isalpha()
        and not line[k].capital
        and not (line[k].lower in words.plain or line[k].lower in words.not_nouns)
    )


def _kind_of(word: str, words: Vocabulary) -> str | None:
    """What kind of place a word says: town of town, villages; region of province, islands."""
    if word in words.towns or (word in words.plurals and words.singular(word) in words.towns):
        return "town"
    return "region" if word in words.regions or word in words.plurals else None


def _wider(setting: Setting, line: Sequence[Word], last: int) -> tuple[Place, ...]:
    """``Goma, Congo``, ``Goma in Congo``, ``Waco, Tex.``: the wider place; "Paris, Clinton said" has none."""
    k = last + 1
    if k + 1 >= len(line) or line[k].text not in {",", "(", "in"} or not line[k + 1].capital:
        return ()
    end, text = k + 1, setting.text
    while touching(text, line, end) and line[end + 1].capital:
        end += 1
    spelling = text[line[k + 1].start : line[end].end]
    wider = setting.gazetteer.named(setting.words.states.get(spelling.lower(), spelling))
    return tuple(place for place in wider if place.precision in {"country", "region"})


def _unknown(setting: Setting, line: Sequence[Word], first: int) -> Name | None:
    """A name after "the town of", or of a site ("near X Airfield"): a place, nobody knows where."""
    if not line[first].capital or first < 2 or line[first].text in setting.persons:
        return None
    relation, kind, near, before = _bound(line, first, first, setting.words)
    town, site = kind == "town" and before == "of", before in setting.words.near and _at_site(setting, line, first)
    if not (town or site) or setting.words.aside(line[first].lower):
        return None
    last = first
    while (
        town
        and touching(setting.text, line, last)
        and (line[last + 1].capital or line[last + 1].text[:3] in {"al-", "el-"})
    ):
        last += 1
    if last > first + 3 or line[last].text.isupper():
        return None
    start, end = line[first].start, line[last].end
    return Name(setting.text[start:end], start, end, (), relation, kind, near, _wider(setting, line, last))


def _at_site(setting: Setting, line: Sequence[Word], k: int) -> bool:
    return touching(setting.text, line, k) and line[k + 1].capital and line[k + 1].lower in setting.words.sites
