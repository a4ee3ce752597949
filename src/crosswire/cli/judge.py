"""``judge``: what a person holds of claims, sources, reports and incidents, added and taken back, by whom and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from crosswire.cli.options import DONE, LedgerFile, Misuse, app, console, opened

if TYPE_CHECKING:
    from crosswire.ledger import Ledger
    from crosswire.model import Judgement

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
    return _of_account("same", a, b, by, why, ledger)


@verbs.command("not-same")
def not_same(a: One, b: Other, by: By = None, why: Why = None, ledger: LedgerFile = None) -> int:
    """Two claims are two figures, whatever a rule finds."""
    return _of_account("not-same", a, b, by, why, ledger)


@verbs.command()
def includes(a: One, b: Other, by: By = None, why: Why = None, ledger: LedgerFile = None) -> int:
    """The first claim's people contain the second's."""
    return _of_account("includes", a, b, by, why, ledger)


@verbs.command()
def background(claim: One, by: By = None, why: Why = None, ledger: LedgerFile = None) -> int:
    """The claim is told as background: another event."""
    return _of_account("background", claim, None, by, why, ledger)


@verbs.command("main")
def main_event(claim: One, by: By = None, why: Why = None, ledger: LedgerFile = None) -> int:
    """The claim is of the event itself, and no background."""
    return _of_account("main", claim, None, by, why, ledger)


@verbs.command("set-aside")
def set_aside(claim: One, by: By = None, why: Why = None, ledger: LedgerFile = None) -> int:
    """The claim and what repeats it do not count; they stay in sight."""
    return _of_account("set-aside", claim, None, by, why, ledger)


@verbs.command()
def trust(claim: One, by: By = None, why: Why = None, ledger: LedgerFile = None) -> int:
    """The claim counts, though its class was set aside or its report withdrawn."""
    return _of_account("trust", claim, None, by, why, ledger)


@verbs.command()
def group(
    claim: One,
    traits: Annotated[list[str], typer.Argument(metavar="TRAIT=VALUE...", help="role=militant nationality=Algerian")],
    by: By = None,
    why: Why = None,
    ledger: LedgerFile = None,
) -> int:
    """The claim counts people of these traits; an empty value takes a trait away."""
    from crosswire.judging import traits_of

    return _of_account("group", claim, None, by, why, ledger, traits_of(traits))


@verbs.command("source-merge")
def source_merge(a: Name, b: Name, by: By = None, why: Why = None, ledger: LedgerFile = None) -> int:
    """Two names are one source: what both say has one origin."""
    return _of_account("source-merge", a, b, by, why, ledger)


@verbs.command("source-split")
def source_split(a: Name, b: Name, by: By = None, why: Why = None, ledger: LedgerFile = None) -> int:
    """Two names are two sources: what the second says has an origin of its own."""
    return _of_account("source-split", a, b, by, why, ledger)


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
    return _of_account("incident-merge", a, b, by, why, ledger)


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
    return _of_account("incident-split", document, incident, by, why, ledger)


@verbs.command()
def withdraw(
    number: Annotated[str, typer.Argument(metavar="N", help="The judgement's number, as judge list gives it.")],
    by: By = None,
    why: Why = None,
    ledger: LedgerFile = None,
) -> int:
    """Take a judgement back; the account is again what it was without it."""
    from crosswire.judging import withdrawal_of
    from crosswire.ledger import now

    by, why = _signed(by, why)
    with opened(_named(ledger), must_exist=True) as held, console() as screen:
        _add(held, withdrawal_of(held.judgements(standing=False), number, by=by, why=why, at=now()), screen.line)
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


def _of_account(
    kind: str,
    a: str,
    b: str | None,
    by: str | None,
    why: str | None,
    ledger: str | None,
    traits: tuple[tuple[str, str], ...] = (),
) -> int:
    """What is judged of claims, names and incidents, which only an account holds."""
    from crosswire.judging import judgement_of, subject
    from crosswire.ledger import now
    from crosswire.pipeline import account

    by, why = _signed(by, why)
    with opened(_named(ledger), must_exist=True) as held, console() as screen:
        found = account(held)
        said = judgement_of(found, kind, a, b, by=by, why=why, at=now(), traits=traits)
        _add(held, said, screen.line, subject(found, said))
    return DONE


def _of_reports(
    kind: str, a: str, b: str | None, since: str | None, by: str | None, why: str | None, ledger: str | None
) -> int:
    from crosswire.judging import of_report
    from crosswire.ledger import now

    by, why = _signed(by, why)
    with opened(_named(ledger), must_exist=True) as held, console() as screen:
        known = [document.id for document in held.documents()]
        _add(held, of_report(known, kind, a, b, by=by, why=why, at=now(), since=since), screen.line)
    return DONE


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
    """Who and why, asked for before an account is settled in vain."""
    if not (by or "").strip() or not (why or "").strip():
        raise Misuse("a judgement needs --by NAME and --why TEXT")
    return by or "", why or ""


def _named(ledger: str | None) -> str:
    if ledger is None:
        raise Misuse("judge needs --ledger FILE")
    return ledger
