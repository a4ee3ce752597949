"""The fates table: one row for each tally, in blocks, parts under their whole, single persons on one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from crosswire.model import Claim, Tally
from crosswire.report.arranging import Place, captivity, place_of, rank, size
from crosswire.report.page import Disagreement, Fates, Note, Row, View
from crosswire.report.wording import BOUNDS, DASH, DAYS, MONTHS, number, plain, stated, unique, worded


def fates(view: View, disagreements: Sequence[Disagreement]) -> tuple[Fates, ...]:
    """The blocks of the table in the order of `crosswire.report.arranging`; in a block the worst and largest first."""
    shown = {tally.id for tally in view.tallies}
    tops = [tally for tally in view.tallies if tally.part_of not in shown or _loops(tally, view.tallies)]
    taken = captivity(view.incident, view.tallies)
    blocks: dict[Place, list[Tally]] = {}
    for tally in tops:
        blocks.setdefault(place_of(tally, taken), []).append(tally)
    return tuple(_block(place, blocks[place], view, disagreements) for place in sorted(blocks))


def _block(place: Place, tallies: Sequence[Tally], view: View, disagreements: Sequence[Disagreement]) -> Fates:
    """A block by status needs no heading where its first row is of people at large: "Killed  107"."""
    ordered = sorted(tallies, key=lambda tally: _within(tally, place, view))
    many = [tally for tally in ordered if not _single(tally, view)]
    alone = [tally for tally in ordered if _single(tally, view)]
    if len(ordered) == 1 or len(alone) < 2 - bool(many):
        many, alone = ordered, []
    headless = place.status is not None and bool(many) and _leads(many)
    rows: list[Row] = []
    for n, tally in enumerate(many):
        label = _headed(tally, place, headless and n == 0)
        rows += _rows(tally, label, int(headless and n > 0), view, disagreements)
    if alone:
        rows.append(_told_singly(alone, int(headless), view))
    return Fates("" if headless else place.title, tuple(rows))


def _leads(tallies: Sequence[Tally]) -> bool:
    """True if the first row can stand for its block: it counts people at large, and no other row counts more."""
    first = tallies[0]
    return len(tallies) == 1 or (_everyone(first) and size(first) >= max(size(tally) for tally in tallies))


def _within(tally: Tally, place: Place, view: View) -> tuple[object, ...]:
    """Worst first, then people at large, then the largest; what is only a vague word, or nobody, last."""
    zero = (tally.low, tally.high) == (0, 0)
    alike = 0 if place.status is not None else rank(tally.status)
    vague = tally.derived is None and not any(stated(claim) for claim in view.found(tally.support))
    anyone = place.status is not None and _everyone(tally)
    return zero, alike, vague, not anyone, -size(tally), tally.label, tally.id


def _everyone(tally: Tally) -> bool:
    return tally.label in ("people", "persons", "people, in all")


def _single(tally: Tally, view: View) -> bool:
    """True for one person of whom nothing else is counted: "a Briton was freed"."""
    if (tally.low, tally.best, tally.high) != (1, 1, 1) or tally.derived is not None:
        return False
    return not any(other.part_of == tally.id for other in view.tallies)


def _told_singly(tallies: Sequence[Tally], depth: int, view: View) -> Row:
    """One line for all persons of whom the reports tell one by one; they are never added up."""
    claims = view.found(claim for tally in tallies for claim in (*tally.support, *tally.dissent))
    several = len({tally.status for tally in tallies}) > 1
    first = {tally.id: view.found(tally.support)[:1] for tally in tallies}
    words = [f"{_person(claim)}{', ' + plain(t.status) if several else ''}" for t in tallies for claim in first[t.id]]
    notes = tuple(Note(word) for word in unique(words))
    refs = unique(claim.id for claim in claims)
    return Row(depth, "told singly", DASH, DASH, DASH, DASH, notes, refs, False, "")


def _person(claim: Claim) -> str:
    """ "Jan Novak", or the report's own words: "a Briton"."""
    if claim.people:
        return plain(claim.people[0].name)
    noun = plain(claim.group.text) if claim.group else ""
    words = plain(claim.number_text or "")
    if not noun or noun.casefold() == words.casefold():
        noun = "person"
    return f"{words[:1].lower()}{words[1:]} {noun}" if noun not in words else words


def _loops(tally: Tally, tallies: Sequence[Tally]) -> bool:
    """True if following part-of comes back to this tally; such a ring is shown flat."""
    parent = {t.id: t.part_of for t in tallies}
    seen, at = set(), tally.part_of
    while at is not None and at not in seen:
        if at == tally.id:
            return True
        seen.add(at)
        at = parent.get(at)
    return False


# --- one row -------------------------------------------------------------------------------------


def _rows(tally: Tally, label: str, depth: int, view: View, disagreements: Sequence[Disagreement]) -> Iterator[Row]:
    yield _row(tally, label, depth, view, disagreements)
    parts = [t for t in view.tallies if t.part_of == tally.id and not _loops(t, view.tallies)]
    for part in sorted(parts, key=lambda t: (rank(t.status), t.derived is not None, -size(t), t.label, t.id)):
        yield from _rows(part, _part(part, tally, view), depth + 1, view, disagreements)


def _row(tally: Tally, label: str, depth: int, view: View, disagreements: Sequence[Disagreement]) -> Row:
    claims = view.found((*tally.support, *tally.dissent))
    return Row(
        depth=depth,
        label=label,
        low=_cell(tally.low, tally, claims),
        best=_cell(tally.best, tally, claims),
        high=_cell(tally.high, tally, claims),
        roots=number(tally.roots) if tally.derived is None else DASH,
        state=_state(tally, view, disagreements),
        refs=unique(claim.id for claim in claims),
        contested=tally.state == "contested",
        reason=plain(tally.reason),
        tally=tally.id,
    )


def _headed(tally: Tally, place: Place, leads: bool) -> str:
    """What a row adds to its block: "killed" under Hostages, "Algerian workers" under Freed, "soldiers" in Killed."""
    label = plain(tally.label)
    if leads:
        bare = "" if _everyone(tally) and tally.derived is None else f", {label.removeprefix('people, ')}"
        words = place.title + bare
    elif place.status is not None:
        words = label
    else:
        words = _beside(tally, label, place)
    return f"{words} ({plain(tally.episode)})" if tally.episode else words


def _beside(tally: Tally, label: str, place: Place) -> str:
    """The status, the group, or both, whichever the title of the block leaves unsaid."""
    title = place.title.casefold()
    if title in ("hostages", "militants", "suspects", "soldiers", "police", "guards"):
        return ", ".join(filter(None, (plain(tally.status), _narrower(label, place.title))))
    if title.startswith("bodies"):
        return "found"
    if title in ("freed", "unaccounted for", "at the scene", "safe"):
        own = {"freed": "freed", "unaccounted for": "missing", "at the scene": "present", "safe": "safe"}[title]
        return label if tally.status == own else f"{label}, {plain(tally.status)}"
    group, comma, rest = label.partition(", ")
    return f"{group} {plain(tally.status)}{comma}{rest}"


def _narrower(label: str, head: str) -> str:
    """What a label adds to its heading: "foreign hostages" under "Hostages" is "foreign"."""
    if label.casefold() in (head.casefold(), "people", "persons"):
        return ""
    return re.sub(rf"\s+{re.escape(head)}$", "", label, flags=re.IGNORECASE)


def _part(part: Tally, whole: Tally, view: View) -> str:
    """ "of them women"; "of them in Adana", "on Thursday" where only that tells them apart; "the rest" if derived."""
    label = plain(part.label)
    if part.derived is not None and part.label.startswith(f"{whole.label}, "):
        return label.removeprefix(f"{plain(whole.label)}, ")
    new = [plain(part.status)] if part.status != whole.status else []
    new += [_added(label, part, whole)] if label not in (plain(whole.label), "people", "persons") else []
    if not new:
        new = _in_town(part, whole, view)
    if not new:
        times = [plain(claim.time.text) for claim in view.found(part.support) if claim.time and plain(claim.time.text)]
        new = [_inside(times[0])] if times else []
    words = " ".join(("of them", ", ".join(new))).rstrip()
    return f"{words} ({plain(part.episode)})" if part.episode else words


def _in_town(part: Tally, whole: Tally, view: View) -> list[str]:
    """Where all of these are, if other parts of the same whole are elsewhere: "of them in Adana"."""
    named = _towns(part, view)
    others = [_towns(t, view) for t in view.tallies if t.part_of == whole.id and t.id != part.id]
    if len(named) != 1 or named == _towns(whole, view) or not any(other and other != named for other in others):
        return []
    return [f"in {plain(name)}" for name in named]


def _towns(tally: Tally, view: View) -> frozenset[str]:
    """The places of a figure's claims; none if one of them names no place."""
    named = [claim.place.name if claim.place else "" for claim in view.found(tally.support)]
    return frozenset() if "" in named else frozenset(named)


def _inside(time: str) -> str:
    """The words for a time inside a line: "since 14 May", "Tuesday morning"."""
    named = time[:3] in DAYS or time[:3] in MONTHS
    return time if named or time[1:2].isupper() else time[:1].lower() + time[1:]


def _added(label: str, part: Tally, whole: Tally) -> str:
    """ "foreign" of foreign hostages among hostages; a name of their own side stays with its noun."""
    return label if part.group.allegiance else _narrower(label, plain(whole.label)) or label


def _cell(value: int | None, tally: Tally, claims: Sequence[Claim]) -> str:
    """The bound, or a dash where only a vague word stands behind it ("dozens" states no 24)."""
    if value is None:
        return DASH
    behind = [claim for claim in claims if value in (claim.low, claim.high, claim.out_of)]
    coded = value == tally.best  # a codebook's own number for the word: "dozens" is 12 by ACLED's rule
    if tally.derived is None and not coded and behind and not any(stated(claim) for claim in behind):
        return DASH
    return number(value)


# --- what to know before using it ------------------------------------------------------------------


def _state(tally: Tally, view: View, disagreements: Sequence[Disagreement]) -> tuple[Note, ...]:
    """What a reader must know before using the figure, shortest words first."""
    support = view.found(tally.support)
    current = _current(tally, support)
    words = [label for label in unique(c for claim in current for c in claim.certainty) if label not in BOUNDS]
    words += [f"“{said}”" for said in unique(filter(None, (worded(c, view.text(c)) for c in current)))[:1]]
    words += _origin(support, view.unsourced)
    words += _outlets(current, tally.roots, view)
    if tally.trace and not any(step.used for step in tally.trace):
        words.append("left empty by the rule")
    if tally.derived is not None:
        words.append(f"derived: {plain(tally.reason) or plain(tally.derived)}")
    return (*_standing(tally, view, disagreements), *(Note(word) for word in unique(words)))


#: as many outlets look like as many witnesses, where they are not
_MANY_OUTLETS = 3


def _outlets(current: Sequence[Claim], roots: int, view: View) -> Iterable[str]:
    """ "11 outlets, 2 roots": how many print the figure, where fewer stand behind it."""
    documents = [view.documents[claim.document] for claim in current if claim.document in view.documents]
    outlets = {document.publisher or document.id for document in documents}
    if len(outlets) >= _MANY_OUTLETS and len(outlets) > roots:
        yield f"{len(outlets)} outlets, {roots} root{'' if roots == 1 else 's'}"


def _current(tally: Tally, support: Sequence[Claim]) -> Sequence[Claim]:
    """The claims whose own bounds the row shows; a figure since replaced lends it no words."""
    shown = {tally.low, tally.best, tally.high} - {None}
    return [claim for claim in support if shown & {claim.low, claim.high}] or support


def _standing(tally: Tally, view: View, disagreements: Sequence[Disagreement]) -> Iterator[Note]:
    ids = {*tally.support, *tally.dissent}
    if tally.state == "contested":
        behind = ids | _behind(tally, view)
        yield Note("contested", tuple(d.number for d in disagreements if d.conflict and behind & d.claims))
    broken = tuple(d.number for d in disagreements if d.type == "violation" and ids & d.claims)
    if broken:
        yield Note("does not add up", broken)
    steps = _steps(ids, view)
    if steps:
        yield Note("revised " + " → ".join(f"“{plain(step.number_text or step.quote)}”" for step in steps))
    elif tally.state in ("agreed", "revised"):
        yield Note(tally.state)


def _behind(tally: Tally, view: View) -> set[str]:
    """The claims of the tallies from which a derived one is made."""
    made_of = set((tally.derived or "").split())
    return {claim for other in view.tallies if other.id in made_of for claim in (*other.support, *other.dissent)}


def _steps(ids: set[str], view: View) -> list[Claim]:
    """The figure's own story, oldest first: "no", "five", "a sixth"; empty unless it is one unbroken line."""
    later = {r.b: r.a for r in view.relations if r.type == "revises" and r.a in ids and r.b in ids}
    first = [claim for claim in later if claim not in later.values()]
    if len(first) != 1:
        return []
    line = first
    while line[-1] in later and later[line[-1]] not in line:
        line.append(later[line[-1]])
    return [view.claims[claim] for claim in line]


def _origin(support: Sequence[Claim], unsourced: bool) -> Iterable[str]:
    """Who stands behind the figure: nobody, nobody named, or a party to it; anybody at all where most name nobody."""
    if not support:
        return
    origins = [claim.sources[0] if claim.sources else None for claim in support]
    if all(origin is None for origin in origins):
        if not unsourced:
            yield "no source named"
    elif all(origin and origin.kind == "perpetrator" for origin in origins):
        yield "the perpetrators' own figure"
    elif all(origin and origin.kind == "belligerent" for origin in origins):
        yield "a warring party's own figure"
    elif all(origin and origin.anonymous for origin in origins):
        yield "unnamed source"
    elif unsourced:
        yield from unique(f"says {plain(origin.name)}" for origin in origins if origin)
