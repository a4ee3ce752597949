"""All killed: what groups that share nobody make together, where no report says it; evidence of nothing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence

from crosswire.algebra import bounds
from crosswire.lattice import cohort_of, label, one_of
from crosswire.lexicon import standard
from crosswire.model import Claim, Group, Tally
from crosswire.reconcile.fates import strangers

_EVERYONE = Group("people")
#: more groups than this are a table, and few of them share nobody
MOST_GROUPS = 24


def totals(stated: Sequence[Tally], claims: Mapping[str, Claim]) -> tuple[Tally, ...]:
    """People killed (hurt), in all, for each incident that tells them by groups alone: hostages + militants + ...

    Only groups of which nobody can be in two are added.  Another group that may or may not be among them leaves the
    total open above.  A report's own total of all people makes a derived one needless, unless it is only a vague word.
    """
    told: dict[tuple[str, str], list[Tally]] = defaultdict(list)
    for tally in stated:
        if tally.status in standard().table("fates")["added"] and tally.derived is None:
            told[tally.incident, tally.status].append(tally)
    found = [_total(told[key], claims) for key in sorted(told)]
    return tuple(tally for tally in found if tally is not None)


def _total(told: Sequence[Tally], claims: Mapping[str, Claim]) -> Tally | None:
    firm = [tally for tally in told if tally.low and not _vague(tally, claims)]
    tops = [tally for tally in firm if tally.part_of is None]
    if any(_of_everyone(tally) for tally in tops):
        return None
    ordered = sorted(tops, key=lambda t: (-(t.low or 0), t.id))[:MOST_GROUPS]
    chosen: list[Tally] = []
    for tally in ordered:
        if cohort_of(tally.group).noun != "body" and all(strangers(tally, other) for other in chosen):
            chosen.append(tally)
    if len(chosen) < 2:
        return None
    shut = len(chosen) == len(tops) and not any(t.high is None for t in chosen)
    return _made(chosen, shut)


def _vague(tally: Tally, claims: Mapping[str, Claim]) -> bool:
    return all(bounds(claims[claim]).vague for claim in tally.support if claim in claims)


def _of_everyone(tally: Tally) -> bool:
    """True for "55 people": a stated total is never derived again; "six men" are no total."""
    cohort = cohort_of(tally.group)
    return cohort.role == "person" and not cohort.qualified


def _few(tally: Tally) -> str:
    return one_of(label(tally.group)) if tally.low == 1 else label(tally.group)


def _made(chosen: Sequence[Tally], shut: bool) -> Tally:
    low = sum(tally.low or 0 for tally in chosen)
    formula = " + ".join(tally.id for tally in chosen)
    first = chosen[0]
    digest = hashlib.sha256(f"total {formula} {first.status}".encode()).hexdigest()[:10]
    state = "contested" if any(tally.state == "contested" for tally in chosen) else "single"
    names = " + ".join(f"{tally.low:,} {_few(tally)}" for tally in chosen)
    return Tally(
        id=f"t{digest}", incident=first.incident, status=first.status, group=_EVERYONE, label="people, in all",
        low=low, best=low if shut and all(t.low == t.high for t in chosen) else None,
        high=sum(tally.high or 0 for tally in chosen) if shut else None, state=state,
        roots=min(tally.roots for tally in chosen), support=(), dissent=(), rule="sum-of-disjoint-groups",
        reason=f"{names}, groups that share nobody", derived=formula,
    )  # fmt: skip
