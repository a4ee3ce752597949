"""The sections below the table: what was demanded, what came when, what was kept apart, who spoke."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crosswire.interests import interest, leaning
from crosswire.model import Account, Claim, Document, Moment, Source, Tally
from crosswire.report.disagreements import overlaps
from crosswire.report.page import Line, Section, View
from crosswire.report.wording import day, days, plain, plural, unique, who

#: speech acts, what is owned up to and asked for first
ACTS = (
    "responsibility", "demand", "offer", "threat", "warning", "refusal", "denial", "motive", "forecast", "unverified",
)  # fmt: skip
#: who to lean on first
KINDS = (
    "official", "military", "hospital", "aid group", "rights monitor", "company", "expert", "witness", "state media",
    "agency", "outlet", "tally", "belligerent", "perpetrator", "other",
)  # fmt: skip


def sections(view: View, account: Account) -> tuple[Section, ...]:
    """All sections of one incident that have a line, in reading order."""
    every = (
        overlaps(view),
        Section("revised", "Revised", tuple(_revised(view))),
        Section("settled", "How it was settled", tuple(_settled(view))),
        Section("claims", "Claims and demands", tuple(_acts(view))),
        Section("timeline", "Timeline", tuple(_timeline(view, account))),
        Section("apart", "Kept apart", tuple(_apart(view, account))),
        Section("sources", "Sources", tuple(_sources(view))),
        Section("unplaced", "Not placed", tuple(_unplaced(view, account))),
    )
    return tuple(section for section in every if section.lines)


def warnings(account: Account) -> Section:
    """What a reader must know about single reports; equal warnings share a line."""
    together: dict[str, list[str]] = {}
    for warning in account.warnings:
        together.setdefault(plain(warning.text), []).append(plain(warning.document))
    lines = tuple(Line(", ".join(unique(documents)), text) for text, documents in together.items())
    return Section("warnings", "Warnings", lines)


def judged(account: Account) -> Section:
    """Who judged what, and why; each with the claims it is about."""
    known = {claim.id: claim for claim in account.claims}
    lines = []
    for j in account.judgements:
        told = [known[id] for id in (j.a, j.b) if id in known]
        about = [f"“{plain(c.number_text or c.quote)}”" for c in told] or [plain(x) for x in (j.a, j.b) if x]
        words = " · ".join(about + [f"{key}={plain(value)}" for key, value in j.traits])
        said = f"{words}: {plain(j.reason)} ({plain(j.made_by)}, {day(j.made_at[:10])})"
        lines.append(Line(plain(j.type), said, unique(c.id for c in told)))
    return Section("judged", "Judged by people", tuple(lines))


def actors(account: Account) -> Section:
    """Who goes by several names or is tied to whom; a tie is what a sentence says, never a merge."""
    names = {actor.id: plain(actor.name) for actor in account.actors}
    lines = []
    for actor in account.actors:
        parts = [f"also {', '.join(plain(alias) for alias in actor.aliases)}"] if actor.aliases else []
        parts += [f"{plain(link.type)} {names.get(link.to, plain(link.to))}" for link in actor.links]
        refs = unique(claim for link in actor.links for claim in link.claims)
        if parts:
            lines.append(Line(plain(actor.name), "; ".join(parts), refs))
    return Section("actors", "Who is who", tuple(lines))


def _revised(view: View) -> Iterator[Line]:
    """Each change of a figure: its old words, its new words, the kind of change."""
    for relation in view.relations:
        if relation.type == "revises":
            old, new = view.claims[relation.b], view.claims[relation.a]
            words = f"{_figure(old)} → {_figure(new)} {plain(new.status or '')}: {plain(relation.reason)}"
            yield Line(plain(relation.change or "changed"), words, (old.id, new.id))


def _figure(claim: Claim) -> str:
    return f"“{plain(claim.number_text or claim.quote)}”"


def _settled(view: View) -> Iterator[Line]:
    """The rule's own sentence where more than one claim had to be weighed; figures settled alike share a line."""
    alike: dict[str, list[Tally]] = {}
    for tally in view.tallies:
        if tally.state in ("contested", "revised", "agreed") and tally.derived is None and tally.reason:
            alike.setdefault(_weighed(view, tally), []).append(tally)
    for reason, tallies in alike.items():
        names = unique(f"{plain(tally.label)} {plain(tally.status)}" for tally in tallies)
        refs = unique(c.id for tally in tallies for c in view.found((*tally.support, *tally.dissent)))
        if len(names) == 1:
            yield Line(names[0], reason, refs)
        else:
            yield Line(plural(len(tallies), "figure"), f"{reason}: {', '.join(names)}", refs)


def _weighed(view: View, tally: Tally) -> str:
    """Why the figure is what it is, and why claims that nobody has revised do not count."""
    told = {relation.b for relation in view.relations if relation.type == "revises"}.union(view.folded)
    aside = unique(plain(step.why) for step in tally.trace if not step.used and step.claim not in told)
    others = [why for why in aside if why != plain(tally.reason)]
    return plain(tally.reason) + (f" (set aside: {'; '.join(others)})" if others else "")


def _acts(view: View) -> Iterator[Line]:
    """Speech acts by kind; one that only repeats another shares its line."""
    heads = [
        claim
        for claim in view.claims.values()
        if claim.kind not in ("count", "event") and not claim.background and not _repeats_another(claim, view)
    ]
    for claim in sorted(heads, key=lambda c: ACTS.index(c.kind) if c.kind in ACTS else len(ACTS)):
        words = f"“{plain(claim.quote)}”"
        voice = _speaker(claim)
        yield Line(plain(claim.kind), f"{words} · {voice}", unique((claim.id, *view.repeats(claim))))


def _repeats_another(claim: Claim, view: View) -> bool:
    """True if the claim it repeats has a line of its own here."""
    first = view.claims.get(view.folded.get(claim.id, ""))
    return first is not None and (first.kind, first.background) == (claim.kind, claim.background)


def _speaker(claim: Claim) -> str:
    """ "gunmen to France, via ANI": who speaks, to whom, through whom."""
    names = [plain(source.name) for source in claim.sources]
    speaker = plain(claim.speaker or "")
    chain = [name for name in names if not speaker or not _one_person(name, speaker)]
    parts = [speaker or (chain.pop(0) if chain else who(()))]
    if claim.addressee:
        parts[0] += f" to {plain(claim.addressee)}"
    return ", ".join([*parts, *(f"via {name}" for name in chain)])


def _one_person(name: str, other: str) -> bool:
    """True if one name holds the other: "State Department spokeswoman Maria Lund" and "Maria Lund"."""
    short, long = sorted((f" {name.casefold()} ", f" {other.casefold()} "), key=len)
    return short in long


def _timeline(view: View, account: Account) -> Iterator[Line]:
    for moment in account.timeline:
        claims = view.found(moment.claims)
        if claims or (not moment.claims and len(account.incidents) == 1):
            said = f" · {who(claims[0].sources)}" if claims and claims[0].sources else ""
            yield Line(_when(moment, claims), plain(moment.text) + said, unique(c.id for c in claims))


def _when(moment: Moment, claims: Sequence[Claim]) -> str:
    """The day, or the report's own words for it ("on Wednesday") where no day can be given."""
    known = days(moment.start, moment.end)
    if known:
        return known
    worded = [plain(claim.time.text) for claim in claims if claim.time and plain(claim.time.text)]
    return worded[0] if worded else "undated"


def _apart(view: View, account: Account) -> Iterator[Line]:
    """Figures of other events; each with the incident it tells where that is in the account, too."""
    labels = {incident.id: plain(incident.label) for incident in account.incidents}
    for claim in view.claims.values():
        if claim.background and not _repeats_another(claim, view):
            lead = plain(claim.number_text or claim.kind)
            home = labels.get(account.earlier.get(claim.id, ""))
            told = f" · see {home}" if home else ""
            text = f"“{plain(claim.quote)}” · {who(claim.sources)}{told}"
            yield Line(lead, text, unique((claim.id, *view.repeats(claim))))


def _sources(view: View) -> Iterator[Line]:
    """Names by kind, each with the sentences it speaks in, and what the kind gains by a number."""
    spoken: dict[str, dict[str, tuple[Source, list[str]]]] = {}
    for claim in view.claims.values():
        for source in claim.sources if not claim.background else ():
            name = plain(source.name)
            spoken.setdefault(source.kind, {}).setdefault(name.casefold(), (source, []))[1].append(claim.id)
    leaning_here = {s.kind for c in view.claims.values() for s in c.sources[:1] if _leans(s, c)}
    for kind in sorted(spoken, key=lambda k: (KINDS.index(k) if k in KINDS else len(KINDS), k)):
        names = [_named(source, len(set(ids))) for source, ids in spoken[kind].values()]
        gain = f" (interest: {interest(kind)})" if kind in leaning_here else ""
        yield Line(plain(kind), " · ".join(names) + gain)


def _leans(source: Source, claim: Claim) -> bool:
    """True of a count of people whom the source has reason to make few or many."""
    return not claim.background and claim.group is not None and leaning(source.kind, claim.group.role) is not None


def _named(source: Source, times: int) -> str:
    unnamed = " (unnamed)" if source.anonymous else ""
    return f"{plain(source.name)}{unnamed}" + (f" ×{times}" if times > 1 else "")


def _unplaced(view: View, account: Account) -> Iterator[Line]:
    for entry in account.unplaced:
        if entry.claim in view.claims:
            claim = view.claims[entry.claim]
            said = f"“{plain(claim.quote)}”: {plain(entry.reason)}"
            yield Line(plain(claim.number_text or claim.kind), said, (claim.id,))


def credits(documents: Sequence[Document]) -> str:
    """ "3 reports (2 credited to Tarn News Agency, 1 reprints another)"."""
    agencies: dict[str, int] = {}
    for document in documents:
        for agency in document.agencies:
            agencies[plain(agency)] = agencies.get(plain(agency), 0) + 1
    notes = [f"{count} credited to {agency}" for agency, count in agencies.items()]
    copies = sum(document.copy_of is not None for document in documents)
    notes += [f"{copies} reprint{'s' if copies == 1 else ''} another"] if copies else []
    return plural(len(documents), "report") + (f" ({', '.join(notes)})" if notes else "")


def dated(documents: Sequence[Document]) -> str:
    """When the reports appeared and how that is known: "dated Sun 20 Jan 2013 (given)"."""
    bases = unique(d.published.basis for d in documents if d.published.value)
    values = sorted(d.published.value for d in documents if d.published.value)
    undated = sum(not d.published.value for d in documents)
    parts = []
    if values:
        stretch = days(values[0][:10], values[-1][:10]) or day(values[0])
        parts.append(f"dated {stretch} ({', '.join(_BASES.get(b, plain(b)) for b in bases)})")
    if undated and values:
        parts.append(f"{undated} without a date")
    elif undated:
        parts.append("undated" if undated == 1 else "none carries a date")
    return "; ".join(parts)


_BASES = {"metadata": "by the reports themselves", "given": "date given", "inferred": "inferred"}
