"""What people judged, and what that does to claims, tallies and reports: pure, and nothing of it is ever lost.

A judgement is a row that stays.  The account is a function of those that stand, so that taking one back gives the
account that held before it; of two about one thing the later holds.  Each is about claims by their ids, which come
from content, or about names: it holds for whatever a later report repeats, and no rule revives what it took away.
What a judgement does to relations and origins is in `crosswire.relations.judged`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from crosswire.lattice import cohort_of, label
from crosswire.model import Claim, Document, Group, Judgement, Relation, Step, Tally, Unplaced
from crosswire.moments import known_by

SAME, NOT_SAME, INCLUDES = "same", "not-same", "includes"
BACKGROUND, MAIN = "background", "main"
SET_ASIDE, TRUST = "set-aside", "trust"
GROUP = "group"
MERGE, SPLIT = "source-merge", "source-split"
WITHDRAWN, CORRECTED = "report-withdrawn", "report-corrected"
INCIDENT_MERGE, INCIDENT_SPLIT = "incident-merge", "incident-split"
WITHDRAW = "withdraw"

#: judgements of two claims, of one claim and all that repeats it, of two names, of a report, of which reports belong
#: together
PAIRS, SINGLES, NAMES, REPORTS, INCIDENTS = (
    frozenset({SAME, NOT_SAME, INCLUDES}),
    frozenset({BACKGROUND, MAIN, SET_ASIDE, TRUST, GROUP}),
    frozenset({MERGE, SPLIT}),
    frozenset({WITHDRAWN, CORRECTED}),
    frozenset({INCIDENT_MERGE, INCIDENT_SPLIT}),
)
#: what a judgement may say of a group
TRAITS = ("role", "nationality", "employer", "sex", "age", "allegiance")
#: the traits under which a judgement of incidents names further reports, of its ``a`` and of its ``b``
ONE, OTHER = "one", "other"
#: the rule that a relation made by a person carries
RULE = "judged"

_ABOUT = {
    SAME: "figure", NOT_SAME: "figure", INCLUDES: "figure", BACKGROUND: "place", MAIN: "place", SET_ASIDE: "weight",
    TRUST: "weight", MERGE: "sources", SPLIT: "sources", WITHDRAWN: "report", CORRECTED: "report",
    INCIDENT_MERGE: "incidents", INCIDENT_SPLIT: "incidents",
}  # fmt: skip
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)

Subject = tuple[str, ...]


# --- which of them hold --------------------------------------------------------------------------


def standing_of(every: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Those that nobody has withdrawn, in the order given."""
    every = tuple(every)
    gone = {judgement.withdraws for judgement in every}
    return tuple(j for j in every if j.withdraws is None and (j.seq is None or j.seq not in gone))


def in_force(standing: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The last word on each subject; of a judgement about a group's traits those that no later one is about."""
    standing = tuple(standing)
    last = {subject: place for place, j in enumerate(standing) for subject in _says(j)}
    found = []
    for place, j in enumerate(standing):
        mine = [subject for subject in _says(j) if last[subject] == place]
        if mine and j.type == GROUP:
            found.append(replace(j, traits=tuple(pair for pair in j.traits if (GROUP, j.a, pair[0]) in mine)))
        elif mine:
            found.append(j)
    return tuple(found)


def overruled(standing: Iterable[Judgement]) -> dict[int, tuple[Judgement, ...]]:
    """By the number of each judgement that is not the last word on all that it says: who has the last word on it."""
    standing = tuple(standing)
    last = {subject: j for j in standing for subject in _says(j)}
    later = {j.seq or 0: [last[subject] for subject in _says(j) if last[subject] is not j] for j in standing}
    return {
        seq: tuple({j.seq: j for j in sorted(found, key=lambda j: j.seq or 0)}.values())
        for seq, found in later.items()
        if found
    }


def already(new: Judgement, every: Iterable[Judgement]) -> Judgement | None:
    """The judgement that says the same and still holds, whoever made it; the withdrawal that took back the same one."""
    every = tuple(every)
    if new.withdraws is not None:
        return next((j for j in every if j.withdraws == new.withdraws), None)
    held = {subject: (said, j) for j in in_force(standing_of(every)) for subject, said in _says(j).items()}
    mine = _says(new)
    if not mine or any(subject not in held or held[subject][0] != said for subject, said in mine.items()):
        return None
    return max((held[subject][1] for subject in mine), key=lambda j: j.seq or 0)


def of(judged: Iterable[Judgement], *types: str) -> list[Judgement]:
    """Those of these types, in order."""
    return [judgement for judgement in judged if judgement.type in types]


def voiced(judgement: Judgement) -> str:
    """ "Ana Ruiz: one press release, read out twice"."""
    return f"{judgement.made_by}: {judgement.reason}"


def described(judgement: Judgement) -> str:
    """What is judged, without who and why: "same: c1a2 c3b4", "report-withdrawn: wire.txt since 2031-03-10"."""
    words = [judgement.a, judgement.b or "", *(f"{key}={value}" for key, value in judgement.traits)]
    words += [f"since {judgement.since}"] if judgement.since else []
    return f"{judgement.type}: {' '.join(filter(None, words))}"


def bearing(
    standing: Iterable[Judgement],
    claims: Sequence[Claim],
    documents: Sequence[Document],
    as_of: datetime | None = None,
    newest: Callable[[str], str] = str,
) -> tuple[Judgement, ...]:
    """Those that bear on these claims, their sources or these reports; a report's fate from its moment on.

    ``newest`` gives the id under which a report that stands for its incident is at hand.
    """
    ids = {claim.id for claim in claims}
    reports = {document.id: document for document in documents}
    names = names_in(claims, documents)
    return tuple(
        j
        for j in standing
        if (_at_hand(j, reports, newest) if j.type in INCIDENTS else _bears(j, ids, reports, names, as_of))
    )


def _at_hand(j: Judgement, reports: Mapping[str, Document], newest: Callable[[str], str]) -> bool:
    """True if some report is here by which either incident can be found."""
    return all(
        any(newest(report_in(newest(name), reports)[0]) in reports for name in side) for side in named_reports(j)
    )


def _bears(
    j: Judgement, ids: set[str], reports: Mapping[str, Document], names: frozenset[str], as_of: datetime | None
) -> bool:
    if j.type in PAIRS:
        return j.a in ids and j.b in ids
    if j.type in SINGLES:
        return j.a in ids
    if j.type in NAMES:
        return name_of(j.a) in names and name_of(j.b or "") in names
    if j.type not in REPORTS or j.a not in reports or (j.type == CORRECTED and j.b not in reports):
        return False
    return as_of is None or known_by(moment_of(j, reports), as_of)


def named_reports(judgement: Judgement) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The reports by which a judgement of incidents names the one and the other, the first of each first."""
    sides = ((judgement.a, ONE), (judgement.b or "", OTHER))
    one, other = ((first, *(name for key, name in judgement.traits if key == side)) for first, side in sides)
    return one, other


def report_in(name: str, known: Container[str]) -> tuple[str, int]:
    """The report's id, and a place in its text: ``day.txt@412`` is what day.txt tells there, ``day.txt`` its story."""
    head, mark, tail = name.rpartition("@")
    if name in known or not (mark and tail.isdecimal() and tail.isascii()):
        return name, 0
    return head, int(tail)


def moment_of(judgement: Judgement, reports: Mapping[str, Document]) -> str | None:
    """From which moment of publication a report no longer stands: as told, else when its correction appeared.

    A withdrawal of which nobody says when it was made holds from the moment at which the judgement was made.
    """
    if judgement.since is not None:
        return judgement.since
    if judgement.type == CORRECTED:
        other = reports.get(judgement.b or "")
        return other.published.value if other else None
    return judgement.made_at


def turning_points(standing: Iterable[Judgement], documents: Sequence[Document], as_of: datetime | None) -> list[str]:
    """The moments at which reports stop standing, as far as they have come by ``as_of``."""
    reports = {document.id: document for document in documents}
    found = [moment_of(j, reports) for j in of(standing, *REPORTS) if j.a in reports]
    return [at for at in found if at is not None and (as_of is None or known_by(at, as_of))]


def name_of(name: str) -> str:
    """A source's name made comparable: "The Interior Ministry" is "interior ministry"."""
    return " ".join(_ARTICLE.sub("", name.strip()).casefold().split())


def names_in(claims: Iterable[Claim], documents: Iterable[Document]) -> frozenset[str]:
    """Every source, outlet and agency that speaks here, made comparable."""
    said = {source.name for claim in claims for source in claim.sources}
    printed = {name for document in documents for name in (document.publisher, *document.agencies) if name}
    return frozenset(name_of(name) for name in said | printed)


def _says(j: Judgement) -> dict[Subject, tuple[object, ...]]:
    """What a judgement is about, and what it says of it."""
    if j.type == GROUP:
        found: dict[Subject, tuple[object, ...]] = {}
        for key, value in j.traits:
            found[GROUP, j.a, key] = (*found.get((GROUP, j.a, key), ()), value)
        return found
    about = _ABOUT.get(j.type)
    if about is None:
        return {}
    if j.type in INCIDENTS:
        sides = named_reports(j)
        return {(about, *sorted((j.a, j.b or ""))): (j.type, *(sides if j.type == INCIDENT_SPLIT else sorted(sides)))}
    if j.type in PAIRS:
        return {(about, *sorted((j.a, j.b or ""))): (j.type, j.a if j.type == INCLUDES else "")}
    if j.type in NAMES:
        return {(about, *sorted((name_of(j.a), name_of(j.b or "")))): (j.type,)}
    return {(about, j.a): (j.type, j.b, j.since)}


# --- one claim and all that repeats it -----------------------------------------------------------


def verdicts(
    judged: Iterable[Judgement], types: Sequence[str], head: Mapping[str, str], claims: Iterable[Claim]
) -> dict[str, list[Judgement]]:
    """The judgements of these types that hold for each claim, the weightiest last.

    What is judged of a claim holds for all that repeat it (``head`` gives the first of each class); what is judged of
    the claim itself weighs more, and of several the later.
    """
    relevant = of(judged, *types)
    by_class: dict[str, list[Judgement]] = {}
    for j in relevant:
        by_class.setdefault(head.get(j.a, j.a), []).append(j)
    found = {}
    for claim in claims:
        mine = by_class.get(head.get(claim.id, claim.id))
        if mine:
            found[claim.id] = [j for j in mine if j.a != claim.id] + [j for j in mine if j.a == claim.id]
    return found


def reworded(claims: Sequence[Claim], judged: Sequence[Judgement], head: Mapping[str, str]) -> tuple[Claim, ...]:
    """The claims with the groups and the place, in the story or in its background, that people gave them."""
    placed = verdicts(judged, (BACKGROUND, MAIN), head, claims)
    groups = verdicts(judged, (GROUP,), head, claims)
    found = []
    for claim in claims:
        if claim.id in placed:
            claim = replace(claim, background=placed[claim.id][-1].type == BACKGROUND)
        for j in groups.get(claim.id, ()):
            claim = replace(claim, group=regrouped(claim.group or Group(""), j.traits))
        found.append(claim)
    return tuple(found)


def regrouped(group: Group, traits: Sequence[tuple[str, str]]) -> Group:
    """The group with other traits; its words stay, unless they name a calling that the new role contradicts."""
    keys = {key for key, _ in traits}
    nations = tuple(value for key, value in traits if key == "nationality" and value)
    given = {key: value or None for key, value in traits if key != "nationality"}
    found = replace(
        group,
        role=given.get("role", group.role) or "person",
        nationality=nations if "nationality" in keys else group.nationality,
        employer=given.get("employer", group.employer),
        sex=given.get("sex", group.sex),
        age=given.get("age", group.age),
        allegiance=given.get("allegiance", group.allegiance),
    )
    noun = cohort_of(found).noun
    strange = found.role != group.role and noun and noun != cohort_of(group).noun
    return replace(found, text=label(Group("", found.role))) if strange else found


def set_aside(
    claims: Sequence[Claim], judged: Sequence[Judgement], head: Mapping[str, str], master: Mapping[str, str]
) -> dict[str, str]:
    """The claims that do not count in settling, and why.

    A report that no longer stands takes its reprints' repeats with it (``master`` leads from a reprint's claim to the
    original's), but not what somebody trusts by name.
    """
    weighed = verdicts(judged, (SET_ASIDE, TRUST), head, claims)
    trusted = {j.a for j in of(judged, TRUST)}
    fallen = {j.a: j for j in of(judged, *REPORTS)}
    home = {claim.id: claim.document for claim in claims}
    found = {}
    for claim in claims:
        last = weighed.get(claim.id, [None])[-1]
        report = fallen.get(claim.document) or fallen.get(home.get(master.get(claim.id, ""), ""))
        if last is not None and last.type == SET_ASIDE:
            found[claim.id] = f"not counted, by the word of {voiced(last)}"
        elif report is not None and claim.id not in trusted:
            found[claim.id] = f"{_fallen(report)}, by the word of {voiced(report)}"
    return found


def _fallen(j: Judgement) -> str:
    when = f" ({j.since})" if j.since else ""
    return f"{j.a} was corrected by {j.b}{when}" if j.type == CORRECTED else f"{j.a} was withdrawn{when}"


# --- what no longer counts stays in sight --------------------------------------------------------


def set_beside(
    tallies: Sequence[Tally], unplaced: Sequence[Unplaced], aside: Mapping[str, str], homes: Mapping[str, str]
) -> tuple[tuple[Tally, ...], tuple[Unplaced, ...]]:
    """Each claim set aside as dissent of the figure it was of (``homes`` names a claim of it), else unplaced."""
    of_claim = {claim: tally.id for tally in tallies for claim in (*tally.support, *tally.dissent)}
    joining: dict[str, list[str]] = {}
    left = []
    for claim, why in aside.items():
        tally = of_claim.get(homes.get(claim, ""))
        if tally is None:
            left.append(Unplaced(claim, why))
        else:
            joining.setdefault(tally, []).append(claim)
    found = tuple(_joined(tally, joining.get(tally.id, ()), aside) for tally in tallies)
    return found, (*unplaced, *left)


def _joined(tally: Tally, claims: Sequence[str], why: Mapping[str, str]) -> Tally:
    if not claims:
        return tally
    steps = tuple(Step(claim, False, why[claim]) for claim in claims)
    return replace(tally, dissent=(*tally.dissent, *claims), trace=(*tally.trace, *steps))


def corrections(
    tallies: Sequence[Tally], claims: Mapping[str, Claim], judged: Sequence[Judgement]
) -> Iterator[Relation]:
    """What the correction says in the place of each figure of the report that it corrects."""
    by = {j.a: j for j in of(judged, CORRECTED)}
    for tally in tallies if by else ():
        for old in tally.dissent:
            j = by.get(claims[old].document)
            new = next((c for c in (*tally.support, *tally.dissent) if j and claims[c].document == j.b), None)
            if j is not None and new is not None:
                yield Relation(new, old, "revises", RULE, voiced(j), "correction")
