"""Groups of people as a lattice: which group holds which, which share nobody, and what a person calls them.

A cohort is a group with its words made comparable.  It is wider than another if it says the same or less of it:
"workers" is wider than "BP workers", "people" than "workers".  Attackers and security forces are not under "people":
a report that counts "people" killed in an attack seldom means the attackers, so they are inside only when it says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product
from typing import Any

from crosswire.lexicon import standard
from crosswire.model import Group

_WORD = re.compile(r"[\w'’-]+")
_ARTICLE = re.compile(r"^(?:the|a|an|its|their|our)\s+", re.IGNORECASE)
_IRREGULAR = {
    "people": "people", "men": "man", "women": "woman", "children": "child", "lives": "life", "police": "police",
    "bodies": "body", "remains": "remains", "deceased": "dead",
}  # fmt: skip


#: what `Cohort.along` holds of a toll that counts those who did it, too
ATTACKERS = "attackers"
#: "eight of the dead were nurses": words that name a state, not a calling
_STATES = frozenset(
    {"dead", "injured", "wounded", "missing", "victim", "casualty", "sick", "ill", "captive", "hostage"}
)


@dataclass(frozen=True, slots=True, order=True)
class Cohort:
    """A group made comparable; an empty string or tuple means that nothing is said.

    ``where`` is the country of a figure in a story that spans several, ``along`` whom a toll counts besides ("ten dead,
    including the gunman"); neither is ever part of a claim's group.
    """

    role: str = "person"
    noun: str = ""
    nationality: tuple[str, ...] = ()
    employer: str = ""
    sex: str = ""
    age: str = ""
    allegiance: str = ""
    where: str = ""
    along: str = ""

    @property
    def qualified(self) -> bool:
        """True if anything beyond the role is said: "BP workers", "foreign hostages", "seven women"."""
        return any((self.noun, self.nationality, self.employer, self.sex, self.age, self.allegiance, self.where))


@cache
def _sides() -> Mapping[str, Any]:
    return standard().table("sides")


@cache
def side(role: str) -> str:
    """perpetrator, security or other: "gunmen" did it, "police" guard, everybody else it happens to."""
    sides = _sides()["side"]
    return next((name for name in sorted(sides) if role in sides[name]), "other")


def cohort_of(group: Group | None) -> Cohort:
    """The comparable form of a group; captives and hostages fall together, miners and nurses do not."""
    if group is None:
        return Cohort()
    return _cohort(group)


@cache
def _cohort(group: Group) -> Cohort:
    noun = singular(group.text) if _common(group.text) else ""
    plain = _sides()["plain"].get(group.role)
    bodies = noun in _sides()["bodies"]["words"] and group.role == "person"
    return Cohort(
        role="person" if _citizens(group) else group.role or "person",
        noun="body" if bodies else noun if plain is not None and _telling(noun, plain) else "",
        nationality=tuple(sorted({name.strip().casefold() for name in group.nationality})),
        employer=_plain(group.employer),
        sex=group.sex or "",
        age="" if group.role == "child" else group.age or "",
        allegiance=_plain(group.allegiance),
    )


def _citizens(group: Group) -> bool:
    """True of "seven of its citizens", "French nationals": a people like "the seven French", not civilians of a war."""
    return group.role == "civilian" and bool(group.nationality) and singular(group.text) in ("citizen", "national")


def _common(text: str) -> bool:
    """False if the phrase ends in a proper name: "opposition leader Jan Novak", "Ilir"."""
    words = text.split()
    return bool(words) and (words[-1][:1].islower() or (len(words) == 1 and words[-1].endswith(("s", "men", "ren"))))


def _telling(noun: str, plain: list[str]) -> bool:
    """True for a noun that narrows its role: not "people", not a number left alone, not the nationality once more."""
    bare = noun in plain or noun in _STATES or noun in _peoples()
    return noun.replace("-", "").isalpha() and not bare


@cache
def _peoples() -> frozenset[str]:
    """Americans, Portuguese, Iraqis: nouns that say no more than the nationality does."""
    rows = [row for key in ("country", "region", "people", "area") for row in standard().table("demonyms").get(key, ())]
    words = [word for row in rows for word in (*row.get("people", ()), *row.get("adjectives", ()))]
    return frozenset(singular(word) for word in words)


def singular(text: str) -> str:
    """The head noun in the singular: "foreign hostages" is "hostage", "policemen" "policeman"."""
    words = _WORD.findall(text.casefold())
    if not words:
        return ""
    word = str(words[-1]).removesuffix("'s").removesuffix("’s")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men"):
        return word[:-2] + "an"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) and len(word) > 3 else word


def _plain(name: str | None) -> str:
    return _ARTICLE.sub("", (name or "").strip()).casefold().removesuffix("'s").removesuffix("’s")


# --- order ---------------------------------------------------------------------------------------


def within(narrow: Cohort, wide: Cohort) -> bool:
    """True if everyone in ``narrow`` is in ``wide`` (equal ones too): American hostages are hostages and people."""
    if narrow.along and narrow.along != wide.along:
        return False
    if narrow.role != wide.role and not (wide.role == "person" and side(narrow.role) == "other"):
        return False
    pairs = zip(_facets(narrow), _facets(wide), strict=True)
    return all(not theirs or theirs == mine for mine, theirs in pairs)


def wider(cohort: Cohort) -> Iterator[Cohort]:
    """Every cohort that says less, the nearest first: foreign BP workers, then BP workers, ... then people."""
    given = ["noun", "nationality", "employer", "sex", "age", "allegiance", "where"]
    given = [name for name in given if getattr(cohort, name)]
    roles = [cohort.role]
    if cohort.role != "person" and side(cohort.role) == "other":
        roles.append("person")
    found = []
    for role, kept in product(roles, product((True, False), repeat=len(given))):
        dropped: dict[str, Any] = {
            name: () if name == "nationality" else "" for name, keep in zip(given, kept, strict=True) if not keep
        }
        if dropped or role != cohort.role:
            found.append((roles.index(role) + len(dropped), replace(cohort, role=role, **dropped)))
    yield from (other for _, other in sorted(found))


def apart(one: Cohort, other: Cohort) -> bool:
    """True if nobody is in both: hostages and gunmen, women and men, two nationalities, passengers and crew."""
    if side(one.role) != side(other.role):
        return "person" not in (one.role, other.role)
    if any({one.role, other.role} == set(pair) for pair in _sides()["apart"]["pairs"]):
        return True
    if one.role == other.role and one.noun and other.noun and one.noun != other.noun:
        return True
    marks = ((one.sex, other.sex), (one.age, other.age), (one.where, other.where))
    if any(mine and theirs and mine != theirs for mine, theirs in marks):
        return True
    nations = (set(one.nationality), set(other.nationality))
    return bool(nations[0] and nations[1]) and nations[0].isdisjoint(nations[1]) and not _loose(nations[0] | nations[1])


def crossing(one: Cohort, other: Cohort) -> bool:
    """True if the two may share people and neither holds the other: Britons and BP workers."""
    return not (apart(one, other) or within(one, other) or within(other, one))


def _loose(names: set[str]) -> bool:
    """``foreign`` and ``Western`` hold other nationalities, so two names are no two peoples."""
    return bool(names & {"foreign", "western", "international", "overseas", "expatriate"})


def _facets(cohort: Cohort) -> tuple[object, ...]:
    return (cohort.noun, cohort.nationality, cohort.employer, cohort.sex, cohort.age, cohort.allegiance, cohort.where)


# --- words ---------------------------------------------------------------------------------------


@lru_cache(maxsize=10_000)
def label(group: Group) -> str:
    """What a person calls the group: "hostages", "foreign hostages", "BP workers", "foreigners", "women"."""
    nations = list(group.nationality)
    people_from = _sides()["people_from"]
    plain = group.role == "person" and not group.sex and not group.age and not cohort_of(group).noun
    people = group.text.split()[-1:]
    if plain and len(nations) == 1 and nations[0].casefold() in people_from:
        noun = str(people_from[nations.pop().casefold()])
    elif plain and len(nations) == 1 and people and people[0].istitle() and singular(people[0]) in _peoples():
        noun = people[0]
        nations.clear()
    else:
        noun = _noun(group)
    words = [group.employer, " and ".join(nations), _sex(group), _age(group), group.allegiance, noun]
    return " ".join(word for word in words if word)


def one_of(names: str) -> str:
    """A label in the singular: "people" to "person", "female drivers" to "female driver"."""
    if names.endswith("people"):
        return names.removesuffix("people") + "person"
    head = names.rsplit(" ", 1)[-1]
    return names.removesuffix(head) + (singular(head) if head.islower() else head)


def _noun(group: Group) -> str:
    cohort = cohort_of(group)
    if cohort.noun == "body":
        return "bodies"
    if cohort.noun:
        return _plural(cohort.noun)
    if _citizens(group):
        return "citizens"
    if group.role == "student" and group.age == "child" and not group.sex:
        return "schoolchildren"
    if (group.role == "person" and group.age == "child") or (group.role == "child" and group.sex):
        return "girls" if group.sex == "female" else "boys" if group.sex == "male" else "children"
    if group.role == "person" and group.sex:
        return "women" if group.sex == "female" else "men"
    return str(_sides()["plural"].get(group.role, "people"))


def _sex(group: Group) -> str:
    noun = cohort_of(group).noun
    sexes = standard().table("roles")["sex"]
    bare = (group.role in ("person", "child") and not noun) or any(noun in words for words in sexes.values())
    return "" if bare or not group.sex else "female" if group.sex == "female" else "male"


def _age(group: Group) -> str:
    if not group.age or group.age == "adult" or group.role == "child":
        return ""
    if group.age == "child":
        told = (group.role == "person" and not cohort_of(group).noun) or (group.role == "student" and not group.sex)
        return "" if told else "under-age"
    return "elderly"


def _plural(noun: str) -> str:
    if noun.endswith("man") and noun != "human":
        return noun[:-2] + "en"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")
