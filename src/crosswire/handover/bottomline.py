"""The bottom line up front: the gravest figures, each in a sentence that says how sure it is and on whose word.

Nothing is worded that no tally holds: everything is "reported", a range keeps both ends, and of several figures that
must not be added up the largest leads and the next are named beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crosswire.model import Claim, Fate, Tally
from crosswire.report.arranging import rank, size
from crosswire.report.page import Block, Line, View
from crosswire.report.wording import BOUNDS, number, plain, plural, side, stated, unique, who

#: the largest number of figures told in sentences (of those who suffer or guard; of those who did it), and of those
#: named beside one
SENTENCES, THEIRS, BESIDE = 8, 2, 3


def bottom_line(view: View, block: Block) -> tuple[Line, ...]:
    """What to know if nothing else is read: the gravest figures, what is open, who is unaccounted for."""
    heads = list(_heads(view))
    many = [tally for tally in heads if size(tally) != 1] or heads
    suffered = [tally for tally in many if side(tally.group.role) < 2][:SENTENCES]
    did = [tally for tally in many if side(tally.group.role) == 2][:THEIRS]
    lines = [_sentence(tally, view, block) for tally in (*suffered, *did)]
    return (*lines, *_missing(view), *_open(block))


def _heads(view: View) -> Iterator[Tally]:
    """For each side and status the largest whole figure; those who suffer first, the gravest first."""
    ids = {tally.id for tally in view.tallies}
    whole = [t for t in view.tallies if t.part_of not in ids and t.derived is None and t.status != "present"]
    first: dict[tuple[int, int, str], Tally] = {}
    for tally in sorted(whole, key=lambda t: (not _known(t, view), -size(t), t.label, t.id)):
        if size(tally) or not _known(tally, view):
            first.setdefault((side(tally.group.role), rank(tally.status), tally.status), tally)
    for key in sorted(first):
        yield first[key]


def _known(tally: Tally, view: View) -> bool:
    """True if a sentence gives a figure, not only a vague word."""
    return any(stated(claim) for claim in view.found(tally.support))


def _sentence(tally: Tally, view: View, block: Block) -> Line:
    words = f"{counted(tally, view)} reported {_state(tally.status)}"
    words = f"{words[:1].upper()}{words[1:]}{_standing(tally, block)}, {_voice(tally, view)}."
    parts = [t for t in view.tallies if t.part_of == tally.id and t.derived is None and t.label != tally.label]
    parts = [t for t in parts if size(t) > 1 and _known(t, view)]
    beside = sorted(parts, key=lambda t: (t.state != "contested", -size(t), t.id))[:BESIDE]
    if beside:
        words += f" Of them {'; '.join(_aside(part, tally, view, block) for part in beside)}."
    apart = [t for t in _alike(tally, view) if size(t) > 1][:BESIDE]
    if apart:
        words += f" Told apart, never to be added: {'; '.join(_aside(t, tally, view, block) for t in apart)}."
    return Line("", words, unique(claim for t in (tally, *beside, *apart) for claim in behind(t, view)))


def _alike(tally: Tally, view: View) -> Sequence[Tally]:
    """Other whole figures of the same status and side, the largest first."""
    ids = {t.id for t in view.tallies}
    same = [
        t
        for t in view.tallies
        if t.id != tally.id and t.part_of not in ids and t.derived is None and t.status == tally.status
    ]
    same = [t for t in same if side(t.group.role) == side(tally.group.role) and _known(t, view)]
    return sorted(same, key=lambda t: (t.state != "contested", -size(t), t.label, t.id))


def _aside(part: Tally, whole: Tally, view: View, block: Block) -> str:
    state = "" if part.status == whole.status else f" {_state(part.status)}"
    return f"{counted(part, view)}{state}{_standing(part, block)}"


def counted(tally: Tally, view: View) -> str:
    """ "23 hostages", "at least 21 foreigners", "up to 9 Britons"; a vague word as its report has it."""
    label = plain(tally.label)
    value = tally.best if tally.best is not None else tally.low
    if not _known(tally, view):
        claims = view.found(tally.support)
        return f"“{plain(claims[0].number_text or claims[0].quote)}” {label}" if claims else label
    if value is None:
        return f"up to {number(tally.high)} {label}" if tally.high is not None else label
    return f"{'at least ' if tally.high is None else ''}{number(value)} {named(label, value)}"


def named(label: str, value: int | None) -> str:
    """The group's name for so many: 1 "person", 2 "people", 1 "Irish citizen"."""
    if value != 1:
        return label
    return {"people": "person", "persons": "person"}.get(label, label.removesuffix("s"))


def _standing(tally: Tally, block: Block) -> str:
    """ " (23 to 30; contested, disagreement 1)": the bounds where they differ from the best figure, and the dispute."""
    words = []
    if None not in (tally.best, tally.low, tally.high) and tally.low != tally.high:
        words.append(f"{number(tally.low or 0)} to {number(tally.high or 0)}")
    if tally.state == "contested":
        ids = {*tally.support, *tally.dissent}
        see = [str(item.number) for item in block.disagreements if item.conflict and ids & item.claims]
        words.append(
            f"contested, {'disagreement' if len(see) == 1 else 'disagreements'} {', '.join(see)}"
            if see
            else "contested"
        )
    return f" ({'; '.join(words)})" if words else ""


def _state(status: str) -> str:
    return {"present": "at the scene", "captured": "in custody", "hospitalised": "in hospital"}.get(
        status, plain(status)
    )


def behind(tally: Tally, view: View) -> tuple[str, ...]:
    """What to cite for a figure: the claim that states it, and of a contested one what was said last against it."""
    last = _stating(tally, view)
    against = [id for id in (*tally.support, *tally.dissent) if last and id in view.claims and _other(id, last, view)]
    dispute = against[-1:] if tally.state == "contested" else []
    return (*((last.id,) if last else tally.support[-1:]), *dispute)


def _other(id: str, stating: Claim, view: View) -> bool:
    claim = view.claims[id]
    return (claim.low, claim.high) != (stating.low, stating.high)


def _stating(tally: Tally, view: View) -> Claim | None:
    """The newest claim that states the figure shown, an original before its reprints."""
    support = view.found(tally.support)
    best = [c for c in support if tally.best is not None and tally.best in (c.low, c.high)]
    exact = best or [c for c in support if {tally.low, tally.high} & {c.low, c.high} - {None}] or support
    claims = [c for c in exact if c.id not in view.folded] or exact
    return max(claims, key=lambda claim: (_date(claim, view), claims.index(claim))) if claims else None


def _voice(tally: Tally, view: View) -> str:
    """On whose word: the newest claim that states the figure shown; how many origins, where there are several."""
    last = _stating(tally, view)
    if last is None:
        return "by no sentence of its own"
    doubts = [plain(label) for label in last.certainty if label not in BOUNDS]
    told = f"{tally.roots} independent origins that agree, last " if tally.state == "agreed" and tally.roots > 1 else ""
    voice = f"according to {told}{who(last.sources)}" if last.sources else f"{told}in the reports’ own words"
    kind = " (the perpetrators’ own word)" if last.sources and last.sources[0].kind == "perpetrator" else ""
    return f"{voice}{kind}" + (f", {', '.join(doubts)}" if doubts else "")


def _date(claim: Claim, view: View) -> str:
    document = view.documents.get(claim.document)
    return (document.published.value or "") if document else ""


def _missing(view: View) -> Iterator[Line]:
    """Groups of known size of whom some have no known fate."""
    for fate in view.fates:
        if fate.holds and any(fate.unexplained):
            yield Line("", f"Not accounted for: {unexplained(fate)}.", _behind(fate, view))


def unexplained(fate: Fate) -> str:
    """ "2 to 4 of the 18 BP workers"."""
    low, high = fate.unexplained
    if low is None or high is None:
        amount = f"at least {number(low)}" if low is not None else f"up to {number(high or 0)}"
    else:
        amount = number(low) if low == high else f"{number(low)} to {number(high)}"
    whole = fate.size.high if fate.size.high is not None else fate.size.low
    return f"{amount} of the {number(whole)} {plain(fate.label)}" if whole is not None else f"{amount} {fate.label}"


def _behind(fate: Fate, view: View) -> tuple[str, ...]:
    known = {tally.id: tally for tally in view.tallies}
    tallies = [known[id] for state in (fate.size, *fate.states) for id in state.tallies if id in known]
    return unique((*fate.size.claims, *(claim for tally in tallies for claim in behind(tally, view)[:1])))


def _open(block: Block) -> Iterator[Line]:
    """How many disagreements nobody has settled."""
    conflicts = [item for item in block.disagreements if item.conflict]
    if conflicts:
        one = len(conflicts) == 1
        rest = "stands open; what would settle it" if one else "stand open; what would settle each"
        yield Line("", f"{plural(len(conflicts), 'disagreement')} {rest} is said below.")
