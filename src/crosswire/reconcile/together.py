"""Which tallies the reports themselves set beside each other: in one sentence, as parts of one whole, in one report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from crosswire.lexicon import standard
from crosswire.model import Balance, Claim, Document, Relation, Tally
from crosswire.relations.surroundings import Texts, cued

#: relations by which a report ties a part to its whole in so many words
_TYING = frozenset({"out-of", "remainder", "said-to-be-part", "among-them", "person"})


class Tables:
    """The claims of an account, asked what their reports tell together."""

    def __init__(
        self,
        claims: Sequence[Claim],
        documents: Sequence[Document],
        relations: Sequence[Relation],
        balances: Sequence[Balance],
    ) -> None:
        self.claims: Mapping[str, Claim] = {claim.id: claim for claim in claims}
        self.texts = Texts(documents)
        tied = [(r.a, r.b) for r in relations if r.type == "includes" and r.rule in _TYING]
        tied += [(balance.total, part) for balance in balances if balance.total for part in balance.parts]
        self._holders: dict[str, set[str]] = {}
        for whole, part in tied:
            self._holders.setdefault(part, set()).add(whole)

    def said(self, tally: Tally) -> list[Claim]:
        """The claims that support a tally."""
        return self.voices(tally.support)

    def taken(self, claim: Claim) -> bool:
        """True if the words say that so many were taken, not that so many are held."""
        still = standard().table("fates")["still"]
        return cued("taken", claim.quote) and not set(claim.quote.casefold().split()) & set(still)

    def still(self, claim: Claim) -> bool:
        """True if the words say how many are there still, not how many there were."""
        return cued("still", self.texts.setting(claim).clause)

    def voices(self, claims: Iterable[str]) -> list[Claim]:
        """The claims of these ids that are known."""
        return [self.claims[claim] for claim in claims if claim in self.claims]

    def partition(self, whole: Sequence[str], part: Tally) -> bool:
        """True if a report calls the people of ``part`` some of those that the claims of ``whole`` count."""
        wholes = set(whole)
        return any(self._holders.get(claim, set()) & wholes or claim in wholes for claim in part.support)

    def one_number(self, whole: Sequence[str], part: Tally) -> bool:
        """True if one number of a text tells both: "two of the 12 killed were officers" counts no 12 officers."""
        numbers = {(claim.document, claim.number) for claim in self.voices(whole)}
        return any((claim.document, claim.number) in numbers for claim in self.said(part))

    def same_whole(self, one: Tally, other: Tally) -> bool:
        """True if a report gives both as parts of one whole: "four of its 18 missing, the remaining 14 safe"."""
        mine = set().union(*(self._holders.get(claim, set()) for claim in one.support))
        theirs = set().union(*(self._holders.get(claim, set()) for claim in other.support))
        return bool(mine & theirs)

    def beside(self, one: Sequence[str], other: Sequence[str]) -> bool:
        """True if a claim of one stands within a sentence of a claim of the other."""
        reports: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.voices(one):
            reports[claim.document].append(claim)
        for b in self.voices(other):
            for a in reports.get(b.document, ()):
                breaks = self.texts.breaks(a, b)
                if breaks is not None and breaks <= 1:
                    return True
        return False

    def shared_report(self, one: Sequence[str], other: Sequence[str]) -> bool:
        """True if one report tells both."""
        mine = {claim.document for claim in self.voices(one)}
        return any(claim.document in mine for claim in self.voices(other))
