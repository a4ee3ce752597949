"""Who speaks and acts: names, other names, ties; never a merge on likeness."""

from __future__ import annotations

import pytest

from crosswire.actors import actors
from crosswire.model import Actor, Claim, Document, Source, Span

TEXT = (
    "The Ninth Lantern, led by the Velmoran preacher Tomas Vael, seized the theatre. Interior ministry spokeswoman Ana "
    "Ruiz said nine had died. Ruiz gave no names. Vael said otherwise."
)


def claim(
    *names: str | tuple[str, str], anonymous: bool = False, text: str = TEXT, speaker: str | None = None
) -> Claim:
    pairs = [(name, "official") if isinstance(name, str) else name for name in names]
    sources = tuple(Source(name, kind, anonymous) for name, kind in pairs)
    return Claim(
        f"c{hash((names, speaker))}", "count", "a.txt", text[:20], Span(0, 20), sources=sources, speaker=speaker
    )


def found(*claims: Claim, text: str = "") -> tuple[Actor, ...]:
    return actors([Document("a.txt", "0", text)], claims, {c.id: "i1" for c in claims})


def names(*claims: Claim) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(actor.name, actor.kind, actor.aliases) for actor in found(*claims)]


@pytest.mark.parametrize(
    ("said", "kind", "name", "what"),
    [
        ("Interior ministry spokeswoman Ana Ruiz", "official", "Ana Ruiz", "person"),
        ("British Defence Secretary Philip Hammond", "military", "Philip Hammond", "person"),
        ("BP's chief executive Bob Dudley", "company", "Bob Dudley", "person"),
        ("Mr. Ndiaye", "official", "Ndiaye", "person"),
        ("Omar al-Farsi", "witness", "Omar al-Farsi", "person"),
        ("Radio Litoral", "outlet", "Radio Litoral", "organisation"),
        ("Velmora's ANP news agency", "agency", "ANP news agency", "organisation"),
        ("the World Health Organization", "official", "World Health Organization", "organisation"),
        ("the interior ministry", "official", "interior ministry", "organisation"),
        ("BP", "company", "BP", "organisation"),
        ("Britain", "official", "Britain", "organisation"),
        ("Army of the Ninth Lantern", "perpetrator", "Army of the Ninth Lantern", "group"),
    ],
)
def test_a_phrase_names_an_actor(said: str, kind: str, name: str, what: str) -> None:
    """The name without title, article or owner, and what kind of actor bears it."""
    assert names(claim((said, kind))) == [(name, what, ())]


@pytest.mark.parametrize(
    "said", ["officials", "U.S. officials", "a neighbour", "gunmen", "police and witnesses", "Vael"]
)
def test_a_phrase_without_a_name_is_nobody(said: str) -> None:
    """Nor is a bare surname that no fuller name explains."""
    assert names(claim(said)) == []


def test_the_unnamed_stay_unnamed() -> None:
    """An anonymous source is no actor, whatever capitals stand in its phrase."""
    assert names(claim("Interior Ministry source", anonymous=True)) == []


def test_a_surname_is_another_name_of_the_only_person_who_bears_it() -> None:
    """ "Ruiz" is Ana Ruiz; with Pablo Ruiz about it is nobody in particular."""
    assert names(claim("Ana Ruiz"), claim("Ruiz")) == [("Ana Ruiz", "person", ("Ruiz",))]
    assert names(claim("Ana Ruiz"), claim("Pablo Ruiz"), claim("Ruiz")) == [
        ("Ana Ruiz", "person", ()),
        ("Pablo Ruiz", "person", ()),
    ]


def test_an_acronym_within_a_longer_name_is_another_name() -> None:
    """ "ANP" and "ANP news agency"; not "Health" and "Health Ministry"."""
    assert names(claim(("ANP", "agency")), claim(("ANP news agency", "agency"))) == [
        ("ANP news agency", "organisation", ("ANP",))
    ]


def test_stories_do_not_lend_each_other_names() -> None:
    """A Ruiz of another incident is another Ruiz."""
    claims = [claim("Ana Ruiz"), claim("Ruiz")]
    told = actors([Document("a.txt", "0", "")], claims, {claims[0].id: "i1", claims[1].id: "i2"})
    assert [(actor.name, actor.aliases) for actor in told] == [("Ana Ruiz", ())]


def test_a_tie_is_what_a_sentence_says() -> None:
    """ "The Ninth Lantern, led by the Velmoran preacher Tomas Vael": leader of, with the claims beside it."""
    told = {actor.name: actor for actor in found(claim("Ana Ruiz"), claim(("Vael", "perpetrator")), text=TEXT)}
    leader, group = told["Tomas Vael"], told["Ninth Lantern"]
    assert leader.aliases == ("Vael",) and group.kind == "group"
    assert [(link.to, link.type) for link in leader.links] == [(group.id, "leader of")]
    assert told["Ana Ruiz"].links == ()


def test_no_tie_is_guessed() -> None:
    """Two names in one sentence are no tie."""
    text = "Tomas Vael met the Ninth Lantern. The march was led by candlelight."
    assert all(actor.links == () for actor in found(claim("Tomas Vael"), claim("Ninth Lantern"), text=text))


def test_every_link_leads_somewhere() -> None:
    """A link names an actor of the list, under the id it has there."""
    told = found(claim("Ana Ruiz"), claim(("Vael", "perpetrator")), text=TEXT)
    assert {link.to for actor in told for link in actor.links} <= {actor.id for actor in told}
