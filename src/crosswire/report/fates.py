"""The fates table: one row for each tally, by group, parts under their whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crosswire.model import Claim, Tally
from crosswire.report.page import Disagreement, Fates, Row, View
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
    """ "killed" under its heading; "killed, foreign hostages" where the group is narrower; "of them ..." for a part."""
    status, label = plain(tally.status), plain(tally.label)
    ordinary = label.casefold() == heading(tally.group.role).casefold() or not label
    if whole is None:
        words = status if ordinary else f"{status}, {label}"
    else:
        same_status, same_label = tally.status == whole.status, tally.label == whole.label
        words = "of them " + ((status if not same_status else "") + ("" if same_label else f" {label}")).strip()
        words = "of them" if words == "of them " else words
    return f"{words} ({plain(tally.episode)})" if tally.episode else words


def _cell(value: int | None, tally: Tally, claims: Sequence[Claim]) -> str:
    """The bound, or a dash where only a vague word stands behind it ("dozens" states no 24)."""
    if value is None:
        return DASH
    behind = [claim for claim in claims if value in (claim.low, claim.high, claim.out_of)]
    if tally.derived is None and behind and not any(stated(claim) for claim in behind):
        return DASH
    return number(value)


def _state(tally: Tally, view: View, disagreements: Sequence[Disagreement]) -> tuple[str, ...]:
    """What a reader must know before using the figure, shortest words first."""
    support = view.found(tally.support)
    notes = [*_standing(tally, view, disagreements)]
    current = _current(tally, support)
    notes += [label for label in unique(c for claim in current for c in claim.certainty) if label not in BOUNDS]
    notes += [f"“{words}”" for words in unique(filter(None, (worded(c, view.text(c)) for c in current)))]
    notes += _origin(support)
    if tally.derived is not None:
        notes.append(f"derived: {plain(tally.reason) or plain(tally.derived)}")
    return unique(notes)


def _current(tally: Tally, support: Sequence[Claim]) -> Sequence[Claim]:
    """The claims whose own bounds the row shows; a figure since replaced lends it no words."""
    shown = {tally.low, tally.best, tally.high} - {None}
    return [claim for claim in support if shown & {claim.low, claim.high}] or support


def _standing(tally: Tally, view: View, disagreements: Sequence[Disagreement]) -> Iterable[str]:
    ids = {*tally.support, *tally.dissent}
    if tally.state == "contested":
        seen = [str(d.number) for d in disagreements if d.conflict and ids & d.claims]
        yield f"contested: see {', '.join(seen)}" if seen else "contested"
    elif tally.state in ("agreed", "revised"):
        yield tally.state
    overlaps = [str(d.number) for d in disagreements if d.type == "may-overlap" and ids & d.claims]
    if overlaps:
        yield f"may overlap: see {', '.join(overlaps)}"


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
