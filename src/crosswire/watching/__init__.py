"""Following folders and feeds: what is new or changed since the last look, and when to look again.

Nothing here records: `look` gives reports as ingesting does, and what to remember once they are written down.
"""

from crosswire.watching.looking import Look, Source, look, source_of
from crosswire.watching.memory import Memory

__all__ = ["Look", "Memory", "Source", "look", "source_of"]
