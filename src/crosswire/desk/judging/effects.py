"""Which figures each judgement moved: told when the first account is ready that knows of it."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from crosswire.desk.live.news import Moved, news
from crosswire.desk.standing import Standing, Told
from crosswire.model import Judgement

#: judgements of which it is kept what they moved
_KEPT = 200
#: seconds that a page waits for the account that knows of a judgement, and between two looks at it
PATIENCE, _GLANCE = 2.0, 0.05


@dataclass(frozen=True, slots=True)
class Effect:
    """What the account said before and says after; ``together`` are all judgements that were new in it, if any.

    ``reports`` came at the same time, so that not every change need be the judgement's.
    """

    moved: tuple[Moved, ...]
    together: tuple[int, ...]
    reports: int


class Effects:
    """Listens to the accounts of one ledger."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._lock = threading.Lock()
        self._found: OrderedDict[int, Effect] = OrderedDict()
        standing.listen(self._heard)

    def of(self, seq: int) -> Effect | None:
        """What the judgement of that number moved; None if that is not, or no longer, known."""
        with self._lock:
            return self._found.get(seq)

    def known(self, seq: int) -> bool:
        """True if the newest account knows of that judgement."""
        last = self._standing.last
        return last is not None and judged_in(last) >= seq

    def awaited(self, seq: int, patience: float = PATIENCE) -> bool:
        """True as soon as the newest account knows of that judgement; False if that takes longer."""
        until = time.monotonic() + patience
        while not self.known(seq):
            if time.monotonic() > until:
                return False
            time.sleep(_GLANCE)
        return True

    def _heard(self, before: Told | None, now: Told) -> None:
        if before is None or judged_in(now) <= judged_in(before):
            return
        new = tuple(range(judged_in(before) + 1, judged_in(now) + 1))
        told = news(before, now)
        effect = Effect(told.figures, new, len(told.reports))
        with self._lock:
            for seq in new[-_KEPT:]:
                self._found[seq] = effect
            while len(self._found) > _KEPT:
                self._found.popitem(last=False)


#: seconds that a form waits for the account that a judgement would make
FORESIGHT = 20.0


def foreseen(standing: Standing, said: Judgement) -> Effect:
    """What a judgement that nobody has made would move; raises NotYet where that takes too long to see."""
    before = standing.newest()
    after = standing.supposing(said, FORESIGHT)
    told = news(before, after)
    return Effect(told.figures, (), len(told.reports))


def judged_in(told: Told) -> int:
    """The number of the last judgement that an account knows of."""
    return int(told.revision.split(".")[1])
