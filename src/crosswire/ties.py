"""What sentences say of the bonds between persons and groups: who leads whom, who left whom, what a name means.

A tie is read only where the words stand in one sentence; a name is resolved no further than its spelling.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from crosswire.model import Span
from crosswire.naming import ARMED, PERSON, Name, Words, kind_of, normal, person_in

LEADER, MEMBER, FORMER, PART, ALIAS = "leader of", "member of", "former member of", "part of", "alias by own words"

_CAP = r"(?:[Aa]l[- ])?(?:[A-ZÀ-Þ][\w’'-]*\w|[A-Z](?:\.[A-Z])*\.?)"
_KIN = r"(?:brigades?|group|militia|gang|cartel|network|front|movement|army|faction|battalion|party)"
_RUN = rf"{_CAP}(?:\s+(?:(?:of|in|the|for|and|de|al|bin|ibn|el)\s+){{0,2}}{_CAP})*(?:\s+(?:[a-z-]+\s+)?{_KIN}\b)?"
#: a person: no "of" within, so that "fighters of Tomas Vael" begins with Tomas
_WHO = rf"{_CAP}(?:\s+(?:(?:de|del|al|bin|ibn|el|van|von)\s+){{0,2}}{_CAP}){{0,3}}"
_QUOTED = r"[‘“\"'][A-ZÀ-Þ][^‘’“”\"']{1,50}?,?[’”\"']"


def _name(label: str) -> str:
    return rf"(?:the\s+)?(?P<{label}>{_QUOTED}|{_RUN})"


_ROLE = r"(?P<role>leader|head|chief|commander|member|fighter|militant|operative|official|emir|spokesman|spokeswoman)"
_FEW = r"(?:[\w-]+\s+){0,3}?"
_LED = r"(?:led|headed|commanded)"
_LIMB = r"(?:wing|branch|arm|affiliate|faction|cell)"
_BY = r"(?:also|better|otherwise|formerly|previously|locally|commonly|sometimes)"
_KNOWN = rf"(?:{_BY}\s+(?:known|called|referred to)(?:\s+as)?)"
#: "the", "a", "who was a": how an apposition begins
_IS = r"(?P<the>the|an?|who (?:is|was)(?: an?| the)?|once an?)"
_ARMY = r"(?i:brigades?|militia|gang|cartel|faction|battalion)"

#: (tie, sign, pattern): group ``a`` is the one that the tie starts from, ``b`` the other; a person is in ``who``.
#: A sentence without the sign cannot hold the tie, and is not searched for it.
_PATTERNS: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (tie, re.compile(sign), pattern)
    for tie, sign, pattern in (
        (
            LEADER,
            rf"{_LED} by ",
            rf"{_name('b')},?\s+(?:(?:which|who)\s+)?(?:(?:is|was|were|are)\s+)?{_LED} by (?P<rest>[^.;:]{{3,90}})",
        ),
        (
            "role",
            rf"{_ROLE} (?:of|in|with) ",
            rf"(?P<who>{_WHO}),\s+{_IS}?\s*(?P<how>{_FEW}){_ROLE} (?:of|in|with) {_name('b')}",
        ),
        ("role", rf"\s{_ROLE}\b", rf"(?P<who>{_WHO}),\s+{_IS}\s+(?P<how>{_FEW}){_name('b')}(?:['’]s)?\s+{_ROLE}\b"),
        (
            "role",
            rf"\s{_ROLE}\s",
            rf"(?P<how>\b[Ff]ormer\s+)?(?P<the>\bthe\s+)?{_name('b')}(?:['’]s)?\s+{_ROLE}\s+(?P<who>{_WHO})",
        ),
        ("own", rf"\s{_ARMY}\b", rf"(?P<who>{_WHO})['’]s\s+(?P<b>{_CAP}(?:\s+{_CAP})*?\s+{_ARMY})\b"),
        (
            PART,
            rf"{_LIMB} of ",
            rf"{_name('a')},?\s+(?:which is\s+|who are\s+)?(?:an?|the)\s+{_FEW}{_LIMB} of {_name('b')}",
        ),
        (PART, rf"['’]s\s.*{_LIMB}", rf"{_name('b')}['’]s\s+{_FEW}{_LIMB},?\s+{_name('a')}"),
        (PART, rf"['’]s\s.*{_LIMB}\b", rf"{_name('a')},\s+{_name('b')}['’]s\s+{_FEW}{_LIMB}\b"),
        (PART, r"belong", rf"{_name('a')},?\s+(?:(?:who|which|that)\s+belongs? to|belonging to) {_name('b')}"),
        (ALIAS, r"whose name", rf"{_name('a')},?\s+whose name (?:means|translates (?:as|to)|is) {_name('b')}"),
        (ALIAS, _KNOWN, rf"{_name('a')},?\s+\(?(?:(?:which|who) (?:is|are|was)\s+)?{_KNOWN}\s+{_name('b')}"),
        (ALIAS, r"name that means", rf"{_name('a')},\s+(?:a|the) name that means {_name('b')}"),
    )
)
_CALLED = re.compile(
    rf"\b(?:group|militia|faction|movement|brigade|cell|gang|militants|gunmen|rebels|organi[sz]ation)\s+"
    rf"(?:known as|called|named|calling (?:itself|themselves)|that calls itself|identifying itself as)\s+{_name('b')}"
)
#: "the group", which is the only one that the report has introduced by name
_IT_IS_LED = re.compile(
    rf"\b[Tt]he (?:group|militia|gang|movement|faction|cell|brigade) (?:is|was) {_LED} by (?P<rest>[^.;:]{{3,90}})"
)
_DOERS = re.compile(r"gunmen|militant|rebel|militia|fighter|attack|armed|terror|insurgent|captive|hostage|kidnap")
_SAID = r"(?:said|announced|declared|told)"
_WE_IN = re.compile(
    rf"[“\"]We (?:in|of|at) {_name('b')}[^“”\"]{{0,160}}[”\"],?\s+"
    rf"(?:(?P<who>{_WHO})\s+{_SAID}|{_SAID}\s+(?P<late>{_WHO}))"
)
_ACRONYM = re.compile(r"(?<=\s)\((?:the\s+)?(?P<b>[A-Z][A-Za-z.&]{1,9})\)")
IN_NAME = re.compile(rf"\b(?:in the name of|on behalf of|for)\s+{_name('b')}")
#: longer ones are lists and tables, and would take long
_LONGEST = 1200
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?][”\"’')]*(?=\s|$)|(?=\n)|$)")


@dataclass(frozen=True, slots=True)
class Tie:
    """``a`` stands to ``b`` as ``type`` says, by the words of ``span`` in ``document``."""

    a: Name
    type: str
    b: Name
    document: str
    span: Span


def ties_in(document: str, text: str, words: Words, places: Collection[str]) -> Iterator[Tie]:
    """Every tie that a sentence of the text states, in the order of the text."""
    for sentence in _SENTENCE.finditer(text):
        said = sentence.group()
        at = sentence.start()
        if len(said) <= _LONGEST:
            for tie, sign, pattern in _PATTERNS:
                for match in _compiled(pattern).finditer(said) if sign.search(said) else ():
                    for a, kind, b in _read(tie, match, words, places, said):
                        end = said.find(a.text, match.start("rest")) + len(a.text) if tie == LEADER else match.end()
                        yield Tie(a, kind, b, document, Span(at + match.start(), at + end))
    for match in _WE_IN.finditer(text):
        who, group = _person(match["who"] or match["late"], words), group_in(match["b"], words, places)
        if who and group:
            yield Tie(Name(who, PERSON), MEMBER, group, document, Span(*match.span()))
    yield from _led_again(document, text, words, places)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """When a sentence first needs it: most commands need none, and all of them take a twentieth of a second."""
    return re.compile(pattern)


def _led_again(document: str, text: str, words: Words, places: Collection[str]) -> Iterator[Tie]:
    """``The group is led by Tomas Vael``, where the report has introduced one group by name before."""
    for match in _IT_IS_LED.finditer(text):
        groups = {normal(name.text): name for name in called_in(text[: match.start()], words, places)}
        who = _led_by(match["rest"], words)
        if who and len(groups) == 1:
            end = text.find(who, match.start("rest")) + len(who)
            (group,) = groups.values()
            yield Tie(Name(who, PERSON), LEADER, group, document, Span(match.start(), end))


def called_in(text: str, words: Words, places: Collection[str]) -> Iterator[Name]:
    """Groups that the text introduces by name: "a group calling itself the Ninth Lantern"."""
    for match in _CALLED.finditer(text):
        group = group_in(match["b"], words, places)
        if group:
            doers = _DOERS.search(text[max(0, match.start() - 400) : match.end() + 400])
            yield Name(group.text, ARMED if doers else group.kind)


def acronyms_in(text: str, words: Words) -> Mapping[str, str]:
    """Acronyms that the text itself explains, with the name each stands for: "Relief Fund of Velmora (RFV)"."""
    found = {}
    for match in _ACRONYM.finditer(text):
        before = text[max(0, match.start() - 90) : match.start()].rsplit("\n", 1)[-1].split()
        short = normal(match["b"])
        for length in range(2, min(len(before), 9) + 1):
            tokens = before[-length:]
            if tokens[0][:1].isupper() and short in initials(tokens, words):
                found[match["b"]] = " ".join(tokens)
                break
    return found


def initials(tokens: Collection[str], words: Words) -> set[str]:
    """The acronyms of a name, with and without its small words: UNHCR, FARC, DDR."""
    every = [token[0].casefold() for token in tokens if token[:1].isalpha()]
    proper = [token[0].casefold() for token in tokens if token[:1].isalpha() and token.lower() not in words.joins]
    return {"".join(every), "".join(proper)}


# --- reading one match ---------------------------------------------------------------------------


def _read(
    tie: str, match: re.Match[str], words: Words, places: Collection[str], sentence: str
) -> Iterator[tuple[Name, str, Name]]:
    groups = match.groupdict()
    b = group_in(groups["b"], words, places)
    if b is None:
        return
    if tie == LEADER:
        who = _led_by(groups["rest"], words)
        if who and not _aside(match, sentence):
            yield Name(who, PERSON), LEADER, b
    elif tie in ("role", "own"):
        who = _person(groups["who"], words)
        kind = LEADER if tie == "own" else _bond(groups, b)
        if who and kind and (b.kind == ARMED or tie == "role"):
            yield Name(who, PERSON), kind, b
    else:
        a = group_in(groups["a"], words, places, loose=True)
        if a is not None and normal(a.text) != normal(b.text):
            armed = ARMED in (a.kind, b.kind)
            yield Name(a.text, ARMED if armed else a.kind), tie, Name(b.text, ARMED if armed else b.kind)


def _bond(groups: Mapping[str, str | None], group: Name) -> str | None:
    """Leader, member or former member; an official or a spokesman of what is no armed group is left to the sources."""
    how, the, role = (groups.get("how") or "").lower(), (groups.get("the") or "").lower(), groups["role"]
    if re.search(r"\bformer\b|\bex\b", how) or the.startswith(("who was", "once")):
        return FORMER
    if group.kind != ARMED and role not in ("leader", "head", "member"):
        return None
    single = role in ("leader", "head", "chief", "emir") and not the.endswith(("a", "an")) and "senior" not in how
    return LEADER if single else MEMBER


def _aside(match: re.Match[str], sentence: str) -> bool:
    """``a delegation of the Union Party, led by ...``: what is led is the delegation."""
    return bool(
        re.search(r"\b(?:of|from|with|by|in|at|to|for)\s+(?:the\s+)?$", sentence[: match.start()], re.IGNORECASE)
    )


def _led_by(rest: str, words: Words) -> str | None:
    """``the Algerian commander Mokhtar Belmokhtar, a veteran``: the name in it, without what describes him."""
    bare = []
    for match in re.finditer(_RUN, rest.split(",")[0]):
        tokens = _plain(match.group(), words)
        if len(tokens) > 1:
            return person_in(" ".join(tokens), "other", words)
        bare += tokens
    # one word alone may be a nickname, or a people that no list holds
    return bare[0] if len(bare) == 1 and rest.startswith(bare[0]) else None


def _person(text: str, words: Words) -> str | None:
    """A name in full, or one word that must be another name of somebody named in full."""
    tokens = _plain(text, words)
    if len(tokens) > 1:
        return person_in(" ".join(tokens), "other", words)
    apt = tokens and re.fullmatch(r"[A-ZÀ-Þ][a-zà-ÿ’'-]+", tokens[0]) and tokens[0] not in words.countries
    return tokens[0] if apt and tokens[0].lower() not in words.bodies else None


def _plain(text: str, words: Words) -> list[str]:
    """The words of a name without titles and peoples before it."""
    tokens = text.split()
    while tokens and (tokens[0].lower() in words.titles or tokens[0] in words.peoples):
        tokens = tokens[1:]
    return tokens


def group_in(text: str, words: Words, places: Collection[str], *, loose: bool = False) -> Name | None:
    """The group a stretch names: quoted, known, an acronym, or of two words and more; no place, person or people.

    ``loose`` allows a single word that nothing is known of, which a tie to a known group makes a group.
    """
    quoted = text[:1] in "‘“\"'"
    name = text.strip(" ,‘’“”\"'")
    if not quoted:
        name = re.sub(r"^(?:(?:The|In|On|At|By|But|And|A|An|Of|From)\s+|[^’']+[’']s\s+(?=[A-ZÀ-Þ]))", "", name)
    tokens = name.split()
    if not tokens or name in places or name in words.countries or name.casefold() in words.nobody:
        return None
    known = words.names.get(normal(name))
    if known:
        return Name(name, known)
    kin = tokens[-1].lower() in words.bodies
    weak = len(tokens) == 1 and not (quoted or loose or (name.isupper() and len(name) > 2))
    if weak or tokens[0].lower() in words.titles or all(token in words.peoples for token in tokens):
        return None
    if any(token in words.peoples or token in places for token in tokens[-1:]) and not quoted:
        return None
    kind = kind_of(name, "other", words)
    return Name(name, ARMED if quoted and not kin else kind)
