"""What opens and closes wire copy: place, day, agency."""

import pytest

from crosswire.ingest.agencies import agency, credits
from crosswire.ingest.dateline import dateline

REST = "Rescuers pulled six miners from the pit on Friday."

OPENINGS = [
    ("LIMA – ", "LIMA", None, ()),
    ("LIMA — ", "LIMA", None, ()),
    ("LIMA—", "LIMA", None, ()),
    ("LIMA -- ", "LIMA", None, ()),
    ("LIMA: ", "LIMA", None, ()),
    ("MOSUL, Iraq — ", "MOSUL, Iraq", None, ()),
    ("PORT-AU-PRINCE, Haiti (AP) _ ", "PORT-AU-PRINCE, Haiti", None, ("AP",)),
    ("ST. LOUIS (AP) - ", "ST. LOUIS", None, ("AP",)),
    ("N'DJAMENA, March 3 (Reuters) - ", "N'DJAMENA", "March 3", ("Reuters",)),
    ("NEW DELHI, Sept. 14, 2011 (AFP) – ", "NEW DELHI", "Sept. 14, 2011", ("AFP",)),
    ("CAIRO/BEIRUT (Reuters) - ", "CAIRO/BEIRUT", None, ("Reuters",)),
    ("SEOUL, 4 May (Yonhap) -- ", "SEOUL", "4 May", ("Yonhap",)),
    ("TOKYO, Feb. 9, Kyodo - ", "TOKYO", "Feb. 9", ("Kyodo",)),
    ("Paris (AFP) - ", "Paris", None, ("AFP",)),
    ("Kathmandu, Nepal (CNN) — ", "Kathmandu, Nepal", None, ("CNN",)),
    ("Geneva, 5 May 2014 – ", "Geneva", "5 May 2014", ()),
    ("(CNN) -- ", None, None, ("CNN",)),
    ("(AFP/Reuters) – ", None, None, ("AFP", "Reuters")),
    ("LIMA (AP) ", "LIMA", None, ("AP",)),
]


@pytest.mark.parametrize(("opening", "place", "day", "agencies"), OPENINGS)
@pytest.mark.parametrize("before", ["", "Six miners saved\n\n", "Six miners saved\nMonday, May 4, 2009\n\n  "])
def test_dateline_is_read_with_its_span(before, opening, place, day, agencies):
    """The span ends where the prose begins, whatever stands above."""
    text = before + opening + REST
    found = dateline(text)
    assert found is not None
    assert (found.place, found.day and found.day.text, found.agencies) == (place, day, agencies)
    assert text[found.span.start : found.span.end] == opening
    assert text[found.span.end :] == REST


@pytest.mark.parametrize(
    "text",
    [
        REST,
        "UPDATE: Six miners are out.",
        "BREAKING - Six miners are out.",
        "SIX DEAD - POLICE\n",
        "The siege – now in its third day – goes on.",
        "Ali Hassan (45) was among them.",
        "Officials (police and army) said so.",
        "Q: How many were there?",
        "On 5 May 2014 – a Monday – the pit caved in.",
        "",
        "-",
        "(45) were found.",
    ],
)
def test_no_dateline(text):
    """Labels, headlines and asides are no datelines."""
    assert dateline(text) is None


@pytest.mark.parametrize(
    ("closing", "names"),
    [
        ("Reuters", ("Reuters",)),
        ("Reuters34", ("Reuters",)),
        ("REUTERS", ("Reuters",)),
        ("(AFP)", ("AFP",)),
        ("AFP/Reuters", ("AFP", "Reuters")),
        ("With AP", ("AP",)),
        ("— Agence France-Presse", ("AFP",)),
        ("Source: Xinhua", ("Xinhua",)),
        ("*Associated Press*", ("AP",)),
        ("The Associated Press contributed to this report.", ("AP",)),
        ("Additional reporting by AFP and Reuters.", ("AFP", "Reuters")),
        ("© 2012 The Canadian Press", ("Canadian Press",)),
        ("(Reporting by Ana Ruiz in Lima; Editing by Tom Low)", ("Reuters",)),
        ("The minister told Reuters that the search goes on.", ()),
        ("The number comes from AP.", ()),
        ("Ap", ()),
        ("34", ()),
    ],
)
def test_closing_credit(closing, names):
    """A last line is a credit when it holds agencies and nothing else, or says that they contributed."""
    assert credits(f"Six saved\n\n{REST}\n\nThe pit is closed.\n{closing}\n") == names


def test_credit_at_the_end_of_the_prose():
    """``... he said. — AFP`` and ``... he said. (Reuters)``."""
    assert credits(f"{REST} The pit is closed. (Reuters)") == ("Reuters",)
    assert credits(f"{REST} The pit is closed. — AFP") == ("AFP",)
    assert credits(f"{REST} It was run by a state firm (ANI Mining)") == ()


@pytest.mark.parametrize(
    ("top", "names"),
    [
        ("By Jane Doe, Associated Press", ("AP",)),
        ("By Reuters Staff", ("Reuters",)),
        ("Reuters | Jan 7, 2015", ("Reuters",)),
        ("By ANA RUIZ and TOM LOW | Associated Press | March 3, 2011 9:30 am", ("AP",)),
        ("AFP, Saturday 4 June 2011", ("AFP",)),
        ("Staff and agencies", ()),
        ("Reuters driver killed in Lima", ()),
        ("By Jane Doe", ()),
    ],
)
def test_byline(top, names):
    """A line at the top is a byline when nothing in it but names, dates and byline words is left over."""
    assert credits(f"Six saved\n{top}\n\n{REST}\n{REST}\n{REST}\n{REST}\n{REST}") == names


def test_author_and_publisher():
    """Metadata credits count as printed ones do."""
    assert credits(REST, author="Associated Press") == ("AP",)
    assert credits(REST, publisher="https://www.reuters.com/world") == ("Reuters",)
    assert credits(REST, author="Jane Doe", publisher="The Daily Example") == ()


def test_short_names_only_as_written():
    """``ani`` and ``Map`` are words; ``ANI`` is an agency."""
    assert agency("ANI") == "ANI"
    assert agency("ani") is None
    assert agency("associated press") == "AP"
