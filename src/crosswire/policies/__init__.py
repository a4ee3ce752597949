"""Published rules that settle what a tally shows, each with the trace of what it used and what it set aside.

Three are crosswire's own (`own`), the others those of the codebooks that analysts work with, one module each, which
cites the rule.  Bounds are ones that some claim states; a codebook's own number for a word ("dozens": 12) or an
average is named as such in the reason.  What a codebook has no column for is left empty, never guessed, and no claim
is thrown away: what a rule sets aside stays in the tally's dissent.  See docs/policies.md.
"""

from __future__ import annotations

from collections.abc import Mapping

from crosswire.errors import UnknownPolicy
from crosswire.policies.acled import acled
from crosswire.policies.airwars import airwars
from crosswire.policies.em_dat import em_dat, total_deaths
from crosswire.policies.gtd import gtd
from crosswire.policies.own import latest_official, low_best_high, majority
from crosswire.policies.stands import Policy, Settlement, Stand
from crosswire.policies.ucdp import ucdp

__all__ = ["DEFAULT", "POLICIES", "Policy", "Settlement", "Stand", "policy_named"]

DEFAULT = "low-best-high"

POLICIES: Mapping[str, Policy] = {
    policy.name: policy
    for policy in (
        Policy("low-best-high", "range of all credible origins; best is the latest figure", low_best_high),
        Policy("majority", "best is what most independent origins give", majority),
        Policy("latest-official", "what officials said last", latest_official),
        Policy(
            "gtd", "the most recent confirmed figure, else the majority's, else the lowest", gtd,
            "START, GTD codebook, nkill and nwound",
        ),
        Policy(
            "acled", "deaths only; the most conservative figure, “dozens” as 12", acled,
            "ACLED, Uses and limitations of ACLED data: Fatalities, updated 7 May 2024",
        ),
        Policy(
            "ucdp", "deaths only; low, best and high by the reliability of the origins", ucdp,
            "Högbladh, UCDP GED Codebook 19.1, 2019; Sundberg and Melander 2013",
        ),
        Policy(
            "em-dat", "the source of highest priority; a range is averaged, “hundreds” is 200", em_dat,
            "CRED, EM-DAT Documentation, Human Impact Variables", total_deaths,
        ),
        Policy(
            "airwars", "minimum to maximum, civilians and belligerents apart, graded", airwars,
            "Airwars, Methodology, and Methodology note on Gaza, October 2023", adds=False,
        ),
    )
}  # fmt: skip


def policy_named(name: str) -> Policy:
    """The policy of that name; raises UnknownPolicy, naming those there are."""
    try:
        return POLICIES[name]
    except KeyError:
        raise UnknownPolicy(f"no policy named {name!r}; there are: {', '.join(sorted(POLICIES))}") from None
