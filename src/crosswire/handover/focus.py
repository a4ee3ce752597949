"""An Account narrowed to one incident, so that a report of it holds nothing of the others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from crosswire.model import Account, Actor, Incident, Judgement


def focused(account: Account, incident: Incident) -> Account:
    """What the account holds of one incident: its reports, their claims, and all that rests on these."""
    documents = tuple(document for document in account.documents if document.id in set(incident.documents))
    claims = tuple(c for c in account.claims if account.claim_incident.get(c.id) == incident.id)
    ids = frozenset(claim.id for claim in claims)
    reports = frozenset(document.id for document in documents)
    sources = frozenset(source.name.casefold() for claim in claims for source in claim.sources)
    return replace(
        account,
        documents=documents,
        incidents=(incident,),
        claims=claims,
        claim_incident=dict.fromkeys((claim.id for claim in claims), incident.id),
        relations=tuple(r for r in account.relations if r.a in ids and r.b in ids),
        tallies=tuple(t for t in account.tallies if t.incident == incident.id),
        balances=tuple(b for b in account.balances if b.incident == incident.id),
        timeline=tuple(m for m in account.timeline if ids.intersection(m.claims)),
        actors=tuple(a for a in account.actors if _told(a, ids)),
        unplaced=tuple(u for u in account.unplaced if u.claim in ids),
        warnings=tuple(w for w in account.warnings if w.document in reports),
        history=tuple(h for h in account.history if h.incident == incident.id),
        fates=tuple(f for f in account.fates if f.incident == incident.id),
        violations=tuple(v for v in account.violations if v.incident == incident.id),
        overlaps=tuple(o for o in account.overlaps if o.document in reports and o.of in reports),
        judgements=tuple(j for j in account.judgements if _bears(j, ids | reports | {incident.id}, sources)),
    )


def _told(actor: Actor, claims: Collection[str]) -> bool:
    return any(claim in claims for link in actor.links for claim in link.claims)


def _bears(judgement: Judgement, ids: Collection[str], sources: Collection[str]) -> bool:
    """True of a judgement on one of these claims or reports, on the incident, or on a name that speaks in it."""
    named = [name for name in (judgement.a, judgement.b) if name]
    return any(name in ids or name.casefold() in sources for name in named)
