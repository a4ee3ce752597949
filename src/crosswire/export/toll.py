"""How many of each side: the figures of one incident put into the columns that codebooks have, nobody counted twice.

Codebooks count by side and add up.  An account's tallies may share people ("55 people", "23 hostages"), so the sides
take only tallies whose groups are apart, and people who may be anybody only add what they exceed the sides by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crosswire.lattice import apart, cohort_of, side
from crosswire.lexicon import standard
from crosswire.model import Account, Claim, Incident, Tally

PERPETRATOR, SECURITY, OTHER, UNKNOWN = "perpetrator", "security", "other", "unknown"
SIDES = (SECURITY, PERPETRATOR, OTHER)


@dataclass(frozen=True, slots=True)
class Part:
    """The tallies that make one side's number, and its bounds: None where a bound is not stated."""

    tallies: tuple[Tally, ...] = ()
    low: int | None = None
    best: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Toll:
    """One status of one incident: each side, those of no known side, all together, and the tallies left out.

    ``rest`` is how many of no known side there are beyond the sides, None if nobody; ``left`` says of each tally
    that is in no number why it is not.
    """

    sides: Mapping[str, Part]
    unknown: Part
    rest: int | None
    total: Part
    left: Mapping[str, str]

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """Every tally that some number rests on."""
        return (*(tally for part in self.sides.values() for tally in part.tallies), *self.unknown.tallies)


def toll(account: Account, incident: Incident, *statuses: str) -> Toll:
    """The figures of the incident for these statuses, by side."""
    left: dict[str, str] = {}
    whole = []
    for tally in account.tallies:
        if tally.incident == incident.id and tally.status in statuses:
            reason = _no_whole(tally)
            if reason is None:
                whole.append(tally)
            else:
                left[tally.id] = reason
    at_home = natives(incident)
    sides = {name: _part(_disjoint([t for t in whole if _side(t) == name], left, at_home)) for name in SIDES}
    unknown = _disjoint([t for t in whole if _side(t) == UNKNOWN], left, at_home)
    return _together(sides, unknown, left, at_home)


def natives(incident: Incident) -> frozenset[str]:
    """What the people of the incident's country are called, so that "foreigners" are known to be others."""
    code = incident.place.country if incident.place else None
    rows = standard().table("demonyms")["country"]
    words = (word for row in rows if row["code"] == code for word in row.get("adjectives", ()))
    return frozenset(word.casefold() for word in words)


def _no_whole(tally: Tally) -> str | None:
    """Why a tally is no number of its own."""
    if tally.derived is not None:
        return f"derived ({tally.derived}): no report states it"
    if tally.part_of is not None:
        return "part of a larger figure, which is counted"
    if tally.episode is not None:
        return "figure of one episode: the column holds the whole incident"
    if tally.low is None and tally.best is None and tally.high is None:
        return "too vague for a number"
    return None


def _side(tally: Tally) -> str:
    """By the role alone: "people" and "bodies" may be anybody's."""
    return UNKNOWN if tally.group.role == "person" else side(tally.group.role)


def _disjoint(tallies: Sequence[Tally], left: dict[str, str], at_home: frozenset[str]) -> list[Tally]:
    """The largest tallies that share nobody with each other."""
    chosen: list[Tally] = []
    for tally in sorted(tallies, key=lambda t: (-_size(t), t.id)):
        shared = next((t for t in chosen if not _apart(t, tally, at_home)), None)
        if shared is None:
            chosen.append(tally)
        else:
            left[tally.id] = f"may be some of the {shared.label} already counted ({_shown(shared)}): never added"
    return chosen


def _apart(one: Tally, other: Tally, at_home: frozenset[str]) -> bool:
    """True if nobody is in both groups; foreigners are not people of the country where it happened."""
    mine, theirs = cohort_of(one.group), cohort_of(other.group)
    if apart(mine, theirs):
        return True
    nations = (set(mine.nationality), set(theirs.nationality))
    if side(mine.role) != side(theirs.role) or not at_home:
        return False
    return any(a == {"foreign"} and b and b <= at_home for a, b in (nations, nations[::-1]))


def _size(tally: Tally) -> int:
    return next((n for n in (tally.best, tally.low, tally.high) if n is not None), 0)


def _shown(tally: Tally) -> str:
    if tally.best is not None:
        return f"{tally.best:,}"
    return f"at least {tally.low:,}" if tally.low is not None else f"up to {tally.high:,}"


def _part(tallies: Sequence[Tally]) -> Part:
    low = sum(t.low or 0 for t in tallies) if any(t.low is not None for t in tallies) else None
    return Part(tuple(tallies), low, _sum(t.best for t in tallies), _sum(t.high for t in tallies))


def _sum(numbers: Iterable[int | None]) -> int | None:
    """Their sum; None of none, and None if one of them is not stated."""
    given = list(numbers)
    found = [number for number in given if number is not None]
    return sum(found) if found and len(found) == len(given) else None


def _together(
    sides: Mapping[str, Part], unknown: Sequence[Tally], left: dict[str, str], at_home: frozenset[str]
) -> Toll:
    """Everybody once: where people of no known side may be those of the sides, the larger of the two numbers."""
    known = [tally for part in sides.values() for tally in part.tallies]
    numbers: list[Part] = []
    counted: list[Tally] = []
    rest = 0
    for cluster in _clusters([*known, *unknown], at_home):
        named = _part([tally for tally in cluster if tally in known])
        anybody = _part([tally for tally in cluster if tally in unknown])
        if not anybody.tallies:
            numbers.append(named)
        elif not named.tallies or _exceeds(anybody, named):
            counted += anybody.tallies
            rest += (anybody.best or 0) - (named.best or 0)
            numbers.append(_wider(anybody, named))
        else:
            numbers.append(named)
            left.update(
                (tally.id, "may be the people whose sides are counted: never added") for tally in anybody.tallies
            )
    return Toll(sides, _part(counted), rest or None, _added(numbers), left)


def _clusters(tallies: Sequence[Tally], at_home: frozenset[str]) -> list[list[Tally]]:
    """Tallies that may share people, directly or through others, stand together."""
    found: list[list[Tally]] = []
    for tally in tallies:
        near = [cluster for cluster in found if any(_mixed(tally, other, at_home) for other in cluster)]
        found = [cluster for cluster in found if cluster not in near]
        found.append([*(one for cluster in near for one in cluster), tally])
    return found


def _mixed(one: Tally, other: Tally, at_home: frozenset[str]) -> bool:
    """True of a tally of anybody and one of a side that may share people; sides share nobody."""
    return (_side(one) == UNKNOWN) != (_side(other) == UNKNOWN) and not _apart(one, other, at_home)


def _exceeds(anybody: Part, named: Part) -> bool:
    return anybody.best is not None and named.best is not None and anybody.best > named.best


def _wider(anybody: Part, named: Part) -> Part:
    """The bounds of the larger number, no lower than those of the smaller."""
    if not named.tallies:
        return anybody
    low = max(anybody.low or 0, named.low or 0)
    high = None if anybody.high is None or named.high is None else max(anybody.high, named.high)
    return Part((), low, anybody.best, high)


def _added(parts: Sequence[Part]) -> Part:
    """Numbers of people who are apart, added; a bound that one of them lacks is lacking, a low counts as none."""
    low = sum(part.low or 0 for part in parts) if any(part.low is not None for part in parts) else None
    return Part((), low, _sum(part.best for part in parts), _sum(part.high for part in parts))


# --- which claims a number carries -----------------------------------------------------------------


def stating(part: Part | Toll, claims: Mapping[str, Claim], bound: str) -> tuple[str, ...]:
    """The claims that state the number of a tally shown here: its low, its best or its high.  None of a blank one."""
    whole = part.total if isinstance(part, Toll) else part
    if getattr(whole, bound) is None:
        return ()
    found = []
    for tally in part.tallies:
        shown = getattr(tally, bound)
        for id in (*tally.support, *tally.dissent):
            claim = claims.get(id)
            if claim is not None and shown is not None and shown in (claim.low, claim.high):
                found.append(id)
    return tuple(dict.fromkeys(found))


def unsaid(tally: Tally) -> str:
    """Why a claim of a counted tally is not in the number: another was settled on."""
    number = "no plain number" if tally.best is None else f"{tally.best:,}"
    return f"settled as {number} by the rule {tally.rule}: this claim says otherwise"
