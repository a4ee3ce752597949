"""Drawings of the desk: pure functions from an Account's values to SVG and plain sentences.

Each gives a `Drawing`: safe markup coloured by the classes of ``static/drawing.css`` alone, drawn once for a wide
column and once for a narrow one, and the same told in sentences.  In a template ``{{ drawing }}`` is the whole.
"""

from __future__ import annotations

from crosswire.desk.drawing.maps import incident_map
from crosswire.desk.drawing.picture import Drawing

__all__ = ["Drawing", "incident_map"]
