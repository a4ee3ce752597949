"""What came when: once, in order, in the reports' own words."""

from __future__ import annotations

from dataclasses import replace

from crosswire.model import Claim, Document, Interval, Moment, Relation, Span, TimeMention
from crosswire.timeline import moments

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def claim(name: str, quote: str, start: str | None = None, end: str | None = None, **more: object) -> Claim:
    made = Claim(f"c{name}", "event", "a.txt", quote, Span(sum(map(ord, name)), 9999), event=name)
    time = Interval(start, end or start, "then") if start else None
    return replace(made, time=time, **more)  # type: ignore[arg-type]


def weekday(name: str, day: str) -> Claim:
    mention = TimeMention(Span(DAYS.index(day), 9), f"on {day}", "weekday", (DAYS.index(day), None))
    return replace(claim(name, name), time=Interval(None, None, mention.text), time_mention=mention)


def told(*claims: Claim, relations: tuple[Relation, ...] = ()) -> tuple[Moment, ...]:
    return moments(claims, relations, {c.id: "i1" for c in claims})


def texts(*claims: Claim) -> list[str]:
    return [moment.text for moment in told(*claims)]


def test_days_in_order() -> None:
    """By the first day, then by the last."""
    found = texts(
        claim("b", "second", "2031-03-04"),
        claim("a", "first", "2031-03-03"),
        claim("c", "third", "2031-03-04", "2031-03-06"),
    )
    assert found == ["first", "second", "third"]


def test_undated_weekdays_keep_the_order_of_their_week() -> None:
    """Wednesday, Friday, Saturday; and a story over a weekend begins on its Saturday."""
    assert texts(weekday("s", "Saturday"), weekday("w", "Wednesday"), weekday("f", "Friday")) == ["w", "f", "s"]
    assert texts(weekday("m", "Monday"), weekday("s", "Saturday"), weekday("u", "Sunday")) == ["s", "u", "m"]


def test_the_dated_come_first() -> None:
    """A weekday of unknown date is not squeezed between days."""
    assert texts(weekday("w", "Wednesday"), claim("d", "dated", "2031-03-04")) == ["dated", "w"]


def test_one_event_told_twice_is_one_line() -> None:
    """Two reports of an assault on one day: the first one's words, the claims of both."""
    one, two = (
        claim("assault", "troops stormed it", "2031-03-04"),
        claim("assault", "the raid", "2031-03-04", document="b.txt"),
    )
    (moment,) = told(one, replace(two, id="c2"))
    assert moment == Moment("2031-03-04", "2031-03-04", "troops stormed it", ("cassault", "c2"))


def test_a_repeat_stands_with_what_it_repeats() -> None:
    """ "same" and "echoes" add a claim to the line, not a line."""
    one, two = claim("x", "nine killed", "2031-03-04", kind="count"), claim("y", "9 dead", "2031-03-05", kind="count")
    (moment,) = told(one, two, relations=(Relation("cy", "cx", "echoes", "", ""),))
    assert moment.claims == ("cx", "cy")


def test_what_has_no_time_or_is_another_event_stays_out() -> None:
    """So do demands and denials."""
    assert (
        texts(
            claim("x", "undated"),
            claim("y", "the war of 1990", "1990-01-01", background=True),
            claim("z", "they want out", "2031-03-04", kind="demand"),
        )
        == []
    )


def test_long_words_are_cut_at_a_space() -> None:
    """On one line, whatever line ends the report has."""
    (text,) = texts(claim("x", "a  b\n" + "word " * 60, "2031-03-04"))
    assert text.startswith("a b word") and text.endswith("word …") and len(text) <= 162


def test_few_words_are_told_by_their_sentence() -> None:
    """ "hold ten" says neither who nor whom; a long sentence is cut around it, at whole words."""
    said = "Gunmen came at dawn.\nThe kidnappers say that they still hold ten. They want a bus."
    ten = claim("x", "hold ten", "2031-03-04", kind="count", span=Span(said.index("hold"), said.index("ten") + 3))
    assert shown(ten, said) == "The kidnappers say that they still hold ten."
    long = "On the fourth day " + "of a long and weary wait at the plant " * 6 + "they hold ten, " + "it is said, " * 20
    ten = replace(ten, span=Span(long.index("hold"), long.index("ten,") + 3))
    found = shown(ten, long)
    assert found.startswith("… ") and found.endswith(" …") and " they hold ten, " in found and len(found) < 170


def shown(one: Claim, text: str) -> str:
    report = Document("a.txt", "", text)
    (moment,) = moments([one], (), {one.id: "i1"}, [report])
    return moment.text
