"""Figures of one group across reports, in the order of publication: who confirms, who replaces, who contradicts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from crosswire.algebra import Numeral, agree, apart, fits, grain
from crosswire.interests import MANY, leaning
from crosswire.lattice import Cohort
from crosswire.lexicon import standard
from crosswire.model import Claim, Relation
from crosswire.relations.assertion import STANDING, Assertion, Fold, fold, growing, said, the, voiced, who
from crosswire.relations.change import KINDS, change, stamped
from crosswire.relations.surroundings import Texts, cued
from crosswire.relations.within import RIVAL, settle, unlike

#: how far before a number "rose to" and "now" may stand
_NEAR = 60
#: right after a number: a foreigner or two more, who are not in it
_AND_ONE = re.compile(r"\s*(?:[a-z-]+\s+){0,2}(?:and|plus|as well as)\s+(?:an?|one|two|three)\s+[A-Z][a-z]+")
#: who fights counts for a purpose: two parties' numbers of one day are a dispute, not two moments
_PARTIES = frozenset({"perpetrator", "belligerent", "military"})


@dataclass(frozen=True, slots=True)
class Series:
    """One group in one state: every assertion about it, the one that stands last, and the relations found."""

    status: str
    cohort: Cohort
    whole: Assertion
    folded: Fold
    relations: tuple[Relation, ...]

    def head(self, assertion: Assertion) -> Claim:
        """The earliest claim of the same origin and number."""
        return self.folded.head[assertion.claim.id]

    def beside(self, part: Assertion) -> Assertion:
        """The figure that a part's own report holds for this group, if the part fits into it; else the last of all."""
        mine = [a for a in self.folded.told.get(part.family, ()) if a is not part and _whole(a)]
        firm = [a for a in mine if a.bounds.low is not None and not a.bounds.vague and a.size > 1]
        large = [a for a in firm if a.size >= part.size and fits(part.bounds, a.bounds)]
        return max(large, key=lambda a: a.size, default=self.whole)


def follow(status: str, cohort: Cohort, assertions: Sequence[Assertion], texts: Texts) -> Series:
    """Relate all figures of one group: repeats folded, each report settled, the reports compared in order."""
    folded = fold(assertions)
    relations: list[Relation] = []
    held = []
    for stands in folded.told.values():
        principal, found = settle(stands, texts)
        held.append(principal)
        relations += found
    inner = {relation.b for relation in relations if relation.type == "includes"}
    parts = {a.numeral: a for a in reversed(folded.assertions) if a.claim.id in inner and a.size >= 3}
    chain = sorted([a for a in held if a.claim.id not in inner] or held, key=_chronology)
    standing = frozenset((a.family, a.numeral) for a in folded.assertions if _whole(a) and a.claim.id not in inner)
    relations += _compare(chain, parts, standing, texts)
    whole = next((a for a in reversed(chain) if not a.part and a.numeral not in parts), chain[-1])
    relations += _added_again(relations, folded)
    return Series(status, cohort, whole, folded, (*folded.relations, *_by_heads(relations, folded)))


def _whole(one: Assertion) -> bool:
    return one.stage >= STANDING and not one.part


def _chronology(assertion: Assertion) -> tuple[object, ...]:
    """By moment; of one moment or none the smaller first where a figure can only grow."""
    stamp = assertion.when.isoformat() if assertion.when else "~"
    size = assertion.size if growing(assertion.claim.status or "") else 0
    return (stamp, size, assertion.order)


def _compare(
    chain: Sequence[Assertion], parts: Mapping[Numeral, Assertion], stands: Set[tuple[str, Numeral]], texts: Texts
) -> list[Relation]:
    """Each report's figure against the one before, against its own origin's last, and with those it agrees with.

    ``stands`` has the numbers that each report lets stand as wholes.
    """
    relations: list[Relation] = []
    last: Assertion | None = None
    by_root: dict[str, Assertion] = {}
    by_number: dict[Numeral, Assertion] = {}
    for one in chain:
        if last is not None and one.bounds.exact and one.numeral in parts and one.numeral != last.numeral:
            relations += _known_part(one, parts[one.numeral])
            continue
        known = by_number.setdefault(one.numeral, one)
        if known is not one and known.root != one.root:
            relations.append(_confirmed(one, known) if _alike(one, known, texts) else _not_alike(one, known))
        before = by_root.get(one.root)
        aside = one.part and last is not None and not last.part
        for other in {id(a): a for a in (last, None if aside else before) if a is not None}.values():
            if other.numeral != one.numeral:
                still = (one.family, other.numeral) in stands
                relations.append(across(one, other, texts, still))
        if not aside:
            last = by_root[one.root] = one
    return [*relations, *_counted_since(chain, last)]


def _counted_since(chain: Sequence[Assertion], last: Assertion | None) -> list[Relation]:
    """ "12 more rescued" on Tuesday are among Thursday's 52: a figure that only grows holds what was added before."""
    if last is None or last.part or last.when is None or not growing(last.claim.status or ""):
        return []
    added = [one for one in chain if one.claim.scope == "increment" and one.when is not None and one.when < last.when]
    reason = "a later count of all holds what was added before"
    return [
        stamped(last, one, "includes", "counted-since", f"{the(one.claim)} are among {the(last.claim)}: {reason}")
        for one in added
        if fits(one.bounds, last.bounds) and one.numeral != last.numeral
    ]


def _added_again(relations: Sequence[Relation], folded: Fold) -> list[Relation]:
    """ "Three more are feared dead" on top of the same three, in two reports: one addition that two origins tell."""
    by_id = {one.claim.id: one for one in folded.everything}
    first: dict[tuple[Numeral, Numeral], Assertion] = {}
    found = []
    for relation in relations:
        if relation.rule == "added-to":
            more, base = by_id[relation.a], by_id[relation.b]
            known = first.setdefault((more.numeral, base.numeral), more)
            if known.family != more.family and known.root != more.root:
                later, earlier = sorted((more, known), key=_chronology, reverse=True)
                found.append(_confirmed(later, earlier))
    return found


def _known_part(one: Assertion, part: Assertion) -> list[Relation]:
    """A report that gives a number known as a part speaks of that part: "11 killed" in the raid alone."""
    if one.root == part.root:
        reason = f"{the(part.claim)} again, known as a part of a larger figure"
        return [stamped(one, part, "echoes", "part-again", reason)]
    return [_confirmed(one, part)]


def _alike(one: Assertion, other: Assertion, texts: Texts) -> bool:
    """False of "23 people and a Briton" beside another's 23: one of the totals is larger by those named beside it."""
    marks = [_AND_ONE.match(texts.setting(a.claim).after) is not None for a in (one, other)]
    return marks[0] == marks[1]


def _not_alike(later: Assertion, first: Assertion) -> Relation:
    reason = f"{voiced(first.claim)}, {voiced(later.claim)}: one of them names others beside this number, who add to it"
    return stamped(later, first, "differs", "counted-beside", reason)


def _confirmed(later: Assertion, first: Assertion) -> Relation:
    reason = f"{who(later.claim)} and {who(first.claim)}, independent of each other, give {said(first.claim)}"
    return stamped(later, first, "supports", "independent-origins-agree", reason)


def across(later: Assertion, earlier: Assertion, texts: Texts, still: bool = False) -> Relation:
    """Two reports with two numbers: the later replaces the earlier, or they agree in rounding, or they conflict.

    A toll that rises between days is revised whoever tells it; one that falls is revised only by its own origin,
    for another's smaller figure disputes the first.  Nor is one revised that another origin's larger figure is set
    against, in words or because the later report lets both stand (``still``).  Of undated reports none is later.
    """
    if agree(later.bounds, earlier.bounds) and not _passed(later, earlier):
        return _in_other_words(later, earlier)
    dated = later.when is not None and earlier.when is not None
    told = None if dated or later.part or earlier.part else _by_their_words(later, earlier, texts)
    if told:
        return _revised(*told, texts)
    after = dated and later.when != earlier.when
    grows = growing(later.claim.status or "") or (_taken(later, texts) and _taken(earlier, texts))
    if (not dated and not (grows and later.root == earlier.root)) or later.part != earlier.part:
        return _unplaced_in_time(later, earlier)
    if after and not still and _batch(later, earlier, texts):
        reason = f"{voiced(earlier.claim)}, {voiced(later.claim)}: of another day, so perhaps other people"
        return stamped(later, earlier, "differs", "another-batch", reason)
    if after and not grows and later.root != earlier.root and _attackers_word(earlier):
        reason = f"{voiced(earlier.claim)}, {voiced(later.claim)}: an attackers' count, and another's of a later day"
        return stamped(later, earlier, "differs", "attackers-own-count", reason)
    replaced = (
        later.root == earlier.root or not (grows or _attackers_word(later)) or (grows and later.size > earlier.size)
    )
    if grows and later.root != earlier.root and (still or _disputed(later, earlier, texts)):
        return unlike(later, earlier, texts)
    if (after or later.root == earlier.root) and replaced:
        return _revised(later, earlier, texts)
    if grows and not after and _still_rising(later, earlier):
        reason = f"{voiced(earlier.claim)}, {voiced(later.claim)}: told on one day, while the count was rising"
        return stamped(later, earlier, "differs", "one-day-count-rising", reason)
    return unlike(later, earlier, texts)


def _passed(later: Assertion, earlier: Assertion) -> bool:
    """True of 26 dead a day after "at least 20", of 186 after "more than 100": the count went on.

    "More than 20" may have been the 24 of the next day already.
    """
    if later.when is None or earlier.when is None or later.when <= earlier.when or later.part or earlier.part:
        return False
    if not growing(later.claim.status or "") or earlier.bounds.vague or earlier.bounds.high is not None:
        return False
    said = earlier.numeral[0]
    return later.size > (earlier.size if earlier.bounds.at_least else said + grain(said) // 2)


def _taken(one: Assertion, texts: Texts) -> bool:
    """True if the words say how many were taken, which is over and done, not how many are held still."""
    words = f"{one.claim.quote} {texts.setting(one.claim).clause}"
    return one.claim.status == "held" and cued("taken", words) and not cued("still", words)


def _disputed(later: Assertion, earlier: Assertion, texts: Texts) -> bool:
    """True if the later figure is set against what others count, or one is a fighting side's own.

    An attacker who claims more dead a day later has not counted on, and an army's "no civilians" is a denial.
    """
    if later.size > earlier.size and (_boasted(later) or cued("disputing", texts.setting(later.claim).sentence)):
        return True
    first = next((source.kind for source in earlier.claim.sources), "")
    return first in _PARTIES and earlier.bounds.high == 0


def _attackers_word(one: Assertion) -> bool:
    """True of what attackers count themselves: set beside what others say, and never in its place."""
    return next((source.kind for source in one.claim.sources), "") == "perpetrator"


def _boasted(one: Assertion) -> bool:
    """True of a party's own number of people it gains by overstating."""
    kind = next((source.kind for source in one.claim.sources), "")
    return kind in ("perpetrator", "belligerent") and leaning(kind, one.cohort.role) == MANY


def _batch(later: Assertion, earlier: Assertion, texts: Texts) -> bool:
    """True of 18 freed on Friday after 32 on Sunday: such figures are told batch by batch, unless one is called all."""
    batches = standard().table("sides")["status"]["batches"]
    words = texts.setting(later.claim).sentence
    takes_back = any(cued(kind, words) for kind in (*KINDS, "fallen"))
    return later.claim.status in batches and later.size < earlier.size and not takes_back


def _by_their_words(one: Assertion, other: Assertion, texts: Texts) -> tuple[Assertion, Assertion] | None:
    """Undated: the later and the earlier, if the words of just one say that it moved ("rose to", "now", "fell to")."""
    moved = [(a, b) for a, b in ((one, other), (other, one)) if _moved(a, b, texts)]
    return moved[0] if len(moved) == 1 else None


def _moved(one: Assertion, other: Assertion, texts: Texts) -> bool:
    setting = texts.setting(one.claim)
    words = f"{setting.before[-_NEAR:]} {setting.clause_after}"
    return cued("now", words) or cued("risen" if one.size > other.size else "fallen", words)


def _still_rising(one: Assertion, other: Assertion) -> bool:
    """Two reports of one day, neither of them a party's own, whose numbers are near each other."""
    kinds = {source.kind for a in (one, other) for source in a.claim.sources[:1]}
    small, big = sorted((one.size, other.size))
    near = small > big * RIVAL and apart(one.bounds, other.bounds)
    return near and one.family != other.family and not kinds & _PARTIES


def _in_other_words(later: Assertion, earlier: Assertion) -> Relation:
    if later.root == earlier.root:
        reason = f"{said(later.claim)} is {said(earlier.claim)} in other words; both go back to {who(earlier.claim)}"
        return stamped(later, earlier, "echoes", "rounded-repeat", reason)
    reason = f"{said(later.claim)} and {said(earlier.claim)} agree but for rounding; the origins are independent"
    return stamped(later, earlier, "supports", "agree-in-rounding", reason)


def _unplaced_in_time(later: Assertion, earlier: Assertion) -> Relation:
    both = f"{voiced(earlier.claim)}, {voiced(later.claim)}"
    clash = "" if apart(later.bounds, earlier.bounds) else "; both can be true"
    if later.claim.scope == "increment" and not earlier.part:
        reason = f"{said(later.claim)} more, on top of those counted before: no new total beside {the(earlier.claim)}"
        return stamped(later, earlier, "differs", "added-to", reason)
    if later.part != earlier.part:
        return stamped(later, earlier, "differs", "part-beside-count", f"{both}: one of them is said of a part{clash}")
    reason = f"{both}: not both reports are dated, so neither is known to be the later{clash}"
    return stamped(later, earlier, "differs", "time-unknown", reason)


def _revised(later: Assertion, earlier: Assertion, texts: Texts) -> Relation:
    kind = change(later, earlier, texts)
    why = "the later figure" if later.when != earlier.when else "the larger of one origin's counts"
    if later.when is None or earlier.when is None:
        why = "the later figure by the words of its report"
    reason = f"{said(later.claim)}, {why}, replaces {said(earlier.claim)}"
    return stamped(later, earlier, "revises", "later-report", reason, kind)


def _by_heads(relations: Sequence[Relation], folded: Fold) -> list[Relation]:
    """State each relation once for the class: on the earliest claims that say the same.

    A count that came back to an old number ("12, then 15, then 12") keeps the claim by which it came back.
    """
    rank = {claim: place for place, claim in enumerate(folded.head)}
    found = []
    for relation in relations:
        a, b = folded.head[relation.a].id, folded.head[relation.b].id
        if relation.type == "revises" and rank[a] < rank[b] < rank[relation.a]:
            a = relation.a
        if a != b:
            found.append(Relation(a, b, relation.type, relation.rule, relation.reason, relation.change))
    return found
