"""Following folders and feeds: what is new or changed since the last look, and when to look again.

`look` gives reports as ingesting does, and what to remember once they are written down; `follow_once` does both for
every source, for ``crosswire watch`` and for the desk alike.
"""

from crosswire.watching.looking import Look, Source, look, source_of
from crosswire.watching.memory import Memory
from crosswire.watching.rounds import Outcome, follow_once

__all__ = ["Look", "Memory", "Outcome", "Source", "follow_once", "look", "source_of"]
