"""How claims stand to one another: who repeats, confirms, replaces, contains or contradicts whom.

`relate` groups the count claims by incident, status and group, so that its work grows with the number of claims, and
reads of a report only the words around its figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from crosswire.judgements import in_force
from crosswire.model import Claim, Document, Judgement, Relation
from crosswire.relations.additions import set_apart
from crosswire.relations.assertion import Assertion, asserted
from crosswire.relations.classes import classed, one_calling
from crosswire.relations.counting import apart_from_attackers
from crosswire.relations.crossings import Story, cross
from crosswire.relations.judged import APART, Pairs, pairs_of, rerooted, resorted, ruled
from crosswire.relations.judged import repeats as _repeats
from crosswire.relations.locales import located
from crosswire.relations.origins import Origins, numeral
from crosswire.relations.origins import trace as _trace
from crosswire.relations.persons import individuals
from crosswire.relations.provenance import why_one_root
from crosswire.relations.series import follow
from crosswire.relations.statements import bind
from crosswire.relations.surroundings import Texts
from crosswire.relations.wholes import of_other_wholes

__all__ = [
    "BETWEEN_GROUPS", "Origins", "Texts", "independent", "numeral", "relate", "repeats", "roots", "trace",
    "why_one_root",
]  # fmt: skip

#: rules that set figures of two groups, states or parts beside each other; all other rules bind figures of one
BETWEEN_GROUPS = frozenset(
    """
    group-of-another-scope counted-later more-freed-than-held all-killed-yet-alive all-alive-yet-killed
    part-beside-count added-to scope-unlike held-or-present all-of-how-many toll-of-all-groups another-batch
    narrower-above-wider attackers-counted counted-beside
    """.split()
) | {APART}

#: types that hold of both claims alike
_MUTUAL = frozenset({"contradicts", "differs", "coincides", "may-overlap", "supports"})


def relate(
    claims: Sequence[Claim],
    documents: Sequence[Document],
    incident_of: Mapping[str, str],
    texts: Texts | None = None,
    judged: Sequence[Judgement] = (),
    origins: Origins | None = None,
) -> tuple[Relation, ...]:
    """Every relation between claims, each with its rule and a reason; the order of the input does not matter.

    ``same`` and ``echoes`` tie each repeat to the earliest claim of its origin and number; other types are stated once,
    on the earliest claims that say the same.  ``a`` acts on ``b``.  ``texts`` saves cutting the same reports into
    sentences again when they are related more than once; ``judged`` is what people hold, and overrules every rule;
    ``origins`` is what `trace` gives for all of it, where that is at hand.
    """
    judged = in_force(judged)
    origins = origins or trace(claims, documents, incident_of, judged)
    pairs = pairs_of(judged, claims, origins)
    texts = texts or Texts(documents)
    found = [_reprint(claim, origins) for claim in claims if origins.master.get(claim.id, claim.id) != claim.id]
    folds = []
    for story in _stories(claims, origins, texts, incident_of, pairs):
        for series in story.series:
            found += series.relations
            folds.append(series.folded)
        found += cross(story, texts)
    found += bind(claims, origins, texts, incident_of)
    found = ruled(found, pairs, folds, {claim.id: claim for claim in claims}, BETWEEN_GROUPS)
    return _finished(found, claims, origins)


def trace(
    claims: Sequence[Claim],
    documents: Sequence[Document],
    incident_of: Mapping[str, str],
    judged: Sequence[Judgement] = (),
) -> Origins:
    """Fold reprints and find the origin of every claim; of source names that people hold to be one, one origin."""
    return rerooted(_trace(claims, documents, incident_of), claims, documents, incident_of, in_force(judged))


def repeats(
    claims: Sequence[Claim],
    documents: Sequence[Document],
    incident_of: Mapping[str, str],
    judged: Sequence[Judgement] = (),
) -> tuple[Mapping[str, str], Origins]:
    """For every claim the first that says as much by the same origin, and the origins."""
    origins = trace(claims, documents, incident_of, judged)
    return _repeats(claims, origins, incident_of), origins


def roots(
    claims: Sequence[Claim], documents: Sequence[Document], incident_of: Mapping[str, str] | None = None
) -> Mapping[str, str]:
    """The origin of every count claim, as a key: equal keys are one origin, however many outlets print it."""
    counts = [claim for claim in claims if claim.kind == "count"]
    return trace(counts, documents, incident_of or {}).root


def independent(
    claims: Sequence[Claim], documents: Sequence[Document], incident_of: Mapping[str, str] | None = None
) -> int:
    """How many independent origins the count claims have together."""
    return len(set(roots(claims, documents, incident_of).values()))


def comparable(claim: Claim) -> bool:
    """True for a count that says how many in which state."""
    return claim.kind == "count" and claim.status is not None and (claim.low is not None or claim.high is not None)


def _stories(
    claims: Sequence[Claim], origins: Origins, texts: Texts, incident_of: Mapping[str, str], pairs: Pairs
) -> list[Story]:
    """The comparable claims of each incident, reprints left out, classed and followed through time."""
    told: dict[str, dict[str, list[Assertion]]] = defaultdict(lambda: defaultdict(list))
    aside: dict[str, list[Assertion]] = defaultdict(list)
    for claim in claims:
        incident = incident_of.get(claim.id)
        if incident is None or not comparable(claim) or origins.master[claim.id] != claim.id:
            continue
        one = asserted(claim, origins, texts)
        (aside[incident] if claim.background else told[incident][claim.status or ""]).append(one)
    return [_story(told[incident], aside[incident], texts, pairs) for incident in sorted(told)]


def _story(told: Mapping[str, Sequence[Assertion]], aside: Sequence[Assertion], texts: Texts, pairs: Pairs) -> Story:
    series, persons = [], []
    placed: dict[str, list[Assertion]] = defaultdict(list)
    everyone = one_calling(of_other_wholes([one for status in sorted(told) for one in told[status]]))
    for one in located(set_apart(everyone, texts), texts):
        placed[one.claim.status or ""].append(one)
    for status in sorted(placed):
        told_of = apart_from_attackers(sorted(placed[status], key=lambda a: a.order), texts)
        kinds, parted = resorted(classed(told_of), pairs)
        found = [follow(status, cohort, kinds.classes[cohort], texts) for cohort in sorted(kinds.classes)]
        loose, cases = individuals(status, kinds.persons, found, texts)
        apart = [follow(status, group[0].cohort, group, texts) for group in parted]
        series += [*found, *loose, *apart]
        persons += cases
    return Story(tuple(series), tuple(persons), tuple(sorted(aside, key=lambda a: a.order)))


def _reprint(claim: Claim, origins: Origins) -> Relation:
    reason = f"{claim.document} reprints it: no further origin"
    return Relation(claim.id, origins.master[claim.id], "echoes", "reprint", reason)


def _finished(found: Sequence[Relation], claims: Sequence[Claim], origins: Origins) -> tuple[Relation, ...]:
    """Each relation once, reprints tied to the head of their original's class, all in the order of the claims."""
    order = {claim.id: place for place, claim in enumerate(sorted(claims, key=origins.order))}
    head = {r.a: r.b for r in found if r.type in ("same", "echoes") and r.rule != "reprint"}
    unique: dict[tuple[str, str, str], Relation] = {}
    for r in found:
        b = head.get(r.b, r.b) if r.rule == "reprint" else r.b
        relation = r if b == r.b else Relation(r.a, b, r.type, r.rule, r.reason, r.change)
        if relation.a != relation.b and not _mirrored(relation, unique, order):
            unique.setdefault((relation.a, relation.b, relation.type), relation)
    return tuple(sorted(unique.values(), key=lambda r: (order[r.a], order[r.b], r.type)))


def _mirrored(relation: Relation, known: dict[tuple[str, str, str], Relation], order: Mapping[str, int]) -> bool:
    """True if the same is stated the other way round; of the two the later claim's against the earlier stays."""
    turned = (relation.b, relation.a, relation.type)
    if relation.type not in _MUTUAL or turned not in known:
        return False
    if order[relation.a] > order[relation.b]:
        del known[turned]
        return False
    return True
