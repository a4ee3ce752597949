"""How sure a report is of a figure: its hedges, and which of them hold which number.

A hedge holds a figure when the tree puts the number in its scope: it modifies the number or what is
counted ("an estimated 1,400", "8,454 suspected cases"), it modifies or governs the clause ("reportedly
saved 200", "feared dead", "it is estimated that over 300 ..."), or it stands on the paper that the
figure comes from ("a preliminary toll", "according to unconfirmed reports").  `scope` walks the tree;
this module finds the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from crosswire.lexicon import Lexicon
from crosswire.model import Hedge, Sentence, Span, Token
