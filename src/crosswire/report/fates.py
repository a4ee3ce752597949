"""The fates table: one row for each tally, by group, parts under their whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from crosswire.model import Claim, Tally
from crosswire.report.page import Disagreement, Fates, Note, Row, View
from crosswire.report.wording import BOUNDS, DASH, STATUSES, heading, number, plain, side, stated, unique, worded


def fates(view: View, disagreements: Sequence[Disagreement]) -> tuple[Fates, ...]:
    """Those who suffer it first, those who did it last; in a group the worst fate first."""
    shown = {tally.id for tally in view.tallies}
    tops = [tally for tally in view.tallies if tally.part_of not in shown or _loops(tally, view.tallies)]
    headed = {tally.group.role for tally in tops}
    roles = unique(t.group.role for t in sorted(view.tallies, key=_weight) if t.group.role in headed)
    found = []
    for role in sorted(roles, key=side):
        mine = sorted((tally for tally in tops if tally.group.role == role), key=_within)
        rows = tuple(row for tally in mine for row in _rows(tally, None, 0, view, disagreements))
        found.append(Fates(heading(role), rows))
    return tuple(found)


def _rank(status: str) -> int:
    return STATUSES.index(status) if status in STATUSES else len(STATUSES)


def _size(tally: Tally) -> int:
    return max(tally.low or 0, tally.best or 0, tally.high or 0)


def _weight(tally: Tally) -> tuple[int, int, str, str]:
    return _rank(tally.status), -_size(tally), tally.group.role, tally.id


def _within(tally: Tally) -> tuple[int, bool, int, str, str]:
    plain_group = tally.label.casefold() == heading(tally.group.role).casefold()
    return _rank(tally.status), not plain_group, -_size(tally), tally.label, tally.id


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


def _rows(
    tally: Tally, whole: Tally | None, depth: int, view: View, disagreements: Sequence[Disagreement]
) -> Iterable[Row]:
    yield _row(tally, whole, depth, view, disagreements)
    for part in sorted((t for t in view.tallies if t.part_of == tally.id), key=_within):
        if not _loops(part, view.tallies):
            yield from _rows(part, tally, depth + 1, view, disagreements)


def _row(tally: Tally, whole: Tally | None, depth: int, view: View, disagreements: Sequence[Disagreement]) -> Row:
    claims = view.found((*tally.support, *tally.dissent))
    return Row(
        depth=depth,
        label=_label(tally, whole),
        low=_cell(tally.low, tally, claims),
        best=_cell(tally.best, tally, claims),
        high=_cell(tally.high, tally, claims),
        roots=number(tally.roots) if tally.derived is None else DASH,
        state=_state(tally, view, disagreements),
        refs=unique(claim.id for claim in claims),
        contested=tally.state == "contested",
        reason=plain(tally.reason),
    )


def _label(tally: Tally, whole: Tally | None) -> str:
    """ "killed"; "killed, foreign" where the group is narrower than its heading; "of them women" for a part."""
    status, label = plain(tally.status), plain(tally.label)
    if whole is None:
        words = ", ".join(filter(None, (status, _narrower(label, heading(tally.group.role)))))
    else:
        new = [status] if tally.status != whole.status else []
        new += [label] if tally.label != whole.label else []
        words = "of them " + (", ".join(new) or status)
    return f"{words} ({plain(tally.episode)})" if tally.episode else words


def _narrower(label: str, head: str) -> str:
    """What a label adds to its heading: "foreign hostages" under "Hostages" is "foreign"."""
    if label.casefold() in (head.casefold(), "persons"):
        return ""
    return re.sub(rf"\s+{re.escape(head)}$", "", label, flags=re.IGNORECASE)


def _cell(value: int | None, tally: Tally, claims: Sequence[Claim]) -> str:
    """The bound, or a dash where only a vague word stands behind it ("dozens" states no 24)."""
    if value is None:
        return DASH
    behind = [claim for claim in claims if value in (claim.low, claim.high, claim.out_of)]
    if tally.derived is None and behind and not any(stated(claim) for claim in behind):
        return DASH
    return number(value)


def _state(tally: Tally, view: View, disagreements: Sequence[Disagreement]) -> tuple[Note, ...]:
    """What a reader must know before using the figure, shortest words first."""
    support = view.found(tally.support)
    current = _current(tally, support)
    words = [label for label in unique(c for claim in current for c in claim.certainty) if label not in BOUNDS]
    words += [f"“{said}”" for said in unique(filter(None, (worded(c, view.text(c)) for c in current)))]
    words += _origin(support)
    if tally.derived is not None:
        words.append(f"derived: {plain(tally.reason) or plain(tally.derived)}")
    return (*_standing(tally, view, disagreements), *(Note(word) for word in unique(words)))


def _current(tally: Tally, support: Sequence[Claim]) -> Sequence[Claim]:
    """The claims whose own bounds the row shows; a figure since replaced lends it no words."""
    shown = {tally.low, tally.best, tally.high} - {None}
    return [claim for claim in support if shown & {claim.low, claim.high}] or support


def _standing(tally: Tally, view: View, disagreements: Sequence[Disagreement]) -> Iterator[Note]:
    ids = {*tally.support, *tally.dissent}
    if tally.state == "contested":
        yield Note("contested", tuple(d.number for d in disagreements if d.conflict and ids & d.claims))
    steps = _steps(ids, view)
    if steps:
        yield Note("revised " + " → ".join(f"“{plain(step.number_text or step.quote)}”" for step in steps))
    elif tally.state in ("agreed", "revised"):
        yield Note(tally.state)
    overlaps = tuple(d.number for d in disagreements if d.type == "may-overlap" and ids & d.claims)
    if overlaps:
        yield Note("may overlap", overlaps)


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


def _origin(support: Sequence[Claim]) -> Iterable[str]:
    """Who stands behind the figure, when that is nobody, nobody named, or a party to it."""
    if not support:
        return
    origins = [claim.sources[0] if claim.sources else None for claim in support]
    if all(origin is None for origin in origins):
        yield "no source named"
    elif all(origin and origin.kind == "perpetrator" for origin in origins):
        yield "the perpetrators' own figure"
    elif all(origin and origin.kind == "belligerent" for origin in origins):
        yield "a warring party's own figure"
    elif all(origin and origin.anonymous for origin in origins):
        yield "unnamed source"
