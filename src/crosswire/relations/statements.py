"""Claims without a number: one demand heard through several channels, one event told by several origins.

A demand, motive, threat or offer is one statement wherever it names the same things; who passed it on decides whether a
repeat adds anything.  An event is one where it can happen only once in a story (a siege ends, a ship sinks), or
where two reports give it the same day.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from crosswire.lexicon import standard
from crosswire.model import Claim, Relation
from crosswire.relations.assertion import who
from crosswire.relations.names import Names, country_named, country_of
from crosswire.relations.origins import Origins
from crosswire.relations.surroundings import Texts, cued

#: acts that ask, explain or announce one thing; a motive may be the demand in other words
_ACTS = {"demand": "aim", "motive": "aim", "threat": "threat", "offer": "offer", "refusal": "refusal", "aim": "aim"}
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
#: letters by which two forms of one word are known: "release", "releasing"; "prison", "prisoner"
_STEM = 5


def bind(claims: Sequence[Claim], origins: Origins, texts: Texts, incident_of: Mapping[str, str]) -> list[Relation]:
    """Relations between the events and speech acts of each incident; reprints and background left out."""
    stories: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=origins.order):
        told = claim.kind != "count" and not claim.background and origins.master[claim.id] == claim.id
        if told and claim.id in incident_of:
            stories[incident_of[claim.id]].append(claim)
    found: list[Relation] = []
    for incident in sorted(stories):
        found += _acts(stories[incident], origins)
        found += _events(stories[incident], origins, texts)
        found += _overtaken(stories[incident], texts)
    return found


# --- speech acts ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Heard:
    """A speech act with those that say the same, the first of each channel kept."""

    head: Claim
    content: frozenset[str]
    by_channel: dict[str, Claim] = field(default_factory=dict)


def _acts(told: Sequence[Claim], origins: Origins) -> list[Relation]:
    """Each act against the classes that share a name or two with it."""
    found: list[Relation] = []
    by_word: dict[tuple[str, str], list[_Heard]] = defaultdict(list)
    for claim in told:
        kind = _ACTS.get(claim.kind)
        if kind is None:
            continue
        content = _content(f"{claim.quote} {claim.addressee or ''}")
        known = _known(claim, content, [h for word in sorted(content) for h in by_word[(kind, word)]])
        if known:
            found.append(_again(claim, known, origins))
            continue
        known = _Heard(claim, content, {origins.channel[claim.id]: claim})
        for word in content:
            by_word[(kind, word)].append(known)
    return found


def _known(claim: Claim, content: frozenset[str], near: Iterable[_Heard]) -> _Heard | None:
    for heard in near:
        shared = content & heard.content
        names = sum(word[:1].isupper() for word in shared)
        if len(shared) >= 2 and (names or len(shared) >= 3) and _one_side(claim, heard.head):
            return heard
    return None


def _one_side(one: Claim, other: Claim) -> bool:
    """False if a state speaks on one side only: a ministry's demand is not the kidnappers'."""
    offices = [country_named(_speaker(claim)) or _official(claim) for claim in (one, other)]
    return bool(offices[0]) == bool(offices[1])


def _official(claim: Claim) -> bool:
    mine = [source for source in claim.sources if source.name == _speaker(claim)]
    return any(source.kind == "official" or country_of(source) is not None for source in mine)


def _speaker(claim: Claim) -> str:
    return claim.speaker or (claim.sources[0].name if claim.sources else "")


def _again(claim: Claim, heard: _Heard, origins: Origins) -> Relation:
    """``echoes`` (or ``same``) through a channel that has told it, ``supports`` through a new one."""
    channel = origins.channel[claim.id]
    first = heard.by_channel.setdefault(channel, claim)
    what = claim.kind if claim.kind == heard.head.kind else f"{claim.kind} that is the {heard.head.kind} in other words"
    voices = f"{_speaker(claim) or who(claim)} and {_speaker(heard.head) or who(heard.head)}"
    if first is not claim:
        one_report = claim.document == first.document
        reason = f"one {what}, of {voices}; the channel is the same, so this adds nothing"
        return Relation(claim.id, first.id, "same" if one_report else "echoes", "same-words-same-channel", reason)
    reason = f"one {what}, of {voices}, heard through another channel"
    return Relation(claim.id, heard.head.id, "supports", "same-words-other-channel", reason)


@lru_cache(maxsize=10_000)
def _content(text: str) -> frozenset[str]:
    """What an act is about: countries by code, other names in capitals, other telling words by their stems."""
    plain = frozenset(standard().table("relating")["acts"]["plain"])
    words = [match.group().removesuffix("'s").removesuffix("’s") for match in _WORD.finditer(text)]
    found = set()
    for place, word in enumerate(words):
        two = country_named(" ".join(words[place : place + 2])) if place + 1 < len(words) else None
        code = two or country_named(word) if word[:1].isupper() else None
        if code:
            found.add(code)
        elif word[:1].isupper() and place:
            found.add(Names.plain(word).upper())
        elif len(word) >= _STEM and not word[0].isupper() and word[:_STEM].lower() not in plain:
            found.add(word[:_STEM].lower())
    return frozenset(found - {""})


# --- events --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Told:
    """An event with those who tell it, the first claim of each origin kept."""

    head: Claim
    by_root: dict[str, Claim] = field(default_factory=dict)


def _events(told: Sequence[Claim], origins: Origins, texts: Texts) -> list[Relation]:
    """One event told again: by its origin, by the report's own summary, or by another origin."""
    found: list[Relation] = []
    classes: dict[tuple[str, ...], _Told] = {}
    for claim in told:
        key = _event_key(claim, texts) if claim.kind == "event" else None
        if key is None:
            continue
        root = origins.root[claim.id]
        known = classes.setdefault(key, _Told(claim, {root: claim}))
        if known.head is not claim:
            found.append(_retold(claim, known, root, key[0]))
    return found


def _overtaken(told: Sequence[Claim], texts: Texts) -> list[Relation]:
    """An assault overtakes the intention to end it in peace, if it came no earlier; only the first assault is named."""
    assaults = [claim for claim in told if claim.event == "assault"]
    found = []
    for aim in told:
        if aim.event != "intention" or not cued("peaceful", f"{aim.quote} {texts.setting(aim).sentence}"):
            continue
        first = next((claim for claim in assaults if not _before(claim, aim)), None)
        if first is not None:
            reason = f"{who(aim)} spoke of a peaceful end; then came the assault, as {who(first)} tells it"
            found.append(Relation(first.id, aim.id, "revises", "intention-overtaken", reason))
    return found


def _before(one: Claim, other: Claim) -> bool:
    days = [claim.time.start if claim.time else None for claim in (one, other)]
    return days[0] is not None and days[1] is not None and days[0] < days[1]


def _event_key(claim: Claim, texts: Texts) -> tuple[str, ...] | None:
    """What makes two events one: the kind alone where a story has one of it, else the kind and the day."""
    once = standard().table("relating")["once"]
    if claim.event in ("assault", "attack") and cued("ending", texts.setting(claim).sentence):
        return ("siege end",)
    if claim.event in once["events"]:
        return (claim.event or "",)
    if claim.event not in once["a_day"]:
        return None
    day = claim.time.start if claim.time and claim.time.start == claim.time.end else None
    return (claim.event or "", day) if day else None


def _retold(claim: Claim, known: _Told, root: str, name: str) -> Relation:
    first = known.by_root.setdefault(root, claim)
    mine = next((c for c in known.by_root.values() if c.document == claim.document and c is not claim), None)
    if first is not claim:
        kind = "same" if first.document == claim.document else "echoes"
        reason = f"the {name} again; both go back to {who(first)}"
        return Relation(claim.id, first.id, kind, "same-event-same-root", reason)
    if mine and not (claim.sources and mine.sources):
        known.by_root[root] = mine
        reason = f"the {name} told again in one report: its own words are no second origin"
        return Relation(claim.id, mine.id, "same", "same-event-own-words", reason)
    reason = f"{who(claim)} and {who(known.head)}, independent of each other, tell of the {name}"
    return Relation(claim.id, known.head.id, "supports", "independent-origins-tell", reason)
