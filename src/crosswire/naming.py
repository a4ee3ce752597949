"""What a source's phrase names: a person without the titles, a body, a group, or nobody."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crosswire.lexicon import Lexicon, standard

#: one capitalised word that may be a surname: it stands only as the other name of a person named in full
BARE = "bare"
_MEDIA = frozenset({"agency", "outlet", "state media"})
#: kinds of source that one bare name may stand for: "Belmokhtar", where "BP" and "Britain" are bodies
_PERSONAL = frozenset(
    {"other", "official", "military", "perpetrator", "witness", "expert", "hospital", "rights monitor"}
)

_ARTICLE = re.compile(r"^(?:the|an?|its|their|his|her)\s+", re.IGNORECASE)
_OWNER = re.compile(r"^.*?(?:s[’']|[’']s)\s+(?=[A-ZÀ-Þ])")
_PREPOSITION = re.compile(r"\s(?:of|from|in|at|with|close to|near|inside)\s")
_NAME_PART = re.compile(r"[A-ZÀ-Þ][\w’'.-]*[a-zà-ÿ][\w’'.-]*|(?:al|el)-\w+|[A-Z]\.")


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of ``data/actors.toml`` and the peoples and countries of ``data/demonyms.toml``."""

    titles: frozenset[str]
    bodies: frozenset[str]
    common: frozenset[str]
    joins: frozenset[str]
    peoples: frozenset[str]
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Name:
    """A name met in a story, and what bears it: person, organisation, group, or `BARE`."""

    text: str
    kind: str


@lru_cache(maxsize=4)
def words_of(lexicon: Lexicon) -> Words:
    """The word lists, compiled once."""
    rows = lexicon.tables.get("demonyms", {}).get("country", [])
    return Words(
        titles=lexicon.words("actors", "titles"),
        bodies=lexicon.words("actors", "bodies"),
        common=lexicon.words("actors", "common_bodies"),
        joins=lexicon.words("actors", "joins"),
        peoples=frozenset(word for row in rows for word in row.get("adjectives", ())),
        countries=frozenset(row["name"] for row in rows) | frozenset(n for row in rows for n in row.get("names", ())),
    )


def name_in(
    said: str, kind: str, *, before: str = "", places: Collection[str] = (), lexicon: Lexicon | None = None
) -> Name | None:
    """The actor a phrase names, if it names one.

    "State Department spokeswoman Ana Ruiz" is the person Ana Ruiz, "Velmora's ANP news agency" and "the army" are
    bodies; "U.S. officials", "a neighbour", "a member of the council" and "the foreign secretary" are nobody by name.
    ``before`` is the word before the phrase, which may be a title; ``places`` are names of places, no persons.
    """
    words = words_of(lexicon or standard())
    phrase = _ARTICLE.sub("", " ".join(said.split()))
    phrase = _OWNER.sub("", phrase).strip(" ,'\"‘’“”")
    if not phrase or re.search(r"\b(?:and|or)\b", phrase) or len(phrase) > 80:
        return None
    if phrase in places or phrase in words.countries:
        return Name(phrase, "organisation")
    person = person_in(phrase, kind, words, titled=before.lower().strip(",") in words.titles)
    return Name(person, "person") if person else _body(phrase, kind, words)


def person_in(phrase: str, kind: str, words: Words, *, titled: bool = False) -> str | None:
    """The personal name at the end of a phrase, after the last title; None for a body.

    "British Defence Secretary Philip Hammond" is Philip Hammond; two capitalised words alone may be a person
    where the kind of source allows it, three may not ("Gas Safe Register").
    """
    tokens = re.sub(r",.*$", "", phrase).split()
    last = max((k for k, token in enumerate(tokens) if _describes(token, words)), default=-1)
    rest = tokens[last + 1 :]
    titled = titled or (last >= 0 and tokens[last].lower() in words.titles)
    if not rest or not rest[0][:1].isupper() or any(token.lower().strip(".") in words.bodies for token in rest):
        return None
    if not all(_NAME_PART.fullmatch(token) or token.lower() in words.joins for token in rest):
        return None
    if titled:
        return " ".join(rest) if len(rest) <= 4 else None
    plain = [token for token in rest if not token.endswith(".") and token[:1].isupper()]
    apt = last < 0 and kind in _PERSONAL and len(rest) >= 2 and len(plain) <= 2
    return " ".join(rest) if apt and not {"of", "the", "in", "for"} & set(rest) else None


def _describes(token: str, words: Words) -> bool:
    """A title, or a common word that is no part of a name."""
    return token.lower() in words.titles or (token.islower() and token.split("-")[0] not in words.joins)


def _body(phrase: str, kind: str, words: Words) -> Name | None:
    """A body by its proper name, or by one of the common names that bodies go by."""
    tokens = phrase.split()
    if not any(token[:1].isupper() for token in tokens):
        known = any(phrase == body or phrase.endswith(f" {body}") for body in words.common)
        return Name(phrase, "organisation") if known else None
    if len(tokens) == 1 and not phrase.isupper() and kind in _PERSONAL:
        return Name(phrase, BARE)
    if _nobody(phrase, tokens, words):
        return None
    return Name(phrase, "group" if kind in ("perpetrator", "belligerent") else "organisation")


def _nobody(phrase: str, tokens: Sequence[str], words: Words) -> bool:
    """``U.S. officials``, ``Officials from the United Nations``, ``Foreign Secretary``, ``leadership of ETA``."""
    head = _PREPOSITION.split(phrase, maxsplit=1)[0].split()
    if head != tokens and head[-1].islower() and head[-1] not in words.bodies:
        return True
    last = head[-1].lower()
    plural = last.endswith("s") and (head[-1].islower() or len(head) == 1) and last not in words.bodies
    person = last in words.titles or (tokens[-1].islower() and re.search(r"[’']s?\s[a-z]", phrase) is not None)
    return (plural and not last.isupper() and (head != tokens or head[-1].islower())) or person
