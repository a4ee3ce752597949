"""What a source's phrase names: a person without the titles, a body of some kind, or nobody."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crosswire.lexicon import Lexicon, standard

PERSON, ORGANISATION, ARMED, COMPANY = "person", "organisation", "armed group", "company"
GOVERNMENT, OUTLET = "government body", "news outlet"
#: one capitalised word that may be a surname: it stands only as the other name of a person named in full
BARE = "bare"
#: three or four capitalised words that may be a person: the report must use the last of them alone
MAYBE = "maybe"

_MEDIA = frozenset({"agency", "outlet", "state media"})
_DOERS = frozenset({"perpetrator", "belligerent"})
#: kinds of source that one bare name may stand for: "Belmokhtar", where "BP" and "Britain" are bodies
_PERSONAL = frozenset(
    {"other", "official", "military", "perpetrator", "witness", "expert", "hospital", "rights monitor"}
)
_BY_SOURCE = {"company": COMPANY, "official": GOVERNMENT, "military": GOVERNMENT}

_ARTICLE = re.compile(r"^(?:the|an?|its|their|his|her)\s+", re.IGNORECASE)
_OWNER = re.compile(r"^.*?(?:s[’']|[’']s)\s+(?=[A-ZÀ-Þ])")
_OWNED = re.compile(r"^(?P<body>[^’']+?)(?:s[’']|[’']s)\s+(?P<rest>.+)$")
_PREPOSITION = re.compile(r"\s(?:of|from|in|at|with|close to|near|inside|on|by)\s")
_NAME_PART = re.compile(r"[A-ZÀ-Þ][\w’'.-]*[a-zà-ÿ][\w’'.-]*|(?:al|el)-\w+|[A-Z]\.")
_SUFFIX = re.compile(r",?\s+(?:Jr|Sr)\.?$|\s+I{2,3}$")
_LISTED = re.compile(r"\b(?:and|or)\b")
#: "Bureau of Alcohol, Tobacco and Firearms": one name with an "and" of its own
_ONE_NAME = re.compile(r"^[A-Z][\w.]*(?:\s[A-Z][\w.]*)*\s(?:of|for)\s(?:[A-Z][\w.]*,?\s)+and\s[A-Z][\w.]*$")
#: words that turn a leader into a member, and a member into a former one
_LESSER = frozenset({"vice", "deputy", "assistant", "senior", "associate", "acting"})
_FORMER = frozenset({"former", "ex", "onetime"})


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of ``data/actors.toml`` and the peoples and countries of ``data/demonyms.toml``."""

    titles: frozenset[str]
    leading: frozenset[str]
    belonging: frozenset[str]
    bodies: frozenset[str]
    common: frozenset[str]
    joins: frozenset[str]
    pieces: frozenset[str]
    media: frozenset[str]
    nobody: frozenset[str]
    kinds: Mapping[str, frozenset[str]]
    names: Mapping[str, str]
    peoples: frozenset[str]
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Name:
    """A name met in a story, and what bears it: one of the kinds above, `BARE` or `MAYBE`.

    ``common`` is true of "interior ministry", which another story may use of another body.
    """

    text: str
    kind: str
    common: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """What a phrase says of a person beside the name: the body and the tie to it."""

    person: str
    body: Name
    tie: str


@lru_cache(maxsize=4)
def words_of(lexicon: Lexicon) -> Words:
    """The word lists, compiled once."""
    rows = lexicon.tables.get("demonyms", {}).get("country", [])
    table = lexicon.table("actors")
    lists = {
        name: lexicon.words("actors", name)
        for name in ("titles", "leading", "belonging", "bodies", "joins", "pieces", "nobody")
    }
    return Words(
        **lists,
        common=lexicon.words("actors", "common_bodies"),
        media=lexicon.words("actors", "before_media"),
        kinds={kind: frozenset(words) for kind, words in table["kinds"].items()},
        names={**_known_sources(lexicon), **{normal(n): kind for kind, ns in table["names"].items() for n in ns}},
        peoples=frozenset(word for row in rows for word in row.get("adjectives", ())),
        countries=frozenset(row["name"] for row in rows) | frozenset(n for row in rows for n in row.get("names", ())),
    )


def _known_sources(lexicon: Lexicon) -> dict[str, str]:
    """Bodies that ``data/sources.toml`` knows by name, as kinds of actors."""
    kinds = {
        **dict.fromkeys(_MEDIA, OUTLET), **dict.fromkeys(_DOERS, ARMED), **_BY_SOURCE,
        "aid group": ORGANISATION, "rights monitor": ORGANISATION,
    }  # fmt: skip
    listed = lexicon.tables.get("sources", {}).get("names", {})
    return {normal(name): kinds[kind] for kind, names in listed.items() if kind in kinds for name in names}


@lru_cache(maxsize=20_000)  # a story's few names are compared with each other over and over
def normal(text: str) -> str:
    """The form in which spellings of one name are equal: al-Qaeda, al Qaeda and Qaeda; U.N. and UN.

    "Ministry of Health" is "health ministry", "Organisation" is "Organization"; nothing else is equated.
    """
    plain = re.sub(r"[’'.]", "", text.casefold())
    tokens = [word.replace("organisation", "organization") for word in re.findall(r"\w+", plain)]
    if len(tokens) > 2 and tokens[0] in ("ministry", "department") and tokens[1] == "of":
        tokens = [*tokens[2:], tokens[0]]
    told = [token for token in tokens if token not in ("the", "al", "el")]
    return " ".join(told or tokens)


def name_in(
    said: str, kind: str, *, before: str = "", places: Collection[str] = (), lexicon: Lexicon | None = None
) -> Name | None:
    """The actor a phrase names, if it names one.

    "State Department spokeswoman Ana Ruiz" is the person Ana Ruiz, "Velmora's ANP news agency" and "the army" are
    bodies; "U.S. officials", "a neighbour", "a member of the council" and "the foreign secretary" are nobody by name.
    ``kind`` is the kind of source, ``before`` the word before the phrase, which may be a title; ``places`` are names
    of places, no persons.
    """
    words = words_of(lexicon or standard())
    medium = _medium(said, words)
    if medium:
        return Name(medium, OUTLET)
    phrase = _core(said, words)
    listed = _LISTED.search(phrase) and not (_ONE_NAME.match(phrase) and phrase.split()[0].lower() in words.bodies)
    if not phrase or listed or len(phrase) > 80 or phrase.casefold() in words.nobody:
        return None
    if phrase in words.countries:
        return Name(phrase, GOVERNMENT)
    known = words.names.get(normal(phrase))
    if known:
        return Name(phrase, known)
    if phrase in places:
        return _place(phrase, kind)
    titled = before.lower().strip(",") in words.titles
    person = person_in(phrase, kind, words, titled=titled) or _of_a_body(phrase, kind, words)
    return Name(person, PERSON) if person else _body(phrase, kind, words)


def _place(phrase: str, kind: str) -> Name | None:
    """A town or a state that is said to speak for itself; a single word may be a surname that a map knows too."""
    if kind in ("official", "military"):
        return Name(phrase, GOVERNMENT)
    return Name(phrase, BARE) if " " not in phrase else None


def _medium(said: str, words: Words) -> str | None:
    """``the South Korean news agency Yonhap``: the name after what kind of medium it is."""
    tokens = said.split()
    last = max((k for k, token in enumerate(tokens) if token.lower() in words.media), default=-1)
    rest = tokens[last + 1 :]
    named = last >= 0 and tokens[last].islower() and rest and all(token[:1].isupper() for token in rest)
    return " ".join(rest).strip(" ,'\"‘’“”") if named else None


def _core(said: str, words: Words) -> str:
    """The phrase without article, owner, quotes, what describes the name and what a medium prints."""
    phrase = _ARTICLE.sub("", " ".join(said.split()))
    phrase = _OWNER.sub("", phrase).strip(" ,'\"‘’“”")
    tokens = phrase.split()
    if len(tokens) > 1 and tokens[-1].lower() in words.pieces:
        tokens = tokens[:-1]
    first = next((k for k, token in enumerate(tokens) if token[:1].isupper()), 0)
    lead = {token.lower() for token in tokens[:first]}
    if lead and not lead & (words.bodies | words.titles | words.joins | {"from", "at", "with", "by"}):
        tokens = tokens[first:]
    return " ".join(tokens)


# --- persons -------------------------------------------------------------------------------------


def person_in(phrase: str, kind: str, words: Words, *, titled: bool = False) -> str | None:
    """The personal name at the end of a phrase, after the last title; None for a body.

    "British Defence Secretary Philip Hammond" is Philip Hammond; two capitalised words alone may be a person
    where the kind of source allows it, three may not ("Gas Safe Register").
    """
    tokens = re.sub(r",.*$", "", _SUFFIX.sub("", phrase)).split()
    last = max((k for k, token in enumerate(tokens) if _describes(token, words)), default=-1)
    rest = tokens[last + 1 :]
    titled = titled or (last >= 0 and tokens[last].lower() in words.titles)
    if not _personal(rest, words):
        return None
    if titled:
        return " ".join(rest) if len(rest) <= 4 else None
    plain = [token for token in rest if not token.endswith(".") and token[:1].isupper()]
    apt = last < 0 and kind in _PERSONAL and len(rest) >= 2 and len(plain) <= 2
    return " ".join(rest) if apt and not {"of", "the", "in", "for", "on", "and"} & set(rest) else None


def _personal(tokens: Sequence[str], words: Words) -> bool:
    """True of words that may all be parts of a personal name."""
    if not tokens or not tokens[0][:1].isupper() or tokens[0] in words.peoples:
        return False
    parts = {part for token in tokens for part in token.lower().strip(".").split("-")}
    if parts & words.bodies or _adverb(tokens[0]) or not any(re.search(r"[a-zà-ÿ]{2}", token) for token in tokens):
        return False
    return all(_NAME_PART.fullmatch(token) or token.lower() in words.joins for token in tokens)


def _adverb(token: str) -> bool:
    """``Ironically Nichols`` is a beginning of a sentence; Sally is a name."""
    return token.endswith("ally") and len(token) > 7


def _describes(token: str, words: Words) -> bool:
    """A title, or a common word that is no part of a name."""
    return token.lower() in words.titles or (token.islower() and token.split("-")[0] not in words.joins)


def _of_a_body(phrase: str, kind: str, words: Words) -> str | None:
    """``Michael Silverman of the Boston Herald``: two names of a person, then where from."""
    head, _, tail = phrase.partition(" of ")
    tokens = head.split()
    apt = len(tokens) == 2 and kind in (_PERSONAL | _MEDIA) and tail.removeprefix("the ")[:1].isupper()
    return head if apt and _personal(tokens, words) and not words.titles & {t.lower() for t in tokens} else None


def post_in(said: str, kind: str, *, lexicon: Lexicon | None = None) -> Post | None:
    """Whom a phrase puts at the head of a body, or into it: "Vancouver police spokesperson Tim Fanning".

    "Mexico City Health Secretary Armando Ahued" names no body that has a name, and ties nobody.
    """
    words = words_of(lexicon or standard())
    phrase = _ARTICLE.sub("", " ".join(said.split())).strip(" ,'\"‘’“”")
    owned = _OWNED.match(phrase)
    tokens = (owned["rest"] if owned else phrase).split()
    last = max((k for k, token in enumerate(tokens) if _describes(token, words)), default=-1)
    first = last
    while first >= 0 and _describes(tokens[first], words) and tokens[first].lower() not in words.bodies:
        first -= 1
    roles = [token.lower() for token in tokens[first + 1 : last + 1]]
    person = person_in(" ".join(tokens), kind, words)
    if person is None or (owned and first >= 0) or (not owned and not roles):
        return None
    tie = "member of" if owned and not roles else _tie(roles, words)
    body = _named_body(owned["body"] if owned else " ".join(tokens[: first + 1]), words)
    return Post(person, body, tie) if tie and body else None


def _tie(roles: Sequence[str], words: Words) -> str | None:
    role = next((word for word in roles if word in words.leading | words.belonging), None)
    if role is None:
        return None
    if _FORMER & set(roles):
        return "former member of"
    return "leader of" if role in words.leading and not _LESSER & set(roles) else "member of"


def _named_body(phrase: str, words: Words) -> Name | None:
    """A body with a name of its own; "police" alone is none, "British" neither."""
    tokens = phrase.split()
    if not tokens or phrase in words.countries or phrase.casefold() in words.common:
        return None
    known = words.names.get(normal(phrase))
    acronym = len(tokens) == 1 and phrase.isupper() and len(phrase) > 1 and "." not in phrase
    headed = len(tokens) > 1 and tokens[-1].lower() in words.bodies and tokens[0][:1].isupper()
    if not (known or acronym or headed) or tokens[-1].lower() in ("city", "county", "state", "states", "province"):
        return None
    # "Interior ministry" at the head of a sentence is the interior ministry, and every country has one
    common = tokens[-1] in ("ministry", "department")
    return Name(phrase, known or kind_of(phrase, "other", words), common)


# --- bodies --------------------------------------------------------------------------------------


def _body(phrase: str, kind: str, words: Words) -> Name | None:
    """A body by its proper name, or by one of the common names that bodies go by."""
    tokens = phrase.split()
    if not any(token[:1].isupper() for token in tokens):
        known = any(phrase == body or phrase.endswith(f" {body}") for body in words.common)
        return Name(phrase, kind_of(phrase, kind, words), common=True) if known else None
    if len(tokens) == 1 and phrase.lower() in words.bodies:
        return (
            Name(phrase.lower(), kind_of(phrase, kind, words), common=True) if phrase.lower() in words.common else None
        )
    if len(tokens) == 1 and not phrase.isupper() and kind in _PERSONAL | _MEDIA:
        return Name(phrase, BARE)
    if _nobody(phrase, tokens, words) or _adverb(tokens[0]):
        return None
    if 3 <= len(_SUFFIX.sub("", phrase).split()) <= 4 and kind in _PERSONAL and _personal(tokens, words):
        return Name(phrase, MAYBE)
    return Name(phrase, kind_of(phrase, kind, words))


def kind_of(phrase: str, source: str, words: Words) -> str:
    """What kind of body bears the name, by its head noun, then by the kind of source, then by any of its words."""
    known = words.names.get(normal(phrase))
    if known:
        return known
    head = _PREPOSITION.split(phrase, maxsplit=1)[0].split()[-1].lower()
    by_head = next((kind for kind, heads in words.kinds.items() if head in heads), None)
    if source in _DOERS:
        return ARMED
    if source in _MEDIA and by_head != GOVERNMENT:
        return OUTLET
    if any(normal(phrase).startswith(f"{name} ") for name, kind in words.names.items() if kind == ORGANISATION):
        return ORGANISATION
    tokens = {token.lower() for token in phrase.split()}
    by_word = next((kind for kind, some in words.kinds.items() if tokens & some), ORGANISATION)
    return by_head or _BY_SOURCE.get(source) or by_word


def _nobody(phrase: str, tokens: Sequence[str], words: Words) -> bool:
    """``U.S. officials``, ``Officials from the United Nations``, ``Foreign Secretary``, ``leadership of ETA``."""
    head = _PREPOSITION.split(phrase, maxsplit=1)[0].split()
    if head[-1].islower() and head[-1] not in words.bodies:
        return True
    if (tokens[-1].islower() and tokens[-1] not in words.bodies) or re.search(r"[’']s?\s[a-z]", phrase):
        return True
    if not re.search(r"[^\W\d_]{2}", phrase) or phrase.lower().endswith((".com", ". com", ".org", ".net")):
        return True
    last = head[-1].lower()
    several = head[-1].islower() or len(head) == 1 or head != tokens
    plural = last.endswith("s") and several and last not in words.bodies
    return (plural and not head[-1].isupper() and (head != tokens or head[-1].islower())) or last in words.titles
