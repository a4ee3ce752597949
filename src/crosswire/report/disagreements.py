"""Sentences that do not fit together, side by side, with what would settle them; no verdict.

Contradictions first, then what cannot be added up, then figures in dispute, then what only looks opposed.  Groups that
may share people, and numbers equal by chance, are no disagreement: they are listed in one line each (`overlaps`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from crosswire.model import Claim, Document, Relation, Tally
from crosswire.report.page import Disagreement, Line, Section, Side, View
from crosswire.report.passages import Passage, passage_of, passages
from crosswire.report.wording import day, figure, plain, side, unique, who
from crosswire.settling import settling, settling_tally

#: conflicts first, then what only looks like one
HEADLINES = {
    "contradicts": "both cannot be true",
    "violation": "cannot hold together",
    "contested": "not settled",
    "differs": "they only look opposed",
}
#: longest sentence shown whole; of a longer one the words around the claim
LONGEST = 230
#: how many of the overlaps a terminal shows
SHOWN = 6


def disagreements(view: View) -> tuple[Disagreement, ...]:
    """Contradictions, sums that cannot hold, contested figures, then differences, numbered."""
    cut: dict[str, tuple[Passage, ...]] = {}
    found = [*_contradicted(view, cut)]
    found += _violated(view, cut)
    opposed = {claim for item in found for claim in item.claims}
    found += _contested(view, opposed, cut)
    found += _differing(view)
    return tuple(
        Disagreement(n, item.type, item.headline, item.sides, item.reason, item.settle, item.claims)
        for n, item in enumerate(found, 1)
    )


def _contradicted(view: View, cut: dict[str, tuple[Passage, ...]]) -> Iterator[Disagreement]:
    """One for every figure whose sides contradict each other, however many they are; one for every other pair."""
    home = {claim: tally for tally in view.tallies for claim in (*tally.support, *tally.dissent)}
    groups: dict[object, list[Relation]] = {}
    for relation in view.relations:
        if relation.type == "contradicts":
            groups.setdefault(_quarrel(relation, home, view), []).append(relation)
    for relations in groups.values():
        first = relations[0]
        ends = unique(claim for relation in relations for claim in (relation.b, relation.a))
        sides = _sides(view, [view.claims[claim] for claim in ends], cut, together=len(relations) > 1)
        claims = frozenset(claim for voice in sides for claim in voice.refs)
        settle = settling(first, view.claims[first.a], view.claims[first.b])
        reason = _sentence(first.reason) if len(sides) < 3 else _pairs(view, relations)
        one = home.get(first.a) if home.get(first.a) is home.get(first.b) else None
        yield Disagreement(0, first.type, _headline(first.type, one), sides, reason, settle, claims)


def _quarrel(relation: Relation, home: Mapping[str, Tally], view: View) -> object:
    """The figure that both ends are of, else the two ends themselves."""
    one, other = home.get(relation.a), home.get(relation.b)
    if one is not None and one is other:
        return one.id
    return frozenset(view.folded.get(claim, claim) for claim in (relation.a, relation.b))


def _headline(kind: str, tally: Tally | None) -> str:
    """ "hostages killed: both cannot be true"."""
    subject = f"{plain(tally.label)} {plain(tally.status)}: " if tally is not None else ""
    return subject + HEADLINES[kind]


def _sides(
    view: View, claims: Sequence[Claim], cut: dict[str, tuple[Passage, ...]], *, together: bool
) -> tuple[Side, ...]:
    """A side for each claim, or, taken ``together``, for each figure: the earliest report's, and who else gives it."""
    found: dict[object, Side] = {}
    for claim in sorted(claims, key=lambda claim: _appeared(view, claim)):
        new = _side(view, claim, cut)
        key = (claim.status, claim.low, claim.high) if together and claim.kind == "count" else claim.id
        old = found.get(key)
        if old is None:
            found[key] = new
        else:
            also = old.who if new.who in old.who else f"{old.who}; also {new.who}"
            found[key] = replace(old, who=also, refs=unique((*old.refs, *new.refs)))
    return tuple(found.values())


def _appeared(view: View, claim: Claim) -> str:
    document = view.documents.get(claim.document)
    return (document.published.value if document else None) or "9999"


def _pairs(view: View, relations: Sequence[Relation]) -> str:
    """ "34 against 30, 30 against 12: of each two only one can be true"."""
    found: dict[frozenset[str], str] = {}
    for relation in relations:
        one, other = figure(view.claims[relation.b]), figure(view.claims[relation.a])
        found.setdefault(frozenset((one, other)), f"{one} against {other}")
    return f"{', '.join(found.values())}: of each two only one can be true"


def _differing(view: View) -> Iterator[Disagreement]:
    """What only looks opposed: the words of each side, and why both can be true."""
    seen: set[frozenset[str]] = set()
    for relation in view.relations:
        if relation.type != "differs":
            continue
        told = [view.claims[claim] for claim in (relation.b, relation.a)]
        sides = tuple(_spoken(view, claim, plain(claim.quote)) for claim in told)
        claims = frozenset(claim for voice in sides for claim in voice.refs)
        if claims not in seen:
            seen.add(claims)
            settle = settling(relation, view.claims[relation.a], view.claims[relation.b])
            yield Disagreement(0, "differs", HEADLINES["differs"], sides, _why(relation), settle, claims)


def _why(relation: Relation) -> str:
    """The reason without the two figures, which its sides show: "Another time or scope"."""
    figures, colon, why = relation.reason.partition(": ")
    return _sentence(why if colon else figures)


def _sentence(reason: str) -> str:
    """A reason with a capital, so that it reads as the sentence it is; a file's name keeps its own."""
    words = plain(reason)
    return words if "." in words.split(" ", 1)[0] else words[:1].upper() + words[1:]


def _violated(view: View, cut: dict[str, tuple[Passage, ...]]) -> Iterator[Disagreement]:
    """The fewest claims that cannot all be true."""
    for violation in view.violations:
        told = view.found(violation.claims)
        if told:
            sides = _merged([_side(view, claim, cut) for claim in told])
            refs = frozenset(claim for voice in sides for claim in voice.refs)
            settle = "a list of the people by name, with the state of each, and the time of each count"
            yield Disagreement(0, "violation", HEADLINES["violation"], sides, _sentence(violation.reason), settle, refs)


def _merged(sides: Sequence[Side]) -> tuple[Side, ...]:
    """Claims of one sentence and one voice stand together."""
    together: dict[tuple[str, str], Side] = {}
    for one in sides:
        known = together.get((one.quote, one.who))
        together[one.quote, one.who] = replace(known, refs=unique((*known.refs, *one.refs))) if known else one
    return tuple(together.values())


def _contested(view: View, opposed: set[str], cut: dict[str, tuple[Passage, ...]]) -> Iterator[Disagreement]:
    """Tallies in dispute whose two sides no contradiction has shown yet."""
    for tally in sorted(view.tallies, key=lambda tally: side(tally.group.role)):
        if tally.state == "contested" and tally.derived is None and not _shown(tally, opposed):
            sides = _sides(view, _heads(view, tally), cut, together=True)
            if len(sides) > 1:
                refs = frozenset(claim for voice in sides for claim in voice.refs)
                settle = settling_tally(tally.status)
                reason = f"Shown above by the rule: {plain(tally.reason)}." if tally.reason else ""
                yield Disagreement(0, "contested", _headline("contested", tally), sides, reason, settle, refs)


def _shown(tally: Tally, opposed: set[str]) -> bool:
    return bool(opposed & {*tally.support}) and bool(opposed & {*tally.dissent})


def _heads(view: View, tally: Tally) -> list[Claim]:
    """One claim for each class of repeats, the supported side first."""
    claims = view.found((*tally.support, *tally.dissent))
    heads: dict[str, Claim] = {}
    for claim in claims:
        heads.setdefault(view.folded.get(claim.id, claim.id), claim)
    return list(heads.values())


# --- one side --------------------------------------------------------------------------------------


def _side(view: View, claim: Claim, cut: dict[str, tuple[Passage, ...]]) -> Side:
    return _spoken(view, claim, _whole_sentence(claim, view.documents.get(claim.document), cut))


def _spoken(view: View, claim: Claim, words: str) -> Side:
    said = f"{who(claim.sources)}{_when(claim, view.documents.get(claim.document))}"
    return Side(words, said, unique((claim.id, *view.repeats(claim))))


def _when(claim: Claim, document: Document | None) -> str:
    """When it is said to have been so, and when that was reported."""
    time = f" ({plain(claim.time.text)})" if claim.time and plain(claim.time.text) else ""
    dated = document.published.value if document else None
    return f"{time}, reported {day(dated[:10])}" if dated else time


def _whole_sentence(claim: Claim, document: Document | None, cut: dict[str, tuple[Passage, ...]]) -> str:
    """The sentence of the claim; of a long one the words on both sides of the claim, cut at spaces."""
    if document is None:
        return plain(claim.quote)
    if document.id not in cut:
        cut[document.id] = passages(document)
    found = passage_of(claim, cut[document.id])
    if found is None:
        return plain(claim.quote)
    start, end = min(found.start, claim.span.start), max(found.end, claim.span.end)
    text = document.text
    room = max(0, LONGEST - (claim.span.end - claim.span.start)) // 2
    left, right = start, end
    if end - start > LONGEST:
        left = max(start, text.find(" ", max(start, claim.span.start - room), claim.span.start) + 1 or start)
        right = min(end, max(claim.span.end, text.rfind(" ", claim.span.end, min(end, claim.span.end + room))))
    return ("… " if left > start else "") + plain(text[left:right]) + (" …" if right < end else "")


# --- what is never added ---------------------------------------------------------------------------


def overlaps(view: View) -> Section:
    """Groups that may share people, and equal numbers of others, one line each; whole in Markdown, HTML and JSON."""
    lines = []
    for kind, lead in (("may-overlap", "may overlap"), ("coincides", "chance")):
        seen: set[frozenset[str]] = set()
        for relation in view.relations:
            if relation.type == kind and (pair := frozenset((relation.a, relation.b))) not in seen:
                seen.add(pair)
                lines.append(Line(lead, _short(relation), (relation.b, relation.a)))
    return Section("overlaps", "Never to be added", tuple(lines), SHOWN)


def _short(relation: Relation) -> str:
    """The reason without what the heading says already."""
    return _sentence(relation.reason.removesuffix(": never added, never merged"))
