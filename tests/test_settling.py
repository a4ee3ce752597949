"""What would settle a disagreement: a text for every rule, filled with the claims' own groups and speakers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crosswire.lexicon import standard
from crosswire.model import Group, Relation
from crosswire.report.json import as_json
from crosswire.settling import OPEN, settling, settling_tally
from report_accounts import mine, siege
from strategies import figure, report

RELATIONS = Path(__file__).parents[1] / "src" / "crosswire" / "relations"
TABLE = standard().table("settling")


TYPES = {"same", "echoes", "supports", "revises", "includes", "contradicts", "differs", "coincides", "may-overlap"}


def rules() -> list[tuple[str, str]]:
    """Type and rule of every relation that the source of `crosswire.relations` writes down in one breath."""
    text = " ".join(path.read_text(encoding="utf-8") for path in sorted(RELATIONS.glob("*.py")))
    found = set(re.findall(r'"(contradicts|differs|may-overlap)",\s*"([a-z-]+)"', text))
    return sorted((kind, rule) for kind, rule in found if rule not in TYPES)  # a list of types names no rule


def test_every_rule_that_leaves_something_open_says_what_would_settle_it() -> None:
    assert len(rules()) > 8
    assert [rule for _, rule in rules() if rule not in TABLE] == []


def test_every_kind_has_a_text_for_what_a_person_judges() -> None:
    assert set(TABLE) >= OPEN | {"contested"}


@pytest.mark.parametrize("rule", sorted(set(TABLE) - {"source"}))
def test_texts_are_filled(rule: str) -> None:
    """No brace is left, and no text ends in a full stop, for it follows a colon."""
    told = report("a.txt", "Police found 12 gunmen, the Red Cross 15 gunmen.")
    one = figure("a", told, "12 gunmen", "12", "killed", Group("gunmen", "militant"), "police")
    other = figure("b", told, "15 gunmen", "15", "killed", Group("gunmen", "militant"), "Red Cross")
    words = settling(Relation("b", "a", "differs", rule, "for the test"), other, one) or ""
    assert words and not set("{}") & set(words) and not words.endswith(".")
    assert words[0].islower()


def test_the_status_chooses_the_list() -> None:
    told = report("a.txt", "Police found 12 people, the Red Cross 15 people.")
    asked = {}
    for status in ("killed", "injured", "missing", "present"):
        one = figure("a", told, "12 people", "12", status, Group("people"), "police")
        other = figure("b", told, "15 people", "15", status, Group("people"), "Red Cross")
        asked[status] = settling(Relation("b", "a", "contradicts", "two-origins-two-counts", ""), other, one)
    assert len(set(asked.values())) == 4
    assert "morgue" in (asked["killed"] or "") and "hospitals" in (asked["injured"] or "")
    assert settling_tally("killed") != settling_tally("held")


def test_what_leaves_nothing_open_has_none() -> None:
    told = report("a.txt", "Police found 12 people.")
    one = figure("a", told, "12 people", "12", "killed", Group("people"), "police")
    for kind in ("same", "echoes", "supports", "revises", "includes", "coincides"):
        assert settling(Relation("a", "a", kind, "two-origins-two-counts", ""), one, one) is None


def test_the_json_carries_it() -> None:
    shown = {(r["type"], r["settle"]) for account in (mine(), siege()) for r in as_json(account)["relations"]}
    assert {kind for kind, words in shown if words} == {"contradicts", "differs", "may-overlap"}
    assert ("echoes", None) in shown
