"""The story: reports are recorded in a ledger, and the ledger gives an account.

``record``, of `recording`, reads what is new and writes it down; ``account`` gathers what had been published by some
moment, decides who copies whom and which reports tell one story, anchors the times, relates the claims and settles
the tallies.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from crosswire import actors, relations, stories, timeline, versions
from crosswire.comparing import Compared
from crosswire.copies import copies
from crosswire.dating import Placed, dated, placed
from crosswire.earlier import earlier
from crosswire.history import Chronicle, chronicle
from crosswire.judgements import (
    INCIDENTS,
    REPORTS,
    bearing,
    in_force,
    of,
    turning_points,
)
from crosswire.ledger import Ledger
from crosswire.model import Account, Claim, Document, Judgement, Reading, Warning
from crosswire.moments import known_by, moment, moments_of, thinned, written
from crosswire.overlaps import overlaps
from crosswire.policies import DEFAULT, Policy, policy_named
from crosswire.reconcile import fate_ledger, violations
from crosswire.recording import Recorded, record
from crosswire.regrouping import followed
from crosswire.weighing import Outdated, Weighing, outdated

#: by the id of a reprint the version of its original that stands, and those that were replaced
Newer = Mapping[str, tuple[str, tuple[str, ...]]]

#: reports whose readings or claims are fetched at a time
AT_ONCE = 100

__all__ = ["Recorded", "account", "by_incident", "history", "past", "record"]


def account(
    ledger: Ledger,
    *,
    as_of: str | None = None,
    policy: str = DEFAULT,
    moments: int = 0,
    memory: str | None = None,
    supposed: Sequence[Judgement] = (),
) -> Account:
    """What the ledger says under one policy, of all its reports or of those published by ``as_of``.

    With ``memory`` only what had been recorded and judged here by that moment.

    The same rows give the same account, whatever the order in which they were written.  ``moments`` above 0 adds
    how every figure came to what it is, for which the account of so many earlier moments is rebuilt at most.  Of
    ``supposed`` judgements it tells what the account would be with them; nothing is written down.
    """
    rule = policy_named(policy)
    cut = None if as_of is None else moment(as_of)
    recorded_by = None if memory is None else moment(memory)
    shelf = _shelf(ledger, cut, recorded_by, supposed)
    found, remarks = _settled(shelf, rule)
    left_out = _undated(ledger.documents(recorded_by=recorded_by)) if cut else ()
    return replace(
        _checked(found, shelf),
        as_of=None if as_of is None else written(as_of),
        history=chronicle(_past(shelf, rule, moments)).histories if moments else (),
        earlier=earlier(found.claims, found.documents, found.incidents, found.claim_incident),
        warnings=_sorted((*ledger.warnings(found.documents), *remarks, *left_out)),
        known_by=None if memory is None else written(memory),
    )


def by_incident(
    ledger: Ledger, *, as_of: str | None = None, policy: str = DEFAULT, memory: str | None = None
) -> Iterator[Account]:
    """The same account one incident at a time, oldest first, for a ledger whose claims are too many to hold at once.

    Of each report the text stays in memory while the incidents are told; claims and figures are those of one incident.
    Each has its own timeline and actors, and nothing of ``earlier``, which takes all incidents to tell.
    """
    rule = policy_named(policy)
    cut, recorded_by = (None if text is None else moment(text) for text in (as_of, memory))
    shelf = _shelf(ledger, cut, recorded_by)
    documents, newer = _standing(shelf, shelf.documents)
    told = _tell(shelf, documents)
    shelf.compared.clear()
    for incident in told.incidents:
        mine = replace(shelf, claims={}, placed={}, texts=relations.Texts(documents))
        found, remarks = _alone(mine, documents, newer, told.of(incident), rule, cut)
        yield replace(
            _checked(found, mine),
            as_of=None if as_of is None else written(as_of),
            warnings=_sorted((*ledger.warnings(found.documents), *remarks)),
            known_by=None if memory is None else written(memory),
        )


def _checked(found: Account, shelf: _Shelf) -> Account:
    """With what follows from the figures of the account, and what else its reports tell."""
    told = (found.claims, found.documents)
    fates = fate_ledger(*told, found.relations, found.tallies, found.balances)
    return replace(
        found,
        fates=fates,
        violations=violations(*told, found.claim_incident, found.tallies, found.balances, fates),
        overlaps=overlaps(found.documents, [incident.documents for incident in found.incidents]),
        timeline=timeline.moments(found.claims, found.relations, found.claim_incident, found.documents),
        actors=actors.actors(found.documents, found.claims, found.claim_incident, shelf.places),
    )


def history(ledger: Ledger, *, as_of: str | None = None, policy: str = DEFAULT, memory: str | None = None) -> Chronicle:
    """How every figure came to what it is, from the first report to the last published by ``as_of``."""
    return chronicle(past(ledger, as_of=as_of, policy=policy, memory=memory))


def past(
    ledger: Ledger, *, as_of: str | None = None, policy: str = DEFAULT, memory: str | None = None
) -> Iterator[tuple[datetime, Account]]:
    """The account at each moment at which a report appeared or no longer stood, without timeline, actors, warnings.

    Each is what `account` gives for that moment, so that none depends on a later report; the ledger is read once.
    Undated reports are in none.
    """
    rule = policy_named(policy)
    cut, recorded_by = (None if text is None else moment(text) for text in (as_of, memory))
    return _past(_shelf(ledger, cut, recorded_by), rule)


def _past(shelf: _Shelf, rule: Policy, most: int | None = None) -> Iterator[tuple[datetime, Account]]:
    appeared = [document.published.value for document in shelf.documents]
    turned = turning_points(shelf.standing, shelf.documents, shelf.cut)
    for at in thinned(moments_of((*appeared, *turned)), most):
        appeared_by = [document for document in shelf.documents if known_by(document.published.value, at)]
        documents, newer = _standing(shelf, appeared_by)
        told = _tell(shelf, documents)
        parts = [_again(shelf, documents, newer, told.of(incident), rule, at) for incident in told.incidents]
        yield (
            at,
            replace(
                _joined(documents, parts, rule),
                judgements=_bearing(shelf, [c for part in parts for c in part.claims], documents, at),
            ),
        )


def _again(
    shelf: _Shelf, documents: tuple[Document, ...], newer: Newer, told: stories.Told, rule: Policy, at: datetime
) -> Account:
    """The account of one incident, kept for as long as no report joins or leaves it and no new outlet is heard of.

    Which outlets speak with one voice is known from all reports; nothing else of another incident matters here.
    """
    outlets = frozenset((document.agencies, document.publisher) for document in documents)
    fallen = tuple(j.seq for j in of(bearing(shelf.standing, (), documents, at), *REPORTS))
    led = tuple((id, newer[id]) for id in sorted(told.incident_of) if id in newer)
    key = (told.incidents, tuple(sorted(told.stretches.items())), outlets, fallen, led)
    if key not in shelf.settled:
        shelf.settled[key] = _alone(shelf, documents, newer, told, rule, at)[0]
    return shelf.settled[key]


def _alone(
    shelf: _Shelf,
    documents: tuple[Document, ...],
    newer: Newer,
    told: stories.Told,
    rule: Policy,
    at: datetime | None,
) -> tuple[Account, tuple[Warning, ...]]:
    """The figures of one incident from its own reports, and from what of the others bears on them.

    That is whom they reprint, what withdraws or corrects them, and which outlets speak with one voice.
    """
    own = [document for document in documents if document.id in told.incident_of]
    wanted = {*told.incident_of, *(document.copy_of for document in own)}
    wanted.update(id for j in of(shelf.standing, *REPORTS) for id in (j.a, j.b))
    credited: set[tuple[str, ...]] = set()
    near = []
    for document in documents:
        bound = len(document.agencies) > 1 and document.copy_of is None and document.agencies not in credited
        if document.id in wanted or bound:
            near.append(document)
            credited.update([document.agencies] if bound else ())
    found, remarks = _figured(shelf, tuple(near), own, newer, told, rule, at)
    return replace(found, documents=tuple(own)), remarks


def _joined(documents: tuple[Document, ...], parts: Sequence[Account], rule: Policy) -> Account:
    """One account of all incidents, theirs one after the other."""
    return Account(
        as_of=None,
        policy=rule.name,
        documents=documents,
        incidents=tuple(incident for part in parts for incident in part.incidents),
        claims=tuple(claim for part in parts for claim in part.claims),
        claim_incident={claim: incident for part in parts for claim, incident in part.claim_incident.items()},
        relations=tuple(relation for part in parts for relation in part.relations),
        tallies=tuple(tally for part in parts for tally in part.tallies),
        balances=tuple(balance for part in parts for balance in part.balances),
        unplaced=tuple(entry for part in parts for entry in part.unplaced),
    )


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The reports of a ledger, who of them reprints whom, and what was read of them, fetched when it is asked for.

    An original is never published after its reprint, so `originals` holds of the reports of any moment, too.  Readings
    are large: of each what it takes to compare it is kept, and the places that it names.
    """

    ledger: Ledger
    documents: tuple[Document, ...]
    originals: Mapping[str, str]
    texts: relations.Texts
    by_id: Mapping[str, Document]
    standing: tuple[Judgement, ...] = ()
    cut: datetime | None = None
    recorded: Mapping[str, str] = field(default_factory=dict)
    places: dict[str, Reading] = field(default_factory=dict)
    claims: dict[str, list[Claim]] = field(default_factory=dict)
    compared: Compared = field(default_factory=dict)
    placed: Placed = field(default_factory=dict)
    settled: dict[Hashable, Account] = field(default_factory=dict)

    def compare(self, documents: Sequence[Document]) -> Compared:
        """What is compared of each of these reports."""
        for some in _some([document for document in documents if document not in self.compared]):
            readings = self.ledger.readings(self._recorded_as(some))
            self.compared.update(stories.compared(some, readings))
            self.places.update((id, Reading(id, places=reading.places)) for id, reading in readings.items())
        return self.compared

    def told(self, documents: Sequence[Document]) -> list[Claim]:
        """The claims of these reports, report by report."""
        for some in _some([document for document in documents if document.id not in self.claims]):
            self.claims.update((document.id, []) for document in some)
            for claim in self.ledger.claims(self._recorded_as(some)):
                self.claims[claim.document].append(claim)
        return [claim for document in documents for claim in self.claims[document.id]]

    def _recorded_as(self, documents: Sequence[Document]) -> list[Document]:
        """The reports as the ledger knows them: a date that a reprint has from its original is not in there."""
        return [self.by_id[document.id] for document in documents]


def _some(documents: Sequence[Document]) -> Iterator[Sequence[Document]]:
    """A hundred at a time."""
    return (documents[at : at + AT_ONCE] for at in range(0, len(documents), AT_ONCE))


def _shelf(
    ledger: Ledger, cut: datetime | None, recorded_by: datetime | None, supposed: Sequence[Judgement] = ()
) -> _Shelf:
    held = ledger.documents(cut, recorded_by)
    reprints = versions.originals(copies(held), held)
    standing = ledger.judgements(made_by=recorded_by)
    last = max((judgement.seq or 0 for judgement in standing), default=0)
    standing += tuple(replace(judgement, seq=last + n) for n, judgement in enumerate(supposed, 1))
    by_id = {document.id: document for document in held}
    return _Shelf(ledger, held, reprints, relations.Texts(held), by_id, standing, cut, ledger.recorded())


def _settled(shelf: _Shelf, rule: Policy) -> tuple[Account, tuple[Warning, ...]]:
    """The account of all reports, as far as it rests on figures, and what was remarked in placing their times."""
    documents, newer = _standing(shelf, shelf.documents)
    told = _tell(shelf, documents)
    return _figured(shelf, documents, documents, newer, told, rule, shelf.cut)


def _standing(shelf: _Shelf, appeared: Sequence[Document]) -> tuple[tuple[Document, ...], Newer]:
    """Of the reports that had appeared those that no later version replaces, and which reprints have a newer original.

    A reprint of a replaced version is one of the version that stands.
    """
    held = versions.current(appeared, shelf.recorded)
    newer = versions.led_on(shelf.originals, appeared, held)
    return dated(held, {**shelf.originals, **{copy: version for copy, (version, _) in newer.items()}}), newer


def _tell(shelf: _Shelf, documents: Sequence[Document]) -> stories.Told:
    newest = followed(shelf.standing, shelf.documents, documents)
    return stories.tell(documents, {}, known=shelf.compare(documents), judged=shelf.standing, newest=newest)


def _bearing(
    shelf: _Shelf, claims: Sequence[Claim], documents: Sequence[Document], at: datetime | None
) -> tuple[Judgement, ...]:
    return bearing(shelf.standing, claims, documents, at, followed(shelf.standing, shelf.documents, documents))


def _figured(
    shelf: _Shelf,
    documents: tuple[Document, ...],
    own: Sequence[Document],
    newer: Newer,
    told: stories.Told,
    rule: Policy,
    at: datetime | None,
) -> tuple[Account, tuple[Warning, ...]]:
    """The figures of some of the documents, their ``own``, which tell these incidents, as people judged them."""
    worded = told.among(shelf.told(own))
    claims, remarks = placed(worded, own, told.incidents, shelf.placed)
    incident_of = {claim.id: home for claim in claims if (home := told.home(claim)) is not None}
    judged = _bearing(shelf, claims, documents, at)
    weighed = in_force(j for j in judged if j.type not in INCIDENTS)
    gone = _outdated(shelf, claims, own, newer)
    found = Weighing(claims, documents, incident_of, shelf.texts, weighed, rule, gone).account()
    spanned = stories.spanned(told.incidents, found.claims, documents, incident_of=incident_of)
    return replace(found, incidents=spanned, judgements=judged), remarks


def _outdated(shelf: _Shelf, claims: Sequence[Claim], own: Sequence[Document], newer: Newer) -> dict[str, Outdated]:
    """What reprints still say of what their originals said before, and why it no longer counts."""
    found: dict[str, Outdated] = {}
    for reprint in (document.id for document in own if document.id in newer):
        version, older = newer[reprint]
        now, before = (shelf.told([shelf.by_id[id] for id in ids]) for ids in ([version], older))
        mine = [claim for claim in claims if claim.document == reprint]
        why = f"{reprint} reprints an earlier version of {version}, which no longer says so"
        found.update(outdated(mine, now, before, why))
    return found


def _undated(documents: Sequence[Document]) -> Iterator[Warning]:
    """Reports without a date cannot be said to have appeared by any moment."""
    for document in documents:
        if document.published.value is None:
            yield Warning(document.id, "no date: left out of an account as of a moment; use --published")


def _sorted(warnings: Iterable[Warning]) -> tuple[Warning, ...]:
    return tuple(sorted(set(warnings), key=lambda warning: (warning.document, warning.text)))
