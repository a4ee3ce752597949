"""A Reading becomes claims: words, ids, sources, times, parts."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

import pytest

from crosswire.claims import DIGITS, anchored, claims_of
from crosswire.gazetteer import standard
from crosswire.model import (
    Attribution,
    Document,
    Figure,
    Group,
    Place,
    Quantity,
    Reading,
    Source,
    Span,
    Statement,
    TimeMention,
)
from crosswire.reading.read import read

TEXT = (
    "Two soldiers were killed and five hurt near Orlo on Saturday, a doctor said. They included one Finn. "
    "The mayor said on Friday nine people were missing. Gunmen fled after shelling the ridge yesterday."
)


def span(words: str, text: str = TEXT) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def document(name: str = "orlo.txt", text: str = TEXT) -> Document:
    return Document(name, hashlib.sha256(text.encode()).hexdigest(), text)


def figure(clause: str, number: str, status: str, low: int, scope: str | None = None, at: Span | None = None) -> Figure:
    within = at or Span(
        TEXT.index(clause) + clause.index(number), TEXT.index(clause) + clause.index(number) + len(number)
    )
    quantity = Quantity(within, number, low, low, False, 0, 0, 0, 0, scope=scope)
    return Figure(quantity, status, Group("people"), span(clause), within)


def reading(*figures: Figure, **more: object) -> Reading:
    starts = [0, TEXT.index("They included"), TEXT.index("The mayor"), TEXT.index("Gunmen")]
    ends = [*starts[1:], len(TEXT) + 1]
    sentences = tuple(Span(a, b - 1) for a, b in zip(starts, ends, strict=True))
    return replace(Reading("orlo.txt", figures, sentences=sentences), **more)  # type: ignore[arg-type]


def test_a_claim_quotes_its_report() -> None:
    """text[start:end] is the quote and the number's words stand at the number's span."""
    (claim,) = claims_of(document(), reading(figure("Two soldiers were killed", "Two", "killed", 2)))
    assert TEXT[claim.span.start : claim.span.end] == claim.quote == "Two soldiers were killed"
    assert claim.number is not None
    assert TEXT[claim.number.start : claim.number.end] == claim.number_text == "Two"


def test_a_clause_grows_to_hold_its_number() -> None:
    """A quote without its own number would show nothing."""
    five = replace(figure("five hurt", "five", "injured", 5), clause=span("hurt"))
    (claim,) = claims_of(document(), reading(five))
    assert claim.quote == "five hurt"


def test_ids_come_from_content() -> None:
    """The same report gives the same ids, whatever else is read; another name or another text gives others."""
    killed, hurt = figure("Two soldiers were killed", "Two", "killed", 2), figure("five hurt", "five", "injured", 5)
    alone = claims_of(document(), reading(hurt))
    both = claims_of(document(), reading(killed, hurt))
    assert alone[0].id == both[1].id
    assert len({claim.id for claim in both}) == 2
    assert all(claim.id[0] == "c" and len(claim.id) == DIGITS + 1 for claim in both)
    assert claims_of(document("other.txt"), reading(hurt))[0].id != alone[0].id
    assert claims_of(document(text=TEXT + " "), reading(hurt))[0].id != alone[0].id


def test_an_id_is_pinned() -> None:
    """Ids are stable across processes, machines and versions: this one must never change."""
    (claim,) = claims_of(document(), reading(figure("five hurt", "five", "injured", 5)))
    assert claim.id == "c0b62e48580ed"


def test_one_number_may_tell_two_facts() -> None:
    """ "Killed and injured" on one number, and "each reported two", are two claims with ids of their own."""
    killed = figure("Two soldiers were killed", "Two", "killed", 2)
    hurt = replace(killed, status="injured")
    assert len({c.id for c in claims_of(document(), reading(killed, hurt))}) == 2
    assert len({c.id for c in claims_of(document(), reading(killed, killed))}) == 2


def test_sources_come_from_the_closest_attribution() -> None:
    """The chain at the number, origin first; a figure outside every content has none."""
    doctor = Source("a doctor", "hospital", span=span("a doctor"), cue="said")
    said = Attribution((span("Two soldiers were killed and five hurt near Orlo on Saturday"),), (doctor,), "after")
    claims = claims_of(
        document(),
        reading(
            figure("five hurt", "five", "injured", 5), figure("nine people", "nine", "missing", 9), attributions=(said,)
        ),
    )
    assert [claim.sources for claim in claims] == [(doctor,), ()]


def test_a_part_points_to_its_whole() -> None:
    """ "They included one Finn": the one is part of the two killed just before, not of the five hurt."""
    killed = figure("Two soldiers were killed", "Two", "killed", 2)
    hurt = figure("five hurt", "five", "injured", 5)
    finn = figure("They included one Finn", "one", "killed", 1, scope="part")
    claims = claims_of(document(), reading(killed, hurt, finn))
    assert [claim.part_of for claim in claims] == [None, None, claims[0].id]


def test_a_part_larger_than_every_whole_has_none() -> None:
    """Nine are no part of two."""
    killed = figure("Two soldiers were killed", "Two", "killed", 2)
    nine = figure("They included one Finn", "one", "killed", 9, scope="part")
    assert claims_of(document(), reading(killed, nine))[1].part_of is None


def weekday(words: str, number: int) -> TimeMention:
    return TimeMention(span(words), words, "weekday", (number, None))


def test_a_time_is_kept_as_worded_until_the_day_is_known() -> None:
    """ "on Saturday" stays words without the report's day; with it, it is the last Saturday."""
    (claim,) = claims_of(
        document(), reading(figure("Two soldiers were killed", "Two", "killed", 2), times=(weekday("on Saturday", 5),))
    )
    assert claim.time is None
    unplaced, placed = anchored(claim, None).time, anchored(claim, date(2031, 3, 10)).time
    assert unplaced is not None and (unplaced.start, unplaced.text) == (None, "on Saturday")
    assert placed is not None and placed.start == placed.end == "2031-03-08"


def test_the_day_of_the_saying_is_not_that_of_the_fact() -> None:
    """ "said on Friday nine people were missing": nobody says since when."""
    (claim,) = claims_of(
        document(), reading(figure("nine people were missing", "nine", "missing", 9), times=(weekday("on Friday", 4),))
    )
    assert claim.time_mention is None


def test_a_time_beyond_a_clause_border_is_another_fact_s() -> None:
    """ "fled after shelling the ridge yesterday": the shelling was yesterday."""
    yesterday = TimeMention(span("yesterday"), "yesterday", "relative", (-1,))
    fled = Statement("event", span("Gunmen fled"), event="escape")
    shelled = Statement("event", span("shelling the ridge"), event="shelling")
    claims = claims_of(document(), replace(reading(times=(yesterday,)), statements=(fled, shelled)))
    assert [(claim.event, claim.time_mention) for claim in claims] == [("escape", None), ("shelling", yesterday)]


def test_the_place_is_the_one_in_the_clause() -> None:
    """No place is lent from elsewhere in the report; a date line is none."""
    orlo = Place("Orlo", "FI", 1.0, 2.0, "near", span("Orlo"))
    claims = claims_of(
        document(),
        reading(
            figure("five hurt near Orlo", "five", "injured", 5),
            figure("nine people", "nine", "missing", 9),
            places=(orlo,),
        ),
    )
    assert [claim.place for claim in claims] == [orlo, None]


def test_a_doubt_is_about_the_figures_before_it() -> None:
    """ "could not be verified" speaks of the last sentence's figures if its own has none."""
    doubt = Statement("unverified", span("They included one Finn"))
    claims = claims_of(document(), replace(reading(figure("five hurt", "five", "injured", 5)), statements=(doubt,)))
    assert claims[1].about == (claims[0].id,)


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("Nine people died on Friday and two on Sunday.", "Nine", "on Friday"),
        ("On Tuesday 14 miners were rescued.", "14", "On Tuesday"),
        ("The mayor said on Monday that 12 people were missing.", "12", None),
        ("Police said on Thursday that 12 people were killed on Tuesday.", "12", "on Tuesday"),
        ("Police said 14 people drowned on Friday off Cape Lorne.", "14", "on Friday"),
        ("The mayor said 14 people died on Friday in the fire.", "14", "on Friday"),
        ("Police said on Friday 14 people had drowned.", "14", None),
        ("14 people drowned off Cape Lorne, police said on Friday.", "14", None),
        ("Nine people died on Friday and two on Sunday.", "two", "on Sunday"),
        ("A blast that killed 40 people in 2009 was recalled on Monday.", "40", "in 2009"),
        ("Seven sailors were freed.", "Seven", None),
    ],
)
def test_the_time_of_a_figure(text: str, number: str, expected: str | None) -> None:
    """The day on which it happened, never the day on which it was said."""
    whole = document("day.txt", text)
    (claim, *_) = [c for c in claims_of(whole, read(whole, standard())) if c.number_text == number]
    assert (claim.time_mention.text if claim.time_mention else None) == expected
