"""Which actors of several stories are one, and which may be: equal names are merged, all else is linked.

Two stories that name an actor alike name one; an acronym that one report explains is that name in the others.  Groups
that one person leads or speaks for are linked as possibly the same, with the words for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from crosswire.model import Actor, Link
from crosswire.naming import ARMED, ORGANISATION, PERSON, normal
from crosswire.ties import FORMER, LEADER, MEMBER

POSSIBLY = "possibly same"


def united(found: Iterable[Actor]) -> tuple[Actor, ...]:
    """One list of the actors of all stories, in the order in which they were met."""
    return _led_alike(_explained(_without_repeats(found)))


def strengthened(one: Link | None, other: Link) -> Link:
    """One link with what both rest on."""
    if one is None:
        return other
    claims = tuple(dict.fromkeys((*one.claims, *other.claims)))
    return Link(one.to, one.type, claims, tuple(sorted({*one.evidence, *other.evidence})))


def _without_repeats(found: Iterable[Actor]) -> list[Actor]:
    """The same name in two stories is listed once, with what both say."""
    together: dict[str, Actor] = {}
    for actor in found:
        known = together.get(actor.id)
        together[actor.id] = actor if known is None else _merged(known, actor)
    return list(together.values())


def _explained(found: Sequence[Actor]) -> list[Actor]:
    """An acronym that one story explains is the same name in the others, unless two names claim it."""
    bearers: dict[str, list[Actor]] = {}
    for actor in found:
        for alias in actor.aliases:
            if actor.kind != PERSON and alias.replace(".", "").isupper():
                bearers.setdefault(normal(alias), []).append(actor)
    moved = {
        actor.id: bearers[normal(actor.name)][0].id
        for actor in found
        if actor.kind != PERSON and len(bearers.get(normal(actor.name), ())) == 1
    }
    moved = {old: new for old, new in moved.items() if old != new and new not in moved}
    return _without_repeats(_moved(actor, moved) for actor in found)


def _moved(actor: Actor, moved: Mapping[str, str]) -> Actor:
    links = (replace(link, to=moved.get(link.to, link.to)) for link in actor.links)
    home = moved.get(actor.id, actor.id)
    return replace(actor, id=home, links=tuple(link for link in links if link.to != home))


def _merged(one: Actor, other: Actor) -> Actor:
    links: dict[tuple[str, str], Link] = {}
    for link in (*one.links, *other.links):
        links[link.to, link.type] = strengthened(links.get((link.to, link.type)), link)
    kind = other.kind if one.kind == ORGANISATION else one.kind
    name = max(one.name, other.name, key=lambda text: (len(text), text))
    aliases = tuple(sorted({*one.aliases, *other.aliases, one.name, other.name} - {name}))
    return Actor(one.id, name, kind, aliases, tuple(links[key] for key in sorted(links)))


def _led_alike(found: Sequence[Actor]) -> tuple[Actor, ...]:
    """Armed groups that one person leads, or speaks for, may be one: said as a link, never acted on."""
    kinds = {actor.id: actor.kind for actor in found}
    more: dict[str, list[Link]] = {}
    for person in found:
        if person.kind != PERSON:
            continue
        mine = [link for link in person.links if link.type in (LEADER, MEMBER) and kinds.get(link.to) == ARMED]
        for one, other in combinations(mine, 2):
            if one.to != other.to and LEADER in (one.type, other.type):
                claims = tuple(dict.fromkeys((*one.claims, *other.claims)))
                proof = tuple(sorted({*one.evidence, *other.evidence}))
                more.setdefault(one.to, []).append(Link(other.to, POSSIBLY, claims, proof))
                more.setdefault(other.to, []).append(Link(one.to, POSSIBLY, claims, proof))
    return tuple(_with(actor, more.get(actor.id, [])) for actor in found)


def _with(actor: Actor, more: Sequence[Link]) -> Actor:
    """More links, except to a group that it is said to be part of or another name of."""
    said = {link.to for link in actor.links if link.type != FORMER}
    links = {(link.to, link.type): link for link in actor.links}
    for link in more:
        if link.to not in said:
            links[link.to, link.type] = strengthened(links.get((link.to, link.type)), link)
    return replace(actor, links=tuple(links[key] for key in sorted(links)))
