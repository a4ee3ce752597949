"""What a person wants to judge, checked against an account before it is written: pure, for the command line, the desk
and the API alike.

A judgement that could never bear on anything is refused in one line that says what there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crosswire.errors import NoJudgement, UnknownClaim
from crosswire.judgements import (
    CORRECTED,
    GROUP,
    INCIDENT_MERGE,
    INCIDENTS,
    NAMES,
    NOT_SAME,
    ONE,
    OTHER,
    PAIRS,
    REPORTS,
    SAME,
    SINGLES,
    TRAITS,
    WITHDRAW,
    name_of,
    names_in,
)
from crosswire.lexicon import standard
from crosswire.members import anchors, incident_named, standing_in
from crosswire.model import Account, Claim, Judgement
from crosswire.moments import moment, written
from crosswire.particulars import claim_named, what

#: every kind of judgement that is no withdrawal
KINDS = PAIRS | SINGLES | NAMES | REPORTS | INCIDENTS
#: characters of a name, of a reason, of a trait: what somebody can have meant
LONGEST = {"by": 120, "why": 2000, "trait": 200}

Traits = tuple[tuple[str, str], ...]


def judgement_of(
    account: Account,
    kind: str,
    a: str,
    b: str | None = None,
    *,
    by: str | None,
    why: str | None,
    at: str,
    since: str | None = None,
    traits: Traits = (),
) -> Judgement:
    """The judgement that somebody makes of an account, ``at`` that moment, with the ids that the account gives.

    ``a`` and ``b`` are claims by their ids or the beginnings of these, names of sources, reports, or incidents by their
    ids or those of a report in them; for ``incident-split`` ``b`` is the incident, None where the report stands in one.
    Raises NoJudgement for what cannot be judged so, UnknownClaim for what the account does not hold, NoMoment.
    """
    by, why = signed(by, why)
    if traits and kind != GROUP:
        raise NoJudgement(f"{kind} says nothing of a group")
    if since is not None and kind not in REPORTS:
        raise NoJudgement(f"{kind} has no moment from which it holds")
    if kind in PAIRS:
        one, other = _two(account, kind, a, b)
        return Judgement(one.id, other.id, kind, why, by, at)
    if kind in SINGLES:
        return Judgement(_one(account, kind, a, traits).id, None, kind, why, by, at, traits=traits)
    if kind in NAMES:
        return Judgement(a, _names(account, a, b), kind, why, by, at)
    if kind in REPORTS:
        return of_report({d.id for d in account.documents}, kind, a, b, by=by, why=why, at=at, since=since)
    if kind in INCIDENTS:
        first, second, more = _merged(account, a, b) if kind == INCIDENT_MERGE else _split(account, a, b)
        return Judgement(first, second, kind, why, by, at, traits=more)
    raise NoJudgement(f"no judgement named {kind!r}; there are: {', '.join(sorted(KINDS))}")


def of_report(
    known: Iterable[str],
    kind: str,
    a: str,
    b: str | None = None,
    *,
    by: str | None,
    why: str | None,
    at: str,
    since: str | None = None,
) -> Judgement:
    """That a report is withdrawn, or corrected by another; ``known`` are the ids of the reports at hand.

    Raises as `judgement_of`.
    """
    by, why = signed(by, why)
    if since is not None:
        moment(since)
    if a == b:
        raise NoJudgement(f"{a}: no report corrects itself")
    if (kind == CORRECTED) != (b is not None):
        raise NoJudgement(f"{kind} names {'the report that corrects it, too' if b is None else 'one report'}")
    here = set(known)
    for document in (a, b):
        if document is not None and document not in here:
            raise UnknownClaim(f"{document}: no such report")
    return Judgement(a, b, kind, why, by, at, since=written(since) if since else None)


def withdrawal_of(every: Iterable[Judgement], number: str, *, by: str | None, why: str | None, at: str) -> Judgement:
    """That a judgement is taken back: ``number`` is its own, as ``judge list`` gives it; raises NoJudgement.

    ``every`` are all judgements, withdrawn ones too: to take one back twice is to say so again.
    """
    by, why = signed(by, why)
    known = {str(j.seq): j for j in every if j.withdraws is None}
    target = known.get(number.strip().lstrip("#"))
    if target is None:
        raise NoJudgement(f"no judgement {number}; there are: {', '.join(known) or 'none'}")
    return Judgement(target.a, target.b, WITHDRAW, why, by, at, withdraws=target.seq)


def signed(by: str | None, why: str | None) -> tuple[str, str]:
    """Who and why, one line each; a judgement without either is none, and raises NoJudgement."""
    name, reason = (_line(text or "") for text in (by, why))
    if not name or not reason:
        raise NoJudgement("a judgement needs a name and a reason")
    for text, key in ((name, "by"), (reason, "why")):
        if len(text) > LONGEST[key]:
            raise NoJudgement(f"{'a name' if key == 'by' else 'a reason'} of more than {LONGEST[key]} characters")
    return name, reason


def traits_of(words: Sequence[str]) -> Traits:
    """What a group is said to be, from words as ``role=militant``; an empty value takes a trait away.

    Raises NoJudgement for a trait or a role that there is not.
    """
    if not words:
        raise NoJudgement(f"nothing is said of the group; write one of {', '.join(TRAITS)} as role=militant")
    found = []
    for word in words:
        key, equals, value = word.partition("=")
        if key not in TRAITS or not equals:
            raise NoJudgement(f"no trait {word[:60]!r}; write one of {', '.join(TRAITS)} as role=militant")
        value = _line(value)
        if key == "role" and value and value not in roles():
            raise NoJudgement(f"no role {value[:60]!r}; there are: {', '.join(roles())}")
        if len(value) > LONGEST["trait"]:
            raise NoJudgement(f"a {key} of more than {LONGEST['trait']} characters")
        found.append((key, value))
    return tuple(found)


def roles() -> tuple[str, ...]:
    """The roles that people may be given."""
    return tuple(sorted({"person", *(key for key in standard().table("roles") if key != "source")}))


def subject(account: Account, judgement: Judgement) -> str:
    """What is judged, in the account's own words: "killed: 12 people | killed: 15 people"; empty for names."""
    if judgement.type in PAIRS | SINGLES:
        return " | ".join(what(claim_named(account, id)) for id in (judgement.a, judgement.b) if id)
    if judgement.type in INCIDENTS:
        homes = [i.label for i in account.incidents if {_report(judgement.a), _report(judgement.b)} & {*i.documents}]
        return " | ".join(homes)
    return ""


def _report(name: str | None) -> str | None:
    """The report of ``day.txt@412``."""
    return name.rpartition("@")[0] or name if name else None


def _line(text: str) -> str:
    """One line without control codes and halves of characters: nothing that a database could not hold."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


# --- claims --------------------------------------------------------------------------------------


def _one(account: Account, kind: str, a: str, traits: Traits) -> Claim:
    one = claim_named(account, a)
    if one.kind != "count":
        raise NoJudgement(f"{one.id}: counts nobody ({one.kind}); {kind} is said of a count")
    if kind == GROUP:
        traits_of([f"{key}={value}" for key, value in traits])
    return one


def _two(account: Account, kind: str, a: str, b: str | None) -> tuple[Claim, Claim]:
    if not b:
        raise NoJudgement(f"{kind} is said of two claims; name another one")
    one, other = claim_named(account, a), claim_named(account, b)
    if one.id == other.id:
        raise NoJudgement(f"{one.id}: name two claims, not one twice")
    for claim in (one, other):
        if claim.kind != "count":
            raise NoJudgement(f"{claim.id}: counts nobody ({claim.kind}); {kind} is said of two counts")
    if kind != NOT_SAME:
        _together(account, kind, one, other)
    return one, other


def _together(account: Account, kind: str, one: Claim, other: Claim) -> None:
    """Refuse to bind what no figure could hold together."""
    if account.claim_incident.get(one.id) != account.claim_incident.get(other.id):
        raise NoJudgement(f"{one.id} and {other.id} are of two incidents")
    if kind == SAME and one.status != other.status:
        raise NoJudgement(f"{one.id} is of people {one.status}, {other.id} of people {other.status}: no one figure")
    aside = next((claim.id for claim in (one, other) if claim.background), None)
    if aside is not None:
        raise NoJudgement(f"{aside} is background; if it is not, judge it main first")


# --- names and incidents -------------------------------------------------------------------------


def _names(account: Account, a: str, b: str | None) -> str:
    """The second name, where both are sources of the account."""
    if not b:
        raise NoJudgement(f"{a}: name two sources")
    if name_of(a) == name_of(b):
        raise NoJudgement(f"{a}: name two sources, not one twice")
    known = names_in(account.claims, account.documents)
    for name in (a, b):
        if name_of(name) not in known:
            raise UnknownClaim(f"{name}: no source or outlet of that name; there are: {', '.join(sorted(known))}")
    return b


def _merged(account: Account, a: str, b: str | None) -> tuple[str, str, Traits]:
    """The reports by which two incidents are named."""
    if not b:
        raise NoJudgement(f"{INCIDENT_MERGE} is said of two incidents; name another one")
    one, other = incident_named(account, a), incident_named(account, b)
    if one.id == other.id:
        raise NoJudgement(f"{a} and {b} are one incident already: {one.label}")
    (first, *rest), (second, *more) = anchors(account, one), anchors(account, other)
    return first, second, (*((ONE, name) for name in rest), *((OTHER, name) for name in more))


def _split(account: Account, document: str, incident: str | None) -> tuple[str, str, Traits]:
    """The report that is set apart, and those that stay."""
    where = standing_in(account, document) if not incident else incident_named(account, incident)
    if document not in where.documents:
        raise NoJudgement(f"{document} does not stand in {where.id}, {where.label}")
    name, others = anchors(account, where, of=document)[0], anchors(account, where, but=document)
    if not others:
        raise NoJudgement(f"{document} stands alone in {where.id}, {where.label}, with what has its text")
    return name, others[0], tuple((OTHER, other) for other in others[1:])
