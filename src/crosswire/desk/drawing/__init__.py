"""Drawings of the desk: pure functions from an Account's values to SVG and plain sentences.

Each gives a `Drawing`: safe markup coloured by the classes of ``static/drawing.css`` alone, drawn once for a wide
column and once for a narrow one, and the same told in sentences.  In a template ``{{ drawing }}`` is the whole.

    incident_map(account, incident, named)     where it is, and how precisely that is known
    named(ledger, documents)                   what places the reports name, for the map; the rest is pure
    world_map(incidents, where)                a numbered mark for each, leading to its page
    copies_graph(account, incident)            who reprints, credits or cites whom
    chain(claim, document, original)           speaker, medium, agency, outlet
    course(history, published, where)          a figure over time, a line for each origin
    spark(history)                             the same in the size of a word
"""

from __future__ import annotations

from crosswire.desk.drawing.chains import chain
from crosswire.desk.drawing.copying import copies_graph
from crosswire.desk.drawing.courses import course, spark
from crosswire.desk.drawing.maps import incident_map
from crosswire.desk.drawing.named import named
from crosswire.desk.drawing.picture import Drawing
from crosswire.desk.drawing.world import world_map

__all__ = ["Drawing", "chain", "copies_graph", "course", "incident_map", "named", "spark", "world_map"]
