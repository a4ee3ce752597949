"""Who speaks and acts in the reports: persons and bodies by name, their other names, and what ties them.

Names are one actor where their normal forms are equal, and a shorter form is another name only where one fuller name
of the same story contains it; two that could be meant leave it apart.  Nothing is merged on likeness: what else may
belong together is a link, with the claims and the words that it rests on.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from crosswire.lexicon import Lexicon, standard
from crosswire.model import Actor, Claim, Document, Evidence, Link, Reading, Span
from crosswire.naming import (
    ARMED,
    BARE,
    MAYBE,
    ORGANISATION,
    PERSON,
    Name,
    Post,
    Words,
    name_in,
    normal,
    post_in,
    words_of,
)
from crosswire.sameness import POSSIBLY, strengthened, united
from crosswire.ties import IN_NAME, MEMBER, Tie, acronyms_in, called_in, group_in, initials, ties_in


@dataclass(frozen=True, slots=True)
class _Story:
    """What there is to read of one incident."""

    incident: str
    claims: Sequence[Claim]
    texts: Mapping[str, str]
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Bond:
    """A tie with what it rests on; ``a`` and ``b`` are names as met."""

    a: str
    type: str
    b: str
    claims: tuple[str, ...]
    evidence: tuple[Evidence, ...]


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
    by_id = {document.id: document.text for document in documents}
    found: list[Actor] = []
    for incident, told in _told(claims, incident_of).items():
        texts = {claim.document: by_id[claim.document] for claim in told if claim.document in by_id}
        story = _Story(incident, told, dict(sorted(texts.items())), _places(texts, readings or {}))
        found += _actors_of(story, lexicon)
    return united(found)


def _told(claims: Sequence[Claim], incident_of: Mapping[str, str]) -> dict[str, list[Claim]]:
    told: dict[str, list[Claim]] = {}
    for claim in claims:
        told.setdefault(incident_of.get(claim.id, ""), []).append(claim)
    return told


def _actors_of(story: _Story, lexicon: Lexicon) -> Iterator[Actor]:
    words = words_of(lexicon)
    ties = [tie for id, text in story.texts.items() for tie in ties_in(id, text, words, story.places)]
    spoken, posts = _spoken(story, lexicon)
    called = [name for text in story.texts.values() for name in called_in(text, words, story.places)]
    tied = [name for tie in ties for name in (tie.a, tie.b)]
    bonds = [*(_rested(tie, story.claims) for tie in ties), *posts, *_in_the_name(story, words)]
    named = [group_in(bond.b, words, story.places) for bond in bonds if bond.type == MEMBER]
    met = [*spoken, *called, *tied, *(name for name in named if name)]
    acronyms = {short: full for text in story.texts.values() for short, full in acronyms_in(text, words).items()}
    names = _without_descriptions(_settled(_unique(met), story, acronyms))
    yield from _grouped(names, bonds, acronyms, story)


# --- names ---------------------------------------------------------------------------------------


def _spoken(story: _Story, lexicon: Lexicon) -> tuple[list[Name], list[_Bond]]:
    """Everybody by name who says something, and the posts that their titles give them."""
    names: list[Name] = []
    bonds: dict[tuple[str, str, str], _Bond] = {}
    known: dict[tuple[str, str, str], tuple[Name | None, Post | None]] = {}  # a story's few speakers say it all
    for claim in story.claims:
        for said, kind, span in _phrases(claim):
            before = _word_before(story.texts.get(claim.document, ""), span)
            if (said, kind, before) not in known:
                name = name_in(said, kind, before=before, places=story.places, lexicon=lexicon)
                post = post_in(said, kind, lexicon=lexicon) if name and name.kind == PERSON else None
                known[said, kind, before] = name, post
            name, post = known[said, kind, before]
            names += [name] if name else []
            if post and name and post.person == name.text:
                names.append(post.body)
                key = (post.person, post.tie, post.body.text)
                proof = (Evidence(claim.document, span),) if span else ()
                bonds[key] = _joined(bonds.get(key), _Bond(*key, (claim.id,), proof))
    return names, list(bonds.values())


def _phrases(claim: Claim) -> Iterator[tuple[str, str, Span | None]]:
    """Who is said to say it, hop by hop; then the speaker of a speech act."""
    for source in claim.sources:
        if not source.anonymous:
            yield source.name, source.kind, source.span
    if claim.speaker:
        yield claim.speaker, "perpetrator" if claim.kind == "responsibility" else "other", None


def _word_before(text: str, span: Span | None) -> str:
    found = re.search(r"([\w.]+)\s+$", text[max(0, span.start - 40) : span.start]) if span else None
    return found.group(1) if found else ""


def _unique(names: Iterable[Name]) -> list[Name]:
    """Each spelling once; of two kinds the first that says more than ``organisation`` stays."""
    found: dict[str, Name] = {}
    for name in names:
        known = found.get(name.text)
        if known is None or (known.kind in (ORGANISATION, BARE, MAYBE) and name.kind not in (BARE, MAYBE)):
            found[name.text] = name if known is None else replace(name, common=known.common)
    return list(found.values())


def _places(texts: Mapping[str, str], readings: Mapping[str, Reading]) -> frozenset[str]:
    """Every place of these reports as its map and as the reports spell it."""
    found = [(text, place) for id, text in texts.items() if id in readings for place in readings[id].places]
    named = {place.name for _, place in found}
    return frozenset(named | {text[place.span.start : place.span.end] for text, place in found if place.span})


def _settled(names: Sequence[Name], story: _Story, acronyms: Mapping[str, str]) -> list[Name]:
    """Three capitalised words that no list knows are a person, unless "the" stands before or an acronym for them."""
    explained = {normal(full) for full in acronyms.values()}

    def kind(name: Name) -> str:
        article = any(re.search(rf"\b[Tt]he {re.escape(name.text)}\b", text) for text in story.texts.values())
        return ORGANISATION if article or normal(name.text) in explained else PERSON

    return [replace(name, kind=kind(name)) if name.kind == MAYBE else name for name in names]


def _without_descriptions(names: Sequence[Name]) -> list[Name]:
    """``Minister for the Coast Ana Ruiz`` is Ana Ruiz once she is named: no body of that name."""
    persons = [name.text for name in names if name.kind == PERSON and " " in name.text]
    return [
        name
        for name in names
        if name.kind in (PERSON, BARE)
        or not any(name.text.endswith(f" {person}") or name.text == person for person in persons)
    ]


# --- other names ---------------------------------------------------------------------------------


def _grouped(
    names: Sequence[Name], bonds: Sequence[_Bond], acronyms: Mapping[str, str], story: _Story
) -> Iterator[Actor]:
    """Each fullest name with its other spellings and the shorter ones that can mean only it."""
    heads = {name.text: _head(name, names) for name in names}
    homes = {name.text: _home(heads[name.text], [heads[n.text] for n in names], acronyms) for name in names}
    others: dict[str, set[str]] = {}
    for name in names:
        others.setdefault(homes[name.text].text, set()).add(name.text)
    full = [name for name in names if homes[name.text] is name and not _loose_end(name, names)]
    ids = {text: _id(name, story.incident) for name in full for text in others[name.text]}
    short = _initialled(full, ids, story)
    for name in full:
        mine = others[name.text]
        links = _links([b for b in (*bonds, *short) if b.a in mine], ids, ids[name.text])
        aliases = tuple(sorted(text for text in mine if text.casefold() != name.text.casefold()))
        yield Actor(ids[name.text], name.text, name.kind, aliases, links)


def _head(name: Name, names: Sequence[Name]) -> Name:
    """Of equal spellings the longest: al-Qaeda before Qaeda."""
    same = [n for n in names if normal(n.text) == normal(name.text) and (n.kind == PERSON) == (name.kind == PERSON)]
    return max(same, key=lambda n: (len(n.text), n.text), default=name)


def _home(name: Name, names: Sequence[Name], acronyms: Mapping[str, str]) -> Name:
    """The fullest name that this one is another form of; itself if there is none, or more than one."""
    spelt = normal(acronyms.get(name.text, ""))
    explained = [other for other in names if spelt and normal(other.text) == spelt]
    return explained[0] if explained else _fuller(name, names) or name


def _loose_end(name: Name, names: Sequence[Name]) -> bool:
    """A bare surname that nobody bears in full, or a single word that several could be."""
    if name.kind == BARE:
        return True
    several = [n for n in names if n.kind == PERSON and n.text.endswith(f" {name.text}")]
    return name.kind == PERSON and " " not in name.text and len(several) > 1


def _fuller(name: Name, names: Sequence[Name]) -> Name | None:
    """The one longest name that contains this one as whole words: at its end for a person, anywhere for a body.

    With both "Ana Ruiz" and "Pablo Ruiz" about, "Ruiz" stays by itself.
    """
    mine, kind = _tokens(name.text), PERSON if name.kind == BARE else name.kind
    found = [other for other in names if _alike(other.kind, kind) and _holds(_tokens(other.text), mine, kind)]
    if not found:
        return None
    longest = max(found, key=lambda other: (len(_tokens(other.text)), other.text))
    whole = _tokens(longest.text)
    fits = all(other is longest or _holds(whole, _tokens(other.text), kind) for other in found)
    return longest if fits else None


def _alike(one: str, other: str) -> bool:
    return (one == PERSON) == (other == PERSON) and BARE not in (one, other)


def _holds(whole: Sequence[str], part: Sequence[str], kind: str) -> bool:
    """``Mokhtar Belmokhtar`` ends with ``Belmokhtar``; ``ANI news agency`` opens with ``ANI``."""
    if len(whole) <= len(part):
        return False
    if kind == PERSON:
        return list(whole[-len(part) :]) == list(part)
    starts = range(len(whole) - len(part) + 1)
    inside = any(list(whole[k : k + len(part)]) == list(part) for k in starts)
    # a country within a ministry's name is another actor; an acronym beside "news agency" is not
    rest = [token for token in whole if token not in part]
    return inside and all(len(token) > 1 and token.isupper() for token in part) and all(t.islower() for t in rest)


def _tokens(text: str) -> list[str]:
    return re.findall(r"[\w.’'-]+", text.replace("’", "'"))


def _id(name: Name, incident: str) -> str:
    """From the name's normal form; "interior ministry" is each story's own."""
    said = f"{PERSON if name.kind == PERSON else 'body'}\x1f{normal(name.text)}\x1f{incident if name.common else ''}"
    return "a" + hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()[:8]


# --- links ---------------------------------------------------------------------------------------


def _rested(tie: Tie, claims: Sequence[Claim]) -> _Bond:
    """A tie with the claims whose words its own words share."""
    near = tuple(c.id for c in claims if c.document == tie.document and c.span.overlaps(tie.span))
    return _Bond(tie.a.text, tie.type, tie.b.text, near, (Evidence(tie.document, tie.span),))


def _in_the_name(story: _Story, words: Words) -> Iterator[_Bond]:
    """Who claims the act in the name of a group says that he is of it."""
    for claim in story.claims:
        if claim.kind != "responsibility" or claim.background or not claim.speaker:
            continue
        text = story.texts.get(claim.document, "")
        end = text.find("\n", claim.span.end)
        said = text[claim.span.start : min(claim.span.end + 160, len(text) if end < 0 else end)]
        found = IN_NAME.search(re.split(r"[.;](?=\s)", said)[0])
        group = group_in(found["b"], words, story.places) if found else None
        if found and group and group.kind == ARMED:
            start = claim.span.start
            proof = Evidence(claim.document, Span(start, start + found.end()))
            yield _Bond(" ".join(claim.speaker.split()), MEMBER, group.text, (claim.id,), (proof,))


def _initialled(full: Sequence[Name], ids: Mapping[str, str], story: _Story) -> list[_Bond]:
    """WHO and World Health Organization in one story may be one: the letters fit, and nobody says so."""
    words, found = words_of(standard()), []
    bodies = [name for name in full if name.kind != PERSON]
    for short in bodies:
        if not re.fullmatch(r"[A-Z](?:[A-Z&]|\.)+", short.text):
            continue
        for name in bodies:
            if " " in name.text and normal(short.text) in initials(name.text.split(), words):
                naming = _naming(story.claims, {short.text, name.text})
                found += [_Bond(a.text, POSSIBLY, b.text, naming, ()) for a, b in ((short, name), (name, short))]
    return found


def _naming(claims: Sequence[Claim], names: Collection[str]) -> tuple[str, ...]:
    """The first claim that goes back to each of the names."""
    first: dict[str, str] = {}
    for claim in claims:
        for said in (*(source.name for source in claim.sources), claim.speaker or ""):
            for name in names:
                if name in said:
                    first.setdefault(name, claim.id)
    return tuple(first[name] for name in sorted(first))


def _links(bonds: Iterable[_Bond], ids: Mapping[str, str], own: str) -> tuple[Link, ...]:
    found: dict[tuple[str, str], Link] = {}
    for bond in bonds:
        to = ids.get(bond.b)
        if to and to != own:
            found[to, bond.type] = strengthened(
                found.get((to, bond.type)), Link(to, bond.type, bond.claims, bond.evidence)
            )
    return tuple(found[key] for key in sorted(found))


def _joined(one: _Bond | None, other: _Bond) -> _Bond:
    if one is None:
        return other
    claims = tuple(dict.fromkeys((*one.claims, *other.claims)))
    return replace(one, claims=claims, evidence=tuple(dict.fromkeys((*one.evidence, *other.evidence))))
