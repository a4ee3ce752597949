"""Who speaks and acts in the reports: persons and bodies by name, their other names, and who is said to lead whom.

A shorter form is another name only where one fuller name of the same story contains it; two that could be meant
leave it apart.  Nothing is merged on likeness, and a tie is what a sentence says.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crosswire.lexicon import Lexicon, standard
from crosswire.model import Actor, Claim, Document, Link

_WORD = r"[A-ZÀ-Þ][\w’'-]*[\w]|[A-Z](?:\.[A-Z])*\.?"
_RUN = rf"(?:{_WORD}|al-\w+)(?:\s+(?:(?:of|in|the|for|and|de|al|bin|ibn|el)\s+){{0,2}}(?:{_WORD}|al-\w+))*"
_QUOTED = r"[‘“\"'](?P<quoted>[A-Z][^‘’“”\"']{2,50}?),?[’”\"']"
_LED_BY = re.compile(
    rf"(?:{_QUOTED}|(?P<plain>{_RUN})),?\s+(?:(?:which|who)\s+(?:is|was|are|were)\s+)?led by (?P<rest>[^.;:]{{3,90}})"
)
_LEADER_OF = re.compile(rf"(?P<person>{_RUN}),\s+(?:the\s+)?leader of (?:the\s+)?(?P<group>{_RUN})")
_POSSESSOR = re.compile(r"^[\w.-]+[’']s\s+(?=\S)")
_MEDIA = frozenset({"agency", "outlet", "state media"})
#: one capitalised word that may be a surname: it stands only as the other name of a person named in full
_BARE = "bare"
#: kinds of source that one bare name may stand for: "Belmokhtar", where "BP" and "Britain" are bodies
_PERSONAL = frozenset({"other", "official", "military", "perpetrator", "witness", "expert", "hospital"})


@dataclass(frozen=True, slots=True)
class _Words:
    titles: frozenset[str]
    bodies: frozenset[str]
    common: frozenset[str]
    joins: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Name:
    """A name met in a story: how it is written, whether a person's, and a rank that keeps the order of the reports."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Tie:
    leader: str
    group: str
    claims: tuple[str, ...]


def actors(
    documents: Sequence[Document],
    claims: Sequence[Claim],
    incident_of: Mapping[str, str],
    lexicon: Lexicon | None = None,
) -> tuple[Actor, ...]:
    """The named actors of every story, in the order in which the reports name them.

    "Belmokhtar" is another name of "Mokhtar Belmokhtar"; "the Interior Ministry spokesman Ali Reza" is the person Ali
    Reza; "a security source" is nobody.  "The Ninth Lantern, led by Tomas Vael" ties the two.
    """
    words = _words(lexicon or standard())
    found: list[Actor] = []
    for told in _stories(claims, incident_of):
        texts = {document.id: document.text for document in documents if document.id in {c.document for c in told}}
        ties = tuple(_ties(texts, told, words))
        led = {tie.group for tie in ties}
        names = _unique([*(n for n in _names(told, words) if n.text not in led), *_tied(ties)])
        found += _grouped(names, ties)
    return _without_repeats(found)


def _stories(claims: Sequence[Claim], incident_of: Mapping[str, str]) -> list[list[Claim]]:
    told: dict[str, list[Claim]] = {}
    for claim in claims:
        told.setdefault(incident_of.get(claim.id, ""), []).append(claim)
    return list(told.values())


# --- names ---------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    return _Words(*(lexicon.words("actors", key) for key in ("titles", "bodies", "common_bodies", "joins")))


def _names(claims: Sequence[Claim], words: _Words) -> Iterator[_Name]:
    for claim in claims:
        for source in claim.sources:
            if not source.anonymous and (name := _name(source.name, source.kind, words)):
                yield name
        if claim.speaker and (name := _name(claim.speaker, "other", words)):
            yield name


def _name(said: str, kind: str, words: _Words) -> _Name | None:
    """The actor a phrase names, if it names one: ``Victoria Nuland``, ``BP``, ``the army``."""
    phrase = re.sub(r"^(?:the|an?|its|their|his|her)\s+", "", " ".join(said.split()), flags=re.IGNORECASE)
    phrase = _POSSESSOR.sub("", phrase).strip(" ,'\"‘’“”")
    if not phrase or re.search(r"\b(?:and|or)\b", phrase) or len(phrase) > 80:
        return None
    person = _person(phrase, kind, words)
    if person:
        return _Name(person, "person")
    tokens = phrase.split()
    capital = any(token[:1].isupper() for token in tokens)
    if len(tokens) == 1 and capital and not tokens[0].isupper() and kind not in _MEDIA:
        return _Name(phrase, _BARE if kind in _PERSONAL and tokens[0] not in _countries() else "organisation")
    if capital and not _plural_people(tokens):
        return _Name(phrase, "group" if kind in ("perpetrator", "belligerent") else "organisation")
    return _Name(phrase, "organisation") if any(phrase.lower().endswith(body) for body in words.common) else None


def _person(phrase: str, kind: str, words: _Words) -> str | None:
    """The personal name at the end of a phrase, after the last title; None for a body.

    "British Defence Secretary Philip Hammond" Philip Hammond; "BP's chief executive Bob Dudley" Bob Dudley.
    """
    tokens = re.sub(r",.*$", "", phrase).split()
    last = max(
        (k for k, token in enumerate(tokens) if token.lower() in words.titles or _common(token, words)), default=-1
    )
    rest = tokens[last + 1 :]
    if not rest or not all(token[:1].isupper() or token.lower().split("-")[0] in words.joins for token in rest):
        return None
    if any(token.lower().strip(".") in words.bodies for token in rest) or kind in _MEDIA:
        return None
    titled = last >= 0 and tokens[last].lower() in words.titles
    if titled and 1 <= len(rest) <= 4:
        return " ".join(rest)
    apt = kind in ("other", "official", "military", "hospital", "perpetrator", "expert", "witness", "rights monitor")
    plain = all(re.fullmatch(r"[A-ZÀ-Þ][\w’'.-]*[a-zà-ÿ][\w’'.-]*|al-\w+|[A-Z]\.", token) for token in rest)
    return " ".join(rest) if last < 0 and 2 <= len(rest) <= 4 and plain and apt else None


def _common(token: str, words: _Words) -> bool:
    return token.islower() and token.split("-")[0] not in words.joins


def _plural_people(tokens: Sequence[str]) -> bool:
    """``U.S. officials``, ``Algerian authorities``: nobody by name."""
    return tokens[-1].islower() and tokens[-1].endswith("s") and tokens[-1] not in ("news", "forces", "services")


def _unique(names: Iterable[_Name]) -> tuple[_Name, ...]:
    return tuple({(name.text.lower(), name.kind): name for name in reversed(list(names))}.values())[::-1]


# --- other names ---------------------------------------------------------------------------------


def _grouped(names: Sequence[_Name], ties: Sequence[_Tie]) -> Iterator[Actor]:
    """Each fullest name with the shorter ones that can mean only it."""
    homes = {name: _fuller(name, names) for name in names}
    shorter: dict[_Name, list[str]] = {}
    for name, home in homes.items():
        if home is not None:
            shorter.setdefault(home, []).append(name.text)
    full = [name for name in names if homes[name] is None and name.kind != _BARE]
    ids = {text: _id(name) for name in full for text in (name.text, *shorter.get(name, ()))}
    for name in full:
        aliases = tuple(sorted(set(shorter.get(name, ())) - {name.text}))
        mine = (name.text, *aliases)
        links = {
            Link(ids[tie.group], "leader of", tie.claims) for tie in ties if tie.leader in mine and tie.group in ids
        }
        yield Actor(_id(name), name.text, name.kind, aliases, tuple(sorted(links, key=lambda link: link.to)))


def _fuller(name: _Name, names: Sequence[_Name]) -> _Name | None:
    """The one longest name that contains this one as whole words: at its end for a person, anywhere for a body.

    With both "Ana Ruiz" and "Pablo Ruiz" about, "Ruiz" stays by itself.
    """
    mine, kind = _tokens(name.text), "person" if name.kind == _BARE else name.kind
    found = [other for other in names if other.kind == kind and _holds(_tokens(other.text), mine, kind)]
    if not found:
        return None
    longest = max(found, key=lambda other: (len(_tokens(other.text)), other.text))
    whole = _tokens(longest.text)
    return longest if all(other is longest or _holds(whole, _tokens(other.text), kind) for other in found) else None


def _holds(whole: Sequence[str], part: Sequence[str], kind: str) -> bool:
    """``Mokhtar Belmokhtar`` ends with ``Belmokhtar``; ``ANI news agency`` opens with ``ANI``."""
    if len(whole) <= len(part):
        return False
    if kind == "person":
        return list(whole[-len(part) :]) == list(part)
    starts = range(len(whole) - len(part) + 1)
    inside = any(list(whole[k : k + len(part)]) == list(part) for k in starts)
    # a country within a ministry's name is another actor; an acronym within a longer name is not
    return inside and any(token.isupper() and len(token) > 1 for token in part)


def _tokens(text: str) -> list[str]:
    return re.findall(r"[\w.’'-]+", text.replace("’", "'"))


def _id(name: _Name) -> str:
    return "a" + hashlib.sha256(f"{name.kind}\x1f{name.text}".encode("utf-8", "backslashreplace")).hexdigest()[:8]


def _merged(one: Actor, other: Actor) -> Actor:
    """The same name in two stories is listed once, with what both say."""
    links = {link.to + link.type: link for link in (*other.links, *one.links)}
    aliases = tuple(sorted({*one.aliases, *other.aliases}))
    return Actor(one.id, one.name, one.kind, aliases, tuple(links[key] for key in sorted(links)))


def _without_repeats(found: Iterable[Actor]) -> tuple[Actor, ...]:
    together: dict[str, Actor] = {}
    for actor in found:
        together[actor.id] = _merged(together[actor.id], actor) if actor.id in together else actor
    return tuple(together.values())


# --- ties ----------------------------------------------------------------------------------------


def _ties(texts: Mapping[str, str], claims: Sequence[Claim], words: _Words) -> Iterator[_Tie]:
    for document in sorted(texts):
        text = texts[document]
        for match in _LED_BY.finditer(text):
            leader = _leader(match["rest"], words)
            if leader:
                group = re.sub(r"^The\s+", "", match["quoted"] or match["plain"])
                yield _Tie(leader, group, _near(claims, document, match.span()))
        for match in _LEADER_OF.finditer(text):
            person = _person(match["person"], "other", words)
            if person:
                yield _Tie(person, match["group"], _near(claims, document, match.span()))


def _leader(rest: str, words: _Words) -> str | None:
    """``the Algerian commander Mokhtar Belmokhtar, a veteran``: the name in it, without what describes him."""
    bare = []
    for match in re.finditer(_RUN, rest.split(",")[0]):
        tokens = match.group().split()
        while tokens and (tokens[0].lower() in words.titles or tokens[0] in _demonyms()):
            tokens = tokens[1:]
        if len(tokens) > 1:
            return _person(" ".join(tokens), "other", words)
        bare += tokens
    # one word alone may be a nickname, or a people that no list holds
    return bare[0] if len(bare) == 1 and rest.startswith(bare[0]) else None


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    rows = standard().tables.get("demonyms", {}).get("country", [])
    return frozenset(row["name"] for row in rows) | frozenset(name for row in rows for name in row.get("names", ()))


@lru_cache(maxsize=1)
def _demonyms() -> frozenset[str]:
    rows = standard().tables.get("demonyms", {}).get("country", [])
    return frozenset(word for row in rows for word in row.get("adjectives", ()))


def _near(claims: Sequence[Claim], document: str, stretch: tuple[int, int]) -> tuple[str, ...]:
    """The claims that a reader of the tie's words has before his eyes."""
    start, end = stretch
    return tuple(c.id for c in claims if c.document == document and c.span.start < end + 120 and start < c.span.end)


def _tied(ties: Sequence[_Tie]) -> Iterator[_Name]:
    for tie in ties:
        yield _Name(tie.leader, "person")
        yield _Name(tie.group, "group")
