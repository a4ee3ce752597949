"""Which armed groups an incident is put down to: by their own claim, or as doers who speak in a report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crosswire.export.incidents import own_claims
from crosswire.model import Account, Actor, Claim, Incident

ARMED = "armed group"
_TIES = ("leader of", "member of")


@dataclass(frozen=True, slots=True)
class Perpetrator:
    """A group by name, the claims that name it, and whether one of them is its own claim of responsibility."""

    name: str
    claims: tuple[str, ...]
    own: bool


def perpetrators(account: Account, incident: Incident) -> tuple[Perpetrator, ...]:
    """The groups named: those that claim the act first, then those named oftenest by themselves.

    A person who claims it speaks for the group that a report says he leads or belongs to.  Gunmen without a name are
    nobody: the column stays as the codebook has it for the unknown.
    """
    found: dict[str, list[Claim]] = {}
    direct: Counter[str] = Counter()
    for claim in own_claims(account, incident):
        for actor, by_name in _behind(account.actors, claim):
            found.setdefault(actor.name, []).append(claim)
            direct[actor.name] += by_name
    made = [
        Perpetrator(name, tuple(dict.fromkeys(c.id for c in claims)), any(c.kind == "responsibility" for c in claims))
        for name, claims in found.items()
    ]
    return tuple(sorted(made, key=lambda one: (not one.own, -direct[one.name])))


def _behind(actors: Sequence[Actor], claim: Claim) -> Iterator[tuple[Actor, bool]]:
    """The armed groups that a claim of responsibility or a demand goes back to, or one told by the perpetrators.

    With each whether the claim names the group itself, or a person who leads it or is of it.
    """
    origin = claim.sources[0] if claim.sources else None
    spoken = [origin.name] if origin and origin.kind == "perpetrator" else []
    if claim.kind in ("responsibility", "demand"):
        spoken += [claim.speaker or (origin.name if origin else "")]
    elif not spoken:
        return
    by_id = {actor.id: actor for actor in actors}
    for actor in actors:
        if any(_names(actor, words) for words in spoken):
            if actor.kind == ARMED:
                yield actor, True
            elif actor.kind == "person":
                led = [by_id[link.to] for link in actor.links if link.type in _TIES and link.to in by_id]
                yield from ((group, False) for group in led if group.kind == ARMED)


def _names(actor: Actor, words: str) -> bool:
    """True if the phrase holds the actor's name, or one of the other names, as whole words."""
    return any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE) for name in (actor.name, *actor.aliases)
    )
