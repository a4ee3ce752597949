"""One claim, or one report, with all that the account holds of it: what ``crosswire show`` prints."""

from __future__ import annotations

from collections.abc import Iterator

from crosswire.errors import UnknownClaim
from crosswire.judgements import described
from crosswire.model import Account, Claim, Document, Source, Tally
from crosswire.relations import trace, why_one_root


def of_claim(account: Account, id: str) -> str:
    """The claim in its sentence, its chain, its place in the account and every relation; raises UnknownClaim."""
    claim = claim_named(account, id)
    return "\n".join(_claim_lines(account, claim)) + "\n"


def of_document(account: Account, id: str) -> str:
    """A report's particulars and its claims, one a line; raises UnknownClaim."""
    document = next((document for document in account.documents if document.id == id), None)
    if document is None:
        raise UnknownClaim(f"{id}: no such report")
    return "\n".join(_document_lines(account, document)) + "\n"


def claim_named(account: Account, id: str) -> Claim:
    """The claim whose id is ``id`` or alone begins with it."""
    found = [claim for claim in account.claims if claim.id.startswith(id)] if id else []
    exact = [claim for claim in found if claim.id == id]
    if len(exact or found) != 1:
        raise UnknownClaim(f"{id}: {'several claims begin so' if found else 'no such claim or report'}")
    return (exact or found)[0]


def _claim_lines(account: Account, claim: Claim) -> Iterator[str]:
    document = next(document for document in account.documents if document.id == claim.document)
    yield f"{claim.id}  {what(claim)}"
    yield f"  in          {document.id}{_dated(document)}, characters {claim.span.start} to {claim.span.end}"
    yield f"  sentence    {_in_context(document.text, claim)}"
    yield f"  says        {' ← '.join(map(_hop, claim.sources)) or 'the report, in its own voice'}"
    if claim.certainty:
        yield f"  certainty   {', '.join(claim.certainty)}"
    if claim.time:
        yield (
            f"  time        {claim.time.start or 'not placed'}"
            + (f" to {claim.time.end}" if claim.time.end != claim.time.start else "")
            + f" ({_line(claim.time.text)})"
        )
    if claim.place:
        yield f"  place       {', '.join(filter(None, (claim.place.name, claim.place.country)))}"
    incident = next((i for i in account.incidents if i.id == account.claim_incident.get(claim.id)), None)
    yield f"  incident    {incident.label if incident else 'none'}{' (background)' if claim.background else ''}"
    yield from _standing(account, claim)


def _standing(account: Account, claim: Claim) -> Iterator[str]:
    for tally in account.tallies:
        side = "supports" if claim.id in tally.support else "dissents from" if claim.id in tally.dissent else None
        if side:
            bounds = "–".join("?" if bound is None else str(bound) for bound in (tally.low, tally.high))
            yield f"  {side:<11} {tally.label} {tally.status}: {bounds}, {tally.state}"
            yield from _one_root(account, claim, tally)
    for j in account.judgements:
        if claim.id in (j.a, j.b) or claim.document in (j.a, j.b):
            yield f"  judged      {j.seq} {described(j)}, by {j.made_by} ({j.made_at}): {j.reason}"
    for tally in account.tallies:
        for step in tally.trace:
            if step.claim == claim.id and not step.used and claim.id in tally.dissent:
                yield f"  not used    {step.why}"
    for entry in account.unplaced:
        if entry.claim == claim.id:
            yield f"  not placed  {entry.reason}"
    claims = {other.id: other for other in account.claims}
    for relation in account.relations:
        if claim.id in (relation.a, relation.b):
            other = claims.get(relation.b if relation.a == claim.id else relation.a)
            arrow = relation.type if relation.a == claim.id else f"{relation.type} (the other way)"
            yield f"  {arrow}: {other.id if other else '?'} {what(other) if other else ''}"
            yield f"      {relation.reason}"


def _one_root(account: Account, claim: Claim, tally: Tally) -> Iterator[str]:
    """The other claims of the tally that add no origin to this one, each with the reason."""
    claims = {other.id: other for other in account.claims}
    origins = trace(account.claims, account.documents, account.claim_incident, account.judgements)
    for other in (*tally.support, *tally.dissent):
        reason = why_one_root(claim, claims[other], account.documents, origins) if other != claim.id else None
        if reason:
            yield f"  one root    with {other}: {reason}"


def _document_lines(account: Account, document: Document) -> Iterator[str]:
    yield f"{document.id}{_dated(document)}"
    if document.title:
        yield f"  title       {_line(document.title)}"
    if document.publisher or document.agencies:
        yield f"  from        {', '.join(filter(None, (document.publisher, *document.agencies)))}"
    if document.copy_of:
        yield f"  reprints    {document.copy_of}"
    yield f"  sha256      {document.sha256}"
    mine = [claim for claim in account.claims if claim.document == document.id]
    yield f"  claims      {len(mine)}"
    for claim in mine:
        yield f"    {claim.id}  {what(claim)}"


def what(claim: Claim) -> str:
    """``killed: 23 hostages``; ``demand: "calling on France to halt"``."""
    if claim.kind == "count":
        group = claim.group.text if claim.group else ""
        return f"{claim.status}: {_line(claim.number_text or '')} {_line(group)}".rstrip()
    return f'{claim.event or claim.kind}: "{_line(claim.quote)}"'


def _in_context(text: str, claim: Claim, reach: int = 160) -> str:
    """The words around, the figure between guillemets."""
    mark = claim.number or claim.span
    start = max(text.rfind("\n", 0, mark.start) + 1, mark.start - reach, 0)
    end = min(text.find("\n", mark.end) if text.find("\n", mark.end) >= 0 else len(text), mark.end + reach)
    return _line(f"{text[start : mark.start]}«{text[mark.start : mark.end]}»{text[mark.end : end]}")


def _hop(source: Source) -> str:
    unnamed = ", unnamed" if source.anonymous else ""
    return f"{_line(source.name)} ({source.kind}{unnamed})" + (f" “{_line(source.cue)}”" if source.cue else "")


def _dated(document: Document) -> str:
    published = document.published
    return f" ({published.value}, {published.basis})" if published.value else " (undated)"


def _line(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in " ".join(text.split()))
