"""Accounts made by hand for the report's tests: a mine collapse, a siege, and the awkward ones.

Places, people and outlets are invented.  Offsets are looked up in the texts, so a claim always quotes
what its report says.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from crosswire.model import (
    Account,
    Actor,
    Balance,
    Claim,
    Document,
    Fate,
    Group,
    Hedge,
    Incident,
    Interval,
    Link,
    Moment,
    Person,
    Place,
    Published,
    Relation,
    Source,
    Span,
    State,
    Tally,
    Unplaced,
    Violation,
    Warning,
)

MINERS = Group("miners", "worker")


def document(name: str, text: str, date: str | None = None, **more: Any) -> Document:
    published = Published(date, "metadata", "the report's own date field") if date else Published()
    return Document(name, f"{len(text):064x}", text, published=published, **more)


def spoken(text: str, name: str, kind: str, cue: str | None = "said", anonymous: bool = False) -> Source:
    at = text.find(name)
    return Source(name, kind, anonymous, Span(at, at + len(name)) if at >= 0 else None, cue)


def count(ident: str, report: Document, quote: str, figure: str, status: str, group: Group, **more: Any) -> Claim:
    """A count claim whose offsets are those of ``quote`` in the report and of ``figure`` in the quote."""
    at = report.text.index(quote)
    number = Span(at + quote.index(figure), at + quote.index(figure) + len(figure))
    hedges = tuple(
        Hedge(label, Span(report.text.index(words), report.text.index(words) + len(words)))
        for label, words in more.pop("hedged", ())
    )
    span = Span(at, at + len(quote))
    labels = tuple(dict.fromkeys([*(hedge.label for hedge in hedges), *more.pop("certainty", ())]))
    made = Claim(ident, "count", report.id, quote, span, number=number, number_text=figure, status=status, group=group)
    return replace(made, hedges=hedges, certainty=labels, **more)


def statement(ident: str, report: Document, kind: str, quote: str, **more: Any) -> Claim:
    at = report.text.index(quote)
    return Claim(ident, kind, report.id, quote, Span(at, at + len(quote)), **more)


def tally(
    ident: str, incident: str, status: str, group: Group, label: str, bounds: tuple[int | None, ...], **more: Any
) -> Tally:
    low, best, high = bounds
    reason = "the latest figure stands"
    settled = {"state": "single", "roots": 1, "support": (), "dissent": (), "rule": "latest", "reason": reason}
    return Tally(ident, incident, status, group, label, low, best, high, **{**settled, **more})


def mine() -> Account:
    """A copper mine collapse told by four reports, one of them a reprint; the toll rises, then is disputed."""
    first = document(
        "first-night.txt",
        "VELMORA (TNA) - At least 12 miners were killed and dozens were injured when a gallery of the Karsk copper "
        "mine gave way on Monday, the mines ministry said.\n\nFewer than 30 workers are still trapped, a rescue "
        "official who asked not to be named told TNA. A 1987 collapse in the same valley killed 64 people.\n",
        "2031-03-03",
        agencies=("Tarn News Agency",),
        publisher="Velmora Courier",
        title="Gallery gives way at Karsk",
    )
    second = document(
        "second-day.txt",
        "Nineteen miners have died in the Karsk mine, the mines ministry said on Tuesday, raising its count. "
        '"We expect that number to rise," minister Ilva Dorn said.\n\nThe miners\' union said 23 of its members '
        "were dead and accused the owner, Norrholm Metals, of hiding the toll. The company denied that.\n\n"
        "Seven miners were pulled out alive before dawn, among them Piet Aarden, 41. Two of the seven are women.\n",
        "2031-03-04",
        publisher="The Lowland Post",
    )
    reprint = document("reprint.txt", first.text, None, agencies=("Tarn News Agency",), copy_of=first.id)
    foreign = document(
        "Шахта-Карск/известия.json#0",
        "По словам Ильвы Дорн, погибли 19 горняков.\n",
        "2031-03-05",
        language="ru",
        publisher="Вестник Долины",
    )
    ministry = spoken(first.text, "the mines ministry", "official")
    rescue = spoken(first.text, "a rescue official", "official", "told", anonymous=True)
    relay = spoken(first.text, "TNA", "agency", None)
    monday, tuesday = (
        Interval("2031-03-03", "2031-03-03", "on Monday"),
        Interval("2031-03-04", "2031-03-04", "on Tuesday"),
    )
    union = spoken(second.text, "The miners' union", "other")
    hurt = "dozens were injured"
    claims = (
        count(
            "c1",
            first,
            "At least 12 miners were killed",
            "12",
            "killed",
            MINERS,
            low=12,
            approximate=True,
            sources=(ministry,),
            time=monday,
            hedged=[("lower bound", "At least")],
        ),
        count(
            "c2", first, hurt, "dozens", "injured", MINERS, low=24, approximate=True, sources=(ministry,), time=monday
        ),
        count(
            "c3",
            first,
            "Fewer than 30 workers are still trapped",
            "30",
            "trapped",
            Group("workers", "worker"),
            high=29,
            approximate=True,
            sources=(rescue, relay),
            hedged=[("upper bound", "Fewer than")],
        ),
        count(
            "c4",
            first,
            "collapse in the same valley killed 64 people",
            "64",
            "killed",
            Group("people", "person"),
            low=64,
            high=64,
            background=True,
            time=Interval("1987-01-01", "1987-12-31", "1987"),
        ),
        count(
            "c5",
            second,
            "Nineteen miners have died",
            "Nineteen",
            "killed",
            MINERS,
            low=19,
            high=19,
            sources=(spoken(second.text, "the mines ministry", "official"),),
            time=tuesday,
            certainty=("expected to rise",),
        ),
        count(
            "c6",
            second,
            "23 of its members were dead",
            "23",
            "killed",
            Group("members", "worker", allegiance="union"),
            low=23,
            high=23,
            sources=(union,),
            time=tuesday,
        ),
        count(
            "c7",
            second,
            "Seven miners were pulled out alive",
            "Seven",
            "rescued",
            MINERS,
            low=7,
            high=7,
            time=tuesday,
            people=(Person("Piet Aarden", Span(second.text.index("Piet"), second.text.index("Piet") + 11)),),
        ),
        count(
            "c8",
            second,
            "Two of the seven are women",
            "Two",
            "rescued",
            Group("women", "worker", sex="female"),
            low=2,
            high=2,
            out_of=7,
            part_of="c7",
        ),
        count(
            "c9",
            reprint,
            "At least 12 miners were killed",
            "12",
            "killed",
            MINERS,
            low=12,
            approximate=True,
            sources=(ministry,),
            time=monday,
            hedged=[("lower bound", "At least")],
        ),
        statement(
            "c10",
            second,
            "forecast",
            "We expect that number to rise",
            speaker="Ilva Dorn",
            about=("c5",),
            sources=(spoken(second.text, "Ilva Dorn", "official"),),
        ),
        statement(
            "c11",
            second,
            "denial",
            "The company denied that",
            speaker="Norrholm Metals",
            addressee=None,
            about=("c6",),
            sources=(spoken(second.text, "Norrholm Metals", "company", "denied"),),
        ),
        statement(
            "c12",
            first,
            "event",
            "a gallery of the Karsk copper mine gave way",
            event="collapse",
            time=monday,
            sources=(ministry,),
        ),
    )
    return Account(
        None,
        "low-best-high",
        (first, second, reprint, foreign),
        (
            Incident(
                "i1",
                "Karsk mine",
                "collapse",
                Place("Velmora", "XV", 51.2, 17.9, "near"),
                "2031-03-03",
                "2031-03-04",
                (first.id, second.id, reprint.id, foreign.id),
            ),
        ),
        claims,
        {claim.id: "i1" for claim in claims},
        (
            Relation("c9", "c1", "echoes", "copy", "reprint.txt reprints first-night.txt"),
            Relation(
                "c5", "c1", "revises", "later-same-root", "The ministry raised its own count a day later.", "rise"
            ),
            Relation(
                "c6",
                "c5",
                "contradicts",
                "two-origins-two-counts",
                "19 and 23 for the same miners on the same day.",
            ),
            Relation("c7", "c8", "includes", "out-of", "two of the seven"),
        ),
        (
            tally(
                "t1",
                "i1",
                "killed",
                MINERS,
                "workers",
                (19, 19, 23),
                state="contested",
                roots=2,
                support=("c1", "c5", "c9"),
                dissent=("c6",),
                reason="The ministry's later count stands against the union's higher one.",
            ),
            tally("t2", "i1", "injured", MINERS, "workers", (24, None, None), support=("c2",)),
            tally("t3", "i1", "trapped", MINERS, "workers", (None, None, 29), support=("c3",)),
            tally("t4", "i1", "rescued", MINERS, "workers", (7, 7, 7), support=("c7",)),
            tally(
                "t5",
                "i1",
                "rescued",
                Group("women", "worker", sex="female"),
                "women",
                (2, 2, 2),
                support=("c8",),
                part_of="t4",
            ),
        ),
        (),
        (
            Moment("2031-03-03", "2031-03-03", "a gallery gives way", ("c12",)),
            Moment("2031-03-04", "2031-03-04", "seven miners pulled out", ("c7",)),
        ),
        (
            Actor("a1", "Ilva Dorn", "person", ("Dorn",), (Link("a2", "minister of", ("c10",)),)),
            Actor("a2", "mines ministry", "organisation"),
        ),
        (),
        (
            Warning(reprint.id, "no date: weekdays cannot be placed; use --published"),
            Warning(foreign.id, "written in Russian, which crosswire does not read: no claims"),
        ),
    )


def siege() -> Account:
    """A theatre siege in two undated reports: weekdays only, a perpetrator's own number, a balance that fails."""
    text = (
        "Gunmen calling themselves the Ninth Lantern seized the Orfeo theatre in Saint-Aubry on Wednesday and took "
        'scores of people hostage. "We have 40 fighters inside," their leader, Tomas Vael, said in a video shown by '
        'Radio Litoral.\n\nThey demanded that the government free their brothers. "There will be no deal," interior '
        "minister Ana Ruiz said.\n\nThe army stormed the theatre on Friday. All 31 gunmen were killed, the army said. "
        "A police source said six attackers were taken alive. Of 18 actors, four are missing and 13 are safe, the "
        "theatre said. Numerous bodies lay in the foyer, a witness said.\n"
    )
    report = document("siege.txt", text)
    gunmen, actors = Group("gunmen", "militant"), Group("actors", "worker", employer="Orfeo theatre")
    vael = (spoken(text, "Tomas Vael", "perpetrator"), spoken(text, "Radio Litoral", "outlet", "shown by"))
    army, theatre = spoken(text, "the army", "military"), spoken(text, "the theatre", "company")
    wednesday, friday = Interval(None, None, "on Wednesday"), Interval(None, None, "on Friday")
    claims = (
        count(
            "s1",
            report,
            "took scores of people hostage",
            "scores",
            "held",
            Group("people"),
            low=40,
            approximate=True,
            time=wednesday,
        ),
        count(
            "s2",
            report,
            "We have 40 fighters inside",
            "40",
            "present",
            Group("fighters", "militant"),
            low=40,
            high=40,
            sources=vael,
            certainty=("claimed",),
        ),
        count(
            "s3",
            report,
            "All 31 gunmen were killed",
            "31",
            "killed",
            gunmen,
            low=31,
            high=31,
            sources=(army,),
            time=friday,
        ),
        count(
            "s4",
            report,
            "six attackers were taken alive",
            "six",
            "captured",
            Group("attackers", "militant"),
            low=6,
            high=6,
            sources=(spoken(text, "A police source", "official", anonymous=True),),
        ),
        count("s5", report, "Of 18 actors", "18", "present", actors, low=18, high=18, sources=(theatre,)),
        count(
            "s6", report, "four are missing", "four", "missing", actors, low=4, high=4, sources=(theatre,), out_of=18
        ),
        count("s7", report, "13 are safe", "13", "safe", actors, low=13, high=13, sources=(theatre,), out_of=18),
        count(
            "s8",
            report,
            "Numerous bodies lay in the foyer",
            "Numerous",
            "killed",
            Group("bodies"),
            low=2,
            approximate=True,
            sources=(spoken(text, "a witness", "witness", anonymous=True),),
        ),
        statement(
            "s9",
            report,
            "demand",
            "They demanded that the government free their brothers",
            speaker="Ninth Lantern",
            addressee="the government",
        ),
        statement(
            "s10",
            report,
            "refusal",
            "There will be no deal",
            speaker="Ana Ruiz",
            sources=(spoken(text, "Ana Ruiz", "official"),),
        ),
        statement("s11", report, "event", "seized the Orfeo theatre in Saint-Aubry", event="seizure", time=wednesday),
        statement("s12", report, "event", "The army stormed the theatre", event="assault", time=friday),
    )
    crew = Group("Orfeo actors", "worker", employer="Orfeo theatre")
    return Account(
        None,
        "low-best-high",
        (report,),
        (Incident("i7", "Orfeo theatre, Saint-Aubry", "hostage-taking", None, None, None, (report.id,)),),
        claims,
        {claim.id: "i7" for claim in claims},
        (
            Relation(
                "s4",
                "s3",
                "contradicts",
                "all-killed-yet-alive",
                "If all 31 were killed none was captured.",
            ),
            Relation(
                "s2", "s3", "differs", "all-of-how-many", "40 took part by their leader's word; 31 are said to be dead."
            ),
            Relation("s8", "s3", "may-overlap", "groups-may-overlap", "Some of the bodies may be the gunmen's."),
        ),
        (
            tally("u1", "i7", "held", Group("people"), "people", (40, None, None), support=("s1",)),
            tally("u2", "i7", "killed", gunmen, "militants", (31, 31, 31), support=("s3",), state="contested"),
            tally("u3", "i7", "captured", gunmen, "militants", (6, 6, 6), support=("s4",)),
            tally("u4", "i7", "present", gunmen, "militants", (None, 40, None), support=("s2",)),
            tally("u5", "i7", "present", crew, "Orfeo actors", (18, 18, 18), support=("s5",)),
            tally("u6", "i7", "missing", crew, "Orfeo actors", (4, 4, 4), support=("s6",), part_of="u5"),
            tally("u7", "i7", "safe", crew, "Orfeo actors", (13, 13, 13), support=("s7",), part_of="u5"),
        ),
        (Balance("i7", crew, "s5", ("s6", "s7"), False, (1, 1), "4 missing + 13 safe = 17, not the 18 present"),),
        (Moment(None, None, "gunmen seize the theatre", ("s11",)), Moment(None, None, "the army storms it", ("s12",))),
        (
            Actor("a9", "Tomas Vael", "person", (), (Link("a8", "leader of", ("s2",)),)),
            Actor("a8", "Ninth Lantern", "group"),
        ),
        (Unplaced("s8", "nobody says whose bodies"),),
        (Warning(report.id, "no date: weekdays cannot be placed; use --published"),),
        fates=_siege_fates(gunmen, crew),
        violations=(
            Violation("i7", "list-too-short", ("s5", "s6", "s7"), "4 missing + 13 safe = 17, not the 18 present"),
        ),
    )


def _siege_fates(gunmen: Group, crew: Group) -> tuple[Fate, ...]:
    """Of 18 actors one is unexplained, of about 40 gunmen up to three."""
    actors = (
        State("missing", 4, 4, False, ("u6",), counted=True),
        State("safe", 13, 13, False, ("u7",), counted=True),
    )
    fighters = (
        State("killed", 31, 31, False, ("u2",), counted=True),
        State("captured", 6, 6, False, ("u3",), counted=True),
    )
    return (
        Fate(
            "fa", "i7", crew, "Orfeo actors", State("present", 18, 18, False, ("u5",)), actors, (17, 17), (1, 1),
            "u5 - (u6 + u7)", True, "4 missing + 13 safe of 18 present: 1 unexplained",
        ),
        Fate(
            "fb", "i7", gunmen, "militants", State("present", 40, 40, True, ("u4",)), fighters, (37, 37), (3, 3),
            "u4 - (u2 + u3)", True, "31 killed + 6 captured of about 40 present: 3 unexplained",
        ),
    )  # fmt: skip


def joined(*accounts: Account) -> Account:
    """Several accounts as one, as a run over several stories gives it."""
    return replace(
        accounts[0],
        **{
            name: tuple(value for account in accounts for value in getattr(account, name))
            for name in (
                "documents",
                "incidents",
                "claims",
                "relations",
                "tallies",
                "balances",
                "timeline",
                "actors",
                "unplaced",
                "warnings",
                "fates",
                "violations",
            )
        },
        claim_incident={claim: home for account in accounts for claim, home in account.claim_incident.items()},
    )


def hostile() -> Account:
    """A report whose words are markup, escape codes and overrides, under a very long and a non-Latin name."""
    text = (
        "<script>alert('x')</script> \x1b[31m5 *bold* men\u202e were killed | said </mark><b onmouseover=evil()>"
        " & 阿卜杜勒·拉赫曼 {{ 7*7 }} [link](javascript:alert(1)) \ud800 end.\n"
    )
    name = "a" * 70 + "<img src=x>.txt"
    report = document(name, text, title="<title>&", publisher='"><script>1</script>', dateline="\x07")
    said = (Source("阿卜杜勒·拉赫曼" * 6, "official", False, None, "<i>said</i>"),)
    one = count(
        "h1", report, "5 *bold* men\u202e were killed", "5", "killed", Group("*bold* men"), low=5, high=5, sources=said
    )
    nowhere = Place("<b>Nowhere</b>", "ZZ", float("nan"), float("inf"), "exact")
    return Account(
        "2031-03-05T10:00:00Z",
        "<policy>",
        (report,),
        (Incident("i1", "**Blast** <b>", "bombing", nowhere, "2031-02-29", "soon", (report.id,)),),
        (one,),
        {"h1": "i1"},
        (),
        (tally("t1", "i1", "killed", one.group or Group(""), "people", (5, 5, 5), support=("h1", "h404")),),
        unplaced=(Unplaced("h404", "a claim that is not there"),),
        warnings=(Warning("gone.txt", "<script>w</script>"),),
    )


def crowd(size: int = 300) -> Account:
    """Many claims in one long report."""
    text = "".join(
        f"In hamlet {chr(65 + n % 26)}{n // 26}: {n + 2} people died, mayor {n} said.\n\n" for n in range(size)
    )
    report = document("flood.txt", text, "2031-05-01")
    claims = tuple(
        count(
            f"k{n}",
            report,
            f"{n + 2} people died",
            f"{n + 2}",
            "killed",
            Group("people"),
            low=n + 2,
            high=n + 2,
            sources=(Source(f"mayor {n}", "official"),),
        )
        for n in range(size)
    )
    return Account(
        None,
        "low-best-high",
        (report,),
        (Incident("i3", "Flood", "flood", None, "2031-05-01", None, (report.id,)),),
        claims,
        {claim.id: "i3" for claim in claims},
        (),
        (
            tally(
                "t9",
                "i3",
                "killed",
                Group("people"),
                "people",
                (2, size + 1, size + 1),
                support=tuple(c.id for c in claims),
            ),
        ),
    )
