"""Who speaks and acts in the reports: persons and bodies by name, their other names, and who is said to lead whom.

A shorter form is another name only where one fuller name of the same story contains it; two that could be meant
leave it apart.  Nothing is merged on likeness, and a tie is what a sentence says.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crosswire.lexicon import Lexicon, standard
from crosswire.model import Actor, Claim, Document, Link, Reading, Span
from crosswire.naming import BARE, Name, Words, name_in, person_in, words_of

_WORD = r"[A-ZÀ-Þ][\w’'-]*[\w]|[A-Z](?:\.[A-Z])*\.?"
_RUN = rf"(?:{_WORD}|al-\w+)(?:\s+(?:(?:of|in|the|for|and|de|al|bin|ibn|el)\s+){{0,2}}(?:{_WORD}|al-\w+))*"
_QUOTED = r"[‘“\"'](?P<quoted>[A-Z][^‘’“”\"']{2,50}?),?[’”\"']"
_LED_BY = re.compile(
    rf"(?:{_QUOTED}|(?P<plain>{_RUN})),?\s+(?:(?:which|who)\s+(?:is|was|are|were)\s+)?led by (?P<rest>[^.;:]{{3,90}})"
)
_LEADER_OF = re.compile(rf"(?P<person>{_RUN}),\s+(?:the\s+)?leader of (?:the\s+)?(?P<group>{_RUN})")


@dataclass(frozen=True, slots=True)
class _Tie:
    leader: str
    group: str
    claims: tuple[str, ...]


def actors(
    documents: Sequence[Document],
    claims: Sequence[Claim],
    incident_of: Mapping[str, str],
    readings: Mapping[str, Reading] | None = None,
    lexicon: Lexicon | None = None,
) -> tuple[Actor, ...]:
    """The named actors of every story, in the order in which the reports name them.

    "Belmokhtar" is another name of "Mokhtar Belmokhtar"; "the Interior Ministry spokesman Ali Reza" is the person Ali
    Reza; "a security source" is nobody.  "The Ninth Lantern, led by Tomas Vael" ties the two.
    """
    lexicon = lexicon or standard()
    words = words_of(lexicon)
    by_id = {document.id: document.text for document in documents}
    found: list[Actor] = []
    for told in _stories(claims, incident_of):
        texts = {claim.document: by_id[claim.document] for claim in told if claim.document in by_id}
        ties = tuple(_ties(texts, told, words))
        led = {tie.group for tie in ties}
        spoken = _names(told, texts, _places(texts, readings or {}), lexicon)
        names = _without_descriptions(_unique([*(name for name in spoken if name.text not in led), *_tied(ties)]))
        found += _grouped(names, ties)
    return _without_repeats(found)


def _stories(claims: Sequence[Claim], incident_of: Mapping[str, str]) -> list[list[Claim]]:
    told: dict[str, list[Claim]] = {}
    for claim in claims:
        told.setdefault(incident_of.get(claim.id, ""), []).append(claim)
    return list(told.values())


# --- names ---------------------------------------------------------------------------------------


def _names(
    claims: Sequence[Claim], texts: Mapping[str, str], places: Collection[str], lexicon: Lexicon
) -> Iterator[Name]:
    for claim in claims:
        for source in claim.sources:
            before = _word_before(texts.get(claim.document, ""), source.span)
            if not source.anonymous and (
                name := name_in(source.name, source.kind, before=before, places=places, lexicon=lexicon)
            ):
                yield name
        if claim.speaker and (name := name_in(claim.speaker, "other", places=places, lexicon=lexicon)):
            yield name


def _word_before(text: str, span: Span | None) -> str:
    found = re.search(r"([\w.]+)\s+$", text[max(0, span.start - 40) : span.start]) if span else None
    return found.group(1) if found else ""


def _unique(names: Iterable[Name]) -> tuple[Name, ...]:
    return tuple({(name.text.lower(), name.kind): name for name in reversed(list(names))}.values())[::-1]


def _places(texts: Mapping[str, str], readings: Mapping[str, Reading]) -> frozenset[str]:
    """Every place of these reports as its map and as the reports spell it."""
    found = [(text, place) for id, text in texts.items() if id in readings for place in readings[id].places]
    named = {place.name for _, place in found}
    return frozenset(named | {text[place.span.start : place.span.end] for text, place in found if place.span})


def _without_descriptions(names: Sequence[Name]) -> list[Name]:
    """``Minister for the Coast Ana Ruiz`` is Ana Ruiz once she is named: no body of that name."""
    persons = [name.text for name in names if name.kind == "person"]
    return [
        name
        for name in names
        if name.kind == "person"
        or not any(name.text.endswith(f" {person}") or name.text == person for person in persons)
    ]


# --- other names ---------------------------------------------------------------------------------


def _grouped(names: Sequence[Name], ties: Sequence[_Tie]) -> Iterator[Actor]:
    """Each fullest name with the shorter ones that can mean only it."""
    homes = {name: _fuller(name, names) for name in names}
    shorter: dict[Name, list[str]] = {}
    for name, home in homes.items():
        if home is not None:
            shorter.setdefault(home, []).append(name.text)
    full = [name for name in names if homes[name] is None and name.kind != BARE]
    ids = {text: _id(name) for name in full for text in (name.text, *shorter.get(name, ()))}
    for name in full:
        aliases = tuple(sorted(set(shorter.get(name, ())) - {name.text}))
        mine = (name.text, *aliases)
        links = {
            Link(ids[tie.group], "leader of", tie.claims) for tie in ties if tie.leader in mine and tie.group in ids
        }
        yield Actor(_id(name), name.text, name.kind, aliases, tuple(sorted(links, key=lambda link: link.to)))


def _fuller(name: Name, names: Sequence[Name]) -> Name | None:
    """The one longest name that contains this one as whole words: at its end for a person, anywhere for a body.

    With both "Ana Ruiz" and "Pablo Ruiz" about, "Ruiz" stays by itself.
    """
    mine, kind = _tokens(name.text), "person" if name.kind == BARE else name.kind
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


def _id(name: Name) -> str:
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


def _ties(texts: Mapping[str, str], claims: Sequence[Claim], words: Words) -> Iterator[_Tie]:
    for document in sorted(texts):
        text = texts[document]
        for match in _LED_BY.finditer(text):
            leader = _leader(match["rest"], words)
            if leader:
                group = re.sub(r"^The\s+", "", match["quoted"] or match["plain"])
                yield _Tie(leader, group, _near(claims, document, match.span()))
        for match in _LEADER_OF.finditer(text):
            person = person_in(match["person"], "other", words)
            if person:
                yield _Tie(person, match["group"], _near(claims, document, match.span()))


def _leader(rest: str, words: Words) -> str | None:
    """``the Algerian commander Mokhtar Belmokhtar, a veteran``: the name in it, without what describes him."""
    bare = []
    for match in re.finditer(_RUN, rest.split(",")[0]):
        tokens = match.group().split()
        while tokens and (tokens[0].lower() in words.titles or tokens[0] in words.peoples):
            tokens = tokens[1:]
        if len(tokens) > 1:
            return person_in(" ".join(tokens), "other", words)
        bare += tokens
    # one word alone may be a nickname, or a people that no list holds
    return bare[0] if len(bare) == 1 and rest.startswith(bare[0]) else None


def _near(claims: Sequence[Claim], document: str, stretch: tuple[int, int]) -> tuple[str, ...]:
    """The claims that a reader of the tie's words has before his eyes."""
    start, end = stretch
    return tuple(c.id for c in claims if c.document == document and c.span.start < end + 120 and start < c.span.end)


def _tied(ties: Sequence[_Tie]) -> Iterator[Name]:
    for tie in ties:
        yield Name(tie.leader, "person")
        yield Name(tie.group, "group")
