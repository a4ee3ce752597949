"""The page as a whole: header, index, one block for each incident, numbered sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crosswire.model import Account, Claim, Document, History, Incident
from crosswire.report.disagreements import disagreements
from crosswire.report.fates import fates
from crosswire.report.figure import drawable
from crosswire.report.headcounts import headcounts
from crosswire.report.page import Block, Line, Page, Reference, Section, View, cited, views
from crosswire.report.passages import passages, reference
from crosswire.report.sections import actors, credits, dated, judged, sections, warnings
from crosswire.report.wording import day, days, place, plain, plural, unique


def page(account: Account) -> Page:
    """Lay an Account out for a reader; biggest incident first, every claim numbered where it is first met."""
    every = tuple(views(account))
    shown = tuple(view for view in every if not _quiet(view)) or every
    blocks = tuple(_block(view, account) for view in shown)
    quiet = _besides([view for view in every if view not in shown])
    last = tuple(s for s in (judged(account), actors(account), quiet, warnings(account)) if s.lines)
    known = {claim.id: claim for claim in account.claims}
    order = unique((*(c for c in cited(blocks, last) if c in known), *known))
    numbers = {claim: n for n, claim in enumerate(order, 1)}
    title = blocks[0].title if len(blocks) == 1 else plural(len(shown), "incident")
    if not blocks:
        title = "No figures of people" if account.documents else "No reports"
    references = tuple(_references(account, numbers))
    facts = (*_facts(account), *(blocks[0].facts if len(blocks) == 1 else ()))
    return Page(title, facts, blocks, last, references, account.documents, known, numbers)


def _quiet(view: View) -> bool:
    """A story of no known kind without a figure of people: no crisis."""
    return view.incident is not None and view.incident.type == "other" and not view.tallies


def _besides(views: Sequence[View]) -> Section:
    """What was grouped and is no crisis, in one line."""
    labels = [f"{plain(view.incident.label)} ({len(view.incident.documents)})" for view in views if view.incident]
    lines = (Line(plural(len(labels), "subject"), " · ".join(labels)),) if labels else ()
    return Section("besides", "Besides: no crisis", lines)


def _facts(account: Account) -> Iterator[str]:
    if account.documents:
        yield "; ".join(filter(None, (credits(account.documents), dated(account.documents))))
    if account.as_of:
        yield f"as of {day(account.as_of)}: only what had been published by then"
    if account.tallies:
        yield f"figures settled by the published rule {plain(account.policy)}"
    if account.documents and not account.claims:
        yield "No sentence of these reports states how many people were killed, hurt, held, freed or missing."


def _block(view: View, account: Account) -> Block:
    opposed = disagreements(view)
    return Block(
        title=_title(view.incident),
        facts=tuple(_block_facts(view, account)),
        fates=fates(view, opposed),
        ledger=headcounts(view, account),
        disagreements=opposed,
        sections=sections(view, account),
        histories=_histories(view, account),
    )


def _histories(view: View, account: Account) -> tuple[History, ...]:
    """The figures of the incident that changed, the gravest first."""
    own = [history for history in account.history if view.incident and history.incident == view.incident.id]
    return drawable(own)


def _title(incident: Incident | None) -> str:
    """What happened, where, when; a part that the label already says is not said twice."""
    if incident is None:
        return "In no incident"
    label = plain(incident.label)
    title = [label]
    where = place(incident.place)
    for more in (where, plain(incident.type)):
        said = (more or "").removeprefix("near ").split(",")[0].casefold()
        if more and said not in label.casefold():
            title.append(more)
    when = days(incident.start, incident.end)
    return " · ".join(filter(None, (*title, when or "dates unknown")))


def _block_facts(view: View, account: Account) -> Iterator[str]:
    """What to know of the block: whose voice its figures are in; its own reports, if there are several incidents."""
    if view.unsourced:
        yield "a figure without a name beside it is in the reports' own voice"
    if view.incident is None or len(account.incidents) < 2:
        return
    documents = [view.documents[i] for i in view.incident.documents if i in view.documents]
    yield "; ".join(filter(None, (credits(documents), dated(documents))))


def _references(account: Account, numbers: dict[str, int]) -> Iterator[Reference]:
    documents: dict[str, Document] = {document.id: document for document in account.documents}
    claims = {claim.id: claim for claim in account.claims}
    sentences = {claim.document: passages(documents[claim.document]) for claim in _of_known(account, documents)}
    for claim, n in numbers.items():
        found = claims[claim]
        if found.document in documents:
            yield reference(n, found, documents[found.document], sentences[found.document])


def _of_known(account: Account, documents: dict[str, Document]) -> Iterator[Claim]:
    seen: set[str] = set()
    for claim in account.claims:
        if claim.document in documents and claim.document not in seen:
            seen.add(claim.document)
            yield claim


def compressed(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of neighbours: 1 2 3 7 is (1, 3), (7, 7)."""
    runs: list[tuple[int, int]] = []
    for n in sorted(set(numbers)):
        if runs and runs[-1][1] == n - 1:
            runs[-1] = (runs[-1][0], n)
        else:
            runs.append((n, n))
    return runs
