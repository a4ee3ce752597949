"""Names of sources made comparable: who is meant, for counting independent origins only.

``Algerian security official``, ``the interior ministry`` and ``Algeria`` are one state when the story lies in Algeria;
``Belmokhtar`` is the ``Mokhtar Belmokhtar`` named elsewhere in the story; ``WHO`` the World Health Organization.
Nothing is merged in the account: two keys that fall together only keep one origin from being counted twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from crosswire.lexicon import standard
from crosswire.model import Claim, Source

_WORD = re.compile(r"[\w&-]+")
_POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")
_ARTICLE = re.compile(r"^(?:the|a|an|its|their|his|her|our)\s+", re.IGNORECASE)
_SMALL = frozenset({"of", "the", "for", "and", "de", "du", "la", "al"})
_ROLE = r"(?:spokes(?:man|woman|person|men|people)|representatives?|officials?|leaders?|commanders?|statement)"
_SPEAKS_FOR = re.compile(rf"^(?:(?:a|an|the|senior|top|chief)\s+)*{_ROLE}\s+(?:for|of|from|by)\s+(.+)$", re.IGNORECASE)
_HEAD = r"(?:chief\s+executive|ceo|chairman|chairwoman|managing\s+director)"
_SPOKEN_FOR = re.compile(rf"^(.+?)\s+(?:{_ROLE}|{_HEAD}|group)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Names:
    """The source names of one story, and the country whose government is meant when none is named."""

    home: str
    long_form: Mapping[str, str]

    @staticmethod
    @lru_cache(maxsize=10_000)
    def plain(name: str) -> str:
        """A name without case, dots, articles and possessives: "the W.H.O.'s" is "who"."""
        words = _ARTICLE.sub("", _POSSESSIVE.sub("", name.strip())).replace(".", "")
        return " ".join(_WORD.findall(words.casefold()))

    @staticmethod
    @lru_cache(maxsize=10_000)
    def body(name: str) -> str:
        """Whom a named speaker speaks for, plainly: "Red Dawn" of its spokesman and of "the Red Dawn group".

        A name without a proper name in it ("a group leader") stays as it is.
        """
        for form in (_SPEAKS_FOR, _SPOKEN_FOR):
            found = form.match(_POSSESSIVE.sub("", name.strip()))
            if found and any(word[:1].isupper() for word in _ARTICLE.sub("", found.group(1)).split()):
                return Names.plain(found.group(1))
        return Names.plain(name)

    def key(self, source: Source) -> str:
        """The root a source stands for."""
        office = _office(source.name, source.kind)
        if office:
            return f"{office[0]} {office[1] or self.home}"
        name = self._undescribed(source.name) or _local(self.body(source.name))
        if source.kind == "perpetrator" and name.split(" ")[-1:] and name.split(" ")[-1] in _attackers():
            return "attackers"
        return self.long_form.get(name, name) or "unnamed"

    def _undescribed(self, name: str) -> str:
        """ "Algerian security sources" and "a senior security source" of a story at home in Algeria are one source."""
        rest, country = _without_country(Names.plain(name))
        words, lists = rest.split(), standard().table("relating")["unnamed"]
        if not words or words[-1] not in lists["heads"]:
            return ""
        kept = [word for word in words[:-1] if word not in lists["idle"]]
        return " ".join([*kept, "source", country or self.home]).rstrip()


def names_of(claims: Sequence[Claim]) -> Names:
    """Learn from a story's claims which country is home and which names are short forms of others.

    Where it happened is home, told with events more often than with figures; who speaks is learned from the figures.
    """
    counts = [claim for claim in claims if claim.kind == "count"] or claims
    sources = [claim.sources[0] for claim in counts if claim.sources]
    return Names(_home(claims, sources), _long_forms({source.name for source in sources}))


# --- offices of a state --------------------------------------------------------------------------


@lru_cache(maxsize=10_000)
def _office(name: str, kind: str) -> tuple[str, str] | None:
    """The body and country a generic name stands for: "Algerian officials" is (state, DZ); None for a name of its own.

    "Local officials", "a hospital official" and "the governor" are set apart by their own words.
    """
    rest, country = _without_country(Names.plain(name))
    words = rest.split()
    lists = standard().table("relating")["state"]
    known = {*lists["heads"], *lists["qualifiers"]}
    if country and not words:
        return ("state", country)
    if not words:
        return None
    for body in ("military", "police"):
        if words[-1] in lists[body] and len(words) <= 2:
            return (body, country)
    if kind not in ("official", "military", "other") or not set(words) & set(lists["heads"]):
        return None
    return ("state", country) if set(words) <= known else None


def _local(name: str) -> str:
    """A local office by its head: the "state governor" is the governor; "governor of Kano" keeps its place."""
    words = name.split()
    lists = standard().table("relating")["local"]
    if words and words[-1] in lists["heads"] and set(words[:-1]) <= set(lists["qualifiers"]):
        return words[-1]
    return name


def _without_country(name: str) -> tuple[str, str]:
    """The name less its country, and that country's code: "mexican officials" to ("officials", "MX")."""
    words = name.split()
    for size in (3, 2, 1):
        for first in range(len(words) - size + 1):
            code = _countries().get(" ".join(words[first : first + size]))
            if code:
                return " ".join(words[:first] + words[first + size :]), code
    return name, ""


@cache
def _countries() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in standard().table("demonyms")["country"]:
        for word in (row["name"], *row.get("names", ()), *row.get("adjectives", ()), *row.get("people", ())):
            found.setdefault(Names.plain(word), str(row["code"]))
    return found


@cache
def _attackers() -> frozenset[str]:
    heads = standard().table("roles")["militant"]
    men = {head.removesuffix("man") + "men" for head in heads if head.endswith("man")}
    return frozenset(heads) | {f"{head}s" for head in heads} | men


def _home(claims: Sequence[Claim], sources: Sequence[Source]) -> str:
    """The country where most of the story's figures lie; else the one whose officials speak most."""
    places = Counter(claim.place.country for claim in claims if claim.place and claim.place.country)
    spoken = Counter(office[1] for source in sources if (office := _office(source.name, source.kind)) and office[1])
    counts = places or spoken
    return min(counts, key=lambda code: (-counts[code], -spoken[code], code), default="home")


def country_of(source: Source) -> str | None:
    """The country of whose state the source is an office: "health ministry of Israel", "Spain"; None if unsaid."""
    office = _office(source.name, source.kind)
    return office[1] or None if office else None


def country_named(name: str) -> str | None:
    """The code of a country named outright: "Mexico", "the U.S."; None for other places."""
    return _countries().get(Names.plain(name))


# --- short forms ---------------------------------------------------------------------------------


def _long_forms(names: set[str]) -> dict[str, str]:
    """Short names to the one long name of the story they shorten; an ambiguous one stays as it is."""
    found: dict[str, set[str]] = {}
    for name in sorted(names):
        for short in _short_forms(name):
            found.setdefault(short, set()).add(Names.plain(name))
    return {short: min(long) for short, long in found.items() if len(long) == 1}


def _short_forms(name: str) -> Iterator[str]:
    """ "World Health Organization" is also "who"; "Mokhtar Belmokhtar" also "belmokhtar"."""
    words = [word for word in _WORD.findall(_ARTICLE.sub("", _POSSESSIVE.sub("", name))) if word]
    capital = [word for word in words if word[:1].isupper()]
    if len(words) < 2 or len(capital) < 2:
        return
    yield "".join(word[0] for word in words if word.casefold() not in _SMALL).casefold()
    if all(word[:1].isupper() for word in words) and len(words) <= 3:
        yield words[-1].casefold()
