"""What a rule has to tell of an account, and what it goes by the next time.  Pure.

A rule looks at subjects: figures, contradictions, people named, incidents.  It remembers each as it was last told, so
that a figure that creeps is told once it has moved by as much as the rule asks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from crosswire.asking import fits
from crosswire.desk.countries import country_named
from crosswire.desk.live.moving import Figure, figure_of, paired, value, words
from crosswire.desk.live.rules import Rule
from crosswire.model import Account, Claim, Group, Incident, Tally
from crosswire.report.disagreements import HEADLINES
from crosswire.report.wording import plain, who

#: subjects that are told when they are there, not when they move
_ONCE = frozenset({"contradiction", "named", "incident"})
_ANCHORS = 8
#: things told in one alert; how many more there are is said
MOST = 50


@dataclass(frozen=True, slots=True)
class State:
    """The subjects of a rule as they were last told."""

    subjects: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to tell: in a line, with the incident, the page of it, and the words that say so."""

    text: str
    incident: str
    path: str
    before: str | None = None
    after: str | None = None
    quote: str | None = None
    source: str | None = None
    report: str | None = None


def compared(rule: Rule, before: State | None, account: Account) -> tuple[State, tuple[Item, ...]]:
    """The state to keep, and what there is to tell; nothing where there was no state yet."""
    now = list(subjects(rule, account))
    if before is None:
        return State(tuple(now)), ()
    kept: list[Figure] = []
    found: list[Item] = []
    labels = {incident.id: plain(incident.label) for incident in account.incidents}
    shown = _Shown(account, labels)
    for was, figure in paired(before.subjects, now):
        if figure is None:
            assert was is not None
            if was.status not in _ONCE and rule.kind == "figure":
                found.append(shown.item(was, None))
        elif was is None or (figure.status not in _ONCE and _moved(was, figure) >= rule.least):
            if was is not None or figure.status in _ONCE or _moved(None, figure) >= rule.least:
                found.append(shown.item(was, figure))
            kept.append(figure)
        else:  # as it was last told, under the names that it has now
            kept.append(replace(figure, low=was.low, best=was.best, high=was.high))
    return State(tuple(kept)), tuple(found)


def _moved(was: Figure | None, now: Figure) -> int:
    """By how many: the figure itself, else whichever bound moved most; 1 where only a bound came or went."""
    if was is None:
        return _main(now) or 1
    if value(was) == value(now):
        return 0
    one, other = _main(was), _main(now)
    if one is not None and other is not None and one != other:
        return abs(one - other)
    both = zip(value(was), value(now), strict=True)
    return max([abs(a - b) for a, b in both if a is not None and b is not None] + [1])


def _main(figure: Figure) -> int | None:
    return next((number for number in (figure.best, figure.low, figure.high) if number is not None), None)


# --- subjects -------------------------------------------------------------------------------------


def subjects(rule: Rule, account: Account) -> Iterator[Figure]:
    """What of the account the rule is about."""
    here = {incident.id: incident for incident in account.incidents if _where(rule, incident)}
    if rule.kind == "incident":
        yield from (_of_incident(incident) for incident in here.values())
    elif rule.kind == "contradiction":
        yield from _contradictions(rule, account, here)
    else:
        for tally in account.tallies:
            if tally.derived is None and tally.incident in here and _whose(rule, tally.status, tally):
                yield figure_of(tally)
        if rule.kind == "nationality":
            yield from _named(rule, account, here)


def _where(rule: Rule, incident: Incident) -> bool:
    if rule.incident and not set(rule.incident) & set(incident.documents):
        return False
    if rule.type and rule.type.casefold() != incident.type.casefold():
        return False
    if not rule.place:
        return True
    if incident.place is None:
        return False
    country = incident.place.country or ""
    names = {incident.place.name.casefold(), country.casefold(), country_named(country).casefold()}
    return rule.place.casefold() in names


def _whose(rule: Rule, status: str, tally: Tally) -> bool:
    if rule.status and rule.status != status:
        return False
    if rule.nationality and not _national(rule, tally.group):
        return False
    return not rule.group or fits(rule.words, tally.group, tally.label)


def _national(rule: Rule, group: Group | None) -> bool:
    """By nationality alone: an employer called after a country is none."""
    if group is None or not group.nationality:
        return False
    return fits((rule.nationality,), Group("", nationality=group.nationality), "")


def _named(rule: Rule, account: Account, here: Mapping[str, Incident]) -> Iterator[Figure]:
    """People called by their names among those counted of this nationality, each once in an incident."""
    seen = set()
    for claim in account.claims:
        home = account.claim_incident.get(claim.id, "")
        if claim.background or not claim.people or home not in here or not _national(rule, claim.group):
            continue
        if rule.status and claim.status != rule.status:
            continue
        for person in claim.people:
            key = f"{home} {person.name.casefold()}"
            if key not in seen:
                seen.add(key)
                label = f"{person.name}, {' '.join(claim.group.nationality) if claim.group else ''} {claim.status}"
                yield Figure(key, home, "named", label, None, None, None, (claim.id,))


def _of_incident(incident: Incident) -> Figure:
    anchors = tuple(incident.documents[:_ANCHORS])
    return Figure(incident.id, incident.id, "incident", incident.label, None, None, None, anchors)


def _contradictions(rule: Rule, account: Account, here: Mapping[str, Incident]) -> Iterator[Figure]:
    """What cannot both be true, once for a figure however many say either; then what cannot hold together."""
    copies = {document.id for document in account.documents if document.copy_of}
    claims = {claim.id: claim for claim in account.claims if claim.document not in copies}
    home = {claim: tally for tally in account.tallies for claim in (*tally.support, *tally.dissent)}
    found: dict[str, tuple[Tally | None, dict[str, None]]] = {}
    for relation in account.relations:
        ends = (relation.a, relation.b)
        if relation.type != "contradicts" or not all(claim in claims for claim in ends):
            continue
        one, other = (home.get(claim) for claim in ends)
        tally = one if one is not None and one is other else None
        key = tally.id if tally else " ".join(sorted(ends))
        found.setdefault(key, (tally, {}))[1].update(dict.fromkeys(ends))
    for key, (tally, ends_of) in found.items():
        first = claims[next(iter(ends_of))]
        incident = account.claim_incident.get(first.id, "")
        if incident in here and (_whose(rule, tally.status, tally) if tally else _anyone(rule, first)):
            label = f"{tally.label} {tally.status}" if tally else _subject(first)
            label += f": {HEADLINES['contradicts']}"
            yield Figure(key, incident, "contradiction", label, None, None, None, tuple(ends_of)[:_ANCHORS])
    if rule.status or rule.group:
        return
    for violation in account.violations:
        if violation.incident in here:
            label = f"{HEADLINES['violation']}: {violation.reason}"
            key, ends_of = " ".join(violation.claims), dict.fromkeys(violation.claims)
            yield Figure(key, violation.incident, "contradiction", label, None, None, None, tuple(ends_of)[:_ANCHORS])


def _anyone(rule: Rule, claim: Claim) -> bool:
    """Of two figures or of no figure: the claim itself says of whom."""
    if rule.status and claim.status != rule.status:
        return False
    return not rule.group or (claim.group is not None and fits(rule.words, claim.group, claim.group.text))


def _subject(claim: Claim) -> str:
    who_counted = claim.group.text if claim.group else ""
    return " ".join(part for part in (who_counted, claim.status or claim.event or claim.kind) if part)


# --- in words -------------------------------------------------------------------------------------


class _Shown:
    """Items of one account, with the sentence behind each."""

    def __init__(self, account: Account, labels: Mapping[str, str]) -> None:
        self._labels = labels
        self._claims = {claim.id: claim for claim in account.claims}
        self._documents = {document.id: document for document in account.documents}
        self._support = {tally.id: tally.support for tally in account.tallies}

    def item(self, was: Figure | None, now: Figure | None) -> Item:
        """What became of one subject."""
        one = now or was
        assert one is not None
        label = self._labels.get(one.incident, "an incident that is no more")
        if one.status == "incident":
            text = f"new incident: {plain(one.label)}"
            return Item(text, one.incident, _path("incidents", one.incident), report=one.claims[0])
        claim = self._latest(self._support.get(one.id, one.claims))
        if one.status in _ONCE:
            lead = "named: " if one.status == "named" else ""
            path = _path("claims", claim.id) if claim else _path("incidents", one.incident)
            return self._with(Item(f"{lead}{plain(one.label)} ({label})", one.incident, path), claim)
        before, after = (words(was) if was else None), words(now)
        step = f"{before} → {after}" if before else after
        path = _path("tallies", one.id) if now else _path("incidents", one.incident)
        text = f"{plain(one.label)} {one.status}: {step} ({label})"
        return self._with(Item(text, one.incident, path, before, after), claim if now else None)

    def _with(self, item: Item, claim: Claim | None) -> Item:
        if claim is None:
            return item
        outlet = self._documents[claim.document].publisher
        said = ", ".join(part for part in (who(claim.sources), outlet) if part)
        return replace(item, quote=plain(claim.quote), source=plain(said), report=claim.document)

    def _latest(self, claims: Sequence[str]) -> Claim | None:
        """Of these the claim of the report that appeared last."""
        found = [self._claims[claim] for claim in claims if claim in self._claims]
        dated = [(self._documents[claim.document].published.value or "", claim.id, claim) for claim in found]
        return max(dated, key=lambda row: row[:2])[2] if dated else None


def _path(kind: str, id: str) -> str:
    from crosswire.desk.drawn import segment

    return f"/{kind}/{segment(id)}"
