"""How every figure came to what it is: the differences of the account from one publication moment to the next.

A tally is followed by its claims, not by its id: it goes on as the figure that had its first claim (from which the id
comes), else most of its claims, the moment before.  Pure: it is
given the accounts of the past, earliest first, and knows neither ledger nor clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crosswire.algebra import bounds
from crosswire.judgements import REPORTS, in_force, of, voiced
from crosswire.model import Account, Change, Claim, Document, Extent, History, Judgement, Mark, Relation, Tally
from crosswire.moments import moment
from crosswire.relations import Origins, comparable, trace

__all__ = ["KINDS", "Chronicle", "chronicle", "extent", "instant"]

#: what may become of a figure; docs/history.md says when
KINDS = (
    "first", "rise", "fall", "scope", "correction", "retraction", "reclassification", "narrowed", "bound",
    "contested", "settled", "withdrawn",
)  # fmt: skip
#: kinds of revision that the words of a report name; rise and fall are read off the figures
_WORDED = frozenset({"scope", "correction", "retraction", "reclassification"})
_CONTRADICTING = frozenset({"contradicts", "differs"})


@dataclass(frozen=True, slots=True)
class Chronicle:
    """The histories, with every claim and report that was ever in one of the accounts, and each claim's incident."""

    histories: tuple[History, ...]
    claims: Mapping[str, Claim]
    documents: Mapping[str, Document]
    incidents: Mapping[str, str]


def chronicle(past: Iterable[tuple[datetime, Account]]) -> Chronicle:
    """The history of every tally that rests on claims, in the order in which the figures were first given."""
    follower = _Follower()
    for at, account in past:
        follower.step(instant(at), account)
    told = list(follower.claims.values()), list(follower.documents.values()), follower.incident_of
    origins = trace(*told, follower.judged)
    return Chronicle(
        tuple(_history(thread, follower, origins) for thread in follower.threads),
        follower.claims,
        follower.documents,
        follower.labels,
    )


def instant(at: datetime) -> str:
    """The moment as ISO in UTC: "2013-01-19T00:00:00Z"."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def extent(tally: Tally) -> Extent:
    """What the tally shows."""
    return Extent(tally.low, tally.best, tally.high)


# --- following figures ---------------------------------------------------------------------------


@dataclass(slots=True)
class _Thread:
    """One figure through time; ``claims`` are all it ever had, ``alive`` false once the account lost it."""

    tally: Tally
    claims: dict[str, None] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    alive: bool = True


class _Follower:
    """The figures so far; `step` adds the account of one more moment."""

    def __init__(self) -> None:
        self.threads: list[_Thread] = []
        self.claims: dict[str, Claim] = {}
        self.documents: dict[str, Document] = {}
        self.incident_of: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self._owner: dict[str, _Thread] = {}
        self.judged: tuple[Judgement, ...] = ()
        self._held: frozenset[str] = frozenset()

    def step(self, at: str, account: Account) -> None:
        """Note what became of every figure since the moment before."""
        tallies = [tally for tally in account.tallies if tally.derived is None]
        now = _Moment(at, account, frozenset(self.claims), self._held, self.judged)
        self.judged = account.judgements
        self.claims.update((claim.id, claim) for claim in account.claims)
        self.documents.update((document.id, document) for document in account.documents)
        self.incident_of.update(account.claim_incident)
        self.labels.update((incident.id, incident.label) for incident in account.incidents)
        followed = self._matched(tallies)
        self._follow(tallies, followed, now)
        self._held = frozenset(document.id for document in account.documents)

    def _follow(self, tallies: Sequence[Tally], followed: Mapping[int, _Thread], now: _Moment) -> None:
        for place, tally in enumerate(tallies):
            thread = followed.get(place)
            if thread is None:
                self._begin(tally, now)
                continue
            back = [] if thread.alive else [now.change("first", None, tally, "given again")]
            thread.changes += back or now.changed(thread.tally, tally)
            thread.tally, thread.alive = tally, True
        self._end(tallies, followed, now)
        for thread in self.threads:
            if thread.alive:
                members = _members(thread.tally)
                thread.claims.update(dict.fromkeys(members))
                self._owner.update(dict.fromkeys(members, thread))

    def _matched(self, tallies: Sequence[Tally]) -> dict[int, _Thread]:
        """Each tally with the figure it goes on: first that of its first claim, then that of most."""
        order = {id(thread): place for place, thread in enumerate(self.threads)}
        pairs = []
        for place, tally in enumerate(tallies):
            shared = Counter(order[id(self._owner[claim])] for claim in _members(tally) if claim in self._owner)
            pairs += [(self.threads[t].tally.id != tally.id, -count, t, place) for t, count in shared.items()]
        found: dict[int, _Thread] = {}
        taken: set[int] = set()
        for _, _, thread, place in sorted(pairs):
            if place not in found and thread not in taken:
                found[place] = self.threads[thread]
                taken.add(thread)
        return found

    def _begin(self, tally: Tally, now: _Moment) -> None:
        before = next((self._owner[c] for c in _members(tally) if c in self._owner), None)
        kind, reason = "first", f"the first figure of {tally.label} {tally.status}"
        if before is not None:
            kind, reason = "reclassification", f"until then counted with: {before.tally.label} {tally.status}"
            if before.tally.incident != tally.incident:
                reason += "; its reports are now taken to tell another incident"
        change = now.change(kind, None, tally, reason)
        self.threads.append(_Thread(tally, changes=[change]))

    def _end(self, tallies: Sequence[Tally], followed: Mapping[int, _Thread], now: _Moment) -> None:
        """Figures that the account no longer shows: their claims went elsewhere, or out of it."""
        going = {id(thread) for thread in followed.values()}
        homes = {claim: tally for tally in tallies for claim in _members(tally)}
        for thread in self.threads:
            if thread.alive and thread.changes[-1].at != now.at and id(thread) not in going:
                thread.changes.append(now.ended(thread.tally, homes))
                thread.alive = False


def _members(tally: Tally) -> tuple[str, ...]:
    return (*tally.support, *tally.dissent)


# --- one moment ----------------------------------------------------------------------------------


class _Moment:
    """The account of one moment beside that of the moment before."""

    def __init__(
        self, at: str, account: Account, known: frozenset[str], held: frozenset[str], judged: Sequence[Judgement] = ()
    ) -> None:
        self.at = at
        self.account = account
        self.claims = {claim.id: claim for claim in account.claims}
        self.documents = {document.id: document for document in account.documents}
        self.new = frozenset(self.claims) - known
        fallen = [j for j in of(in_force(account.judgements), *REPORTS) if j not in judged]
        self.words = {j.a: f" (so {voiced(j)})" for j in fallen}
        self.gone = sorted((held - frozenset(self.documents)).union(self.words))
        came = sorted(set(self.documents) - held)
        self.published = next((self.documents[d].published.value or at for d in came), at)
        self.reprinted = frozenset(r.a for r in account.relations if r.rule == "reprint")
        self.touching: dict[str, list[Relation]] = {}
        for relation in account.relations:
            for end in (relation.a, relation.b):
                self.touching.setdefault(end, []).append(relation)

    def changed(self, old: Tally, new: Tally) -> Iterator[Change]:
        """The change of a figure since the moment before, if it changed."""
        author = self._author(new, extent(old), self._added(new))
        revision = self._revision(new, author) if author else None
        kind = _kind(old, new, revision, bool(self.gone) and not self._added(new))
        if kind not in (None, "withdrawn", "contested", "settled") and not self._added(new) and self._parted(old, new):
            yield self.change("reclassification", extent(old), new, "some of its figures are now counted elsewhere")
        elif kind is not None:
            yield self.change(kind, extent(old), new, self._reason(kind, new, revision))

    def change(self, kind: str, before: Extent | None, tally: Tally, reason: str) -> Change:
        """A change to what the tally shows now, with the claim that made it."""
        added = self._added(tally)
        claim = self._author(tally, before, added)
        published = self.documents[claim.document].published.value if claim and added else None
        return Change(
            self.at, published or self.published, kind, before, extent(tally), tally.state, tally.roots,
            claim.id if claim else None, tuple(added), reason,
        )  # fmt: skip

    def ended(self, tally: Tally, homes: Mapping[str, Tally]) -> Change:
        """The end of a figure: withdrawn with its reports, else counted elsewhere."""
        left = [c for c in _members(tally) if c in self.claims and self.claims[c].document not in self.words]
        home = next((homes[claim] for claim in left if claim in homes), None)
        unplaced = {entry.claim: entry.reason for entry in self.account.unplaced}
        if not left:
            kind, reason = "withdrawn", self._withdrawn()
        elif home is not None:
            kind, reason = "reclassification", f"from then on counted with: {home.label} {home.status}"
        else:
            why = next((unplaced[claim] for claim in left if claim in unplaced), "its figures are now background")
            kind, reason = "reclassification", f"no figure of its own any more: {why}"
        return Change(self.at, self.published, kind, extent(tally), None, "", 0, None, (), reason)

    def _parted(self, old: Tally, new: Tally) -> bool:
        """True if claims that are still in the account left the figure."""
        return any(claim in self.claims for claim in set(_members(old)) - set(_members(new)))

    def _added(self, tally: Tally) -> list[str]:
        """Claims that joined at this moment; of a reprint only what it adds."""
        return [claim for claim in _members(tally) if claim in self.new and claim not in self.reprinted]

    def _author(self, tally: Tally, before: Extent | None, added: Sequence[str]) -> Claim | None:
        """Who made the change: the new claim that states the best figure if that moved, else the bound that moved.

        Without a new claim it is the one that the figure now rests on.
        """
        joined = [self.claims[claim] for claim in added]
        resting = [self.claims[claim] for claim in tally.support] if not joined else []
        moved = {tally.low, tally.high} - ({before.low, before.high} if before else set()) - {None}
        still = before is not None and before.best == tally.best
        tests: tuple[Callable[[Claim], bool], ...] = (
            lambda claim: not still and tally.best is not None and bounds(claim).value == tally.best,
            lambda claim: bool(moved & {claim.low, claim.high}),
            lambda claim: tally.best is not None and bounds(claim).value == tally.best,
            lambda claim: claim.id in tally.support,
        )
        for claims in (joined, resting):
            for test in tests:
                fitting = [claim for claim in claims if test(claim)]
                if fitting:
                    return next((claim for claim in fitting if claim.sources), fitting[0])
        return joined[0] if joined else None

    def _revision(self, tally: Tally, author: Claim) -> Relation | None:
        """By what relation the author, or a claim of this moment with the same number, replaces one of the tally's.

        A kind that the report's words name comes first.
        """
        members = set(_members(tally))
        found = [
            relation
            for claim in self._added(tally)
            if claim == author.id or bounds(self.claims[claim]).numeral == bounds(author).numeral
            for relation in self.touching.get(claim, ())
            if relation.type == "revises" and relation.a == claim and relation.b in members
        ]
        worded = [r for r in found if r.change in _WORDED]
        older = [r for r in found if r.b not in self.new]
        return next(iter((*worded, *older, *found)), None)

    def _reason(self, kind: str, tally: Tally, revision: Relation | None) -> str:
        if kind == "withdrawn":
            return self._withdrawn()
        if kind == "settled" and revision is None:
            return "nothing that stands disputes it any more"
        if kind == "contested":
            dispute = self._dispute(tally)
            return dispute.reason if dispute else "another figure that stands disputes it"
        return revision.reason if revision else tally.reason

    def _withdrawn(self) -> str:
        """Which reports no longer stand, and whose word that is where a person judged so."""
        return f"{', '.join(self.gone) or 'its report'} no longer speaks for it" + "".join(self.words.values())

    def _dispute(self, tally: Tally) -> Relation | None:
        """What contradicts the figure; what a claim of this moment says comes first."""
        found = [r for claim in _members(tally) for r in self.touching.get(claim, ()) if r.type in _CONTRADICTING]
        found.sort(key=lambda r: (r.type != "contradicts", not {r.a, r.b} & self.new))
        return found[0] if found else None


# --- kinds ---------------------------------------------------------------------------------------


def _kind(old: Tally, new: Tally, revision: Relation | None, withdrawn: bool) -> str | None:
    """What kind of change it is, None for none: another root for the same figure changes nothing."""
    disputed = (old.state == "contested", new.state == "contested")
    if extent(old) == extent(new):
        return {(False, True): "contested", (True, False): "settled"}.get(disputed)
    if withdrawn:
        return "withdrawn"
    if revision and revision.change in _WORDED:
        return revision.change
    if disputed == (False, True) and revision is None:
        return "contested"
    return _step(old, new)


def _step(old: Tally, new: Tally) -> str:
    """rise or fall of the best figure, or of a range without one; else narrowed, or bound: a bound moved or went."""
    was, now = old.best, new.best
    if was is None and now is None:
        was, now = old.low, new.low
    if was is not None and now is not None and was != now:
        return "rise" if now > was else "fall"
    if old.best is None and new.best is not None:
        if old.low is not None and new.best < old.low:
            return "fall"
        if old.high is not None and new.best > old.high:
            return "rise"
        return "narrowed"
    return "narrowed" if _inside(new, old) else "bound"


def _inside(narrow: Tally, wide: Tally) -> bool:
    """True if the range allows nothing that the wider one did not."""
    low = (narrow.low if narrow.low is not None else -1) >= (wide.low if wide.low is not None else -1)
    high = wide.high is None or (narrow.high is not None and narrow.high <= wide.high)
    return low and high


# --- what every origin said ----------------------------------------------------------------------


def _history(thread: _Thread, follower: _Follower, origins: Origins) -> History:
    tally = thread.tally
    claims = [follower.claims[claim] for claim in thread.claims]
    marks = [
        _mark(claim, follower.documents[claim.document], origins)
        for claim in sorted(claims, key=origins.order)
        if comparable(claim) and origins.master.get(claim.id, claim.id) == claim.id
    ]
    return History(
        tally=tally.id,
        incident=tally.incident,
        status=tally.status,
        group=tally.group,
        label=tally.label,
        changes=tuple(thread.changes),
        marks=tuple(marks),
        part_of=tally.part_of,
        ended=not thread.alive,
    )


def _mark(claim: Claim, document: Document, origins: Origins) -> Mark:
    said = bounds(claim)
    return Mark(
        claim=claim.id,
        root=origins.root[claim.id],
        name=_name(claim, document),
        at=instant(moment(document.published.value or "")),
        low=said.low,
        best=said.value,
        high=said.high,
    )


def _name(claim: Claim, document: Document) -> str:
    """What to call the origin: its first source, else the agencies, outlet or name of the report that says it."""
    if claim.sources:
        return claim.sources[0].name
    return ", ".join(document.agencies) or document.publisher or document.id
