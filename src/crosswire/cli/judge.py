"""``judge``: what a person holds of claims, sources, reports and incidents, added and taken back, by whom and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from crosswire.cli.options import DONE, LedgerFile, Misuse, app, console, opened
from crosswire.errors import UnknownClaim

if TYPE_CHECKING:
    from crosswire.ledger import Ledger
    from crosswire.model import Account, Claim, Judgement

verbs = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=False,
    help="Add what a person holds of claims, sources or reports, or take it back; the account follows.",
)
app.add_typer(verbs, name="judge")

By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who judges.")]
Why = Annotated[str | None, typer.Option("--why", metavar="TEXT", help="For what reason.")]
One = Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id, or its beginning.")]
Other = Annotated[str, typer.Argument(metavar="CLAIM", help="Another claim's.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="A source as the reports name it.")]
Report = Annotated[str, typer.Argument(metavar="DOC", help="A report's id.")]


@verbs.command()
def same(a: One, b: Other, by: By = None, why: Why = None, ledger: LedgerFile = None) -> int:
    """Two claims are one figure: the same people in the same state."""
    return _of_two("same", a, b, by, why, ledger)


@verbs.command("not-same")
def not_same(a: One, b: Other, by: By = None, why: Why = None, ledger: LedgerFile = None) -> int:
    """Two claims are two figures, whatever a rule finds."""
    return _of_two("not-same", a, b, by, why, ledger)


@verbs.command()
def includes(a: One, b: Other, by: By = None, why: Why = None, ledger: LedgerFile = None) -> int:
    """The first claim's people contain the second's."""
    return _of_two("includes", a, b, by, why, ledger)


@verbs.command()
def background(claim: One, by: By = None, why: Why = None, ledger: LedgerFile = None) -> int:
    """The claim is told as background: another event."""
    return _of_one("background", claim, by, why, ledger)


@verbs.command("main")
def main_event(claim: One, by: By = None, why: Why = None, ledger: LedgerFile = None) -> int:
    """The claim is of the event itself, and no background."""
    return _of_one("main", claim, by, why, ledger)


@verbs.command("set-aside")
def set_aside(claim: One, by: By = None, why: Why = None, ledger: LedgerFile = None) -> int:
    """The claim and what repeats it do not count; they stay in sight."""
    return _of_one("set-aside", claim, by, why, ledger)


@verbs.command()
def trust(claim: One, by: By = None, why: Why = None, ledger: LedgerFile = None) -> int:
    """The claim counts, though its class was set aside or its report withdrawn."""
    return _of_one("trust", claim, by, why, ledger)


@verbs.command()
def group(
    claim: One,
    traits: Annotated[list[str], typer.Argument(metavar="TRAIT=VALUE...", help="role=militant nationality=Algerian")],
    by: By = None,
    why: Why = None,
    ledger: LedgerFile = None,
) -> int:
    """The claim counts people of these traits; an empty value takes a trait away."""
    return _of_one("group", claim, by, why, ledger, _traits(traits))


@verbs.command("source-merge")
def source_merge(a: Name, b: Name, by: By = None, why: Why = None, ledger: LedgerFile = None) -> int:
    """Two names are one source: what both say has one origin."""
    return _of_names("source-merge", a, b, by, why, ledger)


@verbs.command("source-split")
def source_split(a: Name, b: Name, by: By = None, why: Why = None, ledger: LedgerFile = None) -> int:
    """Two names are two sources: what the second says has an origin of its own."""
    return _of_names("source-split", a, b, by, why, ledger)


@verbs.command("report-withdrawn")
def report_withdrawn(
    document: Report,
    since: Annotated[str | None, typer.Option(metavar="TIME", help="From when; now, unless told.")] = None,
    by: By = None,
    why: Why = None,
    ledger: LedgerFile = None,
) -> int:
    """The report no longer stands from that moment on, and what reprints it falls with it."""
    return _of_reports("report-withdrawn", document, None, since, by, why, ledger)


@verbs.command("report-corrected")
def report_corrected(
    document: Report,
    correction: Annotated[str, typer.Argument(metavar="DOC", help="The report that corrects it.")],
    since: Annotated[str | None, typer.Option(metavar="TIME", help="From when; as the correction is dated.")] = None,
    by: By = None,
    why: Why = None,
    ledger: LedgerFile = None,
) -> int:
    """The first report is corrected by the second, whose figures take the place of its own."""
    return _of_reports("report-corrected", document, correction, since, by, why, ledger)


@verbs.command("incident-merge")
def incident_merge(
    a: Annotated[str, typer.Argument(metavar="INCIDENT", help="An incident's id, or that of a report in it.")],
    b: Annotated[str, typer.Argument(metavar="INCIDENT", help="Another's.")],
    by: By = None,
    why: Why = None,
    ledger: LedgerFile = None,
) -> int:
    """Two incidents are one, and so are all reports that tell either."""
    return _of_incidents(a, b, by, why, ledger)


@verbs.command("incident-split")
def incident_split(
    document: Report,
    incident: Annotated[
        str | None, typer.Option("--from", metavar="INCIDENT", help="Of which, for a report that stands in several.")
    ] = None,
    by: By = None,
    why: Why = None,
    ledger: LedgerFile = None,
) -> int:
    """The report does not belong to the incident in which it stands, and what reprints it goes with it."""
    return _of_member(document, incident, by, why, ledger)


@verbs.command()
def withdraw(
    number: Annotated[str, typer.Argument(metavar="N", help="The judgement's number, as judge list gives it.")],
    by: By = None,
    why: Why = None,
    ledger: LedgerFile = None,
) -> int:
    """Take a judgement back; the account is again what it was without it."""
    by, why = _signed(by, why)
    with opened(_named(ledger), must_exist=True) as held, console() as screen:
        known = {str(j.seq): j for j in held.judgements(standing=False) if j.withdraws is None}
        target = known.get(number.lstrip("#"))
        if target is None:
            raise Misuse(f"no judgement {number}; there are: {', '.join(known) or 'none'}")
        _add(held, _judgement("withdraw", target.a, target.b, by, why, withdraws=target.seq), screen.line)
    return DONE


@verbs.command("list")
def listed(ledger: LedgerFile = None) -> int:
    """Every judgement: who, when, why, of what, and whether it stands or who took it back."""
    from crosswire.cli.judged import lines
    from crosswire.pipeline import account

    with opened(_named(ledger), must_exist=True) as held, console() as screen:
        every = held.judgements(standing=False)
        if not every:
            screen.say("nobody has judged anything here")
            return DONE
        screen.progress("settling the account")
        for line in lines(every, account(held)):
            screen.line(line)
    return DONE


# --- adding --------------------------------------------------------------------------------------


def _of_two(kind: str, a: str, b: str, by: str | None, why: str | None, ledger: str | None) -> int:
    from crosswire.particulars import claim_named, what
    from crosswire.pipeline import account

    by, why = _signed(by, why)
    with opened(_named(ledger), must_exist=True) as held, console() as screen:
        found = account(held)
        one, other = claim_named(found, a), claim_named(found, b)
        _comparable(kind, one, other, found)
        _add(held, _judgement(kind, one.id, other.id, by, why), screen.line, f"{what(one)} | {what(other)}")
    return DONE


def _comparable(kind: str, one: Claim, other: Claim, found: Account) -> None:
    """Refuse a judgement that could never bear on anything."""
    if one.id == other.id:
        raise Misuse(f"{one.id}: name two claims, not one twice")
    for claim in (one, other):
        if claim.kind != "count":
            raise Misuse(f"{claim.id}: counts nobody ({claim.kind}); {kind} is said of two counts")
    if kind == "not-same":
        return
    homes = found.claim_incident.get(one.id), found.claim_incident.get(other.id)
    if homes[0] != homes[1]:
        raise Misuse(f"{one.id} and {other.id} are of two incidents")
    if kind == "same" and one.status != other.status:
        raise Misuse(f"{one.id} is of people {one.status}, {other.id} of people {other.status}: no one figure")
    aside = next((claim.id for claim in (one, other) if claim.background), None)
    if aside is not None:
        raise Misuse(f"{aside} is background; if it is not, say so first: crosswire judge main {aside}")


def _of_one(
    kind: str,
    claim: str,
    by: str | None,
    why: str | None,
    ledger: str | None,
    traits: tuple[tuple[str, str], ...] = (),
) -> int:
    from crosswire.particulars import claim_named, what
    from crosswire.pipeline import account

    by, why = _signed(by, why)
    with opened(_named(ledger), must_exist=True) as held, console() as screen:
        one = claim_named(account(held), claim)
        if one.kind != "count":
            raise Misuse(f"{one.id}: counts nobody ({one.kind}); {kind} is said of a count")
        _add(held, _judgement(kind, one.id, None, by, why, traits=traits), screen.line, what(one))
    return DONE


def _of_names(kind: str, a: str, b: str, by: str | None, why: str | None, ledger: str | None) -> int:
    from crosswire.judgements import name_of, names_in
    from crosswire.pipeline import account

    by, why = _signed(by, why)
    if name_of(a) == name_of(b):
        raise Misuse(f"{a}: name two sources, not one twice")
    with opened(_named(ledger), must_exist=True) as held, console() as screen:
        found = account(held)
        known = names_in(found.claims, found.documents)
        for name in (a, b):
            if name_of(name) not in known:
                raise UnknownClaim(f"{name}: no source or outlet of that name; there are: {', '.join(sorted(known))}")
        _add(held, _judgement(kind, a, b, by, why), screen.line)
    return DONE


def _of_reports(
    kind: str, a: str, b: str | None, since: str | None, by: str | None, why: str | None, ledger: str | None
) -> int:
    from crosswire.moments import moment, written

    by, why = _signed(by, why)
    if since is not None:
        moment(since)
    if a == b:
        raise Misuse(f"{a}: no report corrects itself")
    with opened(_named(ledger), must_exist=True) as held, console() as screen:
        known = {document.id for document in held.documents()}
        for document in (a, b):
            if document is not None and document not in known:
                raise UnknownClaim(f"{document}: no such report in {held.name}")
        _add(held, _judgement(kind, a, b, by, why, since=written(since) if since else None), screen.line)
    return DONE


def _of_incidents(a: str, b: str, by: str | None, why: str | None, ledger: str | None) -> int:
    from crosswire.judgements import INCIDENT_MERGE, ONE, OTHER
    from crosswire.members import anchors, incident_named
    from crosswire.pipeline import account

    by, why = _signed(by, why)
    with opened(_named(ledger), must_exist=True) as held, console() as screen:
        found = account(held)
        one, other = incident_named(found, a), incident_named(found, b)
        if one.id == other.id:
            raise Misuse(f"{a} and {b} are one incident already: {one.label}")
        (first, *rest), (second, *more) = anchors(found, one), anchors(found, other)
        traits = (*((ONE, name) for name in rest), *((OTHER, name) for name in more))
        said = _judgement(INCIDENT_MERGE, first, second, by, why, traits=traits)
        _add(held, said, screen.line, f"{one.label} | {other.label}")
    return DONE


def _of_member(document: str, incident: str | None, by: str | None, why: str | None, ledger: str | None) -> int:
    from crosswire.judgements import INCIDENT_SPLIT, OTHER
    from crosswire.members import anchors, incident_named, standing_in
    from crosswire.pipeline import account

    by, why = _signed(by, why)
    with opened(_named(ledger), must_exist=True) as held, console() as screen:
        found = account(held)
        where = standing_in(found, document) if incident is None else incident_named(found, incident)
        if document not in where.documents:
            raise Misuse(f"{document} does not stand in {where.id}, {where.label}")
        name, others = anchors(found, where, of=document)[0], anchors(found, where, but=document)
        if not others:
            raise Misuse(f"{document} stands alone in {where.id}, {where.label}, with what has its text")
        traits = tuple((OTHER, other) for other in others[1:])
        _add(held, _judgement(INCIDENT_SPLIT, name, others[0], by, why, traits=traits), screen.line, where.label)
    return DONE


def _judgement(
    kind: str,
    a: str,
    b: str | None,
    by: str,
    why: str,
    *,
    withdraws: int | None = None,
    since: str | None = None,
    traits: tuple[tuple[str, str], ...] = (),
) -> Judgement:
    from crosswire.ledger import now
    from crosswire.model import Judgement

    return Judgement(a, b, kind, why, by, now(), withdraws, since=since, traits=traits)


def _add(held: Ledger, judgement: Judgement, say: Callable[[str], None], of: str = "") -> None:
    from crosswire.judgements import described

    before = {j.seq for j in held.judgements(standing=False)}
    number = held.judge(judgement)
    if judgement.withdraws is not None:
        done = f"judgement {judgement.withdraws} {'was withdrawn before' if number in before else 'withdrawn'}"
    else:
        done = f"judgement {number}{' stands already' if number in before else ''}: {described(judgement)}"
    say(done + (f" ({of})" if of else ""))


def _signed(by: str | None, why: str | None) -> tuple[str, str]:
    """Who and why, one line each; a judgement without either is none."""
    found = [" ".join((text or "").split()) for text in (by, why)]
    if not all(found):
        raise Misuse("a judgement needs --by NAME and --why TEXT")
    return found[0], found[1]


def _named(ledger: str | None) -> str:
    if ledger is None:
        raise Misuse("judge needs --ledger FILE")
    return ledger


def _traits(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    from crosswire.judgements import TRAITS
    from crosswire.lexicon import standard

    found = []
    for word in words:
        key, equals, value = word.partition("=")
        if key not in TRAITS or not equals:
            raise Misuse(f"no trait {word!r}; write one of {', '.join(TRAITS)} as role=militant")
        roles = standard().table("roles")
        if key == "role" and value and value != "person" and value not in roles:
            raise Misuse(f"no role {value!r}; there are: {', '.join(k for k in sorted(roles) if k != 'source')}")
        found.append((key, value))
    return tuple(found)
