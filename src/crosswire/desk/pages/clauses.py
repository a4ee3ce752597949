"""Figures as clauses: "at least 23 hostages were killed, according to the government".

Nothing is worded that the figure does not hold; a bound that no sentence states is not said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crosswire.lattice import one_of
from crosswire.model import Claim, Document, Tally
from crosswire.report.page import Row
from crosswire.report.wording import DASH, day, plain, stated

#: what became of one, and of several
_VERBS = {
    "killed": ("was killed", "were killed"),
    "injured": ("was injured", "were injured"),
    "hospitalised": ("was in hospital", "were in hospital"),
    "infected": ("was infected", "were infected"),
    "missing": ("was missing", "were missing"),
    "trapped": ("was trapped", "were trapped"),
    "held": ("was held", "were held"),
    "freed": ("was freed", "were freed"),
    "rescued": ("was rescued", "were rescued"),
    "escaped": ("escaped", "escaped"),
    "safe": ("was safe", "were safe"),
    "captured": ("was captured", "were captured"),
    "present": ("was there", "were there"),
    "displaced": ("was displaced", "were displaced"),
    "evacuated": ("was evacuated", "were evacuated"),
}
#: vague numbers that are nouns: "dozens of workers"
_COLLECTIVE = frozenset({"tens", "dozens", "scores", "hundreds", "thousands", "millions", "handful", "dozen", "number"})


@dataclass(frozen=True, slots=True)
class Clause:
    """One figure in words: the ``amount`` and what follows it, who says so, and how it stands.

    ``low``, ``best`` and ``high`` are cells as the table of fates has them, ``said`` is the moment of the newest
    report that gives the figure shown, ``contested`` are the numbers of the disagreements it stands in.
    """

    tally: str
    amount: str
    what: str
    status: str
    who: str
    roots: int
    state: str
    low: str
    best: str
    high: str
    said: str

    @property
    def words(self) -> str:
        """ "at least 23 hostages were killed"."""
        return f"{self.amount} {self.what}"

    @property
    def range(self) -> str:
        """ "23 to 30" where the bounds tell more than the amount, else nothing."""
        known = [cell for cell in (self.low, self.high) if cell != DASH]
        if self.best == DASH or not known or set(known) == {self.best}:
            return ""
        if len(known) == 2:
            return f"{self.low} to {self.high}"
        return f"at least {self.low}" if self.low != DASH else f"up to {self.high}"


def clause(row: Row, tally: Tally, claims: Mapping[str, Claim], documents: Mapping[str, Document]) -> Clause:
    """The clause of a row of the table of fates."""
    support = [claims[id] for id in (*tally.support, *tally.dissent) if id in claims]
    shown = [claim for claim in support if _gives(claim, tally)] or support
    latest = max(shown, key=lambda c: _published(c, documents), default=None)
    amount = _amount(row, latest)
    return Clause(
        tally=tally.id,
        amount=amount,
        what=_what(tally, amount),
        status=tally.status,
        who=_voice(latest, documents) if latest else "",
        roots=tally.roots,
        state=tally.state,
        low=row.low,
        best=row.best,
        high=row.high,
        said=_published(latest, documents) if latest else "",
    )


def _gives(claim: Claim, tally: Tally) -> bool:
    value = next((n for n in (tally.best, tally.low, tally.high) if n is not None), None)
    return value is not None and value in (claim.low, claim.high)


def _published(claim: Claim, documents: Mapping[str, Document]) -> str:
    found = documents.get(claim.document)
    return (found.published.value if found else None) or ""


def _amount(row: Row, latest: Claim | None) -> str:
    """The best figure, or the bounds there are; the report's own word where no bound is a number."""
    low, best, high = row.low, row.best, row.high
    if low == best == high == DASH:
        word = plain((latest.number_text if latest and not stated(latest) else None) or "some")
        return f"{word} of" if word.casefold().rsplit(" ", 1)[-1] in _COLLECTIVE else word
    if best == DASH:
        return f"at least {low}" if high == DASH else (f"up to {high}" if low == DASH else f"{low} to {high}")
    if high == DASH and low == best:
        return f"at least {best}"
    return f"up to {best}" if low == DASH and high == best else best


def _what(tally: Tally, amount: str) -> str:
    """ "hostages were killed", "soldier was killed", "people, in all, were killed"."""
    single = amount == "1"
    name, comma, rest = plain(tally.label).partition(", ")
    name = one_of(name) if single else name
    verb = _VERBS.get(tally.status, (plain(tally.status), plain(tally.status)))[not single]
    return f"{name}{comma}{rest}{comma.strip()} {verb}"


def _voice(claim: Claim, documents: Mapping[str, Document]) -> str:
    """The origin, and the outlet where the report speaks in its own voice."""
    if claim.sources:
        return with_article(plain(claim.sources[0].name), claim.sources[0].anonymous)
    found = documents.get(claim.document)
    return plain((found.publisher if found else None) or claim.document)


def with_article(name: str, anonymous: bool) -> str:
    """ "the interior ministry", "a security source", "officials": a name in small letters is a common noun."""
    if (
        not name[:1].islower()
        or name != name.lower()
        or name.split(" ", 1)[0] in ("the", "a", "an", "some", "one", "two", "several")
    ):
        return name
    several = name.split(" of ")[0].endswith("s")
    if not anonymous:
        return f"the {name}"
    return name if several else f"{'an' if name[:1] in 'aeiou' else 'a'} {name}"


def when(value: str) -> str:
    """The moment of a report for a person; nothing for none."""
    return day(value) if value else "undated"
