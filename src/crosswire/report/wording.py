"""The words for things: days, places, groups, who says it, how a figure was put.

Everything here is a pure function of the model's values.  Nothing is worded that no sentence states:
a vague word stays the report's own word, a missing bound stays missing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from crosswire.lexicon import standard
from crosswire.model import Claim, Document, Place, Source

DASH = "–"
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

#: the codebook's order: what cannot be undone first
STATUSES = (
    "killed", "injured", "hospitalised", "infected", "missing", "trapped", "held", "freed", "rescued",
    "escaped", "safe", "captured", "present", "displaced", "evacuated",
)  # fmt: skip

#: headings; those who suffer first, those who guard next, those who did it last
ROLES = {
    "hostage": "Hostages", "person": "People", "civilian": "Civilians", "passenger": "Passengers", "crew": "Crew",
    "student": "Students", "child": "Children", "patient": "Patients", "worker": "Workers", "journalist": "Journalists",
    "official": "Officials", "rescuer": "Rescuers", "guard": "Guards", "police": "Police", "soldier": "Soldiers",
    "militant": "Militants", "suspect": "Suspects",
}  # fmt: skip
SECURITY = frozenset({"guard", "police", "soldier"})
PERPETRATORS = frozenset({"militant", "suspect"})

#: columns already say these two with a dash
BOUNDS = frozenset({"lower bound", "upper bound"})

_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """One line that is safe to print: no control codes, no direction overrides, no broken halves.

    A report may hold an escape sequence that would recolour a terminal, or a right-to-left override
    that would turn a figure round; neither reaches the page.
    """
    spaced = _SPACE.sub(" ", text)
    if spaced.isascii() and spaced.isprintable():
        return spaced.strip()
    return "".join(char for char in map(_printable, spaced)).strip()


def _printable(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cs":
        return "\ufffd"
    if category == "Cc" or (category == "Cf" and char not in "\u200c\u200d\u00ad"):
        return ""
    return char


def number(value: int) -> str:
    """``200000`` is "200,000"."""
    return f"{value:,}"


def figure(claim: Claim) -> str:
    """A claim's number with its bounds: "34", "at least 11", "up to 29", "100 to 107"; a vague word as it stands."""
    if claim.low is not None and claim.high is not None:
        low, high = number(claim.low), number(claim.high)
        return low if low == high else f"{low} to {high}"
    if not stated(claim):
        return f"“{plain(claim.number_text or claim.quote)}”"
    if claim.low is not None:
        return f"at least {number(claim.low)}"
    return f"up to {number(claim.high)}" if claim.high is not None else DASH


def plural(count: int, noun: str) -> str:
    """``plural(1, "report")`` is "1 report", ``plural(2, "report")`` "2 reports"."""
    return f"{number(count)} {noun}" if count == 1 else f"{number(count)} {noun}s"


def day(value: str) -> str:
    """An ISO day or instant for a person: "2013-01-20" is "Sun 20 Jan 2013"."""
    try:
        found = date.fromisoformat(value[:10])
    except ValueError:
        return plain(value)
    clock = value[11:16]
    zone = " UTC" if value.endswith(("Z", "+00:00")) else plain(value[19:])
    return f"{_short(found)} {found.year}" + (f", {plain(clock)}{zone}" if clock else "")


def days(start: str | None, end: str | None) -> str | None:
    """A stretch of days: "Wed 16 – Sat 19 Jan 2013"; None when neither end is known."""
    if start is None or end is None or start == end:
        known = start or end
        return day(known) if known else None
    try:
        first, last = date.fromisoformat(start[:10]), date.fromisoformat(end[:10])
    except ValueError:
        return f"{day(start)} {DASH} {day(end)}"
    left = f"{DAYS[first.weekday()]} {first.day}"
    if first.year != last.year:
        left = f"{_short(first)} {first.year}"
    elif first.month != last.month:
        left = _short(first)
    return f"{left} {DASH} {_short(last)} {last.year}"


def _short(found: date) -> str:
    return f"{DAYS[found.weekday()]} {found.day} {MONTHS[found.month - 1]}"


def place(where: Place | None) -> str | None:
    """ "near In Amenas, DZ": the name, how near, and the country's code."""
    if where is None:
        return None
    name = plain(where.name)
    prefix = "near " if where.precision == "near" else ""
    return prefix + (f"{name}, {plain(where.country)}" if where.country and where.precision != "country" else name)


def heading(role: str) -> str:
    """The group's heading: "hostage" is "Hostages"; an unknown role keeps its own word."""
    return ROLES.get(role, plain(role).capitalize() or "People")


def side(role: str) -> int:
    """0 for those who suffer it, 1 for those who guard, 2 for those who did it."""
    return 2 if role in PERPETRATORS else int(role in SECURITY)


def who(sources: Sequence[Source]) -> str:
    """The chain in words, origin first: "gunmen, via ANI"; no source is the report's own voice."""
    names = [plain(source.name) for source in sources if plain(source.name)]
    return ", via ".join(names) if names else "the report's own words"


def title(document: Document) -> str:
    """What to call a report: its id, which a reader can find again."""
    return plain(document.id)


@lru_cache(maxsize=1)
def _cardinals() -> frozenset[str]:
    table = standard().table("numbers")
    return frozenset(word for key in ("units", "ordinals") for word in table.get(key, ()))


def stated(claim: Claim) -> bool:
    """True if the words give a figure: "32", "at least seven", "a sixth"; not "dozens", "numerous"."""
    if claim.high is not None:
        return True
    words = re.split(r"[\s-]+", (claim.number_text or "").lower())
    return any(char.isdigit() for char in claim.number_text or "") or any(word in _cardinals() for word in words)


@lru_cache(maxsize=1)
def _bounding() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words that bound a number from before and from behind, longest first."""
    table = standard().table("numbers").get("bounds", {})
    keys = ("at_least", "more_than", "up_to", "fewer_than", "around")
    before = {phrase for key in keys for phrase in table.get(key, ())}
    after = {phrase for key in table if key.startswith("after_") for phrase in table[key]}
    return tuple(sorted(before, key=lambda w: (-len(w), w))), tuple(sorted(after, key=lambda w: (-len(w), w)))


def worded(claim: Claim, text: str) -> str | None:
    """The report's own words when a figure is not exact: "fewer than 10", "around 40", "dozens"; else None.

    A bare numeral gives None, for the columns already show it.
    """
    if not claim.approximate or claim.number is None:
        return None
    start, end = claim.number.start, claim.number.end
    left, right = text[max(0, start - 40) : start].lower().rstrip(), text[end : end + 40].lower().lstrip()
    before, after = _bounding()
    for phrase in before:
        if re.search(rf"(?:^|\W){re.escape(phrase)}$", left):
            start = text.lower().rfind(phrase, 0, start)
            break
    for phrase in after:
        if re.match(rf"{re.escape(phrase)}(?:\W|$)", right):
            end = text.lower().find(phrase, end) + len(phrase)
            break
    words = plain(text[start:end])
    return words if words and not words.replace(",", "").isdigit() else None


def unique(words: Iterable[str]) -> tuple[str, ...]:
    """The words in order, each once."""
    return tuple(dict.fromkeys(words))
