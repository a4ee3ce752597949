"""Claims and reports for tests: a small factory that quotes real offsets, and hypothesis strategies over it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from hypothesis import strategies as st

from crosswire.algebra import Bounds
from crosswire.model import (
    Account,
    Actor,
    Claim,
    Document,
    Group,
    Incident,
    Interval,
    Link,
    Place,
    Published,
    Relation,
    Source,
    Span,
)
from crosswire.policies import POLICIES
from crosswire.reconcile import reconcile
from crosswire.relations import relate

#: name and kind of the sources that tests speak through
KINDS = {
    "government": "official", "interior ministry": "official", "officials": "official", "Red Cross": "aid group",
    "police": "official", "rebels": "perpetrator", "St Anne hospital": "hospital", "survivors": "witness",
}  # fmt: skip
WORDS = {"no": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7}
WORDS |= {"sixth": 6, "dozens": 24, "hundreds": 200}


def report(name: str, text: str, day: str | None = None, **more: Any) -> Document:
    """A report of one text, dated by its day if one is given."""
    published = Published(day, "metadata", "its date field") if day else Published()
    return Document(name, f"{len(text):064x}", text, published=published, **more)


def figure(
    ident: str, told: Document, words: str, number: str, status: str, group: Group, *said_by: str, **more: Any
) -> Claim:
    """A count claim whose clause is ``words`` and whose number is ``number`` inside them, as the text has them."""
    start = told.text.index(words)
    at = start + words.index(number)
    value = WORDS[number] if number in WORDS else int(number.replace(",", ""))
    sources = tuple(Source(name, KINDS.get(name, "other")) for name in said_by)
    made = Claim(
        ident, "count", told.id, words, Span(start, start + len(words)), number=Span(at, at + len(number)),
        number_text=number, low=value, high=value, status=status, group=group, sources=sources,
    )  # fmt: skip
    return replace(made, **more)


@dataclass(frozen=True)
class Told:
    """Reports and claims of one incident, and the relations between them."""

    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]

    @property
    def incident_of(self) -> Mapping[str, str]:
        return {claim.id: "i1" for claim in self.claims}

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        return relate(self.claims, self.documents, self.incident_of)

    def found(self) -> set[tuple[str, str, str]]:
        """The relations as (type, a, b)."""
        return {(r.type, r.a, r.b) for r in self.relations}

    def rule(self, kind: str, a: str, b: str) -> Relation:
        return next(r for r in self.relations if (r.type, r.a, r.b) == (kind, a, b))


# --- strategies ----------------------------------------------------------------------------------

GROUPS = (
    Group("people"), Group("hostages", "hostage"), Group("foreign hostages", "hostage", ("foreign",)),
    Group("miners", "worker"), Group("gunmen", "militant"), Group("women", "person", sex="female"), Group("bodies"),
)  # fmt: skip
STATUSES = ("killed", "injured", "missing", "held", "freed", "captured", "present", "safe")
SCOPES = (None, None, None, "total", "part", "increment", "cumulative", "remainder")
CERTAINTY = ((), (), ("preliminary",), ("superseded",), ("denied",), ("feared",))
#: lead-ins that set figures against each other; the rest of a sentence is the number and a noun
OPENINGS = ("Officials initially said", "Police said", "In the final assault", "In all", "By Sunday", "Later", "All")


@st.composite
def bounds(draw: st.DrawFn) -> Bounds:
    """Every kind of stated bounds: exact, around, at least, up to, a range."""
    low, more = draw(st.integers(0, 400)), draw(st.integers(0, 60))
    kind = draw(st.sampled_from(("exact", "near", "least", "most", "range")))
    if kind in ("exact", "near"):
        return Bounds(low, low, kind == "near")
    return {"least": Bounds(low, None), "most": Bounds(None, low), "range": Bounds(low, low + more)}[kind]


@st.composite
def stories(draw: st.DrawFn, most: int = 10) -> Told:
    """A few reports of one incident, some of them reprints, with figures at true offsets."""
    names = ("a.txt", "b.txt", "c.txt")
    days = draw(st.lists(st.sampled_from((None, "2031-05-01", "2031-05-02", "2031-05-03")), min_size=3, max_size=3))
    documents, claims = [], []
    for name, day in zip(names, days, strict=True):
        text, mine = "", []
        for k in range(draw(st.integers(0, most // 3 + 1))):
            text, claim = _told(draw, text, f"{name[0]}{k}", name, mine)
            mine.append(claim)
        agencies = draw(st.sampled_from(((), ("Wire One",), ("Wire One", "Wire Two"))))
        copied = draw(st.sampled_from((None, None, *(other for other in names if other < name))))
        documents.append(report(name, text, day, agencies=agencies, copy_of=copied))
        claims += mine
    return Told(tuple(documents), tuple(claims))


def _told(draw: st.DrawFn, text: str, ident: str, name: str, before: Sequence[Claim]) -> tuple[str, Claim]:
    """One more sentence, and the claim it makes."""
    said, group = draw(bounds()), draw(st.sampled_from(GROUPS))
    number = str(said.low if said.low is not None else said.high)
    opening = draw(st.sampled_from(OPENINGS))
    start = len(text) + len(opening) + 1
    span = Span(start, start + len(number))
    source = draw(st.sampled_from((None, *sorted(KINDS))))
    claim = Claim(
        ident, "count", name, number, span, draw(st.sampled_from((False, False, False, True))), span, number,
        said.low, said.high, said.near or not said.exact, draw(st.sampled_from(STATUSES)), group,
        scope=draw(st.sampled_from(SCOPES)), out_of=draw(st.sampled_from((None, None, 18))),
        part_of=draw(st.sampled_from((None, None, *(c.id for c in before)))),
        sources=(Source(source, KINDS[source]),) if source else (), certainty=draw(st.sampled_from(CERTAINTY)),
    )  # fmt: skip
    return f"{text}{opening} {number} {group.text}. ", claim


def reprinted(told: Told, name: str) -> Told:
    """The story with a reprint of one of its reports, days later."""
    original = next(document for document in told.documents if document.id == name)
    copy = replace(original, id="reprint.txt", copy_of=name, published=Published("2031-05-09", "metadata", "its date"))
    claims = [
        replace(claim, id=f"r{claim.id}", document="reprint.txt", part_of=claim.part_of and f"r{claim.part_of}")
        for claim in told.claims
        if claim.document == name
    ]
    return Told((*told.documents, copy), (*told.claims, *claims))


# --- whole accounts ------------------------------------------------------------------------------

#: quotes that a spreadsheet would run, that need quoting, or that are no plain text
AWKWARD = (
    "=1+1",
    "+4",
    "-x",
    "@sum",
    "'=1",
    "''+2",
    'he said "so"',
    "a, b",
    "line\r\nbreak",
    "\tTab",
    "＝1",
    "naïve ☂",
    " ",
)
TYPES = ("hostage-taking", "bombing", "airstrike", "kidnapping", "flood", "other")
ACTS = ("event", "demand", "responsibility", "denial", "unverified", "motive", "offer", "threat")
PLACES = (
    None,
    Place("Karsk", "DZ", 28.0, 9.6, "near"),
    Place("Velm", "IT", 41.5, 12.5, "exact"),
    Place("Brom", "FR", None, None, "region"),
    Place("Norway", "NO", 61.0, 8.0, "country"),
)


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    """An account of one or two incidents: figures, events, speech acts, background, a report of no incident."""
    told = draw(stories())
    claims = [*told.claims, *(_act(draw, k, told) for k in range(draw(st.integers(0, 5))))]
    one, two = (f"i{k}" for k in (1, 2))
    home = {document.id: draw(st.sampled_from((one, one, one, two, None))) for document in told.documents}
    incident_of = {claim.id: place for claim in claims if (place := home[claim.document])}
    related = relate(claims, told.documents, incident_of)
    policy = POLICIES[draw(st.sampled_from(sorted(POLICIES)))]
    tallies, balances, unplaced = reconcile(claims, told.documents, related, incident_of, policy)
    incidents = tuple(_incident(draw, ident, home) for ident in (one, two) if ident in home.values())
    return Account(
        None, policy.name, told.documents, incidents, tuple(claims), incident_of, related, tallies, balances,
        actors=draw(st.sampled_from(((), ARMED))), unplaced=unplaced,
    )  # fmt: skip


ARMED = (
    Actor("a1", "Ninth Lantern", "armed group"),
    Actor("a2", "Tomas Vael", "person", (), (Link("a1", "leader of"),)),
)


def _incident(draw: st.DrawFn, ident: str, home: Mapping[str, str | None]) -> Incident:
    start = draw(st.sampled_from((None, "2031-05-01", "2031-04-28")))
    end = draw(st.sampled_from((start, "2031-05-04"))) if start else None
    documents = tuple(name for name, place in home.items() if place == ident)
    return Incident(
        ident, f"{ident} =x", draw(st.sampled_from(TYPES)), draw(st.sampled_from(PLACES)), start, end, documents
    )


def _act(draw: st.DrawFn, k: int, told: Told) -> Claim:
    """A claim that counts nobody, with words that a table must not stumble over."""
    document = draw(st.sampled_from(told.documents))
    kind = draw(st.sampled_from(ACTS))
    speaker = None if kind == "event" else draw(st.sampled_from(("Ninth Lantern", "Tomas Vael", "gunmen", None)))
    quote = draw(st.one_of(st.sampled_from(AWKWARD), st.text(max_size=12)))
    day = draw(st.sampled_from((None, "2031-05-01", "2031-05-02")))
    return Claim(
        f"s{k}", kind, document.id, quote, Span(k, k + len(quote)), draw(st.sampled_from((False, False, True))),
        event=draw(st.sampled_from(("assault", "hostage-taking", "suicide-attack"))) if kind == "event" else None,
        speaker=speaker, time=Interval(day, day, "then") if day else None,
    )  # fmt: skip


# --- reports in words ----------------------------------------------------------------------------

#: every kind of figure, source, time and speech act, in sentences of our own
SENTENCES = (
    "Gunmen stormed the Karsk mine on Monday and killed 12 miners, the interior ministry said.",
    "At least 23 hostages and 32 militants were killed, according to the government.",
    "The rebels said they were holding seven foreigners, the TNA news agency reported.",
    "Fewer than ten Norwegians are missing, and four of its 18 workers are unaccounted for, Statoil said.",
    "Police captured a sixth attacker alive on Sunday, a security source said.",
    "Dozens of villagers were injured and hundreds fled when the river burst its banks.",
    "“We in the Ninth Lantern began it,” Tomas Vael said in a video.",
    "The group claimed responsibility and demanded the release of its leader.",
    "More than 1,200 people have died of cholera since March, up from 978 a week ago, the health ministry said.",
    "Officials initially said no one was hurt; they later put the toll at 15, three of them children.",
    "A 34-year-old nurse, Ana Ruiz, was shot dead outside the hospital, witnesses said.",
    "The earthquake killed between 40 and 45 people and trapped about 300 under the rubble.",
    "Some 685 Algerian workers and 107 foreigners were freed.",
    "The civil war of the 1990s cost 150,000 lives.",
    "The company denied that any of its staff had been harmed.",
    "Velm city council met on Tuesday and passed a budget of 4.2 million crowns.",
)
JOINS = (" ", "\n\n", "  ", "\r\n\r\n", "\n", "\u00a0", " – ", "", "\t")
FRINGES = ("", "KARSK, May 3 (TNA) - ", "\ufeff", "☂ ", "UPDATE 2: ", " ", "“", "12345 ")


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A report of a few sentences, glued as the wires glue them."""
    sentences = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3))
    joins = [draw(st.sampled_from(JOINS)) for _ in sentences]
    return draw(st.sampled_from(FRINGES)) + "".join(s + j for s, j in zip(sentences, joins, strict=True))


@st.composite
def shelves(draw: st.DrawFn) -> tuple[Document, ...]:
    """Two to four reports over the same few texts, dated by day, by hour or not at all; some verbatim reprints."""
    found: list[Document] = []
    for k in range(draw(st.integers(2, 4))):
        sentences = draw(st.lists(st.integers(0, len(SENTENCES) - 1), min_size=2, max_size=3, unique=True))
        day = draw(st.sampled_from((None, "2031-05-04", "2031-05-05", "2031-05-05T09:30:00+00:00", "2031-05-06")))
        text = "\n\n".join(SENTENCES[n] for n in sentences)
        found.append(written_report(f"{k}.txt", text, day, draw(st.sampled_from((None, "Lowland Post", "TNA")))))
    return tuple(found)


def written_report(name: str, text: str, day: str | None, publisher: str | None = None) -> Document:
    """A report with the fingerprint of its text, as ingest makes it."""
    published = Published(day, "metadata", "its date field") if day else Published()
    fingerprint = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
    return Document(name, fingerprint, text, publisher=publisher, published=published)
