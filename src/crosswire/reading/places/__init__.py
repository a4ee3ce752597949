"""Places that a report names, where they are, and which of them is the scene.

`places` marks and resolves them against a `Gazetteer`; `scene` weighs them.  `findings` and `belief` hold how names
are recognised, `resolving` which of many places of a name is meant, `weighing` the scene.
"""

from __future__ import annotations

from collections.abc import Sequence

from crosswire.lexicon import Lexicon
from crosswire.model import Gazetteer, Place, Sentence
from crosswire.reading.places.dateline import dateline, without
from crosswire.reading.places.findings import found
from crosswire.reading.places.resolving import resolved
from crosswire.reading.places.vocabulary import vocabulary
from crosswire.reading.places.weighing import scene
from crosswire.reading.places.written import coordinates

__all__ = ["places", "scene"]


def places(text: str, sentences: Sequence[Sentence], gazetteer: Gazetteer, lexicon: Lexicon) -> tuple[Place, ...]:
    """Every place the report names, in its order, resolved by the countries the report speaks of.

    "in the town of Beni" is exact, "near Beni" near, "Ituri province" a region, "Congo" a country; the place before a
    report's first word ("GOMA, Congo (AP) -") has the precision dateline.  Adjectives ("Congolese") are no places.
    """
    words = vocabulary(lexicon)
    line = dateline(text, gazetteer)
    names, votes = found(text, without(sentences, line), gazetteer, words)
    marked = [*line, *resolved(names, votes), *coordinates(text)]
    return tuple(sorted(marked, key=lambda place: (place.span.start, place.span.end) if place.span else (0, 0)))
