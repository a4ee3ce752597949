"""An account cut by incident, once: each share is what the account holds of one incident, and no more."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from crosswire.desk.standing import Told
from crosswire.errors import NoMoment
from crosswire.judgements import named_reports, report_in
from crosswire.model import Account, Document, Incident, Judgement
from crosswire.moments import moment

T = TypeVar("T")
_BEGINNING = datetime.min.replace(tzinfo=UTC)


def shares_of(told: Told) -> Mapping[str, Account]:
    """The shares of an account by incident id, cut at the first question and kept with the account."""
    kept = told.kept.get("shares")
    if not isinstance(kept, dict):
        kept = told.kept["shares"] = shares(told.account)
    return kept


def shares(account: Account) -> dict[str, Account]:
    """What the account holds of each incident; every part in the order it has there.

    Relations between claims of two incidents are in neither share, actors in none.
    """
    home = account.claim_incident
    reports = {document.id: document for document in account.documents}
    standing: defaultdict[str, list[str]] = defaultdict(list)
    for incident in account.incidents:
        for document in incident.documents:
            standing[document].append(incident.id)
    claims = _by(account.claims, lambda c: (home.get(c.id),))
    relations = _by(account.relations, lambda r: (home.get(r.a),) if home.get(r.a) == home.get(r.b) else ())
    tallies = _by(account.tallies, lambda t: (t.incident,))
    balances = _by(account.balances, lambda b: (b.incident,))
    fates = _by(account.fates, lambda f: (f.incident,))
    violations = _by(account.violations, lambda v: (v.incident,))
    histories = _by(account.history, lambda h: (h.incident,))
    timeline = _by(account.timeline, lambda m: {home.get(claim): None for claim in m.claims})
    unplaced = _by(account.unplaced, lambda u: (home.get(u.claim),))
    overlaps = _by(account.overlaps, lambda o: [i for i in standing[o.document] if i in standing[o.of]])
    warnings = _by(account.warnings, lambda w: standing[w.document])
    judgements = _by(account.judgements, lambda j: _touched(j, home, standing))

    def share(incident: Incident) -> Account:
        id = incident.id
        own = tuple(claims.get(id, ()))
        return replace(
            account,
            incidents=(incident,),
            documents=tuple(reports[document] for document in incident.documents if document in reports),
            claims=own,
            claim_incident={claim.id: id for claim in own},
            relations=tuple(relations.get(id, ())),
            tallies=tuple(tallies.get(id, ())),
            balances=tuple(balances.get(id, ())),
            fates=tuple(fates.get(id, ())),
            violations=tuple(violations.get(id, ())),
            history=tuple(histories.get(id, ())),
            timeline=tuple(timeline.get(id, ())),
            unplaced=tuple(unplaced.get(id, ())),
            overlaps=tuple(overlaps.get(id, ())),
            warnings=tuple(warnings.get(id, ())),
            judgements=tuple(judgements.get(id, ())),
            earlier={claim.id: account.earlier[claim.id] for claim in own if claim.id in account.earlier},
            actors=(),
        )

    return {incident.id: share(incident) for incident in account.incidents}


def _by(entries: Sequence[T], homes: Callable[[T], Iterable[str | None]]) -> Mapping[str | None, Sequence[T]]:
    found: defaultdict[str | None, list[T]] = defaultdict(list)
    for entry in entries:
        for home in homes(entry):
            found[home].append(entry)
    return found


def _touched(
    judgement: Judgement, home: Mapping[str, str], standing: Mapping[str, Sequence[str]]
) -> Mapping[str | None, None]:
    """The incidents of the claims or of the reports that a person judged."""
    found: dict[str | None, None] = {}
    for side in filter(None, (judgement.a, judgement.b)):
        found.update(dict.fromkeys([home[side]] if side in home else ()))
    for names in named_reports(judgement):
        for name in names:
            found.update(dict.fromkeys(standing.get(report_in(name, standing)[0], ())))
    return found


def standing_for(account: Account, id: str) -> Incident | None:
    """The incident of this id, or that in which now stands the report from which `stories` made the id."""
    known = next((incident for incident in account.incidents if incident.id == id), None)
    if known is not None:
        return known
    first = next((document.id for document in account.documents if _id(document) == id), None)
    return next((incident for incident in account.incidents if first in incident.documents), None)


def _id(first: Document) -> str:
    told = f"{first.id}\x1f{first.sha256}"
    return "i" + hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()[:8]


def appeared(document: Document) -> datetime:
    """The moment at which a report had appeared; the beginning of time where none is known."""
    try:
        return moment(document.published.value or "")
    except NoMoment:
        return _BEGINNING


def newest_first(documents: Iterable[Document]) -> list[Document]:
    """Reports by the moment they appeared, the undated last; of one moment by name."""
    return sorted(sorted(documents, key=lambda d: d.id), key=appeared, reverse=True)
