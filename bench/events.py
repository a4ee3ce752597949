"""Made-up events, each told by six outlets in words of their own.

What outlets of one event share in life they share here: the facts, one official's quotation word for word, the names,
and a paragraph of background that an agency gave to all of them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """What is known to everybody."""

    place: str
    region: str
    what: str
    verb: str
    day: str
    dead: int
    hurt: int
    crowd: int
    scene: str
    official: str
    post: str
    quote: str
    second: str
    background: str


EVENTS = (
    Event("Torvald", "Hesker", "fire", "tore through", "Tuesday", 19, 41, 230, "garment factory", "Ines Okoro",
          "fire chief", "We reached the fourth floor and found the door chained from outside. Nobody who worked "
          "behind that door had a chance", "a cutting machine had been sparking for a week",
          "Hesker has 3,400 garment factories that employ almost half a million people, most of them women, and "
          "inspectors have closed 61 of them since a similar disaster nine years ago."),
    Event("Port Sallen", "Ambry", "explosion", "shook", "Friday", 7, 63, 120, "grain terminal", "Karl Dessau",
          "harbour master", "The silo went up like a firework and the whole quay moved under our feet. I have never "
          "seen anything like it in thirty years", "dust had gathered in the shafts",
          "The terminal at Port Sallen handles a third of the wheat that Ambry exports and was bought two years ago by "
          "a consortium which promised to modernise its ventilation."),
    Event("Mirandel", "Oste", "landslide", "buried", "Sunday", 26, 12, 75, "market street", "Rosa Quint",
          "civil defence director", "The slope had been moving since Thursday and the people who lived below it were "
          "told to leave. Some came back for their animals", "it had rained for six days",
          "Oste lies in a belt of young hills where the forest has been cleared for coffee, and geologists have warned "
          "since the last census that two thousand houses stand on ground which cannot hold."),
    Event("Kelburn", "Strathay", "derailment", "scattered", "Monday", 5, 88, 310, "night express", "Owen Marr",
          "rail inspector", "The driver braked when he saw the signal, but at that speed he needed eight hundred more "
          "metres. The train did not have them", "the points had been repaired on Saturday",
          "The line through Strathay was laid in the reign of the last king and carries forty trains a day; a plan to "
          "renew its signals was put off three times for want of money."),
    Event("San Ambrosio", "Valdura", "shooting", "emptied", "Saturday", 11, 29, 400, "harvest fair", "Lucia Banderas",
          "police commissioner", "He walked from the parking lot to the stage and fired at whoever stood before him. "
          "Two of my officers stopped him there", "the man had bought the rifle in March",
          "Valdura has had four shootings with more than ten dead in a decade, and its parliament has twice voted down "
          "a bill that would have kept rifles from people under a court's order."),
    Event("Nadirabad", "Keshwan", "stampede", "broke out at", "Thursday", 33, 95, 9000, "shrine", "Farid Jamali",
          "deputy governor", "The gate was meant to open at six and it opened at half past seven. By then those at the "
          "front could not breathe and could not go back", "a railing had given way",
          "The shrine draws two hundred thousand pilgrims every spring, and an inquiry into a crush there twelve years "
          "ago asked for a second gate that has not been built."),
)  # fmt: skip

VOICES = (
    """{PLACE} (Northline) - At least {dead} people were killed and {hurt} injured when a {what} {verb} a {scene} in the
{region} town of {place} on {day}, officials said.

Some {crowd} people were there at the time, according to {official}, the {post}. "{quote}," {official} said.

Investigators are working on the assumption that {second}, a person close to the inquiry said. The prosecutor's office
declined to comment.

{background}

The bodies were taken to a school gymnasium, where relatives were asked to come with photographs.""",
    """{day} began like any other in {place}. By nightfall the town was counting its dead: {dead}, the authorities say,
with {hurt} more in hospital beds across {region}.

"I was buying bread when I heard it," said Tomas, a neighbour, his hands still grey. He ran toward the {scene} and
carried out two strangers.

Not everyone blames fate. The {post}, {official}, was blunt. "{quote}." Others whisper that {second}.

{background}

Outside the town hall the candles have been burning since dusk, and nobody goes home.""",
    """The {what} at the {scene} of {place} ({region}) has claimed {dead} victims. Another {hurt} suffered injuries, of
whom nine are in a critical condition, the health service announced in a bulletin at midnight.

Opposition deputies called for the resignation of the public works minister. They say warnings went unheeded: {second},
a union had written in a letter.

"{quote}", declared {post} {official}, who led the operation through the night with dogs and cranes.

The president cancelled a visit abroad and decreed three days of mourning.""",
    """Q: What happened? A {what} {verb} the {scene} in {place}, {region}, on {day} afternoon, when roughly {crowd}
persons were inside or close by.

Q: How many victims? The official count stands at {dead} fatalities and {hurt} wounded. Both may change as teams go on
with the search.

Q: What caused it? No one knows yet. One line of inquiry is that {second}.

Q: What do those in charge say? {official}, {post}: "{quote}."

{background}""",
    """{official} had not slept. The {post} of {region} stood in the rain before what was left of the {scene}, and
read out two numbers, {dead} and {hurt}, the dead and the hurt, and then put the paper away.

"{quote}," came the answer to the first question. There was no second one.

Volunteers from the neighbouring valley brought soup. A priest went from one family to the next. Of the {crowd} who had
come to the place that {day}, some still did not answer their telephones, and a list on the door of the post office
grew longer with every hour.""",
    """Statement watch: insurers with business in {region} fell on the exchange after the {what} in {place}, in which
{dead} people lost their lives and {hurt} were hurt. Analysts put the damage to the {scene} at up to 40 million.

The owner has suspended trading in its shares. It said in a filing that it would cooperate with the inquiry and that it
had no knowledge that {second}.

{background}

Asked about liability, {post} {official} would only say: "{quote}." """,
)


def account_of(event: Event, voice: int) -> str:
    """The event as one of the outlets tells it, by its place among `VOICES`."""
    facts = {name: str(value) for name, value in asdict(event).items()}
    text = VOICES[voice].format(**facts, PLACE=event.place.upper())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
