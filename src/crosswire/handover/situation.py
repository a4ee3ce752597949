"""An Account as a situation report: which lines a duty officer hands to the next shift, in which order.

Lines and rows are those of the full report.  What is chosen here is chosen by kind and by date, never by content, and
whatever is left out is counted in a remark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from crosswire.errors import UnknownIncident
from crosswire.handover.bottomline import behind, bottom_line, counted, named, unexplained
from crosswire.handover.endnotes import endnotes
from crosswire.handover.focus import focused
from crosswire.handover.values import Chapter, Situation
from crosswire.model import Account, Change, Document, History, Incident, Tally
from crosswire.report.arranging import rank, size
from crosswire.report.changes import in_words
from crosswire.report.layout import page
from crosswire.report.page import Block, Disagreement, Fates, Line, Note, Row, Section, View, views
from crosswire.report.sections import credits, dated, judged, warnings
from crosswire.report.wording import day, plain, plural, unique

#: what is new: changes of so many hours before the moment of which the report speaks
LATELY = timedelta(hours=24)
#: lines of a section, rows of a block of the table, disagreements; a remark counts the others
LINES, ROWS, DISPUTES = 24, 30, 12
#: claims cited at either end of those behind one figure, and claims that a whole table cites before it cites fewer
CITED, BUDGET = 8, 400
#: sections that only the full report has
LEFT = ("settled", "apart", "unplaced")


def situation(account: Account, incident: str | None = None) -> Situation:
    """The situation report of one incident, by its id or the beginning of it, or of all that are crises.

    Give an account with ``moments`` for what changed lately; without, every revision is told.  Raises
    UnknownIncident, listing what there is.
    """
    chosen = _chosen(account, incident)
    parts = [focused(account, one) for one in chosen]
    chapters = tuple(_chapter(part) for part in parts)
    told = {document.id for part in parts for document in part.documents}
    reports = tuple(document for document in account.documents if document.id in told)
    heard = account if incident is None else parts[0]
    judgements, remarks = judged(heard), _shortened(warnings(heard))
    notes, numbers = endnotes(
        _cited(chapters, judgements),
        {claim.id: claim for claim in account.claims},
        {document.id: document for document in account.documents},
    )
    return Situation(
        title=_title(chapters),
        as_of=account.as_of,
        at=account.as_of or _newest(reports),
        policy=account.policy,
        facts=tuple(_facts(account, reports)),
        chapters=chapters,
        judgements=judgements,
        warnings=remarks,
        reports=reports,
        endnotes=notes,
        numbers=numbers,
    )


def _title(chapters: Sequence[Chapter]) -> str:
    if len(chapters) == 1:
        return chapters[0].title
    return plural(len(chapters), "incident") if chapters else "no crisis is told"


def _chosen(account: Account, incident: str | None) -> Sequence[Incident]:
    """The incidents to tell, biggest first; a story without a figure of people is no crisis, unless asked for."""
    every = [view for view in views(account) if view.incident is not None]
    if incident is None:
        return [v.incident for v in every if v.incident and (v.tallies or v.incident.type != "other")]
    named = [v.incident for v in every if v.incident and v.incident.id == incident]
    named = named or [v.incident for v in every if v.incident and incident and v.incident.id.startswith(incident)]
    if len(named) != 1:
        known = "; ".join(f"{v.incident.id} {plain(v.incident.label)}" for v in every if v.incident)
        raise UnknownIncident(f"no single incident {incident!r}; there are: {known or 'none'}")
    return named


def _newest(reports: Iterable[Document]) -> str | None:
    return max((d.published.value for d in reports if d.published.value), default=None)


def _facts(account: Account, reports: Sequence[Document]) -> Iterator[str]:
    newest = _newest(reports)
    if account.as_of:
        yield f"As of {day(account.as_of)}: only what had been published by then."
    elif newest:
        yield f"All reports held; the newest is of {day(newest)}."
    if account.known_by:
        yield f"Only what had been recorded and judged here by {day(account.known_by)}."
    if reports:
        yield f"Rests on {'; '.join(filter(None, (credits(reports), dated(reports))))}."
    else:
        yield "No report of a crisis is held."
    yield (
        f"Figures are settled by the published rule {plain(account.policy)}. Every number in brackets leads to the "
        "sentence."
    )


# --- one incident --------------------------------------------------------------------------------


def _chapter(account: Account) -> Chapter:
    block = page(account).blocks[0]
    view = next(iter(views(account)))
    told = {section.key: section for section in block.sections}
    disputes = [item for item in block.disagreements if item.conflict]
    sections = (
        _shortened(replace(block.ledger, title="Who is accounted for")),
        _shortened(Section("groups", "By nationality and employer", tuple(_groups(view)))),
        *(_shortened(told[key]) for key in ("overlaps", "claims") if key in told),
        _latest(told["timeline"]) if "timeline" in told else Section("timeline", "Timeline", ()),
        _shortened(Section("questions", "Open questions", tuple(_questions(view, disputes)))),
        *(told[key] for key in ("sources",) if key in told),
    )
    return Chapter(
        incident=view.incident.id if view.incident else None,
        title=block.title,
        facts=block.facts,
        bottom_line=bottom_line(view, block),
        fates=tuple(_fates(block.fates)),
        changed=_changed(account, told.get("revised")),
        disputes=tuple(disputes[:DISPUTES]),
        sections=tuple(section for section in sections if section.lines),
        remarks=tuple(_remarks(block, disputes, told)),
    )


def _fates(groups: Iterable[Fates]) -> Iterator[Fates]:
    """The blocks of the table with their first rows; where very many sentences stand behind them, each cites fewer."""
    kept = [replace(group, rows=group.rows[:ROWS]) for group in groups]
    rows = [row for group in kept for row in group.rows]
    cited = sum(min(len(row.refs), 2 * CITED) for row in rows)
    ends = CITED if cited <= BUDGET else max(1, BUDGET // (2 * len(rows)))
    for group in kept:
        yield replace(group, rows=tuple(_cited_briefly(row, ends) for row in group.rows))


def _cited_briefly(row: Row, ends: int) -> Row:
    """Of a figure that very many sentences give, the first and the last; the row says how many there are besides."""
    if len(row.refs) <= 2 * ends:
        return row
    more = Note(f"{plural(len(row.refs) - 2 * ends, 'more claim')} in the full report")
    return replace(row, refs=(*row.refs[:ends], *row.refs[-ends:]), state=(*row.state, more))


def _shortened(section: Section) -> Section:
    most = min(section.most or LINES, LINES)
    if len(section.lines) <= most:
        return section
    more = Line("", f"{len(section.lines) - most} more in the full report.")
    return replace(section, lines=(*section.lines[:most], more))


def _latest(section: Section) -> Section:
    """Of a long timeline the end."""
    if len(section.lines) <= LINES:
        return section
    more = Line("", f"{len(section.lines) - LINES} earlier lines in the full report.")
    return replace(section, lines=(more, *section.lines[-LINES:]))


def _remarks(block: Block, disputes: Sequence[Disagreement], told: dict[str, Section]) -> Iterator[str]:
    rows = sum(max(0, len(group.rows) - ROWS) for group in block.fates)
    left = [f"{plural(rows, 'row')} of the table"] if rows else []
    left += [f"{plural(len(disputes) - DISPUTES, 'disagreement')}"] if len(disputes) > DISPUTES else []
    alike = len(block.disagreements) - len(disputes)
    left += [f"{plural(alike, 'pair')} of figures that only look opposed"] if alike else []
    names = {"settled": "the settling of {}", "apart": "{} kept apart", "unplaced": "{} that fit no figure"}
    for key in LEFT:
        lines = len(told[key].lines) if key in told else 0
        if lines:
            left.append(names[key].format(plural(lines, "figure")))
    if left:
        yield f"Only in the full report: {', '.join(left)}."


# --- what changed --------------------------------------------------------------------------------


def _changed(account: Account, revised: Section | None) -> Section:
    """Changes of the last day, newest first; of an account without histories every revision."""
    steps = [(change, history) for history in account.history for change in history.changes]
    if not steps:
        return _shortened(replace(revised, title="What changed")) if revised else Section("changed", "What changed", ())
    newest = max(change.at for change, _ in steps)
    since = _since(account.as_of, newest)
    late = [step for step in steps if step[0].at > since]
    quiet = not late
    if quiet:
        late = [step for step in steps if step[0].at == newest]
    late.sort(key=lambda step: (step[0].kind == "first", rank(step[1].status), -_top(step[0]), step[1].tally))
    late.sort(key=lambda step: step[0].at, reverse=True)
    title = f"Last changes ({day(newest)}); none since" if quiet else f"What changed since {day(since)}"
    new = [step for step in late if step[0].kind == "first"]
    gone = [step for step in late if step[0].after is None]
    lines = [_change(*step) for step in late if step not in new and step not in gone]
    more = (*_together("told for the first time", new), *_together("no longer told apart", gone))
    return _shortened(Section("changed", title, (*lines, *more)))


def _since(as_of: str | None, newest: str) -> str:
    """A day before the moment asked for, else before the newest change."""
    try:
        moment = datetime.fromisoformat(as_of or newest)
    except ValueError:
        moment = datetime.fromisoformat(newest)
    if as_of and len(as_of) == len("2013-01-20"):  # a date means its end
        moment += timedelta(days=1)
    return (moment.replace(tzinfo=None) - LATELY).isoformat(timespec="seconds") + "Z"


def _change(change: Change, history: History) -> Line:
    step = f"{in_words(change.before)} → " if change.before != change.after else ""
    words = f"{step}{in_words(change.after)} ({day(change.published)}): {plain(change.reason)}"
    refs = (change.claim,) if change.claim else change.claims[-1:]
    return Line(f"{plain(history.label)} {plain(history.status)}, {change.kind}", words, refs)


def _together(lead: str, steps: Sequence[tuple[Change, History]]) -> Iterator[Line]:
    """Figures that came or went, on one line."""
    if steps:
        told = [(change.after or change.before, history) for change, history in steps]
        words = [
            f"{in_words(extent)} {named(plain(h.label), extent.best if extent else None)} {plain(h.status)}"
            for extent, h in told
        ]
        refs = unique(claim for change, _ in steps for claim in ((change.claim,) if change.claim else ()))
        yield Line(lead, "; ".join(words), refs)


def _top(change: Change) -> int:
    extent = change.after or change.before
    return max(filter(None, (extent.low, extent.best, extent.high)), default=0) if extent else 0


# --- people, questions ---------------------------------------------------------------------------


def _groups(view: View) -> Iterator[Line]:
    """Each nationality and each employer with every figure of its people, the worst first; none is added up."""
    groups: dict[tuple[str, ...], list[Tally]] = {}
    for tally in view.tallies:
        who = (tally.group.employer,) if tally.group.employer else tally.group.nationality
        if who and who != ("foreign",) and tally.derived is None:
            groups.setdefault(tuple(plain(name) for name in who), []).append(tally)
    for name in sorted(
        groups, key=lambda name: (min(rank(t.status) for t in groups[name]), -_most(groups[name]), name)
    ):
        tallies = sorted(groups[name], key=lambda t: (rank(t.status), -size(t), t.label, t.id))
        words = [f"{counted(t, view)} {plain(t.status)}{' (contested)' * (t.state == 'contested')}" for t in tallies]
        refs = unique(claim for tally in tallies for claim in behind(tally, view)[:1])
        yield Line(" and ".join(name), "; ".join(unique(words)), refs)


def _most(tallies: Sequence[Tally]) -> int:
    return max(size(tally) for tally in tallies)


def _questions(view: View, disputes: Sequence[Disagreement]) -> Iterator[Line]:
    """What to find out: the people of whom nothing is known, and the one thing that would settle each disagreement."""
    for fate in view.fates:
        if fate.holds and any(fate.unexplained):
            yield Line("", f"What became of {unexplained(fate)}?")
    asked: dict[str, list[str]] = {}
    for item in disputes:
        asked.setdefault(item.settle or "", []).append(str(item.number))
    for settle, numbers in asked.items():
        if settle:
            yield Line(f"To settle {', '.join(numbers)}", settle)


def _cited(chapters: Sequence[Chapter], judgements: Section) -> Iterator[str]:
    """Claims in the order in which a reader meets them."""
    for chapter in chapters:
        for line in (*chapter.bottom_line, *chapter.changed.lines):
            yield from line.refs
        yield from _rows(chapter.fates)
        for item in chapter.disputes:
            for side in item.sides:
                yield from side.refs
        for line in chapter.lines():
            yield from line.refs
    for line in judgements.lines:
        yield from line.refs


def _rows(groups: Iterable[Fates]) -> Iterator[str]:
    for group in groups:
        for row in group.rows:
            yield from row.refs
