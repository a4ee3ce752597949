"""Who speaks and acts: names, other names, ties; never a merge on likeness."""

from __future__ import annotations

from itertools import permutations

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
        ("Ana Ruiz of the Velmora Herald", "outlet", "Ana Ruiz", "person"),
        ("Ines Caldo Marques", "witness", "Ines Caldo Marques", "person"),
        ("longtime agent Mark Vael", "other", "Mark Vael", "person"),
        ("Radio Litoral", "outlet", "Radio Litoral", "news outlet"),
        ("Velmora's ANP news agency", "agency", "ANP news agency", "news outlet"),
        (
            "the state-owned Velmora Broadcasting Corporation",
            "state media",
            "Velmora Broadcasting Corporation",
            "news outlet",
        ),
        ("the Velmoran news agency Tidal", "agency", "Tidal", "news outlet"),
        ("a Lowland Times story", "outlet", "Lowland Times", "news outlet"),
        ("the World Health Organization", "official", "World Health Organization", "organisation"),
        ("Coast Relief Campaign", "aid group", "Coast Relief Campaign", "organisation"),
        ("the interior ministry", "official", "interior ministry", "government body"),
        ("Bureau of Mines, Quarries and Wells", "official", "Bureau of Mines, Quarries and Wells", "government body"),
        ("BP", "company", "BP", "company"),
        ("Britain", "official", "Britain", "government body"),
        ("Army of the Ninth Lantern", "perpetrator", "Army of the Ninth Lantern", "armed group"),
        ("Hezbollah", "other", "Hezbollah", "armed group"),
    ],
)
def test_a_phrase_names_an_actor(said: str, kind: str, name: str, what: str) -> None:
    """The name without title, article or owner, and what kind of actor bears it."""
    assert names(claim((said, kind)))[0] == (name, what, ())


@pytest.mark.parametrize(
    "said",
    [
        "officials",
        "U.S. officials",
        "a neighbour",
        "gunmen",
        "police and witnesses",
        "Vael",
        "Foreign Secretary",
        "United Nations' humanitarian agency",
        "Gray's cousin",
        "details of the Velm bid",
        "D. A.",
        "Ironically Ruiz",
        "Karsk and Velm",
        "the international community",
        "Surrey Police spokeswoman",
        "Salt Divers on Twitter",
    ],
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
        ("ANP news agency", "news outlet", ("ANP",))
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
    assert leader.aliases == ("Vael",) and group.kind == "organisation"
    assert [(link.to, link.type) for link in leader.links] == [(group.id, "leader of")]
    assert told["Ana Ruiz"].links == ()


def bonds(text: str, *claims: Claim) -> set[tuple[str, str, str]]:
    """Every link of a text as (name, type, name)."""
    told = found(*(claims or [claim("Ana Ruiz", text=text)]), text=text)
    name = {actor.id: actor.name for actor in told}
    return {(actor.name, link.type, name[link.to]) for actor in told for link in actor.links}


@pytest.mark.parametrize(
    ("text", "bond"),
    [
        ("The Ninth Lantern is led by Tomas Vael.", ("Tomas Vael", "leader of", "Ninth Lantern")),
        (
            "A group calling itself the Ninth Lantern held hostages. The group is led by Tomas Vael.",
            ("Tomas Vael", "leader of", "Ninth Lantern"),
        ),
        ("Tomas Vael, the leader of the Ninth Lantern, spoke.", ("Tomas Vael", "leader of", "Ninth Lantern")),
        ("Hezbollah leader Tomas Vael spoke.", ("Tomas Vael", "leader of", "Hezbollah")),
        ("Tomas Vael, a senior Hezbollah commander, spoke.", ("Tomas Vael", "member of", "Hezbollah")),
        ("Tomas Vael, a former Hezbollah commander, fled.", ("Tomas Vael", "former member of", "Hezbollah")),
        (
            "Tomas Vael, who was a member of the Ninth Lantern, fled.",
            ("Tomas Vael", "former member of", "Ninth Lantern"),
        ),
        ('"We in Hezbollah began it," Tomas Vael said.', ("Tomas Vael", "member of", "Hezbollah")),
        ("Fighters of Tomas Vael's Salt Brigade fled.", ("Tomas Vael", "leader of", "Salt Brigade")),
        ("Hezbollah's coastal wing NLC has camps.", ("NLC", "part of", "Hezbollah")),
        ("The Salt Gang, a branch of the Ninth Cartel, fled.", ("Salt Gang", "part of", "Ninth Cartel")),
        ("The Salt Gang, who belong to the Ninth Cartel, fled.", ("Salt Gang", "part of", "Ninth Cartel")),
        (
            'The Tarak Brigade, whose name means "The Veiled", fled.',
            ("Tarak Brigade", "alias by own words", "The Veiled"),
        ),
        ("The Salt Gang, also known as Los Salineros, fled.", ("Salt Gang", "alias by own words", "Los Salineros")),
    ],
)
def test_a_sentence_ties_two(text: str, bond: tuple[str, str, str]) -> None:
    """Each way in which words state a tie, and which way it runs."""
    assert bonds(text) == {bond}


@pytest.mark.parametrize(
    "text",
    [
        "Tomas Vael met the Ninth Lantern.",
        "The march was led by candlelight.",
        "A delegation from the Labour Party, led by Ana Ruiz, came.",
        "The assault on Karsk was known as Operation Tide.",
        "Ana Ruiz, a member of the choir, sang.",
        "In Velm, led by fear, people fled.",
    ],
)
def test_no_words_no_tie(text: str) -> None:
    assert bonds(text) == set()


@pytest.mark.parametrize(
    ("said", "bond"),
    [
        ("Salt Department spokeswoman Ana Ruiz", ("Ana Ruiz", "member of", "Salt Department")),
        ("Harbour Authority director General Ana Ruiz", ("Ana Ruiz", "leader of", "Harbour Authority")),
        ("Harbour Authority deputy director Ana Ruiz", ("Ana Ruiz", "member of", "Harbour Authority")),
        ("Harbour Authority's former chief Ana Ruiz", ("Ana Ruiz", "former member of", "Harbour Authority")),
        ("Velm police spokesman Pablo Ruiz", ("Pablo Ruiz", "member of", "Velm police")),
    ],
)
def test_a_title_ties_a_person_to_a_body(said: str, bond: tuple[str, str, str]) -> None:
    assert bonds("", claim(said)) == {bond}


@pytest.mark.parametrize("said", ["British Defence Secretary Ana Ruiz", "Velm City Mayor Ana Ruiz", "Dr. Ana Ruiz"])
def test_a_title_without_a_named_body_ties_nobody(said: str) -> None:
    assert bonds("", claim(said)) == set()


LANTERN = (
    "The Ninth Lantern Brigade, led by Tomas Vael, a former senior Hezbollah commander, seized the works.\n"
    "Tomas Vael claimed the raid in the name of Hezbollah. Members of Vael's Salt Brigade said it was revenge."
)


def test_who_leads_two_groups_makes_them_possibly_one() -> None:
    """Same leader, no merge; who left a group by one report and speaks for it by his own word has both links."""
    words = "claimed the raid in the name of Hezbollah"
    at = LANTERN.index(words)
    act = Claim("c1", "responsibility", "a.txt", words, Span(at, at + len(words)), speaker="Tomas Vael")
    told = bonds(LANTERN, act)
    assert {(kind, b) for a, kind, b in told if a == "Tomas Vael"} == {
        ("leader of", "Ninth Lantern Brigade"),
        ("leader of", "Salt Brigade"),
        ("member of", "Hezbollah"),
        ("former member of", "Hezbollah"),
    }
    groups = ("Ninth Lantern Brigade", "Salt Brigade", "Hezbollah")
    assert {(a, b) for a, kind, b in told if kind == "possibly same"} == set(permutations(groups, 2))
    (member,) = (k for a in found(act, text=LANTERN) for k in a.links if k.type == "member of")
    assert member.claims == ("c1",)


def test_every_link_quotes_its_words() -> None:
    """Evidence is a stretch of the report that holds both names, or the claims that do."""
    for actor in found(claim("Ana Ruiz", text=LANTERN), text=LANTERN):
        for link in actor.links:
            assert link.evidence and all(LANTERN[e.span.start : e.span.end].strip() for e in link.evidence)


def test_spellings_are_one_actor() -> None:
    """al-Qaeda, al Qaeda and Qaeda; a ministry either way round; nothing that is merely like."""
    told = names(
        claim(("al-Qaeda", "perpetrator")), claim(("al Qaeda", "perpetrator")), claim(("Qaeda", "perpetrator"))
    )
    assert told == [("al-Qaeda", "armed group", ("Qaeda", "al Qaeda"))]
    assert names(claim("Ministry of Mines"), claim("Mines Ministry")) == [
        ("Ministry of Mines", "government body", ("Mines Ministry",))
    ]
    assert len(names(claim("Mines Ministry"), claim("Mine Ministry"))) == 2


def test_an_acronym_is_a_name_only_where_a_report_says_so() -> None:
    """Explained in brackets it is an alias; else the letters are a link, and say "possibly"."""
    text = "The Relief Fund of Velmora (RFV) left."
    pair = (claim(("RFV", "aid group")), claim(("Relief Fund of Velmora", "aid group")))
    assert [(a.name, a.aliases) for a in found(*pair, text=text)] == [("Relief Fund of Velmora", ("RFV",))]
    assert {kind for a in found(*pair) for kind in (k.type for k in a.links)} == {"possibly same"}


def test_a_common_name_is_each_story_its_own() -> None:
    """The interior ministry of one incident is not that of another; the Red Cross of Velm is."""
    claims = [claim("interior ministry"), claim("the interior ministry")]
    told = actors([Document("a.txt", "0", "")], claims, {claims[0].id: "i1", claims[1].id: "i2"})
    assert len({actor.id for actor in told}) == 2
    same = [claim("Velm Red Cross"), claim("the Velm Red Cross")]
    assert len(actors([Document("a.txt", "0", "")], same, {same[0].id: "i1", same[1].id: "i2"})) == 1


def test_long_lines_of_capitals_take_no_time() -> None:
    """A table in capitals is no sentence."""
    assert bonds("LEADER Of " * 20_000) == set()


def test_no_tie_is_guessed() -> None:
    """Two names in one sentence are no tie."""
    text = "Tomas Vael met the Ninth Lantern. The march was led by candlelight."
    assert all(actor.links == () for actor in found(claim("Tomas Vael"), claim("Ninth Lantern"), text=text))


def test_every_link_leads_somewhere() -> None:
    """A link names an actor of the list, under the id it has there."""
    told = found(claim("Ana Ruiz"), claim(("Vael", "perpetrator")), text=TEXT)
    assert {link.to for actor in told for link in actor.links} <= {actor.id for actor in told}
