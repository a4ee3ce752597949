"""What stands now, and what stood then: accounts of the ledger, made by other processes and kept here.

The newest account follows the ledger, whoever writes to it; while a newer one is being made the last one is shown.
Accounts of the past are made when somebody asks and kept while they are asked for.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Late
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field

from crosswire.desk.processes import Office
from crosswire.errors import CrosswireError
from crosswire.ledger import Ledger
from crosswire.model import Account
from crosswire.pipeline import account
from crosswire.policies import DEFAULT
from crosswire.report.axes import MOMENTS

#: seconds between two looks at whether somebody wrote to the ledger
_GLANCE = 0.25
#: accounts of the past that are kept
_KEPT = 12
#: seconds that a reader waits for an account of the past
_PATIENCE = 120.0


class NotYet(CrosswireError):
    """An account that takes too long to make; asked for again it may be there."""


@dataclass(frozen=True, slots=True)
class View:
    """Which account: by what had been published, by what had been recorded here, and settled under which rule."""

    as_of: str | None = None
    policy: str = DEFAULT
    known_by: str | None = None
    histories: bool = False

    @property
    def newest(self) -> bool:
        """True of the account that follows the ledger."""
        return self == View()


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """An account, the revision of the ledger that it tells, and what pages have derived from it."""

    view: View
    revision: str
    account: Account
    kept: dict[str, object] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Differs wherever the account may."""
        view = self.view
        parts = (self.revision, view.as_of or "", view.policy, view.known_by or "", str(view.histories))
        return "|".join(parts)


Listener = Callable[[Told | None, Told], None]


class Standing:
    """The accounts of one ledger; `start` follows it, `close` lets go."""

    def __init__(self, ledger: str) -> None:
        self.ledger = ledger
        self._teller, self._archivist = Office(), Office()
        self._lock = threading.Lock()
        self._newest: Told | None = None
        self._failure: CrosswireError | None = None
        self._first = threading.Event()
        self._end = threading.Event()
        self._past: OrderedDict[tuple[str, View], Future[Account]] = OrderedDict()
        self._listeners: list[Listener] = []
        self._thread = threading.Thread(target=self._follow, name="standing", daemon=True)

    def start(self) -> None:
        """Follow the ledger from now on."""
        self._thread.start()

    def close(self) -> None:
        """Follow it no longer."""
        self._end.set()
        if self._thread.is_alive():
            self._thread.join(5)
        self._teller.close()
        self._archivist.close()

    def listen(self, listener: Listener) -> None:
        """Call it, from another thread, with the account before and the new one each time that a new one is there."""
        self._listeners.append(listener)

    def told(self, view: View | None = None) -> Told:
        """The account of a view; waits for one that has to be made.

        Raises NotYet when that takes too long, and what else kept it from being made.
        """
        view = view or View()
        newest = self.newest()
        return newest if view.newest else self._of_past(view, newest)

    def newest(self) -> Told:
        """The last account that is ready; waits only for the first."""
        if not self._first.wait(_PATIENCE):
            raise NotYet("the first account is still being made; try again in a moment")
        if self._newest is None:
            raise self._failure or NotYet("the account is not ready; try again in a moment")
        return self._newest

    @property
    def failure(self) -> CrosswireError | None:
        """Why the newest account could not be made, if it could not."""
        return self._failure

    # --- past ------------------------------------------------------------------------------------

    def _of_past(self, view: View, newest: Told) -> Told:
        key = (newest.revision, view)
        with self._lock:
            asked = self._past.get(key)
            if asked is None or (asked.done() and asked.exception() is not None):
                asked = self._past[key] = self._archivist.ask(settled, self.ledger, view)
            self._past.move_to_end(key)
            while len(self._past) > _KEPT:
                self._past.popitem(last=False)[1].cancel()
        try:
            found = asked.result(_PATIENCE)
        except (Late, BrokenProcessPool) as error:
            raise NotYet("this account is still being made; try again in a moment") from error
        kept = newest.kept.setdefault(f"told {view}", Told(view, newest.revision, found))
        assert isinstance(kept, Told)
        return kept

    # --- following -------------------------------------------------------------------------------

    def _follow(self) -> None:
        while not self._end.is_set():
            try:
                with Ledger(self.ledger, must_exist=True) as ledger:
                    self._watch(ledger)
            except CrosswireError as error:
                self._failure = error
            except (Late, BrokenProcessPool, RuntimeError) as error:
                self._failure = NotYet(f"the account could not be made ({type(error).__name__}); trying again")
            finally:
                self._first.set()
            self._end.wait(1.0)

    def _watch(self, ledger: Ledger) -> None:
        while not self._end.is_set():
            seen = revision_of(ledger)
            if self._newest is None or self._newest.revision != seen:
                self._renew(seen)
            self._failure = None
            self._end.wait(_GLANCE)

    def _renew(self, seen: str) -> None:
        before, asked = self._newest, self._teller.ask(settled, self.ledger, View())
        while True:
            with suppress(Late):
                found = asked.result(_GLANCE)
                break
            if self._end.is_set():
                return
        # what was written while the account was made may be in it already: it is then made once more
        self._newest = now = Told(View(), seen, found)
        self._first.set()
        for listener in self._listeners:
            listener(before, now)


def settled(ledger: str, view: View) -> Account:
    """The account of a view, in a process of its own."""
    with Ledger(ledger, must_exist=True) as held:
        moments = MOMENTS if view.histories else 0
        return account(held, as_of=view.as_of, policy=view.policy, memory=view.known_by, moments=moments)


def revision_of(ledger: Ledger) -> str:
    """The last numbers that the ledger gave to a report, a recording and a judgement."""
    counts = (ledger.base.all(f"SELECT coalesce({what}, 0) FROM {table}")[0][0] for what, table in _COUNTED)
    return ".".join(map(str, counts))


_COUNTED = (("max(seq)", "documents"), ("max(seq)", "judgements"), ("count(*)", "warnings"))
