"""Are look-alikes told apart?  24 pairs of happenings of one kind, a day apart: B-cubed F1 0.80, or exit 1.

Each happening is told three times: by the first report, by a longer one, and by the next day's.  Both are in one
country, and all of a kind use the same words of the trade and the same sentence patterns; places, names, figures and
particulars differ.  All 144 reports are grouped at once, then pair by pair.

    python bench/lookalikes.py          # prints precision, recall, F1; exit 1 under the bar
    python bench/lookalikes.py --errors # and which happenings were joined or torn
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crosswire.ingest import Ingested
from crosswire.ledger import Ledger
from crosswire.model import Document, Published
from crosswire.pipeline import record
from crosswire.stories import tell

BAR = 0.80


@dataclass(frozen=True, slots=True)
class Happening:
    """One of a pair: the kind, and what only it has."""

    kind: str
    pair: str
    day: int
    place: str
    region: str
    thing: str
    official: str
    dead: int
    hurt: int
    detail: str


#: first report, longer report, next day's report, by kind
FORMS: Mapping[str, tuple[str, str, str]] = {
    "quake": (
        "An earthquake of magnitude {thing} struck {place} in {region} on {day}, killing at least {dead} people, "
        "{official} said. {hurt} were injured.",
        "{detail} Rescuers in {place} dug through the rubble of houses after a quake of magnitude {thing} hit "
        "{region} on {day}. The death toll stood at {dead}, said {official}, and hospitals had taken in {hurt} "
        "people.",
        "Survivors of the {place} earthquake spent a second night in the open as aftershocks shook {region}. A "
        "local official said that more bodies might lie under collapsed walls, with {dead} dead so far.",
    ),
    "shooting": (
        "A gunman opened fire at a {thing} in {place} on {day}, killing {dead} people and wounding {hurt}, "
        "{official} said.",
        "{detail} Witnesses told of shots and screams at the {thing} in {place}, {region}, where a gunman killed "
        "{dead} people on {day}. Police said {hurt} were in hospital and that the motive was unknown, according "
        "to {official}.",
        "The {region} town of {place} mourned {dead} people shot dead at a {thing}. A local official said the "
        "weapon had been bought legally.",
    ),
    "ferry": (
        "The ferry {thing} sank off {place} on {day}, drowning at least {dead} people, {official} said. {hurt} "
        "passengers were rescued.",
        "{detail} Fishing boats and a navy vessel searched the waters off {place} in {region} for those aboard "
        "the {thing}, which capsized on {day}. {official} said {dead} bodies were found and {hurt} people saved.",
        "Divers reached the wreck of the {thing} near {place}. A local official put the dead at {dead} and said "
        "the ferry had carried more than its licence allowed.",
    ),
    "bus": (
        "A bus plunged into a ravine near {place} in {region} on {day}, killing {dead} passengers, {official} "
        "said. Another {hurt} were hurt.",
        "{detail} The crash on the {thing} near {place} on {day} left {dead} dead and {hurt} injured, said "
        "{official}. Police think that the brakes failed on a bend.",
        "The owner of the bus that crashed on the {thing} was detained as {place} buried its dead. A local "
        "official said the driver was among the {dead} killed.",
    ),
    "bombing": (
        "A car bomb exploded outside a {thing} in {place} on {day}, killing {dead} people and wounding {hurt}, "
        "{official} said.",
        "{detail} The blast at the {thing} in {place}, {region}, on {day} killed {dead} and injured {hurt}, said "
        "{official}. No group has claimed responsibility for the bombing.",
        "Police searched houses around the {thing} in {place} after the car bomb that killed {dead} people. A "
        "local official said two suspects were held.",
    ),
    "flood": (
        "Flash floods after heavy rain killed {dead} people in {place} in {region} on {day}, {official} said. "
        "{hurt} were missing.",
        "{detail} The river {thing} burst its banks at {place} on {day} and swept away houses; {dead} people died "
        "and {hurt} are missing in {region}, according to {official}.",
        "The waters of the {thing} fell at {place}, where {dead} people have drowned. Soldiers brought food by "
        "boat, said A local official.",
    ),
    "fire": (
        "A fire at a {thing} in {place} killed {dead} people on {day}, {official} said. {hurt} were treated for "
        "burns and smoke.",
        "{detail} Flames raced through the {thing} in {place}, {region}, on {day}; {dead} people died, many at "
        "locked doors, and {hurt} were injured, said {official}.",
        "Relatives identified the {dead} victims of the {place} {thing} fire. A local official said an electrical "
        "fault was the likely cause.",
    ),
    "kidnapping": (
        "Gunmen kidnapped {hurt} people from a {thing} in {place} in {region} on {day}, {official} said. {dead} "
        "people were killed in the raid.",
        "{detail} Parents waited in {place} for word of the {hurt} abducted from the {thing} on {day} by armed "
        "men on motorbikes, who killed {dead}. {official} said troops were searching the forest.",
        "The kidnappers of the {thing} in {place} have asked for a ransom, a local official said. They hold "
        "{hurt} people from the {region} town.",
    ),
}  # fmt: skip
DAYS = "Monday Tuesday Wednesday Thursday".split()
#: a pair a line
ROWS = Path(__file__).with_suffix(".txt")


def happenings() -> list[Happening]:
    """All 48, pair by pair."""
    found = []
    for row in ROWS.read_text("utf-8").splitlines()[1:]:
        kind, country, *both = row.split("|")
        for facts in both:
            day, place, region, thing, official, dead, hurt, detail = facts.split(";")
            pair = f"{kind} in {country}"
            found.append(Happening(kind, pair, int(day), place, region, thing, official, int(dead), int(hurt), detail))
    return found


def reports(all_of: Sequence[Happening]) -> dict[Document, Happening]:
    """Three of each, named without regard to what they tell."""
    made = {}
    for one in all_of:
        for turn, form in enumerate(FORMS[one.kind]):
            facts = {name: getattr(one, name) for name in Happening.__dataclass_fields__} | {"day": DAYS[one.day]}
            text = form.format(**facts)
            key = hashlib.sha256(text.encode()).hexdigest()
            when = Published(f"2031-03-{3 + one.day + (turn == 2):02}", "metadata", "its own")
            made[Document(f"{key[:8]}.txt", key, text, published=when)] = one
    return made


def grouped(made: Sequence[Document]) -> dict[str, str]:
    """The incident of each report, as a ledger that holds just these tells it."""
    ledger = Ledger()
    list(record([Ingested(documents=(document,)) for document in made], ledger, jobs=1))
    documents = ledger.documents()
    told = tell(documents, ledger.readings(documents))
    return {document.id: told.incident_of.get(document.id, document.id) for document in documents}


def bcubed(mine: Mapping[str, str], right: Mapping[str, Happening]) -> tuple[float, float, float]:
    """Precision, recall and F1 (Bagga and Baldwin 1998)."""
    precision = recall = 0.0
    for one in mine:
        together = {other for other in mine if mine[other] == mine[one]}
        true = {other for other in mine if right[other] == right[one]}
        precision += len(together & true) / len(together) / len(mine)
        recall += len(together & true) / len(true) / len(mine)
    return precision, recall, 2 * precision * recall / (precision + recall)


def main() -> int:
    """Print the scores of the whole and the mean of the pairs; 1 under the bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="name what was joined or torn")
    errors = parser.parse_args().errors
    made = reports(happenings())
    right = {document.id: one for document, one in made.items()}
    mine = grouped(list(made))
    scores = [bcubed(mine, right)]
    pairs = sorted({one.pair for one in made.values()})
    single = []
    for pair in pairs:
        own = [document for document, one in made.items() if one.pair == pair]
        found = grouped(own)
        single.append(bcubed(found, {document.id: right[document.id] for document in own}))
        if errors and single[-1][2] < 0.999:
            print(f"    {pair}: {sorted((right[id].place, found[id]) for id in found)}")
    if errors:
        for id in sorted(set(mine.values())):
            places = sorted({right[other].place for other in mine if mine[other] == id})
            if len(places) > 1:
                print(f"    joined: {', '.join(places)}")
    scores.append(tuple(sum(score[k] for score in single) / len(single) for k in range(3)))  # type: ignore[arg-type]
    for name, (precision, recall, f1) in zip(("all at once", "pair by pair"), scores, strict=True):
        print(f"{name:12}  B-cubed precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f} (bar {BAR:.2f})")
    return int(min(score[2] for score in scores) < BAR)


if __name__ == "__main__":
    sys.exit(main())
